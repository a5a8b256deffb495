"""Tables in: Parquet, CSV in either encoding, XLSX, frames in memory; one stream of whole projects out."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from jixiao.batch.arrays import Numbers, starts_of
from jixiao.batch.io.columns import PROJECT
from jixiao.batch.io.csv_files import open_csv
from jixiao.batch.io.frames import open_frame
from jixiao.batch.io.row_groups import salvage
from jixiao.batch.io.texts import Opened
from jixiao.batch.quantity_columns import MOST_PLACES, places_in
from jixiao.batch.scalar_rows import year_of
from jixiao.border.inputs import InputError, regular_size
from jixiao.border.reader_process import Limits, run
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, has_error
from jixiao.findings.causes import Cause, system_cause

#: Rows scored at a time; what a chunk needs of memory follows from it.
CHUNK = 200_000
_MEGABYTE = 2**20
#: What a reader of tables may take: seconds of processor time a megabyte of each kind, bytes beside those of the file.
_SHEET_SECONDS, _PARQUET_SECONDS, _READER_MEMORY = 20, 1, 2**32
#: How files begin whose ending may be another's, as when a program saves XLSX under .xls or .csv.
_BEGINNINGS = {b"PK\x03\x04": ".xlsx", b"PAR1": ".parquet"}
_ANOTHER_FORMAT = Cause("不是 Parquet、CSV 或 XLSX 文件", "it is no Parquet, CSV or XLSX file")
_DAMAGED = Cause("文件已损坏", "it is damaged")
_EMPTY = Cause("文件里没有内容", "it holds nothing")


@dataclass(frozen=True)
class Unit:
    """The projects that begin in one input: where their rows start in the whole table, and how many there are."""

    start: int
    rows: int


class Query(NamedTuple):
    """Rows that a database gives."""

    uri: str
    sql: str

    @property
    def name(self) -> str:
        """Return what stands for it in a summary; not where the database is, which may hold a password."""
        return self.sql


#: What a batch reads from.
Input = Path | Query


@dataclass
class Table:
    """All inputs as one table in the columns' own names. ``notes`` are findings on the inputs themselves."""

    frame: pl.LazyFrame
    parts: list[int]
    notes: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Survey:
    """What one look at project ids and weights shows: rows, decimals of weights, whether projects lie together."""

    rows: int
    places: int
    together: bool
    units: list[Unit]


def open_tables(inputs: Sequence[Input], folder: Path) -> tuple[Table | None, list[Finding]]:
    """Return the inputs that can be read as one table; what had to be converted is put into ``folder``.

    There is none where no input can be read, or no row of any.
    """
    frames, findings = [], list[Finding]()
    for number, one in enumerate(inputs):
        copy = folder / f"input-{number}"
        opened = _query(one, copy) if isinstance(one, Query) else _open(one, copy)
        findings += opened.findings
        if opened.frame is not None:
            frames.append(opened.frame)
    if not frames:
        return None, findings
    table = _union(frames, findings)
    if not any(table.parts) and has_error(findings):
        return None, findings
    return table, findings


def of_frame(frame: Any) -> tuple[Table | None, list[Finding]]:
    """Return a frame in memory, or anything with the Arrow PyCapsule interface, as a table."""
    lazy = frame if isinstance(frame, pl.LazyFrame) else pl.DataFrame(frame).lazy()
    opened = open_frame(lazy, "frame")
    if opened.frame is None:
        return None, opened.findings
    return _union([opened.frame], opened.findings), opened.findings


def years_in(table: Table) -> list[int]:
    """Return the years that its projects state."""
    if "year" not in table.frame.collect_schema():
        return []
    texts = table.frame.select(pl.col("year").unique()).collect(engine="streaming")["year"].drop_nulls()
    return [year for year in map(year_of, texts) if year is not None]


def _query(query: Query, copy: Path) -> Opened:
    """Return what the database gave; a run that is resumed goes on with what it was given the first time."""
    if not copy.exists():
        try:
            from jixiao.batch.io.postgresql import read
        except ImportError as error:
            return Opened(None, [Finding(Codes.BATCH_EXTRA_NEEDED, "database", missing_extra(error.name, "pg"))])
        if refused := read(query.uri, query.sql, copy):
            return Opened(None, refused)
    return open_frame(pl.scan_parquet(copy, glob=False), "database")


