"""The law of reading: each cell of a form that somebody edited is in the project, or in a finding with its place."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.utils import column_index_from_string

from jixiao.exact import parse_number
from jixiao.forms.importing import read_projects
from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.forms.importing.projects import FileReading
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_reading import SpecLookup
from jixiao.model.layout import TICKS
from jixiao.model.project import strip_placeholder
from jixiao.quantity import is_blank, unspaced
from tests.support.editable_files import KINDS
from tests.support.form_edits import Machine
from tests.support.forms_to_edit import FormToEdit, forms_to_edit
from tests.support.own_forms import texts_of
from tests.support.papers_to_edit import Box, Line

_POINT = re.compile(
    r"(?:第(?P<page>[0-9]+)页 )?表(?P<table>[0-9]+) 第(?P<row>[0-9]+)行第(?P<column>[0-9]+)列"
    r"|(?P<letters>[A-Z]{1,3})(?P<number>[0-9]+)"
)
#: The finding on a heading that nobody knows: it stands for the cells below it.
_QUESTION = "JX882"
TYPED_NUMBER = re.compile("[0-9]{8}")


class Told(NamedTuple):
    """A finding: its code, the place that it names, and the texts that it repeats."""

    code: str
    where: str
    text: str


@dataclass(frozen=True)
class Account:
    """What reading a file gives: each text of its projects, with the place where it stands, and the findings."""

    leaves: tuple[tuple[str, str], ...]
    places: Mapping[str, tuple[str, ...]]
    told: frozenset[Told]
    #: The names of the cells of forms of which nothing was taken, with an error.
    refused: frozenset[str]
    #: The rates that are computed from the amounts of the projects, in percent.
    rates: frozenset[str]
    #: The names of the cells that show a text.
    shown: Mapping[str, tuple[str, ...]]

    @cached_property
    def texts(self) -> list[str]:
        """The texts of the projects."""
        return [text for _, text in self.leaves]

    def has(self, text: str) -> bool:
        """Whether a text, or a part of it that means something, is in a project."""
        return any(unspaced(text) in unspaced(one) for one in self.texts)

    def takes(self, name: str, text: str) -> bool:
        """Whether the project has the text of a cell as what stands at its place."""
        return any(self.texts_at(name, text))

    def texts_at(self, name: str, text: str) -> Iterator[str]:
        """Yield the texts of the project that stand at the place of a cell and in its text."""
        return (one for one in self.places.get(name, ()) if _is_alike(text, one))

    def tells(self, name: str) -> bool:
        """Whether a finding names a cell, or asks about the heading above it."""
        return any(
            covers(one.where, name) or (one.code == _QUESTION and is_below(one.where, name)) for one in self.told
        )

    def repeats(self, text: str) -> bool:
        """Whether a finding with a place repeats a text, or its beginning."""
        words = unspaced(text)[:20]
        return any(one.where and words in unspaced(one.text) for one in self.told)


def _is_alike(text: str, other: str) -> bool:
    """Whether a text holds another, or one of its sentences, or is held by it."""
    one, two = unspaced(text), unspaced(other)
    return one in two or any(part in one for part in filter(None, two.split(";")))


def account_of(path: Path, copy: Path | None = None) -> Account:
    """Return what reading a file gives."""
    reading = read_projects(path, _find_spec, copy)
    places = dict[str, list[str]]()
    all_leaves = list[tuple[str, str]]()
    for form in reading.forms:
        leaves = {_path(name): text for name, text in texts_of(form.imported.data)}
        all_leaves += leaves.items()
        for name, where in form.imported.places.items():
            own = [text for leaf, text in leaves.items() if leaf in _paths(name)]
            own += _ticks(name, leaves)
            places.setdefault(where.rpartition("!")[2], []).extend(own)
    told = frozenset(_findings(reading, path))
    shown = dict[str, list[str]]()
    refused = set[str]()
    for form in reading.readings:
        spots = [spot for row in form.form.grid.all_rows() for spot in row]
        for spot in spots:
            shown.setdefault(unspaced(spot.text), []).append(spot.name)
        if not form.imported.data.get("indicators") and any(one.severity == "error" for one in form.imported.findings):
            refused.update(spot.name for spot in spots)
    rates = frozenset(rate for form in reading.forms for rate in _rates(form.imported.data.get("funds", {})))
    return Account(tuple(all_leaves), _frozen(places), told, frozenset(refused), rates, _frozen(shown))


def _rates(funds: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is spent of each amount of some funds in percent and as a share."""
    rows = [*funds.get("parts", ()), *(row for row in funds.values() if isinstance(row, dict))]
    for row in rows:
        spent = parse_number(row.get("spent", ""))
        for base in (parse_number(row.get("budget", "")), parse_number(row.get("initial", ""))):
            if spent is not None and base:
                yield from (f"{float(100 * spent / base):.{places}f}%" for places in (0, 1, 2))
                yield f"{float(spent / base):g}"


