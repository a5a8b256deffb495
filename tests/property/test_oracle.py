"""The engine against an independent oracle, to the cent, with ties and band edges over-represented."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.model.project import Amounts, Deduct, Funds, Indicator, Project
from jixiao.scoring import Scored
from tests.support import oracle
from tests.support.oracle import LAW_101, SPECS, VENDOR, Row

YEAR = 2023
LEVELS = ("产出指标", "效益指标", "满意度指标", "成本指标")
COUNTED = ("", "个", "户", "人", "万人", "元", "万元", "公里")


def decimal(value: Fraction) -> str:
    """A finite decimal, exactly; every number that the generators make is one."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text


def cents(rng: random.Random) -> int:
    """A weight in hundredths: mostly whole and half points, as the tables have them."""
    return rng.choice((500, 1000, 600, 800, 1500, 2000, 2250, 1030, 250, 333, rng.randrange(1, 9000)))


def tie(rng: random.Random, spec: str, less: bool) -> tuple[int, int, int]:
    """Weight in hundredths W, target and actual whose points lie exactly between two cents.

    200·w·share is odd: share = o ÷ 2W with o odd. For law 10 it is a/t or t/a, for law 101 (5r − 3)/2,
    for the vendor's ≤ it is 2 − a/t.
    """
    weight = cents(rng)
    odd = 2 * rng.randrange(weight) + 1
    if spec == LAW_101:
        high, low = 5 * weight, odd + 3 * weight
    elif spec == VENDOR and less:
        high, low = 2 * weight, 4 * weight - odd
    else:
        high, low = 2 * weight, odd
    common = gcd(high, low)
    high, low = high // common, low // common
    turned = less and spec != VENDOR
    return weight, *((low, high) if turned else (high, low))


def tied_row(rng: random.Random, spec: str) -> Row:
    less = rng.random() < 0.4
    weight, target, actual = tie(rng, spec, less)
    scale = Fraction(rng.choice((1, 1, 2, 3, 7, 25)), rng.choice((1, 1, 10, 100)))
    unit = rng.choice(COUNTED)
    level1 = rng.choice(LEVELS[:2])
    return Row(
        level1,
        f"{rng.choice('≤<' if less else '≥>=')}{decimal(target * scale)}{unit}",
        f"{decimal(actual * scale)}{unit}",
        Fraction(weight, 100),
    )


EDGES = tuple(Fraction(edge, 100) for edge in (0, 59, 60, 79, 80, 89, 90, 99, 100, 101, 130, 150, 200, 201))
NUDGE = (Fraction(0), Fraction(0), Fraction(1, 10**6), Fraction(-1, 10**6))


def edge_row(rng: random.Random, spec: str) -> Row:
    """Attainments exactly on the edges of bands, and a millionth beside them."""
    if rng.random() < 0.3:
        value = rng.choice(EDGES) + rng.choice(NUDGE)
        return Row(
            "满意度指标", rng.choice(("≥90%", "≥95%", "90%", "=90%")), f"{decimal(value * 100)}%", weight_of(rng)
        )
    unit, target = rng.choice(COUNTED), Fraction(rng.choice((1, 5, 10, 45, 100, 1200)), rng.choice((1, 10)))
    actual = target * rng.choice(EDGES) + rng.choice(NUDGE)
    if rng.random() < 0.2 and spec != VENDOR and actual > 0:
        target, actual = actual, target
    return Row(rng.choice(LEVELS), f"{sign(rng)}{decimal(target)}{unit}", f"{decimal(actual)}{unit}", weight_of(rng))


def sign(rng: random.Random) -> str:
    return rng.choice(("≥", "≤", ">", "<", "=", ""))


def weight_of(rng: random.Random) -> Fraction:
    return Fraction(rng.choice((cents(rng) * 10, rng.randrange(1, 90000))), 1000)


def any_number(rng: random.Random) -> Fraction:
    size = rng.choice((3, 30, 1000, 10**6, 10**9))
    value = Fraction(rng.randrange(size), rng.choice((1, 1, 10, 100, 10**6)))
    return -value if rng.random() < 0.04 else value


