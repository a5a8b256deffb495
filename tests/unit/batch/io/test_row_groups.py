"""Parquet files: what is damaged is named, all else is read; no panic of a library, and no size that a file claims."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")
parquet = pytest.importorskip("pyarrow.parquet")

from jixiao.batch.io.columns import KNOWN  # noqa: E402
from jixiao.batch.io.row_groups import DamagedError, Lost, Salvage, salvage  # noqa: E402
from tests.support.paths import HOSTILE  # noqa: E402

SIZE, GROUPS = 100, 3


def table() -> Any:
    rows = range(SIZE * GROUPS)
    return pl.DataFrame({
        "project": [f"P{row // 10}" for row in rows], "level1": "产出指标", "name": [f"指标{row:06}" for row in rows],
        "target": [row + 1 for row in rows], "actual": [str(row) for row in rows], "weight": ["10"] * len(rows),
        "note": [f"备注{row:06}" for row in rows],
    })  # fmt: skip


def written(**options: Any) -> bytes:
    stream = io.BytesIO()
    options = {"row_group_size": SIZE, "compression": "NONE", "use_dictionary": False} | options
    parquet.write_table(table().to_arrow(), stream, **options)
    return stream.getvalue()


def with_flip(content: bytes, text: str, bit: int = 1) -> bytes:
    """The bytes with one bit of the middle of a text turned."""
    at = content.index(text.encode()) + len(text.encode()) - 1
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]


def salvaged(folder: Path, content: bytes) -> tuple[Salvage, Any]:
    """What is said of a file of these bytes, and its rows."""
    (folder / "a.parquet").write_bytes(content)
    result = salvage(str(folder / "a.parquet"), str(folder / "copy"))
    path = folder / ("copy" if result.is_copied else "a.parquet")
    columns = [name for name in pl.read_parquet_schema(path) if name in KNOWN]
    return result, pl.read_parquet(path, columns=columns)


def test_a_sound_file_is_used_as_it_is(tmp_path: Path) -> None:
    for options in ({}, {"write_page_checksum": True}, {"compression": "ZSTD", "use_dictionary": True}):
        result, rows = salvaged(tmp_path, written(**options))
        assert result == Salvage()
        assert rows.equals(table().drop("note"))


def test_a_checksum_that_does_not_fit_costs_its_row_group(tmp_path: Path) -> None:
    result, rows = salvaged(tmp_path, with_flip(written(write_page_checksum=True), "指标000150"))
    assert result == Salvage(is_copied=True, lost=(Lost(2, 101, 200),))
    known = table().drop("note")
    assert rows.equals(pl.concat([known.head(SIZE), known.tail(SIZE)]))


def test_text_that_is_none_costs_its_row_group(tmp_path: Path) -> None:
    result, rows = salvaged(tmp_path, with_flip(written(), "指标000250", bit=0x80))
    assert result == Salvage(is_copied=True, lost=(Lost(3, 201, 300),))
    assert len(rows) == 2 * SIZE


def test_damage_in_a_column_that_does_not_matter_costs_nothing(tmp_path: Path) -> None:
    result, _ = salvaged(tmp_path, with_flip(written(), "备注000250", bit=0x80))
    assert result == Salvage()


def test_a_file_of_no_rows_is_sound(tmp_path: Path) -> None:
    stream = io.BytesIO()
    parquet.write_table(table().clear().to_arrow(), stream)
    result, rows = salvaged(tmp_path, stream.getvalue())
    assert (result, len(rows)) == (Salvage(), 0)


@pytest.mark.parametrize("cut", [0, 3, 8, 1000, -1, -4, -8, -100])
def test_a_file_without_its_end_is_damaged(tmp_path: Path, cut: int) -> None:
    with pytest.raises(DamagedError):
        salvaged(tmp_path, written()[:cut])


@pytest.mark.parametrize("name", ["pqflip0--flip0.parquet", "pqflip22--flip22.parquet"])
def test_files_of_one_damaged_row_group_are_damaged(tmp_path: Path, name: str) -> None:
    with pytest.raises(DamagedError):
        salvaged(tmp_path, (HOSTILE / name).read_bytes())


def lying(content: bytes, rows: int) -> bytes:
    """The file with another number of rows in its footer: field 3 of its metadata, a zigzag varint."""
    size = int.from_bytes(content[-8:-4], "little")
    footer = content[-8 - size : -8]
    old = b"\x16" + varint(2 * SIZE * GROUPS) + b"\x19"
    footer = footer.replace(old, b"\x16" + varint(2 * rows) + b"\x19", 1)  # before its row groups
    return content[: -8 - size] + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def varint(number: int) -> bytes:
    found = b""
    while number > 0x7F:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="nothing tells how much memory was taken")
@pytest.mark.parametrize("rows", [2**40, 2**62, 10**9, 301, 299, 150, 1, 0])
def test_a_footer_that_lies_about_rows_allocates_nothing(tmp_path: Path, rows: int) -> None:
    (tmp_path / "a.parquet").write_bytes(lying(written(), rows))
    code = (
        "import re, resource; resource.setrlimit(resource.RLIMIT_AS, (6 * 10**9,) * 2)\n"
        "from jixiao.batch.io.row_groups import salvage, DamagedError\n"
        "import sys\n"
        "try: print(salvage(*sys.argv[1:]))\n"
        "except DamagedError: print('damaged')\n"
        "print(int(re.search('VmHWM: *([0-9]+)', open('/proc/self/status').read().replace(chr(9), ' '))[1]) // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.parquet"), str(tmp_path / "copy")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said, memory = done.stdout.splitlines()
    assert said == "damaged" or pl.read_parquet(tmp_path / "copy").height == SIZE * GROUPS
    assert int(memory) < 300


def small() -> bytes:
    stream = io.BytesIO()
    table().head(12).write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize("checksums", [True, False])
def test_a_hundred_flips_end_in_a_finding_or_rows(tmp_path: Path, checksums: bool) -> None:
    """With checksums the rows are right ones; without them, what the flip hit may be another text."""
    rng = random.Random(16)
    content = written(row_group_size=6, write_page_checksum=True) if checksums else small()
    right = set(table().drop("note").rows())
    for number in range(100):
        damaged = bytearray(content)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            _, rows = salvaged(folder, bytes(damaged))
        except DamagedError:
            continue
        if checksums and rows.columns == table().drop("note").columns:
            assert set(rows.rows()) <= right, number
