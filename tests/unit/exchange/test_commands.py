"""The command line reads documents of the budget system as any other file, and writes them with scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import run

SPEC = ("--spec", "cn.vendor-fasp2", "--on", "2025-12-31")
ROW = {
    "findexName": "产出指标",
    "indiName": "培训人次",
    "computesign": "≥",
    "meterunit": "人次",
    "indexval": "300",
    "actualvalue": "300",
    "actualweight": 50,
    "score": 50,
}
QUALITATIVE = {
    "findexName": "效益指标",
    "indiName": "制度",
    "computesign": "6",
    "indexval": "健全",
    "actualvalue": "达成",
    "actualweight": 30,
    "score": 30,
    "indRemark": "已印发",
}
SATISFACTION = {
    "findexName": "满意度指标",
    "indiName": "满意度",
    "computesign": "≥",
    "meterunit": "%",
    "indexval": "95",
    "actualvalue": "96",
    "actualweight": 10,
    "score": 10,
}
FUNDS = [
    {"name": "一般公共预算拨款", "amt1": 100000, "amt2": 0, "amt3": 100000, "amt4": 95000, "bgtget": 95, "score": 9.5}
]


def document(*changes: dict[str, Any], **head: Any) -> dict[str, Any]:
    rows = [
        {**row, **change} for row, change in zip((ROW, QUALITATIVE, SATISFACTION), (*changes, {}, {}, {}), strict=False)
    ]
    return {"guid": "A1", "proName": "培训", **head, "proselfevalbgtlist": FUNDS, "proselfevalindexlist": rows}


def put(path: Path, value: object) -> str:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return str(path)


def codes(told: str) -> list[str]:
    return [word.rstrip(":") for word in told.split() if word.startswith(("JX66", "JX67"))]


def test_documents_are_scored_as_any_other_file(tmp_path: Path) -> None:
    path = put(tmp_path / "自评.json", {"result": [document(), document(proName="宣传")]})
    code, out, told = run("score", path, *SPEC, "--format", "jsonl")
    first, second = map(json.loads, out.splitlines())
    assert (code, first["total"], first["grade"]) == (0, "99.50", "优")
    assert (first["id"], first["project"]["year"], second["project"]["name"]) == ("A1", 2025, "宣传")
    assert codes(told) == ["JX663", "JX663"]


def test_without_a_year_the_way_to_state_it_is_told(tmp_path: Path) -> None:
    code, _, told = run("score", put(tmp_path / "自评.json", document()), "--spec", "cn.vendor-fasp2")
    assert code == 1
    assert "--on 2025-12-31" in told


def test_a_scored_document_changes_in_its_scores_alone(tmp_path: Path) -> None:
    before = document({"actualvalue": "290", "kpiRemark": "停训", "batch": 7})
    code, out, told = run("score", put(tmp_path / "自评.json", before), *SPEC, "--format", "exchange")
    (after,) = json.loads(out)
    assert (code, codes(told)) == (0, ["JX663"])
    assert after["proselfevalindexlist"][0] == {**before["proselfevalindexlist"][0], "score": 48.33}
    before["proselfevalindexlist"][0]["score"] = 48.33
    assert after == before


def test_a_clerks_file_between_gives_the_same_document(tmp_path: Path) -> None:
    path = put(tmp_path / "自评.json", [document(createdBy=None)])
    assert run("read", path, "--on", "2025-12-31", "-o", str(tmp_path / "项目.yaml"))[0] == 0
    direct = run("score", path, *SPEC, "--format", "exchange")[1]
    assert run("score", str(tmp_path / "项目.yaml"), *SPEC, "--format", "exchange")[1] == direct


def test_lines_folders_standard_input_and_endings(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(document(proName=name), ensure_ascii=False) for name in ("甲", "乙"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "自评.ndjson").write_text(lines, "utf-8")
    code, out, _ = run("score", str(tmp_path / "in"), *SPEC, "--format", "exchange")
    assert (code, [one["proName"] for one in json.loads(out)]) == (0, ["甲", "乙"])
    assert run("score", str(tmp_path / "in"), *SPEC, "--format", "exchange", "-o", f"{tmp_path / 'out'}/")[0] == 0
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == ["自评-2.json", "自评.json"]


def test_check_and_audit_read_them(tmp_path: Path) -> None:
    path = put(tmp_path / "自评.json", document({"score": 51}))
    assert "JX4" in run("check", path, *SPEC)[1]
    out = run("audit", path, *SPEC, "--format", "json")[1]
    assert json.loads(out)["tables"][0]["project"] == "培训"


PROJECT = """\
指标体系: cn.vendor-fasp2
项目名称: 培训
年度: 2025
主管部门: 市人社局
项目资金: {年度资金总额: {年初预算数: 10, 全年预算数: 10, 全年执行数: 9.5}}
绩效指标:
  - {一级指标: 产出指标, 三级指标: 人次, 年度指标值: ≥300人次, 实际完成值: 290人次, 分值: 50, 偏差原因: 停训, 改进措施: 补训}
  - {一级指标: 效益指标, 三级指标: 制度, 年度指标值: 健全, 实际完成值: 达成, 分值: 30, 指标性质: 定性, 得分: 30, 情况说明: 已印发}
  - {一级指标: 满意度指标, 三级指标: 满意度, 年度指标值: 95%, 实际完成值: 96%, 分值: 10}
