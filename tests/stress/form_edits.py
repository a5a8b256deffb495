"""Whether each cell of edited forms is read or told: ``python -m tests.stress.form_edits KIND NUMBER [--first N]``.

Forms of the program and of others are edited at random and read again: ``xlsx``, ``docx``, ``html``, ``pdf``; with
``office`` edited workbooks are resaved by LibreOffice as .xls and .ods, by one call for all files of an ending.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from jixiao.border.conversion import converted
from tests.support.editable_files import KINDS
from tests.support.every_cell import Desk, account_of
from tests.support.office import converted_all

OFFICE = "office"
#: The endings as which LibreOffice saves.
ENDINGS = ("xls", "ods")


def reports(folder: Path, kind: str, numbers: range) -> Iterator[list[str]]:
    """Yield for each number what was lost, in lines."""
    if kind == OFFICE:
        yield from reports_of_resaved(folder, numbers)
        return
    desk = Desk(folder, kind)
    yield from map(desk.check, numbers)


def reports_of_resaved(folder: Path, numbers: range) -> Iterator[list[str]]:
    """Yield for each edited workbook what was lost after LibreOffice has saved it in another format."""
    desk = Desk(folder, "xlsx")
    runs = {number: desk.edit(number) for number in numbers}
    for place, ending in enumerate(ENDINGS):
        own = {number: run for number, run in runs.items() if number % len(ENDINGS) == place}
        saved = folder / ending
        converted_all([run.path for run in own.values()], ending, saved)
        paths = {number: saved / f"{run.path.stem}.{ending}" for number, run in own.items()}
        with ExitStack() as stack:
            copies = stack.enter_context(converted(paths.values()))
            for number, run in own.items():
                after = account_of(paths[number], copies.get(paths[number]))
                yield run.report(desk.before(run.form), after, has_names=True)


def main() -> None:
    """Edit and read so many forms; say what was lost, and how many lost anything; exit 1 if any did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=[*KINDS, OFFICE])
    parser.add_argument("number", nargs="?", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        numbers = range(asked.first, asked.first + asked.number)
        for number, report in zip(numbers, reports(Path(folder), asked.kind, numbers), strict=True):
            if report:
                lost += 1
                print(number, *report, sep="\n", flush=True)  # noqa: T201
    print(f"{asked.kind}: {asked.number} forms edited, {lost} with a loss")  # noqa: T201
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
