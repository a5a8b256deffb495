"""File names made of texts from outside: safe on every common system, whatever the text."""

from __future__ import annotations

import re

from jixiao.findings.terminal import escape

#: Bytes of UTF-8 that a name may take on the common file systems.
LONGEST = 255
#: Separators of folders, drives and streams, and wildcards.
_FORBIDDEN = frozenset('<>:"/\\|?*')
#: Names that Windows keeps for its devices, with any ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)
#: Windows drops these from the end of a name.
_DROPPED = re.compile(r"[\s.]+$")


def component(text: str, ending: str = "") -> str:
    """Return a text as one component of a path, of at most 255 bytes with its ending, never empty, hidden or a device.

    >>> component("../etc/passwd", ".yaml"), component("CON"), component("..")
    ('_._etc_passwd.yaml', '_CON', '_')
    """
    name = _trimmed("".join(map(_safe, text)), LONGEST - len(ending.encode()))
    if not name or name.startswith(".") or _DEVICES.fullmatch(name):
        name = _trimmed("_" + name.removeprefix("."), LONGEST - len(ending.encode()))
    return name + ending


def _safe(character: str) -> str:
    """Return a character, or an underscore for one that no file name should have."""
    return "_" if character in _FORBIDDEN or escape(character) != character else character


def _trimmed(text: str, most: int) -> str:
    """Return a text without white space around it and dots behind it, cut to at most so many bytes."""
    beginning = text.strip().encode()[:most].decode("utf-8", "ignore")
    return _DROPPED.sub("", beginning)
