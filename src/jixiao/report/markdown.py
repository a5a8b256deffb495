"""A report as Markdown: its paragraphs and tables."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.rendering.flattening import flat
from jixiao.rendering.markdown import escape, table
from jixiao.report import Report


def draw(report: Report, lang: Lang) -> bytes:  # noqa: ARG001  # one signature for all formats
    """The report as UTF-8 text."""
    parts = [f"# {escape(report.title)}", *map(escape, report.paragraphs)]
    parts += [f"## {escape(part.heading)}\n\n{table(flat(part.block, part.columns))}" for part in report.parts]
    return ("\n\n".join(parts).rstrip("\n") + "\n").encode()
