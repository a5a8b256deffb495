"""Rows that do not apply under each policy, and weights that a spec computes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jixiao.scoring import Scored
from tests.support.rows import (
    BASIS,
    changed,
    project,
    result,
    scored,
)

OUT = {"target": "≥10个", "actual": "1个", "weight": 20, "applicable": False}
HALF = {"target": "≥10个", "actual": "5个", "weight": 30}
FULL = {"target": "≥10个", "actual": "10个", "weight": 10}
OTHER = {"level1": "效益指标", "target": "≥10个", "actual": "10个", "weight": 30}


def left_out(policy: str) -> Scored:
    found = scored(project(OUT, HALF, FULL, OTHER), changed(not_applicable={"rows": policy, **BASIS}))
    sums(found)
    return found


def sums(found: Scored) -> None:
    """Σ deduction over execution and indicators = full − total, exactly."""
    if found.total is not None:
        assert sum(row.deduction or 0 for row in found.all_rows) == found.full - found.total


def weights(found: Scored) -> list[str]:
    return [str(row.weight) for row in found.all_rows]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("move within class", ["10", "0", "30", "20", "40"]), ("full", ["10", "15", "15", "20", "40"])],
)
def test_a_group_that_a_row_left_is_split_once(policy: str, expected: list[str]) -> None:
    """数量指标 has 30 points, 15 each; where one row does not apply the other has them all, and no more."""
    rows = [
        {"level2": "数量指标", "target": "≥1个", "weight": 15, "applicable": False},
        {"level2": "数量指标", "target": "≥1个", "actual": "1个", "weight": 15},
        {"level2": "质量指标", "target": "≥1个", "actual": "1个", "weight": 20},
        {"level1": "效益指标", "target": "≥1个", "actual": "1个", "weight": 40},
    ]
    split = {"split": "equally", "groups": {"数量指标": 30}, "to": "0.01", "rest": "last", **BASIS}
    found = scored(project(*rows), changed(row_weights=split, not_applicable={"rows": policy, **BASIS}))
    assert weights(found) == expected
    assert found.total == 100


@pytest.mark.parametrize("policy", ["rescale weights", "rescale total"])
def test_weights_are_checked_as_they_were_before_they_are_rescaled(policy: str) -> None:
    kept = [("产出指标", 30), ("产出指标", 20), ("效益指标", 30), ("满意度指标", 10)]
    rows = [{"level1": level1, "target": "≥1个", "actual": "1个", "weight": weight} for level1, weight in kept]
    rows[1]["applicable"] = False
    found = result(project(*rows), changed(not_applicable={"rows": policy, **BASIS}))
    assert not [one.code for one in found.findings if one.code in ("JX401", "JX402", "JX403")]


def test_not_applicable_refused() -> None:
    """The points must be given to others: 10 + 30 + 10 + 30 is 80."""
    found = left_out("refuse")
    assert (found.total, found.grade, found.scaled) == (None, None, None)
    assert found.rows[0].outcome == "not_applicable"
    assert (found.rows[0].score, found.rows[0].deduction, found.rows[0].weight) == (None, None, 0)
    assert found.rows[1].score == 15


def test_not_applicable_in_full() -> None:
    """Full marks for the row that does not apply: 100 − 15."""
    found = left_out("full")
    assert found.total == 85
    assert (found.rows[0].score, found.rows[0].deduction) == (20, 0)


def test_not_applicable_moved_within_the_class() -> None:
    """20 go to 30 and 10 as 3 : 1 → 45 and 15; half of 45 is lost."""
    found = left_out("move within class")
    assert weights(found) == ["10", "0", "45", "15", "30"]
    assert (found.total, found.scaled) == (Fraction("77.5"), None)


def test_not_applicable_moved_but_nothing_left_in_the_class() -> None:
    found = scored(
        project({**OUT, "weight": 60}, OTHER), changed(not_applicable={"rows": "move within class", **BASIS})
    )
    assert weights(found) == ["10", "0", "30"]
    assert found.total is None


def test_not_applicable_with_weights_rescaled() -> None:
    """10, 30, 10, 30 of 80 → 12.5, 37.5, 12.5, 37.5; half of 37.5 = 18.75 lost."""
    found = left_out("rescale weights")
    assert weights(found) == ["25/2", "0", "75/2", "25/2", "75/2"]
    assert (found.total, found.full, found.scaled) == (Fraction("81.25"), 100, None)


def test_not_applicable_with_the_total_rescaled() -> None:
    """65 of 80 → 81.25 of 100; Σ deduction = 80 − 65; the grade follows the rescaled total: 良."""
    found = left_out("rescale total")
    assert (found.total, found.full, found.scaled, found.grade) == (65, 80, Fraction("81.25"), "良")


def test_rescaled_weights_add_up() -> None:
    """10, 30, 30 of 70: 14.285…, 42.857…, 42.857…; cut, 99.98; the two largest remainders take a hundredth each."""
    third = {**FULL, "weight": 30}
    spec = changed(not_applicable={"rows": "rescale weights", **BASIS})
    found = scored(project(third, OTHER, OUT), spec)
    assert weights(found) == [str(Fraction(text)) for text in ("14.28", "42.86", "42.86", "0")]
    assert found.total == 100


def test_every_row_left_out() -> None:
    """Nothing to rescale: weights of the rows 0, execution carries all, or nothing is counted at all."""
    found = scored(project(OUT), changed(not_applicable={"rows": "rescale weights", **BASIS}))
    assert weights(found) == ["100", "0"]
    assert found.total == 100
    bare = changed(
        not_applicable={"rows": "rescale weights", **BASIS},
        weights={**BASIS, "binding": "advised", "sets": [{"output": 100}]},
    )
    assert scored(project(OUT), bare).total is None
    assert scored(project(OUT), bare).execution is None
    empty = changed(not_applicable={"rows": "rescale total", **BASIS}, weights={**BASIS, "binding": "advised"})
    assert scored(project(OUT), empty).total is None


def test_scaled_is_set_only_where_a_total_is_rescaled() -> None:
    for policy in ("full", "move within class", "rescale weights", "rescale total"):
        assert (
            scored(
                project(HALF, FULL, OTHER, {**FULL, "weight": 20}), changed(not_applicable={"rows": policy, **BASIS})
            ).scaled
            is None
        )
        assert (left_out(policy).scaled is not None) == (policy == "rescale total")


# Weights that a spec computes


def split(to: str, rest: str) -> list[str]:
    rows = [{"level2": "数量指标", "target": "≥1个", "actual": "1个", "weight": 1} for _ in range(3)]
    spec = changed(
        row_weights={"split": "equally", "groups": {"数量指标": 20, "质量指标": 5}, "to": to, "rest": rest, **BASIS}
    )
    return weights(scored(project(*rows, {"target": "1个", "actual": "1个", "weight": 70}), spec))


def test_points_split_equally() -> None:
    """Guangshui: 20 over 3 rows to whole points → 6, 7, 7 or 7, 7, 6; to hundredths 6.67, 6.67, 6.66."""
    assert split("1", "last") == ["10", "6", "7", "7", "70"]
    assert split("1", "first") == ["10", "7", "7", "6", "70"]
    assert split("0.01", "first") == ["10", "667/100", "667/100", "333/50", "70"]
