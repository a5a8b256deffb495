"""What the query of a request may say: one table, which checks requests and describes itself in OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any, NamedTuple

from jixiao.findings import Codes, Finding, Lang
from jixiao.model.fields import MOST_SHOWN
from jixiao.serve.problems import ProblemError

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
#: The formats that ``/v1/render`` draws, and how they are labelled.
MEDIA = {
    "html": "text/html; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "table": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class Parameter(NamedTuple):
    """A name in a query: the schema of its value, what it means, and how its text is read.

    ``read`` raises ValueError for a text that is no value; ``usual`` holds where the query does not have it.
    """

    name: str
    schema: dict[str, Any]
    description: str
    read: Callable[[str], Any] = str
    usual: Any = None
    is_required: bool = False

    @property
    def wanted(self) -> str:
        """Return what a value looks like, for a message."""
        return " / ".join(self.schema.get("enum", ())) or self.description


def _choice(choices: Iterable[str]) -> Callable[[str], str]:
    values = tuple(choices)

    def read(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return read


def _one(name: str, choices: Iterable[str], description: str, *, is_required: bool = False) -> Parameter:
    """Return a parameter that takes one of several words."""
    words = tuple(choices)
    return Parameter(
        name, {"type": "string", "enum": list(words)}, description, _choice(words), is_required=is_required
    )


BOOK = Parameter(
    "book", {"type": "string", "minLength": 1}, "账套（指标体系的一组）的名称 / the book of specs: a tenant"
)
SPEC = Parameter(
    "spec",
    {"type": "string", "minLength": 1},
    "指标体系的编号，优先于项目里写的 / a spec's id; wins over the project's",
)
ON = Parameter(
    "on",
    {"type": "string", "format": "date", "pattern": "^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"},
    "按这一天有效的版本，如 2023-12-31 / the day whose edition counts",
    date.fromisoformat,
)
LANG = _one("lang", LANGUAGES, "文字的语言 / the language of the texts")
FORMAT = _one("format", MEDIA, "画成哪一种 / how the form is drawn", is_required=True)
NAME = Parameter(
    "name",
    {"type": "string", "minLength": 1},
    "文件名，如 表.xlsx，只看结尾 / the file's name, such as form.xlsx, of which only the ending counts",
    is_required=True,
)
KEYS = _one("keys", ("canonical", "forms"), "给程序用的，还是给人用的 / for programs, or for people")


def parse_query(query: Iterable[tuple[str, str]], parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return the values of a query by name.

    Raises:
        ProblemError: a name that is none of the parameters, or is there twice, or a text that is no value of it.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    for name, text in query:
        if name not in by_name or name in values:
            raise _invalid(name, text, " ".join(by_name))
        values[name] = _value(by_name[name], text)
    for name, parameter in by_name.items():
        if parameter.is_required and name not in values:
            raise _invalid(name, "", parameter.wanted)
    return {name: parameter.usual for name, parameter in by_name.items()} | values


def _value(parameter: Parameter, text: str) -> Any:
    if not text:
        raise _invalid(parameter.name, text, parameter.wanted)
    try:
        return parameter.read(text)
    except ValueError as error:
        raise _invalid(parameter.name, text, parameter.wanted) from error


def _invalid(name: str, text: str, wanted: str) -> ProblemError:
    args = {"name": name[:MOST_SHOWN], "value": text[:MOST_SHOWN], "known": wanted}
    return ProblemError(HTTPStatus.BAD_REQUEST, Finding(Codes.INVALID_PARAMETER, args=args))


def language_of(query: Iterable[tuple[str, str]], accepted: str, usual: Lang) -> Lang:
    """Return the language of a query, else the first of an ``Accept-Language`` that is spoken here, else the usual."""
    texts = [text for name, text in query if name == "lang"]
    texts += [part.partition(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((lang for text in texts for lang in LANGUAGES if text == lang), usual)


def values_of(query: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return a query by name, the first of each counting."""
    return dict(reversed(list(query)))


__all__ = [
    "BOOK",
    "FORMAT",
    "KEYS",
    "LANG",
    "LANGUAGES",
    "MEDIA",
    "NAME",
    "ON",
    "SPEC",
    "Parameter",
    "language_of",
    "parse_query",
    "values_of",
]
