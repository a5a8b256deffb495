"""Office files: whatever one holds, there is one finding, or a right reading."""

from __future__ import annotations

import io
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

import jixiao
from jixiao.border.packages import AREA, CHARACTERS, COLUMNS, DEPTH, ELEMENTS, PARTS, ROWS, TEXT, Costs, open_package
from jixiao.border.workbook import Formula, read_workbook
from jixiao.forms.importing import read_file_of_forms
from tests.support.own_forms import ENDINGS
from tests.support.packages import MAIN, document_parts, packed, sheet, workbook_parts
from tests.support.paths import EXAMPLE_PROJECTS

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
    "nothing": (lambda: b"\0", "docx", "JX820"),
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


def test_a_damaged_part_that_is_carried_is_told_and_the_form_read(tmp_path: Path) -> None:
    """Sound XML but for its namespaces, which only a later reader looks at."""
    path = tmp_path / "a.docx"
    parts = {**document_parts(table(cells(2))), "customXml/item1.xml": '<a xmlns:b=""/>'}
    path.write_bytes(packed(parts))
    forms, (finding,), _ = read_file_of_forms(path)
    assert (len(forms), finding.code) == (1, "JX833")
