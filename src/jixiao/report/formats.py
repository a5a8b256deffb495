"""The formats of a report: Markdown, a page, a workbook with native charts, PDF. Each loads what it needs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from jixiao.findings import Lang
from jixiao.report import Report

#: The formats of a report by the endings of their files, and the extras that they need.
ENDINGS = {".md": "markdown", ".html": "html", ".xlsx": "xlsx", ".pdf": "pdf"}
EXTRAS = {"html": "charts", "xlsx": "xlsx", "pdf": "pdf"}


def report_drawing(name: str) -> Callable[[Report, Lang], bytes]:
    """Return what draws a report in a format of this name.

    Raises:
        ImportError: the extra for it is not installed.
    """
    draw: Callable[[Report, Lang], bytes] = import_module(f"jixiao.report.{name}").draw
    return draw
