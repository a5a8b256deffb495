"""JSON with its numbers as they were typed: 1.50 that is read is 1.5 in Python and is written again as 1.50."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from json import JSONEncoder
from math import isfinite
from typing import Any, NamedTuple, Self

from jixiao.findings.terminal import escape_json


class JsonNumber(str):
    """A number of JSON, as its text."""

    __slots__ = ()


class JsonFloat(float):
    """A number of JSON that a float has exactly, and its ``text``."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """Return the number of a text."""
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]  # copies are made from the text
        """Return the text, from which a copy is made."""
        return (self.text,)


def read_plain(text: str) -> Any:
    """Return what a text of JSON holds as plain values; numbers know their texts, NaN and the infinities are texts.

    A number that no float has exactly is a ``JsonNumber``.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deep.
    """
    return _DECODER.decode(text)


def read_plain_at(text: str, start: int) -> Any:
    """Return the same of the value that begins at a character of a text.

    Raises:
        ValueError: none begins there.
        RecursionError: it is nested too deep.
    """
    return _DECODER.raw_decode(text, start)[0]


def _float(text: str) -> JsonFloat | JsonNumber:
    number = JsonFloat(text)
    try:
        is_exact = Decimal(repr(number)) == Decimal(text)
    except ArithmeticError:  # an exponent beyond those of decimals
        is_exact = False
    return number if is_exact else JsonNumber(text)


def _int(text: str) -> int | JsonFloat:
    number: int = json.loads(text)
    return number if str(number) == text else JsonFloat(text)


_DECODER = json.JSONDecoder(parse_float=_float, parse_int=_int, parse_constant=str)


class _Style(NamedTuple):
    """How JSON is laid out: by how many characters each level is indented, and what stands behind entries and keys."""

    indent: int | None
    comma: str
    colon: str = ": "

    @property
    def encoder(self) -> JSONEncoder:
        """Return the encoder of values without numbers that have texts of their own."""
        return _encoder(self)


def json_text(document: object, indent: int | None = None, *, own: object = None) -> str:
    r"""Return a document as JSON text; 汉字 stay as they are, what cannot be seen is escaped.

    ``own`` are the data of a caller in it, or all of it: where numbers may have texts of their own, which are written.

    NaN and the infinities, which JSON does not have, are texts, as they are where they are read, and so are decimals.

    >>> own = [JsonFloat("1.50"), JsonNumber("1e400"), 3, None, float("nan"), Decimal("2.0")]
    >>> json_text({"a": own}, own=own), json_text(own[:2], 1, own=own)
    ('{"a": [1.50, 1e400, 3, null, "NaN", "2.0"]}', '[\n 1.50,\n 1e400\n]')
    """
    comma = ", " if indent is None else ","
    return escape_json(_text(document, _Style(indent, comma), own))


def compact_json(document: object, *, own: object = None) -> str:
    """Return a document as JSON without white space, nothing escaped that JSON does not ask for.

    >>> compact_json({"a": [JsonFloat("1.50"), 2]}, own=JsonFloat("1.50"))
    '{"a":[1.50,2]}'
    """
    return _text(document, _Style(None, ",", ":"), own)


def _text(document: object, style: _Style, own: object) -> str:
    if _is_plain(own):
        return style.encoder.encode(document)
    return "".join(_pieces(document, style, "\n"))


@cache
def _encoder(style: _Style) -> JSONEncoder:
    separators = (style.comma, style.colon)
    return JSONEncoder(ensure_ascii=False, indent=style.indent, separators=separators, default=str)


def _is_plain(value: Any) -> bool:
    """Whether a value holds no number that has a text of its own, and none that JSON does not have."""
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return not isinstance(value, JsonFloat | JsonNumber) and not _is_constant(value)


def _is_constant(value: object) -> bool:
    """Whether a value is NaN or an infinity."""
    return isinstance(value, float) and not isfinite(value)


def _pieces(value: Any, style: _Style, line: str) -> Iterator[str]:
    """Yield the parts of a text of JSON; ``line`` is the break before the end of the value."""
    if isinstance(value, JsonFloat):
        yield value.text
    elif isinstance(value, JsonNumber):
        yield str(value)
    elif _is_constant(value):
        yield f'"{style.encoder.encode(value)}"'
    elif isinstance(value, dict) and value:
        yield from _enclosed("{}", ((_key(key, style), item) for key, item in value.items()), style, line)
    elif isinstance(value, list | tuple) and value:
        yield from _enclosed("[]", (("", item) for item in value), style, line)
    else:
        yield style.encoder.encode(value)


def _key(key: object, style: _Style) -> str:
    """Return a key with its colon, as JSON has it whatever its type is."""
    return style._replace(indent=None).encoder.encode({key: 0})[1:-2]


def _enclosed(brackets: str, entries: Iterable[tuple[str, Any]], style: _Style, line: str) -> Iterator[str]:
    before, after = "", ""
    if style.indent is not None:
        before, after = line + " " * style.indent, line
    separator = brackets[0]
    for key, item in entries:
        yield separator + before + key
        yield from _pieces(item, style, before)
        separator = style.comma
    yield after + brackets[1]


__all__ = ["JsonFloat", "JsonNumber", "compact_json", "json_text", "read_plain", "read_plain_at"]