def number_row(rng: random.Random, spec: str) -> Row:
    """Any two numbers, in alike, scaled, missing and clashing units, signed or not."""
    target = any_number(rng)
    actual = target * Fraction(rng.randrange(250), 100) if rng.random() < 0.6 else any_number(rng)
    left, right = rng.choice(
        (("", ""), ("%", "%"), ("%", ""), ("", "%"), ("万元", "元"), ("元", "万元"), ("亿元", "万元"), ("万元", "万"))
        + (("公里", "米"), ("万人", "人"), ("个", ""), ("", "户"), ("个", "户"), ("%", "个"), ("%", "‰"), ("万", "万"))
    )
    uom = rng.choice(("%", "个", "万元")) if left == right == "" and rng.random() < 0.5 else None
    shown = f"{decimal(target)}{left}"
    comparison = rng.choice(("≥", "≤", "=", ">", "<")) if rng.random() < 0.2 else None
    direction = rng.choice(("正向", "反向")) if rng.random() < 0.15 else None
    return Row(
        rng.choice(LEVELS),
        f"{sign(rng)}{shown}",
        f"{decimal(actual)}{right}",
        weight_of(rng),
        comparison,
        uom,
        direction,
    )


def zero_row(rng: random.Random, spec: str) -> Row:
    unit = rng.choice(("", "%", "个"))
    return Row(
        rng.choice(LEVELS),
        f"{sign(rng)}0{unit}",
        f"{rng.choice(('0', '0', '1', '3', '-1', '0.5'))}{unit}",
        weight_of(rng),
    )


def range_row(rng: random.Random, spec: str) -> Row:
    low = rng.randrange(100)
    high = low + rng.randrange(30)
    actual = (
        Fraction(rng.randrange(low * 10, high * 10 + 1), 10)
        if rng.random() < 0.4
        else Fraction(rng.randrange(2500), 10)
    )
    unit = rng.choice(("%", "个", "万元"))
    return Row(rng.choice(LEVELS), f"{low}~{high}{unit}", f"{decimal(actual)}{unit}", weight_of(rng))


def date_row(rng: random.Random, spec: str) -> Row:
    month, day = rng.randrange(1, 13), rng.randrange(1, 28)
    actual = f"{YEAR}年{rng.choice((month, month, rng.randrange(1, 13)))}月{day + rng.choice((-1, 0, 1)) or 1}日"
    share = Fraction(rng.randrange(101), 100) if rng.random() < 0.5 else None
    return Row(rng.choice(LEVELS), f"{YEAR}年{month}月{day}日前", actual, weight_of(rng), share=share)


def word_row(rng: random.Random, spec: str) -> Row:
    words = (*oracle.TIERS, *oracle.SYNONYMS, "及时", "有效", "有所提升")
    weight, odd = weight_of(rng), rng.randrange(1001)
    share = Fraction(odd, 1000) if rng.random() < 0.6 else None
    score = rng.choice((weight, weight * Fraction(rng.randrange(13), 10))) if rng.random() < 0.3 else None
    tier = rng.choice(("1", "2", "3", *oracle.TIERS)) if rng.random() < 0.4 else None
    target = rng.choice(("及时", "有效", "有所提升"))
    return Row(
        rng.choice(LEVELS),
        target,
        rng.choice(words),
        weight,
        rng.choice((None, "定性")),
        None,
        None,
        tier,
        share,
        score,
    )


def marred_row(rng: random.Random, spec: str) -> Row:
    """No actual; a word where a number belongs; points off by hand."""
    row = number_row(rng, spec)
    change: dict[str, object] = rng.choice(
        (
            {"actual": None},
            {"actual": "较好"},
            {"deduct": Fraction(rng.randrange(300), 100)},
            {"deduct": Fraction(1, 3)},
        )
    )
    return row._replace(**change)


Maker = Callable[[random.Random, str], Row]
MAKERS: tuple[Maker, ...] = (
    *[tied_row] * 11, *[edge_row] * 7, *[number_row] * 6, zero_row, range_row, date_row, word_row, marred_row
)  # fmt: skip


def random_rows(rng: random.Random, spec: str, count: int) -> list[Row]:
    return [rng.choice(MAKERS)(rng, spec) for _ in range(count)]


