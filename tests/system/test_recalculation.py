"""The workbook reckons as the engine does: random projects through its formulas in real LibreOffice, and edits."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
import xlsxwriter
from hypothesis import Phase, given, settings

import jixiao
from jixiao.forms import Form, form_of
from jixiao.forms.spreadsheet.live_cells import LiveCell, live_form
from jixiao.model.spec import IndicatorSpec
from jixiao.testing import projects, scored
from tests.support.edits import BELOW, Line, results
from tests.support.office import converted, needs_office, reckoned
from tests.support.rule_book import SPECS

#: Projects of every spec, and as many at the boundaries of its rules; 20,000 in all.
OF_EACH = 530
pytestmark = [pytest.mark.slow, needs_office]


def differences(line: Line, values: list[str]) -> Iterator[tuple[str, str, object]]:
    for field, live in line.living.cells.items():
        if live.formula:
            column = line.columns[field]
            got = values[column] if column < len(values) else ""
            want = wanted(line, field, live)
            same = (
                Fraction(got) == want if got and isinstance(want, Fraction) else got == ("" if want is None else want)
            )
            if not same and not (field.endswith(".rate") and got and near(got, want)):
                yield field, got, want


def wanted(line: Line, field: str, live: LiveCell) -> Fraction | str | None:
    if field in BELOW:
        told = [text for _, text in line.form.below[line.form.notes :]]
        return {"below.total": told[0], "below.grade": told[-1], "below.scaled": told[1] if len(told) > 2 else ""}[
            field
        ]
    return line.result.grade or "" if field == "grade" else live.number


def near(got: str, want: object) -> bool:
    """A rate is what a spreadsheet makes of a quotient: it has 15 digits; no score is reckoned from it."""
    return isinstance(want, Fraction) and f"{float(want):.12g}" == f"{float(Fraction(got)):.12g}"


def recalculated(lines: list[Line], tmp_path: Path) -> list[list[str]]:
    book = xlsxwriter.Workbook(str(tmp_path / "all.xlsx"))
    sheet = book.add_worksheet("all")
    for line in lines:
        line.write(sheet)
    book.close()
    (values,) = reckoned(tmp_path / "all.xlsx", tmp_path).values()
    return values


def test_no_cell_differs_from_the_engine(tmp_path: Path) -> None:
    """Issue 4: 20,000 random projects, planted wrong values, 0 cells differ."""
    lines = [Line(row, result) for row, result in enumerate(results(OF_EACH))]
    assert len(lines) >= 20_000
    values = recalculated(lines, tmp_path)
    formulas = sum(bool(live.formula) for line in lines for live in line.living.cells.values())
    different = [found for line, row in zip(lines, values, strict=True) for found in differences(line, row)]
    assert formulas > 200_000
    assert different == []


def test_an_empty_cell_gets_no_points_where_the_spec_says_so(tmp_path: Path) -> None:
    """``missing``: read as the number 0, an empty cell would keep ≤ 5 % and 0 accidents."""
    spec = jixiao.load_spec("cn.mof-2020-10")
    data = spec.model_dump(mode="json", by_alias=True, exclude_none=True)
    spec = IndicatorSpec.model_validate({**data, "missing": {"actual": "0", "basis": "m10"}})
    rows = [
        {
            "level1": "产出指标",
            "name": f"甲{at}",
            "target": target,
            "weight": 15,
            **({"actual": actual} if actual else {}),
        }
        for at, (target, actual) in enumerate(
            [("≤5%", ""), ("≤0起", ""), ("≥5个", ""), ("有效", ""), ("≥5个", "4个"), ("≤5%", "5%")]
        )
    ]
    funds = {"total": {"budget": 5, "spent": 5}}
    project = jixiao.load_project({"name": "例", "year": 2023, "funds": funds, "indicators": rows})
    (line,) = (Line(0, jixiao.score(project, spec)),)
    (values,) = recalculated([line], tmp_path)
    assert line.result.total == "37.00"  # 10 of execution, 12 and 15
    assert list(differences(line, values)) == []


def test_no_edit_gives_what_the_engine_does_not(tmp_path: Path) -> None:
    """Random numbers, texts and blanks typed over cells: the score of the project so edited, or none and a flag.

    None is for texts alone: what people write is the engine's to read.
    """
    lines = [Line(row, result) for row, result in enumerate(results(OF_EACH // 8))]
    chance = random.Random(1)  # the same edits in each run
    for line in lines:
        line.edit(chance)
    different, unread, same = [], 0, 0
    for line, row in zip(lines, recalculated(lines, tmp_path), strict=True):
        got = {field: row[column] if column < len(row) else "" for field, column in line.columns.items()}
        judged = {field for field, formula in line.formulas.items() if "EXACT(" in formula and not got[field]}
        for field, score in line.wanted().items():
            told = score if not got[field] else Fraction(got[field])
            if not got[field] and score is not None and (judged if field == "total" else field in judged):
                unread += 1
            elif (None if not got[field] else told) != score:
                different.append((line.spec, field, got[field], score, line.edits))
            elif field != "total" and score is None:
                assert got[f"flag:{field}"]
            same += 1
    assert different == []
    assert same > 10_000
    assert unread < same // 20


def test_every_cell_shows_the_text_of_the_form(tmp_path: Path) -> None:
    """In a real program: numbers with their formats, rates with theirs after they were reckoned anew."""
    lines = [Line(row, result) for row, result in enumerate(results(40))]
    book = xlsxwriter.Workbook(str(tmp_path / "all.xlsx"))
    sheet, formats = book.add_worksheet("all"), dict[str, Any]()
    for line in lines:
        for field, column in line.columns.items():
            live = line.living.cells.get(field, LiveCell())
            style = formats.setdefault(live.pattern, book.add_format({"num_format": live.pattern}))
            if field.endswith(".rate") and live.formula:
                sheet.write_formula(line.row, column, line.placed(live.formula), style, -1)
            elif live.number is not None:
                sheet.write_number(line.row, column, live.number.numerator / live.number.denominator, style)
            else:
                sheet.write_string(line.row, column, line.texts.get(field) or "·", style)
    book.close()
    converted(tmp_path / "all.xlsx", "html", tmp_path)
    page = lxml.html.parse(str(tmp_path / "all.html"), lxml.html.HTMLParser(encoding="utf-8"))
    shown = [[cell.text_content().strip() for cell in row.findall("td")] for row in page.getroot().iter("tr")]
    different = [
        (field, line.texts[field], row[column])
        for line, row in zip(lines, shown, strict=True)
        for field, column in line.columns.items()
        if field in line.texts and row[column] not in (line.texts[field].strip(), "·" if not line.texts[field] else "")
    ]
    assert different == []


# ---- whole workbooks, as they are handed out


def planted(data: bytes) -> bytes:
    """The workbook with a wrong value beside every formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb'(?:t="str")?>(<f>.*?</f>)<v>.*?</v>', rb">\1<v>-1</v>", part)
            new.writestr(name, part)
    return out.getvalue()


