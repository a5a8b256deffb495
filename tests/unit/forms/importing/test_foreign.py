"""Forms that others drew: fourteen published tables cell by cell, cases of reading, and nothing that vanishes."""

from __future__ import annotations

import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.forms.importing import ImportedProject, project_of_form, read_file_of_forms, read_projects
from jixiao.forms.importing.files import Form
from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.loading.spec_book import SpecBook
from jixiao.model.project import strip_placeholder
from jixiao.quantity import unspaced
from tests.support.paths import CASES
from tests.support.published_tables import LAYOUTS, draw, indicators_of, lines_of

LAW_10 = jixiao.load_spec("cn.mof-2020-10")


def forms(path: Path) -> list[Form]:
    content = read_file_of_forms(path)
    assert content.findings == []
    return content.forms


def read(form: Form, **columns: str) -> ImportedProject:
    return project_of_form(form.grid, "", LAW_10, columns=columns)


def case(name: str) -> list[ImportedProject]:
    (path,) = CASES.glob(f"{name}_*")
    return [read(form) for form in forms(path)]


def codes(project: ImportedProject) -> list[str]:
    return [finding.code for finding in project.findings]


# ---- published tables


@cache
def grids(table: str, folder: Path) -> list[Form]:
    return forms(draw(folder / f"{table}.xlsx", lines_of(table)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


def cells(row: dict[str, Any]) -> dict[str, str]:
    """The cells of an indicator that was read, as the list of published rows writes them."""
    target = "".join(row.get(key, "") for key in ("comparison", "target", "uom"))
    return {
        "level1": row.get("level1", "").partition("(")[0],
        "level2": row.get("level2", ""),
        "name": row.get("name", ""),
        "target": target,
        "actual": row.get("actual", ""),
        "weight": row.get("weight", ""),
        "score": row.get("score", ""),
    }


@pytest.mark.parametrize("table", LAYOUTS)
def test_a_published_table_is_read_cell_by_cell(table: str, folder: Path) -> None:
    projects = [read(form).data for form in grids(table, folder)]
    rows = [cells(row) for project in projects for row in project["indicators"]]
    published = indicators_of(table)
    assert len(rows) == len(published)
    for row, own in zip(rows, published, strict=True):
        columns = row.keys() - {"weight"} if "weight" not in LAYOUTS[table].columns else row.keys()
        wanted = {key: unspaced(own[key]) for key in columns}
        wanted["target"] = wanted["target"].replace("(", "").replace(")", "")
        assert {key: unspaced(row[key]) for key in columns} == wanted


#: Name, year, unit, the total of the funds, what is printed, goals and findings of each table.
HEADS: dict[str, tuple[str | None, str, dict[str, str], dict[str, str], list[str]]] = {
    "001": ("社保短信费", "2023", {"budget": "5", "spent": "5"}, {"total": "100", "execution_value": "10"}, []),
    "003": ("委托业务项目", "2022", {"budget": "0", "spent": "0"}, {"execution_score": "0"}, []),
    "005": ("51000021R000000019951-工资性支出", "2023", {"budget": "251.89"}, {"execution_weight": "10"}, ["JX880", "JX881"]),
    "008": ("水土保持监测", "2020", {"budget": "10", "spent": "10"}, {"total": "99.6", "execution_weight": "20"}, ["JX885", "JX880"]),
    "010": ("办公宿舍楼、食堂及餐厅暖通改造经费", "2019", {"spent": "37.24"}, {"execution_rate": "86%"}, ["JX892"]),
    "012": ("购买第三方服务", "2019", {"budget": "287", "spent": "171"}, {"total": "90"}, ["JX880"]),
    "014": ("临时救助", "2019", {"budget": "30", "spent": "30"}, {"execution_rate": "100%"}, ["JX880", "JX842"]),
    "018": ("义务教育营养改善计划专项资金", "2022", {"budget": "387664.62"}, {"total": "96", "grade": "优"}, ["JX880"]),
    "020": ("水旱灾害防御经费", "2022", {"budget": "880", "spent": "880"}, {"total": "100"}, ["JX880", "JX892"]),
    "024": ("南华县乡村振兴示范园罗家屯社区野生菌加工车间建设项目(续建)", "2023", {"budget": "1100"}, {}, []),
    "029": ("安全隐患维修", "2023", {"budget": "20.00"}, {}, ["JX880", "JX842"]),
    "032": (None, "2022", {"budget": "6832.06"}, {"total": "97.93", "execution_score": "7.93"}, ["JX880"]),
    "044": ("【体制】自管道路清扫保洁外包工作经费", "2016", {"initial": "310.2", "spent": "154.74"}, {"execution_rate": "50%"}, ["JX880"]),
}  # fmt: skip


@pytest.mark.parametrize("table", HEADS)
def test_the_head_of_a_published_table(table: str, folder: Path) -> None:
    name, year, total, printed, told = HEADS[table]
    project = read(grids(table, folder)[0])
    assert (project.data.get("name"), project.data["year"]) == (name, year)
    assert total.items() <= project.data["funds"]["total"].items()
    assert printed.items() <= project.data.get("printed", {}).items()
    assert list(dict.fromkeys(codes(project))) == told


def test_two_forms_of_targets_in_one_table(folder: Path) -> None:
    first, second = (read(form).data for form in grids("029", folder))
    assert (first["stage"], second["stage"]) == ("target", "target")
    assert (first["name"], second["name"]) == ("安全隐患维修", "办案业务费(陪审员及互联网专线)")
    assert (first["year"], second["year"]) == ("2023", "2023")
    result = jixiao.score(jixiao.load_project(first))
    assert not [finding for finding in result.findings if finding.severity == "error"]


def test_goals_of_their_own_blocks(folder: Path) -> None:
    (form,) = grids("008", folder)
    assert [row["goal"] for row in read(form).data["indicators"]] == ["1", "1", "1", "2", "2"]


# ---- cases


def test_a_table_that_goes_on_is_one() -> None:
    (project,) = case("k20")
    assert jixiao.score(jixiao.load_project(project.data)).total == "98.58"


@pytest.mark.parametrize(
    ("name", "names", "totals"),
    [
        ("k25", ["防汛物资采购", "山洪灾害防治"], ["98.58", "94.58"]),
        ("k26", ["防汛物资采购", "第二个项目"], ["98.58", "98.58"]),
    ],
)
def test_two_forms_are_two_projects(name: str, names: list[str], totals: list[str]) -> None:
    projects = case(name)
    assert [project.data["name"] for project in projects] == names
    assert [jixiao.score(jixiao.load_project(project.data)).total for project in projects] == totals


def test_parts_of_a_row_are_no_indicators() -> None:
    (project,) = case("k35")
    assert jixiao.score(jixiao.load_project(project.data)).total == "98.58"
    (parts,) = project.findings
    assert (parts.code, parts.args["where"]) == ("JX884", "D13–F13、D14–F14")
    (project,) = case("k02")
    assert len(project.data["indicators"]) == 9
    assert sum(jixiao.load_project(project.data).indicators[row].score or 0 for row in range(9)) == 80
    assert [finding.args["points"] for finding in project.findings if finding.code == "JX885"] == ["80"]


def test_weights_that_no_row_states_are_asked_for_once() -> None:
    """Of a form, whose column is missing; a file that states rows one by one is told at each of them, as a batch is."""
    (path,) = CASES.glob("k02_*")
    (project,) = read_projects(path, lambda _: SpecBook().look_up("cn.mof-2020-10")).projects(path)
    errors = [finding.code for finding in jixiao.score(project).findings if finding.severity == "error"]
    assert errors == ["JX433"]
    (read,) = case("k02")
    findings = jixiao.score(jixiao.load_project(read.data)).findings
    assert {finding.code for finding in findings if finding.severity == "error"} == {"JX301"}


def test_a_weight_of_two_rows_is_asked_about() -> None:
    (project,) = case("k30")
    assert [(finding.code, finding.args["where"]) for finding in project.findings] == [("JX883", "G12、H12")]
    assert ["weight" in row for row in project.data["indicators"]] == [False, False, True, True, True]


def test_a_framework_of_its_own_is_read() -> None:
    (project,) = case("k01")
    rows = project.data["indicators"]
    assert len(rows) == 17
    assert {row["level1"] for row in rows} == {"管理指标", "产出指标", "效果指标", "满意度指标"}
    assert sum(int(row["weight"]) for row in rows) == 100
    (project,) = case("k08")
    assert [row["weight"] for row in project.data["indicators"]] == ["4", "3", "5", "2", "6", "5", "20", "55"]


def test_targets_are_a_project_to_fill_in() -> None:
    (project,) = case("k07")
    assert project.data["stage"] == "target"
    assert [row["comparison"] for row in project.data["indicators"]] == ["="] * 5 + ["≥"]
    assert project.data["goals"] == [{"expected": "保证林业局职能实现,保障人员经费。"}]


def edited(grid: Grid, place: tuple[int, int], text: str) -> Grid:
    spots = [spot for spot in grid.spots if (spot.row, spot.column) != place]
    old = grid.spot(*place) or Spot(*place, 1, 1, "")
    return Grid((*spots, old._replace(text=text, rounded="")), grid.lines, grid.above)


CAUSES = ["偏差原因分析", "未完成原因分析", "偏差及原因分析", "未完成原因及改进措施", "扣分原因", "偏差原因及改进措施",
          "扣分原因分析及改进措施", "未完成原因和改进措施", "原因分析"]  # fmt: skip
ACTUALS = [
    "实际完成值",
    "全年实际完成值",
    "完成情况",
    "全年完成值",
    "实际完成指标值",
    "实际完成情况",
    "年度完成值",
    "完成值",
    "指标完成情况",
]


@pytest.mark.parametrize(
    ("column", "key", "word"), [*((9, "cause", word) for word in CAUSES), *((6, "actual", word) for word in ACTUALS)]
)
def test_headings_in_other_words_are_known(column: int, key: str, word: str) -> None:
    (form,) = forms(next(CASES.glob("k41_*")))
    head = next(spot for spot in form.grid.spots if spot.text == "全年实际完成值")
    place = (head.row, column - 1)
    project = project_of_form(
        edited(form.grid, place, word) if key == "cause" else edited(form.grid, (head.row, head.column), word),
        "",
        LAW_10,
    )
    assert project.findings == ()
    wanted = {"cause": "个别批次返工", "actual": "93%"}
    assert project.data["indicators"][1][key] == wanted[key]


def test_an_unknown_heading_is_asked_about_and_answered() -> None:
    (form,) = forms(next(CASES.glob("k41_*")))
    head = next(spot for spot in form.grid.spots if spot.text == "全年实际完成值")
    grid = edited(form.grid, (head.row, head.column), "办得怎样")
    project = project_of_form(grid, "", LAW_10)
    (finding,) = project.findings
    assert (finding.code, finding.args["where"]) == ("JX882", head.name)
    assert all("actual" not in row for row in project.data["indicators"])
    answered = project_of_form(grid, "", LAW_10, columns={"办得怎样": "实际完成值"})
    assert answered.findings == ()
    assert jixiao.score(jixiao.load_project(answered.data)).total == "98.58"


# ---- nothing vanishes

TOKENS = ("改动{}", "{}", "≥{}%", "其中：{}", "{}分", "说明：{}", "（{}）", "{}年度", "{}万元", "合计{}", "指标{}：")
_NAME = re.compile(r"([A-Z]+)([0-9]+)")


def covers(where: str, name: str) -> bool:
    """Whether names and ranges of cells hold the name of a cell."""
    for part in where.split("、"):
        first, _, last = part.partition("–")
        ends = [_NAME.fullmatch(end) for end in (first, last or first)]
        own = _NAME.fullmatch(name)
        if None in ends or own is None:
            if part == name:
                return True
            continue
        (left, top), (right, bottom) = ((end[1].rjust(3), int(end[2])) for end in ends)  # type: ignore[index]
        if left <= own[1].rjust(3) <= right and top <= int(own[2]) <= bottom:
            return True
    return False


def is_told(project: ImportedProject, spot: Spot, token: str) -> bool:
    """Whether a text is in the project, or in a finding with its place."""
    texts = unspaced(json.dumps(project.data, ensure_ascii=False))
    places = [str(finding.args.get("where", "")) for finding in project.findings]
    return unspaced(token) in texts or any(covers(where, spot.name) for where in places)


def check_edit(form: Form, number: int, pattern: str) -> None:
    """Change the text of a cell, or fill in an empty one, and see where it went."""
    grid, digits = form.grid, str(70_000_000 + number * 37)
    columns = max(spot.column + spot.columns for spot in grid.spots)
    row, column = divmod(number % (grid.rows * columns), columns)
    spot = grid.spot(row, column)
    if spot is None or not spot.name:
        return
    token = pattern.format(digits)
    project = project_of_form(edited(grid, (spot.row, spot.column), token), "", LAW_10)
    assert is_told(project, spot, digits), (spot, token, project.data, [f.message() for f in project.findings])


@settings(max_examples=150, deadline=None)
@given(table=st.sampled_from(sorted(LAYOUTS)), number=st.integers(0, 3000), pattern=st.sampled_from(TOKENS))
def test_a_changed_cell_is_in_the_project_or_told_with_its_place(
    folder: Path, table: str, number: int, pattern: str
) -> None:
    check_edit(grids(table, folder)[0], number, pattern)


@pytest.mark.slow
def test_five_thousand_changed_cells_are_in_the_project_or_told(folder: Path) -> None:
    chance = random.Random(16)
    for _ in range(5000):
        table = chance.choice(sorted(LAYOUTS))
        check_edit(grids(table, folder)[0], chance.randrange(3000), chance.choice(TOKENS))


def test_words_of_forms_are_written_as_they_are_compared() -> None:
    for section, words in lexicon().heads.items():
        assert all(word and strip_placeholder(word) != "" for word in words), section
