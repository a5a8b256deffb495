"""Long tables: values that a wrong rounding would betray, and a project's rows as the file of its own would have them."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from jixiao.exact import format_fixed
from jixiao.loading import load_project
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result, result_of

Row = dict[str, str | None]
EXECUTION = "预算执行率"


def numbers(rng: random.Random) -> tuple[str, str]:
    """A target and an actual: edges of bands, exact ties, a fen beside them, zero, and sums up to 10^17 fen."""
    kind = rng.randrange(9)
    if kind == 0:
        return str(rng.choice([0, 1, 5, 100])), str(rng.choice([0, 1, 2, 5, -3, 100]))
    if kind == 1:
        top = rng.randrange(10**16, 10**17)
        return f"{top // 100}.{top % 100:02d}", f"{(top - rng.randrange(10**15)) // 100}.{rng.randrange(100):02d}"
    if kind == 2:  # a ratio on an edge, or a fen beside it
        target = rng.choice([100, 200, 1000, 12345])
        edge = rng.choice([59, 60, 79, 80, 85, 90, 95, 100, 105, 110, 115, 120, 130, 150, 200])
        return str(target), format_fixed(Fraction(target * edge, 100) + Fraction(rng.choice([-1, 0, 0, 1]), 100), 4)
    if kind == 3:
        return str(rng.randrange(1, 50)), str(rng.randrange(0, 60))
    if kind == 4:  # ties of the half cent
        return "1000", str(rng.randrange(1, 1000))
    return f"{rng.randrange(1, 10**6) / 100:.2f}", f"{rng.randrange(0, 10**6) / 100:.2f}"


def written(rng: random.Random, target: str, actual: str) -> tuple[str | None, str | None]:
    """The same as people type it."""
    unit = rng.choice(["", "", "%", "万元", "人次", " 个", "天", "万人"])
    sign = rng.choice(["", "", "≥", "≤", "=", ">", "不低于"])
    other = rng.choice([unit, unit, unit, "", "元", "%"])
    whole = rng.random()
    if whole < 0.05:
        return rng.choice(
            ["及时", "2023年12月31日前", "90%-95%", "12月底前", "达成预期指标", "第3名", "3:1"]
        ), rng.choice(
            [
                "及时",
                "2023年12月1日",
                "2024年2月3日",
                "93%",
                "80%",
                "达成预期指标",
                "部分达成预期指标并具有一定效果",
                "第5名",
                "",
                None,
            ]
        )
    if whole < 0.07:
        return rng.choice([None, "", f"{sign}{target}{unit}"]), rng.choice([None, "约95%", actual])
    return f"{sign}{target}{unit}", f"{actual}{other}"


def told(row: Row) -> dict[str, Any]:
    return {
        key: value for key, value in row.items() if value is not None and key not in ("project", "year", "finished")
    }


def alone(spec: IndicatorSpec, rows: list[Row]) -> Result:
    """The project as its own file would have it."""
    project: dict[str, Any] = {
        "name": "·",
        "year": "2023",
        "indicators": [told(row) for row in rows if row["level1"] != EXECUTION],
    }
    finished = next((row["finished"] for row in rows if row.get("finished") is not None), None)
    if finished is not None:
        project["finished"] = finished
    for row in rows:
        if row["level1"] == EXECUTION:
            amounts = {"budget": row["target"], "spent": row["actual"], "initial": row.get("initial")}
            project["funds"] = {"total": {key: value for key, value in amounts.items() if value is not None}}
            project["funds"] |= {
                key: value for key, value in (("money_unit", row.get("uom")), ("cause", row.get("cause"))) if value
            }
    return result_of(load_project(project), spec)
