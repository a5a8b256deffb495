"""Codes of the budget system and the words of a project that they stand for, as ``codes.yaml`` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from jixiao.exchange.cited_data import CitedData
from jixiao.model.fields import Text
from jixiao.model.rules import Cited, Names
from jixiao.packaged_yaml import read_packaged_yaml

_FILE = Path(__file__).with_name("codes.yaml")
TableName = Literal["signs", "likelihoods", "cause_kinds", "lights"]


class FieldNames(Cited):
    """Names of fields, or of rows."""

    names: Names


class CodeTable(Cited):
    """Words of a project by code."""

    words: Mapping[Text, Text]


class CodeBook(CitedData):
    """Which fields lead to documents, what the row of the execution is named, and the tables of codes."""

    wrappers: FieldNames
    execution_row: FieldNames
    signs: CodeTable
    likelihoods: CodeTable
    cause_kinds: CodeTable
    lights: CodeTable


@cache
def code_book() -> CodeBook:
    """Return the codes of the budget system."""
    return CodeBook.model_validate(read_packaged_yaml(_FILE))


def code_table(name: TableName) -> Mapping[str, str]:
    """Return a table: words of a project by code."""
    table: CodeTable = getattr(code_book(), name)
    return table.words


@cache
def codes_of(name: TableName) -> Mapping[str, str]:
    """Return the code that the system writes for each word of a table: the first one listed.

    >>> codes_of("likelihoods")["有可能"]
    'completeanalysis2'
    """
    return {word: code for code, word in reversed(list(code_table(name).items()))}


def execution_rows() -> tuple[str, ...]:
    """Return the names of the row that the system makes of the funds."""
    return code_book().execution_row.names


def wrappers() -> tuple[str, ...]:
    """Return the fields that lead to documents, from the answer of the system inwards."""
    return code_book().wrappers.names


__all__ = ["CodeBook", "code_book", "code_table", "codes_of", "execution_rows", "wrappers"]
