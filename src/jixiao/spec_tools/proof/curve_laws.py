"""The laws of each curve on the values that reach it: bounds, sense, full marks, the target, edges, bands."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice, pairwise, permutations

from jixiao.curve import FULL, Height, Piece
from jixiao.exact import ZERO, percent, plain
from jixiao.explain.curve_text import level_syntax
from jixiao.findings import Codes, Finding
from jixiao.model.rules import Cap, Remark, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import RowScore
from jixiao.spec_tools.proof.counterexamples import Example, example, scores
from jixiao.spec_tools.proof.domains import BOTH_SIDES, MORE, Domain, Leg, counted, uncounted
from jixiao.spec_tools.proof.rule_uses import Fault, Run, Use, counting
from jixiao.spec_tools.proof.sample_rows import rows, typed_range
from jixiao.spec_tools.proof.shapes import (
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

#: A weight that shows most differences.
_WEIGHT = Fraction(45)
#: Values that show a turn: there, further, and back.
_TURN = 3
#: Pairs of values that are tried before a fault is told without a project.
_MOST_TRIED = 40


def bounds(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Every height lies in [0, weight] before clamping."""
    stepped = isinstance(use.owner, Rule | Cap) and use.owner.steps is not None
    if not all(within_weight(corners(use.owner.curve, use.image(run).domain), stepped=stepped) for run in use.runs):
        yield Fault(Finding(Codes.CURVE_OUT_OF_RANGE, use.path, {"name": use.owner.name}))


