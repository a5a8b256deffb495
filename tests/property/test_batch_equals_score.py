"""A batch says what ``score`` says, whoever the neighbours are: odd rows of every spec, and kinds of rows that once differed."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")
pytest.importorskip("xlsxwriter")

from jixiao import load_project  # noqa: E402
from jixiao.batch import score_frame  # noqa: E402
from jixiao.exact import parse_number  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402
from jixiao.measure.ratios import Attainment  # noqa: E402
from jixiao.model.spec import IndicatorSpec, NotApplicable  # noqa: E402
from jixiao.quantity import Number, Unit, parse  # noqa: E402
from jixiao.result import result_of  # noqa: E402
from tests.stress import equality  # noqa: E402
from tests.support import ways  # noqa: E402
from tests.support.odd_rows import AMOUNTS, COLUMNS, DIGITS, NUMERALS, Odd, Row  # noqa: E402
from tests.support.rule_book import SPECS, in_samples  # noqa: E402

LAW = "cn.mof-2020-10"


def differing(spec: IndicatorSpec, rows: list[Row], names: list[str]) -> dict[str, dict[str, str]]:
    return {way: failing for way, _, failing in equality.failing_by_way(spec, rows, names) if failing}


@pytest.mark.parametrize("name", in_samples(SPECS))
def test_odd_rows_score_the_same_in_every_way(name: str) -> None:
    spec = load_spec(name)
    rows = Odd(spec, random.Random(f"few {name}")).table(30)
    names = [way for way in ways.WAYS if way != "xlsx" or SPECS.index(name) % 9 == 0]
    assert differing(spec, rows, names) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", SPECS)
def test_many_odd_rows_score_the_same_in_every_way(name: str) -> None:
    assert equality.check(name, 1000, 7, list(ways.WAYS), show=3) == 0


DEDUCTIONS = ("1", "0", "0.5", "1000", "-1", "十", None)


@pytest.mark.parametrize("name", SPECS)
def test_what_no_table_has_scores_the_same_from_a_mapping_and_a_file(tmp_path: Path, name: str) -> None:
    """Deductions by hand and marks, with the total before and after its trace is asked for."""
    spec, rng, path = load_spec(name), random.Random(f"by hand {name}"), tmp_path / "project.json"
    marks = [*(mark.name for mark in spec.marks), "没有的标记"]
    for own in ways.grouped(Odd(spec, rng).table(120)).values():
        project = ways.mapping(own)
        for indicator in project["indicators"]:
            if rng.random() < 0.3:
                indicator["deduct"] = {
                    "points": rng.choice(DEDUCTIONS),
                    "reason": rng.choice(["复核", "复核", "", None]),
                }
            if rng.random() < 0.1:
                indicator["marks"] = [rng.choice(marks)]
        path.write_text(json.dumps(project, ensure_ascii=False), encoding="utf-8")
        of_mapping, of_file = (result_of(load_project(source), spec) for source in (project, path))
        totals = (of_mapping.total, of_mapping.grade)
        document, other = of_mapping.to_dict(), of_file.to_dict()
        assert list(ways.broken_laws(document)) == []
        assert totals == (document["total"], document["grade"])
        for key in ("execution", "indicators", "full", "total", "deduction", "grade", "scaled"):
            assert document[key] == other[key]


def test_the_machine_finds_a_difference_and_makes_it_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One cent too much for a row of 95 % and no other, in a table of many rows."""
    spec = load_spec(LAW)
    rows = [row("P", name=f"指标{at}", actual=str(at)) for at in range(60, 100)]

    def wrong(spec: IndicatorSpec, some: list[Row]) -> ways.Tables:
        found = ways.in_company(spec, some)
        for place, own in enumerate(some, 1):
            if own["actual"] == "95":
                found.rows["P", place]["score"] += 1
        return found

    difference = equality.fails(spec, wrong, rows)
    assert difference is not None
    (left,) = equality.smaller(spec, wrong, rows, equality.kind_of(difference))
    assert left["actual"] == "95"


# -- kinds that once differed ----------------------------------------------------------------------------------------


def row(project: str, **cells: str | None) -> Row:
    plain = {"level1": "产出指标", "name": "培训人次", "target": "100", "actual": "90", "weight": "90"}
    return {**dict.fromkeys(COLUMNS), "project": project, **plain, **cells}


