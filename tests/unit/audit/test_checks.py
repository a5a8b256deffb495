"""The checks of a reviewer: each tells its fault where it stands, and is silent on a table like it that is in order."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from jixiao import load_project, load_spec
from jixiao.audit.causes import Observation
from jixiao.audit.profile import usual_profile
from jixiao.audit.table import Table
from jixiao.audit.table_checks import review_table
from jixiao.findings import Severity, catalog
from jixiao.scoring import score_project
from tests.support.paths import TESTS

#: Faults that are told at a row beside the one that was changed: at the whole of a part, at the row that comes too late.
BESIDE = ("parts-exceed-whole", "levels-not-grouped")
HOME = TESTS / "data" / "audit_cases"


class Texts(yaml.SafeLoader):
    """Every scalar but null as it is typed: 15.00 stays 15.00."""


Texts.yaml_implicit_resolvers = {"n": yaml.SafeLoader.yaml_implicit_resolvers["n"]}
TABLE = yaml.load((HOME / "table.yaml").read_text(encoding="utf-8"), Texts)  # noqa: S506  # a safe one
FAULTS = yaml.load((HOME / "faults.yaml").read_text(encoding="utf-8"), Texts)  # noqa: S506


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the table with values at paths such as ``indicators.0.target``."""
    data = copy.deepcopy(TABLE)
    for path, value in changes.items():
        *way, last = path.split(".")
        at: Any = data
        for part in way:
            at = at[int(part)] if isinstance(at, list) else at[part]
        if value is None:
            at.pop(last)
        else:
            at[last] = value
    return declared(data) if data.get("stage") == "target" else data


def declared(data: dict[str, Any]) -> dict[str, Any]:
    """Return the table as it was declared: without what is only there at the end of the year."""
    rows = [{key: row[key] for key in row if key not in ("actual", "score", "cause")} for row in data["indicators"]]
    funds = {key: {"initial": row["initial"]} for key, row in data["funds"].items()}
    goals = [{"expected": goal["expected"]} for goal in data["goals"]]
    stated = {key: data[key] for key in data if key not in ("printed", "finished")}
    return stated | {"indicators": rows, "funds": funds, "goals": goals}


def review(data: dict[str, Any]) -> tuple[Observation, ...]:
    project = load_project(data)
    assert project.spec is not None
    return review_table(Table(project, score_project(project, load_spec(project.spec)), usual_profile()))


def slugs(observations: tuple[Observation, ...], *, notes: bool = True) -> list[str]:
    return [catalog()[one.finding.code].slug for one in observations if notes or one.severity is not Severity.NOTE]


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(slug, changes, id=f"{slug}-{number}")
        for slug, entry in FAULTS.items()
        for number, changes in enumerate(entry[kind])
    ]


@pytest.mark.parametrize(("slug", "changes"), cases("faulty"))
def test_a_fault_is_told(slug: str, changes: dict[str, Any]) -> None:
    observations = review(changed(changes))
    assert slug in slugs(observations)
    rows = {int(path.split(".")[1]) for path in changes if path.startswith("indicators.")}
    told = next(one for one in observations if catalog()[one.finding.code].slug == slug)
    assert not told.rows or slug in BESIDE or rows & {*told.rows}


@pytest.mark.parametrize(("slug", "changes"), cases("clean"))
def test_what_is_in_order_is_left_alone(slug: str, changes: dict[str, Any]) -> None:
    observations = review(changed(changes))
    assert slug not in slugs(observations)
    assert slugs(observations, notes=False) == []
