"""Damaged and hostile documents of the budget system end in findings, in seconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao.exchange.reading import is_exchange, projects_of_documents
from jixiao.exchange.writing import document_of
from jixiao.loading.projects import composed_text
from jixiao.model.project import Project
from tests.support.commands import run

SPEC = ("--spec", "cn.vendor-fasp2", "--on", "2025-12-31")
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from(["", "甲", "1E+9", "9" * 400])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["name", "indiName", "amt1"]), inner)
    ),
    max_leaves=6,
)
FIELDS = [
    "proName",
    "guid",
    "proselfevalbgtlist",
    "proselfevalindexlist",
    "protraceindexlist",
    "taskstage",
    "proindexlist",
    "result",
]


def projects(text: str) -> list[Project]:
    composed = composed_text(text.encode(), "a.json")
    if not is_exchange(composed.root):
        return []
    return projects_of_documents(composed.root, composed.findings, 2025)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(FIELDS), ANY))
def test_fields_of_any_kind_end_in_findings(document: dict[str, Any]) -> None:
    for project in projects(json.dumps(document)):
        if project.readable:
            document_of(project)
        else:
            assert project.findings


WRONG = {
    "a list that is none": {"proselfevalindexlist": "没有"},
    "a row that is none": {"proselfevalindexlist": ["甲", 5, None]},
    "an object for a text": {"proName": {"甲": 1}, "proselfevalindexlist": []},
    "a list for a number": {"proselfevalindexlist": [{"indiName": "甲", "actualweight": [1]}]},
    "funds that are none": {"proselfevalbgtlist": {"name": "甲"}},
    "a source that is none": {"proselfevalbgtlist": [7]},
    "an exponent out of reach": {"proselfevalindexlist": [{"indiName": "甲", "actualweight": "1E+999"}]},
    "too many rows": {"proselfevalindexlist": [{"indiName": "甲"}] * 2001},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_and_ends_no_run(tmp_path: Path, name: str) -> None:
    path = tmp_path / "自评.json"
    path.write_text(json.dumps([WRONG[name], {"proName": "好", "proselfevalindexlist": []}]), "utf-8")
    for extra in ((), ("--format", "exchange"), ("--format", "jsonl")):
        code, out, told = run("score", str(path), *SPEC, *extra)
        assert (code, "JX900" in told, "错误" in told) == (1, False, True)
        assert "好" in out


@pytest.mark.parametrize(
    "text",
    ['{"result": [], "code": "200", "success": true}', '{"result": null, "success": false, "message": "系统内部错误"}'],
)
def test_an_answer_without_projects_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "自评.json"
    path.write_text(text, "utf-8")
    code, _, told = run("score", str(path), *SPEC)
    assert (code, "JX660" in told) == (1, True)


def test_entries_that_are_no_documents_are_told_beside_the_others(tmp_path: Path) -> None:
    path = tmp_path / "自评.json"
    path.write_text('{"result": [{"proName": "甲", "proselfevalindexlist": []}, {"proName": "乙"}, 7]}', "utf-8")
    _, _, told = run("check", str(path), *SPEC, "--format", "json"), None, run("check", str(path), *SPEC)[1]
    assert told.count("JX661") == 2


@pytest.mark.parametrize("deep", ["[" * 5000, '{"result":' * 5000, '{"proselfevalindexlist":' * 40])
def test_deep_documents_are_refused(tmp_path: Path, deep: str) -> None:
    path = tmp_path / "自评.json"
    path.write_text(deep, "utf-8")
    code, _, told = run("score", str(path), *SPEC)
    assert (code, "JX900" in told) == (1, False)


def test_a_document_of_5_mb_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    path, document = (
        tmp_path / "自评.json",
        {"proName": "甲", "proselfevalindexlist": [{"indiName": "乙", "x": "长" * 900}]},
    )
    text = json.dumps([document] * 1700, ensure_ascii=False)
    assert 4_500_000 < len(text.encode()) < 5 * 1024 * 1024
    read = projects(text)
    assert [project.name for project in read] == ["甲"] * 1700
    assert document_of(read[-1]) == document
    path.write_text(text + " " * 10**6, "utf-8")
    assert "JX101" in run("score", str(path), *SPEC)[2]
