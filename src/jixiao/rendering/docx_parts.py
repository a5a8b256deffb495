"""The parts of a Word document beside its text: styles, footer, settings, and how the parts belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: Units of a point in which Word counts the lengths of a text.
TWENTIETHS: Final = 20
#: By what name the text refers to the footer.
FOOTER: Final = "rId3"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument"


def _relations(*parts: tuple[str, str]) -> str:
    """Return relations by kind and target, numbered from rId1."""
    lines = [
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    ]
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _types(overrides: Mapping[str, str]) -> str:
    """Return the media types of the parts."""
    lines = [f'<Override PartName="/{name}" ContentType="{media}"/>' for name, media in overrides.items()]
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="{relations}"/>{"".join(lines)}</Types>'
    )


_SIDES = ("top", "left", "bottom", "right")
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in (*_SIDES, "insideH", "insideV")
)
_ROOM = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in zip(_SIDES, (0, 108, 0, 108), strict=True))
#: One font for Latin and one for 汉字; lines are {line} twentieths of a point apart at least, type has {size} halves.
_STYLES = f"""{_HEAD}<w:styles xmlns:w="{WORD}">
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:spacing w:after="0" w:line="{{line}}" w:lineRule="atLeast"/></w:pPr>
<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{{font}}" w:cs="Times New Roman"/>
<w:sz w:val="{{size}}"/><w:szCs w:val="{{size}}"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{_ROOM}</w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{_LINES}</w:tblBorders>
<w:tblCellMar>{_ROOM}</w:tblCellMar></w:tblPr></w:style></w:styles>"""
_SETTINGS = f"""{_HEAD}<w:settings xmlns:w="{WORD}"><w:defaultTabStop w:val="720"/><w:compat><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
</w:settings>"""
_FOOTER = f"""{_HEAD}<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>
<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>"""
_CORE = f"""{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title><dc:creator>jixiao</dc:creator>
<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""
#: The media types of parts that have one of their own.
_MEDIA = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "word/styles.xml": f"{_OFFICE}.wordprocessingml.styles+xml",
    "word/settings.xml": f"{_OFFICE}.wordprocessingml.settings+xml",
    "word/footer1.xml": f"{_OFFICE}.wordprocessingml.footer+xml",
    "customXml/itemProps1.xml": f"{_OFFICE}.customXmlProperties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def parts_beside(font: str, size: int, line: int) -> dict[str, bytes]:
    """Return every part but the text and what is embedded: type in points, lines so many points apart at least."""
    texts = {
        "[Content_Types].xml": _types(_MEDIA),
        "_rels/.rels": _relations(
            (f"{RELATIONS}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _CORE,
        "word/styles.xml": _STYLES.format(font=font, size=2 * size, line=TWENTIETHS * line),
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _FOOTER,
        "word/_rels/document.xml.rels": _relations(
            (f"{RELATIONS}/styles", "styles.xml"),
            (f"{RELATIONS}/settings", "settings.xml"),
            (f"{RELATIONS}/footer", "footer1.xml"),
            (f"{RELATIONS}/customXml", "../customXml/item1.xml"),
        ),
        "customXml/_rels/item1.xml.rels": _relations((f"{RELATIONS}/customXmlProps", "itemProps1.xml")),
    }
    return {name: text.encode() for name, text in texts.items()}


__all__ = ["FOOTER", "RELATIONS", "TWENTIETHS", "WORD", "parts_beside"]