def _open(path: Path, copy: Path) -> Opened:
    """Return the table of one file; what had to be converted is put into ``copy``."""
    try:
        size = regular_size(path)
        if not size:
            return Opened(None, [_unreadable(path, _EMPTY)])
        match _kind_of(path):
            case ".parquet":
                return _open_parquet(path, copy, _limits(size, _PARQUET_SECONDS))
            case ".csv":
                return open_csv(path, copy)
            case ".xlsx":
                return _open_sheet(path, copy, _limits(size, _SHEET_SECONDS))
        cause = _ANOTHER_FORMAT
    except OSError as error:
        cause = system_cause(error.errno)
    except InputError as error:
        return Opened(None, [_refusal_of(path, error.finding)])
    except ImportError as error:
        return Opened(None, [Finding(Codes.BATCH_EXTRA_NEEDED, str(path), missing_extra(error.name, "batch"))])
    return Opened(None, [_unreadable(path, cause)])


def _kind_of(path: Path) -> str:
    """Return the ending of the kind that a file is by its first bytes, else its own ending."""
    with path.open("rb") as stream:
        return _BEGINNINGS.get(stream.read(4), path.suffix.lower())


def _unreadable(path: Path, cause: Cause) -> Finding:
    return Finding(Codes.UNREADABLE_TABLE, str(path), {"name": str(path), **cause.as_args()})


def _refusal_of(path: Path, refusal: Finding) -> Finding:
    """Return what is told of a table that the border refuses: damage in the words of tables, all else as it is."""
    if refusal.code == Codes.CANNOT_OPEN_FILE:
        return _unreadable(path, _DAMAGED)
    return Finding(refusal.code, str(path), refusal.args)


def _limits(size: int, seconds: int) -> Limits:
    """Return what reading a table may cost: processor time and memory that grow with its size."""
    processor = 3 + seconds * size // _MEGABYTE
    return Limits(processor, _READER_MEMORY + 4 * size, 60 + 10 * processor)


def _open_sheet(path: Path, copy: Path, limits: Limits) -> Opened:
    from jixiao.batch.io.xlsx import read_sheets

    copy.parent.mkdir(parents=True, exist_ok=True)
    tables = run(read_sheets, str(path), str(copy), name=str(path), limits=limits)
    frames = [pl.scan_parquet(copy, glob=False) for copy in tables.copies]
    if not frames:
        return Opened(None, tables.findings)
    return Opened(pl.concat(frames, how="diagonal"), tables.findings)


def _open_parquet(path: Path, copy: Path, limits: Limits) -> Opened:
    copy.parent.mkdir(parents=True, exist_ok=True)
    salvaged = run(salvage, str(path), str(copy), name=str(path), limits=limits)
    findings = [
        Finding(Codes.DAMAGED_ROW_GROUP, str(path), {"name": path.name, **lost._asdict()}) for lost in salvaged.lost
    ]
    source = path
    if salvaged.is_copied:
        source = copy
    opened = open_frame(pl.scan_parquet(source, glob=False), str(path))
    return Opened(opened.frame, [*findings, *opened.findings])


def _union(frames: list[pl.LazyFrame], findings: list[Finding]) -> Table:
    """Return frames under each other; a column of several types becomes text."""
    schemas = [frame.collect_schema() for frame in frames]
    mixed = _mixed_columns(schemas)
    even = [
        frame.with_columns(pl.col(name).cast(pl.String) for name in mixed if name in schema)
        for frame, schema in zip(frames, schemas, strict=True)
    ]
    parts = [int(frame.select(pl.len()).collect(engine="streaming").item()) for frame in even]
    joined = even[0] if len(even) == 1 else pl.concat(even, how="diagonal")
    return Table(joined, parts, findings)


def _mixed_columns(schemas: list[pl.Schema]) -> list[str]:
    """Return the columns that have several types."""
    typed = {(name, kind) for schema in schemas for name, kind in schema.items()}
    return [name for name, count in Counter(name for name, _ in typed).items() if count > 1]


def survey(table: Table) -> Survey:
    """One pass over project ids and weights, in memory that grows with the number of projects only."""
    kind = table.frame.collect_schema().get("weight")
    texts: set[str] = set()
    first_hashes: list[Numbers] = [np.zeros(0, np.uint64)]
    places: list[Numbers] = [np.zeros(0, np.int64)]
    rows, last = 0, None
    columns = [PROJECT]
    if kind is not None and not _has_scale(kind):
        columns.append("weight")
    for batch in table.frame.select(columns).collect_batches(maintain_order=True, chunk_size=CHUNK):
        hashes = batch[PROJECT].hash().to_numpy()
        at = starts_of(hashes)
        if len(hashes) and hashes[0] == last:
            at = at[1:]
        first_hashes.append(hashes[at])
        places.append(at + rows)
        rows, last = rows + len(batch), hashes[-1] if len(hashes) else last
        if "weight" in columns:
            texts |= set(batch["weight"].cast(pl.String).unique().drop_nulls().to_list())
    hashes, starts = np.concatenate(first_hashes), np.concatenate(places)
    together = pl.Series(hashes).n_unique() == len(hashes)
    units = [Unit(0, rows)]
    if together:
        units = _units(table.parts, starts)
    return Survey(rows, _decimals(kind, texts), together, units)


