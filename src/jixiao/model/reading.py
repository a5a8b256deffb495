"""How a project came from its input: beside the model, never a part of what it states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jixiao.findings import CellPlace, Finding


class Reading(NamedTuple):
    """How a project was read: the findings on its input, and the data with their places where it was a text.

    It is readable where the input was a project at all, else another file (a spec, cases, results) or nothing.
    ``cells`` are the places of a form by path.
    """

    findings: tuple[Finding, ...] = ()
    root: object = None
    is_readable: bool = True
    is_other: bool = False
    is_result: bool = False
    cells: Mapping[str, CellPlace] = {}  # never changed


#: How a project came about that was read from no text and no form.
NO_READING = Reading()

__all__ = ["NO_READING", "Reading"]
