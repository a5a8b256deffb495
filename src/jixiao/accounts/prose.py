"""Lines of text → paragraphs → sentences, with their places."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line or a paragraph of a text, and its place in words: 第12行, 第3页, 第7段."""

    where: str
    text: str


class Sentence(NamedTuple):
    """A sentence as it is printed, without spaces, and the place of the line where it begins."""

    where: str
    text: str


def text_lines(text: str) -> list[Line]:
    """Return the lines of a text with their numbers.

    >>> text_lines("一\\n二")[1]
    Line(where='第2行', text='二')
    """
    return [Line(f"第{number}行", line) for number, line in enumerate(text.splitlines(), 1)]
