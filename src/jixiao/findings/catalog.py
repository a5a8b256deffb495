"""What findings say: an entry for each code, in Chinese and English, from the files of ``messages/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jixiao.findings.severity import Lang, Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of finding. ``message`` and ``remedy`` are templates that take its arguments; ``why`` is in Chinese.

    ``group`` is what has one cause; ``once`` says that several rows of a table with it need only one finding.
    ``prevents_run`` says that a batch run cannot begin: a part is missing, or the folder or the database refuses.
    """

    slug: str
    code: str
    severity: Severity
    message: Mapping[Lang, str]
    remedy: Mapping[Lang, str]
    why: str
    example: str
    prevents_run: bool = False
    group: str = ""
    once: bool = False


@cache
def catalog() -> dict[str, Entry]:
    """Return every entry by its code, in order. A code that stands twice is a programmer's mistake.

    Raises:
        ValueError: two entries share a code.
    """
    entries = list(_entries())
    by_code = {entry.code: entry for entry in entries}
    if len(by_code) != len(entries):
        raise ValueError("a finding code is registered twice")
    return dict(sorted(by_code.items()))


def _entries() -> Iterator[Entry]:
    import yaml  # most runs have no finding to word

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file in files("jixiao.findings").joinpath("messages").iterdir():
        if file.name.endswith(".yaml"):
            data: dict[str, dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), loader)  # noqa: S506  # a safe one
            yield from (_entry(slug, fields) for slug, fields in data.items())


def _entry(slug: str, fields: Mapping[str, Any]) -> Entry:
    return Entry(
        slug=slug,
        code=fields["code"],
        severity=Severity(fields["severity"]),
        message={"zh": fields["zh"], "en": fields["en"]},
        remedy=fields.get("remedy", {"zh": "", "en": ""}),
        why=fields.get("why", ""),
        example=fields.get("example", ""),
        prevents_run=fields.get("prevents_run", False),
        group=fields.get("group", ""),
        once=fields.get("once", False),
    )
