"""Forms that were printed in English are read back from their cells alone, at every stage, as Chinese ones are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.forms.importing import read_projects
from jixiao.forms.importing.reasons import without_own_sentence
from jixiao.forms.importing.review_sentences import review_of_text
from jixiao.loading.spec_book import package_book
from jixiao.model.project import Project
from jixiao.result import Result
from tests.support.row_reviews import REVIEWS, SPEC, TAKEN, scored

SELF = "cn.mof-2020-10"
MONEY: dict[str, Any] = {
    "total": {"initial": 100, "budget": 100, "spent": 90},
    "fiscal": {"initial": 80, "budget": 80, "spent": 75},
    "cause": "尾款未付",
    "remedy": "催办",
}
LATE = {
    "level1": "产出指标",
    "level2": "数量指标",
    "name": "培训人次",
    "target": "≥300人次",
    "weight": 50,
    "cause": "停办",
    "remedy": "补办",
}
HEAD: dict[str, Any] = {
    "spec": SELF,
    "name": "技能培训",
    "year": 2024,
    "unit": "乙中心",
    "code": "42-1",
    "problems": "进度慢",
}
PROJECTS: dict[str, dict[str, Any]] = {
    "self-evaluation": {**HEAD, "funds": MONEY, "indicators": [{**LATE, "actual": "280人次"}], "goals": [{"expected": "办好", "achieved": "已办"}]},
    "monitoring": {
        **HEAD,
        "stage": "monitoring",
        "month": 7,
        "funds": MONEY,
        "indicators": [{**LATE, "progress": "80人次", "forecast": "290人次", "likelihood": "有可能", "cause_kinds": ["其他"], "note": "已核"}],
    },
    "target": {**HEAD, "stage": "target", "funds": {"total": {"initial": 100}}, "indicators": [{key: LATE[key] for key in LATE if key not in ("cause", "remedy")}]},
}  # fmt: skip


def printed(result: Result, ending: str, folder: Path, lang: Any = "en") -> Project:
    """The project that a form printed in a language gives."""
    path = folder / f"a.{ending}"
    content = jixiao.render(result, ending, lang=lang)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    spec = result.spec_document["id"]
    (project,) = read_projects(path, lambda name: package_book().look_up(name or spec)).projects(path)
    return project


def stated(project: Project, *omitted: str) -> dict[str, Any]:
    data = project.typed.data
    rows = [dict(row) for row in data["indicators"]]
    for row in rows:
        row["target"] = f"{row.pop('comparison', '')}{row['target']}{row.pop('uom', '')}"
        for key in ("light", "score"):
            row.pop(key, None)
    return {key: data[key] for key in data if key not in ("spec", "printed", *omitted)} | {"indicators": rows}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PROJECTS)
def test_a_page_gives_the_same_project_in_both_languages(name: str, lang: str, tmp_path: Path) -> None:
    project = jixiao.load_project(PROJECTS[name])
    read = printed(jixiao.score(project, lang=lang), "html", tmp_path, lang)  # type: ignore[arg-type]
    assert [finding for finding in read.findings if finding.severity != "note"] == []
    assert stated(read) == stated(project)


def test_a_pdf_in_english_is_read_though_its_lines_are_broken(tmp_path: Path) -> None:
    project = jixiao.load_project(PROJECTS["self-evaluation"])
    read = printed(jixiao.score(project, lang="en"), "pdf", tmp_path)
    assert stated(read) == stated(project)


@pytest.mark.parametrize("actual", ["57%", None])
@pytest.mark.parametrize("review", REVIEWS.values(), ids=REVIEWS)
def test_a_review_printed_in_english_states_what_the_chinese_one_does(
    review: dict[str, Any], actual: str | None, tmp_path: Path
) -> None:
    result = scored(review, actual)
    languages = {lang: printed(result, "html", tmp_path, lang) for lang in ("zh", "en")}
    english, chinese = (languages[lang].typed.data["indicators"][0] for lang in ("en", "zh"))
    assert {**english, "level1": chinese["level1"]} == chinese


def test_a_pdf_of_a_review_in_english_names_who_took_the_points(tmp_path: Path) -> None:
    project = printed(scored(REVIEWS["deductions"]), "pdf", tmp_path)
    assert project.typed.data["indicators"][0]["review"]["deductions"] == TAKEN


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", ["html", "xlsx"])
def test_a_claimed_second_score_of_a_row_that_nobody_can_score_stays(ending: str, lang: str, tmp_path: Path) -> None:
    row = {
        "level1": "效益指标",
        "name": "就业率",
        "target": "改善",
        "actual": "有所改善",
        "weight": 90,
        "review": {"score": "20"},
    }
    data = {"spec": SPEC.id, "name": "甲", "year": 2025, "stage": "复核", "indicators": [row]}
    result = jixiao.score(jixiao.load_project({**data, "review": {"reviewer": "甲所"}}), SPEC)
    assert result.indicators[0].score is None
    read = printed(result, ending, tmp_path, lang)
    assert read.typed.data["indicators"][0]["review"]["score"] == "20"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("target ≥60%, actual 57%, in proportion, scores 28.5, loses 1.5. Cause: 停办", "Cause: 停办"),
        ("target ≥60%,actual 57%,in\nproportion, scores 0, loses 1.5", ""),
        ("the target was met late. Cause: 停办", "the target was met late. Cause: 停办"),
        ("target ≥60%, actual 57%, reviewed as “虚报”, loses 2 points, scores 1, loses 2", None),
    ],
)
def test_own_sentences_in_english(text: str, rest: str | None) -> None:
    assert without_own_sentence(text) == (text if rest is None else rest)


@pytest.mark.parametrize(
    ("text", "review"),
    [
        ("2 points deducted by hand (虚报), scores 8, 2 below the unit's own 10", {"deductions": [{"points": "2", "reason": "虚报"}]}),
        ("reviewed as “虚报” by 甲, loses 2 points, scores 8, 2 below the unit's own 10. The unit's score is adopted",
         {"deductions": [{"mark": "虚报", "reviewer": "甲"}], "adopted": "self_evaluation"}),
        ("tier 优, reviewed as 良, scores 8, 2 below the unit's own 10. Reviewer's remark: 已谈", {"tier": "良", "remark": "已谈"}),
        ("they deducted 2 points", {"remark": "they deducted 2 points"}),
    ],
)  # fmt: skip
def test_the_words_of_the_program_are_no_remark_in_english(text: str, review: dict[str, Any]) -> None:
    assert review_of_text(text) == review
