"""How bad a finding is, and the languages in which it is worded."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Lang = Literal["zh", "en"]


class Severity(StrEnum):
    """How bad: an error leaves a score or total empty, a warning needs a look, a note is for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


#: The names of the levels.
LABELS: dict[Lang, dict[Severity, str]] = {
    "zh": {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"},
}
