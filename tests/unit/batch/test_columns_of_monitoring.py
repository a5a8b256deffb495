"""Columns of monitoring in a long table: what is known, what may be missing, and which projects are monitored."""

from __future__ import annotations

from typing import Any

import pytest

pl = pytest.importorskip("polars")

from jixiao.batch import score_frame  # noqa: E402
from jixiao.batch.io.columns import renaming  # noqa: E402
from tests.support.monitored_rows import spec_with  # noqa: E402

YEAR = ["项目", "一级指标", "二级指标", "三级指标", "年度指标值"]
OF_ROWS = ["light", "rule", "citation", "basis", "explanation", "measured", "to_explain", "projected_from",
           "projected_value", "projected_score", "projected_deduction", "projected_outcome", "projected_reason_code",
           "projected_reason"]  # fmt: skip
OF_PROJECTS = ["stage", "month", "light", "rule", "citation", "basis", "explanation", "projected_total",
               "projected_deduction", "projected_scaled", "projected_grade"]  # fmt: skip


def rows(project: str, *indicators: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """The execution row and the indicators of a project, in thirds of the year's ends."""
    execution = {"level1": "预算执行率", "target": "120", "progress": "66", "forecast": "118"}
    plain = {"level1": "产出指标", "name": "培训人次", "target": "≥300", "weight": "90"}
    return [{"project": project, **more, **row} for row in (execution, *({**plain, **one} for one in indicators))]


def scores_of(*projects: list[dict[str, Any]], **options: Any) -> Any:
    table = [row for project in projects for row in project]
    names = dict.fromkeys(name for row in table for name in row)
    frame = pl.DataFrame({name: [row.get(name) for row in table] for name in names}, dict.fromkeys(names, pl.String))
    return score_frame(frame, "cn.mof-2020-10", **options)


def codes(scores: Any) -> list[str]:
    return sorted(scores.report.counted)


@pytest.mark.parametrize("progress", ["当前完成值", "progress"])
def test_values_so_far_need_neither_actuals_nor_weights(progress: str) -> None:
    names, findings = renaming([*YEAR, progress, "监控月份", "全年预计完成值"])
    assert findings == []
    assert names[progress] == "progress"


def test_without_them_columns_of_monitoring_are_unknown_as_ever() -> None:
    names, findings = renaming([*YEAR, "实际完成值", "分值", "监控月份", "偏差原因类别"])
    assert "month" not in names.values()
    (note,) = findings
    assert (note.code, "监控月份" in note.message()) == ("JX702", True)


@pytest.mark.parametrize("heading", ["监控月份", "环节"])
def test_without_either_the_column_is_missing(heading: str) -> None:
    _, findings = renaming([*YEAR, "分值", heading])
    (error,) = [finding for finding in findings if finding.severity == "error"]
    assert (error.code, "actual" in error.message()) == ("JX701", True)


def test_a_monitored_project_has_lights_and_no_score() -> None:
    scores = scores_of(rows("甲", {"progress": "60", "forecast": "280", "cause": "教师不足"}, month="7"))
    execution, row = scores.rows.to_dicts()
    assert (execution["light"], execution["projected_value"], str(execution["projected_score"])) == (
        "green",
        "118",
        "9.83",
    )
    assert (row["light"], row["measured"], row["to_explain"], row["score"], row["outcome"]) == (
        "red",
        "12/35",
        None,
        None,
        None,
    )
    (project,) = scores.projects.to_dicts()
    assert (project["light"], project["total"], str(project["execution_rate"])) == ("red", None, "0.550000")
    assert str(project["projected_total"]) == "93.83"
    assert scores.rows.columns[-len(OF_ROWS) :] == OF_ROWS
    assert scores.projects.columns[-len(OF_PROJECTS) :] == OF_PROJECTS


def test_what_must_be_explained_is_told_at_its_row() -> None:
    scores = scores_of(rows("甲", {"progress": "60"}, month="7"))
    assert scores.rows["to_explain"].to_list() == [None, "reason"]
    (line,) = scores.findings.filter(code="JX614").to_dicts()
    assert (line["row"], line["path"]) == (2, "cause")


def test_a_project_is_at_the_stage_that_it_states_and_else_where_its_values_put_it() -> None:
    monitored, evaluated = {"progress": "60"}, {"actual": "270"}
    scores = scores_of(
        rows("stated", {**monitored, **evaluated}, stage="监控", month="7"),
        rows("scored", {**monitored, **evaluated}, stage="自评", actual="66"),
        rows("by progress", monitored, month="7"),
        rows("by actual", {**monitored, **evaluated}, actual="66"),
        rows("blank", {}),
        notes=True,
    )
    stages = dict(scores.projects.select("project", "stage").iter_rows())
    assert {name: stage for name, stage in stages.items() if stage == "monitoring"}.keys() == {
        "stated",
        "by progress",
        "blank",
    }
    assert scores.findings.filter(code="JX732")["project"].to_list() == ["by actual"]
    assert scores.projects["total"].is_not_null().to_list() == [False, True, False, True, False]


@pytest.mark.parametrize("column", [{"stage": None}, {"stage": " ", "progress": None}, {"progress": None, "month": ""}])
def test_a_self_evaluation_without_values_is_none_of_monitoring(column: dict[str, Any]) -> None:
    plain = {"level1": "产出指标", "name": "培训人次", "target": "≥300", "weight": "90", **column}
    money = {"level1": "预算执行率", "target": "120", "actual": "66"}
    scores = scores_of(
        [{"project": "blank", **money}, {"project": "blank", **plain, "actual": " "}],
        [{"project": "filled in", **money}, {"project": "filled in", **plain, "actual": "270"}],
    )
    assert scores.projects["total"].is_null().to_list() == [True, False]
    assert scores.projects["stage"].to_list() == ["self_evaluation"] * 2
    assert scores.findings.filter(code="JX310").select("project", "path").rows() == [("blank", "actual")]


def test_without_a_column_of_actuals_every_unstated_project_is_monitored() -> None:
    table = [{"project": "甲", "level1": "产出指标", "name": "培训人次", "target": "≥300", "progress": None}]
    frame = pl.DataFrame(table, dict.fromkeys(table[0], pl.String))
    assert score_frame(frame, "cn.mof-2020-10").projects["stage"].to_list() == ["monitoring"]


@pytest.mark.parametrize("answers", ["资金（是）；目标（否）", "资金：是、目标：否"])
def test_answers_are_read_in_both_spellings(answers: str) -> None:
    table = rows("甲", {"progress": "60"}, month="7", answers=answers)
    assert "JX212" not in codes(scores_of(table))


def test_at_the_stage_of_targets_a_project_is_told_so_as_by_itself() -> None:
    scores = scores_of(rows("甲", {}, stage="目标"))
    assert scores.projects["stage"].to_list() == ["target"]
    assert "JX432" in codes(scores)


def test_a_stage_that_is_none_is_an_error() -> None:
    scores = scores_of(rows("甲", {"actual": "270"}, stage="监督", actual="66"))
    assert scores.findings.filter(code="JX431").select("project", "path").rows() == [("甲", "stage")]


def test_two_amounts_spent_are_told() -> None:
    scores = scores_of(rows("甲", {"progress": "60"}, actual="60", stage="监控", month="7"))
    (line,) = scores.findings.filter(code="JX733").to_dicts()
    assert (line["row"], line["path"], line["severity"]) == (1, "progress", "warning")


def test_where_spending_stands_among_the_actuals_it_counts() -> None:
    table = rows("甲", {"progress": "60"}, stage="监控", month="7")
    table[0] |= {"progress": None, "actual": "66"}
    assert scores_of(table).rows["light"].to_list() == ["green", "red"]


def test_two_execution_rows_leave_the_project_without_light_and_total() -> None:
    one = rows("甲", {"progress": "60", "forecast": "300"}, month="7")
    scores = scores_of([*one, one[0]])
    (project,) = scores.projects.to_dicts()
    assert (project["light"], project["projected_total"]) == (None, None)
    assert scores.rows["light"].to_list() == ["green", "red", None]
    assert "JX708" in codes(scores)


def test_a_weight_beyond_those_of_tables_is_not_projected() -> None:
    scores = scores_of(rows("甲", {"progress": "60", "forecast": "300", "weight": "1000001"}, month="7"))
    assert scores.rows["projected_score"].is_null().to_list() == [False, True]
    assert "JX710" in codes(scores)


@pytest.mark.parametrize(
    ("reasons", "columns"),
    [("text", (True, True, True)), ("code", (True, False, False)), ("none", (False, False, False))],
)
def test_reasons_are_written_as_they_are_asked_for(reasons: str, columns: tuple[bool, ...]) -> None:
    scores = scores_of(rows("甲", {"progress": "60", "forecast": "280"}, month="7"), reasons=reasons)
    own = scores.rows.select("projected_reason_code", "projected_reason", "explanation")
    assert tuple(column.null_count() == 0 for column in own) == columns


def test_in_english_it_is_told_in_english() -> None:
    scores = scores_of(rows("甲", {"progress": "60", "forecast": "280"}, month="7"), lang="en")
    assert scores.projects["explanation"].to_list() == ["red: 培训人次"]


def test_rows_without_a_project_stand_where_they_stood() -> None:
    scores = scores_of(
        rows("甲", {"progress": "60"}, month="7"), rows(" ", {"actual": "60"}), rows("乙", {"progress": "60"})
    )
    assert scores.projects["project"].to_list() == ["甲", "乙"]
    assert scores.rows["project"].to_list() == ["甲", "甲", None, None, "乙", "乙"]


def test_a_row_of_sums_with_a_value_so_far_is_one_of_an_indicator(tmp_path: Any) -> None:
    from jixiao.batch.io.csv_files import open_csv

    table = tmp_path / "t.csv"
    table.write_text("项目,一级指标,三级指标,当前完成值,年度指标值\n甲,产出指标,累计,5,\n甲,产出指标,累计,,\n", "utf-8")
    opened = open_csv(table, tmp_path / "copy")
    assert opened.frame is not None
    assert opened.frame.collect()["progress"].to_list() == ["5"]


def test_a_run_is_resumed_under_the_same_rules_of_monitoring_alone() -> None:
    from jixiao.batch.run import RunOptions, _fingerprint

    runs = [_fingerprint([], RunOptions(spec_with("cn.mof-2020-10", name))) for name in ("pace", "hefei", "pace")]
    assert runs[0]["monitoring"] == runs[2]["monitoring"] != runs[1]["monitoring"]
