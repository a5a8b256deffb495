"""What a declaration of targets lacks, while it can still be mended: numbers, units, classes, weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.audit.profile import matches
from jixiao.audit.table import PrintedRow, Table, is_cost, level2_of
from jixiao.audit.weights import missing_classes
from jixiao.findings import Codes, Finding
from jixiao.quantity import Number, Text
from jixiao.quantity.values import BARE

#: What stands in brackets at the end of a name, which may be the unit.
_BRACKETS = re.compile(r"[(（][^()（）]{1,8}[)）]\s*$")


def check_measurable(table: Table) -> Iterator[Finding]:
    """Return targets in words where something is counted: quantities, costs, rates, satisfaction."""
    for row in table.rows:
        target = row.scored.facts.target
        if isinstance(target, Text) and _is_counted(table, row):
            args = {"printed": row.indicator.target, "level2": row.indicator.level2 or row.indicator.level1}
            yield Finding(Codes.TARGET_WITHOUT_NUMBER, row.path("target"), args)


def _is_counted(table: Table, row: PrintedRow) -> bool:
    """Whether a row is of a kind that has a number as its target."""
    if row.indicator.comparison == "定性":
        return False
    is_of_counts = level2_of(row) in table.profile.counted
    return is_of_counts or is_cost(row) or table.is_rate(row) or table.is_satisfaction(row)


def check_units(table: Table) -> Iterator[Finding]:
    """Return targets that are bare numbers, of which nobody can say what they count; zero of anything is none."""
    for row in table.rows:
        target = row.scored.facts.target
        if not isinstance(target, Number) or target.unit != BARE or not target.value or row.indicator.uom:
            continue
        if not (table.is_rate(row) or matches(table.profile.yes_no, row.name) or _BRACKETS.search(row.name)):
            yield Finding(Codes.TARGET_WITHOUT_UNIT, row.path("target"), {"printed": row.indicator.target})


def check_missing_classes(table: Table) -> Iterator[Finding]:
    """Return the classes that the weights of the spec ask for and no row has, where rows state no weights yet."""
    is_weighed = all(row.weight is not None for row in table.scored.rows)
    if table.rows and table.has_classes and not is_weighed:
        yield from missing_classes(table.scored)


def check_stated_weights(table: Table) -> Iterator[Finding]:
    """Return rows without a weight among others that have one: they cannot add up."""
    rows = [row for row in table.rows if row.weight is None and "weight" not in row.indicator.unread]
    if len(rows) < len(table.rows):
        for row in rows:
            yield Finding(Codes.WEIGHTS_PARTLY_STATED, row.path("weight"), {"name": row.name})


__all__ = ["check_measurable", "check_missing_classes", "check_stated_weights", "check_units"]
