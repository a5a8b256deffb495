"""The law of item 6: whatever is done to a form in a file, each cell is in the project or in a finding with its place.

``make edits`` runs it thousands of times, with PDF and with files that LibreOffice has resaved.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.stress.form_edits import OFFICE, reports
from tests.support.every_cell import Desk, Point, covers, points_of
from tests.support.office import needs_office

DeskOf = Callable[[str], Desk]


@pytest.fixture(scope="module")
def desk_of(tmp_path_factory: pytest.TempPathFactory) -> DeskOf:
    @cache
    def desk(kind: str) -> Desk:
        return Desk(tmp_path_factory.mktemp(kind), kind)

    return desk


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("kind", ["xlsx", "docx", "html"])
def test_no_cell_of_an_edited_form_is_lost(desk_of: DeskOf, kind: str, number: int) -> None:
    assert desk_of(kind).check(5 * number) == []


@pytest.mark.parametrize("number", [3, 14])
def test_no_cell_of_an_edited_and_printed_form_is_lost(desk_of: DeskOf, number: int) -> None:
    pytest.importorskip("typst")
    assert desk_of("pdf").check(number) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "docx", "html"])
def test_no_cell_of_hundreds_of_edited_forms_is_lost(desk_of: DeskOf, kind: str) -> None:
    assert [report for number in range(1000, 1200) if (report := desk_of(kind).check(number))] == []


@needs_office
@pytest.mark.slow
def test_no_cell_of_forms_that_libreoffice_resaved_is_lost(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("office")
    assert [report for report in reports(folder, OFFICE, range(10)) if report] == []


def test_a_finding_names_a_cell_alone_or_in_a_range() -> None:
    """The oracle itself."""
    assert points_of("第2页 表3 第4行第5列") == [Point(2, 3, 4, 5)]
    assert covers("表!F11–F13、H5", "F12")
    assert covers("表!F11–F13、H5", "H5")
    assert covers("表1 第2行第1列–表1 第2行第7列", "表1 第2行第4列")
    assert covers("表上方第1段、表下方第2段", "表下方第2段")
    assert not covers("表!F11–F13、H5", "G12")
    assert not covers("表1 第2行第1列", "表2 第2行第1列")
    assert not covers("表1", "表1 第2行第4列")
