"""Exact numbers: read, rounded once, printed as they are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.exact import (
    decimal_places,
    format_exact,
    format_fixed,
    format_percent,
    format_points,
    half_width,
    parse_number,
    places_of,
    round_half_up,
    to_step,
)

WHOLE = st.integers(-(10**20), 10**20)
POSITIVE = st.integers(1, 10**20)
STEPS = st.sampled_from([Fraction(1), Fraction(1, 10), Fraction(1, 100), Fraction(1, 2), Fraction(5)])


@given(WHOLE, POSITIVE)
def test_the_nearest_whole_number(n: int, d: int) -> None:
    """|2n − 2qd| ≤ d, and at a tie q lies away from zero."""
    q = round_half_up(n, d)
    assert abs(2 * (n - q * d)) <= d
    if abs(2 * (n - q * d)) == d:
        assert abs(q * d) > abs(n)


@given(WHOLE, POSITIVE)
def test_rounding_is_the_same_on_both_sides_of_zero(n: int, d: int) -> None:
    assert round_half_up(-n, d) == -round_half_up(n, d)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_rounding_agrees_with_decimals_on_finite_ones(n: int, places: int) -> None:
    expected = (Decimal(n) / 10**places).quantize(Decimal(1), ROUND_HALF_UP)
    assert round_half_up(n, 10**places) == int(expected)


@given(st.integers(0, 10**6))
def test_every_tie_goes_up(k: int) -> None:
    assert round_half_up(2 * k + 1, 2) == k + 1


@given(st.fractions(), STEPS)
def test_to_step_is_a_multiple_nearby(value: Fraction, step: Fraction) -> None:
    found = to_step(value, step)
    assert (found / step).denominator == 1
    assert abs(found - value) * 2 <= step
    assert to_step(found, step) == found


@given(st.fractions())
def test_plain_text_reads_back(value: Fraction) -> None:
    assert Fraction(format_exact(value)) == value


@given(st.integers(-(10**19), 10**19), st.integers(0, 12))
def test_a_finite_decimal_reads_back(n: int, places: int) -> None:
    value = Fraction(n, 10**places)
    assert parse_number(format_exact(value)) == value
    assert parse_number(format_fixed(value, 12)) == value
    assert parse_number(format_points(value, 2)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", Fraction(10)), ("10.50", Fraction(21, 2)), ("+5", Fraction(5)), ("-0.5", Fraction(-1, 2)), ("0", Fraction(0)),
        ("1,234", Fraction(1234)), ("12,345,678.90", Fraction(123456789, 10)), ("１２．５", Fraction(25, 2)),
        ("－３", Fraction(-3)), (" 7 ", Fraction(7)), ("9" * 20, Fraction(10**20 - 1)),
        ("0." + "0" * 11 + "1", Fraction(1, 10**12)), ("-0", Fraction(0)),
    ],
)  # fmt: skip
def test_numbers(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "010", "00", "1e3", "1_000", "NaN", "inf", ".5", "5.", "1,23", "12,34,567", "1234,567", "7,00.0,77", "--1", "+ 1",
        "0x1", "½", "٣", "9" * 21, "0." + "1" * 13, "1 000", "1\n2", "三",
    ],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.text(max_size=30))
def test_reading_never_raises(text: str) -> None:
    value = parse_number(text)
    assert value is None or parse_number(format_exact(value)) == value


def test_a_share_beside_a_whole_does_not_read_as_one() -> None:
    """99.9999 % is not 100 %."""
    assert format_percent(Fraction(999999, 1000000)) == "99.9999%"
    assert format_percent(Fraction(1000001, 1000000)) == "100.0001%"


def test_a_share_takes_no_more_decimals_than_that_needs() -> None:
    """By hand: 6999/7000 is 99.9857 %; 29999/30000 is 99.9967 %, which two decimals would show as 100; a tie goes up."""
    assert format_percent(Fraction(6999, 7000)) == "99.99%"
    assert format_percent(Fraction(29999, 30000)) == "99.997%"
    assert format_percent(Fraction(19999, 20000)) == "99.995%"
    assert format_percent(Fraction(1, 3), 0) == "33%"


def test_a_whole_number_stays() -> None:
    assert [round_half_up(n) for n in (-7, 0, 5)] == [-7, 0, 5]


def test_a_long_text_is_read_alike() -> None:
    assert parse_number(" " * 300 + "7") == 7
    assert parse_number("7" * 300) is None


def test_printing() -> None:
    assert [format_fixed(Fraction(n, 8), 2) for n in (0, 1, 7, -1, 8)] == ["0.00", "0.13", "0.88", "-0.13", "1.00"]
    assert format_fixed(Fraction(1, 2), 0) == "1"
    assert format_fixed(Fraction(-1, 1000), 2) == "0.00"
    assert [format_points(Fraction(25, 2), places) for places in (0, 1, 2)] == ["12.5", "12.5", "12.50"]
    assert format_points(Fraction(1, 3), 2) == "0.33"
    assert [format_percent(Fraction(n, 3)) for n in (1, 3, 30)] == ["33.33%", "100%", "1000%"]
    assert format_percent(Fraction(1, 2), 0) == "50%"
    assert half_width("５：０－１％") == "5:0-1%"


@given(st.integers(0, 40), st.integers(1, 9))
def test_places(places: int, digit: int) -> None:
    assert places_of(Fraction(1, 10**places)) == places
    assert decimal_places(Fraction(1, 10**places)) == places
    assert decimal_places(Fraction(digit, 3 * 10**places * 7)) in (None, places, decimal_places(Fraction(digit, 21)))
