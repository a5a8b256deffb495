"""pandas, as a script is usually written: floats, ``round`` and ``groupby``."""

from __future__ import annotations

import pandas as pd
import polars as pl
from rivals.tables import EXECUTION, GRADES, LESS, SCHEMAS, SENTENCES, Reasons, Tables, findings_on, pieces


def tables(source: str, reasons: Reasons) -> Tables:
    frame = pd.read_parquet(source)
    frame["executes"], frame["less"] = frame["level1"] == EXECUTION, frame["comparison"] == LESS
    t, a, w = (frame[name].astype(float) for name in ("target", "actual", "weight"))
    frame["ratio"] = (a / t).where(~frame["less"], t / a)
    frame["score"] = (w * frame["ratio"].clip(upper=1)).round(2)
    frame["deduction"] = (w - frame["score"]).round(2)
    frame["outcome"] = (frame["ratio"] >= 1).map({True: "met", False: "partly"})
    frame["row"] = frame.groupby("project", sort=False).cumcount() + 1
    loses = frame["deduction"] > 0
    for code, kind in (
        ("attainment.line", True),
        ("inverse_attainment.line", frame["less"]),
        ("execution.line", frame["executes"]),
    ):
        frame.loc[loses & kind, "reason_code"] = code
    frame["reason"] = None
    if reasons == "text":
        for code, losing in frame[loses].groupby("reason_code"):
            frame.loc[losing.index, "reason"] = sentences(str(code), losing)
    return Tables(typed("rows", frame), *projects(frame))


def sentences(code: str, losing: pd.DataFrame) -> pd.Series:
    texts = {name: losing[name].astype(str) for name in ("target", "actual")}
    texts["sign"] = losing["comparison"]
    numbers = {
        "budget": losing["target"],
        "spent": losing["actual"],
        "ratio": losing["ratio"] * 100,
        "score": losing["score"],
        "lost": losing["deduction"],
    }
    for name, number in numbers.items():
        texts[name] = number.map("{:.2f}".format).str.rstrip("0").str.rstrip(".")
    sentence = pd.Series("", index=losing.index)
    for text, gap in pieces(SENTENCES[code]):
        sentence = sentence + text
        if gap:
            sentence += texts[gap]
    return sentence


def projects(frame: pd.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sums and findings."""
    sums = frame.groupby("project", sort=False)[["score", "deduction"]].sum().round(2)
    funds = frame[frame["executes"]].set_index("project")[["target", "actual"]].astype(float)
    sums["total"], sums["execution_rate"] = sums["score"], (funds["actual"] / funds["target"]).round(6)
    edges = [least / 100 for least in GRADES.values()]
    sums["grade"] = pd.cut(
        sums["total"], [*reversed(edges), float("inf")], right=False, labels=list(GRADES)[::-1]
    ).astype(str)
    over = funds["actual"] > funds["target"]
    sums["errors"], sums["warnings"], sums["scaled"] = 0, over.astype(int), None
    cents = (funds[over] * 100).round().astype(int)
    overspent = zip(cents.index, cents["actual"].tolist(), cents["target"].tolist(), strict=True)
    return typed("projects", sums.reset_index()), findings_on(overspent)


def typed(name: str, frame: pd.DataFrame) -> pl.DataFrame:
    return pl.from_pandas(frame[SCHEMAS[name].names()]).cast(dict(SCHEMAS[name]))
