"""What holds of a spec for all inputs, decided exactly from its curves and conditions, and what does not.

One check is one small function: of a rule's curve, of its tiers, of the choice of rules, of the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jixiao.findings import Finding
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof import curve_laws
from jixiao.spec_tools.proof.cap_laws import paths
from jixiao.spec_tools.proof.finished_laws import finishing
from jixiao.spec_tools.proof.percent_signs import percents
from jixiao.spec_tools.proof.row_classes import Grid, Trial, grid
from jixiao.spec_tools.proof.rule_selection import selection
from jixiao.spec_tools.proof.rule_uses import Fault, Use, other_uses, rule_uses
from jixiao.spec_tools.proof.table_laws import grades, rounding, weights
from jixiao.spec_tools.proof.tiers import tiers

Check = Callable[[IndicatorSpec, Use], Iterator[Fault]]
OF_RULES: tuple[Check, ...] = (
    curve_laws.bounds, curve_laws.senses, curve_laws.full_marks, curve_laws.targets,
    curve_laws.edges, curve_laws.bands, percents, tiers,
)  # fmt: skip
OF_CAPS: tuple[Check, ...] = (curve_laws.bounds, curve_laws.senses, curve_laws.bands, percents)
OF_REMARKS: tuple[Check, ...] = (curve_laws.bands, percents)
_CHECKS = {"rules": OF_RULES, "caps": OF_CAPS, "remarks": OF_REMARKS}


@dataclass(frozen=True)
class Proof:
    """Everything decided about a spec: its faults, and where each rule, cap and remark is used."""

    spec: IndicatorSpec
    faults: tuple[Fault, ...]
    grid: Grid
    uses: tuple[Use, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the faults as findings."""
        return tuple(fault.finding for fault in self.faults)


def prove(spec: IndicatorSpec) -> Proof:
    """Decide the laws of a spec for all inputs.

    >>> from jixiao.loading import load_spec
    >>> {finding.code for finding in prove(load_spec("cn.mof-2020-10")).findings}
    set()
    """
    cells, trial = grid(spec), Trial(spec)
    rules = rule_uses(spec, cells.cases, trial)
    uses = (*rules, *other_uses(spec, cells.cases, trial))
    faults = [
        *(fault for use in uses for check in _CHECKS[use.path.partition("[")[0]] for fault in check(spec, use)),
        *paths(spec, uses, trial),
        *finishing(spec, cells.cases),
        *selection(spec, cells, trial),
        *weights(spec),
        *grades(spec),
        *rounding(spec, rules),
    ]
    return Proof(spec, tuple(faults), cells, uses)


__all__ = ["Fault", "Proof", "Use", "prove"]
