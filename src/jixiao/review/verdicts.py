"""Verdicts of reviewers, read back from the workbook of an earlier review: what they reject is not told again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jixiao.border.inputs import read_bytes
from jixiao.border.reader_process import MEGABYTE, Limits, run
from jixiao.findings import Lang, catalog
from jixiao.review.labels import LABELS
from jixiao.review.lines import Line

#: Most bytes of a workbook with verdicts.
MOST_BYTES = 50 * MEGABYTE
#: What reading it may cost: a review of a whole county has thousands of findings.
_LIMITS = Limits(processor=20, memory=600 * MEGABYTE)


class Verdict(NamedTuple):
    """What a reviewer wrote beside a finding."""

    id: str
    code: str
    text: str

    @property
    def is_confirmed(self) -> bool:
        """Whether the finding stands; anything else that was written settles it."""
        return self.text in _CONFIRMED


#: Words by which a finding stands.
_CONFIRMED = frozenset(("属实", "是", "确认", "confirmed", "yes"))


def read_verdicts(path: Path) -> tuple[Verdict, ...]:
    """Return the verdicts in the workbook of an earlier review; none where it has no such sheet.

    Raises:
        InputError: it cannot be read, or is no workbook.
        ImportError: openpyxl is not installed.
    """
    from jixiao.border.workbook import read_workbook

    book = run(read_workbook, path.name, read_bytes(path, MOST_BYTES), name=path.name, limits=_LIMITS)
    return tuple(verdict for sheet in book.sheets for verdict in _verdicts(sheet.cells))


def _verdicts(cells: Iterable[object]) -> Iterator[Verdict]:
    """Yield the verdicts of a sheet, by the headings of its first row with all of them."""
    rows: dict[int, dict[int, str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = str(cell.value or "").strip()  # type: ignore[attr-defined]
    columns: dict[str, int] = {}
    for texts in rows.values():
        if columns:
            verdict = texts.get(columns["verdict"], "")
            if verdict:
                yield Verdict(texts.get(columns["id"], ""), texts.get(columns["code"], ""), verdict)
        else:
            columns = _columns(texts)


def _columns(texts: dict[int, str]) -> dict[str, int]:
    """Return the columns of verdict, id and code; empty where a row does not have all of them."""
    places = {text: column for column, text in texts.items()}
    for words in LABELS.values():
        columns = {name: places[words[name]] for name in ("verdict", "id", "code") if words[name] in places}
        if len(columns) == len(("verdict", "id", "code")):
            return columns
    return {}


def counts_of(verdicts: Iterable[Verdict], lang: Lang) -> str:
    """Return how many findings of each code were confirmed and how many settled otherwise, as a table of text."""
    confirmed, settled = Counter[str](), Counter[str]()
    for verdict in verdicts:
        (confirmed if verdict.is_confirmed else settled)[verdict.code] += 1
    words = LABELS[lang]
    lines = [f"{words['code']}\t{words['confirmed']}\t{words['settled']}\t{words['check']}"]
    for code in sorted({*confirmed, *settled}):
        slug = catalog()[code].slug if code in catalog() else ""
        lines.append(f"{code}\t{confirmed[code]}\t{settled[code]}\t{slug}")
    return "\n".join(lines) + "\n"


def silent_ids(verdicts: Iterable[Verdict]) -> frozenset[str]:
    """Return the ids of findings that are settled."""
    return frozenset(verdict.id for verdict in verdicts if not verdict.is_confirmed)


__all__ = ["Line", "Verdict", "counts_of", "read_verdicts", "silent_ids"]
