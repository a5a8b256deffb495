"""The laws of a row's whole path: rule, caps, marks, deduction by hand, rounding.

For one target and one weight the points of a row are a function of its actual: the lesser of what the rule and each
of its caps give. Marks and a deduction by hand take the same from two rows that differ in the actual alone, and
taking away, keeping above 0 and rounding never turn an order round. So what holds of the lesser holds of the score,
and it is decided so, on each side of the target on which nearer is better:

1. Where rule and caps all rise as the actual draws near to the target, their lesser does.
2. A cap runs one way (better-earns-less says where it does not). One that falls towards the target is lowest there.
   If of two actuals on the way to the target the nearer earns less, such a cap gives the lesser score, and gives no
   more at the target itself: so reaching the target, too, earns less than the farther one. Where every such cap leaves
   at the target all that the rule gives, whatever the target, the rule's own law excludes that.
3. Otherwise rows are tried. Of what is then neither shown nor excluded nothing is claimed (caps-not-proven).

Beyond the target a cap may take points: over-fulfilment is the one declared exception. It is none where the same cap
takes points for falling short of other targets: that is a pass line that does not look at the direction
(cap-better-earns-less).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import product
from typing import NamedTuple

from jixiao.curve import FULL, Height
from jixiao.curve.levels import NOTHING
from jixiao.exact import percent
from jixiao.findings import Codes, Finding
from jixiao.model.rules import Cap
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example, example, of_funds, scores
from jixiao.spec_tools.proof.curve_laws import by_value, sense, short, unreachable
from jixiao.spec_tools.proof.domains import Domain, counted
from jixiao.spec_tools.proof.row_classes import Case, Owner, Trial
from jixiao.spec_tools.proof.rule_uses import Fault, Run, Use, counting
from jixiao.spec_tools.proof.sample_rows import rows
from jixiao.spec_tools.proof.search import best_row, is_full, loses, short_of_full
from jixiao.spec_tools.proof.shapes import ends, exceeds, parts
from jixiao.spec_tools.proof.target_sides import BOTH, LATE, Side, at_target, moves, nearer_is_better, other, turns_back

#: Measures that look at both sides of a target by what they are.
_TWO_SIDED = ("deviation", "relative_gap", "gap", "met")


class Path(NamedTuple):
    """A rule in one kind of row, with the caps that lower it there."""

    use: Use
    run: Run

    @property
    def case(self) -> Case:
        """The simplest row of the kind."""
        return self.run.case

    @property
    def name(self) -> str:
        """The rule with its caps, as messages name them."""
        return f"{self.use.owner.name} ({', '.join(cap.name for cap in self.run.caps)})"


class Loss(NamedTuple):
    """A path on which doing better costs points, and rows that show it."""

    path: Path
    example: Example


def paths(spec: IndicatorSpec, uses: Iterable[Use], trial: Trial) -> Iterator[Fault]:
    """The faults of rules under their caps; what a rule or a cap is told of by itself is not told again."""
    wavering = {use.owner.name for use in uses if isinstance(use.owner, Cap) and _wavers(use)}
    capped = [path for path in _capped(uses) if not _under(path, wavering)]
    costs: dict[str, list[Loss]] = {}
    for path in capped:
        for cap, shown in _costs(spec, path):
            costs.setdefault(cap.name, []).append(Loss(path, shown))
    for name, lost in _unheeding(spec, capped).items():
        costs.setdefault(name, lost)
    for name, lost in costs.items():
        open_ = [path for path in capped if _under(path, {name}) and _is_open(path, trial)]
        yield _cost(spec, name, lost, open_)
    yield from _of_rules([path for path in capped if not _under(path, costs)], spec, trial)


def _under(path: Path, caps: Collection[str]) -> bool:
    """Whether one of these caps lowers a path."""
    return any(cap.name in caps for cap in path.run.caps)


def _wavers(use: Use) -> bool:
    return any(sense(use, run) == "wrong" for run in use.runs)


def _capped(uses: Iterable[Use]) -> Iterator[Path]:
    """Rules that are sound by themselves, in every kind of row that some cap may lower."""
    for use in uses:
        for run in use.runs:
            if run.caps and sense(use, run) != "wrong":
                yield Path(use, run)


# Doing better


def _costs(spec: IndicatorSpec, path: Path) -> Iterator[tuple[Cap, Example]]:
    """Caps by which reaching the target earns less than falling short of it, with rows that show it."""
    for side in nearer_is_better(path.use, path.run):
        falling = _falling(path, side)
        shown = loses(spec, path.use, path.run, side, towards=True) if falling else None
        if shown is not None:
            yield _taking(spec, falling, shown), shown
            return


def _falling(path: Path, side: Side) -> list[Cap]:
    """Caps that fall towards the target and there, at some target, leave less than the rule gives."""
    falling = [cap for cap in path.run.caps if turns_back(cap, path.case, side)]
    return [cap for cap in falling if not _leaves_all(cap, path)]


def _leaves_all(cap: Cap, path: Path) -> bool:
    """Whether a cap leaves at every target all that the rule gives there."""
    rule = path.use.owner
    if rule.measure == cap.measure == "value" and counting(rule) is None and counting(cap) is None:
        pairs: Iterable[tuple[Height, Height]] = _at_one_value(rule, cap, at_target(rule, path.case))
    else:
        pairs = product(_reached(rule, path.case), _reached(cap, path.case))
    return all(exceeds(given, left) is None for given, left in pairs)


def _at_one_value(rule: Owner, cap: Cap, targets: Domain) -> Iterator[tuple[Height, Height]]:
    """The heights of both at the ends of each stretch on which both are straight."""
    for part in parts(rule.curve, targets):
        for other_part in parts(cap.curve, part.domain):
            both = zip(ends(part._replace(domain=other_part.domain)), ends(other_part), strict=True)
            yield from ((one.height, two.height) for one, two in both)


def _reached(owner: Owner, case: Case) -> list[Height]:
    """The heights of a curve at all targets that are just reached; where a person judges, full."""
    found: list[Height] = []
    for part in parts(owner.curve, counted(at_target(owner, case), counting(owner)).domain):
        endless = part.piece.sloped and None in (part.domain.low, part.domain.high)
        found += [FULL] if part.piece.judged else [corner.height for corner in ends(part)]
        found += [NOTHING] if endless else []
    return found


def _taking(spec: IndicatorSpec, caps: list[Cap], shown: Example) -> Cap:
    """The cap that takes the points of the better row."""
    lost = [loss.by for loss in scores(spec, shown)[-1].losses]
    return next((cap for cap in caps if cap in lost), caps[0])


def _unheeding(spec: IndicatorSpec, capped: list[Path]) -> dict[str, list[Loss]]:
    """Caps that take points for falling short of some targets, and for doing better than others."""
    found: dict[str, list[Loss]] = {}
    for cap in spec.caps:
        taken = [path for path in capped if cap in path.run.caps]
        if any(_takes_short(cap, path) for path in taken):
            tried = ((path, _beyond(spec, cap, path)) for path in taken)
            lost = [Loss(path, shown) for path, shown in tried if shown is not None]
            found |= {cap.name: lost} if lost else {}
    return found


def _takes_short(cap: Cap, path: Path) -> bool:
    return any(moves(cap, path.case, side) for side in nearer_is_better(path.use, path.run))


def takes_beyond(cap: Cap, path: Path) -> Side | None:
    """Return the side beyond the target on which a cap takes points; ``None`` where it takes none."""
    sides = nearer_is_better(path.use, path.run)
    if len(sides) != 1 or (cap.measure in _TWO_SIDED and path.case.comparison == "=" and path.run.course.inside):
        return None
    side = other(sides[0])
    return side if moves(cap, path.case, side) and not turns_back(cap, path.case, side) else None


def _beyond(spec: IndicatorSpec, cap: Cap, path: Path) -> Example | None:
    """Rows beyond the target that a cap takes points from."""
    side = takes_beyond(cap, path) if cap.measure != "deviation" else None
    return None if side is None else loses(spec, path.use, path.run, side, towards=False)


def _cost(spec: IndicatorSpec, name: str, lost: list[Loss], open_: list[Path]) -> Fault:
    """The fault of a cap, by which nothing is proven of the rules that it spoils, nor of those that it leaves open."""
    index = next(index for index, cap in enumerate(spec.caps) if cap.name == name)
    rules = tuple(dict.fromkeys(loss.path.use.owner.name for loss in lost))
    shown, case = lost[0].example, lost[0].path.case
    reverse = f"{case.cell.direction} " if case.comparison == "=" and case.cell.direction else ""
    args = {"name": name, "rules": "、".join(rules), "case": f"{reverse}{shown.shows}"}
    return Fault(
        Finding(Codes.CAP_BETTER_EARNS_LESS, f"caps[{index}]", args),
        shown,
        (*rules, *(path.use.owner.name for path in open_)),
    )


# Full marks, and the target


def _of_rules(capped: list[Path], spec: IndicatorSpec, trial: Trial) -> Iterator[Fault]:
    """For each rule the first fault of its paths: full marks out of reach, short at the target, or not proven."""
    by_rule: dict[str, list[Path]] = {}
    for path in capped:
        by_rule.setdefault(path.use.owner.name, []).append(path)
    for name, taken in by_rule.items():
        shown = (fault for path in taken if (fault := _out_of_reach(spec, path) or _short(spec, path)) is not None)
        open_ = next((path for path in taken if _is_open(path, trial)), None)
        fault = next(shown, None) or (_unproven(open_) if open_ is not None else None)
        if fault is not None:
            yield fault._replace(rules=() if open_ is None else (name,))


def _out_of_reach(spec: IndicatorSpec, path: Path) -> Fault | None:
    """No row that is tried earns its whole weight, though the rule gives it."""
    best = _best(spec, path)
    if best is None or is_full(spec, best):
        return None
    share = scores(spec, best)[0].share
    return unreachable(path.use, path.name, "—" if share is None else percent(share), best)


def _best(spec: IndicatorSpec, path: Path) -> Example | None:
    if path.use.owner.measure != "stated_share":
        return best_row(spec, path.use, path.run)
    written = rows(path.case, [FULL.share])
    return None if written is None else example(spec, path.case, written)


def _short(spec: IndicatorSpec, path: Path) -> Fault | None:
    """A target that the rule gives full marks for, and the caps do not."""
    if any(height != FULL for height in _reached(path.use.owner, path.case)):
        return None
    sides = nearer_is_better(path.use, path.run)
    shown = short_of_full(spec, path.use, path.run, sides[0]) if sides else None
    if shown is None:
        return None
    share = scores(spec, shown)[0].share
    return short(path.use, Codes.TARGET_EARNS_LESS, path.name, "—" if share is None else percent(share), shown)


def _unproven(path: Path) -> Fault:
    caps = "、".join(cap.name for cap in path.run.caps)
    return Fault(Finding(Codes.CAPS_NOT_PROVEN, path.use.path, {"name": path.use.owner.name, "caps": caps}))


def _is_open(path: Path, trial: Trial) -> bool:
    """Whether doing better is neither shown to cost points nor proven not to."""
    if any(_skips(cap, path, trial) for cap in path.run.caps):
        return True
    if by_value(path.use):
        return any(moves(cap, path.case, side) for cap in path.run.caps for side in BOTH)
    return any(_falling(path, side) for side in nearer_is_better(path.use, path.run))


def _skips(cap: Cap, path: Path, trial: Trial) -> bool:
    """Whether a cap lowers some rows of a kind and cannot be measured on others, which earn what the rule gives.

    A month says of no day how late it is, another text nothing of the target's, a ratio is none off a target of zero
    or of less than nothing spent.
    """
    rule, case = path.use.owner, path.case
    if cap.measure in LATE:
        counts_days = rule.measure in LATE and not rule.curve.judged
        return not counts_days and moves(cap, case, "above")
    if cap.measure == "execution" and not of_funds(case):
        return any(moves(cap, case, side) for side in BOTH)
    partly = case.sign == "word" or any(trial.partly(cap, other_.cell, other_.comparison) for other_ in path.run.cases)
    return partly and any(height != FULL for height in _reached(cap, case))
