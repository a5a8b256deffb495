"""The border in: whatever a path leads to or a file holds, there is one finding, or a right reading."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

import jixiao
from jixiao.border import worker
from jixiao.border.inputs import InputError, read_bytes
from jixiao.border.packages import AREA, CHARACTERS, COLUMNS, DEPTH, ELEMENTS, PARTS, ROWS, TEXT, Costs, open_package
from jixiao.border.workbook import Formula, read_workbook
from jixiao.border.worker import Limits, run
from jixiao.forms.importing import read_file_of_forms
from tests.support.packages import MAIN, document_parts, packed, sheet, workbook_parts
from tests.support.paths import EXAMPLE_PROJECTS, ROOT
from tests.support.processes import pid, sleep

ENDINGS = ("xlsx", "docx")


def code_of(call: Callable[..., object], *arguments: Any, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        call(*arguments, **options)
    finding = caught.value.finding
    assert all((finding.message(), finding.message("en"), finding.remedy(), finding.remedy("en")))
    return finding.code


@pytest.fixture(params=["apart", "here"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Readers run in a process of their own, or in this one, as where there are no limits."""
    if request.param == "here":
        monkeypatch.setattr(worker, "is_separate", lambda: False)
    return str(request.param)


# ---- files


@pytest.fixture
def kinds(tmp_path: Path) -> Iterator[dict[str, Path]]:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty").write_bytes(b"")
    with (tmp_path / "sparse").open("wb") as stream:
        stream.truncate(1 << 40)
    here = Path.cwd()
    os.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        os.chdir(here)
        yield {path.name: path for path in tmp_path.iterdir()} | {
            "device": Path("/dev/zero"),
            "nothing": tmp_path / "none" / "none",
            "below a file": tmp_path / "empty" / "none",
            "nul": Path("a\0b"),
            "long": tmp_path / ("a" * 5000),
        }


CODES = {
    "fifo": "JX105", "link": "JX105", "device": "JX105", "socket": "JX105", "folder": "JX103", "loop": "JX106",
    "sparse": "JX101", "nothing": "JX102", "below a file": "JX102", "nul": "JX106", "long": "JX106",
}  # fmt: skip


def test_only_regular_files_of_a_fair_size_are_opened(kinds: dict[str, Path]) -> None:
    assert {name: code_of(read_bytes, kinds[name], 1000) for name in CODES} == CODES
    assert read_bytes(kinds["empty"], 1000) == b""


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_kind_of_file_holds_a_form_but_a_regular_one(kinds: dict[str, Path], tmp_path: Path, ending: str) -> None:
    for name, code in {**CODES, "empty": "JX820"}.items():
        if name in ("nul", "long", "below a file", "nothing"):
            continue
        path = tmp_path / f"{name} to.{ending}"
        path.symlink_to(kinds[name])
        _, (finding,), _ = read_file_of_forms(path)
        assert finding.code == code, name


def test_a_file_may_be_longer_than_it_says(tmp_path: Path) -> None:
    status = Path("/proc/self/status")
    if status.exists():
        assert b"voluntary_ctxt_switches" in read_bytes(status, 100_000)
        assert code_of(read_bytes, status, 10) == "JX101"
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", 5) == b"12345"
    assert code_of(read_bytes, tmp_path / "a", 4) == "JX101"


def test_a_file_that_may_not_be_read(ordinary_folder: Path) -> None:
    (ordinary_folder / "a").write_bytes(b"1")
    (ordinary_folder / "a").chmod(0)
    assert code_of(read_bytes, ordinary_folder / "a", 10) == "JX104"


# ---- office files


CELL = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'
PARAGRAPH = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "bb">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a0 "ha">{}<!ENTITY b "&a9;">]>'.format(
    "".join(f'<!ENTITY a{depth} "{f"&a{depth - 1};" * 10}">' for depth in range(1, 10))
)
OUTSIDE = '<!DOCTYPE a SYSTEM "file:///etc/passwd" [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def merged(*references: str, name: str = "mergeCell") -> str:
    return sheet(CELL, f"<{name}s>" + "".join(f'<{name} ref="{one}"/>' for one in references) + f"</{name}s>")


