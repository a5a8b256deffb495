"""Each file of ``hostile``: a finding, no traceback, in 3 s and 300 MB that the operating system enforces."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from tests.support.commands import jixiao
from tests.support.paths import HOSTILE
from tests.support.rule_book import in_samples

SECONDS, MEMORY = 3, 300 * 1024 * 1024

#: What each office file gives, by the beginning of its name.
CODES = {
    "carried-": "JX833",
    "xcarried-": "JX833",
    "dflip-": "JX820",
    "zip-": "JX820",
    "guard-regex-": "JX820",
    "": "JX822",
}
SOUND = ("read-over-input.xlsx", "traversal-carried-name.docx")
OFFICE = sorted(path.name for path in HOSTILE.iterdir() if path.suffix in (".xlsx", ".docx"))


class Run(NamedTuple):
    code: int
    output: str
    told: str


def run(*arguments: str) -> Run:
    """The command, each of whose processes the system ends, or refuses memory, beyond the limits."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    command = [sys.executable, "-m", "jixiao", *arguments]
    variables = {**os.environ, "PYTHONUTF8": "1", "COVERAGE_PROCESS_START": ""}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        env=variables,
        stdout=pipe,
        stderr=pipe,
        encoding="utf-8",
        preexec_fn=limit,  # noqa: PLW1509
    ) as running:
        output, told = running.communicate(timeout=120)
    assert "Traceback" not in told, told[-2000:]
    return Run(running.returncode, output, told)


def processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", in_samples(name for name in OFFICE if name not in SOUND))
def test_a_hostile_file_costs_little_and_is_told(name: str) -> None:
    before = processor_time()
    done = run("read", str(HOSTILE / name))
    assert processor_time() - before < SECONDS
    code = next(code for start, code in CODES.items() if name.startswith(start))
    assert (done.code, code in done.told) == (1, True), done.told
    is_read = "绩效指标:" in done.output
    assert is_read == (code == "JX833")  # what is seen is read as a stranger's


def test_nothing_of_a_file_that_a_document_names_is_told() -> None:
    done = run("read", str(HOSTILE / "carried-spec-etc.docx"))
    assert not [line for line in Path("/etc/passwd").read_text().splitlines() if line in done.output + done.told]


@pytest.mark.parametrize("name", SOUND)
def test_a_form_beside_them_is_read(name: str) -> None:
    done = run("read", str(HOSTILE / name))
    assert done.code == 0
    assert "错误" not in done.told
    assert "绩效指标:" in done.output


def test_one_of_them_does_not_keep_the_others_from_being_read() -> None:
    names = ["merge-quote1.xlsx", "read-over-input.xlsx", "dflip-13.docx", "docx-wide-5000cols.docx", "zip-zlib.xlsx"]
    done = run("read", *(str(HOSTILE / name) for name in names))
    assert done.code == 1
    assert "绩效指标:" in done.output
    assert [name for name in names if name in done.told] == [name for name in names if name not in SOUND]


@pytest.mark.parametrize(("name", "typed"), [("thousands-crash.yaml", "1,000"), ("false-shown-true.yaml", "False")])
def test_texts_that_look_like_numbers_are_shown_as_typed(name: str, typed: str, tmp_path: Path) -> None:
    sound = tmp_path / "sound.yaml"
    sound.write_text((HOSTILE / "false-shown-true.yaml").read_text("utf-8").replace("乙", "丙"), "utf-8")
    done = run("score", str(HOSTILE / name), str(sound))
    cells = [cell.strip() for line in done.output.splitlines() for cell in line.split("|")]
    assert cells.count(typed) >= 2
    assert "True" not in cells
    assert "项目名称：丙" in done.output


def test_a_form_is_not_replaced_by_what_is_read_from_it(tmp_path: Path) -> None:
    form = tmp_path / "a.xlsx"
    form.write_bytes((HOSTILE / "read-over-input.xlsx").read_bytes())
    done = run("read", str(form), "-o", str(form))
    assert done.code == 2
    assert form.read_bytes() == (HOSTILE / "read-over-input.xlsx").read_bytes()


def test_a_name_that_a_document_carries_leads_out_of_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "c" / "d" / "out"
    done = run("read", str(HOSTILE / "traversal-carried-name.docx"), "-o", f"{out}/")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert done.code == 0
    assert written
    assert {path.parent for path in written} == {out}


#: What ``batch`` says of each table, and the projects that it scores all the same.
TABLES = {
    "batch-assertion.csv": ("JX204", 1),
    "batch-silent-chinese-numeral-execution.csv": ("JX204", 1),
    "stray-quote.csv": ("JX7", 1),
    "ragged-thousands.csv": ("JX718", 1),
    "pqflip0--flip0.parquet": ("JX704", 1),
    "pqflip22--flip22.parquet": ("JX704", 1),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_damaged_table_costs_no_sound_one(name: str, tmp_path: Path) -> None:
    """The engine of columns maps more address space than it uses, so that only what it uses is counted."""
    sound = tmp_path / "sound.csv"
    sound.write_text(
        "project,level1,name,target,actual,weight\n好,产出指标,a,10,10,90\n好,预算执行率,e,10,10,10\n", "utf-8"
    )
    done = jixiao("batch", HOSTILE / name, sound, "--spec", "cn.mof-2020-10", "-o", tmp_path / "out")
    code, exit_code = TABLES[name]
    assert code in done.told
    assert "JX9" not in done.told
    assert done.code == exit_code
    totals = pl.read_parquet(tmp_path / "out" / "projects.parquet").filter(project="好")["total"]
    assert [str(total) for total in totals] == ["100.00"]
