"""The batch engine: the same points, words and findings as the scalar core, row by row, over every spec of the book."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from jixiao.batch.chunk import RunContext  # noqa: E402
from jixiao.batch.quantity_columns import places_in  # noqa: E402
from jixiao.batch.score_tables import Tables, score_tables  # noqa: E402
from jixiao.exact import format_fixed, round_half_up  # noqa: E402
from jixiao.explain import reason_of, sentence  # noqa: E402
from jixiao.findings import Finding  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402
from jixiao.model.spec import IndicatorSpec, Missing  # noqa: E402
from tests.support.batches import table, worth  # noqa: E402
from tests.support.long_tables import Row, alone  # noqa: E402
from tests.support.rule_book import SPECS, in_samples  # noqa: E402

#: What a batch does not say: names of projects, and whose year a spec is.
NOT_SAID = {"JX220", "JX418"}


def batch(spec: IndicatorSpec, rows: list[Row], typed: bool) -> Tables:
    names = list(dict.fromkeys(key for row in rows for key in row))
    frame = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=dict.fromkeys(names, pl.String)
    )
    if typed:
        frame = frame.with_columns(pl.col("target", "actual").cast(pl.Decimal(38, 4)))
    places = places_in([row["weight"] for row in rows if row.get("weight")])
    return score_tables(RunContext(spec, places, "zh", "text"), frame)


def compare(spec: IndicatorSpec, rows: list[Row], tables: Tables, *, typed: bool) -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    for scored in tables.rows.to_dicts():
        found.setdefault(scored["project"], []).append(scored)
    severe = tables.findings.to_dicts()
    lines = {line["project"]: line for line in tables.projects.to_dicts()}
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        own = (
            {
                **row,
                **{
                    key: None if row[key] is None else format_fixed(Fraction(row[key]), 4)
                    for key in ("target", "actual")
                },
            }
            if typed
            else row
        )
        grouped.setdefault(row["project"] or "", []).append(own)
    for project, own in grouped.items():
        result = alone(spec, own)
        scored = result.scored
        assert scored is not None
        indicators = iter(scored.rows)
        for row, got in zip(own, found[project], strict=True):
            want = scored.execution if row["level1"] == "预算执行率" else next(indicators)
            if want is None:
                assert got["outcome"] == "not_applicable"
                continue
            assert worth(got["score"]) == want.score, (row, got, want.score)
            assert worth(got["deduction"]) == want.deduction, (row, got)
            assert got["outcome"] == want.outcome, (row, got, want.problem)
            reason = reason_of(want)
            assert got["reason_code"] == (reason.code if reason else None), row
            assert (got["reason"] or "") == sentence(reason), row
        line = lines[project]
        assert worth(line["total"]) == scored.total, (own, line)
        assert line["grade"] == scored.grade
        assert worth(line["scaled"]) == scored.scaled
        if scored.total is not None:
            assert worth(line["deduction"]) == scored.full - scored.total
        rate = scored.execution.ratio if scored.execution else None
        if scored.execution is not None:
            assert worth(line["execution_rate"]) == (
                None if rate is None else Fraction(round_half_up(rate.numerator * 10**6, rate.denominator), 10**6)
            )
        want_told = Counter((f.code, f.message()) for f in said(result.findings))
        got_told = Counter(
            (one["code"], one["message"])
            for one in severe
            if one["project"] == project and one["code"] not in ("JX709", "JX712")
        )
        if not all(row["level1"] == "预算执行率" for row in own) and any(row["level1"] == "预算执行率" for row in own):
            assert got_told == want_told, (own, got_told - want_told, want_told - got_told)
            assert line["errors"] == sum(f.severity == "error" for f in said(result.findings))


def said(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.severity != "note" and finding.code not in NOT_SAID]


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "text"])
@pytest.mark.parametrize("name", in_samples(SPECS))
def test_every_row_scores_as_it_would_alone(name: str, typed: bool) -> None:
    spec = load_spec(name)
    for seed in range(2):
        rows = table(spec, random.Random(f"{name} {seed}"), 60, typed=typed)
        compare(spec, rows, batch(spec, rows, typed), typed=typed)


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "text"])
def test_empty_actuals_get_no_points_where_the_spec_says_so(typed: bool) -> None:
    law = load_spec("cn.mof-2020-10")
    spec = law.model_copy(update={"missing": Missing.model_validate({"actual": "0", "basis": "m10"})})
    rows = table(spec, random.Random(7), 60, typed=typed)
    for row in rows:
        if row["level1"] != "预算执行率" and row["target"] and len(row["target"]) % 2:
            row["actual"] = None
    compare(spec, rows, batch(spec, rows, typed), typed=typed)
