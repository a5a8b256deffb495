"""Reasons: points lost without a cause, a cause without loss, and what a spec wants explained."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.exact import ZERO, format_exact
from jixiao.explain import measure_name, quotient_text
from jixiao.findings import Codes, Finding
from jixiao.measure import measure_of
from jixiao.model.facts import Pair
from jixiao.model.problems import Problem
from jixiao.model.project import Project
from jixiao.model.row_problems import blank
from jixiao.model.rules import Remark
from jixiao.scoring import RowScore, Scored
from jixiao.scoring.rows import cap_limits

#: The finding of a remark, by its severity.
REMARK_CODES = {
    "note": Codes.VALUE_WORTH_A_WORD,
    "warning": Codes.VALUE_TO_EXPLAIN,
    "error": Codes.VALUE_MUST_BE_EXPLAINED,
}
#: What a remark wants to be written, in both languages.
_EXPLANATIONS = {
    "cause": {"asked": "原因", "asked_en": "the cause"},
    "adjustment": {"asked": "预算调整说明", "asked_en": "why the budget was adjusted (adjustment)"},
}


def check_causes(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return points lost without a cause, and causes without loss that nothing calls for."""
    for row in scored.all_rows:
        cause, lost = row.facts.indicator.cause, row.deduction
        path = "funds.cause" if row.facts.funds is not None else row.facts.path_of("cause")
        if lost and not cause and not row.facts.indicator.items:
            yield Finding(Codes.LOSS_WITHOUT_CAUSE, path, {"lost": format_exact(lost)})
        elif cause and lost is not None and not lost and not calls_for_cause(row):
            yield Finding(Codes.CAUSE_WITHOUT_LOSS, path)


def calls_for_cause(row: RowScore) -> bool:
    """Whether a remark or a cap asks for the cause of the row, or it spent more than it had."""
    if row.facts.funds is not None and (row.ratio or ZERO) > 1:
        return True
    if any(_outside(row, remark) for remark in row.choice.remarks if remark.unless == "cause"):
        return True
    weight = row.weight or ZERO
    limits = cap_limits(row.facts, row.choice, weight)
    return any(points < weight for cap, points in limits if cap.unless == "cause")


def check_remarks(project: Project, scored: Scored, *, tells_adjustment: bool = False) -> Iterator[Finding]:
    """Return what the spec itself wants remarked on; ``tells_adjustment``: some text says why the budget moved."""
    for row in scored.all_rows:
        if row.score is not None:
            for remark in row.choice.remarks:
                is_told = tells_adjustment and remark.unless == "adjustment"
                if not is_told and not _is_explained(project, row, remark):
                    yield from _remark(row, remark)


def _is_explained(project: Project, row: RowScore, remark: Remark) -> bool:
    """Whether the words that the remark asks for stand there."""
    if remark.unless == "adjustment":
        return not blank(project.funds.adjustment)
    return remark.unless == "cause" and bool(row.facts.indicator.cause)


def _remark(row: RowScore, remark: Remark) -> Iterator[Finding]:
    measured = _outside(row, remark)
    if measured is not None:
        args = {**remark_args(remark), "value": quotient_text(*measured, measure_of(remark), row)}
        path = row.facts.path_of("actual" if row.facts.funds is None else "spent")
        yield Finding(REMARK_CODES[remark.severity], path, args)


def _outside(row: RowScore, remark: Remark) -> Pair | None:
    """Return what the remark measures as n/d, where that lies outside its bound."""
    measured = measure_of(remark).of(row.facts.over(remark.over), remark, row.choice.comparison)
    if isinstance(measured, Problem):
        return None
    piece = remark.curve.pieces[remark.curve.index_at(*measured)]
    if not piece.a:  # the height is full outside the bound, else nothing
        return None
    return measured


def remark_args(remark: Remark) -> dict[str, str]:
    """Return the arguments of a remark's finding, but for the value."""
    return {
        "measure": measure_name(remark.measure),
        "measure_en": measure_name(remark.measure, "en"),
        "why": remark.reading or remark.outside,
        "outside": remark.outside,
        **_EXPLANATIONS[remark.unless or "cause"],
    }
