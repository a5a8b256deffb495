"""PostgreSQL at both ends of a batch, through Arrow (ADBC): numeric stays exact, a run arrives whole or not at all.

Needs the extra ``pg``. Where the database is and who asks is libpq's affair: URI, environment, password file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as database
import polars as pl

from jixiao.batch.io.connection import percent_encoded, without_password
from jixiao.batch.io.outputs import NAMES, SUMMARY, write_frames
from jixiao.findings import Codes, Finding
from jixiao.findings.causes import Cause

#: Rows sent to the database at a time.
_SENT = 200_000
#: What the tables of the database have beside the columns of a run's own, which may lack the input's optional ones.
_ALWAYS: dict[str, Mapping[str, pl.DataType]] = {
    "rows": {"project": pl.String(), "level1": pl.String(), "level2": pl.String(), "name": pl.String()}
}
#: How PostgreSQL packs precision and scale of a declared numeric into one number: 4 + precision · 2^16 + scale.
_HEADER, _SCALES, _WIDEST = 4, 1 << 16, 38
#: What PostgreSQL's error codes, and their classes of two characters, mean to those who run a batch.
_CAUSES = {
    "08": Cause("连接不上，或中途断开", "there is no connection, or it broke"),
    "22": Cause("数据不合列的类型或范围", "data do not fit the type or the range of a column"),
    "23": Cause("数据违反了表的约束", "data violate a constraint of a table"),
    "25006": Cause("数据库是只读的", "the database is read-only"),
    "28": Cause("账号或密码不对，或不许连接", "user or password is wrong, or may not connect"),
    "3D": Cause("没有这个数据库", "there is no such database"),
    "42": Cause("查询语句写错了", "the query is wrong"),
    "42501": Cause("账号没有权限", "the user has no permission"),
    "42703": Cause("没有这一列", "there is no such column"),
    "42P01": Cause("没有这张表", "there is no such table"),
    "53": Cause("服务器的资源用完了", "the server has run out of resources"),
    "57": Cause("服务器中断了操作", "the server broke off"),
}
_FAILED = Cause("连接不上，或查询结果读不成表", "there is no connection, or what the query gives is no table")
_RUN = """INSERT INTO jixiao_runs VALUES ($1, $2::text::jsonb)
ON CONFLICT (run) DO UPDATE SET summary = excluded.summary"""


def read(uri: str, query: str, place: Path) -> list[Finding]:
    """Put what a query gives into a Parquet file, whole or not at all.

    A numeric of declared size becomes a decimal of that size (NaN in it is no value), any other its exact text.
    """
    part = place.with_name(place.name + ".part")
    try:
        with database.connect(percent_encoded(uri)) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            reader = cursor.fetch_record_batch()
            schema = _frame(reader.schema.empty_table()).schema
            write_frames(part, schema, map(_frame, reader))
    except (database.Error, pl.exceptions.PolarsError) as error:  # or two columns of one name
        return [_refusal_of(error, uri)]
    part.replace(place)
    return []


def _refusal_of(error: Exception, uri: str) -> Finding:
    words = " ".join(without_password(str(error), uri).split())[:300]
    return Finding(Codes.DATABASE_UNUSABLE, "database", _cause(error).quoting(words).as_args())


def _cause(error: Exception) -> Cause:
    """Return what an error of the database means, by its code, or by the class that the first two characters name."""
    code = getattr(error, "sqlstate", None) or ""
    return _CAUSES.get(code) or _CAUSES.get(code[:2]) or _FAILED


def _frame(batch: Any) -> pl.DataFrame:
    """Return a table of Arrow from the database as a frame."""
    columns = (_column(field, column) for field, column in zip(batch.schema, batch.columns, strict=True))
    return pl.DataFrame([column.alias(name) for name, column in zip(batch.schema.names, columns, strict=True)])


def _column(field: Any, column: Any) -> pl.Series:
    if not hasattr(field.type, "storage_type"):
        return pl.Series(pl.from_arrow(column))
    text = pl.Series(pl.from_arrow(column.cast(field.type.storage_type)))
    size = int((field.metadata or {}).get(b"POSTGRESQL:typmod", b"-1")) - _HEADER
    precision, scale = divmod(size, _SCALES)
    if 0 < precision <= _WIDEST and scale <= precision:
        return text.cast(pl.Decimal(_WIDEST, scale), strict=False)
    return text


def write(uri: str, folder: Path, run: str) -> list[Finding]:
    """Put a finished run into ``jixiao_rows``, ``jixiao_projects``, ``jixiao_findings`` and ``jixiao_runs``.

    One transaction: what stands there under the same ``run`` is replaced, or all stays as it was. Tables are made
    where there are none, and get the columns of monitoring when a run first has them.
    """
    summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    try:
        with database.connect(percent_encoded(uri)) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS jixiao_runs (run text PRIMARY KEY, summary jsonb NOT NULL)")
            # First of all the run's own line: a second writer of the same run waits for it.
            cursor.execute(_RUN, (run, json.dumps(summary, ensure_ascii=False)))
            for name in NAMES:
                _replace(cursor, f"jixiao_{name}", folder / f"{name}.parquet", run, _ALWAYS.get(name, {}))
            connection.commit()
    except database.Error as error:
        return [_refusal_of(error, uri)]
    return []


def _replace(cursor: Any, table: str, path: Path, run: str, always: Mapping[str, pl.DataType]) -> None:
    schema = {**always, **pl.scan_parquet(path).collect_schema()}
    columns = ", ".join(f"{name} {_kind(kind)}" for name, kind in schema.items())
    cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} (run text NOT NULL, {columns})")
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608  # the name is ours
    for name in schema.keys() - {column[0] for column in cursor.description}:  # an earlier run had no use for them
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {name} {_kind(schema[name])}")
    cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_run ON {table} (run)")
    cursor.execute(f"DELETE FROM {table} WHERE run = $1", (run,))  # noqa: S608  # the name is ours
    for frame in _frames(path, run):
        cursor.adbc_ingest(table, frame, mode="append")


def _kind(kind: pl.DataType) -> str:
    if isinstance(kind, pl.Decimal):
        return "numeric"
    if kind.is_integer():
        return "bigint"
    return "text"


def _frames(path: Path, run: str) -> Iterator[pl.DataFrame]:
    """Yield a table of the run in pieces, in types that the database has."""
    frame = pl.scan_parquet(path).select(pl.lit(run).alias("run"), pl.all())
    typed = frame.with_columns(pl.col(pl.UInt32).cast(pl.Int64))
    yield from typed.collect_batches(maintain_order=True, chunk_size=_SENT)


__all__ = ["read", "write"]