PROJECT: dict[str, Any] = {
    "spec": "cn.mof-2021-101", "name": "甲", "year": 2024, "finished": False,
    "funds": {"total": {"budget": "100", "spent": "85.5"}},
    "indicators": [
        {"level1": "产出指标", "name": "人次", "target": "≥300人次", "actual": "270人次", "weight": "30", "cause": "停办"},
        {"level1": "产出指标", "name": "费用", "target": "≤5万元", "actual": "55000元", "weight": "20"},
        {"level1": "效益指标", "name": "效果", "target": "明显", "actual": "达成年度指标", "weight": "30"},
        {"level1": "满意度指标", "name": "满意度", "target": "≥90%", "actual": "85%", "weight": "10"},
    ],
}  # fmt: skip


def edited(tmp_path: Path, **cells: Any) -> tuple[list[list[str]], dict[str, tuple[int, int]]]:
    """The workbook of the project after somebody changed cells (by field), reckoned anew; where each field stands."""
    result = jixiao.score(jixiao.load_project(PROJECT))
    path = tmp_path / "a.xlsx"
    path.write_bytes(planted(jixiao.render(result, "xlsx")))
    places = where(form_of(result))
    if cells:
        book = openpyxl.load_workbook(path)
        for field, value in cells.items():
            row, column = places[FIELDS.get(field, field)]
            book.worksheets[0].cell(row + 1, column + 1).value = value
        book.save(path)
    values = reckoned(path, tmp_path)["甲"]
    return values, places


