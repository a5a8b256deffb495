"""The test kit: random specs, curves and projects, and the laws of scoring as ready checks. Needs Hypothesis.

>>> import jixiao
>>> from jixiao.testing import LAWS, check_laws
>>> check_laws(jixiao.load_spec("cn.mof-2020-10"), examples=20)
[]
>>> LAWS[0].number, LAWS[0].statement
(1, '0 ≤ score ≤ weight; Σ deductions = full − total, to the cent.')
"""

from __future__ import annotations

from jixiao.extras import needed

with needed("testing"):
    from jixiao.testing.curves import curve_of, curves, written_curves
    from jixiao.testing.laws import LAWS
    from jixiao.testing.projects import boundary_projects, broken_projects, projects
    from jixiao.testing.running import Broken, as_yaml, check_laws
    from jixiao.testing.specs import specs
    from jixiao.testing.trial import BrokenLawError, Law, Trial, scored

__all__ = [
    "LAWS",
    "Broken",
    "BrokenLawError",
    "Law",
    "Trial",
    "as_yaml",
    "boundary_projects",
    "broken_projects",
    "check_laws",
    "curve_of",
    "curves",
    "projects",
    "scored",
    "specs",
    "written_curves",
]
