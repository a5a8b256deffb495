"""Polars by hand: whole numbers of cents, one division a row, and sentences for the rows that lose points."""

from __future__ import annotations

import polars as pl
from rivals.tables import (
    CODES,
    EXECUTION,
    GRADES,
    LESS,
    MOST_PLACES,
    OUTCOMES,
    OVERSPENT,
    OVERSPENT_MESSAGE,
    SCHEMAS,
    SENTENCES,
    Reasons,
    Tables,
    decimals,
    pieces,
    plain,
)

#: Points up to 100, and percentages of rows that lose points, by their hundredths.
HUNDREDTHS = pl.Series([plain(number) for number in range(10_001)])


def tables(source: str, reasons: Reasons) -> Tables:
    scored = score(source).collect()
    projects = scored.group_by("start", maintain_order=True).agg(
        pl.col("project").first(),
        pl.col("score", "weight_cents").sum(),
        budget=(pl.col("target_cents") * pl.col("executes")).sum(),
        spent=(pl.col("actual_cents") * pl.col("executes")).sum(),
    )
    reason = sentences(scored) if reasons == "text" else pl.lit(None, dtype=pl.String)
    return Tables(rows(scored, reason), sums(projects), findings(projects))


def cents(name: str) -> pl.Expr:
    return pl.col(name).to_physical().cast(pl.Int64)


def score(source: str) -> pl.LazyFrame:
    """Rows with their scores and losses in cents; ``start`` is where their project begins."""
    n, d, weight = (pl.col(name) for name in ("n", "d", "weight_cents"))
    begins = pl.col("project") != pl.col("project").shift()
    amounts = pl.scan_parquet(source).with_row_index("at").with_columns(
        executes=pl.col("level1") == EXECUTION,
        less=pl.col("comparison").eq_missing(LESS),
        start=pl.when(begins.fill_null(value=True)).then("at").forward_fill(),
        target_cents=cents("target"), actual_cents=cents("actual"), weight_cents=cents("weight"),
    )  # fmt: skip
    ratios = amounts.with_columns(
        n=pl.when("less").then("target_cents").otherwise("actual_cents"),
        d=pl.when("less").then("actual_cents").otherwise("target_cents"),
    )
    scores = ratios.with_columns(score=pl.when(n >= d).then(weight).otherwise((2 * weight * n + d) // (2 * d)))
    lost = scores.with_columns(lost=weight - pl.col("score"))
    kinds = {"executes": "execution.line", "less": "inverse_attainment.line"}
    code = pl.lit("attainment.line", dtype=CODES)
    for kind, name in kinds.items():
        code = pl.when(kind).then(pl.lit(name, dtype=CODES)).otherwise(code)
    return lost.with_columns(code=pl.when(pl.col("lost") > 0).then(code))


def sentences(scored: pl.DataFrame) -> pl.Expr:
    """A sentence for each row that loses points."""
    n, d, loses = pl.col("n"), pl.col("d"), pl.col("lost") > 0
    target, actual = pl.col("target").cast(pl.String), pl.col("actual").cast(pl.String)
    texts = {
        "sign": pl.col("comparison"), "target": target, "actual": actual, "budget": shortest(target),
        "spent": shortest(actual), "ratio": hundredths((20_000 * n + d) // (2 * d)),
        "score": hundredths(pl.col("score")), "lost": hundredths(pl.col("lost")),
    }  # fmt: skip
    by_code = [
        scored.filter(pl.col("code") == code).select("at", reason=filled(sentence, texts))
        for code, sentence in SENTENCES.items()
    ]
    in_order = pl.concat(by_code).sort("at")["reason"]
    return pl.lit(in_order).gather(pl.when(loses).then(loses.cum_sum() - 1))


def hundredths(number: pl.Expr) -> pl.Expr:
    return pl.lit(HUNDREDTHS).gather(number.cast(pl.UInt32))


def shortest(number: pl.Expr) -> pl.Expr:
    return number.str.strip_chars_end("0").str.strip_chars_end(".")


def filled(sentence: str, gaps: dict[str, pl.Expr]) -> pl.Expr:
    """A sentence with its gaps filled."""
    parts: list[pl.Expr] = []
    for text, gap in pieces(sentence):
        parts += [pl.lit(text)]
        if gap:
            parts += [gaps[gap]]
    return pl.concat_str(parts)


def rows(scored: pl.DataFrame, reason: pl.Expr) -> pl.DataFrame:
    met, partly = (pl.lit(name, dtype=OUTCOMES) for name in OUTCOMES.categories)
    return scored.select(
        "project", "level1", "name", row=pl.col("at") - pl.col("start") + 1,
        score=decimals(pl.col("score"), 2), deduction=decimals(pl.col("lost"), 2),
        outcome=pl.when(pl.col("n") >= pl.col("d")).then(met).otherwise(partly), reason_code="code", reason=reason,
    )  # fmt: skip


def sums(projects: pl.DataFrame) -> pl.DataFrame:
    total, budget, spent = (pl.col(name) for name in ("score", "budget", "spent"))
    grade = pl.lit(None, dtype=pl.String)
    for name, least in reversed(GRADES.items()):
        grade = pl.when(total >= least).then(pl.lit(name)).otherwise(grade)
    return projects.select(
        "project", total=decimals(total, 2), deduction=decimals(pl.col("weight_cents") - total, 2), grade=grade,
        execution_rate=decimals((2_000_000 * spent + budget) // (2 * budget), 6),
        errors=pl.lit(0, dtype=pl.UInt32), warnings=(spent > budget).cast(pl.UInt32),
        scaled=pl.lit(None, dtype=pl.Decimal(38, 2)),
    )  # fmt: skip


def findings(projects: pl.DataFrame) -> pl.DataFrame:
    overspent = projects.filter(pl.col("spent") > pl.col("budget"))
    same = {name: pl.lit(value) for name, value in OVERSPENT.items()}
    message = filled(OVERSPENT_MESSAGE, {"rate": percentage()})
    names = SCHEMAS["findings"].names()
    return overspent.select("project", **same, message=message).select(names).cast(dict(SCHEMAS["findings"]))


def percentage() -> pl.Expr:
    """A percentage of two decimals, or of as many as keep it from reading 100."""
    spent, budget = pl.col("spent"), pl.col("budget")
    text = pl.lit("")
    for places in range(MOST_PLACES, 1, -1):
        units = (2 * 10 ** (places + 2) * spent + budget) // (2 * budget)
        number = shortest(decimals(units, places).cast(pl.String))
        text = pl.when((spent - budget) * 2 * 10 ** (places + 2) <= budget).then(text).otherwise(number)
    return text