def funds(project: str, budget: str | None, spent: str | None, **cells: str | None) -> Row:
    own = {"level1": "预算执行率", "name": "预算执行率", "target": budget, "actual": spent, "weight": None}
    return row(project, **{**own, **cells})


def same(spec: IndicatorSpec | str, rows: list[Row], *names: str) -> ways.Tables:
    """The tables of the rows in company, which all ways make the same as ``score``."""
    loaded = load_spec(spec) if isinstance(spec, str) else spec
    assert differing(loaded, rows, list(names or ("alone", "company"))) == {}
    return ways.in_company(loaded, rows)


NO_AMOUNTS = ("十二", "九十四", "一百二十", "3人", "90%", "≥100", "约90", "3:1", "12月", "百分之九十", "第3名")


def test_what_is_no_amount_is_refused_in_any_company() -> None:
    neighbours = [funds("A", "5", "10"), funds("C", "94", "10"), funds("D", "12", "12")]
    found = same(LAW, [*neighbours, *(funds(spent, "94", spent) for spent in NO_AMOUNTS)])
    told = {where[0] for where in found.findings if where[3] == "JX204"}
    for project in NO_AMOUNTS:
        assert (found.rows[project, 1]["outcome"], found.rows[project, 1]["score"]) == ("no_data", None)
        assert project in told
        assert found.projects[project]["execution_rate"] is None


@pytest.mark.parametrize("name", [LAW, "cn.mof-2021-101", "cn.jiangxi.province-2017"])
def test_an_amount_with_its_unit_counts_in_the_money_unit_of_its_row(name: str) -> None:
    rows = [funds("A", "94万元", "85"), funds("B", "94", "90万元", initial="100万元")]
    for spent in ("5万", "90万元", "3亿元", "900,000元", "5 元"):
        rows += [funds(f"{spent} {unit}", "94", spent, uom=unit) for unit in (None, "元", "亿元")]
    assert same(name, rows).projects["B"]["execution_rate"] is not None


def test_an_amount_is_read_alike_by_both_readers() -> None:
    """Every number that a project file takes is the same number without a unit to the reader of quantities."""
    amounts = {text: parse_number(text) for text in (*AMOUNTS, *DIGITS, *NUMERALS)}
    for text, amount in amounts.items():
        if amount is not None:
            assert parse(text) == Number(None, amount, Unit("", Fraction(1))), text


@pytest.mark.parametrize("neighbours", [0, 1])
def test_an_amount_in_words_in_a_file(tmp_path: Path, neighbours: int) -> None:
    lines = ["project,level1,name,target,actual,weight", "a,预算执行率,e,5,10,10", "b,预算执行率,e,94,十二,10"]
    lines[2:2] = ["c,预算执行率,e,94,10,10"] * neighbours
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "jixiao", "batch", tmp_path / "a.csv", "--spec", LAW, "-o", tmp_path / "out"],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    rows = {one["project"]: one for one in pl.read_parquet(tmp_path / "out/rows.parquet").to_dicts()}
    assert [rows["b"][key] for key in ("score", "outcome", "reason")] == [None, "no_data", None]
    assert str(rows["a"]["score"]) == "10.00"
    told = pl.read_parquet(tmp_path / "out/findings.parquet").filter(project="b", code="JX204")
    assert told["path"].to_list() == ["actual"]


@pytest.mark.parametrize("name", [name for name in SPECS if load_spec(name).row_weights is not None])
def test_a_deduction_is_the_weight_that_counts_less_the_score(name: str) -> None:
    """Also where the spec sets the weights: none is below zero, and they add up to what the total lacks."""
    spec = load_spec(name)
    rows = Odd(spec, random.Random(3)).table(300)
    found = score_frame(ways.framed(rows), spec)
    lost = found.rows.filter(pl.col("score").is_not_null())
    assert lost["deduction"].null_count() == 0
    assert lost["deduction"].min() >= 0
    sums = found.rows.group_by("project").agg(pl.col("deduction").sum().alias("lost"))
    whole = found.projects.drop_nulls("total").join(sums, on="project")
    assert len(whole) > 5
    assert whole["deduction"].to_list() == whole["lost"].to_list()
    assert whole.filter(pl.col("deduction") > 0)["total"].to_list() != []


