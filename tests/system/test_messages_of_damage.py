"""What is said of inputs that cannot be read: in plain words of the user's language, and never passed over."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from jixiao.border.file_kinds import READABLE
from tests.support.commands import jixiao, put, run

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


def test_a_folder_that_may_not_be_looked_into_is_said_to_be_closed(ordinary_folder: Path) -> None:
    put(ordinary_folder / "a.yaml")
    closed = put(ordinary_folder / "closed" / "b.yaml").parent
    closed.chmod(0)
    for path in (ordinary_folder, closed):
        code, out, told = run("check", str(path))
        assert code == 1
        assert "JX104" in told + out
    closed.chmod(0o755)


def test_a_review_is_not_clean_where_a_table_of_its_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\x00")
    done = jixiao("audit", tmp_path, "--format", "json")
    assert done.code == 1
    assert [one["source"] for one in done.json["unread"]] == [str(tmp_path / "a.xlsx")]


def test_damaged_verdicts_are_an_input_that_cannot_be_read(tmp_path: Path) -> None:
    put(tmp_path / "a.yaml")
    (tmp_path / "verdicts.xlsx").write_bytes(b"\x00")
    done = jixiao("audit", tmp_path / "a.yaml", "--verdicts", tmp_path / "verdicts.xlsx")
    assert (done.code, re.findall(r"JX\d+", done.told)) == (2, ["JX820"])


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_form_that_is_read_but_cannot_be_marked_is_told_and_costs_no_other(tmp_path: Path, kind: str) -> None:
    """Reading leaves out a damaged part; the library that writes the marks needs all of them."""
    done = jixiao("score", put(tmp_path / "in" / "a.yaml"), "-o", tmp_path / "forms" / f"a.{kind}")
    assert done.code == 0
    sound = tmp_path / "forms" / f"a.{kind}"
    (tmp_path / "forms" / f"b.{kind}").write_bytes(_with_part(sound.read_bytes(), "docProps/core.xml", b"<a"))
    done = jixiao("check", tmp_path / "forms", "--mark", "-o", f"{tmp_path}/out/")
    assert done.code == 1
    assert "JX9" not in done.told
    assert re.search(rf"JX820.*b\.{kind}", done.told)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"a.{kind}"]


def _with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return an office file with one part replaced."""
    altered = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(altered, "w") as copy:
        for part in parts.namelist():
            copy.writestr(part, content if part == name else parts.read(part))
    return altered.getvalue()
