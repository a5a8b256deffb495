"""What the system and libraries say in English stands in no Chinese message, but for names and quoted originals."""

from __future__ import annotations

import errno
import io
import re
import sys
from pathlib import Path

import pytest

from jixiao.border.inputs import cannot_read
from jixiao.border.outputs import cannot_write
from jixiao.findings import Finding
from jixiao.findings.causes import system_cause
from jixiao.findings.terminal import as_line
from jixiao.loading import parse_project
from tests.support.commands import jixiao

SPEC = "cn.mof-2020-10"
#: Latin words that a Chinese message may have: codes, names of formats, programs and commands.
TECHNICAL = re.compile(r"JX\d+|YAML|CSV|XLSX|Parquet|jixiao \w+|--?[a-z]+|E[A-Z0-9]+")


def english_in(text: str, *names: str) -> list[str]:
    """Return the English words of a text, without technical ones and the names that it repeats."""
    for name in names:
        text = text.replace(name, "")
    return re.findall("[A-Za-z]{2,}", TECHNICAL.sub("", text))


@pytest.mark.parametrize("number", [None, 99_999, *errno.errorcode])
def test_an_error_of_the_system_is_told_in_both_languages(number: int | None) -> None:
    for finding in (cannot_read("甲", system_cause(number)), cannot_write("甲", number)):
        assert english_in(finding.message("zh") + finding.remedy("zh")) == []
        assert not re.search("[\u4e00-\u9fff]", (finding.message("en") + finding.remedy("en")).replace("甲", ""))


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EISDIR, errno.ENAMETOOLONG, errno.EIO])
def test_common_errors_of_the_system_are_explained(number: int) -> None:
    assert errno.errorcode[number] not in system_cause(number).zh + system_cause(number).en


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path) -> str:
    """Return what the command prints on standard error, which must be no traceback."""
    return jixiao(*arguments, stdin=stdin, cwd=cwd, JIXIAO_LANG="zh").told


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a project, and things that cannot be read or written."""
    (tmp_path / "甲.yaml").write_text("name: 甲\nyear: 2023\n", "utf-8")
    (tmp_path / "圈.yaml").symlink_to("圈.yaml")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    (tmp_path / "坏.docx").write_bytes(b"no archive")
    (tmp_path / "坏.parquet").write_bytes(b"PAR1 and nothing more PAR1")
    (tmp_path / "空.csv").write_bytes(b"\n\n")
    (tmp_path / "无.csv").write_bytes(b"")
    (tmp_path / "表.ods").write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("score 圈.yaml", "JX106"),
        (f"score {'长' * 100}.yaml", "JX106"),
        ("score 甲.yaml -o /", "JX804"),
        (f"score 甲.yaml --format json -o 甲.yaml/{'长' * 100}", "JX804"),
        ("read 坏.xlsx", "JX820"),
        ("read 坏.docx", "JX820"),
        (f"batch 坏.parquet --spec {SPEC} -o out", "JX704"),
        (f"batch 坏.xlsx --spec {SPEC} -o out", "JX704"),
        (f"batch 表.ods --spec {SPEC} -o out", "JX704"),
        (f"batch 空.csv --spec {SPEC} -o out", "JX704"),
        (f"batch 无.csv --spec {SPEC} -o out", "JX704"),
    ],
)
def test_no_english_of_others_is_in_what_a_clerk_is_told(place: Path, arguments: str, code: str) -> None:
    told = run(*arguments.split(), cwd=place)
    lines = [line for line in told.split("\n") if code in line]
    assert lines, told
    assert english_in(lines[0], str(place.resolve()), *arguments.split()) == []


def test_what_yaml_says_is_for_english_readers_only() -> None:
    (finding,) = parse_project("]\n").findings
    assert (finding.code, english_in(finding.message("zh"))) == ("JX120", [])


def test_allowed_values_are_listed_without_english() -> None:
    (finding,) = [f for f in _findings_of_spec("comparison: 约") if f.code == "JX214"]
    assert finding.remedy("zh") == "可用的值：≥、>、≤、<、=、定性"


def _findings_of_spec(condition: str) -> tuple[Finding, ...]:
    from jixiao.findings import Source
    from jixiao.loading.spec_book import package_book
    from jixiao.loading.spec_reading import spec_of_data
    from jixiao.loading.yaml_composer import Map, compose

    text = f"id: x.a\nversion: 1\nrules:\n  - {{rule: r, measure: value, for: {{{condition}}}, basis: a}}\n"
    root = compose(Source("a", text))[0]
    assert isinstance(root, Map)
    return spec_of_data(root, package_book()).findings


@pytest.mark.parametrize(
    ("code", "cause"),
    [("42P01", "没有这张表"), ("42601", "查询语句写错了"), ("28P01", "账号或密码不对"), (None, "连接不上")],
)
def test_what_a_database_says_is_quoted_behind_its_meaning(code: str | None, cause: str) -> None:
    postgresql = pytest.importorskip("jixiao.batch.io.postgresql")
    error = postgresql.database.ProgrammingError("no way", status_code=0, sqlstate=code)
    told = as_line(postgresql._refusal_of(error, "postgresql://a@b/c"))
    assert cause in told
    assert "（原文：no way）" in told


def test_standard_input_that_was_read_before_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from jixiao.cli.inputs import projects_of_text
    from jixiao.cli.options import Options

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("name: 甲\n".encode())))
    assert projects_of_text(Path("-"), Options())[0].name == "甲"
    (finding,) = projects_of_text(Path("-"), Options())[0].findings
    assert finding.message("zh") == "文件读不了：<stdin>（前面已经读过一次）"


@pytest.mark.parametrize(
    ("value", "told"),
    [("{甲}", "{甲}"), ("[甲, {乙: 丙}]", "[甲, {乙: 丙}]"), ("{甲: [1, 2]}", "{甲: [1, 2]}")],
)
def test_a_value_is_told_as_it_is_written_in_a_file(value: str, told: str) -> None:
    (finding,) = [f for f in parse_project(f"name: {value}\n").findings if f.code == "JX203"]
    assert finding.args["value"] == told