def test_a_reason_stands_exactly_where_points_are_lost() -> None:
    spec = load_spec(LAW)
    rows = score_frame(ways.framed(Odd(spec, random.Random(4)).table(300)), spec).rows
    scored = rows.filter(pl.col("score").is_not_null())
    assert (scored["reason"].is_not_null() == (scored["deduction"] > 0)).all()
    assert (scored["reason_code"].is_not_null() == (scored["deduction"] > 0)).all()


@pytest.mark.parametrize("weight", ["1000001", "99999999999999999999", "10000000.5"])
def test_a_weight_beyond_a_million_points_is_told_and_scores_no_row(weight: str) -> None:
    spec = load_spec(LAW)
    rows = [funds("P", "1", "1"), row("P", weight=weight), row("P", name="到位率", weight="5")]
    assert differing(spec, rows, ["alone", "company"]) == {}
    found = ways.in_company(spec, rows)
    assert found.rows["P", 2]["outcome"] == "invalid"
    assert [where[1:4] for where in found.findings if where[3] == "JX710"] == [(2, "weight", "JX710")]
    assert found.projects["P"]["total"] is None


@pytest.mark.parametrize(("weight", "code"), [
    ("NaN", "JX204"), ("inf", "JX204"), ("true", "JX204"), ("2023-01-01", "JX204"), ("1e9", "JX204"), ("十", "JX204"),
    ("1000001", "JX709"), ("99999999999999999999", "JX709"), ("20", "JX709"), ("-10", "JX709"),
])  # fmt: skip
def test_what_an_execution_row_states_as_its_weight_is_told(weight: str, code: str) -> None:
    found = same(LAW, [funds("P", "1", "1", weight=weight), row("P"), funds("Q", "1", "1")])
    told = [where for where in found.findings if where[3] in ("JX204", "JX709")]
    assert [where[:4] for where in told] == [("P", 1, "weight", code)]
    assert weight in told[0][5]


@pytest.mark.parametrize("weight", [None, "", " ", "/", "——", "无", "10", "10.00", "10分", "１０"])
def test_an_execution_row_need_not_state_its_weight(weight: str | None) -> None:
    found = same(LAW, [funds("P", "1", "1", weight=weight), row("P"), funds("Q", "1", "1", weight="x")])
    assert [where[0] for where in found.findings if where[2] == "weight"] == ["Q"]


@pytest.mark.parametrize(
    "weights", [[nan, 90.0], [inf, 90.0], [1e7, 90.0], [10**12, 90], [Decimal(10**30), Decimal(90)], [True, False]]
)
def test_a_typed_weight_of_an_execution_row_that_does_not_do_is_told(weights: list[Any]) -> None:
    frame = ways.framed([funds("P", "1", "1"), row("P")]).with_columns(pl.Series("weight", weights, strict=False))
    found = score_frame(frame, LAW).findings.filter(row=1, path="weight")
    assert found["code"].is_in(["JX204", "JX709"]).to_list() == [True]


def test_weights_of_twelve_decimals_add_up() -> None:
    rows = [funds("P", "1", "1"), row("P", weight="44.999999999999"), row("P", name="到位率", weight="45.000000000001")]
    assert same(LAW, [*rows, row("Q", weight="1000000")]).projects["P"]["total"] is not None


@pytest.mark.parametrize("finished", [None, "是", "否", "True"])
@pytest.mark.parametrize("name", ["cn.jiangxi.province-2017", "cn.mof-2003", "cn.mof-2021-101"])
def test_what_funds_lack_or_state_wrongly_is_told_alike(name: str, finished: str | None) -> None:
    """By no execution row, by one that no one scores, and in projects that are scored as a whole."""
    cells = {"finished": finished}
    rows = [row("A", **cells), funds("B", "5万元", "/", **cells), row("B"), funds("C", "5", "6", uom="亿元", **cells)]
    rows += [funds("D", "5", "6", **cells), row("D", applicable="否"), funds("E", "-", "5", initial="十", **cells)]
    same(name, rows)


@pytest.mark.parametrize("name", [LAW, "cn.hubei.guangshui-2021"])
def test_two_execution_rows_are_told_under_any_spec(name: str) -> None:
    rows = [funds("P", "10", "9"), row("P"), funds("P", "20", "9")]
    found = ways.in_company(load_spec(name), rows)
    assert [where[0] for where in found.findings if where[3] == "JX708"] == ["P"]


