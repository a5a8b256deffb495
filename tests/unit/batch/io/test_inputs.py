"""What offices and systems hand to a batch: right rows, or the row or file named; never a traceback, never a loss."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")
openpyxl = pytest.importorskip("openpyxl")

from jixiao.batch.io.inputs import open_tables  # noqa: E402
from jixiao.batch.io.outputs import Folder  # noqa: E402
from jixiao.batch.io.texts import MOST_NAMED  # noqa: E402
from jixiao.batch.io.xlsx import read_sheets  # noqa: E402
from jixiao.batch.run import RunOptions, run_batch  # noqa: E402
from jixiao.loading import load_spec  # noqa: E402
from tests.support.commands import jixiao  # noqa: E402
from tests.support.paths import CASES, HOSTILE  # noqa: E402

HEADERS = ["项目编码", "一级指标", "三级指标", "年度指标值", "实际完成值", "分值"]
SOUND = "project,level1,name,target,actual,weight\n丁,预算执行率,,100,90,10\n丁,产出指标,x,≥5,5,90\n"


def batch(out: Path, *inputs: Path, code: int) -> str:
    """What ``jixiao batch`` says of inputs."""
    done = jixiao("batch", *inputs, "--spec", "cn.mof-2020-10", "-o", out)
    assert done.code == code, done.told
    assert "panicked" not in done.told
    return done.told


def table(out: Path, name: str) -> Any:
    return pl.read_parquet(out / f"{name}.parquet")


#: What each case scores: the scores of its rows, and the codes of the errors.
RIGHT = {
    "k43_batch_title_row.xlsx": (["9.00", "50.00", "29.37", "10.00"], []),
    "k44_batch_percent_cells.xlsx": (["9.00", "50.00", "29.37", "10.00"], []),
    "k47_batch_total_row.xlsx": (["9.00", "50.00", "29.37", "10.00"], []),
    "k48_batch_formula_without_value.xlsx": ([None, "50.00", "29.37", "10.00"], ["JX725", "JX204"]),
    "k49_batch_utf16.csv": (["9.00", "50.00", "29.37", "10.00"], []),
}


@pytest.mark.parametrize("name", RIGHT)
def test_long_tables_of_offices(tmp_path: Path, name: str) -> None:
    scores, codes = RIGHT[name]
    assert run_batch([CASES / name], Folder(tmp_path / "o"), RunOptions(load_spec("cn.mof-2020-10"))).ok
    rows = table(tmp_path / "o", "rows")
    assert [None if score is None else str(score) for score in rows["score"]] == scores
    assert rows["project"].unique().to_list() == ["A1"]
    assert table(tmp_path / "o", "findings").filter(pl.col("severity") == "error")["code"].to_list() == codes


def test_ids_that_are_stored_as_numbers_are_not_scored_as_others(tmp_path: Path) -> None:
    said = batch(tmp_path / "o", CASES / "k45_batch_numeric_id.xlsx", code=1)
    assert "JX724" in said
    assert not (tmp_path / "o").exists()


def test_inputs_that_cannot_be_read_are_named_and_the_others_scored(tmp_path: Path) -> None:
    sound, ragged, no_columns = tmp_path / "sound.csv", HOSTILE / "ragged-thousands.csv", tmp_path / "none.csv"
    sound.write_text(SOUND, encoding="utf-8")
    no_columns.write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    bad = [
        *sorted(HOSTILE.glob("pqflip*.parquet")),
        no_columns,
        tmp_path / "a.xlsx",
        tmp_path / "gone.parquet",
        tmp_path / "a.ods",
    ]
    codes = {"none.csv": "JX701", "gone.parquet": "JX102", "a.ods": "JX102"}
    said = batch(tmp_path / "o", bad[0], sound, *bad[1:], ragged, code=1)
    assert all(path.name in said for path in [*bad, ragged])
    assert table(tmp_path / "o", "rows")["project"].to_list() == ["丁", "丁", "乙"]
    assert [str(total) for total in table(tmp_path / "o", "projects")["total"]] == ["99.00", "None"]
    lines = table(tmp_path / "o", "findings").filter(pl.col("project").is_null())
    assert {(code, Path(path).name) for code, path in lines.select("code", "path").rows()} == {
        *((codes.get(path.name, "JX704"), path.name) for path in bad),
        ("JX718", "ragged-thousands.csv:3"),
    }


@pytest.mark.parametrize(
    "name", ["p" * 270 + ".csv", "长" * 90 + ".parquet", "p" * 270 + ".xlsx", "/".join(["d" * 200] * 30) + ".csv"]
)
def test_an_input_whose_name_is_too_long_is_named_and_the_others_scored(tmp_path: Path, name: str) -> None:
    (tmp_path / "sound.csv").write_text(SOUND, encoding="utf-8")
    wanted = RunOptions(load_spec("cn.mof-2020-10"))
    report = run_batch([tmp_path / name, tmp_path / "sound.csv"], Folder(tmp_path / "o"), wanted)
    (finding,) = [finding for finding in report.findings if finding.severity == "error"]
    assert (finding.code, finding.path) == ("JX106", str(tmp_path / name))
    assert table(tmp_path / "o", "rows").height == 2


def test_nothing_is_written_where_nothing_is_left(tmp_path: Path) -> None:
    batch(tmp_path / "o", *sorted(HOSTILE.glob("pqflip*.parquet")), code=1)
    assert not (tmp_path / "o").exists()


def wide(path: Path, unknown: int) -> Path:
    """A sound table with so many columns that are not known."""
    headings = ["project", "level1", "name", "target", "actual", "weight", *(f"c{at}" for at in range(unknown))]
    cells = ["丁", "产出指标", "x", "≥5", "5", "90", *["1"] * unknown]
    if path.suffix == ".xlsx":
        return workbook(path, [headings, cells])
    frame = pl.DataFrame([cells], schema=headings, orient="row")
    if path.suffix == ".csv":
        frame.write_csv(path)
    else:
        frame.write_parquet(path)
    return path


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx"])
def test_unknown_columns_are_one_finding_and_too_many_a_refusal(tmp_path: Path, ending: str) -> None:
    table, findings = open_tables([wide(tmp_path / f"some{ending}", 300)], tmp_path / "some")
    assert table is not None
    (unknown,) = [finding for finding in findings if finding.code == "JX702"]
    assert "“c0”" in unknown.message()
    assert "(300)" in unknown.message("en")
    table, findings = open_tables([wide(tmp_path / f"many{ending}", 3_000)], tmp_path / "many")
    assert (table, {finding.code for finding in findings} - {"JX705"}) == (None, {"JX727"})


# -- sheets ---------------------------------------------------------------------------------------------------------


def workbook(path: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, pattern in (formats or {}).items():
        book.active[cell].number_format = pattern
    book.save(path)
    return path


def read(folder: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> tuple[list[Any], list[str]]:
    """The rows that a sheet gives, and the codes of what is said of it."""
    path = workbook(folder / "a.xlsx", rows, formats)
    sheet = read_sheets(str(path), str(folder / "copy"))
    return pl.read_parquet(folder / "copy").rows() if sheet.copies else [], [f.code for f in sheet.findings]


def row(target: Any, actual: Any, project: Any = "P", weight: Any = 10) -> list[Any]:
    return [project, "产出指标", "x", target, actual, weight]


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (0.92, "0%", "92%"), (0.925, "0%", "92.5%"), (5, "General", "5"),
        (1200, "#,##0", "1,200"), (5.5, "0.00", "5.50"), (True, "General", "true"), ("及时", "General", "及时"),
        (0.07, "0.00%", "7.00%"), (1e-7, "General", "0.0000001"), (123456789012345, "0", "123456789012345"),
    ],
)  # fmt: skip
def test_numbers_are_what_cells_hold_in_the_words_of_their_formats(
    tmp_path: Path, value: Any, pattern: str, text: str
) -> None:
    rows, codes = read(tmp_path, [HEADERS, row("≥1", value)], {"E2": pattern})
    assert [one[4].replace(",", "") for one in rows] == [text.replace(",", "")]
    assert codes == []


def test_a_number_stays_what_the_file_says(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADERS, row(0.75, 0.25)])
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"<v>0.25</v>", b"<v>0.30000000000000004</v>")
            new.writestr(name, part.replace(b"<v>0.75</v>", b"<v>0.92000000000000004</v>"))
    read_sheets(str(tmp_path / "b.xlsx"), str(tmp_path / "copy"))
    assert pl.read_parquet(tmp_path / "copy").row(0)[3:5] == ("0.92", "0.30000000000000004")


def test_weights_are_numbers_whatever_stands_behind_them(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, [HEADERS, row("1", "1", weight=12.5)], {"F2": '0.0"分"'})
    assert rows[0][5] == "12.5"


def test_ids_keep_the_zeros_that_their_format_shows(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, [HEADERS, row(1, 1, project=123)], {"A2": "000000"})
    assert rows[0][0] in ("000123", "123")


@pytest.mark.parametrize("project", [51092324200010263, 10**15, 1e15, -(10**16)])
def test_only_the_rows_of_inexact_ids_are_left_out(tmp_path: Path, project: Any) -> None:
    rows, codes = read(tmp_path, [HEADERS, row(1, 1), row(1, 1, project=project), row(1, 1, project=10**15 - 1)])
    assert [one[0] for one in rows] == ["P", "999999999999999"]
    assert codes == ["JX724"]


def test_titles_and_blank_rows_and_sums(tmp_path: Path) -> None:
    above = [["某县2023年度自评明细"], [], ["单位：万元"]]
    below = [[], ["小计", None, None, None, None, 20], ["P", "产出指标", "合计", None, None, 20], row(2, 2)]
    rows, codes = read(tmp_path, [*above, HEADERS, row(1, 1), *below])
    assert [one[3] for one in rows] == ["1", "2"]
    assert sorted(codes) == ["JX723", "JX728"]


def test_doubled_headings_are_an_error(tmp_path: Path) -> None:
    assert read(tmp_path, [[*HEADERS, "权重"], row(1, 1)]) == ([], ["JX703"])


def test_a_formula_without_a_value_is_no_blank(tmp_path: Path) -> None:
    rows, codes = read(tmp_path, [HEADERS, row("=1+1", None)])
    assert (rows[0][3:5], codes) == (("=1+1", None), ["JX725"])


def test_texts_that_are_too_long_are_named_one_by_one(tmp_path: Path) -> None:
    long = "x" * 10_001
    path = workbook(tmp_path / "a.xlsx", [HEADERS, row(1, long), row(2, "x" * 10_000), row(long, 3)])
    findings = read_sheets(str(path), str(tmp_path / "copy")).findings
    assert [(finding.code, finding.path.split()[-1]) for finding in findings] == [
        ("JX720", "Sheet!E2"),
        ("JX720", "Sheet!D4"),
    ]
    assert pl.read_parquet(tmp_path / "copy").row(0)[3] == "2"


def test_of_many_texts_that_are_too_long_the_first_are_named(tmp_path: Path) -> None:
    rows, codes = read(tmp_path, [HEADERS, *[row(1, "x" * 10_001)] * (MOST_NAMED + 5)])
    assert (rows, codes) == ([], ["JX720"] * MOST_NAMED + ["JX726"])


def altered(folder: Path, part: str, old: bytes, new: bytes) -> Path:
    """A sound workbook of one row, with something else in one of its parts."""
    sound = workbook(folder / "sound.xlsx", [HEADERS, row(1, 0.25)])
    with zipfile.ZipFile(sound) as archive, zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        for name in archive.namelist():
            content = archive.read(name)
            assert name != part or old in content
            packed.writestr(name, content.replace(old, new) if name == part else content)
    return folder / "a.xlsx"


SHEET, STYLES, END = "xl/worksheets/sheet1.xml", "xl/styles.xml", b"</sheetData>"


@pytest.mark.parametrize(
    ("part", "old", "new", "code"),
    [
        (SHEET, END, b"<row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row></sheetData>", "JX822"),
        (SHEET, END, END + b" " * 80_000_000, "JX822"), (SHEET, END, b"<a>" * 300 + b"</a>" * 300 + END, "JX822"),
        (STYLES, b"</cellXfs>", b'<xf numFmtId="0"/>' * 300_000 + b"</cellXfs>", "JX822"),
        (SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet', "JX831"), (SHEET, END, b"", "JX704"),
        (SHEET, b"<v>0.25</v>", b"<v>NaN</v>", "JX704"),
    ],
    ids=["cells", "blanks", "depth", "styles", "entity", "damage", "nan"],
)  # fmt: skip
def test_a_workbook_passes_the_border_before_a_library_opens_it(
    tmp_path: Path, part: str, old: bytes, new: bytes, code: str
) -> None:
    opened, findings = open_tables([altered(tmp_path, part, old, new)], tmp_path / "work")
    assert (opened, [finding.code for finding in findings]) == (None, [code])
    assert list((tmp_path / "work").glob("*")) == []


def test_a_workbook_of_the_old_format_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    opened, findings = open_tables([tmp_path / "a.xlsx"], tmp_path / "work")
    assert (opened, [finding.code for finding in findings]) == (None, ["JX830"])


@pytest.mark.parametrize(
    "row", [b'<row r="1048576"><c r="A1048576"/></row>', b'<row r="3"><c r="XFD3"><v>1</v></c></row>']
)
def test_a_cell_far_away_does_no_harm(tmp_path: Path, row: bytes) -> None:
    path = altered(tmp_path, SHEET, END, row + END)
    assert read_sheets(str(path), str(tmp_path / "copy")).findings == []
    assert pl.read_parquet(tmp_path / "copy").rows() == [("P", "产出指标", "x", "1", "0.25", "10")]


def test_a_number_beyond_all_numbers_is_no_value(tmp_path: Path) -> None:
    path = altered(tmp_path, SHEET, b"<v>0.25</v>", b"<v>1E400</v>")
    assert read_sheets(str(path), str(tmp_path / "copy")).findings == []
    assert pl.read_parquet(tmp_path / "copy").row(0)[4] == "inf"


def test_other_sheets_are_named_and_hidden_ones_are_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden, shown = book.active, book.create_sheet("明细")
    hidden.sheet_state = "hidden"
    hidden.append(["字典"])
    shown.append(HEADERS)
    shown.append(row(1, 1))
    book.create_sheet("空")
    book.create_sheet("说明").append(["填报说明"])
    book.save(tmp_path / "a.xlsx")
    sheet = read_sheets(str(tmp_path / "a.xlsx"), str(tmp_path / "copy"))
    assert [(f.code, f.args["others"]) for f in sheet.findings] == [("JX729", "说明")]
    assert pl.read_parquet(tmp_path / "copy").height == 1


def test_what_opens_is_one_table_of_all_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SOUND, encoding="utf-8")
    workbook(tmp_path / "b.xlsx", [HEADERS, row(1, 1)])
    pl.read_csv(tmp_path / "a.csv", infer_schema=False).write_parquet(tmp_path / "c.parquet")
    whole, findings = open_tables([tmp_path / name for name in ("a.csv", "b.xlsx", "c.parquet")], tmp_path / "work")
    assert whole is not None
    assert whole.parts == [2, 1, 2]
    assert [finding.code for finding in findings] == ["JX705"]
