"""Numbers of documents: each comes out as it came in, whatever file lies between; NaN and the infinities are none."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jixiao import load_project
from jixiao.exact_json import json_text
from jixiao.exchange.writing import document_of
from tests.support.commands import run

DAY = ("--on", "2025-12-31")
SPEC = ("--spec", "cn.vendor-fasp2", *DAY)
ROW = '{"findexName": "产出指标", "indiName": "人次", "computesign": "≥", "meterunit": "人次", %s}'
MONITORING = (
    '{"proName": "培训", "taskstage": "12",'
    ' "protracebgtlist": [{"name": "年度资金总额", "amt1": 1000000.00, "amt3": 900000.50, "amt4": 600000.10}],'
    f' "protraceindexlist": [{ROW % """"targetvalue": "300.0", "indexval": "1,200.00" """}]}}'
)
EVALUATION = (
    '{"proName": "培训",'
    ' "proselfevalbgtlist": [{"name": "年度资金总额", "amt1": 1000000.00, "amt3": 900000.50, "amt4": 900000.50}],'
    f' "proselfevalindexlist": [{ROW % """"indexval": "300.0", "actualvalue": "300.00", "actualweight": 90.00, "score": 90.0 """}]}}'
)


def put(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def numbers(text: str) -> list[str]:
    """The texts of the amounts, targets and weights of a document of JSON."""
    return re.findall(r'"(?:amt[134]|targetvalue|indexval|actualvalue|actualweight)": "?([^",\n}\]]+)', text)


def test_a_project_file_between_keeps_the_texts_of_numbers(tmp_path: Path) -> None:
    project = str(tmp_path / "项目.yaml")
    assert run("read", put(tmp_path / "自评.json", EVALUATION), *DAY, "-o", project)[0] == 0
    text = Path(project).read_text("utf-8")
    assert all(f"'{number}'" in text for number in ("1000000.00", "900000.50", "300.0", "300.00", "90.00"))
    assert numbers(run("score", project, *SPEC, "--format", "exchange")[1]) == numbers(EVALUATION)


def test_a_stage_between_keeps_the_texts_of_numbers(tmp_path: Path) -> None:
    """December's progress is the actual; nothing but the kind of the document is another one."""
    project = str(tmp_path / "自评.yaml")
    path = put(tmp_path / "监控.json", MONITORING)
    assert run("advance", path, "--to", "self_evaluation", *DAY, "-o", project)[0] == 0
    out = run("score", project, *SPEC, "--format", "exchange")[1]
    assert numbers(out) == ["1000000.00", "900000.50", "600000.10", "300.0", "1200"]


@pytest.mark.parametrize("text", ["分值: 90.00", "附加数据: {编号: 0012}", "全年预算数: 900000.50", "分值: 九十"])
def test_a_project_file_is_read_as_it_was_typed(tmp_path: Path, text: str) -> None:
    key, value = text.split(": ", 1)
    data = {"项目名称": "甲", "年度": "2025"}
    lines = [f"{name}: {word}" for name, word in data.items()]
    lines += {
        "分值": ["绩效指标:", f"  - 分值: {value}"],
        "附加数据": [text],
        "全年预算数": ["项目资金:", f"  年度资金总额: {{{text}}}"],
    }[key]
    out = run("read", put(tmp_path / "a.yaml", "\n".join(lines)))[1]
    assert value.strip("{}").rpartition(": ")[2] in out.replace("'", "")


CONSTANTS = ["NaN", "Infinity", "-Infinity"]


@pytest.mark.parametrize("constant", CONSTANTS)
@pytest.mark.parametrize(
    ("field", "path"),
    [
        ("actualweight", "indicators[0].weight"),
        ("score", "indicators[0].score"),
        ("indexval", "proselfevalindexlist[0].indexval"),
        ("batch", "proselfevalindexlist[0].batch"),
        ("more", "proselfevalindexlist[0].more.deep[1]"),
    ],
)
def test_what_is_no_number_of_json_is_refused_once_at_its_place(
    tmp_path: Path, constant: str, field: str, path: str
) -> None:
    value = f'{{"deep": [1.50, {constant}]}}' if field == "more" else constant
    fields = {"indexval": '"300"', "actualvalue": '"300"', "actualweight": "90", "score": "90", field: value}
    row = ROW % ", ".join(f'"{name}": {text}' for name, text in fields.items())
    source = put(
        tmp_path / "自评.json",
        EVALUATION.partition(' "proselfevalindexlist"')[0] + f' "proselfevalindexlist": [{row}]}}',
    )
    findings = json.loads(run("check", source, *SPEC, "--format", "json")[1])
    refused = [one for one in findings if one["slug"] == "not-a-number"]
    assert [(one["path"], one["args"]["value"]) for one in refused] == [(path, constant)]
    line = Path(source).read_text("utf-8")
    assert line[refused[0]["column"] - 1 :].startswith(constant)
    code, out, told = run("score", source, *SPEC, "--format", "exchange")
    (after,) = json.loads(out, parse_constant=pytest.fail)
    assert (code, told.count("JX204")) == (1, 1)
    if field == "more":
        assert after["proselfevalindexlist"][0]["more"] == {"deep": [1.5, None]}


def test_the_findings_of_a_folder_name_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    put(folder / "a.json", "[" + EVALUATION.replace("300.00", "290") + ', {"proName": "x"}]')
    put(folder / "b.json", '{"result": []}')
    put(folder / "c.yaml", "项目名称: 丙\n年度: 2025\n环节: 绩效目标\n绩效指标: [{三级指标: 甲, 年度指标值: ≥1}]\n")
    put(folder / "d.yaml", D)
    _, _, told = run("score", str(folder), *SPEC, "--format", "exchange")
    lines = [line for line in told.splitlines() if re.search(r"JX[0-9]{3}", line)]
    assert {"JX660", "JX661", "JX663", "JX664", "JX665", "JX670"} <= set(re.findall(r"JX[0-9]{3}", told))
    assert [line for line in lines if not re.match(rf"{re.escape(str(folder))}/[a-d]\.\w+:[0-9]+:[0-9]+", line)] == []


D = """\
项目名称: 丁
年度: 2025
主管部门: 某局
项目资金: {年度资金总额: {全年预算数: 10, 全年执行数: 10}}
绩效指标: [{一级指标: 产出指标, 三级指标: 甲, 年度指标值: ≥1, 实际完成值: 1, 分值: 90}]
"""


def test_the_findings_of_forms_name_their_files(tmp_path: Path) -> None:
    """A form has its own places; what is said of it as a whole names its file."""
    form: Any = tmp_path / "表" / "丁.docx"
    form.parent.mkdir()
    assert run("score", put(tmp_path / "d.yaml", D), *SPEC, "-o", str(form))[0] == 0
    _, _, told = run("score", str(form), *SPEC, "--format", "exchange")
    assert [line for line in told.splitlines() if "JX6" in line and not line.startswith(str(form))] == []
    assert "JX664" in told


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("1.50"), date(2025, 1, 1)])
def test_what_a_caller_keeps_is_written_whatever_it_is(value: object) -> None:
    project = load_project({"name": "甲", "stage": "self_evaluation", "x": {"SelfEvalInfo": {"own": [value]}}})
    document = document_of(project)
    assert document is not None
    assert isinstance(document["own"][0], str)
    assert json.loads(json_text(document), parse_constant=pytest.fail)["own"] == document["own"]