def test_a_row_of_a_line_break_and_commas_is_one_row_of_a_csv() -> None:
    """As Excel writes it: the line after the break has as many commas as a row, some of them in quotes."""
    rows = [
        funds("P", "1,000", "1,000"),
        row("P", level1="产出\n指标", name="提\n升", target="1,000", actual="1,234", cause='"1,2"'),
    ]
    same(LAW, rows, "csv", "xlsx", "company")


def test_claims_in_points_and_signs_that_cannot_be_read_are_told_alike() -> None:
    rows = [row("P", score="10分"), row("P", name="到位率", score="９．５ 分"), row("P", name="另一", score="九分")]
    for comparison in ("不少于吧", "≥≥", "不少于", " ", "≥"):
        rows += [row(f"Q{comparison}", name=name, comparison=comparison) for name in ("投诉", "成本控制率", "满意度")]
    same(LAW, [*rows, row("R", level1="成本指标", comparison="吧")])


@pytest.mark.parametrize("applicable", ["True", "是 ", "", "不适用", "true", "否"])
def test_whether_a_row_applies_is_read_alike(applicable: str) -> None:
    same(LAW, [funds("P", "10", "9"), row("P", applicable=applicable)])


def test_the_place_of_a_double_counts_all_rows_of_the_project() -> None:
    for applicable in (None, "否"):
        found = same(LAW, [funds("P", "10", "9"), row("P"), row("P"), row("P", name="另一", applicable=applicable)])
        (message,) = [where[5] for where in found.findings if where[3] == "JX421"]
        assert "第 2 行" in message


def test_points_that_are_rescaled_in_hundredths_are_held_where_scores_are_whole() -> None:
    law = load_spec(LAW)
    changes: dict[str, Any] = {
        "rounding": law.rounding.model_copy(update={"row": Fraction(1)}),
        "not_applicable": NotApplicable.model_validate({"rows": "rescale weights", "basis": "m10"}),
    }
    spec = law.model_copy(update=changes)
    rows = [
        funds("P", "1", "1"),
        row("P", weight="47"),
        row("P", name="到位率", weight="29"),
        row("P", name="另一", weight="14", applicable="否"),
    ]
    assert same(spec, rows).projects["P"]["total"] is not None


# -- columns at odds with the core -----------------------------------------------------------------------------------


@pytest.mark.parametrize("reasons", ["text", "code", "none"])
@pytest.mark.parametrize("times", [2, 3], ids=["less than it should", "far less"])
def test_rows_that_columns_score_otherwise_than_the_core_are_left_to_it(
    monkeypatch: pytest.MonkeyPatch, reasons: Any, times: int
) -> None:
    """A measure made wrong: the first row of a kind shows it, or the first that loses points in some way."""
    rows = [
        funds("P", "100", "90"),
        *(row("P", name=f"指标{at}", actual=f"{at}", weight="15") for at in (100, 90, 80, 70, 60, 0)),
    ]
    frame = ways.framed(rows)
    right = score_frame(frame, LAW, reasons=reasons)
    monkeypatch.setattr(Attainment, "column", lambda _, values: (values.actual, values.target * times))
    found = score_frame(frame, LAW, reasons=reasons)
    assert found.rows.equals(right.rows)
    assert found.report.counted["JX730"] >= 1
    assert found.projects.drop("warnings").equals(right.projects.drop("warnings"))
    told = found.findings.filter(pl.col("code") != "JX730")
    assert told.sort(pl.all()).equals(right.findings.sort(pl.all()))


def test_nothing_is_at_odds_where_the_first_row_of_a_kind_has_full_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice what was achieved: full marks stay full, which shows nothing; what loses points does."""
    rows = [row("P", name=f"指标{at}", actual=f"{at}", weight="15") for at in (100, 30, 20)]
    right = score_frame(ways.framed(rows), LAW)
    monkeypatch.setattr(Attainment, "column", lambda _, values: (values.actual * 2, values.target))
    found = score_frame(ways.framed(rows), LAW)
    assert found.rows.equals(right.rows)
    assert found.findings.filter(code="JX730")["row"].to_list() == [2]
