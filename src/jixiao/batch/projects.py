"""Projects before their rows are scored: weights, execution, what they state; and those scored as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from jixiao.batch.chunk import Chunk, Put
from jixiao.batch.leftover import put_of
from jixiao.batch.scalar import score_whole
from jixiao.batch.words import messages, shortest
from jixiao.exact import round_half_up
from jixiao.finding import Finding
from jixiao.model.facts import EXECUTION
from jixiao.scoring import Scored

RATE_PLACES = 6
_WIDE = 10**30


class OneWhole(NamedTuple):
    """A project scored as a whole: its number, its rows and its execution row by number, the result."""

    p: int
    rows: list[int]
    money: int | None
    scored: Scored
    findings: tuple[Finding, ...]


class Projects:
    """The projects of a chunk: what their weights should be before its rows are scored, and their sums afterwards."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk, self.book = chunk, chunk.book
        self.count = len(chunk.first)
        self.sets = self._presets()
        self.execution = self._execution_rows()
        self.stated = self._of_projects()
        self._weigh()
        self._finish()
        self.whole: dict[int, Scored] = {}

    def _presets(self) -> list[dict[str, Fraction]]:
        """The presets that occur; ``set_of`` says which one is each project's."""
        chunk, names = self.chunk, self.book.classes
        rows_of = chunk.add_up(**{str(number): chunk.class_ == number for number in range(len(names))})
        bits = [(pl.col(str(number)) > 0).cast(pl.UInt64) * (1 << number) for number in range(len(names))]
        self.present = rows_of.select(present=pl.sum_horizontal(bits))["present"]
        masks = self.present.unique().sort().to_list()
        self.set_of = self.present.replace_strict(masks, list(range(len(masks))), return_dtype=pl.UInt32)
        plan = self.book.plan
        return [
            plan.preset(frozenset(name for number, name in enumerate(names) if mask >> number & 1)) for mask in masks
        ]

    def _execution_rows(self) -> pl.DataFrame:
        """Each project's first execution row (``i``) and how many it has."""
        at = self.chunk.index.filter(self.chunk.executed)
        frame = pl.DataFrame({"i": at, "p": self.chunk.project.gather(at)})
        return frame.group_by("p", maintain_order=True).agg(pl.col("i").first(), pl.len().alias("rows"))

    def _of_projects(self) -> dict[str, pl.Series]:
        """What rows state of their whole project: the first that says something counts."""
        chunk, found = self.chunk, {}
        for name in ("finished", "year", "initial"):
            if chunk.has(name):
                column = chunk.table.select(p=chunk.project, value=pl.col(name).cast(pl.String))
                stated = column.group_by("p", maintain_order=True).agg(
                    pl.col("value").drop_nulls().first(), several=pl.col("value").drop_nulls().n_unique() > 1
                )
                found[name] = stated["value"]
                exprs = {"value": pl.col("value")}
                words = messages("JX712", {"column": name}, exprs, self.book.lang)
                chunk.tell_columns("JX712", name, stated.filter("several"), words)
                chunk.table = chunk.table.with_columns(stated["value"].gather(chunk.project).alias(name))
        return found

    def _weigh(self) -> None:
        """The execution row weighs what the spec says; a table that states otherwise is told so."""
        chunk, book = self.chunk, self.book
        weights = [preset.get(EXECUTION) for preset in self.sets]
        units = pl.Series([None if weight is None else int(weight * book.one) for weight in weights], dtype=pl.Int64)
        self.executes = units.gather(self.set_of)
        frame = pl.DataFrame({"i": chunk.index.filter(chunk.executed)}).with_columns(
            stated=chunk.weight.filter(chunk.executed)
        )
        frame = frame.with_columns(preset=self.executes.gather(chunk.project.gather(frame["i"])))
        exprs = {
            name: shortest(pl.col(column), book.places, _WIDE)
            for name, column in (("weight", "stated"), ("preset", "preset"))
        }
        words = messages("JX709", {}, exprs, book.lang)
        chunk.tell_columns("JX709", "weight", frame.filter(pl.col("stated") != pl.col("preset")), words)
        chunk.weight = chunk.weight.scatter(frame["i"], frame["preset"])

    def _finish(self) -> None:
        """Whether each project is finished, where the spec asks: as stated, else whether the whole budget was spent."""
        chunk = self.chunk
        if not self.book.by_finish:
            return
        stated = self.stated.get("finished", pl.repeat(None, self.count, dtype=pl.String, eager=True))
        said = stated.replace({"true": "是", "false": "否"})
        broken = pl.DataFrame({"p": pl.int_range(self.count, eager=True), "value": said}).filter(
            pl.col("value").is_not_null() & ~pl.col("value").is_in(["是", "否"])
        )
        chunk.tell_columns(
            "JX206", "finished", broken, messages("JX206", {}, {"value": pl.col("value")}, self.book.lang)
        )
        said = said.set(said.is_not_null() & ~said.is_in(["是", "否"]), None)
        derived = (
            chunk.money(self.execution)
            .select(
                pl.when("read").then(pl.when(pl.col("n") >= pl.col("d")).then(pl.lit("是")).otherwise(pl.lit("否")))
            )
            .to_series()
        )
        taken = pl.repeat(None, self.count, dtype=pl.String, eager=True).scatter(self.execution["p"], derived)
        self.unstated = said.is_null()
        chunk.finished = said.zip_with(said.is_not_null(), taken).gather(chunk.project)

    def hang_together(self) -> pl.Series:
        """The rows of projects that must be scored as a whole: a row does not apply, or the spec computes weights."""
        chunk = self.chunk
        if self.book.spec.row_weights is not None:
            return pl.repeat(value=True, n=len(chunk.index), eager=True)
        whole = pl.repeat(value=False, n=self.count, eager=True)
        if chunk.has("applicable"):
            said = chunk.table["applicable"].cast(pl.String).str.strip_chars()
            off = chunk.project.filter(said.is_not_null() & ~said.is_in(["是", "true", "True"]))
            whole = whole.scatter(off.unique(), True)
        several = self.execution.filter(pl.col("rows") > 1)
        words = messages("JX708", {}, {"rows": pl.col("rows").cast(pl.String)}, self.book.lang)
        chunk.tell_columns("JX708", "level1", several.select("p", "rows"), words)
        return whole.gather(chunk.project)

    def score_whole(self, projects: list[int]) -> None:
        """Score some projects by the scalar core alone."""
        chunk, found = self.chunk, list[Put]()
        for p, own, money, scored, findings in self.by_core(projects):
            if scored.execution is not None and money is not None:
                found.append(put_of(chunk, _one(money), scored.execution))
            found += [put_of(chunk, _one(own[row.facts.index]), row) for row in scored.rows]
            self._tell_whole(p, own, findings)
        chunk.rows.put_all(found)

    def by_core(self, projects: list[int]) -> Iterator[OneWhole]:
        """Some projects as the scalar core scores them."""
        if not projects:
            return
        chunk, ends = self.chunk, [*self.chunk.first.to_list(), len(self.chunk.index)]
        at = chunk.index.filter(chunk.project.is_in(projects))
        contents = dict(zip(at.to_list(), chunk.texts(at, whole=True).iter_rows(named=True), strict=True))
        executed = set(chunk.index.filter(chunk.executed).to_list())
        for p in projects:
            rows = range(ends[p], ends[p + 1])
            own = [row for row in rows if row not in executed]
            money = next((row for row in rows if row in executed), None)
            funds = None if money is None else contents[money]
            _, scored, findings = score_whole(self.book.spec, [contents[row] for row in own], funds)
            chunk.by_core += len(rows)
            self.whole[p] = scored
            yield OneWhole(p, own, money, scored, findings)

    def _tell_whole(self, p: int, own: list[int], findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            head, _, _ = finding.path.partition(".")
            if finding.code == "JX220":
                continue
            if head.startswith("indicators["):
                self.chunk.tell(finding, _one(own[int(head[11:-1])]))
            else:
                self.chunk.tell_project(finding, p)


def _one(row: int) -> pl.Series:
    return pl.Series([row], dtype=pl.UInt32)


def rounded_rate(rate: Fraction | None) -> int | None:
    """An execution rate in millionths, rounded half up."""
    return None if rate is None else round_half_up(rate.numerator * 10**RATE_PLACES, rate.denominator)
