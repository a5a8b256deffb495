"""Standard streams that are closed, full or no files, and signals: one exit code each, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from jixiao.cli.options import Options
from jixiao.cli.score import score_paths
from tests.support.commands import PROJECT, put
from tests.support.paths import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals of POSIX")
COMMAND = (sys.executable, "-m", "jixiao")

WRITING = {
    "score": ["score", "a.yaml"],
    "score-json": ["score", "a.yaml", "-f", "json"],
    "score-html": ["score", "a.yaml", "-f", "html"],
    "score-xlsx": ["score", "a.yaml", "-f", "xlsx"],
    "score-many": ["score", "many", "-f", "jsonl"],
    "check": ["check", "a.yaml"],
    "check-csv": ["check", "a.yaml", "-f", "csv"],
    "explain": ["explain", "a.yaml"],
    "reach": ["explain", "a.yaml", "--reach", "优"],
    "list": ["spec", "list"],
    "show": ["spec", "show", "cn.mof-2020-10"],
    "test": ["spec", "test", "cn.mof-2020-10"],
    "diff": ["spec", "diff", "cn.mof-2020-10", "cn.mof-2021-101"],
    "schema": ["schema", "project"],
    "help": ["score", "--help"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams")
    put(folder / "a.yaml")
    for number in range(220):
        put(folder / "many" / f"{number}.yaml", PROJECT.replace("项目名称: 甲", f"项目名称: 甲{number}"))
    return folder


def run(folder: Path, *arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    given = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, **more}
    done = subprocess.run([*COMMAND, *arguments], cwd=folder, check=False, timeout=120, **given)
    assert b"Traceback" not in (done.stderr or b"")
    assert b"JX9" not in (done.stderr or b"")
    return done


def unread_pipe() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize("command", WRITING)
def test_a_closed_pipe_exits_141_without_a_word(command: str, folder: Path) -> None:
    done = run(folder, *WRITING[command], stdout=unread_pipe())
    assert done.returncode == 141
    assert b"pipe" not in done.stderr.lower()


def test_a_closed_output_is_a_closed_pipe(folder: Path) -> None:
    for command in ("score", "score-many"):
        assert run(folder, *WRITING[command], preexec_fn=lambda: os.close(1)).returncode == 141
    assert run(folder, "score", "a.yaml", "-o", "out.txt", preexec_fn=lambda: os.close(1)).returncode == 0


def test_a_closed_pipe_for_findings(folder: Path) -> None:
    done = run(folder, "score", "many", "-f", "jsonl", "-o", "all.jsonl", stderr=unread_pipe())
    assert done.returncode == 141
    assert [path.name for path in folder.iterdir() if path.name.startswith((".", "all"))] == []


@pytest.mark.parametrize("lines", [1, 30])
def test_a_reader_that_goes_away_midway(lines: int, folder: Path) -> None:
    command = [*COMMAND, "score", "many", "-f", "jsonl"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.stdout.close()
        assert process.wait(120) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("command", ["score", "score-many", "check", "help"])
def test_a_full_disk_exits_1_and_says_so_once(command: str, folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(folder, *WRITING[command], stdout=full)
    assert done.returncode == 1
    assert done.stderr.count(b"JX809") == 1


def test_standard_input_is_read_once(folder: Path) -> None:
    with (folder / "a.yaml").open("rb") as stdin:
        done = run(folder, "score", "-", "-", "-f", "jsonl", stdin=stdin, stdout=subprocess.PIPE)
    (line,) = done.stdout.splitlines()
    assert done.returncode == 0
    assert b'"total": "96.11"' in line


@pytest.mark.parametrize("command", ["score", "check", "explain"])
def test_standard_input_that_is_closed(command: str, folder: Path) -> None:
    done = run(folder, command, "-", stdout=subprocess.PIPE, preexec_fn=lambda: os.close(0))
    assert done.returncode == 1
    assert b"JX106" in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["table", "markdown", "html", "xlsx", "docx"])
def test_no_empty_form_of_what_was_not_read(
    form: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    put(folder / "broken.yaml", "[")
    monkeypatch.chdir(folder)
    for output in (None, f"none.{form}", "none/"):
        assert score_paths([Path("broken.yaml"), Path("no.yaml")], Options(format=form, output=output)) == 1
        told = capfdbinary.readouterr()
        assert told.out == b""
        assert told.err.count(b"JX127") == told.err.count(b"JX102") == 1
        assert not list(folder.glob("none*"))


def test_the_summary_has_a_row_for_what_was_not_read(folder: Path) -> None:
    put(folder / "broken.yaml", "[")
    done = run(folder, "score", "a.yaml", "broken.yaml", "-f", "markdown", stdout=subprocess.PIPE)
    text = done.stdout.decode()
    assert text.count("# ") == 1
    assert "broken.yaml" in text


def started(folder: Path, **more: Any) -> subprocess.Popen[bytes]:
    """A run that has begun to write, and has more left to write than a pipe holds."""
    command = [*COMMAND, "score", "many", "-f", "jsonl"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, **more
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def ended(process: subprocess.Popen[bytes]) -> int:
    try:
        _, told = process.communicate(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert b"Traceback" not in told
    return process.returncode


ENDS: dict[str, tuple[Callable[[int], None], int]] = {
    "Ctrl-C": (lambda pid: os.killpg(pid, signal.SIGINT), 130),
    "Ctrl-C twice": (lambda pid: [os.killpg(pid, signal.SIGINT) for _ in range(2)] and None, 130),
    "SIGINT": (lambda pid: os.kill(pid, signal.SIGINT), 130),
    "SIGTERM": (lambda pid: os.kill(pid, signal.SIGTERM), 143),
    "SIGTERM to all": (lambda pid: os.killpg(pid, signal.SIGTERM), 143),
    "SIGHUP": (lambda pid: os.killpg(pid, signal.SIGHUP), 129),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_signal_ends_the_run_by_its_code(how: str, folder: Path) -> None:
    end, code = ENDS[how]
    process = started(folder, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))  # nohup ignores it
    end(process.pid)
    assert ended(process) == code


#: Ctrl-C while the first of the command's own files is being loaded.
AT_ONCE = """
import builtins, os, signal
load = builtins.__import__
def interrupted(name, *more):
    if name == "jixiao.cli.signals":
        os.kill(os.getpid(), signal.SIGINT)
    return load(name, *more)
builtins.__import__ = interrupted
from jixiao.cli import run
run()
"""


def test_ctrl_c_before_the_first_line_of_work() -> None:
    done = subprocess.run([sys.executable, "-c", AT_ONCE], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_run_that_ignores_ctrl_c_goes_on(folder: Path) -> None:
    process = started(folder, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    os.killpg(process.pid, signal.SIGINT)
    assert ended(process) == 0


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_random_moments() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.stress.interrupts", "12", "--seed", "3", "--within", "60"],
        cwd=ROOT,
        check=False,
        timeout=1200,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()[-4000:]
