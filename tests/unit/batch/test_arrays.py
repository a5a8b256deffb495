"""Columns as arrays: whatever short cut is taken, the same rows are alike and the same sums come out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

np = pytest.importorskip("numpy")
pl = pytest.importorskip("polars")

from jixiao.batch.arrays import (  # noqa: E402
    Categories,
    as_column,
    categories_of,
    groups,
    kinds_of,
    magnitudes,
    multiples,
    nullable,
    rows_at,
    rows_where,
)
from jixiao.batch.bounded_integers import WIDTHS  # noqa: E402
from jixiao.batch.quantity_columns import Shapes, values_of, weights_of  # noqa: E402

WORDS = st.one_of(st.none(), st.sampled_from(["≥", "≤", "产出指标", ""]), st.text(max_size=3))
WIDE = st.integers(-(2**100), 2**100)


class TestWords:
    """A word's number stands for the word, whichever words were likely."""

    @given(st.lists(WORDS), st.lists(WORDS, unique=True))
    def test_numbers_give_the_words_back(self, texts: list[str | None], likely: list[str | None]) -> None:
        found = categories_of(pl.Series(texts, dtype=pl.String), likely)
        assert [found.values[number] for number in found.numbers] == texts

    @pytest.mark.parametrize("many", [11, 12, 13, 400])
    def test_few_words_and_many(self, many: int) -> None:
        texts = [None, *(f"{number}" for number in range(many))] * 2
        found = categories_of(pl.Series(texts), ["7", "不在"])
        assert [found.values[number] for number in found.numbers] == texts


@given(st.lists(st.one_of(st.integers(-200, 200), WIDE)), st.sampled_from([(0, 10, 100), (0, 10**18, 10**20)]))
def test_sizes_say_which_edges_a_number_is_beyond(numbers: list[int], edges: tuple[int, ...]) -> None:
    for kind in (pl.Int128, pl.Int64):
        own = [number for number in numbers if kind == pl.Int128 or abs(number) < 2**63]
        found = magnitudes(pl.Series(own, dtype=kind), edges)
        wanted = [(1 if number >= 0 else -1) * sum(abs(number) > edge for edge in edges) for number in own]
        assert [found.values[number] for number in found.numbers] == wanted


class TestKinds:
    """Rows are of one kind where all columns say the same, and only there."""

    @staticmethod
    def check(columns: list[list[int]], values: list[int], among: list[bool]) -> None:
        each = [Categories(np.array(own, np.uint32), range(most)) for own, most in zip(columns, values, strict=True)]
        kinds = kinds_of(each, np.array(among, np.bool_))
        rows = list(zip(*columns, strict=True))
        firsts: dict[Any, int] = {}
        for row, key in enumerate(rows):
            if among[row]:
                firsts.setdefault(key, row)
        assert sorted(kinds.firsts.values()) == sorted(firsts.values())
        for row, key in enumerate(rows):
            if among[row]:
                assert kinds.firsts[kinds.numbers[row]] == firsts[key]
            else:
                assert kinds.numbers[row] not in kinds.firsts

    @given(st.data(), st.lists(st.sampled_from([1, 2, 7, 300, 70_000, 2**20]), min_size=1, max_size=5))
    def test_columns_of_few_and_of_many_values(self, data: st.DataObject, values: list[int]) -> None:
        count = data.draw(st.integers(0, 20))
        few = [st.integers(max(0, most - 3), most - 1) for most in values]
        columns = [data.draw(st.lists(own, min_size=count, max_size=count)) for own in few]
        self.check(columns, values, data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))

    def test_more_kinds_than_a_small_number_holds(self) -> None:
        count = 70_000
        self.check([list(range(count)), [0, 1] * (count // 2)], [count, 2], [True] * (count - 1) + [False])


@given(st.integers(1, 40), st.lists(st.integers(0, 40)))
def test_groups_are_the_rows_of_each_number(count: int, numbers: list[int]) -> None:
    found = groups(np.array(numbers, np.uint32), count)
    assert [own.tolist() for own in found] == [
        [row for row, number in enumerate(numbers) if number == wanted] for wanted in range(count)
    ]


@given(st.lists(WIDE), st.integers(1, 10**30))
def test_products_are_exact(numbers: list[int], factor: int) -> None:
    found = multiples(pl.Series(numbers, dtype=pl.Int128), factor)
    assert found.tolist() == [number * factor for number in numbers]


@given(st.lists(st.tuples(st.one_of(st.integers(-(2**63), 2**63 - 1), WIDE), st.booleans())))
def test_columns_keep_every_number(rows: list[tuple[int, bool]]) -> None:
    numbers, known = [number for number, _ in rows], np.array([has_value for _, has_value in rows], np.bool_)
    wide = any(abs(number) >= 2**63 for number in numbers)
    own = np.array(numbers, dtype=object if wide else np.int64)
    assert as_column(own).to_list() == numbers
    assert nullable(own, known).to_list() == [number if has_value else None for number, has_value in rows]


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(-9, 9)), st.booleans())))
def test_some_rows(rows: list[tuple[int | None, bool]]) -> None:
    numbers, own = (
        pl.Series([number for number, _ in rows], dtype=pl.Int64),
        np.array([own for _, own in rows], np.bool_),
    )
    wanted = [number for number, has_value in rows if has_value]
    assert rows_at(numbers, np.flatnonzero(own)).to_list() == wanted
    assert rows_where(numbers.to_frame("n"), own)["n"].to_list() == wanted


