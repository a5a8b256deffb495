"""The workbook of a review: its rows are as high as their texts need, and its figures are numbers."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest

from tests.support.commands import jixiao
from tests.support.paths import EXAMPLES

openpyxl = pytest.importorskip("openpyxl")
LINE = 15


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("review") / "审核.xlsx"
    jixiao("audit", EXAMPLES, "--notes", "-o", path)
    return openpyxl.load_workbook(BytesIO(Path(path).read_bytes()))


def half_widths(text: str) -> int:
    return sum(1 + (east_asian_width(character) in "WF") for character in text)


def column_widths(sheet: Any) -> dict[int, float]:
    """The width of each column; neighbours of one width share an entry."""
    return {
        column: entry.width
        for entry in sheet.column_dimensions.values()
        for column in range(entry.min, entry.max + 1)
        if not entry.hidden
    }


def test_each_row_is_as_high_as_its_longest_text(workbook: Any) -> None:
    heights = 0
    for sheet in workbook:
        widths = column_widths(sheet)
        for row in sheet.iter_rows():
            height = sheet.row_dimensions[row[0].row].height
            if height is None:
                continue
            needed = max(half_widths(str(cell.value or "")) / widths.get(cell.column, 1_000) for cell in row)
            assert needed - 1 <= height / LINE - 1 <= 1.5 * needed + 1, (sheet.title, row[0].row, height, needed)
            heights += 1
    assert heights > 10


def test_counts_of_findings_are_numbers(workbook: Any) -> None:
    heads, *rows = workbook["各表总分"].iter_rows(values_only=True)
    counts = [dict(zip(heads, row, strict=True)) for row in rows]
    assert counts
    assert all(isinstance(row[name], int) for row in counts for name in ("须说明", "提示") if row[name] is not None)
    assert sum(row["须说明"] or 0 for row in counts) == 4
