"""Curves: pieces that tile the line, the side that holds at a jump, counting, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.curve import (
    Count,
    CurveError,
    GradeScale,
    Height,
    Interval,
    Piece,
    ScoreCurve,
    bands,
    inverted,
    line,
    parse_height,
    parse_loss,
    parse_ratio,
    stepwise,
)

TEN = Fraction(10)
F = Fraction


def heights(curve: ScoreCurve, *xs: str) -> list[str]:
    return [str(curve.points(TEN, parse_ratio(x) or F(0))) for x in xs]


def tiles(curve: ScoreCurve) -> bool:
    """From −∞ to +∞, each piece beginning where the last one ended, the edge held by exactly one of the two."""
    pieces = curve.pieces
    whole = pieces[0].low is None and pieces[-1].high is None
    return whole and all(
        a.high == b.low and a.interval.high_closed != b.interval.low_closed for a, b in pairwise(pieces)
    )


def test_ratios() -> None:
    assert [parse_ratio(text) for text in ("90%", "8/10", "0.8", "-10%", "1", "0")] == [
        F(9, 10), F(4, 5), F(4, 5), F(-1, 10), 1, 0,
    ]  # fmt: skip
    assert [parse_ratio(text) for text in ("x%", "%", "1/0", "1/x", "x/2", "", "a")] == [None] * 7


@pytest.mark.parametrize(
    "text",
    ["80%", "８０％", "80 %", "80.0%", "80﹪", "80%\u200b", "百分之八十", "八成", "0.8", "8/10", "８ ／ １０", "\n80%"],
)
def test_one_ratio_in_every_spelling(text: str) -> None:
    assert parse_ratio(text) == F(4, 5)


@pytest.mark.parametrize(
    "text", ["80分", "80%左右", "≥80%", "80%以上", "70%-80%", "8:10", "8万", "1e2", "80天", "2023年"]
)
def test_what_is_no_ratio(text: str) -> None:
    assert parse_ratio(text) is None


def test_losses() -> None:
    assert parse_loss("1分") == Height(F(0), F(1))
    assert parse_loss("60%") == Height(F(3, 5))
    assert parse_loss("3/10") == Height(F(3, 10))


@pytest.mark.parametrize("text", ["0分", "-1分", "x分", "0.6", "1", "120%", "0%", "一点"])
def test_what_is_no_loss(text: str) -> None:
    with pytest.raises(CurveError) as caught:
        parse_loss(text)
    assert (caught.value.code, caught.value.arguments) == ("JX526", {"text": text})


def test_heights() -> None:
    assert parse_height("full") == Height(F(1))
    assert parse_height("0") == Height(F(0))
    assert parse_height("7/10") == Height(F(7, 10))
    assert parse_height("-1.5分") == Height(F(1), F(-3, 2))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8", "JX521"),
        ("8分", "JX521"),
        ("met", "JX521"),
        ("0.8", "JX521"),
        ("110%", "JX522"),
        ("-10%", "JX522"),
        ("-x分", "JX526"),
    ],
)
def test_what_is_no_height(text: str, code: str) -> None:
    """Earned points and bare numbers are refused: at another weight they would mean something else."""
    with pytest.raises(CurveError) as caught:
        parse_height(text)
    assert caught.value.code == code


def test_a_line_is_level_outside_its_corners() -> None:
    curve = line({"0": "0", "100%": "full"})
    assert heights(curve, "-50%", "0", "50%", "99%", "100%", "250%") == ["0", "0", "5", "99/10", "10", "10"]
    assert tiles(curve)


def test_a_jump_holds_from_its_corner_on() -> None:
    curve = line({"60%": "0 | 60%", "100%": "full"})
    assert heights(curve, "59.9999%", "60%", "80%") == ["0", "6", "8"]
    assert tiles(curve)


def test_bands_that_rise() -> None:
    curve = bands({"≥100%": "full", "≥80%": "7/10", ">60%": "5/10", "otherwise": "0"})
    assert heights(curve, "100%", "99.99%", "80%", "79.99%", "60.01%", "60%", "-5%") == [
        "10",
        "7",
        "7",
        "5",
        "5",
        "0",
        "0",
    ]
    assert (tiles(curve), curve.sense()) == (True, "rising")


def test_bands_that_fall() -> None:
    curve = bands({"≤10%": "full", "≤15%": "3/5", "<20%": "1/5", "otherwise": "0"})
    assert heights(curve, "0", "10%", "10.01%", "15%", "19.99%", "20%") == ["10", "10", "6", "6", "2", "0"]
    assert (tiles(curve), curve.sense()) == (True, "falling")


def test_bands_on_both_sides_of_one_edge() -> None:
    assert heights(bands({"≥5": "3/5", ">5": "full", "otherwise": "0"}), "4", "5", "6") == ["0", "6", "10"]
    assert heights(bands({"<5": "full", "≤5": "3/5", "otherwise": "0"}), "4", "5", "6") == ["10", "6", "0"]


def test_nested_bands_take_the_innermost() -> None:
    curve = bands({"-10%..10%": "full", "-15%..15%": "3/5", "otherwise": "0"})
    assert heights(curve, "-15.1%", "-15%", "-10%", "0", "10%", "10.1%", "15%", "16%") == [
        "0",
        "6",
        "10",
        "10",
        "10",
        "6",
        "6",
        "0",
    ]
    assert (tiles(curve), curve.sense()) == (True, "mixed")
    assert heights(bands({"1..1": "full", "otherwise": "0"}), "0.9", "1", "1.1") == ["0", "10", "0"]


def test_a_line_across_one_band() -> None:
    curve = bands({"≥100%": "full", "≥60%": "0 → full", "otherwise": "0"})
    assert heights(curve, "59%", "60%", "80%", "100%") == ["0", "0", "5", "10"]


def test_met_and_judged() -> None:
    assert heights(bands({"met": "full", "otherwise": "-1分"}), "0", "1") == ["9", "10"]
    judged = bands({"≤0": "full", "otherwise": "judged"})
    assert (judged.judged, judged.sense(), judged.pieces[1].judged) == (True, "level", True)
    assert not bands({"otherwise": "full"}).judged


def test_bands_of_nothing_but_otherwise() -> None:
    curve = bands({"otherwise": "full"})
    assert heights(curve, "-1", "0", "9") == ["10", "10", "10"]
    assert (tiles(curve), curve.sense(), curve.ends()) == (True, "level", [Height(F(1))])


TABLE = {"≥100%": "full", "≥80%": "7/10", ">80%": "8/10", "≥60%": "5/10", "otherwise": "0"}


def test_the_order_of_band_keys_has_no_meaning() -> None:
    """Law 7."""
    curves = {bands(dict(order)) for order in permutations(TABLE.items())}
    assert len(curves) == 1
    nested = {"-1..1": "full", "-2..2": "3/5", "-3..3": "1/5", "otherwise": "0"}
    assert len({bands(dict(order)) for order in permutations(nested.items())}) == 1
    corners = {"0": "0", "60%": "0 | 60%", "100%": "full"}
    assert len({line(dict(order)) for order in permutations(corners.items())}) == 1


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"≥1": "full"}, "JX528"),
        ({"≥1": "full", "≤0": "0", "otherwise": "0"}, "JX529"),
        ({"≥1": "full", "0..1": "0", "otherwise": "0"}, "JX529"),
        ({"1": "full", "otherwise": "0"}, "JX523"),
        ({"": "full", "otherwise": "0"}, "JX523"),
        ({"≥x": "full", "otherwise": "0"}, "JX523"),
        ({"2..1": "full", "otherwise": "0"}, "JX523"),
        ({"≥1": "full", "≥100%": "0", "otherwise": "0"}, "JX524"),
        ({"≥1": "0 → full", "otherwise": "0"}, "JX527"),
        ({"0..2": "full", "1..3": "3/5", "otherwise": "0"}, "JX530"),
        ({"0..2": "full", "0..3": "3/5", "otherwise": "0"}, "JX530"),
        ({"≥1": "full", "≥0": "5/10", "otherwise": "-1分"}, "JX531"),
        ({"≥1": "8", "otherwise": "0"}, "JX521"),
    ],
)
def test_bands_refused(table: dict[str, str], code: str) -> None:
    with pytest.raises(CurveError) as caught:
        bands(table)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("corners", "code"),
    [
        ({}, "JX525"),
        ({"1": "full", "100%": "0"}, "JX524"),
        ({"x": "full"}, "JX523"),
        ({"0": "50%", "1": "-1分"}, "JX531"),
    ],
)
def test_lines_refused(corners: dict[str, str], code: str) -> None:
    with pytest.raises(CurveError) as caught:
        line(corners)
    assert caught.value.code == code


def test_a_line_in_points() -> None:
    """At weight 10: −2 points at 0, nothing lost at 10 days; it does not scale with the weight."""
    curve = line({"0": "-2分", "10": "full"})
    assert [str(curve.points(F(weight), F(5))) for weight in (10, 20)] == ["9", "19"]


def test_infinity_takes_the_last_piece() -> None:
    curve = line({"0": "0", "100%": "full"})
    assert curve.index_at(1, 0) == len(curve.pieces) - 1
    assert curve.index_at(5, 1) == len(curve.pieces) - 1


def test_senses() -> None:
    assert line({"0": "0", "1": "full"}).sense() == "rising"
    assert line({"100%": "full", "200%": "0"}).sense() == "falling"
    assert stepwise("1分").sense() == "falling"
    assert stepwise("10%").sense() == "falling"
    assert stepwise("1分", "6分").sense() == "falling"
    assert bands({"met": "full", "otherwise": "-1分"}).sense() == "rising"


def test_a_piece_in_integers() -> None:
    piece = line({"60%": "0", "100%": "full"}).pieces[1]
    assert piece.scaled == (-3, 5, 0, 0, 2)
    assert piece.sloped
    # half a point off at 0, nothing at 10: a twentieth of a point for each
    rise = line({"0": "-0.5分", "10": "full"})
    assert [piece.scaled for piece in rise.pieces] == [(2, 0, -1, 0, 2), (20, 0, -10, 1, 20), (1, 0, 0, 0, 1)]


def test_the_ends_of_a_curve() -> None:
    """Of steps without end, one step on stands for the far end; a piece that a person judges has no height."""
    assert stepwise("1分").ends() == [Height(F(1)), Height(F(1)), Height(F(1), F(-1))]
    assert stepwise("10%").ends() == [Height(F(1)), Height(F(1)), Height(F(9, 10))]
    assert line({"60%": "0", "100%": "full"}).ends() == [Height(F(0)), Height(F(0)), Height(F(1)), Height(F(1))]
    assert bands({"≤0": "full", "otherwise": "judged"}).ends() == [Height(F(1))]


# The stage of counting


@pytest.mark.parametrize(
    ("how", "lower", "start", "value", "steps"),
    [
        ("begun", False, 0, F(0), 0), ("begun", False, 0, F(1, 10), 1), ("begun", False, 0, F(5), 1), ("begun", False, 0, F(51, 10), 2),
        ("whole", False, 0, F(49, 10), 0), ("whole", False, 0, F(5), 1), ("whole", False, 0, F(99, 10), 1),
        ("begun", True, 90, F(90), 0), ("begun", True, 90, F(89), 1), ("begun", True, 90, F(85), 1), ("begun", True, 90, F(84), 2),
        ("whole", True, 90, F(86), 0), ("whole", True, 90, F(85), 1), ("begun", True, 90, F(95), 0), ("begun", False, 10, F(3), 0),
    ],
)  # fmt: skip
def test_steps_of_five(how: str, lower: bool, start: int, value: Fraction, steps: int) -> None:
    count = Count(F(5), how, F(start), lower)  # type: ignore[arg-type]
    assert count.of(value.numerator, value.denominator) == (steps, 1)


@given(st.integers(-1000, 1000), st.integers(1, 1000), st.fractions(min_value=F(1, 100), max_value=10))
def test_begun_and_whole_steps_differ_by_the_one_begun(n: int, d: int, each: Fraction) -> None:
    begun, whole = (Count(each, how).of(n, d)[0] for how in ("begun", "whole"))  # type: ignore[arg-type]
    gap = F(n, d)
    assert begun - whole == (1 if gap > 0 and (gap / each).denominator != 1 else 0)
    assert gap <= 0 or begun * each >= gap > (begun - 1) * each


def test_counting_at_infinity() -> None:
    assert Count(F(5), "begun").of(1, 0) == (1, 0)
    assert Count(F(5), "begun", F(90), lower=True).of(1, 0) == (0, 1)


def test_rounding_to_the_nearest() -> None:
    count = Count(F(1, 100), "nearest")
    assert F(*count.of(4988, 10000)) == F(1, 2)
    assert F(*count.of(4950, 10000)) == F(1, 2)
    assert F(*count.of(4949, 10000)) == F(49, 100)


def test_steps_until_gone_or_until_most() -> None:
    assert [str(stepwise("1分").points(TEN, F(n))) for n in (0, 1, 12)] == ["10", "9", "-2"]
    assert [str(stepwise("1分", "6分").points(TEN, F(n))) for n in (0, 6, 7, 60)] == ["10", "4", "4", "4"]
    assert [str(stepwise("10%", "25%").points(TEN, F(n))) for n in (0, 2, 3)] == ["10", "8", "15/2"]
    assert tiles(stepwise("1分"))
    assert tiles(stepwise("1分", "6分"))


@pytest.mark.parametrize(
    ("lose", "most", "code"),
    [("1分", "50%", "JX531"), ("10%", "5分", "JX531"), ("x", None, "JX526"), ("1分", "x", "JX526")],
)
def test_steps_refused(lose: str, most: str | None, code: str) -> None:
    with pytest.raises(CurveError) as caught:
        stepwise(lose, most)
    assert caught.value.code == code


def test_a_grade_below_the_lowest_edge() -> None:
    scale = GradeScale((("优", F(90)), ("差", F(0))))
    assert [scale(F(total)) for total in (100, 90, 89, 0, -1)] == ["优", "优", "差", "差", "差"]


# ---- curves as the pieces that they are, every end and whose it is


def piece(low: object, high: object, share: object, key: str = "", **more: object) -> Piece:
    """A piece as it is drawn: "[" holds its end, "(" does not; ends without a number are endless."""
    left, right = str(low), str(high)
    ends = [None if text in ("(", ")") else F(text.strip("[]()")) for text in (left, right)]
    interval = Interval(ends[0], left[0] == "[", ends[1], right[-1] == "]")
    return Piece(interval, F(share), key=key, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "pieces"),
    [
        # law 101's pass line: nothing below 60 %, then in proportion to what lies above it
        (lambda: line({"60%": "0", "100%": "full"}), [piece("(", "3/5)", 0), piece("[3/5", "1)", "-3/2", b=F(5, 2)), piece("[1", ")", 1)]),
        # a jump: what lies left of it ends open
        (lambda: line({"1/2": "0 | 50%", "1": "full"}), [piece("(", "1/2)", 0), piece("[1/2", "1)", 0, b=F(1)), piece("[1", ")", 1)]),
        # losses in points: 3 points at 0, none at 10
        (lambda: line({"0": "-3分", "10": "full"}), [piece("(", "0)", 1, c=F(-3)), piece("[0", "10)", 1, c=F(-3), e=F(3, 10)), piece("[10", ")", 1)]),
        (lambda: line({"0": "full", "10": "-3分"}), [piece("(", "0)", 1), piece("[0", "10)", 1, e=F(-3, 10)), piece("[10", ")", 1, c=F(-3))]),
        # 3 points off between 5 and 10: three fifths of a point for each beyond 5
        (lambda: line({"5": "full", "10": "-3分"}), [piece("(", "5)", 1), piece("[5", "10)", 1, c=F(3), e=F(-3, 5)), piece("[10", ")", 1, c=F(-3))]),
        # a jump at the first corner: 3 points off before it, 1 from there on
        (lambda: line({"0": "-3分 | -1分", "10": "full"}), [piece("(", "0)", 1, c=F(-3)), piece("[0", "10)", 1, c=F(-1), e=F(1, 10)), piece("[10", ")", 1)]),
        # two corners on one line: the second stretch starts where the first ends
        (lambda: line({"2": "full", "4": "0"}), [piece("(", "2)", 1), piece("[2", "4)", 2, b=F(-1, 2)), piece("[4", ")", 0)]),
        (lambda: bands({"otherwise": "full"}), [piece("(", ")", 1, "otherwise")]),
        (
            lambda: bands({"≥90%": "full", ">60%": "5/10", "otherwise": "0"}),
            [piece("(", "3/5]", 0, "otherwise"), piece("(3/5", "9/10)", "1/2", ">60%"), piece("[9/10", ")", 1, "≥90%")],
        ),
        (
            lambda: bands({"≤10%": "full", "<20%": "3/5", "otherwise": "0"}),
            [piece("(", "1/10]", 1, "≤10%"), piece("(1/10", "1/5)", "3/5", "<20%"), piece("[1/5", ")", 0, "otherwise")],
        ),
        (
            lambda: bands({"-1..1": "full", "-2..3": "3/5", "otherwise": "0"}),
            [
                piece("(", "-2)", 0, "otherwise"), piece("[-2", "-1)", "3/5", "-2..3"), piece("[-1", "1]", 1, "-1..1"),
                piece("(1", "3]", "3/5", "-2..3"), piece("(3", ")", 0, "otherwise"),
            ],
        ),
        (lambda: bands({"met": "full", "otherwise": "-1分"}), [piece("(", "1)", 1, "otherwise", c=F(-1)), piece("[1", ")", 1, "met")]),
        (
            lambda: bands({"≤0": "full", "otherwise": "judged"}),
            [piece("(", "0]", 1, "≤0"), piece("(0", ")", 1, "otherwise", judged=True)],
        ),
        (
            lambda: bands({"≤0": "full", "≤10": "judged", "otherwise": "0"}),
            [piece("(", "0]", 1, "≤0"), piece("(0", "10]", 1, "≤10", judged=True), piece("(10", ")", 0, "otherwise")],
        ),
        (
            lambda: bands({"≥1": "full", ">0": "20% → 80%", "otherwise": "0"}),
            [piece("(", "0]", 0, "otherwise"), piece("(0", "1)", "1/5", ">0", b=F(3, 5)), piece("[1", ")", 1, "≥1")],
        ),
        (lambda: stepwise("1分"), [piece("(", "0]", 1, "steps"), piece("(0", ")", 1, "steps", e=F(-1))]),
        (lambda: stepwise("10%"), [piece("(", "0]", 1, "steps"), piece("(0", ")", 1, "steps", b=F(-1, 10))]),
        # each 2 points, at most 6: three steps
        (
            lambda: stepwise("2分", "6分"),
            [piece("(", "0]", 1, "steps"), piece("(0", "3]", 1, "steps", e=F(-2)), piece("(3", ")", 1, "most", c=F(-6))],
        ),
        (
            lambda: stepwise("20%", "40%"),
            [piece("(", "0]", 1, "steps"), piece("(0", "2]", 1, "steps", b=F(-1, 5)), piece("(2", ")", "3/5", "most")],
        ),
    ],
)  # fmt: skip
def test_a_curve_is_these_pieces(make: Callable[[], ScoreCurve], pieces: list[Piece]) -> None:
    assert make().pieces == tuple(pieces)


@pytest.mark.parametrize(
    ("make", "code", "arguments"),
    [
        (lambda: parse_loss("8"), "JX526", {"text": "8"}),
        (lambda: parse_height("8分"), "JX521", {"text": "8分"}),
        (lambda: parse_height("8"), "JX521", {"text": "8"}),
        (lambda: parse_height("120%"), "JX522", {"text": "120%"}),
        (lambda: line({}), "JX525", {"text": "line"}),
        (lambda: line({"x": "0"}), "JX523", {"text": "x"}),
        (lambda: line({"1": "0", "100%": "full"}), "JX524", {"text": "line"}),
        (lambda: bands({"≥1": "full"}), "JX528", {}),
        (lambda: bands({"≥1": "full", "≤0": "0", "otherwise": "0"}), "JX529", {"text": "≥1、≤0"}),
        (lambda: bands({"≥1": "full", "≥100%": "0", "otherwise": "0"}), "JX524", {"text": "bands"}),
        (lambda: bands({"0..2": "full", "1..3": "0", "otherwise": "0"}), "JX530", {"text": "1..3"}),
        (lambda: bands({"0..2": "full", "-1..2": "1/2", "otherwise": "0"}), "JX530", {"text": "-1..2"}),
        (lambda: bands({"2..1": "full", "otherwise": "0"}), "JX523", {"text": "2..1"}),
        (lambda: bands({"": "full", "otherwise": "0"}), "JX523", {"text": ""}),
        (lambda: bands({"90%": "full", "otherwise": "0"}), "JX523", {"text": "90%"}),
        (lambda: bands({"X1": "full", "otherwise": "0"}), "JX523", {"text": "X1"}),
        (lambda: bands({"1..2..3": "full", "otherwise": "0"}), "JX523", {"text": "2..3"}),
        (lambda: bands({"≥1": "0 → full", "otherwise": "0"}), "JX527", {"text": "≥1"}),
        (lambda: bands({"≥1": "full", "≥0": "50%", "otherwise": "-1分"}), "JX531", {}),
    ],
)
def test_what_is_no_curve_says_which_part(make: Callable[[], object], code: str, arguments: dict[str, str]) -> None:
    with pytest.raises(CurveError) as raised:
        make()
    assert (raised.value.code, raised.value.arguments, str(raised.value)) == (code, arguments, code)


def test_a_share_of_nothing_and_of_all_may_be_written_as_one() -> None:
    assert (parse_height("0%"), parse_height("100%"), parse_height("0/3")) == (Height(F(0)), Height(F(1)), Height(F(0)))


def test_a_scale_without_a_fitting_edge_gives_its_last() -> None:
    """Below every edge: a total can be negative only by a fault, and then it is the lowest grade, never the highest."""
    assert GradeScale((("优", F(90)), ("良", F(80)), ("差", F(60))))(F(1)) == "差"


@pytest.mark.parametrize(
    ("edges", "pair"),
    [
        ({"优": 90, "良": 80, "中": 60, "差": 0}, None),
        ({"差": 0, "中": 60, "良": 80, "优": 90}, None),  # from the worst to the best
        ({"优": 80, "良": 90, "差": 0}, ("优", "良")),
        ({"优秀": 90, "良好": 80, "不合格": 60, "合格": 0}, ("合格", "不合格")),
        ({"A级": 60, "B级": 80, "C级": 0}, ("A级", "B级")),
        ({"第一档": 80, "第二档": 60, "第三档": 0}, None),
        ({"甲": 80, "乙": 90, "丙": 0}, ("甲", "乙")),  # as they are written
        ({"丙": 0, "乙": 80, "甲": 60}, ("甲", "乙")),
        ({"甲": 90, "乙": 0}, None),
        ({"优良": 60, "差": 80, "其他": 0}, ("优良", "差")),  # one name says it, the other two do not: as written
        ({"合格": 0}, None),
    ],
)
def test_a_worse_grade_never_asks_for_more(edges: dict[str, int], pair: tuple[str, str] | None) -> None:
    assert inverted({name: Fraction(edge) for name, edge in edges.items()}) == pair
