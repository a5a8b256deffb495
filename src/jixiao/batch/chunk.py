"""Whole projects in memory: what their rows say, and the scores, reasons and findings as these come to be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

import polars as pl

from jixiao.batch.cases import Program
from jixiao.batch.columns import EXECUTION_WORDS, OF_PROJECT, OF_ROW, PROJECT
from jixiao.batch.reading import Shapes, values_of, weights_of
from jixiao.batch.scalar import Content, Sample, sample_execution, sample_row
from jixiao.batch.whole import WIDTHS, Kind
from jixiao.explain import Reason
from jixiao.finding import Finding, Lang, Severity, catalog
from jixiao.model.facts import EXECUTION
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import plan_of

Reasons = Literal["text", "code", "none"]
OUTCOMES = ("met", "partly", "missed", "not_applicable", "no_data", "invalid")
NUMBER_OF: dict[str, int] = {name: number for number, name in enumerate(OUTCOMES)}
#: The class number of rows of no class.
NO_CLASS = 255
FINDINGS = {
    "p": pl.UInt32, "i": pl.UInt32, "code": pl.String, "path": pl.String, "message": pl.String, "remedy": pl.String,
}  # fmt: skip


class Book:
    """What stays the same through a run: the spec made ready, the output's units, and what samples have shown."""

    def __init__(self, spec: IndicatorSpec, places: int, lang: Lang, reasons: Reasons, *, notes: bool = False) -> None:
        self.spec, self.plan, self.lang, self.reasons, self.notes = spec, plan_of(spec), lang, reasons, notes
        self.places = max(places, self.plan.places)
        self.one = 10**self.places
        self.step = int(self.plan.step * self.one)
        self.shapes = Shapes()
        self.programs: dict[object, Program | None] = {}
        self.structures: dict[object, Reason] = {}
        self.notable: dict[object, list[Finding]] = {}
        conditions = list(self.plan._conditions())  # noqa: SLF001  # the plan's own
        self.by_level2 = any(when.level2 for when in conditions)
        self.by_finish = any(when.finished is not None for when in conditions)
        self.name_parts = sorted({part for when in conditions for part in when.name_has})
        self.classes = [name for name in spec.classes if name != EXECUTION]
        self.labels = {**self.plan.classes, **dict.fromkeys(EXECUTION_WORDS, EXECUTION)}

    def speaks_of(self, finding: Finding) -> bool:
        """Whether a finding is written out; notes are only counted, unless asked for."""
        return self.notes or finding.severity is not Severity.NOTE


class Put(NamedTuple):
    """What rows of one content get: score in output units, outcome, reason."""

    at: pl.Series
    score: int | None
    outcome: int
    code: str | None = None
    text: str | None = None


class Rows:
    """Scores in output units, outcomes and reasons of a chunk's rows, as they fill."""

    def __init__(self, count: int) -> None:
        self.score = pl.repeat(None, count, dtype=pl.Int64, eager=True)
        self.outcome = pl.repeat(None, count, dtype=pl.UInt8, eager=True)
        self._text = pl.repeat(None, count, dtype=pl.UInt32, eager=True)
        self._code = pl.repeat(None, count, dtype=pl.UInt16, eager=True)
        self._texts: list[pl.Series] = []
        self._codes: dict[str, int] = {}
        self._said = 0

    def put(self, at: pl.Series, score: pl.Series | int | None, outcome: pl.Series | int) -> None:
        """The scores of some rows."""
        self.score = self.score.scatter(at, score)
        self.outcome = self.outcome.scatter(at, outcome)

    def put_all(self, found: list[Put]) -> None:
        """Many contents at once: every write to a column costs as much as the column is long."""
        if not found:
            return
        at, times = pl.concat([one.at for one in found]), [len(one.at) for one in found]
        self.put(
            at,
            _repeated([one.score for one in found], times, pl.Int64),
            _repeated([one.outcome for one in found], times, pl.UInt8),
        )
        spoken = [one for one in found if one.code is not None]
        if spoken:
            codes = [self._number(one.code or "") for one in spoken]
            at, times = pl.concat([one.at for one in spoken]), [len(one.at) for one in spoken]
            self._code = self._code.scatter(at, _repeated(codes, times, pl.UInt16))
            self.put_text(at, _repeated([one.text for one in spoken], times, pl.String))

    def put_code(self, at: pl.Series, code: str) -> None:
        """The code of the reason of some rows."""
        self._code = self._code.scatter(at, self._number(code))

    def _number(self, code: str) -> int:
        return self._codes.setdefault(code, len(self._codes))

    def put_text(self, at: pl.Series, text: pl.Series) -> None:
        """The reasons of some rows."""
        numbers = pl.int_range(self._said, self._said + len(text), dtype=pl.UInt32, eager=True)
        self._text = self._text.scatter(at, numbers)
        self._texts.append(text)
        self._said += len(text)

    def reason_columns(self) -> tuple[pl.Series, pl.Series]:
        """Reason codes and reasons; null where nothing was lost or said."""
        codes = pl.Series(list(self._codes), dtype=pl.String)
        texts = pl.concat(self._texts, rechunk=True) if self._texts else pl.Series([], dtype=pl.String)
        return codes.gather(self._code), texts.gather(self._text)


