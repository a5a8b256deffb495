"""Which field of a document states which keys of a project, and how one becomes the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from jixiao.exact import MOST_DECIMALS, MOST_DIGITS
from jixiao.exact_json import JsonNumber
from jixiao.exchange.code_tables import code_table, codes_of
from jixiao.exchange.json_values import Json, number_text, written
from jixiao.quantity import unspaced

#: Values of a project, one for each key.
Values = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a document, and the keys of a project that it states.

    ``read`` gets the text of the field and returns what is typed for each key, ``None`` for one that it does not
    state; ``write`` gets the values of the keys and returns the field, ``None`` for nothing.
    """

    name: str
    keys: tuple[str, ...]
    read: Callable[[str], Values]
    write: Callable[..., Json]


@dataclass(frozen=True, slots=True)
class ListFields:
    """A list of a document, and the fields of its entries."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """A kind of document: its type, the stage that its projects are at, and its fields by the part that they state.

    ``execution`` are the fields of the row that the system makes of the funds among the indicators, and the printed
    results that they state; ``annual`` repeats the approved indicators; ``light`` names the field of a row's
    light. Not every kind has them.
    """

    type: str
    stage: str
    head: tuple[Field, ...]
    goal: tuple[Field, ...]
    funds: ListFields
    indicators: ListFields
    execution: tuple[Field, ...] = ()
    annual: ListFields | None = None
    light: str | None = None

    @property
    def lists(self) -> tuple[str, ...]:
        """Return the names of its lists, of which it has one at least."""
        return tuple(part.name for part in (self.funds, self.indicators, self.annual) if part is not None)


# ---- texts and numbers


def _text(name: str, key: str) -> Field:
    return Field(name, (key,), lambda text: (text,), written)


def _number(name: str, key: str) -> Field:
    return Field(name, (key,), lambda text: (plain_number(text),), _as_number)


def _as_number(value: Fraction | None) -> JsonNumber | None:
    return None if value is None else number_text(value)


#: A number with an exponent, as programs write small and large ones.
_EXPONENT: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,3}")


def plain_number(text: str) -> str:
    """Return a number with an exponent as it is typed without one; any other text as it is.

    >>> plain_number("0E-8"), plain_number("1.5E+3"), plain_number("1E+300"), plain_number("9.50")
    ('0', '1500', '1E+300', '9.50')
    """
    if not _EXPONENT.fullmatch(text):
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number:
        return "0"
    if number.adjusted() >= MOST_DIGITS or -int(number.as_tuple().exponent) > MOST_DECIMALS:
        return text
    return format(number, "f")


# ---- words and codes


def _sign(text: str) -> Values:
    return (code_table("signs").get(unspaced(text), text),)


def _likelihood(text: str) -> Values:
    return (code_table("likelihoods").get(unspaced(text), text),)


def _likelihood_code(word: str | None) -> str | None:
    return codes_of("likelihoods").get(word or "")


def _stated_light(text: str) -> Values:
    return (code_table("lights").get(unspaced(text), text),)


def _light_code(light: str | None) -> str | None:
    return codes_of("lights").get(light or "")


#: A month, alone or as the last one of several: 7, 07, 1~7月.
_MONTHS: Final = re.compile(r"(?:1月?[-~～—至])?0?([0-9]{1,2})月?份?")


def _month(text: str) -> Values:
    match = _MONTHS.fullmatch(unspaced(text))
    return (match[1],) if match else (text,)


def _month_text(month: int | None) -> str | None:
    return None if month is None else str(month)


def _deviation(text: str) -> Values:
    """Return the kinds of causes that a text lists by code or word, or else the text as the cause itself."""
    table = code_table("cause_kinds")
    words = {**table, **{word: word for word in table.values()}}
    parts = [part for part in re.split("[,，、]", unspaced(text)) if part]
    if parts and all(part in words for part in parts):
        return list(dict.fromkeys(words[part] for part in parts)), None
    return None, text


def _deviation_text(kinds: Sequence[str], cause: str | None) -> str | None:
    codes = codes_of("cause_kinds")
    return ",".join(codes[kind] for kind in kinds) or cause


#: The words between a cause and its remedy in one text.
_REMEDY: Final = "改进措施："
_REASONS: Final = re.compile(rf"(.*?)[；;。]?\s*{_REMEDY}(.*)", re.DOTALL)


def _reasons(text: str) -> Values:
    """Return the cause and the remedy of a text of both."""
    match = _REASONS.fullmatch(text)
    return (match[1] or None, match[2] or None) if match else (text, None)


def _reasons_text(cause: str | None, remedy: str | None) -> str | None:
    if not remedy:
        return cause
    return f"{cause}；{_REMEDY}{remedy}" if cause else f"{_REMEDY}{remedy}"


# ---- the documents

_NAMES: Final = (_text("findexName", "level1"), _text("sindexName", "level2"), _text("indiName", "name"))
_UNIT: Final = (Field("computesign", ("comparison",), _sign, lambda sign: sign), _text("meterunit", "uom"))
_GOAL: Final = (_text("yeargoaltion", "expected"), _text("yeargoalExecution", "achieved"))
_AMOUNTS: Final = (
    _text("name", "name"),
    _number("amt1", "initial"),
    _number("amt3", "budget"),
    _number("amt4", "spent"),
)
_HEAD: Final = (
    _text("guid", "id"),
    _text("proCode", "code"),
    _text("proName", "name"),
    _text("agencyName", "unit"),
)

SELF_EVALUATION: Final = DocumentFields(
    "SelfEvalInfo",
    "self_evaluation",
    _HEAD,
    _GOAL,
    ListFields("proselfevalbgtlist", _AMOUNTS),
    ListFields(
        "proselfevalindexlist",
        (
            *_NAMES,
            *_UNIT,
            _text("indexval", "target"),
            _text("actualvalue", "actual"),
            _number("actualweight", "weight"),
            _number("score", "score"),
            Field("kpiRemark", ("cause", "remedy"), _reasons, _reasons_text),
            _text("indRemark", "note"),
        ),
    ),
    execution=(
        _number("actualweight", "execution_weight"),
        _number("score", "execution_score"),
        _text("actualvalue", "execution_value"),
    ),
)
MONITORING: Final = DocumentFields(
    "PerfMonitorInfo",
    "monitoring",
    (*_HEAD, Field("taskstage", ("month",), _month, _month_text)),
    _GOAL,
    ListFields("protracebgtlist", _AMOUNTS),
    ListFields(
        "protraceindexlist",
        (
            *_NAMES,
            *_UNIT,
            _text("targetvalue", "target"),
            _text("indexval", "progress"),
            Field("completeanalysis", ("likelihood",), _likelihood, _likelihood_code),
            _text("completeanalyscon", "forecast"),
            Field("deviationanalysis", ("cause_kinds", "cause"), _deviation, _deviation_text),
            _text("remark", "note"),
            Field("warn", ("light",), _stated_light, _light_code),
        ),
    ),
    annual=ListFields("proindexlist", (*_NAMES, *_UNIT, _text("indexval", "target"))),
    light="warn",
)
#: The kinds of documents, by the stage of a project.
BY_STAGE: Final = {fields.stage: fields for fields in (SELF_EVALUATION, MONITORING)}

#: The names of the fields that state a number of a project.
NUMBERS: Final = frozenset(
    field.name
    for fields in BY_STAGE.values()
    for part in (fields.funds.fields, fields.indicators.fields, fields.execution)
    for field in part
    if field.write is _as_number
)

__all__ = [
    "BY_STAGE",
    "MONITORING",
    "NUMBERS",
    "SELF_EVALUATION",
    "DocumentFields",
    "Field",
    "ListFields",
    "plain_number",
]
