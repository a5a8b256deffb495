"""What the fund table alone has: how far the budget was adjusted."""

from __future__ import annotations

from jixiao.curve import Interval
from jixiao.exact import ONE
from jixiao.findings import Codes
from jixiao.measure.base import Measure, Pair, quotient
from jixiao.measure.profile import MonotonePart, Profile, RowKind
from jixiao.model.facts import RowFacts
from jixiao.model.problems import NoData, Problem
from jixiao.model.rules import MeasureOwner

_FROM_NOTHING = Interval.at_least(-ONE)


class Adjustment(Measure):
    """调整率: (budget − initial) ÷ initial, of the execution row alone."""

    name = "adjustment"
    phrase = {"zh": "预算调整{value}", "en": "budget adjustment {value}"}
    targets = ()
    of_funds = True
    values = usual_values = _FROM_NOTHING

    @property
    def moves_with_actual(self) -> bool:
        """Whether another actual can change it: none, for spending is no part of it."""
        return False

    def of(self, facts: RowFacts, rule: MeasureOwner, comparison: str) -> Pair | Problem:
        """Return the difference ÷ the initial budget."""
        funds = facts.funds
        if funds is None or funds.initial is None or funds.budget is None or funds.initial <= 0:
            return NoData(Codes.FUNDS_INCOMPLETE, "initial", (("key", "initial"),))
        return quotient(funds.budget - funds.initial, funds.initial)

    def profile(self, kind: RowKind) -> Profile:
        """Return a rule that rises or falls as its author likes: nothing says which adjustment is better."""
        both = MonotonePart(_FROM_NOTHING, rising=True), MonotonePart(_FROM_NOTHING, rising=False)
        return Profile(_FROM_NOTHING, (both,))


ADJUSTMENT = Adjustment()
