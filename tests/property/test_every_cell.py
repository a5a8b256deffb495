"""The law of our own forms: whatever somebody does to a cell or a row changes the project, or is named with its place.

Forms are drawn into files and read from them; what people do then is done to the cells as they were read, except
where files themselves are edited.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

import jixiao
from jixiao.forms import LABELS
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms
from jixiao.forms.importing.files import Form
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.loading.layouts import layout_names
from jixiao.loading.spec_book import package_book
from jixiao.loading.spec_files import package_specs
from jixiao.quantity import unspaced
from tests.support.overlays import overlay
from tests.support.own_forms import full_project, texts_of

TYPED = "改动七"
Texts = dict[str, str]


def specs_by_layout() -> list[str]:
    """One spec of each layout, and one of those whose totals are graded by exact points."""
    by_layout = {jixiao.load_spec(name).form.layout: name for name in reversed(package_book().ids)}
    own = {layout: f"cn.test.{layout}-2023" for layout in layout_names((package_specs(),))}
    return sorted({*(own | by_layout).values(), "cn.guangxi.system-2023"})


@cache
def spec_of(name: str) -> jixiao.IndicatorSpec:
    """A spec of the package, or one whose only rule of its own is a layout that no spec of the package has."""
    if not name.startswith("cn.test."):
        return jixiao.load_spec(name)
    layout = name.removeprefix("cn.test.").removesuffix("-2023")
    return jixiao.parse_spec(overlay(name, f"form: {{title: 项目支出绩效自评表, layout: {layout}}}\n"))


SPECS = specs_by_layout()
#: What a row of a form of monitoring states beside.
SO_FAR = {
    "progress": "31个",
    "forecast": "44个",
    "likelihood": "有可能",
    "cause_kinds": ["经费保障", "其他"],
    "note": "丁",
}
FORMS = [(spec, ("xlsx", "docx")[number % 2]) for number, spec in enumerate(SPECS)]
ALL_FORMS = [(spec, ending) for spec in SPECS for ending in ("xlsx", "docx")]
#: Those whose last column has the causes.
PACKAGE_FORMS = [(spec, ending) for spec, ending in ALL_FORMS if not spec.startswith("cn.test.")]


def data_of(spec: str) -> dict[str, Any]:
    """The full project, in the stage of the spec's forms."""
    data = full_project(spec)
    # notes beside the code, which has a cell in some layouts: a form without any may be one of an earlier version
    data["funds"]["adjustment"] = "年中追加"
    if "target" in spec:
        data["funds"]["remedy"] = "催办"
    if "monitoring" in spec:
        data["indicators"][0] |= SO_FAR
        data["funds"]["total"]["forecast"] = "111"
        data |= {"stage": "monitoring", "month": "7"}
    return data


