"""Why a row has no score, by its kind."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.findings import Codes
from jixiao.quantity import without_slip


class Problem(NamedTuple):
    """Why a row has no score: the finding's code, the field it stands at, and its arguments.

    A problem of no other kind is a value that cannot be read, compared or measured.
    """

    code: str
    field: str
    args: tuple[tuple[str, object], ...] = ()


class NoData(Problem):
    """Nothing is stated from which a score could follow."""

    __slots__ = ()


class NoActual(NoData):
    """The actual is empty; a spec may say what that earns."""

    __slots__ = ()


class NoShareInTier(NoData):
    """The tier alone is stated, and not the share within its range."""

    __slots__ = ()


class MissingField(Problem):
    """A field that every row must state is empty."""

    __slots__ = ()


class ReportedProblem(Problem):
    """A value that could not be read, for which loading has a finding already."""

    __slots__ = ()


class NotDue(NoData):
    """The value of a project whose targets alone are set: it is yet to come, and no finding."""

    __slots__ = ()


NOT_DUE = NotDue("", "actual")
NO_ACTUAL = NoActual(Codes.NO_ACTUAL_VALUE, "actual")
REPORTED = ReportedProblem("", "")


def misspelt(field: str, text: str | None) -> Problem | None:
    """Return the problem of a value that would be a number without a slip of the keyboard; ``None`` of any other."""
    plain = without_slip(text or "")
    if plain is None:
        return None
    return Problem(Codes.MISSPELT_NUMBER, field, (("value", text), ("plain", plain)))
