"""Drawing results: one file a format, each loaded when asked for. No arithmetic, no rule."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jixiao.finding import Lang
    from jixiao.rendering.several import Format
    from jixiao.result import Result

_HOMES = {"table": "text.TABLE", "markdown": "markdown.MARKDOWN", "json": "data.JSON", "jsonl": "data.JSON_LINES"}
_HOMES |= {"csv": "data.CSV"}
FORMATS = tuple(_HOMES)


def format_of(name: str) -> Format:
    """A text format by its name.

    Raises:
        ValueError: there is none of that name.
    """
    if name not in _HOMES:
        raise ValueError(f"unknown format: {name}")
    module, _, format_name = _HOMES[name].partition(".")
    found: Format = getattr(import_module(f"jixiao.rendering.{module}"), format_name)
    return found


def render(result: Result | list[Result], format: str = "table", *, lang: Lang = "zh") -> str:  # noqa: A002  # the contract's word
    """One or several results in a text format: table, markdown, json, jsonl or csv.

    Raises:
        ValueError: an unknown format.
    """
    drawing, several = format_of(format), result if isinstance(result, list) else [result]
    return "".join(drawing.join((drawing.draw(one, lang) for one in several), lang))
