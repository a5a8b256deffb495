"""Each file of ``hostile``: a finding, no traceback, in 3 s and 300 MB that the operating system enforces and counts."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

HOSTILE = Path(__file__).parent / "hostile"
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
    """The command under limits for each of its processes; what all of them took together is within the same."""

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
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "Traceback" not in told, told[-2000:]
    assert used.ru_maxrss * 1024 < MEMORY
    return Run(running.returncode, output, told)


def processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", [name for name in OFFICE if name not in SOUND])
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
