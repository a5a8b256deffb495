"""What people have said of headings that no word explains: kept beside the files, as heading and known heading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jixiao.border.file_kinds import COLUMNS_FILE
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.forms.importing.foreign.questions import nearest
from jixiao.loading.decoding import read_file
from jixiao.loading.nodes import Map, place_of
from jixiao.loading.yaml_composer import compose


class Columns(NamedTuple):
    """Headings with the known ones that they stand for, and what is wrong with the file that holds them."""

    words: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def columns_beside(path: Path) -> Columns:
    """Return the headings that are explained beside a file; none where nobody has."""
    file = path.parent / COLUMNS_FILE
    if not file.is_file():
        return Columns({})
    source, findings = read_file(file)
    root: object = None
    if source is not None:
        root, more = compose(source)
        findings = [*findings, *more]
    if not isinstance(root, Map):
        return Columns({}, tuple(findings) or (Finding(Codes.NOT_COLUMNS, COLUMNS_FILE),))
    words = dict[str, str]()
    for heading, word in root.items():
        if is_known_heading(str(word)):
            words[heading] = str(word)
        else:
            args = {"word": str(word), "near": "、".join(nearest(str(word)))}
            findings.append(Finding(Codes.NOT_A_HEADING, heading, args, place_of(root, (heading,))))
    return Columns(words, tuple(findings))


def is_known_heading(word: str) -> bool:
    """Whether a word heads a column that is known."""
    return lexicon().knows(word)


def text_of_columns(words: Mapping[str, str]) -> str:
    r"""Return the file that holds explained headings.

    >>> text_of_columns({"绩效值": "年度指标值"})
    '绩效值: 年度指标值\n'
    """
    import yaml

    return yaml.safe_dump(dict(words), allow_unicode=True, sort_keys=True)


__all__ = ["Columns", "columns_beside", "is_known_heading", "text_of_columns"]
