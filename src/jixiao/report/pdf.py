"""A report as PDF, its charts as pictures of lines."""

from __future__ import annotations

from typing import Any

from jixiao.findings import Lang
from jixiao.rendering.typst_source import part, sheet, typeset
from jixiao.report import Part, Report
from jixiao.report.charts import svg


def draw(report: Report, lang: Lang) -> bytes:
    """Return the report as PDF.

    Raises:
        FormatError: no font with 汉字 is installed.
        PlotError: matplotlib is not installed.
    """
    parts = [_part(each) for each in report.parts]
    only_sheet = sheet(parts, title=report.title, paragraphs=list(report.paragraphs))
    return typeset([only_sheet], report.title, lang)


def _part(content: Part) -> dict[str, Any]:
    picture = svg(content.chart) if content.chart else ""
    return part([content.block], content.columns, content.heading, picture)
