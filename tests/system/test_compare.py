"""``jixiao compare``: what changed between two papers, with the exit codes of tools that compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import PROJECT, put, run

DECLARED = PROJECT.replace("项目名称", "环节: 绩效目标\n项目名称").replace("≥95%, 实际完成值: 92%", "≥98%")


@pytest.fixture
def papers(tmp_path: Path) -> tuple[str, str]:
    return str(put(tmp_path / "declared" / "a.yaml", DECLARED)), str(put(tmp_path / "b.yaml"))


def test_changed_targets_are_shown_beside_their_declaration(papers: tuple[str, str]) -> None:
    code, out, _ = run("compare", *papers)
    assert code == 1
    assert out == "甲：2023 年 绩效目标 → 2023 年 绩效自评\n  指标\n  ~ 覆盖率 年度指标值：≥98% → ≥95%\n"


def test_papers_that_say_the_same(papers: tuple[str, str]) -> None:
    assert run("compare", papers[0], papers[0])[:2] == (0, "没有变化\n")
    code, out, _ = run("compare", papers[0], papers[0], "--lang", "en", "-f", "json")
    assert (code, json.loads(out)["same"]) == (0, True)


def test_folders_and_an_output_file(papers: tuple[str, str], tmp_path: Path) -> None:
    output = tmp_path / "变化.md"
    code, out, _ = run("compare", str(tmp_path / "declared"), papers[1], "-o", str(output))
    assert (code, out) == (1, "")
    assert "| 指标 | 覆盖率 年度指标值 | 改动 | ≥98% | ≥95% |" in output.read_text("utf-8")


def test_forms_are_papers_too(papers: tuple[str, str], tmp_path: Path) -> None:
    form = tmp_path / "a.docx"
    assert run("score", papers[1], "-o", str(form))[0] == 0
    assert run("compare", str(form), papers[1])[:2] == (0, "没有变化\n")


@pytest.mark.parametrize("text", ["- 1\n", "项目名称: [\n"])
def test_a_paper_that_cannot_be_read_is_trouble(papers: tuple[str, str], tmp_path: Path, text: str) -> None:
    code, out, errors = run("compare", papers[0], str(put(tmp_path / "c.yaml", text)))
    assert (code, out) == (2, "")
    assert "JX" in errors


def test_an_input_is_never_replaced(papers: tuple[str, str]) -> None:
    assert run("compare", *papers, "-o", papers[1])[0] == 2
