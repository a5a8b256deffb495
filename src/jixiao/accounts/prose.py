"""Lines of text → paragraphs → sentences → clauses, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from jixiao.quantity import unspaced, visible

#: Most characters of a line without a comma or a stop that may still be a heading, which no next line continues.
_LONGEST_HEADING: Final = 30
_SPACES: Final = re.compile(r"\s+")
#: The numbers of headings and items, from the outermost level to the innermost.
_LEVELS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十]{1,3}部分",
        r"[一二三四五六七八九十]{1,3}[、.]",
        r"\([一二三四五六七八九十]{1,3}\)[、.]?",
        r"[0-9]{1,2}(?:[、)]|\.(?![0-9]))",
        r"\([0-9]{1,2}\)[、.]?",
        r"[①-⑳][、.]?",
    )
)
#: Levels of headings; the deeper ones number items.
HEADING_LEVELS: Final = 3
#: The level of a paragraph without a number.
UNNUMBERED: Final = len(_LEVELS)
_PICTURE: Final = re.compile(r"\(?图[0-9一二三四五六七八九十:]")
_LEADERS: Final = "....."
_STOPS: Final = re.compile("[。!?]")
_INSIDE: Final = re.compile("[,;。:]")
_CLAUSE_ENDS: Final = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[;。:!?]")
_ENDINGS: Final = ("。", ":", "!", "?", ";")


class Line(NamedTuple):
    """A line or a paragraph of a text, and its place in words: 第12行, 第3页, 第7段."""

    where: str
    text: str


class Sentence(NamedTuple):
    """A sentence as it is printed, without spaces, and the place of the line where it begins."""

    where: str
    text: str


class Clause(NamedTuple):
    """A clause in half width, and the stop behind it ("" for none).

    It begins at a place of the document and ``at`` a character of its sentence, and may begin or end a paragraph.
    """

    text: str
    stop: str
    sentence: Sentence
    where: str
    at: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without spaces: as printed, in half width (character by character), and where its lines begin."""

    printed: str
    text: str
    offsets: tuple[int, ...]
    places: tuple[str, ...]

    @classmethod
    def joined(cls, lines: list[Line]) -> Paragraph:
        """Return the paragraph of lines that a typesetter broke apart."""
        texts = [_SPACES.sub("", visible(line.text)) for line in lines]
        offsets = (0, *accumulate(map(len, texts[:-1])))
        return cls("".join(texts), "".join(map(unspaced, texts)), offsets, tuple(line.where for line in lines))

    @property
    def level(self) -> int:
        """Return how deep its number stands: 0 for 第一部分, 1 for 一、 … ``UNNUMBERED`` without a number."""
        return level_of(self.text)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading: numbered like one, and no sentence."""
        return self.level < HEADING_LEVELS and _INSIDE.search(self.text) is None

    def place(self, offset: int) -> str:
        """Return the place of the line in which a character stands."""
        return self.places[bisect_right(self.offsets, offset) - 1]

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses with their sentences, in order."""
        start = 0
        for end in (*(stop.end() for stop in _STOPS.finditer(self.text)), len(self.text)):
            if start < end:
                yield from self._clauses(start, end)
            start = end

    def _clauses(self, start: int, end: int) -> Iterator[Clause]:
        sentence = Sentence(self.place(start), self.printed[start:end])
        position = start
        ends = [(stop.start(), stop.end()) for stop in _CLAUSE_ENDS.finditer(self.text, start, end)]
        for at, behind in (*ends, (end, end)):
            if position < behind:
                text, stop = self.text[position:at], self.text[at:behind]
                where, is_last = self.place(position), behind == len(self.text)
                yield Clause(text, stop, sentence, where, position - start, position == 0, is_last)
            position = behind


def level_of(text: str) -> int:
    """Return the level of the number with which a half-width text begins, ``UNNUMBERED`` without one.

    >>> level_of("一、收入"), level_of("3.其他"), level_of("3.5万元") == UNNUMBERED
    (1, 3, True)
    """
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), UNNUMBERED)


def without_number(text: str) -> str:
    """Return a half-width text without the number of its item.

    >>> without_number("(2)公务接待费")
    '公务接待费'
    """
    level = level_of(text)
    if level == UNNUMBERED:
        return text
    return _LEVELS[level].sub("", text, count=1)


def text_lines(text: str) -> list[Line]:
    r"""Return the lines of a text with their numbers.

    >>> text_lines("一\n二")[1]
    Line(where='第2行', text='二')
    """
    return [Line(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]


def paragraphs(lines: Iterable[Line]) -> list[Paragraph]:
    """Return the paragraphs of a text; lines of tables, of contents and of pictures are passed over.

    A line that ends within a sentence is continued by the next one that bears no number, across blank lines: a page
    may have ended there.
    """
    groups: list[list[Line]] = []
    is_open = False
    for line in lines:
        text = unspaced(line.text)
        if not text or _PICTURE.match(text):
            continue
        if "\t" in line.text.strip() or _LEADERS in text:
            is_open = False
            continue
        if is_open and level_of(text) == UNNUMBERED:
            groups[-1].append(line)
        else:
            groups.append([line])
        is_open = _is_open(text)
    return [Paragraph.joined(group) for group in groups]


def _is_open(text: str) -> bool:
    """Whether a line ends within a sentence."""
    if text.endswith(_ENDINGS):
        return False
    return _INSIDE.search(text) is not None or len(text) > _LONGEST_HEADING
