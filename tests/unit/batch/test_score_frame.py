"""A frame scored: columns of any type, rows and projects that are odd, each as it would be scored alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from jixiao import load_project, score  # noqa: E402
from jixiao.batch import score_frame  # noqa: E402
from jixiao.explain import reason_of, sentence  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402
from jixiao.model.rules import Cap  # noqa: E402
from jixiao.scoring.plan import plan_of  # noqa: E402
from tests.support.batches import HEADERS, of_years, plain_rows, run, worth  # noqa: E402
from tests.support.long_tables import alone  # noqa: E402


def test_floats_are_read_by_their_shortest_decimal() -> None:
    frame = plain_rows(2).with_columns(pl.col("target", "actual").cast(pl.Float64))
    scores = score_frame(frame, "cn.mof-2020-10")
    assert scores.rows["score"].equals(score_frame(plain_rows(2), "cn.mof-2020-10").rows["score"])
    assert [finding.code for finding in scores.report.findings] == ["JX706", "JX706"]


def test_a_table_without_its_columns_gives_findings_and_no_rows() -> None:
    scores = score_frame(pl.DataFrame({"项目": ["a"]}), "cn.mof-2020-10")
    assert [finding.code for finding in scores.report.findings] == ["JX701"]
    assert not scores.report.ok
    assert scores.rows.is_empty()


def test_weights_that_add_up_to_full_marks_only_modulo_2_to_the_64_do_not() -> None:
    """Rows of at most 10^6 points in units of 10^-12 points: 18 of them are beyond a 64-bit sum."""
    units = [10**18] * 18 + [2**64 + 90 * 10**12 - 18 * 10**18]
    weights = [f"{unit // 10**12}.{unit % 10**12:012d}" for unit in units]
    rows = [("P", "预算执行率", "", "1", "1", None)]
    rows += [("P", "产出指标", f"指标{at}", "1", "1", weight) for at, weight in enumerate(weights)]
    frame = pl.DataFrame(rows, schema=["project", "level1", "name", "target", "actual", "weight"], orient="row")
    scores = score_frame(frame, "cn.mof-2020-10")
    assert scores.projects["total"].to_list() == [None]
    assert scores.projects["errors"].to_list() == [1]
    assert scores.rows["score"].to_list()[1] == 10**6


def test_an_empty_table_is_scored_to_empty_tables() -> None:
    scores = score_frame(plain_rows(1).clear(), "cn.mof-2020-10")
    assert scores.report.ok
    assert scores.projects.is_empty()
    assert scores.rows.schema["score"] == pl.Decimal(38, 2)


@pytest.mark.parametrize("rows", [9, 90])
def test_the_same_indicator_twice_in_small_and_large_projects(rows: int) -> None:
    names = [f"指标{at}" for at in range(rows)]
    names[rows // 2] = names[1]
    table = [("P", "产出指标", name, "1", "1", "1") for name in names]
    frame = pl.DataFrame(table, schema=["project", "level1", "name", "target", "actual", "weight"], orient="row")
    found = score_frame(frame, "cn.mof-2020-10").findings.filter(pl.col("code") == "JX421")
    assert found["row"].to_list() == [rows // 2 + 1]
    assert "2" in found["message"][0]


def _decimals(scale: int, *values: str | None) -> Any:
    return pl.Series([None if value is None else Decimal(value) for value in values], dtype=pl.Decimal(38, scale))


def _whole(kind: Any, *values: int) -> Any:
    return pl.Series(values, dtype=kind)


_LEAST = -(2**63)
#: Targets and actuals whose types, sizes or neighbours once made a difference.
UNUSUAL = {
    "a remark at the edge of 64 bits": (pl.Series(["174483046"]), pl.Series(["279172873"])),
    "a remark beyond that edge": (_decimals(2, "2000000000000.00"), _decimals(2, "2700000000000.00")),
    "no value in many decimals": (pl.Series(["10", "10"]), _decimals(20, None, None)),
    "thirty decimals": (_whole(pl.Int64, 1, 2), _decimals(30, "0.5", "0.2")),
    "thirty decimals that count": (_whole(pl.Int64, 1, 2), _decimals(30, "0.500000000000000000000000000001", "2")),
    "the least of all numbers": (_whole(pl.Int64, _LEAST, 0, 5), _whole(pl.Int64, 1, 1, 5)),
    "the least, met": (_whole(pl.Int64, _LEAST, 0, 5), _whole(pl.Int64, _LEAST, 0, 5)),
    "twenty-one digits, last": (_whole(pl.Int128, 100, 10**20), _whole(pl.Int128, 150, 2 * 10**20)),
    "twenty-one digits, first": (_whole(pl.Int128, 10**20, 100), _whole(pl.Int128, 2 * 10**20, 150)),
    "a large text beside a small one": (
        pl.Series(["99999999999999999999亿元", "0.000000000001元"]),
        pl.Series(["1元", "1元"]),
    ),
    "beyond 128 bits": (_whole(pl.Int64, 3), _whole(pl.UInt128, 2**127)),
    "twenty-one digits, missed": (_whole(pl.Int128, 100, 10**20), _whole(pl.Int128, 100, 20)),
}


def _spelled(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    text = None if value is None else f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if text and "." in text else text


@pytest.mark.parametrize("reasons", ["none", "text"])
@pytest.mark.parametrize("case", UNUSUAL)
def test_values_of_any_type_score_as_the_same_texts_do_alone(case: str, reasons: Any) -> None:
    spec, (target, actual) = load_spec("cn.mof-2020-10"), UNUSUAL[case]
    frame = pl.DataFrame({
        "project": [f"P{at}" for at in range(len(target))], "level1": "产出指标", "name": "培训人次", "target": target,
        "actual": actual, "weight": _decimals(30, *["10"] * len(target)),
    })  # fmt: skip
    got = score_frame(frame, spec, reasons=reasons).rows
    for at, (wanted, done) in enumerate(zip(target, actual, strict=True)):
        own = {
            "level1": "产出指标",
            "name": "培训人次",
            "target": _spelled(wanted),
            "actual": _spelled(done),
            "weight": "10",
        }
        scored = alone(spec, [own]).scored
        assert scored is not None
        assert (got["outcome"][at], worth(got["score"][at])) == (scored.rows[0].outcome, scored.rows[0].score), at
        if reasons == "text":
            reason = reason_of(scored.rows[0])
            assert got["reason"][at] == (sentence(reason) if reason else None)


def test_an_execution_row_in_thirty_decimals() -> None:
    names = {
        "project": ["P", "P"],
        "level1": ["预算执行率", "产出指标"],
        "name": ["", "培训人次"],
        "weight": [None, "90"],
    }
    frame = pl.DataFrame({**names, "target": _decimals(0, "2", "3"), "actual": _decimals(30, "1", "3")})
    projects = score_frame(frame, "cn.mof-2020-10").projects
    assert (str(projects["total"][0]), str(projects["execution_rate"][0])) == ("95.00", "0.500000")


def test_what_the_core_must_score_is_told_once() -> None:
    frame = pl.DataFrame({
        "project": ["P"], "level1": ["产出指标"], "name": ["培训人次"], "target": ["9" * 20],
        "actual": ["8" * 20 + ".123456789012"], "weight": ["10.123456"],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10", notes=True)
    assert found.report.counted["JX409"] == 1
    assert found.findings["code"].to_list().count("JX409") == 1


def test_a_claim_that_cannot_be_read_is_told() -> None:
    frame = pl.DataFrame({
        "project": ["P", "P"], "level1": ["产出指标"] * 2, "name": ["培训人次", "到位率"], "target": ["10"] * 2,
        "actual": ["10"] * 2, "weight": ["50"] * 2, "score": ["9.5000000000001", "九分"],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10").findings
    assert found.filter(pl.col("code") == "JX204")["path"].to_list() == ["score", "score"]


@pytest.mark.parametrize("values", [[[1]], [b"\xff"], [dt.timedelta(1)]], ids=["list", "bytes", "duration"])
def test_a_column_of_no_text_and_no_number_is_named(values: list[Any]) -> None:
    frame = plain_rows(1).head(1).with_columns(pl.Series("actual", values))
    (finding,) = score_frame(frame, "cn.mof-2020-10").report.findings
    assert finding.code == "JX704"
    assert finding.args["name"] == "actual"


@pytest.mark.parametrize("other", ["5", "0.000000000001"])
def test_a_rate_does_not_depend_on_the_decimals_of_other_projects(other: str) -> None:
    frame = pl.DataFrame({
        "project": ["甲", "甲", "乙"], "level1": ["预算执行率", "产出指标", "产出指标"], "name": ["", "培训人次", "到位率"],
        "target": ["20000000000000000000", "3", other], "actual": ["30000000000000000000", "3", "5"],
        "weight": [None, "90", "90"],
    })  # fmt: skip
    scores = score_frame(frame, "cn.mof-2020-10")
    assert str(scores.projects["execution_rate"][0]) == "1.500000"
    assert "150" in scores.findings.filter(pl.col("code") == "JX407")["message"][0]


@pytest.mark.parametrize(("column", "value", "code"), [("uom", "%", "JX210"), ("initial", "abc", "JX204")])
def test_what_is_wrong_with_an_execution_row_is_told(column: str, value: str, code: str) -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["预算执行率", "产出指标"], "name": ["", "培训人次"], "target": ["61", "3"],
        "actual": ["5", "3"], "weight": ["10", "90"], column: [value, None],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10").findings
    assert found.filter(pl.col("code") == code)["path"].to_list() == [column]


def test_an_id_tells_projects_apart_where_a_name_stands_beside_it() -> None:
    frame = plain_rows(2).rename({"project": "项目编码"}).with_columns(pl.lit("同名").alias("项目"))
    assert score_frame(frame, "cn.mof-2020-10").projects["project"].to_list() == ["P00000", "P00001"]


@pytest.mark.parametrize("applicable", ["是", "否"], ids=["by columns", "together"])
@pytest.mark.parametrize(("column", "value", "code"), [("year", "去年", "JX207"), ("finished", "或许", "JX206")])
def test_what_a_project_states_unreadably_is_told_once(column: str, value: str, code: str, applicable: str) -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["产出指标"] * 2, "name": ["培训人次", "到位率"], "target": ["61", "3"],
        "actual": ["5", "3"], "weight": ["10", "90"], column: [value, None], "applicable": ["是", applicable],
    })  # fmt: skip
    found = score_frame(frame, "cn.mof-2020-10")
    (told,) = found.findings.filter(pl.col("code") == code).to_dicts()
    assert (told["project"], told["row"], told["path"]) == ("P", None, column)
    assert value in told["message"]
    assert found.report.counted[code] == 1


def test_a_row_that_does_not_say_whether_it_applies_is_told_once() -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["产出指标"] * 2, "name": ["培训人次", "到位率"], "target": ["61", "3"],
        "actual": ["5", "3"], "weight": ["10", "90"], "applicable": ["是", "也许"],
    })  # fmt: skip
    (told,) = score_frame(frame, "cn.mof-2020-10").findings.filter(pl.col("code") == "JX206").to_dicts()
    assert (told["row"], told["path"]) == (2, "applicable")


@pytest.mark.parametrize("applicable", ["是", "否"], ids=["by columns", "together"])
def test_the_largest_rate_is_told_exactly(applicable: str) -> None:
    frame = pl.DataFrame({
        "project": ["P"] * 2, "level1": ["预算执行率", "产出指标"], "name": ["", "培训人次"], "target": ["0.000000000001", "3"],
        "actual": ["99999999999999999999", "3"], "weight": [None, "90"], "applicable": ["是", applicable],
    })  # fmt: skip
    (rate,) = score_frame(frame, "cn.mof-2020-10").projects["execution_rate"]
    assert Fraction(rate) == Fraction(99999999999999999999) * 10**12


def test_a_spec_out_of_its_years_is_counted() -> None:
    scores = score_frame(of_years(2018, 2020), "cn.mof-2020-10", notes=True)
    told = scores.findings.filter(pl.col("code") == "JX418")
    assert told.select("project", "row", "path").rows() == [("P2018", None, "year")]


def test_days_in_cells_and_timestamps_are_days(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    due, done = dt.datetime(2023, 12, 31), dt.datetime(2023, 12, 1)  # noqa: DTZ001  # as cells hold them
    book = openpyxl.Workbook()
    for row in (list(HEADERS), ["P", "产出指标", "按时完成", due, done, 90]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    run(tmp_path / "a.xlsx", "--spec", "cn.mof-2020-10", "-o", tmp_path / "out", check=1)  # no execution row
    of_sheet = pl.read_parquet(tmp_path / "out/rows.parquet")
    rows = {
        "project": ["P"],
        "level1": ["产出指标"],
        "name": ["按时完成"],
        "target": [due],
        "actual": [done],
        "weight": [90],
    }
    of_frame = score_frame(pl.DataFrame(rows), "cn.mof-2020-10").rows
    assert [str(score) for score in (of_sheet["score"][0], of_frame["score"][0])] == ["90.00", "90.00"]


def test_a_cap_for_unfinished_projects_asks_whether_they_are() -> None:
    law = load_spec("cn.mof-2020-10")
    asked = {
        "cap": "未完成",
        "for": {"finished": False},
        "measure": "attainment",
        "bands": {"otherwise": "90%"},
        "basis": "observed",
    }
    spec = law.model_copy(update={"caps": (Cap.model_validate(asked),)})
    table = of_years(2020).drop("finished").with_columns(actual=pl.col("target"))
    project = load_project({
        "name": "P2020", "year": 2020, "funds": {"total": {"budget": "100", "spent": "100"}},
        "indicators": [
            {**dict(zip(("level1", "name", "target", "weight"), row, strict=True)), "actual": row[2]}
            for row in table.filter(pl.col("weight").is_not_null()).select("level1", "name", "target", "weight").rows()
        ],
    })  # fmt: skip
    of_core = [finding.code for finding in score(project, spec).findings]
    assert "JX414" in of_core
    assert score_frame(table, spec).report.counted["JX414"] == 1


def test_a_class_may_be_typed_with_its_points() -> None:
    table = of_years(2020)
    points = {"产出指标": "产出指标(50分)", "效益指标": "效益指标（30 分）"}
    typed = table.with_columns(level1=pl.col("level1").replace(points))
    assert score_frame(typed, "cn.mof-2020-10").projects.equals(score_frame(table, "cn.mof-2020-10").projects)
    plan = plan_of(load_spec("cn.mof-2020-10"))
    assert [plan.class_of(word) for word in ("产出指标(50分)", "产出指标（50.5 分）", "产出(分值)量", None)] == [
        "output", "output", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("finished", ["是", "是 ", "true", " 否", "否", "已完成", None])
def test_finished_is_read_as_score_reads_it(finished: str | None) -> None:
    """An unfinished project below its budget loses points under 101号, a finished one none."""
    row = {"project": "P", "level1": "预算执行率", "name": "", "target": "100", "actual": "60", "weight": None}
    frame = pl.DataFrame([{**row, "finished": finished}], schema_overrides={"weight": pl.String, "finished": pl.String})
    funds = {"total": {"budget": "100", "spent": "60"}}
    data = {"name": "P", "year": 2023, "funds": funds, "indicators": [], "finished": finished}
    execution = score(load_project(data), load_spec("cn.mof-2021-101")).to_dict()["execution"]
    assert str(score_frame(frame, "cn.mof-2021-101").rows["score"][0]) == execution["score"]
