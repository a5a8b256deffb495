"""The forms that a workbook or a document holds, each with the project that it carries along."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from jixiao.finding import Finding, Lang
from jixiao.reading.grid import Grid
from jixiao.reading.safely import refused

_HOMES = {".xlsx": "jixiao.reading.workbook", ".docx": "jixiao.reading.document"}
ENDINGS = tuple(_HOMES)


class Form(NamedTuple):
    """A table in a file: its cells, and what was put beside it: spec, JSON of the project, language ("" where none)."""

    name: str
    grid: Grid
    spec: str = ""
    project: str = ""
    lang: Lang = "zh"


def read_file_of_forms(path: Path) -> tuple[list[Form], list[Finding]]:
    """Every table of a file, or findings that say why there is none.

    Raises:
        ImportError: the extra for this kind of file is not installed.
    """
    home = _HOMES.get(path.suffix.lower())
    if home is None:
        return [], [Finding("JX823", "", {"name": path.name, "known": " ".join(ENDINGS)})]
    problem = refused(path)
    if problem is not None:
        return [], [problem]
    module = import_module(home)
    try:
        forms: list[Form] = module.forms(path)
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever a damaged file makes a reader raise
        return [], [Finding("JX820", "", {"name": path.name, "detail": str(error).splitlines()[0][:80]})]
    return forms, [] if forms else [Finding("JX828", "", {"name": path.name})]