def indicator(row: Row) -> Indicator:
    deduct = None if row.deduct is None else Deduct(points=row.deduct, reason="复核扣分")
    typed = {key: value for key, value in row._asdict().items() if value is not None and key != "deduct"}
    return Indicator(name="指标", deduct=deduct, **typed)


def engine(
    spec: str,
    rows: list[Row],
    budget: Fraction | None = None,
    spent: Fraction | None = None,
    finished: bool | None = None,
) -> Scored:
    funds = Funds(total=Amounts(budget=budget, spent=spent))
    project = Project(name="例", year=YEAR, funds=funds, finished=finished, indicators=tuple(map(indicator, rows)))
    scored = jixiao.score(project, jixiao.load_spec(spec)).scored
    assert scored is not None
    return scored


def wrong(spec: str, rows: list[Row]) -> list[tuple[object, ...]]:
    """Every row where the engine and the oracle differ."""
    scored = engine(spec, rows)
    return [
        (spec, row, found.score, expected, found.problem)
        for row, found in zip(rows, scored.rows, strict=True)
        if (expected := oracle.row_score(spec, row)) != found.score
    ]


def is_tie(points: Fraction | None) -> bool:
    return points is not None and (points * 200).denominator == 1 and (points * 200).numerator % 2 == 1


@pytest.mark.parametrize("maker", dict.fromkeys(MAKERS))
@pytest.mark.parametrize("spec", SPECS)
def test_rows_of_every_shape(spec: str, maker: Maker) -> None:
    rng = random.Random(f"{spec} {maker.__name__}")
    rows = [maker(rng, spec) for _ in range(300)]
    assert wrong(spec, rows) == []


@pytest.mark.parametrize("spec", SPECS)
def test_every_constructed_tie_is_one(spec: str) -> None:
    rng = random.Random(spec)
    rows = [tied_row(rng, spec) for _ in range(300)]
    assert all(is_tie(oracle.row_points(spec, row)) for row in rows)


@given(seed=st.integers(0, 2**64), spec=st.sampled_from(SPECS))
@settings(max_examples=150)
def test_random_rows(seed: int, spec: str) -> None:
    assert wrong(spec, random_rows(random.Random(seed), spec, 20)) == []


def share_out(rng: random.Random, parts: int) -> list[Fraction]:
    """Weights in tenths that add up to 90."""
    cuts = sorted(rng.sample(range(1, 900), parts - 1))
    return [Fraction(high - low, 10) for low, high in zip([0, *cuts], [*cuts, 900], strict=True)]


def scored_row(rng: random.Random, spec: str) -> Row:
    """A row that most likely has a score."""
    while oracle.row_score(spec, row := rng.choice((tied_row, edge_row, number_row, zero_row))(rng, spec)) is None:
        pass
    return row


@given(seed=st.integers(0, 2**64), spec=st.sampled_from(SPECS))
@settings(max_examples=200)
def test_whole_projects(seed: int, spec: str) -> None:
    rng = random.Random(seed)
    weights = share_out(rng, rng.randrange(1, 9))
    rows = [scored_row(rng, spec)._replace(weight=weight) for weight in weights]
    budget = rng.choice((Fraction(0), Fraction(5), any_number(rng)))
    spent = budget * rng.choice(EDGES) + rng.choice(NUDGE) if rng.random() < 0.8 else any_number(rng)
    finished = rng.choice((True, False, None))
    expected = oracle.project_score(spec, rows, budget, spent, finished)
    found = engine(spec, rows, budget, spent, finished)
    assert found.execution is not None
    assert [row.score for row in found.rows] == expected.rows
    assert found.execution.score == expected.execution
    assert (found.total, found.grade) == (expected.total, expected.grade)


@pytest.mark.slow
def test_a_million_rows_and_not_one_wrong_cent() -> None:
    rng, ties, count, errors = random.Random(20231231), 0, 0, []
    while count < 1_000_000:
        spec = SPECS[count // 500 % len(SPECS)]
        rows = random_rows(rng, spec, 500)
        errors += wrong(spec, rows)
        ties += sum(is_tie(oracle.row_points(spec, row)) for row in rows)
        count += len(rows)
    assert errors[:5] == []
    assert ties * 3 >= count
