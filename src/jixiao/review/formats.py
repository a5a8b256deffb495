"""The formats of a review: text, JSON, a workbook, a board, a document. Each loads what it needs."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from jixiao.findings import Lang
from jixiao.review.review import Review

#: The formats of a review by the endings of their files, and the extras that they need.
ENDINGS = {".txt": "text", ".json": "json", ".xlsx": "xlsx", ".html": "html", ".docx": "docx"}
EXTRAS = {"xlsx": "xlsx", "docx": "docx"}
#: The names of the files in a folder, by format.
FILES = {"xlsx": "审核.xlsx", "docx": "审核意见.docx", "html": "审核.html", "json": "审核.json", "text": "审核.txt"}


def review_drawing(name: str) -> Callable[[Review, Lang], bytes]:
    """Return what draws a review in a format of this name.

    Raises:
        ImportError: the extra for it is not installed.
    """
    draw: Callable[[Review, Lang], bytes] = import_module(f"jixiao.review.{name}").draw
    return draw
