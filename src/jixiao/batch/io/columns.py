"""The long table's columns: their names in English or Chinese, and what each row says as the scalar core reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from jixiao.findings import Codes, Finding
from jixiao.loading.validation import suggest
from jixiao.model.project import Amounts, Indicator, Project
from jixiao.model.spellings import spellings
from jixiao.quantity import form_word, unspaced

PROJECT = "project"
REQUIRED = (PROJECT, "level1", "name", "target", "actual", "weight")
#: Columns of the table that belong to an indicator, as its own file would have them.
OF_ROW = (
    "level1", "level2", "name", "target", "actual", "weight", "comparison", "uom", "direction", "tier", "share",
    "rule", "applicable", "cause", "score",
)  # fmt: skip
#: Columns that belong to the project; any of its rows may state them.
OF_PROJECT = ("finished", "year", "initial")
#: Columns of what monitoring alone states of an indicator, and of its project.
OF_MONITORED_ROW = ("progress", "forecast", "likelihood", "cause_kinds")
OF_MONITORED_PROJECT = ("stage", "month", "answers")
OF_MONITORING = frozenset((*OF_MONITORED_ROW, *OF_MONITORED_PROJECT))
#: Columns by which a table may hold projects that are monitored: the values so far, and the stage.
PROGRESS, STAGE = "progress", "stage"
#: What a table of monitoring may lack: the values of the year, and weights, on which no light depends.
_OPTIONAL_IN_MONITORING = frozenset(("actual", "weight"))
#: Columns that may hold numbers as such, and all columns of values, in which what is no number is no value.
TYPED = ("target", "actual", "weight")
VALUES = (*TYPED, "progress", "forecast")
KNOWN = (PROJECT, *OF_ROW, *OF_PROJECT)
#: Columns of what is stated of rows and projects.
CONTENT = (*OF_ROW, *OF_PROJECT, *OF_MONITORED_ROW, *OF_MONITORED_PROJECT)
#: Columns of which a cell that is merged over several rows stands for each of them.
CARRIED = (PROJECT, "level1", "level2", *OF_PROJECT, *OF_MONITORED_PROJECT)
#: Words for the execution row in level1, beside those of the spec.
EXECUTION_WORDS = frozenset(("预算执行率", "execution"))
#: Most columns of a table; unknown ones that a finding names.
MOST_COLUMNS, _MOST_NAMED = 500, 20
#: How a time at midnight, which is a day, ends in text.
MIDNIGHT = r" 00:00:00(\.0+)?$"
#: Rows among which the headings are looked for: titles, units and blank rows stand above them.
MOST_ABOVE = 20
#: Words of a row of sums in one of its first columns, without spaces.
SUM_WORDS = ("合计", "总计", "小计", "累计", "总合计")
#: An id as a spreadsheet shows a number of many digits: the last ones are gone.
INEXACT_ID = r"^\s*[0-9]([.][0-9]+)?[Ee][+][0-9]{2,}\s*$"
_PROJECT_WORDS = ("项目编码", "项目代码", "项目编号", "项目", "项目名称")
#: A unit of money in the brackets of a heading.
_MONEY = re.compile(r"\([^()]*元[^()]*\)")


@cache
def headers() -> Mapping[str, str]:
    """Return every accepted header with the column's own name."""
    of_row, of_project = (*OF_ROW, *OF_MONITORED_ROW), ("year", "finished", *OF_MONITORED_PROJECT)
    table = {word: name for word, name in spellings(Indicator).items() if name in of_row}
    table |= {word: name for word, name in spellings(Project).items() if name in of_project}
    table |= {word: "initial" for word, name in spellings(Amounts).items() if name == "initial"}
    return {**table, **dict.fromkeys((PROJECT, *_PROJECT_WORDS), PROJECT)}


def _heading(header: str) -> str:
    """Return the word of a heading; a note behind it counts where it states a unit of money or makes a word known."""
    word = unspaced(header)
    if word in headers() or _MONEY.search(word):
        return word
    return form_word(word)


