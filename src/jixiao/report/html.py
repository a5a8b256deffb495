"""A report as a page: paragraphs, tables, and charts as inline SVG."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.rendering.html import page, region, table, text
from jixiao.report import Part, Report
from jixiao.report.charts import svg


def draw(report: Report, lang: Lang) -> bytes:
    """The report as a self-contained page.

    Raises:
        PlotError: matplotlib is not installed.
    """
    paragraphs = "".join(f"<p>{text(one)}</p>\n" for one in report.paragraphs)
    body = f"<h1>{text(report.title)}</h1>\n{paragraphs}" + "".join(map(_part, report.parts))
    return page(report.title, f'<article class="wide">\n{body}</article>\n', lang).encode()


def _part(part: Part) -> str:
    heading = text(part.heading)
    chart = f'<figure role="img" aria-label="{heading}">{svg(part.chart)}</figure>\n' if part.chart else ""
    return f"<h2>{heading}</h2>\n{chart}{region(heading, table(part.block, part.columns))}"
