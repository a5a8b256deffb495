"""Case files: strict loading with places, running, exact comparison, and what `jixiao spec test` prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jixiao.cli.commands import app
from jixiao.findings import Finding
from jixiao.loading.package import package_specs
from jixiao.spec_tools.cases import load_cases, run_cases

HEAD = "cases_of: cn.mof-2020-10@2\ncases:\n"
ROW = "row: {level1: 产出指标, target: ≥100, actual: 92, weight: 10}"
HAND = "by: hand, arithmetic: 10 × 92/100"


def put(folder: Path, cases: str, head: str = HEAD) -> Path:
    file = folder / "a.cases.yaml"
    file.write_text(head + "".join(f"  - {{{case}}}\n" for case in cases.splitlines()), "utf-8")
    return file


def statuses(folder: Path, cases: str) -> list[str]:
    file = load_cases(put(folder, cases))
    assert file.findings == ()
    return [ran.status for ran in run_cases(file)]


@pytest.mark.parametrize(
    ("case", "status"),
    [
        # 10 × 92/100 = 9.20
        (f"{ROW}, expect: {{score: '9.20', outcome: partly, rule: more_is_better, reason_code: attainment.line}}", "passed"),
        (f"{ROW}, expect: {{score: 9.2}}", "passed"),
        (f"{ROW}, expect: {{score: 9.21}}", "failed"),
        (f"{ROW}, expect: {{score: 9.2, outcome: met}}", "failed"),
        (f"{ROW}, expect: {{score: 0}}", "failed"),
        (f"{ROW}, expect: {{rule: on_time}}", "failed"),
        (f"{ROW}, expect: {{}}", "blank"),
        (f"{ROW}, expect: {{score: }}", "blank"),
        (f"{ROW}, expect: ", "blank"),
        (ROW, "blank"),
        ("row: {一级指标: 产出, 年度指标值: ≥100, 分值: 10}, expect: {outcome: no_data, findings: JX310}", "passed"),
        ("row: {一级指标: 产出, 年度指标值: ≥100, 分值: 10}, expect: {score: 0}", "failed"),
        ("row: {一级指标: 产出, 年度指标值: ≥100, 分值: 10}, expect: {findings: JX310, no_findings: JX410}", "passed"),
        ("row: {一级指标: 产出, 年度指标值: ≥100, 分值: 10}, expect: {no_findings: [JX410, JX310]}", "failed"),
        ("row: {一级指标: 产出, 年度指标值: ≥100, 分值: 十}, expect: {findings: [JX204]}", "passed"),
        # 10 × 79/100 = 7.90
        ("execution: {budget: 100, spent: 79}, finished: false, expect: {score: '7.90'}", "passed"),
        ("execution: {全年预算数: 100, 全年执行数: 100}, expect: {score: 10, outcome: met}", "passed"),
        ("execution: {budget: 0, spent: 79}, expect: {outcome: invalid, findings: [JX321]}", "passed"),
        # 10 + 90 × 95/100 = 95.50
        (
            "project: {name: 例, year: 2023, funds: {total: {budget: 1, spent: 1}}, indicators: "
            "[{level1: 产出指标, name: 甲, target: ≥100, actual: 95, weight: 90}]}, "
            "expect: {total: '95.50', grade: 优, scores: [85.5]}",
            "passed",
        ),
        (
            "project: {name: 例, year: 2023, indicators: "
            "[{level1: 产出指标, name: 甲, target: ≥100, actual: 95, weight: 90}]}, "
            "expect: {scores: [85.5], findings: [JX320, JX406]}",
            "failed",
        ),
        # 31 July is late by 31 days; the year is that of the spec
        ("row: {level1: 产出指标, target: 6月30日前, actual: 7月31日, share: 70%, weight: 10}, expect: {score: 7}", "passed"),
    ],
)  # fmt: skip
def test_a_case_is_scored_and_compared(tmp_path: Path, case: str, status: str) -> None:
    assert statuses(tmp_path, f"case: 例, {case}, {HAND}") == [status]


def test_a_row_without_a_name_takes_that_of_its_case(tmp_path: Path) -> None:
    (ran,) = run_cases(load_cases(put(tmp_path, f"case: 例, {ROW}, {HAND}")))
    assert ran.case.project.indicators[0].name == "例"
    (ran,) = run_cases(load_cases(put(tmp_path, f"case: 例, {ROW.replace('{', '{指标名称: 甲, ')}, {HAND}")))
    assert ran.case.project.indicators[0].name == "甲"


@pytest.mark.parametrize(
    ("cases", "code", "path", "at"),
    [
        ("", "JX570", "cases", "cases:"),
        ("case: 甲, row: {level: 产出指标}, by: hand", "JX201", "cases[0].row.level", "level"),
        ("case: 甲, row: {level1: 产出指标, weight: 十}, by: hand", "JX204", "cases[0].row.weight", "十"),
        ("case: 甲, execution: {spend: 1}, by: hand", "JX201", "cases[0].execution.spend", "spend"),
        ("case: 甲, row: 1, by: hand", "JX217", "cases[0].row", "1, by"),
        ("case: 甲, project: {year: 1}, by: hand", "JX207", "cases[0].project.year", "1}"),
        ("case: 甲, row: {}, year: 1, by: hand", "JX207", "cases[0].year", "1, by"),
        ("case: 甲, row: {}, by: hand, expct: {}", "JX201", "cases[0].expct", "expct"),
        ("case: 甲, row: {}, by: hand, expect: {sore: 1}", "JX201", "cases[0].expect.sore", "sore"),
        ("case: 甲, row: {}, by: clause, source: 甲, expect: {score: 十}", "JX204", "cases[0].expect.score", "十"),
        ("case: 甲, row: {}, by: hand, expect: {outcome: full}", "JX214", "cases[0].expect.outcome", "full"),
        ("case: 甲, row: {}, by: hand, expect: 10", "JX212", "cases[0].expect", "10"),
        ("case: 甲, row: {}, by: other", "JX214", "cases[0].by", "other"),
        ("row: {}, by: hand", "JX213", "cases[0].case", "{row"),
        ("case: 甲, row: {}, expect: {score: 1}", "JX213", "cases[0].by", "{case"),
        ("case: 甲, by: hand", "JX574", "cases[0]", "{case"),
        ("case: 甲, by: hand, row: {}, execution: {}", "JX574", "cases[0]", "{case"),
        ("case: 甲, row: {}, by: hand\ncase: 甲, row: {}, by: hand", "JX573", "cases[1].case", "{case"),
        ("case: 甲, row: {}, by: hand, arithmetic: 甲, expect: {total: 1}", "JX575", "cases[0].expect.total", "total"),
        ("case: 甲, row: {}, by: hand, expect: {score: 1}", "JX576", "cases[0].arithmetic", "hand"),
        ("case: 甲, row: {}, by: clause, expect: {score: 1}", "JX576", "cases[0].source", "clause"),
    ],
)
def test_what_is_wrong_with_a_case_is_found_in_its_place(
    tmp_path: Path, cases: str, code: str, path: str, at: str
) -> None:
    file = put(tmp_path, cases)
    (found,) = load_cases(file).findings
    assert (found.code, found.path) == (code, path)
    assert found.place is not None
    assert file.read_text("utf-8").splitlines()[found.place.line - 1][found.place.column - 1 :].startswith(at)
    assert all(map(bool, words(found)))


def words(found: Finding) -> list[str]:
    return [found.message("zh"), found.message("en"), found.remedy("zh"), found.remedy("en")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- 1\n", "JX570"),
        ("cases: []\n", "JX213"),
        ("cases_of: cn.mof-2020-10\ncases: []\n", "JX571"),
        ("cases_of: cn.mof-2020-10@7\ncases: []\n", "JX572"),
        ("cases_of: cn.mof-2020@1\ncases: []\n", "JX501"),
        ("cases_of: cn.mof-2020-10@2\ncases: [1]\n", "JX217"),
        ("cases_of: cn.mof-2020-10@2\ncase: []\ncases: []\n", "JX201"),
        ("cases_of: [\n", "JX127"),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "a.cases.yaml"
    file.write_text(text, "utf-8")
    found = load_cases(file).findings
    assert [finding.code for finding in found] == [code]
    assert found[0].place is not None
    assert CliRunner().invoke(app, ["spec", "test", str(file)]).exit_code == 1
    assert CliRunner().invoke(app, ["check", str(file)]).exit_code == 1


def test_a_spec_beside_its_cases_comes_first(tmp_path: Path) -> None:
    text = (package_specs() / "cn/mof-2020-10.yaml").read_text("utf-8")
    (tmp_path / "a.yaml").write_text(
        text.replace("id: cn.mof-2020-10\nversion: 2", "id: local.a\nversion: 1").replace("100%: full", "200%: full"),
        "utf-8",
    )
    file = put(
        tmp_path, f"case: 例, {ROW}, expect: {{score: 4.6}}, {HAND}/2", HEAD.replace("cn.mof-2020-10@2", "local.a@1")
    )
    assert [ran.status for ran in run_cases(load_cases(file))] == ["passed"]
    for name in (file, tmp_path / "a.yaml"):
        assert CliRunner().invoke(app, ["spec", "test", str(name)]).exit_code == 0
    for name in ([], ["local.a"]):
        result = CliRunner().invoke(app, ["spec", "test", *name, "--specs", str(tmp_path)])
        assert "local.a@1  1 个案例通过\n" in result.output


def test_what_the_command_prints(tmp_path: Path) -> None:
    file = put(
        tmp_path,
        f"case: 对, {ROW}, expect: {{score: 9.2}}, {HAND}\ncase: 错, {ROW}, expect: {{score: 9}}, {HAND}\ncase: 空, {ROW}, {HAND}",
    )
    result = CliRunner().invoke(app, ["spec", "test", str(file)])
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[:3] == [
        "cn.mof-2020-10@2  1 个案例通过，1 个不符，1 个待填写",
        f"  {file}:4: 错",
        "      score：应为 9.00，得到 9.20",
    ]
    assert lines[3].startswith("        1. ")
    assert lines[-2:] == [f"  {file}:5: 空", "      expect 待填写"]
    result = CliRunner().invoke(app, ["spec", "test", str(file), "--format", "json", "--lang", "en"])
    assert result.exit_code == 1
    (found,) = json.loads(result.output)
    assert {key: found[key] for key in ("id", "version", "passed", "failed", "blank", "errors")} == {
        "id": "cn.mof-2020-10", "version": "2", "passed": 1, "failed": 1, "blank": 1, "errors": 0,
    }  # fmt: skip
    assert found["cases"][1]["differences"] == [{"key": "score", "expected": "9.00", "got": "9.20"}]
    assert found["cases"][1]["trace"]


def test_an_unknown_id_is_a_wrong_use() -> None:
    assert CliRunner().invoke(app, ["spec", "test", "cn.none"]).exit_code == 2


def test_the_shipped_cases_pass() -> None:
    result = CliRunner().invoke(app, ["spec", "test"])
    assert result.exit_code == 0, result.output