def cell_at(reference: str) -> str:
    return sheet(f'{CELL}<row><c r="{reference}"><v>1</v></c></row>')


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def cells(count: int, settings: str = "", text: str = "x") -> str:
    one = f"<w:tc><w:tcPr>{settings}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
    return one * count


def with_part(name: str, part: str | bytes) -> bytes:
    return packed({**workbook_parts(sheet(CELL)), name: part})


def patched(old: bytes, new: bytes) -> bytes:
    data = packed(workbook_parts(sheet(CELL)))
    assert old in data
    return data.replace(old, new)


def nested(depth: int) -> str:
    return "<a>" * depth + "</a>" * depth


def workbook(xml: str | bytes, **more: str) -> bytes:
    return packed(workbook_parts(xml, **more))


def document(body: str) -> bytes:
    return packed(document_parts(body))


def respelled(xml: str, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding)


#: By name: how to make the file, its ending, and its finding.
MATRIX: dict[str, tuple[Callable[[], bytes], str, str]] = {
    # Merged areas, however they are spelt.
    "merge of all": (lambda: workbook(merged("A1:XFD1048576")), "xlsx", "JX822"),
    "merge the other way round": (lambda: workbook(merged("XFD1048576:A1")), "xlsx", "JX820"),
    "merge with dollars": (lambda: workbook(merged("$A$1:$XFD$1048576")), "xlsx", "JX822"),
    "merge in small letters": (lambda: workbook(merged("a1:xfd1048576")), "xlsx", "JX822"),
    "merge with room": (lambda: workbook(merged(" A1:XFD1048576\n")), "xlsx", "JX820"),
    "merge of whole columns": (lambda: workbook(merged("A:XFD")), "xlsx", "JX820"),
    "merge of whole rows": (lambda: workbook(merged("1:1048576")), "xlsx", "JX820"),
    "merge by a reference": (lambda: workbook(merged("A1&#58;XFD1048576")), "xlsx", "JX822"),
    "merges on each other": (lambda: workbook(merged(*["A1:CV200"] * 100)), "xlsx", "JX822"),
    "merges beside each other": (
        lambda: workbook(merged(*(f"A{row}:CV{row + 9}" for row in range(1, 2000, 10)))), "xlsx", "JX822",
    ),
    "merges, many": (lambda: workbook(merged(*(f"A{row}:B{row}" for row in range(1, 60_000)))), "xlsx", "JX822"),
    "merge in UTF-16": (lambda: workbook(respelled(merged("A1:XFD1048576"), "UTF-16")), "xlsx", "JX822"),
    "merge under a prefix": (
        lambda: workbook(
            f'<s:worksheet xmlns:s="{MAIN}"><s:sheetData/><s:mergeCells><s:mergeCell ref="A1:XFD1048576"/>'
            "</s:mergeCells></s:worksheet>"
        ), "xlsx", "JX822",
    ),
    "merge in GB18030": (lambda: workbook(respelled(merged("A1:XFD1048576"), "GB18030")), "xlsx", "JX820"),
    "merge in UTF-32": (lambda: workbook(respelled(merged("A1:XFD1048576"), "UTF-32")), "xlsx", "JX820"),
    # Cells.
    "a row far away": (lambda: workbook(cell_at("A1048576")), "xlsx", "JX822"),
    "a column far away": (lambda: workbook(cell_at("XFD1")), "xlsx", "JX822"),
    "many rows": (lambda: workbook(sheet("<row/>" * 200_000)), "xlsx", "JX822"),
    "many cells": (lambda: workbook(sheet("<row>" + "<c/>" * 100_001 + "</row>")), "xlsx", "JX822"),
    "a long text": (lambda: workbook(sheet(CELL.replace("x", "x" * 100_001))), "xlsx", "JX822"),
    "one long text in many cells": (
        lambda: workbook(
            sheet('<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' * 100),
            sharedStrings=f'<sst xmlns="{MAIN}"><si><t>{"字" * 20_000}</t></si></sst>',
        ), "xlsx", "JX822",
    ),
    "a million shared texts": (
        lambda: workbook(sheet(CELL), sharedStrings=f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 1_000_000}</sst>'),
        "xlsx", "JX822",
    ),
    "many styles": (
        lambda: workbook(sheet(CELL), styles=f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 90_000}</cellXfs></styleSheet>'),
        "xlsx", "JX822",
    ),
    "a number of many digits": (lambda: workbook(sheet(f'<row><c><v>{"9" * 99_999}</v></c></row>')), "xlsx", "JX820"),
    # Documents.
    "a wide cell": (lambda: document(table(cells(1, '<w:gridSpan w:val="10000000"/>'))), "docx", "JX822"),
    "wide cells": (lambda: document(table(cells(2, '<w:gridSpan w:val="600"/>'))), "docx", "JX822"),
    "wide cells below each other": (
        lambda: document(table(*[cells(1, '<w:gridSpan w:val="900"/>')] * 120)), "docx", "JX822",
    ),
    "a wide cell of no number": (lambda: document(table(cells(1, '<w:gridSpan w:val="many"/>'))), "docx", "JX820"),
    "many columns": (lambda: document(table(cells(1_001))), "docx", "JX822"),
    "many cells of a document": (lambda: document(table(*[cells(500)] * 201)), "docx", "JX822"),
    "a long paragraph": (lambda: document(PARAGRAPH.replace("x", "x" * 100_001)), "docx", "JX822"),
    "a paragraph of many pieces": (lambda: document(f"<w:p>{'<w:r><w:t>xxxxxxxxxx</w:t></w:r>' * 10_001}</w:p>"), "docx", "JX822"),
    "many long paragraphs": (lambda: document(PARAGRAPH.replace("x", "x" * 90_000) * 30), "docx", "JX822"),
    "a million empty paragraphs": (lambda: document("<w:p/>" * 1_000_000), "docx", "JX822"),
    "tables in tables": (
        lambda: document("<w:tbl><w:tr><w:tc>" * 1_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 1_000), "docx", "JX822",
    ),
    "no table": (lambda: document(PARAGRAPH), "docx", "JX828"),
    # Entities, in any part.
    **{
        f"{name} in {part}": (lambda part=part, head=head: with_part(part, f"{head}<a>&b;</a>"), "xlsx", "JX831")
        for name, head in (("doctype", DOCTYPE), ("laughs", LAUGHS), ("a file", OUTSIDE))
        for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/core.xml", "[Content_Types].xml", "x.bin")
    },
    "doctype in UTF-16": (lambda: with_part("x", respelled(f"{DOCTYPE}<a>&b;</a>", "UTF-16")), "xlsx", "JX831"),
    # Archives.
    "deep": (lambda: with_part("x.xml", nested(100_000)), "xlsx", "JX822"),
    "many parts": (lambda: packed({f"{number}": b"" for number in range(5_001)}), "xlsx", "JX822"),
    "zeros": (lambda: with_part("x.xml", b" " * 41_000_000), "xlsx", "JX822"),
    "zeros in many parts": (lambda: packed({f"{n}.xml": b" " * 9_000_000 for n in range(5)}), "xlsx", "JX822"),
    "a name twice": (
        lambda: packed(workbook_parts(sheet(CELL)), ("xl/worksheets/sheet1.xml", merged("A1:XFD1048576"))), "xlsx", "JX820",
    ),
    "a part that is missing": (lambda: packed({"[Content_Types].xml": workbook_parts("")["[Content_Types].xml"]}), "xlsx", "JX820"),
    "an empty archive": (lambda: packed({}), "xlsx", "JX820"),
    "a workbook named as a document": (lambda: workbook(sheet(CELL)), "docx", "JX820"),
    "a document named as a workbook": (lambda: document(PARAGRAPH), "xlsx", "JX820"),
    "text": (lambda: b"name: a\n" * 100, "xlsx", "JX820"),
    "nothing": (lambda: b"", "docx", "JX820"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "xlsx", "JX830"),
    "a password": (lambda: encrypted(),  # noqa: PLW0108  # it stands below
      "xlsx", "JX830"),
    "another compression": (lambda: compressed(zipfile.ZIP_LZMA), "xlsx", "JX820"),
    "cut off": (lambda: workbook(sheet(CELL))[:-30], "xlsx", "JX820"),
    "a sheet that breaks off": (lambda: workbook(sheet(CELL)[:-20]), "xlsx", "JX820"),
    "a sheet of nothing": (lambda: workbook(""), "xlsx", "JX820"),
}  # fmt: skip


