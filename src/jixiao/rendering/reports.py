"""Reports drawn: as Markdown, as a page, as a workbook with native charts, as PDF. Each format loads what it needs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from jixiao.finding import Lang
from jixiao.report import Report

_HOMES = {".md": "markdown", ".html": "html", ".xlsx": "xlsx", ".pdf": "pdf"}
ENDINGS = tuple(_HOMES)
#: The extras that a report needs, by its ending.
EXTRAS = {".html": "charts", ".xlsx": "xlsx", ".pdf": "pdf"}


def report_drawing(output: str) -> Callable[[Report, Lang], bytes] | None:
    """What draws a report into a file of that name; ``None`` for an unknown ending.

    Raises:
        ImportError: the extra for it is not installed.
    """
    home = _HOMES.get(PurePath(output).suffix.lower())
    if home is None:
        return None
    found: Callable[[Report, Lang], bytes] = import_module(f"jixiao.rendering.report_{home}").draw
    return found
