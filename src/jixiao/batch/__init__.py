"""Batches: a long table of indicator rows scored by integer columns, to the cent what the scalar core says.

Needs the extra ``batch`` (Polars); importing this package alone loads nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from jixiao.extras import needed
from jixiao.findings import Lang
from jixiao.loading import load_spec
from jixiao.model.spec import IndicatorSpec

if TYPE_CHECKING:
    from jixiao.batch.run import Scores


def score_frame(
    frame: Any,
    spec: IndicatorSpec | str,
    *,
    reasons: Literal["text", "code", "none"] = "text",
    lang: Lang = "zh",
    notes: bool = False,
) -> Scores:
    """Score a long table, one row an indicator: a Polars frame, lazy or not, or anything with an Arrow PyCapsule.

    Projects that are monitored have lights, and what is projected, in columns of their own.

    ``rows`` (points), ``projects`` (points out of full marks; rates as ratios) and ``findings`` of the result are
    Polars frames as ``jixiao batch`` writes them. Bad rows give findings; a table that cannot be scored gives empty
    frames and errors in ``report.findings``. No global state; may be called from several threads.

    >>> import polars
    >>> table = {"project": ["甲"] * 2, "level1": ["预算执行率", "产出指标"], "name": ["", "培训人次"],
    ...          "target": ["100", "≥300人次"], "actual": ["90", "270人次"], "weight": [None, "90"]}
    >>> scores = score_frame(polars.DataFrame(table), "cn.mof-2020-10")
    >>> [str(score) for score in scores.rows["score"]], str(scores.projects["total"][0])
    (['9.00', '81.00'], '90.00')

    Raises:
        ImportError: the extra is not installed.
        SpecError: there is no such spec, it is broken, or an id without its year means several in the table's years.
    """
    with needed("batch"):
        from jixiao.batch.run import RunOptions, score_frame

    if isinstance(spec, str):
        return score_frame(frame, RunOptions(load_spec(spec), reasons, lang, notes), spec)
    return score_frame(frame, RunOptions(spec, reasons, lang, notes), f"{spec.id}@{spec.version}")


__all__ = ["score_frame"]
