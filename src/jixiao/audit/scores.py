"""Printed scores of rows: beside the rule, beside each other, and beside what the table itself announces."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from fractions import Fraction

from jixiao.audit.profile import undone_word
from jixiao.audit.table import PrintedRow, Table, decimals, numbers_of
from jixiao.exact import ONE, ZERO, format_exact, parse_number, to_step
from jixiao.findings import Codes, Finding
from jixiao.model.project import Printed
from jixiao.quantity import Date, Number, Text, comparable

#: How a spec and most tables round, in points, where a table does not say otherwise.
FINEST, TENTH = Fraction(1, 100), Fraction(1, 10)
_ANNOUNCED = re.compile(r"扣(?:除|减|掉)?\s*([0-9]+(?:\.[0-9]+)?)\s*分")
#: Why a score cannot be, in both languages.
_IMPOSSIBLE = {
    "above": {"why": "高于分值", "why_en": "above the weight"},
    "negative": {"why": "是负数", "why_en": "negative"},
    "fine": {"why": "小数位数过多", "why_en": "too many decimals"},
}


def points_of(row: PrintedRow) -> dict[str, object]:
    """Return what the table prints and what the rule gives, as arguments of a finding."""
    args: dict[str, object] = {"weight": format_exact(row.weight or ZERO)}
    if row.printed is not None:
        args["printed"] = format_exact(row.printed)
    if row.reckoned is not None:
        args["reckoned"] = format_exact(row.reckoned)
    return args


def check_possible_scores(table: Table) -> Iterator[Finding]:
    """Return printed scores above the weight, below nothing, or with too many decimals."""
    most = table.profile.limit("score_decimals")
    for row in table.rows:
        if row.printed is None or row.weight is None:
            continue
        kind = ""
        if row.printed > row.weight:
            kind = "above"
        elif row.printed < 0:
            kind = "negative"
        elif decimals(row.printed) > most:
            kind = "fine"
        if kind:
            yield Finding(Codes.SCORE_NOT_POSSIBLE, row.path("score"), {**points_of(row), **_IMPOSSIBLE[kind]})


def check_full_scores(table: Table) -> Iterator[Finding]:
    """Return rows that fall short of their target, or exceed their limit, and have full marks all the same."""
    for row in table.rows:
        if row.printed is None or row.printed != row.weight or not (row.falls_short or _is_late(table, row)):
            continue
        args = {**points_of(row), "target": row.indicator.target or "", "actual": row.indicator.actual or ""}
        args.setdefault("reckoned", "—")
        code = Codes.SHORT_YET_FULL
        if row.wants_less and row.falls_short:
            code = Codes.OVER_LIMIT_YET_FULL
        yield Finding(code, row.path("score"), args)


def _is_late(table: Table, row: PrintedRow) -> bool:
    """Whether a row was done after its last day, for which the rule gives no scale."""
    target, actual, year = row.scored.facts.target, row.scored.facts.actual, table.project.year
    if not isinstance(target, Date) or not isinstance(actual, Date) or year is None or target.sign in ("≥", ">"):
        return False
    return actual.first_day(year) > target.last_day(year)


def check_shares_as_scores(table: Table) -> Iterator[Finding]:
    """Return rows that meet their target, scored as weight × value: 98 % of 98 % as 19.6 of 20."""
    for row in table.rows:
        actual, weight, printed = row.scored.facts.actual, row.weight, row.printed
        if printed is None or weight is None or row.is_full or row.falls_short or not isinstance(actual, Number):
            continue
        share = weight * actual.value
        if (
            actual.unit.dimension == "%"
            and share < weight
            and printed in (to_step(share, FINEST), to_step(share, TENTH))
        ):
            args = {**points_of(row), "actual": row.indicator.actual}
            yield Finding(Codes.SCORED_AS_SHARE, row.path("score"), args)


def check_mild_deductions(table: Table) -> Iterator[Finding]:
    """Return costs far over their limit for which hardly any points were taken off."""
    far, mild = table.profile.limit("far_over_cost"), table.profile.limit("mild_deduction")
    for row in table.rows:
        numbers, loss, deduction = numbers_of(row), row.loss, row.scored.deduction
        if numbers is None or not row.wants_less or row.printed is None or not loss or not deduction:
            continue
        target, actual = numbers
        if actual > target * (1 + far) and loss < deduction * mild:
            args = {**points_of(row), "target": row.indicator.target, "actual": row.indicator.actual}
            yield Finding(Codes.MILD_FOR_COST, row.path("score"), {**args, "loss": format_exact(loss)})


def check_equal_shortfalls(table: Table) -> Iterator[Finding]:
    """Return rows that fall equally short of their targets and are scored otherwise than one before."""
    yield from _unequal(table, _shortfall, Codes.SAME_SHORTFALL_DIFFERENT_SCORES)


def check_equal_words(table: Table) -> Iterator[Finding]:
    """Return rows with the same words as target and as value that are scored otherwise than one before.

    Words that say something is not done are the same shortfall whatever the target.
    """

    def words(row: PrintedRow) -> Hashable:
        facts = row.scored.facts
        if not isinstance(facts.target, Text) or not isinstance(facts.actual, Text):
            return None
        is_undone = undone_word(table.profile, facts.actual.text) is not None
        return "" if is_undone else comparable(facts.target.text), comparable(facts.actual.text)

    yield from _unequal(table, words, Codes.SAME_WORDS_DIFFERENT_SCORES)


def _shortfall(row: PrintedRow) -> Hashable:
    """Return what makes two shortfalls equal: the attainment, the sign, and the share of the weight by the rule."""
    if not row.falls_short or row.scored.facts.quotient is None:
        return None
    return Fraction(*row.scored.facts.quotient), row.scored.choice.comparison, row.scored.share


def _unequal(table: Table, key_of: object, code: str) -> Iterator[Finding]:
    first: dict[Hashable, PrintedRow] = {}
    for row in table.rows:
        key = key_of(row) if row.printed is not None and row.weight else None  # type: ignore[operator]
        if key is None:
            continue
        other = first.setdefault(key, row)
        if not _is_same_share(table, row, other):
            args = {**points_of(row), "other": other.name, "other_printed": format_exact(other.printed or ZERO)}
            args["other_weight"] = format_exact(other.weight or ZERO)
            yield Finding(code, row.path("score"), args)


def _is_same_share(table: Table, row: PrintedRow, other: PrintedRow) -> bool:
    """Whether two rows may have the same share of their weights, as the table rounds."""
    weight, other_weight = row.weight or ONE, other.weight or ONE
    difference = abs((row.printed or ZERO) * other_weight - (other.printed or ZERO) * weight)
    return difference <= (table.step or FINEST) * (weight + other_weight) / 2


def check_deductions(table: Table) -> Iterator[Finding]:
    """Return deductions that do not follow the attainment, by how much; one where the target is met is judgement."""
    for row in table.rows:
        printed, reckoned = row.printed, row.reckoned
        if printed is None or reckoned is None or row.is_full or printed in (reckoned, row.weight):
            continue
        args = {**points_of(row), "cause": row.indicator.cause or ""}
        if not row.falls_short:
            if row.indicator.cause:
                yield Finding(Codes.JUDGED_BELOW_RULE, row.path("score"), args)
        elif not table.is_rounded(printed, row.scored.points):
            args |= {
                "claimed": format_exact(printed),
                "score": format_exact(reckoned),
                "difference": format_exact(abs(printed - reckoned)),
            }
            yield Finding(Codes.CLAIMED_SCORE_DIFFERS, row.path("score"), args)


def check_announced_deductions(table: Table) -> Iterator[Finding]:
    """Return rows whose reason announces another deduction than the one that was made."""
    for row in table.rows:
        points = _announced(row)
        if points is None or row.printed is None or row.loss is None or points == row.loss:
            continue
        args = {**points_of(row), "announced": format_exact(points), "loss": format_exact(row.loss)}
        args["reckoned"] = format_exact((row.weight or ZERO) - points)
        yield Finding(Codes.ANNOUNCED_DEDUCTION_DIFFERS, row.path("score"), args)


def _announced(row: PrintedRow) -> Fraction | None:
    """Return the points that the words of a row say were taken off; ``None`` where they name none, or several."""
    texts = _ANNOUNCED.findall("；".join(row.reasons))
    return parse_number(texts[0]) if len(texts) == 1 else None


def check_empty_scores(table: Table) -> Iterator[Finding]:
    """Return rows without a printed score in a table that prints scores."""
    if not table.has_scores:
        return
    for row in table.rows:
        if row.printed is None and row.weight and "score" not in row.indicator.unread:
            yield Finding(Codes.SCORE_CELL_EMPTY, row.path("score"), points_of(row))
    execution, printed = table.scored.execution, table.project.printed
    if execution is not None and execution.score is not None and _has_weight_alone(printed):
        args = {"weight": format_exact(printed.execution_weight or ZERO), "reckoned": format_exact(execution.score)}
        yield Finding(Codes.SCORE_CELL_EMPTY, "printed.execution_score", args)


def _has_weight_alone(printed: Printed) -> bool:
    """Whether a table prints the weight of the execution and no score beside it."""
    return printed.execution_weight is not None and printed.execution_score is None
