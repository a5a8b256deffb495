"""What the page asks: answered as the library answers, in both languages, and never with a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import jixiao
from jixiao.page.assets import INDEX, assets
from jixiao.page.words import words_of
from jixiao.serve.desk import answer
from tests.support.paths import EXAMPLE_PROJECTS, EXAMPLES

SMS = (EXAMPLES / "leshan-sms.yaml").read_bytes()


def asked(path: str, body: bytes = b"", **query: str) -> Any:
    told = answer(path, query, body)
    assert told.status == 200, told.body
    return json.loads(told.body)


@pytest.mark.parametrize("path", EXAMPLE_PROJECTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_score_is_the_librarys(path: Path, lang: Any) -> None:
    told = answer("/v1/score", {"lang": lang}, path.read_bytes())
    result = jixiao.score(jixiao.parse_project(path.read_bytes(), name=""), lang=lang)
    assert told.body.decode() == result.to_json()


def test_steps_stand_in_the_order_of_the_rows() -> None:
    rows = asked("/v1/explain", SMS)["rows"]
    assert [row["name"] for row in rows[1:]] == [
        row.name for row in jixiao.load_project(EXAMPLES / "leshan-sms.yaml").indicators
    ]
    assert all(row["steps"] for row in rows)
    assert asked("/v1/explain", b"{}")["rows"] == []


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx"])
def test_a_form_is_drawn_and_read_back(kind: str) -> None:
    result = jixiao.score(jixiao.parse_project(SMS))
    drawn = answer("/v1/render", {"format": kind}, SMS)
    expected = jixiao.render(result, kind)
    assert drawn.body == (expected.encode() if isinstance(expected, str) else expected)
    if kind != "html":
        (form,) = asked("/v1/read", drawn.body, name=f"a.{kind}")["forms"]
        assert jixiao.load_project(form["project"]).as_json == result.project.as_json


def test_what_was_not_scored_is_not_drawn() -> None:
    told = answer("/v1/render", {"format": "xlsx"}, b"{}")
    assert told.status == 409
    assert "没有指定指标体系" in json.loads(told.body)["findings"][0]["message"]


def test_the_form_to_fill_in_names_the_field_of_each_cell() -> None:
    html = asked("/page/form", SMS)["html"]
    drawn = jixiao.render(jixiao.score(jixiao.parse_project(SMS)), "html")
    assert re.sub(' data-field="[^"]*"', "", html).count("<td") == drawn.count("<td")
    fields = re.findall('data-field="([^"]*)"', html)
    assert {"name", "funds.total.spent", "execution.score", "indicators[0].actual", "total"} <= set(fields)


def test_a_blank_form_has_rows_to_fill_in() -> None:
    blank = {"spec": "cn.mof-2020-10", "goals": [{}], "indicators": [{}, {}]}
    html = asked("/page/form", json.dumps(blank).encode())["html"]
    fields = re.findall('data-field="([^"]*)"', html)
    assert {"funds.total.budget", "goals[0].expected", "indicators[1].actual"} <= set(fields)
    assert "<h1>" in asked("/page/form", b"{}")["html"]


@pytest.mark.parametrize(
    ("actual", "grade", "short"), [("300", None, None), ("200", "优", "6.67"), ("很多", None, None)]
)
def test_the_next_grade_is_told_with_what_it_takes(actual: str, grade: str | None, short: str | None) -> None:
    rows = [
        {"level1": "产出指标", "name": "人次", "target": "≥300", "actual": actual, "weight": "50"},
        {"level1": "效益指标", "name": "满意", "target": "≥90%", "actual": "95%", "weight": "40"},
    ]
    funds = {"total": {"budget": "1", "spent": "1"}}
    project = {"spec": "cn.mof-2020-10", "name": "甲", "year": "2023", "funds": funds, "indicators": rows}
    told = asked("/page/reach", json.dumps(project).encode())
    assert (told["grade"], told["short"]) == (grade, short)
    assert bool(told["steps"]) == (grade is not None)
    assert asked("/page/reach", b"{}") == {"grade": None, "short": None, "steps": []}


def test_what_is_to_be_filled_in_and_what_a_click_mends_is_among_the_words() -> None:
    words = words_of("zh")
    assert "project-field-missing" in words["gaps"]
    assert words["repairs"]["comparison-assumed"] == [{"field": "comparison", "text": "{sign}"}]


def test_a_project_file_becomes_one_again() -> None:
    (form,) = asked("/v1/read", SMS, name="a.yaml")["forms"]
    saved = jixiao.parse_project(form["text"])
    assert saved.as_json == jixiao.parse_project(SMS).as_json
    (english,) = asked("/v1/read", json.dumps(form["project"]).encode(), name="a.json", lang="en")["forms"]
    assert "indicators:" in english["text"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.html", "a.yaml", "a.json"])
def test_a_damaged_file_is_a_finding(name: str) -> None:
    reading = asked("/v1/read", b"\x00\x01", name=name)
    assert reading["forms"] == []
    assert reading["findings"]


def test_a_file_of_another_kind_is_refused() -> None:
    told = answer("/v1/read", {"name": "../a.exe"}, b"x")
    assert told.status == 415
    assert "?name=" in json.loads(told.body)["detail"]


def test_specs_are_listed_as_the_command_lists_them() -> None:
    entries = asked("/v1/specs")
    assert {"cn.mof-2020-10", "cn.sichuan.leshan-2023"} <= {entry["id"] for entry in entries}
    assert all(set(entry) == {"id", "version", "title", "jurisdiction", "in_force"} for entry in entries)


def test_words_say_the_same_in_both_languages() -> None:
    chinese, english = words_of("zh"), words_of("en")
    assert chinese["page"].keys() == english["page"].keys()
    for key, text in chinese["page"].items():
        gaps = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (text, english["page"][key])]
        assert gaps[0] == gaps[1]
    assert not re.search("[\u4e00-\u9fff]", json.dumps(english["fields"], ensure_ascii=False))


def test_every_word_that_the_page_shows_is_there() -> None:
    files = {name: asset.body.decode() for name, asset in assets().items()}
    words = words_of("zh")
    shown = set(re.findall(r'data-word(?:-title)?="(\w+)"', files[INDEX]))
    shown |= {name for text in files.values() for name in re.findall(r"(?<!jixiao\.)\bpage\.([a-z_]\w*)\b", text)} - {
        "js",
        "css",
    }
    assert shown <= words["page"].keys()
    for path in re.findall(r'data-field-word="(\w+)\.(\w+)"', files[INDEX]):
        assert words["fields"][path[0]][path[1]]


def test_every_module_that_is_imported_is_sent() -> None:
    files = assets()
    wanted = {name for asset in files.values() for name in re.findall(r'"jixiao/(\w+\.js)"', asset.body.decode())}
    assert wanted <= files.keys()
