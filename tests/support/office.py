"""Real LibreOffice: it opens what we write, and reckons anew instead of showing what the file says it reckoned."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="soffice is not installed")
#: Reckon everything when a file is opened: by itself it believes the values in files of other programs.
PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
#: Comma, quotes, UTF-8; values as they are, not as they are shown; every sheet a file of its own.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def converted(path: Path, to: str, folder: Path) -> None:
    """Open a file and save it in another format, with a profile of its own."""
    converted_all([path], to, folder)


def converted_all(paths: Iterable[Path], to: str, folder: Path) -> None:
    """Open files and save them in another format by one call, with a profile of its own."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
    command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to]
    subprocess.run([*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=900)


def reckoned(path: Path, folder: Path) -> dict[str, list[list[str]]]:
    """The values of every sheet, reckoned anew."""
    converted(path, CSV, folder)
    found = {}
    for file in sorted(folder.glob(f"{path.stem}-*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            found[file.stem.removeprefix(f"{path.stem}-")] = list(csv.reader(stream))
    return found
