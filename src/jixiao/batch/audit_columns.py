"""Checks of a scored chunk: weights and execution of whole projects, and what their rows lost, claim and repeat."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import polars as pl

from jixiao.audit.arithmetic import BUDGETS
from jixiao.batch.arrays import Flags, Numbers, as_column, flags, has_value, rows_at
from jixiao.batch.bounded_integers import Integer
from jixiao.batch.chunk import Chunk, field_of
from jixiao.batch.projects import Preset
from jixiao.batch.reason_texts import percent_of, shortest
from jixiao.batch.scalar_rows import sample_execution
from jixiao.batch.totals import Sums
from jixiao.exact import ONE, format_exact, format_percent
from jixiao.findings import Codes
from jixiao.model.facts import EXECUTION
from jixiao.quantity import parse_points

#: Amounts whose percentage fits 128 bits.
_FITS = 10**31
#: A multiplier (odd) that spreads small ones over all 64 bits.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
#: Projects of so many rows are looked through row by row for what they say twice; larger ones all at once.
_NEAR = 64
_CLAIM_PLACES = 12


def check(sums: Sums) -> None:
    """Run all checks; projects that were scored by the scalar core have been checked by it."""
    chunk = sums.chunk
    apart, alone = np.ones(sums.projects.count, np.bool_), np.ones(len(chunk.table), np.bool_)
    for p in chunk.dependent:
        apart[p] = False
        alone[chunk.starts[p] : chunk.ends[p]] = False
    _check_totals(sums)
    _check_weights(sums, apart)
    _check_execution(sums, apart)
    _check_causes(chunk, alone)
    if chunk.has("score"):
        _check_claims(chunk, alone)
    _check_twice(chunk, alone)


def _check_totals(sums: Sums) -> None:
    """Tell by the scalar core which exact totals lie across a grade's edge, where rounding could have moved them."""
    context, scale = sums.context, sums.context.spec.grades
    if not context.plan.by_exact_total or not scale:
        return
    near = np.zeros(len(sums.total), np.bool_)
    for _, edge in scale.scale.edges:
        near |= abs(sums.total - int(edge * context.one)) * 2 <= sums.rows * context.step
    close = [p for p in np.flatnonzero(near & sums.sound).tolist() if p not in sums.projects.core_results]
    for one in sums.projects.by_core(close):
        for finding in one.findings:
            if finding.code == Codes.GRADE_BY_ROUNDING:
                sums.chunk.add_project_finding(finding, one.p)


def _check_weights(sums: Sums, apart: Flags) -> None:
    chunk, context, indicators = sums.chunk, sums.context, sums.rows - sums.money
    checked = apart & ~sums.unweighed & (indicators > 0)
    # The execution row counts whether or not the table has it.
    weighed = np.where(sums.lacking, sums.weighed + sums.projects.executes, sums.weighed)
    off = np.flatnonzero(checked & (weighed != sums.full))
    columns = {"p": off, "weighed": as_column(weighed[off]), "executes": sums.projects.executes[off]}
    points = {name: shortest(pl.col(name), context.places) for name in ("weighed", "executes")}
    exprs = {"sum": points["weighed"], "execution": points["executes"]}
    chunk.add_findings(Codes.WEIGHTS_SUM, "weight", columns, exprs, {"full": format_exact(context.plan.full)})
    if context.spec.weights.binding != "observed":
        _check_classes(sums, checked)
    chunk.add_findings(Codes.NO_INDICATORS, "name", {"p": np.flatnonzero(apart & (indicators == 0))})


def _check_classes(sums: Sums, checked: Flags) -> None:
    """Compare the weights of the classes in each project with the presets."""
    chunk, sets = sums.chunk, sums.projects.set_of
    weights = {
        name: chunk.add_up(chunk.weight * (chunk.class_ == number)) for number, name in enumerate(sums.context.classes)
    }
    for number, preset in enumerate(sums.projects.sets):
        own = np.flatnonzero(checked & (sets == number))
        for joint, points in preset.points.items():
            if EXECUTION not in joint.split("+"):
                _check_class(sums, own, preset, joint.split("+"), points, weights)


