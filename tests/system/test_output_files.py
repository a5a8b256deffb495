"""What commands write: the ending decides the format, nothing is lost, nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from tests.support import commands
from tests.support.paths import EXAMPLES, HOSTILE

SMS = EXAMPLES / "leshan-sms.yaml"


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: object, cwd: Path) -> Done:
    with contextlib.chdir(cwd):
        return Done(*commands.run(*map(str, words)))


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("a.md", "## "), ("a.json", "[\n{"), ("a.jsonl", "{"), ("a.csv", "\ufeffsource"), ("a.HTML", "<!DOCTYPE"), ("a.xlsx", "PK"),
        ("a.docx", "PK"), ("a.txt", "部门预算"), ("a", "部门预算"),
    ],
)  # fmt: skip
def test_the_ending_decides_the_format(tmp_path: Path, name: str, begin: str) -> None:
    done = run("score", SMS, "-o", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(begin.encode())


@pytest.mark.parametrize("name", ["绩" * 90, "/".join(["d" * 200] * 30)])
@pytest.mark.parametrize("ending", [".json", ".yaml", ".xlsx", ".md", ""])
def test_a_name_too_long_for_the_system_is_told(tmp_path: Path, name: str, ending: str) -> None:
    """Whatever command is to write there, and also where a file of that ending might be a spec."""
    for words in (
        ("score", SMS, "-f", "json", "-o"),
        ("report", SMS, "-f", "html", "-o"),
        ("new", "--spec", "cn.mof-2020-10", "-o"),
        ("read", SMS, "-o"),
        ("spec", "test"),
        ("spec", "test", "--boundaries"),
    ):
        done = run(*words, name + ending, cwd=tmp_path)
        assert "JX9" not in done.stderr, (words, done.stderr)
        assert done.returncode in {1, 2} or words[:2] == ("spec", "test"), words
    assert files(tmp_path) == []


def test_an_ending_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    for command, name in (("score", "a.doc"), ("score", "a.yaml"), ("report", "r.docx"), ("report", "r")):
        done = run(command, SMS, "-o", name, cwd=tmp_path)
        assert (done.returncode, ".html" in done.stderr) == (2, True), name
    done = run("spec", "plot", "cn.mof-2020-10", "-o", "curves.doc", cwd=tmp_path)
    assert (done.returncode, ".svg .png" in done.stderr) == (2, True)
    assert run("score", SMS, "-f", "json", "-o", "a.doc", cwd=tmp_path).returncode == 0
    assert files(tmp_path) == ["a.doc"]


def test_the_root_and_a_folder_of_that_name_are_findings(tmp_path: Path) -> None:
    (tmp_path / "out" / "leshan-sms.json").mkdir(parents=True)
    for words in (("-o", "/"), ("-o", "//"), ("-f", "json", "-o", "out")):
        done = run("score", SMS, *words, cwd=tmp_path)
        assert done.returncode in (1, 2), words
        assert "JX804" in done.stderr
        assert "Traceback" not in done.stderr
    assert files(tmp_path) == []


def test_read_replaces_no_form(tmp_path: Path) -> None:
    shutil.copy(SMS, tmp_path / "a.yaml")
    run("score", "a.yaml", "-o", "a.xlsx", cwd=tmp_path)
    before = (tmp_path / "a.xlsx").read_bytes()
    done = run("read", "a.xlsx", "-o", "a.xlsx", "--force", cwd=tmp_path)
    assert (done.returncode, "JX803" in done.stderr) == (2, True)
    assert (tmp_path / "a.xlsx").read_bytes() == before
    assert files(tmp_path) == ["a.xlsx", "a.yaml"]


def test_read_writes_project_files_of_each_form_once(tmp_path: Path) -> None:
    run("score", SMS, "-o", "a.xlsx", cwd=tmp_path)
    done = run("read", "a.xlsx", "-o", "a.json", cwd=tmp_path)
    assert (done.returncode, "JX806" in done.stderr, files(tmp_path)) == (2, True, ["a.xlsx"])
    (tmp_path / "link.xlsx").symlink_to("a.xlsx")
    assert run("read", "a.xlsx", "./a.xlsx", "link.xlsx", "-o", "a.yaml", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.yaml").read_text("utf-8").startswith("指标体系")


def test_a_form_is_called_what_it_likes_and_stays_in_the_folder(tmp_path: Path) -> None:
    shutil.copy(HOSTILE / "traversal-carried-name.docx", tmp_path / "a.docx")
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    run("read", "a.docx", "-o", "deep/deeper/out/", cwd=tmp_path)
    assert all(name == "a.docx" or name.startswith("deep/deeper/out/") for name in files(tmp_path))
    assert not any((tmp_path.parents[up] / "escaped.yaml").exists() for up in range(3))


def test_a_form_that_was_filled_in_keeps_no_other_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        shutil.copy(SMS, tmp_path / "in" / f"{name}.yaml")
    args = ("score", "in", "-f", "xlsx", "-o", "out/")
    assert run(*args, cwd=tmp_path).returncode == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "a.xlsx")
    book.save(tmp_path / "out" / "a.xlsx")
    filled = (tmp_path / "out" / "a.xlsx").read_bytes()
    (tmp_path / "out" / "b.xlsx").unlink()
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("JX805"), files(tmp_path / "out")) == (1, 1, ["a.xlsx", "b.xlsx"])
    assert (tmp_path / "out" / "a.xlsx").read_bytes() == filled
    assert run(*args, "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "a.xlsx").read_bytes() != filled


def test_names_that_are_no_utf8_are_written(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.yaml")).write_text(SMS.read_text("utf-8"), "utf-8")
    assert run("score", ".", "-f", "json", "-o", "out/", cwd=tmp_path).returncode == 0
    assert files(tmp_path / "out") == ["__.json"]


def test_a_spec_that_was_read_is_not_replaced(tmp_path: Path) -> None:
    run("spec", "new", "--extends", "cn.mof-2020-10", "-o", "own.yaml", cwd=tmp_path)
    before = (tmp_path / "own.yaml").read_bytes()
    (tmp_path / "a.yaml").write_text(SMS.read_text("utf-8").replace("cn.sichuan.leshan-2023", "own.yaml"), "utf-8")
    for words in (
        ("score", "a.yaml", "--spec", "own.yaml", "-f", "json", "-o", "own.yaml"),
        ("score", "a.yaml", "-f", "json", "-o", "own.yaml"),
        ("spec", "plot", "own.yaml", "-f", "svg", "-o", "own.yaml"),
        ("new", "--spec", "own.yaml", "-o", "own.yaml", "--force"),
    ):
        done = run(*words, cwd=tmp_path)
        assert (done.returncode, "JX803" in done.stderr) == (2, True), words
        assert (tmp_path / "own.yaml").read_bytes() == before


def test_a_template_is_replaced_only_as_it_was_written(tmp_path: Path) -> None:
    args = ("new", "--spec", "cn.mof-2020-10", "-o", "a.yaml")
    assert [run(*args, cwd=tmp_path).returncode for _ in range(2)] == [0, 0]
    (tmp_path / "a.yaml").write_text("名称: 甲\n", "utf-8")
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, "--force" in done.stderr) == (2, True)
    assert (tmp_path / "a.yaml").read_text("utf-8") == "名称: 甲\n"
    assert run(*args, "--force", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("ending", [".md", ".txt", ".html", ".pdf", ".docx", ".xlsx"])
def test_a_table_is_replaced_until_somebody_has_changed_it(tmp_path: Path, ending: str) -> None:
    name = f"表{ending}"
    for _ in range(2):
        assert run("score", SMS, "-o", name, cwd=tmp_path).returncode == 0
    with (tmp_path / name).open("ab") as stream:
        stream.write("复核：同意".encode())
    changed = (tmp_path / name).read_bytes()
    done = run("score", SMS, "-o", name, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("JX805"), (tmp_path / name).read_bytes()) == (2, 1, changed)
    assert run("score", SMS, "-o", name, "--force", cwd=tmp_path).returncode == 0
    assert files(tmp_path) == [name]


def test_a_project_file_that_was_read_from_a_form_and_filled_in_is_not_replaced(tmp_path: Path) -> None:
    run("score", SMS, "-o", "a.xlsx", cwd=tmp_path)
    args = ("read", "a.xlsx", "-o", "a.yaml")
    assert [run(*args, cwd=tmp_path).returncode for _ in range(2)] == [0, 0]
    with (tmp_path / "a.yaml").open("a", encoding="utf-8") as stream:
        stream.write("存在问题: 无\n")
    filled = (tmp_path / "a.yaml").read_bytes()
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, "JX805" in done.stderr, (tmp_path / "a.yaml").read_bytes()) == (2, True, filled)
    assert run("score", "a.yaml", "-f", "json", "-o", "b.json", cwd=tmp_path).returncode == 0


def test_every_command_replaces_what_it_wrote_itself(tmp_path: Path) -> None:
    for words in (
        ("spec", "plot", "cn.mof-2020-10", "-o", "curves/"),
        ("report", SMS, "-o", "r.md"),
        ("report", SMS, "-o", "r.html"),
        ("spec", "new", "--extends", "cn.mof-2020-10", "-o", "own.yaml"),
    ):
        codes = [run(*words, cwd=tmp_path).returncode for _ in range(2)]
        assert codes == [0, 0], words
        before = files(tmp_path)
        assert before
        for name in before:
            (tmp_path / name).write_text("手写的内容", "utf-8")
        assert run(*words, cwd=tmp_path).returncode == 2, words
        assert {(tmp_path / name).read_text("utf-8") for name in before} == {"手写的内容"}, words
        for name in before:
            (tmp_path / name).unlink()


# ---- standard output as the place


def test_a_dash_is_standard_output(tmp_path: Path) -> None:
    shutil.copy(SMS, tmp_path / "a.yaml")
    for words in (
        ("score", "a.yaml", "-f", "json"),
        ("report", "a.yaml", "-f", "markdown"),
        ("new", "--spec", "cn.mof-2020-10"),
        ("spec", "new", "--extends", "cn.mof-2020-10"),
        ("spec", "plot", "cn.mof-2020-10"),
        ("read", "a.xlsx"),
    ):
        if words[0] == "read":
            run("score", "a.yaml", "-o", "a.xlsx", cwd=tmp_path)
        before = files(tmp_path)
        done = run(*words, "-o", "-", cwd=tmp_path)
        assert (done.returncode, bool(done.stdout), files(tmp_path)) == (0, True, before), words


@pytest.mark.parametrize("place", ["-", "/dev/stdout"])
def test_a_file_that_standard_output_is_led_to_is_added_to(tmp_path: Path, place: str) -> None:
    (tmp_path / "log").write_text("earlier\n")
    with (tmp_path / "log").open("ab") as log:
        command = [sys.executable, "-m", "jixiao", "score", str(SMS), "-f", "json", "-o", place]
        done = subprocess.run(command, cwd=tmp_path, stdout=log, check=False, timeout=60)
    assert done.returncode == 0
    assert (tmp_path / "log").read_text("utf-8").startswith("earlier\n[\n{")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_dash_is_no_folder(tmp_path: Path, lang: str) -> None:
    (tmp_path / "in.csv").write_text(BATCH, "utf-8")
    for words in (
        ("batch", "in.csv", "--spec", "cn.mof-2020-10", "-o", "-"),
        ("spec", "check", "cn.mof-2020-10", "--counterexamples", "-"),
        ("spec", "test", "cn.mof-2020-10", "--laws", "-o", "-"),
    ):
        with contextlib.chdir(tmp_path):
            done = subprocess.run(
                [sys.executable, "-m", "jixiao", *words, "--lang", lang],
                capture_output=True,
                check=False,
                timeout=60,
                encoding="utf-8",
            )
        assert (done.returncode, done.stdout) == (2, ""), words
        assert ("标准输出" if lang == "zh" else "standard output") in done.stderr
    assert files(tmp_path) == ["in.csv"]


def test_a_template_is_yaml_and_no_name_says_else(tmp_path: Path) -> None:
    for words in (("new", "--spec", "cn.mof-2020-10"), ("spec", "new", "--extends", "cn.mof-2020-10")):
        for name in ("x.json", "x.txt"):
            done = run(*words, "-o", name, cwd=tmp_path)
            assert (done.returncode, "JX806" in done.stderr) == (2, True)
    assert files(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte, where the system lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=False)


@pytest.mark.parametrize("format", ["json", "html"])
def test_a_full_disk_keeps_the_earlier_result(tmp_path: Path, small_disk: Path, format: str) -> None:  # noqa: A002
    for number in range(60):
        (tmp_path / "in").mkdir(exist_ok=True)
        shutil.copy(SMS, tmp_path / "in" / f"{number}.yaml")
    (small_disk / "out").write_text('{"schema": "jixiao.result/1"}')
    earlier = (small_disk / "out").read_bytes()
    (small_disk / "filled").write_bytes(bytes(900_000))
    done = run("score", tmp_path / "in", "-f", format, "-o", small_disk / "out", cwd=tmp_path)
    assert (done.returncode, "JX809" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert files(small_disk) == ["filled", "out"]
    assert (small_disk / "out").read_bytes() == earlier
    done = run("score", tmp_path / "in", "-f", format, "-o", f"{small_disk}/new/", cwd=tmp_path)
    assert (done.returncode, "JX809" in done.stderr) == (1, True)
    whole = list((small_disk / "new").iterdir())
    assert all(path.name.endswith(f".{format}") and path.stat().st_size > 1000 for path in whole)


def test_an_interrupt_leaves_no_litter(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text('{"schema": "jixiao.result/1"}')
    (tmp_path / "in").mkdir()
    for number in range(150):
        shutil.copy(SMS, tmp_path / "in" / f"{number}.yaml")
    process = subprocess.Popen(
        [sys.executable, "-m", "jixiao", "score", "in", "-o", "out.json"], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not list(tmp_path.glob(".jixiao-*")):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) in (130, 0)  # it may have been done
    assert files(tmp_path)[-1] == "out.json"
    assert not list(tmp_path.glob(".*"))


def test_equal_names_in_two_forms_of_unicode_are_both_written(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.yaml")).write_text(SMS.read_text("utf-8"), "utf-8")
    run("score", ".", "-f", "json", "-o", "out/", cwd=tmp_path)
    assert len(files(tmp_path / "out")) == len(list(tmp_path.glob("*.yaml")))


# ---- the folder of a batch


BATCH = "project,level1,name,target,actual,weight\n甲,预算执行率,,5,5,10\n甲,产出指标,乙,5,5,90\n"

#: A run that the system kills between two of its steps.
KILLED = """
import os, pathlib, signal, sys
replace, left = pathlib.Path.replace, int(sys.argv[1])
def killed(self, target):
    global left
    if self.parent == pathlib.Path.cwd() or pathlib.Path(target).parent == pathlib.Path.cwd():
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)
pathlib.Path.replace = killed
sys.argv = ["jixiao", "batch", "in.csv", "--spec", "cn.mof-2020-10", "-o", "out"]
from jixiao.cli import run
run()
"""


def tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("steps", [0, 1])
def test_a_run_killed_between_its_renames_loses_no_earlier_result(tmp_path: Path, steps: int) -> None:
    args = ("batch", "in.csv", "--spec", "cn.mof-2020-10", "-o", "out")
    (tmp_path / "in.csv").write_text(BATCH, "utf-8")
    assert run(*args, cwd=tmp_path).returncode == 0
    earlier = tables(tmp_path / "out")
    (tmp_path / "in.csv").write_text(BATCH.replace("甲", "丙"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(steps)], cwd=tmp_path, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "out").exists() == (steps == 0)
    (tmp_path / "broken.csv").write_text("x\n1\n", "utf-8")
    done = run("batch", "broken.csv", *args[2:], cwd=tmp_path)
    assert (done.returncode, "JX807" in done.stderr) == (1, steps == 1)
    assert tables(tmp_path / "out") == earlier
    assert run(*args, cwd=tmp_path).returncode == 0
    assert tables(tmp_path / "out") != earlier
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.csv", "in.csv", "out"]


def test_batch_scores_a_table_once_whatever_names_lead_to_it(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(BATCH, "utf-8")
    (tmp_path / "link.csv").hardlink_to(tmp_path / "in.csv")
    run("batch", "in.csv", "--spec", "cn.mof-2020-10", "-o", "once", cwd=tmp_path)
    run("batch", "in.csv", "./in.csv", "link.csv", "--spec", "cn.mof-2020-10", "-o", "thrice", cwd=tmp_path)
    assert tables(tmp_path / "once") == tables(tmp_path / "thrice")


def test_batch_replaces_no_input(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(BATCH, "utf-8")
    args = ("--spec", "cn.mof-2020-10", "-o", "out")
    run("batch", "in.csv", *args, cwd=tmp_path)
    earlier = tables(tmp_path / "out")
    done = run("batch", "out/rows.parquet", *args, cwd=tmp_path)
    assert (done.returncode, "JX803" in done.stderr) == (2, True)
    assert tables(tmp_path / "out") == earlier


def test_a_batch_that_cannot_write_leaves_nothing(tmp_path: Path, small_disk: Path) -> None:
    lines = BATCH.splitlines()
    rows = [f"{number}{line[1:]}" for number in range(20_000) for line in lines[1:]]
    (tmp_path / "in.csv").write_text("\n".join([lines[0], *rows]), "utf-8")
    (tmp_path / "file").write_text("x")
    (small_disk / "filled").write_bytes(bytes(900_000))
    for place, code, word in (
        (f"{small_disk}/new/out", 1, "JX809"),
        ("file/out", 2, "JX804"),
        ("/", 2, "JX711"),
        ("n" * 300, 2, "JX804"),
    ):
        done = run("batch", "in.csv", "--spec", "cn.mof-2020-10", "-f", "csv", "-o", place, cwd=tmp_path)
        assert (done.returncode, word in done.stderr) == (code, True), place
    assert [path.name for path in small_disk.iterdir()] == ["filled"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disk", "file", "in.csv"]


def test_a_folder_of_255_bytes_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(BATCH, "utf-8")
    name = "汉" * 85
    for _ in range(2):
        assert run("batch", "in.csv", "--spec", "cn.mof-2020-10", "-o", name, cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", name]
