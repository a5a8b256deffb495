"""Where findings on a project stand in the form that it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from jixiao.findings import Finding

#: Fields that a form may show in the cell of another one.
_SHOWN_IN = {
    "cause": ("reason",),
    "remedy": ("cause", "reason"),
    "comparison": ("target", "value"),
    "uom": ("target", "value"),
    "target": ("value",),
    "tier": ("actual",),
    "share": ("tier", "actual"),
    "level1": ("name",),
    "deduct": ("score",),
}
#: The first name of a cell in a text that may name several.
_FIRST = re.compile(r"[^–、]+")


def locate(findings: Iterable[Finding], places: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings with the name of their cell as their argument ``where``, as far as the form shows what they name.

    ``places`` has the cells of the fields, such as ``indicators[3].actual``.
    """
    for finding in findings:
        where = "" if "where" in finding.args else place_of(finding.path, places)
        if where:
            finding = Finding(finding.code, finding.path, {**finding.args, "where": where}, finding.place)  # noqa: PLW2901
        yield finding


def place_of(path: str, places: Mapping[str, str]) -> str:
    """Return the cell of a field, else of one that shows it, else of what it belongs to; "" where there is none.

    >>> place_of("indicators[0].cause", {"indicators[0].name": "C5", "indicators[0].reason": "I5"})
    'I5'
    >>> place_of("indicators[0].marks[1]", {"indicators[0].name": "C5"}), place_of("weights", {})
    ('C5', '')
    """
    owner, _, field = path.rpartition(".")
    names = (path, *(f"{owner}.{other}" for other in _SHOWN_IN.get(field, ())))
    names += (f"{owner}.name", f"{path}.name", f"{owner}.budget", f"{path}.budget")
    if path.startswith("funds"):
        names += ("funds.total.budget", "funds.total.spent")
    return next((places[name] for name in names if name in places), "")


def first_cell(where: str) -> str:
    """Return the first cell of a text that may name several.

    >>> first_cell("F11–F13、H5")
    'F11'
    """
    match = _FIRST.match(where)
    return "" if match is None else match[0].strip()


__all__ = ["first_cell", "locate", "place_of"]
