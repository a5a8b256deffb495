"""Tables out: written beside their place, moved there whole, and only over an earlier run's."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import polars as pl

from jixiao.border.outputs import OutputError, cannot_write
from jixiao.csv_text import as_cell
from jixiao.findings import Codes, Finding

#: How the tables of a run are written.
Form = Literal["parquet", "csv", "xlsx"]
NAMES = ("rows", "projects", "findings")
SUMMARY = "summary.json"
SCHEMA = "jixiao.batch/1"
#: Rows that tables beside the rows may hold in memory before they go to a file.
_HELD = 200_000
#: All texts that ``as_cell`` could change: they begin with a sign or white space, or hold what cannot be seen.
_DOUBTFUL = r"^[^\p{L}\p{N}]|[\p{C}\p{Zl}\p{Zp}]"
#: How tables are written: by the quickest level of zstd, whose files are hardly larger, and without statistics, which
#: say nothing of texts. Categories are read as texts, as the file does not say how its writer held them.
AS: dict[str, Any] = {"compression": "zstd", "compression_level": 1, "write_statistics": False, "store_schema": False}
#: Rows of a row group.
_GROUP = 250_000
#: The sentences: no two are the same, so that a dictionary of them is work for nothing.
_SENTENCES = frozenset(["reason", "explanation", "projected_reason"])


class Folder:
    """An output folder and the hidden one beside it in which a run works."""

    def __init__(self, place: Path) -> None:
        self.place = Path(os.path.realpath(place))
        digest = sha256(os.fsencode(self.place.name)).hexdigest()[:16]  # a name of any length makes one of this length
        self.work = self.place.parent / f".jixiao-{digest}.part"
        self._old = self.place.parent / f".jixiao-{digest}.old"
        self._made: list[Path] = []
        self._begun = False

    def recover(self) -> list[Finding]:
        """Put earlier tables back that a run had moved away when it was killed, and tell of it."""
        if not self._old.exists():
            return []
        if self._is_ours():  # it was killed a step later
            shutil.rmtree(self._old, ignore_errors=True)
            return []
        if self.place.is_dir() and not any(self.place.iterdir()):
            self.place.rmdir()
        if self.place.exists():
            return []
        self._old.replace(self.place)
        return [Finding(Codes.EARLIER_RESULT_RESTORED, str(self.place), {"name": str(self.place)})]

    def refusal(self, inputs: Iterable[object]) -> Finding | None:
        """Return why the place may not be replaced: it holds other things, or an input; ``None`` where it may."""
        name = str(self.place)
        if not self._is_free():
            return Finding(Codes.OUTPUT_FOLDER_NOT_EMPTY, name, {"dir": name})
        for path in inputs:
            if isinstance(path, Path) and Path(os.path.realpath(path)).is_relative_to(self.place):
                return Finding(Codes.OUTPUT_OVER_INPUT, name, {"name": name, "input": str(path)})
        return None

    def _is_free(self) -> bool:
        """Whether the place is empty, absent, or holds an earlier run's tables and nothing else."""
        if not self.place.exists():
            return True
        if not self.place.is_dir():
            return False
        names = {path.name for path in self.place.iterdir()}
        ours = {SUMMARY, *(f"{name}.{suffix}" for name in NAMES for suffix in ("parquet", "csv", "xlsx"))}
        return not names or (names <= ours and self._is_ours())

    def _is_ours(self) -> bool:
        try:
            return bool(json.loads((self.place / SUMMARY).read_text(encoding="utf-8"))["schema"] == SCHEMA)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Remove what a run has written where the system does not let it go on.

        Raises:
            OutputError: the system refused to write.
        """
        try:
            yield
        except (OSError, pl.exceptions.PolarsError) as error:
            number = _error_number(error)
            if number is None:
                raise
            self.discard()
            raise OutputError(cannot_write(self.place, number), begun=self._begun) from error

    def discard(self) -> None:
        """Remove all that the run has made."""
        shutil.rmtree(self.work, ignore_errors=True)
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()

    def begin(self, run: dict[str, Any], *, resume: bool) -> None:
        """Start to work; what an interrupted run of the very same kind has finished stays where it is to be resumed."""
        settings = self.work / "run.json"
        text = json.dumps(run, ensure_ascii=False, sort_keys=True)
        same = resume and settings.exists() and settings.read_text(encoding="utf-8") == text
        if self.work.exists() and not same:
            shutil.rmtree(self.work)
        self._made = [folder for folder in self.work.parents if not folder.exists()]
        self.work.mkdir(parents=True, exist_ok=True)
        settings.write_text(text, encoding="utf-8")
        self._begun = True

    def unit(self, number: int) -> Path:
        """Return where the tables of one input go."""
        return self.work / f"unit-{number}"

    def fresh(self) -> Path:
        """Return an empty folder for the whole tables."""
        done = self.work / "done"
        shutil.rmtree(done, ignore_errors=True)
        done.mkdir()
        return done

    def gather(self, units: int, form: Form = "parquet") -> None:
        """Put the units together; CSV begins with a byte order mark, by which Excel knows UTF-8."""
        done = self.fresh()
        for name in NAMES:
            parts = [self.unit(number) / f"{name}.parquet" for number in range(units)]
            if form == "csv":
                harmless(pl.scan_parquet(parts)).sink_csv(done / f"{name}.csv", include_bom=True)
            elif form == "xlsx":
                from jixiao.batch.io.result_workbooks import write_workbook

                write_workbook(parts, done / f"{name}.xlsx")
            elif units == 1:
                parts[0].replace(done / f"{name}.parquet")
            else:
                write_parts(done / f"{name}.parquet", parts)

    def publish(self, summary: dict[str, Any]) -> None:
        """Put the whole tables, with a summary, in their place."""
        done = self.work / "done"
        text = json.dumps({"schema": SCHEMA, **summary}, ensure_ascii=False, indent=1)
        (done / SUMMARY).write_text(text + "\n", encoding="utf-8")
        shutil.rmtree(self._old, ignore_errors=True)
        if self.place.exists():
            self.place.replace(self._old)
        try:
            done.replace(self.place)
        except OSError:
            self.recover()
            raise
        shutil.rmtree(self._old, ignore_errors=True)
        shutil.rmtree(self.work, ignore_errors=True)


def _error_number(error: Exception) -> int | None:
    """Return the system's number for an error; Polars has it in its words."""
    number = getattr(error, "errno", None)
    match = re.search(r"\(os error ([0-9]+)\)", str(error))
    return number or (int(match[1]) if match else None)


