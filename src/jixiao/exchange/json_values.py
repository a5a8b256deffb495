"""Values of JSON with their numbers as they are written, so that 9.50 is written again as 9.50."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from jixiao.findings.terminal import escape_json

#: What a text, a list and an object of JSON are; a number is a ``JsonNumber``.
Json = Any
#: The key under which a caller's data hold a value that is no text, as its JSON.
_AS_JSON = "json"


class JsonNumber(str):
    """A number of JSON, as its text."""

    __slots__ = ()


def parse_json(text: str) -> Json:
    """Return the value of a text of JSON.

    Raises:
        ValueError: it is none.
        RecursionError: it is nested too deep.
    """
    return json.loads(text, parse_int=JsonNumber, parse_float=JsonNumber, parse_constant=JsonNumber)


def json_text(value: Json) -> str:
    r"""Return a value as JSON, an entry a line; what cannot be seen is escaped.

    >>> json_text({"得分": JsonNumber("9.50"), "说明": None}), json_text([])
    ('{\n "得分": 9.50,\n "说明": null\n}', '[]')
    """
    return escape_json("".join(_pieces(value, "\n")))


def _pieces(value: Json, line: str) -> Iterator[str]:
    """Yield the parts of a text of JSON; ``line`` is the break before the end of the value."""
    if isinstance(value, JsonNumber):
        yield str(value)
    elif isinstance(value, dict) and value:
        entries = ((f"{json.dumps(key, ensure_ascii=False)}: ", item) for key, item in value.items())
        yield from _enclosed("{}", entries, line)
    elif isinstance(value, list) and value:
        yield from _enclosed("[]", (("", item) for item in value), line)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _enclosed(brackets: str, entries: Iterator[tuple[str, Json]], line: str) -> Iterator[str]:
    separator = brackets[0]
    for key, item in entries:
        yield f"{separator}{line} {key}"
        yield from _pieces(item, f"{line} ")
        separator = ","
    yield line + brackets[1]


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
    return {_AS_JSON: json_text(value)}


def value_of_data(data: Any) -> Json:
    """Return the value that ``as_data`` made a project's own data of; what people typed there is taken as it is.

    >>> value_of_data({"guid": "A1", "score": {"json": "9.50"}})
    {'guid': 'A1', 'score': '9.50'}
    """
    if isinstance(data, str):
        return str(data)
    if isinstance(data, list | tuple):
        return [value_of_data(item) for item in data]
    if not isinstance(data, Mapping):
        return parse_json(json.dumps(data))
    if data.keys() == {_AS_JSON}:
        try:
            return parse_json(cast("str", data[_AS_JSON]))
        except (TypeError, ValueError, RecursionError):
            return dict(data)
    return {str(key): value_of_data(item) for key, item in data.items()}


__all__ = ["Json", "JsonNumber", "as_data", "json_text", "parse_json", "value_of_data"]