@pytest.fixture(scope="module")
def form_in(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The form of a project as it is read from a file."""

    @cache
    def form(spec: str, ending: str) -> Form:
        path = tmp_path_factory.mktemp("forms") / f"a.{ending}"
        path.write_bytes(drawn(spec, ending))
        (only,), findings, summaries = read_file_of_forms(path)
        assert (findings, summaries) == ([], [])
        return only

    return form


def drawn(spec: str, ending: str) -> bytes:
    data: bytes = jixiao.render(jixiao.score(jixiao.load_project(data_of(spec)), spec_of(spec)), ending)
    return data


def read(form: Form, grid: Grid | None = None) -> ImportedProject:
    return project_of_form(grid or form.grid, form.project, spec_of(form.spec), form.lang)


def normal(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(jixiao.load_project(data).as_json)
    return found


def changes(before: ImportedProject, after: ImportedProject) -> dict[str, tuple[str, str]]:
    """The paths at which two projects differ, with both texts."""
    old, new = dict(texts_of(before.data)), dict(texts_of(after.data))
    return {path: (old.get(path, ""), new.get(path, "")) for path in old | new if old.get(path) != new.get(path)}


class Place(NamedTuple):
    """A text of a form: a cell of the table, or a line above or below it."""

    part: str
    number: int
    text: str
    name: str


def places(grid: Grid) -> Iterator[Place]:
    for number, spot in enumerate(grid.spots):
        yield Place("spots", number, spot.text, spot.name)
    for number, text in enumerate(grid.above):
        yield Place("above", number, text, f"表上方第{number + 1}段")
    for number, spot in enumerate(grid.paragraphs):
        yield Place("lines", number, spot.text, spot.name)


def typed_over(grid: Grid, place: Place, text: str) -> Grid:
    """The form with another text at a place; a line that is emptied is none."""
    parts = {"spots": grid.spots, "lines": grid.lines, "above": grid.above}
    items: list[Any] = list(parts[place.part])
    items[place.number] = (
        grid.spots[place.number]._replace(text=text, rounded="", formula="") if place.part == "spots" else text
    )
    is_line = place.part != "spots"
    return Grid(**parts | {place.part: tuple(item for item in items if item or not is_line)})


def check_typed(form: Form, before: ImportedProject, place: Place, text: str) -> None:
    """The text is in the project, in one field and nothing else changed; or one finding names it."""
    after = read(form, typed_over(form.grid, place, text))
    changed = changes(before, after)
    if not after.findings:
        assert any(text in new for _, new in changed.values()), (place, changed)
        items = {re.sub(r"\.cause_kinds\.[0-9]+$", ".cause_kinds", path).rpartition(".")[0] for path in changed}
        assert len(items) == 1 or {path.rpartition(".")[2] for path in changed} <= {"level1", "level2"}, (
            place,
            changed,
        )
        return
    (finding,) = after.findings
    assert (finding.args["where"], finding.args["text"], changed) == (place.name, text, {}), (place, finding)


def check_cleared(form: Form, before: ImportedProject, place: Place) -> None:
    """What a cell said is no longer in the project, or one finding names it."""
    is_helper = place.part == "spots" and form.grid.spots[place.number].column >= width(form)
    if not place.text or is_helper:
        return
    after = read(form, typed_over(form.grid, place, ""))
    changed = changes(before, after)
    if not after.findings:
        assert changed, place
        said = " ".join(old for old, _ in changed.values())  # sign and unit may be parts of a target
        assert all(new in said for _, new in changed.values()), (place, changed)
        return
    (finding,) = after.findings
    assert (unspaced(str(finding.args["was"]))[:20], changed) == (unspaced(place.text)[:20], {}), (place, finding)


def width(form: Form) -> int:
    """How many columns the form has, without flags and exact points beside it."""
    return max(spot.column + spot.columns for spot in form.grid.spots if spot.columns > 1)


# ---- files that nobody changed


@pytest.mark.parametrize(("spec", "ending"), ALL_FORMS)
def test_an_unchanged_form_is_the_same_project_without_a_finding(form_in: Any, spec: str, ending: str) -> None:
    found = read(form_in(spec, ending))
    assert found.findings == ()
    assert normal(found.data) == normal(data_of(spec))


# ---- cells


def check_cells(form: Form, first: int, step: int) -> None:
    """Every other cell is typed over, the others are emptied."""
    before = read(form)
    for number, place in list(enumerate(places(form.grid)))[first::step]:
        if number % 2:
            check_typed(form, before, place, TYPED)
        else:
            check_cleared(form, before, place)


@pytest.mark.parametrize(("number", "form"), list(enumerate(FORMS)))
def test_every_fifth_cell_is_taken_or_named(form_in: Any, number: int, form: tuple[str, str]) -> None:
    """Another fifth in each layout."""
    check_cells(form_in(*form), number % 5, 5)


@pytest.mark.slow
@pytest.mark.parametrize(("spec", "ending"), FORMS)
def test_each_cell_is_taken_or_named(form_in: Any, spec: str, ending: str) -> None:
    check_cells(form_in(spec, ending), 0, 1)


@pytest.mark.slow
@pytest.mark.parametrize("text", [TYPED, "≤77%"])
@pytest.mark.parametrize(("spec", "ending"), ALL_FORMS)
def test_each_cell_is_taken_or_named_whatever_is_typed(form_in: Any, spec: str, ending: str, text: str) -> None:
    form = form_in(spec, ending)
    before = read(form)
    for place in places(form.grid):
        check_typed(form, before, place, text)
        check_cleared(form, before, place)


# ---- rows


def without_row(grid: Grid, row: int, *, keep: bool) -> Grid:
    """The form as an office program leaves it without a row.

    ``keep``: the text of a cell over several rows stays when the first of these goes.
    """
    spots = list[Spot]()
    for spot in grid.spots:
        if not spot.row <= row < spot.row + spot.rows:
            spots.append(spot._replace(row=spot.row - (spot.row > row)))
        elif spot.rows > 1:
            text = spot.text if keep or spot.row < row else ""
            spots.append(spot._replace(rows=spot.rows - 1, text=text))
    return Grid(tuple(spots), grid.lines, grid.above)


def with_row(grid: Grid, row: int, texts: Iterable[str]) -> Grid:
    """The form with a new row, its texts in the cells from the left."""
    spots = [
        spot._replace(rows=spot.rows + 1)
        if spot.row < row < spot.row + spot.rows
        else spot._replace(row=spot.row + (spot.row >= row))
        for spot in grid.spots
    ]
    over = {
        spot.column + right for spot in spots if spot.row < row < spot.row + spot.rows for right in range(spot.columns)
    }
    free = [column for column in range(max(spot.column + spot.columns for spot in spots)) if column not in over]
    new = [Spot(row, column, 1, 1, text, f"新{column}") for column, text in zip(free, texts, strict=False)]
    return Grid((*spots, *new), grid.lines, grid.above)


def rest_of(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in ("goals", "indicators")}


def check_deleted(form: Form, before: dict[str, Any], row: int, *, keep: bool) -> None:
    """A goal or an indicator is gone and this is said; or the project is as it was and the row is named."""
    after = read(form, without_row(form.grid, row, keep=keep))
    data = normal(after.data)
    gone = [item for key in ("goals", "indicators") for item in before[key] if item not in data[key]]
    codes = [finding.code for finding in after.findings]
    assert rest_of(data) == rest_of(before)
    assert [item for key in ("goals", "indicators") for item in before[key] if item in data[key]] == [
        *data["goals"],
        *data["indicators"],
    ]
    if gone:
        (item,) = gone
        # the points of a class that stand in a merged cell are no longer those of its rows, which is told, too
        (finding,) = [one for one in after.findings if one.code != "JX841"]
        assert finding.code == "JX850"
        assert (item.get("name") or item["expected"]) in str(finding.args["was"])
    elif form.grid.begin(row):
        assert codes[-1] == ("JX846" if row or form.grid.above else "JX843"), (row, after.findings)
        assert codes[:-1] in ([], ["JX840"]), (row, after.findings)


@pytest.mark.parametrize(("spec", "ending"), FORMS)
def test_each_deleted_row_is_gone_or_named(form_in: Any, spec: str, ending: str) -> None:
    """A row of headings, deleted, used to make an indicator of the other; of a first row all below lost their level."""
    form = form_in(spec, ending)
    before = normal(read(form).data)
    for row in range(form.grid.rows):
        check_deleted(form, before, row, keep=bool(row % 2))


@pytest.mark.slow
@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize(("spec", "ending"), ALL_FORMS)
def test_each_deleted_row_of_every_layout(form_in: Any, spec: str, ending: str, keep: bool) -> None:
    form = form_in(spec, ending)
    before = normal(read(form).data)
    for row in range(form.grid.rows):
        check_deleted(form, before, row, keep=keep)


@pytest.mark.parametrize(("spec", "ending"), FORMS)
def test_each_inserted_row_is_taken_or_named_and_takes_none_away(form_in: Any, spec: str, ending: str) -> None:
    form = form_in(spec, ending)
    before = normal(read(form).data)
    for row in range(form.grid.rows + 1):
        texts = [f"新增{column}" for column in range(width(form))]
        after = read(form, with_row(form.grid, row, texts))
        data = normal(after.data)
        assert rest_of(data) == rest_of(before)
        for key in ("goals", "indicators"):
            assert [item for item in data[key] if "新增" not in json.dumps(item, ensure_ascii=False)] == before[key]
        read_texts = {text for _, text in texts_of(after.data)}
        named = " ".join(str(finding.args["text"]) for finding in after.findings)
        rows = [finding for finding in after.findings if "–" in str(finding.args["where"])]
        for spot in with_row(form.grid, row, texts).begin(row):
            assert rows or spot.text in named or any(spot.text in text for text in read_texts), (row, spot)


@pytest.mark.parametrize(("spec", "ending"), ALL_FORMS)
def test_a_blank_row_changes_nothing(form_in: Any, spec: str, ending: str) -> None:
    form = form_in(spec, ending)
    for row in range(0, form.grid.rows + 1, 3):
        found = read(form, with_row(form.grid, row, []))
        assert (found.findings, normal(found.data)) == ((), normal(data_of(spec)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("spec", "ending"), FORMS)
def test_what_is_typed_is_not_lost_where_rows_go_and_come(form_in: Any, spec: str, ending: str, seed: int) -> None:
    """A new row beside a deleted one was taken for one that stood there, and what it said was lost."""
    form, chance = form_in(spec, ending), random.Random(f"{spec} {ending} {seed}")
    place = chance.choice([place for place in places(form.grid) if place.part == "spots"])
    grid = typed_over(form.grid, place, TYPED)
    at = chance.randrange(2, grid.rows - 2)
    new = [f"新增{column}" for column in range(width(form))]
    grid = with_row(without_row(grid, at, keep=True), at + chance.randint(-2, 2), new)
    found = read(form, grid)
    if "JX824" in [finding.code for finding in found.findings]:
        return  # nothing was taken, and exit 1 says so
    texts = [text for _, text in texts_of(found.data)]
    texts += [str(finding.args["text"]) for finding in found.findings if "text" in finding.args]
    whole_row = any("–" in str(finding.args["where"]) for finding in found.findings if finding.code == "JX842")
    typed = [spot.text for spot in grid.spots if spot.text == TYPED or (spot.text in new and not whole_row)]
    assert [text for text in typed if not any(text in one for one in texts)] == []


def test_indicators_that_change_places_stay_what_they_were(form_in: Any) -> None:
    form = form_in("cn.mof-2021-101", "docx")
    rows = {spot.text: spot.row for spot in form.grid.spots}
    first, second = rows["受益老人"], rows["老人满意度"]
    other = {first: second, second: first}
    spots = tuple(spot._replace(row=other.get(spot.row, spot.row)) for spot in form.grid.spots)
    found = read(form, Grid(spots, form.grid.lines, form.grid.above))
    indicators = normal(data_of(form.spec))["indicators"]
    assert normal(found.data)["indicators"] == [*indicators[:2], indicators[3], indicators[2]]
    assert found.findings == ()


# ---- columns, titles, lines


@pytest.mark.parametrize(("spec", "ending"), PACKAGE_FORMS)
def test_the_last_column_deleted_takes_nothing_away(form_in: Any, spec: str, ending: str) -> None:
    """It used to take every cause, and only the heading's cell was told."""
    form = form_in(spec, ending)
    last = width(form) - 1
    spots = tuple(
        spot._replace(columns=spot.columns - (spot.column + spot.columns > last >= spot.column))
        for spot in form.grid.spots
        if not (spot.column == last and spot.columns == 1)
    )
    found = read(form, Grid(spots, form.grid.lines, form.grid.above))
    assert normal(found.data) == normal(data_of(spec))
    assert "JX847" in [finding.code for finding in found.findings]


@pytest.mark.parametrize(("spec", "ending"), ALL_FORMS)
def test_a_deleted_title_and_deleted_lines_are_named(form_in: Any, spec: str, ending: str) -> None:
    form = form_in(spec, ending)
    grid = form.grid
    if grid.above:
        found = read(form, Grid(grid.spots, grid.lines, ()))
        assert [(one.code, one.args["was"]) for one in found.findings] == [("JX843", " ".join(grid.above[0].split()))]
        assert normal(found.data) == normal(data_of(spec))
    for number in range(len(grid.lines)):
        found = read(form, Grid(grid.spots, grid.lines[:number] + grid.lines[number + 1 :], grid.above))
        assert [one.code for one in found.findings] == ["JX846"]


def test_a_weight_of_the_spec_that_is_emptied_takes_nothing_away(form_in: Any) -> None:
    """The project lost its own weight, of which the finding said that it was kept."""
    path = "cn.hubei.guangshui-2021"
    form = form_in(path, "xlsx")
    number, spot = next((at, one) for at, one in enumerate(form.grid.spots) if one.text == "15")
    found = read(form, typed_over(form.grid, Place("spots", number, spot.text, spot.name), ""))
    assert [finding.code for finding in found.findings] == ["JX843"]
    assert normal(found.data) == normal(data_of(path))


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_an_edit_goes_to_its_own_indicator_where_a_form_shows_them_by_goals(tmp_path: Path, ending: str) -> None:
    """The form shows the third before the second; the third's actual went to the second."""
    data = data_of("cn.hubei.city-2020")
    for number, row in enumerate(data["indicators"]):
        row["goal"] = ("防汛", "抗旱")[number % 2]
    path = tmp_path / f"a.{ending}"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(data)), ending))
    (form,), *_ = read_file_of_forms(path)
    assert (read(form).findings, normal(read(form).data)) == ((), normal(data))
    for at in range(4):
        actual = data["indicators"][at]["actual"]
        number, spot = next((n, one) for n, one in enumerate(form.grid.spots) if one.text == actual)
        found = read(form, typed_over(form.grid, Place("spots", number, spot.text, spot.name), "1个"))
        assert changes(read(form), found) == {f".indicators.{at}.actual": (actual, "1个")}


