"""How far a long run has come is told to its end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from jixiao.border.folders import Input
from jixiao.cli.pipeline import run_task
from jixiao.cli.progress import FileProgress
from jixiao.findings import Finding, Lang


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


class Names:
    """Returns the name of each input."""

    def run(self, source: Input) -> list[str]:
        return [source.path.name]

    def fail(self, source: Input, finding: Finding) -> str:
        return f"{source.path.name} {finding.code}"


def test_the_count_reaches_the_number_of_inputs_and_ends_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last step was not counted: 450/500 stood at the end of the run, and the next words in the same line."""
    for number in range(120):
        (tmp_path / f"{number:03}.yaml").write_text("name: 甲\n", "utf-8")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert len(list(run_task([tmp_path], Names(), lang="zh", alone=True))) == 120
    assert terminal.getvalue() == "\r50/120\r100/120\r120/120\n"


def test_a_run_that_is_given_up_ends_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(120):
        (tmp_path / f"{number:03}.yaml").write_text("name: 甲\n", "utf-8")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    values = run_task([tmp_path], Names(), lang="zh", alone=True)
    for _ in range(60):
        next(values)
    values.close()
    assert terminal.getvalue() == "\r50/120\n"


def lines(terminal: Terminal) -> list[str]:
    return [line.rstrip(" ") for line in terminal.getvalue().split("\r")[1:]]


@pytest.mark.parametrize(
    ("lang", "remark"),
    [("zh", "（PDF 读得慢，还有 {} 份）"), ("en", " (PDF files take longer: {} to come)")],
)
def test_slow_files_are_told_as_such(lang: Lang, remark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among 120 files three are PDF files, one of them the last: each is told, and how many are to come."""
    for number in range(120):
        ending = "PDF" if number in (10, 60, 119) else "yaml"
        (tmp_path / f"{number:03}.{ending}").write_text("name: 甲\n", "utf-8")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert len(list(run_task([tmp_path], Names(), alone=True, lang=lang))) == 120
    counts = [("11/120", 2), ("50/120", 2), ("61/120", 1), ("100/120", 1)]
    assert lines(terminal) == [
        *(f"{count}{remark.format(left)}" for count, left in counts),
        "120/120" + " " * width_of(remark) + "\n",
    ]


def width_of(remark: str) -> int:
    """How many columns of a terminal a remark with a digit takes."""
    return sum(1 + (character > "⺀") for character in remark) - 1


def test_a_few_slow_files_are_a_long_run() -> None:
    terminal = Terminal()
    progress = FileProgress([Path(f"{number}.pdf") for number in range(10)], "zh", terminal)
    for _ in range(10):
        progress.step()
    assert lines(terminal)[0] == "1/10（PDF 读得慢，还有 9 份）"
    assert lines(terminal)[-1].startswith("10/10")


def test_a_few_quick_files_are_none() -> None:
    terminal = Terminal()
    progress = FileProgress([Path(f"{number}.xlsx") for number in range(90)], "zh", terminal)
    for _ in range(90):
        progress.step()
    progress.close()
    assert terminal.getvalue() == ""
