"""A review that was killed and taken up again is the review of one run, byte by byte, in every format."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

import jixiao
from jixiao.audit.profile import usual_profile
from jixiao.border.folders import inputs
from jixiao.border.outputs import Outputs
from jixiao.cli.audit_inputs import Reviewing
from jixiao.cli.audit_journal import Journal
from jixiao.cli.inputs import INPUTS, Passed
from jixiao.cli.options import Options
from jixiao.review import AccountsText, Unread
from tests.support import commands
from tests.support.paths import ROOT, TESTS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills of POSIX")
TABLE = yaml.load((TESTS / "data" / "audit_cases" / "table.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
ACCOUNTS = "2023年度收、支总计均为500万元。与2022年度400万元相比，收、支总计各增加100万元，增长24%。\n"
#: Seconds in which a review notes down a dozen files, on a busy machine.
PATIENCE = 60


def project(number: int, **changes: Any) -> dict[str, Any]:
    rows = [dict(row) for row in TABLE["indicators"]]
    rows[number % len(rows)]["actual"] = "≥90%"
    return {**TABLE, "name": f"防汛物资采购{number}", "indicators": rows, **changes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Project files, forms of three kinds, accounts, and a file that cannot be read."""
    below = tmp_path / "表"
    for number in range(8):
        text = yaml.safe_dump(project(number), allow_unicode=True)
        commands.put(below / f"{number}.yaml", text)
    for number, kind in enumerate(("docx", "html", "xlsx"), 8):
        drawing = jixiao.render(jixiao.score(jixiao.load_project(project(number))), kind)
        path = commands.put(below / "表格" / f"{number}.{kind}", "")
        path.write_bytes(drawing if isinstance(drawing, bytes) else drawing.encode())
    commands.put(below / "说明" / "决算.txt", ACCOUNTS)
    commands.put(below / "坏.xlsx", "no workbook")
    return below


def audit(*words: object) -> commands.Done:
    return commands.jixiao("audit", *map(str, words), stdin=yaml.safe_dump(project(20), allow_unicode=True).encode())


def kill_half_way(folder: Path, output: Path, journal: Path, files: int) -> None:
    """Kill a review once so many files are noted down; it waits for standard input, its last one."""
    command = [sys.executable, "-m", "jixiao", "audit", str(folder), "-", "-o", str(output)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and (not journal.is_file() or journal.read_bytes().count(b"\n") <= files):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert journal.read_bytes().count(b"\n") > files


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "journal", "files"),
    [
        ("out", "out/.audit.jixiao-part", ["审核.html", "审核.json", "审核.xlsx", "审核意见.docx"]),
        ("审核.txt", ".审核.txt.jixiao-part", []),
    ],
)
def test_all_formats_are_those_of_one_run(
    name: str, journal: str, files: list[str], folder: Path, tmp_path: Path
) -> None:
    outputs = []
    for run in ("whole", "again"):
        output = tmp_path / run / name
        (output if files else output.parent).mkdir(parents=True)
        outputs.append(output)
    whole, again = outputs
    assert audit(folder, "-", "-o", whole).code == 1
    kill_half_way(folder, again, tmp_path / "again" / journal, 9)
    noted = tmp_path / "again" / journal
    noted.write_bytes(noted.read_bytes() + b'["cut')  # as a kill in the middle of a line leaves it
    assert audit(folder, "-", "-o", again, "--resume").code == 1
    pairs = [(whole / one, again / one) for one in files] or [(whole, again)]
    for first, second in pairs:
        assert first.read_bytes() == second.read_bytes()
        assert first.read_bytes()
    assert sorted(path.name for path in again.parent.rglob("*") if path.is_file()) == sorted(files or [name])


def entries(tmp_path: Path, options: Options) -> dict[str, Any]:
    return Journal(Outputs(str(tmp_path / "out.json")), options, None).read(resume=True)


def noted(tmp_path: Path, options: Options, name: str, value: Any) -> Path:
    path = commands.put(tmp_path / name)
    journal = Journal(Outputs(str(tmp_path / "out.json")), options, None)
    journal.read(resume=False)
    journal.write(path if name != "-" else Path("-"), [value])
    return path


TEXT = AccountsText("a.txt", (("第1行", "总计为5万元"),))


def test_a_file_that_was_not_read_is_tried_again(tmp_path: Path) -> None:
    """What it lacked may be there now: a library, LibreOffice, memory."""
    noted(tmp_path, Options(), "a.xlsx", Unread("a.xlsx", "…"))
    assert entries(tmp_path, Options()) == {}


def test_standard_input_is_never_taken_from_the_run_before(tmp_path: Path) -> None:
    noted(tmp_path, Options(), "-", TEXT)
    assert entries(tmp_path, Options()) == {}


def test_other_rules_or_answers_begin_anew(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    commands.put(specs / "a.yaml", "id: cn.x-2023\n")
    options = Options(specs=specs, spec=str(specs / "a.yaml"))
    path = noted(tmp_path, options, "a.txt", TEXT)
    assert entries(tmp_path, options) == {str(path): [TEXT]}
    assert entries(tmp_path, options) == {str(path): [TEXT]}
    commands.put(path.with_name("jixiao.columns.yaml"), "目标值: 年度指标值\n")
    assert entries(tmp_path, options) == {}
    path = noted(tmp_path, options, "a.txt", TEXT)
    assert entries(tmp_path, Options(specs=specs, spec=options.spec, columns=(("目标值", "年度指标值"),))) == {}
    path = noted(tmp_path, options, "a.txt", TEXT)
    commands.put(specs / "a.yaml", "id: cn.y-2023\n")
    assert entries(tmp_path, options) == {}


OWN_RULE = """
id: cn.own-2023
version: 1
title: {title}
extends: cn.mof-2020-10@2
in_force: {{from: 2023-01-01}}
form: {{title: {form}}}
"""


@pytest.mark.parametrize(
    ("title", "form", "is_taken_up"), [("甲", "表", True), ("乙", "表", False), ("甲", "单", False), (None, "", False)]
)
def test_a_rule_that_a_table_names_itself_is_a_part_of_what_was_reviewed(
    title: str | None, form: str, is_taken_up: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rule = commands.put(tmp_path / "own.yaml", OWN_RULE.format(title="甲", form="表"))
    text = yaml.safe_dump(project(0, spec="../own.yaml"), allow_unicode=True)
    path = commands.put(tmp_path / "表" / "a.yaml", text)
    options = Options()
    journal = Journal(Outputs(str(tmp_path / "out.json")), options, None)
    journal.read(resume=False)
    reviewed = Reviewing(options, usual_profile(), {}).run(inputs([path], INPUTS)[0][0])
    assert not isinstance(reviewed, Passed)
    journal.write(path, reviewed)
    rule.unlink()
    if title is not None:
        commands.put(rule, OWN_RULE.format(title=title, form=form))
    assert (str(path) in entries(tmp_path, Options())) == is_taken_up
