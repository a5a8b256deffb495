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

from jixiao.curve import FULL, Height, Interval, image
from jixiao.curve.levels import NOTHING
from jixiao.exact import format_percent
from jixiao.findings import Codes, Finding
from jixiao.measure import measure_of
from jixiao.measure.profile import Side
from jixiao.model.rules import Cap, CurveOwner
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof.counterexamples import Example, example_at, of_funds, scores
from jixiao.spec_tools.proof.curve_comparison import ends, exceeds, parts
from jixiao.spec_tools.proof.curve_laws import by_value, sense, short, unreachable
from jixiao.spec_tools.proof.row_classes import Case, Trial
from jixiao.spec_tools.proof.rule_uses import Fault, Run, Use
from jixiao.spec_tools.proof.search import best_row, is_full, loses, short_of_full
from jixiao.spec_tools.proof.target_sides import BOTH, at_target, moves, nearer_is_better, other, turns_back


class Path(NamedTuple):
    """A rule in one kind of row, with the caps that lower it there."""

    use: Use
    run: Run

    @property
    def case(self) -> Case:
        """Return the simplest row of the kind."""
        return self.run.case

    @property
    def name(self) -> str:
        """Return the rule with its caps, as messages name them."""
        return f"{self.use.owner.name} ({', '.join(cap.name for cap in self.run.caps)})"


class Loss(NamedTuple):
    """A path on which doing better costs points, and rows that show it."""

    path: Path
    example: Example


def paths(spec: IndicatorSpec, uses: Iterable[Use], trial: Trial) -> Iterator[Fault]:
    """Yield the faults of rules under their caps; what is reported of a rule or a cap by itself is not repeated."""
    wavering = {use.owner.name for use in uses if isinstance(use.owner, Cap) and _wavers(use)}
    capped = [path for path in _capped(uses) if not _under(path, wavering)]
    losses = _losses(spec, capped)
    for name, of_cap in losses.items():
        unproven = [path for path in capped if _under(path, {name}) and _is_open(path, trial)]
        yield _cost(spec, name, of_cap, unproven)
    yield from _of_rules([path for path in capped if not _under(path, losses)], spec, trial)


def _losses(spec: IndicatorSpec, capped: list[Path]) -> dict[str, list[Loss]]:
    """Return the caps by which doing better costs points, with the paths on which it does."""
    losses: dict[str, list[Loss]] = {}
    for path in capped:
        for cap, example in _costs(spec, path):
            losses.setdefault(cap.name, []).append(Loss(path, example))
    for name, of_cap in _pass_lines(spec, capped).items():
        losses.setdefault(name, of_cap)
    return losses


def _under(path: Path, caps: Collection[str]) -> bool:
    """Whether one of these caps lowers a path."""
    return any(cap.name in caps for cap in path.run.caps)


def _wavers(use: Use) -> bool:
    """Whether a curve runs one way and back in some kind of row."""
    return any(sense(use, run) == "wrong" for run in use.runs)


def _capped(uses: Iterable[Use]) -> Iterator[Path]:
    """Yield rules that are sound by themselves, in every kind of row that some cap may lower."""
    for use in uses:
        for run in use.runs:
            if run.caps and sense(use, run) != "wrong":
                yield Path(use, run)


# Doing better


def _costs(spec: IndicatorSpec, path: Path) -> Iterator[tuple[Cap, Example]]:
    """Yield caps by which reaching the target earns less than falling short of it, with rows that show it."""
    for side in nearer_is_better(path.use, path.run):
        falling = _falling(path, side)
        if not falling:
            continue
        example = loses(spec, path.use, path.run, side, towards=True)
        if example is not None:
            yield _taking(spec, falling, example), example
            return


def _falling(path: Path, side: Side) -> list[Cap]:
    """Return the caps that fall towards the target and there, at some target, leave less than the rule gives."""
    falling = [cap for cap in path.run.caps if turns_back(cap, path.case, side)]
    return [cap for cap in falling if not _leaves_all(cap, path)]


def _leaves_all(cap: Cap, path: Path) -> bool:
    """Whether a cap leaves at every target all that the rule gives there."""
    rule = path.use.owner
    of_values = not (measure_of(rule).against_target or measure_of(cap).against_target)
    if of_values and rule.counting is None and cap.counting is None:
        pairs: Iterable[tuple[Height, Height]] = _at_one_value(rule, cap, at_target(rule, path.case))
    else:
        pairs = product(_heights_at_target(rule, path.case), _heights_at_target(cap, path.case))
    return all(exceeds(by_rule, by_cap) is None for by_rule, by_cap in pairs)


def _at_one_value(rule: CurveOwner, cap: Cap, targets: Interval) -> Iterator[tuple[Height, Height]]:
    """Yield the heights of both at the ends of each stretch on which both are straight."""
    for part in parts(rule.curve, targets):
        for other_part in parts(cap.curve, part.domain):
            both = zip(ends(part._replace(domain=other_part.domain)), ends(other_part), strict=True)
            yield from ((one.height, two.height) for one, two in both)


def _heights_at_target(owner: CurveOwner, case: Case) -> list[Height]:
    """Return the heights of a curve at all targets that are just reached; where a person judges, full."""
    heights: list[Height] = []
    for part in parts(owner.curve, image(owner.counting, at_target(owner, case))):
        if part.piece.judged:
            heights.append(FULL)
        else:
            heights += [corner.height for corner in ends(part)]
        if part.piece.sloped and None in (part.domain.low, part.domain.high):
            heights.append(NOTHING)
    return heights


