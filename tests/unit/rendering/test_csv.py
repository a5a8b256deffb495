"""CSV of scores, of monitoring and of reviews: nothing that the JSON of a row says of its score is left out."""

from __future__ import annotations

import csv
import io
from typing import Any

import jixiao

SCORED: dict[str, Any] = {
    "spec": "cn.mof-2020-10", "name": "甲", "year": 2024,
    "funds": {"total": {"budget": 10, "spent": 5}},
    "indicators": [{"level1": "产出指标", "name": "人次", "target": "≥300", "actual": "270", "weight": 90}],
}  # fmt: skip
MONITORED: dict[str, Any] = {
    **SCORED, "stage": "monitoring", "month": 6,
    "funds": {"total": {"budget": 10, "spent": 5, "forecast": 9}},
    "indicators": [
        {"level1": "产出指标", "name": "人次", "target": "≥300", "progress": 90, "forecast": 290, "weight": 90,
         "likelihood": "有可能", "cause_kinds": ["人员保障", "其他"]},
    ],
}  # fmt: skip
REVIEWED: dict[str, Any] = {
    **SCORED, "spec": "cn.sichuan.chengdu-review-2025", "stage": "review", "review": {"reviewer": "乙所"},
    "indicators": [
        {**SCORED["indicators"][0], "review": {"deductions": [{"points": 2, "reason": "虚报"}], "remark": "已约谈"}},
    ],
}  # fmt: skip


def scored(project: dict[str, Any]) -> Any:
    return jixiao.score(jixiao.load_project(project))


def tables(*projects: dict[str, Any]) -> list[list[dict[str, str]]]:
    """The tables of a file of CSV, row by row."""
    text = jixiao.render(map(scored, projects), "csv").removeprefix("\ufeff")
    return [list(csv.DictReader(io.StringIO(table))) for table in text.split("\n\n")]


def test_a_monitored_row_has_its_light_and_what_is_expected() -> None:
    ((funds, row),) = tables(MONITORED)
    columns = ("weight", "light", "progress", "forecast", "likelihood", "cause_kinds", "projected_score")
    assert [row[key] for key in columns] == ["90", "yellow", "90", "290", "有可能", "人员保障、其他", "87.00"]
    assert [funds[key] for key in ("spent", "forecast", "money_unit", "projected_score")] == ["5", "9", "万元", "9.00"]
    for line in (funds, row):
        assert (line["month"], line["project_light"]) == ("6", "yellow")
        assert (line["projected_total"], line["projected_grade"]) == ("96.00", "优")


def test_a_monitored_row_without_a_forecast_has_empty_cells() -> None:
    rows = [{key: value for key, value in MONITORED["indicators"][0].items() if key not in ("forecast", "likelihood")}]
    ((_, row),) = tables({**MONITORED, "indicators": rows})
    assert (row["light"], row["weight"], row["projected_score"], row["projected_total"]) == ("yellow", "90", "", "")


def test_a_reviewed_row_has_both_scores_and_what_counts() -> None:
    ((execution, row),) = tables(REVIEWED)
    assert [row[key] for key in ("score", "review_score", "review_difference", "review_counted")] == [
        "81.00", "79.00", "2.00", "79.00",
    ]  # fmt: skip
    assert row["review_reason"] == "乙所扣2分（虚报），得79分，比自评的81分少2分"
    assert (row["review_remark"], row["review_adopted"], row["review_limited"]) == ("已约谈", "review", "false")
    for line in (execution, row):
        review = [line[key] for key in ("total", "review_total", "adopted_total", "reviewer")]
        assert review == ["86.00", "84.00", "84.00", "乙所"]


def test_a_score_has_the_columns_that_it_always_had() -> None:
    text = jixiao.render(scored(SCORED), "csv")
    headings = "source,project,year,level1,level2,name,target,actual,weight,score,deduction,outcome,reason_code,reason,"
    assert text.startswith(f"\ufeff{headings}cause,remedy,total,grade\n")
    assert jixiao.render([], "csv") == text[: text.index("\n") + 1]
    assert jixiao.render([scored(SCORED)] * 2, "csv") == text + text[text.index("\n") + 1 :]


def test_other_columns_begin_another_table() -> None:
    kinds = tables(SCORED, SCORED, MONITORED, REVIEWED)
    assert [len(table) for table in kinds] == [4, 2, 2]
    assert ["projected_total" in table[0] for table in kinds] == [False, True, False]
