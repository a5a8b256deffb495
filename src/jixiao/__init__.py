"""jixiao (绩效): scores Chinese budget performance self-evaluations exactly, and says why a point was lost.

>>> import jixiao
>>> jixiao.load_spec("cn.mof-2020-10").grades.scale(jixiao.Fraction(90))
'优'
"""

from __future__ import annotations

from jixiao.version import __version__

TYPE_CHECKING = False  # without typing, which takes longer to load than all of this
if TYPE_CHECKING:
    from fractions import Fraction
    from typing import Any

    from jixiao.findings import Finding, Place, Severity
    from jixiao.loading import SpecBook, SpecError, load_project, load_spec, parse_project, parse_spec
    from jixiao.model.project import Indicator, Project
    from jixiao.model.spec import IndicatorSpec
    from jixiao.rendering import render
    from jixiao.result import Result, score
    from jixiao.result.monitoring import MonitoringResult, monitor

__all__ = [
    "Finding",
    "Fraction",
    "Indicator",
    "IndicatorSpec",
    "MonitoringResult",
    "Place",
    "Project",
    "Result",
    "Severity",
    "SpecBook",
    "SpecError",
    "__version__",
    "load_project",
    "load_spec",
    "monitor",
    "parse_project",
    "parse_spec",
    "render",
    "score",
]

# Names are loaded when they are first used, so that importing the package costs nothing.
_HOMES = {
    "jixiao.findings": ("Finding", "Place", "Severity"),
    "fractions": ("Fraction",),
    "jixiao.model.project": ("Indicator", "Project"),
    "jixiao.model.spec": ("IndicatorSpec",),
    "jixiao.loading": ("SpecBook", "SpecError", "load_project", "load_spec", "parse_project", "parse_spec"),
    "jixiao.result": ("Result", "score"),
    "jixiao.result.monitoring": ("MonitoringResult", "monitor"),
    "jixiao.rendering": ("render",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'jixiao' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
