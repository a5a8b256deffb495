"""The kinds of files in which forms come, by their endings."""

from __future__ import annotations

from collections.abc import Mapping

#: Files that the program reads itself.
READABLE = (".xlsx", ".xlsm", ".xls", ".docx", ".html", ".htm", ".pdf", ".txt")
#: Files that LibreOffice converts, and what to.
CONVERTIBLE: Mapping[str, str] = {".doc": ".docx", ".wps": ".docx", ".odt": ".docx", ".et": ".xlsx", ".ods": ".xlsx"}
FORMS = (*READABLE, *CONVERTIBLE)

__all__ = ["CONVERTIBLE", "FORMS", "READABLE"]
