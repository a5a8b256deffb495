"""A checklist: items with their own points, each done, partly done or not, and the share that they earn together."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ONE, ZERO, add_up
from jixiao.findings import Codes
from jixiao.model.problems import REPORTED, NoData, Problem
from jixiao.model.project import Indicator, Item
from jixiao.model.rules import Rule

_SHARES = {"yes": ONE, "no": ZERO}


class CheckedItem(NamedTuple):
    """An item with its points, the share of them that it earned, and why it did not earn all."""

    name: str
    points: Fraction
    share: Fraction
    reason: str

    @property
    def lost(self) -> Fraction:
        """Return the points that the item lost, in its own points."""
        return self.points * (1 - self.share)


def is_by_items(row: Indicator, rule: Rule) -> bool:
    """Whether a row is scored by its items: the rule asks for them, and no share is stated instead."""
    return rule.stated == "items" and row.share is None


def scored_items(row: Indicator, rule: Rule) -> list[CheckedItem]:
    """Return the items by which a row is scored; none where it is not scored by items, or they cannot be read."""
    if not is_by_items(row, rule):
        return []
    items = checked_items(row, rule)
    if isinstance(items, Problem):
        return []
    return items


def checked_items(row: Indicator, rule: Rule) -> list[CheckedItem] | Problem:
    """Return the items of a row as checked, in the order of the rule, or of the row where the rule lists none.

    The rule's items must all be answered, and no other; without those the row states what each is worth.
    """
    problem = _problem_of_names(row, rule)
    if problem is not None:
        return problem
    order = {name: place for place, name in enumerate(rule.items)}
    checked = list[CheckedItem]()
    for item in sorted(row.items, key=lambda item: order.get(item.name or "", len(order))):
        points, share = _points(item, rule), _share(item, rule)
        if isinstance(points, Problem):
            return points
        if isinstance(share, Problem):
            return share
        checked.append(CheckedItem(item.name or "", points, share, item.reason or ""))
    return checked


def _problem_of_names(row: Indicator, rule: Rule) -> Problem | None:
    """Return what keeps items from being matched with the rule's: one is unread, unknown, doubled or missing."""
    if any(item.unread for item in row.items):
        return REPORTED
    names = [item.name or "" for item in row.items]
    problems = (_problem_of_name(name, names, rule) for name in names)
    return next(filter(None, problems), None) or _problem_of_missing(names, rule)


def _problem_of_missing(names: list[str], rule: Rule) -> Problem | None:
    missing = [name for name in rule.items if name not in names]
    if names and not missing:
        return None
    return NoData(Codes.ITEM_NOT_ANSWERED, "items", (("item", "、".join(missing) or "—"),))


def _problem_of_name(name: str, names: list[str], rule: Rule) -> Problem | None:
    if not name or names.count(name) > 1:
        return Problem(Codes.ITEM_NOT_UNIQUE, "items", (("item", name),))
    if rule.items and name not in rule.items:
        return Problem(Codes.UNKNOWN_ITEM, "items", (("item", name), ("known", "、".join(rule.items))))
    return None


def _points(item: Item, rule: Rule) -> Fraction | Problem:
    """Return what an item is worth: as the rule says, else as the row does."""
    points = rule.items.get(item.name or "", item.points)
    if points is None or points <= 0:
        return Problem(Codes.ITEM_WITHOUT_POINTS, "items", (("item", item.name),))
    if item.points is not None and item.points != points:
        args = (("item", item.name), ("points", points), ("stated", item.points))
        return Problem(Codes.ITEM_POINTS_DIFFER, "items", args)
    return points


def _share(item: Item, rule: Rule) -> Fraction | Problem:
    """Return the share of an item: as stated, else as its answer means."""
    share = item.share
    if share is None and item.answer is not None:
        share = _SHARES.get(item.answer, rule.partly)
    if share is None:
        code = Codes.ITEM_NOT_ANSWERED if item.answer is None else Codes.ITEM_WITHOUT_SHARE
        return NoData(code, "items", (("item", item.name),))
    if not 0 <= share <= 1 or share != _SHARES.get(item.answer or "", share):
        return Problem(Codes.ITEM_SHARE_CONTRADICTS, "items", (("item", item.name), ("share", share)))
    return share


def earned_share(items: list[CheckedItem]) -> Fraction:
    """Return the points that items earned as a share of all their points."""
    return add_up([item.points * item.share for item in items]) / add_up([item.points for item in items])


__all__ = ["CheckedItem", "checked_items", "earned_share", "is_by_items", "scored_items"]
