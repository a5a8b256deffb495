"""A layout is one file: it draws a form, and is found again in the form that it drew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.forms.importing import project_of_form, read_file_of_forms
from jixiao.forms.importing.others import read_form
from jixiao.forms.importing.others.layouts import fits_of
from jixiao.loading.layouts import layout_names
from jixiao.loading.spec_files import package_specs
from jixiao.quantity import form_word

FOLDER = package_specs()
ROWS = [
    ("产出指标", "数量指标", "培训人次", "≥300人次", "300人次", 50),
    ("产出指标", "质量指标", "合格率", "≥95%", "90%", 20),
    ("效益指标", "社会效益指标", "持证率", "≥95%", "96%", 10),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "92%", 10),
]
PROJECT: dict[str, Any] = {
    "name": "培训",
    "year": 2023,
    "department": "甲局",
    "unit": "乙中心",
    "funds": {
        "total": {"initial": 100, "budget": 100, "spent": 90},
        "fiscal": {"initial": 100, "budget": 100, "spent": 90},
    },
    "goals": [{"expected": "办好", "achieved": "已办"}],
    "indicators": [
        dict(zip(("level1", "level2", "name", "target", "actual", "weight"), row, strict=True)) | {"cause": "停办"}
        for row in ROWS
    ],
}
TARGETS = ("target-2023", "department-target-2023")


def drawn(layout: str, folder: Path) -> Any:
    """The cells of a form that a layout draws, as if somebody else had typed them."""
    (folder / "specs").mkdir()
    (folder / "specs" / "a.yaml").write_text(
        "id: cn.test.layout-2023\nversion: 1\ntitle: 试\nextends: cn.mof-2020-10@2\nin_force: {from: 2023-01-01}\n"
        f"form: {{title: 项目支出绩效自评表, layout: {layout}}}\n",
        "utf-8",
    )
    spec = jixiao.load_spec("cn.test.layout-2023", specs=folder / "specs")
    path = folder / "a.xlsx"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(PROJECT), spec), "xlsx"))
    (form,), *_ = read_file_of_forms(path)
    return form.grid


@pytest.mark.parametrize("layout", layout_names((FOLDER,)))
def test_a_layout_is_found_in_the_form_that_it_drew(layout: str, tmp_path: Path) -> None:
    best, second, *_ = fits_of(read_form(drawn(layout, tmp_path)), FOLDER)
    assert best.name == layout
    assert best.share > second.share


@pytest.mark.parametrize("layout", layout_names((FOLDER,)))
def test_what_a_layout_shows_is_read_back_from_the_cells_alone(layout: str, tmp_path: Path) -> None:
    grid = drawn(layout, tmp_path)
    read = project_of_form(grid, "", jixiao.load_spec("cn.mof-2020-10"))
    assert not [finding for finding in read.findings if finding.code in ("JX842", "JX882", "JX824")]
    rows = read.data["indicators"]
    assert [row["name"] for row in rows] == [row[2] for row in ROWS]
    heads = {form_word(spot.text) for spot in grid.spots}
    if "一级指标" in heads:
        assert [row["level1"] for row in rows] == [row[0] for row in ROWS]
    targets = ["".join(row.get(key, "") for key in ("comparison", "target", "uom")) for row in rows]
    assert targets == [row[3] for row in ROWS]
    if layout not in TARGETS:
        assert [row["actual"] for row in rows] == [row[4] for row in ROWS]
        assert read.data["funds"]["total"]["spent"] == "90"
