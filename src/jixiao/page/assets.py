"""The files of the page, for a service that sends them as they are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import PurePath
from typing import NamedTuple

#: The page itself.
INDEX = "index.html"
_MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}


class Asset(NamedTuple):
    """A file of the page: its media type and its bytes."""

    media: str
    body: bytes


def assets() -> dict[str, Asset]:
    """Return every file of the page by its name, which is its address beside the page."""
    folder = files(__package__)
    return {
        file.name: Asset(_MEDIA[PurePath(file.name).suffix], file.read_bytes())
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if PurePath(file.name).suffix in _MEDIA
    }


__all__ = ["INDEX", "Asset", "assets"]
