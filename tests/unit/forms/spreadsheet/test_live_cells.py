"""The workbook's cells: what they hold, their formats, who may change them, and what is too large to reckon with."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao.forms import form_of
from jixiao.forms.spreadsheet.displays import display_number
from jixiao.forms.spreadsheet.live_cells import LiveForm, live_form
from jixiao.forms.spreadsheet.number_cells import number_cell

F = Fraction
LAW_10 = "cn.mof-2020-10"


def cells(spec: str = LAW_10, **row: Any) -> LiveForm:
    whole = {"level1": "产出指标", "name": "甲", "target": "≥50个", "actual": "45个", "weight": "90", **row}
    whole = {key: value for key, value in whole.items() if value is not None}
    of = {"name": "例", "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}}, "indicators": [whole]}
    result = jixiao.score(jixiao.load_project(of), jixiao.load_spec(spec))
    return live_form(result, form_of(result))


@pytest.mark.parametrize(
    ("text", "number", "pattern", "worth"),
    [
        ("52 万人", "52", 'General" 万人"', "10000"),
        ("≥95%", "0.95", '[=0.95]"≥"0%;"≥"0.00%', "1"),
        ("95.50%", "0.955", "0.00%", "1"),
        ("95.5 %", "0.955", '[=0.955]0.0" "%;0.00" "%', "1"),
        ("5.50万元", "5.5", '0.00"万元"', "10000"),
        ("12,345.6元", "12345.6", '#,##0.0"元"', "1"),
        ("不低于3次", "3", '"不低于"General"次"', "1"),
        ("-3", "-3", "General", "1"),
        ("≥-3个", "-3", '"≥"General"个";"≥-"General"个"', "1"),
        ("-5%", "-0.05", '0.00%;"-"0%', "1"),
        ("123456789.12元", "123456789.12", '[=123456789.12]0.00"元";General"元"', "1"),
        ("≤-12345678.9", "-12345678.9", '"≤"General;"≤-"0.0', "1"),
        ('3"', None, "", ""),
        ("十二个", None, "", ""),
        ("９５％", None, "", ""),
        ("90%-95%", None, "", ""),
        ("及时", None, "", ""),
        ("1.5:1", None, "", ""),
        ("百分之九十五", None, "", ""),
    ],
)
def test_a_typed_number_and_the_format_that_shows_it(text: str, number: str | None, pattern: str, worth: str) -> None:
    found = number_cell(text)
    assert (None if found is None else (found.number, found.pattern, found.worth)) == (
        None if number is None else (F(number), pattern, F(worth))
    )


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("[>.5]0.0;0", "7.0"), ("[<5.]0.0;0.00", "7.00"), ("[>1.2.3]0.0;0", "7.0"), ("[>.]0.0", "7.0"), ("[>1-2]0.0", "7.0")],
)  # fmt: skip
def test_a_condition_that_is_no_number_is_left_out_of_a_format(pattern: str, text: str) -> None:
    assert display_number(F(7), pattern) == text


def test_a_plain_ratio_is_one_division_of_whole_numbers() -> None:
    """By hand: 45 of 50 earns 90 × 45/50 = 81. The cell is read in millionths."""
    found = cells()
    assert found.cells["indicators[0].actual"].entry
    assert found.cells["indicators[0].score"].number == 81
    assert found.cells["indicators[0].score"].formula == (
        "IF(ISNUMBER({indicators[0].actual}),MIN({indicators[0].weight},ROUND(MAX(0,"
        "IF(ROUND({indicators[0].actual}*1000000,0)<0,0,IF(ROUND({indicators[0].actual}*1000000,0)<50000000,"
        '({indicators[0].weight}*ROUND({indicators[0].actual}*1000000,0))/50000000,{indicators[0].weight}))),2)),"")'
    )


def test_amounts_up_to_ten_to_the_ten_fen_are_reckoned_and_larger_ones_noted() -> None:
    """Spreadsheets have 15 digits: 10^10 分 are 10^8 元."""
    small = cells(target="≥100000000元", actual="99999999.99元")
    assert small.cells["indicators[0].score"].formula
    large = cells(target="≥100000000000元", actual="99999999999.99元")
    assert not large.cells["indicators[0].score"].formula
    assert "15 位" in large.cells["indicators[0].actual"].note
    assert large.cells["indicators[0].score"].number == F("90")


def test_the_note_is_in_the_workbook() -> None:
    row = {"level1": "产出指标", "name": "甲", "target": "≥100000000000元", "actual": "99999999999元", "weight": 90}
    of = {"name": "例", "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}}, "indicators": [row]}
    data = jixiao.render(jixiao.score(jixiao.load_project(of), jixiao.load_spec(LAW_10)), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    notes = [cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment]
    assert len(notes) == 1
    assert "15 位" in notes[0]


def test_an_empty_actual_waits_for_a_number_in_the_unit_of_its_target() -> None:
    found = cells(actual=None, target="≥5万元")
    assert (found.cells["indicators[0].actual"].number, found.cells["indicators[0].actual"].entry) == (None, True)
    assert found.cells["indicators[0].score"].number is None
    assert "ROUND({indicators[0].actual}*1000000,0)<5000000," in found.cells["indicators[0].score"].formula
    assert cells(actual=None, target="≥95%").cells["indicators[0].actual"].pattern == "0.00%"


def test_a_judged_row_offers_the_tiers_and_knows_the_present_text() -> None:
    """Law 10: the first tier has a default, the others ask for a share; a stated share is what it is."""
    found = cells(target="明显", actual="明显")
    actual, score = found.cells["indicators[0].actual"], found.cells["indicators[0].score"]
    assert actual.choices[:2] == ("明显", "达成年度指标")
    assert 'IF(EXACT({indicators[0].actual},"达成年度指标"),90,' in score.formula
    assert '"部分达成年度指标并具有一定效果"' not in score.formula
    stated = cells(target="明显", actual="有所提升", share="75%")
    assert ",67.5)" in stated.cells["indicators[0].score"].formula


def test_hostile_texts_in_formulas_are_texts() -> None:
    found = cells(target="明显", actual='a"&{total}', share="75%")
    assert "{total}" not in found.cells["indicators[0].score"].formula


@pytest.mark.parametrize("row", [{"target": "2024年9月底前", "actual": "2024年9月1日"}, {"actual": "x" * 300}])
def test_what_no_formula_reckons_stays_as_it_is(row: dict[str, Any]) -> None:
    found = cells(**row)
    formula = found.cells["indicators[0].score"].formula
    assert "*" not in formula
    assert found.cells["indicators[0].actual"].entry


def test_locked_and_unlocked_cells() -> None:
    of = {"name": "例", "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}},
          "indicators": [{"level1": "产出指标", "name": "甲", "target": "≥50个", "actual": "45个", "weight": 90}]}  # fmt: skip
    data = jixiao.render(jixiao.score(jixiao.load_project(of), jixiao.load_spec(LAW_10)), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    open_ = {
        str(cell.value)
        for line in sheet.iter_rows()
        for cell in line
        if not cell.protection.locked and cell.value is not None
    }
    assert sheet.protection.sheet
    assert {"45", "5", "4"} <= open_
    assert not {"50", "90"} & open_


def test_the_vendor_grades_the_exact_sum() -> None:
    """domain.md: 10 + 50·89996/100000 + 30·24998/30000 + 10 = 89.996 prints 90.00 and is 良 by the vendor's early scripts."""
    rows = [
        {"level1": "产出指标", "name": "甲", "target": "≥100000", "actual": "89996", "weight": "50"},
        {"level1": "效益指标", "name": "乙", "target": "≥30000", "actual": "24998", "weight": "30"},
        {"level1": "满意度指标", "name": "丙", "target": "≥1", "actual": "1", "weight": "10"},
    ]
    of = {"name": "例", "year": 2024, "funds": {"total": {"budget": 1, "spent": 1}}, "indicators": rows}
    result = jixiao.score(jixiao.load_project(of), jixiao.load_spec("cn.vendor-fasp2-2020"))
    found = live_form(result, form_of(result))
    assert set(found.points) == {"execution.score", *(f"indicators[{at}].score" for at in range(3))}
    exact = "ROUND(SUM({points:execution.score},{points:indicators[0].score}:{points:indicators[2].score}),9)"
    assert f'IF({exact}>=90,"优",' in found.cells["below.grade"].formula


def test_a_budget_of_nothing_has_its_own_rule_where_the_spec_says_so() -> None:
    """The vendor divides by 1 then: the formula knows both, whichever budget stands there now."""
    rows = [{"level1": "产出指标", "name": "甲", "target": "≥1", "actual": "1", "weight": "90"}]
    of = {"name": "例", "year": 2024, "funds": {"total": {"budget": 0, "spent": "0.5"}}, "indicators": rows}
    result = jixiao.score(jixiao.load_project(of), jixiao.load_spec("cn.vendor-fasp2"))
    found = live_form(result, form_of(result)).cells["execution.score"]
    assert found.number == 5
    assert "OR(AND({funds.total.budget}>0,{funds.total.spent}>=0),{funds.total.budget}=0)" in found.formula
    assert "{funds.total.budget}=0" not in cells().cells["execution.score"].formula
