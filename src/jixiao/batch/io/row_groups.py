"""Parquet files from outside: read once to the end, in a process of their own, before a run goes by them.

A file that is sound is used as it is. Of a damaged one the row groups that can be read are copied, the others named.
Where the writer put checksums beside its pages, they are verified; where it did not, a value that was altered without
harm to its page cannot be told from a right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from jixiao.batch.io.columns import renaming

_CHUNK = 200_000
#: Where the first page of a file begins; how the thrift protocol writes "the next field is an i32", its last bit set
#: in each byte of a number but the last.
_FIRST_PAGE, _NEXT_I32, _MORE = 4, 0x15, 0x80


class Lost(NamedTuple):
    """A row group that cannot be read, from 1, and its rows, from 1."""

    group: int
    first: int
    last: int


class Salvage(NamedTuple):
    """What can be read of a file: all of it, or what ``is_copied``, without the row groups that are lost."""

    is_copied: bool = False
    lost: tuple[Lost, ...] = ()


class DamagedError(Exception):
    """Nothing of a file can be read."""


def salvage(path: str, target: str) -> Salvage:
    """Read a file to its end; where that fails, copy to ``target`` what can be read of it.

    Raises:
        DamagedError: nothing can.
        ImportError: pyarrow is not installed, and a damaged file, or one with checksums, needs it.
    """
    columns = _columns(path)
    if not _has_checksums(Path(path)) and _reads_whole(path, columns):
        return Salvage()
    return _by_groups(path, target, columns)


def _columns(path: str) -> list[str]:
    """Return the columns of a file that matter; damage elsewhere does no harm."""
    try:
        names = pl.scan_parquet(path, glob=False).collect_schema().names()
    except (Exception, pl.exceptions.PanicException) as error:
        raise DamagedError from error
    return list(renaming(names)[0])


def _reads_whole(path: str, columns: Sequence[str]) -> bool:
    """Whether each value can be read, and there are as many rows as the file says; of none it is not believed."""
    table = pl.scan_parquet(path, glob=False)
    try:
        rows = table.select(pl.len()).collect().item()
        batches = table.select(columns).collect_batches(maintain_order=False, chunk_size=_CHUNK)
        return not columns or sum(map(len, batches)) == rows > 0
    except (Exception, pl.exceptions.PanicException):  # noqa: BLE001  # whatever a damaged file makes the library raise
        return False


def _has_checksums(path: Path) -> bool:
    """Whether the first page has a checksum: its header begins with kind and two sizes, and goes on with an i32."""
    with path.open("rb") as stream:
        stream.seek(_FIRST_PAGE)
        header = iter(stream.read(32))
    for _ in range(3):
        if next(header, 0) != _NEXT_I32:
            return False
        while next(header, 0) & _MORE:
            pass
    return next(header, 0) == _NEXT_I32


def _by_groups(path: str, target: str, columns: Sequence[str]) -> Salvage:
    from pyarrow import parquet  # type: ignore[import-untyped]

    try:
        file = parquet.ParquetFile(path, page_checksum_verification=True)
        sizes = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    except Exception as error:
        raise DamagedError from error
    sound = [group for group, size in enumerate(sizes) if _group(file, group, size, columns) is not None]
    if len(sound) == len(sizes) and (_reads_whole(path, columns) or not any(sizes)):
        return Salvage()
    if not sound:
        raise DamagedError
    _copy(file, sound, columns, target)
    if not _reads_whole(target, columns):
        raise DamagedError
    return Salvage(is_copied=True, lost=tuple(_lost_groups(sizes, sound)))


def _lost_groups(sizes: Sequence[int], sound: Sequence[int]) -> Iterator[Lost]:
    """Yield the groups that are not sound, with the numbers of their first and last rows."""
    end = 0
    for group, size in enumerate(sizes):
        start, end = end + 1, end + size
        if group not in sound:
            yield Lost(group + 1, start, end)


def _group(file: Any, group: int, size: int, columns: Sequence[str]) -> Any:
    """Return a row group as a table of Arrow; None where it cannot be read, or has not so many rows."""
    try:
        table = file.read_row_group(group, columns=columns)
        table.validate(full=True)
    except Exception:  # noqa: BLE001  # whatever a damaged file makes the library raise
        return None
    if table.num_rows == size:
        return table
    return None


def _copy(file: Any, groups: Sequence[int], columns: Sequence[str], target: str) -> None:
    from pyarrow import parquet

    schema = file.read_row_group(groups[0], columns=columns).schema
    with parquet.ParquetWriter(target, schema, compression="lz4") as writer:
        for group in groups:
            writer.write_table(file.read_row_group(group, columns=columns))


__all__ = ["DamagedError", "Lost", "Salvage", "salvage"]
