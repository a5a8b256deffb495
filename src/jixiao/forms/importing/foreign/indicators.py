"""The rows below the headings of indicators: indicators, parts of the row above, the execution rate, sums, notes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from jixiao.exact import add_up, parse_number
from jixiao.forms.importing.foreign.heads import Head
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.foreign.remarks import is_remark
from jixiao.forms.importing.foreign.reviews import review_of_row
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.reasons import cause_and_remedy, without_own_sentence
from jixiao.forms.importing.stated_points import points
from jixiao.forms.importing.ticks import kinds_of, ticks_of, with_words
from jixiao.model.layout import TICKS
from jixiao.model.project import strip_placeholder
from jixiao.model.typed_words import light_of_word
from jixiao.quantity import Date, Number, form_word, is_blank, parse, unspaced, visible

RowKind = Literal["indicator", "part", "execution", "sum", "subtotal", "note", "blank"]
Data = dict[str, Any]
LEVELS = ("level1", "level2")
#: Columns of which a row that is no mere label fills one.
_VALUES = ("target", "value", "adjusted", "actual", "progress", "weight", "score")
_DIRECTIONS = ("正向", "反向")


@dataclass
class IndicatorRow:
    """A row below the headings: its kind, and the texts and cells of its columns."""

    row: int
    head: Head
    kind: RowKind
    texts: dict[str, str]
    spots: Mapping[str, Spot]
    parts: list[IndicatorRow] = field(default_factory=list)

    def value(self, key: str) -> str:
        """Return the text of a column, "" where it holds none or a stroke."""
        return strip_placeholder(self.texts.get(key, ""))

    def states(self, key: str) -> bool:
        """Whether a column has a cell with a text that begins in this row."""
        spot = self.spots.get(key)
        return spot is not None and spot.row == self.row and bool(strip_placeholder(spot.text))


class IndicatorTable:
    """The rows of indicators of a form, in order."""

    def __init__(self, grid: Grid, lexicon: Lexicon) -> None:
        self.grid, self.lexicon = grid, lexicon
        self.rows: list[IndicatorRow] = []
        #: The numbers of rows that nobody filled in.
        self.blank_rows: list[int] = []
        #: The classes of the latest row, which those below it share where they state none.
        self._levels = dict.fromkeys(LEVELS, "")
        #: The latest row with a number of the higher kind (一、), to which rows with a lower one (1、) belong.
        self._major: IndicatorRow | None = None

    def read(self, row: int, head: Head) -> None:
        """Read a row below headings."""
        spots = dict(_spots(self.grid, row, head))
        texts = {key: spot.text.strip() for key, spot in spots.items()}
        read = IndicatorRow(row, head, "blank", texts, spots)
        self._carry_levels(read)
        read.kind = self._kind(read)
        self._keep_levels(read)
        self._head_class(read)
        if read.kind == "part":
            self.of("indicator")[-1].parts.append(read)
        elif read.kind == "blank":
            self.blank_rows.append(row)
        else:
            self.rows.append(read)
        if read.kind == "indicator":
            self._remember(read)

    def of(self, *kinds: RowKind) -> list[IndicatorRow]:
        """Return the rows of some kinds."""
        return [row for row in self.rows if row.kind in kinds]

    def _carry_levels(self, read: IndicatorRow) -> None:
        """Fill in levels that were typed once, in a row above, and not merged."""
        for key in LEVELS:
            read.texts[key] = strip_placeholder(read.texts.get(key, ""))
        first = read.spots.get("level1")
        is_new = first is not None and first.row == read.row and bool(read.texts["level1"])
        if not is_new:
            for key in LEVELS:
                read.texts[key] = read.texts[key] or self._levels[key]

    def _keep_levels(self, read: IndicatorRow) -> None:
        """Keep the classes of a row for those below it; the label of the execution rate is none."""
        if read.kind in ("indicator", "blank", "execution"):
            labels = {key: read.texts[key] for key in LEVELS}
            self._levels = {
                key: "" if self.lexicon.is_row("execution", label) else label for key, label in labels.items()
            }

    def _head_class(self, read: IndicatorRow) -> None:
        """Take the class of a row that heads those below it, with or without their points."""
        if read.kind == "note" and self.heads_class(first := self.grid.begin(read.row)[0]):
            read.kind = "subtotal"
            self._levels = {"level1": form_word(first.text), "level2": ""}

    def heads_class(self, first: Spot) -> bool:
        """Whether a row that begins with this cell heads the rows of a class: 一、产出指标（50分） over columns."""
        return first.columns > 1 and self.lexicon.is_fixed("classes", first.text)

    # ---- kinds

    def _kind(self, read: IndicatorRow) -> RowKind:
        """Return what a row is."""
        first = next(iter(self.grid.begin(read.row)), None)
        if first is None:
            return "blank"
        if self._is_execution(read):
            return "execution"
        if self._is_labelled(read, first, "sums"):
            return "sum"
        if any(self.lexicon.is_subtotal(read.texts.get(key, "")) for key in (*LEVELS, "name")):
            return "subtotal"
        if self._is_note(read):
            return "note"
        if not self._is_filled(read):
            return "blank"
        return "part" if self._is_part(read) else "indicator"

    def _is_execution(self, read: IndicatorRow) -> bool:
        """Whether a row is that of the execution rate, in whichever class it stands; there is one."""
        labels = [spot.text for key, spot in read.spots.items() if key in (*LEVELS, "name") and spot.row == read.row]
        is_named = any(self.lexicon.is_row("execution", label) for label in labels)
        return is_named and not self.of("execution")

    def _is_labelled(self, read: IndicatorRow, first: Spot, kind: str) -> bool:
        """Whether a row begins with a label of a kind where no indicator is named."""
        name = read.spots.get("name")
        is_unnamed = name in (None, first, read.spots.get("score")) or is_blank(name.text) or name.row < read.row
        is_label = name is not None and form_word(name.text) in self.lexicon.pairs
        return (is_unnamed or is_label) and self.lexicon.is_row(kind, first.text)

    def _is_note(self, read: IndicatorRow) -> bool:
        """Whether a row is a remark: a cell over most columns, or one by its texts."""
        name = read.spots.get("name")
        values = [read.spots.get(key) for key in ("level1", "target", "value", "actual")]
        if name is not None and any(name is value for value in values):
            return True
        stated = [read.texts[key] for key in _VALUES if read.states(key)]
        return is_remark(self.grid.begin(read.row), stated, self.lexicon)

    def _is_filled(self, read: IndicatorRow) -> bool:
        """Whether a row names or states something that is no stroke and was not printed by the template."""
        name = read.value("name")
        is_named = bool(name) and not self.lexicon.patterns["template"].match(unspaced(name))
        return is_named or any(map(read.states, _VALUES))

    def _is_part(self, read: IndicatorRow) -> bool:
        """Whether a row without a weight of its own is a part of the indicator above it."""
        above = next(iter(reversed(self.of("indicator"))), None)
        if above is None or read.states("weight") or above.texts["level2"] != read.texts["level2"]:
            return False
        name = unspaced(read.texts.get("name", ""))
        if name.startswith(self.lexicon.rows["parts"]):
            return True
        if self.lexicon.patterns["minor"].match(name):
            return self._major is not None and self._major.texts["level2"] == read.texts["level2"]
        follows_part = bool(above.parts) and "weight" in read.head.spots
        return follows_part and not self.lexicon.patterns["major"].match(name)

    def _remember(self, read: IndicatorRow) -> None:
        """Remember a row with a number of the higher kind."""
        if self.lexicon.patterns["major"].match(unspaced(read.texts.get("name", ""))):
            self._major = read
        elif not self.lexicon.patterns["minor"].match(unspaced(read.texts.get("name", ""))):
            self._major = None

    # ---- what rows share

    def class_points(self) -> Iterator[tuple[Spot, Fraction | None]]:
        """Yield each cell of the points of a class, with the sum of the weights of its rows; ``None`` without one."""
        groups: dict[int, tuple[Spot, list[str]]] = {}
        for read in self.rows:
            for key in ("level1_weight", "level2_weight"):
                spot = read.spots.get(key)
                if spot is not None and read.kind in ("indicator", "execution"):
                    groups.setdefault(id(spot), (spot, []))[1].append(weight_text(read.texts.get("weight", "")))
        for spot, weights in groups.values():
            yield spot, _sum(weights)

    def classes(self) -> frozenset[str]:
        """Return the words of the classes of the indicators, without spaces."""
        return frozenset(unspaced(read.texts[key]) for read in self.of("indicator") for key in LEVELS)

    def weights(self) -> Fraction | None:
        """Return the sum of the weights of all indicators; ``None`` where one states none."""
        return _sum([weight_text(read.value("weight")) for read in self.of("indicator")])

    def shared_weights(self) -> list[tuple[list[Spot], list[IndicatorRow]]]:
        """Return each cell of a weight that stands for several indicators together, with these.

        Cells of scores that stand for the same indicators follow it.
        """
        rows_of: dict[tuple[int, int], list[IndicatorRow]] = {}
        for read in self.of("indicator"):
            if read.value("weight"):
                spot = read.spots["weight"]
                rows_of.setdefault((spot.row, spot.column), []).append(read)
        return [(list(_shared_points(rows)), rows) for rows in rows_of.values() if len(rows) > 1]


def _shared_points(rows: list[IndicatorRow]) -> Iterator[Spot]:
    """Yield the cell of the weight of rows that share it, and cells of scores that several of them share."""
    yield rows[0].spots["weight"]
    scores = [read.spots["score"] for read in rows if read.value("score")]
    yield from dict.fromkeys(spot for spot in scores if scores.count(spot) > 1)


def _spots(grid: Grid, row: int, head: Head) -> Iterator[tuple[str, Spot]]:
    for key, column in head.columns.items():
        spot = grid.spot(row, column)
        if spot is not None and spot.row > head.bottom:
            yield key, spot


class IndicatorEntry:
    """An indicator of a project file, made of a row; its cells are entered as they are taken."""

    def __init__(self, read: IndicatorRow, number: int, ledger: Ledger, shared: Collection[Spot]) -> None:
        """``shared`` are cells of points that stand for several indicators together."""
        self.read, self.ledger, self.shared = read, ledger, shared
        self.lexicon, self.path = ledger.lexicon, f"indicators[{number}]"
        self.data: Data = {}

    def made(self) -> Data:
        """Return the data of the indicator."""
        for key in LEVELS:
            self._set(key, _level(self.read.texts.get(key, "")), key)
        self._set("name", self._name(), "name")
        self._targets()
        self._set("actual", self.read.value("actual"), "actual")
        if self.read.spots.get("weight") not in self.shared:
            self._set("weight", weight_text(self.read.value("weight")), "weight")
        self._score()
        self._share()
        self._reasons()
        self._monitoring()
        review = review_of_row(self.read.spots, self.path, self.ledger)
        if review:
            self.data["review"] = review
        return self.data

    def _set(self, key: str, text: str, column: str) -> None:
        """Set a text that is there, and enter its cell."""
        if text:
            self.data[key] = text
            self.ledger.take(self.read.spots.get(column), f"{self.path}.{key}")

    def _name(self) -> str:
        """Return the name without the number that the template prints before it."""
        name = self.read.texts.get("name", "")
        return self.lexicon.patterns["numbered"].sub("", name).strip() or name

    def _targets(self) -> None:
        """Set the target: the adjusted one, or that of the year; with its sign and unit beside it."""
        for column in ("adjusted", "value", "target"):
            self._target(column)
        self._set("comparison", self.read.value("comparison"), "comparison")
        self._set_unit()
        direction = self.read.value("direction")
        key = "direction" if direction.startswith(_DIRECTIONS) else "comparison"
        self._set(key, direction, "direction")

    def _set_unit(self) -> None:
        """Set the unit of both values; a word that says no more than that they are dates is none."""
        unit = self.read.value("uom")
        if self.lexicon.is_row("dates", unit) and isinstance(parse(self.data.get("target", "")), Date):
            self.ledger.take(self.read.spots.get("uom"), "fixed")
        else:
            self._set("uom", unit or self._unit_of_heading(), "uom")

    def _unit_of_heading(self) -> str:
        """Return the unit that a heading states for the bare numbers below it, "" where a value has its own."""
        columns = [key for key in ("target", "value", "actual") if self.read.value(key)]
        if not all(_is_bare(self.read.value(key)) for key in columns):
            return ""
        heads = (unspaced(self.read.head.spots[key].text) for key in columns)
        notes = filter(None, map(self.lexicon.patterns["unit"].search, heads))
        return next((note[1] or note[2] for note in notes), "")

    def _target(self, column: str) -> None:
        """Set the target to that of a column, unless there is one; then another that is stated is set aside."""
        text = self.read.value(column)
        if self.data.get("target", text) == text:
            self._set("target", text, column)
        elif text:
            self.ledger.set_aside(self.read.spots[column])

    def _score(self) -> None:
        """Set the score that the table claims; one that is no number is told of elsewhere."""
        spot = self.read.spots.get("score")
        if spot is None or spot in self.shared:
            return
        claim = points(spot.rounded or spot.text)
        if claim and parse_number(claim) is not None:
            self._set("score", claim, "score")
        elif claim:
            self.ledger.take(spot, "asked")

    def _share(self) -> None:
        """Set the share of the points; one under a heading in percent has no sign of its own."""
        head, text = self.read.head.spots.get("share"), self.read.value("share")
        if text and head is not None and "%" in unspaced(head.text) and not text.endswith(("%", "％")):
            text = f"{text}%"
        self._set("share", text, "share")

    def _reasons(self) -> None:
        """Set cause and remedy; what the form says to those who fill it in is none."""
        for column in ("cause", "remedy"):
            spot = self.read.spots.get(column)
            if spot is not None and self.lexicon.is_help(spot.text):
                self.ledger.help(spot)
                self.read.texts[column] = ""
        cause, remedy = cause_and_remedy(without_own_sentence(self.read.value("cause")))
        self._set("cause", strip_placeholder(cause), "cause")
        self._set("remedy", strip_placeholder(remedy), "cause")
        self._set("remedy", self.read.value("remedy"), "remedy")

    def _monitoring(self) -> None:
        """Set what monitoring states: the value so far, the forecast, the light, and what is ticked."""
        for key in ("progress", "forecast", "likelihood"):
            self._set(key, self.read.value(key), key)
        light = self.read.value("light")
        if light_of_word(light) is not None:
            self._set("light", light, "light")
        if "progress" in self.read.spots:
            self._set("note", self.read.value("remark"), "remark")
        ticks, named = ticks_of(self.read.texts), kinds_of(self.read.value("cause_kinds"))
        cause_kinds = [*ticks.cause_kinds, *named.cause_kinds]
        if cause_kinds:
            self.data["cause_kinds"] = cause_kinds
        if ticks.likelihood:
            self.data.setdefault("likelihood", ticks.likelihood)
        if ticks.words or named.words:
            self.data["cause"] = with_words(self.data.get("cause", ""), [*named.words, *ticks.words])
        for column in (*TICKS, "cause_kinds"):
            self.ledger.take(self.read.spots.get(column), f"{self.path}.{column}")


def _sum(weights: list[str]) -> Fraction | None:
    """Return the sum of weights; ``None`` where one is no number."""
    numbers = [number for weight in weights if (number := parse_number(weight)) is not None]
    if len(numbers) < len(weights):
        return None
    return add_up(numbers)


def _is_bare(text: str) -> bool:
    """Whether a value is a number without a unit of its own."""
    value = parse(text)
    return isinstance(value, Number) and not value.unit.word


def _level(text: str) -> str:
    r"""Return the word of a class without the spaces and breaks that typesetting puts between its characters.

    >>> _level("产 出\n指 标"), _level("KPI one")
    ('产出指标', 'KPI one')
    """
    if text.isascii():
        return text
    return "".join(text.split())


def weight_text(text: str) -> str:
    """Return a weight as a number of points: 20分 and 20% are 20.

    >>> weight_text("20%"), weight_text("20 分"), weight_text("若干")
    ('20', '20', '若干')
    """
    bare = visible(text).strip().removesuffix("分").strip()
    number = bare.rstrip("%％").strip()
    if parse_number(number) is None:
        return text
    return number


__all__ = ["Data", "IndicatorEntry", "IndicatorRow", "IndicatorTable", "weight_text"]
