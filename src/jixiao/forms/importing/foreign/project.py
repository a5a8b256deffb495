"""The project of a form that others drew, and what is to be said about its headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jixiao.findings import Codes, Finding
from jixiao.forms.importing.foreign.indicators import Data
from jixiao.forms.importing.foreign.kinds import stage_of
from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.forms.importing.foreign.questions import USUAL
from jixiao.forms.importing.foreign.reading import FormReading, read_form
from jixiao.forms.importing.grid import Grid
from jixiao.forms.importing.unread_cells import places_text, short
from jixiao.quantity import unspaced

#: The columns that each stage states; those of the funds are named where a self-evaluation has none.
_STATED = {
    "self_evaluation": ("name", "target", "actual"),
    "target": ("name", "target"),
    "monitoring": ("name", "target"),
}
_FUNDS = "全年预算数、全年执行数"


class TableProject(NamedTuple):
    """The data of a project, keys as in a project file, findings, and what was read."""

    data: Data
    findings: tuple[Finding, ...]
    reading: FormReading


def project_of_table(grid: Grid, columns: Mapping[str, str]) -> TableProject:
    """Return the project that a table shows; its data are empty where the table is no form."""
    reading = read_form(grid, columns)
    if not reading.is_form:
        return TableProject({}, (Finding(Codes.NO_FORM_RECOGNISED, "", _missing(tuple(USUAL), reading)),), reading)
    if reading.listed:
        return TableProject({}, (_list_of_projects(reading),), reading)
    stage = stage_of(reading)
    data = dict(reading.data)
    if stage == "monitoring":
        data |= _monitored(data, reading)
    if stage != "self_evaluation":
        data["stage"] = stage
    stated = _STATED.get(stage, _STATED["self_evaluation"])
    if not data.get("indicators"):
        finding = Finding(Codes.COLUMNS_NOT_RECOGNISED, "", _missing(stated, reading))
        return TableProject(data, (finding, *reading.findings), reading)
    return TableProject(data, (*_missing_headings(reading, stated, stage), *reading.findings), reading)


def _list_of_projects(reading: FormReading) -> Finding:
    """Return the finding on a table that lists several projects, and so is the form of none."""
    names = list(dict.fromkeys(spot.text.strip() for spot in reading.listed))
    args = {
        "where": places_text([spot.name for spot in reading.listed]),
        "count": len(names),
        "names": short("、".join(names)),
        **_missing(tuple(USUAL), reading),
    }
    return Finding(Codes.LIST_OF_PROJECTS, "", args)


def _monitored(data: Data, reading: FormReading) -> Data:
    """Return the month and the rows of monitoring: what its table calls completed is so as of then."""
    pattern = lexicon().patterns["months"]
    texts = [*reading.titles, *(spot.text for head in reading.heads for spot in head.spots.values())]
    months = {match[1] for text in texts for match in pattern.finditer(unspaced(text))}
    rows = [_so_far(row) for row in data.get("indicators", [])]
    monitored: Data = {"indicators": rows} if rows else {}
    if len(months) == 1 and "month" not in data:
        monitored["month"] = months.pop()
    return monitored


def _so_far(row: Data) -> Data:
    """Return an indicator with its actual as what was reached so far."""
    if "actual" not in row or "progress" in row:
        return row
    return {{"actual": "progress"}.get(key, key): text for key, text in row.items()}


def _missing(keys: tuple[str, ...], reading: FormReading) -> dict[str, str]:
    """Return the usual words for columns of indicators that a table does not have."""
    return {"missing": "、".join(_missing_words(keys, reading)) or "—"}


def _missing_words(keys: tuple[str, ...], reading: FormReading) -> Iterator[str]:
    columns = reading.columns("indicators")
    for key in keys:
        if key not in columns and not (key == "target" and "value" in columns):
            yield USUAL[key]


def _missing_headings(reading: FormReading, stated: tuple[str, ...], stage: str) -> Iterator[Finding]:
    """Yield one finding on the columns that the table does not have, where no unknown heading is asked about."""
    words = list(_missing_words(stated, reading))
    if stage == "self_evaluation" and "funds" not in reading.data:
        words.append(_FUNDS)
    if words and not any(head.unknown for head in reading.heads):
        yield Finding(Codes.HEADINGS_NOT_RECOGNISED, "", {"missing": "、".join(words)})


__all__ = ["TableProject", "project_of_table"]
