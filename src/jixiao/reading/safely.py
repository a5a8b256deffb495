"""Whether an office file may be opened: what a small file could blow up into is refused before a library touches it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from jixiao.finding import Finding

#: A file, all of it unpacked, its parts; cells that one merge may cover, and the last row of a sheet.
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 20_000_000, 200_000_000, 5_000
MOST_MERGED, LAST_ROW, LAST_COLUMN = 20_000, 100_000, 1_000
_MERGE = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_PLACE = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')
_DOCTYPE = b"<!DOCTYPE"


def refused(path: Path) -> Finding | None:
    """Why a file is not opened; ``None`` where it may be."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return _told(path, "JX822", f"{MOST_BYTES // 1_000_000} MB")
        with zipfile.ZipFile(path) as archive:
            return _unpacked(path, archive)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        return _told(path, "JX820", getattr(error, "strerror", None) or "zip")


def _unpacked(path: Path, archive: zipfile.ZipFile) -> Finding | None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return _told(path, "JX822", f"{MOST_UNPACKED // 1_000_000} MB")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            text = archive.read(part)
            if _DOCTYPE in text:
                return _told(path, "JX822", "DOCTYPE")
            if part.filename.startswith("xl/worksheets/") and _too_large(text):
                return _told(path, "JX822", f"{LAST_ROW} × {LAST_COLUMN}")
    return None


def _too_large(sheet: bytes) -> bool:
    for left, top, right, bottom in _MERGE.findall(sheet):
        if (int(bottom) - int(top) + 1) * (_number(right) - _number(left) + 1) > MOST_MERGED:
            return True
    return any(int(row) > LAST_ROW or _number(column) > LAST_COLUMN for column, row in _PLACE.findall(sheet))


def _number(column: bytes) -> int:
    found = 0
    for letter in column:
        found = found * 26 + letter - 64
    return found


def _told(path: Path, code: str, detail: str) -> Finding:
    return Finding(code, "", {"name": path.name, "detail": detail})
