"""A review that is printed and read back: what the reviewer stated stays, and nobody's words grow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.forms import all_rows, form_of
from jixiao.forms.importing import read_projects
from jixiao.forms.importing.review_sentences import review_of_text
from jixiao.loading.spec_book import package_book
from jixiao.model.project import Project
from jixiao.result import Result
from tests.support.row_reviews import REVIEWS, ROW, SPEC, TAKEN, scored


def printed(result: Result, ending: str, folder: Path) -> Project:
    """The project that a printed form gives."""
    path = folder / f"a.{ending}"
    content = jixiao.render(result, ending)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (project,) = read_projects(path, lambda name: package_book().look_up(name or SPEC.id)).projects(path)
    return project


def words(result: Result) -> list[str]:
    """What the form prints of the review of its row."""
    keys = ("second_actual", "second_score", "second_reason")
    texts = {cell.field: cell.text for row in all_rows(form_of(result)) for cell in row if cell.field}
    return [texts[f"indicators[0].{key}"] for key in keys]


@pytest.mark.parametrize("actual", ["57%", None])
@pytest.mark.parametrize("review", REVIEWS.values(), ids=REVIEWS)
def test_a_printed_review_prints_the_same_again(review: dict[str, Any], actual: str | None, tmp_path: Path) -> None:
    result = scored(review, actual)
    project = printed(result, "html", tmp_path)
    again = jixiao.score(project, SPEC)
    assert words(again) == words(result)
    stated = project.typed.data["indicators"][0].get("review", {})
    if "deductions" in review:
        assert stated["deductions"] == review["deductions"]
    if "deductions" in review or "score" not in review:
        assert stated.get("remark") == review.get("remark")
    assert again.review is not None
    assert result.review is not None
    assert again.review.total == result.review.total


def test_a_pdf_names_who_took_the_points(tmp_path: Path) -> None:
    project = printed(scored(REVIEWS["deductions"]), "pdf", tmp_path)
    assert project.typed.data["indicators"][0]["review"]["deductions"] == TAKEN


@pytest.mark.parametrize(
    ("text", "review"),
    [
        ("人工扣2分（虚报），得8分，比自评的10分少2分", {"deductions": [{"points": "2", "reason": "虚报"}]}),
        ("人工扣2分，没有写原因，没有复核得分", {"deductions": [{"points": "2"}]}),
        ("审核认定“虚报”扣2分，得8分，比自评的10分少2分", {"deductions": [{"mark": "虚报"}]}),
        ("甲认定“虚报”扣2分，得8分，比自评的10分少2分", {"deductions": [{"mark": "虚报", "reviewer": "甲"}]}),
        ("甲扣—分（虚报），没有复核得分", {"deductions": [{"reason": "虚报", "reviewer": "甲"}]}),
        ("甲扣2分（虚报），应得8分，与自评之差超出限度，得9分，比自评的10分少1分",
         {"deductions": [{"points": "2", "reason": "虚报", "reviewer": "甲"}]}),
        ("自评档次优，复核认定良，得8分，比自评的10分少2分", {"tier": "良"}),
        ("自评得分比例—，复核认定80%，得8分，自评没有得分", {"share": "80%"}),
        ("自评预算数100万元，复核认定90万元，得8分，比自评的10分少2分", {"budget": "90"}),
        ("“台账”部分达到，4分扣2分（缺页），得8分，比自评的10分少2分", {}),
        ("甲扣2分（虚\n报），得8分，比自评\n的10分少2分", {"deductions": [{"points": "2", "reason": "虚报", "reviewer": "甲"}]}),
        ("问卷只有三份\n扣2分", {"remark": "问卷只有三份\n扣2分"}),
    ],
)  # fmt: skip
def test_the_words_of_the_program_are_no_remark(text: str, review: dict[str, Any]) -> None:
    assert review_of_text(text) == review


@pytest.mark.parametrize("ending", ["html", "pdf"])
@pytest.mark.parametrize("cause", [None, "停办"])
def test_the_units_cause_is_its_own_words(cause: str | None, ending: str, tmp_path: Path) -> None:
    row = {**ROW, "actual": "57%", "cause": cause}
    funds = {"total": {"budget": 100, "spent": 95}, "cause": cause}
    project = {"spec": SPEC.id, "name": "甲", "year": 2025, "stage": "复核", "funds": funds, "indicators": [row]}
    read = printed(jixiao.score(jixiao.load_project(project), SPEC), ending, tmp_path)
    assert (read.indicators[0].cause, read.funds.cause) == (cause, cause)
