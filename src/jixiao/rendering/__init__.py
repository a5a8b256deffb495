"""Drawing results: one file a format, each loaded when asked for. No arithmetic, no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jixiao.finding import Lang
    from jixiao.result import Result

FORMATS = ("table", "markdown", "json", "jsonl", "csv")


def render_text(results: Iterable[Result], format: str, lang: Lang = "zh") -> str:  # noqa: A002  # the contract's word
    """Results in a text format.

    Raises:
        ValueError: an unknown format.
    """
    return "".join(chunks(results, format, lang))


def chunks(results: Iterable[Result], format: str, lang: Lang = "zh") -> Iterator[str]:  # noqa: A002
    """The same, piece by piece, so that a long run writes as it goes.

    Raises:
        ValueError: an unknown format.
    """
    return _writer(format)(results, lang)


def _writer(format: str) -> Callable[[Iterable[Result], Lang], Iterator[str]]:  # noqa: A002
    if format == "table":
        from jixiao.rendering.text import draw
    elif format == "markdown":
        from jixiao.rendering.markdown import draw
    elif format in FORMATS:
        from jixiao.rendering import data

        return {"json": data.json_array, "jsonl": data.json_lines, "csv": data.csv_rows}[format]
    else:
        raise ValueError(f"unknown format: {format}")
    return draw
