"""Sentences of the scalar core as column expressions: one with gaps, which are filled for every row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import polars as pl

from jixiao.batch.bounded_integers import Integer, half_up
from jixiao.explain import Part, Reason, sentence
from jixiao.findings import Finding, Lang

#: Characters of the private use area stand for what differs from row to row; no sentence has them.
_FIRST_GAP = 0xE000
_GAP = re.compile("([\ue000-\uf8ff])")
#: Percentages and points below this many hundredths are looked up, not formatted.
_TABLE = 20_000


#: What stands in a gap: a text, or several one after the other.
Filling = pl.Expr | tuple[pl.Expr, ...]


class Gaps:
    """Placeholders, each for what fills it."""

    def __init__(self, fillings: Mapping[str, Filling]) -> None:
        self.names = {name: chr(_FIRST_GAP + index) for index, name in enumerate(fillings)}
        parts = [part if isinstance(part, tuple) else (part,) for part in fillings.values()]
        self._parts = dict(zip(self.names.values(), parts, strict=True))

    def fill(self, text: str) -> pl.Expr:
        """Return the text with its gaps filled; all of it is put together at once."""
        pieces = [piece for piece in _GAP.split(text) if piece]
        return pl.concat_str(
            [part for piece in pieces for part in self._parts.get(piece, (pl.lit(piece),))] or [pl.lit("")]
        )


def reasons(reason: Reason, exprs: Mapping[str, Filling], lang: Lang) -> pl.Expr:
    """Return a sample's reason for all rows that lose points in the same way; ``exprs`` are named ``part.argument``."""
    gaps = Gaps(exprs)
    parts = tuple(
        Part(part.code, {key: gaps.names.get(f"{part.code}.{key}", text) for key, text in part.args.items()})
        for part in reason.parts
    )
    return gaps.fill(sentence(Reason(reason.code, parts), lang))


def messages(
    code: str, args: Mapping[str, object], exprs: Mapping[str, Filling], lang: Lang
) -> tuple[pl.Expr, pl.Expr]:
    """Return message and remedy of a finding of many rows: ``args`` are the same in all, ``exprs`` differ."""
    gaps = Gaps(exprs)
    finding = Finding(code, args={**args, **gaps.names})
    return gaps.fill(finding.message(lang)), gaps.fill(finding.remedy(lang))


@cache
def _shortest(places: int) -> pl.Series:
    return pl.Series([_plain(number, places) for number in range(_TABLE + 1)])


def _plain(number: int, places: int) -> str:
    text = format(Decimal(number).scaleb(-places), "f")
    if "." in text:
        return text.rstrip("0").rstrip(".")
    return text


def shortest(number: pl.Expr, places: int, most: int | None = None) -> pl.Expr:
    """Return whole numbers of 10^-places as their shortest decimals, as ``exact.plain`` writes them.

    Where none is below 0 or above ``most``, and that is little, they are looked up.
    """
    if most is not None and most <= _TABLE:
        return pl.lit(_shortest(places)).gather(number.cast(pl.UInt32))
    text = decimal(number, places).cast(pl.String)
    if places:
        return text.str.strip_chars_end("0").str.strip_chars_end(".")
    return text


def decimal(number: pl.Expr, places: int) -> pl.Expr:
    """Return whole numbers of 10^-places as decimals."""
    return number.cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, places))


def percents(n: Integer, d: Integer, most: int) -> tuple[pl.Expr, ...]:
    """Return n/d ≥ 0 as ``exact.percent`` writes it, not within a rounding of 100 %, at most ``most`` hundredths."""
    hundredths = half_up(n * 10_000, d)
    return shortest(hundredths.expr, 2, most), pl.lit("%")


def nearly_whole(n: Integer, d: Integer) -> pl.Expr:
    """Whether a ratio below or above 100 % would read 100 % at two decimals; it takes more decimals then."""
    gap = (n - d).size()
    return gap.compare(0, lambda left, right: left != right) & (gap * 20_000).compare(
        d, lambda left, right: left <= right
    )


def percent_of(n: Integer, d: Integer, most: int) -> tuple[tuple[pl.Expr, ...], pl.Expr]:
    """Return n/d ≤ ``most`` in percent, and which rows are for the core: < 0, infinite, within a rounding of 100 %."""
    by_core = (n.expr < 0) | (d.expr == 0) | nearly_whole(n, d)
    top = Integer(pl.when(n.expr < 0).then(pl.lit(0, dtype=n.kind)).otherwise(n.expr), n.most, n.kind)
    bottom = Integer(pl.when(d.expr == 0).then(pl.lit(1, dtype=d.kind)).otherwise(d.expr), d.most, d.kind)
    return percents(top, bottom, most * 10_000), by_core


def largest(frame: pl.DataFrame, n: Integer, d: Integer) -> int:
    """Return a whole number that no n/d is above, n where d is 0."""
    most = frame.select((n.expr // pl.when(d.expr == 0).then(pl.lit(1, dtype=d.kind)).otherwise(d.expr)).max()).item()
    return max(int(most or 0), 0) + 1


__all__ = ["Filling", "Gaps", "decimal", "largest", "messages", "percent_of", "percents", "reasons", "shortest"]
