"""A plain loop over the rows of each project in Decimal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl
from rivals.tables import EXECUTION, GRADES, LESS, SCHEMAS, SENTENCES, Reasons, Tables, findings_on

CENT, RATE = Decimal("0.01"), Decimal("0.000001")
COLUMNS = ("project", "level1", "name", "comparison", "target", "actual", "weight")


def tables(source: str, reasons: Reasons) -> Tables:
    rows: list[tuple[Any, ...]] = []
    projects: list[tuple[Any, ...]] = []
    overspent = []
    lines = pl.read_parquet(source, columns=list(COLUMNS)).iter_rows()
    for project, own in groupby(lines, itemgetter(0)):
        total = lost = Decimal(0)
        for number, (_, level1, name, sign, target, actual, weight) in enumerate(own, start=1):
            if level1 == EXECUTION:
                budget, spent = target, actual
            outcome, code, score, reason = score_row(level1, sign, target, actual, weight, reasons)
            total, lost = total + score, lost + weight - score
            rows.append((project, level1, name, number, score, weight - score, outcome, code, reason))
        grade = next(name for name, least in GRADES.items() if total * 100 >= least)
        rate = (spent / budget).quantize(RATE, ROUND_HALF_UP)
        projects.append((project, total, lost, grade, rate, 0, int(spent > budget), None))
        if spent > budget:
            overspent.append((project, int(spent * 100), int(budget * 100)))
    return Tables(frame("rows", rows), frame("projects", projects), findings_on(overspent))


def score_row(
    level1: str, sign: str | None, target: Decimal, actual: Decimal, weight: Decimal, reasons: Reasons
) -> tuple[str, str | None, Decimal, str | None]:
    """Outcome, code of the reason, score and sentence."""
    n, d = (target, actual) if sign == LESS else (actual, target)
    if n >= d:
        return "met", None, weight, None
    score = (weight * n / d).quantize(CENT, ROUND_HALF_UP)
    if score == weight:
        return "partly", None, score, None
    code = "inverse_attainment.line" if sign == LESS else "attainment.line"
    if level1 == EXECUTION:
        code = "execution.line"
    if reasons == "code":
        return "partly", code, score, None
    shortest = {"budget": target, "spent": actual, "ratio": (n / d * 100).quantize(CENT, ROUND_HALF_UP)}
    shortest |= {"score": score, "lost": weight - score}
    texts = {name: plain(number) for name, number in shortest.items()}
    return "partly", code, score, SENTENCES[code].format(sign=sign, target=target, actual=actual, **texts)


def plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".")


def frame(name: str, lines: Iterable[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=SCHEMAS[name], orient="row")
