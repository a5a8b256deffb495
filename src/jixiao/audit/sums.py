"""Money and parts: a total without its parts' money, parts that are more than their whole, budgets that moved."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.audit.profile import word_in
from jixiao.audit.scores import FINEST
from jixiao.audit.table import PrintedRow, Table, numbers_of
from jixiao.exact import ONE, ZERO, add_up, format_exact, format_percent, to_step
from jixiao.findings import Codes, Finding

_PART = "其中"


def check_fund_total(table: Table) -> Iterator[Finding]:
    """Return a total of the funds that is empty or zero above parts that are filled in."""
    funds = table.project.funds
    total, parts = funds.total, (*funds.sources().values(), *funds.parts)
    sums = {
        key: add_up(amount for part in parts if (amount := getattr(part, key)) is not None)
        for key in ("budget", "spent")
    }
    if sums["budget"] <= 0 or total.budget or total.spent or "total" in funds.unread:
        return
    args = {
        "budget": format_exact(sums["budget"]),
        "spent": format_exact(sums["spent"]),
        "printed": format_exact(total.budget or ZERO),
    }
    args |= {"reckoned": format_exact(sums["budget"]), "rate": format_percent(sums["spent"] / sums["budget"])}
    yield Finding(Codes.FUND_TOTAL_EMPTY, "funds.total.budget", args)
    yield from _score_by_parts(table, sums["spent"] / sums["budget"])


def _score_by_parts(table: Table, rate: Fraction) -> Iterator[Finding]:
    """Return a score of nothing for the execution, which has a rate by the parts of the funds."""
    row = table.scored.execution
    if row is None or row.weight is None or table.project.printed.execution_score != 0:
        return
    args = {"printed": "0", "reckoned": format_exact(to_step(row.weight * min(rate, ONE), FINEST))}
    yield Finding(Codes.EXECUTION_PRINTED_DIFFERS, "printed.execution_score", args)


def check_parts_of_rows(table: Table) -> Iterator[Finding]:
    """Return rows whose parts, the rows 其中 below them, are more than the whole."""
    for parent, parts in _families(table):
        values = [numbers for part in parts if (numbers := numbers_of(part)) is not None]
        total_row = numbers_of(parent)
        if total_row is None or len(values) < len(parts) or len({_unit(row) for row in (parent, *parts)}) > 1:
            continue
        total = add_up(actual for _, actual in values)
        if total > total_row[1]:
            args = {"printed": format_exact(total_row[1]), "reckoned": format_exact(total), "count": len(parts)}
            yield Finding(Codes.PARTS_EXCEED_WHOLE, parent.path("actual"), args)


def _unit(row: PrintedRow) -> str:
    actual = row.scored.facts.actual
    return getattr(getattr(actual, "unit", None), "dimension", "")


def is_part(row: PrintedRow) -> bool:
    """Whether a row is named as a part of the one above it: 其中：…."""
    return row.name.lstrip("★☆*　 ").startswith(_PART)


def _families(table: Table) -> Iterator[tuple[PrintedRow, list[PrintedRow]]]:
    """Yield each row that has parts, with these."""
    parent, parts = None, list[PrintedRow]()
    for row in table.rows:
        if is_part(row):
            parts.append(row)
            continue
        if parent is not None and parts:
            yield parent, parts
        parent, parts = row, []
    if parent is not None and parts:
        yield parent, parts


def check_adjustment(table: Table) -> Iterator[Finding]:
    """Return a budget that was adjusted by much, of which no text says a word."""
    funds, total = table.project.funds, table.project.funds.total
    if not total.initial or total.budget is None or funds.adjustment:
        return
    change = (total.budget - total.initial) / total.initial
    if abs(change) <= table.profile.limit("budget_adjusted"):
        return
    if tells_adjustment(table):
        return
    args = {
        "initial": format_exact(total.initial),
        "budget": format_exact(total.budget),
        "change": format_percent(abs(change)),
    }
    args |= {"printed": format_exact(total.budget), "reckoned": format_exact(total.initial)}
    yield Finding(Codes.BUDGET_ADJUSTED_SILENTLY, "funds.total.budget", args)


def tells_adjustment(table: Table) -> bool:
    """Whether a text of the table speaks of the budget's adjustment."""
    texts = (text for path, text in table.texts.items() if not path.endswith("remedy"))
    return any(word_in(table.profile.adjusted, text) for text in texts)


def check_money_spent(table: Table) -> Iterator[Finding]:
    """Return outputs that are all full though hardly any money was spent."""
    rate = rate_of(table)
    if rate is None or rate >= table.profile.limit("hardly_spent") or not table.outputs:
        return
    if all(row.is_full for row in table.outputs):
        args = {"rate": format_percent(rate), "count": len(table.outputs), "printed": format_percent(rate)}
        yield Finding(Codes.HARDLY_SPENT_ALL_FULL, "funds.total.spent", args)


def rate_of(table: Table) -> Fraction | None:
    """Return spent over budget; ``None`` without a budget."""
    total = table.project.funds.total
    if not total.budget or total.spent is None:
        return None
    return total.spent / total.budget
