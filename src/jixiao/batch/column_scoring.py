"""Rows by columns: kinds of rows to programs, programs to scores, and the reasons of the rows that lose points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import numpy as np
import polars as pl

from jixiao.audit.reasons import REMARK_CODES, calls_for_cause, remark_args
from jixiao.batch.arrays import Coded, Flags, Numbers, alike, flags, gathered, groups, kept, sized, there
from jixiao.batch.bounded_integers import Kind, Whole
from jixiao.batch.chunk import NUMBER_OF, Chunk, KindOfRows
from jixiao.batch.integer_kernel import MET, Earned, Height, Values, earn, piece_of, widths
from jixiao.batch.reason_texts import Filling, largest, percent_of, reasons, shortest
from jixiao.batch.row_kinds import Program, program_of
from jixiao.batch.scalar_rows import Sample
from jixiao.explain import Reason, reason_of, sentence
from jixiao.findings import Codes, Finding
from jixiao.measure import Measure, measure_of
from jixiao.model.rules import Remark
from jixiao.quantity import SIGN_MARKS

_DIGIT_LAST = r"\p{Nd}$"
_SIGN_FIRST = f"^[{SIGN_MARKS}]"
#: Findings that every row of a kind has where one has them.
OF_KINDS = (
    Codes.UNKNOWN_MONEY_UNIT,
    Codes.UNUSUAL_DEFAULT_COMPARISON,
    Codes.UNUSUAL_COMPARISON,
    Codes.COMPARISON_ASSUMED,
    Codes.UNIT_ASSUMED,
    Codes.MONEY_UNIT_ASSUMED,
    Codes.ZERO_TARGET_COMPARISON_ASSUMED,
    Codes.FACTOR_MISSING,
)


def score_by_columns(chunk: Chunk, rows: Flags) -> list[Numbers]:
    """Score the rows that programs cover; return the indexes of those that are left to the scalar core."""
    columns = _columns(chunk)
    kinds = alike(list(columns.values()), rows)
    by_number, samples = _kinds_by_number(chunk, columns, kinds.firsts)
    for_core, runs = _run(chunk, kinds.numbers, by_number)
    wrong = [number for number, one in samples.items() if by_number[number].key in runs and not _agrees(chunk, one)]
    for number in wrong:
        one, at = samples[number], np.flatnonzero(kinds.numbers == number)
        chunk.book.kinds[one.kind] = by_number[number] = KindOfRows(None, [])
        for_core.append(_at_odds(chunk, one.row, at))
    at_odds = np.isin(kinds.numbers, wrong)
    for run in runs.values():
        for_core += run.explain(at_odds)
    for number, kind in by_number.items():
        for finding in kind.notable if kind.key in runs else ():
            chunk.tell(finding, np.flatnonzero(kinds.numbers == number))
    return for_core


class _Sampled(NamedTuple):
    """A kind of rows that is new, and the row that showed what it is."""

    kind: object
    row: int
    sample: Sample


def _run(chunk: Chunk, numbers: Numbers, by_number: dict[int, KindOfRows]) -> tuple[list[Numbers], dict[object, _Run]]:
    """Score each program's rows; return those that no program covers, and the runs of the others by program."""
    programs = {kind.key: kind.program for kind in by_number.values()}
    place = {key: number for number, key in enumerate(programs)}
    table = np.full(int(numbers.max(initial=0)) + 1, len(programs), np.uint32)
    for number, kind in by_number.items():
        table[number] = place[kind.key]
    own = table.take(numbers)
    chunk.rows.put_full((own < len(programs)) & (own != place.get(None, len(programs))), chunk.weight, MET)
    for_core, runs = list[Numbers](), dict[object, _Run]()
    for (key, program), at in zip(programs.items(), groups(own, len(programs)), strict=True):
        run = None if program is None else _Run(chunk, program, _rows(chunk, at))
        if run is None or not run.done:
            for_core.append(at)
        else:
            runs[key] = run
    return for_core, runs


