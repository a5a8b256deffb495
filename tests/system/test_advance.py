"""``jixiao advance``: files and forms of the next stage, from whatever ``score`` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jixiao.findings import entry_of
from jixiao.loading import load_project
from tests.support.commands import PROJECT, jixiao, put, run

TARGET = PROJECT.replace("项目名称", "环节: 绩效目标\n项目名称").replace(", 全年执行数: 4", "")
TARGET = TARGET.replace("实际完成值: 92%, ", "").replace("实际完成值: 4件, ", "")


def test_a_target_goes_on_to_a_file_to_fill_in(tmp_path: Path) -> None:
    output = tmp_path / "监控.yaml"
    code, out, errors = run("advance", str(put(tmp_path / "a.yaml", TARGET)), "--to", "monitoring", "-o", str(output))
    assert (code, out, errors) == (0, "", "")
    text = output.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=.jixiao/project.schema.json\n指标体系: cn.mof-2020-10\n")
    assert "环节: 绩效监控\n" in text
    assert "监控月份:\n" in text
    assert (tmp_path / ".jixiao" / "project.schema.json").is_file()
    assert all(entry_of(code).is_gap for code in errors_in(run("check", str(output), "--format", "json")[1]))


def errors_in(checked: str) -> list[str]:
    """The codes of the errors that a check found."""
    return [finding["code"] for finding in json.loads(checked) if finding["severity"] == "error"]


def test_next_years_targets_have_this_years_actuals_beside_them(tmp_path: Path) -> None:
    code, out, errors = run("advance", str(put(tmp_path / "a.yaml")), "--to", "next-year")
    assert code == 0
    assert "年度: '2024'\n" in out
    assert "年度指标值: ≥95%  # 2023 年完成 92%\n" in out
    assert "JX632" in errors
    english = run("advance", str(put(tmp_path / "a.yaml")), "--to", "next-year", "--lang", "en")[1]
    assert "target: ≥95%  # 92% in 2023\n" in english


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_form_of_one_stage_goes_on_to_a_form_of_the_next(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"1.{ending}", tmp_path / f"2.{ending}"
    source = put(tmp_path / "a.yaml", TARGET)
    assert run("advance", str(source), "--to", "monitoring", "-o", str(first))[0] == 0
    assert run("advance", str(first), "--to", "self_evaluation", "-o", str(second))[0] == 0
    code, out, _ = run("read", str(second))
    assert code == 0
    assert "年度指标值: ≥95%" in out
    assert "环节" not in out  # a self-evaluation by default


def test_folders_and_several_projects_need_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    put(folder / "a.yaml", TARGET)
    put(folder / "b.yaml", TARGET)
    code, _, errors = run("advance", str(folder), "--to", "monitoring", "-o", str(tmp_path / "all.yaml"))
    assert (code, "2 张表" in errors) == (2, True)
    assert run("advance", str(folder), "--to", "monitoring", "-o", str(tmp_path / "out") + "/")[0] == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".jixiao", "a.yaml", "b.yaml"]


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html"])
def test_several_projects_are_forms_of_one_file_as_those_that_are_scored(tmp_path: Path, ending: str) -> None:
    folder, output = tmp_path / "in", tmp_path / f"监控.{ending}"
    for name in ("甲", "乙"):
        put(folder / f"{name}.yaml", TARGET.replace("项目名称: 甲", f"项目名称: {name}"))
    code, out, errors = run("advance", str(folder), "--to", "monitoring", "-o", str(output))
    assert (code, out, errors) == (0, "", "")
    assert run("read", str(output), "-o", f"{tmp_path / 'read'}/")[0] == 0
    stages = {(one.name, one.stage) for one in map(load_project, (tmp_path / "read").glob("*.yaml"))}
    assert stages == {("甲", "monitoring"), ("乙", "monitoring")}


@pytest.mark.parametrize("command", [("advance", "--to", "monitoring"), ("score",)])
def test_a_folder_of_forms_mirrors_the_tree(tmp_path: Path, command: tuple[str, ...]) -> None:
    put(tmp_path / "in" / "甲局" / "a.yaml", TARGET)
    put(tmp_path / "in" / "乙局" / "a.yaml", TARGET)
    lines = "\n".join(json.dumps(json.loads(load_project(tmp_path / "in" / "甲局" / "a.yaml").as_json)) for _ in "12")
    put(tmp_path / "in" / "b.jsonl", lines)
    name, *words = command
    run(name, str(tmp_path / "in"), *words, "--format", "docx", "-o", f"{tmp_path / 'out'}/")
    written = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*"))
    assert written == ["b-2.docx", "b.docx", "乙局/a.docx", "甲局/a.docx"]


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    source = put(tmp_path / "a.yaml", TARGET)
    assert run("advance", str(source), "--to", "monitoring", "-o", str(source))[0] == 2
    assert source.read_text("utf-8") == TARGET


def test_a_stage_that_cannot_follow_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    output = tmp_path / "o.yaml"
    code, _, errors = run("advance", str(put(tmp_path / "a.yaml")), "--to", "monitoring", "-o", str(output))
    assert (code, "JX630" in errors, output.exists()) == (1, True, False)


@pytest.mark.parametrize("words", [["--to", "review"], [], ["--to", "monitoring", "-o", "x.odt"]])
def test_wrong_usage_exits_2(tmp_path: Path, words: list[str]) -> None:
    assert jixiao("advance", put(tmp_path / "a.yaml", TARGET), *words).code == 2


def test_a_spec_that_is_named_by_its_file_is_named_from_the_new_folder(tmp_path: Path) -> None:
    rules = "id: xx.own\nversion: 1\nin_force: {from: 2021-01-01}\nextends: cn.mof-2020-10@2\ntitle: 自己的\n"
    put(tmp_path / "specs" / "own.yaml", rules)
    source = put(tmp_path / "specs" / "a.yaml", TARGET.replace("cn.mof-2020-10", "./own.yaml"))
    done = jixiao("advance", source, "--to", "monitoring", "-o", tmp_path / "b.yaml", cwd=tmp_path)
    assert done.code == 0, done.told
    assert "指标体系: specs/own.yaml\n" in (tmp_path / "b.yaml").read_text("utf-8")
    checked = jixiao("check", "b.yaml", "--format", "json", cwd=tmp_path)
    assert all(entry_of(code).is_gap for code in errors_in(checked.out)), checked.out


@pytest.mark.parametrize("to", ["monitoring", "self_evaluation", "next-year"])
@pytest.mark.parametrize("name", ["甲.yaml", "甲.json"])
def test_the_callers_own_data_go_over(tmp_path: Path, name: str, to: str) -> None:
    own = {"k": "v", "列表": ["a", {"b": "2"}], "空": None, "冒号": "a: b # c", "换行": "一\n二"}
    row = {"level1": "产出指标", "name": "培训", "target": "≥10人次", "weight": "90"}
    project = {"spec": "cn.mof-2020-10", "name": "甲", "year": "2024", "stage": "target", "x": own, "indicators": [row]}
    (tmp_path / name).write_text(json.dumps(project, ensure_ascii=False), "utf-8")
    assert run("advance", str(tmp_path / name), "--to", to, "-o", str(tmp_path / "下.yaml"))[0] == 0
    assert load_project(tmp_path / "下.yaml").x == own
