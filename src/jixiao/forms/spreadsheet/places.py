"""The names of cells: A1, AB12."""

from __future__ import annotations

from string import ascii_uppercase


def column_letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    while column >= 0:
        column, letter = divmod(column, len(ascii_uppercase))
        letters = ascii_uppercase[letter] + letters
        column -= 1
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, row and column counted from 0; its column stays where a formula is copied.

    >>> cell_name(11, 2)
    '$C12'
    """
    return f"${column_letters(column)}{row + 1}"


def range_name(first_row: int, last_row: int, column: int) -> str:
    """Return the name of the cells of a column from one row to another.

    >>> range_name(0, 9, 0)
    '$A$1:$A$10'
    """
    letters = column_letters(column)
    return f"${letters}${first_row + 1}:${letters}${last_row + 1}"