def _check_class(
    sums: Sums, own: Numbers, preset: Preset, names: list[str], points: Fraction, weights: dict[str, Numbers]
) -> None:
    context, spec, inside = sums.context, sums.context.spec, sums.context.spec.weights.execution_in
    args = {"label": "、".join(spec.classes[name].label for name in names), "preset": format_exact(points)}
    if preset.classes.isdisjoint(names):
        sums.chunk.add_findings(Codes.CLASS_WITHOUT_INDICATOR, "weight", {"p": own}, {}, args)
        return
    weighed = sum((weights[name][own] for name in names if name in weights), start=np.zeros(len(own), np.int64))
    if inside in names and inside in preset.classes:
        weighed = weighed + int(preset.points.get(EXECUTION, 0) * context.one)
    off = np.flatnonzero(weighed != int(points * context.one))
    columns = {"p": own[off], "sum": as_column(weighed[off])}
    sums.chunk.add_findings(
        Codes.CLASS_WEIGHTS_DIFFER, "weight", columns, {"sum": shortest(pl.col("sum"), context.places)}, args
    )


def _check_execution(sums: Sums, apart: Flags) -> None:
    chunk, context, p = sums.chunk, sums.context, sums.rated
    _check_lacking(sums, np.flatnonzero(apart & sums.lacking))
    checked = sums.projects.executed[p] & apart[p]
    _check_rates(sums, np.flatnonzero(checked & (sums.spent > sums.budget)))
    if context.by_finish:
        checked &= sums.projects.unstated[p]
        chunk.add_findings(Codes.FINISHED_ASSUMED_NO, "finished", {"p": p[checked & (sums.spent < sums.budget)]})
        chunk.add_findings(Codes.FINISHED_ASSUMED_YES, "finished", {"p": p[checked & (sums.spent >= sums.budget)]})


def _check_lacking(sums: Sums, projects: Numbers) -> None:
    """Tell what the scalar core finds in projects without an execution row."""
    chunk, stated = sums.chunk, sums.projects.stated.get("finished")
    statements = pl.repeat(None, len(projects), dtype=pl.String, eager=True)
    if stated is not None:
        statements = stated.gather(projects)
    for finished in statements.unique(maintain_order=True):
        own = projects[flags(statements.eq_missing(pl.Series([finished], dtype=pl.String)))]
        for finding in sample_execution(sums.context.spec, {"finished": finished}, ONE).findings:
            chunk.add_findings(finding.code, field_of(finding.path), {"p": own}, {}, finding.args)


def _check_rates(sums: Sums, over: Numbers) -> None:
    """Tell that some of the rated projects spent more than they had."""
    if not len(over):
        return
    first = np.zeros(sums.projects.count, np.int64)
    first[sums.projects.money.p] = sums.projects.money.i
    spent, budget = sums.spent[over], sums.budget[over]
    rows, rates = first[sums.rated[over]], _percents(spent, budget)
    sums.chunk.excused[rows] = True
    initial = np.isin(rows, [row for own, _ in sums.chunk.over_initial for row in own.tolist()])
    for own, which in ((~initial, BUDGETS["budget"]), (initial, BUDGETS["initial"])):
        columns = {"i": rows[own], "rate": rates.filter(pl.Series(own))}
        sums.chunk.add_findings(Codes.OVERSPENT, "actual", columns, {"rate": pl.col("rate")}, which)


