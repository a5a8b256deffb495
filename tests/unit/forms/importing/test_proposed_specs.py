"""The spec of a form that names none: by the documents and places that it names, its year and its layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from jixiao.cli.commands import app
from jixiao.cli.inputs import spec_of_form
from jixiao.cli.options import Options
from jixiao.forms.importing import ImportedProject, read_projects
from tests.support.published_tables import draw, lines_of

#: The spec of each table, and the layout of which it was made.
RIGHT = {
    "001": ("cn.sichuan.leshan-2023", "leshan-2023"),
    "003": ("cn.mof-2020-10", "national-2020"),
    "005": ("cn.sichuan.system-2023", "sichuan-2023"),
    "008": ("cn.hubei.city-2020", "hubei-2020"),
    "014": ("cn.mof-2020-10", "transfer-2019"),  # the rule of 2019 divides by 年初预算数, which this form has not
    "018": ("cn.mof-2020-10", "yunnan-2022"),
    "020": ("cn.anhui.tianchang-2022", "national-2020"),
    "032": ("cn.chongqing.city-2022", "chongqing-2021"),
    "044": ("cn.beijing.haidian-2016", "national-2016"),
}


def read(path: Path, options: Options) -> ImportedProject:
    reading = read_projects(path, lambda name: spec_of_form(options, name), book=options.book)
    return reading.readings[0].imported


@pytest.mark.parametrize("table", RIGHT)
def test_the_spec_and_the_layout_of_a_published_table(table: str, tmp_path: Path) -> None:
    project = read(draw(tmp_path / "a.xlsx", lines_of(table)), Options())
    (finding,) = [finding for finding in project.findings if finding.code == "JX889"]
    assert (project.data["spec"], finding.args["layout"]) == RIGHT[table]
    assert finding.severity == "warning"
    assert str(finding.args["second"]) in finding.message()
    assert str(finding.args["second_share"]) in finding.message("en")


def test_a_spec_that_is_named_is_not_proposed(tmp_path: Path) -> None:
    project = read(draw(tmp_path / "a.xlsx", lines_of("003")), Options("cn.vendor-fasp2"))
    assert project.data["spec"] == "cn.vendor-fasp2"
    assert "JX889" not in [finding.code for finding in project.findings]


def test_a_document_that_the_form_names_goes_before_its_place(tmp_path: Path) -> None:
    lines = [list(line) for line in lines_of("001")]
    lines[2][1] = lines[2][1]._replace(text="社保短信费（财预〔2021〕101号）")
    assert read(draw(tmp_path / "a.xlsx", lines), Options()).data["spec"] == "cn.mof-2021-101"


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    """A folder with two specs of the same place and layout."""
    folder = tmp_path / "specs"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.yaml").write_text(
            f"id: cn.test.twin{number}-2023\nversion: 1\ntitle: 双胞胎{number}\nextends: cn.sichuan.leshan-2023@2\n"
            "jurisdiction: 四川省乐山市\nin_force: {from: 2023-01-01, to: 2023-12-31}\n"
            "form: {title: 部门预算项目支出绩效自评表, layout: leshan-2023}\n",
            "utf-8",
        )
    return folder


def test_between_two_that_fit_alike_there_is_a_question_and_no_total(twins: Path, tmp_path: Path) -> None:
    path = draw(tmp_path / "a.xlsx", lines_of("001"))
    project = read(path, Options(specs=twins))
    (finding,) = [finding for finding in project.findings if finding.code in ("JX889", "JX890")]
    assert (finding.code, finding.severity, "spec" in project.data) == ("JX890", "error", False), finding.message()
    done = CliRunner().invoke(app, ["score", str(path), "--specs", str(twins)])
    assert done.exit_code == 1
    assert "100.00" not in done.stdout
