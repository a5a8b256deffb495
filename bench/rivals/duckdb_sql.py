"""DuckDB by hand: SQL over whole numbers of cents, one division a row."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
from rivals.tables import (
    EXECUTION,
    GRADES,
    LESS,
    MOST_PLACES,
    OVERSPENT,
    OVERSPENT_MESSAGE,
    SENTENCES,
    Reasons,
    Tables,
    pieces,
)

#: Rows with their scores and losses in cents; ``start`` is the row with which their project begins.
SCORED = """
CREATE TEMP VIEW scored AS
SELECT *, w - score AS lost FROM (
  SELECT *, CASE WHEN n >= d THEN w ELSE (2 * w * n + d) // (2 * d) END AS score FROM (
    SELECT *, CASE WHEN less THEN t ELSE a END AS n, CASE WHEN less THEN a ELSE t END AS d,
      max(begin) OVER (ROWS UNBOUNDED PRECEDING) AS start
    FROM (
      SELECT project, level1, name, target, actual, comparison, file_row_number AS place,
        level1 = '{execution}' AS executes, coalesce(comparison = '{less}', false) AS less,
        CAST(target * 100 AS BIGINT) AS t, CAST(actual * 100 AS BIGINT) AS a, CAST(weight * 100 AS BIGINT) AS w,
        CASE WHEN project IS DISTINCT FROM lag(project) OVER () THEN file_row_number END AS begin
      FROM read_parquet('{source}', file_row_number = true))))"""
ROWS = """
SELECT project, level1, name, CAST(place - start + 1 AS UINTEGER) AS row, {score} AS score, {lost} AS deduction,
  CAST(CASE WHEN n >= d THEN 'met' ELSE 'partly' END AS ENUM ('met', 'partly')) AS outcome,
  CAST(CASE WHEN lost > 0 THEN {code} END AS ENUM ({codes})) AS reason_code, CAST({reason} AS VARCHAR) AS reason
FROM scored"""
SUMS = """
CREATE TEMP TABLE sums AS
SELECT any_value(project) AS project, CAST(sum(score) AS BIGINT) AS total, CAST(sum(lost) AS BIGINT) AS lost,
  CAST(sum(t) FILTER (executes) AS BIGINT) AS budget, CAST(sum(a) FILTER (executes) AS BIGINT) AS spent
FROM scored GROUP BY start ORDER BY start"""
PROJECTS = """
SELECT project, {total} AS total, {lost} AS deduction, {grade} AS grade, {rate} AS execution_rate,
  CAST(0 AS UINTEGER) AS errors, CAST(spent > budget AS UINTEGER) AS warnings, CAST(NULL AS DECIMAL(38, 2)) AS scaled
FROM sums"""
FINDINGS = """
SELECT project, CAST({row} AS UINTEGER) AS row, '{code}' AS code, '{severity}' AS severity, '{path}' AS path,
  {message} AS message, '{remedy}' AS remedy
FROM sums WHERE spent > budget"""


def tables(source: str, reasons: Reasons) -> Tables:
    connection = duckdb.connect()
    connection.execute(SCORED.format(source=source, execution=EXECUTION, less=LESS))
    connection.execute(SUMS)
    reason = {"code": "NULL", "text": f"CASE WHEN lost > 0 THEN {of_kind(sentence)} END"}[reasons]
    codes = ", ".join(f"'{code}'" for code in SENTENCES)
    queries = (
        ROWS.format(score=decimal("score", 2), lost=decimal("lost", 2), code=of_kind("'{}'".format), codes=codes, reason=reason),
        PROJECTS.format(
            total=decimal("total", 2), lost=decimal("lost", 2), grade=grade(),
            rate=decimal("(2000000 * spent + budget) // (2 * budget)", 6),
        ),
        FINDINGS.format(**OVERSPENT, message=filled(OVERSPENT_MESSAGE, {"rate": percentage()})),
    )  # fmt: skip
    return Tables(*map(connection.sql, queries))


def decimal(units: str, places: int) -> str:
    """Whole numbers of 10^-places as decimals."""
    return f"CAST(({units}) * CAST(0.{1:0{places}d} AS DECIMAL({places + 1}, {places})) AS DECIMAL(38, {places}))"


def of_kind(text: Callable[[str], str]) -> str:
    """What ``text`` makes of the code of the reason of a row."""
    execution, plain, inverse = map(text, SENTENCES)
    return f"CASE WHEN executes THEN {execution} WHEN less THEN {inverse} ELSE {plain} END"


def sentence(code: str) -> str:
    gaps = {
        "sign": "comparison", "target": "CAST(target AS VARCHAR)", "actual": "CAST(actual AS VARCHAR)",
        "budget": shortest("t", 2), "spent": shortest("a", 2), "ratio": shortest("(20000 * n + d) // (2 * d)", 2),
        "score": shortest("score", 2), "lost": shortest("lost", 2),
    }  # fmt: skip
    return filled(SENTENCES[code], gaps)


def filled(text: str, gaps: dict[str, str]) -> str:
    """A text with gaps as an expression."""
    return " || ".join(part for text, gap in pieces(text) for part in (f"'{text}'", *([gaps[gap]] if gap else [])))


def shortest(units: str, places: int) -> str:
    """Whole numbers of 10^-places, of 32 bits, as their shortest decimals."""
    number = f"CAST({units} AS INTEGER) * CAST(0.{1:0{places}d} AS DECIMAL({places + 1}, {places}))"
    return f"rtrim(rtrim(CAST({number} AS VARCHAR), '0'), '.')"


def grade() -> str:
    return "CASE " + " ".join(f"WHEN total >= {least} THEN '{name}'" for name, least in GRADES.items()) + " END"


def percentage() -> str:
    """A percentage of two decimals, or of as many as keep it from reading 100."""
    units = "({} * spent + budget) // (2 * budget)"
    cases = (
        f"WHEN (spent - budget) * {2 * 10 ** (places + 2)} > budget THEN {shortest(units.format(2 * 10 ** (places + 2)), places)}"
        for places in range(2, MOST_PLACES + 1)
    )
    return f"CASE {' '.join(cases)} END"
