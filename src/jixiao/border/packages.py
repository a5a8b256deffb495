"""Office files as packages of XML parts: unpacked, checked and counted before a library opens them.

A library never opens the file itself, but a new package of the parts that passed: the order of entries, declared
sizes, encryption and duplicate names no longer matter.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from jixiao.border.inputs import InputError
from jixiao.findings import Codes, Finding


class Limit(NamedTuple):
    """How much of one thing a file may have, and its name in both languages."""

    most: int
    zh: str
    en: str


PARTS = Limit(5_000, "部件", "parts")
UNPACKED = Limit(40_000_000, "展开后的 XML 字节", "bytes of XML when unpacked")
ELEMENTS = Limit(600_000, "XML 元素（难读的按倍数算）", "XML elements, some of which count several times")
DEPTH = Limit(200, "XML 的层数", "levels of XML")
AREA = Limit(100_000, "格子（合并的按所占的算）", "cells, merged ones with all that they cover")
ROWS = Limit(100_000, "行", "rows")
COLUMNS = Limit(1_000, "列", "columns")
TEXT = Limit(100_000, "一格里的字", "characters in one cell")
CHARACTERS = Limit(2_000_000, "字", "characters")
PAGES = Limit(500, "页", "pages")

#: What a file with a long table may have more for each of its bytes: bytes of XML, and cost of elements.
_UNPACKED_FOR_ONE, _ELEMENTS_FOR_ONE = 100, 4
#: Bytes that are unpacked at a time, and of them the first, which show whether a part is XML.
_BLOCK, _FIRST = 1 << 20, 256
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"
_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODINGS = ("UTF-8", "UTF-16", "US-ASCII", "ASCII")


class Costs(NamedTuple):
    """What an element costs the library that will read it, in units of about 2.5 µs: by its name, and any other."""

    by_name: Mapping[str, int]
    other: int


class Tally:
    """The counts of one file. A count above its limit ends the reading.

    ``unpacked`` and ``elements``: how much XML its parts may hold together.
    """

    def __init__(self, name: str, unpacked: Limit = UNPACKED, elements: Limit = ELEMENTS) -> None:
        self.name, self.part, self.unpacked, self.elements = name, "", unpacked, elements
        self._counts: dict[Limit, int] = {}

    def add(self, limit: Limit, count: int = 1) -> None:
        """Count more of one thing.

        Raises:
            InputError: there is more of it than a file may have.
        """
        total = self._counts[limit] = self._counts.get(limit, 0) + count
        self.check(limit, total)

    def check(self, limit: Limit, count: int) -> None:
        """Compare a count that was made elsewhere.

        Raises:
            InputError: it is above the limit.
        """
        if count > limit.most:
            args = {"name": self.name, "what": limit.zh, "what_en": limit.en, "most": limit.most}
            raise InputError(Finding(Codes.OFFICE_FILE_TOO_LARGE, self.part, args))

    def add_text(self, text: str) -> None:
        """Count a text of a cell or a paragraph.

        Raises:
            InputError: it is longer than one may be, or makes all of them longer.
        """
        self.check(TEXT, len(text))
        self.add(CHARACTERS, len(text))

    def remaining(self, limit: Limit) -> int:
        """Return how much more of one thing there may be."""
        return limit.most - self._counts.get(limit, 0)


class Package(NamedTuple):
    """The parts of an office file that are sound XML, by name, and what was counted in them; other parts are empty."""

    parts: Mapping[str, bytes]
    tally: Tally

    def as_file(self) -> io.BytesIO:
        """Return the parts as an uncompressed archive for a library to open."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, part in self.parts.items():
                archive.writestr(name, part)
        packed.seek(0)
        return packed


def open_package(name: str, data: bytes, costs: Costs) -> Package:
    """Return the parts of an office file, none of them larger or deeper than a library may be given.

    Raises:
        InputError: the file is too large inside, holds entities, or is of another format.
        Exception: the packing is damaged, in whatever way the archive's library says it.
    """
    tally, parts = Tally(name), dict[str, bytes]()
    for archive, entry, is_sound in _parts(data, tally, costs):
        parts[entry.filename] = archive.read(entry) if is_sound else b""
    return Package(parts, tally)


