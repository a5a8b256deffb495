"""Which rows and columns of an edited table are which of the table before: some are new, some are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

#: Texts by column.
Texts = Mapping[int, str]
#: Blocks of rows with more pairs than this are aligned from the top, one by one.
MOST_PAIRS = 20_000


class Alignment(NamedTuple):
    """Which rows and columns of a later table are which of an earlier one.

    ``rows`` gives for each later row the earlier one, new rows are missing. The earlier table has several parts, each
    with columns of its own: ``columns`` gives for each part and each later column the earlier one.
    """

    rows: Mapping[int, int]
    parts: Sequence[int]
    columns: Mapping[int, Mapping[int, int]]

    def earlier(self, row: int, column: int) -> tuple[int, int] | None:
        """Return the earlier row and column of a later place; ``None`` where it is new."""
        earlier_row = self.rows.get(row)
        if earlier_row is None:
            return None
        earlier_column = self.columns[self.parts[earlier_row]].get(column)
        if earlier_column is None:
            return None
        return earlier_row, earlier_column

    def later(self, row: int, column: int) -> int | None:
        """Return the later column of an earlier place; ``None`` where the column is gone."""
        columns = self.columns.get(self.parts[row], {})
        return next((after for after, before in columns.items() if before == column), None)


def align(
    earlier: Sequence[Texts], later: Sequence[Texts], parts: Sequence[int], headed: Collection[int] = ()
) -> Alignment:
    """Return the alignment of two tables that keeps most of their texts in place.

    ``parts`` are of the earlier rows; in the ``headed`` ones a column that is empty with its heading is gone.
    """
    rows = dict(_rows([tuple(row.values()) for row in earlier], [tuple(row.values()) for row in later]))
    pairs: dict[int, list[tuple[Texts, Texts]]] = {part: [] for part in parts}
    for after, before in rows.items():
        pairs[parts[before]].append((later[after], earlier[before]))
    columns = {part: _columns(texts) for part, texts in pairs.items()}
    return Alignment(rows, parts, columns | {part: _without_empty(pairs[part], columns[part]) for part in headed})


def _rows(earlier: list[tuple[str, ...]], later: list[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of rows that belong together, the later one first; both rise."""
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        if operation == "equal" or (i2 - i1) * (j2 - j1) > MOST_PAIRS:
            yield from zip(range(j1, j2), range(i1, i2), strict=False)
        elif operation == "replace":
            yield from ((j1 + j, i1 + i) for j, i in _most_alike(earlier[i1:i2], later[j1:j2]))


def _most_alike(earlier: list[tuple[str, ...]], later: list[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rows, in order, that share most texts: a longest common subsequence with weights."""
    best = [[0] * (len(later) + 1) for _ in range(len(earlier) + 1)]
    weights = [[2 * len({*old} & {*new}) + 1 for new in later] for old in earlier]
    for i in reversed(range(len(earlier))):
        for j in reversed(range(len(later))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + weights[i][j])
    i = j = 0
    while i < len(earlier) and j < len(later):
        if best[i][j] == best[i + 1][j + 1] + weights[i][j]:
            yield j, i
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _columns(pairs: list[tuple[Texts, Texts]]) -> dict[int, int]:
    """Return the earlier column of each later one: the same, unless inserted or deleted columns explain more texts."""
    width = 1 + max((column for pair in pairs for row in pair for column in row), default=0)
    same = {column: column for column in range(width)}

    def column_texts(side: int) -> list[tuple[str, ...]]:
        return [tuple(pair[side].get(column, "") for pair in pairs) for column in range(width)]

    shifted = dict(_most_alike(column_texts(1), column_texts(0)))
    return max(same, shifted, key=lambda columns: _texts_in_place(pairs, columns))


def _without_empty(pairs: list[tuple[Texts, Texts]], columns: Mapping[int, int]) -> dict[int, int]:
    """Return the columns without those that had several texts, their heading among them, and have none now."""
    later = {column for after, _ in pairs for column, text in after.items() if text}
    earlier = Counter(column for _, before in pairs for column, text in before.items() if text)
    return {after: before for after, before in columns.items() if after in later or earlier[before] <= 1}


def _texts_in_place(pairs: list[tuple[Texts, Texts]], columns: Mapping[int, int]) -> int:
    """Return how many texts stand where they stood before."""
    return sum(
        before.get(columns.get(column, -1)) == text for after, before in pairs for column, text in after.items() if text
    )


__all__ = ["Alignment", "align"]
