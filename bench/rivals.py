"""Rivals of the batch engine, each in the fastest form that its own documentation shows: ``python rivals.py NAME IN OUT``.

All score the same rows by the same rule (attained in full, else in proportion, rounded half up to the cent) and write
the scores. None of them gives reasons, totals, grades or findings, except where its name says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

COLUMNS = ("comparison", "target", "actual", "weight")


def rows(source: str) -> Iterator[tuple[bool, int, int, int]]:
    """Whether less is better, target, actual and weight in cents."""
    frame = pl.read_parquet(source, columns=list(COLUMNS))
    cents = frame.select(pl.col("comparison") == "≤", pl.col("target", "actual", "weight").to_physical().cast(pl.Int64))
    return cents.with_columns(pl.col("comparison").fill_null(value=False)).iter_rows()


def write(target: str, scores: list[object]) -> None:
    pl.DataFrame({"score": scores}).write_parquet(target)


def decimal_loop(source: str, target: str) -> None:
    cent, out = Decimal("0.01"), []
    for sign, t, a, w in pl.read_parquet(source, columns=list(COLUMNS)).iter_rows():
        n, d = (t, a) if sign == "≤" else (a, t)
        out.append(w if n >= d else (w * n / d).quantize(cent, ROUND_HALF_UP))
    write(target, out)


def cel(source: str, target: str) -> None:
    """https://python-common-expression-language.readthedocs.io: compile once, execute many times; 64-bit integers."""
    import cel as engine

    n, d = "(le ? t : a)", "(le ? a : t)"
    program = engine.compile(f"{n} >= {d} ? w : (2 * w * {n} + {d}) / (2 * {d})")
    write(target, [program.execute({"le": le, "t": t, "a": a, "w": w}) for le, t, a, w in rows(source)])


def zen(source: str, target: str) -> None:
    """https://docs.gorules.io: an expression compiled once; decimals of 28 digits inside, floats in and out."""
    import zen as engine

    n, d = "(le ? t : a)", "(le ? a : t)"
    expression = engine.compile_expression(f"{n} >= {d} ? w : round(w * {n} / {d}, 0)")
    write(target, [expression.evaluate({"le": le, "t": t, "a": a, "w": w}) for le, t, a, w in rows(source)])


def _json_logic() -> dict[str, object]:
    """floor(w·n/d + 1/2) as json-logic has it: no floor, so the remainder by 1 is taken off."""
    var = {name: {"var": name} for name in ("t", "a", "w")}
    n = {"if": [{"var": "le"}, var["t"], var["a"]]}
    d = {"if": [{"var": "le"}, var["a"], var["t"]]}
    half = {"+": [{"/": [{"*": [var["w"], n]}, d]}, 0.5]}
    return {"if": [{">=": [n, d]}, var["w"], {"-": [half, {"%": [half, 1]}]}]}


def json_logic(source: str, target: str) -> None:
    """json-logic-qubit, the one in Python."""
    from json_logic import jsonLogic

    rule = _json_logic()
    write(target, [float(jsonLogic(rule, {"le": le, "t": t, "a": a, "w": w})) for le, t, a, w in rows(source)])


def datalogic(source: str, target: str) -> None:
    """datalogic-py, json-logic in Rust: a rule compiled once."""
    from datalogic_py import Engine

    rule = Engine().compile(_json_logic())
    write(target, [float(rule.evaluate({"le": le, "t": t, "a": a, "w": w})) for le, t, a, w in rows(source)])


