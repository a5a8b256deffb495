"""The forms of a page of the web."""

from __future__ import annotations

from jixiao.border.reader_process import Limits, run
from jixiao.border.web_page import read_page
from jixiao.forms.importing.blocks import content_of_document
from jixiao.forms.importing.files import Content

#: A megabyte takes about a second.
_LIMITS = Limits(processor=20, memory=500 * 1024 * 1024)


def read_forms(name: str, data: bytes) -> Content:
    """Return every part of a page with a table as a form.

    Raises:
        InputError: the page cannot be read.
        ImportError: the library for pages is not installed.
    """
    return content_of_document(name, run(read_page, name, data, name=name, limits=_LIMITS))
