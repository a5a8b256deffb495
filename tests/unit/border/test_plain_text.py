"""Tables parted by tabs, as a spreadsheet saves them as text, and as editors leave them that trim lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jixiao.border.plain_text import read_text
from jixiao.border.running_document import Document
from jixiao.forms.importing import read_file_of_forms
from jixiao.forms.importing.projects import read_projects

ROWS = [
    "项目支出绩效自评表（2023 年度）",
    "项目名称\t站点改造\t\t\t\t",
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值",
    "产出指标\t数量指标\t改造站点数\t≥46个\t46个\t90",
    "合计\t\t\t\t\t90",
    "评价结论\t\t\t\t\t",
    "存在问题\t\t\t\t\t",
    "说明：本表由单位填写",
]
WIDTH = 6


def as_written(rows: list[str]) -> list[str]:
    return rows


def as_saved_by_a_spreadsheet(rows: list[str]) -> list[str]:
    """Each row with tabs for all columns, and rows of nothing but tabs around the table."""
    full = [row + "\t" * (WIDTH - 1 - row.count("\t")) for row in rows]
    empty = "\t" * (WIDTH - 1)
    return [full[0], empty, *full[1:-1], empty, full[-1], empty]


def as_trimmed(rows: list[str]) -> list[str]:
    return [row.rstrip() for row in rows]


WAYS = pytest.mark.parametrize("way", [as_written, as_saved_by_a_spreadsheet, as_trimmed])


def texts_of(document: Document) -> list[str]:
    """The texts of a document, those of tables and those of lines."""
    cells = (
        [block] if isinstance(block, str) else [cell.text for cell in block if cell.text] for block in document.blocks
    )
    return [text for texts in cells for text in texts]


@WAYS
def test_no_text_of_a_tabbed_table_is_lost(way: Callable[[list[str]], list[str]]) -> None:
    document = read_text("a.txt", "\n".join(way(ROWS)).encode())
    assert texts_of(document) == [text for row in ROWS for text in row.split("\t") if text]


@WAYS
def test_a_tabbed_table_is_one_project_however_it_was_saved(
    way: Callable[[list[str]], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(way(ROWS)), "utf-8")
    (project,) = read_projects(path, lambda _: None).forms
    data = project.imported.data
    assert (data["name"], data["year"]) == ("站点改造", "2023")
    assert [row["name"] for row in data["indicators"]] == ["改造站点数"]
    told = " ".join(str(one.args) for one in project.imported.findings)
    assert "本表由单位填写" in data.get("remarks", "") + told


def test_a_row_of_a_label_without_a_text_is_a_row_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(ROWS), "utf-8")
    (form,) = read_file_of_forms(path).forms
    assert {"评价结论", "存在问题"} <= {spot.text for spot in form.grid.spots}
