"""Work shared by processes: in order, whoever dies, little ahead of what is taken, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from jixiao.cli import workers
from jixiao.cli.workers import share
from tests.support.paths import ROOT
from tests.support.processes import members, wait_for

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
LIMIT = 60


@pytest.fixture(autouse=True)
def no_hanging() -> Iterator[None]:
    """A test that would hang is ended."""
    usual = signal.signal(signal.SIGALRM, lambda *_: pytest.fail(f"still at work after {LIMIT} s"))
    signal.alarm(LIMIT)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, usual)


def die(how: str) -> None:
    if how == "exit":
        os._exit(3)
    os.kill(os.getpid(), getattr(signal, how))


def square(number: int) -> int:
    return number * number


def square_or_die(folder: Path, how: str, deadly: dict[int, int], number: int) -> int:
    """The square; of a number in ``deadly`` only after it has killed so many workers."""
    marks = len(list(folder.glob(f"{number}.*")))
    if marks < deadly.get(number, 0):
        (folder / f"{number}.{marks}").touch()
        die(how)
    return number * number


def lost(number: int, end: str) -> str:
    return f"{number}: {end}"


@pytest.mark.parametrize(("count", "size", "block"), [(0, 2, 3), (1, 4, 5), (23, 3, 5), (200, 2, 7)])
def test_results_come_in_order(count: int, size: int, block: int) -> None:
    assert list(share(square, range(count), lost, workers=size, block=block)) == [n * n for n in range(count)]


@pytest.mark.parametrize(
    ("how", "start"), [("SIGKILL", "fork"), ("SIGTERM", "fork"), ("exit", "fork"), ("SIGKILL", "spawn")]
)
def test_a_worker_that_dies_is_replaced(how: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "START", start)
    work = partial(square_or_die, tmp_path, how, {0: 1, 17: 1, 18: 1, 39: 1})
    assert list(share(work, range(40), lost, workers=2, block=5)) == [n * n for n in range(40)]


@pytest.mark.parametrize(("how", "end"), [("SIGKILL", "SIGKILL"), ("SIGTERM", "exit 143"), ("exit", "exit 3")])
@pytest.mark.parametrize("block", [1, 5])
def test_an_item_that_always_kills_costs_itself(how: str, end: str, block: int, tmp_path: Path) -> None:
    work = partial(square_or_die, tmp_path, how, {3: 99, 4: 99, 24: 99})
    wanted: list[int | str] = [n * n for n in range(25)]
    for number in (3, 4, 24):
        wanted[number] = f"{number}: {end}"
    results: Iterator[int | str] = share(work, range(25), lost, workers=3, block=block)  # type: ignore[arg-type]
    assert list(results) == wanted


def test_a_function_that_raises_loses_its_item_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(share(int, ["1", "x", "3"], lambda item, end: -1, workers=2)) == [1, -1, 3]
    assert capfd.readouterr() == ("", "")


def mark(folder: Path, number: int) -> int:
    (folder / str(number)).touch()
    return number


def test_a_slow_reader_holds_little(tmp_path: Path) -> None:
    with closing(share(partial(mark, tmp_path), range(1000), lost, workers=2, block=5)) as results:  # type: ignore[arg-type]
        for _ in range(10):
            next(results)
        time.sleep(0.3)
        assert len(list(tmp_path.iterdir())) <= 10 + 5 * 2 * (workers.AHEAD + 1)


def test_a_worker_goes_on_to_its_next_block_by_itself(tmp_path: Path) -> None:
    with closing(share(partial(mark, tmp_path), range(1000), lost, workers=2, block=5)) as results:  # type: ignore[arg-type]
        next(results)
        assert ended(lambda: len(list(tmp_path.iterdir())) >= 5 * 2 * workers.HELD)


def repeat(text: str) -> str:
    return text * 100


def test_large_items_and_results_fill_no_pipe() -> None:
    items = [str(number) * 10_000 for number in range(10, 40)]
    assert [len(text) for text in share(repeat, items, lost, workers=2, block=10)] == [2_000_000] * 30  # type: ignore[arg-type]


class Interruption(Exception):  # noqa: N818  # as a signal's handler raises
    pass


def interrupt(*_: object) -> None:
    raise Interruption


def test_closing_ends_workers_that_are_busy() -> None:
    before = children()
    results = share(partial(wait_for, 600), range(4), lost, workers=2)  # type: ignore[arg-type]
    signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(1)
    with pytest.raises(Interruption):
        next(results)
    assert children() == before


def children() -> list[int]:
    """The processes that this one has started and that have not been waited for."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


PARENT = """
import sys, time
from functools import partial
sys.path.insert(0, sys.argv[1])
from jixiao.cli.workers import share
from tests.support.processes import wait_for
print("begun", flush=True)
list(share(partial(wait_for, 600), range(4), None, workers=2))
"""


def ended(condition: Callable[[], bool]) -> bool:
    for _ in range(LIMIT * 10):
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_workers_leave_when_their_parent_is_killed() -> None:
    command = [sys.executable, "-c", PARENT, str(ROOT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert ended(lambda: len(members(process.pid)) == 3)
        process.kill()
    assert ended(lambda: not members(process.pid))
