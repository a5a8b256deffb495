"""The laws of each curve on the values that reach it: bounds, sense, full marks, the target, edges, bands."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice, pairwise, permutations
from typing import Literal

from jixiao.curve import FULL, Height, Interval, Piece, counted, image, uncounted
from jixiao.exact import ZERO, format_exact, format_percent
from jixiao.explain.curve_text import level_syntax
from jixiao.findings import Codes, Finding
from jixiao.measure import measure_of
from jixiao.measure.profile import MonotonePart
from jixiao.model.rules import Cap, Remark, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import more_is_better
from jixiao.scoring import RowScore
from jixiao.spec_tools.proof.counterexamples import Example, example, example_at, first, scores
from jixiao.spec_tools.proof.curve_comparison import (
    Part,
    best,
    between,
    corners,
    drop,
    earned,
    ends,
    exceeds,
    height_at,
    level,
    one_peak,
    parts,
    reaches_full,
    within_weight,
)
from jixiao.spec_tools.proof.rule_uses import Fault, Run, Use, fault, reverses
from jixiao.spec_tools.proof.sample_rows import rows, typed_range

#: How a curve runs in a kind of row: as it should, against it, or on both sides where the row asks for more or less.
Verdict = Literal["sound", "wrong", "two-sided"]

#: A weight that shows most differences.
_WEIGHT = Fraction(45)
#: Values that show a turn: there, further, and back.
_TURN = 3
#: Pairs of values that are tried before a fault is reported without a project.
_MOST_TRIED = 40


def bounds(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Every height lies in [0, weight] before clamping."""
    stepped = isinstance(use.owner, Rule | Cap) and use.owner.steps is not None
    if not all(within_weight(corners(use.owner.curve, use.image(run)), stepped=stepped) for run in use.runs):
        yield Fault(Finding(Codes.CURVE_OUT_OF_RANGE, use.path, {"name": use.owner.name}))


# Sense


