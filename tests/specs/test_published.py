"""The report on published tables: each explanation on a row that was published so. It is a report, not a target."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import PUBLISHED, ROOT

#: By name: the score by the rule, worked out from the row; the published one; what tells them apart.
ROWS = {
    "预算执行率（10分）": ("10", "10", "the same"),
    "全市退休人员数": ("10", "10", "the same"),
    "经费支出合规性": ("8", "8", "the same"),  # the actual names the first tier
    "整编资料审核": ("20", "19.6", "agrees with weight × actual, not ÷ target; no cause stated"),
    "计划完成率": ("13.33", "10", "below the rule, by judgement; stated: 部分项目延续至下年"),  # 20 × 60/90
    "资金到位及时率": ("10", "7", "below the rule, by judgement; no cause stated"),
    "政策知晓率": ("9.8", "9", "agrees with dropping the fraction; no cause stated"),
    "全市安全度汛": ("—", "10", "no actual value, and yet a score; no cause stated"),
    "配套烘干杀菌设备及包装设备购置及安装": ("0.34", "9.3", "short of the target, and yet full marks; no cause stated"),
    "年度总金额": ("7.93", "7.93", "the same"),
    "森林火灾受害率": ("10", "10", "the same"),
}


def report(*words: str) -> str:
    command = [sys.executable, str(ROOT / "docs/published.py"), *words]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", cwd=ROOT).stdout


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


@pytest.fixture(scope="module")
def english() -> str:
    return report(str(PUBLISHED), "en")


@pytest.mark.parametrize("name", ROWS)
def test_what_tells_a_published_score_from_the_rule(name: str, english: str) -> None:
    (row,) = (row for row in cells(english) if row[2] == name)
    assert (row[6], row[7], row[9]) == ROWS[name]


def test_execution_rows_take_the_funds(english: str) -> None:
    """43.2 of which 37.24 spent is 8.62 of 10; 154.74 of 310.2 is 49.88 %, whole points: 5; 0 of 0 is no rate."""
    funds = [(row[0], row[6], row[7], row[8]) for row in cells(english) if row[2] == "年度资金总额"]
    assert funds == [("003", "—", "0", "—"), ("010", "8.62", "9", "0.38"), ("044", "5", "5", "0")]


def test_the_summary_counts_rows_and_points(english: str) -> None:
    """Above: 0.38 + 8.96. Below: 0.4 + 3.33 + 3 + 0.8. One row of 15 has no published score."""
    assert "14 rows have a published score, 1 have none" in english
    assert "stand 9.34 points above it and 7.53 below" in english


def test_the_report_is_chinese_by_default() -> None:
    text = report()
    assert "14 行有公布的得分，1 行没有" in text
    assert "与四舍五入到整分相合；没有写原因" in text


def test_a_folder_may_bring_its_own_tables(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(
        "table,level1,level2,name,target,actual,weight,score,reason\nA,产出指标,,户数,≥100户,90户,10,8,雨\n",
        encoding="utf-8",
    )
    (tmp_path / "tables.yaml").write_text("A: {table: 例, year: 2023, spec: cn.mof-2020-10}\n", encoding="utf-8")
    assert cells(report(str(tmp_path), "en"))[2][6:] == ["9", "8", "-1", "below the rule, by judgement; stated: 雨"]