# ---- files edited by libraries that did not write them


def delete_in_sheet(path: Path, row: int) -> None:
    """Take a row out of a workbook, cells over several rows made shorter; rows count from 1."""
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book.worksheets[0]
    areas = [CellRange(area.coord) for area in sheet.merged_cells.ranges]
    for area in areas:
        sheet.unmerge_cells(area.coord)
    sheet.delete_rows(row)
    for area in areas:
        top, bottom = area.min_row - (area.min_row > row), area.max_row - (area.max_row >= row)
        if top <= bottom and (top, area.min_col) != (bottom, area.max_col):
            sheet.merge_cells(start_row=top, end_row=bottom, start_column=area.min_col, end_column=area.max_col)
    book.save(path)


def delete_in_document(path: Path, row: int) -> None:
    """Take a row out of a document, the title for row 1; the rows of its tables count from 2."""
    document = docx.Document(str(path))
    rows = [document.paragraphs[0]._p, *(line for table in document.tables for line in table._tbl.tr_lst)]
    rows[row - 1].getparent().remove(rows[row - 1])
    document.save(str(path))


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize(
    "text", ["项目支出绩效自评表", "年初预算数", "61", "改造四十六个站点", "三级指标", "改造站点数", "总分"]
)
def test_rows_deleted_in_files_are_gone_or_named(tmp_path: Path, form_in: Any, ending: str, text: str) -> None:
    spec = "cn.mof-2020-10"
    path = tmp_path / f"a.{ending}"
    path.write_bytes(drawn(spec, ending))
    rows = {spot.text: spot.row for spot in form_in(spec, ending).grid.spots}
    first = 1 if ending == "xlsx" else 2
    row = next((at + first for name, at in rows.items() if text in name), 1)
    (delete_in_sheet if ending == "xlsx" else delete_in_document)(path, row)
    (form,), *_ = read_file_of_forms(path)
    found, before = read(form), normal(data_of(spec))
    key = {"改造四十六个站点": "goals", "改造站点数": "indicators"}.get(text)
    if key is None:
        assert normal(found.data) == before
        assert [finding.code for finding in found.findings] == ["JX843" if row == 1 else "JX846"]
    else:
        assert normal(found.data) == before | {key: before[key][1:]}
        assert [finding.code for finding in found.findings] == ["JX850"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_of_a_text_below_the_table_are_kept_in_a_document(tmp_path: Path, lang: Any) -> None:
    """The break was lost, so that a form nobody had touched changed the project."""
    path = tmp_path / "a.docx"
    path.write_bytes(
        jixiao.render(jixiao.score(jixiao.load_project(data_of("cn.mof-2020-10")), lang=lang), "docx", lang=lang)
    )
    texts = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert f"{LABELS[lang]['conclusion']}{LABELS[lang]['colon']}总体良好\n分项见后" in texts
