"""A result in English: levels, grades and marks by the glossary or the spec's own words, and back from its document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao import Result, SpecBook
from jixiao.explain.glossary import in_chinese, in_language
from jixiao.loading.spec_book import package_book
from tests.support.commands import run
from tests.support.paths import EXAMPLE_PROJECTS

SPECS = [package_book().load_spec(name) for name in package_book().ids]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.id)
def test_every_word_of_a_packaged_spec_has_its_english(spec: Any) -> None:
    words = [spec.title, *(kind.label for kind in spec.classes.values()), *(mark.label for mark in spec.marks)]
    words += spec.grades.edges if spec.grades else []
    assert [word for word in words if in_language(word, "en", {}) == word] == []


def test_grades_come_back() -> None:
    grades = {grade for spec in SPECS if spec.grades for grade in spec.grades.edges}
    assert {in_chinese(in_language(grade, "en", {}), {}) for grade in grades} == grades


@pytest.mark.parametrize("path", EXAMPLE_PROJECTS, ids=lambda path: path.name)
def test_an_english_document_is_english_and_comes_back(path: Path) -> None:
    result = jixiao.score(jixiao.load_project(path))
    document = result.to_dict("en")
    words = [document["grade"], *(row[key] for row in document["indicators"] for key in ("level1", "level2"))]
    assert all(word.isascii() for word in words if word)
    assert Result.from_dict(document).to_dict("zh") == result.to_dict("zh")
    assert Result.from_dict(document, lang="en").to_dict() == document


OWN = """\
id: cn.local.x-2024
version: 1
title: 甲地自评表
in_force: {from: 2024-01-01}
extends: cn.mof-2020-10@2
sources: {own: {document: 甲地通知, kind: local, checked: seen}}
grades: {basis: own, 甲等: 80, 乙等: 0}
form: {title: 甲地自评表, english: {甲地自评表: The form of a place, 甲等: First, 产出指标: Results}}
"""


def test_a_spec_says_its_own_words() -> None:
    book = SpecBook(texts={"own": OWN})
    row = {"level1": "产出指标", "level2": "没有的指标", "name": "甲", "target": "≥95%", "actual": "95%", "weight": 90}
    funds = {"total": {"budget": 5, "spent": 5}}
    project = {"spec": "cn.local.x-2024", "name": "甲", "year": 2024, "funds": funds, "indicators": [row]}
    result = jixiao.score(jixiao.load_project(project), book=book)
    document = result.to_dict("en")
    assert (document["grade"], document["indicators"][0]["level1"]) == ("First", "Results")
    assert document["indicators"][0]["level2"] == "没有的指标"
    assert Result.from_dict(document, book=book).grade == "甲等"
    assert in_language("甲地自评表", "en", book.load_spec("cn.local.x-2024").form.english) == "The form of a place"


def test_the_list_of_specs_in_english() -> None:
    code, out, _ = run("spec", "list", "--lang", "en")
    assert code == 0
    assert "self-evaluation" in out
