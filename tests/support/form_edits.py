"""What people do to a form: cells typed over, moved, merged, parted; rows that come and go; notes below."""

from __future__ import annotations

import random
from dataclasses import dataclass

from jixiao.quantity import is_blank
from tests.support.papers_to_edit import Box, Line, Paper, Table

#: What is typed: the number in it stands nowhere else.
TYPED = (
    "改动{}",
    "{}",
    "≥{}%",
    "其中：{}",
    "{}分",
    "说明：{}",
    "（{}）",
    "{}年度",
    "{}万元",
    "合计{}",
    "指标{}：",
    "{}\n次行",
)


@dataclass
class Machine:
    """A person who edits a paper at random; ``edits`` says what was done to which cell, for people."""

    paper: Paper
    chance: random.Random

    def __post_init__(self) -> None:
        self.edits = list[str]()
        self.touched = list[Box | Line]()

    def run(self) -> None:
        """Do a few things."""
        ways = (self.retype, self.retype, self.clear, self.swap, self.move, self.fill, self.merge, self.part,
                self.add_row, self.delete_row, self.note, self.retype_line)  # fmt: skip
        for _ in range(self.chance.randint(1, 3)):
            self.chance.choice(ways)()

    def typed(self) -> str:
        """Return a text whose number stands nowhere else."""
        return self.chance.choice(TYPED).format(self.chance.randrange(70_000_000, 80_000_000))

    def _cell(self, *, is_filled: bool) -> Box | None:
        """Return one of the cells, with or without a text, that were not edited yet."""
        table = self.chance.choice([table for table in self.paper.tables if table.boxes])
        boxes = [
            box for box in table.boxes if is_blank(box.text) != is_filled and box not in self.touched
            and box.column < _form_width(table)
        ]  # fmt: skip
        return self.chance.choice(boxes) if boxes else None

    def _put(self, box: Box | Line | None, text: str, kind: str) -> None:
        if box is not None:
            self.edits.append(f"{kind} {box.text!r} → {text!r}")
            box.text = text
            self.touched.append(box)

    def retype(self) -> None:
        """Type over a cell."""
        self._put(self._cell(is_filled=True), self.typed(), "retype")

    def fill(self) -> None:
        """Type into an empty cell."""
        self._put(self._cell(is_filled=False), self.typed(), "fill")

    def clear(self) -> None:
        """Empty a cell."""
        self._put(self._cell(is_filled=True), "", "clear")

    def swap(self) -> None:
        """Let two cells change their texts."""
        one, other = self._cell(is_filled=True), self._cell(is_filled=True)
        if one is not None and other is not None and one is not other:
            first, second = one.text, other.text
            self._put(one, second, "swap")
            self._put(other, first, "swap")

    def move(self) -> None:
        """Move a text into an empty cell."""
        one, other = self._cell(is_filled=True), self._cell(is_filled=False)
        if one is not None and other is not None:
            text = one.text
            self._put(one, "", "move")
            self._put(other, text, "move")

    def merge(self) -> None:
        """Merge a cell with the one to its right or below it; both texts stay."""
        box = self._cell(is_filled=True)
        table = next((table for table in self.paper.tables if box in table.boxes), None)
        if box is None or table is None:
            return
        if self.chance.random() < 0.5:
            others = [one for one in table.boxes if (one.row, one.rows, one.column) == (box.row, box.rows, box.column + box.columns)]  # fmt: skip
        else:
            others = [one for one in table.boxes if (one.column, one.columns, one.row) == (box.column, box.columns, box.row + box.rows)]  # fmt: skip
        if others:
            (other,) = others
            table.boxes.remove(other)
            box.rows, box.columns = (
                other.row + other.rows - box.row,
                other.column + other.columns - box.column,
            )
            self._put(box, "\n".join(filter(None, (box.text, other.text))), f"merge {other.text!r} into")

    def part(self) -> None:
        """Part a cell over several rows or columns; its text stays in the first."""
        wide = [(table, box) for table in self.paper.tables for box in table.boxes if box.rows * box.columns > 1]
        if not wide:
            return
        table, box = self.chance.choice(wide)
        for down in range(box.rows):
            for right in range(box.columns):
                if down or right:
                    table.boxes.append(Box(box.row + down, box.column + right, 1, 1, ""))
        box.rows = box.columns = 1
        self._put(box, box.text, "part")

    def add_row(self) -> None:
        """Insert a row, each of its cells with a text or some of them."""
        table = self.chance.choice(self.paper.tables)
        at, width, full = self.chance.randint(0, table.height), _form_width(table), self.chance.random()
        for box in table.boxes:
            if box.row >= at:
                box.row += 1
            elif box.row + box.rows > at:
                box.rows += 1
        over = {box.column + right for box in table.covering(at) for right in range(box.columns)}
        for column in range(width):
            if column not in over:
                box = Box(at, column, 1, 1, "")
                table.boxes.append(box)
                if self.chance.random() < full:
                    self._put(box, self.typed(), f"new row {at} column {column}")

    def delete_row(self) -> None:
        """Delete a row; the text of a cell over several rows stays."""
        table = self.chance.choice(self.paper.tables)
        if table.height < 2:
            return
        at = self.chance.randrange(table.height)
        self.edits.append(f"delete row {at}: {' '.join(box.text for box in table.covering(at))!r}")
        table.boxes = [box for box in table.boxes if not (box.row == at and box.rows == 1)]
        for box in table.boxes:
            if box.row > at:
                box.row -= 1
            elif box.covers(at):
                box.rows -= 1

    def note(self) -> None:
        """Write a note below everything."""
        text = self.typed()
        self.touched.append(self.paper.add_below(text))
        self.edits.append(f"note {text!r}")

    def retype_line(self) -> None:
        """Type over a line above, between or below the tables."""
        lines = [line for line in self.paper.lines if not is_blank(line.text) and line not in self.touched]
        if lines:
            self._put(self.chance.choice(lines), self.typed(), "retype line")


def _form_width(table: Table) -> int:
    """Return how many columns the form has, without what a workbook has beside it."""
    return max((box.column + box.columns for box in table.boxes if box.columns > 1), default=table.width)
