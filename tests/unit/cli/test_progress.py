"""How far a long run has come is told to its end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from jixiao.border.folders import Input
from jixiao.cli.pipeline import run_task
from jixiao.findings import Finding


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
    assert len(list(run_task([tmp_path], Names(), alone=True))) == 120
    assert terminal.getvalue() == "\r50/120\r100/120\r120/120\n"


def test_a_run_that_is_given_up_ends_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(120):
        (tmp_path / f"{number:03}.yaml").write_text("name: 甲\n", "utf-8")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    values = run_task([tmp_path], Names(), alone=True)
    for _ in range(60):
        next(values)
    values.close()
    assert terminal.getvalue() == "\r50/120\n"
