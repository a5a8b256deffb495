"""Sums of a scored chunk: totals and grades, and the checks of whole projects and of what rows lost."""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from jixiao.batch.chunk import NUMBER_OF, Chunk
from jixiao.batch.projects import RATE_PLACES, Projects, rounded_rate
from jixiao.batch.whole import Whole
from jixiao.batch.words import decimal, messages, percent_of, shortest
from jixiao.exact import parse_number, percent, plain
from jixiao.finding import Finding
from jixiao.model.facts import EXECUTION

_WIDE = 10**30
_RATE = 10**RATE_PLACES
_FITS = 10**31
#: An odd number that spreads small ones over all 64 bits.
_SPREAD = 0x9E3779B97F4A7C15
_CLAIM_PLACES = 12
_UNSCORED = (NUMBER_OF["no_data"], NUMBER_OF["invalid"])


class Sums:
    """The table of projects, and its findings."""

    def __init__(self, chunk: Chunk, projects: Projects) -> None:
        self.chunk, self.projects, self.book = chunk, projects, chunk.book
        self.frame = self._added()
        self._rates()
        self._totals()
        self._check_weights()
        self._check_execution()
        self._check_rows()
        self._take_whole()

    def _added(self) -> pl.DataFrame:
        """What the rows of each project add up to; sums by class where the spec has a preset for them."""
        chunk, outcome = self.chunk, self.chunk.rows.outcome
        preset = len(self.book.classes) if self.book.spec.weights.binding != "observed" else 0
        broken = (outcome == _UNSCORED[0]) | (outcome == _UNSCORED[1])
        by_class = {f"class{n}": chunk.weight.set(chunk.class_ != n, 0) for n in range(preset)}
        sums = chunk.add_up(
            weighed=chunk.weight,
            score=chunk.rows.score,
            broken=broken,
            unweighed=chunk.weight.is_null() & ~chunk.executed,
            **by_class,
        )
        return sums.with_columns(
            pl.col("broken", "unweighed") > 0,
            p=pl.int_range(self.projects.count, dtype=pl.UInt32, eager=True),
            rows=chunk.last - chunk.first + 1,
            executes=self.projects.executes,
            set=self.projects.set_of,
        )

    def _rates(self) -> None:
        """Execution rates in millionths, of positive budgets, and their exact comparison with 1."""
        chunk, execution = self.chunk, self.projects.execution
        frame = chunk.money(execution).with_columns(execution["p"], execution["rows"])
        fit = pl.col("read") & (pl.col("d") > 0) & (pl.col("n") >= 0) & (pl.col("n") < _FITS) & (pl.col("d") < _FITS)
        frame = frame.with_columns(fit=fit)
        safe = [pl.when("fit").then(pl.col(name)).otherwise(pl.lit(1, dtype=pl.Int128)).alias(name) for name in "nd"]
        frame = frame.with_columns(safe).with_columns(
            rate=(pl.col("n") * (2 * _RATE) + pl.col("d")) // (pl.col("d") * 2)
        )
        scored = (
            self.projects.executes.gather(execution["p"]).is_null()
            | chunk.rows.score.gather(execution["i"]).is_not_null()
        )
        frame = frame.with_columns(rate=pl.when(pl.col("fit") & scored).then("rate"))
        self.executed = frame
        self.frame = self.frame.join(frame.select("p", "rate", money="rows"), on="p", how="left", maintain_order="left")

    def _totals(self) -> None:
        """Total, deduction and grade, where every row has a score and the weights add up to full marks."""
        full = int(self.book.plan.full * self.book.one)
        lacking = pl.col("executes").is_not_null() & pl.col("money").is_null()
        indicators = pl.col("rows") - pl.col("money").fill_null(0)
        sound = ~pl.col("broken") & ~lacking & (pl.col("weighed") == full) & (pl.col("money").fill_null(0) < 2)  # noqa: PLR2004
        self.frame = self.frame.with_columns(
            total=pl.when(sound).then(pl.col("score")), lacking=lacking, indicators=indicators, full=pl.lit(full)
        )
        scale = self.book.spec.grades
        grade = pl.lit(None, dtype=pl.String)
        for name, edge in reversed(scale.scale.edges if scale else ()):
            grade = pl.when(pl.col("total") >= int(edge * self.book.one)).then(pl.lit(name)).otherwise(grade)
        if scale:
            grade = pl.when(pl.col("total").is_not_null()).then(grade)
        self.frame = self.frame.with_columns(grade=grade, scaled=pl.lit(None, dtype=pl.Int64))
        if self.book.plan.by_exact_total:
            self._grade_exactly()

    def _grade_exactly(self) -> None:
        """Where rounding could move a total over a grade's edge, the scalar core says where the exact one lies."""
        scale = self.book.spec.grades
        near = [
            (pl.col("total") - int(edge * self.book.one)).abs() * 2 <= pl.col("rows") * self.book.step
            for _, edge in (scale.scale.edges if scale else ())
        ]
        close = self.frame.filter(pl.any_horizontal(near))["p"].to_list() if near else []
        taken = [p for p in close if p not in self.projects.whole]
        for one in self.projects.by_core(taken):
            for finding in one.findings:
                if finding.code == "JX419":
                    self.chunk.tell_project(finding, one.p)

    def _check_weights(self) -> None:
        chunk, book = self.chunk, self.book
        normal = self._normal()
        checked = normal.filter(~pl.col("unweighed") & (pl.col("indicators") > 0))
        points = {name: shortest(pl.col(name), book.places, _WIDE) for name in ("weighed", "executes")}
        exprs = {"sum": points["weighed"], "execution": points["executes"].fill_null("0")}
        # The execution row counts whether or not the table has it.
        weighed = pl.when("lacking").then(pl.col("weighed") + pl.col("executes")).otherwise(pl.col("weighed"))
        checked = checked.with_columns(weighed=weighed)
        words = messages("JX401", {"full": plain(book.plan.full)}, exprs, book.lang)
        chunk.tell_columns(
            "JX401",
            "weight",
            checked.filter(pl.col("weighed") != pl.col("full")).select("p", "weighed", "executes"),
            words,
        )
        if book.spec.weights.binding != "observed":
            for number, preset in enumerate(self.projects.sets):
                self._check_classes(checked.filter(pl.col("set") == number), preset)
        without = normal.filter(pl.col("indicators") == 0).select("p")
        empty = Finding("JX221")
        chunk.tell_columns(
            "JX221", "name", without, (pl.lit(empty.message(book.lang)), pl.lit(empty.remedy(book.lang)))
        )

    def _check_classes(self, frame: pl.DataFrame, preset: dict[str, Fraction]) -> None:
        if frame.is_empty():
            return
        chunk, book, spec = self.chunk, self.book, self.book.spec
        mask = int(self.projects.present[int(frame["p"][0])])
        inside = spec.weights.execution_in
        for joint, points in preset.items():
            names = joint.split("+")
            if EXECUTION in names:
                continue
            numbers = [book.classes.index(name) for name in names if name in book.classes]
            present = any(mask >> number & 1 for number in numbers)
            label = "、".join(spec.classes[name].label for name in names)
            found = pl.sum_horizontal(pl.col(f"class{number}") for number in numbers)
            if inside in names and mask >> book.classes.index(inside) & 1:
                found = found + int(preset.get(EXECUTION, 0) * book.one)
            off = (
                frame.select("p", sum=found).filter(pl.col("sum") != int(points * book.one))
                if present
                else frame.select("p")
            )
            code = "JX402" if present else "JX403"
            exprs = {"sum": shortest(pl.col("sum"), book.places, _WIDE)} if present else {}
            chunk.tell_columns(
                code, "weight", off, messages(code, {"label": label, "preset": plain(points)}, exprs, book.lang)
            )

    def _normal(self) -> pl.DataFrame:
        """Projects that were not scored as a whole."""
        whole = [p for p in self.projects.whole if not self.book.plan.by_exact_total or p in self.together]
        return self.frame.filter(~pl.col("p").is_in(whole)) if whole else self.frame

    @property
    def together(self) -> set[int]:
        """Projects whose rows the scalar core scored together."""
        return self.chunk.together

    def _check_execution(self) -> None:
        chunk, book, lang = self.chunk, self.book, self.book.lang
        lacking = Finding("JX320", args={"key": "budget", "title": "全年预算数"})
        chunk.tell_columns(
            "JX320", "target", self._normal().filter("lacking").select("p"),
            (pl.lit(lacking.message(lang)), pl.lit(lacking.remedy(lang))),
        )  # fmt: skip
        rated = self.executed.filter(
            pl.col("rate").is_not_null() & self.projects.executes.gather(self.executed["p"]).is_not_null()
        )
        rated = rated.filter(~pl.col("p").is_in(list(self.together)))
        over = rated.filter(pl.col("n") > pl.col("d"))
        n, d = (Whole(pl.col(name), _FITS, pl.Int128) for name in "nd")
        rate, odd = percent_of(over, n, d)
        strange = over.filter(odd)
        over = over.filter(~odd).select("i", rate=rate) if len(over) else over.select("i", rate=pl.lit(""))
        spoken = [percent(Fraction(n, d)) for n, d in strange.select("n", "d").iter_rows()]
        over = pl.concat([over, strange.select("i", rate=pl.Series(spoken, dtype=pl.String))])
        chunk.tell_columns("JX407", "actual", over, messages("JX407", {}, {"rate": pl.col("rate")}, lang))
        if book.by_finish:
            asked = rated.filter(self.projects.unstated.gather(rated["p"]))
            for code, frame in (
                ("JX413", asked.filter(pl.col("n") < pl.col("d"))), ("JX414", asked.filter(pl.col("n") >= pl.col("d"))),
            ):  # fmt: skip
                finding = Finding(code)
                chunk.tell_columns(
                    code, "finished", frame.select("p"), (pl.lit(finding.message(lang)), pl.lit(finding.remedy(lang)))
                )

    def _check_rows(self) -> None:
        """Points lost without a cause, causes without a loss, claimed scores that differ, the same indicator twice."""
        chunk, book = self.chunk, self.book
        frame = pl.DataFrame({"i": chunk.index, "lost": chunk.weight - chunk.rows.score, "score": chunk.rows.score})
        if self.together:
            frame = frame.filter(~chunk.project.is_in(list(self.together)))
        if chunk.has("cause"):
            cause = chunk.table["cause"].cast(pl.String).fill_null("").gather(frame["i"]) != ""
            words = messages("JX404", {}, {"lost": shortest(pl.col("lost"), book.places, _WIDE)}, book.lang)
            chunk.tell_columns("JX404", "cause", frame.filter((pl.col("lost") > 0) & ~cause), words)
            none = Finding("JX405")
            words = pl.lit(none.message(book.lang)), pl.lit(none.remedy(book.lang))
            chunk.tell_columns("JX405", "cause", frame.filter((pl.col("lost") == 0) & cause), words)
        elif book.notes:
            words = messages("JX404", {}, {"lost": shortest(pl.col("lost"), book.places, _WIDE)}, book.lang)
            chunk.tell_columns("JX404", "cause", frame.filter(pl.col("lost") > 0), words)
        else:
            chunk.counted["JX404"] += int((frame["lost"] > 0).sum())
        if chunk.has("score"):
            self._check_claims(frame)
        self._check_twice(frame)

    def _check_claims(self, frame: pl.DataFrame) -> None:
        chunk, book = self.chunk, self.book
        texts = chunk.table["score"].cast(pl.String)
        claims = {text: parse_number(text) for text in texts.unique().drop_nulls().to_list()}
        units = {text: int(value * 10**_CLAIM_PLACES) for text, value in claims.items() if value is not None}
        table = pl.DataFrame(
            {"text": list(units), "claimed": list(units.values())}, schema={"text": pl.String, "claimed": pl.Int128}
        )
        claimed = texts.to_frame("text").join(table, on="text", how="left", maintain_order="left")["claimed"]
        frame = frame.with_columns(
            claimed=claimed.gather(frame["i"]),
            score=pl.col("score").cast(pl.Int128) * 10 ** (_CLAIM_PLACES - book.places),
        )
        frame = frame.filter(~chunk.executed.gather(frame["i"]) & (pl.col("claimed") != pl.col("score")))
        rows = [
            {"claimed": plain(Fraction(claimed, 10**_CLAIM_PLACES)), "score": plain(Fraction(score, 10**_CLAIM_PLACES)),
             "difference": plain(Fraction(abs(claimed - score), 10**_CLAIM_PLACES))}
            for claimed, score in frame.select("claimed", "score").iter_rows()
        ]  # fmt: skip
        spoken = pl.DataFrame(rows, schema=dict.fromkeys(("claimed", "score", "difference"), pl.String)).with_columns(
            frame["i"]
        )
        words = messages("JX406", {}, {name: pl.col(name) for name in ("claimed", "score", "difference")}, book.lang)
        chunk.tell_columns("JX406", "score", spoken, words)

    def _check_twice(self, frame: pl.DataFrame) -> None:
        chunk, book = self.chunk, self.book
        names = [name for name in ("level1", "level2", "name", "target") if chunk.has(name)]
        mark = pl.col("name").hash() ^ (pl.lit(chunk.project).cast(pl.UInt64) * _SPREAD)
        marks = chunk.table.select(mark=mark)["mark"]
        if marks.n_unique() == len(marks):
            return
        again = marks.is_duplicated() & chunk.table["name"].is_not_null() & ~chunk.executed
        some = chunk.table.select(*names).with_columns(p=chunk.project, i=chunk.index).filter(again)
        some = some.join(frame.select("i"), on="i", how="semi").sort("i")
        some = some.with_columns(at=some["i"] - chunk.first.gather(some["p"]) + 1)
        some = some.with_columns(
            other=pl.col("at").first().over("p", *names), nth=pl.int_range(pl.len()).over("p", *names)
        )
        words = messages("JX421", {}, {"other": pl.col("other").cast(pl.String)}, book.lang)
        chunk.tell_columns("JX421", "name", some.filter(pl.col("nth") > 0).select("i", "other"), words)

    def _take_whole(self) -> None:
        """Totals and grades of the projects that the scalar core scored."""
        one = self.book.one
        if not self.projects.whole:
            return
        found = [
            {
                "p": p,
                "total": None if scored.total is None else int(scored.total * one),
                "full": int(scored.full * one),
                "scaled": None if scored.scaled is None else int(scored.scaled * one),
                "grade": scored.grade,
                "rate": rounded_rate(scored.execution.ratio if scored.execution else None),
                "taken": True,
            }
            for p, scored in self.projects.whole.items()
        ]
        kinds = {
            "p": pl.UInt32,
            "total": pl.Int64,
            "full": pl.Int64,
            "scaled": pl.Int64,
            "grade": pl.String,
            "rate": pl.Int128,
            "taken": pl.Boolean,
        }
        table = pl.DataFrame(found, schema=kinds)
        joined = self.frame.join(table, on="p", how="left", suffix="_core", maintain_order="left")
        names = ("total", "full", "scaled", "grade", "rate")
        self.frame = joined.with_columns(
            pl.when("taken").then(pl.col(f"{name}_core")).otherwise(pl.col(name)).alias(name) for name in names
        )

    def table(self, counts: pl.DataFrame) -> pl.DataFrame:
        """The projects as they are written; ``counts`` has errors and warnings by project."""
        chunk, places = self.chunk, self.book.places
        return (
            self.frame.join(counts, on="p", how="left", maintain_order="left")
            .select(
                chunk.table["project"].gather(chunk.first).alias("project"),
                decimal(pl.col("total"), places).alias("total"),
                decimal(pl.col("full") - pl.col("total"), places).alias("deduction"),
                "grade",
                decimal(pl.col("rate"), RATE_PLACES).alias("execution_rate"),
                pl.col("errors").fill_null(0).cast(pl.UInt32),
                pl.col("warnings").fill_null(0).cast(pl.UInt32),
                decimal(pl.col("scaled"), places).alias("scaled"),
            )
            .filter(pl.col("project").is_not_null())
        )
