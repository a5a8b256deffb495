"""Files are complete or absent, in their folder, and never in place of what was read or filled in."""

from __future__ import annotations

import errno
import io
import os
import resource
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath
from typing import Literal, cast
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.border.names import LONGEST, component
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.border.seals import is_sealed, sealed
from jixiao.findings.terminal import escape
from jixiao.spec_tools.plot.drawing import picture
from tests.support.paths import EXAMPLES

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
    elif how == "missing folder":
        other = path.parent / "none" / ".." / path.name
    else:
        other = path
    return other


@pytest.mark.parametrize("how", ["itself", "link", "hard link", "way round", "missing folder"])
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
        Outputs(str(path), force=True).write(failing(error))
    assert raised.value is error  # an error of what makes the pieces is its own
    assert [file.name for file in tmp_path.rglob("*")] == (["out.json"] if exists else [])
    assert not exists or path.read_text() == "old"


def test_nothing_is_written_where_there_is_nothing_to_write(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old")
    Outputs(str(tmp_path / "old.json"), force=True).write([])
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
            Outputs(str(path), force=True).write(["y"])
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


#: Every format that is written to files.
FORMATS = ("table", "markdown", "json", "jsonl", "csv", "html", "xlsx", "docx", "pdf", "yaml", "svg", "png")


@cache
def drawn(format_name: str) -> list[str | bytes]:
    """What a command writes in a format."""
    if format_name == "yaml":
        return ["项目名称: 甲\n", "年度: 2023\n"]
    if format_name in ("svg", "png"):
        return [picture(lambda figure: figure(figsize=(1, 1)), cast("Literal['svg', 'png']", format_name), set())]
    return [jixiao.render(jixiao.score(jixiao.load_project(SMS)), format_name)]


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_the_program_wrote_is_replaced_and_what_others_wrote_is_not(tmp_path: Path, format_name: str) -> None:
    path = tmp_path / "file"
    for _ in range(2):
        Outputs(str(path), format_name=format_name).write(drawn(format_name))
    (tmp_path / "other").write_text("项目名称: 乙\n", "utf-8")
    other = Outputs(str(tmp_path / "other"), format_name=format_name)
    for attempt in (other.check, lambda: other.write(drawn(format_name))):
        with pytest.raises(RefusedError) as refused:
            attempt()
        assert refused.value.finding.code == "JX805"
    assert (tmp_path / "other").read_text("utf-8") == "项目名称: 乙\n"
    Outputs(str(tmp_path / "other"), format_name=format_name, force=True).write(drawn(format_name))
    assert (tmp_path / "other").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("format_name", sorted({*FORMATS} - {"json", "jsonl", "csv"}))
@given(data=st.data())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_form_that_somebody_changed_is_not_replaced(tmp_path: Path, format_name: str, data: st.DataObject) -> None:
    """Wherever the change is: a byte more, less or other, at the seal and after it, too."""
    path = tmp_path / f"file-{format_name}"
    Outputs(str(path), format_name=format_name, force=True).write(drawn(format_name))
    written = path.read_bytes()
    at, gone = data.draw(st.integers(0, len(written))), data.draw(st.integers(0, 2))
    changed = written[:at] + data.draw(st.binary(max_size=2)) + written[at + gone :]
    path.write_bytes(changed)
    if changed in (written, b""):
        return
    with pytest.raises(RefusedError) as refused:
        Outputs(str(path), format_name=format_name).write(drawn(format_name))
    assert refused.value.finding.code == "JX805"
    assert path.read_bytes() == changed


@pytest.mark.parametrize("format_name", ["table", "html", "yaml"])
def test_the_seal_is_the_last_line_and_in_files_only(
    tmp_path: Path, format_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pieces = ["甲\n", "乙"]
    path = tmp_path / "file"
    Outputs(str(path), format_name=format_name).write(pieces)
    text, seal = path.read_text("utf-8").removesuffix("\n").rsplit("\n", 1)
    assert (text, "jixiao sha256:" in seal) == ("甲\n乙", True)
    for option in (None, "-"):
        Outputs(option, format_name=format_name).write(pieces)
        assert capsys.readouterr().out == "甲\n乙"


def test_a_sealed_file_is_what_it_was(tmp_path: Path) -> None:
    for name in ("pdf", "svg", "yaml"):
        Outputs(str(tmp_path / name), format_name=name).write(drawn(name))
    assert "绩效自评表" in pypdf.PdfReader(tmp_path / "pdf", strict=True).pages[0].extract_text()
    assert ET.parse(tmp_path / "svg").getroot().tag.endswith("svg")  # noqa: S314  # written just now
    assert jixiao.load_project(tmp_path / "yaml").name == "甲"


def test_an_empty_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.json").touch()
    Outputs(str(tmp_path / "a.json")).write(["new"])
    assert (tmp_path / "a.json").read_text() == "new"
