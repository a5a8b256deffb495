"""The rows below the headings of funds: the total, its sources, parts by any other name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jixiao.exact import parse_number
from jixiao.forms.importing.foreign.heads import Head
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.foreign.reviews import review_of_row
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.stated_points import points
from jixiao.model.printed_rates import prints_rate
from jixiao.model.project import strip_placeholder
from jixiao.model.typed_words import light_of_word
from jixiao.quantity import is_blank, unspaced

AMOUNTS = ("initial", "budget", "spent", "forecast")
#: What the row of the total prints of the execution rate.
PRINTED = {
    "weight": "execution_weight",
    "rate": "execution_rate",
    "score": "execution_score",
    "light": "execution_light",
}
_OF_WHICH = re.compile(r"^其中[:：]?\s*")
#: Fewer amounts in a row without a label are none.
_FEWEST = 2


class _PartRow(NamedTuple):
    """The row of a part: its number, the headings above it, the cell of its name, and its amounts."""

    row: int
    head: Head
    label: Spot
    amounts: Mapping[str, str]


@dataclass
class FundTable:
    """The funds of a form: rows by key, parts by name, what the row of the total prints, its review and cause."""

    grid: Grid
    lexicon: Lexicon
    ledger: Ledger
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    parts: list[dict[str, str]] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)
    review: dict[str, str] = field(default_factory=dict)
    cause: str = ""
    part_rows: list[_PartRow] = field(default_factory=list)

    def read(self, row: int, head: Head) -> bool:
        """Read a row of amounts; return whether it is one, by its label or its amounts."""
        label = self._label(row, head)
        if self._is_beyond(row, head):
            return False
        if label is None:
            return self._read_unlabelled(row, head)
        amounts = self._amounts(row, head, label)
        name = self.lexicon.fund_of(label.text)
        if name is None and not _has_number(amounts):
            return not amounts and self._is_empty_row(row, head, label)
        self._enter_row(row, head, label, amounts)
        return True

    def _read_unlabelled(self, row: int, head: Head) -> bool:
        """Read the only row of amounts of a form, which needs no label: it is the total; return whether it is one."""
        amounts = {key: text for key in AMOUNTS if (text := self._text(row, head, key))}
        if row != head.bottom + 1 or len(amounts) < _FEWEST or self.rows or not _has_number(amounts):
            return False
        self.rows["total"] = amounts
        for key in amounts:
            self.ledger.take(self._spot(row, head, key), f"funds.total.{key}")
        self._read_printed(row, head)
        return True

    def _enter_row(self, row: int, head: Head, label: Spot, amounts: dict[str, str]) -> None:
        """Enter the cells of a row of amounts; a fund that is there already is a part."""
        name = self.lexicon.fund_of(label.text)
        if name in self.rows:
            name = None
        path = self._enter(name, label, amounts)
        for key in amounts:
            self.ledger.take(self._spot(row, head, key), f"{path}.{key}")
        if name == "total":
            self._read_printed(row, head)
        elif name is None:
            self.part_rows.append(_PartRow(row, head, label, amounts))
        else:
            self._check_rate(row, head, amounts)
        asides = [self._spot(row, head, "light"), *(self.grid.spot(row, spot.column) for spot in head.asides)]
        self.ledger.set_aside(*(spot for spot in asides if spot is not None and not is_blank(spot.text)))

    def _is_empty_row(self, row: int, head: Head, label: Spot) -> bool:
        """Whether a row beside the cell of the funds states nothing but its label, which is then told of."""
        texts = [strip_placeholder(spot.text) for spot in self.grid.begin(row) if spot is not label]
        if head.ends is None or any(texts):
            return False
        self.ledger.set_aside(label)
        return True

    def _is_beyond(self, row: int, head: Head) -> bool:
        """Whether a row stands below the cell beside the funds, or has one cell below all amounts: a text."""
        if head.ends is not None and row >= head.ends:
            return True
        spots = [self._spot(row, head, key) for key in AMOUNTS if key in head.spots]
        return len(spots) > 1 and spots[0] is not None and all(spot is spots[0] for spot in spots)

    def _label(self, row: int, head: Head) -> Spot | None:
        """Return the cell that labels a row, left of its amounts: one that names a fund, else the last text."""
        first = min(head.spots[key].column for key in AMOUNTS if key in head.spots)
        spots = [
            spot
            for spot in self.grid.row(row)
            if spot.column < first and spot is not head.side and not is_blank(spot.text) and spot.row > head.bottom
        ]
        named = [spot for spot in spots if self.lexicon.fund_of(spot.text)]
        return next(iter([*named, *reversed(spots)]), None)

    def _spot(self, row: int, head: Head, key: str) -> Spot | None:
        """Return the cell of a column in a row below its headings."""
        if key not in head.spots:
            return None
        spot = self.grid.spot(row, head.spots[key].column)
        if spot is None or spot.row <= head.bottom:
            return None
        return spot

    def _text(self, row: int, head: Head, key: str) -> str:
        spot = self._spot(row, head, key)
        if spot is None:
            return ""
        return strip_placeholder(spot.text.strip())

    def _amounts(self, row: int, head: Head, label: Spot) -> dict[str, str]:
        """Return the amounts of a row; a label that reaches into their columns is none."""
        keys = [key for key in AMOUNTS if self._spot(row, head, key) is not label]
        return {key: text for key in keys if (text := self._text(row, head, key))}

    def _enter(self, name: str | None, label: Spot, amounts: dict[str, str]) -> str:
        """Enter the amounts of a fund by its key, or of a part by its name; return its path."""
        if name is not None:
            self.rows[name] = amounts
            self.ledger.fix(label)
            return f"funds.{name}"
        path = f"funds.parts[{len(self.parts)}]"
        self.parts.append({"name": _OF_WHICH.sub("", label.text.strip()), **amounts})
        self.ledger.take(label, f"{path}.name")
        return path

    def _read_printed(self, row: int, head: Head) -> None:
        """Read what the row of the total prints of the execution rate, and the cause beside it."""
        texts = {key: points(self._text(row, head, key)) for key in ("weight", "score")}
        texts = {key: text for key, text in texts.items() if text and parse_number(text) is not None}
        if self._text(row, head, "rate"):
            texts["rate"] = self._in_percent(self._text(row, head, "rate"), head)
        if light_of_word(self._text(row, head, "light")) is not None:
            texts["light"] = self._text(row, head, "light")
        for key, text in texts.items():
            self.printed[PRINTED[key]] = text
            self.ledger.take(self._spot(row, head, key), f"printed.{PRINTED[key]}")
        self.review |= review_of_row({key: self._spot(row, head, key) for key in head.spots}, "funds", self.ledger)
        self._read_cause(self._spot(row, head, "cause"))

    def _read_cause(self, spot: Spot | None) -> None:
        if spot is None or not strip_placeholder(spot.text):
            return
        if self.lexicon.is_help(spot.text):
            self.ledger.help(spot)
        else:
            self.cause = spot.text.strip()
            self.ledger.take(spot, "funds.cause")

    def _in_percent(self, text: str, head: Head) -> str:
        """Return a rate as it is printed; one under a heading in percent has no sign of its own."""
        if "%" in unspaced(head.spots["rate"].text) and parse_number(text) is not None:
            return f"{text}%"
        return text

    def _check_rate(self, row: int, head: Head, amounts: Mapping[str, str]) -> None:
        """Enter the rate of a part where it is spent ÷ budget, as far as it is printed; any other is told of."""
        spot = self._spot(row, head, "rate")
        if spot is None or not amounts.get("spent"):
            return
        text = self._in_percent(spot.rounded or spot.text.strip(), head)
        if any(_is_rate(text, amounts["spent"], amounts.get(key, "")) for key in ("budget", "initial")):
            self.ledger.take(spot, "computed")

    def close(self) -> None:
        """Take the only row of amounts for the total, whatever it is called; enter the rates of the parts."""
        if not self.rows and len(self.parts) == 1:
            self._take_for_total(self.part_rows.pop())
        for part in self.part_rows:
            self._check_rate(part.row, part.head, part.amounts)

    def _take_for_total(self, part: _PartRow) -> None:
        """Take the row of the only part for the total."""
        self.parts.clear()
        self.rows["total"] = dict(part.amounts)
        self.ledger.rename("funds.parts[0].", "funds.total.")
        self.ledger.put_aside(part.label)
        self._read_printed(part.row, part.head)


def _has_number(amounts: Mapping[str, str]) -> bool:
    """Whether any of the texts below amounts holds a digit."""
    return any(character.isdecimal() for character in "".join(amounts.values()))


def _is_rate(text: str, spent: str, budget: str) -> bool:
    """Whether a text is spent ÷ budget, to the decimals that it prints."""
    numerator, denominator = parse_number(spent), parse_number(budget)
    if numerator is None or denominator is None:
        return False
    if not denominator:
        return not numerator and parse_number(unspaced(text).removesuffix("%")) == 0
    return prints_rate(text, numerator / denominator)


__all__ = ["AMOUNTS", "FundTable"]
