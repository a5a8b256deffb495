"""The process that reads: whatever ends it costs one file its reading, and nobody is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jixiao.border import reader_process
from jixiao.border.inputs import InputError
from jixiao.border.reader_process import Limits, run
from tests.support.findings import code_of
from tests.support.paths import ROOT
from tests.support.processes import pid, sleep


def spin(*_: object) -> None:
    while True:
        pass


def fill(*_: object) -> int:
    held = [bytes(1_000_000) for _ in range(10_000)]
    return len(held)


def kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def kill_once(mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def kill_always(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(*_: object) -> None:
    raise SystemExit(3)


def chatter(*_: object) -> str:
    sys.stdout.write("no answer")
    sys.stdout.flush()
    os.write(1, b"no answer either")
    return "answer"


def fail(*_: object) -> None:
    raise KeyError("甲\n乙")


def fail_in_silence(*_: object) -> None:
    raise ValueError


def lack(*_: object) -> None:
    raise ImportError("no such", name="such")


def echo(value: object) -> object:
    return value


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


ENDS = {spin: "CPU 1 s", sleep: "1 s", fill: "50 MB", kill: "SIGSEGV", kill_always: "SIGKILL", leave: "exit 3"}
TIGHT = Limits(processor=1, memory=50 << 20, deadline=20)


@pytest.mark.parametrize("function", ENDS, ids=lambda function: function.__name__)
def test_a_file_that_ends_the_process_is_told_and_the_next_one_read(function: Callable[..., Any]) -> None:
    before = run(pid, name="a")
    limits = TIGHT._replace(deadline=1) if function is sleep else TIGHT
    with pytest.raises(InputError) as caught:
        run(function, name="a.xlsx", limits=limits)
    finding = caught.value.finding
    assert (finding.code, finding.args) == ("JX832", {"name": "a.xlsx", "detail": ENDS[function]})
    assert run(pid, name="b") != before
    assert is_gone(before)


def test_one_process_serves_all_files() -> None:
    assert os.getpid() != run(pid, name="a") == run(pid, name="b")


def test_a_process_that_somebody_kills_is_replaced_and_its_work_done_again(tmp_path: Path) -> None:
    assert run(kill_once, str(tmp_path / "mark"), name="a") == "done"
    os.kill(run(pid, name="a"), signal.SIGKILL)
    assert run(echo, 1, name="a") == 1


def test_whatever_a_reader_raises_is_a_finding(place: str) -> None:
    assert code_of(run, fail, name="a") == code_of(run, fail_in_silence, name="a") == "JX820"
    with pytest.raises(ImportError) as caught:
        run(lack, name="a")
    assert caught.value.name == "such"


def test_what_a_library_prints_is_no_answer() -> None:
    assert run(chatter, name="a") == "answer"


@pytest.mark.parametrize("size", [0, 1, 70_000, 20_000_000])
def test_arguments_and_answers_of_any_size(size: int) -> None:
    assert run(echo, b"x" * size, name="a") == b"x" * size


def test_several_threads_share_the_process() -> None:
    answers: list[object] = []
    threads = [threading.Thread(target=lambda at=at: answers.append(run(echo, at, name="a"))) for at in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers, key=str) == sorted(range(20), key=str)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_daemonic_child_has_a_process_of_its_own(method: Any) -> None:
    own = run(pid, name="a")
    with warnings.catch_warnings(action="ignore"), multiprocessing.get_context(method).Pool(1) as pool:
        theirs = pool.apply_async(run, (pid,), {"name": "a"}).get(60)
    assert theirs not in (own, os.getpid())
    assert run(pid, name="a") == own


def test_where_no_process_starts_the_reader_runs_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "_READER", reader_process._Reader())
    monkeypatch.setattr(sys, "executable", "/dev/null")
    assert run(pid, name="a") == run(pid, name="a") == os.getpid()


def test_an_interpreter_that_is_none_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "_READER", reader_process._Reader())
    monkeypatch.setattr(sys, "executable", "/bin/true")
    assert run(pid, name="a") == os.getpid()


SCRIPT = """
import os, sys, time
sys.path.insert(0, {folder!r})
from tests.support.processes import pid, sleep
from jixiao.border.reader_process import run
print(run(pid, name="a"), flush=True)
{end}
"""


@pytest.mark.parametrize(
    ("end", "sent"),
    [
        ("", None),
        ("run(sleep, name='a')", signal.SIGINT),
        ("run(sleep, name='a')", signal.SIGKILL),
        ("os._exit(0)", None),
    ],
    ids=["end", "Ctrl-C", "kill", "at once"],
)
def test_the_process_goes_with_the_one_that_asks(end: str, sent: int | None) -> None:
    """An unguarded script: nothing of it is run a second time."""
    script = SCRIPT.format(folder=str(ROOT), end=end)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as asking:
        assert asking.stdout is not None
        reading = int(asking.stdout.readline())
        if sent is not None:
            time.sleep(0.2)
            asking.send_signal(sent)
        if sent == signal.SIGKILL:
            os.kill(reading, signal.SIGKILL)  # it sleeps for a minute before it sees that nobody asks
        asking.wait(30)
    until = time.monotonic() + 30
    while not is_gone(reading) and time.monotonic() < until:
        time.sleep(0.05)
    assert is_gone(reading)


def test_nobody_else_sees_the_pipes() -> None:
    """A child that outlives us must not keep the reading process alive."""
    run(pid, name="a")
    process = reader_process._READER._process
    assert process is not None
    assert not os.get_inheritable(process._tasks.fileno())
