"""CSV as it is written: where its rows begin and end, and which of them are not sound.

A file whose every row has the cells of its heading, quoted as RFC 4180 has it, can be read in one way only; its bytes
show that, a block at a time. In a block that is not like that, rows are read one by one: an unsound one is named and
left out, and the next line begins a row again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from jixiao.batch.arrays import Numbers
from jixiao.batch.io.columns import MOST_ABOVE, Heading, heading_of
from jixiao.batch.io.encodings import MOST_LINE, is_utf8, whole_lines
from jixiao.findings import Codes
from jixiao.loading.yaml_composer import MOST_CHARACTERS

#: Most lines that one row may stand on.
_MOST_LINES = 200
_SEPARATORS = (",", "\t", ";")
_LF, _CR, _QUOTE = b'\n\r"'
#: The beginning of a file, in bytes, in which its headings must stand.
_BEGINNING = 1 << 18
#: What a comma between thousands leaves on its left and on its right.
_LEFT = re.compile(r"(?:.*[^\d.,])?\d{1,3}(?:,\d{3})*", re.DOTALL)
_RIGHT = re.compile(r"\d{3}(?:\D.*)?", re.DOTALL)


class Layout(NamedTuple):
    """How a table stands in its file: ``headers`` from the line ``heading`` on, rows from ``first`` on, from 1."""

    encoding: str
    separator: str
    headers: list[str]
    heading: int
    first: int

    @property
    def width(self) -> int:
        """Return how many cells a row has."""
        return len(self.headers)


class Fault(NamedTuple):
    """What is wrong with the row that begins at ``line``; ``args`` fill the messages of ``code``."""

    line: int
    code: str
    args: dict[str, object]


class _Row(NamedTuple):
    """A row on so many ``lines``; without ``cells`` where it cannot be read, or says nothing.

    Where a quote was left open, so many lines ``swallowed`` would be one row.
    """

    lines: int
    cells: list[str] | None
    fault: Fault | None = None
    swallowed: int = 0


def layout_of(path: Path, encoding: str) -> Layout:
    """Return the layout of a file in UTF-8, once in ``encoding``: separator and row that name the most columns."""
    with path.open("rb") as stream:
        text = stream.read(_BEGINNING).decode("utf-8-sig", errors="replace")
    readings = [_layout(text, encoding, separator) for separator in _SEPARATORS]
    return max(readings, key=lambda reading: reading[0].columns)[1]


def _layout(text: str, encoding: str, separator: str) -> tuple[Heading, Layout]:
    reader = csv.reader((line + "\n" for line in text.split("\n")), delimiter=separator)
    rows, ends = list[list[str]](), [0]
    try:
        for row in islice(reader, MOST_ABOVE):
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error:  # what follows is no row, and no heading
        pass
    heading = heading_of(rows)
    headers = rows[heading.row] if rows else []
    below = ends[min(heading.row + 1, len(rows))]
    return heading, Layout(encoding, separator, headers, ends[heading.row] + 1, below + 1)


def count_rows(path: Path, layout: Layout) -> int | None:
    """Return how many rows a file in UTF-8 has, blank lines among them; None where not all of them are sound."""
    rows = 0
    with path.open("rb") as stream:
        _skip(stream, layout)
        held = b""
        for block in whole_lines(stream):
            text = held + block
            sound = _sound(text, layout)
            if sound is None or len(text) - sound.size > MOST_LINE:
                return None
            held = text[sound.size :]
            rows += sound.rows
    if held:
        return None
    return rows


@dataclass
class Repair:
    """The sound ``rows`` of a file in UTF-8, copied without its headings; blank lines count as rows."""

    path: Path
    layout: Layout
    copy: Path
    rows: int = 0

    def faults(self) -> Iterator[Fault]:
        """Write the copy; yield what is wrong with rows meanwhile."""
        line, held = self.layout.first, b""
        with self.path.open("rb") as stream, self.copy.open("wb") as out:
            _skip(stream, self.layout)
            for block in _and_end(whole_lines(stream)):
                text = held + block
                sound = _sound(text, self.layout)
                if sound:
                    out.write(text[: sound.size])
                    self.rows += sound.rows
                    line += text.count(b"\n", 0, sound.size)
                    held = text[sound.size :]
                else:
                    lines = text.removesuffix(b"\n").split(b"\n") if text else []
                    used = yield from self._one_by_one(lines, line, out, final=not block)
                    line += used
                    held = b"".join(one + b"\n" for one in lines[used:])

    def _one_by_one(self, lines: list[bytes], first: int, out: BinaryIO, *, final: bool) -> Generator[Fault, None, int]:
        """Write rows of lines of which the first has that number; return how many lines they stand on."""
        used = 0
        for row in _rows(lines, first, self.layout, final=final):
            used += row.lines
            if row.cells is not None:
                out.write(_csv_line(row.cells, self.layout))
                self.rows += 1
            if row.fault is not None:
                yield row.fault
        return used


def _and_end(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield blocks, and nothing after the last of them."""
    yield from blocks
    yield b""