def senses(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Doing better never costs points: rising, falling, or up to the target and down after it."""
    judged = [(run, sense(use, run)) for run in use.runs]
    sound = any(found == "sound" for _, found in judged)
    if use.named and sound:
        return
    wrong = [run for run, found in judged if found == "wrong"]
    unheeding = [run for run in wrong if sound and _reversed(run) and not _names_the_sign(use)]
    against = [run for run in wrong if run not in unheeding]
    if unheeding:
        yield _against(spec, use, Codes.DIRECTION_IGNORED, unheeding)
    if against:
        yield _against(spec, use, Codes.BETTER_EARNS_LESS, against)
    elif two := [run for run, found in judged if found == "two-sided"]:
        yield _two_sided(spec, use, two)


def _reversed(run: Run) -> bool:
    """Whether all rows of a run say = and 反向: less is better, for a rule that does not look at the direction."""
    return all(case.comparison == "=" and case.cell.direction == "反向" for case in run.cases)


def _names_the_sign(use: Use) -> bool:
    """Whether the rule's own conditions look at the direction; or at "=", of which its measure takes both sides."""
    both = use.owner.measure in BOTH_SIDES
    return any(when.direction is not None or (both and "=" in when.comparison) for when in use.owner.when or ())


def sense(use: Use, run: Run) -> str:
    """Whether a run is sound, wrong, or a deviation where the row asks for more or for less."""
    found = corners(use.owner.curve, use.image(run).domain)
    if isinstance(use.owner, Cap):
        return "sound" if drop(found, rising=True) is None or drop(found, rising=False) is None else "wrong"
    sound = sound_way(use, run) is not None
    if sound and use.owner.measure == "deviation" and not run.course.inside and not level(found):
        return "two-sided"
    return "sound" if sound or (by_value(use) and run.course.inside and one_peak(found)) else "wrong"


def sound_way(use: Use, run: Run) -> tuple[Leg, ...] | None:
    """Return the first way of a run's course that the curve runs all along; ``None`` where it runs none."""
    return next((way for way in run.course.ways if all(_runs_well(use, leg) for leg in way)), None)


def by_value(use: Use) -> bool:
    """Whether a rule has one best stretch of the value itself, wherever the target lies."""
    return use.owner.measure == "value" and two_sided(use)


def two_sided(use: Use) -> bool:
    """Whether the author wrote a two-sided rule: a deviation, or nested bands."""
    nested = isinstance(use.owner, Rule) and any(".." in key for key in use.owner.bands or ())
    return nested or use.owner.measure == "deviation"


def _runs_well(use: Use, leg: Leg) -> bool:
    domain, flipped = counted(leg.domain, counting(use.owner))
    return drop(corners(use.owner.curve, domain), rising=leg.rising != flipped) is None


def _signs(runs: list[Run]) -> str:
    """The comparisons of runs; ``=`` with 反向 is one of its own where nothing else is meant by it."""
    cases = [case for run in runs for case in run.cases if case.comparison]
    reverse = bool(cases) and all(case.comparison == "=" and case.cell.direction == "反向" for case in cases)
    return "=（反向）" if reverse else " ".join(dict.fromkeys(case.comparison for case in cases)) or "—"


def _against(spec: IndicatorSpec, use: Use, code: str, wrong: list[Run]) -> Fault:
    legs = ((run, leg) for run in wrong for way in run.course.ways or [_around(use, run)] for leg in way)
    if isinstance(use.owner, Cap):
        tried = (_wavers(spec, use, run) for run in wrong)
    else:
        tried = (_falls(spec, use, run, leg) for run, leg in legs)
    shown = next((found for found in tried if found is not None), None)
    args = {"name": use.owner.name, "comparison": _signs(wrong), "case": shown.shows if shown else "—"}
    return Fault(Finding(code, use.path, args), shown)


def _wavers(spec: IndicatorSpec, use: Use, run: Run) -> Example | None:
    """Three rows, each further than the one before, of which a cap lets the second earn least, or most."""
    known = {x: earned(got, _WEIGHT) for x in values(use, run.course.domain) if (got := height(use, x)) is not None}
    triples = (xs for xs in combinations(known, _TURN) if _turns([known[x] for x in xs]))
    for xs in islice(sorted(triples, key=lambda xs: sum(len(plain(x)) for x in xs)), _MOST_TRIED):
        written = rows(run.case, list(xs), use.owner)
        found = example(spec, run.case, written) if written is not None else None
        if found is not None and _turns([row.score for row in scores(spec, found)]):
            return found
    return None


def _turns(found: list[Fraction | None]) -> bool:
    one, two, three = found
    if one is None or two is None or three is None:
        return False
    return (one > two < three) or (one < two > three)


def _around(use: Use, run: Run) -> tuple[Leg, ...]:
    """The legs of a value up to the range that typed rows have, and beyond it."""
    ends = typed_range(use.owner)
    below = run.course.domain.cut((None, False), (ends.low, True))
    beyond = run.course.domain.cut((ends.high, True), (None, False))
    return tuple(Leg(part, rising) for part, rising in ((below, True), (beyond, False)) if part is not None)


def _two_sided(spec: IndicatorSpec, use: Use, runs: list[Run]) -> Fault:
    """Rows on the good side of their target, which earn less the further they go."""
    tried = (_falls(spec, use, run, Leg(run.course.domain, rising=True), _other_side(run)) for run in runs)
    shown = next((found for found in tried if found is not None), None)
    args = {"name": use.owner.name, "comparison": _signs(runs), "case": shown.shows if shown else "—"}
    return Fault(Finding(Codes.PENALTY_ON_BOTH_SIDES, use.path, args), shown)


def _other_side(run: Run) -> str:
    return "≤" if run.case.comparison in MORE else "≥"


def values(use: Use, domain: Domain) -> list[Fraction]:
    """Simple values of a measure on every piece of the curve within a domain, from left to right."""
    image, _ = counted(domain, counting(use.owner))
    ys = {y for part in parts(use.owner.curve, image) if not part.piece.judged for y in between(part.domain)}
    xs = {uncounted(y, counting(use.owner)) for y in ys}
    return sorted(x for x in xs if domain.holds(x))


def height(use: Use, x: Fraction) -> Height | None:
    """The height that a value of the measure earns; ``None`` where it is judged."""
    count = counting(use.owner)
    y = x if count is None else Fraction(*count.of(x.numerator, x.denominator))
    return height_at(use.owner.curve, y)


def _falls(spec: IndicatorSpec, use: Use, run: Run, leg: Leg, side: str | None = None) -> Example | None:
    """Two rows, the second better by the leg's direction, of which it earns less."""
    case = run.case
    typed = case if side is None else case._replace(comparison=side)
    for worse, better in _pairs(use, leg):
        written = rows(typed, [worse, better], use.owner, beyond=leg.beyond)
        if written is not None:
            found = example(spec, case, written)
            if _drops(scores(spec, found)):
                return found
    return None


def _drops(found: list[RowScore]) -> bool:
    one, other = (row.score for row in found)
    return one is not None and other is not None and one > other


def _pairs(use: Use, leg: Leg) -> list[tuple[Fraction, Fraction]]:
    """Values, the second better, of which it earns less; those that are written shortest first."""
    known = {x: got for x in values(use, leg.domain) if (got := height(use, x)) is not None}
    found = [
        (one, other)
        for one, other in permutations(known, 2)
        if (one < other) == leg.rising and earned(known[one], _WEIGHT) > earned(known[other], _WEIGHT)
    ]
    return sorted(found, key=lambda pair: (sum(len(plain(x)) for x in pair), *map(abs, pair)))[:_MOST_TRIED]


def full_marks(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Some value earns the whole weight."""
    for run in use.runs:
        domain = use.image(run).domain
        if reaches_full(use.owner.curve, domain):
            continue
        shown, most = _best_row(spec, use, run)
        most = most or level_syntax(best(use.owner.curve, domain))
        yield unreachable(use, use.owner.name, most, shown)
        return


def unreachable(use: Use, name: str, most: str, shown: Example | None) -> Fault:
    """The fault of a rule, or of a rule under caps, by which no row earns its whole weight."""
    args = {"name": name, "most": most, "case": shown.shows if shown else "—"}
    return Fault(Finding(Codes.FULL_MARKS_UNREACHABLE, use.path, args), shown)


def _best_row(spec: IndicatorSpec, use: Use, run: Run) -> tuple[Example | None, str]:
    """The row that earns most, which is less than its weight, and what share of it that is."""
    tried = []
    for x in sorted(values(use, run.course.domain), key=lambda x: (len(plain(x)), abs(x)))[:_MOST_TRIED]:
        written = rows(run.case, [x])
        found = example(spec, run.case, written) if written is not None else None
        share = scores(spec, found)[0].share if found is not None else None
        if found is not None and share is not None:
            tried.append((share, found))
    share, shown = max(tried, key=lambda pair: pair[0], default=(None, None))
    return shown, "" if share is None else percent(share)


def targets(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Just reaching the target earns full marks."""
    for run in use.runs:
        x = run.course.target
        got = None if x is None else height(use, x)
        if x is None or got in (None, FULL) or not reaches_full(use.owner.curve, use.image(run).domain):
            continue
        written = rows(run.case, [x])
        shown = example(spec, run.case, written) if written is not None else None
        code = Codes.EDGE_ON_WRONG_SIDE if _full_beyond(use, run, x) else Codes.TARGET_EARNS_LESS
        yield short(use, code, use.owner.name, "" if got is None else level_syntax(got), shown)
        return


def short(use: Use, code: str, name: str, earned_: str, shown: Example | None) -> Fault:
    """The fault of a rule, or of a rule under caps, by which just reaching the target earns less than the weight."""
    return Fault(
        Finding(code, use.path, {"name": name, "height": earned_, "case": shown.shows if shown else "—"}), shown
    )


def _full_beyond(use: Use, run: Run, x: Fraction) -> bool:
    """Whether the least bit better than x earns full marks."""
    up = run.course.ways[0][0].rising
    beyond = run.course.domain.cut(*(((x, False), (None, False)) if up else ((None, False), (x, False))))
    if beyond is None or beyond.step is not None:
        return False
    image, flipped = counted(beyond, counting(use.owner))
    near = list(parts(use.owner.curve, image))[0 if up != flipped else -1]
    return not near.piece.judged and ends(near)[0 if up != flipped else 1].height == FULL


def edges(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Edges that fall to the worse side; the target itself is told by ``targets``, a wrong sense by ``senses``."""
    found: dict[str, Example | None] = {}
    sound = counting(use.owner) is None and not any(sense(use, run) == "wrong" for run in use.runs)
    for run in use.runs if sound else ():
        for left, right in pairwise(parts(use.owner.curve, run.course.domain)):
            better = _worse_edge(left, right)
            if run.course.domain.step is None and better is not None and right.domain.low != run.course.target:
                written = rows(run.case, [right.domain.low or ZERO])
                found.setdefault(better.key, example(spec, run.case, written) if written is not None else None)
    if found:
        shown = next(iter(found.values()))
        args = {"name": use.owner.name, "edges": "、".join(found), "case": shown.shows if shown else "—"}
        yield Fault(Finding(Codes.EDGES_FALL_LOWER, use.path, args), shown)


def _worse_edge(left: Part, right: Part) -> Piece | None:
    """The better of two neighbours, where their edge belongs to the other one."""
    below, above = ends(left)[1].height, ends(right)[0].height
    if left.piece.judged or right.piece.judged:
        return None
    mine, other, better = (above, below, left) if right.domain.low_holds else (below, above, right)
    return better.piece if exceeds(other, mine) is not None else None


def bands(spec: IndicatorSpec, use: Use) -> Iterator[Fault]:
    """Every band and every stretch of a line that the author wrote is reached by some value."""
    reached = {_band_text(part.piece) for run in use.runs for part in parts(use.owner.curve, use.image(run).domain)}
    for band in dict.fromkeys(_band_text(piece) for piece in use.owner.curve.pieces if _written(use, piece)):
        if use.runs and band not in reached:
            yield Fault(Finding(Codes.EMPTY_BAND, use.path, {"name": use.owner.name, "band": band}))


def _written(use: Use, piece: Piece) -> bool:
    if isinstance(use.owner, Remark):
        return piece.key != "otherwise"
    if use.owner.form == "line":
        return piece.low is not None and piece.high is not None
    return use.owner.form == "bands" and piece.key != "otherwise"


def _band_text(piece: Piece) -> str:
    return piece.key or f"{plain(piece.low or Fraction(0))}..{plain(piece.high or Fraction(0))}"


__all__ = ["bands", "bounds", "edges", "full_marks", "sense", "senses", "targets", "two_sided"]