@given(st.lists(st.one_of(st.none(), st.integers(-(10**10), 10**10))))
def test_weights_of_any_type_are_units_or_nothing(numbers: list[int | None]) -> None:
    """Millionths of points as integers, decimals and texts; in hundredths where they have no more decimals."""
    wanted = [
        None if number is None or number % 10**4 or abs(number) > 10**12 else number // 10**4 for number in numbers
    ]
    micro = (
        pl.Series(numbers, dtype=pl.Int128).to_frame("w").select(pl.col("w").reinterpret(dtype=pl.Decimal(38, 6)))["w"]
    )
    assert weights_of(micro, 2).to_list() == wanted
    assert weights_of(micro.cast(pl.String), 2).to_list() == wanted
    assert weights_of(micro, 8).to_list() == [None if number is None else number * 100 for number in numbers]
    whole = pl.Series(numbers, dtype=pl.Int64)
    assert weights_of(whole, 2).to_list() == [
        None if number is None or abs(number) > 10**6 else number * 100 for number in numbers
    ]


SIGNS = st.sampled_from(["", "≥", "≤", ">", "=", "不低于", "≥ "])
DIGITS = st.one_of(
    st.decimals(0, 10**12, places=6, allow_nan=False).map(lambda number: f"{number:f}"),
    st.integers(0, 10**15).map(str),
    st.sampled_from(["0", "007", "1.50", "1,234", "52.0", ".5", "2023", "123456789012.123456", "1.1234567"]),
)
UNITS = st.sampled_from(
    ["", "%", "万元", "元", "人次", "万人", " 个", "毫克", "万分之", "以上", "年", "个年", "月", "㎡", "万亿", "万亿公里", "亿",
     "km", "百分点", "左右", "季度", "(含)以上", "\u3000人", "/人", "·", "%以内", "十", "\n"]
)  # fmt: skip


@given(st.lists(st.one_of(st.none(), st.text(max_size=4), st.tuples(SIGNS, DIGITS, UNITS).map("".join)), max_size=30))
@example(texts=["0.000000毫克", "170141183461万亿公里"])
def test_texts_are_what_each_of_them_is_by_itself(texts: list[str | None]) -> None:
    """One that the others' decimals push beyond 128 bits is no plain number there, and left to the scalar core."""
    shapes = Shapes()
    found = values_of(pl.Series(texts, dtype=pl.String), shapes)
    for text, kind, number in zip(texts, found.kind, found.number, strict=True):
        shape, value = (0, None) if text is None else shapes.of(text)
        fits = value is None or abs(value) * found.base < WIDTHS[-1][1]
        assert kind == (shape if fits else 0), text
        assert not kind or Fraction(number, found.base) == value, text


@given(st.lists(st.one_of(st.none(), st.integers(-(10**6), 10**6), st.integers(-(2**100), 2**100))))
def test_values_of_any_type_are_whole_numbers_over_one_base(numbers: list[int | None]) -> None:
    """Of more than 20 digits before the point there is no number."""
    decimals = (
        pl.Series(numbers, dtype=pl.Int128).to_frame("v").select(pl.col("v").reinterpret(dtype=pl.Decimal(38, 4)))["v"]
    )
    for own, base in ((decimals, 10**4), (pl.Series(numbers, dtype=pl.Int128), 1)):
        found = values_of(own, Shapes())
        assert found.base == base
        read = [number if number is not None and abs(number) < base * 10**20 else None for number in numbers]
        assert found.read.tolist() == [number is not None for number in read]
        assert found.number.to_list() == [number or 0 for number in read]
