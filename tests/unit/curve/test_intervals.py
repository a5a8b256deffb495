"""The algebra of intervals, and the counting stage forward and back, each held against membership number by number."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.curve import Count, Interval, counted, image, preimage, uncounted
from jixiao.curve.intervals import ALL_NUMBERS, EMPTY, meets, merged

F = Fraction

numbers = st.fractions(-5, 5, max_denominator=12)
ends = st.none() | numbers
steps = st.sampled_from([F(1), F(2), F(1, 2), F(1, 3)])
#: The numbers by which intervals of small ends are told apart: between any two of them lies no other end.
GRID = [F(part, 24) for part in range(-24 * 8, 24 * 8 + 1)]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Intervals without a step, the empty ones too; an infinite end is open."""
    low, high = draw(ends), draw(ends)
    return Interval(low, low is not None and draw(st.booleans()), high, high is not None and draw(st.booleans()))


stepped = st.builds(Interval._replace, intervals(), step=st.none() | steps)


def members(interval: Interval) -> set[F]:
    """The numbers of the grid that lie in an interval, by what its ends and its step say."""
    inside = set(GRID)
    if interval.low is not None:
        inside = {x for x in inside if x > interval.low or (x == interval.low and interval.low_closed)}
    if interval.high is not None:
        inside = {x for x in inside if x < interval.high or (x == interval.high and interval.high_closed)}
    return {x for x in inside if interval.step is None or (x / interval.step).denominator == 1}


@given(stepped)
def test_an_interval_contains_its_members_and_has_as_many_as_it_says(interval: Interval) -> None:
    inside = members(interval)
    assert {x for x in GRID if interval.contains(x)} == inside
    assert members(interval.tightened()) == inside
    if interval.step is not None or interval.low is None or interval.high is None:
        assert interval.is_empty == (not inside)
    if interval.is_point:
        assert inside == {interval.tightened().low} & set(GRID)
    if interval.is_empty:
        assert not inside
        assert not interval.is_point


@given(intervals(), stepped, numbers)
def test_meeting_is_being_in_both(one: Interval, other: Interval, x: F) -> None:
    both = one.contains(x) and other.contains(x)
    assert one.meet(other).contains(x) == other.meet(one).contains(x) == both
    assert members(one.meet(other)) == members(one) & members(other)
    assert any(interval.contains(x) for interval in meets([one], [other])) == both
    assert meets([one], [ALL_NUMBERS]) == [interval for interval in [one] if not interval.is_empty]


@given(st.lists(intervals(), max_size=4), numbers)
def test_merging_keeps_the_numbers_in_intervals_that_do_not_touch(some: list[Interval], x: F) -> None:
    some = [interval for interval in some if not interval.is_empty]
    joined = merged(some)
    assert any(interval.contains(x) for interval in joined) == any(interval.contains(x) for interval in some)
    assert len(merged(reversed(some))) == len(joined) <= len(some)
    for left, right in zip(joined, joined[1:], strict=False):
        assert left.high is not None
        assert right.low is not None
        assert left.high < right.low or not (left.high_closed or right.low_closed)


@given(stepped, numbers.filter(bool), numbers, st.integers(-3, 3), numbers)
def test_a_line_carries_an_interval_along(interval: Interval, slope: F, level: F, times: int, x: F) -> None:
    if interval.step is not None:
        level = times * interval.step * slope
    assert interval.image(slope, level).contains(slope * x + level) == interval.contains(x)


def test_multiples_of_steps_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="no multiple"):
        Interval.at_least(F(0), F(1)).image(F(2), F(1))
    with pytest.raises(ValueError, match="multiples of 1 and of 2"):
        Interval(step=F(1)).meet(Interval(step=F(2)))


@given(intervals(), steps)
def test_the_least_and_the_greatest_multiple_are_the_last_ones_inside(interval: Interval, step: F) -> None:
    low, high = interval.least_multiple(step), interval.greatest_multiple(step)
    assert (low is None, high is None) == (interval.low is None, interval.high is None)
    upward, downward = interval._replace(high=None), interval._replace(low=None)
    if low is not None:
        assert low % step == 0
        assert upward.contains(low)
        assert not upward.contains(low - step)
    if high is not None:
        assert high % step == 0
        assert downward.contains(high)
        assert not downward.contains(high + step)


@given(intervals(), numbers, st.integers(0, 2))
def test_the_nearest_lies_within_and_none_of_its_precision_is_nearer(interval: Interval, x: F, places: int) -> None:
    nearest = interval.nearest(x, places)
    if nearest is None:
        width = None if interval.low is None or interval.high is None else interval.high - interval.low
        assert interval.is_empty or (width is not None and width < F(1, 10**11))
    else:
        step = F(1, 10**places)
        assert interval.contains(nearest)
        beside = (nearest - step, nearest + step)
        assert not any(interval.contains(near) for near in beside if abs(near - x) < abs(nearest - x))


def test_the_named_intervals_are_what_their_names_say() -> None:
    one = F(1)
    assert members(Interval.point(one)) == {one}
    assert members(Interval.at_least(one)) == {x for x in GRID if x >= 1}
    assert members(Interval.above(one)) == {x for x in GRID if x > 1}
    assert members(Interval.at_most(one)) == {x for x in GRID if x <= 1}
    assert members(Interval.below(one)) == {x for x in GRID if x < 1}
    assert members(Interval.closed(F(0), one, one)) == {F(0), one}
    assert members(ALL_NUMBERS) == set(GRID)
    assert EMPTY.is_empty


# ---- counting

counts = st.builds(
    Count,
    st.sampled_from([F(1), F(5, 100), F(3), F(1, 2)]),
    st.sampled_from(["begun", "whole", "nearest"]),
    st.sampled_from([F(0), F(9, 10), F(-2)]),
    st.booleans(),
)


@given(st.none() | counts, intervals(), numbers)
def test_the_preimage_has_what_is_counted_into_an_interval(count: Count | None, interval: Interval, x: F) -> None:
    assert preimage(count, interval).contains(x) == interval.contains(x if count is None else count.at(x))


@given(counts, intervals())
def test_the_image_has_the_counts_and_its_ends_are_counts(count: Count, interval: Interval) -> None:
    if interval.is_empty:
        return
    counts_of_it = image(count, interval)
    assert all(counts_of_it.contains(count.at(x)) for x in GRID if interval.contains(x))
    for end in (counts_of_it.low, counts_of_it.high):
        back = None if end is None else preimage(count, Interval.point(end))
        assert back is None or end == 0 or not back.meet(interval).is_empty


@given(counts, numbers)
def test_a_value_counted_as_a_count_is_counted_as_it(count: Count, x: F) -> None:
    y = counted(count, x)
    assert counted(count, uncounted(count, y)) == y
    assert counted(None, x) == uncounted(None, x) == x


def test_counting_without_ends() -> None:
    begun, lower = Count(F(5), "begun"), Count(F(5), "begun", F(90), lower=True)
    assert image(begun, ALL_NUMBERS) == image(begun, Interval.at_least(F(0))) == Interval.at_least(F(0), F(1))
    assert image(lower, ALL_NUMBERS) == Interval.at_least(F(0), F(1))
    assert (begun.reverses, lower.reverses) == (False, True)
    assert image(Count(F(5), "nearest"), ALL_NUMBERS) == Interval(step=F(5))
    assert image(None, ALL_NUMBERS) == ALL_NUMBERS