def encrypted() -> bytes:
    data = bytearray(packed(workbook_parts(sheet(CELL))))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def compressed(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in workbook_parts(sheet(CELL)).items():
            archive.writestr(name, part)
    return buffer.getvalue()


@pytest.mark.parametrize("name", MATRIX)
def test_what_no_office_program_writes_is_refused(name: str, place: str, tmp_path: Path) -> None:
    make, ending, code = MATRIX[name]
    path = tmp_path / f"a.{ending}"
    with warnings.catch_warnings(action="ignore"):  # of a name that stands twice
        path.write_bytes(make())
    start = time.process_time()
    forms, (finding,), _ = read_file_of_forms(path)
    assert (forms, finding.code) == ([], code), finding.message("en")
    assert time.process_time() - start < 3
    assert "root:" not in f"{finding.message()}{finding.path}"


#: Odd, and yet a form may stand in it.
ODD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a far cell without a value": (lambda: workbook(sheet(CELL + '<row r="1048576"><c r="XFD1048576"/></row>')), "xlsx"),
    "a link over all": (lambda: workbook(merged("A1:XFD1048576", name="hyperlink")), "xlsx"),
    "a far row": (lambda: workbook(sheet(CELL + '<row r="1048576" hidden="1"/>')), "xlsx"),
    "a sheet that lies about its size": (lambda: workbook(sheet(CELL, before='<dimension ref="A1:XFD1048576"/>')), "xlsx"),
    "a picture that unpacks to much": (lambda: with_part("x.png", b"\x89PNG" + b"\0" * 50_000_000), "xlsx"),
    "a part outside": (lambda: with_part("../../x.xml", "<a/>"), "xlsx"),
    "a part at the root": (lambda: with_part("/etc/x.xml", "<a/>"), "xlsx"),
    "a link": (lambda: packed(workbook_parts(sheet(CELL)), (link(), "/etc/passwd")), "xlsx"),
    "a part that is no XML": (lambda: with_part("x.vml", "<xml><br></xml>"), "xlsx"),
    "a number that is none": (lambda: workbook(sheet("<row><c><v>1e999</v></c></row>")), "xlsx"),
    "UTF-16": (lambda: workbook(respelled(sheet(CELL), "UTF-16")), "xlsx"),
    "a cell wide by less than nothing": (lambda: document(table(cells(1, '<w:gridSpan w:val="-5"/>'))), "docx"),
    "a continuation of nothing": (lambda: document(table(cells(2, "<w:vMerge/>"))), "docx"),
    "as many columns as may be": (lambda: document(table(cells(1_000))), "docx"),
}  # fmt: skip


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("xl/link.xml")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_and_harmless_is_read(name: str, place: str, tmp_path: Path) -> None:
    make, ending = ODD[name]
    path = tmp_path / f"a.{ending}"
    path.write_bytes(make())
    (form,), findings, _ = read_file_of_forms(path)
    assert findings == []
    assert form.grid.spots[0].text in ("x", "inf")


