"""Laws of quantities: no text raises, what is written is read back, and the short way reads as the grammar does."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jixiao.exact import format_exact
from jixiao.quantity import Mismatch, Number, Unit, parse, parse_unit, reconcile
from jixiao.quantity.parsing import _by_grammar, _plainly

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4).map(
    Fraction
)
AMOUNTS = DECIMALS.filter(lambda value: value != 0)
WORDS = st.sampled_from(
    ["", "%", "‰", "元", "万元", "亿元", "个", "万人", "公里", "平方米", "吨", "元/人·月", "次/年", "万"]
)
ALPHABET = st.sampled_from(list("0123456789.,-+~%≥≤<>=（含）()个万元人年月日第名成至且前内以上:/·一十百点 百分之±及时"))


@given(st.text() | st.text(ALPHABET, max_size=24))
def test_no_text_raises_and_the_cache_changes_nothing(text: str) -> None:
    first = parse(text)
    assert parse(text) == first
    assert parse(text + " ") == first
    parse_unit(text)


@given(st.text(ALPHABET, max_size=12), st.text(ALPHABET, max_size=12))
def test_reconciling_never_raises_and_ends_in_one_dimension(target: str, actual: str) -> None:
    outcome = reconcile(parse(target), parse(actual))
    if not isinstance(outcome, Mismatch) and isinstance(outcome[0], Number) and isinstance(outcome[1], Number):
        assert outcome[0].unit.dimension == outcome[1].unit.dimension


@given(DECIMALS, WORDS)
def test_a_written_number_is_read_back(value: Fraction, word: str) -> None:
    read = parse(f"{format_exact(value)} {word}")
    unit = parse_unit(word) or Unit("")
    assert read == Number(None, value * unit.factor, unit)


def spelled(whole: int) -> str:
    """A whole number below 10**12 in 汉字, the schoolbook way."""
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if whole >= scale:
            high, low = divmod(whole, scale)
            gap = "零" if 0 < low < scale // 10 else ""
            return spelled(high) + word + (gap + spelled(low) if low else "")
    return "零一二三四五六七八九"[whole]


@given(st.integers(0, 10**12 - 1))
def test_a_number_in_words_is_read_back(whole: int) -> None:
    read = parse(spelled(whole))
    assert isinstance(read, Number)
    assert read.value == whole


@given(AMOUNTS, DECIMALS)
def test_the_money_unit_changes_no_quotient(target: Fraction, actual: Fraction) -> None:
    def quotient(word: str) -> Fraction:
        left, right = (parse(f"{format_exact(value)}{word}") for value in (target, actual))
        outcome = reconcile(left, right)
        assert isinstance(outcome[0], Number)
        assert isinstance(outcome[1], Number)
        return outcome[1].value / outcome[0].value

    assert quotient("元") == quotient("万元") == quotient("") == actual / target


@given(DECIMALS, WORDS, st.sampled_from(["", ">=", "<", "="]))
def test_full_width_is_half_width(value: Fraction, word: str, sign: str) -> None:
    text = f"{sign}{format_exact(value)}{word}"
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    assert parse(wide) == parse(text)


PIECES = [
    "≥",
    "≤",
    ">",
    "5",
    "12",
    "0",
    "95",
    ".",
    "1.5",
    " ",
    "%",
    "万",
    "人",
    "元",
    "万元",
    "天",
    "内",
    "以上",
    "个",
    "月",
    "年",
    "次/年",
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "约", "左右", "成", "第", "名", "‰", "吨", "(", ")", "03", "-", "季度"]), max_size=5
    ).map("".join)
)
def test_the_short_way_reads_as_the_grammar_does(text: str) -> None:
    assert _plainly(text) in (None, _by_grammar(text))
    assert _plainly("≥95 %") == Number("≥", Fraction(19, 20), Unit("%", Fraction(1, 100)))