FIELDS = {"spent": "funds.total.spent", "people": "indicators[0].actual", "cost": "indicators[1].actual",
          "effect": "indicators[2].actual", "content": "indicators[3].actual"}  # fmt: skip
EMPTIED = ""


def where(form: Form) -> dict[str, tuple[int, int]]:
    from jixiao.forms import place_cells

    found, row = {}, 1
    for block in form.blocks:
        found |= {at.cell.field: (row + at.row, at.column) for at in place_cells(block.rows) if at.cell.field}
        row += len(block.rows)
    return found


def engine(**changes: str | None) -> jixiao.Result:
    """The same edits made to the project itself."""
    project = {**PROJECT, "indicators": [dict(row) for row in PROJECT["indicators"]]}
    for field, value in changes.items():
        if field == "spent":
            project["funds"] = {"total": {"budget": "100", "spent": value}}
        else:
            row = project["indicators"][list(FIELDS).index(field) - 1]
            row.pop("actual") if value is None else row.__setitem__("actual", value)
    return jixiao.score(jixiao.load_project(project))


@pytest.mark.parametrize(
    ("cells", "changes"),
    [
        ({}, {}),
        ({"people": 200}, {"people": "200人次"}),
        ({"people": 100, "cost": 70000}, {"people": "100人次", "cost": "70000元"}),
        ({"content": 0.79}, {"content": "79%"}),
        ({"content": 0.9}, {"content": "90%"}),
        ({"spent": 79.99}, {"spent": "79.99"}),
        ({"spent": 100}, {"spent": "100"}),
        ({"effect": "部分达成年度指标并具有一定效果"}, {"effect": "部分达成年度指标并具有一定效果"}),
        ({"effect": "明显"}, {"effect": "明显"}),
        ({"people": None}, {"people": None}),
        ({"effect": None}, {"effect": None}),
    ],
)
def test_an_edit_gives_what_the_engine_gives(tmp_path: Path, cells: dict[str, Any], changes: dict[str, Any]) -> None:
    values, places = edited(tmp_path, **cells)
    result = engine(**changes)
    assert result.scored is not None
    scores = {f"indicators[{row.facts.index}].score": row.score for row in result.scored.rows}
    scores["execution.score"] = result.scored.execution.score  # type: ignore[union-attr]
    for field, score in {**scores, "total": result.scored.total}.items():
        row, column = places[field]
        got = values[row][column]
        assert (Fraction(got) if got else None) == score, field
    below = next(row[0] for row in reversed(values) if row[0].startswith("总分："))
    assert below == f"总分：{result.total or '无'}    等级：{result.grade or '无'}"


def test_a_text_where_a_number_belongs_is_flagged(tmp_path: Path) -> None:
    values, places = edited(tmp_path, people="不少")
    row, column = places["indicators[0].score"]
    assert values[row][column] == ""
    assert "这里要填数字" in values[row]
    assert not [value for line in values for value in line if "#" in value]
    assert values[places["total"][0]][places["total"][1]] == ""


@pytest.mark.parametrize("spec_id", SPECS)
def test_every_layout_as_a_whole_workbook(tmp_path: Path, spec_id: str) -> None:
    """The scores, the total and the line below the table, where the renderer put them."""
    spec = jixiao.load_spec(spec_id)
    found: list[jixiao.Result] = []

    @given(of=projects(spec))
    @settings(max_examples=5, database=None, phases=[Phase.generate])
    def take(of: dict[str, Any]) -> None:
        found.append(scored({**of, "name": f"项目{len(found)}"}, spec))

    take()
    (tmp_path / "w.xlsx").write_bytes(planted(jixiao.render(found, "xlsx")))
    sheets = reckoned(tmp_path / "w.xlsx", tmp_path)
    for result in found:
        form, values = form_of(result), sheets[result.project.name or ""]
        cells = live_form(result, form).cells
        for field, (row, column) in where(form).items():
            live = cells.get(field, LiveCell())
            if live.formula and live.number is not None and not field.endswith("rate"):
                assert Fraction(values[row][column]) == live.number, field
