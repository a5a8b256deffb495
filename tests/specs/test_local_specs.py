"""A spec kept outside the package does all that a shipped one does, from `--specs` and from JIXIAO_SPECS alike.

A local spec stands over another local one, over a packaged one: each command has to find all three.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.loading.spec_book import SpecBook

CITY = """\
id: cn.example.city-2024
version: 1
title: 示例市 2024
in_force: {from: 2024-01-01}
extends: cn.mof-2020-10@1
sources:
  notice: {document: 示财绩〔2024〕1号（虚构）, kind: local, checked: seen}
rules:
  - change: more_is_better
    line: {50%: 0, 100%: full}
    basis: notice 一
"""
TOWN = """\
id: cn.example.town-2024
version: 1
title: 示例镇 2024
in_force: {from: 2024-01-01}
extends: cn.example.city-2024@1
sources:
  letter: {document: 示镇函〔2024〕2号（虚构）, kind: local, checked: seen}
marks:
  - {mark: no_evidence, label: 没有佐证材料, earn: 0, basis: letter}
"""
CASES = """\
cases_of: cn.example.town-2024@1
cases:
  - case: 完成率 90%
    row: {level1: 产出指标, target: ≥100户, actual: 90户, weight: 10}
    expect: {score: 8}
    by: hand
    arithmetic: 10 × (90 − 50)/50 ＝ 8
  - case: 没有佐证
    row: {level1: 产出指标, target: ≥100户, actual: 100户, weight: 10, marks: no_evidence}
    expect: {score: 0}
    by: hand
    arithmetic: 标记使该行不得分
"""
PROJECT = """\
指标体系: cn.example.town-2024
项目名称: 修渠
年度: 2024
项目资金: {年度资金总额: {全年预算数: 10, 全年执行数: 10}}
绩效指标:
  - {一级指标: 产出指标, 三级指标: 里程, 年度指标值: ≥100公里, 实际完成值: 90公里, 分值: 50, 偏差原因: 雨}
  - {一级指标: 效益指标, 三级指标: 受益户数, 年度指标值: ≥80户, 实际完成值: 80户, 分值: 30}
  - {一级指标: 满意度指标, 三级指标: 满意度, 年度指标值: ≥90%, 实际完成值: 95%, 分值: 10}
