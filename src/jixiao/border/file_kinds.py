"""The kinds of files in which forms come, by their endings."""

from __future__ import annotations

from collections.abc import Mapping

#: Files that the program reads itself.
READABLE = (".xlsx", ".xlsm", ".xls", ".docx", ".html", ".htm", ".pdf", ".txt")
#: Files that LibreOffice converts, and what to.
CONVERTIBLE: Mapping[str, str] = {".doc": ".docx", ".wps": ".docx", ".odt": ".docx", ".et": ".xlsx", ".ods": ".xlsx"}
FORMS = (*READABLE, *CONVERTIBLE)
#: Files that take many times as long to read as the others.
SLOW = (".pdf",)
#: The file beside forms in which answers about their headings are kept.
COLUMNS_FILE = "jixiao.columns.yaml"

__all__ = ["COLUMNS_FILE", "CONVERTIBLE", "FORMS", "READABLE", "SLOW"]