def _frozen(lists: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(texts) for key, texts in lists.items()}


def _path(name: str) -> str:
    """Return a place in data as findings write it: ``indicators[3].actual``."""
    return re.sub(r"\.([0-9]+)", r"[\1]", name).lstrip(".")


def _paths(name: str) -> frozenset[str]:
    """Return the paths of what shares a cell: a remedy stands behind its cause, words among ticks are a cause."""
    row, _, key = name.rpartition(".")
    if key in TICKS:
        return frozenset((f"{row}.cause",))
    cause = name.replace("execution.", "funds.")
    return frozenset((name, cause, cause.replace(".cause", ".remedy")))


def _ticks(name: str, leaves: Mapping[str, str]) -> list[str]:
    """Return what ticks the column at a place, where the project has it as ticked."""
    row, _, key = name.rpartition(".")
    ticked = [text for leaf, text in leaves.items() if leaf.startswith((f"{row}.cause_kinds", f"{row}.likelihood"))]
    if key not in TICKS or key not in ticked:
        return []
    return list(lexicon().fixed["ticks"])


def _findings(reading: FileReading, path: Path) -> Iterator[Told]:
    for one in reading.projects(path):
        for finding in map(one.located, one.findings):
            where = finding.cell.where if finding.cell else ""
            yield Told(finding.code, where, " ".join(str(value) for value in finding.args.values()))


def _find_spec(name: str) -> SpecLookup | None:
    return _book().look_up(name) if name else None


@cache
def _book() -> SpecBook:
    return SpecBook()


class Point(NamedTuple):
    """A place of a cell: its page and table, its row and column."""

    page: int
    table: int
    row: int
    column: int


def points_of(text: str) -> list[Point]:
    """Return the places that a text names."""
    found = []
    for match in _POINT.finditer(text.rpartition("!")[2]):
        if match["letters"]:
            found.append(Point(0, 0, int(match["number"]), column_index_from_string(match["letters"])))
        else:
            found.append(Point(int(match["page"] or 0), int(match["table"]), int(match["row"]), int(match["column"])))
    return found


def covers(where: str, name: str) -> bool:
    """Whether names and ranges of cells hold the name of a cell."""
    own = points_of(name)
    if not own:
        return name in where.rpartition("!")[2].split("、")
    for part in where.rpartition("!")[2].split("、"):
        points = points_of(part)
        if points and points[0] <= own[0] <= points[-1] and points[0].column <= own[0].column <= points[-1].column:
            return True
    return False


def is_below(where: str, name: str) -> bool:
    """Whether a cell stands in the column of another, below it."""
    own = points_of(name)
    if not own:
        return False
    return any(
        point[:2] == own[0][:2] and point.column == own[0].column and point.row <= own[0].row
        for point in points_of(where)
    )


