"""What a form prints as its results: total, grade, and the points and the rate of the budget's execution."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction

from jixiao.exact import parse_number
from jixiao.forms.importing.foreign.heads import Head
from jixiao.forms.importing.foreign.indicators import LEVELS, IndicatorRow, weight_text
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.stated_points import points
from jixiao.forms.importing.ticks import choice_of
from jixiao.model.project import strip_placeholder
from jixiao.quantity import form_word, unspaced

Claims = dict[str, str]
#: Columns of points: those of a row, and those of its class and its second level.
WEIGHTS = ("weight", "level1_weight", "level2_weight")
#: The target of the execution rate, and the full marks of a form, as they are printed.
_WHOLE = ("100%", "1", "100", "≥100%", "=100%")
FULL = Fraction(100)
#: The columns of the row of the execution rate, with what they claim.
_OF_EXECUTION = {"weight": "execution_weight", "score": "execution_score", "actual": "execution_value"}


class PrintedResults:
    """Reads the rows that print results; their cells are entered as they are taken."""

    def __init__(self, grid: Grid, lexicon: Lexicon, ledger: Ledger) -> None:
        self.grid, self.lexicon, self.ledger = grid, lexicon, ledger

    def of_execution(self, read: IndicatorRow, classes: Collection[str]) -> Claims:
        """Return what the row of the execution rate prints among the indicators, which are of some classes."""
        claims = Claims()
        for column, name in _OF_EXECUTION.items():
            text = read.value(column)
            if name == "execution_weight" and parse_number(weight_text(text)) is not None:
                text = weight_text(text)
            elif name != "execution_value":
                text = number_of(read.spots.get(column))
            if text:
                claims[name] = text
                self.ledger.take(read.spots.get(column), f"printed.{name}")
        self._fix_labels(read)
        self._enter_levels(read, classes)
        return claims

    def _fix_labels(self, read: IndicatorRow) -> None:
        """Enter the labels of the row of the execution rate; its target is all of the budget."""
        self.ledger.fix(*(spot for spot in self.grid.begin(read.row) if self.lexicon.is_row("execution", spot.text)))
        for key in ("target", "value"):
            if unspaced(read.value(key)) in _WHOLE:
                self.ledger.take(read.spots.get(key), "fixed")

    def _enter_levels(self, read: IndicatorRow, classes: Collection[str]) -> None:
        """Enter the classes that stand in a row of no indicator; those that no indicator has are set aside."""
        own = [spot for spot in map(read.spots.get, (*LEVELS, "name")) if spot is not None and spot.row == read.row]
        self.ledger.fix(*(spot for spot in own if unspaced(spot.text) in classes))
        self.ledger.set_aside(*own)

    def of_sum(self, read: IndicatorRow, full: Collection[Fraction]) -> Claims:
        """Return total and grade of the row of the sum; ``full`` are the points that its weights may come to."""
        claims = Claims()
        label, *cells = self.grid.begin(read.row)
        self.ledger.fix(label)
        total = self._total(read, cells)
        if total is not None:
            claims["total"] = number_of(total)
            self.ledger.take(total, "printed.total")
        self._fix_points(read, full)
        for spot in cells:
            if unspaced(spot.text) in self.lexicon.rows["grades"]:
                claims["grade"] = spot.text.strip()
                self.ledger.take(spot, "printed.grade")
            else:
                claims |= self._labelled(spot, full)
        self.ledger.set_aside(*(spot for spot in cells if spot in self._without_place(read)))
        return claims

    def _labelled(self, spot: Spot, full: Collection[Fraction]) -> Claims:
        """Return what a cell of the row of the sum states behind its label: 总得分：96.24; full marks are no claim.

        A label alone is entered as a word of the form.
        """
        label, _, text = unspaced(spot.text).partition(":")
        word = form_word(label)
        if not text:
            if word in self.lexicon.rows["sums"] or word in self.lexicon.pairs:
                self.ledger.fix(spot)
            return {}
        if self.lexicon.heads["indicators"].get(word) == "weight":
            if parse_number(points(text)) in full:
                self.ledger.take(spot, "fixed")
            return {}
        return self._claim_of(spot, word, text)

    def _claim_of(self, spot: Spot, word: str, text: str) -> Claims:
        """Return the result that a cell states behind a label; nothing where it is none."""
        section, _, key = self.lexicon.pairs.get(word, "").partition(".")
        if word in self.lexicon.rows["sums"] and parse_number(points(text)) is not None:
            section, key = "printed", "total"
        if section != "printed":
            return {}
        self.ledger.take(spot, f"printed.{key}")
        return {key: stated(key, text)}

    def _fix_points(self, read: IndicatorRow, full: Collection[Fraction]) -> None:
        """Enter the points of the row of the sum that are what its weights may come to."""
        for spot in map(read.spots.get, WEIGHTS):
            if spot is not None and parse_number(weight_text(spot.text.strip())) in full:
                self.ledger.take(spot, "fixed")

    def _without_place(self, read: IndicatorRow) -> list[Spot | None]:
        """Return the cells of a row in columns that a project has no place for."""
        return [self.grid.spot(read.row, spot.column) for spot in read.head.asides]

    def _total(self, read: IndicatorRow, cells: Iterable[Spot]) -> Spot | None:
        """Return the cell of the total: that of the column of scores, else the only number."""
        score = read.spots.get("score")
        no_totals = [*map(read.spots.get, (*WEIGHTS, "second_score")), *self._without_place(read)]
        numbers = [spot for spot in cells if number_of(spot) and (spot is score or spot not in no_totals)]
        if score in numbers:
            return score
        return numbers[0] if len(numbers) == 1 else None

    def is_total(self, read: IndicatorRow) -> bool:
        """Whether the row of a sum is labelled as that of the whole."""
        return self.lexicon.is_row("totals", self.grid.begin(read.row)[0].text)

    def beside(self, heads: Iterable[Head]) -> Claims:
        """Return the points of the execution rate that the cell beside the funds prints."""
        for head in heads:
            if head.section == "funds" and head.side is not None:
                match = self.lexicon.patterns["points"].search(unspaced(head.side.text))
                if match:
                    return {"execution_weight": match[1]}
        return {}


def number_of(spot: Spot | None) -> str:
    """Return the points that a cell states, as a number is typed and shown; "" where it states none."""
    if spot is None:
        return ""
    text = points(spot.rounded or spot.text.strip())
    return text if parse_number(text) is not None else ""


def of_labels(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the results that stand behind labels."""
    for key, text in texts.items():
        section, _, name = key.partition(".")
        if section == "printed" and strip_placeholder(text):
            yield name, stated(name, text)


def stated(name: str, text: str) -> str:
    """Return a result as it is stated: a total without its unit, a grade that may be ticked."""
    return {"total": points, "grade": choice_of}.get(name, str)(text)


__all__ = ["FULL", "PrintedResults", "number_of", "of_labels"]
