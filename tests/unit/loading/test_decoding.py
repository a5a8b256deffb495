"""Bytes to text: encodings, hidden characters, and files that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.findings import Finding
from jixiao.loading.decoding import MOST_BYTES, decode, read_file

CHINESE = "项目名称: 城乡居民基本养老保险补助\n年度: 2023\n"


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def where(finding: Finding) -> tuple[int, int]:
    assert finding.place
    return finding.place.line, finding.place.column


@pytest.mark.parametrize("data", [CHINESE.encode(), b"\xef\xbb\xbf" + CHINESE.encode()])
def test_utf8_is_read_with_and_without_its_mark(data: bytes) -> None:
    source, findings = decode("a.yaml", data)
    assert source
    assert (source.name, source.text, findings) == ("a.yaml", CHINESE, [])


def test_gb18030_is_read_with_a_note() -> None:
    source, findings = decode("a.yaml", CHINESE.encode("gb18030"))
    assert source
    assert source.text == CHINESE
    assert codes(findings) == ["JX109"]
    assert where(findings[0]) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be", "utf-32-be"])
def test_utf16_and_utf32_are_named(encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("be") else ""
    source, findings = decode("a.yaml", (mark + CHINESE).encode(encoding))
    assert source is None
    assert codes(findings) == ["JX107"]
    assert findings[0].args["encoding"] == encoding[:6].upper()


def test_a_damaged_utf8_file_is_not_read_as_gb18030() -> None:
    data = CHINESE.replace("\n", "\r\n").encode().replace("度".encode(), b"\xe5\xba")
    source, findings = decode("a.yaml", data)
    assert source is None
    assert codes(findings) == ["JX108"]
    assert findings[0].args["byte"] == "0xE5"
    assert where(findings[0]) == (2, 2)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf\xff\xfe", b"PK\x03\x04\xff\xff\x00", b"a: \x80\xff"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    (finding,) = decode("a.xlsx", data)[1]
    assert finding.code == "JX108"


def test_of_what_is_no_text_at_all_no_line_is_shown() -> None:
    (finding,) = decode("a.xlsx", b"PK\x03\x04\x00\x1b[31m\xff\x00")[1]
    assert (finding.code, finding.place) == ("JX108", None)


def test_line_ends_become_newlines() -> None:
    source, findings = decode("a.yaml", b"a: 1\r\nb: 2\rc: 3\n")
    assert source
    assert (source.text, findings) == ("a: 1\nb: 2\nc: 3\n", [])


@pytest.mark.parametrize(
    ("character", "code"),
    [
        *((c, "JX110") for c in "\0\x07\x0b\x0c\x1b\x7f\x85\x9f\u2028\u2029\ufffe\uffff"),
        *((c, "JX111") for c in "\u061c\u200e\u200f\u202a\u202e\u2066\u2069"),
        *((c, "JX112") for c in "\u200b\u200c\u200d\u2060\ufeff"),
    ],
)
def test_hidden_characters_are_found_where_they_stand(character: str, code: str) -> None:
    source, findings = decode("a.yaml", f"年度: 2023\n名称: 甲{character}乙\n".encode())
    assert codes(findings) == [code]
    assert where(findings[0]) == (2, 6)
    assert findings[0].args == {"character": f"U+{ord(character):04X}"}
    assert (source is None) == (code != "JX112")


def test_a_lone_surrogate_is_no_utf8() -> None:
    assert codes(decode("a.yaml", b"a: \xed\xa0\x80")[1]) == ["JX108"]


@pytest.mark.parametrize(("count", "expected"), [(3, ["JX110"] * 3), (7, ["JX110"] * 3 + ["JX113"])])
def test_the_first_places_are_listed_and_the_rest_counted(count: int, expected: list[str]) -> None:
    findings = decode("a.yaml", b"a\x07\n" * count)[1]
    assert codes(findings) == expected
    if count > len(expected):
        assert findings[-1].args == {"of": "JX110", "count": 4}
        assert where(findings[-1]) == (4, 2)


def test_kinds_are_counted_apart() -> None:
    assert codes(decode("a.yaml", "\x07\u202e\u200b".encode())[1]) == ["JX110", "JX111", "JX112"]


def test_five_megabytes_are_the_most() -> None:
    assert decode("a.yaml", b"#" * MOST_BYTES)[1] == []
    source, findings = decode("a.yaml", b"#" * (MOST_BYTES + 1))
    assert source is None
    assert codes(findings) == ["JX101"]
    assert findings[0].args == {"name": "a.yaml", "size": MOST_BYTES + 1, "limit": 5}


def test_a_file_is_read_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_bytes(CHINESE.encode())
    source, findings = read_file(path)
    assert source
    assert (source.name, source.text, findings) == (str(path), CHINESE, [])


def test_a_large_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    assert codes(read_file(path)[1]) == ["JX101"]


def test_missing_files_and_folders_have_their_own_findings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a: 1")
    assert codes(read_file(tmp_path / "none.yaml")[1]) == ["JX102"]
    assert codes(read_file(tmp_path / "file" / "none.yaml")[1]) == ["JX102"]
    assert codes(read_file(tmp_path)[1]) == ["JX103"]


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert codes(read_file(tmp_path / "pipe")[1]) == ["JX105"]
    assert codes(read_file(Path("/dev/zero"))[1]) == ["JX105"]


@pytest.mark.parametrize(
    ("error", "code", "detail"),
    [
        (PermissionError(13, "Permission denied"), "JX104", None),
        (OSError(5, "Input/output error"), "JX106", "读写磁盘时出错"),
        (OSError("strange"), "JX106", "系统没有说明原因"),
    ],
)
def test_what_the_system_refuses_is_told(
    error: OSError, code: str, detail: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(os, "open", refuse)
    source, findings = read_file(path)
    assert source is None
    assert codes(findings) == [code]
    assert findings[0].args.get("detail") == detail


def test_a_name_that_no_file_can_have_is_told() -> None:
    assert codes(read_file(Path("a\0b"))[1]) in (["JX102"], ["JX106"])


@given(st.binary())
def test_any_bytes_give_a_source_or_an_error(data: bytes) -> None:
    source, findings = decode("a.yaml", data)
    assert (source is None) == any(finding.severity == "error" for finding in findings)
    assert all(finding.message() and finding.message("en") for finding in findings)


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux has files that are made as they are read"
)
def test_a_file_that_is_longer_than_it_says_is_read_whole() -> None:
    source, findings = read_file(Path("/proc/self/status"))
    assert source is not None
    assert "voluntary_ctxt_switches" in source.text
    assert findings == []
