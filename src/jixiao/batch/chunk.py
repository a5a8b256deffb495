"""Whole projects in memory: the contents of their rows, with scores, reasons and findings as these are computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import Categories, Flags, Numbers, categories_of, column_of_words, has_value, nullable
from jixiao.batch.bounded_integers import NARROW, Integer
from jixiao.batch.integer_kernel import Earnings
from jixiao.batch.io.columns import CONTENT, EXECUTION_WORDS, PROJECT
from jixiao.batch.quantity_columns import (
    Shapes,
    Values,
    in_money_unit,
    is_blank,
    only_amounts,
    readable,
    values_of,
    weights_of,
)
from jixiao.batch.reason_texts import Filling, messages
from jixiao.batch.row_kinds import Program
from jixiao.batch.scalar_rows import Content, Sample, sample_execution, sample_row
from jixiao.batch.signs import SignWords, words_of_signs
from jixiao.exact import decimal_places
from jixiao.explain import CODES, Reason
from jixiao.findings import Finding, Lang, Severity
from jixiao.model.facts import EXECUTION
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import class_word
from jixiao.scoring import RESCALED_STEP
from jixiao.scoring.plan import plan_of

Reasons = Literal["text", "code", "none"]
OUTCOMES = ("met", "partly", "missed", "not_applicable", "no_data", "invalid")
NUMBER_OF: dict[str, int] = {name: number for number, name in enumerate(OUTCOMES)}
_NUMBER_OF_CODE = {code: number for number, code in enumerate(CODES, start=1)}
FINDINGS = {
    "p": pl.UInt32, "i": pl.UInt32, "code": pl.String, "severity": pl.String, "path": pl.String, "message": pl.String,
    "remedy": pl.String,
}  # fmt: skip


class KindOfRows(NamedTuple):
    """Rows alike in all that decides rule and arithmetic: their program, and the findings on each of them."""

    program: Program | None
    notable: list[Finding]

    @property
    def key(self) -> object:
        """Return the key of the program; ``None`` where there is none."""
        return self.program and self.program.key


class RunContext:
    """What all chunks of a run share: the spec with its plan, the units of the output, and what samples have shown."""

    def __init__(self, spec: IndicatorSpec, places: int, lang: Lang, reasons: Reasons, *, notes: bool = False) -> None:
        self.spec, self.plan, self.lang, self.reasons, self.notes = spec, plan_of(spec), lang, reasons, notes
        self.places = max(places, _places(spec))
        self.one = 10**self.places
        self.step = int(self.plan.step * self.one)
        self.shapes = Shapes()
        self.kinds: dict[object, KindOfRows] = {}
        self.earnings: dict[object, Earnings] = {}
        self.measurements: dict[object, tuple[Integer, Integer, pl.Expr]] = {}
        self.structures: dict[object, Reason] = {}
        self.by_level2 = any(when.level2 for when in spec.conditions)
        self.by_finish = spec.asks_finished
        self.name_parts = sorted({part for when in spec.conditions for part in when.name_has})
        self.classes = [name for name in spec.classes if name != EXECUTION]
        self.no_class = len(self.classes) + 1  # the number after the execution row's
        self._words: dict[str, Sequence[Hashable]] = {}

    def class_of(self, level1: str) -> str | None:
        """Return the class of a row, or that of the execution row."""
        if class_word(level1) in EXECUTION_WORDS:
            return EXECUTION
        return self.plan.class_of(level1)

    def categories_of(self, name: str, column: pl.Series) -> Categories:
        """Return a column of texts by its words, which are likely those of the chunk before."""
        column_codes = categories_of(column, self._words.get(name, ()))
        self._words[name] = column_codes.values
        return column_codes

    def speaks_of(self, finding: Finding) -> bool:
        """Whether a finding is written out; notes are only counted, unless the run writes them, too."""
        return self.notes or finding.severity is not Severity.NOTE


def _places(spec: IndicatorSpec) -> int:
    """Return how many decimals hold every number of points of a spec: steps, weights and edges of grades."""
    numbers = [spec.rounding.row, spec.full_marks]
    numbers += [points for weights in spec.weights.sets for points in weights.points.values()]
    if spec.not_applicable.rows == "rescale weights":
        numbers.append(RESCALED_STEP)
    if spec.row_weights is not None:
        numbers += [spec.row_weights.to, *spec.row_weights.groups.values()]
    if spec.grades is not None:
        numbers += spec.grades.edges.values()
    return max(decimal_places(number) or 0 for number in numbers)


class RowResult(NamedTuple):
    """The result of rows of one content: score in output units, outcome, reason."""

    at: Numbers
    score: int | None
    outcome: int
    code: str | None = None
    text: str | None = None


class RowResults:
    """Scores in output units, outcomes and reasons of a chunk's rows, as they fill.

    ``score`` counts where ``scored`` says so; ``code`` numbers ``CODES`` from 1, 0 where nothing was lost.
    """

    def __init__(self, count: int) -> None:
        self.score, self.scored = np.zeros(count, np.int64), np.zeros(count, np.bool_)
        self.outcome, self.code = np.full(count, len(OUTCOMES), np.uint8), np.zeros(count, np.uint8)
        self._texts: list[tuple[Numbers, pl.Series]] = []

    def set_full(self, rows: Flags, weight: Numbers, outcome: int) -> None:
        """Set full marks for these rows, and no score yet for any other."""
        self.score, self.scored = weight * rows, rows.copy()
        self.outcome = np.where(rows, np.uint8(outcome), self.outcome)

    def set_scores(self, at: Numbers, score: Numbers | int, outcome: Numbers | int) -> None:
        """Set the scores of some rows."""
        self.score[at], self.outcome[at], self.scored[at] = score, outcome, True

    def set_unscored(self, at: Numbers, outcome: int) -> None:
        """Set the outcome of rows that have no score."""
        self.score[at], self.outcome[at], self.scored[at] = 0, outcome, False

    def set_results(self, rows: list[RowResult]) -> None:
        """Set the results of rows of many contents."""
        for row in rows:
            if row.score is None:
                self.set_unscored(row.at, row.outcome)
            else:
                self.set_scores(row.at, row.score, row.outcome)
            if row.code is not None:
                self.set_code(row.at, row.code)
        explained = [row for row in rows if row.text is not None]
        if explained:
            texts = _repeat([row.text for row in explained], [len(row.at) for row in explained], pl.String)
            self.set_reasons(np.concatenate([row.at for row in explained]), texts)

    def set_code(self, at: Numbers, code: str) -> None:
        """Set the code of the reason of some rows."""
        self.code[at] = _NUMBER_OF_CODE[code]

    def set_reasons(self, at: Numbers, text: pl.Series) -> None:
        """Set the reasons of some rows."""
        self._texts.append((at, text))

    def outcomes(self) -> pl.Series:
        """Return the outcomes, null where there is none."""
        return column_of_words([*OUTCOMES, None], self.outcome, pl.Enum(OUTCOMES))

    def reason_codes(self) -> pl.Series:
        """Return the codes of reasons, null where there is none."""
        return column_of_words([None, *CODES], self.code, pl.Enum(CODES))

    def reasons(self) -> pl.Series:
        """Return the reasons, null where there is none."""
        if not self._texts:
            return pl.repeat(None, len(self.score), dtype=pl.String, eager=True)
        place, following = np.zeros(len(self.score), np.uint32), 1
        for at, text in self._texts:
            place[at] = np.arange(following, following + len(text), dtype=np.uint32)
            following += len(text)
        nothing = pl.Series([None], dtype=pl.String)
        return pl.concat([nothing, *(text for _, text in self._texts)], rechunk=True).gather(pl.Series(place))


def _repeat(values: Sequence[object], times: list[int], kind: type[pl.DataType]) -> pl.Series:
    """Return a column with each value as many times as ``times`` has for it."""
    return pl.Series(values, dtype=kind).gather(pl.Series(np.repeat(np.arange(len(values)), times)))


class Chunk:
    """One chunk being scored. The ``table`` has the columns' own names; projects are whole, their rows together.

    ``project`` is the number of each row's project, whose rows begin at ``starts[p]`` and end before ``ends[p]``;
    ``weight`` is in output units and counts where ``weighed`` says so. Rows are ``excused`` whose cause was asked for;
    ``over_initial`` has the rates of execution rows that are measured over the initial budget.
    """

    def __init__(self, context: RunContext, table: pl.DataFrame) -> None:
        self.context, self.table, self.rows = context, readable(table), RowResults(len(table))
        ids = table[PROJECT]
        self.starts = np.flatnonzero(ids.ne_missing(ids.shift()).to_numpy() | (np.arange(len(ids)) == 0))
        self.ends = np.append(self.starts[1:], len(table))[: len(self.starts)]
        self.project = np.repeat(np.arange(len(self.starts), dtype=np.uint32), self.ends - self.starts)
        self._without_blank_ids()
        self.class_ = self._classes()
        self.executed: Flags = self.class_ == len(context.classes)
        self.target, self.actual = self._values("target"), self._values("actual")
        weight = weights_of(self.table["weight"], context.places)
        self.weighed, self.weight = has_value(weight), weight.fill_null(0).to_numpy(writable=True)
        self.finished: pl.Series | None = None
        #: Findings as frames, and findings with their column, rows and project.
        self._frames: list[pl.DataFrame] = []
        self._findings: list[tuple[Finding, str, Numbers, int]] = []
        self.counted: Counter[str] = Counter()
        self.by_core = 0
        self.dependent: set[int] = set()
        self.excused: Flags = np.zeros(len(table), np.bool_)
        self.over_initial: list[tuple[Numbers, Fraction | None]] = []

    def _without_blank_ids(self) -> None:
        """Delete ids of nothing but white space."""
        ids = self.table[PROJECT].cast(pl.String).gather(pl.Series(self.starts))
        blank = is_blank(ids) & has_value(ids)
        if blank.any():
            at = pl.Series(np.flatnonzero(blank[self.project]))
            self.table = self.table.with_columns(self.table[PROJECT].clone().scatter(at, None))

    def _values(self, name: str) -> Values:
        """Return the targets or the actuals; those of an execution row are amounts in its money unit."""
        at = np.flatnonzero(self.executed)
        column = in_money_unit(self.table[name], self.table.get_column("uom", default=None), at)
        return only_amounts(values_of(column, self.context.shapes), column, at)

    def add_up(self, column: Numbers) -> Numbers:
        """Return the sums of a column over the rows of each project; as objects where 64 bits might not hold them."""
        if not len(column):
            return column
        wide = max(int(column.max()), -int(column.min())) * len(column) >= NARROW
        if wide:
            column = column.astype(object)
        return np.add.reduceat(column, self.starts)

    def any_of(self, bits: Numbers) -> Numbers:
        """Return the bits that any row of each project has."""
        if len(bits):
            return np.bitwise_or.reduceat(bits, self.starts)
        return bits

    def has(self, column: str) -> bool:
        """Whether the table has a column."""
        return column in self.table.columns

    def _classes(self) -> Numbers:
        """Return the class of each row by number; the execution row's comes next, then that of rows of no class."""
        numbers: dict[str | None, int] = {None: self.context.no_class}
        numbers |= {name: number for number, name in enumerate([*self.context.classes, EXECUTION])}
        labels = self.context.categories_of("level1", self.table["level1"].cast(pl.String))
        names = [self.context.class_of(str(label or "")) for label in labels.values]
        return np.array([numbers[name] for name in names], np.uint8).take(labels.numbers)

    @cached_property
    def sign_words(self) -> SignWords:
        """Return the words of rows without a sign that say which sign is usual."""
        return words_of_signs(self)

    @property
    def judged(self) -> Flags:
        """Return which rows have a score and a weight, so that the points they lost can be computed."""
        return self.rows.scored & self.weighed

    def texts(self, at: Numbers, *, alike: bool = False, own_finish: bool = False) -> pl.DataFrame:
        """Return the contents of some rows as texts.

        ``alike``: without what no score depends on, so that equal rows are equal. ``own_finish``: rows state themselves
        whether their project is finished, as those of whole projects do; for others it has been derived.
        """
        names = [name for name in CONTENT if self.has(name)]
        texts = self.table.select(pl.col(names).gather(pl.lit(pl.Series(at))).cast(pl.String))
        if self.finished is not None and not own_finish:
            texts = texts.with_columns(finished=self.finished.gather(pl.Series(at)))
        own = nullable(self.weight[at], self.weighed[at]).cast(pl.String)
        texts = texts.with_columns(weight=pl.when(pl.Series(self.executed[at])).then(own).otherwise(pl.col("weight")))
        if alike:
            if not self.context.name_parts:
                texts = texts.with_columns(name=self._names_alike(texts["name"], at))
            if self.has("score") and not self._by_claim():  # of a claim only counts that it cannot be read
                texts = texts.with_columns(score=pl.when(~pl.col("score").str.contains(CLAIM)).then(pl.col("score")))
            if self.has("cause"):
                texts = texts.with_columns(cause=pl.when(pl.col("cause") != "").then(pl.lit("有")))
        return texts

    def _names_alike(self, names: pl.Series, at: Numbers) -> pl.Series:
        """Return what counts of the names of some rows: whether there is one, and its word that has a usual sign."""
        words = self.sign_words.name
        alike = column_of_words([word or "·" for word in words.values], words.numbers[at], pl.String())
        return alike.zip_with(~pl.Series(is_blank(names)), names)

    def _by_claim(self) -> bool:
        return any(rule.stated == "score" for rule in self.context.spec.rules)

    def sample(self, executed: bool, content: Content) -> Sample:
        """Return a row scored by the scalar core."""
        if executed:
            return sample_execution(self.context.spec, content, Fraction(int(content["weight"] or 0), self.context.one))
        return sample_row(self.context.spec, content)

    def samples(self, at: Numbers) -> list[Sample]:
        """Return some rows, each scored alone by the scalar core."""
        contents = self.texts(at).to_dicts()
        return [self.sample(bool(done), content) for done, content in zip(self.executed[at], contents, strict=True)]

    def add_finding(self, finding: Finding, at: Numbers, path: str | None = None) -> None:
        """Add one finding on some rows."""
        self.counted[finding.code] += len(at)
        if len(at) and self.context.speaks_of(finding):
            self._findings.append((finding, path or field_of(finding.path), at, _NO_PROJECT))

    def add_project_finding(self, finding: Finding, p: int) -> None:
        """Add one finding on a project."""
        self.counted[finding.code] += 1
        if self.context.speaks_of(finding):
            self._findings.append((finding, finding.path, _NO_ROW, p))

    def findings(self) -> pl.DataFrame:
        """Return every finding that is written out."""
        return pl.concat([*self._frames, self._single_findings()])

    def _single_findings(self) -> pl.DataFrame:
        """Return the findings on rows of one content and on single projects, as one frame."""
        if not self._findings:
            return pl.DataFrame(schema=FINDINGS)
        findings, paths, rows, projects = zip(*self._findings, strict=True)
        times = [len(at) for at in rows]
        i = np.concatenate(rows)
        of_project = np.repeat(projects, times)
        texts = {
            "code": [finding.code for finding in findings],
            "severity": [finding.severity.value for finding in findings],
            "path": paths,
            "message": [finding.message(self.context.lang) for finding in findings],
            "remedy": [finding.remedy(self.context.lang) for finding in findings],
        }
        columns = {name: _repeat(values, times, pl.String) for name, values in texts.items()}
        p = np.where(i < 0, of_project, self.project[i])
        return pl.DataFrame(
            {"p": p, "i": nullable(i, i >= 0), **columns}, schema_overrides={"p": pl.UInt32, "i": pl.UInt32}
        )

    def add_findings(
        self,
        code: str,
        path: str,
        columns: Mapping[str, Any],
        exprs: Mapping[str, Filling] | None = None,
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Add a finding on each of the rows ``i`` or the projects ``p`` of the columns.

        Its arguments are ``args``, and ``exprs`` of the columns where they differ from row to row.
        """
        kind, count = Finding(code), len(next(iter(columns.values())))
        self.counted[code] += count
        if not count or not self.context.speaks_of(kind):
            return
        if "i" in columns:
            owner = {"p": self.project[columns["i"]]}
        else:
            owner = {"i": pl.repeat(None, count, dtype=pl.UInt32, eager=True)}
        message, remedy = messages(code, args or {}, exprs or {}, self.context.lang)
        same = {"code": pl.lit(code), "severity": pl.lit(kind.severity.value), "path": pl.lit(path)}
        frame = pl.DataFrame({**columns, **owner}).select(
            pl.col("p", "i").cast(pl.UInt32), **same, message=message, remedy=remedy
        )
        self._frames.append(frame)


#: A claimed score that can be read.
CLAIM = r"^-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,12})?$"
#: The row of a finding on a project, and the project of one on rows, which know theirs.
_NO_ROW, _NO_PROJECT = np.array([-1]), -1
_FIELDS: dict[str, str] = {"budget": "target", "spent": "actual", "money_unit": "uom"}


def field_of(path: str) -> str:
    """Return the column that holds what a path of a project file names.

    >>> field_of("indicators[3].actual"), field_of("funds.total.spent")
    ('actual', 'actual')
    """
    last = path.rpartition(".")[2]
    return _FIELDS.get(last, last)
