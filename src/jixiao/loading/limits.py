"""Limits of one file (contract), beside those of its bytes and its depth."""

from __future__ import annotations

from typing import Final

#: Keys and values in a file.
MOST_NODES: Final = 100_000
#: Characters of one text.
MOST_CHARACTERS: Final = 10_000

__all__ = ["MOST_CHARACTERS", "MOST_NODES"]
