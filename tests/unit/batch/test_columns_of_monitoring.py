"""Columns of monitoring in a long table: a clear error in the place of a wrong score."""

from __future__ import annotations

import pytest

from jixiao.batch.io.columns import renaming

YEAR = ["项目", "一级指标", "二级指标", "三级指标", "年度指标值", "分值"]


@pytest.mark.parametrize("progress", ["当前完成值", "progress"])
def test_values_so_far_are_no_actuals(progress: str) -> None:
    _, findings = renaming([*YEAR, progress, "监控月份", "全年预计完成值"])
    (error,) = [finding for finding in findings if finding.severity == "error"]
    assert error.code == "JX624"
    assert f"{progress}、监控月份、全年预计完成值" in error.message()


def test_beside_actuals_they_change_nothing() -> None:
    names, findings = renaming([*YEAR, "实际完成值", "当前完成值"])
    assert "当前完成值" not in names
    assert [finding.severity for finding in findings] == ["note"]


def test_without_either_the_column_is_missing() -> None:
    _, findings = renaming([*YEAR, "监控月份"])
    (error,) = [finding for finding in findings if finding.severity == "error"]
    assert "actual" in error.message()
