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

#: Where each format is: its module and its name there.
_PLACES = {
    "table": ("text", "TABLE"),
    "markdown": ("markdown", "MARKDOWN"),
    "json": ("data", "JSON"),
    "jsonl": ("data", "JSON_LINES"),
    "csv": ("data", "CSV"),
    "html": ("html", "HTML"),
    "xlsx": ("xlsx", "XLSX"),
    "docx": ("docx", "DOCX"),
    "pdf": ("pdf", "PDF"),
}
FORMATS = tuple(_PLACES)
#: Formats of documents, and the extra that each needs.
DOCUMENTS = {"xlsx": "xlsx", "docx": "docx", "pdf": "pdf"}

TextFormat = Literal["table", "markdown", "json", "jsonl", "csv", "html"]
DocumentFormat = Literal["xlsx", "docx", "pdf"]


def format_of(name: str) -> Format | Document:
    """Return a format by its name.

    Raises:
        ValueError: there is none of that name.
        ImportError: its extra is not installed.
    """
    if name not in _PLACES:
        raise ValueError(f"unknown format: {name}")
    module, constant = _PLACES[name]
    with needed(DOCUMENTS[name]) if name in DOCUMENTS else nullcontext():
        output_format: Format | Document = getattr(import_module(f"jixiao.rendering.{module}"), constant)
    return output_format


@overload
def render(result: Result | Iterable[Result], format: TextFormat = "table", *, lang: Lang = "zh") -> str: ...
@overload
def render(result: Result | Iterable[Result], format: DocumentFormat, *, lang: Lang = "zh") -> bytes: ...
@overload
def render(result: Result | Iterable[Result], format: str, *, lang: Lang = "zh") -> str | bytes: ...
def render(result: Result | Iterable[Result], format: str = "table", *, lang: Lang = "zh") -> str | bytes:  # noqa: A002  # the contract's word
    """Return one or several results drawn: table, markdown, json, jsonl, csv, html as text, xlsx, docx, pdf as bytes.

    Raises:
        ValueError: an unknown format.
        ImportError: the format's extra is not installed (``pip install 'jixiao[xlsx]'``).
    """
    from jixiao.result import Result  # has been loaded where there is one

    results = [result] if isinstance(result, Result) else result
    output_format = format_of(format)
    pieces = list(output_format.join((output_format.draw(one, lang) for one in results), lang))
    return b"".join(pieces) if format in DOCUMENTS else "".join(pieces)  # type: ignore[arg-type]