def _decimals(kind: pl.DataType | None, texts: set[str]) -> int:
    """Return how many decimals weights of a type have; of texts, those that any of them needs; 0 without weights."""
    if isinstance(kind, pl.Decimal):
        return min(kind.scale, MOST_PLACES)
    if kind is None or kind.is_integer():
        return 0
    return places_in(list(texts))


def _has_scale(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Decimal) or kind.is_integer()


def _units(parts: list[int], starts: Numbers) -> list[Unit]:
    """For each input the projects that begin in it; one that goes on in the next input belongs to the first."""
    edges, total = [0], 0
    for rows in parts[:-1]:
        total += rows
        at = int(np.searchsorted(starts, total))
        edges.append(int(starts[at]) if at < len(starts) else total + sum(parts[len(edges) :]))
    edges.append(sum(parts))
    return [Unit(start, end - start) for start, end in pairwise(edges)]


def whole_projects(frame: pl.LazyFrame, size: int = CHUNK) -> Iterator[pl.DataFrame]:
    """Yield pieces of about ``size`` rows that end where a project ends."""
    yield from whole_pieces(frame.collect_batches(maintain_order=True, chunk_size=size), size)


def whole_pieces(batches: Iterable[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """Yield batches, each project's rows one after the other, cut anew where a project ends."""
    held: list[pl.DataFrame] = []
    rows = 0
    for batch in batches:
        if rows >= size:  # and more rows come
            joined = pl.concat(held)
            cut = _last_start(joined[PROJECT])
            if cut:
                yield joined.head(cut)
            held, rows = [joined.slice(cut)], len(joined) - cut
        if len(batch):
            held.append(batch)
            rows += len(batch)
    if rows:
        yield pl.concat(held)


def _last_start(projects: pl.Series) -> int:
    """Return where the last project begins: looked for from the end, further and further back."""
    near = 1000
    while True:
        tail = projects.tail(near)
        own = tail.ne_missing(tail[-1]).arg_true()
        if len(own):
            return len(projects) - len(tail) + int(own[-1]) + 1
        if near >= len(projects):
            return 0
        near *= 8


def project_pieces(table: Table, folder: Path, size: int = CHUNK) -> Iterator[pl.DataFrame]:
    """Yield pieces of whole projects of a table whose projects lie apart, in the order of their first rows.

    Rows are first sorted into files of a chunk's size each, so that memory stays that of one chunk.
    """
    numbered = table.frame.with_row_index("_at").with_columns(_hash=pl.col(PROJECT).hash())
    firsts = (
        numbered.group_by("_hash")
        .agg(pl.col("_at").min().alias("_first"), pl.len().alias("_rows"))
        .collect(engine="streaming")
    )
    firsts = firsts.sort("_first").with_columns(_file=(pl.col("_rows").cum_sum() - pl.col("_rows")) // size)
    count = int(firsts["_file"].max() or 0) + 1  # type: ignore[arg-type]
    split = numbered.join(firsts.lazy().drop("_rows"), on="_hash", how="left")
    if count == 1:
        yield from _sorted(split.collect(engine="streaming"))
        return
    folder.mkdir(parents=True, exist_ok=True)
    split.sink_parquet(pl.PartitionBy(folder, key="_file", include_key=False), mkdir=True, compression="lz4")
    for number in range(count):
        files = sorted(folder.glob(f"_file={number}/*.parquet"))
        if files:
            yield from _sorted(pl.read_parquet(files))


def _sorted(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    ordered = frame.sort("_first", "_at")
    if ordered[PROJECT].rle_id().max() != ordered[PROJECT].n_unique() - 1:  # two ids of one hash
        order = ordered.with_columns(_first=pl.col("_at").min().over(PROJECT))
        ordered = order.sort("_first", "_at")
    yield ordered.drop("_at", "_hash", "_first")


def temporary(beside: Path | None) -> tempfile.TemporaryDirectory[str]:
    """Return a folder for what is only needed while a run lasts."""
    return tempfile.TemporaryDirectory(prefix=".jixiao-", dir=beside)
