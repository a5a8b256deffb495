"""Field types that both models share: exact numbers from text, and one way to fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Annotated, Any, Final, Literal, TypeVar, dataclass_transform

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from jixiao.curve import CurveError, parse_ratio
from jixiao.exact import format_exact, parse_number
from jixiao.findings import Codes
from jixiao.quantity import is_blank, parse_points, unspaced, visible, without_slip

#: The type of the validation errors that name a finding.
REFUSED: Final = "refused"
#: The type of those on a value that is no text, whose message is the code, too; the finding's argument is the value.
NO_TEXT: Final = "no_text"
#: Most characters of a typed value that a message repeats.
MOST_SHOWN = 40
_Class = TypeVar("_Class")


class Model(BaseModel):
    """The base of all models: frozen, no unknown keys, built on first use."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, populate_by_name=True, coerce_numbers_to_str=False
    )


@dataclass_transform(frozen_default=True)
def frozen(cls: type[_Class]) -> type[_Class]:
    """Return a class of values that never change: types are checked for it, as a check at run time would be dear."""
    return dataclass(slots=True, eq=False)(cls)


def refuse(code: str, **args: object) -> PydanticCustomError:
    """Return the error that the loader turns into finding ``code``: its type is ``REFUSED``, its text the code."""
    return PydanticCustomError(REFUSED, code, {name: _encodable(value) for name, value in args.items()})


def _encodable(value: object) -> object:
    """Return a text with its lone surrogates spelled out, which no error of pydantic can carry; all else as it is."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value


@contextmanager
def curve_errors_refused() -> Iterator[None]:
    """Turn the error of a curve that cannot be into one of its model, as ``refuse`` does."""
    try:
        yield
    except CurveError as error:
        raise refuse(error.code, **error.arguments) from error


def excerpt(value: object) -> str:
    """Return a value as a file would write it, for messages: its first ``MOST_SHOWN`` characters.

    >>> excerpt({"甲": None, "乙": ["1", True]}), excerpt(None)
    ('{甲, 乙: [1, true]}', '')
    """
    return _format(value)[:MOST_SHOWN]


def _format(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(_format_entry(*entry) for entry in islice(value.items(), MOST_SHOWN)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_format, islice(value, MOST_SHOWN))) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return ""
    return str(value)


def _format_entry(key: object, value: object) -> str:
    if value is None:
        return str(key)
    return f"{key}: {_format(value)}"


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise refuse(Codes.NOT_A_TEXT, value=excerpt(value))


def _exact(parse: Callable[[str], Fraction | None], code: str) -> BeforeValidator:
    """Return the validator that reads an exact number with ``parse``; a text that is none is refused with ``code``."""

    def read(value: Any) -> Fraction:
        if type(value) is Fraction:
            return value
        text = value if type(value) is str else _text(value)
        number = parse(text)
        if number is None:
            raise _misread(text, code)
        return number

    return BeforeValidator(read)


def _misread(text: str, code: str) -> PydanticCustomError:
    """Return the error on a text that is no number: what it may have been meant for, else ``code``."""
    plain_text = without_slip(text)
    if plain_text is None:
        return refuse(code, value=text[:MOST_SHOWN])
    return refuse(Codes.MISSPELT_NUMBER, value=text[:MOST_SHOWN], plain=plain_text)


_BOOLS = {"true": True, "false": False, "是": True, "否": False}


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    answer = _BOOLS.get(unspaced(str(value)))
    if answer is None:
        raise refuse(Codes.NOT_A_YES_OR_NO, value=excerpt(value))
    return answer


def as_tuple(value: Any) -> Any:
    """Return one value, or a list of them, as a tuple."""
    if isinstance(value, list | tuple):
        return tuple(value)
    return (value,)


def gather(data: Any, key: str, names: tuple[str, ...]) -> Any:
    """Return a mapping with all its entries but those of ``names`` under ``key``, unless it has that key already."""
    if not isinstance(data, Mapping) or key in data:
        return data
    named = {name: data[name] for name in names if name in data}
    return {**named, key: {name: value for name, value in data.items() if name not in named}}


#: A finite decimal as text, and one that may be a quotient, as JSON Schemas match them.
DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
EXACT = r"^-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?$"


class _TextFirst:
    """The schema of a text: one that is a text already is taken as it is, without a call; else ``_text`` decides."""

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        text = handler(str)
        others = core_schema.no_info_before_validator_function(_text, text)
        return core_schema.union_schema(
            [core_schema.str_schema(strict=True), others],
            mode="left_to_right",
            custom_error_type=NO_TEXT,
            custom_error_message=Codes.NOT_A_TEXT,
        )


TYPED: dict[str, Any] = {"type": ["string", "number"]}
#: How the schema of what may be typed differs from that of what is written.
_SCALAR = WithJsonSchema(TYPED, mode="validation")
_NUMBER = WithJsonSchema({"type": "string", "pattern": EXACT}, mode="serialization")

#: Any scalar, as the text that was typed.
Text = Annotated[str, _TextFirst(), _SCALAR, WithJsonSchema({"type": "string"}, mode="serialization")]


def _unless_blank(text: str | None) -> str | None:
    if text is None or is_blank(text):
        return None
    return text


#: A word of the program or of a spec; a blank is none.
Word = Annotated[Text | None, AfterValidator(_unless_blank)]
_PLAIN = PlainSerializer(format_exact, return_type=str)
#: An exact decimal number.
Number = Annotated[
    Fraction,
    _exact(lambda text: parse_number(visible(text)), Codes.NOT_A_NUMBER),
    _PLAIN,
    _SCALAR,
    _NUMBER,
]
#: Points as a form states them: a number, with or without 分 behind it.
TypedPoints = Annotated[Fraction, _exact(parse_points, Codes.NOT_A_NUMBER), _PLAIN, _SCALAR, _NUMBER]


def _points(number: Fraction) -> Fraction:
    if number < 0:
        raise refuse(Codes.NEGATIVE_POINTS, value=format_exact(number))
    return number


def _step(number: Fraction) -> Fraction:
    if number.numerator != 1:
        raise refuse(Codes.INVALID_ROUNDING_STEP, value=format_exact(number))
    return number


#: Points, of which there cannot be fewer than none.
Points = Annotated[Number, AfterValidator(_points)]
#: To what points are rounded: one, or one of so many equal parts of it.
Step = Annotated[Number, AfterValidator(_step)]
#: A ratio: "90%", "8/10" or a decimal.
Ratio = Annotated[Fraction, _exact(parse_ratio, Codes.NOT_A_RATIO), _PLAIN, _SCALAR, _NUMBER]
#: true, false, 是 or 否.
Bool = Annotated[bool, BeforeValidator(_bool), WithJsonSchema({"enum": [True, False, *_BOOLS]}, mode="validation")]
#: true or 是: a key that is written only where it holds.
Yes = Annotated[Literal[True], BeforeValidator(_bool), WithJsonSchema({"enum": [True, "是"]})]
