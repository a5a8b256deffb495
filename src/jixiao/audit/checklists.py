"""Checklists: points that do not add up, items that lost points without a reason, items that nothing scores."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.exact import add_up, format_exact
from jixiao.findings import Codes, Finding
from jixiao.measure.checklist import is_by_items, scored_items
from jixiao.model.project import Project
from jixiao.model.rules import Rule
from jixiao.scoring import RowScore, Scored


def check_items(project: Project, scored: Scored) -> Iterator[Finding]:
    """Return what is wrong with the items of rows."""
    for row in scored.rows:
        if row.facts.indicator.items and row.rule is not None:
            yield from _check_items(row, row.rule)


def _check_items(row: RowScore, rule: Rule) -> Iterator[Finding]:
    path, indicator = row.facts.path_of("items"), row.facts.indicator
    if not is_by_items(indicator, rule):
        yield Finding(Codes.ITEMS_NOT_SCORED, path)
    items = scored_items(indicator, rule)
    total = add_up([item.points for item in items])
    if items and row.weight is not None and total != row.weight:
        args = {"sum": format_exact(total), "weight": format_exact(row.weight)}
        yield Finding(Codes.ITEMS_OTHER_THAN_WEIGHT, path, args)
    for item in items:
        if item.lost and not item.reason:
            yield Finding(Codes.ITEM_LOST_WITHOUT_REASON, path, {"item": item.name})
