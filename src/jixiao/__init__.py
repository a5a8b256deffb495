"""jixiao (绩效): scores Chinese budget performance self-evaluations exactly, and says why a point was lost.

>>> import jixiao
>>> jixiao.load_spec("cn.mof-2020-10").grades.scale(jixiao.Fraction(90))
'优'
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jixiao.finding import Finding, Lang, Place, Severity
from jixiao.loading import SpecError, load_project, load_spec
from jixiao.loading.choosing import spec_of
from jixiao.model.project import Indicator, Project
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result, result_of
from jixiao.version import __version__

__all__ = [
    "Finding",
    "Fraction",
    "Indicator",
    "IndicatorSpec",
    "Place",
    "Project",
    "Result",
    "Severity",
    "SpecError",
    "__version__",
    "load_project",
    "load_spec",
    "render",
    "score",
]


def score(project: Project, spec: IndicatorSpec | None = None, *, on: date | None = None, lang: Lang = "zh") -> Result:
    """Score a project under a spec, by default the one it names, in force on ``on`` (31 December of its year).

    Never raises for what a user typed: a project without a score has findings that say why.
    """
    if spec is not None:
        return result_of(project, spec, lang=lang)
    found = spec_of(project, on=on)
    return result_of(project, found.spec, found.findings, lang=lang)


def render(result: Result | list[Result], format: str = "table", *, lang: Lang = "zh") -> str:  # noqa: A002  # the contract's word
    """One or several results in a text format: table, markdown, json, jsonl or csv.

    Raises:
        ValueError: an unknown format.
    """
    from jixiao.rendering import render_text

    return render_text(result if isinstance(result, list) else [result], format, lang)
