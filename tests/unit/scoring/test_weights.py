"""Points of rows that do not apply, and weights that a spec works out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import jixiao
from tests.support.named_rules import spec

F = Fraction


# ---- rows that do not apply, and weights that the spec works out

ROWS = [
    {"level1": "产出指标", "level2": "数量指标", "name": "甲", "target": "1", "actual": "1", "weight": "20"},
    {"level1": "产出指标", "level2": "数量指标", "name": "乙", "target": "1", "actual": "1", "weight": "20"},
    {"level1": "产出指标", "level2": "质量指标", "name": "丙", "target": "1", "actual": "1", "weight": "10", "applicable": "否"},
    {"level1": "效益指标", "name": "丁", "target": "1", "actual": "1", "weight": "30"},
    {"level1": "满意度指标", "name": "戊", "target": "1", "actual": "1", "weight": "10"},
]  # fmt: skip


def weights(
    rows: list[dict[str, Any]], **changes: Any
) -> tuple[list[Fraction | None], Fraction | None, Fraction | None]:
    """What each row counts, what the execution row counts, and the total."""
    project = {"name": "例", "year": 2024, "funds": {"total": {"budget": 1, "spent": 1}}, "indicators": rows}
    found = jixiao.score(jixiao.load_project(project), spec(caps=[], **changes)).scored
    assert found is not None
    execution = found.execution.weight if found.execution else None
    return [row.weight for row in found.rows], execution, found.total


def policy(rows: str) -> dict[str, Any]:
    return {"not_applicable": {"rows": rows, "basis": "m10"}}


@pytest.mark.parametrize(
    ("rule", "counted", "execution", "total"),
    [
        ("refuse", ["20", "20", "0", "30", "10"], "10", None),
        ("full", ["20", "20", "10", "30", "10"], "10", "100"),
        ("move within class", ["25", "25", "0", "30", "10"], "10", "100"),
        # of 90: 22.222 22.222 33.333 11.111 11.111; the two largest remainders get the cents that are left
        ("rescale weights", ["22.22", "22.22", "0", "33.34", "11.11"], "11.11", "100"),
        ("rescale total", ["20", "20", "0", "30", "10"], "10", "90"),
    ],
)
def test_points_of_rows_that_do_not_apply(rule: str, counted: list[str], execution: str, total: str | None) -> None:
    found = weights(ROWS, **policy(rule))
    assert found == ([F(weight) for weight in counted], F(execution), None if total is None else F(total))


def test_points_move_in_proportion_and_to_the_cent() -> None:
    """By hand: 10 over 20 and 30 is 4 and 6; 10 over 1, 1 and 1 is 3.34, 3.33 and 3.33 after the cents."""
    rows = [{**ROWS[0], "weight": "20"}, {**ROWS[1], "weight": "20"}, ROWS[2], *ROWS[3:]]
    rows[1] = {**rows[1], "weight": "30"}
    assert weights(rows, **policy("move within class"))[0][:3] == [24, 36, 0]
    three = [{**ROWS[0], "name": name, "weight": "1"} for name in "一二三"]
    assert weights([*three, ROWS[2]], **policy("move within class"))[0] == [F("4.34"), F("4.33"), F("4.33"), 0]


def test_points_of_a_class_of_which_nothing_applies_go_nowhere() -> None:
    rows = [*ROWS[:2], ROWS[2], ROWS[3], {**ROWS[4], "applicable": "否"}]
    assert weights(rows, **policy("move within class"))[0] == [25, 25, 0, 30, 0]


def test_points_of_a_level_are_split_equally() -> None:
    """Guangshui: 20 over three rows in whole points, the rest to the last: 6, 7, 7; a row that does not apply has none."""
    split = {
        "row_weights": {
            "split": "equally",
            "groups": {"数量指标": "20", "质量指标": "8"},
            "to": "1",
            "rest": "last",
            "basis": "m10",
        }
    }
    rows = [{**ROWS[0], "name": name, "weight": "1"} for name in "一二三"]
    more = [{**ROWS[2], "applicable": "是"}, ROWS[3], {**ROWS[0], "name": "四", "applicable": "否"}]
    assert weights([*rows, *more], **split, **policy("rescale total"))[0] == [6, 7, 7, 8, 30, 0]