def openfisca(source: str, target: str) -> None:
    """OpenFisca-Core: a formula over whole arrays, float32 as always there."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    row = build_entity(key="row", plural="rows", label="row", is_person=True)
    common = {"entity": row, "definition_period": DateUnit.YEAR, "value_type": float}

    def formula(rows: object, period: object) -> object:
        n, d, w = (rows(name, period) for name in ("n", "d", "w"))  # type: ignore[operator]
        return np.where(n >= d, w, np.floor(w * n / np.where(d == 0, 1, d) + 0.5))

    system = TaxBenefitSystem([row])
    for name in ("n", "d", "w"):
        system.add_variable(type(name, (Variable,), dict(common)))
    system.add_variable(type("score", (Variable,), {**common, "formula": formula}))
    frame = pl.read_parquet(source, columns=list(COLUMNS))
    t, a, w = (frame[name].to_physical().cast(pl.Int64).to_numpy() for name in ("target", "actual", "weight"))
    less = (frame["comparison"] == "≤").fill_null(value=False).to_numpy()
    simulation = SimulationBuilder().build_default_simulation(system, count=len(frame))
    for name, values in (("n", np.where(less, t, a)), ("d", np.where(less, a, t)), ("w", w)):
        simulation.set_input(name, "2023", values.astype(np.float32))
    pl.DataFrame({"score": simulation.calculate("score", "2023")}).write_parquet(target)


def duckdb(source: str, target: str) -> None:
    """SQL by hand: integers, one division."""
    import duckdb as engine

    query = f"SELECT project, {_SCORE} AS score FROM ({_CENTS.format(source)})"  # noqa: S608  # our own files
    engine.sql(f"COPY ({query}) TO '{target}' (FORMAT parquet)")


def duckdb_text(source: str, target: str) -> None:
    """SQL by hand, with a sentence for each row that loses points."""
    import duckdb as engine

    sentence = (
        "CASE WHEN n < d THEN '年度指标值' || sign || target || '，实际完成' || actual || '，完成率' || "
        "(20000 * n + d) // (2 * d) / 100 || '%，按比例得' || score / 100 || '分，扣' || (w - score) / 100 || '分' END"
    )
    scored = f"SELECT *, {_SCORE} AS score FROM ({_CENTS.format(source)})"  # noqa: S608  # our own files
    query = f"SELECT project, score, w - score AS lost, {sentence} AS reason FROM ({scored})"  # noqa: S608
    engine.sql(f"COPY ({query}) TO '{target}' (FORMAT parquet)")


_CENTS = """SELECT *, CASE WHEN sign = '≤' THEN t ELSE a END AS n, CASE WHEN sign = '≤' THEN a ELSE t END AS d FROM (
SELECT project, coalesce(comparison, '') AS sign, target, actual, CAST(target * 100 AS BIGINT) AS t,
CAST(actual * 100 AS BIGINT) AS a, CAST(weight * 100 AS BIGINT) AS w FROM '{}')"""
_SCORE = "CASE WHEN n >= d THEN w ELSE (2 * w * n + d) // (2 * d) END"


def pandas(source: str, target: str) -> None:
    """A typical script, with totals: floats, and ``round``."""
    import pandas as pd

    frame = pd.read_parquet(source)
    t, a, w = (frame[name].astype(float) for name in ("target", "actual", "weight"))
    less = frame["comparison"] == "≤"
    frame["score"] = (w * (a / t).where(~less, t / a).clip(upper=1)).round(2)
    frame[["project", "score"]].to_parquet(target)
    frame.groupby("project", sort=False)["score"].sum().to_frame().to_parquet(target + "-projects")


#: Name, the module it needs, what it is called in the table, and how many units of its scores make a point.
RIVALS: dict[str, tuple[Callable[[str, str], None], str, str, int]] = {
    "decimal": (decimal_loop, "decimal", "Decimal loop", 1),
    "cel": (cel, "cel", "CEL, compiled", 100),
    "zen": (zen, "zen", "GoRules ZEN, compiled expression", 100),
    "json-logic": (json_logic, "json_logic", "json-logic in Python", 100),
    "datalogic": (datalogic, "datalogic_py", "json-logic in Rust", 100),
    "openfisca": (openfisca, "openfisca_core", "OpenFisca, whole arrays", 100),
    "duckdb": (duckdb, "duckdb", "DuckDB SQL by hand", 100),
    "duckdb-text": (duckdb_text, "duckdb", "DuckDB SQL by hand, with sentences", 100),
    "pandas": (pandas, "pandas", "pandas, a typical script, with totals", 1),
}


if __name__ == "__main__":
    RIVALS[sys.argv[1]][0](sys.argv[2], sys.argv[3])
