"""Field types that both models share: exact numbers from text, and one way to fail."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from jixiao.curve import CurveError, parse_ratio
from jixiao.exact import parse_number, plain
from jixiao.findings import Codes
from jixiao.quantity import parse_points, unspaced, visible

#: Most characters of a typed value that a message repeats.
MOST_SHOWN = 40


class Model(BaseModel):
    """The base of all models: frozen, no unknown keys, built on first use."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, populate_by_name=True, coerce_numbers_to_str=False
    )


def refuse(code: str, **args: object) -> PydanticCustomError:
    """The error that the loader turns into finding ``code``."""
    return PydanticCustomError(code, code, {name: _encodable(value) for name, value in args.items()})


def _encodable(value: object) -> object:
    """Return a text with its lone surrogates spelled out, which no error of pydantic can carry; all else as it is."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def refuse_curve(error: CurveError) -> PydanticCustomError:
    """A curve that cannot be, as a finding."""
    return refuse(error.code, **error.arguments)


def shown(value: object) -> str:
    """Return a value as a file would write it, for messages: its first ``MOST_SHOWN`` characters.

    >>> shown({"甲": None, "乙": ["1", True]}), shown(None)
    ('{甲, 乙: [1, true]}', '')
    """
    return _written(value)[:MOST_SHOWN]


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        entries = islice(value.items(), MOST_SHOWN)
        return "{" + ", ".join(str(key) if item is None else f"{key}: {_written(item)}" for key, item in entries) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_written, islice(value, MOST_SHOWN))) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | float) or not isinstance(value, int | Decimal):
        raise refuse(Codes.NOT_A_TEXT, value=shown(value))
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _number(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = _text(value)
    number = parse_number(visible(text))
    if number is None:
        raise refuse(Codes.NOT_A_NUMBER, value=text[:MOST_SHOWN])
    return number


def _typed_points(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = _text(value)
    points = parse_points(text)
    if points is None:
        raise refuse(Codes.NOT_A_NUMBER, value=text[:MOST_SHOWN])
    return points


def _ratio(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = _text(value)
    number = parse_ratio(text)
    if number is None:
        raise refuse(Codes.NOT_A_RATIO, value=text[:MOST_SHOWN])
    return number


_BOOLS = {"true": True, "false": False, "是": True, "否": False}


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    found = _BOOLS.get(unspaced(str(value)))
    if found is None:
        raise refuse(Codes.NOT_A_YES_OR_NO, value=shown(value))
    return found


def several(value: Any) -> Any:
    """One value, or a list of them, as a tuple."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


_DECIMAL: dict[str, Any] = {"type": ["string", "number"]}

#: Any scalar, as the text that was typed.
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number"]})]
_PLAIN = PlainSerializer(plain, return_type=str)
#: An exact decimal number.
Number = Annotated[Fraction, BeforeValidator(_number), _PLAIN, WithJsonSchema(_DECIMAL)]
#: Points as a form states them: a number, with or without 分 behind it.
TypedPoints = Annotated[Fraction, BeforeValidator(_typed_points), _PLAIN, WithJsonSchema(_DECIMAL)]


def _points(number: Fraction) -> Fraction:
    if number < 0:
        raise refuse(Codes.NEGATIVE_POINTS, value=plain(number))
    return number


def _step(number: Fraction) -> Fraction:
    if number.numerator != 1:
        raise refuse(Codes.INVALID_ROUNDING_STEP, value=plain(number))
    return number


#: Points, of which there cannot be fewer than none.
Points = Annotated[Number, AfterValidator(_points)]
#: To what points are rounded: one, or one of so many equal parts of it.
Step = Annotated[Number, AfterValidator(_step)]
#: A ratio: "90%", "8/10" or a decimal.
Ratio = Annotated[Fraction, BeforeValidator(_ratio), _PLAIN, WithJsonSchema(_DECIMAL)]
#: true, false, 是 or 否.
Bool = Annotated[bool, BeforeValidator(_bool), WithJsonSchema({"enum": [True, False, "是", "否"]})]
#: true or 是: a key that is written only where it holds.
Yes = Annotated[Literal[True], BeforeValidator(_bool), WithJsonSchema({"enum": [True, "是"]})]
