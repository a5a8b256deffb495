"""CSV files: each row is read as it was written, or named by its line; one unsound row takes no other with it."""

from __future__ import annotations

import csv
import io
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

pl = pytest.importorskip("polars")

from jixiao.batch.io import delimited  # noqa: E402
from jixiao.batch.io.csv_files import open_csv  # noqa: E402
from jixiao.batch.io.delimited import Layout, count_rows  # noqa: E402
from jixiao.batch.io.encodings import whole_lines  # noqa: E402
from jixiao.batch.io.texts import MOST_NAMED, Opened  # noqa: E402
from jixiao.loading.yaml_composer import MOST_CHARACTERS  # noqa: E402
from tests.support.paths import HOSTILE  # noqa: E402

HEADERS = ["project", "level1", "name", "target", "actual", "weight"]
ROWS = [[f"P{number}", "产出指标", f"指标{number}", "≥5", str(number), "10"] for number in range(9)]
Cells = list[str]


def opened(content: bytes) -> Opened:
    """A file of these bytes, opened, with the rows read into memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        table = open_csv(path, Path(folder) / "copy")
        return table._replace(frame=None if table.frame is None else table.frame.collect().lazy())


def cells(table: Opened) -> list[Cells]:
    assert table.frame is not None, table.findings
    return [[text or "" for text in row] for row in table.frame.collect().rows()]


def faults(table: Opened) -> list[tuple[str, int]]:
    return [(finding.code, finding.place.line) for finding in table.findings if finding.place]


def text_of(rows: list[Cells], **kwargs: Any) -> str:
    stream = io.StringIO()
    csv.writer(stream, **{"lineterminator": "\n", **kwargs}).writerows([HEADERS, *rows])
    return stream.getvalue()


LINES = text_of(ROWS).encode().splitlines(keepends=True)

#: What may become of the line of row 4 (line 6), and what is said of it.
DAMAGE = {
    "a quote that opens": (b'P4,%s,"x,\xe2\x89\xa55,4,10\n', "JX716"),
    "a quote after a quoted value": (b'P4,%s,"x"y,\xe2\x89\xa55,4,10\n', "JX716"),
    "a quote that opens the last value": (b'P4,%s,x,\xe2\x89\xa55,4,"10\n', "JX716"),
    "a cell too many": (b"P4,%s,x,\xe2\x89\xa55,4,10,0\n", "JX717"),
    "a cell too few": (b"P4,%s,x,\xe2\x89\xa55,4\n", "JX717"),
    "one cell": (b"P4 %s\n", "JX717"),
    "a comma between thousands": (b"P4,%s,x,\xe2\x89\xa51,000,4,10\n", "JX718"),
    "two such commas": (b"P4,%s,x,\xe2\x89\xa51,000,000\xe5\x85\x83,4,10\n", "JX718"),
    "a NUL": (b"P4,%s,x\0,\xe2\x89\xa55,4,10\n", "JX719"),
    "half a character": (b"P4,%s,x\xe4\xb8,\xe2\x89\xa55,4,10\n", "JX719"),
    "a byte of no encoding": (b"P4,%s,x\xff,\xe2\x89\xa55,4,10\n", "JX719"),
    "a CR within a value": (b"P4,%s,x\ry,\xe2\x89\xa55,4,10\n", "JX719"),
    "a text too long": (b"P4,%s," + b"x" * (MOST_CHARACTERS + 1) + b",\xe2\x89\xa55,4,10\n", "JX720"),
    "a text far too long": (b"P4,%s," + b"x" * 200_000 + b",\xe2\x89\xa55,4,10\n", "JX720"),
    "a line of 6 MB": (b"P4,%s," + b"x" * 6_000_000 + b",\xe2\x89\xa55,4,10\n", "JX720"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_unsound_row_is_named_and_takes_no_other_with_it(damage: str) -> None:
    line, code = DAMAGE[damage]
    table = opened(b"".join([*LINES[:5], line.replace(b"%s", "产出指标".encode()), *LINES[6:]]))
    assert faults(table) == [(code, 6)]
    assert cells(table) == ROWS[:4] + ROWS[5:]


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_last_row_without_a_line_end_is_as_any_other(damage: str) -> None:
    line, code = DAMAGE[damage]
    table = opened(b"".join([*LINES[:5], line.replace(b"%s", "产出指标".encode())]).removesuffix(b"\n"))
    assert faults(table) == [(code, 6)]
    assert cells(table) == ROWS[:4]


@pytest.mark.parametrize("size", [1, 7, 50])
@pytest.mark.parametrize("damage", [name for name in DAMAGE if "too long" not in name and "MB" not in name])
def test_blocks_may_end_anywhere(damage: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "whole_lines", partial(whole_lines, size=size))
    test_an_unsound_row_is_named_and_takes_no_other_with_it(damage)
    test_the_last_row_without_a_line_end_is_as_any_other(damage)


def test_a_quote_in_a_value_is_read_and_named() -> None:
    table = opened((HOSTILE / "stray-quote.csv").read_bytes())
    assert faults(table) == [("JX721", 2), ("JX716", 3)]
    assert cells(table) == [["乙", "产出指标", '12"屏幕', "≥5", "5", "90"]]


def test_commas_between_thousands_are_named_with_what_to_do() -> None:
    table = opened((HOSTILE / "ragged-thousands.csv").read_bytes())
    assert faults(table) == [("JX718", 3)]
    assert [row[0] for row in cells(table)] == ["乙"]
    assert any('"1,200"' in finding.remedy() for finding in table.findings)


def test_messages_quote_nothing_of_the_file() -> None:
    for line, _ in DAMAGE.values():
        table = opened(b"".join([*LINES[:5], line.replace(b"%s", b"secret"), *LINES[6:]]))
        assert "secret" not in "".join(finding.message() + str(finding.args) for finding in table.findings)


def test_a_file_of_faults_names_the_first_of_a_kind_and_counts_the_others() -> None:
    table = opened(b"".join(LINES) + b"x\n" * 1000)
    assert faults(table) == [("JX717", line) for line in range(11, 11 + MOST_NAMED)]
    assert [f.args["count"] for f in table.findings if f.code == "JX726"] == [1000 - MOST_NAMED]
    assert cells(table) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encodings_line_ends_and_separators(encoding: str, end: str, separator: str) -> None:
    rows = [*ROWS, ["甲", "产出指标", 'a "b", c;\td', "一", "1,200", ""]]
    table = opened(text_of(rows, lineterminator=end, delimiter=separator).encode(encoding))
    assert cells(table) == rows
    assert faults(table) == []


def test_line_ends_may_be_mixed() -> None:
    text = b"".join(line.replace(b"\n", (b"\n", b"\r\n")[at % 2]) for at, line in enumerate(LINES))
    assert cells(opened(text)) == ROWS


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_broken_characters_of_other_encodings_are_named(encoding: str) -> None:
    lines = [line.decode().encode(encoding) for line in LINES]
    broken = {"gb18030": b"P4,\xb9\n", "utf-16-le": "P4".encode(encoding) + b"\x00\xd8" + "\n".encode(encoding)}
    table = opened(b"".join([*lines[:5], broken[encoding], *lines[6:]]))
    assert faults(table) == [("JX719", 6)]
    assert cells(table) == ROWS[:4] + ROWS[5:]


def test_rows_of_another_encoding_in_the_middle_are_named() -> None:
    other = LINES[5].decode().encode("gb18030")
    table = opened(b"".join([*LINES[:5], other, *LINES[6:]]))
    assert faults(table) == [("JX719", 6)]
    assert cells(table) == ROWS[:4] + ROWS[5:]


def test_titles_blank_rows_and_sums_are_no_indicators() -> None:
    above = '某县2023年度"绩效"自评明细表,,,,,\n\n单位：万元,,,,,\n'
    below = "\n,,,,,\n小计,,,,,50\n甲,产出指标,小 计,,,50\n合计：,,,1,2,100\n甲,产出指标,合计用时,1,2,3\n"
    table = opened((above + text_of(ROWS) + below).encode())
    assert cells(table) == [*ROWS, ["甲", "产出指标", "合计用时", "1", "2", "3"]]
    assert {(f.code, f.args.get("line") or f.args.get("count")) for f in table.findings} >= {("JX728", 4), ("JX723", 3)}


def test_values_of_several_lines_are_values() -> None:
    rows = [["甲\n乙", "产出指标", "第一行\n第二行，完\n", "1", "2", "3"], *ROWS]
    table = opened(text_of(rows, lineterminator="\r\n").encode())
    assert [[cell.replace("\r\n", "\n") for cell in row] for row in cells(table)] == rows
    assert faults(table) == []


def test_doubled_headings_are_an_error_and_unknown_ones_a_note() -> None:
    doubled = opened(b"project,project,level1,name,target,actual,weight\n")
    assert (doubled.frame, [f.code for f in doubled.findings if f.code != "JX705"]) == (None, ["JX703"])
    unknown = opened(b"project,level1,name,target,actual,weight,note,note,\nP,a,b,1,2,3,4,5,6\n")
    assert cells(unknown) == [["P", "a", "b", "1", "2", "3"]]
    assert {f.code for f in unknown.findings} == {"JX702", "JX705"}


def test_a_table_of_a_thousand_columns_is_refused() -> None:
    table = opened(",".join([*HEADERS, *map(str, range(1000))]).encode())
    assert (table.frame, "JX727" in {f.code for f in table.findings}) == (None, True)


ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=12)
TEXT = ANY_TEXT | st.text('a,"\n ;\t计0', max_size=8)


@given(
    st.lists(st.lists(TEXT, min_size=6, max_size=6), max_size=8), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
)
@example([["合计", "a", "b", "c", "d", "e"]], csv.QUOTE_ALL)
def test_each_row_is_read_as_it_was_written_or_named(rows: list[Cells], quoting: Any) -> None:
    table = opened(text_of(rows, quoting=quoting).encode())
    sums = sum(f.args["count"] for f in table.findings if f.code == "JX723")  # type: ignore[misc]
    named = [code for code, _ in faults(table) if code != "JX721"]
    said = [row for row in rows if any(cell.strip() for cell in row)]
    got = [row for row in cells(table) if any(cell.strip() for cell in row)]
    assert len(got) + sums + len(named) >= len(said)
    assert all(row in rows for row in got)


@given(st.text('a,"\n', max_size=60), st.integers(2, 4))
def test_what_is_vouched_for_has_one_reading(text: str, width: int) -> None:
    """Where a file is said to be sound, a strict reader and the fast one read the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text(text, encoding="utf-8", newline="")
        layout = Layout("UTF-8", ",", [str(place) for place in range(width)], 1, 1)
        rows = count_rows(path, layout)
        if rows is None or not text:
            return
        strict = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        schema = dict.fromkeys(layout.headers, pl.String)
        fast = pl.read_csv(
            path, has_header=False, schema=schema, infer_schema=False, raise_if_empty=False, missing_columns="insert"
        ).rows()
    assert len(fast) == rows == len(strict)
    assert [[cell or "" for cell in row] for row in fast] == [row or [""] * width for row in strict]


@given(st.binary(max_size=300) | st.text('a,"\n\r\0', max_size=80).map(str.encode))
def test_any_bytes_below_the_headings_end_in_rows_or_findings(content: bytes) -> None:
    table = opened(LINES[0] + content)
    assert table.frame is not None or table.findings