#: By the XML of a cell: the formula whose value the file does not hold, or ``None`` where there is no such.
FORMULAS: dict[str, str | None] = {
    "<c><f>50+1</f></c>": "=50+1",
    "<c><f>50+1</f><v></v></c>": "=50+1",
    "<c><f>50+1</f><v>51</v></c>": None,
    '<c t="str"><f>A2&amp;"个"</f></c>': '=A2&"个"',
    '<c t="str"><f>A2&amp;"个"</f><v></v></c>': None,
    '<c><f t="array" ref="A1">SUM(A2:A3)</f></c>': "=SUM(A2:A3)",
    '<c><f t="dataTable" ref="A1" r1="A2"/></c>': "=…",
    "<c><v></v></c>": None,
}


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_without_its_value_is_one(cell: str) -> None:
    (read,), _ = read_workbook("a.xlsx", workbook(sheet(f"<row>{cell}</row>")))
    formulas = [cell.value.text for cell in read.cells if isinstance(cell.value, Formula)]
    assert formulas == ([] if FORMULAS[cell] is None else [FORMULAS[cell]])


def test_a_library_sees_only_what_was_checked() -> None:
    package = open_package("a.xlsx", with_part("x.png", b"\x89PNG..."), Costs({}, 1))
    with zipfile.ZipFile(package.as_file()) as archive:
        assert archive.read("x.png") == b""
        assert archive.read("xl/worksheets/sheet1.xml") == sheet(CELL).encode()