def _percents(spent: Numbers, budget: Numbers) -> pl.Series:
    """Return rates above 1 as texts, by the scalar core where columns cannot format them."""
    if max(int(spent.max()), int(budget.max())) >= _FITS:
        return pl.Series([format_percent(Fraction(n, d)) for n, d in zip(spent.tolist(), budget.tolist(), strict=True)])
    rate, by_core = _in_percent(int((spent // budget).max()).bit_length())
    columns = {"n": as_column(spent).cast(pl.Int128), "d": as_column(budget).cast(pl.Int128)}
    rates = pl.DataFrame(columns).select("n", "d", rate=rate, by_core=by_core)
    texts, strange = rates["rate"], rates["by_core"]
    if not strange.any():
        return texts
    spoken = [format_percent(Fraction(n, d)) for n, d in rates.filter("by_core").select("n", "d").iter_rows()]
    return texts.scatter(strange.arg_true(), spoken)


@cache
def _in_percent(bits: int) -> tuple[pl.Expr, pl.Expr]:
    """Return n/d < 2^bits in percent, and for which rows the scalar core must format it."""
    n, d = (Integer(pl.col(name), _FITS, pl.Int128) for name in "nd")
    rate, by_core = percent_of(n, d, 1 << bits)
    return pl.concat_str(rate), by_core


def _check_causes(chunk: Chunk, alone: Flags) -> None:
    """Tell points lost without a cause, and causes without a loss."""
    weight, score, judged = chunk.weight, chunk.rows.score, chunk.judged & alone
    unexplained = (score < weight) & judged
    if chunk.has("cause"):
        caused = flags(chunk.table["cause"] != "")
        unexplained &= ~caused
        idle = (score == weight) & judged & caused & ~chunk.excused
        chunk.add_findings(Codes.CAUSE_WITHOUT_LOSS, "cause", {"i": np.flatnonzero(idle)})
    if chunk.has("cause") or chunk.context.notes:
        at = np.flatnonzero(unexplained)
        exprs = {"lost": shortest(pl.col("lost"), chunk.context.places)}
        chunk.add_findings(Codes.LOSS_WITHOUT_CAUSE, "cause", {"i": at, "lost": weight[at] - score[at]}, exprs)
    else:
        chunk.counted[Codes.LOSS_WITHOUT_CAUSE] += int(np.count_nonzero(unexplained))


def _check_claims(chunk: Chunk, alone: Flags) -> None:
    """Tell claimed scores that differ from those computed."""
    texts = chunk.table["score"].cast(pl.String)
    claims = {text: parse_points(text) for text in texts.unique().drop_nulls().to_list()}
    units = {text: int(value * 10**_CLAIM_PLACES) for text, value in claims.items() if value is not None}
    table = pl.DataFrame(
        {"text": list(units), "claimed": list(units.values())}, schema={"text": pl.String, "claimed": pl.Int128}
    )
    at = np.flatnonzero(alone & ~chunk.executed & chunk.rows.scored)
    frame = pl.DataFrame({"i": at, "text": rows_at(texts, at), "score": chunk.rows.score[at]})
    frame = frame.join(table, on="text", how="left", maintain_order="left").with_columns(
        score=pl.col("score").cast(pl.Int128) * 10 ** (_CLAIM_PLACES - chunk.context.places)
    )
    frame = frame.filter(pl.col("claimed") != pl.col("score"))
    claimed, score = pl.col("claimed"), pl.col("score")
    points = {"claimed": claimed, "score": score, "difference": (claimed - score).abs()}
    exprs = {name: shortest(number, _CLAIM_PLACES) for name, number in points.items()}
    chunk.add_findings(Codes.CLAIMED_SCORE_DIFFERS, "score", {**frame.to_dict(), "i": frame["i"].to_numpy()}, exprs)


def _check_twice(chunk: Chunk, alone: Flags) -> None:
    """Tell indicators that stand twice in a project."""
    names = [name for name in ("level1", "level2", "name", "target") if chunk.has(name)]
    again = _again(chunk)
    if not again.any():
        return
    at = np.flatnonzero(again & has_value(chunk.table["name"]) & ~chunk.executed & alone)
    some = chunk.table.select(pl.col(names).gather(pl.lit(pl.Series(at))))
    some = some.with_columns(i=at, p=chunk.project[at], at=at - chunk.starts[chunk.project[at]] + 1)
    some = some.with_columns(other=pl.col("at").first().over("p", *names), nth=pl.int_range(pl.len()).over("p", *names))
    some = some.filter(pl.col("nth") > 0)
    columns = {"i": some["i"].to_numpy(), "other": some["other"]}
    chunk.add_findings(Codes.DUPLICATE_INDICATOR, "name", columns, {"other": pl.col("other").cast(pl.String)})


def _again(chunk: Chunk) -> Flags:
    """Return rows that may have the name of another row of their project, and at least all that have."""
    hashes = chunk.table["name"].hash().to_numpy() ^ (chunk.project.astype(np.uint64) * _SPREAD)
    largest = int((chunk.ends - chunk.starts).max(initial=0))
    if largest > _NEAR:
        return flags(pl.Series(hashes).is_duplicated())
    again = np.zeros(len(hashes), np.bool_)
    for apart in range(1, largest):
        same = hashes[apart:] == hashes[:-apart]
        if same.any():
            again[apart:] |= same
            again[:-apart] |= same
    return again
