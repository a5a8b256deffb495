"""The fourteen published tables: every mistake that they hold is told at its row, and hardly anything else."""

from __future__ import annotations

import csv

import pytest
import yaml

from jixiao import load_project, load_spec
from jixiao.audit.causes import Observation
from jixiao.audit.profile import usual_profile
from jixiao.audit.table import Table
from jixiao.audit.table_checks import review_table
from jixiao.findings import Severity, catalog
from jixiao.model.project import Project
from jixiao.scoring import score_project
from tests.support.paths import TESTS

HOME = TESTS / "data" / "audit_tables"
JUDGED = yaml.safe_load((HOME / "judged.yaml").read_text(encoding="utf-8"))
NAMES = sorted(path.stem for path in HOME.glob("0*.yaml"))
#: Mistakes that stand in the accounts, in the title, or nowhere in the project file.
ELSEWHERE = {("002", "14"), ("032", "41"), ("044", "10")}
MISTAKES = [
    row
    for row in csv.DictReader((HOME / "mistakes.csv").read_text(encoding="utf-8").splitlines())
    if (row["table"], row["check"]) not in ELSEWHERE
]
#: What mistakes.csv calls no row of the indicators.
TABLE = ("table", "execution", "funds", "goals")


def review(name: str) -> tuple[Project, tuple[Observation, ...]]:
    project = load_project(HOME / f"{name}.yaml")
    assert project.spec is not None
    return project, review_table(Table(project, score_project(project, load_spec(project.spec)), usual_profile()))


def slug(one: Observation) -> str:
    return catalog()[one.finding.code].slug


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda row: f"{row['table']}-{row['check']}-{row['seen_in']}")
def test_a_mistake_is_told_at_its_row(mistake: dict[str, str]) -> None:
    project, observations = review(mistake["table"])
    key = f"{mistake['table']} {mistake['check']} {mistake['row']}"
    slugs = {JUDGED["mistakes"][key], JUDGED["mistakes"].get(f"{key} ")}
    told = [one for one in observations if slug(one) in slugs and one.severity is not Severity.NOTE]
    assert told
    if mistake["row"] not in TABLE:
        assert mistake["row"] in [project.indicators[row].name for one in told for row in one.rows]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_was_judged(name: str) -> None:
    """Each error and warning is a mistake of the list, or argued in judged.yaml."""
    mistakes = {text for key, text in JUDGED["mistakes"].items() if key.startswith(name)}
    argued = {one["slug"] for one in JUDGED["others"] if one["table"] == name}
    told = {slug(one) for one in review(name)[1] if one.severity is not Severity.NOTE}
    assert told - mistakes == argued


def test_one_false_finding_in_twenty_rows_at_most() -> None:
    false = sum(False in one for one in JUDGED["others"])
    rows = sum(len(load_project(HOME / f"{name}.yaml").indicators) for name in NAMES)
    assert false * 20 <= rows