def _skip(stream: BinaryIO, layout: Layout) -> None:
    for _ in range(1, layout.first):
        stream.readline()


def _csv_line(cells: list[str], layout: Layout) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=layout.separator, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


class _Sound(NamedTuple):
    """So many whole rows stand in the first ``size`` bytes."""

    rows: int
    size: int


def _sound(block: bytes, layout: Layout) -> _Sound | None:
    """Return the whole rows with which a block of whole lines begins; None where one of them may not be sound."""
    if not _is_text(block):
        return None
    codes = _codes(block)
    ends, cells = np.flatnonzero(codes == _LF), np.flatnonzero(codes == ord(layout.separator))
    returns = np.flatnonzero(codes == _CR)
    if b'"' in block:
        quotes = np.flatnonzero(codes == _QUOTE)
        if not _well_quoted(codes, quotes, layout) or _rows_within(ends, cells, quotes, layout):
            return None
        ends, cells, returns = (places[np.searchsorted(quotes, places) % 2 == 0] for places in (ends, cells, returns))
    if not len(ends) or not (codes[returns + 1] == _LF).all() or not _are_rows(codes, ends, cells, layout):
        return None
    return _Sound(len(ends), min(int(ends[-1]) + 1, len(block)))


def _is_text(block: bytes) -> bool:
    """Whether a block holds anything, in UTF-8 and without a NUL."""
    return bool(block) and b"\0" not in block and is_utf8(block)


def _codes(block: bytes) -> Any:
    """Return the bytes of a block as numbers, with an end of line at its end."""
    if not block.endswith(b"\n"):
        block += b"\n"
    return np.frombuffer(block, np.uint8)


def _are_rows(codes: Any, ends: Numbers, cells: Numbers, layout: Layout) -> bool:
    """Whether each line is blank or has the cells of a row, and none is too long."""
    starts = np.concatenate(([0], ends[:-1] + 1))
    sizes, counts = ends - starts, np.diff(np.searchsorted(cells, ends), prepend=0)
    blank = (sizes == 0) | ((sizes == 1) & (codes[starts] == _CR))
    return bool((blank | (counts == layout.width - 1)).all() and sizes.max() <= MOST_CHARACTERS)


