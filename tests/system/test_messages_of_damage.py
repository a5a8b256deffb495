"""What is said of inputs that cannot be read: in plain words of the user's language, and never passed over."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from jixiao.border.file_kinds import READABLE
from tests.support.commands import jixiao, put

#: How Python and its libraries name their errors.
ERROR_NAMES = re.compile(r"\b[A-Z]\w*(?:Error|Exception|ZipFile)\b")


@pytest.mark.parametrize("ending", READABLE)
def test_damage_is_told_in_plain_words(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"\x00\x01PK\x03\x04 no such format")
    for lang in ("zh", "en"):
        done = jixiao("score", path, "--lang", lang)
        assert (done.code, ERROR_NAMES.findall(done.told)) == (1, [])
        assert "JX" in done.told


@pytest.mark.parametrize("ending", [*READABLE, ".yaml", ".json", ".jsonl"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"")
    for command in ("score", "check"):
        done = jixiao(command, path, "--format", "json")
        assert done.code == 1
        assert "JX151" in done.out + done.told
    done = jixiao("score", path)
    assert re.search(r"a\.\w+.*JX151", done.told), done.told


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A folder with a project file and a folder below it that may not be looked into."""
    put(tmp_path / "a.yaml")
    folder = tmp_path / "closed"
    put(folder / "b.yaml")
    folder.chmod(0)
    if os.access(folder, os.R_OK):
        folder.chmod(0o755)
        pytest.skip("this user may read everything")
    return tmp_path


def test_a_folder_that_may_not_be_looked_into_is_said_to_be_closed(locked: Path) -> None:
    try:
        for path in (locked, locked / "closed"):
            done = jixiao("check", path)
            assert done.code == 1
            assert "JX104" in done.told + done.out
    finally:
        (locked / "closed").chmod(0o755)


def test_a_review_is_not_clean_where_a_table_of_its_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\x00")
    done = jixiao("audit", tmp_path, "--format", "json")
    assert done.code == 1
    assert [one["source"] for one in done.json["unread"]] == [str(tmp_path / "a.xlsx")]
