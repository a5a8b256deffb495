"""Answers about headings that no word explains: on the command line, beside the files, at a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from jixiao.cli.column_questions import answered_columns, remember
from jixiao.cli.commands import app
from jixiao.cli.inputs import spec_of_form
from jixiao.cli.options import Options
from jixiao.forms.importing import FileReading, read_projects
from jixiao.forms.importing.columns import columns_beside
from tests.support.paths import CASES

FILE = "jixiao.columns.yaml"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form with two headings that nobody knows."""
    book = openpyxl.load_workbook(next(CASES.glob("k41_*")))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            words = {"全年实际完成值": "办得怎样", "年度指标值": "想办多少"}
            if cell.value in words:
                cell.value = words[cell.value]
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*arguments])
    return done.exit_code, done.stdout, done.stderr


def reading(path: Path) -> FileReading:
    return read_projects(path, lambda name: spec_of_form(Options(), name))


def test_unknown_headings_are_asked_about_with_the_nearest_ones(form: Path) -> None:
    findings = [finding for one in reading(form).readings for finding in one.imported.findings]
    assert [finding.args["text"] for finding in findings if finding.code == "JX882"] == ["想办多少", "办得怎样"]
    assert not (form.parent / FILE).exists()


@pytest.mark.parametrize("command", ["read", "score", "check"])
def test_the_command_line_answers(form: Path, command: str) -> None:
    answers = ("--columns", "想办多少=目标值", "--columns", " 办得怎样 = 完成值")
    _, out, err = run(command, str(form), *answers)
    assert "JX882" not in out + err
    if command == "score":
        assert "98.58" in out


@pytest.mark.parametrize("answer", ["想办多少", "想办多少=随便", "=年度指标值"])
def test_an_answer_that_says_nothing_is_wrong_usage(form: Path, answer: str) -> None:
    assert run("read", str(form), "--columns", answer)[0] == 2


def test_answers_beside_the_files_are_used_and_are_no_input(form: Path) -> None:
    (form.parent / FILE).write_text("想办多少: 年度指标值\n办得怎样: 实际完成值\n", "utf-8")
    _, out, err = run("score", str(form.parent))
    assert ("98.58" in out, "JX882" in err, FILE in err) == (True, False, False), err


@pytest.mark.parametrize(
    ("text", "code"), [("想办多少: 随便\n", "JX887"), ("- 甲\n", "JX888"), ("甲: [\n", "JX1"), ("", "JX")]
)
def test_a_broken_file_of_answers_is_told(form: Path, text: str, code: str) -> None:
    (form.parent / FILE).write_text(text, "utf-8")
    (finding, *_) = columns_beside(form).findings
    assert finding.code.startswith(code)
    assert finding.message()
    assert finding.message("en")
    assert columns_beside(form).words == {}


def test_answers_at_a_terminal_are_remembered(form: Path) -> None:
    questions = io.StringIO()
    answers = io.StringIO("随便\n年度指标值\n实际完成值\n")
    columns = answered_columns(reading(form), "zh", answers, questions)
    assert columns == {"想办多少": "年度指标值", "办得怎样": "实际完成值"}
    assert questions.getvalue().count("想办多少") == 2
    remember(form, columns)
    remember(form, {"另一栏": "分值"})
    assert columns_beside(form).words == {**columns, "另一栏": "分值"}
    assert "98.58" in run("score", str(form))[1]


def test_a_number_chooses_a_near_heading_and_nothing_skips(form: Path) -> None:
    columns = answered_columns(reading(form), "en", io.StringIO("1\n\n"), io.StringIO())
    assert list(columns) == ["想办多少"]