def _well_quoted(codes: Any, quotes: Numbers, layout: Layout) -> bool:
    """Whether each quote opens a value, closes one, or is one of two that stand for one."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, codes[opening - 1], _LF)
    beside = (ord(layout.separator), _LF, _QUOTE)
    return bool(np.isin(before, beside).all() and np.isin(codes[closing + 1], (*beside, _CR)).all())


def _rows_within(ends: Numbers, cells: Numbers, quotes: Numbers, layout: Layout) -> bool:
    """Whether a line that begins within quotes has the cells of a row: a quote that is left open swallows rows."""
    within = np.searchsorted(quotes, ends) % 2 == 1
    counts = np.diff(np.searchsorted(cells, ends), append=len(cells))
    return bool((counts[within] >= layout.width - 1).any())


def _rows(lines: list[bytes], first: int, layout: Layout, *, final: bool) -> Iterator[_Row]:
    """Yield the rows of lines of which the first has that number; what may go on after the last one is left."""
    at, doubtful = 0, 0
    while at < len(lines):
        row = _row(lines[at : at + _MOST_LINES], first + at, layout)
        if row is None:
            if not final and len(lines) - at < _MOST_LINES:
                return
            row = _misplaced_quote(first + at)
        elif row.swallowed:
            doubtful = max(doubtful, at + row.swallowed)
        elif row.fault and row.fault.code == Codes.QUOTE_WITHIN_VALUE and at < doubtful:
            row = _misplaced_quote(first + at)  # the quote may close the one that was left open
        yield row
        at += row.lines


def _misplaced_quote(number: int, swallowed: int = 0) -> _Row:
    return _Row(1, None, Fault(number, Codes.MISPLACED_QUOTE, {}), swallowed)


def _row(lines: list[bytes], number: int, layout: Layout) -> _Row | None:
    """Return the row with which lines begin; None where a quote is open at their end."""
    if fault := _line_fault(lines[0], number, layout):
        return _Row(1, None, fault)
    reader = csv.reader(map(_line_text, lines), delimiter=layout.separator, strict=True)
    try:
        cells = next(reader)
    except UnicodeDecodeError:  # in a later line, up to which a quote is open
        return _misplaced_quote(number)
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None
        return _Row(1, None, _reader_fault(str(error), number))
    own = lines[: reader.line_num]
    if _swallows(cells, own, layout):
        return _misplaced_quote(number, len(own))
    if not any(map(str.strip, cells)):
        return _Row(len(own), None)
    if fault := _cell_count_fault(cells, number, layout) or _length_fault(cells, number):
        return _Row(len(own), None, fault)
    even = (cells + [""] * layout.width)[: layout.width]
    if _plainly_quoted(own, layout):
        return _Row(len(own), even)
    return _Row(len(own), even, Fault(number, Codes.QUOTE_WITHIN_VALUE, {}))


def _plainly_quoted(lines: list[bytes], layout: Layout) -> bool:
    """Whether no quote stands within a value that is not in quotes."""
    text = b"\n".join(lines) + b"\n"
    if b'"' not in text:
        return True
    codes = np.frombuffer(text, np.uint8)
    return _well_quoted(codes, np.flatnonzero(codes == _QUOTE), layout)


def _line_text(line: bytes) -> str:
    return line.decode().removesuffix("\r") + "\n"


def _line_fault(line: bytes, number: int, layout: Layout) -> Fault | None:
    if len(line) > MOST_LINE:
        return Fault(number, Codes.ROW_TEXT_TOO_LONG, {"most": f"{MOST_CHARACTERS:,}"})
    if b"\0" in line:
        return Fault(number, Codes.UNDECODABLE_ROW, {"detail": "NUL"})
    if is_utf8(line):
        return None
    return Fault(number, Codes.UNDECODABLE_ROW, {"detail": layout.encoding})


def _reader_fault(error: str, number: int) -> Fault:
    """Return what the library says of a row, without the row."""
    if "new-line" in error:
        return Fault(number, Codes.UNDECODABLE_ROW, {"detail": "CR"})
    if "field limit" in error:
        return Fault(number, Codes.ROW_TEXT_TOO_LONG, {"most": f"{MOST_CHARACTERS:,}"})
    return Fault(number, Codes.MISPLACED_QUOTE, {})


def _swallows(cells: list[str], lines: list[bytes], layout: Layout) -> bool:
    """Whether a line within a row's quotes has the cells of a row itself: the quote was left open further up."""
    parts = [line.encode() for line in cells[0].split("\n")[1:]] if cells else []
    return any(_is_row(line, layout) for line in [*parts, *lines[len(parts) + 1 :]])


def _is_row(line: bytes, layout: Layout) -> bool:
    """Whether a line is a whole row by itself: commas in quotes part no cells, and ``升",1`` begins within quotes."""
    if line.count(layout.separator.encode()) < layout.width - 1 or not _plainly_quoted([line], layout):
        return False
    try:
        cells = next(csv.reader([_line_text(line)], delimiter=layout.separator, strict=True))
    except csv.Error:
        return False
    return len(cells) >= layout.width


def _cell_count_fault(cells: list[str], number: int, layout: Layout) -> Fault | None:
    """Return what is wrong where a row has too many cells or too few; blank ones under no heading do not matter."""
    named = max((at for at, header in enumerate(layout.headers, 1) if header.strip()), default=0)
    if len(cells) >= named and not any(map(str.strip, cells[layout.width :])):
        return None
    args: dict[str, object] = {"cells": len(cells), "columns": layout.width}
    if layout.separator == "," and len(_join_thousands(cells)) <= layout.width < len(cells):
        return Fault(number, Codes.THOUSANDS_COMMA_IN_ROW, args)
    return Fault(number, Codes.CELL_COUNT_DIFFERS, args)


def _join_thousands(cells: list[str]) -> list[str]:
    """Return the cells with those put together that a comma between thousands may have parted."""
    joined = cells[:1]
    for cell in cells[1:]:
        if _LEFT.fullmatch(joined[-1]) and _RIGHT.fullmatch(cell):
            joined[-1] += f",{cell}"
        else:
            joined.append(cell)
    return joined


def _length_fault(cells: list[str], number: int) -> Fault | None:
    if max(map(len, cells)) <= MOST_CHARACTERS:
        return None
    return Fault(number, Codes.ROW_TEXT_TOO_LONG, {"most": f"{MOST_CHARACTERS:,}"})


__all__ = ["Fault", "Layout", "Repair", "count_rows", "layout_of"]
