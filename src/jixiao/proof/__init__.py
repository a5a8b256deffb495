"""What holds of a spec for all inputs, decided exactly from its curves and conditions, and what does not.

One check is one small function: of a rule's curve, of its tiers, of the choice of rules, of the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jixiao.finding import Finding
from jixiao.model.spec import IndicatorSpec
from jixiao.proof import curves
from jixiao.proof.cells import Grid, Trial, grid
from jixiao.proof.finishing import finishing
from jixiao.proof.paths import paths
from jixiao.proof.percents import percents
from jixiao.proof.selection import selection
from jixiao.proof.tiers import tiers
from jixiao.proof.uses import Fault, Use, other_uses, rule_uses
from jixiao.proof.wholes import grades, rounding, weights

Check = Callable[[IndicatorSpec, Use], Iterator[Fault]]
OF_RULES: tuple[Check, ...] = (
    curves.bounds, curves.senses, curves.full_marks, curves.targets, curves.edges, curves.bands, percents,
    tiers,
)  # fmt: skip
OF_CAPS: tuple[Check, ...] = (curves.bounds, curves.senses, curves.bands, percents)
OF_REMARKS: tuple[Check, ...] = (curves.bands, percents)
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
        """The faults as findings."""
        return tuple(fault.finding for fault in self.faults)


def prove(spec: IndicatorSpec) -> Proof:
    """Decide the laws of a spec for all inputs.

    >>> from jixiao.loading import load_spec
    >>> {finding.code for finding in prove(load_spec("cn.mof-2020-10")).findings}
    set()
    """
    found, trial = grid(spec), Trial(spec)
    rules = rule_uses(spec, found.cases, trial)
    others = list(other_uses(spec, found.cases, trial))
    faults = [
        *(
            fault
            for use in (*rules, *others)
            for check in _CHECKS[use.path.partition("[")[0]]
            for fault in check(spec, use)
        ),
        *paths(spec, (*rules, *others), trial),
        *finishing(spec, found.cases),
        *selection(spec, found, trial),
        *weights(spec),
        *grades(spec),
        *rounding(spec, rules),
    ]
    return Proof(spec, tuple(faults), found, (*rules, *others))


__all__ = ["Fault", "Proof", "Use", "prove"]
