"""XLSX, read by a process of its own: a few bytes of a hostile file make the reader abort, and whoever called it."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from jixiao.extras import missing_extra
from jixiao.finding import Finding

#: Most memory that reading may take, in bytes; a sheet of a million rows takes a quarter of it.
_MOST = 6 * 10**9
#: How a cell that holds a day goes on after it.
MIDNIGHT = r" 00:00:00(\.0+)?$"
_DAY = r"^(\d{4}-\d{2}-\d{2})" + MIDNIGHT


def convert(path: Path, place: Path) -> list[Finding]:
    """Put the first sheet, all as text, into a Parquet file, whole or not at all."""
    if find_spec("fastexcel") is None:
        return [Finding("JX700", str(path), missing_extra("fastexcel", "batch"))]
    part = place.with_name(place.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "jixiao.batch.sheets", str(path), str(part)]
    done = subprocess.run(  # noqa: S603  # our own module, and a path that is only opened
        command, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        lines = done.stderr.splitlines() if done.returncode == 1 else []
        detail = lines[-1][:200] if lines else "xlsx"
        return [Finding("JX704", str(path), {"name": str(path), "detail": detail})]
    part.replace(place)
    return []


def _read(path: str, place: str) -> None:
    import polars as pl

    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST, _MOST))
    try:
        sheet = pl.read_excel(path, infer_schema_length=0)
        sheet.with_columns(pl.col(pl.String).str.replace(_DAY, "$1")).write_parquet(place)
    except Exception as error:  # noqa: BLE001  # whatever a damaged file makes a reader raise
        raise SystemExit(str(error).splitlines()[0]) from None


if __name__ == "__main__":
    _read(sys.argv[1], sys.argv[2])
