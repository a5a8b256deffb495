"""What a project may carry beside its facts: its stage, what its table prints, parts of its funds, a caller's data."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao import Project, load_project, parse_project, score
from jixiao.forms.importing import as_project_file, project_of_form, read_file_of_forms
from jixiao.model.typed_words import STAGES
from jixiao.schemas import schema_of

ROW = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "92%", "weight": 90}
PROJECT: dict[str, Any] = {
    "spec": "cn.mof-2020-10",
    "name": "甲",
    "year": 2023,
    "funds": {"total": {"budget": 5, "spent": 5}},
    "indicators": [ROW],
}


def codes(project: Project) -> list[str]:
    return [finding.code for finding in score(project).findings]


def of(**changes: Any) -> Project:
    return load_project(PROJECT | changes)


@pytest.mark.parametrize(("word", "stage"), STAGES.items())
def test_a_stage_is_read_in_every_word_for_it(word: str, stage: str) -> None:
    assert of(环节=f" {word}").stage == stage


def test_an_unknown_stage_is_told_and_scored_as_a_self_evaluation() -> None:
    project = of(stage="年中")
    assert [(finding.code, finding.path) for finding in project.findings] == [("JX431", "stage")]
    assert project.stage == "self_evaluation"
    assert score(project).total == "97.16"


@pytest.mark.parametrize("spec", ["cn.mof-2020-10", "cn.vendor-fasp2"])
@pytest.mark.parametrize("weight", [90, None])
@pytest.mark.parametrize("spent", [5, None])
def test_a_target_without_actuals_is_complete_and_has_no_score(
    spec: str, weight: int | None, spent: int | None
) -> None:
    row = {key: value for key, value in (ROW | {"weight": weight}).items() if key != "actual" and value is not None}
    result = score(of(spec=spec, stage="绩效目标", indicators=[row], funds={"total": {"budget": 5, "spent": spent}}))
    assert [finding.code for finding in result.findings if finding.severity.value == "error"] == []
    assert "JX432" in [finding.code for finding in result.findings]
    document = result.to_dict()
    assert document["total"] is None
    assert document["indicators"][0]["outcome"] == "no_data"
    assert document["indicators"][0]["score"] is None


def test_a_target_that_lacks_its_name_is_told() -> None:
    row = {key: value for key, value in ROW.items() if key not in ("actual", "name")}
    assert "JX301" in codes(of(stage="target", indicators=[row]))


def test_a_self_evaluation_without_actuals_is_an_error_as_ever() -> None:
    assert "JX310" in codes(of(indicators=[{key: value for key, value in ROW.items() if key != "actual"}]))


def test_what_a_table_prints_is_kept_in_both_languages() -> None:
    printed = {
        "总分": "98分",
        "等级": "优",
        "执行率分值": 10,
        "执行率得分": "9",
        "执行率": "86%",
        "执行率完成值": "43.2万元",
    }
    english = {"total": 98, "grade": "优", "execution_weight": 10, "execution_score": 9, "execution_rate": "86%"}
    project = of(自评结果=printed)
    assert project.findings == ()
    assert project.printed.total == Fraction(98)
    assert project.printed.execution_value == "43.2万元"
    assert of(printed=english | {"execution_value": "43.2万元"}) == project


def test_parts_of_the_funds_have_any_name_and_units() -> None:
    parts = [
        {"资金名称": "中央财政资金", "全年预算数": "3万元", "全年执行数": 3},
        {"name": "地方资金", "budget": 20000, "spent": 2},
    ]
    parts[1]["budget"] = "20000元"
    project = of(funds={"total": {"budget": 5, "spent": 5}, "分项资金": parts})
    assert project.findings == ()
    assert [(part.name, part.budget, part.spent) for part in project.funds.parts] == [
        ("中央财政资金", 3, 3),
        ("地方资金", 2, 2),
    ]
    assert "JX420" not in codes(project)


@pytest.mark.parametrize(
    ("sources", "parts", "told"),
    [
        ((5,), (3, 2), False),  # the parts divide the source
        ((3,), (2,), False),  # the part stands beside the source
        ((), (3, 1), True),
        ((4,), (3,), True),
    ],
)
def test_parts_that_do_not_add_up_are_told(sources: tuple[int, ...], parts: tuple[int, ...], told: bool) -> None:
    funds: dict[str, Any] = {"total": {"budget": 5, "spent": 5}}
    funds |= {name: {"budget": amount} for name, amount in zip(("fiscal",), sources, strict=False)}
    funds["parts"] = [{"name": str(number), "budget": amount} for number, amount in enumerate(parts)]
    assert ("JX420" in codes(of(funds=funds))) is told


def test_a_callers_data_come_back_as_they_were() -> None:
    aside = {"深": {"深": [1, 2.5, None, {"on": True}]}, "未知": "值", "多": list(range(3000))}
    for _ in range(20):
        aside = {"x": aside}
    project = of(id="2023-000123456789012345", 附加数据=aside)
    assert project.findings == ()
    assert project.id == "2023-000123456789012345"
    assert project.x is aside
    assert load_project(json.loads(project.as_json)) == project


def test_a_callers_data_may_be_no_mapping_and_hold_what_no_json_holds() -> None:
    assert json.loads(of(x=Fraction(1, 3)).as_json)["x"] == "1/3"
    assert parse_project("name: 甲\nyear: 2023\nx: [1, {甲: 乙}]\nindicators: []\n").x == ["1", {"甲": "乙"}]


def test_all_of_it_survives_a_project_file() -> None:
    project = of(
        id="7",
        stage="target",
        printed={"total": "98.5"},
        funds={"total": {"budget": 5}, "parts": [{"name": "地方资金", "budget": 5}]},
        x={"a": "b"},
    )
    data = json.loads(project.as_json)
    for lang in ("zh", "en"):
        again = parse_project(as_project_file(data, lang))  # type: ignore[arg-type]
        assert again.findings == ()
        assert again.model_dump() == project.model_dump()


def test_the_schema_has_every_spelling() -> None:
    schema = schema_of("project")
    assert {"标识", "环节", "自评结果", "附加数据", "项目编号"} <= schema["properties"].keys()
    assert "分项资金" in schema["$defs"]["Funds"]["properties"]
    assert "执行率分值" in schema["$defs"]["Printed"]["properties"]


def test_parts_of_the_funds_are_drawn_and_read_back(tmp_path: Path) -> None:
    parts = [{"name": "中央财政资金", "budget": 3, "spent": 3}, {"name": "其他资金", "budget": 2, "spent": 2}]
    project = of(funds={"total": {"budget": 5, "spent": 5}, "parts": parts})
    path = tmp_path / "a.xlsx"
    path.write_bytes(jixiao.render(score(project), "xlsx"))
    assert drawn_again(path) == (project.funds.parts, [])
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "项目资金（万元）" or row[1].value == "中央财政资金":
            for cell in row:
                if cell.value == "中央财政资金":
                    cell.value = "省级资金"
    book.save(path)
    changed, codes = drawn_again(path)
    assert ([part.name for part in changed], codes) == (["省级资金", "其他资金"], [])


def drawn_again(path: Path) -> tuple[Any, list[str]]:
    """The parts of the funds of a form that the program drew, and the findings on it."""
    (form,), *_ = read_file_of_forms(path)
    read = project_of_form(form.grid, form.project, jixiao.load_spec(form.spec), form.lang)
    return load_project(read.data).funds.parts, [finding.code for finding in read.findings]