def senses(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Doing better never costs points: rising, falling, or up to the target and down after it."""
    by_verdict: dict[Verdict, list[Run]] = {"sound": [], "wrong": [], "two-sided": []}
    for run in use.runs:
        by_verdict[sense(use, run)].append(run)
    wrong, has_sound = by_verdict["wrong"], bool(by_verdict["sound"])
    if use.named and has_sound:
        return
    ignoring = [run for run in wrong if has_sound and _ignores_direction(use, run)]
    opposed = [run for run in wrong if run not in ignoring]
    if ignoring:
        yield _runs_wrong(spec, use, Codes.DIRECTION_IGNORED, ignoring)
    if opposed:
        yield _runs_wrong(spec, use, Codes.BETTER_EARNS_LESS, opposed)
    elif by_verdict["two-sided"]:
        yield _runs_two_sided(spec, use, by_verdict["two-sided"])


def _ignores_direction(use: Use, run: Run) -> bool:
    """Whether all rows of a run say = and 反向, so that less is better, and the rule does not look at the direction."""
    return all(case.row_kind.is_reversed_equal for case in run.cases) and not _names_the_sign(use)


def _names_the_sign(use: Use) -> bool:
    """Whether the rule's own conditions look at the direction; or at "=", of which its measure takes both sides."""
    both = measure_of(use.owner).two_sided == "equal"
    return any(when.direction is not None or (both and "=" in when.comparison) for when in use.owner.when or ())


def sense(use: Use, run: Run) -> Verdict:
    """Return whether a run is sound, wrong, or a deviation where the row asks for more or for less."""
    heights = corners(use.owner.curve, use.image(run))
    if isinstance(use.owner, Cap):
        is_monotone = drop(heights, rising=True) is None or drop(heights, rising=False) is None
        return "sound" if is_monotone else "wrong"
    if sound_parts(use, run) is not None:
        is_deviation = measure_of(use.owner).two_sided == "always"
        costs_both_ways = is_deviation and not run.profile.two_sided and not level(heights)
        return "two-sided" if costs_both_ways else "sound"
    has_own_peak = by_value(use) and run.profile.two_sided and one_peak(heights)
    return "sound" if has_own_peak else "wrong"


def sound_parts(use: Use, run: Run) -> tuple[MonotonePart, ...] | None:
    """Return the first alternative of a run's profile that the curve follows in all its parts, if there is one."""
    for alternative in run.profile.alternatives:
        if all(_follows(use, part) for part in alternative):
            return alternative
    return None


def by_value(use: Use) -> bool:
    """Whether a rule has one best stretch of the value itself, wherever the target lies."""
    return not measure_of(use.owner).against_target and two_sided(use)


def two_sided(use: Use) -> bool:
    """Whether the author wrote a two-sided rule: a deviation, or nested bands."""
    nested = isinstance(use.owner, Rule) and any(".." in key for key in use.owner.bands or ())
    return nested or measure_of(use.owner).two_sided == "always"


def _follows(use: Use, part: MonotonePart) -> bool:
    """Whether the curve runs all along a part as it should."""
    count = use.owner.counting
    rising = part.rising != reverses(count)
    return drop(corners(use.owner.curve, image(count, part.domain)), rising=rising) is None


def _signs(runs: list[Run]) -> str:
    """Return the comparisons of runs; ``=`` with 反向 is one of its own where nothing else is meant by it."""
    cases = [case for run in runs for case in run.cases if case.comparison]
    if cases and all(case.row_kind.is_reversed_equal for case in cases):
        return "=（反向）"
    return " ".join(dict.fromkeys(case.comparison for case in cases)) or "—"


def _runs_wrong(spec: IndicatorSpec, use: Use, code: str, runs: list[Run]) -> Fault:
    """Return the fault of runs on which better values earn less, with rows that show it."""
    if isinstance(use.owner, Cap):
        table = first(_wavering_rows(spec, use, run) for run in runs)
    else:
        table = first(_falling_rows(spec, use, run, part) for run in runs for part in _parts_of(use, run))
    return fault(code, use.path, {"name": use.owner.name, "comparison": _signs(runs)}, table)


def _parts_of(use: Use, run: Run) -> Iterator[MonotonePart]:
    """Yield the parts of all alternatives; of a value without any, those up to the usual range and beyond it."""
    for alternative in run.profile.alternatives or [_around_range(use, run)]:
        yield from alternative


def _around_range(use: Use, run: Run) -> tuple[MonotonePart, ...]:
    ends = typed_range(use.owner)
    below = run.profile.domain.meet(Interval.at_most(ends.low))
    beyond = run.profile.domain.meet(Interval.at_least(ends.high))
    sides = (MonotonePart(below, rising=True), MonotonePart(beyond, rising=False))
    return tuple(part for part in sides if not part.domain.is_empty)


def _wavering_rows(spec: IndicatorSpec, use: Use, run: Run) -> Example | None:
    """Return three rows, each further than the one before, of which a cap lets the second earn least, or most."""
    by_value = _points_by_value(use, run.profile.domain)
    triples = [xs for xs in combinations(by_value, _TURN) if _turns([by_value[x] for x in xs])]
    for xs in islice(sorted(triples, key=_length), _MOST_TRIED):
        table = example_at(spec, run.case, list(xs), use.owner)
        if table is not None and _turns([row.score for row in scores(spec, table)]):
            return table
    return None


def _length(xs: tuple[Fraction, ...]) -> int:
    """Return how long values are as text."""
    return sum(len(format_exact(x)) for x in xs)


def _turns(points: list[Fraction | None]) -> bool:
    """Whether the second of three is the least or the most."""
    one, two, three = points
    if one is None or two is None or three is None:
        return False
    return (one > two < three) or (one < two > three)


def _runs_two_sided(spec: IndicatorSpec, use: Use, runs: list[Run]) -> Fault:
    """Return the fault of rows on the good side of their target, which earn less the further they go."""
    table = first(_rows_beyond(spec, use, run) for run in runs)
    args = {"name": use.owner.name, "comparison": _signs(runs)}
    return fault(Codes.PENALTY_ON_BOTH_SIDES, use.path, args, table)


def _rows_beyond(spec: IndicatorSpec, use: Use, run: Run) -> Example | None:
    side = "≤" if more_is_better(run.case.comparison) else "≥"
    return _falling_rows(spec, use, run, MonotonePart(run.profile.domain, rising=True), side)


def values(use: Use, domain: Interval) -> list[Fraction]:
    """Return simple values of a measure on every piece of the curve within a domain, from left to right."""
    count = use.owner.counting
    reached = parts(use.owner.curve, image(count, domain))
    ys = {y for part in reached if not part.piece.judged for y in between(part.domain)}
    xs = {uncounted(count, y) for y in ys}
    return sorted(x for x in xs if domain.contains(x))


def height(use: Use, x: Fraction) -> Height | None:
    """Return the height that a value of the measure earns; ``None`` where it is judged."""
    return height_at(use.owner.curve, counted(use.owner.counting, x))


def _points_by_value(use: Use, domain: Interval) -> dict[Fraction, Fraction]:
    """Return the points that simple values of a domain earn, by the value; judged ones earn none."""
    heights = ((x, height(use, x)) for x in values(use, domain))
    return {x: earned(at_x, _WEIGHT) for x, at_x in heights if at_x is not None}


def _falling_rows(
    spec: IndicatorSpec, use: Use, run: Run, part: MonotonePart, side: str | None = None
) -> Example | None:
    """Return two rows, the second better by the direction of a part, of which it earns less."""
    typed = run.case._replace(comparison=side or run.case.comparison)
    for worse, better in _falling_values(use, part):
        written = rows(typed, [worse, better], use.owner, beyond=part.beyond)
        if written is not None:
            table = example(spec, run.case, written)
            if _is_falling(scores(spec, table)):
                return table
    return None


def _is_falling(pair: list[RowScore]) -> bool:
    one, other = (row.score for row in pair)
    return one is not None and other is not None and one > other


def _falling_values(use: Use, part: MonotonePart) -> list[tuple[Fraction, Fraction]]:
    """Return values, the second better, of which it earns less; those that are written shortest first."""
    points = _points_by_value(use, part.domain)
    pairs = [
        (one, other)
        for one, other in permutations(points, 2)
        if (one < other) == part.rising and points[one] > points[other]
    ]
    return sorted(pairs, key=lambda pair: (_length(pair), *map(abs, pair)))[:_MOST_TRIED]


# Full marks, and the target


def full_marks(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Some value earns the whole weight."""
    for run in use.runs:
        domain = use.image(run)
        if reaches_full(use.owner.curve, domain):
            continue
        table, most = _best_row(spec, use, run)
        yield unreachable(use, use.owner.name, most or level_syntax(best(use.owner.curve, domain)), table)
        return


def unreachable(use: Use, name: str, most: str, table: Example | None) -> Fault:
    """Return the fault of a rule, or of a rule under caps, by which no row earns its whole weight."""
    return fault(Codes.FULL_MARKS_UNREACHABLE, use.path, {"name": name, "most": most}, table)


def _best_row(spec: IndicatorSpec, use: Use, run: Run) -> tuple[Example | None, str]:
    """Return the row that earns most, which is less than its weight, and what share of it that is."""
    best_share, best_example = None, None
    for x in sorted(values(use, run.profile.domain), key=lambda x: (len(format_exact(x)), abs(x)))[:_MOST_TRIED]:
        tried = example_at(spec, run.case, [x])
        if tried is None:
            continue
        share = scores(spec, tried)[0].share
        if share is not None and (best_share is None or share > best_share):
            best_share, best_example = share, tried
    if best_share is None:
        return None, ""
    return best_example, format_percent(best_share)


def targets(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Just reaching the target earns full marks."""
    for run in use.runs:
        x = run.profile.target
        if x is None or not reaches_full(use.owner.curve, use.image(run)):
            continue
        at_target = height(use, x)
        if at_target is None or at_target == FULL:
            continue
        code = Codes.EDGE_ON_WRONG_SIDE if _full_beyond(use, run, x) else Codes.TARGET_EARNS_LESS
        yield short(use, code, use.owner.name, level_syntax(at_target), example_at(spec, run.case, [x]))
        return


def short(use: Use, code: str, name: str, height: str, table: Example | None) -> Fault:
    """Return the fault of a rule, or of a rule under caps, of which just reaching the target earns less than all."""
    return fault(code, use.path, {"name": name, "height": height}, table)


def _full_beyond(use: Use, run: Run, x: Fraction) -> bool:
    """Whether the least bit better than x earns full marks."""
    up = run.profile.alternatives[0][0].rising
    beyond = run.profile.domain.meet(Interval.above(x) if up else Interval.below(x))
    if beyond.is_empty or beyond.step is not None:
        return False
    count = use.owner.counting
    reached = list(parts(use.owner.curve, image(count, beyond)))
    near, end = reached[-1], 1
    if up != reverses(count):
        near, end = reached[0], 0
    return not near.piece.judged and ends(near)[end].height == FULL


# Edges and bands


def edges(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Edges that fall to the worse side; the target itself is told by ``targets``, a wrong sense by ``senses``."""
    if use.owner.counting is not None or any(sense(use, run) == "wrong" for run in use.runs):
        return
    examples: dict[str, Example | None] = {}
    for run in use.runs:
        for key, x in _worse_edges(use, run):
            if key not in examples:
                examples[key] = example_at(spec, run.case, [x])
    if examples:
        args = {"name": use.owner.name, "edges": "、".join(examples)}
        yield fault(Codes.EDGES_FALL_LOWER, use.path, args, next(iter(examples.values())))


def _worse_edges(use: Use, run: Run) -> Iterator[tuple[str, Fraction]]:
    """Yield the bands whose edge belongs to a worse neighbour, by what was written, and the edge."""
    if run.profile.domain.step is not None:
        return
    for below, above in pairwise(parts(use.owner.curve, run.profile.domain)):
        better = _better_without_edge(below, above)
        if better is not None and above.domain.low != run.profile.target:
            yield better.key, above.domain.low or ZERO


def _better_without_edge(below: Part, above: Part) -> Piece | None:
    """Return the better of two neighbours, where their edge belongs to the other one."""
    if below.piece.judged or above.piece.judged:
        return None
    lower, higher = ends(below)[1].height, ends(above)[0].height
    if above.domain.low_closed:
        if exceeds(lower, higher) is not None:
            return below.piece
        return None
    if exceeds(higher, lower) is not None:
        return above.piece
    return None


def bands(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Every band and every stretch of a line that the author wrote is reached by some value."""
    reached = {_band_text(part.piece) for run in use.runs for part in parts(use.owner.curve, use.image(run))}
    for band in dict.fromkeys(_band_text(piece) for piece in use.owner.curve.pieces if _is_written(use, piece)):
        if use.runs and band not in reached:
            yield Fault(Finding(Codes.EMPTY_BAND, use.path, {"name": use.owner.name, "band": band}))


def _is_written(use: Use, piece: Piece) -> bool:
    """Whether the author wrote a piece, and not only what lies beyond the others."""
    if isinstance(use.owner, Remark):
        return piece.key != "otherwise"
    if use.owner.form == "line":
        return piece.low is not None and piece.high is not None
    return use.owner.form == "bands" and piece.key != "otherwise"


def _band_text(piece: Piece) -> str:
    return piece.key or f"{format_exact(piece.low or ZERO)}..{format_exact(piece.high or ZERO)}"


__all__ = ["bands", "bounds", "edges", "full_marks", "sense", "senses", "targets", "two_sided"]
