"""A case that did not pass, in words: where it stands, what differs, and how its score came about."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.findings import Lang
from jixiao.findings.terminal import escape
from jixiao.spec_tools.cases.running import CaseRun

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {"difference": "{key}：应为 {expected}，得到 {got}", "fill": "expect 待填写"},
    "en": {"difference": "{key}: expected {expected}, got {got}", "fill": "expect is to be filled in"},
}


def failure_lines(run: CaseRun, lang: Lang = "zh") -> Iterator[str]:
    """Return the lines that say what is wrong with a case, safe for a terminal."""
    return map(escape, _lines(run, lang))


def _lines(run: CaseRun, lang: Lang) -> Iterator[str]:
    words, place = WORDS[lang], run.case.place
    yield f"{place.source.name}:{place.line}: {run.case.name}"
    if run.status == "blank":
        yield f"    {words['fill']}"
    for difference in run.differences:
        yield f"    {words['difference'].format(**difference._asdict())}"
    if run.status == "failed":
        yield from (f"      {number}. {step}" for number, step in enumerate(run.trace(lang), 1))


__all__ = ["failure_lines"]
