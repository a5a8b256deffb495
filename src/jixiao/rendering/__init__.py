"""Drawing results: one file a format, each loaded when asked for. No arithmetic, no rule."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Literal, overload

from jixiao.extras import needed

if TYPE_CHECKING:
    from jixiao.findings import Lang
    from jixiao.rendering.formats import Document, Format
    from jixiao.result import Result

_HOMES = {"table": "text.TABLE", "markdown": "markdown.MARKDOWN", "json": "data.JSON", "jsonl": "data.JSON_LINES"}
_HOMES |= {"csv": "data.CSV", "html": "html.HTML", "xlsx": "xlsx.XLSX", "docx": "docx.DOCX", "pdf": "pdf.PDF"}
FORMATS = tuple(_HOMES)
#: Formats of whole documents, and the extra that each needs.
DOCUMENTS = {"xlsx": "xlsx", "docx": "docx", "pdf": "pdf"}

TextFormat = Literal["table", "markdown", "json", "jsonl", "csv", "html"]
DocumentFormat = Literal["xlsx", "docx", "pdf"]


def format_of(name: str) -> Format | Document:
    """A format by its name.

    Raises:
        ValueError: there is none of that name.
        ImportError: its extra is not installed.
    """
    if name not in _HOMES:
        raise ValueError(f"unknown format: {name}")
    module, _, format_name = _HOMES[name].partition(".")
    with needed(DOCUMENTS[name]) if name in DOCUMENTS else nullcontext():
        found: Format | Document = getattr(import_module(f"jixiao.rendering.{module}"), format_name)
    return found


@overload
def render(result: Result | Iterable[Result], format: TextFormat = "table", *, lang: Lang = "zh") -> str: ...
@overload
def render(result: Result | Iterable[Result], format: DocumentFormat, *, lang: Lang = "zh") -> bytes: ...
@overload
def render(result: Result | Iterable[Result], format: str, *, lang: Lang = "zh") -> str | bytes: ...
def render(result: Result | Iterable[Result], format: str = "table", *, lang: Lang = "zh") -> str | bytes:  # noqa: A002  # the contract's word
    """One or several results: a text (table, markdown, json, jsonl, csv, html) or a document (xlsx, docx, pdf).

    Raises:
        ValueError: an unknown format.
        ImportError: the format's extra is not installed (``pip install 'jixiao[xlsx]'``).
    """
    from jixiao.result import Result  # has been loaded where there is one

    drawing, several = format_of(format), [result] if isinstance(result, Result) else result
    pieces = list(drawing.join((drawing.draw(one, lang) for one in several), lang))
    return b"".join(pieces) if format in DOCUMENTS else "".join(pieces)  # type: ignore[arg-type]
