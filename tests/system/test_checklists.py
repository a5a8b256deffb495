"""Checklists at the command line: shown, given out to be filled in, read and scored."""

from __future__ import annotations

from pathlib import Path

import pytest

import jixiao
from tests.support.commands import run
from tests.support.overlays import SOURCE, overlay

RULES = """\
rules:
  - rule: listed
    for: {class: output}
    measure: stated_share
    stated: items
    items: {有制度: 30, "有台账: 按月": 20}
    line: {0: 0, 100%: full}
    basis: n
"""
SPEC = overlay("cn.test.checklist-2025", SOURCE + RULES, start="2025-01-01")


@pytest.fixture
def spec(tmp_path: Path) -> str:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC, "utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("lang", "answer", "keys"), [("zh", "否", ("结论", "原因")), ("en", "no", ("answer", "reason"))]
)
def test_the_items_of_a_spec_are_given_out_and_read_back(
    spec: str, lang: str, answer: str, keys: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "new.yaml"
    assert run("new", "--spec", spec, "-o", str(file), "--lang", lang)[0] == 0
    text = file.read_text("utf-8")
    for key, value in zip(keys, (answer, "缺"), strict=True):
        text = text.replace(f"        {key}:\n", f"        {key}: {value}\n")
    file.write_text(text, "utf-8")
    items = jixiao.load_project(file).indicators[0].items
    assert [(item.name, item.answer, item.reason) for item in items] == [
        ("有制度", "no", "缺"), ("有台账: 按月", "no", "缺"),
    ]  # fmt: skip


@pytest.mark.parametrize(("lang", "line"), [("zh", "条目“有制度”：30 分"), ("en", "item “有制度”: 30 points")])
def test_the_items_of_a_rule_are_shown(spec: str, lang: str, line: str) -> None:
    _, text, _ = run("spec", "show", spec, "--lang", lang)
    assert line in text


def test_words_that_the_program_writes_are_those_of_the_clerk(tmp_path: Path) -> None:
    from jixiao.forms.importing.project_files import as_project_file

    row = {"name": "甲", "review": {"adopted": "self_evaluation"}, "items": [{"name": "乙", "answer": "partly"}]}
    text = as_project_file({"stage": "review", "indicators": [row]})
    assert "采纳: 自评" in text
    assert "结论: 部分" in text
