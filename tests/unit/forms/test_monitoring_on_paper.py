"""What a form of monitoring prints below its table, the column of weights, and what it tells that it cannot print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jixiao
from jixiao.forms import form_of
from jixiao.forms.importing import read_projects
from jixiao.forms.omissions import check_omissions
from jixiao.loading.spec_book import package_book
from jixiao.rendering.formats import Drawing
from jixiao.rendering.html import HTML
from tests.support.monitoring import FUNDS, monitored, project, row

STATED: dict[str, Any] = {
    "code": "4201-07",
    "answers": {"资金按计划支出": "是", "目标按计划实现": "否"},
    "funds": {**FUNDS, "cause": "设备未到货", "remedy": "催办", "adjustment": "追加十万元"},
}
BELOW = {
    "项目编码": "4201-07",
    "监控问答": "资金按计划支出（是）；目标按计划实现（否）",
    "预算执行偏差原因": "设备未到货",
    "预算执行改进措施": "催办",
    "预算调整说明": "追加十万元",
}


def test_what_has_no_cell_stands_below_the_table() -> None:
    form = form_of(monitored(row("≥300", "60"), **STATED))
    assert dict(form.below[: form.notes]) == BELOW


@pytest.mark.parametrize(("spec", "is_below"), [("cn.mof-2020-10", True), ("cn.sichuan.system-2023", False)])
def test_a_self_evaluation_has_its_cause_in_its_own_cell_where_its_form_has_one(spec: str, is_below: bool) -> None:
    data = {"spec": spec, "name": "甲", "year": 2024, "indicators": [row("≥3", actual="3")], **STATED}
    form = form_of(jixiao.score(jixiao.load_project(data), spec))
    cells = [cell.text for block in form.blocks for cells in block.rows for cell in cells]
    assert ("预算执行偏差原因" in dict(form.below)) is is_below
    assert any("设备未到货" in text for text in cells) is not is_below


def edited(change: dict[str, str], folder: Path) -> jixiao.Project:
    """The project of a workbook in which texts were changed."""
    path = folder / "a.xlsx"
    path.write_bytes(jixiao.render(monitored(row("≥300", "60"), **STATED), "xlsx"))
    workbook = openpyxl.load_workbook(path)
    for cells in workbook.worksheets[0].iter_rows():
        for cell in cells:
            for old, new in change.items():
                if isinstance(cell.value, str) and old in cell.value:
                    cell.value = cell.value.replace(old, new)
    workbook.save(path)
    (read,) = read_projects(path, package_book().look_up).projects(path)
    return read


def test_an_edit_below_the_table_is_one_of_the_project(tmp_path: Path) -> None:
    change = {"设备未到货": "招标流标", "目标按计划实现（否）": "目标按计划实现（是）", "十万": "九万", "-07": "-08"}
    read = edited(change, tmp_path)
    assert (read.findings, read.code, read.funds.adjustment) == ((), "4201-08", "追加九万元")
    assert (read.funds.cause, read.funds.remedy) == ("招标流标", "催办")
    assert read.answers == {"资金按计划支出": True, "目标按计划实现": True}


def test_answers_that_nobody_can_read_are_told(tmp_path: Path) -> None:
    read = edited({"资金按计划支出（是）；": "都正常；"}, tmp_path)
    assert [finding.path for finding in read.findings] == ["answers"]


@pytest.mark.parametrize("weight", [90, None])
def test_weights_have_a_column_where_they_are_stated(weight: int | None) -> None:
    result = monitored(row("≥300", "60", weight=weight))
    heads = [
        cell.text for block in form_of(result).blocks for cells in block.rows for cell in cells if cell.kind == "head"
    ]
    assert ("分值" in heads) is (weight is not None)


def test_what_a_form_cannot_print_is_told_when_it_is_drawn() -> None:
    result = monitored(row("≥300", "60", direction="正向", tier="1"), finished="否")
    (finding,) = check_omissions(result)
    assert finding.args["titles"] == "项目已完成、方向、完成档次"
    drawing: Drawing = HTML.draw(result, "zh")
    assert drawing.findings == (*result.findings, finding)
    assert list(check_omissions(monitored(row("≥300", "60"), **STATED))) == []


def test_a_self_evaluation_tells_what_it_cannot_print() -> None:
    """Only forms of monitoring and of targets told it."""
    stated = project(
        row("≥300", direction="正向", actual="310", forecast="1"), month=None, stage="self_evaluation", finished="否"
    )
    (finding,) = check_omissions(jixiao.score(stated))
    assert finding.message("zh").endswith("没有印出来：项目已完成、全年预计执行数、方向、全年预计完成值")
    assert finding.message("en").endswith("does not print them: finished, forecast, direction")


def test_what_a_reviewed_form_shows_of_its_review_is_not_told() -> None:
    reviewed = row("≥300", actual="310", review={"score": "8", "remark": "核减"})
    result = jixiao.score(project(reviewed, month=None, stage="review", review={"reviewer": "财政局"}))
    assert result.style.layout.shows("second_score")
    assert not [finding for finding in check_omissions(result) if "复核" in finding.message("zh")]


def test_a_workbook_carries_everything_and_tells_nothing() -> None:
    from jixiao.rendering.xlsx import XLSX

    assert XLSX.draw(monitored(row("≥300", "60", tier="1")), "zh").findings is None


def test_a_form_of_monitoring_reads_the_stated_lights(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(jixiao.render(jixiao.monitor(project(row("≥300", "60"), funds=FUNDS)), "html"), "utf-8")
    (read,) = read_projects(path, lambda _: package_book().look_up("cn.mof-2020-10")).projects(path)
    assert (read.indicators[0].light, read.printed.light, read.printed.execution_light) == ("red", "red", "green")
