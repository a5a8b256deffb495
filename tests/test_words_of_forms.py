"""Forms whose words are typed with spaces, breaks, invisible characters and units: read, then scored as they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

import jixiao
from jixiao.reading import project_of_form, read_file_of_forms

CASES = Path(__file__).parent / "cases"
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


def test_a_row_of_funds_that_no_word_names_is_told() -> None:
    (form,), *_ = read_file_of_forms(CASES / "k32_fund_rows_dropped.xlsx")
    found = project_of_form(form.grid, form.project, LAW_10, form.lang).findings
    told = [str(one.args["text"]) for one in found if one.code == "JX842"]
    assert [text.split()[0] for text in told] == ["其中:中央财政资金", "地方资金"]


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
    columns_of = pytest.importorskip("jixiao.batch.columns")
    _, findings = columns_of.renaming(["project", heading])
    assert "JX702" in {finding.code for finding in findings}