class Law(NamedTuple):
    """What reading a form gave before somebody edited it and gives now, and the names of its cells before and now.

    In print cells have other names, then ``names`` is empty and they are known by their texts.
    """

    machine: Machine
    before: Account
    after: Account
    earlier: Mapping[int, tuple[str, str]]
    names: Mapping[int, str]
    is_own: bool

    def losses(self) -> Iterator[str]:
        """Yield each text that is neither in the project nor in a finding."""
        for box in (*self.machine.paper.boxes(), *self.machine.paper.lines):
            names = self._names(box)
            if not _states(box.text) or not self.after.refused.isdisjoint(names):
                continue
            if box in self.machine.touched and box.is_changed:
                if not self._is_accounted(names, box.text):
                    yield f"changed {names} {box.text!r}"
            elif self._is_dropped(box):
                yield f"untouched {names} {box.text!r}"
        if self.is_own:
            yield from self._emptied()

    def _names(self, box: Box | Line) -> tuple[str, ...]:
        """Return the name of a cell, or those of all cells that show its text."""
        if self.names:
            return (self.names.get(id(box), ""),)
        shown = self.after.shown
        lines = [shown.get(unspaced(line), ()) for line in box.text.split("\n")]
        return shown.get(unspaced(box.text)) or tuple(name for names in lines for name in names)

    def _is_accounted(self, names: tuple[str, ...], text: str) -> bool:
        """Whether a text that was typed or moved is in the project, or in a finding with its place."""
        after, numbers = self.after, TYPED_NUMBER.findall(text)
        if numbers and all(map(after.has, numbers)):
            return True
        if any(after.tells(name) or after.takes(name, text) for name in names):
            return True
        return (names == ("",) and after.repeats(text)) or (not self.is_own and self._is_fixed(text))

    def _is_fixed(self, text: str) -> bool:
        """Whether a text is made of fixed words of the form: of what was read without being taken or told of."""
        fixed = {
            unspaced(was)
            for name, was in self.earlier.values()
            if not self.before.takes(name, was) and not self.before.tells(name)
        }
        lines = [unspaced(line) for line in text.split("\n")]
        is_number = len(lines) == 1 and parse_number(text.rstrip("%")) is not None
        is_class = lexicon().is_fixed("levels", text)  # printed in rows to be filled in
        return not is_number and (is_class or unspaced(text) in fixed or all(line in fixed for line in lines))

    def _is_dropped(self, box: Box | Line) -> bool:
        """Whether the text of a cell that nobody touched was read before and is not any more."""
        before, after = self.before, self.after
        old, was = self.earlier.get(id(box), ("", ""))
        if not self.names or not before.takes(old, was):
            return False
        name = self.names.get(id(box), "")
        is_read = after.takes(name, box.text) or after.tells(name) or box.text in after.rates
        return not is_read and any(
            after.texts.count(text) < before.texts.count(text) for text in before.texts_at(old, was)
        )

    def _emptied(self) -> Iterator[str]:
        """Yield the texts that somebody took out of an own form, where nothing changed and nothing says so."""
        if self.before.leaves != self.after.leaves:
            return
        for box in self.machine.touched:
            if is_blank(box.text) and box.was and not is_blank(box.was) and not self.after.repeats(box.was):
                yield f"emptied {box.was!r}"


def _states(text: str) -> bool:
    """Whether a text is more than strokes."""
    return any(strip_placeholder(line) for line in text.split("\n"))


@dataclass(frozen=True)
class Run:
    """One form that was edited and saved: who edited it, the names of its cells before, and its file."""

    form: FormToEdit
    machine: Machine
    earlier: Mapping[int, tuple[str, str]]
    path: Path

    def report(self, before: Account, after: Account, *, has_names: bool) -> list[str]:
        """Return what was done and what of it was lost, in lines; none where the law holds."""
        names = self.machine.paper.names() if has_names else {}
        law = Law(self.machine, before, after, self.earlier, names, self.form.is_own)
        lost = list(law.losses())
        if not lost:
            return []
        findings = (f"  {one.code} {one.where}: {one.text}" for one in sorted(after.told))
        return [self.form.name, *self.machine.edits, *(f"  LOST {one}" for one in lost), *findings]


class Desk:
    """A folder in which the forms of one kind of file are edited again and again."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.name, self.kind = folder, kind, KINDS[kind]
        self.forms = forms_to_edit(self.kind.ending)
        self._accounts = dict[str, Account]()

    def path_of(self, form: FormToEdit) -> Path:
        """Return the file of a form, which is written when it is asked for first."""
        path = self.folder / f"{form.name}.{self.kind.ending}"
        if not path.exists():
            form.write(path)
        return path

    def before(self, form: FormToEdit) -> Account:
        """Return what reading a form gives before anybody edits it."""
        if form.name not in self._accounts:
            self._accounts[form.name] = account_of(self.path_of(form))
        return self._accounts[form.name]

    def edit(self, number: int) -> Run:
        """Edit one of the forms at random and save it; the same number does the same."""
        form = self.forms[number % len(self.forms)]
        paper = self.kind.format.open(self.path_of(form))
        names = paper.names()
        earlier = {id(box): (names.get(id(box), ""), box.text) for box in (*paper.boxes(), *paper.lines)}
        machine = Machine(paper, random.Random(f"{self.name} {number}"))
        machine.run()
        path = self.folder / f"edited-{number}.{self.kind.saved}"
        self.kind.format.save(paper, path)
        return Run(form, machine, earlier, path)

    def check(self, number: int) -> list[str]:
        """Return what one form lost by edits, in lines; none where the law holds."""
        run = self.edit(number)
        after = account_of(run.path)
        run.path.unlink()
        return run.report(self.before(run.form), after, has_names=self.kind.saved == self.kind.ending)