"""


def test_a_project_of_ones_own_becomes_a_document(tmp_path: Path) -> None:
    (tmp_path / "项目.yaml").write_text(PROJECT, "utf-8")
    code, out, told = run("score", str(tmp_path / "项目.yaml"), "--format", "exchange")
    (one,) = json.loads(out)
    assert (code, codes(told)) == (0, ["JX664"])
    assert "主管部门" in told
    assert one["proselfevalbgtlist"] == [
        {"name": "年度资金总额", "amt1": 100000, "amt3": 100000, "amt4": 95000, "amt2": 0, "bgtget": 95, "score": 9.5}
    ]
    assert one["proselfevalindexlist"][0] == {
        "findexName": "产出指标", "indiName": "人次", "computesign": "≥", "meterunit": "人次", "indexval": "300",
        "actualvalue": "290", "actualweight": 50, "score": 48.33, "kpiRemark": "停训；改进措施：补训",
    }  # fmt: skip
    assert one["proselfevalindexlist"][2]["computesign"] == "≥"  # by the spec, where the project has no sign


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"actualvalue": "290"}, "JX670", "cause"),
        ({"actualvalue": "290人"}, "JX677", "actual"),
        ({"actualvalue": "-5", "kpiRemark": "停训"}, "JX676", "actual"),
        ({"actualweight": 0, "score": 0}, "JX672", "weight"),
        ({"computesign": "6", "indexval": "健全", "actualvalue": "已印发", "indRemark": "有"}, "JX674", "actual"),
        ({"computesign": "定性", "indexval": "健全", "actualvalue": "达成预期指标"}, "JX675", "note"),
        ({"computesign": "定性", "indexval": "健全", "actualvalue": "达成_好", "indRemark": "有"}, "JX676", "actual"),
    ],
)
def test_what_the_system_would_refuse_is_told_beforehand(
    tmp_path: Path, change: dict[str, Any], code: str, path: str
) -> None:
    """The vendor's checks of pages and of imports; without exchange nobody is told of them."""
    source = put(tmp_path / "自评.json", document(change))
    exit_code, out, told = run("score", source, *SPEC, "--format", "exchange")
    assert (exit_code, code in codes(told), len(json.loads(out))) == (1, True, 1)
    assert not any(one.startswith("JX67") for one in codes(run("score", source, *SPEC)[2]))
    assert path


def test_class_weights_off_the_preset_would_be_refused(tmp_path: Path) -> None:
    """Where the spec presets them; what a system is set to stands in the system."""
    path = put(tmp_path / "自评.json", document({"actualweight": 45, "score": 45}))
    told = run("score", path, "--spec", "cn.mof-2020-10", "--on", "2025-12-31", "--format", "exchange")[2]
    assert (told.count("JX673"), told.count("JX402")) == (1, 0)


def test_a_score_above_the_weight_would_be_refused() -> None:
    from jixiao.exchange.refusals import check_refusals
    from jixiao.loading.projects import load_project

    (finding,) = check_refusals(load_project({"name": "甲"}), document({"score": 51}))
    assert (finding.code, finding.path) == ("JX671", "indicators[0].score")