def copy_package(name: str, data: bytes, costs: Costs, target: Path) -> None:
    """Write the sound parts of an office file that holds a long table to an uncompressed archive.

    Such a file may hold more the larger it is; nothing is kept in memory.

    Raises:
        InputError: the file is too large inside, holds entities, or is of another format.
        Exception: the packing is damaged, in whatever way the archive's library says it.
    """
    unpacked = UNPACKED._replace(most=UNPACKED.most + _UNPACKED_FOR_ONE * len(data))
    elements = ELEMENTS._replace(most=ELEMENTS.most + _ELEMENTS_FOR_ONE * len(data))
    with zipfile.ZipFile(target, "w") as copy:
        for archive, entry, is_sound in _parts(data, Tally(name, unpacked, elements), costs):
            with copy.open(entry.filename, "w", force_zip64=True) as part:
                if is_sound:
                    shutil.copyfileobj(archive.open(entry), part, _BLOCK)


def _parts(data: bytes, tally: Tally, costs: Costs) -> Iterator[tuple[zipfile.ZipFile, zipfile.ZipInfo, bool]]:
    """Yield the parts of an office file, and whether each is sound XML."""
    if data.startswith(_LEGACY):
        raise InputError(Finding(Codes.OLD_OR_PROTECTED_FORMAT, "", {"name": tally.name}))
    tally.check(PARTS, data.count(_ENTRY))  # before a list is made of them
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names, cost_of = set[str](), _CostOf(costs)
        for entry in archive.infolist():
            _check_entry(tally.name, entry, names)
            names.add(entry.filename)
            tally.part = entry.filename[:80]
            yield archive, entry, _is_sound(archive, entry, tally, cost_of)
    tally.part = ""


def _check_entry(name: str, entry: zipfile.ZipInfo, names: Collection[str]) -> None:
    if entry.flag_bits & 1:
        raise InputError(Finding(Codes.OLD_OR_PROTECTED_FORMAT, "", {"name": name}))
    if entry.filename in names:
        raise zipfile.BadZipFile(f"{entry.filename[:40]} × 2")
    if entry.compress_type not in _METHODS:
        raise zipfile.BadZipFile(f"compression {entry.compress_type}")


def _is_sound(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, tally: Tally, cost_of: Mapping[str, int]) -> bool:
    """Whether a part is sound XML in an encoding of office files: no library is to parse what is not."""
    counter = _Counter(tally, cost_of)
    with archive.open(entry) as stream:
        piece = stream.read(_BLOCK)
        if not _parses(expat.ParserCreate(), piece[:_FIRST], is_all=False):
            return False  # a picture, which need not be unpacked
        while piece:
            tally.add(tally.unpacked, len(piece))
            if not _parses(counter.parser, piece, is_all=False):
                break
            piece = stream.read(_BLOCK)
    is_sound = not piece and _parses(counter.parser, b"", is_all=True)
    tally.add(tally.elements, counter.cost)
    return is_sound


def _parses(parser: expat.XMLParserType, data: bytes, *, is_all: bool) -> bool:
    try:
        parser.Parse(data, is_all)
    except expat.ExpatError:
        return False
    return True


class _CostOf(dict[str, int]):
    """What an element costs, by its name with its prefix."""

    def __init__(self, costs: Costs) -> None:
        super().__init__()
        self._costs = costs

    def __missing__(self, name: str) -> int:
        cost = self[name] = self._costs.by_name.get(name.rpartition(":")[2], self._costs.other)
        return cost


class _EncodingError(expat.ExpatError):
    """A part is in an encoding that office files do not have."""


class _Counter:
    """Counts what costs a library time or memory while expat reads a part."""

    def __init__(self, tally: Tally, cost_of: Mapping[str, int]) -> None:
        self._tally, self._cost_of, self._depth = tally, cost_of, 0
        self.cost, self._most = 0, tally.remaining(tally.elements)
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declare
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            raise _EncodingError(encoding)

    def _refuse_doctype(self, *_: object) -> None:
        raise InputError(Finding(Codes.DOCTYPE_DECLARATION, self._tally.part, {"name": self._tally.name}))

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        self.cost += self._cost_of[name]
        if self._depth > DEPTH.most:
            self._tally.check(DEPTH, self._depth)
        if self.cost > self._most:
            self._tally.add(self._tally.elements, self.cost)

    def _end(self, _name: str) -> None:
        self._depth -= 1


__all__ = [
    "AREA",
    "CHARACTERS",
    "COLUMNS",
    "PAGES",
    "ROWS",
    "Costs",
    "Limit",
    "Package",
    "Tally",
    "copy_package",
    "open_package",
]
