"""A budget system embeds jixiao: projects from dicts under specs from texts, answered as files are, and no file opened.

The operating system says what is opened; `strace` is needed for it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jixiao import SpecBook
from tests.support.embedding import MARK, SPEC, project
from tests.support.paths import ROOT

LAW_10 = Path(SpecBook().files["cn.mof-2020-10"].name).read_text("utf-8")
FIRST = LAW_10.replace("id: cn.mof-2020-10\n", f"id: {SPEC}\n").replace("version: 2\n", "version: 1\n")
#: Another version, of another document and with other scores.
SECOND = (
    FIRST.replace("version: 1\n", "version: 2\n")
    .replace("财预〔2020〕10号", "某财〔2023〕1号")
    .replace("row: 0.01", "row: 0.1")
)


def by_files(folder: Path, text: str) -> dict[str, str]:
    """Return the results of `jixiao score` on a folder of files, by the id of their projects."""
    specs = folder.parent / f"specs{len(text)}"
    specs.mkdir()
    (specs / "town.yaml").write_text(text, "utf-8")
    words = ["score", str(folder), "--specs", str(specs), "-f", "jsonl"]
    done = process("-m", "jixiao", *words)
    return {json.loads(line)["id"]: without_places(line) for line in done.stdout.decode().splitlines()}


def process(*words: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    """A Python program, run to its end; ``before`` is the program that runs it."""
    return subprocess.run([*before, sys.executable, *words], cwd=ROOT, capture_output=True, check=False, timeout=1200)


def without_places(text: str) -> str:
    """Return a result but for where things stand in a file, which findings are ordered by, too."""
    document = json.loads(text)
    findings = [{**finding, "line": None, "column": None} for finding in document["findings"]]
    findings.sort(key=lambda finding: (finding["path"], finding["code"]))
    return json.dumps({**document, "source": "", "findings": findings}, ensure_ascii=False)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("count", [60, pytest.param(5000, marks=pytest.mark.slow)])
def test_dicts_under_specs_from_texts_are_answered_as_files_and_nothing_is_opened(count: int, tmp_path: Path) -> None:
    """In eight threads, while the book is swapped: each answer is wholly that of one book."""
    folder = tmp_path / "projects"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.json").write_text(json.dumps(project(number), ensure_ascii=False), "utf-8")
    names = [tmp_path / "first.json", tmp_path / "second.json"]
    for name, text in zip(names, (FIRST, SECOND), strict=True):
        name.write_text(json.dumps({"town": text}), "utf-8")
    expected = [by_files(folder, text) for text in (FIRST, SECOND)]

    trace = tmp_path / "trace"
    tracing = ("strace", "-f", "--seccomp-bpf", "-e", "trace=%file", "-o", str(trace))
    done = process("-m", "tests.support.embedding", *map(str, names), str(count), before=tracing)
    assert done.returncode == 0, done.stderr.decode()

    calls = [line for line in trace.read_text("utf-8").splitlines() if "(" in line]
    begin, end = (number for number, line in enumerate(calls) if MARK in line)
    assert calls[begin + 1 : end] == []
    lines = done.stdout.decode().splitlines()
    answers = [(int(line[0]), line[2:]) for line in lines]
    assert {which for which, _ in answers} == {0, 1}
    for number, (which, text) in enumerate(answers):
        assert without_places(text) == expected[which][str(number)]
