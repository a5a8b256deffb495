"""The forms of a PDF file."""

from __future__ import annotations

from jixiao.border.inputs import InputError
from jixiao.border.pdf_document import read_pages
from jixiao.border.reader_process import Limits, run
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.blocks import content_of_document
from jixiao.forms.importing.files import Content

#: A page takes about a third of a second.
_LIMITS = Limits(processor=60, memory=500 * 1024 * 1024, deadline=120)


def read_forms(name: str, data: bytes) -> Content:
    """Return every part of a PDF file with a ruled table as a form; a finding names pages that hold no text.

    Raises:
        InputError: the file cannot be read, or was scanned.
        ImportError: the library for PDF files is not installed.
    """
    document = run(read_pages, name, data, name=name, limits=_LIMITS)
    content = content_of_document(name, document)
    args = {"name": name, "pages": "、".join(map(str, document.blank_pages))}
    if document.blank_pages and not any(document.blocks):
        raise InputError(Finding(Codes.SCANNED_FILE, "", args))
    if document.blank_pages:
        content.findings.append(Finding(Codes.SCANNED_PAGES, "", args))
    return content