"""
ROWS = """\
项目编码,一级指标,三级指标,年度指标值,实际完成值,分值
1,预算执行率,,10,10,10
1,产出指标,里程,≥100公里,90公里,50
1,效益指标,受益户数,≥80户,80户,30
1,满意度指标,满意度,≥90%,95%,10
"""
TOWN_ID = "cn.example.town-2024"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "specs/city.yaml": CITY,
        "specs/deeper/town.yaml": TOWN,
        "specs/deeper/town.cases.yaml": CASES,
        "projects/修渠.yaml": PROJECT,
        "rows.csv": ROWS,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    town = jixiao.load_spec("specs/deeper/town.yaml", specs="specs")
    result = jixiao.score(jixiao.load_project("projects/修渠.yaml"), town)
    (tmp_path / "修渠.docx").write_bytes(jixiao.render(result, "docx"))
    return tmp_path


@pytest.fixture(params=["option", "variable"])
def run(request: pytest.FixtureRequest, folder: Path) -> object:
    def command(*words: str) -> Result:
        option, variable = (("--specs", "specs"), {}) if request.param == "option" else ((), {"JIXIAO_SPECS": "specs"})
        return CliRunner(env={"JIXIAO_SPECS": None, **variable}).invoke(app, [*words, *option, "--lang", "en"])

    return command


#: The command, its exit code, and what it prints.
COMMANDS = [
    (("spec", "list"), 0, TOWN_ID),
    (("spec", "show", TOWN_ID), 0, "示财绩〔2024〕1号（虚构） 一 (local rule, text checked)"),
    (("spec", "check", TOWN_ID), 0, TOWN_ID),
    (("spec", "test", TOWN_ID), 0, f"{TOWN_ID}@1  2 passed"),
    (("spec", "test"), 0, f"{TOWN_ID}@1  2 passed"),
    (("spec", "test", TOWN_ID, "--boundaries"), 1, "more_is_better: just at 50%"),
    (("spec", "test", TOWN_ID, "--laws", "--examples", "10"), 0, TOWN_ID),
    (("spec", "plot", TOWN_ID), 0, "<svg"),
    (("spec", "diff", "cn.example.city-2024", TOWN_ID), 0, "+ no_evidence"),
    (("spec", "diff", "cn.mof-2020-10", f"{TOWN_ID}@1", "--on", "projects"), 0, "修渠"),
    (("spec", "mutate", TOWN_ID), 0, "0 unnoticed"),
    (("spec", "new", "--extends", TOWN_ID, "-o", "specs/village-2025.yaml"), 0, ""),
    (("spec", "lock"), 0, f"{TOWN_ID}@1"),
    (("score", "projects"), 0, "Total: 90.00    Grade: 优"),
    (("score", "projects/修渠.yaml", "--spec", "cn.example.town"), 0, "Total: 90.00"),
    (("check", "projects", "specs"), 0, ""),
    (("explain", "projects/修渠.yaml", "--indicator", "里程"), 0, "示财绩〔2024〕1号（虚构） 一"),
    (("explain", "projects/修渠.yaml", "--reach", "95"), 0, "里程"),
    (("new", "--spec", TOWN_ID, "-o", "新项目.yaml"), 0, ""),
    (("report", "projects", "-o", "report.md"), 0, ""),
    (("advance", "projects/修渠.yaml", "--to", "next-year", "-o", "next.yaml"), 0, "as proposals for"),
    (("compare", "projects/修渠.yaml", "projects/修渠.yaml"), 0, ""),
    (("audit", "projects", "--spec", TOWN_ID), 1, "one indicator carries 50 points"),
    (("schema", "project", "--keys", "forms"), 0, TOWN_ID),
    (("read", "修渠.docx", "--spec", TOWN_ID, "-o", "read.yaml"), 0, ""),
    (("batch", "rows.csv", "--spec", TOWN_ID, "-o", "out"), 0, ""),
]


@pytest.mark.parametrize(("words", "code", "printed"), COMMANDS, ids=[" ".join(words[:3]) for words, _, _ in COMMANDS])
def test_every_command_takes_a_local_spec(words: tuple[str, ...], code: int, printed: str, run: object) -> None:
    """By hand: 10 for execution; 50 × (90 − 50)/50 = 40; 30; 10."""
    done = run(*words)  # type: ignore[operator]
    assert (done.exit_code, done.exception if done.exit_code not in (0, 1) else None) == (code, None), done.output
    assert printed in done.output


def test_no_command_is_left_out() -> None:
    """Each command with a ``--specs`` of its own stands above."""
    from typer.main import get_command

    def walk(command: object, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        children = getattr(command, "commands", {})
        own = [words] if any(option.name == "specs" for option in getattr(command, "params", [])) else []
        return own + [found for name in children for found in walk(children[name], (*words, name))]

    tried = {words[: len(command)] for words, _, _ in COMMANDS for command in walk(get_command(app), ())}
    assert set(walk(get_command(app), ())) <= tried


def test_what_new_writes_over_a_local_spec_is_used_at_once(run: object, folder: Path) -> None:
    run("spec", "new", "--extends", TOWN_ID, "-o", "specs/village-2025.yaml")  # type: ignore[operator]
    done = run("score", "projects", "--spec", "cn.local.village-2025", "-f", "json")  # type: ignore[operator]
    assert [row["total"] for row in json.loads(done.stdout)] == ["90.00"]


def test_the_library_takes_a_local_spec_by_its_path(folder: Path) -> None:
    """A city over a packaged spec; a project whose file names the spec by its path."""
    spec = jixiao.load_spec("specs/city.yaml")
    (folder / "projects/二.yaml").write_text(PROJECT.replace(TOWN_ID, "../specs/city.yaml"), encoding="utf-8")
    for result in (
        jixiao.score(jixiao.load_project("projects/修渠.yaml"), spec),
        jixiao.score(jixiao.load_project("projects/二.yaml")),
    ):
        assert (result.total, result.to_dict()["spec"]["id"]) == ("90.00", "cn.example.city-2024")


def test_a_mounted_folder_has_each_spec_once(tmp_path: Path) -> None:
    """As Kubernetes mounts it: the files are links into a hidden folder, of which there is one a version."""
    version = tmp_path / "specs" / "..2026_01"
    version.mkdir(parents=True)
    (version / "own.yaml").write_text("id: cn.local.own-2023\nversion: 1\nextends: cn.mof-2020-10@1\n", "utf-8")
    (tmp_path / "specs" / "..data").symlink_to("..2026_01")
    (tmp_path / "specs" / "own.yaml").symlink_to("..data/own.yaml")
    file, findings = SpecBook(folders=[tmp_path / "specs"]).locate("cn.local.own-2023")
    assert file is not None
    assert (file.path, findings) == (tmp_path / "specs" / "own.yaml", [])