@pytest.mark.slow
def test_the_limits_leave_room_for_a_hundred_forms(tmp_path: Path) -> None:
    """One workbook and one document of a hundred forms read well."""
    result = jixiao.score(jixiao.load_project(EXAMPLE_PROJECTS[0]))
    for ending in ENDINGS:
        path = tmp_path / f"a.{ending}"
        path.write_bytes(jixiao.render([result] * 100, ending))
        forms, findings, _ = read_file_of_forms(path)
        assert (len(forms), findings) == (100, [])
    assert min(limit.most for limit in (PARTS, ELEMENTS, AREA, ROWS, COLUMNS, TEXT, CHARACTERS)) > DEPTH.most


# ---- damaged files


def flips(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    random = Random(seed)
    for _ in range(count):
        at = random.randrange(len(data))
        yield data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]


def read_flipped(path: Path, count: int) -> None:
    """Each single bit that is turned gives findings, or what stood there before."""
    drawn = {f.name: [spot.text for spot in f.grid.spots] for f in read_file_of_forms(path)[0]}
    assert drawn
    for data in flips(path.read_bytes(), count, seed=path.stat().st_size):
        path.write_bytes(data)
        forms, findings, _ = read_file_of_forms(path)
        assert findings or {f.name: [spot.text for spot in f.grid.spots] for f in forms} == drawn


def drawn(example: Path, ending: str, folder: Path) -> Path:
    path = folder / f"a.{ending}"
    path.write_bytes(jixiao.render(jixiao.score(jixiao.load_project(example)), ending))
    return path


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_flipped_bit_is_a_finding_or_a_right_reading(ending: str, place: str, tmp_path: Path) -> None:
    read_flipped(drawn(EXAMPLE_PROJECTS[0], ending, tmp_path), 10)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("example", EXAMPLE_PROJECTS, ids=lambda path: path.stem)
def test_a_hundred_flipped_bits(example: Path, ending: str, tmp_path: Path) -> None:
    if jixiao.load_project(example).is_other:
        pytest.skip("no project")
    read_flipped(drawn(example, ending, tmp_path), 100)


# ---- the process that reads


def spin(*_: object) -> None:
    while True:
        pass


def fill(*_: object) -> int:
    held = [bytes(1_000_000) for _ in range(10_000)]
    return len(held)


def kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def kill_once(mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def kill_always(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(*_: object) -> None:
    raise SystemExit(3)


def chatter(*_: object) -> str:
    sys.stdout.write("no answer")
    sys.stdout.flush()
    os.write(1, b"no answer either")
    return "answer"


def fail(*_: object) -> None:
    raise KeyError("甲\n乙")


def fail_in_silence(*_: object) -> None:
    raise ValueError


def lack(*_: object) -> None:
    raise ImportError("no such", name="such")


def echo(value: object) -> object:
    return value


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


ENDS = {spin: "CPU 1 s", sleep: "1 s", fill: "50 MB", kill: "SIGSEGV", kill_always: "SIGKILL", leave: "exit 3"}
TIGHT = Limits(processor=1, memory=50 << 20, deadline=20)


@pytest.mark.parametrize("function", ENDS, ids=lambda function: function.__name__)
def test_a_file_that_ends_the_process_is_told_and_the_next_one_read(function: Callable[..., Any]) -> None:
    before = run(pid, name="a")
    limits = TIGHT._replace(deadline=1) if function is sleep else TIGHT
    with pytest.raises(InputError) as caught:
        run(function, name="a.xlsx", limits=limits)
    finding = caught.value.finding
    assert (finding.code, finding.args) == ("JX832", {"name": "a.xlsx", "detail": ENDS[function]})
    assert run(pid, name="b") != before
    assert is_gone(before)


def test_one_process_serves_all_files() -> None:
    assert os.getpid() != run(pid, name="a") == run(pid, name="b")


def test_a_process_that_somebody_kills_is_replaced_and_its_work_done_again(tmp_path: Path) -> None:
    assert run(kill_once, str(tmp_path / "mark"), name="a") == "done"
    os.kill(run(pid, name="a"), signal.SIGKILL)
    assert run(echo, 1, name="a") == 1


def test_whatever_a_reader_raises_is_a_finding(place: str) -> None:
    assert code_of(run, fail, name="a") == code_of(run, fail_in_silence, name="a") == "JX820"
    with pytest.raises(ImportError) as caught:
        run(lack, name="a")
    assert caught.value.name == "such"


def test_what_a_library_prints_is_no_answer() -> None:
    assert run(chatter, name="a") == "answer"


@pytest.mark.parametrize("size", [0, 1, 70_000, 20_000_000])
def test_arguments_and_answers_of_any_size(size: int) -> None:
    assert run(echo, b"x" * size, name="a") == b"x" * size


def test_several_threads_share_the_process() -> None:
    answers: list[object] = []
    threads = [threading.Thread(target=lambda at=at: answers.append(run(echo, at, name="a"))) for at in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers, key=str) == sorted(range(20), key=str)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_daemonic_child_has_a_process_of_its_own(method: Any) -> None:
    own = run(pid, name="a")
    with warnings.catch_warnings(action="ignore"), multiprocessing.get_context(method).Pool(1) as pool:
        theirs = pool.apply_async(run, (pid,), {"name": "a"}).get(60)
    assert theirs not in (own, os.getpid())
    assert run(pid, name="a") == own


def test_where_no_process_starts_the_reader_runs_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_READER", worker._Reader())
    monkeypatch.setattr(sys, "executable", "/dev/null")
    assert run(pid, name="a") == run(pid, name="a") == os.getpid()


def test_an_interpreter_that_is_none_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_READER", worker._Reader())
    monkeypatch.setattr(sys, "executable", "/bin/true")
    assert run(pid, name="a") == os.getpid()


SCRIPT = """
import os, sys, time
sys.path.insert(0, {folder!r})
from tests.support.processes import pid, sleep
from jixiao.border.worker import run
print(run(pid, name="a"), flush=True)
{end}
"""


@pytest.mark.parametrize(
    ("end", "sent"),
    [
        ("", None),
        ("run(sleep, name='a')", signal.SIGINT),
        ("run(sleep, name='a')", signal.SIGKILL),
        ("os._exit(0)", None),
    ],
    ids=["end", "Ctrl-C", "kill", "at once"],
)
def test_the_process_goes_with_the_one_that_asks(end: str, sent: int | None) -> None:
    """An unguarded script: nothing of it is run a second time."""
    script = SCRIPT.format(folder=str(ROOT), end=end)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as asking:
        assert asking.stdout is not None
        reading = int(asking.stdout.readline())
        if sent is not None:
            time.sleep(0.2)
            asking.send_signal(sent)
        if sent == signal.SIGKILL:
            os.kill(reading, signal.SIGKILL)  # it sleeps for a minute before it sees that nobody asks
        asking.wait(30)
    until = time.monotonic() + 30
    while not is_gone(reading) and time.monotonic() < until:
        time.sleep(0.05)
    assert is_gone(reading)


def test_nobody_else_sees_the_pipes() -> None:
    """A child that outlives us must not keep the reading process alive."""
    run(pid, name="a")
    process = worker._READER._process
    assert process is not None
    assert not os.get_inheritable(process._tasks.fileno())


def test_a_damaged_part_that_is_carried_is_told_and_the_form_read(tmp_path: Path) -> None:
    """Sound XML but for its namespaces, which only a later reader looks at."""
    path = tmp_path / "a.docx"
    parts = {**document_parts(table(cells(2))), "customXml/item1.xml": '<a xmlns:b=""/>'}
    path.write_bytes(packed(parts))
    forms, (finding,), _ = read_file_of_forms(path)
    assert (len(forms), finding.code) == (1, "JX833")
