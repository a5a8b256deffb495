"""Office files made part by part, for tests of what no office program writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPE = "application/vnd.openxmlformats-officedocument"


def _types(parts: Iterable[tuple[str, str]]) -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts)
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_TYPES}">{relations}<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'


def _relations(parts: Iterable[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{found}</Relationships>'


def sheet(rows: str, after: str = "", before: str = "") -> str:
    """The XML of a sheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook_parts(sheet_xml: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet; more of them by their name below ``xl``, such as ``sharedStrings``."""
    kinds = {"sharedStrings": "spreadsheetml.sharedStrings", "styles": "spreadsheetml.styles"}
    others = {name: part for name, part in more.items() if name in kinds}
    sheets = f'<sheets><sheet name="甲" sheetId="1" xmlns:r="{_OFFICE}" r:id="r1"/></sheets>'
    return {
        "[Content_Types].xml": _types(
            [
                ("xl/workbook.xml", "spreadsheetml.sheet.main"),
                ("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"),
                *((f"xl/{name}.xml", kinds[name]) for name in others),
            ]
        ),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", "worksheets/sheet1.xml"), *((name, f"{name}.xml") for name in others)]
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
        **{f"xl/{name}.xml": part for name, part in others.items()},
    }


def document_parts(body: str) -> dict[str, str | bytes]:
    """The parts of a document."""
    return {
        "[Content_Types].xml": _types([("word/document.xml", "wordprocessingml.document.main")]),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }


def packed(parts: dict[str, str | bytes], *more: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    """An archive of parts; ``more`` may give a name twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (*parts.items(), *more):
            archive.writestr(name, part)
    return buffer.getvalue()
