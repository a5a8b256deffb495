"""What a command line says, as one value that is handed on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path

from jixiao.findings import Lang
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.specs import book_of_folder


@dataclass(frozen=True)
class Options:
    """The options that commands share; a command that lacks one leaves it as it is here.

    ``spec`` is an id or a path, ``specs`` the folder of local specs, ``day`` the day whose version of a spec counts.
    ``columns`` are headings of forms that no word explains, with the known ones that they stand for.
    ``output`` is a file, a folder, or ``-``. Without a ``format`` the ending of the output names it. ``window`` is the
    width of the terminal that results are shown in, in columns; ``None`` where they go elsewhere.
    """

    spec: str | None = None
    lang: Lang = "zh"
    specs: Path | None = None
    day: date | None = None
    format: str | None = None
    output: str | None = None
    force: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    window: int | None = None

    @cached_property
    def book(self) -> SpecBook:
        """Return the specs at hand, read when the first one is looked up."""
        return book_of_folder(self.specs)

    def __getstate__(self) -> dict[str, object]:
        """Return what is sent to another process, which reads the specs itself."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
