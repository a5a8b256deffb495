"""Texts of office files that stand in no cell and no paragraph: comments, text boxes, headers, footers, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple
from xml.etree import ElementTree as ET

Kind = Literal["comment", "box", "header", "note", "deleted", "hidden", "struck"]
#: The names of the parts that hold them.
_PARTS: Mapping[Kind, re.Pattern[str]] = {
    "comment": re.compile(r"(?:xl/(?:.*/)?comments?[0-9]*|word/comments)\.xml"),
    "box": re.compile(r"xl/drawings/drawing[0-9]*\.xml"),
    "header": re.compile(r"word/(?:header|footer)[0-9]*\.xml"),
    "note": re.compile(r"word/(?:footnotes|endnotes)\.xml"),
}
#: Elements that hold texts, without their namespaces.
_TEXTS = frozenset(("t", "delText"))
#: Codes of a page, a date, a font in the header of a sheet.
_CODES = re.compile(r'&(?:\[[^]]*\]|"[^"]*"|K[0-9A-F]{6}|[0-9]+|.)')
#: A header that has nothing but a page number.
_AROUND, _BETWEEN = r"[\s/共第页码,，.·—–-]", r"[\s/共第页码,，·—–]"
_PAGES = re.compile(
    rf"{_AROUND}*(?:[0-9]{{1,3}}(?:{_BETWEEN}+[0-9]{{1,3}})?{_AROUND}*)?"
    r"|\s*page\s*[0-9]{0,3}\s*(?:of\s*[0-9]{0,3})?\s*",
    re.IGNORECASE,
)


class Aside(NamedTuple):
    """A text and the kind of its place; of a comment on a sheet also the name of its cell."""

    kind: Kind
    text: str
    cell: str = ""


def asides_of(parts: Mapping[str, bytes]) -> list[Aside]:
    """Return the texts of a file's parts that hold neither cells nor the paragraphs of the text."""
    return [
        aside
        for name, part in parts.items()
        for kind, pattern in _PARTS.items()
        if part and pattern.fullmatch(name)
        for aside in _of_part(kind, ET.fromstring(part))  # noqa: S314  # parts were counted and have no DOCTYPE
    ]


def header_of(text: str) -> list[Aside]:
    """Return the header or footer of a sheet, none where it says no more than pages and dates."""
    return _asides("header", _CODES.sub("", text))


def _of_part(kind: Kind, root: ET.Element) -> Iterator[Aside]:
    """Yield the texts of a part: one by one where they are the comments of a sheet, else as one."""
    if kind != "comment" or not root.tag.endswith("}comments"):
        yield from _asides(kind, text_in(root))
        return
    for element in root.iter():
        if element.tag.endswith("}comment"):
            yield from _asides(kind, text_in(element), element.get("ref", ""))


def text_in(root: ET.Element) -> str:
    """Return the text in an element, that of deletions among it."""
    elements = root.iter()
    return "".join(element.text or "" for element in elements if element.tag.rpartition("}")[2] in _TEXTS)


def _asides(kind: Kind, text: str, cell: str = "") -> list[Aside]:
    """Return a text, none where it is blank or the number of a page."""
    if not text.strip() or (kind == "header" and is_page_number(text)):
        return []
    return [Aside(kind, text.strip(), cell)]


def is_page_number(text: str) -> bool:
    """Whether a text says no more than which page it stands on.

    >>> is_page_number("第 3 页 共 8 页"), is_page_number("2023年度"), is_page_number("2023")
    (True, False, False)
    """
    return _PAGES.fullmatch(text) is not None


__all__ = ["Aside", "Kind", "asides_of", "header_of", "is_page_number", "text_in"]
