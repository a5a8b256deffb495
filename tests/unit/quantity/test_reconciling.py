"""Two values brought to one unit, or why they cannot be compared."""

from __future__ import annotations

import pytest

from jixiao.exact import format_exact
from jixiao.quantity import Mismatch, Number, Quantity, Range, parse, parse_unit, reconcile


def _base(quantity: Quantity) -> str:
    """A number or range in its base unit, for short tables; anything else as its kind."""
    if isinstance(quantity, Number):
        return format_exact(quantity.value) + quantity.unit.dimension
    if isinstance(quantity, Range):
        return f"{format_exact(quantity.low)}~{format_exact(quantity.high)}{quantity.unit.dimension}"
    return quantity.kind


@pytest.mark.parametrize(
    ("target", "actual", "uom", "expected"),
    [
        ("≤90万元", "90", None, ("900000元", "900000元", "actual_takes_unit")),
        ("≥100百分比", "100", None, ("1%", "1%", "actual_takes_unit")),
        ("≥95%", "96", None, ("0.95%", "0.96%", "actual_takes_unit")),
        ("≥95%", "0", None, ("0.95%", "0%", "actual_takes_unit")),
        ("(≤)0.4 %", "0.1", None, ("0.004%", "0.001%", "actual_takes_unit")),
        ("95", "96%", None, ("0.95%", "0.96%", "target_takes_unit")),
        ("50", "50个", None, ("50个", "50个", "target_takes_unit")),
        ("50", "40", None, ("50", "40", "")),
        ("5万", "4", None, ("50000", "40000", "actual_takes_unit")),
        ("5", "4万", None, ("50000", "40000", "target_takes_unit")),
        ("5万", "4万", None, ("50000", "40000", "")),
        ("50", "40", "个", ("50个", "40个", "takes_uom")),
        ("50", "40", "万", ("500000", "400000", "takes_uom")),
        ("95", "96", "%", ("0.95%", "0.96%", "takes_uom")),
        ("5", "4", "万元", ("50000元", "40000元", "takes_uom")),
        ("5万", "4", "万元", ("50000元", "40000元", "wan_is_wanyuan takes_uom")),
        ("5万", "4万", "人", ("50000人", "40000人", "takes_uom")),
        ("5 万", "49000元", None, ("50000元", "49000元", "wan_is_wanyuan")),
        ("≤5万元", "5 万", None, ("50000元", "50000元", "wan_is_wanyuan")),
        ("52万", "520000人", None, ("520000人", "520000人", "target_takes_unit")),
        ("52万人", "52", "人", ("520000人", "52人", "takes_uom")),
        ("52万人", "52", "万人", ("520000人", "520000人", "actual_takes_unit")),
        ("52万人", "52", "万", ("520000人", "520000人", "actual_takes_unit")),
        ("52万人", "520000人", "人", ("520000人", "520000人", "")),
        ("3公里", "2900米", None, ("3000m", "2900m", "")),
        ("90-95%", "96", None, ("0.9~0.95%", "0.96%", "actual_takes_unit")),
        ("90-95", "96%", None, ("0.9~0.95%", "0.96%", "target_takes_unit")),
        ("5-10万", "60000元", None, ("50000~100000元", "60000元", "wan_is_wanyuan")),
        ("90-95%", "91-92%", None, ("0.9~0.95%", "0.91~0.92%", "")),
        ("1.5:1", "2:1", None, ("1.5:", "2:", "")),
        ("2023年底前", "2023年11月", None, ("date", "date", "")),
        ("及时", "及时", None, ("text", "text", "")),
        ("及时", "及时", "个", ("text", "text", "")),
    ],
)
def test_two_values_come_to_one_unit(target: str, actual: str, uom: str | None, expected: tuple[str, str, str]) -> None:
    outcome = reconcile(parse(target), parse(actual), parse_unit(uom) if uom else None)
    assert not isinstance(outcome, Mismatch)
    assert (_base(outcome[0]), _base(outcome[1]), " ".join(outcome[2])) == expected


@pytest.mark.parametrize(
    ("target", "actual", "uom", "expected"),
    [
        ("≥95%", "0.96", None, ("share_bare", "%", "")),
        ("≥95%", "1", None, ("share_bare", "%", "")),
        ("95百分比", "-0.5", None, ("share_bare", "百分比", "")),
        ("0.95", "96%", None, ("share_bare", "", "%")),
        ("0.9~0.95", "96%", None, ("share_bare", "", "%")),
        ("90~95%", "0.96", None, ("share_bare", "%", "")),
        ("95", "0.96", "%", ("share_bare", "", "")),
        ("95%", "5万", None, ("share_against_count", "%", "万")),
        ("95%", "5个", None, ("share_against_count", "%", "个")),
        ("5万人", "95%", None, ("share_against_count", "万人", "%")),
        ("5", "95%", "个", ("share_against_count", "%", "个")),
        ("5个", "5套", None, ("dimension", "个", "套")),
        ("5人", "5人次", None, ("dimension", "人", "人次")),
        ("5个", "5", "套", ("dimension", "个", "套")),
        ("5", "5元/人*月", "元", ("dimension", "元/人·月", "元")),
        ("5个", "及时", None, ("kind", "个", "")),
        ("及时", "5个", None, ("kind", "", "个")),
        ("5个", "4-5个", None, ("kind", "个", "个")),
        ("12个月", "12月", None, ("kind", "个月", "")),
        ("2023年", "及时", None, ("kind", "", "")),
    ],
)
def test_what_cannot_be_compared_says_why(
    target: str, actual: str, uom: str | None, expected: tuple[str, str, str]
) -> None:
    assert reconcile(parse(target), parse(actual), parse_unit(uom) if uom else None) == expected


def test_signs_stay_on_the_values() -> None:
    outcome = reconcile(parse("≥95%"), parse("≥100"))
    assert isinstance(outcome[0], Number)
    assert isinstance(outcome[1], Number)
    assert (outcome[0].sign, outcome[1].sign) == ("≥", "≥")
