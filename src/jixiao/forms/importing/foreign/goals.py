"""The rows below the headings of goals: what was expected, and what was achieved."""

from __future__ import annotations

from dataclasses import dataclass, field

from jixiao.forms.importing.foreign.heads import Head
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.foreign.lexicon import Lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.model.project import strip_placeholder
from jixiao.quantity import is_blank, unspaced


@dataclass
class GoalTable:
    """The goals of a form, keys as in a project file."""

    grid: Grid
    lexicon: Lexicon
    ledger: Ledger
    goals: list[dict[str, str]] = field(default_factory=list)
    is_begun: bool = False

    def read(self, row: int, head: Head) -> bool:
        """Read a row below headings; return whether it belongs to them."""
        spots = self._spots(row, head)
        is_one_line = head.ends is None and len(set(spots.values())) < len(spots)
        is_below = head.ends is not None and row >= head.ends
        if not spots or is_one_line or is_below:
            return False
        goal = dict[str, str]()
        for key, spot in spots.items():
            self._enter(goal, key, spot)
        if goal:
            self.goals.append(goal)
        self.is_begun = True
        return True

    def _spots(self, row: int, head: Head) -> dict[str, Spot]:
        """Return the cells of columns that begin in a row and hold a text."""
        spots = {key: self.grid.spot(row, column) for key, column in head.columns.items()}
        return {
            key: spot for key, spot in spots.items() if spot is not None and spot.row == row and not is_blank(spot.text)
        }

    def _enter(self, goal: dict[str, str], key: str, spot: Spot) -> None:
        if self.lexicon.is_help(spot.text):
            self.ledger.help(spot)
        elif key == "number" and unspaced(spot.text).strip("().、") == str(len(self.goals) + 1):
            self.ledger.take(spot, "fixed")
        elif key in ("number", "adjusted"):
            self.ledger.set_aside(spot)
        elif strip_placeholder(spot.text):
            goal[key] = spot.text.strip()
            self.ledger.take(spot, f"goals[{len(self.goals)}].{key}")


__all__ = ["GoalTable"]
