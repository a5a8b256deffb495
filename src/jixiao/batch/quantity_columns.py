"""Columns of targets, actuals and weights as whole numbers; texts by sign and unit, or each different one once."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count as counter
from threading import Lock
from typing import NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import Flags, Numbers, flags, has_value
from jixiao.batch.bounded_integers import NARROW, WIDTHS
from jixiao.batch.scalar_rows import amount_of
from jixiao.exact import MOST_DECIMALS, MOST_DIGITS, decimal_places, parse_number
from jixiao.model.project import PLACEHOLDER
from jixiao.quantity import PLAIN, Number, parse, parse_points, plain_number
from jixiao.quantity.spelling import BLANK

#: Sizes past which a number goes to the scalar core: what the types of the columns hold.
_MOST = 10**30
#: A weight beyond this (in points) adds up to no full marks anywhere; with all its decimals it fits 64 bits.
MOST_WEIGHT = 10**6
#: Decimals that a weight may have: those of any number.
MOST_PLACES = MOST_DECIMALS
_PLAIN = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$"
_PLAIN_PLACES = 6
#: What may be an amount with its unit.
_UNIT_LAST = r"\P{Nd}\z"
#: Units beyond this are read one text at a time: the products fit 128 bits.
_MOST_FACTOR = 10**12
_SIGN_AND_WORD = {"sign": pl.String, "word": pl.String}
#: Texts from one to the other begin with 汉字 or other letters: no white space, no mark without a width.
_AFTER_SPACES, _BEFORE_MARKS = "\u4000", "\ufe00"


@dataclass(frozen=True)
class Values:
    """A column of quantities: ``kind`` is its shape's number in ``Shapes``, ``number`` ÷ ``base`` its value.

    ``plain``: all of them are digits alone, or typed numbers.
    """

    kind: Numbers
    number: pl.Series
    base: int
    plain: bool = False

    @property
    def read(self) -> Flags:
        """Return which rows have a plain number."""
        return self.kind > 0


class _Units(NamedTuple):
    """Numbers of at most ``decimals`` between a sign and a unit: their kind, and what they are times."""

    sign: str
    word: str
    decimals: int
    kind: int
    factor: Fraction

    @property
    def places(self) -> int:
        """Return decimals of their values."""
        return decimal_places(self.factor / 10**self.decimals) or 0


class Shapes:
    """The shapes of quantities in a run, by number: sign and unit without the value. 0 is "no plain number"."""

    def __init__(self) -> None:
        self._next = counter(1)
        self._numbers: dict[tuple[object, ...], int] = {}
        self.words: list[str] = [""]
        #: Whether numbers of each shape have no sign.
        self.unsigned: list[bool] = [True]
        self._one_at_a_time = Lock()

    def of(self, text: str) -> tuple[int, Fraction | None]:
        """Return the shape and the value of one text."""
        quantity = parse(text)
        if not isinstance(quantity, Number) or decimal_places(quantity.value) is None:
            return 0, None
        if abs(quantity.value) >= _MOST or (decimal_places(quantity.value) or 0) > MOST_DECIMALS:
            return 0, None
        return self._number(quantity), quantity.value

    def plain(self, sign: str, word: str) -> tuple[int, Fraction]:
        """Return the shape of digits between a sign and a unit, and their factor; 0 where the digits decide it."""
        quantity = plain_number(sign, "1", word)
        if quantity is None:
            return 0, Fraction(1)
        decimals = decimal_places(quantity.value) or 0
        if quantity.value > _MOST_FACTOR or decimals > MOST_DECIMALS - _PLAIN_PLACES:
            return 0, quantity.value
        return self._number(quantity), quantity.value

    def _number(self, quantity: Number) -> int:
        key = (quantity.sign, quantity.unit.dimension, quantity.unit.factor, quantity.unit.word, quantity.scaled)
        with self._one_at_a_time:
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = next(self._next)
                self.unsigned.append(quantity.sign is None)
                self.words.append(quantity.unit.word or quantity.unit.dimension)
        return number

    @property
    def bare(self) -> int:
        """Return the shape of a number without sign and unit."""
        return self.of("1")[0]


def readable(table: pl.DataFrame) -> pl.DataFrame:
    """Return numbers of more digits than columns are read with as texts, without the zeros at the ends of decimals.

    A cause that says nothing (无, /) is none, and a unit of which nothing can be seen.
    """
    kinds = {name: table.schema[name] for name in ("target", "actual", "weight")}
    long = [name for name, kind in kinds.items() if isinstance(kind, pl.Decimal) and kind.scale > MOST_DECIMALS]
    vast = [name for name, kind in kinds.items() if kind == pl.UInt128]
    texts = pl.col(long).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    nothing = {"cause": PLACEHOLDER, "uom": BLANK}
    stated = [
        pl.col(name).cast(pl.String).str.replace(pattern, "")
        for name, pattern in nothing.items()
        if name in table.columns
    ]
    return table.with_columns(texts, pl.col(vast).cast(pl.String), *stated)


def values_of(column: pl.Series, shapes: Shapes) -> Values:
    """Return a column of targets or actuals; text, integer or decimal."""
    if column.dtype == pl.String:
        return _texts(column, shapes)
    if isinstance(column.dtype, pl.Decimal):
        number, base = column.to_physical(), 10**column.dtype.scale
    elif column.dtype.is_integer():
        number, base = column, 1
    else:  # a column of nothing but nulls
        number, base = column.cast(pl.Int64, strict=False), 1
    valid = has_value(number)
    number = in_narrowest_type(number.fill_null(0))
    if number.dtype == pl.Int128:  # which alone holds more digits than a number may have
        valid &= flags(number.abs() < base * 10**MOST_DIGITS)
        number = number.set(~pl.Series(valid), 0)
    return Values(valid.view(np.uint8) * np.uint32(shapes.bare), number, base, plain=True)


def in_money_unit(column: pl.Series, units: pl.Series | None, at: Numbers) -> pl.Series:
    """Return a column whose rows ``at`` are amounts of money: those with a unit as numbers in ``units``."""
    if column.dtype != pl.String:
        return column
    texts = column.gather(pl.Series(at))
    with_unit = np.flatnonzero(flags(texts.str.contains(_UNIT_LAST)))
    if not len(with_unit):
        return column
    stated: list[str | None] = [None] * len(with_unit)
    if units is not None:
        stated = units.gather(pl.Series(at[with_unit])).cast(pl.String).to_list()
    amounts = [amount_of(text, unit) for text, unit in zip(texts.gather(pl.Series(with_unit)), stated, strict=True)]
    return column.clone().scatter(at[with_unit], pl.Series(amounts, dtype=pl.String))


def only_amounts(values: Values, column: pl.Series, at: Numbers) -> Values:
    """Return the values, where the rows ``at`` are amounts of money: numbers that a project file takes as such.

    九十四, 3人 and 90% are quantities of an indicator, and no amounts.
    """
    if values.plain:
        return values
    texts = column.gather(pl.Series(at))
    unusual = texts.filter(~texts.str.contains(_PLAIN).fill_null(value=True)).unique()
    refused = [text for text in unusual if parse_number(text) is None]
    if not refused:
        return values
    kind = values.kind.copy()
    kind[at[flags(texts.is_in(refused))]] = 0
    return Values(kind, values.number, values.base)


def in_narrowest_type(number: pl.Series) -> pl.Series:
    """Return whole numbers in the narrowest of the two types that holds them all."""
    narrow = number.cast(pl.Int64, strict=False)
    if narrow.has_nulls() or not _within(narrow, NARROW - 1):
        return number.cast(pl.Int128).rechunk()
    return narrow.rechunk()


def _texts(column: pl.Series, shapes: Shapes) -> Values:
    """Return plain numbers by columns; of all other texts every distinct one is read once."""
    plain = column.str.contains(_PLAIN)
    if plain.all() and not column.has_nulls():
        return _plain(column, shapes)
    texts = column.filter(~plain.fill_null(value=False)).unique().drop_nulls()
    least = _PLAIN_PLACES if plain.any() else 0
    table, places = _read(texts, shapes, least)
    joined = column.to_frame("text").join(table, on="text", how="left", maintain_order="left")
    if plain.any():
        scale = pl.lit(10 ** (places - _PLAIN_PLACES), dtype=pl.Int128)
        amount = _decimal(column.zip_with(plain.fill_null(value=False), pl.Series([None], dtype=pl.String)))
        joined = joined.with_columns(
            kind=pl.when(plain).then(pl.lit(shapes.bare, dtype=pl.UInt32)).otherwise(pl.col("kind")),
            number=pl.when(plain).then(pl.lit(amount) * scale).otherwise(pl.col("number")),
        )
    return Values(joined["kind"].fill_null(0).to_numpy(), in_narrowest_type(joined["number"].fill_null(0)), 10**places)


def _read(texts: pl.Series, shapes: Shapes, least: int) -> tuple[pl.DataFrame, int]:
    """Return kind and number of each text, in as many decimals as any of them needs (at least some).

    The commonest shape is read by its sign and its unit, of which there are few; every other text by itself.
    """
    groups = texts.alias("text").to_frame().with_columns(pl.col("text").str.extract_groups(f"^{PLAIN}$").alias("parts"))
    parts = groups.unnest("parts").rename({"1": "sign", "2": "digits", "3": "word"})
    decimals = pl.col("digits").str.extract(r"\.(.*)$").str.len_chars().max().fill_null(0)
    used = parts.drop_nulls("word").group_by("sign", "word").agg(decimals=decimals)
    units = [_Units(sign, word, most, *shapes.plain(sign, word)) for sign, word, most in used.iter_rows()]
    units = [unit for unit in units if unit.kind]
    common = pl.DataFrame([(unit.sign, unit.word) for unit in units], schema=_SIGN_AND_WORD, orient="row")
    unusual = parts.join(common, on=["sign", "word"], how="anti")["text"]
    singles = [shapes.of(text) for text in unusual]
    decimals_of_singles = (decimal_places(value) or 0 for _, value in singles if value)
    places = max([least, *(unit.places for unit in units), *decimals_of_singles])
    return pl.concat([_by_unit(parts, common, units, places), _one_by_one(unusual, singles, places)]), places


def _by_unit(parts: pl.DataFrame, common: pl.DataFrame, units: list[_Units], places: int) -> pl.DataFrame:
    """Return kind and number of the texts of some units, by their digits."""
    factors = [unit.factor * 10**places / 10**_PLAIN_PLACES for unit in units]
    common = common.with_columns(
        pl.Series("kind", [unit.kind for unit in units], dtype=pl.UInt32),
        pl.Series("up", [factor.numerator for factor in factors], dtype=pl.Int128),
        pl.Series("down", [factor.denominator for factor in factors], dtype=pl.Int128),
    )
    texts = parts.join(common, on=["sign", "word"])
    number = pl.lit(_decimal(texts["digits"])) * pl.col("up") // pl.col("down")
    return texts.select("text", "kind", number=number)


def _one_by_one(texts: pl.Series, read: list[tuple[int, Fraction | None]], places: int) -> pl.DataFrame:
    """Return kind and number of texts that were read each by itself; those beyond the widest column have none."""
    kinds, numbers = [0] * len(read), [0] * len(read)
    for at, (kind, value) in enumerate(read):
        number = int((value or 0) * 10**places)
        if kind and abs(number) < WIDTHS[-1][1]:
            kinds[at], numbers[at] = kind, number
    schema = {"text": pl.String, "kind": pl.UInt32, "number": pl.Int128}
    return pl.DataFrame({"text": texts, "kind": kinds, "number": numbers}, schema=schema)


def _decimal(column: pl.Series) -> pl.Series:
    return column.cast(pl.Decimal(38, _PLAIN_PLACES)).to_physical()


def _plain(column: pl.Series, shapes: Shapes) -> Values:
    return Values(np.full(len(column), shapes.bare), in_narrowest_type(_decimal(column)), 10**_PLAIN_PLACES, plain=True)


def is_blank(texts: pl.Series) -> Flags:
    """Whether nothing of each can be seen, or it is null; those that begin with 汉字 are not looked at closer."""
    blank = ~flags((texts >= _AFTER_SPACES) & (texts < _BEFORE_MARKS))
    near = np.flatnonzero(blank)
    if len(near):
        some = texts.gather(pl.Series(near))
        blank[near] = ~flags(~some.str.contains(BLANK))
    return blank


def weights_of(column: pl.Series, places: int) -> pl.Series:
    """Return weights in units of 10^-places points; null where there is none, or none that fits a batch."""
    if isinstance(column.dtype, pl.Decimal) or column.dtype.is_integer():
        return _typed_weights(column, places)
    texts = column.unique().drop_nulls().to_list()
    points = [(text, parse_points(text)) for text in texts]
    units = {
        text: int(value * 10**places)
        for text, value in points
        if value is not None and abs(value) <= MOST_WEIGHT and (value * 10**places).denominator == 1
    }
    table = pl.DataFrame(
        {"text": list(units), "weight": list(units.values())}, schema={"text": pl.String, "weight": pl.Int64}
    )
    return column.to_frame("text").join(table, on="text", how="left", maintain_order="left")["weight"]


def beyond(column: pl.Series, weighed: Flags) -> Flags:
    """Return which weights are numbers beyond those that a batch holds; ``weighed``: which it holds."""
    unread = has_value(column) & ~weighed
    if column.dtype != pl.String or not unread.any():
        return unread
    numbers = [text for text in column.filter(pl.Series(unread)).unique() if parse_points(text) is not None]
    return unread & flags(column.is_in(numbers))


def _typed_weights(column: pl.Series, places: int) -> pl.Series:
    number, scale = column.alias("w"), 0
    if isinstance(column.dtype, pl.Decimal):
        number, scale = number.to_physical(), column.dtype.scale
    up, down, most = 10 ** max(places - scale, 0), 10 ** max(scale - places, 0), MOST_WEIGHT * 10**scale
    narrow = number.cast(pl.Int64, strict=False)
    if down == 1 and narrow.null_count() == column.null_count() and _within(narrow, most):
        if up > 1:
            narrow *= up
        return narrow
    fits = (pl.col("w").abs() <= most) & (pl.col("w") % down == 0)
    scaled = pl.col("w") * pl.lit(up, dtype=pl.Int128) // pl.lit(down, dtype=pl.Int128)
    return number.cast(pl.Int128).to_frame().select(pl.when(fits).then(scaled).cast(pl.Int64))["w"]


def _within(number: pl.Series, most: int) -> bool:
    """Whether all of the numbers are from -most to most."""
    return -most <= int(number.min() or 0) and int(number.max() or 0) <= most  # type: ignore[arg-type]


def places_in(texts: list[str]) -> int:
    """Return the most decimals that weights of these texts have."""
    points = [parse_points(text) for text in texts]
    most = max([decimal_places(value) or 0 for value in points if value is not None], default=0)
    return min(most, MOST_PLACES)
