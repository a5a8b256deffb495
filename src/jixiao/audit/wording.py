"""What a table says in words: reasons, remnants of the blank form, other years and other units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache

from jixiao.audit.profile import Profile, excerpt, matches, undone_word, undone_words, word_in
from jixiao.audit.reasons import calls_for_cause
from jixiao.audit.scores import points_of
from jixiao.audit.sums import rate_of
from jixiao.audit.table import PrintedRow, Table
from jixiao.exact import format_exact
from jixiao.findings import Codes, Finding
from jixiao.model.project import strip_placeholder
from jixiao.quantity import comparable

_YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:\s*[-—–~～至]\s*((?:19|20)[0-9]{2}))?\s*(?=年)")
_TOWN = r"[\u4e00-\u9fff]{1,5}?(?:镇|乡|街道)"
#: What the words of what is not done begin with.
_NOT_YET = "尚暂未待"
#: Where a clause begins, or a place after a preposition.
_BEFORE_TOWN = r"(?:^|[，。；;、\s：:（(在由对向于和及与])"


def check_reasons(table: Table) -> Iterator[Finding]:
    """Return points off without a reason, as the table prints them, and reasons without points off."""
    for row in table.rows:
        if row.loss is not None:
            yield from _reason_of_row(table, row, row.loss)
    yield from _reason_of_execution(table)


def _reason_of_row(table: Table, row: PrintedRow, loss: Fraction) -> Iterator[Finding]:
    """Yield what is wrong with the reason of one row, which lost so many points."""
    cause = row.indicator.cause or row.indicator.remedy or ""
    if loss > 0 and not row.reasons and row.indicator.deduct is None:
        yield Finding(Codes.LOSS_WITHOUT_CAUSE, row.path("cause"), {"lost": format_exact(loss), **points_of(row)})
    elif loss <= 0 and _says_something(table.profile, cause) and not _is_called_for(table, row):
        yield Finding(Codes.CAUSE_WITHOUT_LOSS, row.path("cause"), {"printed": cause, **points_of(row)})


def _says_something(profile: Profile, cause: str) -> bool:
    """Whether a cause tells of a shortfall, and not that there is none, or nothing."""
    return cause != "" and not _is_filler(profile, cause) and not matches(profile.no_reasons, cause.strip())


def _is_called_for(table: Table, row: PrintedRow) -> bool:
    """Whether a row with full marks has something to explain: a value far above its target, who was asked, a remark."""
    quotient, far = row.scored.facts.quotient, table.profile.limit("far_over_target")
    is_far = quotient is not None and quotient[0] > far * quotient[1]
    return is_far or table.names_survey(row) or calls_for_cause(row.scored)


def _reason_of_execution(table: Table) -> Iterator[Finding]:
    """Return an execution rate below the line for which no text gives a reason."""
    row, rate = table.scored.execution, rate_of(table)
    if row is None or not row.deduction or rate is None or rate >= table.profile.limit("execution_reason"):
        return
    if not table.project.funds.cause and not _has_reason(table):
        yield Finding(Codes.LOSS_WITHOUT_CAUSE, "funds.cause", {"lost": format_exact(row.deduction)})


def _has_reason(table: Table) -> bool:
    """Whether a text beside the rows speaks of the money that was not spent."""
    return any(word_in(table.profile.unspent, text) for text in table.texts.values())


def check_same_reasons(table: Table) -> Iterator[Finding]:
    """Return one reason that stands everywhere."""
    reasons = {row.path("cause"): row.indicator.cause for row in table.rows} | {
        "funds.cause": table.project.funds.cause
    }
    texts = [comparable(text) for text in reasons.values() if text and not _is_filler(table.profile, text)]
    text, count = next(iter(Counter(texts).most_common(1)), ("", 0))
    everywhere = count >= len(texts) * table.profile.limit("nearly_all")
    if count >= table.profile.limit("same_reason_rows") and everywhere:
        args = {"text": text, "count": count, "printed": text}
        yield Finding(Codes.SAME_REASON_EVERYWHERE, "indicators", args)


def check_undone(table: Table) -> Iterator[Finding]:
    """Return rows with full marks whose own words say that something is not done."""
    for row in table.rows:
        if not row.is_full or row.falls_short:
            continue
        for field in ("actual", "cause"):
            word = undone_word(table.profile, getattr(row.indicator, field) or "")
            if word is not None:
                args = {**points_of(row), "word": word, "text": getattr(row.indicator, field)}
                yield Finding(Codes.UNDONE_YET_FULL, row.path(field), args)


def _undone_rows(table: Table) -> Iterator[Finding]:
    """Yield rows with full marks of what the text on the goals says is not done: 验收合格率 beside 暂未验收."""
    achieved = {path: text for path, text in table.texts.items() if path.endswith("achieved")}
    for text in achieved.values():
        for word in undone_words(table.profile, text):
            for row in table.rows:
                if row.is_full and word.lstrip(_NOT_YET) in row.name:
                    args = {**points_of(row), "word": word, "text": text}
                    yield Finding(Codes.UNDONE_YET_FULL, row.path("score"), args)


def check_goal_words(table: Table) -> Iterator[Finding]:
    """Return texts on the goals and on the whole that say something is not done, while every output is full.

    Where some output is not, the rows that are full of the very thing.
    """
    rows = [row for row in table.outputs or table.rows if row.loss is not None]
    if not rows or not all(row.is_full for row in rows):
        yield from _undone_rows(table)
        return
    for path, text in table.texts.items():
        word = undone_word(table.profile, text, without=_told_by_money(table, path))
        if word is not None and path.endswith(("achieved", "conclusion", "problems", "remarks", "funds.cause")):
            args = {"word": word, "rows": len(rows), "printed": text}
            yield Finding(Codes.GOAL_TEXT_AGAINST_SCORES, path, args)
            return


def _told_by_money(table: Table, path: str) -> tuple[str, ...]:
    """Return the words of payments where they only say why money was not spent, for which points are off already."""
    execution = table.scored.execution
    is_reason = not path.endswith("achieved") and execution is not None and bool(execution.deduction)
    return table.profile.unpaid if is_reason else ()


def check_help_texts(table: Table) -> Iterator[Finding]:
    """Return what the blank form says, left in a cell."""
    cells = {row.path(key): getattr(row.indicator, key) for row in table.rows for key in ("name", "target", "actual")}
    for path, text in {**table.texts, **cells}.items():
        words = excerpt(table.profile.help_text, text or "")
        if words:
            yield Finding(Codes.HELP_TEXT_IN_TABLE, path, {"printed": text, "word": words})


def check_fillers(table: Table) -> Iterator[Finding]:
    """Return names that are placeholders, and reasons that say nothing."""
    for row in table.rows:
        if matches(table.profile.filler_names, row.name):
            yield Finding(Codes.FILLER, row.path("name"), {"printed": row.name})
        elif _is_filler(table.profile, row.indicator.cause or ""):
            yield Finding(Codes.FILLER, row.path("cause"), {"printed": row.indicator.cause})


def _is_filler(profile: Profile, text: str) -> bool:
    """Whether a reason says nothing."""
    return bool(strip_placeholder(text)) and matches(profile.filler_reasons, text.strip())


def check_years(table: Table) -> Iterator[Finding]:
    """Return names that speak of another year only, and goals that speak of years far from it."""
    year, names = table.project.year, {row.path("name"): row.name for row in table.rows}
    if year is None:
        return
    goals = {path: text for path, text in table.texts.items() if path.startswith("goals[")}
    around = {year - 1, year, year + 1}  # what was left from last year, what goes on in the next
    yield from _other_years(table, {"name": table.project.name or "", **names}, {year})
    yield from _other_years(table, goals, around)


def _other_years(table: Table, texts: Mapping[str, str], expected: set[int]) -> Iterator[Finding]:
    """Yield the texts, by their paths, that name years but none of those expected."""
    year = table.project.year
    for path, text in texts.items():
        years = _years_in(text)
        if years and not years & expected and not word_in(table.profile.over_years, text):
            listed = "、".join(map(str, sorted(years)))
            args = {"where": "文字", "where_en": "the text", "text": text, "years": listed, "year": year}
            yield Finding(Codes.OTHER_YEAR, path, {**args, "printed": listed, "reckoned": str(year)})


def _years_in(text: str) -> set[int]:
    """Return all years that a text names, those of a range with its ends."""
    years = set[int]()
    for first, last in _YEARS.findall(text):
        years |= set(range(int(first), int(last or first) + 1))
    return years


@cache
def _towns(acts: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of a town that a text says something of."""
    return re.compile(f"{_BEFORE_TOWN}({_TOWN})(?=[0-9]|{'|'.join(acts)})")


def check_towns(table: Table) -> Iterator[Finding]:
    """Return texts on the goals that tell of another town than the unit's own."""
    project = table.project
    own = set(re.findall(_TOWN, " ".join(filter(None, (project.unit, project.name, project.department)))))
    if not own:
        return
    for path, text in table.texts.items():
        for town in _towns(table.profile.town_acts).findall(text):
            is_other = not any(town.endswith(name) or name.endswith(town) for name in own)
            if is_other and word_in(table.profile.no_places, town) is None:
                yield Finding(Codes.OTHER_UNIT, path, {"printed": town, "reckoned": table.project.unit, "text": town})
                return
