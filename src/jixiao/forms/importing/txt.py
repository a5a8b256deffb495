"""The forms of a plain text."""

from __future__ import annotations

from jixiao.border.plain_text import read_text
from jixiao.border.reader_process import run
from jixiao.forms.importing.blocks import content_of_document
from jixiao.forms.importing.files import Content


def read_forms(name: str, data: bytes) -> Content:
    """Return every part of a text with a table as a form.

    Raises:
        InputError: the text cannot be read.
    """
    return content_of_document(name, run(read_text, name, data, name=name))
