"""What a command line says, as one value that is handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jixiao.findings import Lang


@dataclass(frozen=True, slots=True)
class Options:
    """The options that commands share; a command that lacks one leaves it as it is here.

    ``spec`` is an id or a path, ``specs`` the folder of local specs, ``day`` the day whose version of a spec counts.
    ``output`` is a file, a folder, or ``-``. Without a ``format`` the ending of the output names it.
    """

    spec: str | None = None
    lang: Lang = "zh"
    specs: Path | None = None
    day: date | None = None
    format: str | None = None
    output: str | None = None
    force: bool = False
