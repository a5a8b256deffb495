"""The forms of a workbook in the old format."""

from __future__ import annotations

from jixiao.border.old_workbook import read_old_workbook
from jixiao.border.reader_process import run
from jixiao.forms.importing.files import Content
from jixiao.forms.importing.xlsx import content_of_workbook


def read_forms(name: str, data: bytes) -> Content:
    """Return every sheet with anything on it as a form.

    Raises:
        InputError: the workbook cannot be read.
        ImportError: the library for workbooks of this format is not installed.
    """
    return content_of_workbook(name, run(read_old_workbook, name, data, name=name))
