"""Rules as integers: what a measure earns, in steps of rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from jixiao.curve import Count, bands, line, stepwise
from jixiao.model.problems import Problem
from jixiao.scoring.plan import Plan
from jixiao.scoring.rows import score_row
from tests.support.evaluation import evaluated_at
from tests.support.plans import LAW_10, RATIO, choice, facts, ruled

F = Fraction


# ---- points as integers


def test_a_measure_without_end_keeps_a_level_height_and_loses_all_of_a_slope() -> None:
    """+∞: an actual of zero where less is better. It is beyond every edge."""
    level = evaluated_at(line({"0": "0", "100%": "full"}), None, (1, 0), F(10))
    assert (level.n, level.d, level.x, level.y, level.piece, F(level.num, level.den)) == (1, 0, 1, 0, 2, 10)
    half = evaluated_at(bands({"≤1": "full", "otherwise": "50%"}), None, (1, 0), F(15))
    assert (half.piece, F(half.num, half.den)) == (1, F(15, 2))
    steps = evaluated_at(stepwise("1分"), Count(F(5), "begun"), (1, 0), F(10))
    assert (steps.n, steps.d, steps.x, steps.y, steps.piece) == (1, 0, 1, 0, 1)
    assert F(steps.num, steps.den) < 0, "clamped to nothing later"


def test_a_measure_put_through_count_and_curve() -> None:
    """17 % off, each begun 5 % loses 2 points of 22.5: four steps, 14.5 are left."""
    found = evaluated_at(stepwise("2分"), Count(F(1, 20), "begun"), (17, 100), F("22.5"))
    assert found[:5] == (17, 100, 4, 1, 1)
    assert F(found.num, found.den) == F("14.5")


FLOOR = {"measure": "attainment", "line": {"60%": "0", "100%": "full"}}
SHORT = {"measure": "gap", "steps": {"each": "2", "begun": True, "lose": "1.5分"}}
LOSES = {"measure": "relative_gap", "line": {"0": "full", "10%": "-3分"}}
NEAREST = {"measure": "attainment", "line": {"0": "0", "100%": "full"}, "count": {"each": "10%", "nearest": True}}
MIRROR = {"measure": "inverse_attainment", "line": {"0": "0", "100%": "full"}}
EDGES = {"measure": "attainment", "bands": {">80%": "full", ">50%": "1/2", "otherwise": "0"}}


@pytest.mark.parametrize(
    ("written", "actual", "weight", "step", "score"),
    [
        # half of 10 points is 5; of 22.5, 11.25; in tenths, 11.25 is rounded half up
        (RATIO, "5", "10", "0.01", "5"), (RATIO, "5", "22.5", "0.01", "11.25"), (RATIO, "5", "22.5", "0.1", "11.3"),
        (RATIO, "5", "9", "1", "5"), (RATIO, "10", "22.5", "0.01", "22.5"), (RATIO, "30", "22.5", "0.01", "22.5"),
        (RATIO, "0", "10", "0.01", "0"), (RATIO, "-1", "10", "0.01", "0"), (RATIO, "1", "1", "0.01", "0.1"),
        # in steps of 0.5: half of 10.5 is 5.25, which rounds to 5.5; 4 parts of ten are 4.2
        (RATIO, "10", "10.5", "0.5", "10.5"), (RATIO, "5", "10.5", "0.5", "5.5"), (RATIO, "4", "10.5", "0.5", "4"),
        # one cent is earned; less than half a cent rounds to nothing, and less than half a cent short to all
        (RATIO, "0.01", "10", "0.01", "0.01"), (RATIO, "0.004", "10", "0.01", "0"), (RATIO, "9.996", "10", "0.01", "10"),
        (RATIO, "9.994", "10", "0.01", "9.99"),
        # a weight that is no multiple of the step, and one that the step does not divide
        (RATIO, "5", "22.555", "0.01", "11.28"), (RATIO, "5", "22.5", "1", "11"), (RATIO, "9.9", "10.2", "0.5", "10"),
        # from 60 % on: 80 % is half way
        (FLOOR, "8", "10", "0.01", "5"), (FLOOR, "6", "10", "0.01", "0"), (FLOOR, "5.9", "10", "0.01", "0"),
        # points off: 3 short are two begun steps of 2, 3 points off; 1 short is 1.5 off
        (SHORT, "7", "10", "0.01", "7"), (SHORT, "9", "10", "0.01", "8.5"), (SHORT, "10", "10", "0.01", "10"),
        (SHORT, "-10", "10", "0.01", "0"), (SHORT, "7", "7.5", "0.01", "4.5"),
        # 5 % short is half way to 3 points off
        (LOSES, "9.5", "10", "0.01", "8.5"), (LOSES, "9.5", "7.5", "0.01", "6"), (LOSES, "8", "10", "0.01", "7"),
        (LOSES, "8", "3", "0.01", "0"),
        # 54 % is nearest to 50 %, 56 % to 60 %
        (NEAREST, "5.4", "10", "0.01", "5"), (NEAREST, "5.6", "10", "0.01", "6"),
        # an edge that is not held belongs to the band below it
        (EDGES, "8", "10", "0.01", "5"), (EDGES, "8.01", "10", "0.01", "10"), (EDGES, "5", "10", "0.01", "0"),
        # an actual of nothing is beyond every edge
        (MIRROR, "20", "10", "0.01", "5"), (MIRROR, "0", "10", "0.01", "10"),
        # texts do not divide
        (RATIO, "很多", "10", "0.01", None), (SHORT, "很多", "10", "0.01", None),
    ],
)  # fmt: skip
def test_the_score_in_steps_of_rounding(
    written: dict[str, Any], actual: str, weight: str, step: str, score: str | None
) -> None:
    of = ruled({"rule": "own", **written}, rounding={"row": step, "basis": "m10"})
    row = score_row(Plan(of), facts(rule="own", actual=actual, weight=weight), F(weight), None)
    assert row.score == (None if score is None else F(score))


def test_a_row_that_counts_nothing_has_no_score() -> None:
    row = score_row(Plan(LAW_10), facts(), None, None)
    assert (row.score, row.outcome) == (None, "invalid")
    assert row.problem == Problem("JX301", "weight", (("key", "weight"),))


def test_a_curve_that_a_person_judges_is_not_alone() -> None:
    judged = {"measure": "attainment", "bands": {"≥100%": "full", "otherwise": "judged"}}
    assert not choice(ruled({"rule": "own", **judged}), rule="own").by_curve_alone
