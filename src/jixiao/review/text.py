"""A review as text: what it comes to, then each finding in two lines, the most serious first."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.findings import Lang
from jixiao.findings.terminal import escape
from jixiao.review.blocks import summary_lines
from jixiao.review.labels import LABELS
from jixiao.review.lines import Line
from jixiao.review.review import Review


def draw(review: Review, lang: Lang) -> bytes:
    """Return the review as text."""
    return "\n".join((*_lines(review, lang), "")).encode("utf-8", "backslashreplace")


def _lines(review: Review, lang: Lang) -> Iterator[str]:
    for line in review.lines:
        yield escape(f"{LABELS[lang][line.severity]} {line.code} {_place(line)}")
        yield escape(f"    {line.message}")
    for file in review.unread:
        yield escape(f"{LABELS[lang]['unread']} {file.source}{LABELS[lang]['colon']}{file.reason}")
    yield from summary_lines(review, lang)


def _place(line: Line) -> str:
    """Return the file, the place, the project and the row of a finding."""
    names = " · ".join(name for name in (line.project, line.row) if name)
    place = f"{line.source}:{line.where}" if line.where else line.source
    return f"{place} {names}".strip()
