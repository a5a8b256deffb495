"""A bug of ours, or a worker that dies, costs one input its result; everything else comes out as without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from typer.testing import CliRunner

from jixiao.cli import _guarded, inputs
from jixiao.cli.check import check_paths
from jixiao.cli.commands import app
from jixiao.cli.explain import explain_path
from jixiao.cli.options import Options
from jixiao.cli.score import score_paths
from jixiao.findings.bugs import TRACEBACK, attempt
from jixiao.forms.importing import projects
from jixiao.model.project import Project
from jixiao.result import Result
from tests.support.commands import PROJECT, put
from tests.support.overlays import overlay

SECRET = "密" * 8


class Panic(BaseException):
    """As the panics of compiled libraries: no ``Exception``."""


def deeper() -> None:
    deeper()


def fail(error: BaseException) -> NoReturn:
    raise error


BUGS: dict[str, Callable[[], object]] = {
    "ZeroDivisionError": lambda: 1 // 0,
    "RecursionError": deeper,
    "MemoryError": lambda: fail(MemoryError()),
    "KeyError": lambda: {}[SECRET],
    "Panic": lambda: fail(Panic(SECRET)),
    "OSError": lambda: fail(OSError(5, SECRET)),
}
#: Where the bug is: in reading, in scoring, in drawing.
HOMES: list[tuple[object, str]] = [(inputs, "composed_file"), (Result, "scored"), (Result, "to_dict")]


def is_target(*values: object) -> bool:
    texts = [str(value.project.name if isinstance(value, Result) else value) for value in values]
    return any("坏" in text for text in texts)


def plant(monkeypatch: pytest.MonkeyPatch, home: object, name: str, bug: Callable[[], object]) -> None:
    """A bug that shows with one input alone, the one with 坏 in its name."""
    usual: Any = getattr(home, name)

    def buggy(*args: Any, **more: Any) -> Any:
        if is_target(*args):
            bug()
        return usual.func(*args) if name == "scored" else usual(*args, **more)

    monkeypatch.setattr(home, name, property(buggy) if name == "scored" else buggy)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("甲", "坏", "乙"):
        put(tmp_path / "in" / f"{name}.yaml", PROJECT.replace("项目名称: 甲", f"项目名称: {name}"))
    monkeypatch.chdir(tmp_path)
    return Path("in")


def score(folder: Path, form: str = "json") -> int:
    return score_paths([folder], Options(format=form))


@pytest.mark.parametrize("bug", BUGS)
@pytest.mark.parametrize("home", HOMES, ids=lambda home: home[1])
def test_a_bug_is_the_finding_of_its_input(
    bug: str,
    home: tuple[object, str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plant(monkeypatch, *home, BUGS[bug])
    assert score(folder) == 1
    told = capsys.readouterr()
    results = {Path(result["source"]).stem: result for result in json.loads(told.out)}
    assert results["甲"]["total"] == results["乙"]["total"] == "96.11"
    broken = results["坏"]
    assert (broken["total"], broken["indicators"], broken["spec"]["id"]) == (None, [], None)
    (finding,) = broken["findings"]
    assert (finding["code"], finding["severity"]) == ("JX900", "error")
    assert bug in finding["message"]
    assert "坏.yaml" in finding["message"]
    assert told.err.count("JX900") == 1
    assert "Traceback" not in told.err
    for hidden in (SECRET, str(Path.cwd()), "src/"):
        assert hidden not in finding["message"] + finding["remedy"] + told.err


def test_the_place_is_the_innermost_of_ours(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jixiao.result.score_project", BUGS["ZeroDivisionError"])  # called wrongly, too
    assert score(folder) == 1
    assert capsys.readouterr().out.count("TypeError，位置 jixiao.result:") == 3


def test_a_developer_gets_the_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(monkeypatch, *HOMES[0], BUGS["KeyError"])
    monkeypatch.setenv(TRACEBACK, "1")
    assert score(folder) == 1
    told = capsys.readouterr().err
    assert told.count("Traceback (most recent call last)") == told.count("JX900") == 1
    assert f"KeyError: '{SECRET}'" in told


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_ends_the_run_on_purpose_does(end: type[BaseException]) -> None:
    with pytest.raises(end):
        attempt("x", partial(fail, end()), lambda finding: None)


def test_check_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    plant(monkeypatch, *HOMES[0], BUGS["KeyError"])
    assert check_paths([folder], Options(format="json"), strict=False) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [Path(row["source"]).stem for row in rows if row["code"] == "JX900"] == ["坏"]
    assert {"甲", "乙"} <= {Path(row["source"]).stem for row in rows}


def test_explain_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    plant(monkeypatch, *HOMES[0], BUGS["KeyError"])
    assert explain_path(folder, None, Options()) == 1
    told = capsys.readouterr()
    assert ("JX900" in told.err, told.out.count("96.11")) == (True, 2)


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(app, [*arguments])


@pytest.mark.parametrize(
    "command", [["report", "in", "-o", "report.md"], ["explain", "in", "--reach", "优"], ["spec", "diff", "cn.mof-2020-10", "cn.mof-2021-101", "--on", "in"]], ids=lambda command: command[0]
)  # fmt: skip
def test_the_other_commands_go_on(command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, *HOMES[0], BUGS["KeyError"])
    done = invoke(*command)
    told = done.stderr + done.stdout + "".join(path.read_text("utf-8") for path in Path().glob("report.md"))
    assert "JX900" in done.stderr
    assert "甲" in told
    assert "乙" in told


@pytest.mark.parametrize(
    ("command", "home"),
    [("check", "spec_check.check_spec"), ("test", "spec_test.load_cases"), ("mutate", "spec_mutate.try_mutants")],
)
def test_one_spec_of_several(command: str, home: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = [str(put(tmp_path / f"{name}.yaml", overlay(f"x.{name}", title=name))) for name in ("好", "坏")]  # fmt: skip
    put(tmp_path / "坏.cases.yaml", "cases: []\n")
    plant(monkeypatch, import_module(f"jixiao.cli.{home.partition('.')[0]}"), home.partition(".")[2], BUGS["KeyError"])
    done = invoke("spec", command, *names)
    assert done.exit_code == 1
    assert (done.stdout + done.stderr).count("JX900") == 1
    assert all(name in done.stdout for name in names)


def test_one_form_of_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = put(tmp_path / "甲.yaml")
    for name in ("甲", "坏"):
        assert invoke("score", str(project), "-f", "xlsx", "-o", str(tmp_path / f"{name}.xlsx")).exit_code == 0
    plant(monkeypatch, projects, "read_file_of_forms", BUGS["KeyError"])
    done = invoke("read", str(tmp_path / "坏.xlsx"), str(tmp_path / "甲.xlsx"))
    assert done.exit_code == 1
    assert "JX900" in done.stderr
    assert "项目名称: 甲" in done.stdout


def test_a_bug_of_a_whole_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("jixiao.cli.spec_show.list_specs", lambda *_: fail(KeyError(SECRET)))
    monkeypatch.setattr("sys.argv", ["jixiao", "spec", "list", "--lang", "en"])
    assert _guarded() == 1
    told = capsys.readouterr().err
    assert "JX900  the program failed on jixiao spec: KeyError" in told
    assert SECRET not in told


def test_the_library_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.result.score_project", lambda *_: fail(KeyError(SECRET)))
    from jixiao import load_spec

    with pytest.raises(KeyError):
        assert Result(Project(), load_spec("cn.mof-2020-10")).scored
