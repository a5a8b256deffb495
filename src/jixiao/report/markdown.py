"""A report as Markdown: its paragraphs and tables."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.rendering.flattening import flatten
from jixiao.rendering.markdown import draw_table, escape
from jixiao.report import Part, Report


def draw(report: Report, lang: Lang) -> bytes:  # noqa: ARG001  # one signature for all formats
    """Return the report as UTF-8 text."""
    parts = [f"# {escape(report.title)}", *map(escape, report.paragraphs)]
    parts += [_part(part) for part in report.parts]
    return ("\n\n".join(parts).rstrip("\n") + "\n").encode()


def _part(part: Part) -> str:
    return f"## {escape(part.heading)}\n\n{draw_table(flatten(part.block, part.columns))}"
