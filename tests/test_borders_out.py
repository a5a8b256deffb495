"""The border out: files are complete or absent, in their folder, and never in place of what was read."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import jixiao
import shown
from jixiao.border.folders import inputs
from jixiao.border.names import LONGEST, component
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.border.seals import is_sealed, sealed
from jixiao.finding.show import escape

EXAMPLES = Path(__file__).parents[1] / "examples"
SMS = EXAMPLES / "leshan-sms.yaml"
BAD_NAMES = (
    "", " ", ".", "..", "...", ". .", "/", "\\", "a/b", "a\\b", "../../etc/passwd", "C:\\x", "a:b", "\0", "a\0b", "\x1b[31m", "\u202egpj",
    "\ud800", "\udcff", "CON", "con", "Con.txt", "NUL ", "COM1", "LPT¹.x", "conin$", "x.", "x ", "x. .", ".bashrc", "-rf", "~", "汉" * 300,
    "e\u0301" * 200, "x" * 255, "👨‍👩‍👧" * 40, "a\nb", '*?<>|"', "　x　", "\uffff",
)  # fmt: skip
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    "conin$",
    "conout$",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"),
}


# ---- names


@given(
    st.one_of(st.sampled_from(BAD_NAMES), st.text(st.characters(codec=None), max_size=300)),
    st.sampled_from(["", ".yaml", "-12.html"]),
)
@example("CON", "")
def test_any_name_makes_a_safe_component(name: str, ending: str) -> None:
    safe = component(name, ending)
    stem = safe.removesuffix(ending)
    assert stem
    assert safe.endswith(ending)
    assert len(safe.encode()) <= LONGEST
    assert PurePath(safe).parts == (safe,)
    assert not set(safe) & set('<>:"/\\|?*\0')
    assert escape(safe) == safe
    assert safe.partition(".")[0].strip().casefold() not in DEVICES
    assert stem == stem.strip().rstrip(". ")
    assert not safe.startswith(".")
    assert component(stem, ending) == safe


@pytest.mark.parametrize("name", ["社保短信费", "a-1.2", "表 (2)", "Ünïcode", "𠮷野", "100%", "x_y", "“互联网+”"])
def test_common_names_stay(name: str) -> None:
    assert component(name, ".yaml") == f"{name}.yaml"


@given(st.lists(st.one_of(st.sampled_from(BAD_NAMES), st.text(max_size=5)), max_size=12))
@settings(max_examples=50)
def test_no_two_inputs_get_one_place(names: list[str]) -> None:
    outputs = Outputs("out/")
    paths = [outputs.path_for(PurePath(component(name, ".yaml")), "json") for name in names]
    assert len({str(path) for path in paths}) == len(names)
    assert all(path.parent == Path("out") and len(path.name.encode()) <= LONGEST for path in paths)


@pytest.mark.parametrize(
    "place", ["../../x.yaml", "/etc/x.yaml", "..", ".", "a/../../x.yaml", "CON/x.yaml", "a./b .yaml"]
)
def test_no_place_is_outside(tmp_path: Path, place: str) -> None:
    outputs = Outputs(f"{tmp_path / 'out'}/")
    path = outputs.path_for(PurePath(place), "json")
    outputs.write(["x"], path)
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file.is_relative_to(tmp_path / "out") for file in written] == [True]


def test_names_that_are_one_to_the_system_are_numbered(tmp_path: Path) -> None:
    """As on a system that ignores case: what is written first is found under the second name, too."""
    outputs = Outputs(f"{tmp_path}/")
    first = outputs.path_for(PurePath("A.yaml"), "json")
    outputs.write(["1"], first)
    (tmp_path / "a.json").symlink_to("A.json")
    second = outputs.path_for(PurePath("a.yaml"), "json")
    outputs.write(["2"], second)
    assert (second.name, first.read_text(), second.read_text()) == ("a-2.json", "1", "2")


# ---- inputs are never replaced


def same(how: str, path: Path) -> Path:
    """Another name of a file."""
    other = path.with_name("other" + path.suffix)
    if how == "link":
        other.symlink_to(path)
    elif how == "hard link":
        os.link(path, other)
    elif how == "way round":
        other = path.parent / "." / ".." / path.parent.name / path.name
    else:
        other = path
    return other


@pytest.mark.parametrize("how", ["itself", "link", "hard link", "way round"])
def test_an_input_is_not_replaced(tmp_path: Path, how: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("x")
    outputs = Outputs(str(same(how, path)), [path], force=True)
    for attempt in (outputs.check, lambda: outputs.write(["y"])):
        with pytest.raises(RefusedError) as refused:
            attempt()
        assert refused.value.finding.code == "JX803"
    assert path.read_text() == "x"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("how", ["itself", "link", "hard link"])
def test_an_input_is_not_replaced_in_a_folder(tmp_path: Path, how: str) -> None:
    path = tmp_path / "a.json"
    path.write_text("x")
    other = same(how, path)
    outputs = Outputs(f"{tmp_path}/", [path])
    outputs.write(["y"], outputs.path_for(PurePath(other.name), "json"))
    assert path.read_text() == "x"
    assert (tmp_path / f"{other.stem}-2.json").read_text() == "y"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "precious").write_text("x")
    (tmp_path / "out" / "a.json").symlink_to(tmp_path / "precious")
    (tmp_path / "out" / "sub").symlink_to(tmp_path / "else")
    outputs = Outputs(str(tmp_path / "out"))
    for place in ("a.yaml", "sub/b.yaml"):
        with pytest.raises(RefusedError) as refused:
            outputs.write(["y"], outputs.path_for(PurePath(place), "json"))
        assert refused.value.finding.code == "JX808"
    assert (tmp_path / "precious").read_text() == "x"
    assert not list((tmp_path / "else").iterdir())


# ---- complete or absent


def failing(error: BaseException) -> Iterator[str]:
    yield "half"
    raise error


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt(), OSError(errno.EIO, "of an input")])
@pytest.mark.parametrize("exists", [True, False])
def test_a_failure_leaves_all_as_it_was(tmp_path: Path, error: BaseException, exists: bool) -> None:
    path = tmp_path / "out.json" if exists else tmp_path / "new" / "deep" / "out.json"
    if exists:
        path.write_text("old")
    with pytest.raises(type(error)) as raised:
        Outputs(str(path)).write(failing(error))
    assert raised.value is error  # an error of what makes the pieces is its own
    assert [file.name for file in tmp_path.rglob("*")] == (["out.json"] if exists else [])
    assert not exists or path.read_text() == "old"


def test_nothing_is_written_where_there_is_nothing_to_write(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old")
    Outputs(str(tmp_path / "old.json")).write([])
    Outputs(str(tmp_path / "new" / "new.json")).write([])
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("old.json", "old")]


@pytest.mark.parametrize("size", [1000, 5_000_000])
def test_a_limit_of_the_system_is_a_finding(tmp_path: Path, size: int) -> None:
    path = tmp_path / "new" / "out.json"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(OutputError) as refused:
            Outputs(str(path)).write(["x" * 1000, "y" * size, "z" * 1001])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (refused.value.finding.code, refused.value.begun) == ("JX804", True)
    assert not list(tmp_path.iterdir())


def test_a_full_device_is_a_finding() -> None:
    with pytest.raises(OutputError) as refused:
        Outputs("/dev/full").write(["x"])
    assert (refused.value.finding.code, refused.value.begun) == ("JX809", True)


def test_permissions_stay_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text("x")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        for path in (old, new):
            Outputs(str(path)).write(["y"])
    finally:
        os.umask(mask)
    assert [path.stat().st_mode & 0o777 for path in (old, new)] == [0o640, 0o640]


def test_names_of_255_bytes_can_be_written(tmp_path: Path) -> None:
    outputs = Outputs(f"{tmp_path}/")
    for _ in range(3):
        outputs.write(["x"], outputs.path_for(PurePath("汉" * 300), "json"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ("汉" * 83 + ".json", "汉" * 82 + "-2.json", "汉" * 82 + "-3.json")
    )


# ---- forms that somebody has filled in


def workbook() -> bytes:
    drawn = jixiao.render(jixiao.score(jixiao.load_project(SMS)), "xlsx")
    assert isinstance(drawn, bytes)
    return drawn


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_form_as_it_was_written_is_sealed(format: str) -> None:  # noqa: A002  # the contract's word
    drawn = jixiao.render(jixiao.score(jixiao.load_project(SMS)), format)
    assert is_sealed(drawn)
    assert zipfile.ZipFile(io.BytesIO(drawn)).testzip() is None
    for at in range(0, len(drawn), len(drawn) // 50):
        assert not is_sealed(drawn[:at] + bytes([drawn[at] ^ 1]) + drawn[at + 1 :])
    with pytest.raises(ValueError, match="comment"):
        sealed(drawn)


def test_only_an_untouched_form_is_replaced_without_force(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    Outputs(str(path)).write([workbook()])
    book = openpyxl.load_workbook(path)
    book.active["A1"] = "填写"
    book.save(path)
    filled = path.read_bytes()
    for outputs in (Outputs(str(path)), Outputs(f"{tmp_path}/")):
        with pytest.raises(RefusedError) as refused:
            outputs.write([b"new"], path)
        assert refused.value.finding.code == "JX805"
    assert path.read_bytes() == filled
    Outputs(str(path), force=True).write([b"new"])
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("content", [b"", b"text", b"%PDF-1.7"])
def test_what_is_no_form_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    Outputs(str(tmp_path / "a.xlsx")).write([b"new"])
    assert (tmp_path / "a.xlsx").read_bytes() == b"new"


# ---- what is walked


def test_hidden_names_are_not_walked_and_no_file_twice(tmp_path: Path) -> None:
    """A folder as Kubernetes mounts it, beside links and hard links."""
    version = tmp_path / "m" / "..2026_01"
    (version / "sub").mkdir(parents=True)
    for name in ("a.yaml", "sub/b.yaml", ".hidden.yaml"):
        (version / name).write_text(name)
    (tmp_path / "m" / "..data").symlink_to("..2026_01")
    (tmp_path / "m" / "a.yaml").symlink_to("..data/a.yaml")
    (tmp_path / "m" / "sub").symlink_to("..data/sub")
    (tmp_path / "m" / "again.yaml").symlink_to("a.yaml")
    os.link(version / "a.yaml", tmp_path / "m" / "hard.yaml")
    (tmp_path / "m" / "round").symlink_to(".")
    (tmp_path / "m" / "out").symlink_to("..")
    found = [[str(one.place) for one in tree] for tree in inputs([tmp_path / "m"], (".yaml",))]
    assert found == [["a.yaml", "sub/b.yaml"]]


def test_what_is_named_is_read_hidden_or_not(tmp_path: Path) -> None:
    (tmp_path / ".in").mkdir()
    for name in (".a.yaml", "b.yaml"):
        (tmp_path / ".in" / name).write_text(name)
    paths = [tmp_path / ".in" / ".a.yaml", tmp_path / ".in", tmp_path / ".in" / "." / "b.yaml"]
    trees = inputs(paths, (".yaml",))
    assert [[(one.place.name, one.named) for one in tree] for tree in trees] == [
        [(".a.yaml", True)],
        [("b.yaml", True)],
        [],
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another")
def test_a_folder_that_may_not_be_looked_into_is_not_passed_over() -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        top.chmod(0o755)
        (top / "closed").mkdir(mode=0)
        (top / "a.yaml").write_text("x")
        os.seteuid(65534)
        try:
            ((*found,),) = inputs([top], (".yaml",))
        finally:
            os.seteuid(0)
    assert [one.place.name for one in found] == ["a.yaml", "closed"]


def test_a_missing_file_is_an_input_once(tmp_path: Path) -> None:
    trees = inputs([tmp_path / "no.yaml", tmp_path / "." / "no.yaml"], (".yaml",))
    assert [len(tree) for tree in trees] == [1, 0]


# ---- at the command


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: object, cwd: Path) -> Done:
    with contextlib.chdir(cwd):
        return Done(*shown.run(*map(str, words)))


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


def test_an_ending_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    for command, name in (("score", "a.doc"), ("score", "a.yaml"), ("report", "r.docx"), ("report", "r")):
        done = run(command, SMS, "-o", name, cwd=tmp_path)
        assert (done.returncode, ".html" in done.stderr) == (2, True), name
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


def test_a_form_is_called_what_it_likes_and_stays_in_the_folder(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent / "hostile" / "traversal-carried-name.docx", tmp_path / "a.docx")
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
        ("spec", "plot", "own.yaml", "-o", "own.yaml"),
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
    (small_disk / "out").write_text("earlier")
    (small_disk / "filled").write_bytes(bytes(900_000))
    done = run("score", tmp_path / "in", "-f", format, "-o", small_disk / "out", cwd=tmp_path)
    assert (done.returncode, "JX809" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert files(small_disk) == ["filled", "out"]
    assert (small_disk / "out").read_text() == "earlier"
    done = run("score", tmp_path / "in", "-f", format, "-o", f"{small_disk}/new/", cwd=tmp_path)
    assert (done.returncode, "JX809" in done.stderr) == (1, True)
    whole = list((small_disk / "new").iterdir())
    assert all(path.name.endswith(f".{format}") and path.stat().st_size > 1000 for path in whole)


def test_an_interrupt_leaves_no_litter(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("earlier")
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
