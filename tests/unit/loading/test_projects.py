"""Project files to projects: spellings, places, and one broken value that takes nothing else away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from jixiao import Project, load_project, parse_project, score
from jixiao.findings import Codes, Finding, Source
from jixiao.loading import validation
from jixiao.loading.projects import composed_lines, project_of
from jixiao.loading.spec_selection import spec_of, spec_of_years
from jixiao.loading.validation import MOST_SAME, finding_of, with_places
from jixiao.loading.yaml_composer import compose
from jixiao.model.project import Amounts, Deduct, Funds, Goal, Indicator
from jixiao.model.rules import Rule
from jixiao.model.spellings import ALSO, spellings

HEAD = "spec: cn.mof-2020-10\nname: 甲\nyear: 2023\n"
ROW = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "92%", "weight": "90"}


def codes(project: Project) -> list[str]:
    return [finding.code for finding in project.findings]


def spot(finding: Finding) -> tuple[str, int, int]:
    assert finding.place
    assert finding.message("zh")
    assert finding.message("en")
    assert finding.remedy("zh") + finding.remedy("en") is not None
    return finding.code, finding.place.line, finding.place.column


def row(text: str) -> Project:
    return parse_project(f"{HEAD}indicators:\n  - {{level1: 产出指标, {text}}}\n")


def test_a_path_a_text_and_a_mapping_are_one(tmp_path: Path) -> None:
    text = f"{HEAD}funds: {{total: {{budget: 5, spent: 5}}}}\nindicators:\n  - {{{', '.join(f'{k}: {v}' for k, v in ROW.items())}}}\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    mapping: dict[str, object] = {
        "spec": "cn.mof-2020-10", "name": "甲", "year": 2023,
        "funds": {"total": {"budget": Decimal(5), "spent": 5}}, "indicators": (ROW,),
    }  # fmt: skip
    found = [load_project(tmp_path / "a.yaml"), load_project(str(tmp_path / "a.yaml")), parse_project(text)]
    found += [load_project(mapping), parse_project(' {"name": "甲"}'), parse_project(text.encode(), name="<stdin>")]
    same = [project.model_dump() for project in found]
    assert same[0] == same[1] == same[2] == same[3] == same[5]
    assert found[4].name == "甲"
    assert all(project.findings == () and project.readable for project in found)
    assert score(found[3]).total == "97.16"


@pytest.mark.parametrize("key", [*Indicator.model_fields])
def test_a_lone_surrogate_anywhere_in_a_mapping_is_scored_or_told(key: str) -> None:
    """JSON that another program decoded may hold one; no place of it raises."""
    row: dict[str, object] = {"level1": "产出指标", "name": "甲", "target": "1", "actual": "1", "weight": "90"}
    row[key] = {"points": "\ud800", "reason": "\ud800"} if key == "deduct" else "1\ud800"
    data = {"spec": "cn.mof-2020-10", "name": "甲", "year": "\ud800", "money_unit": "\ud800", "indicators": [row]}
    funds = {"money_unit": "\ud800", "total": {"budget": "\ud800", "spent": "5"}}
    result = score(load_project({**data, "funds": funds, "finished": "\ud800"}))
    assert {finding.code for finding in result.findings} >= {"JX204", "JX206"}
    assert "\\ud800" in str(result.to_json())


def test_a_mapping_has_no_places() -> None:
    project = load_project({"nmae": "甲", "year": True, "goals": [None, 1]})
    assert [(finding.code, finding.place) for finding in project.findings] == [
        ("JX201", None), ("JX217", None), ("JX217", None), ("JX207", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), Decimal("NaN"), Decimal("1e999999999"), pytest.param(10**20_000, id="huge"), b"1", {1}]
)
def test_what_is_not_exact_is_a_programmers_mistake(value: Any) -> None:
    with pytest.raises(TypeError, match=r"indicators\[0\]\.weight: \w+ is not exact"):
        load_project({"indicators": [{"weight": value}]})


def test_exact_python_values() -> None:
    day = dt.date(2023, 12, 31)
    project = load_project(
        {"indicators": [{"weight": Decimal("1E+1"), "target": day, "actual": 7, "applicable": False}]}
    )
    (indicator,) = project.indicators
    assert (indicator.weight, indicator.target, indicator.actual) == (Fraction(10), "2023-12-31", "7")
    assert indicator.applicable is False


@pytest.mark.parametrize("model", [Project, Funds, Amounts, Goal, Deduct, Indicator])
def test_every_spelling_is_one_key(model: Any) -> None:
    table = spellings(model)
    assert "unread" not in table
    for name, also in ALSO.get(model, {}).items():
        assert all(table[spelling] == name for spelling in (name, *also))


def test_chinese_english_and_mixed_keys() -> None:
    text = (
        "项目名称: 甲\nyear: 2023年\n预算执行情况:\n  年度资金总额: {预算数（A）: '1,000', spent: ５００}\n"
        "绩效指标:\n- {level1: 产出, 指标名称: n, 年初目标值（A）: 5, 完成值: 4, 权重: 10, 度量单位: 个, 比较符: ≧}\n"
    )
    project = parse_project(text)
    assert project.findings == ()
    assert (project.year, project.funds.total.budget, project.funds.total.spent) == (2023, 1000, 500)
    (indicator,) = project.indicators
    assert (indicator.name, indicator.target, indicator.actual, indicator.weight) == ("n", "5", "4", 10)
    assert (indicator.uom, indicator.comparison) == ("个", "≥")


CASES = {
    "JX201": ("全重: 10", 5, 20),
    "JX202": ("🐉🐉🐉: 10", 5, 20),
    "JX203": ("name: [甲]", 5, 26),
    "JX204": ("分值: 十分", 5, 24),
    "JX205": ("得分比例: 八成多", 5, 26),
    "JX206": ("是否适用: no", 5, 26),
    "JX208": ("指标性质: 左右", 5, 26),
    "JX209": ("方向: 向上", 5, 24),
    "JX211": ("分值: 10, 权重: 20", 5, 28),
    "JX217": ("人工扣分: 5", 5, 26),
}


@pytest.mark.parametrize("code", CASES)
def test_places_under_hanzi(code: str) -> None:
    text, line, column = CASES[code]
    (finding,) = row(text).findings
    assert spot(finding) == (code, line, column)
    assert finding.path.startswith("indicators[0].")


TOPS = {
    "JX207": ("年度: 23\n", 1, 5),
    "JX210": ("项目资金: {金额单位: 美元}\n", 1, 14),
    "JX212": ("name: 甲\n年度总体目标: 完成\n", 2, 9),
    "JX215": ("- 1\n- 2\n", 1, 1),
    "JX216": ("绩效指标: [" + "{}," * 2_001 + "]\n", 1, 7),
    "JX143": ("name: 甲\nname: 乙\n", 2, 1),
}


@pytest.mark.parametrize("code", TOPS)
def test_places_at_the_top(code: str) -> None:
    text, line, column = TOPS[code]
    (finding,) = parse_project(text).findings
    assert spot(finding) == (code, line, column)


def test_what_must_be_there() -> None:
    found = score(parse_project("spec: cn.mof-2020-10\nname:\n")).findings
    due = [finding.code for finding in found if finding.code in ("JX220", "JX221")]
    assert sorted(due) == ["JX220", "JX220", "JX221"]
    assert all(spot(finding) for finding in found if finding.place)


def test_a_suggestion() -> None:
    assert [finding.remedy("zh") for finding in row("全重: 1").findings] == ["是不是“权重”？"]


def test_one_broken_row_takes_nothing_else() -> None:
    rows = "".join(
        f"  - {{level1: 产出指标, name: {n}, target: 10个, actual: 9个, weight: {w}}}\n" for n, w in ("a1", "b十", "c1")
    )
    project = parse_project(f"{HEAD}funds: {{total: {{budget: 5, spent: x}}, own: 3}}\nindicators:\n{rows}  - 5\n")
    result = score(project).to_dict()
    assert codes(project) == ["JX204", "JX217", "JX204", "JX217"]
    assert [row["score"] for row in result["indicators"]] == ["0.90", None, "0.90", None]
    assert [row["outcome"] for row in result["indicators"]] == ["partly", "invalid", "partly", "invalid"]
    assert (result["total"], result["deduction"], result["grade"]) == (None, None, None)


def test_findings_of_one_kind_are_cut_and_counted() -> None:
    project = parse_project(HEAD + "".join(f"k{number}: 1\n" for number in range(MOST_SAME + 30)))
    *told, rest = project.findings
    assert len(told) == MOST_SAME
    assert (rest.code, rest.args["count"], rest.place and rest.place.line) == ("JX113", 30, 4 + MOST_SAME)


def test_a_file_that_is_no_project(tmp_path: Path) -> None:
    for text in ("a: [\n", "- 1\n", "甲\n乙\n"):
        project = parse_project(text)
        assert not project.readable
        assert score(project).total is None
    assert codes(load_project(tmp_path)) == ["JX103"]
    assert codes(load_project(Path("a\0b.yaml"))) == ["JX106"]
    assert codes(project_of(None, [])) == ["JX215"]


def test_specs_and_cases_are_told_apart() -> None:
    assert parse_project("id: x\nrules: []\n").is_other
    assert parse_project("id: x\nextends: y@1\n").is_other
    assert parse_project("cases: []\n").is_other
    assert not parse_project(HEAD).is_other


def test_the_spec_of_a_project(tmp_path: Path) -> None:
    def found(text: str, **more: Any) -> list[str]:
        return [finding.code for finding in spec_of(parse_project(text), **more).findings]

    assert found("name: 甲\n") == ["JX500"]
    assert found("spec: [a]\n") == []
    assert found("- 1\n") == []
    assert found("spec: cn.none\n") == ["JX501"]
    assert found("spec: ../a.yaml\n", file=tmp_path / "b.yaml") == ["JX540"]
    assert found("spec: ./a.yaml\n", file=tmp_path / "b.yaml") == ["JX102"]
    assert spec_of(load_project({"spec": "cn.none"})).findings[0].place is None
    assert [f.code for f in spec_of(parse_project("- 1\n"), "cn.mof-2020-10").findings] == []


def test_shapes_of_problems() -> None:
    root, _ = compose(Source("a", "a: 1\n"))
    problems = {"missing": "JX213", "extra_forbidden": "JX202", "enum": "JX214", "literal_error": "JX214", "x": "JX212"}
    for kind, code in problems.items():
        finding = finding_of({"type": kind, "loc": ("a",), "input": 1}, ("a",), root)
        assert spot(finding) == (code, 1, 4)
    assert finding_of({"type": "x"}, ("a",), None).place is None
    assert validation.dotted((0, "a", 1)) == "[0].a[1]"
    assert with_places(None) is None


def test_data_may_be_as_deep_as_a_file() -> None:
    deep: object = "1"
    for _ in range(400):
        deep = [deep]
    project = load_project({"name": "甲", "goals": deep})
    assert (codes(project), project.readable) == (["JX140"], False)
    assert score(project).total is None


def test_a_spec_of_years_that_is_not_there_is_a_finding() -> None:
    spec, findings = spec_of_years("cn.none", (2023, 2024))
    assert (spec, [finding.code for finding in findings]) == (None, ["JX501"])


def test_models_take_decimals() -> None:
    assert Amounts(initial=Decimal("1.50")).initial == Fraction(3, 2)


def test_a_tier_is_named_with_its_shares() -> None:
    tiers = {"全部达成": {"from": "80%", "through": "100%"}, "部分达成": {"from": "60%", "below": "80%"}}
    rule = Rule.model_validate(
        {"rule": "a", "basis": "b", "measure": "value", "line": {"0": "0", "1": "full"}, "tiers": tiers}
    )
    assert rule.tier_named("部分达成（80%-60%）") == rule.tier_named("2") == "部分达成"
    assert rule.tier_named("部分达成（80%-50%）") is None


@pytest.mark.parametrize(("text", "code"), [(None, Codes.NO_SUCH_FILE), (" \n\n", Codes.EMPTY_FILE)])
def test_a_file_of_lines_that_is_not_there_or_empty_is_told(text: str | None, code: str, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    if text is not None:
        file.write_text(text, "utf-8")
    (composed,) = composed_lines(file)
    assert composed.root is None
    assert [finding.code for finding in composed.findings] == [code]


def test_a_day_of_a_database_is_a_day() -> None:
    """A driver gives the day of a date column as the beginning of that day."""
    row = {**ROW, "target": "2023年6月底前", "actual": dt.datetime(2023, 6, 30)}  # noqa: DTZ001  # as drivers give it
    assert load_project({"name": "甲", "indicators": [row]}).indicators[0].actual == "2023-06-30"