def harmless(table: pl.LazyFrame) -> pl.LazyFrame:
    """Return the table with every text as ``as_cell`` writes it."""
    cells = pl.col(pl.String).map_batches(_as_cells, return_dtype=pl.String, is_elementwise=True)
    return table.with_columns(cells)


def _as_cells(texts: pl.Series) -> pl.Series:
    places = texts.str.contains(_DOUBTFUL).arg_true()
    cells = pl.Series([as_cell(text) for text in texts.gather(places)], dtype=pl.String)
    if len(places):
        return texts.scatter(places, cells)
    return texts


class Side:
    """A table that grows beside the rows: held in memory while it is small, then in files."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self._held: list[pl.DataFrame] = []
        self._parts: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Write more of the table."""
        self._held.append(frame)
        if sum(map(len, self._held)) > _HELD:
            path = self.folder / f"{self.name}-{len(self._parts)}.part"
            pl.concat(self._held).write_parquet(path, compression="lz4")
            self._parts.append(path)
            self._held = []

    def close(self, empty: pl.DataFrame) -> None:
        """Write the whole of it."""
        path = self.folder / f"{self.name}.parquet"
        parts = (pl.read_parquet(part) for part in self._parts)
        write_frames(path, empty.schema, chain(parts, self._held))
        for part in self._parts:
            part.unlink()


def write_parts(path: Path, parts: list[Path]) -> None:
    """Write the rows of several files into one, in order."""
    rows = pl.scan_parquet(parts)
    write_frames(path, rows.collect_schema(), rows.collect_batches(maintain_order=True))


def write_frames(path: Path, schema: pl.Schema, frames: Iterable[pl.DataFrame]) -> None:
    """Write the rows of frames as they come."""
    write_arrow(path, as_arrow(pl.DataFrame(schema=schema)).schema, map(as_arrow, frames))


def as_arrow(frame: pl.DataFrame) -> Any:
    """Return a frame as a table of Arrow, in the types that every reader and writer has."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def write_arrow(path: Path, schema: Any, tables: Iterable[Any]) -> None:
    """Write the rows of tables of Arrow as they come."""
    from pyarrow import parquet  # type: ignore[import-untyped]

    repeated = [name for name in schema.names if name not in _SENTENCES]
    with parquet.ParquetWriter(path, schema, use_dictionary=repeated, **AS) as writer:
        for group in _row_groups(tables):
            writer.write_table(group, row_group_size=_GROUP)


def _row_groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of tables as tables of whole row groups, and what remains."""
    from pyarrow import concat_tables

    held: list[Any] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= _GROUP:
            joined = concat_tables(held)
            complete = len(joined) // _GROUP * _GROUP
            yield joined.slice(0, complete)
            held = [joined.slice(complete)]
    if any(map(len, held)):
        yield concat_tables(held)
