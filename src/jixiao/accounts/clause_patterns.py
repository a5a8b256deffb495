"""The notation of ``clauses.toml`` as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("clauses.toml")
_MARKS: Final = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "*": "[^#]*?", "{name}": "(?P<name>[^#]*?)"}
_TOKEN: Final = re.compile(r"\{name\}|<([A-Z]+)>|[\[\]()*]")


class Notation:
    """Compiles patterns with the words that they name in <>."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Take the lists of words."""
        self._words = words

    def compiled(self, patterns: Iterable[str], *, ends: bool = False, begins: bool = False) -> re.Pattern[str]:
        """Return the expression of one of several patterns; the text must end with it, or begin with it."""
        return re.compile(f"{'^' * begins}(?:{self._any(patterns)}){'$' * ends}")

    def _any(self, patterns: Iterable[str]) -> str:
        return "|".join(_TOKEN.sub(self._token, pattern) for pattern in patterns)

    def _token(self, match: re.Match[str]) -> str:
        if match[1]:
            return f"(?:{self._any(self._words[match[1]])})"
        return _MARKS[match[0]]


def any_of(words: Iterable[str]) -> str:
    """Return the expression of one of several words; of two that begin alike the longer one is met first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def matched(pattern: re.Pattern[str], text: str, group: int = 0) -> str:
    """Return what a pattern finds in a text, or a group of it; "" where it finds nothing."""
    match = pattern.search(text)
    if match is None:
        return ""
    return match[group]


@cache
def clause_tables() -> Mapping[str, Any]:
    """Return the tables that come with the package."""
    import tomllib  # met only by texts of accounts

    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
