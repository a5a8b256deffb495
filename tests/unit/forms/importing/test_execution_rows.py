"""The row of the execution rate among the indicators: whose class is whose, and that no class is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms
from tests.support.papers import ENDINGS, write
from tests.support.published_tables import Wide

LAW_10 = jixiao.load_spec("cn.mof-2020-10")
HEADS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
OUTPUT = ["产出指标", "数量指标", "培训人次", "≥300人次", "300人次", "90", "90"]


def read(path: Path, execution: list[list[Any]]) -> ImportedProject:
    """Return the project of a form with an indicator and these rows."""
    lines: list[list[Any]] = [[Wide("项目支出绩效自评表（2023年度）", 7)], ["项目名称", Wide("甲项目", 6)], HEADS]
    (form,) = read_file_of_forms(write(path, [*lines, *execution])).forms
    return project_of_form(form.grid, "", LAW_10)


def said(project: ImportedProject) -> str:
    """Return what the findings repeat of the form."""
    return " ".join(str(finding.args.get("text", "")) for finding in project.findings)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("level1", "level2"), [("效益指标", "社会效益指标"), ("满意度指标", "满意度指标"), ("管理", "资金管理")]
)
def test_a_class_of_the_execution_rate_alone_is_told(tmp_path: Path, ending: str, level1: str, level2: str) -> None:
    execution = [level1, level2, "预算执行率（10分）", "100%", "95%", "10", "9.5"]
    project = read(tmp_path / f"a.{ending}", [OUTPUT, execution])
    assert [row["name"] for row in project.data["indicators"]] == ["培训人次"]
    assert project.data["printed"]["execution_score"] == "9.5"
    assert f"{level1} {level2}" in said(project)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("is_merged", [True, False])
def test_a_class_that_the_execution_rate_shares_with_indicators_is_theirs(
    tmp_path: Path, ending: str, is_merged: bool
) -> None:
    execution = ["产出指标", "数量指标", "预算执行率", "100%", "95%", "10", "9.5"]
    if is_merged:
        rows = [[Wide("产出指标", 1, 2), Wide("数量指标", 1, 2), *execution[2:]], OUTPUT[2:]]
    else:
        rows = [execution, OUTPUT]
    project = read(tmp_path / f"a.{ending}", rows)
    (row,) = project.data["indicators"]
    assert (row["level1"], row["level2"]) == ("产出指标", "数量指标")
    assert "指标" not in said(project)