def _taking(spec: IndicatorSpec, caps: list[Cap], example: Example) -> Cap:
    """Return the cap that takes the points of the better row."""
    took = [loss.by for loss in scores(spec, example)[-1].losses]
    return next((cap for cap in caps if cap in took), caps[0])


def _pass_lines(spec: IndicatorSpec, capped: list[Path]) -> dict[str, list[Loss]]:
    """Return the caps that take points for falling short of some targets, and for doing better than others."""
    losses: dict[str, list[Loss]] = {}
    for cap in spec.caps:
        lowered = [path for path in capped if cap in path.run.caps]
        if any(_takes_short(cap, path) for path in lowered):
            examples = ((path, _beyond(spec, cap, path)) for path in lowered)
            of_cap = [Loss(path, example) for path, example in examples if example is not None]
            if of_cap:
                losses[cap.name] = of_cap
    return losses


def _takes_short(cap: Cap, path: Path) -> bool:
    """Whether a cap takes points for falling short of the targets of a path."""
    return any(moves(cap, path.case, side) for side in nearer_is_better(path.use, path.run))


def takes_beyond(cap: Cap, path: Path) -> Side | None:
    """Return the side beyond the target on which a cap takes points; ``None`` where it takes none."""
    sides = nearer_is_better(path.use, path.run)
    both_sides = measure_of(cap).two_sided != "never" and path.case.comparison == "=" and path.run.profile.two_sided
    if len(sides) != 1 or both_sides:
        return None
    side = other(sides[0])
    if moves(cap, path.case, side) and not turns_back(cap, path.case, side):
        return side
    return None


def _beyond(spec: IndicatorSpec, cap: Cap, path: Path) -> Example | None:
    """Return rows beyond the target that a cap takes points from."""
    if measure_of(cap).two_sided == "always":
        return None
    side = takes_beyond(cap, path)
    if side is None:
        return None
    return loses(spec, path.use, path.run, side, towards=False)


def _cost(spec: IndicatorSpec, name: str, losses: list[Loss], unproven: list[Path]) -> Fault:
    """Return the fault of a cap, by which nothing is proven of the rules that it spoils, nor of those left open."""
    index = next(index for index, cap in enumerate(spec.caps) if cap.name == name)
    rules = tuple(dict.fromkeys(loss.path.use.owner.name for loss in losses))
    example, case = losses[0].example, losses[0].path.case
    shows = example.shows
    if case.comparison == "=" and case.cell.direction:
        shows = f"{case.cell.direction} {shows}"
    args = {"name": name, "rules": "、".join(rules), "case": shows}
    without_proof = (*rules, *(path.use.owner.name for path in unproven))
    return Fault(Finding(Codes.CAP_BETTER_EARNS_LESS, f"caps[{index}]", args), example, without_proof)


# Full marks, and the target


def _of_rules(capped: list[Path], spec: IndicatorSpec, trial: Trial) -> Iterator[Fault]:
    """Yield the first fault of each rule's paths: full marks out of reach, short at the target, or not proven."""
    by_rule: dict[str, list[Path]] = {}
    for path in capped:
        by_rule.setdefault(path.use.owner.name, []).append(path)
    for name, of_rule in by_rule.items():
        unproven = next((path for path in of_rule if _is_open(path, trial)), None)
        fault = _first_fault(spec, of_rule)
        if fault is None and unproven is not None:
            fault = _unproven(unproven)
        if fault is not None and unproven is not None:
            yield fault._replace(rules=(name,))
        elif fault is not None:
            yield fault


def _first_fault(spec: IndicatorSpec, of_rule: list[Path]) -> Fault | None:
    faults = (_out_of_reach(spec, path) or _short(spec, path) for path in of_rule)
    return next((fault for fault in faults if fault is not None), None)


def _out_of_reach(spec: IndicatorSpec, path: Path) -> Fault | None:
    """Return the fault of a path on which no row that is tried earns its whole weight, though the rule gives it."""
    best = _best(spec, path)
    if best is None or is_full(spec, best):
        return None
    return unreachable(path.use, path.name, _share_text(spec, best), best)


def _best(spec: IndicatorSpec, path: Path) -> Example | None:
    if measure_of(path.use.owner).is_stated:
        return example_at(spec, path.case, [FULL.share])
    return best_row(spec, path.use, path.run)


def _share_text(spec: IndicatorSpec, example: Example) -> str:
    """Return the share that the first row of an example earns, "—" where it has no score."""
    share = scores(spec, example)[0].share
    if share is None:
        return "—"
    return format_percent(share)


def _short(spec: IndicatorSpec, path: Path) -> Fault | None:
    """Return the fault of a target that the rule gives full marks for, and the caps do not."""
    if any(height != FULL for height in _heights_at_target(path.use.owner, path.case)):
        return None
    sides = nearer_is_better(path.use, path.run)
    if not sides:
        return None
    example = short_of_full(spec, path.use, path.run, sides[0])
    if example is None:
        return None
    return short(path.use, Codes.TARGET_EARNS_LESS, path.name, _share_text(spec, example), example)


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
    measure = measure_of(cap)
    if measure.of_dates:
        counts_days = measure_of(rule).of_dates and not rule.curve.judged
        return not counts_days and moves(cap, case, "above")
    if measure.of_funds and not of_funds(case):
        return any(moves(cap, case, side) for side in BOTH)
    partly = case.sign == "word" or any(trial.partly(cap, kind.cell, kind.comparison) for kind in path.run.cases)
    return partly and any(height != FULL for height in _heights_at_target(cap, case))
