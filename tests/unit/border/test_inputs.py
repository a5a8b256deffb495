"""Files that a path leads to: only regular ones of a fair size are opened."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.border.inputs import read_bytes
from jixiao.forms.importing import read_file_of_forms
from tests.support.findings import code_of
from tests.support.own_forms import ENDINGS

# ---- files


@pytest.fixture
def kinds(tmp_path: Path) -> Iterator[dict[str, Path]]:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty").write_bytes(b"")
    with (tmp_path / "sparse").open("wb") as stream:
        stream.truncate(1 << 40)
    here = Path.cwd()
    os.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        os.chdir(here)
        yield {path.name: path for path in tmp_path.iterdir()} | {
            "device": Path("/dev/zero"),
            "nothing": tmp_path / "none" / "none",
            "below a file": tmp_path / "empty" / "none",
            "nul": Path("a\0b"),
            "long": tmp_path / ("a" * 5000),
        }


CODES = {
    "fifo": "JX105", "link": "JX105", "device": "JX105", "socket": "JX105", "folder": "JX103", "loop": "JX106",
    "sparse": "JX101", "nothing": "JX102", "below a file": "JX102", "nul": "JX106", "long": "JX106",
}  # fmt: skip


def test_only_regular_files_of_a_fair_size_are_opened(kinds: dict[str, Path]) -> None:
    assert {name: code_of(read_bytes, kinds[name], 1000) for name in CODES} == CODES
    assert read_bytes(kinds["empty"], 1000) == b""


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_kind_of_file_holds_a_form_but_a_regular_one(kinds: dict[str, Path], tmp_path: Path, ending: str) -> None:
    for name, code in {**CODES, "empty": "JX151"}.items():
        if name in ("nul", "long", "below a file", "nothing"):
            continue
        path = tmp_path / f"{name} to.{ending}"
        path.symlink_to(kinds[name])
        _, (finding,), _ = read_file_of_forms(path)
        assert finding.code == code, name


def test_a_file_may_be_longer_than_it_says(tmp_path: Path) -> None:
    status = Path("/proc/self/status")
    if status.exists():
        assert b"voluntary_ctxt_switches" in read_bytes(status, 100_000)
        assert code_of(read_bytes, status, 10) == "JX101"
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", 5) == b"12345"
    assert code_of(read_bytes, tmp_path / "a", 4) == "JX101"


def test_a_file_that_may_not_be_read(ordinary_folder: Path) -> None:
    (ordinary_folder / "a").write_bytes(b"1")
    (ordinary_folder / "a").chmod(0)
    assert code_of(read_bytes, ordinary_folder / "a", 10) == "JX104"
