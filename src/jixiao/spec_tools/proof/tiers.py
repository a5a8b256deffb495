"""Tiers of a rule tile the shares from 0 to 1. That a default lies in its own tier is checked on loading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jixiao.exact import ONE, ZERO, percent, plain
from jixiao.findings import Codes, Finding
from jixiao.model.rules import Rule, Tier
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example, example, scores
from jixiao.spec_tools.proof.domains import Domain
from jixiao.spec_tools.proof.rule_uses import Fault, Use
from jixiao.spec_tools.proof.sample_rows import Row, rows
from jixiao.spec_tools.proof.shapes import between


class Held(NamedTuple):
    """A tier and the shares that it holds."""

    name: str
    domain: Domain


def tiers(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Gaps and overlaps between the tiers of a rule, and tiers with impossible numbers."""
    rule = use.owner
    if not isinstance(rule, Rule) or not rule.tiers:
        return
    wrong = list(_wrong(spec, use, rule))
    yield from wrong
    if not wrong:
        yield from _seams(spec, use, rule)


def _wrong(spec: IndicatorSpec, use: Use, rule: Rule) -> Iterator[Fault]:
    for name, tier in rule.tiers.items():
        ends = [tier.low, tier.through, tier.below]
        outside = next((end for end in ends if end is not None and not 0 <= end <= 1), None)
        if outside is not None or _held(name, tier) is None:
            bad = tier.low if outside is None else outside
            args = {"name": rule.name, "tier": name, "value": percent(bad)}
            yield _told(spec, use, Codes.TIER_UNUSABLE, args, [{"tier": name, "share": plain(bad)}])


def _held(name: str, tier: Tier) -> Held | None:
    high, holds = (tier.below, False) if tier.below is not None else (tier.through or ONE, True)
    domain = Domain(tier.low, True, high, holds).settled()
    return None if domain is None else Held(name, domain)


def _seams(spec: IndicatorSpec, use: Use, rule: Rule) -> Iterator[Fault]:
    """Neighbours meet where one ends and the next begins, exactly one of them holding the place."""
    found = [held for name, tier in rule.tiers.items() if (held := _held(name, tier)) is not None]
    found.sort(key=lambda held: (held.domain.low, held.domain.high))
    reach = Held("", Domain(-ONE, True, ZERO, False))
    for above in (*found, Held("", Domain(ONE, False, ONE + 1, True))):
        gap = Domain(reach.domain.high, not reach.domain.high_holds, above.domain.low, not above.domain.low_holds)
        names = [held.name for held in (reach, above) if held.name]
        if (missing := gap.settled()) is not None:
            yield _between(spec, use, Codes.TIERS_LEAVE_GAP, names, missing)
        elif (both := _both(reach, above)) is not None:
            yield _between(spec, use, Codes.TIERS_OVERLAP, names, both)
        reach = max(reach, above, key=lambda held: (held.domain.high, held.domain.high_holds))


def _both(one: Held, other: Held) -> Domain | None:
    low, high = (other.domain.low, other.domain.low_holds), (other.domain.high, other.domain.high_holds)
    return one.domain.cut(low, high)


def _between(spec: IndicatorSpec, use: Use, code: str, names: list[str], domain: Domain) -> Fault:
    share = min(between(domain), key=lambda x: (len(plain(x)), x))
    args = {"name": use.owner.name, "tiers": "、".join(names), "share": percent(share)}
    return _told(spec, use, code, args, [{"tier": name, "share": plain(share)} for name in names])


def _told(spec: IndicatorSpec, use: Use, code: str, args: dict[str, str], stated: list[Row]) -> Fault:
    """The finding with a table of rows that state a tier; a fault of numbers leaves them without a score."""
    shown = _shown(spec, use, stated)
    if shown is not None:
        scored = [row.score is not None for row in scores(spec, shown)]
        shown = shown if all(scored) == (code == Codes.TIERS_OVERLAP) else None
    return Fault(Finding(code, use.path, {**args, "case": shown.shows if shown else "—"}), shown)


def _shown(spec: IndicatorSpec, use: Use, stated: list[Row]) -> Example | None:
    if not use.runs:
        return None
    case = use.runs[0].case
    written = rows(case, [ONE])
    if written is None:
        return None
    base = {key: value for key, value in written[0].items() if key != "share"}
    return example(spec, case, [{**base, **row} for row in stated])
