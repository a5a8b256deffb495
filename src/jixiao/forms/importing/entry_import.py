"""A workbook that people filled in, read back: every cell is taken, the program's own, or named by a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter

from jixiao.exact import format_exact, parse_number, to_step
from jixiao.findings import Codes, Finding, Lang
from jixiao.forms.entry import TEXTS, EntryFormulas, entry_sheet, guide_lines
from jixiao.forms.entry.columns import class_labels
from jixiao.forms.entry.labels import GUIDE, HINTS, PIECES, SCORES
from jixiao.forms.importing.cell_places import whole_of
from jixiao.forms.importing.entry_reader import EntryReader, is_of_guide, words_of
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.imported import ImportedProject
from jixiao.forms.importing.unread_cells import uncalculated
from jixiao.loading.projects import load_project
from jixiao.loading.spec_files import is_path
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import Indicator, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import form_word, unspaced
from jixiao.result import Result, result_of

#: Headings that no other table has together, by which such a sheet is known, and how many of them may be retyped.
_MARKS = frozenset(("level1", "name", "target", "actual", "weight", "tier", "share", "applicable"))
_RETYPED = 2
#: Specs whose formulas are remembered.
_MOST_REMEMBERED = 8


def is_entry_sheet(grid: Grid) -> bool:
    """Whether a table is the sheet that people fill in: a row of it has the headings that no other table has."""
    words = words_of(Indicator)
    headings = ({words.get(form_word(spot.text)) for spot in grid.begin(row)} for row in range(grid.rows))
    return any(len(_MARKS - row) <= _RETYPED for row in headings)


def join_guides(grids: Mapping[str, Grid]) -> dict[str, Grid]:
    """Return the sheets of a file; a sheet to be filled in has the guide below it, the one that calculates is gone."""
    entry = next((title for title, grid in grids.items() if is_entry_sheet(grid)), None)
    if entry is None:
        return dict(grids)
    guides = [title for title in grids if title in GUIDE.values()]
    joined = {title: grid for title, grid in grids.items() if title not in {*guides, *SCORES.values()}}
    for title in guides:
        joined[entry] = _below(joined[entry], title, grids[title])
    return joined


def _below(grid: Grid, title: str, guide: Grid) -> Grid:
    """Return a table with the cells of a guide below its last row, named with their sheet."""
    spots = (spot._replace(row=grid.rows + spot.row, name=f"{title}!{spot.name}") for spot in guide.spots)
    return replace(grid, spots=(*grid.spots, *spots))


def spec_of_entry(grid: Grid) -> str:
    """Return the id of the spec that the sheet names, "" where it names none: a file that it names is never opened."""
    words = words_of(Project)
    for row in range(grid.rows):
        cells = grid.begin(row)
        is_named = len(cells) > 1 and words.get(form_word(cells[0].text)) == "spec"
        if is_named and not is_path(cells[1].text.strip()):
            return cells[1].text.strip()
    return ""


# ---- what the program wrote itself


def project_of_entry(grid: Grid, spec: IndicatorSpec, lang: Lang = "zh") -> ImportedProject:
    """Return the project that a filled-in sheet holds, and a finding on every cell that is not in it."""
    content = EntryReader(grid, class_labels(spec), entry_sheet(spec, lang)).read()
    data = content.data
    result = result_of(load_project(data), spec, (), "", lang)
    check = _OwnCells(spec, result)
    unread = [spot for spot in content.unread if not check.is_guide_text(spot)]
    findings = [
        *(_retyped(spot, own) for spot, own in content.retyped),
        *(_unread(list(row)) for _, row in groupby(unread, key=attrgetter("row"))),
        *uncalculated(
            spot for spot in (*content.formulas, *content.computed.values()) if check.is_foreign_formula(spot)
        ),
        *check.changes(content.computed),
    ]
    if "indicators" not in data:
        findings.append(Finding(Codes.ENTRY_SHEET_EMPTY, "indicators"))
    places = {path: grid.where(name) for path, name in content.places.items()}
    return ImportedProject(data, tuple(findings), places=places | {"": whole_of(grid)})


def _retyped(spot: Spot, own: str) -> Finding:
    """Return the finding on a heading whose column is read all the same."""
    code = Codes.FIXED_TEXT_CHANGED if spot.text else Codes.CELL_EMPTIED
    return Finding(code, "", {"where": spot.name, "text": spot.text[:MOST_SHOWN], "was": own})


def _unread(row: list[Spot]) -> Finding:
    """Return the finding on cells of a row that belong nowhere."""
    where = "–".join(dict.fromkeys((row[0].name, row[-1].name)))
    text = " ".join(" ".join(spot.text or spot.formula for spot in row).split())[:MOST_SHOWN]
    return Finding(Codes.CELL_NOT_READ, "", {"where": where, "text": text, "was": ""})


@lru_cache(maxsize=_MOST_REMEMBERED)
def _own_formulas(spec: IndicatorSpec) -> frozenset[str]:
    """Return the formulas of the sheet of a spec, without the cells that they name."""
    formulas = set[str]()
    for lang in TEXTS:
        sheet = entry_sheet(spec, lang)
        first_row = sheet._replace(rows=range(sheet.rows.start, sheet.rows.start + 1))
        formulas |= {_nameless(formula) for _, _, formula in EntryFormulas(spec, first_row, lang).cells()}
    return frozenset(formulas)


class _OwnCells:
    """What the program writes onto the sheets of a spec, and shows of a result."""

    def __init__(self, spec: IndicatorSpec, result: Result) -> None:
        self.spec, self.result = spec, result
        self.document = result.to_dict()

    @cached_property
    def _guide(self) -> frozenset[str]:
        lines = (line for lang in TEXTS for line in guide_lines(self.spec, lang))
        return frozenset(unspaced(text) for line in lines for text in line)

    def is_guide_text(self, spot: Spot) -> bool:
        """Whether the program wrote a text into the guide."""
        return is_of_guide(spot) and unspaced(spot.text) in self._guide

    def is_foreign_formula(self, spot: Spot) -> bool:
        """Whether somebody typed the formula of a cell, whose value the file does not hold."""
        return bool(spot.formula) and _nameless(spot.formula.removeprefix("=")) not in _own_formulas(self.spec)

    def changes(self, computed: Mapping[str, Spot]) -> Iterator[Finding]:
        """Yield a finding on each computed cell that shows something else than the program would."""
        for name, spot in computed.items():
            if not spot.formula and not self._shows(name, spot.text):
                args = {"where": spot.name, "text": spot.text[:MOST_SHOWN], "was": self._own(name) or "—"}
                yield Finding(Codes.COMPUTED_CELL_CHANGED, "", args)

    def _shows(self, name: str, text: str) -> bool:
        key = name.rpartition(".")[2]
        if key == "hint":
            return text in _HINTS
        if key == "missing":
            return _MISSING.fullmatch(text) is not None
        number, own = parse_number(text), self._own(name)
        if number is None:
            return text == own
        return number == parse_number(own)

    def _own(self, name: str) -> str:
        """Return what the program shows in a computed cell."""
        if name in ("total", "grade"):
            return str(getattr(self.result, name) or "")
        owner, _, key = name.rpartition(".")
        if owner == "total":
            return self._of_execution(key)
        match = _INDICATOR.fullmatch(owner)
        if match is None or key != "computed":
            return ""
        return str(self.document["indicators"][int(match[1])]["score"] or "")

    def _of_execution(self, key: str) -> str:
        row = self.result.scored and self.result.scored.execution
        if not row:
            return ""
        values = {"rate": row.ratio and to_step(row.ratio, _RATE_STEP), "weight": row.weight, "score": row.score}
        value = values[key]
        return "" if value is None else format_exact(value)


_INDICATOR = re.compile(r"indicators\[([0-9]+)\]")
_RATE_STEP = Fraction(1, 10**4)
_HINTS = frozenset(text for texts in HINTS.values() for text in texts.values())
#: A cell that a formula names, on its own sheet or on another.
_REFERENCE = re.compile(r"(?:'[^']*'!|[^\W\d]\w*!)?\$?[A-Z]{1,3}\$?[0-9]+")


def _nameless(formula: str) -> str:
    return _REFERENCE.sub("#", formula)


def _pattern(text: str) -> str:
    return re.escape(text).replace(re.escape("{}"), r"[0-9.\-]+")


_MISSING = re.compile(
    "|".join(
        f"{re.escape(TEXTS[lang]['complete'])}|(?:{'|'.join(map(_pattern, pieces.values()))})+"
        for lang, pieces in PIECES.items()
    )
)


__all__ = ["is_entry_sheet", "join_guides", "project_of_entry", "spec_of_entry"]
