"""Quantities: every shape that targets and actuals are typed in, the words of published tables, and laws."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.exact import plain
from jixiao.quantity import Date, Mismatch, Number, Quantity, Range, Sign, Text, Unit, parse, parse_unit, reconcile
from jixiao.quantity.numerals import take_count, take_numeral
from jixiao.quantity.parsing import _by_grammar, _plainly

PERCENT = Unit("%", Fraction(1, 100))
WAN_YUAN = Unit("元", Fraction(10000))
YUAN = Unit("元")


def num(value: str, dimension: str = "", factor: str = "1", sign: Sign | None = None) -> Number:
    """A number whose ``value`` is in the base unit."""
    unit = Unit(dimension, Fraction(factor))
    return Number(sign, Fraction(value), unit)


def share(value: str, sign: Sign | None = None, factor: str = "1/100") -> Number:
    """A share whose ``value`` is in per cent."""
    return num(str(Fraction(value) / 100), "%", factor, sign)


def span(low: str, high: str, dimension: str = "", factor: str = "1") -> Range:
    """A range whose ends are in the base unit."""
    return Range(Fraction(low), Fraction(high), Unit(dimension, Fraction(factor)))


SIGNS: list[tuple[str, Quantity]] = [
    *((f"{word}5", num("5", sign="≥")) for word in ("≥", ">=", "=>", "≧", "⩾", "＞=", "＞＝", "(≥)", "（≥）")),
    *((f"{word}5", num("5", sign="≥")) for word in ("不低于", "不少于", "不小于", "大于等于", "大于或等于")),
    *((f"{word}5", num("5", sign="≥")) for word in ("至少", "最低", "达到")),
    *((f"{word} 5", num("5", sign=">")) for word in (">", "＞", "超过", "大于", "高于", "多于")),
    *((f"{word}5", num("5", sign="≤")) for word in ("≤", "<=", "=<", "≦", "⩽", "不高于", "不超过", "不大于")),
    *((f"{word}5", num("5", sign="≤")) for word in ("不多于", "小于等于", "最多", "最高", "控制在")),
    *((f"{word}5", num("5", sign="<")) for word in ("<", "＜", "小于", "低于", "少于")),
    *((f"{word}5", num("5", sign="=")) for word in ("=", "═", "＝", "==", "等于")),
    *((f"5{word}", num("5", sign="≥")) for word in ("以上", "及以上", "或以上", "以上（含）", "（含）以上")),
    *((f"5{word}", num("5", sign="≤")) for word in ("以内", "以下", "及以下", "之内", "内")),
    *((f"控制在5万元{word}", num("50000", "元", "10000", "≤")) for word in ("以内", "以下", "内")),
    ("达到95%以上", share("95", "≥")),
    ("超过95%以上", share("95", ">")),
    ("100%（含）", share("100")),
    (">95%（含）", share("95", "≥")),
    ("小于5%(含)", share("5", "≤")),
    ("30日内", num("30", "天", sign="≤")),
    ("≥5以内", Text("≥5以内")),
    ("等于5以上", Text("等于5以上")),
    ("≥≥5", Text("≥≥5")),
    ("5（含5）", Text("5（含5）")),
    ("95%（不含）", Text("95%（不含）")),
    ("3个室内", Text("3个室内")),
    ("≥", Text("≥")),
]

NUMBERS: list[tuple[str, Quantity]] = [
    ("", Text("")),
    (" 无 ", Text("无")),
    ("0次", num("0", "次")),
    ("+5%", share("5")),
    ("-3", num("-3")),
    ("−3", num("-3")),
    ("1，234．5", num("1234.5")),
    ("7,00.0", Text("7,00.0")),
    ("010", Text("010")),
    ("1e3", Text("1e3")),
    ("1_000", Text("1_000")),
    ("0x10", Text("0x10")),
    ("5.", Text("5.")),
    ("123456789012345678901", Text("123456789012345678901")),
    ("0.1234567890123", Text("0.1234567890123")),
    ("十二", num("12")),
    ("一百二十", num("120")),
    ("一百二", Text("一百二")),
    ("一百零二", num("102")),
    ("三千零五十", num("3050")),
    ("三千五", Text("三千五")),
    ("零", num("0")),
    ("〇", num("0")),
    ("两次", num("2", "次")),
    ("一点五", num("1.5")),
    ("一点", Text("一点")),
    ("点五", Text("点五")),
    ("九十五个", num("95", "个")),
    ("五十二万", num("520000", factor="10000")),
    ("五十二万人", num("520000", "人", "10000")),
    ("五十二 万人", num("520000", "人", "10000")),
    ("一点二亿", num("120000000", factor="100000000")),
    ("一点二万亿元", num("1200000000000", "元", "1000000000000")),
    ("一亿二千万", num("120000000")),
    ("一亿零五万", num("100050000")),
    ("十二万三千", num("123000")),
    ("一万二千亿", num("1200000000000")),
    ("一亿二亿", Text("一亿二亿")),
    ("一亿亿", Text("一亿亿")),
    ("万", Text("万")),
    ("二万五", Text("二万五")),
    ("万五千", Text("万五千")),
    ("一万百", Text("一万百")),
    ("壹佰贰拾元整", num("120", "元")),
    ("五千元", num("5000", "元")),
    ("5.2万", num("52000", factor="10000")),
    ("5 万", num("50000", factor="10000")),
    ("1.2亿", num("120000000", factor="100000000")),
    ("1亿2千万", Text("1亿2千万")),
    ("一般", Text("一般")),
    ("十分", Text("十分")),
    ("一次性完成", Text("一次性完成")),
    ("百分百", share("100")),
    ("百分之百", share("100")),
    ("百分之九十五", share("95")),
    ("百分之 95.5", share("95.5")),
    ("百分之多少", Text("百分之多少")),
    ("千分之五", share("0.5", factor="1/1000")),
    ("九成", share("90", factor="1/10")),
    ("九成五", share("95", factor="1/10")),
    ("9.5成以上", share("95", "≥", "1/10")),
    ("5‰", share("0.5", factor="1/1000")),
    ("95％", share("95")),
    ("95 %", share("95")),
    ("95百分比", share("95")),
    ("95个百分点", share("95")),
    ("约95%", Text("约95%")),
    ("95%左右", Text("95%左右")),
    ("100余人", Text("100余人")),
    ("100多人", Text("100多人")),
    ("100%完成", Text("100%完成")),
    ("(95%)", Text("(95%)")),
    ("第7名", num("7", "名")),
    ("第七名", num("7", "名")),
    ("第 3 位", num("3", "名")),
    ("第0名", Text("第0名")),
    ("第1.5名", Text("第1.5名")),
    ("第几名", Text("第几名")),
    ("前3名", Text("前3名")),
    ("1.5:1", num("1.5", ":")),
    ("3：2", num("1.5", ":")),
    ("3:0", Text("3:0")),
    ("08:30", Text("08:30")),
    ("3:2:1", Text("3:2:1")),
]

UNITS: list[tuple[str, Quantity]] = [
    ("5（万元）", num("50000", "元", "10000")),
    ("5()", Text("5()")),
    ("5万 元", num("50000", "元", "10000")),
    ("3千元", num("3000", "元", "1000")),
    ("2百万元", num("2000000", "元", "1000000")),
    ("3亿元", num("300000000", "元", "100000000")),
    ("3万美元", num("30000", "美元", "10000")),
    ("8万亩", num("80000", "亩", "10000")),
    ("5万千瓦", num("50000000", "瓦", "10000000")),
    ("5百分", Text("5百分")),
    ("5万%", Text("5万%")),
    ("12个月", num("12", "月")),
    ("24月", num("24", "月")),
    ("3年", num("3", "年")),
    ("10天", num("10", "天")),
    ("10日", num("10", "天")),
    ("8小时", num("8", "小时")),
    ("3个工作日", num("3", "工作日")),
    ("5个", num("5", "个")),
    ("5毫米", num("0.005", "m", "1/1000")),
    ("5厘米", num("0.05", "m", "1/100")),
    ("5米", num("5", "m")),
    ("5公里", num("5000", "m", "1000")),
    ("5km", num("5000", "m", "1000")),
    ("5千米", num("5000", "m", "1000")),
    ("5㎡", num("5", "m2")),
    ("5m²", num("5", "m2")),
    ("5平米", num("5", "m2")),
    ("5km2", num("5000000", "m2", "1000000")),
    ("5平方公里", num("5000000", "m2", "1000000")),
    ("5公顷", num("50000", "m2", "10000")),
    ("5万立方米", num("50000", "m3", "10000")),
    ("5m3", num("5", "m3")),
    ("5吨", num("5000", "kg", "1000")),
    ("5千克", num("5", "kg")),
    ("5公斤", num("5", "kg")),
    ("5克", num("0.005", "kg", "1/1000")),
    ("5cm2", num("5", "cm2")),
    ("5 元／人＊月", num("5", "元/人·月")),
    ("5元/人/月", num("5", "元/人·月")),
    ("5元/每人·每月", num("5", "元/人·月")),
    ("3万元/年", num("30000", "元/年", "10000")),
    ("3元/平方米", num("3", "元/m2")),
    ("3元/吨", num("3", "元/吨")),
    ("3元/万人", num("3", "元/万人")),
    ("2次/日", num("2", "次/天")),
    ("5人·天", num("5", "人·天")),
    ("5元/", Text("5元/")),
    ("5/人", Text("5/人")),
    ("5%/年", Text("5%/年")),
    ("5日元", Text("5日元")),
    ("3年级", Text("3年级")),
    ("5号", Text("5号")),
    ("5标准煤炭储备中心仓库", Text("5标准煤炭储备中心仓库")),
    ("5个人民政府办公场所改造维修", Text("5个人民政府办公场所改造维修")),
    ("1 套 系统", Text("1 套 系统")),
    ("第一季度末考核5次", Text("第一季度末考核5次")),
]

RANGES: list[tuple[str, Quantity]] = [
    *(
        (text, span("0.9", "0.95", "%", "1/100"))
        for text in ("90%–95%", "90-95%", "90~95%", "90％～95％", "90% 至 95%")
    ),
    *((text, span("0.9", "0.95", "%", "1/100")) for text in ("控制在90%-95%", "90%—95%之间", "90%——95%")),
    ("90~95", span("90", "95")),
    ("-5--3", span("-5", "-3")),
    ("5--10", Text("5--10")),
    ("95%±2%", span("0.93", "0.97", "%", "1/100")),
    ("±10%", span("-0.1", "0.1", "%", "1/100")),
    ("95±2%", span("0.93", "0.97", "%", "1/100")),
    ("100个±5%", Text("100个±5%")),
    ("5-10万元", span("50000", "100000", "元", "10000")),
    ("5万-10万元", span("50000", "100000", "元", "10000")),
    ("500元-1万元", span("500", "10000", "元", "10000")),
    ("5万-95%", Text("5万-95%")),
    ("三至五年", span("3", "5", "年")),
    ("3个-5套", Text("3个-5套")),
    ("90%-95", Text("90%-95")),
    ("95%-90%", Text("95%-90%")),
    ("1-12月", Text("1-12月")),
    ("5-x", Text("5-x")),
    ("x-5", Text("x-5")),
    ("≥90%-95%", Text("≥90%-95%")),
    ("≥95%且≤98%", span("0.95", "0.98", "%", "1/100")),
    ("≤98%，＞95%", span("0.95", "0.98", "%", "1/100")),
    ("≥1,000且<2,000", span("1000", "2000")),
    ("≥98%且≤95%", Text("≥98%且≤95%")),
    ("≥95%且≥98%", Text("≥95%且≥98%")),
    ("≤95%且≤98%", Text("≤95%且≤98%")),
    ("≥95且≤98%", Text("≥95且≤98%")),
    ("≥95%且及时", Text("≥95%且及时")),
]

DATES: list[tuple[str, Quantity]] = [
    *((f"2023年12月31日{tail}", Date("≤", 2023, 12, 31)) for tail in ("前", "之前", "以前", "前完成")),
    *((text, Date(None, 2023, 12, 31)) for text in ("2023-12-31", "2023.12.31", "2023/12/31", "2023年12月31号")),
    ("2023 年 12 月 31 日", Date(None, 2023, 12, 31)),
    ("二〇二三年十二月三十一日", Date(None, 2023, 12, 31)),
    ("≤2023年12月31日", Date("≤", 2023, 12, 31)),
    ("不晚于2023-09-01", Date("≤", 2023, 9, 1)),
    ("≥2023年12月31日前", Text("≥2023年12月31日前")),
    ("2023-12", Date(None, 2023, 12, None)),
    ("2023.12/31", Text("2023.12/31")),
    ("12月31日前", Date("≤", None, 12, 31)),
    ("9月前", Date("≤", None, 9, None)),
    ("12月", Date(None, None, 12, None)),
    ("12月份", Date(None, None, 12, None)),
    ("2023年", Date(None, 2023, None, None)),
    ("2023年度", Date(None, 2023, None, None)),
    ("2023年内", Date("≤", 2023, None, None)),
    ("2023年完成", Date(None, 2023, None, None)),
    ("2023年底前", Date("≤", 2023, 12, 31)),
    ("年底前", Date("≤", None, 12, 31)),
    ("年末", Date(None, None, 12, 31)),
    ("年内", Date("≤", None, None, None)),
    (">年内", Text("年内", ">")),
    ("2023年12月底前", Date("≤", 2023, 12, None)),
    ("2023年第三季度", Date(None, 2023, 9, None, 3)),
    ("三季度前", Date("≤", None, 9, None, 3)),
    ("上半年", Date(None, None, 6, None, 6)),
    ("2023年下半年", Date(None, 2023, 12, None, 6)),
    ("2月29日", Date(None, None, 2, 29)),
    ("2023年2月30日", Text("2023年2月30日")),
    ("2023-02-30", Text("2023-02-30")),
    ("2023年13月", Text("2023年13月")),
    ("2023年十十月", Text("2023年十十月")),
    ("2023年0月", Text("2023年0月")),
    ("2023年2月0日", Text("2023年2月0日")),
    ("1948年", Text("1948年")),
    ("2101年", Text("2101年")),
    ("2101年5月", Text("2101年5月")),
    ("全年", Text("全年")),
    ("12.31前", Text("12.31前")),
]

TEXTS: list[tuple[str, Quantity]] = [
    ("=及时", Text("及时", "=")),
    ("＝ 及时", Text("及时", "=")),
    ("≧有效", Text("有效", "≥")),
    ("><有效", Text("><有效")),
    ("≥约5", Text("≥约5")),
    ("达到预期指标", Text("达到预期指标")),
    ("9" * 19 + " " * 200, Text("9" * 19)),
]

# tables/rows.csv: every distinct target and actual. None that holds a number is refused.
_BARE_IN_TABLES = (
    "5 11.7 0 50 100 90 251.89 10 43.2 37.24 287 171 30 387664.62 735 880 1 1100 550 20 3 8 0.1 310.2 154.74 12.5"
)
_WORDS_IN_TABLES = "及时 严格执行相关制度规定 达成预期指标 在项目计划完成时间内完成 符合相关规定 效果明显 有效 持续影响"
TABLES: list[tuple[str, Quantity]] = [
    *((text, num(text)) for text in _BARE_IN_TABLES.split()),
    *((text, Text(text)) for text in _WORDS_IN_TABLES.split()),
    *((f"{share_}%", share(share_)) for share_ in ("100", "95", "98", "80", "90", "60", "79.27")),
    ("", Text("")),
    ("≥80%", share("80", "≥")),
    ("≥100%", share("100", "≥")),
    ("= 100 %", share("100", "=")),
    ("═ 100 %", share("100", "=")),
    ("≧ 100 %", share("100", "≥")),
    ("≧ 95 %", share("95", "≥")),
    ("(≥)90 %", share("90", "≥")),
    ("(≤)0.9 %", share("0.9", "≤")),
    ("(≤)0.4 %", share("0.4", "≤")),
    ("100百分比", share("100")),
    ("≥100百分比", share("100", "≥")),
    ("≥98百分比", share("98", "≥")),
    ("≥95百分比", share("95", "≥")),
    ("≥90百分比", share("90", "≥")),
    ("5 万", num("50000", factor="10000")),
    ("52 万人", num("520000", "人", "10000")),
    ("6 万人", num("60000", "人", "10000")),
    ("(≥)8 万亩", num("80000", "亩", "10000", "≥")),
    ("(≥)1 万亩", num("10000", "亩", "10000", "≥")),
    ("(≥)50 万亩", num("500000", "亩", "10000", "≥")),
    ("1 套", num("1", "套")),
    ("600 卷", num("600", "卷")),
    ("≥50个", num("50", "个", sign="≥")),
    ("≥900件", num("900", "件", sign="≥")),
    ("≤90万元", num("900000", "元", "10000", "≤")),
    ("20万元", num("200000", "元", "10000")),
    ("100元", num("100", "元")),
    ("100人次", num("100", "人次")),
    ("87人次", num("87", "人次")),
    (">=59人次", num("59", "人次", sign="≥")),
    ("≧ 735 人次", num("735", "人次", sign="≥")),
    *((f"{n}人", num(n, "人")) for n in ("21980", "9453", "4604", "7", "87", "1")),
    *((f">={n}人", num(n, "人", sign="≥")) for n in ("21933", "9431", "4754", "7", "80")),
    (">=530元/人*月", num("530", "元/人·月", sign="≥")),
    (">=570元/人*月", num("570", "元/人·月", sign="≥")),
    ("583元/人*月", num("583", "元/人·月")),
    ("758元/人*月", num("758", "元/人·月")),
    ("<=5300元/户", num("5300", "元/户", sign="≤")),
    ("5830元/户", num("5830", "元/户")),
    ("≥1台（套）", num("1", "台(套)", sign="≥")),
    ("5万人(次)", num("50000", "人(次)", "10000")),
    ("3个（项）/年", num("3", "个(项)/年")),
    ("≤30天（含）", num("30", "天", sign="≤")),
    ("2个（完成）", Text("2个（完成）")),
    ("1次（已办）", Text("1次（已办）")),
    ("≥1290.3平方米", num("1290.3", "m2", sign="≥")),
    ("1290.3平方米", num("1290.3", "m2")),
    ("≥400平方米", num("400", "m2", sign="≥")),
    ("2019年", Date(None, 2019, None, None)),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*SIGNS, *NUMBERS, *UNITS, *RANGES, *DATES, *TEXTS, *TABLES],
    ids=lambda value: str(value)[:40],
)
def test_each_text_is_read_as_it_is_meant(text: str, expected: Quantity) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("万元", WAN_YUAN),
        ("（万元）", WAN_YUAN),
        ("%", PERCENT),
        ("百分比", PERCENT),
        ("次/年", Unit("次/年")),
        ("元/人＊月", Unit("元/人·月")),
        ("个月", Unit("月")),
        ("万", Unit("", Fraction(10000))),
        ("倍", Unit("倍")),
        ("≥", None),
        ("", None),
        (" ", None),
        ("无", None),
        ("2023年", None),
        ("个" * 100, None),
    ],
)
def test_a_cell_of_the_unit_column(text: str, expected: Unit | None) -> None:
    assert parse_unit(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-05-06", dt.date(2022, 5, 6), dt.date(2022, 5, 6)),
        ("12月31日前", dt.date(2023, 12, 31), dt.date(2023, 12, 31)),
        ("9月前", dt.date(2023, 9, 1), dt.date(2023, 9, 30)),
        ("2022年", dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
        ("三季度", dt.date(2023, 7, 1), dt.date(2023, 9, 30)),
        ("上半年", dt.date(2023, 1, 1), dt.date(2023, 6, 30)),
        ("2月29日", dt.date(2023, 2, 28), dt.date(2023, 2, 28)),
        ("年内", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    ],
)
def test_the_days_a_date_may_mean(text: str, first: dt.date, last: dt.date) -> None:
    date = parse(text)
    assert isinstance(date, Date)
    assert (date.first_day(2023), date.last_day(2023)) == (first, last)


def _base(quantity: Quantity) -> str:
    """A number or range in its base unit, for short tables; anything else as its kind."""
    if isinstance(quantity, Number):
        return plain(quantity.value) + quantity.unit.dimension
    if isinstance(quantity, Range):
        return f"{plain(quantity.low)}~{plain(quantity.high)}{quantity.unit.dimension}"
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


def test_a_numeral_and_what_follows_it() -> None:
    assert take_numeral("个") is None
    assert take_count("五万") is None
    assert take_count("五个") is None


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
    read = parse(f"{plain(value)} {word}")
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
        left, right = (parse(f"{plain(value)}{word}") for value in (target, actual))
        outcome = reconcile(left, right)
        assert isinstance(outcome[0], Number)
        assert isinstance(outcome[1], Number)
        return outcome[1].value / outcome[0].value

    assert quotient("元") == quotient("万元") == quotient("") == actual / target


@given(DECIMALS, WORDS, st.sampled_from(["", ">=", "<", "="]))
def test_full_width_is_half_width(value: Fraction, word: str, sign: str) -> None:
    text = f"{sign}{plain(value)}{word}"
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
