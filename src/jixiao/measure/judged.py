"""The share of the weight that a person states."""

from __future__ import annotations

from fractions import Fraction

from jixiao.findings import Codes
from jixiao.measure.base import Measure, Pair
from jixiao.measure.checklist import checked_items, earned_share, is_by_items
from jixiao.measure.outcomes import same_text
from jixiao.measure.profile import SHARES, MonotonePart, Profile, RowKind
from jixiao.model.facts import RowFacts
from jixiao.model.problems import NoData, NoShareInTier, Problem
from jixiao.model.rules import MeasureOwner, Occasion, Rule, Tier
from jixiao.quantity import Text


class StatedShare(Measure):
    """给定比例: the share that a person states, checked against the tiers; never invented.

    In this order: the share; the tier named by ``tier``; the tier that the actual names; the target's own
    words as the actual. A tier without a default, and anything else, is no data.
    """

    name = "stated_share"
    phrase = {"zh": "评定得分比例{value}", "en": "stated share {value}"}
    targets = ("number", "date", "word")
    is_stated = True
    values = SHARES

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return the share; caps and remarks have no tiers, so nothing can be stated for them."""
        if not isinstance(rule, Rule):
            return _no_share(Codes.NO_TIER_NAMED, facts, "")
        tier = _named_tier(facts, rule)
        if isinstance(tier, Problem):
            return tier
        share = _stated(facts, rule)
        if isinstance(share, Problem):
            return share
        return _share_in_tier(facts, rule, tier, share)

    def occasion(self, facts: RowFacts, rule: Rule, comparison: str) -> Occasion | None:
        """Return whether the share rests on a tier or on the target's own words; ``None`` where it is stated."""
        if _stated(facts, rule) is not None:
            return None
        word = facts.indicator.tier or (facts.actual.text if isinstance(facts.actual, Text) else "")
        return "same text" if rule.tier_named(word) is None else "tier"

    def profile(self, kind: RowKind) -> Profile:
        """Return that a greater share is better."""
        return Profile(SHARES, ((MonotonePart(SHARES, rising=True),),))


def _no_share(code: str, facts: RowFacts, tier: str) -> NoData:
    return NoData(code, "share", (("tier", tier), ("actual", facts.indicator.actual or "")))


def _share_in_tier(facts: RowFacts, rule: Rule, tier: str | None, share: Fraction | None) -> Pair | Problem:
    """Return the stated share where it lies in its tier, or the default of the tier."""
    if not tier:
        if share is None:
            return _no_share(Codes.NO_TIER_NAMED, facts, "")
        return share.as_integer_ratio()
    if share is not None and not _in_tier(facts, rule.tiers[tier], share, rule.tier_step):
        return Problem(Codes.SHARE_OUTSIDE_TIER, "share", (("share", share), ("tier", tier)))
    if share is None:
        share = rule.tiers[tier].default
    if share is None:
        return NoShareInTier(*_no_share(Codes.TIER_WITHOUT_SHARE, facts, tier))
    return share.as_integer_ratio()


def _stated(facts: RowFacts, rule: Rule) -> Fraction | Problem | None:
    """Return the share that the row states, or its typed score ÷ weight, or what its items earn, as the rule reads."""
    row = facts.indicator
    if is_by_items(row, rule):
        items = checked_items(row, rule)
        return items if isinstance(items, Problem) else earned_share(items)
    share, field = row.share, "share"
    if share is None and rule.stated == "score" and row.score is not None and row.weight:
        share, field = row.score / row.weight, "score"
    if share is not None and not 0 <= share.numerator <= share.denominator:
        return Problem(Codes.SHARE_OUT_OF_RANGE, field, (("share", share),))
    return share


def _in_tier(facts: RowFacts, tier: Tier, share: Fraction, step: Fraction | None) -> bool:
    """Whether a stated share lies in its tier; a typed score is compared in points where the rule rounds the edges."""
    row = facts.indicator
    if step is None or row.share is not None or row.weight is None:
        return tier.holds(share)
    return tier.holds(share, row.weight, step)


def _named_tier(facts: RowFacts, rule: Rule) -> str | Problem | None:
    """Return the tier that the row names by ``tier``, by its actual, or by repeating the target's words."""
    row = facts.indicator
    if row.tier is not None:
        unknown = Problem(Codes.UNKNOWN_TIER, "tier", (("tier", row.tier), ("known", "、".join(rule.tiers))))
        return rule.tier_named(row.tier) or unknown
    if not isinstance(facts.actual, Text):
        return None
    tier = rule.tier_named(facts.actual.text)
    if tier is None and same_text(facts):
        return rule.same_text_means
    return tier


STATED_SHARE = StatedShare()
