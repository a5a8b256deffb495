"""Tables are written as they come: all rows, in order, in row groups of one size, without a dictionary of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pl = pytest.importorskip("polars")
parquet = pytest.importorskip("pyarrow.parquet")

from jixiao.batch.io import outputs  # noqa: E402
from jixiao.batch.io.outputs import write_frames, write_parts  # noqa: E402

SCHEMA = pl.Schema(
    {
        "project": pl.String,
        "row": pl.UInt32,
        "score": pl.Decimal(38, 2),
        "outcome": pl.Enum(["met", "partly"]),
        "reason": pl.String,
    }
)


def table(rows: int) -> pl.DataFrame:
    """So many rows, no two alike, some without a reason."""
    numbers = range(rows)
    columns = {
        "project": [f"P{number // 10}" for number in numbers],
        "row": [number % 10 + 1 for number in numbers],
        "score": [f"{number}.25" for number in numbers],
        "outcome": ["met" if number % 3 else "partly" for number in numbers],
        "reason": [None if number % 3 else f"扣{number}分" for number in numbers],
    }
    texts = pl.DataFrame(columns, schema_overrides={"reason": pl.String})
    return texts.cast(dict(SCHEMA))


def columns_of(path: Path) -> dict[str, object]:
    group = parquet.read_metadata(path).row_group(0)
    return {group.column(number).path_in_schema: group.column(number) for number in range(group.num_columns)}


@given(sizes=st.lists(st.integers(0, 25), max_size=12))
def test_rows_stay_and_row_groups_are_of_one_size(sizes: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    rows, place = table(sum(sizes)), tmp_path_factory.getbasetemp() / "pieces.parquet"
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outputs, "_GROUP", 10)
        write_frames(place, SCHEMA, (rows.slice(start, size) for start, size in zip(starts, sizes, strict=True)))
    assert pl.read_parquet(place).equals(rows.cast({"outcome": pl.String}))
    metadata = parquet.read_metadata(place)
    groups = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    assert groups == [min(10, len(rows) - start) for start in range(0, len(rows), 10)]


def test_sentences_have_no_dictionary_and_all_else_has(tmp_path: Path) -> None:
    write_frames(tmp_path / "t.parquet", SCHEMA, [table(100)])
    with_dictionary = {
        name for name, column in columns_of(tmp_path / "t.parquet").items() if "RLE_DICTIONARY" in column.encodings
    }
    assert with_dictionary == set(SCHEMA) - {"reason"}


def test_columns_are_compressed_and_have_no_statistics(tmp_path: Path) -> None:
    write_frames(tmp_path / "t.parquet", SCHEMA, [table(100)])
    columns = columns_of(tmp_path / "t.parquet").values()
    assert {(column.compression, column.is_stats_set) for column in columns} == {("ZSTD", False)}


def test_every_reader_takes_categories_for_texts(tmp_path: Path) -> None:
    write_frames(tmp_path / "t.parquet", SCHEMA, [table(100)])
    assert str(parquet.read_schema(tmp_path / "t.parquet").field("outcome").type) == "string"
    assert pl.read_parquet_schema(tmp_path / "t.parquet")["outcome"] == pl.String


def test_files_are_put_together_in_order(tmp_path: Path) -> None:
    rows, parts = table(70), [tmp_path / f"{number}.parquet" for number in range(3)]
    for part, start in zip(parts, (0, 30, 60), strict=True):
        write_frames(part, SCHEMA, [rows.slice(start, 30)])
    write_parts(tmp_path / "all.parquet", parts)
    assert pl.read_parquet(tmp_path / "all.parquet").equals(rows.cast({"outcome": pl.String}))
