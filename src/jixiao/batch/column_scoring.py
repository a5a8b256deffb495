"""Rows by columns: the program of each kind of rows, its scores, and the reasons of the rows that lose points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import numpy as np
import polars as pl

from jixiao.audit.reasons import REMARK_CODES, calls_for_cause, remark_args
from jixiao.batch.arrays import (
    Flags,
    Numbers,
    groups,
    kinds_of,
    rows_at,
    rows_where,
)
from jixiao.batch.bounded_integers import Integer, Kind
from jixiao.batch.chunk import NUMBER_OF, Chunk, KindOfRows
from jixiao.batch.integer_kernel import MET, Earnings, Height, Values, earn, piece_of, widths
from jixiao.batch.reason_texts import Filling, largest, percent_of, reasons, shortest
from jixiao.batch.row_kinds import Program
from jixiao.batch.row_samples import RowSample, kind_columns, kinds_by_number
from jixiao.explain import Reason, reason_of, sentence
from jixiao.findings import Codes, Finding
from jixiao.measure import Measure, measure_of
from jixiao.model.rules import Remark
from jixiao.quantity import SIGN_MARKS

_DIGIT_LAST = r"\p{Nd}$"
_SIGN_FIRST = f"^[{SIGN_MARKS}]"


def score_by_columns(chunk: Chunk, rows: Flags) -> list[Numbers]:
    """Score the rows that programs cover; return the indexes of those that are left to the scalar core."""
    columns = kind_columns(chunk)
    kinds = kinds_of(list(columns.values()), rows)
    by_number, samples = kinds_by_number(chunk, columns, kinds.firsts)
    for_core, runs = _run(chunk, kinds.numbers, by_number)
    wrong = [number for number, one in samples.items() if by_number[number].key in runs and not _agrees(chunk, one)]
    for number in wrong:
        one, at = samples[number], np.flatnonzero(kinds.numbers == number)
        chunk.context.kinds[one.kind] = by_number[number] = KindOfRows(None, [])
        for_core.append(_at_odds(chunk, one.row, at))
    at_odds = np.isin(kinds.numbers, wrong)
    for run in runs.values():
        for_core += run.explain(at_odds)
    for number, kind in by_number.items():
        if kind.key in runs:
            for finding in kind.notable:
                chunk.add_finding(finding, np.flatnonzero(kinds.numbers == number))
    return for_core


def _run(chunk: Chunk, numbers: Numbers, by_number: dict[int, KindOfRows]) -> tuple[list[Numbers], dict[object, _Run]]:
    """Score each program's rows; return those that no program covers, and the runs of the others by program."""
    programs = {kind.key: kind.program for kind in by_number.values()}
    place = {key: number for number, key in enumerate(programs)}
    table = np.full(int(numbers.max(initial=0)) + 1, len(programs), np.uint32)
    for number, kind in by_number.items():
        table[number] = place[kind.key]
    own = table.take(numbers)
    chunk.rows.set_full((own < len(programs)) & (own != place.get(None, len(programs))), chunk.weight, MET)
    for_core, runs = list[Numbers](), dict[object, _Run]()
    for (key, program), at in zip(programs.items(), groups(own, len(programs)), strict=True):
        if program is None:
            for_core.append(at)
            continue
        run = _Run(chunk, program, _rows(chunk, at))
        if run.done:
            runs[key] = run
        else:
            for_core.append(at)
    return for_core, runs


def _agrees(chunk: Chunk, one: RowSample) -> bool:
    """Whether columns gave a row the score and the outcome that the scalar core gives it."""
    rows, core, at = chunk.rows, one.sample.row, one.row
    if core.score is None:
        return not rows.scored[at]
    same = Fraction(int(rows.score[at]), chunk.context.one) == core.score
    return bool(rows.scored[at]) and same and int(rows.outcome[at]) == NUMBER_OF[core.outcome]


def _at_odds(chunk: Chunk, row: int, at: Numbers) -> Numbers:
    """Return rows that are left to the scalar core since columns differ from it on one of them, and say so."""
    chunk.add_finding(Finding(Codes.COLUMNS_DIFFER_FROM_CORE, "", {"rows": len(at)}), np.array([row]))
    return at


