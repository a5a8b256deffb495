"""The sources of the funds in a document, and in a project: one row for each, all in 元."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from jixiao.exact import ZERO, add_up, format_exact, parse_number
from jixiao.exchange.fields import ListFields, plain_number
from jixiao.exchange.json_values import TypedNumber
from jixiao.exchange.mapping import mapped
from jixiao.loading.amounts import convert_amounts
from jixiao.loading.nodes import Map, Seq
from jixiao.loading.validation import key_of
from jixiao.model.project import Amounts, FundPart, Funds, Project, parts_of
from jixiao.model.spellings import spellings

#: The money unit of documents.
MONEY_UNIT = "元"
#: The amounts of a row that documents have.
AMOUNTS = ("initial", "budget", "spent")
#: What stands for the row of all funds, for one of its usual sources, or for a part by its name and how many before
#: it have that name.
Identity = tuple[str, str, int]


class FundRow(NamedTuple):
    """A row of the funds by the name that is printed, its amounts in 元."""

    name: str | None
    initial: Fraction | None
    budget: Fraction | None
    spent: Fraction | None
    forecast: Fraction | None = None

    @property
    def amounts(self) -> tuple[Fraction | None, ...]:
        """Return the amounts that documents have."""
        return self.initial, self.budget, self.spent


TOTAL: Identity = ("total", "", 0)


@cache
def _rows_by_word() -> Mapping[str, str]:
    """Return the rows of the funds by every word for them."""
    rows = {name for name, (part, _) in parts_of(Funds).items() if part is Amounts}
    return {word: name for word, name in spellings(Funds).items() if name in rows}


def identities(names: Iterable[object]) -> Iterator[Identity]:
    """Yield what each row of a list stands for, by the names of the rows: of two of a source the second is a part."""
    sources, parts = set[str](), Counter[str]()
    for name in names:
        word = name if isinstance(name, str) else ""
        source = key_of(word, _rows_by_word())
        if source is not None and source not in sources:
            sources.add(source)
            yield source, "", 0
        else:
            yield "part", word, parts[word]
            parts[word] += 1


# ---- in


def funds_of(document: Map, listed: ListFields) -> object:
    """Return the funds of a document as data of a project; what is no list is the loader's to refuse."""
    rows = document.get(listed.name)
    if rows is None:
        return None
    if not isinstance(rows, Seq):
        return rows
    funds, parts = Map(rows.source, rows.start), Seq(rows.source, rows.start)
    names = [row.get("name") if isinstance(row, Map) else None for row in rows]
    for row, (source, *_) in zip(rows, identities(names), strict=True):
        amounts: object = mapped(row, listed.fields) if isinstance(row, Map) else row
        if source == "part":
            parts.append(amounts)
        elif isinstance(amounts, Map):
            del amounts["name"]
            funds[source] = amounts
    funds["parts"], funds["money_unit"] = parts, MONEY_UNIT
    convert_amounts(funds)
    funds.setdefault("total", _sums(rows, [*funds.values(), *parts]))
    return funds


def _sums(rows: Seq, amounts: Iterable[object]) -> Map:
    """Return the sums of the amounts that every row states, as the system adds them up."""
    sums = Map(rows.source, rows.start)
    stated = [row for row in amounts if isinstance(row, dict)]
    for key in AMOUNTS:
        numbers = [parse_number(plain_number(str(row.get(key)))) for row in stated]
        if numbers and None not in numbers:
            sums[key] = format_exact(add_up(number for number in numbers if number is not None))
    return sums


# ---- out


def rows_of_funds(project: Project) -> dict[Identity, FundRow]:
    """Return the rows of a project's funds by what they stand for; the row of all funds comes first.

    Amounts that were typed in 元 have their texts.
    """
    funds, typed = project.funds, project.typed.data.get("funds", {})
    factor = funds.factor
    sources = {"total": funds.total, **funds.sources()}
    rows = {
        (key, "", 0): _row(Funds.model_fields[key].title, amounts, factor, _part(typed, key))
        for key, amounts in sources.items()
    }
    names = [part.name or "" for part in funds.parts]
    for index, (part, name) in enumerate(zip(funds.parts, names, strict=True)):
        rows["part", name, names[:index].count(name)] = _row(part.name, part, factor, _part(typed, "parts", index))
    return rows


def _part(typed: object, *keys: str | int) -> Mapping[str, object]:
    """Return the part of typed data below some keys; an empty one where there is none."""
    for key in keys:
        try:
            typed = typed[key]  # type: ignore[index]  # what has no keys has no parts
        except (KeyError, IndexError, TypeError):
            return {}
    return typed if isinstance(typed, Mapping) else {}


def _row(name: str | None, amounts: Amounts | FundPart, factor: Fraction, typed: Mapping[str, object]) -> FundRow:
    return FundRow(name, *(_amount(getattr(amounts, key), factor, typed.get(key)) for key in (*AMOUNTS, "forecast")))


def _amount(value: Fraction | None, factor: Fraction, typed: object) -> Any:
    """Return an amount in 元, with its text where it was typed so."""
    return None if value is None else TypedNumber.of(value * factor, typed)


def is_repeated_by_sources(rows: Mapping[Identity, FundRow]) -> bool:
    """Whether the row of all funds says nothing that its sources do not: they add up to every amount that it states."""
    total, sources = rows[TOTAL], [row.amounts for identity, row in rows.items() if identity != TOTAL]
    columns = zip(total.amounts, *sources, strict=True)
    return all(
        amount is None or (sources and add_up(value or ZERO for value in column) == amount)
        for amount, *column in columns
    )


__all__ = [
    "MONEY_UNIT",
    "TOTAL",
    "FundRow",
    "Identity",
    "funds_of",
    "identities",
    "is_repeated_by_sources",
    "rows_of_funds",
]