def test_one_cause_is_one_finding(tmp_path: Path) -> None:
    """What plain scoring warns of and the system refuses is told once, as the refusal."""
    path = put(tmp_path / "自评.json", document({"actualvalue": "290"}))
    told = run("score", path, *SPEC, "--format", "exchange")[2]
    assert told.count("JX404") == 1  # of the execution, which has no cause of its own in the document
    assert told.count("JX670") == 1


@pytest.mark.parametrize("stage", ["绩效目标", "绩效复核"])
def test_stages_without_a_document_are_told(tmp_path: Path, stage: str) -> None:
    (tmp_path / "项目.yaml").write_text(f"环节: {stage}\n{PROJECT}", "utf-8")
    code, out, told = run("score", str(tmp_path / "项目.yaml"), "--format", "exchange")
    assert (code, out, "JX665" in told) == (1, "", True)


MONITORING = {
    "guid": "B2", "proName": "培训", "taskstage": "9", "proTotalAmt": 100000.00,
    "protracebgtlist": [{"name": "一般公共预算拨款", "amt1": 100000, "amt3": 100000, "amt4": 60000, "amt6": 0}],
    "protraceindexlist": [{"findexName": "产出指标", "indiName": "人次", "computesign": "≥", "meterunit": "人次", "targetvalue": "300", "indexval": "200", "completeanalysis": "completeanalysis2", "completeanalyscon": "290", "deviationanalysis": "dviationanalysis3,dviationanalysis10", "warn": "yellow", "remark": "场地未定"}],
    "proindexlist": [{"findexName": "产出指标", "indiName": "人次", "computesign": "≥", "meterunit": "人次", "indexval": "300"}],
}  # fmt: skip


def test_monitoring_is_written_with_its_lights(tmp_path: Path) -> None:
    """By hand: 200 of 300 ÷ 12 × 9 = 225 is 88.89 %, green, where the document had yellow."""
    _, out, _ = run("score", put(tmp_path / "监控.json", MONITORING), *SPEC, "--format", "exchange")
    (after,) = json.loads(out)
    row = {**MONITORING["protraceindexlist"][0], "warn": "green"}  # type: ignore[index]
    assert after == {**MONITORING, "protraceindexlist": [row]}


@pytest.mark.parametrize(("field", "key"), [("warn", "light"), ("completeanalysis", "likelihood")])
def test_a_word_that_no_code_knows_is_told(tmp_path: Path, field: str, key: str) -> None:
    row = {**MONITORING["protraceindexlist"][0], field: "橙"}  # type: ignore[index]
    path = put(tmp_path / "监控.json", {**MONITORING, "protraceindexlist": [row]})
    (result,) = json.loads(run("score", path, *SPEC, "--format", "json")[1])
    errors = [(one["code"], one["path"]) for one in result["findings"] if one["severity"] == "error"]
    assert errors == [("JX214", f"indicators[0].{key}")]


def test_what_a_document_lacks_is_not_added(tmp_path: Path) -> None:
    before = {key: value for key, value in MONITORING.items() if key != "proindexlist"}
    _, out, _ = run("score", put(tmp_path / "监控.json", before), *SPEC, "--format", "exchange")
    assert json.loads(out)[0].keys() == before.keys()


def test_monitoring_is_read_by_its_codes(tmp_path: Path) -> None:
    _, out, _ = run("read", put(tmp_path / "监控.json", MONITORING), "--on", "2025-12-31", "--lang", "en")
    for line in ("stage: monitoring", "month: '9'", "likelihood: 有可能", "- 经费保障", "- 其他", "note: 场地未定"):
        assert line.replace("'9'", "9") in out.replace("'9'", "9")


@pytest.mark.parametrize("amount", [100000, 100000.00, "100000", "100,000.00", "100,000.00元", "10万元", "１０万"])
def test_amounts_of_sources_add_up_as_they_are_read(tmp_path: Path, amount: object) -> None:
    path = put(tmp_path / "自评.json", {**document(), "proselfevalbgtlist": [{**FUNDS[0], "amt3": amount}]})
    (result,) = json.loads(run("score", path, *SPEC, "--format", "json")[1])
    assert (result["execution"]["budget"], result["execution"]["rate"]) == ("100000", "0.95")