def _rows(chunk: Chunk, at: Numbers) -> pl.DataFrame:
    """Return target, actual and weight of the rows ``i``."""
    columns = {"t": chunk.target.number, "a": chunk.actual.number, "w": pl.Series(chunk.weight)}
    return pl.DataFrame({"i": at, **{name: rows_at(column, at) for name, column in columns.items()}})


class _Gap(NamedTuple):
    """What a sentence has in a gap, and for which rows the scalar core must say it."""

    text: Filling
    unusual: pl.Expr


class _LosingRows(NamedTuple):
    """Rows that lose points on one piece of the curve, some of them or all."""

    piece: int
    nothing: bool
    rows: pl.DataFrame


class _Run:
    """One program on its rows of a chunk (``i``: target, actual, weight); not ``done`` where no integer type fits."""

    def __init__(self, chunk: Chunk, program: Program, rows: pl.DataFrame) -> None:
        self.chunk, self.program, self.context, self.frame = chunk, program, chunk.context, rows
        self.most = {name: _bound(rows[name]) for name in ("t", "a", "w")}
        self._sizes = (chunk.target.base, chunk.actual.base, *self.most.values())
        self.losing: list[_LosingRows] = []
        kind = widths(self._earnings)
        self.done = kind is not None
        if kind is not None:
            self._score(kind)

    def explain(self, but: Flags) -> list[Numbers]:
        """Set why rows lose points, and what is to be remarked on, but for some rows; return those left to the core."""
        for_core = []
        for piece, nothing, rows in self.losing:
            own = rows if not but.any() else rows_where(rows, ~but[rows["i"].to_numpy()])
            if len(own) and not self._explain_piece(piece, nothing, own):
                at = own["i"].to_numpy()
                for_core.append(_at_odds(self.chunk, int(at[0]), at))
        if self.program.remarks:
            out = but.copy()
            for at in for_core:
                out[at] = True
            self.frame = rows_where(self.frame, ~out[self.frame["i"].to_numpy()])
            for remark in self.program.remarks:
                self._remark(remark)
        return for_core

    def _values(self, kind: Kind) -> tuple[Values, Integer]:
        """Return target and actual over one base, and the weight."""
        target, actual, program = self.chunk.target, self.chunk.actual, self.program
        base = max(target.base, actual.base)
        t = Integer(pl.col("t"), self.most["t"], kind) * (program.target_factor * (base // target.base))
        a = Integer(pl.col("a"), self.most["a"], kind) * (program.actual_factor * (base // actual.base))
        values = Values(t, a, base * program.base, program.comparison, program.unit)
        return values, Integer(pl.col("w"), self.most["w"], kind)

    def _earnings(self, kind: Kind) -> Earnings:
        """Return what the rows earn; chunks whose numbers are about as large share it."""
        key = (self.program.key, self._sizes, kind)
        if key not in self.context.earnings:
            values, weight = self._values(kind)
            self.context.earnings[key] = earn(self.program.rule, values, weight, self.context.one, self.context.step)
        return self.context.earnings[key]

    def _of(self, kind: Kind, frame: pl.DataFrame) -> pl.DataFrame:
        self._values(kind)  # or they are too wide for it
        other = [name for name in ("t", "a", "w") if frame.schema[name] != kind]
        if other:
            return frame.with_columns(pl.col(other).cast(kind))
        return frame

    def _score(self, kind: Kind) -> None:
        """Set the scores of rows on pieces of the curve that do not give full marks, which all rows have so far."""
        earnings, frame = self._earnings(kind), self._of(kind, self.frame)
        piece = frame.select(earnings.piece).to_series().to_numpy()
        for number, height in enumerate(earnings.heights):
            own = piece == number
            if not height.full and own.any():
                self._score_piece(number, height, rows_where(frame, own))

    def _score_piece(self, piece: int, height: Height, frame: pl.DataFrame) -> None:
        scored = frame.select(score=height.score, outcome=height.outcome)
        score, at = scored["score"].cast(pl.Int64), frame["i"].to_numpy()
        self.chunk.rows.set_scores(at, score.to_numpy(), scored["outcome"].to_numpy())
        none, lost = (score == 0).to_numpy(), (score < frame["w"]).to_numpy()
        for nothing in (True, False):
            own = lost & (none == nothing)
            if own.any():
                self.losing.append(_LosingRows(piece, nothing, rows_where(frame.with_columns(score), own)))

    def _explain_piece(self, piece: int, nothing: bool, rows: pl.DataFrame) -> bool:
        """Set why rows lose points on one piece of the curve; return whether the scalar core agrees."""
        at = rows["i"].to_numpy()
        reason = self._reason(piece, nothing, at)
        if reason is None:
            return False
        if self.context.reasons != "none":
            self.chunk.rows.set_code(at, reason.code)
        if self.context.reasons == "text":
            self._speak(reason, piece, rows)
        return True

    def _reason(self, piece: int, nothing: bool, at: Numbers) -> Reason | None:
        """Return the reason of rows that lose points on one piece of the curve, the same for all but its numbers."""
        key = (self.program.key, piece, nothing)
        if key not in self.context.structures:
            (sample,) = self.chunk.samples(at[:1])
            reason = reason_of(sample.row)
            if reason is None or not _agrees(self.chunk, RowSample(key, int(at[0]), sample)):
                return None
            self.context.structures[key] = reason
        return self.context.structures[key]

    def _speak(self, reason: Reason, piece: int, group: pl.DataFrame) -> None:
        by_kind: dict[Kind, dict[str, _Gap]] = {}
        kind = widths(lambda kind: by_kind.__setitem__(kind, self._gaps(reason, piece, self._of(kind, group), kind)))
        if kind is None:
            self._by_core(group["i"].to_numpy())
            return
        gaps, group = by_kind[kind], self._with_texts(self._of(kind, group))
        unusual = group.select(pl.any_horizontal(gap.unusual for gap in gaps.values())).to_series()
        for by_core, part in _partition(group, unusual):
            if by_core:
                self._by_core(part["i"].to_numpy())
            else:
                text = reasons(reason, {name: gap.text for name, gap in gaps.items()}, self.context.lang)
                self.chunk.rows.set_reasons(part["i"].to_numpy(), part.select(text=text)["text"])

    def _by_core(self, at: Numbers) -> None:
        texts = [sentence(reason_of(sample.row), self.context.lang) for sample in self.chunk.samples(at)]
        self.chunk.rows.set_reasons(at, pl.Series(texts, dtype=pl.String))

    def _with_texts(self, group: pl.DataFrame) -> pl.DataFrame:
        """Return rows with target, actual and unit as they are typed."""
        if self.program.executed:
            return group
        at = group["i"].to_numpy()
        names = [name for name in ("target", "actual", "uom") if self.chunk.has(name)]
        typed = [rows_at(self.chunk.table[name], at).cast(pl.String).fill_null("").alias(name) for name in names]
        return group.with_columns(typed)

    def _value_texts(self, name: str) -> tuple[pl.Expr, ...]:
        """Return a typed value as the sentence shows it, with the sign and the unit that stand beside it."""
        own, none, typed = pl.col(name), pl.lit(""), self.chunk.table[name].dtype != pl.String
        texts = [own]
        if self.chunk.has("uom"):
            unit: pl.Expr = pl.col("uom")
            if not typed:
                unit = pl.when(own.str.contains(_DIGIT_LAST)).then(unit).otherwise(none)
            texts.append(unit)
        if name == "target" and self.program.sign:
            sign: pl.Expr = pl.lit(self.program.sign)
            if not typed:
                sign = pl.when(own.str.contains(_SIGN_FIRST)).then(none).otherwise(sign)
            texts.insert(0, sign)
        return tuple(texts)

    def _gaps(self, reason: Reason, piece: int, group: pl.DataFrame, kind: Kind) -> dict[str, _Gap]:
        """Return what differs from row to row in a reason."""
        earnings, measure, places = self._earnings(kind), measure_of(self.program.rule), self.context.places
        sure, most = pl.lit(value=False), self.most["w"]
        lost = _Gap(shortest(pl.col("w") - pl.col("score"), places, most), sure)
        gaps = {
            "values.target": _Gap(self._value_texts("target"), sure),
            "values.actual": _Gap(self._value_texts("actual"), sure),
            "result.score": _Gap(shortest(pl.col("score"), places, most), sure),
            "result.lost": lost,
            "nothing.lost": lost,
            "steps.count": _Gap(earnings.x.expr.cast(pl.String), sure),
        }
        codes = {part.code for part in reason.parts}
        if measure.name in codes:
            top = None
            if self.program.rule.counting is None:
                top = self.program.rule.curve.pieces[piece].high
            gaps[f"{measure.name}.value"] = self._value_gap(measure, group, earnings.n, earnings.d, top)
        if "level" in codes:
            num, den = earnings.heights[piece].num.above_zero(), earnings.heights[piece].den
            full = den * Integer(pl.col("w"), most, kind)
            gaps["level.share"] = _Gap(*percent_of(num, full, largest(group, num, full)))
        if "funds" in codes:
            gaps["funds.budget"] = _amount(pl.col("t"), self.chunk.target.base)
            gaps["funds.spent"] = _amount(pl.col("a"), self.chunk.actual.base)
        spoken = {f"{part.code}.{name}" for part in reason.parts for name in part.args}
        return {name: gap for name, gap in gaps.items() if name in spoken}

    def _value_gap(
        self, measure: Measure, group: pl.DataFrame, n: Integer, d: Integer, top: Fraction | None = None
    ) -> _Gap:
        """Return what was measured; ``top``: what it is not above, where that is known."""
        if measure.scale != "unit" or self.program.in_percent:
            return _Gap(*percent_of(n, d, largest(group, n, d) if top is None else max(ceil(top), 0)))
        one = int(group.select(d=d.expr.max())["d"][0])
        decimal = one == 10 ** (len(str(one)) - 1)
        if decimal:
            return _amount(n.expr, one)
        return _Gap(pl.lit(""), pl.lit(value=True))

    def _remark(self, remark: Remark) -> None:
        """Add the findings on what the spec itself wants remarked on."""
        kind = widths(lambda kind: self._measurement(remark, kind))
        if kind is None:
            self._remark_by_core(self.frame["i"].to_numpy(), remark)
            return
        n, d, piece = self._measurement(remark, kind)
        frame = self._of(kind, self.frame)
        outside = [index for index, part in enumerate(remark.curve.pieces) if part.a]
        frame = rows_where(frame, np.isin(frame.select(piece).to_series().to_numpy(), outside))
        if remark.unless == "cause" and self.chunk.has("cause"):
            self.chunk.excused[frame["i"].to_numpy()] = True
            causes = rows_at(self.chunk.table["cause"], frame["i"].to_numpy())
            frame = frame.filter(causes.fill_null("") == "")
        if frame.is_empty():
            return
        gap = self._value_gap(measure_of(remark), frame, n, d)
        args = remark_args(remark)
        for by_core, part in _partition(frame, frame.select(gap.unusual).to_series()):
            if by_core:
                self._remark_by_core(part["i"].to_numpy(), remark)
            else:
                columns = {**part.to_dict(), "i": part["i"].to_numpy()}
                self.chunk.add_findings(REMARK_CODES[remark.severity], "actual", columns, {"value": gap.text}, args)

    def _remark_by_core(self, at: Numbers, remark: Remark) -> None:
        """Add the same row by row, of numbers that no column holds or that need more decimals."""
        code = REMARK_CODES[remark.severity]
        for index, sample in zip(at, self.chunk.samples(at), strict=True):
            self.chunk.excused[index] |= calls_for_cause(sample.row)
            for finding in sample.findings:
                if finding.code == code and finding.args["outside"] == remark.outside:
                    self.chunk.add_finding(finding, np.array([index]), "actual")

    def _measurement(self, remark: Remark, kind: Kind) -> tuple[Integer, Integer, pl.Expr]:
        """Return what a remark measures as n/d, and the piece of its curve; n/d fits as a percentage, too."""
        key = (self.program.key, remark.name, self._sizes, kind)
        if key not in self.context.measurements:
            n, d, piece = piece_of(remark, self._values(kind)[0])
            percent_of(n, d, 0)
            self.context.measurements[key] = n, d, piece
        return self.context.measurements[key]


def _bound(numbers: pl.Series) -> int:
    """Return a power of two less one, which no size of the whole numbers is above."""
    most = max(abs(int(numbers.max() or 0)), abs(int(numbers.min() or 0)))  # type: ignore[arg-type]
    return (1 << most.bit_length()) - 1


def _partition(frame: pl.DataFrame, truth: pl.Series) -> Iterator[tuple[bool, pl.DataFrame]]:
    """Yield the rows of which something is true, and the others, where there are any."""
    if truth.any():
        yield True, frame if truth.all() else frame.filter(truth)
    if not truth.all():
        yield False, frame.filter(~truth) if truth.any() else frame


def _amount(number: pl.Expr, base: int) -> _Gap:
    return _Gap(shortest(number, len(str(base)) - 1), number < 0)
