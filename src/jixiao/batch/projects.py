"""Projects before their rows are scored: weights, execution, what they state; and those scored as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import Flags, Numbers, column_of_words, flags, has_value, multiples, rows_at, starts_of
from jixiao.batch.chunk import Chunk, RowResult
from jixiao.batch.io.columns import OF_MONITORED_PROJECT, OF_PROJECT, STAGE
from jixiao.batch.quantity_columns import beyond
from jixiao.batch.reason_texts import shortest
from jixiao.batch.scalar_fallback import result_of
from jixiao.batch.scalar_rows import SELF_EVALUATION, Content, finished_of, score_contents, stage_of, statement_findings
from jixiao.exact import round_half_up
from jixiao.findings import Codes, Finding
from jixiao.model.facts import EXECUTION
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import PLACEHOLDER
from jixiao.quantity.spelling import BLANK
from jixiao.scoring import Scored

RATE_PLACES = 6
_MOST_RATE = 10**38
#: Findings on what projects state of themselves; those that state the same get theirs at once.
_OF_STATEMENTS = (Codes.NOT_A_YES_OR_NO, Codes.NOT_A_YEAR, Codes.SPEC_OUT_OF_FORCE, Codes.UNKNOWN_STAGE)


class Preset(NamedTuple):
    """What classes should weigh where just these are present."""

    classes: frozenset[str]
    points: dict[str, Fraction]


class Contents(NamedTuple):
    """What a table states of a project: its number, its rows and its execution row by number, and their contents."""

    p: int
    rows: list[int]
    money: int | None
    contents: list[Content]
    funds: Content | None


class CoreProject(NamedTuple):
    """A project scored as a whole: its number, its rows and its execution row by number, the result."""

    p: int
    rows: list[int]
    money: int | None
    scored: Scored
    findings: tuple[Finding, ...]


class Money(NamedTuple):
    """Of each project ``p`` with execution rows the first one, ``i``, and their number; and all the ``later`` ones."""

    i: Numbers
    p: Numbers
    rows: Numbers
    later: Numbers


class Projects:
    """The projects of a chunk: what their weights should be before its rows are scored, and their sums afterwards."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk, self.context = chunk, chunk.context
        self.count = len(chunk.starts)
        self.sets, self.set_of = self._presets()
        self.money = self._execution_rows()
        self.stated = self._of_projects()
        self._weigh()
        self._finish()
        self.core_results: dict[int, Scored] = {}

    def _presets(self) -> tuple[list[Preset], Numbers]:
        """Return the presets that occur, and which of them is each project's."""
        chunk, names, plan = self.chunk, self.context.classes, self.context.plan
        bits = np.left_shift(1, chunk.class_, dtype=np.uint64)
        own = chunk.any_of(bits) & np.uint64((1 << len(names)) - 1)  # without the execution row and rows of no class
        masks = np.sort(pl.Series(own).unique().to_numpy())
        set_of = np.searchsorted(masks, own)
        present = [frozenset(name for number, name in enumerate(names) if int(mask) >> number & 1) for mask in masks]
        return [Preset(classes, plan.preset(classes)) for classes in present], set_of

    def _execution_rows(self) -> Money:
        at = np.flatnonzero(self.chunk.executed)
        p = self.chunk.project[at]
        first = starts_of(p)
        rows = np.diff(first, append=len(at))
        return Money(at[first], p[first], rows, np.delete(at, first))

    def _of_projects(self) -> dict[str, pl.Series]:
        """Return what rows state of their project: the first that states anything counts."""
        chunk = self.chunk
        names = [name for name in (*OF_PROJECT, *OF_MONITORED_PROJECT) if chunk.has(name)]
        stated = {name: self._statements(name, chunk.table[name].cast(pl.String)) for name in names}
        for name in ("finished", "year", STAGE):
            if name in stated:
                self._check_stated(name, stated[name])
        own = pl.Series(chunk.project)
        chunk.table = chunk.table.with_columns(value.gather(own).alias(name) for name, value in stated.items())
        return stated

    def _check_stated(self, name: str, stated: pl.Series) -> None:
        """Tell what is wrong with what projects state; those that state the same are told at once."""
        for text in stated.unique().drop_nulls().to_list():
            for finding in statement_findings(self.context.spec, name, text):
                own = np.flatnonzero(flags(stated == text))
                self.chunk.add_findings(finding.code, name, {"p": own}, {}, finding.args)

    def _statements(self, name: str, texts: pl.Series) -> pl.Series:
        """Return what each project states in one column, and tell where it states several things."""
        if len(texts) and not texts.has_nulls() and (texts == texts[0]).all():
            return pl.repeat(texts[0], self.count, dtype=pl.String, eager=True)
        rows = pl.DataFrame({"p": self.chunk.project, "value": texts}).filter(~pl.col("value").str.contains(BLANK))
        stated = rows.group_by("p", maintain_order=True).agg(
            pl.col("value").first(), several=pl.col("value").n_unique() > 1
        )
        several = stated.filter("several")
        columns = {"p": several["p"].to_numpy(), "value": several["value"]}
        self.chunk.add_findings(
            Codes.PROJECT_VALUE_DIFFERS, name, columns, {"value": pl.col("value")}, {"column": name}
        )
        nothing = pl.repeat(None, self.count, dtype=pl.String, eager=True)
        return nothing.scatter(stated["p"], stated["value"])

    def _weigh(self) -> None:
        """Weigh the execution rows as the spec says, and tell where a table states otherwise."""
        chunk, context = self.chunk, self.context
        weights = [preset.points.get(EXECUTION) for preset in self.sets]
        units = np.array([int((weight or 0) * context.one) for weight in weights], np.int64)
        scored = np.array([weight is not None for weight in weights], np.bool_)
        self.executes, self.executed = units[self.set_of], scored[self.set_of]
        at = np.flatnonzero(chunk.executed)
        preset, executed = self.executes[chunk.project[at]], self.executed[chunk.project[at]]
        self._check_stated_weights(at, preset, executed)
        off = executed & chunk.weighed[at] & (chunk.weight[at] != preset)
        columns = {"i": at[off], "stated": chunk.weight[at[off]], "preset": preset[off]}
        exprs = {
            name: shortest(pl.col(column), context.places)
            for name, column in (("weight", "stated"), ("preset", "preset"))
        }
        chunk.add_findings(Codes.EXECUTION_WEIGHT_IGNORED, "weight", columns, exprs)
        chunk.weight[at], chunk.weighed[at] = preset, executed

    def _check_stated_weights(self, at: Numbers, preset: Numbers, executed: Flags) -> None:
        """Tell which execution rows state a weight that is no number, or a number beyond those that columns hold."""
        chunk, stated = self.chunk, self.chunk.table["weight"].gather(pl.Series(at))
        weighed = chunk.weighed[at]
        if (has_value(stated) <= weighed).all():
            return
        texts = stated.cast(pl.String).str.slice(0, MOST_SHOWN)
        large = beyond(stated, weighed)
        unreadable = ~weighed & ~large & flags(~stated.cast(pl.String).str.contains(PLACEHOLDER))
        chunk.add_findings(
            Codes.NOT_A_NUMBER,
            "weight",
            {"i": at[unreadable], "value": texts.filter(unreadable)},
            {"value": pl.col("value")},
        )
        large &= executed
        columns = {"i": at[large], "weight": texts.filter(large), "preset": preset[large]}
        exprs = {"weight": pl.col("weight"), "preset": shortest(pl.col("preset"), self.context.places)}
        chunk.add_findings(Codes.EXECUTION_WEIGHT_IGNORED, "weight", columns, exprs)

    def _finish(self) -> None:
        """Derive whether each project is finished, where the spec asks: as stated, else by a budget that is spent."""
        chunk = self.chunk
        if not self.context.by_finish:
            return
        stated = self.stated.get("finished", pl.repeat(None, self.count, dtype=pl.String, eager=True))
        words = {True: "是", False: "否", None: None}
        texts = stated.unique().drop_nulls().to_list()
        readings = stated.replace_strict(texts, [words[finished_of(text)] for text in texts], return_dtype=pl.String)
        read, n, d = self.rates()
        derived = np.zeros(self.count, np.uint8)
        derived[self.money.p] = np.where(read, np.where(n >= d, 1, 2), 0)
        assumed = column_of_words([None, "是", "否"], derived, pl.String())
        self.unstated = flags(stated.is_null())
        chunk.finished = readings.zip_with(readings.is_not_null(), assumed).gather(pl.Series(chunk.project))

    def rates(self) -> tuple[Flags, Numbers, Numbers]:
        """Return whether both numbers of each first execution row were read, and spent ÷ budget as n/d."""
        target, actual, at = self.chunk.target, self.chunk.actual, self.money.i
        common = max(target.base, actual.base)
        n, d = (multiples(rows_at(values.number, at), common // values.base) for values in (actual, target))
        return target.read[at] & actual.read[at], n, d

    def dependent(self) -> Flags:
        """Return the projects that the scalar core must score, as their rows depend on each other.

        A row does not apply, its weight is beyond what columns hold, or the spec computes weights; or the project is at
        another stage than that of its self-evaluation, of which the core has more to say.
        """
        chunk = self.chunk
        self.check_execution_rows()
        if self.context.spec.row_weights is not None:
            return np.ones(self.count, np.bool_)
        dependent = np.zeros(self.count, np.bool_)
        dependent[chunk.project[beyond(chunk.table["weight"], chunk.weighed) & ~chunk.executed]] = True
        if chunk.has("applicable"):
            applicable = chunk.table["applicable"].cast(pl.String)
            dependent[chunk.project[flags(applicable.is_not_null() & ~applicable.is_in(["是", "true"]))]] = True
        if STAGE in self.stated:
            dependent |= np.array([stage_of(text) != SELF_EVALUATION for text in self.stated[STAGE]], np.bool_)
        return dependent

    def check_execution_rows(self) -> None:
        """Tell which projects have several execution rows, of which the first counts."""
        several = self.money.rows > 1
        columns = {"p": self.money.p[several], "rows": self.money.rows[several]}
        rows = {"rows": pl.col("rows").cast(pl.String)}
        self.chunk.add_findings(Codes.SEVERAL_EXECUTION_ROWS, "level1", columns, rows)

    def score_by_core(self, projects: list[int]) -> None:
        """Score some projects by the scalar core alone."""
        chunk, results = self.chunk, list[RowResult]()
        for p, own, money, scored, findings in self.by_core(projects):
            if scored.execution is not None and money is not None:
                results.append(result_of(chunk, _one(money), scored.execution))
            results += [result_of(chunk, _one(own[row.facts.index]), row) for row in scored.rows]
            self.add_core_findings(p, own, money, findings)
        chunk.rows.set_results(results)

    def by_core(self, projects: list[int]) -> Iterator[CoreProject]:
        """Yield some projects as the scalar core scores them."""
        for p, own, money, contents, funds in self.contents(projects):
            _, scored, findings = score_contents(self.context.spec, contents, funds)
            self.core_results[p] = scored
            yield CoreProject(p, own, money, scored, findings)

    def contents(self, projects: list[int]) -> Iterator[Contents]:
        """Yield what the table states of some projects, whose rows count as scored by the scalar core."""
        if not projects:
            return
        chunk = self.chunk
        at = np.concatenate([np.arange(chunk.starts[p], chunk.ends[p]) for p in projects])
        contents = dict(zip(at.tolist(), chunk.texts(at, own_finish=True).iter_rows(named=True), strict=True))
        executed = set(np.flatnonzero(chunk.executed).tolist())
        for p in projects:
            rows = range(int(chunk.starts[p]), int(chunk.ends[p]))
            own = [row for row in rows if row not in executed]
            money = next((row for row in rows if row in executed), None)
            funds = None if money is None else contents[money]
            chunk.by_core += len(rows)
            yield Contents(p, own, money, [contents[row] for row in own], funds)

    def add_core_findings(self, p: int, own: list[int], money: int | None, findings: Iterable[Finding]) -> None:
        """Add what the scalar core says of a project, at its rows; what projects state has been told at once."""
        for finding in findings:
            head, _, _ = finding.path.partition(".")
            of_project = finding.code == Codes.PROJECT_FIELD_MISSING and not head.startswith("indicators[")
            if of_project or (finding.code in _OF_STATEMENTS and finding.path in self.stated):
                continue
            if head.startswith("indicators["):
                self.chunk.add_finding(self._by_place(finding, p, own), _one(own[int(head[11:-1])]))
            elif head == "funds" and money is not None:
                self.chunk.add_finding(finding, _one(money))
            else:
                self.chunk.add_project_finding(finding, p)

    def _by_place(self, finding: Finding, p: int, own: list[int]) -> Finding:
        """Return a finding that names an ``other`` indicator, by that one's place among all rows of the project."""
        if finding.code != Codes.DUPLICATE_INDICATOR:
            return finding
        place = own[int(str(finding.args["other"])) - 1] - int(self.chunk.starts[p]) + 1
        return replace(finding, args={**finding.args, "other": place})


def _one(row: int) -> Numbers:
    return np.array([row])


def rounded_rate(rate: Fraction | None) -> int | None:
    """Return an execution rate in millionths, rounded half up; ``None`` where a column of rates does not hold it."""
    if rate is None:
        return None
    millionths = round_half_up(rate.numerator * 10**RATE_PLACES, rate.denominator)
    if millionths < _MOST_RATE:
        return millionths
    return None
