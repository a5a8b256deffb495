"""Stored results: what ``to_dict`` gives comes back as it was, drawn in every format, also where the spec has gone."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jixiao
from jixiao import Result, SpecBook, load_project, load_spec, parse_project, render, score
from jixiao.documents import IndicatorRow
from jixiao.findings import Codes, Lang
from jixiao.result.stored import StoredResult
from jixiao.testing.projects import broken_projects, projects
from tests.support.paths import EXAMPLE_PROJECTS
from tests.support.rule_book import SPECS

#: Formats that are quick to draw; the workbook calculates only where the spec is at hand.
TEXTS = ("json", "jsonl", "csv", "table", "markdown", "html")
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
EMPTY = SpecBook(package=False)
ROW = {"level1": "产出指标", "name": "覆盖率", "target": "≥95%", "actual": "92%", "weight": 90, "cause": "雨季"}
PROJECT = {"spec": "cn.mof-2020-10", "name": "甲", "year": 2023, "funds": {"total": {"budget": 5, "spent": 5}}}


def scored(**changes: Any) -> Result:
    return score(load_project({**PROJECT, "indicators": [ROW], **changes}))


def stored(result: Result, book: SpecBook | None = None) -> Result:
    return Result.from_dict(json.loads(result.to_json()), book=book, lang=result.lang)


@pytest.mark.parametrize("path", EXAMPLE_PROJECTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("format_name", [*TEXTS, "xlsx", "docx"])
def test_an_example_is_drawn_from_its_document_to_the_byte(path: Path, format_name: str) -> None:
    result = score(load_project(path))
    assert render(stored(result), format_name) == render(result, format_name)
    if format_name != "xlsx":
        assert render(stored(result, EMPTY), format_name) == render(result, format_name)


@given(data=st.data())
def test_any_result_is_drawn_from_its_document_to_the_byte(data: st.DataObject) -> None:
    spec = load_spec(data.draw(st.sampled_from(SPECS)))
    lang = data.draw(st.sampled_from(LANGUAGES))
    result = score(load_project(data.draw(projects(spec) | broken_projects(spec))), spec, lang=lang)
    for book in (None, EMPTY):
        back = stored(result, book)
        assert back.indicators == result.indicators
        for format_name in TEXTS:
            assert render(back, format_name) == render(result, format_name), format_name


@pytest.mark.slow
@given(data=st.data())
def test_any_workbook_and_document_is_drawn_from_the_stored_result(data: st.DataObject) -> None:
    spec = load_spec(data.draw(st.sampled_from(SPECS)))
    result = score(load_project(data.draw(projects(spec))), spec)
    for format_name in ("xlsx", "docx"):
        assert render(stored(result), format_name) == render(result, format_name)


def test_a_result_stays_as_it_was_stored_where_the_rules_have_changed() -> None:
    text = Path(SpecBook().files["cn.mof-2020-10"].name).read_text("utf-8")
    document = scored().to_dict()
    document["indicators"][0]["score"] = "80.00"
    document["total"] = "90.00"
    for book in (None, EMPTY, SpecBook(texts={"改": text.replace("title: 项目", "title: 某项目")})):
        back = Result.from_dict(document, book=book)
        assert isinstance(back, StoredResult)
        assert (back.total, back.indicators[0].score, back.scored) == ("90.00", "80.00", None)
        assert "90.00" in str(render(back, "table"))
        assert back.to_dict() == document


def test_a_layout_that_has_gone_is_told_once() -> None:
    document = scored().to_dict()
    document["form"]["layout"] = "mof-1999"
    back = Result.from_dict(document)
    (told,) = (finding for finding in back.findings if finding.code == Codes.STORED_LAYOUT_GONE)
    assert "mof-1999" in told.message("en")
    assert (back.style.name, back.total, back.scored is not None) == ("national-2020", "97.16", True)
    again = Result.from_dict(back.to_dict())
    assert again.to_dict() == back.to_dict()


def test_rows_have_the_attributes_of_the_document_and_exact_numbers() -> None:
    result = scored()
    (row,) = result.indicators
    data = result.to_dict()["indicators"][0]
    assert {key: getattr(row, key) for key in data if key not in ("losses", "reason_parts")}.items() <= data.items()
    assert (row.score, row.exact_score, row.exact_share) == ("87.16", Fraction("87.16"), Fraction(92, 95))
    assert result.execution is not None
    assert (result.execution.rate, result.execution.over, result.execution.exact_score) == ("1", "budget", 10)
    assert (result.full, result.total, result.deduction, result.scaled) == ("100", "97.16", "2.84", None)
    assert [field.name for field in fields(IndicatorRow)] == [*data][9:] + [*data][:9]
    unscored = scored(indicators=[{**ROW, "actual": None}])
    assert (unscored.indicators[0].exact_score, unscored.indicators[0].exact_share) == (None, None)


def test_losses_say_what_took_points_after_the_curve() -> None:
    result = scored(indicators=[{**ROW, "deduct": {"points": 2, "reason": "资料不全"}}])
    assert [(loss.kind, loss.points) for loss in result.losses] == [("deduct", "2")]
    assert score(load_project({})).losses == ()


def test_the_document_says_what_was_scored_when_by_what() -> None:
    result = score(load_project({**PROJECT, "id": "甲-1", "indicators": [ROW], "x": {"row": 7}}), on=date(2023, 6, 30))
    document = result.to_dict()
    assert (document["engine"], document["on"], document["id"]) == (jixiao.__version__, "2023-06-30", "甲-1")
    assert (document["data"], "x" in document["input"]) == ({"row": 7}, False)
    assert scored().to_dict()["on"] == "2023-12-31"
    assert score(load_project({})).to_dict()["on"] is None
    finding = document["findings"][0]
    assert (finding["slug"], isinstance(finding["args"], dict)) == (
        jixiao.findings.catalog()[finding["code"]].slug, True,
    )  # fmt: skip


def test_the_hash_of_the_input_does_not_depend_on_the_way_in(tmp_path: Path) -> None:
    mapping = {**PROJECT, "indicators": [{**ROW, "weight": Decimal(90), "uom": None}], "x": {"row": 7}}
    text = json.dumps({**PROJECT, "indicators": [ROW]}, ensure_ascii=False)
    (tmp_path / "a.json").write_text(text, "utf-8")
    yaml = (
        "指标体系: cn.mof-2020-10\n项目名称: 甲\n年度: 2023\n项目资金: {年度资金总额: {全年预算数: 5, 全年执行数: 5}}\n"
        "绩效指标: [{分值: 90, 一级指标: 产出指标, 三级指标: 覆盖率, 年度指标值: ≥95%, 实际完成值: 92%, 偏差原因: 雨季}]\n"
    )
    ways = [load_project(mapping), load_project(tmp_path / "a.json"), parse_project(text), parse_project(yaml)]
    documents = [score(project).to_dict() for project in ways]
    assert len({document["input_sha256"] for document in documents}) == 1
    assert len({json.dumps(document["input"], sort_keys=True) for document in documents}) == 1
    other = scored(name="乙").to_dict()["input_sha256"]
    assert other != documents[0]["input_sha256"]


def test_a_stored_result_speaks_both_languages() -> None:
    back = Result.from_dict(scored().to_dict("en"))
    assert back.reasons("zh") == scored().reasons("zh")
    assert back.reasons("en") == scored().reasons("en")
    assert [finding.message("zh") for finding in back.findings] == [
        finding.message("zh") for finding in scored().findings
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "jixiao.result/9"},
        {"indicators": [{}]},
        {"findings": [{"code": "JX000"}]},
        {"input": None},
        {"form": {}},
    ],
)
def test_what_is_no_document_of_a_result_is_refused(change: dict[str, Any]) -> None:
    document = {**scored().to_dict(), **change}
    with pytest.raises(ValueError, match="no document of a result"):
        Result.from_dict(document).style  # noqa: B018  # read when it is drawn


@pytest.mark.parametrize("key", ["engine", "total", "execution", "input", "form", "data"])
def test_a_missing_key_is_refused(key: str) -> None:
    document = scored().to_dict()
    del document[key]
    with pytest.raises(ValueError, match=key):
        Result.from_dict(document)
