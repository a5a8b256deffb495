"""Tables in plain text: drawn with lines, with pipes as in Markdown, parted by tabs, or aligned by spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby, pairwise
from typing import NamedTuple

from jixiao.border.packages import AREA, COLUMNS, ROWS, Tally
from jixiao.border.running_document import Cell, Document, cell_name
from jixiao.border.texts import Line, decoded, unwrapped
from jixiao.findings.terminal import width

#: Characters that draw tables, as those that any keyboard has.
_LINES = {"-": "─━═╌┄", "|": "│┃║", "+": "┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋"}
_DRAWN = {ord(line): plain for plain, characters in _LINES.items() for line in characters}
_RULE = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_GAP = re.compile(r"(?: {2,}|\u3000+ *)")
#: A label of a few characters, and what follows it.
_LABELLED = re.compile(r"([^：:|\s]{2,12}[：:])\s*(.*)")
#: So many pipes make a line a row of a table.
_PIPES = 2
#: The comment at the end of a file that the program wrote.
_SEAL = "# jixiao sha256:"

Row = list[str]


class _Segment(NamedTuple):
    """Lines of one kind that follow each other, as rows; ``is_table`` says whether they make a table."""

    rows: list[Row]
    is_table: bool


def read_text(name: str, data: bytes) -> Document:
    """Return the lines and tables of a plain text.

    Raises:
        InputError: it is larger than a text may be, or in no encoding that is known.
    """
    tally, tables = Tally(name), 0
    blocks: list[str | list[Cell]] = []
    lines = [line for line in decoded(name, data).splitlines() if not line.startswith(_SEAL)]
    tally.check(ROWS, len(lines))
    for is_blank, paragraph in groupby(lines, key=lambda line: not line.strip()):
        if is_blank:
            continue
        for block in _blocks(list(paragraph)):
            if isinstance(block, str):
                tally.add_text(block)
                blocks.append(block)
            else:
                tables += 1
                blocks.append(list(_cells(block, tables, tally)))
    return Document(blocks)


def _blocks(lines: list[str]) -> Iterator[str | list[Row]]:
    """Yield the lines and the table of a paragraph; a line between the rows of its tables is a row as wide as they."""
    segments = list(_segments(lines))
    numbers = [number for number, segment in enumerate(segments) if segment.is_table]
    if not numbers:
        yield from _lines_of(segments)
        return
    first, last = numbers[0], numbers[-1]
    yield from _lines_of(segments[:first])
    yield [row for segment in segments[first : last + 1] for row in segment.rows]
    yield from _lines_of(segments[last + 1 :])


def _lines_of(segments: list[_Segment]) -> Iterator[str]:
    """Yield the lines that are in no table."""
    return (row[0] for segment in segments for row in segment.rows)


def _segments(lines: list[str]) -> Iterator[_Segment]:
    """Yield the lines of a paragraph by the kind of table that they make, if they make one."""
    is_drawn = any(_RULE.fullmatch(line.translate(_DRAWN)) for line in lines)
    for kind, same in groupby(lines, key=partial(_kind, is_drawn=is_drawn)):
        rows = list(same)
        is_table = kind in _ROWS and not (kind == "gaps" and len(rows) == 1)
        if is_table:
            yield _Segment(_ROWS[kind](rows), is_table=True)
        else:
            yield _Segment([[row.strip()] for row in rows], is_table=False)


def _kind(line: str, *, is_drawn: bool) -> str:
    """Return by what a line shows that it is a row of a table, "" where it is none.

    ``is_drawn``: the lines around it draw the rules between the rows of a table.
    """
    plain = line.translate(_DRAWN).strip()
    if is_drawn and plain[:1] in ("|", "+"):
        return "drawn"
    if len(_PIPE.findall(line)) >= _PIPES:
        return "pipes"
    if "\t" in line:
        return "tabs"
    fields = _GAP.split(line.strip())
    if len(fields) > 1 and all(_LABELLED.fullmatch(field) for field in fields):
        return "labels"
    return "gaps" if len(fields) > 1 else ""


def _piped(lines: list[str]) -> list[Row]:
    """Return the rows of lines with pipes, without those that rule the headings off."""
    return [_texts_between_pipes(line) for line in lines if not _MARKDOWN_RULE.fullmatch(line)]


def _texts_between_pipes(line: str) -> Row:
    texts = _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))
    return [_BREAK.sub("\n", text.replace("\\|", "|")).strip() for text in texts]


def _tabbed(lines: list[str]) -> list[Row]:
    """Return the rows of lines whose texts are parted by tabs."""
    return [[text.strip() for text in line.split("\t")] for line in lines]


def _labelled(lines: list[str]) -> list[Row]:
    """Return rows of labels and what follows each of them."""
    return [[part for field in _GAP.split(line.strip()) for part in _LABELLED.findall(field)[0]] for line in lines]


def _drawn_rows(lines: list[str]) -> list[Row]:
    """Return the rows of a table that is drawn with lines; the lines of a cell between two rules are one text."""
    plain = [line.translate(_DRAWN) for line in lines]
    groups = groupby(plain, key=lambda line: _RULE.fullmatch(line) is not None)
    return [_drawn_row(same) for is_rule, same in groups if not is_rule]


def _drawn_row(lines: Iterable[str]) -> Row:
    columns = zip(*(_PIPE.split(line.strip())[1:-1] for line in lines), strict=False)
    return [unwrapped(Line(text.strip(), width(text.strip()), 2) for text in column) for column in columns]


def _aligned(lines: list[str]) -> list[Row]:
    """Return the rows of lines whose texts stand one below the other, parted by columns without a character."""
    places = [_by_columns(line) for line in lines]
    filled = sorted({column for line in places for column in line})
    starts = [column for column in filled if not {column - 1, column - 2} & set(filled)]
    edges = [*starts, max(filled, default=0) + 1]
    return [["".join(_between(line, *edge)).strip() for edge in pairwise(edges)] for line in places]


def _between(line: dict[int, str], start: int, stop: int) -> Iterator[str]:
    """Yield the characters of a line within some columns, a space where there is none between them."""
    columns = [column for column in line if start <= column < stop and line[column]]
    last = -1
    for column in columns:
        yield " " if last >= 0 and column > last else ""
        yield line[column]
        last = column + width(line[column])


def _by_columns(line: str) -> dict[int, str]:
    """Return the characters of a line by the column of the terminal in which each begins, and no spaces."""
    characters, column = dict[int, str](), 0
    for character in line:
        if not character.isspace():
            characters[column] = character
            if width(character) > 1:
                characters[column + 1] = ""
        column += width(character)
    return characters


def _cells(rows: list[Row], number: int, tally: Tally) -> Iterator[Cell]:
    """Yield the cells of a table; a row with one text alone is as wide as the table."""
    most = max(map(len, rows))
    tally.check(COLUMNS, most)
    for row, texts in enumerate(rows):
        tally.add(AREA, most)
        columns = most if len(texts) == 1 else 1
        for column, text in enumerate(texts):
            tally.add_text(text)
            yield Cell(row, column, 1, columns, text, cell_name(number, row, column))


#: How the rows of each kind of table are read.
_ROWS: Mapping[str, Callable[[list[str]], list[Row]]] = {
    "drawn": _drawn_rows,
    "pipes": _piped,
    "tabs": _tabbed,
    "labels": _labelled,
    "gaps": _aligned,
}

__all__ = ["read_text"]
