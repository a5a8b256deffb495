"""A report as PDF, its charts as pictures of lines."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.rendering.typst_source import part, sheet, typeset
from jixiao.report import Report
from jixiao.report.charts import svg


def draw(report: Report, lang: Lang) -> bytes:
    """Return the report as PDF.

    Raises:
        FormatError: no font with 汉字 is installed.
        PlotError: matplotlib is not installed.
    """
    parts = [part([one.block], one.columns, one.heading, svg(one.chart)) for one in report.parts]
    only_sheet = sheet(parts, title=report.title, paragraphs=list(report.paragraphs))
    return typeset([only_sheet], report.title, lang)
