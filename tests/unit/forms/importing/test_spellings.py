"""Forms whose words are typed with spaces, breaks, invisible characters and units: read, then scored as they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

import jixiao
from jixiao.forms.importing import project_of_form, read_file_of_forms
from jixiao.quantity import form_word
from tests.support.paths import CASES

LAW_10 = jixiao.load_spec("cn.mof-2020-10")


def read(path: Path) -> jixiao.Project:
    """The project of the only form of a file."""
    (form,), findings, _ = read_file_of_forms(path)
    assert findings == []
    return jixiao.load_project(project_of_form(form.grid, form.project, LAW_10, form.lang).data)


@pytest.mark.parametrize(
    "name",
    [
        "k10_level1_spaces.xlsx",
        "k11_level1_newline.xlsx",
        "k27_zero_width_in_heading.xlsx",
        "k28_zero_width_in_value.xlsx",
        "k33_weight_with_fen.xlsx",
        "k38_text_value_newline.xlsx",
    ],
)
def test_the_form_scores_what_it_says(name: str) -> None:
    result = jixiao.score(read(CASES / name), LAW_10)
    assert (result.total, result.grade) == ("98.58", "优")
    assert not [finding for finding in result.findings if finding.severity == "error"]


def test_money_of_a_cost_row_is_not_to_be_exceeded() -> None:
    """108万元 of 90万元 under 成本⏎指标 has exceeded its target: 20 × 90 ÷ 108."""
    rows = jixiao.score(read(CASES / "k13_cost_level2_newline_sign_flips.xlsx"), LAW_10).to_dict()["indicators"]
    assert [row["score"] for row in rows if row["level2"].startswith("成本")] == ["16.67"]


def test_a_row_of_funds_by_any_name_is_a_part_of_them() -> None:
    (form,), *_ = read_file_of_forms(CASES / "k32_fund_rows_dropped.xlsx")
    found = project_of_form(form.grid, form.project, LAW_10, form.lang)
    assert found.findings == ()
    parts = jixiao.load_project(found.data).funds.parts
    assert [(part.name, part.budget, part.spent) for part in parts] == [("中央财政资金", 60, 50), ("地方资金", 40, 40)]


HEADINGS = [
    "项 目（名称）",
    "一级指标\n",
    "二 级 指 标",
    "三级指标（指标名称）",
    "年度指标值（Ａ）",
    "实际完成值\u200b(B)",
    "分 值（100分）",
]
ROWS = [
    ["甲", "预算执行率（10分）", "", "", "100", "90", "10分"],
    ["甲", "产 出 指 标", "成本\n指标", "采购成本", "90万元", "108万元", "50 分"],
    ["甲", "效益指标（30分）", "社会效益指标", "保障能力", "提升", "提\n升", "３０分"],
    ["甲", "满意度\u200b", "", "群众满意度", "≥90%", "92%", "10"],
]


def test_a_long_table_knows_the_same_words() -> None:
    columns = {heading: [row[at] for row in ROWS] for at, heading in enumerate(HEADINGS)}
    batch = pytest.importorskip("jixiao.batch")
    found = batch.score_frame(columns, LAW_10)
    assert [str(score) for score in found.rows["score"]] == ["9.00", "41.67", "30.00", "10.00"]
    assert [str(total) for total in found.projects["total"]] == ["90.67"]


@pytest.mark.parametrize("heading", ["年初预算数（元）", "年初预算数(万元)"])
def test_a_heading_that_states_a_unit_of_money_is_no_other_word_for_it(heading: str) -> None:
    columns_of = pytest.importorskip("jixiao.batch.io.columns")
    _, findings = columns_of.renaming(["project", heading])
    assert "JX702" in {finding.code for finding in findings}


NUMBERS = ["三、", "（三）", "(3)", "3.", "３．", "3、", "３）", "③", "⑶", "⒊", "Ⅲ.", "㈢", "第三、", "一、（3）"]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_number_before_a_word_is_no_part_of_it(number: str) -> None:
    """A cost not to be exceeded, whatever number its second level has: 50 × 90 ÷ 108."""
    row = {"level1": f"{number}产出指标", "level2": f" {number} 成本指标", "name": "甲", "target": "90万元"}
    project = jixiao.load_project(
        {"name": "乙", "year": 2023, "indicators": [row | {"actual": "108万元", "weight": 50}]}
    )
    result = jixiao.score(project, LAW_10)
    assert result.to_dict()["indicators"][0]["score"] == "41.67"


@pytest.mark.parametrize("number", NUMBERS)
def test_a_long_table_knows_words_behind_their_numbers(number: str) -> None:
    batch = pytest.importorskip("jixiao.batch")
    row = [*ROWS[1][:1], f"{number}产出指标", f"{number}成本指标", *ROWS[1][3:]]
    found = batch.score_frame({heading: [text] for heading, text in zip(HEADINGS, row, strict=True)}, LAW_10)
    assert [str(score) for score in found.rows["score"]] == ["41.67"]


@pytest.mark.parametrize("word", ["3.5指标", "一体化", "第三方指标", "十佳指标", "2023.产出"])
def test_what_is_no_number_of_a_word_stays(word: str) -> None:
    assert form_word(word) == word


@pytest.mark.parametrize(
    ("word", "tier"),
    [
        ("1", "达成年度指标"),
        ("02", "部分达成年度指标并具有一定效果"),
        ("一档", "达成年度指标"),
        ("２档", "部分达成年度指标并具有一定效果"),
        ("第 三 档", "未达成年度指标且效果较差"),
        ("达成年度指标（100%）", "达成年度指标"),
        ("达成年度指标 100-80%", "达成年度指标"),
        ("达成预期指标100%～80%（含）", "达成年度指标"),
        ("部分达成年度指标并具有一定效果（80%（不含）-60%（含））", "部分达成年度指标并具有一定效果"),
        ("未达成年度指标且效果较差60％－0％", "未达成年度指标且效果较差"),
        ("达成年度指标（90%）", None),
        ("达成年度指标（100%-70%）", None),
        ("零档", None),
        ("四档", None),
        ("0", None),
    ],
)
def test_a_tier_by_its_number_or_with_its_own_shares_behind_it(word: str, tier: str | None) -> None:
    """A share that is not the tier's is somebody's judgement, and no part of its name."""
    rules = [rule for rule in LAW_10.rules if rule.tiers]
    assert {rule.tier_named(word) for rule in rules} == {tier}
