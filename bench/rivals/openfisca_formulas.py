"""OpenFisca-Core: formulas over whole arrays, in whole numbers of 32 bits, which hold these amounts."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from rivals.tables import CODES, EXECUTION, GRADES, LESS, OUTCOMES, Reasons, Tables, decimals, findings_on

YEAR = "2023"
ROW = build_entity(key="row", plural="rows", label="row", is_person=True)
PROJECT = build_entity(
    key="project", plural="projects", label="project", roles=[{"key": "member", "plural": "members"}]
)


def score(rows: Any, period: Any) -> Any:
    n, d, w = (rows(name, period) for name in ("n", "d", "w"))
    return np.where(n >= d, w, (2 * w * n + d) // (2 * d))


def lost(rows: Any, period: Any) -> Any:
    return rows("w", period) - rows("score", period)


def total(projects: Any, period: Any) -> Any:
    return projects.sum(projects.members("score", period))


def deduction(projects: Any, period: Any) -> Any:
    return projects.sum(projects.members("lost", period))


def spent(projects: Any, period: Any) -> Any:
    return projects.sum(projects.members("a", period) * projects.members("executes", period))


def budget(projects: Any, period: Any) -> Any:
    return projects.sum(projects.members("t", period) * projects.members("executes", period))


def execution_rate(projects: Any, period: Any) -> Any:
    n, d = (projects(name, period).astype(np.int64) for name in ("spent", "budget"))
    return (2_000_000 * n + d) // (2 * d)


def grade(projects: Any, period: Any) -> Any:
    """The number of the grade, from the best."""
    return sum((projects("total", period) < least).astype(int) for least in list(GRADES.values())[:-1])


FORMULAS = {ROW: (score, lost), PROJECT: (total, deduction, spent, budget, execution_rate, grade)}
INPUTS = ("t", "a", "w", "n", "d", "executes")


def system() -> TaxBenefitSystem:
    common = {"definition_period": DateUnit.YEAR, "value_type": int}
    own = TaxBenefitSystem([ROW, PROJECT])
    for name in INPUTS:
        own.add_variable(type(name, (Variable,), {**common, "entity": ROW}))
    for entity, formulas in FORMULAS.items():
        for formula in formulas:
            own.add_variable(type(formula.__name__, (Variable,), {**common, "entity": entity, "formula": formula}))
    return own


def simulation(frame: pl.DataFrame, project: Any) -> Simulation:
    builder, own = SimulationBuilder(), system()
    builder.create_entities(own)
    builder.declare_person_entity("row", np.arange(len(frame)))
    projects = builder.declare_entity("project", np.arange(project[-1] + 1))
    builder.join_with_persons(projects, project, np.zeros(len(frame), int))
    simulated = builder.build(own)
    t, a, w = (frame[name].to_physical().cast(pl.Int64).to_numpy() for name in ("target", "actual", "weight"))
    less, executes = (
        (frame["comparison"] == LESS).fill_null(value=False).to_numpy(),
        (frame["level1"] == EXECUTION).to_numpy(),
    )
    columns = (t, a, w, np.where(less, t, a), np.where(less, a, t), executes)
    for name, values in zip(INPUTS, columns, strict=True):
        simulated.set_input(name, YEAR, values.astype(np.int32))
    return simulated


def tables(source: str, reasons: Reasons) -> Tables:
    """All but the sentences: there are no texts in its arrays."""
    assert reasons == "code"
    frame = pl.read_parquet(source)
    starts = (frame["project"] != frame["project"].shift()).fill_null(value=True).to_numpy()
    project = np.cumsum(starts) - 1
    simulated = simulation(frame, project)
    of_rows, of_projects = (
        pl.DataFrame({formula.__name__: simulated.calculate(formula.__name__, YEAR) for formula in formulas})
        for formulas in FORMULAS.values()
    )
    ids = frame["project"].filter(pl.Series(starts))
    row = pl.Series("row", np.arange(len(frame)) - np.flatnonzero(starts)[project] + 1)
    projects = of_projects.with_columns(ids)
    overspent = projects.filter(pl.col("spent") > pl.col("budget")).select("project", "spent", "budget")
    return Tables(rows(frame.hstack(of_rows).with_columns(row)), sums(projects), findings_on(overspent.iter_rows()))


def rows(scored: pl.DataFrame) -> pl.DataFrame:
    less, executes = pl.col("comparison").eq_missing(LESS), pl.col("level1") == EXECUTION
    n, d = pl.when(less).then("target").otherwise("actual"), pl.when(less).then("actual").otherwise("target")
    met, partly = (pl.lit(name, dtype=OUTCOMES) for name in OUTCOMES.categories)
    execution, attainment, inverse = (pl.lit(name, dtype=CODES) for name in CODES.categories)
    code = pl.when(executes).then(execution).when(less).then(inverse).otherwise(attainment)
    return scored.select(
        "project", "level1", "name", row=pl.col("row").cast(pl.UInt32), score=decimals(pl.col("score"), 2),
        deduction=decimals(pl.col("lost"), 2), outcome=pl.when(n >= d).then(met).otherwise(partly),
        reason_code=pl.when(pl.col("lost") > 0).then(code), reason=pl.lit(None, dtype=pl.String),
    )  # fmt: skip


def sums(projects: pl.DataFrame) -> pl.DataFrame:
    grades = pl.Series(list(GRADES))
    return projects.select(
        "project", total=decimals(pl.col("total"), 2), deduction=decimals(pl.col("deduction"), 2),
        grade=pl.lit(grades).gather(pl.col("grade")), execution_rate=decimals(pl.col("execution_rate"), 6),
        errors=pl.lit(0, dtype=pl.UInt32), warnings=(pl.col("spent") > pl.col("budget")).cast(pl.UInt32),
        scaled=pl.lit(None, dtype=pl.Decimal(38, 2)),
    )  # fmt: skip
