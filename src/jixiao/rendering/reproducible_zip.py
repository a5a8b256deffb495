"""An office file packed anew: parts in order, one date for all, so that the same input gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from jixiao.border.seals import sealed

_DATE = (1980, 1, 1, 0, 0, 0)
_STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def repack(data: bytes, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return the archive with parts added or replaced, without its dates, and sealed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= more or {}
    if "docProps/core.xml" in parts:
        parts["docProps/core.xml"] = _STAMPS.sub(rb"\g<1>1980-01-01T00:00:00Z", parts["docProps/core.xml"])
    return pack(parts)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as an archive, sealed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0  # the same on every system
            archive.writestr(info, part)
    return sealed(buffer.getvalue())
