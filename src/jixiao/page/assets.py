"""The files of the page, its words among them, by the names that are their addresses beside the page."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import NamedTuple, get_args

from jixiao.findings import Lang
from jixiao.page.words import words_of

#: The page itself.
INDEX = "index.html"
_MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
}


class Asset(NamedTuple):
    """A file of the page: its media type and its bytes."""

    media: str
    body: bytes


@cache
def assets() -> dict[str, Asset]:
    """Return every file of the page by its name."""
    folder = files(__package__)
    bodies = {file.name: file.read_bytes() for file in folder.iterdir() if PurePath(file.name).suffix in _MEDIA}
    bodies |= {f"words.{lang}.json": json.dumps(words_of(lang), ensure_ascii=False).encode() for lang in get_args(Lang)}
    return {name: Asset(_MEDIA[PurePath(name).suffix], body) for name, body in sorted(bodies.items())}


@cache
def addresses() -> dict[str, Asset]:
    """Return every file of the page by the path at which a service has it; the page itself is at the top, too."""
    return {"/": assets()[INDEX], **{f"/{name}": asset for name, asset in assets().items()}}


__all__ = ["INDEX", "Asset", "addresses", "assets"]
