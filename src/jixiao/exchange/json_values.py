"""Values of JSON with their numbers as they are written, so that 9.50 is written again as 9.50."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, cast

from jixiao.exact import format_exact, parse_number
from jixiao.exact_json import JsonNumber, json_text

#: What a text, a list and an object of JSON are; a number is a ``JsonNumber``.
Json = Any
#: The key under which a caller's data hold a value that is no text, as its JSON.
_AS_JSON = "json"


class JsonConstant(str):
    """NaN or an infinity, as its text: programs write them, and no JSON has them."""

    __slots__ = ()


#: A number of JSON without an exponent.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


class TypedNumber(Fraction):
    """A number, and its ``text`` as it was typed: 9.50 is 9.5 and is written again as 9.50."""

    __slots__ = ("text",)
    text: str

    @staticmethod
    def of(value: object, text: object) -> object:
        """Return a number with its text; any other value as it is, and one whose text is of another number."""
        if not isinstance(value, Fraction) or not isinstance(text, str) or not _NUMBER.fullmatch(text):
            return value
        if parse_number(text) != value:
            return value
        number = TypedNumber(value)
        number.text = str(text)
        return number


def number_text(value: Fraction) -> JsonNumber:
    """Return a number as it is written: as it was typed, where that is known."""
    return JsonNumber(getattr(value, "text", None) or format_exact(value))


class TypedText(str):
    """A number in its shortest text, by which it is compared, and the ``text`` as it was typed, which is written."""

    __slots__ = ("text",)
    text: str

    @classmethod
    def of(cls, plain: str, typed: str) -> str:
        """Return a number with the first number of what was typed, where they are the same one."""
        match = _NUMBER.search(typed)
        if match is None or parse_number(match[0]) != parse_number(plain):
            return plain
        number = cls(plain)
        number.text = match[0]
        return number


def written(text: str | None) -> str | None:
    """Return a text as it is written: a number as it was typed."""
    return getattr(text, "text", text)


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


def parse_json(text: str, constant: Callable[[str], Json] = _refuse) -> Json:
    """Return the value of a text of JSON; ``constant`` returns what NaN and the infinities stand for.

    Raises:
        ValueError: it is none, by default also where it has such a constant.
        RecursionError: it is nested too deep.
    """
    return json.loads(text, parse_int=JsonNumber, parse_float=JsonNumber, parse_constant=constant)


def document_text(value: Json) -> str:
    r"""Return a value as JSON, an entry a line; what cannot be seen is escaped.

    >>> document_text({"得分": JsonNumber("9.50"), "说明": None}), document_text([])
    ('{\n "得分": 9.50,\n "说明": null\n}', '[]')
    """
    return json_text(value, 1, own=value)


def as_data(value: Json) -> Any:
    """Return a value as a project's own data hold it: texts as they are, all else that is no list or object as JSON.

    So a number stays one in a file of YAML, too, where every scalar is a text.

    >>> as_data({"guid": "A1", "score": JsonNumber("9.50")})
    {'guid': 'A1', 'score': {'json': '9.50'}}
    """
    if isinstance(value, list):
        return [as_data(item) for item in value]
    if isinstance(value, dict) and value.keys() != {_AS_JSON}:
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, str) and not isinstance(value, JsonNumber):
        return value
    return {_AS_JSON: document_text(value)}


def value_of_data(data: Any) -> Json:
    """Return the value that ``as_data`` made a project's own data of; what people typed there is taken as it is.

    >>> value_of_data({"guid": "A1", "score": {"json": "9.50"}})
    {'guid': 'A1', 'score': '9.50'}
    """
    if isinstance(data, str) and not isinstance(data, JsonNumber):
        return str(data)
    if isinstance(data, list | tuple):
        return [value_of_data(item) for item in data]
    if not isinstance(data, Mapping):
        return parse_json(document_text(data))
    if data.keys() == {_AS_JSON}:
        try:
            return parse_json(cast("str", data[_AS_JSON]))
        except (TypeError, ValueError, RecursionError):
            return dict(data)
    return {str(key): value_of_data(item) for key, item in data.items()}


__all__ = [
    "Json",
    "JsonConstant",
    "TypedNumber",
    "TypedText",
    "as_data",
    "document_text",
    "number_text",
    "parse_json",
    "value_of_data",
    "written",
]
