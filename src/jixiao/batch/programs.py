"""Rows by columns: kinds of rows to programs, programs to scores, and the reasons of the rows that lose points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from jixiao.batch.cases import Program, program_of
from jixiao.batch.chunk import Chunk
from jixiao.batch.kernel import Earned, Values, earn, piece_of, widths
from jixiao.batch.whole import Kind, Whole
from jixiao.batch.words import messages, percent_of, percents, reasons, shortest
from jixiao.explain import Reason, measure_name, reason_of, sentence
from jixiao.model.rules import Remark

_DIGIT_LAST = r"\p{Nd}$"
_SIGN_FIRST = r"^[≥≤><=≧≦═＝＞＜]"
#: Findings that every row of a kind has where one has them.
OF_KINDS = ("JX408", "JX409", "JX416", "JX417")
_REMARKED = {"note": "JX410", "warning": "JX411", "error": "JX412"}
_BEYOND = 10**30


def score_by_columns(chunk: Chunk, rows: pl.Series) -> list[pl.Series]:
    """Score the rows (a mask) that programs cover; the indexes of those that they do not."""
    left: list[pl.Series] = []
    programs: dict[object, tuple[Program, list[pl.Series]]] = {}
    for program, at in _kinds(chunk, rows):
        if program is None:
            left.append(at)
        else:
            programs.setdefault(program.key, (program, []))[1].append(at)
    for program, parts in programs.values():
        at = parts[0] if len(parts) == 1 else pl.concat(parts).sort()
        if not _Run(chunk, program, at).done:
            left.append(at)
    return left


def _size(name: str, base: int) -> pl.Expr:
    """How large a value is, as far as that may decide which rule it gets and whether it is a share, with its sign."""
    number = pl.col(name)
    above = [number.abs() > edge for edge in (0, base // 100, base)]  # nothing, 1 %, 1
    size = (above[0].cast(pl.Int8) + above[1].cast(pl.Int8)) + above[2].cast(pl.Int8)
    return pl.when(number < 0).then(-size).otherwise(size)


def _kinds(chunk: Chunk, rows: pl.Series) -> Iterator[tuple[Program | None, pl.Series]]:
    """Each kind of row with its program and the rows of that kind; a kind is all that decides rule and arithmetic."""
    book = chunk.book
    own = ["comparison", "uom", "direction", "rule", *(["level2"] if book.by_level2 else [])]
    columns = {name: chunk.table[name] for name in filter(chunk.has, [*own, *(["name"] if book.name_parts else [])])}
    columns |= {"finished": chunk.finished} if chunk.finished is not None else {}
    columns |= {"i": chunk.index, "class": chunk.class_, "t": chunk.target.kind, "a": chunk.actual.kind}
    frame = pl.DataFrame({**columns, "tn": chunk.target.number, "an": chunk.actual.number})
    has = {part: pl.col("name").str.contains(part, literal=True) for part in book.name_parts}
    frame = _at_once(frame, tn=_size("tn", chunk.target.base), an=_size("an", chunk.actual.base), **has)
    frame = frame if rows.all() else frame.filter(rows)
    names = [name for name in frame.columns if name not in ("i", "name")]
    groups = frame.group_by(names).agg("i")
    for key, at in zip(groups.select(names).iter_rows(), groups["i"], strict=True):
        known = (*names, *key)
        if known not in book.programs:
            (sample,) = chunk.samples(at.head(1))
            # In this order: other chunks, in other threads, look for the program first.
            book.notable[known] = [finding for finding in sample.findings if finding.code in OF_KINDS]
            book.programs[known] = program_of(sample)
        program = book.programs[known]
        if program is not None:
            for finding in book.notable[known]:
                chunk.tell(finding, at)
        yield program, at


class _Gap(NamedTuple):
    """What a sentence has in a gap, and for which rows the scalar core must say it."""

    text: pl.Expr
    odd: pl.Expr


class _Run:
    """One program on its rows of a chunk; not ``done`` where the numbers fit no integer type."""

    def __init__(self, chunk: Chunk, program: Program, at: pl.Series) -> None:
        self.chunk, self.program, self.book = chunk, program, chunk.book
        columns = {"t": chunk.target.number, "a": chunk.actual.number, "w": chunk.weight}
        self.frame = pl.DataFrame(columns).select(pl.lit(at).alias("i"), pl.all().gather(pl.lit(at)))
        ends = self.frame.select(
            *(pl.col(name).max().alias(f"{name}+") for name in columns),
            *(pl.col(name).min().alias(f"{name}-") for name in columns),
        ).row(0, named=True)
        self._known: dict[Kind, Earned] = {}
        self.most = {name: max(abs(ends[f"{name}+"]), abs(ends[f"{name}-"])) for name in columns}
        kind = widths(self._earned)
        self.done = kind is not None
        if kind is not None:
            self._score(kind)
            for remark in program.remarks:
                self._remark(remark)

    def _values(self, kind: Kind) -> tuple[Values, Whole]:
        """Target and actual over one base, and the weight."""
        target, actual, program = self.chunk.target, self.chunk.actual, self.program
        base = max(target.base, actual.base)
        t = Whole(pl.col("t"), self.most["t"], kind) * (program.target_factor * (base // target.base))
        a = Whole(pl.col("a"), self.most["a"], kind) * (program.actual_factor * (base // actual.base))
        values = Values(t, a, base * program.base, program.comparison, program.unit)
        return values, Whole(pl.col("w"), self.most["w"], kind)

    def _earned(self, kind: Kind) -> Earned:
        if kind not in self._known:
            values, weight = self._values(kind)
            self._known[kind] = earn(self.program.rule, values, weight, self.book.one, self.book.step)
        return self._known[kind]

    def _of(self, kind: Kind, frame: pl.DataFrame) -> pl.DataFrame:
        self._values(kind)  # or they are too wide for it
        other = [name for name in ("t", "a", "w") if frame.schema[name] != kind]
        return frame.with_columns(pl.col(other).cast(kind)) if other else frame

    def _score(self, kind: Kind) -> None:
        earned, frame = self._earned(kind), self._of(kind, self.frame)
        frame = _at_once(frame, score=earned.score.expr, outcome=earned.outcome)
        self.chunk.rows.put(frame["i"], frame["score"].cast(pl.Int64), frame["outcome"])
        lost = frame.filter(pl.col("score") < pl.col("w")) if self.book.reasons != "none" else frame.clear()
        if len(lost):
            lost = lost.with_columns(piece=earned.piece, none=pl.col("score") == 0)
            for (piece, none), group in lost.partition_by("piece", "none", as_dict=True, maintain_order=True).items():
                self._explain((self.program.key, piece, none), group)

    def _explain(self, key: object, group: pl.DataFrame) -> None:
        """The reasons of rows that lost points on one piece of the curve: one sentence but for its numbers."""
        if key not in self.book.structures:
            (sample,) = self.chunk.samples(group["i"].head(1))
            reason = reason_of(sample.row)
            if reason is None:
                raise AssertionError(f"columns and core differ on {sample.row.facts.indicator}")
            self.book.structures[key] = reason
        reason = self.book.structures[key]
        self.chunk.rows.put_code(group["i"], reason.code)
        if self.book.reasons == "text":
            self._speak(reason, group)

    def _speak(self, reason: Reason, group: pl.DataFrame) -> None:
        found: dict[Kind, dict[str, _Gap]] = {}
        kind = widths(lambda kind: found.__setitem__(kind, self._gaps(reason, self._of(kind, group), kind)))
        if kind is None:
            self._by_core(group["i"])
            return
        gaps, group = found[kind], self._typed(self._of(kind, group))
        odd = pl.any_horizontal(gap.odd for gap in gaps.values())
        group = group.with_columns(odd=odd)
        if group["odd"].any():
            self._by_core(group.filter("odd")["i"])
            group = group.filter(~pl.col("odd"))
        text = reasons(reason, {name: gap.text for name, gap in gaps.items()}, self.book.lang)
        self.chunk.rows.put_text(group["i"], group.select(text=text)["text"])

    def _by_core(self, at: pl.Series) -> None:
        texts = [sentence(reason_of(sample.row), self.book.lang) for sample in self.chunk.samples(at)]
        self.chunk.rows.put_text(at, pl.Series(texts, dtype=pl.String))

    def _typed(self, group: pl.DataFrame) -> pl.DataFrame:
        """Target and actual as the sentence shows them, with the sign and the unit that stand beside them."""
        if self.program.executed:
            return group
        table, at = self.chunk.table, group["i"]
        for name in ("target", "actual"):
            typed = table[name].dtype != pl.String
            group = group.with_columns(table[name].gather(at).cast(pl.String).alias(name))
            text = whole = pl.col(name)
            if self.chunk.has("uom"):
                unit = pl.lit(table["uom"].gather(at).cast(pl.String).fill_null(""))
                whole = whole + (
                    unit if typed else pl.when(text.str.contains(_DIGIT_LAST)).then(unit).otherwise(pl.lit(""))
                )
            if name == "target" and self.program.sign:
                sign = pl.lit(self.program.sign)
                whole = (
                    sign if typed else pl.when(text.str.contains(_SIGN_FIRST)).then(pl.lit("")).otherwise(sign)
                ) + whole
            group = group.with_columns(whole.alias(name))
        return group

    def _gaps(self, reason: Reason, group: pl.DataFrame, kind: Kind) -> dict[str, _Gap]:
        """What differs from row to row in a reason."""
        earned, measure, places = self._earned(kind), self.program.rule.measure, self.book.places
        sure, most = pl.lit(value=False), self.most["w"]
        lost = _Gap(shortest(pl.col("w") - pl.col("score"), places, most), sure)
        gaps = {
            "values.target": _Gap(pl.col("target"), sure),
            "values.actual": _Gap(pl.col("actual"), sure),
            "result.score": _Gap(shortest(pl.col("score"), places, most), sure),
            "result.lost": lost,
            "nothing.lost": lost,
            "steps.count": _Gap(earned.x.expr.cast(pl.String), sure),
        }
        codes = {part.code for part in reason.parts}
        if measure in codes:
            gaps[f"{measure}.value"] = self._measured(measure, group, earned.n, earned.d)
        if "level" in codes:
            earnable = Whole(pl.max_horizontal(earned.num.expr, pl.lit(0, dtype=kind)), earned.num.most, kind)
            gaps["level.share"] = _Gap(*percent_of(group, earnable, earned.den * Whole(pl.col("w"), most, kind)))
        if "funds" in codes:
            gaps["funds.budget"] = _amount(pl.col("t"), self.chunk.target.base)
            gaps["funds.spent"] = _amount(pl.col("a"), self.chunk.actual.base)
        spoken = {f"{part.code}.{name}" for part in reason.parts for name in part.args}
        return {name: gap for name, gap in gaps.items() if name in spoken}

    def _measured(self, measure: str, group: pl.DataFrame, n: Whole, d: Whole) -> _Gap:
        if measure not in ("gap", "value") or self.program.in_percent:
            return _Gap(*percent_of(group, n, d))
        one = int(group.select(d=d.expr.max())["d"][0])
        decimal = one == 10 ** (len(str(one)) - 1)
        return _amount(n.expr, one) if decimal else _Gap(pl.lit(""), pl.lit(value=True))

    def _remark(self, remark: Remark) -> None:
        """What the spec itself wants remarked on."""
        kind = widths(lambda kind: percents(*self._pieces(remark, kind)[:2], 0))
        if kind is None:
            self._remark_by_core(self.frame["i"], remark)
            return
        n, d, piece = self._pieces(remark, kind)
        due = [index for index, part in enumerate(remark.curve.pieces) if part.a]
        found = self._of(kind, self.frame).filter(piece.is_in(due))
        if remark.unless == "cause" and self.chunk.has("cause"):
            found = found.filter(self.chunk.table["cause"].gather(found["i"]).cast(pl.String).fill_null("") == "")
        if found.is_empty():
            return
        gap = self._measured(remark.measure, found, n, d)
        names = {"measure": measure_name(remark.measure), "measure_en": measure_name(remark.measure, "en")}
        args = {**names, "why": remark.reading or remark.outside, "outside": remark.outside}
        code = _REMARKED[remark.severity]
        words = messages(code, args, {"value": gap.text}, self.book.lang)
        self.chunk.tell_columns(code, "actual", found.filter(~gap.odd), words)
        self._remark_by_core(found.filter(gap.odd)["i"], remark)

    def _remark_by_core(self, at: pl.Series, remark: Remark) -> None:
        """The same row by row, of numbers that no column holds or that need more decimals."""
        code = _REMARKED[remark.severity]
        for index, sample in zip(at.to_list(), self.chunk.samples(at), strict=True):
            for finding in sample.findings:
                if finding.code == code and finding.args["outside"] == remark.outside:
                    self.chunk.tell(finding, pl.Series([index], dtype=pl.UInt32), "actual")

    def _pieces(self, remark: Remark, kind: Kind) -> tuple[Whole, Whole, pl.Expr]:
        return piece_of(remark, self._values(kind)[0])


def _at_once(frame: pl.DataFrame, **exprs: pl.Expr) -> pl.DataFrame:
    """The frame with these columns; what the expressions have in common is worked out once."""
    return frame.lazy().with_columns(**exprs).collect()


def _amount(number: pl.Expr, base: int) -> _Gap:
    return _Gap(shortest(number, len(str(base)) - 1, _BEYOND), number < 0)