def _agrees(chunk: Chunk, one: _Sampled) -> bool:
    """Whether columns gave a row the score and the outcome that the scalar core gives it."""
    rows, core, at = chunk.rows, one.sample.row, one.row
    if core.score is None:
        return not rows.scored[at]
    same = Fraction(int(rows.score[at]), chunk.book.one) == core.score
    return bool(rows.scored[at]) and same and int(rows.outcome[at]) == NUMBER_OF[core.outcome]


def _at_odds(chunk: Chunk, row: int, at: Numbers) -> Numbers:
    """Return rows that are left to the scalar core since columns differ from it on one of them, and say so."""
    chunk.tell(Finding(Codes.COLUMNS_DIFFER_FROM_CORE, "", {"rows": len(at)}), np.array([row]))
    return at


def _rows(chunk: Chunk, at: Numbers) -> pl.DataFrame:
    """Target, actual and weight of the rows ``i``."""
    columns = {"t": chunk.target.number, "a": chunk.actual.number, "w": pl.Series(chunk.weight)}
    return pl.DataFrame({"i": at, **{name: gathered(column, at) for name, column in columns.items()}})


def _columns(chunk: Chunk) -> dict[str, Coded]:
    """What decides rule and arithmetic of a row."""
    book, table, target, actual = chunk.book, chunk.table, chunk.target, chunk.actual
    own = ["comparison", "uom", "direction", "rule", *(["level2"] if book.by_level2 else [])]
    columns = {name: book.coded(name, table[name]) for name in own if chunk.has(name)}
    columns["usual sign"] = chunk.sign_words.any
    if chunk.finished is not None:
        columns["finished"] = book.coded("finished", chunk.finished)
    if chunk.has("initial"):  # what is measured over it
        columns["initial stated"] = Coded(there(table["initial"]).view(np.uint8), [False, True])
    for part in book.name_parts:
        has = flags(table["name"].str.contains(part, literal=True))
        columns[f"name has {part}"] = Coded(has.view(np.uint8), [False, True])
    columns["class"] = Coded(chunk.class_, range(book.no_class + 1))
    for name, values in (("target", target), ("actual", actual)):
        columns[f"kind of {name}"] = Coded(values.kind, range(len(book.shapes.words)))
        # Nothing, 1 % and 1: beyond them lies what may get another rule, or be no share.
        columns[f"size of {name}"] = sized(values.number, (0, values.base // 100, values.base))
    return columns


def _kinds_by_number(
    chunk: Chunk, columns: dict[str, Coded], firsts: dict[int, int]
) -> tuple[dict[int, KindOfRows], dict[int, _Sampled]]:
    """Return the kinds of rows by number, and of those that are new the samples that show them."""
    book = chunk.book
    keys = {number: _key(columns, row) for number, row in firsts.items()}
    new = [number for number, key in keys.items() if key not in book.kinds]
    scored = chunk.samples(np.array([firsts[number] for number in new], np.intp))
    samples = {
        number: _Sampled(keys[number], firsts[number], sample) for number, sample in zip(new, scored, strict=True)
    }
    for kind, _, sample in samples.values():
        notable = [finding for finding in sample.findings if finding.code in OF_KINDS]
        book.kinds[kind] = KindOfRows(program_of(sample), notable)
    return {number: book.kinds[key] for number, key in keys.items()}, samples


def _key(columns: dict[str, Coded], row: int) -> tuple[tuple[str, object], ...]:
    """Return what decides rule and arithmetic of one row."""
    return tuple((name, values[own[row]]) for name, (own, values) in columns.items())


class _Gap(NamedTuple):
    """What a sentence has in a gap, and for which rows the scalar core must say it."""

    text: Filling
    unusual: pl.Expr


class _Lost(NamedTuple):
    """Rows that lose points on one piece of the curve, some of them or all."""

    piece: int
    nothing: bool
    rows: pl.DataFrame


class _Run:
    """One program on its rows of a chunk (``i``: target, actual, weight); not ``done`` where no integer type fits."""

    def __init__(self, chunk: Chunk, program: Program, rows: pl.DataFrame) -> None:
        self.chunk, self.program, self.book, self.frame = chunk, program, chunk.book, rows
        self.most = {name: _bound(rows[name]) for name in ("t", "a", "w")}
        self._sizes = (chunk.target.base, chunk.actual.base, *self.most.values())
        self.lost: list[_Lost] = []
        kind = widths(self._earned)
        self.done = kind is not None
        if kind is not None:
            self._score(kind)

    def explain(self, but: Flags) -> list[Numbers]:
        """Say why rows lose points and what is to be remarked on, but for some rows; return those left to the core."""
        for_core = []
        for piece, nothing, rows in self.lost:
            own = rows if not but.any() else kept(rows, ~but[rows["i"].to_numpy()])
            if len(own) and not self._explained(piece, nothing, own):
                at = own["i"].to_numpy()
                for_core.append(_at_odds(self.chunk, int(at[0]), at))
        if self.program.remarks:
            out = but.copy()
            for at in for_core:
                out[at] = True
            self.frame = kept(self.frame, ~out[self.frame["i"].to_numpy()])
            for remark in self.program.remarks:
                self._remark(remark)
        return for_core

    def _values(self, kind: Kind) -> tuple[Values, Whole]:
        """Target and actual over one base, and the weight."""
        target, actual, program = self.chunk.target, self.chunk.actual, self.program
        base = max(target.base, actual.base)
        t = Whole(pl.col("t"), self.most["t"], kind) * (program.target_factor * (base // target.base))
        a = Whole(pl.col("a"), self.most["a"], kind) * (program.actual_factor * (base // actual.base))
        values = Values(t, a, base * program.base, program.comparison, program.unit)
        return values, Whole(pl.col("w"), self.most["w"], kind)

    def _earned(self, kind: Kind) -> Earned:
        """What the rows earn; chunks whose numbers are about as large share it."""
        key = (self.program.key, self._sizes, kind)
        if key not in self.book.earned:
            values, weight = self._values(kind)
            self.book.earned[key] = earn(self.program.rule, values, weight, self.book.one, self.book.step)
        return self.book.earned[key]

    def _of(self, kind: Kind, frame: pl.DataFrame) -> pl.DataFrame:
        self._values(kind)  # or they are too wide for it
        other = [name for name in ("t", "a", "w") if frame.schema[name] != kind]
        if other:
            return frame.with_columns(pl.col(other).cast(kind))
        return frame

    def _score(self, kind: Kind) -> None:
        """All rows have full marks so far: what those on pieces of the curve earn that do not give them."""
        earned, frame = self._earned(kind), self._of(kind, self.frame)
        piece = frame.select(earned.piece).to_series().to_numpy()
        for number, height in enumerate(earned.heights):
            own = piece == number
            if not height.full and own.any():
                self._score_piece(number, height, kept(frame, own))

    def _score_piece(self, piece: int, height: Height, frame: pl.DataFrame) -> None:
        scored = frame.select(score=height.score, outcome=height.outcome)
        score, at = scored["score"].cast(pl.Int64), frame["i"].to_numpy()
        self.chunk.rows.put(at, score.to_numpy(), scored["outcome"].to_numpy())
        none, lost = (score == 0).to_numpy(), (score < frame["w"]).to_numpy()
        for nothing in (True, False):
            own = lost & (none == nothing)
            if own.any():
                self.lost.append(_Lost(piece, nothing, kept(frame.with_columns(score), own)))

    def _explained(self, piece: int, nothing: bool, rows: pl.DataFrame) -> bool:
        """Say why rows lose points on one piece of the curve; not where the scalar core is at odds with that."""
        at = rows["i"].to_numpy()
        reason = self._reason(piece, nothing, at)
        if reason is None:
            return False
        if self.book.reasons != "none":
            self.chunk.rows.put_code(at, reason.code)
        if self.book.reasons == "text":
            self._speak(reason, piece, rows)
        return True

    def _reason(self, piece: int, nothing: bool, at: Numbers) -> Reason | None:
        """The reason of rows that lose points on one piece of the curve: the same for all but for its numbers."""
        key = (self.program.key, piece, nothing)
        if key not in self.book.structures:
            (sample,) = self.chunk.samples(at[:1])
            reason = reason_of(sample.row)
            if reason is None or not _agrees(self.chunk, _Sampled(key, int(at[0]), sample)):
                return None
            self.book.structures[key] = reason
        return self.book.structures[key]

    def _speak(self, reason: Reason, piece: int, group: pl.DataFrame) -> None:
        by_kind: dict[Kind, dict[str, _Gap]] = {}
        kind = widths(lambda kind: by_kind.__setitem__(kind, self._gaps(reason, piece, self._of(kind, group), kind)))
        if kind is None:
            self._by_core(group["i"].to_numpy())
            return
        gaps, group = by_kind[kind], self._typed(self._of(kind, group))
        unusual = group.select(pl.any_horizontal(gap.unusual for gap in gaps.values())).to_series()
        for by_core, part in _halves(group, unusual):
            if by_core:
                self._by_core(part["i"].to_numpy())
            else:
                text = reasons(reason, {name: gap.text for name, gap in gaps.items()}, self.book.lang)
                self.chunk.rows.put_text(part["i"].to_numpy(), part.select(text=text)["text"])

    def _by_core(self, at: Numbers) -> None:
        texts = [sentence(reason_of(sample.row), self.book.lang) for sample in self.chunk.samples(at)]
        self.chunk.rows.put_text(at, pl.Series(texts, dtype=pl.String))

    def _typed(self, group: pl.DataFrame) -> pl.DataFrame:
        """With target, actual and unit as they are typed."""
        if self.program.executed:
            return group
        at = group["i"].to_numpy()
        names = [name for name in ("target", "actual", "uom") if self.chunk.has(name)]
        typed = [gathered(self.chunk.table[name], at).cast(pl.String).fill_null("").alias(name) for name in names]
        return group.with_columns(typed)

    def _spoken(self, name: str) -> tuple[pl.Expr, ...]:
        """A typed value as the sentence shows it, with the sign and the unit that stand beside it."""
        own, none, typed = pl.col(name), pl.lit(""), self.chunk.table[name].dtype != pl.String
        texts = [own]
        if self.chunk.has("uom"):
            unit = pl.col("uom")
            texts.append(unit if typed else pl.when(own.str.contains(_DIGIT_LAST)).then(unit).otherwise(none))
        if name == "target" and self.program.sign:
            sign = pl.lit(self.program.sign)
            texts.insert(0, sign if typed else pl.when(own.str.contains(_SIGN_FIRST)).then(none).otherwise(sign))
        return tuple(texts)

    def _gaps(self, reason: Reason, piece: int, group: pl.DataFrame, kind: Kind) -> dict[str, _Gap]:
        """What differs from row to row in a reason."""
        earned, measure, places = self._earned(kind), measure_of(self.program.rule), self.book.places
        sure, most = pl.lit(value=False), self.most["w"]
        lost = _Gap(shortest(pl.col("w") - pl.col("score"), places, most), sure)
        gaps = {
            "values.target": _Gap(self._spoken("target"), sure),
            "values.actual": _Gap(self._spoken("actual"), sure),
            "result.score": _Gap(shortest(pl.col("score"), places, most), sure),
            "result.lost": lost,
            "nothing.lost": lost,
            "steps.count": _Gap(earned.x.expr.cast(pl.String), sure),
        }
        codes = {part.code for part in reason.parts}
        if measure.name in codes:
            top = self.program.rule.curve.pieces[piece].high if self.program.rule.counting is None else None
            gaps[f"{measure.name}.value"] = self._measured(measure, group, earned.n, earned.d, top)
        if "level" in codes:
            num, den = earned.heights[piece].num.above_zero(), earned.heights[piece].den
            full = den * Whole(pl.col("w"), most, kind)
            gaps["level.share"] = _Gap(*percent_of(num, full, largest(group, num, full)))
        if "funds" in codes:
            gaps["funds.budget"] = _amount(pl.col("t"), self.chunk.target.base)
            gaps["funds.spent"] = _amount(pl.col("a"), self.chunk.actual.base)
        spoken = {f"{part.code}.{name}" for part in reason.parts for name in part.args}
        return {name: gap for name, gap in gaps.items() if name in spoken}

    def _measured(self, measure: Measure, group: pl.DataFrame, n: Whole, d: Whole, top: Fraction | None = None) -> _Gap:
        """What was measured; ``top``: what it is not above, where that is known."""
        if measure.scale != "unit" or self.program.in_percent:
            return _Gap(*percent_of(n, d, largest(group, n, d) if top is None else max(ceil(top), 0)))
        one = int(group.select(d=d.expr.max())["d"][0])
        decimal = one == 10 ** (len(str(one)) - 1)
        if decimal:
            return _amount(n.expr, one)
        return _Gap(pl.lit(""), pl.lit(value=True))

    def _remark(self, remark: Remark) -> None:
        """What the spec itself wants remarked on."""
        kind = widths(lambda kind: self._placed(remark, kind))
        if kind is None:
            self._remark_by_core(self.frame["i"].to_numpy(), remark)
            return
        n, d, piece = self._placed(remark, kind)
        frame = self._of(kind, self.frame)
        outside = [index for index, part in enumerate(remark.curve.pieces) if part.a]
        frame = kept(frame, np.isin(frame.select(piece).to_series().to_numpy(), outside))
        if remark.unless == "cause" and self.chunk.has("cause"):
            self.chunk.excused[frame["i"].to_numpy()] = True
            causes = gathered(self.chunk.table["cause"], frame["i"].to_numpy())
            frame = frame.filter(causes.fill_null("") == "")
        if frame.is_empty():
            return
        gap = self._measured(measure_of(remark), frame, n, d)
        args = remark_args(remark)
        for by_core, part in _halves(frame, frame.select(gap.unusual).to_series()):
            if by_core:
                self._remark_by_core(part["i"].to_numpy(), remark)
            else:
                columns = {**part.to_dict(), "i": part["i"].to_numpy()}
                self.chunk.tell_columns(REMARK_CODES[remark.severity], "actual", columns, {"value": gap.text}, args)

    def _remark_by_core(self, at: Numbers, remark: Remark) -> None:
        """The same row by row, of numbers that no column holds or that need more decimals."""
        code = REMARK_CODES[remark.severity]
        for index, sample in zip(at, self.chunk.samples(at), strict=True):
            self.chunk.excused[index] |= calls_for_cause(sample.row)
            for finding in sample.findings:
                if finding.code == code and finding.args["outside"] == remark.outside:
                    self.chunk.tell(finding, np.array([index]), "actual")

    def _placed(self, remark: Remark, kind: Kind) -> tuple[Whole, Whole, pl.Expr]:
        """What a remark measures as n/d, and the piece of its curve; n/d fits as a percentage, too."""
        key = (self.program.key, remark.name, self._sizes, kind)
        if key not in self.book.placed:
            n, d, piece = piece_of(remark, self._values(kind)[0])
            percent_of(n, d, 0)
            self.book.placed[key] = n, d, piece
        return self.book.placed[key]


def _bound(numbers: pl.Series) -> int:
    """A power of two less one, which no size of the whole numbers is above."""
    most = max(abs(int(numbers.max() or 0)), abs(int(numbers.min() or 0)))  # type: ignore[arg-type]
    return (1 << most.bit_length()) - 1


def _halves(frame: pl.DataFrame, truth: pl.Series) -> Iterator[tuple[bool, pl.DataFrame]]:
    """The rows of which something is true, and the others, where there are any."""
    if truth.any():
        yield True, frame if truth.all() else frame.filter(truth)
    if not truth.all():
        yield False, frame.filter(~truth) if truth.any() else frame


def _amount(number: pl.Expr, base: int) -> _Gap:
    return _Gap(shortest(number, len(str(base)) - 1), number < 0)
