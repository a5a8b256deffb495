"""Texts beside their labels, and lines of a form: titles, years, units of money, who filled it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jixiao.exact import parse_number
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.stated_points import points
from jixiao.forms.labels import LABELS
from jixiao.model.project import strip_placeholder
from jixiao.quantity import Number, form_word, is_blank, parse, unspaced

_YEAR = re.compile(r"((?:19|20)[0-9]{2})年度|\(((?:19|20)[0-9]{2})年\)")
_BARE_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MONEY = re.compile(r"(?:单位[:(]?|\()(?:人民币)?(万元|元)(?=[),]|$)")
#: What a line of a title has beside its words: years, units of money, numbers of annexes.
_BESIDE_TITLE = re.compile(
    r"\(?(?:19|20)[0-9]{2}(?:年度?)?\)?|\(?(?:金额)?单位:?\(?(?:人民币)?(?:万元|元)\)?|附件?[0-9]*[:.]?|公开[0-9]+表"
    r"|(?:[0-9]{1,2}[-–—~～至]+)?[0-9]{1,2}月(?:份|底)?|[()]"
)
#: What stands between texts in one line.
_GAP = re.compile(r"\s{2,}|\u3000+")
#: A label with points, a light or "none" behind it, the label that follows at once, and its text.
_BEHIND_POINTS = re.compile(
    r"(?P<first>[^:：]*[:：]\s*(?:[0-9.]+分?|[红黄绿蓝]灯|red|yellow|green|blue|无|none|—))"
    r"(?P<label>[^0-9:：]+)(?P<value>[:：].*)",
    re.DOTALL,
)
#: What the program prints in English where there is no total.
_NONE = LABELS["en"]["none"]
#: Longer texts are no labels.
_LONGEST_LABEL = 24
#: What stands behind the label of a total: full marks, the total, the grade.
_TOTAL, _GRADE, _RATE = "printed.total", "printed.grade", "printed.execution_rate"


class LabelledText(NamedTuple):
    """A text, what its label says that it is ("" of a label that a project has no place for), and both cells."""

    key: str
    text: str
    label: Spot
    value: Spot | None


@dataclass
class LabelledTexts:
    """The texts of a form outside its tables."""

    grid: Grid
    lexicon: Lexicon
    ledger: Ledger
    texts: dict[str, str] = field(default_factory=dict)
    #: The first text of each label written with it in one cell; a text in a cell of its own goes before it.
    inline: list[LabelledText] = field(default_factory=list)
    #: The cells of the years that lines above the table state as such, and of all numbers of its title that are years.
    years: dict[str, list[Spot]] = field(default_factory=dict)
    bare_years: dict[str, list[Spot]] = field(default_factory=dict)
    #: Units of money that stand beside the amounts, and those that stand above the table.
    beside: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    #: The lines from which the kind of form shows.
    titles: list[str] = field(default_factory=list)

    # ---- rows of labels

    def read_row(self, row: int, keys: frozenset[str] | None = None) -> bool:
        """Read a row that begins with a label, of ``keys`` if they are given; return whether it was one."""
        pairs = list(self._pairs(row))
        first = next(iter(self.grid.begin(row)), None)
        if not pairs or pairs[0].label not in (first, self._second(row, first)):
            return False
        if keys is not None and pairs[0].key not in keys:
            return False
        self._enter_all(pairs)
        return True

    def read_row_behind(self, row: int) -> bool:
        """Read the labels of a row that begins with one that no word explains; return whether there are any.

        Each has a text beside it; where headings stand among them it is no such row.
        """
        pairs = [pair for pair in self._pairs(row) if pair.value is not None]
        texts = [spot.text for spot in (self.grid.begin(row)[0], *(pair.value for pair in pairs)) if spot is not None]
        if not pairs or any(map(self.lexicon.knows, texts)):
            return False
        self._enter_all(pairs)
        return True

    def _second(self, row: int, first: Spot | None) -> Spot | None:
        """Return the cell that a row begins with beside one that says what stands there."""
        if first is None or (first.rows == 1 and not self.lexicon.is_fixed("sides", first.text)):
            return None
        return next((spot for spot in self.grid.begin(row) if spot is not first), None)

    def _pairs(self, row: int) -> Iterator[LabelledText]:
        """Yield the labels of a row, each with the text to its right."""
        free = 0
        for label in self.grid.begin(row):
            key = self._key(label.text)
            if key is None or label.column < free:
                continue
            results = list(self._results(row, label)) if key == _TOTAL else []
            if results:
                yield from results
                continue
            value = self._value_of(row, label)
            if value is not None and label.rows in (1, value.rows):
                free = value.column + value.columns
                yield LabelledText(key, value.text.strip(), label, value)
            elif label.rows == 1:
                yield LabelledText(key, "", label, None)

    def _results(self, row: int, label: Spot) -> Iterator[LabelledText]:
        """Yield total and grade behind a label amid a row, where full marks stand before the total: 总分 100 96 优."""
        behind = [spot for spot in self.grid.begin(row) if spot.column > label.column]
        numbers = [spot for spot in behind if parse_number(points(spot.text.strip())) is not None]
        if len(numbers) != len(("full marks", "total")):
            return
        yield LabelledText(_TOTAL, numbers[-1].text.strip(), label, numbers[-1])
        for spot in behind:
            if unspaced(spot.text) in self.lexicon.rows["grades"]:
                yield LabelledText(_GRADE, spot.text.strip(), label, spot)

    def _value_of(self, row: int, label: Spot) -> Spot | None:
        """Return the cell to the right of a label, where that is no label itself; the next text, if that is empty.

        Where cells were merged and are no longer, empty ones stand between a label and its text.
        """
        value = self.grid.spot(row, label.column + label.columns)
        if value is None or is_blank(value.text):
            texts = (spot for spot in self.grid.begin(row) if spot.column > label.column)
            value = next(texts, value)
        if value is None or self._key(value.text) is not None or self.is_labelled(value):
            return None
        return value

    def _key(self, text: str) -> str | None:
        """Return what a label stands for, "" where a project has no place for it, ``None`` of another text."""
        if len(text) > _LONGEST_LABEL:
            return None
        word = form_word(text.strip().lstrip("*＊★"))
        if word in self.lexicon.pairs:
            return self.lexicon.pairs[word]
        if self.lexicon.pairs.get(part := word.removeprefix("其中:"), "").startswith("funds."):
            return self.lexicon.pairs[part]
        return "" if word in self.lexicon.asides else None

    def _enter_all(self, pairs: Sequence[LabelledText]) -> None:
        """Enter the pairs of a row, amounts behind the most exact labels first.

        Amounts behind one label that is repeated under headings of other amounts are set aside.
        """
        for pair in sorted(pairs, key=self._is_loose):
            labels = [other.label for other in pairs if form_word(other.label.text) == form_word(pair.label.text)]
            if pair.key.startswith("funds.") and self._are_under_amounts(labels):
                self._enter(pair._replace(key=""))
            else:
                self._enter(pair)

    def _is_loose(self, pair: LabelledText) -> bool:
        """Whether a label of an amount does not say which: 年度资金总额, beside 全年预算数."""
        amount = self.lexicon.heads["funds"].get(form_word(pair.label.text))
        return pair.key.startswith("funds.") and amount != pair.key.rpartition(".")[2]

    def _are_under_amounts(self, labels: Sequence[Spot]) -> bool:
        """Whether labels stand below others that mean different amounts: each 其中 below a budget or what was spent."""
        for row in reversed(range(labels[0].row)):
            above = (self.grid.spot(row, label.column) for label in labels)
            keys = {self._key(spot.text) or "" for spot in above if spot is not None}
            amounts = {key for key in keys if key.startswith("funds.")}
            if len(amounts) != 1:
                return bool(amounts)
        return False

    def _enter(self, pair: LabelledText) -> None:
        """Take a text into the project, or set it aside."""
        self.ledger.fix(pair.label)
        if pair.value is None or is_blank(pair.text):
            return
        if pair.key == _TOTAL:
            self._fix_full_marks(pair.label, pair.value)
        is_no_rate = pair.key == _RATE and not isinstance(parse(pair.text), Number)
        if pair.key.startswith("funds.") and pair.key in self.texts:
            self._enter_again(pair, pair.value)
        elif not pair.key or pair.key in self.texts or is_no_rate:
            if self.texts.get(pair.key) != pair.text:
                self.ledger.set_aside(pair.value)
        elif self.lexicon.is_help(pair.text):
            self.ledger.help(pair.value)
        else:
            self.texts[pair.key] = self._with_unit(pair)
            self.ledger.take(pair.value, pair.key)

    def _enter_again(self, pair: LabelledText, value: Spot) -> None:
        """Enter an amount that is there already; another one stays without an entry, and so is told of as not read."""
        own = self.texts[pair.key]
        numbers = {parse_number(own), parse_number(pair.text)}
        if unspaced(own) == unspaced(pair.text) or (len(numbers) == 1 and None not in numbers):
            self.ledger.take(value, pair.key)

    def _with_unit(self, pair: LabelledText) -> str:
        """Return the text of a pair; its label may state the unit of money, or that a bare number is percent."""
        if pair.key.startswith("funds."):
            self.read_unit(pair.label)
        is_bare_rate = pair.key == _RATE and parse_number(pair.text) is not None
        return f"{pair.text}%" if is_bare_rate and "%" in unspaced(pair.label.text) else pair.text

    def _fix_full_marks(self, label: Spot, total: Spot) -> None:
        """Enter the cells between the label of a total and the total itself."""
        for spot in self.grid.begin(label.row):
            if label.column < spot.column < total.column:
                self.ledger.take(spot, "fixed")

    # ---- lines

    def read_line(self, spot: Spot) -> None:
        """Read a line of its own: a title, a year, a unit of money, a text behind its label."""
        text = unspaced(spot.text)
        for year in _years_in(text):
            self.years.setdefault(year, []).append(spot)
        for year in self._bare_years_in(text):
            self.bare_years.setdefault(year, []).append(spot)
        self.above += _MONEY.findall(text.rstrip(":"))
        self.titles.append(text)
        self.read_note(spot)

    def is_line(self, spot: Spot) -> bool:
        """Whether a cell holds a text behind its label, or words of a title."""
        text = unspaced(spot.text)
        return self.is_labelled(spot) or self.lexicon.is_fixed("sides", text) or self._is_title(text)

    def is_labelled(self, spot: Spot) -> bool:
        """Whether a cell holds nothing but texts behind their labels."""
        return any(self._labelled(spot))

    def read_note(self, spot: Spot) -> None:
        """Read a line below the indicators: a text behind its label, or one that a project has no place for."""
        text = unspaced(spot.text)
        texts = list(self._labelled(spot))
        if texts:
            self.inline += texts
        elif self.lexicon.is_fixed("sides", text):
            self.ledger.fix(spot)
        elif self._is_title(text) and self.bare_years.keys() >= set(self._bare_years_in(text)):
            self.ledger.take(spot, "fixed")
        else:
            self.ledger.set_aside(spot)

    def read_unit(self, spot: Spot) -> None:
        """Keep the unit of money that a text beside the amounts states."""
        self.beside += _MONEY.findall(unspaced(spot.text).rstrip(":"))

    def _labelled(self, spot: Spot) -> Iterator[LabelledText]:
        """Yield the texts of a line behind their labels; none where it has more than these and a unit of money."""
        texts = []
        for piece in self._pieces(spot.text.strip()):
            if _MONEY.fullmatch(unspaced(piece)):
                continue
            label, colon, value = piece.replace("：", ":", 1).partition(":")
            key = self._key(label)
            if not colon or key is None:
                return
            texts.append(LabelledText(key, value.strip().removesuffix(_NONE), spot, spot))
        yield from texts

    def _pieces(self, text: str) -> Iterator[str]:
        """Yield the texts of a line with their labels: a gap parts them, or points that a label follows at once."""
        for piece in _GAP.split(text):
            match = _BEHIND_POINTS.fullmatch(piece)
            if match is not None and self._key(match["label"]) is not None:
                yield match["first"]
                yield match["label"] + match["value"]
            else:
                yield piece

    def _is_title(self, text: str) -> bool:
        """Whether a line has nothing but the words of a title, years and units of money."""
        word = _BESIDE_TITLE.sub("", text)
        return not word or any(self.lexicon.is_fixed(group, word) for group in ("titles", "continued"))

    def _bare_years_in(self, text: str) -> list[str]:
        """Return the numbers of a line of a title that are years."""
        if not self._is_title(text):
            return []
        return _BARE_YEAR.findall(text)

    def close(self) -> None:
        """Take the texts written with their labels in one cell, where no cell of its own has them."""
        for pair in self.inline:
            text = strip_placeholder(pair.text)
            if pair.key and not self.texts.get(pair.key) and text and not self._has_label(text):
                self.texts[pair.key] = text
                self.ledger.take(pair.label, pair.key)
        for pair in self.inline:
            if self.texts.get(pair.key, "") != strip_placeholder(pair.text):
                self.ledger.set_aside(pair.label)
            else:
                self.ledger.take(pair.label, "fixed")
        self._take_year()

    def _take_year(self) -> None:
        """Take the year of the title, where no label states one; set lines aside that state another year."""
        years = self.years or self.bare_years
        if len(years) == 1 and "year" not in self.texts:
            ((self.texts["year"], lines),) = years.items()
            self.ledger.entries[lines[0].row, lines[0].column] = "year"
        for year, lines in (*self.years.items(), *self.bare_years.items()):
            if year not in self.texts.get("year", ""):
                for line in lines:
                    self.ledger.put_aside(line)

    def _has_label(self, text: str) -> bool:
        """Whether a text has another label in it: 甲站 填报日期：3月10日."""
        return any(self._key(word.rsplit(" ", 1)[-1]) is not None for word in text.replace("：", ":").split(":")[:-1])


def _years_in(text: str) -> list[str]:
    """Return the years that a line states as such."""
    return ["".join(match) for match in _YEAR.findall(text)]


__all__ = ["LabelledText", "LabelledTexts"]
