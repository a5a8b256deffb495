"""Typed tables: each column is taken as it is meant, or the row that cannot be is named and the others scored."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")

from jixiao.batch import score_frame  # noqa: E402
from jixiao.batch.io.inputs import open_tables  # noqa: E402
from jixiao.batch.io.texts import MOST_NAMED  # noqa: E402
from jixiao.batch.run import Scores  # noqa: E402
from jixiao.loading.yaml_composer import MOST_CHARACTERS  # noqa: E402

LAW = "cn.mof-2020-10"


def table(rows: int = 2, **columns: Any) -> Any:
    """Rows of indicators that score 90 of 90 points, with other columns in place of their own."""
    own: dict[str, Any] = {
        "project": ["甲"] * rows, "level1": ["产出指标"] * rows, "name": [f"指标{at}" for at in range(rows)],
        "target": ["≥300人次"] * rows, "actual": ["300人次"] * rows, "weight": ["90"] * rows,
    }  # fmt: skip
    return pl.DataFrame(own | columns, strict=False)


def codes(scores: Scores) -> list[str]:
    """What is said of the frame itself, notes aside."""
    return [finding.code for finding in scores.report.findings if finding.severity != "note"]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (1.0, pl.Float64, "1"), (-0.0, pl.Float64, "0"), (-7.0, pl.Float64, "-7"), (nan, pl.Float64, None),
        (999_999_999_999_999.0, pl.Float64, "999999999999999"), (9_999_999.0, pl.Float32, "9999999"),
    ],
)  # fmt: skip
def test_a_float_that_holds_a_whole_id_is_that_id(number: float, kind: Any, text: str | None) -> None:
    scores = score_frame(table(project=pl.Series([number] * 2, dtype=kind)), LAW)
    assert scores.rows["project"].to_list() == [text] * 2
    assert codes(scores) == []
    assert ("JX707" in scores.findings["code"]) == (text is None)


@pytest.mark.parametrize(
    ("number", "kind"),
    [(1e15, pl.Float64), (51092324200010263.0, pl.Float64), (-1e15, pl.Float64), (inf, pl.Float64), (-inf, pl.Float64),
     (1.5, pl.Float64), (1e300, pl.Float64), (1e7, pl.Float32), (1.5, pl.Float32), (1000.0, pl.Float16)],
)  # fmt: skip
def test_a_float_that_may_be_another_id_is_refused_and_the_others_scored(number: float, kind: Any) -> None:
    scores = score_frame(table(3, project=pl.Series([1.0, number, 2.0], dtype=kind)), LAW)
    assert scores.rows["project"].to_list() == ["1", "2"]
    (finding,) = [finding for finding in scores.report.findings if finding.code == "JX731"]
    assert finding.place is not None
    assert finding.place.line == 2
    assert scores.report.ok


def test_ids_of_floats_and_of_integers_are_the_same_ids(tmp_path: Path) -> None:
    table(project=[1.0, 2.0]).write_parquet(tmp_path / "a.parquet")
    table(project=[1, 3]).write_parquet(tmp_path / "b.parquet")
    opened, _ = open_tables([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "work")
    assert opened is not None
    assert opened.frame.collect()["project"].to_list() == ["1", "2", "1", "3"]


@pytest.mark.parametrize("column", ["level2", "comparison", "uom", "tier", "share", "rule", "cause", "score", "year"])
def test_nan_in_a_column_of_texts_is_nothing(column: str) -> None:
    own, nothing = (score_frame(table(**{column: [value] * 2}), LAW, notes=True) for value in (nan, None))
    assert own.rows.drop(column, strict=False).equals(nothing.rows.drop(column, strict=False))
    assert own.findings.equals(nothing.findings)


@pytest.mark.parametrize("number", [nan, inf, -inf])
@pytest.mark.parametrize("column", ["target", "actual", "weight"])
def test_what_is_no_number_in_a_column_of_numbers_is_told(column: str, number: float) -> None:
    numbers: dict[str, Any] = {"target": [300.0] * 2, "actual": [300.0] * 2, "weight": [90.0] * 2}
    scores = score_frame(table(**numbers | {column: [number, numbers[column][0]]}), LAW)
    assert [None if score is None else str(score) for score in scores.rows["score"]] == [None, "90.00"]
    told = scores.findings.filter(row=1, severity="error")
    assert (told["code"].to_list(), told["path"].to_list()) == (["JX204" if column == "weight" else "JX331"], [column])


@pytest.mark.parametrize(("target", "actual", "score"), [
    (1e16, 1e16, "90.00"), (1e16, 9e15, "81.00"), (1e-6, 5e-7, "45.00"), (1e-7, 1e-7, "90.00"), (0.3, 0.1, "30.00"),
])  # fmt: skip
def test_a_float_is_its_shortest_decimal_without_an_exponent(target: float, actual: float, score: str) -> None:
    scores = score_frame(table(1, target=[target], actual=[actual]), LAW)
    assert [str(one) for one in scores.rows["score"]] == [score]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_a_text_that_is_too_long_is_told_and_its_row_left_out(kind: Any) -> None:
    names = pl.Series(["甲" * MOST_CHARACTERS, "甲" * (MOST_CHARACTERS + 1), "b"], dtype=kind)
    scores = score_frame(table(3, name=names), LAW)
    assert [len(name) for name in scores.rows["name"]] == [MOST_CHARACTERS, 1]
    (finding,) = [finding for finding in scores.report.findings if finding.code == "JX720"]
    assert str(finding.place) == "frame:2:1"


def test_of_many_rows_that_are_refused_the_first_are_named_and_the_others_counted() -> None:
    scores = score_frame(table(2 * MOST_NAMED, project=[1.5] * (2 * MOST_NAMED)), LAW)
    assert codes(scores) == ["JX731"] * MOST_NAMED + ["JX726"]
    assert scores.report.findings[-1].args["count"] == MOST_NAMED
    assert len(scores.rows) == 0


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u3000", None])
def test_an_id_of_nothing_but_spaces_is_none(blank: str | None) -> None:
    scores = score_frame(table(4, project=["甲", blank, blank, "乙"]), LAW)
    assert scores.projects["project"].to_list() == ["甲", "乙"]
    assert scores.rows["project"].to_list() == ["甲", None, None, "乙"]
    assert scores.findings["code"].to_list().count("JX707") == 2


NO_TEXTS = {
    "binary": [b"1", b"2"], "list": [["1"], ["2"]], "struct": [{"a": 1}, {"a": 2}],
    "duration": [dt.timedelta(1), dt.timedelta(2)], "object": pl.Series([object(), object()], dtype=pl.Object),
}  # fmt: skip


@pytest.mark.parametrize("column", ["project", "name", "target", "weight"])
@pytest.mark.parametrize("values", NO_TEXTS.values(), ids=NO_TEXTS)
def test_a_column_that_is_no_text_is_refused(values: Any, column: str) -> None:
    scores = score_frame(table(**{column: values}), LAW)
    assert codes(scores) == ["JX704"]
    assert len(scores.rows) == 0
    assert not scores.report.ok


TEXTS = {
    "categorical": pl.Series(["300", "300"], dtype=pl.Categorical), "integer": [300, 300], "mixed": [300, "300"],
    "decimal": [Decimal(300), Decimal("300.00")], "enum": pl.Series(["300"] * 2, dtype=pl.Enum(["300"])),
    "i128": pl.Series([300, 300], dtype=pl.Int128), "u8": pl.Series([250, 250], dtype=pl.UInt8),
}  # fmt: skip


@pytest.mark.parametrize("values", TEXTS.values(), ids=TEXTS)
def test_columns_of_any_type_that_has_a_text_are_read(values: Any) -> None:
    scores = score_frame(table(target=values, actual=values), LAW)
    assert [str(score) for score in scores.rows["score"]] == ["90.00"] * 2


def test_columns_of_nothing_are_empty() -> None:
    nothing = pl.Series([None, None], dtype=pl.Null)
    assert score_frame(table(target=nothing), LAW).rows["score"].to_list() == [None, None]
    assert score_frame(table(project=nothing), LAW).findings["code"].to_list().count("JX707") == 2
