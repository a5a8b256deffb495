"""A report as a page: paragraphs, tables, and charts as inline SVG."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.rendering.html import draw_table, page, region, text
from jixiao.report import Part, Report
from jixiao.report.charts import svg


def draw(report: Report, lang: Lang) -> bytes:
    """Return the report as a self-contained page.

    Raises:
        PlotError: matplotlib is not installed.
    """
    paragraphs = "".join(f"<p>{text(paragraph)}</p>\n" for paragraph in report.paragraphs)
    body = f"<h1>{text(report.title)}</h1>\n{paragraphs}" + "".join(map(_part, report.parts))
    return page(report.title, f'<article class="wide">\n{body}</article>\n', lang).encode()


def _part(part: Part) -> str:
    heading = text(part.heading)
    chart = ""
    if part.chart:
        chart = f'<figure role="img" aria-label="{heading}">{svg(part.chart)}</figure>\n'
    return f"<h2>{heading}</h2>\n{chart}{region(heading, draw_table(part.block, part.columns))}"
