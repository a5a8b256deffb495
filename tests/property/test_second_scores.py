"""Laws of second scores, over random projects and whatever a reviewer may state of them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.documents import ReviewedRow
from jixiao.forms.importing import read_projects
from jixiao.loading.spec_book import package_book
from jixiao.result import Result
from jixiao.testing import projects

SPEC = jixiao.load_spec("cn.sichuan.chengdu-review-2025")
REASONS = st.sampled_from(["缺签到表", "名册重复", "问卷造假", "年末挤列"])
ADOPTED = st.sampled_from(["复核", "自评", "review", "self_evaluation"])
DEDUCTIONS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"points": st.integers(0, 400).map(lambda number: f"{number // 10}.{number % 10}"), "reason": REASONS},
            optional={"reviewer": st.sampled_from(["张三", "李四"])},
        ),
        st.fixed_dictionaries({"mark": st.sampled_from([mark.label for mark in SPEC.marks])}),
    ),
    max_size=3,
)
#: What a reviewer may state of a row without another value of its own.
TAKEN = st.fixed_dictionaries({}, optional={"deductions": DEDUCTIONS, "adopted": ADOPTED, "remark": REASONS})
ANY = st.fixed_dictionaries(
    {},
    optional={
        "deductions": DEDUCTIONS,
        "adopted": ADOPTED,
        "remark": REASONS,
        "actual": st.sampled_from(["0", "95%", "3", "及时", "2025年3月", "12万元", "-1"]),
        "score": st.integers(-10, 1200).map(lambda number: f"{number / 10:.1f}"),
    },
)


@st.composite
def reviewed(draw: st.DrawFn, review: st.SearchStrategy[dict[str, Any]]) -> Result:
    """A random project with reviews of some of its rows, scored."""
    data = dict(draw(projects(SPEC)))
    rows = [row | ({"review": stated} if (stated := draw(st.none() | review)) else {}) for row in data["indicators"]]
    whole = draw(st.fixed_dictionaries({"reviewer": st.just("王五")}, optional={"adopted": ADOPTED}))
    data |= {"stage": "review", "indicators": rows, "review": whole, "year": 2025}
    return jixiao.score(jixiao.load_project(data), SPEC)


def rows_of(result: Result) -> list[ReviewedRow]:
    """All rows of a review, the execution row first."""
    assert result.review is not None
    return [row for row in (result.review.execution, *result.review.indicators) if row is not None]


@given(reviewed(ANY))
def test_the_adopted_total_is_the_sum_of_what_each_row_counts(result: Result) -> None:
    review = result.review
    assert review is not None
    if review.adopted_total is not None:
        counted = [Fraction(row.counted) for row in rows_of(result) if row.counted is not None]
        assert sum(counted) == Fraction(review.adopted_total)


@given(reviewed(ANY))
def test_what_a_row_lacks_was_lost_by_its_unit_or_taken_by_its_reviewer(result: Result) -> None:
    assert result.second is not None
    for row, traced in zip(rows_of(result), result.second.all_rows, strict=True):
        if row.counted is not None and traced.counted.weight is not None:
            lost = Fraction(row.lost_by_unit or 0) + Fraction(row.lost_by_review or 0)
            assert lost == traced.counted.weight - Fraction(row.counted)


@given(reviewed(ANY))
def test_a_difference_has_a_reason_and_no_difference_has_none(result: Result) -> None:
    """Where there is no second score, a reason says what the reviewer took from it."""
    for row in rows_of(result):
        if row.difference is not None:
            assert bool(row.reason) == bool(Fraction(row.difference))


@given(reviewed(ANY))
def test_a_review_changes_nothing_of_the_units_own_scores(result: Result) -> None:
    without = {key: value for key, value in result.to_dict()["input"].items() if key not in ("review", "stage")}
    without["indicators"] = [
        {key: value for key, value in row.items() if key != "review"} for row in without["indicators"]
    ]
    alone = jixiao.score(jixiao.load_project(without), SPEC)
    assert (alone.total, alone.grade, alone.indicators) == (result.total, result.grade, result.indicators)


@given(reviewed(TAKEN))
def test_deductions_never_give_points(result: Result) -> None:
    for row in rows_of(result):
        if row.difference is not None:
            assert Fraction(row.difference) >= 0


@given(reviewed(ANY))
def test_a_stored_review_is_read_back(result: Result) -> None:
    document = result.to_dict()
    assert Result.from_dict(document).to_dict() == document


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(result=reviewed(ANY))
def test_a_drawn_review_is_read_back_as_the_project_that_it_was(result: Result, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(jixiao.render(result, ending))
    (project,) = read_projects(path, lambda _: package_book().look_up(SPEC.id)).projects(path)
    typed = {key: value for key, value in result.project.typed.data.items() if key != "spec"}
    again = {key: value for key, value in project.typed.data.items() if key != "spec"}
    assert jixiao.load_project(again).as_json == jixiao.load_project(typed).as_json
    assert jixiao.score(project, SPEC).review == result.review
