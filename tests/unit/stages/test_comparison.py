"""What changed between two papers: every change once, nothing that did not change, and who is whom."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import validate

from jixiao import load_project
from jixiao.model.project import Indicator
from jixiao.schemas import schema_of
from jixiao.stages.comparison import Comparison, compare_papers, compare_projects
from jixiao.stages.comparison_texts import document_of, markdown_of, text_of
from jixiao.stages.matching import matches_of

ROWS = [
    {"level1": "产出指标", "level2": "数量指标", "name": "培训人次", "target": "≥100人次", "weight": "50"},
    {"level1": "效益指标", "level2": "社会效益指标", "name": "持证上岗率", "target": "≥95%", "weight": "30"},
    {"level1": "满意度指标", "name": "学员满意度", "target": "≥90%", "weight": "10"},
]
PAPER: dict[str, Any] = {
    "name": "2024年培训", "year": "2024", "stage": "目标", "unit": "某中心", "code": "7",
    "funds": {"total": {"initial": "100", "budget": "100"}, "parts": [{"name": "省级补助", "budget": "60"}]},
    "goals": [{"expected": "培训一百人次"}], "indicators": ROWS,
}  # fmt: skip


def changed(row: int | None = None, **fields: Any) -> dict[str, Any]:
    """The paper with other fields of its own, or of one of its rows."""
    if row is None:
        return {**PAPER, **fields}
    return {**PAPER, "indicators": [{**one, **fields} if at == row else one for at, one in enumerate(ROWS)]}


def compare(after: dict[str, Any], before: dict[str, Any] = PAPER) -> Comparison:
    return compare_projects(load_project(before), load_project(after))


def lines(after: dict[str, Any], before: dict[str, Any] = PAPER) -> list[tuple[str, ...]]:
    return [(one.kind, one.name, one.field, one.before, one.after) for one in compare(after, before).changes]


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (changed(0, target="≥80人次"), ("changed", "培训人次", "target", "≥100人次", "≥80人次")),
        (changed(0, target="≤100人次"), ("changed", "培训人次", "comparison", "≥", "≤")),
        (changed(1, weight="35"), ("changed", "持证上岗率", "weight", "30", "35")),
        (changed(1, weight=None), ("changed", "持证上岗率", "weight", "30", "")),
        (changed(1, level1=None), ("changed", "持证上岗率", "level1", "效益指标", "")),
        (changed(1, level1="产出指标"), ("changed", "持证上岗率", "level1", "效益指标", "产出指标")),
        (changed(0, name="培训人数"), ("reworded", "培训人数", "name", "培训人次", "培训人数")),
        (changed(indicators=ROWS[:2]), ("dropped", "学员满意度", "", "≥90%", "")),
        (changed(unit="某学校"), ("changed", "", "unit", "某中心", "某学校")),
        (changed(goals=[{"expected": "培训二百人次"}]), ("changed", "1", "expected", "培训一百人次", "培训二百人次")),
        (changed(goals=[]), ("dropped", "1", "expected", "培训一百人次", "")),
        (changed(funds={"total": {"initial": "100", "budget": "90"}, "parts": PAPER["funds"]["parts"]}),
         ("changed", "total", "budget", "100 万元", "90 万元")),
        (changed(funds={"total": {"initial": "100"}, "parts": PAPER["funds"]["parts"]}),
         ("changed", "total", "budget", "100 万元", "")),
        (changed(funds={"total": {"initial": "100", "budget": "100"}}), ("dropped", "省级补助", "", "60 万元", "")),
    ],
)  # fmt: skip
def test_a_change_is_told_once_and_alone(after: dict[str, Any], line: tuple[str, ...]) -> None:
    assert lines(after) == [line]


@pytest.mark.parametrize(
    "after",
    [
        PAPER,
        changed(0, target="100人次", comparison="≥"),
        changed(0, target="≥ 100", uom="人次"),
        changed(0, actual="90人次", score="45", cause="缺教师"),
        changed(2, comparison="≥", level2="服务对象满意度指标"),
        changed(stage="自评", name="2025年培训", year="2025"),
        changed(indicators=[*reversed(ROWS)]),
        changed(
            funds={
                "money_unit": "元",
                "total": {"initial": "1000000", "budget": "100万元", "spent": "95万元"},
                "parts": [{"name": "省级 补助", "budget": "600000"}],
            }
        ),
        {key: value for key, value in PAPER.items() if key != "code"},
    ],
)
def test_other_spellings_and_what_only_a_later_stage_has_are_no_change(after: dict[str, Any]) -> None:
    assert lines(after) == []


BARE = [{key: value for key, value in row.items() if key != "weight"} for row in ROWS]


@pytest.mark.parametrize(
    ("stage", "rows", "told"),
    [
        ("目标", BARE, 3),  # they were there at this stage
        ("自评", BARE, 3),  # a self-evaluation has to state them
        ("监控", BARE, 0),  # a form of monitoring has no column for them
        ("监控", [ROWS[0], *BARE[1:]], 2),
    ],
)
def test_weights_are_missed_where_a_paper_has_a_place_for_them(stage: str, rows: list[Any], told: int) -> None:
    listed = lines(changed(stage=stage, indicators=rows))
    assert [line[2] for line in listed] == ["weight"] * told
    assert len(lines(PAPER, changed(stage=stage, indicators=rows))) == told


def test_of_several_rows_of_one_name_the_one_that_is_gone_is_told_with_its_place() -> None:
    rows = [{**ROWS[0], "target": target, "weight": weight} for target, weight in (("≥10人", "20"), ("≥20人", "30"))]
    before, after = changed(indicators=[ROWS[1], *rows, ROWS[2]]), changed(indicators=[ROWS[1], rows[1], ROWS[2]])
    comparison = compare(after, before)
    assert [(one.kind, one.before, one.path) for one in comparison.changes] == [("dropped", "≥10人", "indicators[1]")]
    assert text_of([comparison]).splitlines()[-1] == "  − 培训人次（第 2 条）：≥10人"
    assert "培训人次 (row 2): ≥10人" in text_of([comparison], "en")


def test_years_in_names_tell_rows_apart_whose_targets_were_exchanged() -> None:
    rows = [
        {**ROWS[0], "name": f"{year}年培训人次", "target": f"≥{count}人次"}
        for year, count in ((2023, 100), (2024, 200))
    ]
    exchanged = [{**rows[0], "target": "≥200人次"}, {**rows[1], "target": "≥100人次"}]
    assert lines({**PAPER, "indicators": exchanged}, {**PAPER, "indicators": rows}) == [
        ("changed", "2023年培训人次", "target", "≥100人次", "≥200人次"),
        ("changed", "2024年培训人次", "target", "≥200人次", "≥100人次"),
    ]


def test_of_several_parts_of_the_funds_of_one_name_the_one_that_is_gone_is_told() -> None:
    parts = [
        {"name": "省级补助", "budget": "60"},
        {"name": "省级补助", "budget": "20"},
        {"name": "total", "budget": "5"},
    ]
    total = PAPER["funds"]["total"]
    before, after = (changed(funds={"total": total, "parts": rows}) for rows in (parts, parts[1:]))
    comparison = compare(after, before)
    assert [(one.kind, one.before, one.path) for one in comparison.changes] == [
        ("dropped", "60 万元", "funds.parts[0]")
    ]
    assert lines(before, after) == [("added", "省级补助", "", "", "60 万元")]
    named = changed(funds={"total": total, "parts": [*parts[:2], {"name": "total", "budget": "6"}]})
    assert text_of([compare(named, before)]).splitlines()[-1] == "  ~ total 全年预算数：5 万元 → 6 万元"


def test_a_goal_that_is_gone_leaves_the_others_as_they_are() -> None:
    goals = [{"expected": text} for text in ("培训一百人次", "建章立制", "群众满意")]
    before = changed(goals=goals)
    assert lines(changed(goals=goals[1:]), before) == [("dropped", "1", "expected", "培训一百人次", "")]
    assert lines(before, changed(goals=goals[::2])) == [("added", "2", "expected", "", "建章立制")]
    assert lines(changed(goals=goals[::-1]), before) == []
    other = changed(goals=[goals[0], {"expected": "完善制度"}, goals[2]])
    assert lines(other, before) == [("changed", "2", "expected", "建章立制", "完善制度")]


def test_of_two_equal_rows_the_one_between_other_neighbours_is_gone() -> None:
    twice = [ROWS[0], ROWS[1], ROWS[0], ROWS[2]]
    (change,) = compare(changed(indicators=twice[1:]), changed(indicators=twice)).changes
    assert change.path == "indicators[0]"


def test_rows_without_a_name_are_told_by_what_they_state() -> None:
    rows = [{key: value for key, value in row.items() if key != "name"} for row in ROWS]
    assert lines(changed(indicators=rows), changed(indicators=rows)) == []
    assert lines(changed(indicators=rows[1:]), changed(indicators=rows)) == [("dropped", "", "", "≥100人次", "")]


def test_projects_of_two_units_are_two() -> None:
    before, after = (
        [load_project(changed(unit=unit)), load_project(changed(name="采购", code=None))]
        for unit in ("某中心", "某学校")
    )
    text = text_of(compare_papers(before, after))
    assert text == ("+ 2024年培训（某学校）：前一份里没有这个项目\n− 2024年培训（某中心）：后一份里没有这个项目\n")


def test_names_that_could_be_two_are_not_matched() -> None:
    after = [{**ROWS[0], "name": "培训人数"}, {**ROWS[0], "name": "培训人次数"}]
    assert [line[0] for line in lines(changed(indicators=[*after, *ROWS[1:]]))] == ["added", "added", "dropped"]


def test_names_of_other_classes_are_not_matched_by_closeness() -> None:
    assert {line[0] for line in lines(changed(0, name="培训人数", level1="效益指标"))} == {"added", "dropped"}


names = st.sampled_from(["培训人次", "培训人数", "培训 人次", "满意度", "合格率", "2024年合格率", ""])
tables = st.lists(
    st.builds(lambda name, level1: Indicator(name=name, level1=level1), names, st.sampled_from(["产出指标", "效益"])),
    max_size=6,
)


@given(tables, tables)
@settings(max_examples=200)
def test_every_indicator_is_matched_once(before: list[Indicator], after: list[Indicator]) -> None:
    matches = matches_of(before, after)
    assert sorted(match.before[0] for match in matches if match.before) == list(range(len(before)))
    assert [match.after[0] for match in matches if match.after] == list(range(len(after)))
    assert all(match.before or match.after for match in matches)


@given(tables)
@settings(max_examples=100)
def test_a_table_beside_itself_in_any_order_is_the_same(rows: list[Indicator]) -> None:
    named = [row for row in rows if row.name]
    for after in (named, named[::-1]):
        matches = matches_of(named, after)
        assert all(match.before and match.after and not match.is_reworded for match in matches)


def test_projects_of_two_folders_are_matched_by_code_then_by_name_and_unit() -> None:
    before = [load_project(changed(name=name, code=code)) for name, code in (("甲", "1"), ("乙", None), ("丙", "3"))]
    after = [
        load_project(changed(name=name, code=code)) for name, code in (("乙2025年", None), ("丁", "1"), ("戊", "5"))
    ]
    pairs = [(one.before and one.before.name, one.after and one.after.name) for one in compare_papers(before, after)]
    assert pairs == [("乙", "乙2025年"), ("甲", "丁"), (None, "戊"), ("丙", None)]


COMPARED = [
    compare(changed(0, target="≥80人次", name="培训人数")),
    compare(PAPER),
    Comparison(load_project(PAPER), None, ()),
    Comparison(None, load_project(changed(name="新|项目")), ()),
]


def test_as_text() -> None:
    assert text_of(COMPARED) == (
        "2024年培训：2024 年 绩效目标 → 2024 年 绩效目标\n  指标\n"
        "  ≈ 培训人次 → 培训人数（名称相近，视为同一指标）\n  ~ 培训人数 年度指标值：≥100人次 → ≥80人次\n"
        "− 2024年培训（某中心）：后一份里没有这个项目\n+ 新|项目（某中心）：前一份里没有这个项目\n"
    )
    assert "培训人数 target: ≥100人次 → ≥80人次" in text_of(COMPARED, "en")
    assert text_of([compare(PAPER)]) == "没有变化\n"


def test_as_markdown() -> None:
    text = markdown_of(COMPARED)
    assert "| 指标 | 培训人数 年度指标值 | 改动 | ≥100人次 | ≥80人次 |" in text
    assert "## + 新\\|项目" in text
    assert markdown_of([compare(PAPER)], "en") == "nothing changed\n"


def test_as_a_document_of_the_schema() -> None:
    document = document_of(COMPARED, "a", "b")
    validate(json.loads(json.dumps(document)), schema_of("comparison", "canonical"))
    assert document["same"] is False
    assert document_of([compare(PAPER)], "a", "b")["same"] is True
    assert document["projects"][2]["to"] is None


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        ("10", "8", ("10 万元", "8 万元")),
        ("10", None, ("10 万元", "")),
        (None, "8", ("", "8 万元")),
        ("10", "10.0", None),
    ],
)
@pytest.mark.parametrize("amounts", [{}, {"budget": "12", "spent": "4"}])
def test_what_is_expected_to_be_spent_is_compared_at_the_stage_of_monitoring(
    before: str | None, after: str | None, texts: tuple[str, str] | None, amounts: dict[str, str]
) -> None:
    def paper(forecast: str | None, stage: str) -> dict[str, Any]:
        return changed(stage=stage, funds={"total": {**amounts, "forecast": forecast}, "fiscal": {"budget": "1"}})

    differences = lines(paper(after, "监控"), paper(before, "监控"))
    assert [line[3:] for line in differences] == ([texts] if texts else [])
    assert lines(paper(after, "自评"), paper(before, "监控")) == []
