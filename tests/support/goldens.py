"""What was looked at and found right, byte by byte."""

from __future__ import annotations

import os

from tests.support.paths import GOLDENS


def golden(name: str, shown: str | bytes) -> None:
    """Compare with ``golden/files/name``, byte by byte; JIXIAO_UPDATE_GOLDENS=1 writes it anew."""
    path, data = GOLDENS / name, shown.encode() if isinstance(shown, str) else shown
    if os.environ.get("JIXIAO_UPDATE_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
