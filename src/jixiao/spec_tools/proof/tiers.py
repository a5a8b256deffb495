"""Tiers of a rule tile the shares from 0 to 1. That a default lies in its own tier is checked on loading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jixiao.curve import Interval
from jixiao.exact import ONE, ZERO, format_exact, format_percent
from jixiao.findings import Codes
from jixiao.model.rules import Rule, Tier
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example, example, scores
from jixiao.spec_tools.proof.curve_comparison import between
from jixiao.spec_tools.proof.rule_uses import Fault, Use, fault
from jixiao.spec_tools.proof.sample_rows import Row, rows


class NamedShares(NamedTuple):
    """A tier by its name, "" beyond the first and the last, and the shares that it holds."""

    name: str
    domain: Interval


def tiers(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Gaps and overlaps between the tiers of a rule, and tiers with impossible numbers."""
    rule = use.owner
    if not isinstance(rule, Rule) or not rule.tiers:
        return
    unusable = list(_unusable(spec, use, rule))
    yield from unusable
    if not unusable:
        yield from _seams(spec, use, rule)


def _unusable(spec: IndicatorSpec, use: Use, rule: Rule) -> Iterator[Fault]:
    """Yield the faults of tiers with an end that is no share, or without shares."""
    for name, tier in rule.tiers.items():
        ends = [tier.low, tier.through, tier.below]
        outside = next((end for end in ends if end is not None and not 0 <= end <= 1), None)
        if outside is not None or _shares(tier).is_empty:
            share = tier.low if outside is None else outside
            args = {"name": rule.name, "tier": name, "value": format_percent(share)}
            yield _fault(spec, use, Codes.TIER_UNUSABLE, args, [{"tier": name, "share": format_exact(share)}])


def _shares(tier: Tier) -> Interval:
    """Return the shares that a tier holds."""
    if tier.below is not None:
        return Interval(tier.low, True, tier.below, False)
    return Interval.closed(tier.low, tier.through or ONE)


def _seams(spec: IndicatorSpec, use: Use, rule: Rule) -> Iterator[Fault]:
    """Neighbours meet where one ends and the next begins, exactly one of them holding the place."""
    ordered = [NamedShares(name, _shares(tier)) for name, tier in rule.tiers.items()]
    ordered.sort(key=lambda tier: (tier.domain.low, tier.domain.high))
    highest = NamedShares("", Interval(-ONE, True, ZERO, False))
    for tier in (*ordered, NamedShares("", Interval(ONE, False, ONE + 1, True))):
        below, above = highest.domain, tier.domain
        gap = Interval(below.high, not below.high_closed, above.low, not above.low_closed)
        overlap = below.meet(above)
        names = [each.name for each in (highest, tier) if each.name]
        if not gap.is_empty:
            yield _between(spec, use, Codes.TIERS_LEAVE_GAP, names, gap)
        elif not overlap.is_empty:
            yield _between(spec, use, Codes.TIERS_OVERLAP, names, overlap)
        highest = max(highest, tier, key=lambda each: (each.domain.high, each.domain.high_closed))


def _between(spec: IndicatorSpec, use: Use, code: str, names: list[str], domain: Interval) -> Fault:
    """Return the fault of a gap or an overlap, by its simplest share."""
    share = min(between(domain), key=lambda x: (len(format_exact(x)), x))
    args = {"name": use.owner.name, "tiers": "、".join(names), "share": format_percent(share)}
    return _fault(spec, use, code, args, [{"tier": name, "share": format_exact(share)} for name in names])


def _fault(spec: IndicatorSpec, use: Use, code: str, args: dict[str, str], stated: list[Row]) -> Fault:
    """Return the fault with rows that state a tier: an overlap is scored, all else leaves them without a score."""
    table = _table(spec, use, stated)
    if table is not None:
        is_scored = all(row.score is not None for row in scores(spec, table))
        if is_scored != (code == Codes.TIERS_OVERLAP):
            table = None
    return fault(code, use.path, args, table)


def _table(spec: IndicatorSpec, use: Use, stated: list[Row]) -> Example | None:
    """Return a table of rows that state a tier."""
    if not use.runs:
        return None
    case = use.runs[0].case
    written = rows(case, [ONE])
    if written is None:
        return None
    base = {key: value for key, value in written[0].items() if key != "share"}
    return example(spec, case, [{**base, **row} for row in stated])
