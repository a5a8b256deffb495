"""Codes of the budget system and the words of a project that they stand for, as ``codes.yaml`` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.packaged_yaml import read_packaged_yaml

_FILE = Path(__file__).with_name("codes.yaml")


@cache
def _tables() -> Mapping[str, Any]:
    tables: Mapping[str, Any] = read_packaged_yaml(_FILE)
    return tables


@cache
def code_table(name: str) -> Mapping[str, str]:
    """Return a table: words of a project by code."""
    return {code: word for code, word in _tables()[name].items() if code != "basis"}


@cache
def codes_of(name: str) -> Mapping[str, str]:
    """Return the code that the system writes for each word of a table: the first one listed.

    >>> codes_of("likelihoods")["有可能"]
    'completeanalysis2'
    """
    return {word: code for code, word in reversed(list(code_table(name).items()))}


def wrappers() -> tuple[str, ...]:
    """Return the fields that lead to documents."""
    return tuple(_tables()["wrappers"])


def execution_row() -> str:
    """Return the name of the row that the system makes of the funds."""
    return str(_tables()["execution_row"])


__all__ = ["code_table", "codes_of", "execution_row", "wrappers"]
