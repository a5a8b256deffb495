"""Values: what was taken for granted in reading them, the sign, the unit, the share of a tier."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.signs import meant_as_most, opposite, scale_taken, usual_otherwise
from jixiao.exact import ZERO, format_percent
from jixiao.findings import Codes, Finding
from jixiao.measure import measure_of
from jixiao.model.project import Project
from jixiao.model.rules import Rule
from jixiao.scoring import RowScore, Scored


def check_signs(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return signs taken by default, and signs against what is usual in the class."""
    for row in scored.rows:
        stated, usual_sign = row.facts.sign, row.choice.usual_sign
        if row.choice.is_assumed:
            yield from _assumed_sign(row)
        elif usual_sign and stated and opposite(usual_sign, stated):
            args = {"sign": stated, "usual": usual_sign}
            yield Finding(Codes.UNUSUAL_COMPARISON, row.facts.path_of("target"), args)


def _assumed_sign(row: RowScore) -> Iterator[Finding]:
    sign, path = row.choice.comparison, row.facts.path_of("target")
    yield Finding(Codes.COMPARISON_ASSUMED, path, {"sign": sign})
    usual = usual_otherwise(row)
    if usual is not None:
        args = {"sign": sign, "word": usual.word, "usual": usual.sign}
        yield Finding(Codes.UNUSUAL_DEFAULT_COMPARISON, path, args)
    if meant_as_most(row):
        yield Finding(Codes.ZERO_TARGET_COMPARISON_ASSUMED, path, {"sign": sign})


def check_units(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return values that took the other side's unit, which the row states nowhere else."""
    for row in scored.rows:
        if row.score is not None and row.facts.assumed:
            yield from _assumed_unit(row)


def _assumed_unit(row: RowScore) -> Iterator[Finding]:
    assumed, path = row.facts.assumed, row.facts.path_of("actual")
    word = scale_taken(row)
    if "wan_is_wanyuan" in assumed:
        yield Finding(Codes.MONEY_UNIT_ASSUMED, path)
    elif word:
        yield Finding(Codes.FACTOR_MISSING, path, {"word": word})
    elif not row.facts.indicator.uom:
        yield Finding(Codes.UNIT_ASSUMED, path)


def check_tiers(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return default shares of tiers that were taken."""
    for row in scored.rows:
        rule, typed = row.rule, row.facts.indicator
        if rule is not None and row.score is not None and _takes_default_share(row, rule):
            tier = rule.tier_named(typed.tier or typed.actual or "") or rule.same_text_means or ""
            args = {"tier": tier, "share": format_percent(row.share or ZERO)}
            yield Finding(Codes.DEFAULT_SHARE, row.facts.path_of("tier"), args)


def _takes_default_share(row: RowScore, rule: Rule) -> bool:
    """Whether a row is scored by the share of a tier, as none was stated."""
    typed = row.facts.indicator
    if not measure_of(rule).is_stated or typed.share is not None:
        return False
    if rule.stated == "score":
        return typed.score is None
    return rule.stated == "share"
