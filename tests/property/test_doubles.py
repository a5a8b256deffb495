"""Formulas hold in programs that compare raw binary numbers to the last bit, and are ones that Excel takes."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from itertools import accumulate

import pytest

import jixiao
from jixiao.forms import form_of
from jixiao.forms.spreadsheet.live_cells import live_form
from tests.support.edits import BELOW, Line, results
from tests.support.reckoner import Reckoner, Value

#: Projects of every spec in this test; `test_recalculation` has more, in LibreOffice.
OF_EACH, MANY = 3, 16
#: What Excel takes: characters of a formula and of a text in it, arguments of a function, functions in functions.
LONGEST, TEXT, ARGUMENTS, DEEPEST = 8192, 255, 255, 64


def binary(value: object) -> Value:
    if isinstance(value, Fraction):
        return value.numerator / value.denominator
    assert value is None or isinstance(value, str)
    return value


def sheet(line: Line) -> Reckoner:
    values = {field: binary(line.value(field)) for field in line.columns}
    return Reckoner(values, line.formulas, list(line.columns))


@pytest.mark.parametrize("of_each", [OF_EACH, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.parametrize("edited", [False, True])
def test_no_edge_is_missed(edited: bool, of_each: int) -> None:
    """spec-model, compile targets: raw doubles miss edges; whole numbers do not."""
    chance, different = random.Random(2), []  # the same edits in each run
    for at, result in enumerate(results(of_each)):
        line = Line(at, result)
        if edited:
            line.edit(chance)
        cells = sheet(line)
        for field, score in line.wanted().items():
            got = cells[field]
            unread = edited and got == "" and "EXACT(" in "".join(line.formulas.values())
            if got != ("" if score is None else binary(score)) and not unread:
                different.append((field, got, score, line.edits))
        if not edited:
            told = [text for _, text in line.form.below[line.form.notes :]]
            shown = [cells[field] for field in BELOW if field in line.formulas]
            assert shown == told[: len(shown)]
    assert different == []


def test_the_reckoner_itself() -> None:
    """It forgives nothing that a double does not have: 0.1 + 0.2 is not 0.3, and 20.24 − 19.64 is not six tenths."""
    formulas = {
        "a": "IF(0.1+0.2=0.3,1,0)",
        "b": "ROUNDDOWN((20.24-19.64)/0.1,0)",
        "c": "ROUND(2.675,2)",
        "d": 'SUM({x}:{y},1)&"分"',
    }
    cells = Reckoner({"x": 1.5, "y": "甲"}, formulas, ["x", "y"])
    assert [cells[name] for name in formulas] == [0.0, 5.0, 2.68, "2.5分"]


def all_formulas(result: jixiao.Result) -> list[str]:
    """Every formula of a form, with the longest address for each cell that it names."""
    found = live_form(result, form_of(result))
    every = [*found.cells.values(), *found.points.values(), *found.flags.values()]
    return [re.sub(r"\{[^{}]+\}", "AA99999", one.formula) for one in every if one.formula]


def depth(formula: str) -> int:
    bare = re.sub(r'"[^"]*"', "", formula)
    return max(accumulate((character == "(") - (character == ")") for character in bare))


def arguments(formula: str) -> int:
    """The most arguments that a function of it has."""
    counts, most = [1], 1
    for character in re.sub(r'"[^"]*"', "", formula):
        if character == "(":
            counts.append(1)
        elif character == ")":
            most = max(most, counts.pop())
        elif character == ",":
            counts[-1] += 1
    return most


@pytest.mark.slow
@pytest.mark.parametrize("spec_id", ["cn.mof-2020-10", "cn.vendor-fasp2"])
def test_a_form_of_many_rows_has_formulas_that_programs_take(spec_id: str) -> None:
    """The most that a file may have: 2,000 indicators, each a number or judged, with long texts."""
    word = '长"文{字}' * 60
    rows = [
        {"level1": "产出指标", "name": f"指标{at}", "target": "≥3个" if at % 2 else "明显", "actual": "2个" if at % 2 else word,
         "weight": "0.045", "share": None if at % 2 else "80%"}
        for at in range(2000)
    ]  # fmt: skip
    rows = [{key: value for key, value in row.items() if value is not None} for row in rows]
    of = {"name": "多", "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}}, "indicators": rows}
    result = jixiao.score(jixiao.load_project(of), jixiao.load_spec(spec_id))
    assert result.total is not None
    formulas = all_formulas(result)
    assert len(formulas) > 4000
    assert max(map(len, formulas)) <= LONGEST
    assert max(map(depth, formulas)) <= DEEPEST
    assert max(map(arguments, formulas)) <= ARGUMENTS
    assert max(len(text) for formula in formulas for text in re.findall(r'"(?:[^"]|"")*"', formula)) <= TEXT


def test_a_text_too_long_to_compare_cannot_be_changed_there() -> None:
    """Its score would follow no change, so the cell is locked and says why."""
    rows = [{"level1": "产出指标", "name": "甲", "target": "长" * 9000, "actual": "长" * 9000, "weight": 90}]
    of = {"name": "长", "year": 2024, "funds": {"total": {"budget": 5, "spent": 4}}, "indicators": rows}
    result = jixiao.score(jixiao.load_project(of), jixiao.load_spec("cn.mof-2020-10"))
    cells = live_form(result, form_of(result)).cells
    assert cells["indicators[0].score"].number == 90
    assert not cells["indicators[0].score"].formula
    assert not cells["indicators[0].actual"].entry
    assert cells["indicators[0].actual"].note