def _named_columns(headings: list[str], columns: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield the headings that name a column, with it; where an id and a name stand side by side, the id alone."""
    project = _project_heading(headings)
    for heading in headings:
        name = columns[heading]
        if name is not None and (name != PROJECT or heading == project):
            yield heading, name


def renaming(headings: list[str], source: str = "") -> tuple[dict[str, str], list[Finding]]:
    """Return the column that each heading names; unknown ones get a note, duplicate and missing ones an error.

    What monitoring alone states is known in a table that may hold projects that are monitored.
    """
    if refusal := too_wide(len(headings), source):
        return {}, [refusal]
    findings, names = list[Finding](), dict[str, str]()
    words = _headers_of(headings)
    columns = {heading: words.get(_heading(heading)) for heading in headings}
    for heading, name in _named_columns(headings, columns):
        if name in names.values():
            findings.append(Finding(Codes.DUPLICATE_COLUMN, source, {"header": heading[:40], "name": name}))
        else:
            names[heading] = name
    findings += _unknown([heading for heading in headings if columns[heading] is None], list(words), source)
    if missing := _missing(frozenset(names.values())):
        findings.append(Finding(Codes.COLUMNS_MISSING, source, {"columns": "、".join(missing)}))
    return names, findings


def _headers_of(headings: Sequence[str]) -> Mapping[str, str]:
    """Return the headers that are known in a table: those of monitoring only where it may hold monitored projects."""
    if is_monitored(headers().get(_heading(heading)) for heading in headings):
        return headers()
    return {word: name for word, name in headers().items() if name not in OF_MONITORING}


def is_monitored(columns: Iterable[str | None]) -> bool:
    """Whether a table of these columns may hold projects that are monitored.

    >>> is_monitored(["project", "target", "progress"]), is_monitored(["project", "target", "actual"])
    (True, False)
    """
    return not {PROGRESS, STAGE}.isdisjoint(columns)


def _missing(names: frozenset[str]) -> list[str]:
    """Return the columns without which a table of these can be neither scored nor monitored."""
    missing = [name for name in REQUIRED if name not in names]
    if PROGRESS in names and "actual" not in names:
        return [name for name in missing if name not in _OPTIONAL_IN_MONITORING]
    return missing


def _project_heading(headings: Sequence[str]) -> str | None:
    """Return the heading of the column that tells projects apart: an id before a name."""
    by_word = {_heading(heading): heading for heading in reversed(headings)}
    return next((by_word[word] for word in (PROJECT, *_PROJECT_WORDS) if word in by_word), None)


def too_wide(columns: int, source: str) -> Finding | None:
    """Return the finding on a table of more columns than one may have; None where it has no more."""
    if columns <= MOST_COLUMNS:
        return None
    return Finding(Codes.TABLE_TOO_LARGE, source, {"name": source, "detail": f"{columns:,} > {MOST_COLUMNS}"})


def _unknown(headings: Sequence[str], words: list[str], source: str) -> Iterator[Finding]:
    """Yield the note on unknown headings: the first of them, and the accepted ``words`` nearest to these."""
    if not headings:
        return
    names = [_with_nearest(heading, words) for heading in headings[:_MOST_NAMED]]
    more = f" … ({len(headings)})" if len(headings) > _MOST_NAMED else ""
    yield Finding(Codes.UNKNOWN_COLUMNS, source, {"headers": "、".join(names) + more})


def _with_nearest(heading: str, words: list[str]) -> str:
    near = suggest(heading, words)
    return f"“{heading[:40]}”" + (f" (→ {near}?)" if near else "")


class Heading(NamedTuple):
    """Which of a table's rows, from 0, holds its headings; how many of its columns they name, and of the required."""

    row: int
    columns: int
    required: int = 0


def heading_of(rows: Sequence[Sequence[str]]) -> Heading:
    """Return the row that names the most columns of a long table, and the first of such.

    Where none names any, it is the first that says anything.

    >>> heading_of([["某县绩效自评明细表", ""], ["", ""], ["项目", "得分"], ["A1", "10"]])
    Heading(row=2, columns=2, required=1)
    """
    named = [{headers().get(_heading(cell)) for cell in row} - {None} for row in rows]
    best = max(map(len, named), default=0)
    if best:
        row = next(at for at, names in enumerate(named) if len(names) == best)
        return Heading(row, best, len(named[row].intersection(REQUIRED)))
    return Heading(next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), 0), 0)
