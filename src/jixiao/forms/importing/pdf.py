"""The forms of a PDF file."""

from __future__ import annotations

from jixiao.border.pages import read_pages
from jixiao.border.worker import Limits, run
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.blocks import content_of_document
from jixiao.forms.importing.files import Content

#: A page takes about a third of a second.
_LIMITS = Limits(processor=60, memory=500 * 1024 * 1024, deadline=120)


def read_forms(name: str, data: bytes) -> Content:
    """Return every part of a PDF file with a ruled table as a form; a finding names pages that hold no text.

    Raises:
        InputError: the file cannot be read.
        ImportError: the library for PDF files is not installed.
    """
    document = run(read_pages, name, data, name=name, limits=_LIMITS)
    content = content_of_document(name, document)
    if document.blank_pages:
        code = Codes.SCANNED_PAGES if any(document.blocks) else Codes.SCANNED_FILE
        pages = "、".join(map(str, document.blank_pages))
        content.findings.append(Finding(code, "", {"name": name, "pages": pages}))
    return content