def _repeated(values: Sequence[object], times: list[int], kind: type[pl.DataType]) -> pl.Series:
    """Each value as many times as is said, at least once."""
    column = pl.Series(values, dtype=kind)
    if max(times) == 1:
        return column
    index = pl.int_range(len(values), dtype=pl.UInt32, eager=True)
    return column.gather(index.repeat_by(pl.Series(times)).explode())


class Chunk:
    """One chunk being scored. The ``table`` has the columns' own names; projects are whole, their rows together."""

    def __init__(self, book: Book, table: pl.DataFrame) -> None:
        self.book, self.table, self.rows = book, table, Rows(len(table))
        self.index = pl.int_range(len(table), dtype=pl.UInt32, eager=True)
        self.project = table[PROJECT].rle_id()
        self.first = self.index.filter(self.project.diff().fill_null(1) != 0)
        self.last = self.first.shift(-1, fill_value=len(table)) - 1
        self.class_ = self._classes()
        self.executed = self.class_ == len(book.classes)
        self.target = values_of(table["target"], book.shapes)
        self.actual = values_of(table["actual"], book.shapes)
        self.weight = weights_of(table["weight"], book.places)
        self.finished: pl.Series | None = None
        self.told: list[pl.DataFrame] = []
        self._said: list[tuple[Finding, str, pl.Series, int | None]] = []
        self.counted: Counter[str] = Counter()
        self.by_core = 0
        self.together: set[int] = set()

    def add_up(self, **columns: pl.Series) -> pl.DataFrame:
        """The sums over the rows of each project, which lie together; null counts as 0. None is beyond the weights."""
        sums = pl.all().cast(self._kind_of_sums()).fill_null(0).cum_sum().gather(pl.lit(self.last))
        return pl.DataFrame(columns).lazy().select(sums - sums.shift(1, fill_value=0)).collect()

    def _kind_of_sums(self) -> Kind:
        """The narrowest type that holds the weights of all rows together, and so every sum of weights or scores."""
        largest = int(self.weight.abs().max() or 1)  # type: ignore[arg-type]  # whole numbers
        return next(kind for kind, limit in WIDTHS if largest * max(len(self.table), 1) < limit)

    def has(self, column: str) -> bool:
        """Whether the table has a column."""
        return column in self.table.columns

    def _classes(self) -> pl.Series:
        """The class of each row by number; the execution row's comes last."""
        numbers = {name: number for number, name in enumerate([*self.book.classes, EXECUTION])}
        labels = self.table["level1"]
        found = pl.repeat(NO_CLASS, len(labels), dtype=pl.UInt8, eager=True)
        for label in labels.unique().to_list():
            name = self.book.labels.get(label or "")
            if name is not None:
                found = found.set((labels == label).fill_null(value=False), numbers[name])
        return found

    def texts(self, at: pl.Series, *, alike: bool = False, whole: bool = False) -> pl.DataFrame:
        """What some rows say, as texts.

        ``alike``: without what no score depends on, so that equal rows are equal. ``whole``: of whole projects, which
        say for themselves whether they are finished; single rows are told.
        """
        names = [name for name in (*OF_ROW, *OF_PROJECT) if self.has(name)]
        found = self.table.select(pl.col(names).gather(at).cast(pl.String))
        if self.finished is not None and not whole:
            found = found.with_columns(finished=self.finished.gather(at))
        weight = (
            pl.when(self.executed.gather(at)).then(self.weight.gather(at).cast(pl.String)).otherwise(pl.col("weight"))
        )
        found = found.with_columns(weight=weight)
        if alike:
            blank = pl.col("name").is_null() | (pl.col("name").str.strip_chars() == "")
            name = (
                pl.col("name") if self.book.name_parts else pl.when(~blank).then(pl.lit("·")).otherwise(pl.col("name"))
            )
            found = found.with_columns(name=name).drop("score" if self.has("score") and not self._by_claim() else [])
            if self.has("cause"):
                found = found.with_columns(cause=pl.when(pl.col("cause") != "").then(pl.lit("·")))
        return found

    def _by_claim(self) -> bool:
        return any(rule.stated == "score" for rule in self.book.spec.rules)

    def sample(self, executed: bool, content: Content) -> Sample:
        """A row scored by the scalar core."""
        if executed:
            return sample_execution(self.book.spec, content, Fraction(int(content["weight"] or 0), self.book.one))
        return sample_row(self.book.spec, content)

    def samples(self, at: pl.Series) -> list[Sample]:
        """Some rows scored by the scalar core, each by itself."""
        contents = self.texts(at).to_dicts()
        return [
            self.sample(bool(done), content) for done, content in zip(self.executed.gather(at), contents, strict=True)
        ]

    def money(self, execution: pl.DataFrame) -> pl.DataFrame:
        """Of execution rows (``i``): spent ÷ budget as n/d, and whether both were read."""
        i, wide = execution["i"], pl.Int128
        frame = execution.select(
            "i",
            read=(self.target.kind.gather(i) > 0) & (self.actual.kind.gather(i) > 0),
            n=self.actual.number.gather(i).cast(wide),
            d=self.target.number.gather(i).cast(wide),
        )
        common = max(self.target.base, self.actual.base)
        up = {"n": common // self.actual.base, "d": common // self.target.base}
        return frame.with_columns(pl.col(name) * pl.lit(factor, dtype=wide) for name, factor in up.items())

    def tell(self, finding: Finding, at: pl.Series, path: str | None = None) -> None:
        """One finding on some rows."""
        self.counted[finding.code] += len(at)
        if len(at) and self.book.speaks_of(finding):
            self._said.append((finding, path if path is not None else field_of(finding.path), at, None))

    def tell_project(self, finding: Finding, p: int) -> None:
        """One finding on a project as a whole."""
        self.counted[finding.code] += 1
        if self.book.speaks_of(finding):
            self._said.append((finding, finding.path, pl.Series([None], dtype=pl.UInt32), p))

    def all_told(self) -> pl.DataFrame:
        """Every finding that is written out."""
        frames = [frame.cast(FINDINGS) for frame in self.told]  # type: ignore[arg-type]
        return pl.concat([*frames, self._told_singly()]) if frames or self._said else pl.DataFrame(schema=FINDINGS)

    def _told_singly(self) -> pl.DataFrame:
        """The findings on rows of one content and on single projects, as one frame."""
        lang, said = self.book.lang, self._said
        if not said:
            return pl.DataFrame(schema=FINDINGS)
        times = [len(at) for _, _, at, _ in said]
        i = pl.concat([at for _, _, at, _ in said])
        texts = {
            "code": [finding.code for finding, *_ in said],
            "path": [path for _, path, _, _ in said],
            "message": [finding.message(lang) for finding, *_ in said],
            "remedy": [finding.remedy(lang) for finding, *_ in said],
        }
        of_project = _repeated([p for *_, p in said], times, pl.UInt32)
        columns = {name: _repeated(values, times, pl.String) for name, values in texts.items()}
        return pl.DataFrame({"p": of_project.zip_with(i.is_null(), self.project.gather(i)), "i": i, **columns})

    def tell_columns(self, code: str, path: str, frame: pl.DataFrame, words: tuple[pl.Expr, pl.Expr]) -> None:
        """One kind of finding on the rows (``i``) or projects (``p``) of a frame; its words are expressions."""
        self.counted[code] += len(frame)
        if frame.is_empty() or not (self.book.notes or catalog()[code].severity is not Severity.NOTE):
            return
        if "p" not in frame.columns:
            frame = frame.with_columns(p=self.project.gather(frame["i"]))
        if "i" not in frame.columns:
            frame = frame.with_columns(i=pl.lit(None, dtype=pl.UInt32))
        message, remedy = words
        self.told.append(
            frame.select("p", "i", code=pl.lit(code), path=pl.lit(path), message=message, remedy=remedy).cast(FINDINGS)  # type: ignore[arg-type]
        )


_FIELDS: dict[str, str] = {"budget": "target", "spent": "actual", "money_unit": "uom"}


def field_of(path: str) -> str:
    """The column that a path of a project file speaks of.

    >>> field_of("indicators[3].actual"), field_of("funds.total.spent")
    ('actual', 'actual')
    """
    last = path.rpartition(".")[2]
    return _FIELDS.get(last, last)
