"""CSV files as inputs of a batch: every row is scored, or named with its line and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from jixiao.batch.io.delimited import Fault, Layout, Repair, count_rows, layout_of
from jixiao.batch.io.encodings import encoding_of, in_utf8
from jixiao.batch.io.texts import MOST_NAMED, Columns, Opened, columns_of, skipped_rows, write_texts
from jixiao.findings import Codes, Finding, Place, Source
from jixiao.findings.causes import Cause

#: Rows taken at a time.
_CHUNK = 200_000
_IN_DOUBT = Cause("各行从哪里断开看不清，数不准行数", "it is unclear where its rows end, so they cannot be counted")


def open_csv(path: Path, copy: Path) -> Opened:
    """Return a file's rows, put into the Parquet file ``copy``, and what is to be said of the others.

    Raises:
        OSError: the file cannot be read, or the copy not written.
    """
    encoding = encoding_of(path)
    plain = in_utf8(path, encoding, copy.with_suffix(".utf8"))
    layout = layout_of(plain, encoding)
    columns = columns_of(layout.headers, str(path))
    findings = [Finding(Codes.TABLE_ENCODING, str(path), {"name": path.name, "encoding": encoding}), *columns.findings]
    if layout.heading > 1:
        findings.append(Finding(Codes.HEADINGS_BELOW_TITLE, str(path), {"name": path.name, "line": layout.heading}))
    if not columns.usable:
        return Opened(None, findings)
    rows = count_rows(plain, layout)
    if rows is None:
        repair = Repair(plain, layout, copy.with_suffix(".csv"))
        findings += fault_findings(repair.faults(), path)
        plain, layout, rows = repair.copy, layout._replace(first=1), repair.rows
    written = write_texts(copy, columns, _frames(plain, layout, columns))
    if written.rows != rows:  # two readers of one file differ: neither is believed
        return Opened(
            None, [*findings, Finding(Codes.UNREADABLE_TABLE, str(path), {"name": str(path), **_IN_DOUBT.as_args()})]
        )
    return Opened(pl.scan_parquet(copy, glob=False), [*findings, *skipped_rows(written, path)])


def _frames(path: Path, layout: Layout, columns: Columns) -> Iterator[pl.DataFrame]:
    schema: dict[str, pl.DataType] = {str(place): pl.String() for place in range(layout.width)}
    table = pl.scan_csv(
        path,
        separator=layout.separator,
        has_header=False,
        skip_lines=layout.first - 1,
        schema=schema,
        infer_schema=False,
        missing_columns="insert",  # it looks for them in the first row, which may be blank
        raise_if_empty=False,
        glob=False,
    )
    own = table.select(pl.col(str(place)).alias(name) for name, place in columns.places.items())
    return own.collect_batches(maintain_order=True, chunk_size=_CHUNK)


def fault_findings(faults: Iterable[Fault], path: Path) -> list[Finding]:
    """Return faults of a file's rows as findings: the first of each kind by line, the others by number."""
    counts, findings, source = Counter[str](), list[Finding](), Source(str(path))
    for fault in faults:
        counts[fault.code] += 1
        if counts[fault.code] <= MOST_NAMED:
            findings.append(Finding(fault.code, "", fault.args, Place(source, fault.line, 1)))
    more = {code: count - MOST_NAMED for code, count in counts.items() if count > MOST_NAMED}
    return findings + [
        Finding(Codes.MORE_ROWS_OF_THE_SAME, str(path), {"name": path.name, "code": code, "count": count})
        for code, count in more.items()
    ]
