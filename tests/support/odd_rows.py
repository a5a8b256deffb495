"""Long tables of odd rows, from a seed: every way in which people type values, weights, budgets and choices.

Half of the projects are whole (weights that add up, values that compare), the others are as odd as can be.
"""

from __future__ import annotations

import random
from fractions import Fraction

from jixiao.exact import ZERO, format_exact
from jixiao.loading import load_project
from jixiao.model.facts import EXECUTION
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring import score_project
from jixiao.scoring.plan import plan_of

Row = dict[str, str | None]

COLUMNS = (
    "project", "level1", "level2", "name", "target", "actual", "weight", "comparison", "uom", "direction", "tier",
    "share", "rule", "applicable", "finished", "cause", "score", "year", "initial",
)  # fmt: skip

DIGITS = (
    "0", "1", "2", "3", "5", "7", "10", "12", "48", "50", "60", "80", "85", "90", "94", "95", "96", "98", "99.99", "100",
    "100.01", "105", "110", "115", "120", "130", "150", "200", "300", "999.5", "1000", "12345", "0.5", "0.01", "0.96",
    "1.28", "33.33", "66.666667", "0.000000000001", "12.123456789012", "99999999999999999999", "12345678901234567890",
    "1,000", "1,234,567.5", "１２", "９５．５", "１，２００", "-5", "-0.5", "-0", "+7", "0.0", "10.50",
)  # fmt: skip
NUMERALS = (
    "零", "二", "两", "十", "十二", "九十", "九十四", "一百", "一百二十", "一千零五", "五十二万", "一点二亿", "壹佰贰拾",
    "三点五", "一百二",
)  # fmt: skip
SIGNS = (
    "≥", "≤", ">", "<", "=", ">=", "=>", "≧", "⩾", "<=", "＜=", "≦", "⩽", "＝", "＞", "==", "(≥)", "（≤）", "≥ ", " ≤ ",
    "不低于", "不少于", "不超过", "不高于", "至少", "最多", "控制在", "达到", "超过", "低于", "大于等于", "等于",
)  # fmt: skip
ENDS = ("以上", "及以上", "以下", "以内", "内", "(含)以上", "（含）以下", "完成")
UNITS = (
    "%", "％", " %", "﹪", "‰", "成", "百分点", "元", "万元", "亿元", "千万元", "万", "亿", " 万", "百", "人", "万人",
    "人次", "个", " 个", "户", "公里", "km", "米", "平方米", "㎡", "公顷", "吨", "千克", "天", "日", "工作日", "小时",
    "年", "个月", "元/人·月", "次/年", "台(套)", "匹", "（万元）", "名", "分",
)  # fmt: skip
SHARES = (
    "百分之九十五", "百分之95", "千分之三", "九成五", "八成", "百分百", "95％", "95 %", "100%", "90%", "0.95", "1", "98%",
    "0.5%", "120%", "150%", "99.995%", "0%",
)  # fmt: skip
RANGES = (
    "90%-95%", "90-95%", "90~95", "80%～90%", "5万-10万元", "95%±2%", "±10%", "≥95%且≤98%", "≤98%，≥95%", "10—20个",
    "3至5天", "控制在10%-20%之间", "95-90",
)  # fmt: skip
DATES = (
    "2023年12月31日前", "2023年12月31日", "2023-12-31", "2023/12/31", "2023.6.30", "2023-12", "2023年12月", "12月底前",
    "12月31日前", "十二月底", "6月", "2023年底", "年底前", "年末", "年内", "年度内完成", "2023年", "2022年11月1日",
    "2024年2月29日", "2023年第三季度", "第四季度", "三季度末", "上半年", "2023年下半年", "二〇二三年十二月", "2023年11月前",
    "≤2023年12月31日", "不晚于2023年10月", "2023年10月以内", "2023年2月30日", "2150年", "≥2023年5月",
)  # fmt: skip
RANKS = ("第3名", "第 5 位", "第三名", "第十名", "第1位")
RATIOS = ("3:1", "1:2", "3：1")
WORDS = (
    "及时", "=及时", "≥有效", "显著提升", "提升", "有效 保障", "达成预期指标", "达成年度指标", "部分达成预期指标并具有一定效果",
    "未达成年度指标且效果较差", "基本达成目标", "部分实现目标", "实现目标程度较低", "优", "良好", "一般", "较差", "合格", "全部完成",
    "已完成", "完成", "未完成", "是", "否", "有", "保障到位", "逐步提高",
)  # fmt: skip
STROKES = ("/", "—", "——", "-", "－", "...", "…", "无", "空", "N/A", " ", "　", "。")
UNREADABLE = (
    "约95%", "≥≥5", "大概", "95%左右", "1e3", "5%%", "1_000", "010", "≥5以内", "5个6", "百分之", "100%或90%", "12,34",
    "=SUM(A1)", "第〇名", "5匹马的", "１2x", "≥", "123456789012345678901", "0.1234567890123",
)  # fmt: skip
#: Texts that a file of commas, quotes and lines may break on, or that a look does not show.
BREAKING = (
    "提\n升", "有效\u200b", "\ufeff95%", "\u200b95%", "9 5%", "≥\n95%", "95\n%", '"及时"', "及时,有效", "达到“优”，且‘良’", "'1", "=1",
    "95%\u3000", "一、二；三", "有效" * 120, "1\t2", "第\n3名", "是\n", "100% ", "产出\n指标",
)  # fmt: skip
CAUSES = ("停办", "受天气影响", "无", "没有。", "/", "——", " ", "-3")
SWITCHES = ("是", "否", "true", "false", "是 ", "True", "不适用", "N", "")
WEIGHTS = (
    "10", "5", "12.5", "20", "7.25", "0.5", "0", "-1", "+5", "10.333", "１０", "10.00", "1,000", "10分", "十", "10%", " 8 ",
    "0.000000001", "3.123456789012", "999999999", "10000000000", "99999999999999999999", "1e1", "010", "",
)  # fmt: skip
AMOUNTS = (
    "100", "90", "94", "5", "0", "0.00", "12.5", "1,234.56", "１００", "-5", "+8", " 60 ", "100.0", "99999999999999999999",
    "0.000000000001", "十二", "九十四", "一百", "5万", "5万元", "100元", "3亿元", "100%", "90%", "≥100", "约90", "/", "—", "无",
    "", "12月", "3:1", "010", "1e3", "500", "120", "115.01", "33.333333",
)  # fmt: skip


KINDS = ("plain", "plain", "number", "number", "number", "share", "numeral", "range", "date", "words", "rank")
#: So often values are drawn anew for a row that is to have a score.
TRIES = 8


class Odd:
    """Odd rows of one spec, from one source of chance."""

    def __init__(self, spec: IndicatorSpec, rng: random.Random) -> None:
        self.spec, self.plan, self.rng = spec, plan_of(spec), rng
        self.labels = {name: (kind.label, *kind.also, name) for name, kind in spec.classes.items() if name != EXECUTION}
        self.groups: dict[str, Fraction] = dict(spec.row_weights.groups) if spec.row_weights else {}
        conditions = [when for rule in spec.rules for when in rule.when or ()]
        self.level2 = [None, "数量指标", "质量指标", "成本指标", *(name for when in conditions for name in when.level2)]
        self.parts = [part for when in spec.conditions for part in when.name_has]
        self.rules = [*(rule.name for rule in spec.rules), "无此规则"]
        tiers = [word for rule in spec.rules for name, tier in rule.tiers.items() for word in (name, *tier.also)]
        self.tiers = [*tiers, "1", "2", "3"]
        start = spec.in_force.start or spec.in_force.end
        self.year = start.year if start else 2023

    def chance(self, part: float) -> bool:
        """Whether something happens that does in ``part`` of all cases."""
        return self.rng.random() < part

    def some(self, part: float, values: tuple[str, ...] | list[str]) -> str | None:
        """One of the values in ``part`` of all cases, else nothing."""
        return self.rng.choice(values) if self.chance(part) else None

    def table(self, rows: int) -> list[Row]:
        """Projects of about so many rows in all, one after the other."""
        found: list[Row] = []
        while len(found) < rows:
            name = self.rng.choice(("P", "P", "P", "项目 ", "“甲”,", '"', "甲\n", "0"))
            found += self.project(f"{name}{len(found):06d}")
        return found

    def project(self, name: str) -> list[Row]:
        """The rows of one project, whole or odd."""
        how = self.rng.choice(("whole", "whole", "nearly", "odd"))
        oddity = {"whole": 0.0, "nearly": 0.04, "odd": 0.5}[how]
        rows = self.weighed() if how != "odd" or self.chance(0.3) else self.unweighed()
        for row in rows:
            self.fill(row)
            for _ in range(TRIES if how != "odd" else 0):
                if self.scores(row):
                    break
                self.fill(row)
            self.spoil(row, oddity)
        if self.chance(0.95 if how == "whole" else 0.85):
            rows.insert(self.rng.randrange(len(rows) + 1), self.execution(oddity))
        for row in rows:
            row["project"] = name
            for column, value in self.stated(oddity).items():
                row[column] = value
        return [{column: row.get(column) for column in COLUMNS} for row in rows]

    def stated(self, oddity: float) -> Row:
        """What a row states of its whole project."""
        rng = self.rng
        return {
            "year": str(self.year)
            if self.chance(0.8)
            else rng.choice((None, "2023", "2023年", "1999", "去年", "2023 "))
            if self.chance(oddity)
            else None,
            "finished": self.some(0.2, ("是", "否") if not self.chance(oddity) else SWITCHES),
            "initial": self.some(0.1, ("100", "80", "120") if not self.chance(oddity) else AMOUNTS),
        }

    def weighed(self) -> list[Row]:
        """Rows whose weights are those of the spec's classes, split at random."""
        sets = self.spec.weights.sets
        names = list(self.labels)
        if sets:
            points = dict(self.rng.choice(sets).points)
        else:
            points = {name: self.spec.full_marks / len(names) for name in names}
        present = [
            self.rng.choice([name for name in joint.split("+") if name != EXECUTION])
            for joint in points
            if joint != EXECUTION
        ]
        preset = self.plan.preset(frozenset(present))
        rows: list[Row] = []
        for name in present:
            joint = next((joint for joint in preset if name in joint.split("+")), None)
            whole = preset[joint] if joint else Fraction(10)
            if name == self.spec.weights.execution_in:
                whole -= preset.get(EXECUTION, ZERO)
            groups = self.groups if sum(self.groups.values()) == whole else {}
            rows += [{**row, "level2": group} for group, points in groups.items() for row in self.split(name, points)]
            if not groups:
                rows += [{**row, "level2": None} if self.groups else row for row in self.split(name, whole)]
        self.rng.shuffle(rows)
        return rows

    def split(self, name: str, points: Fraction) -> list[Row]:
        """Rows of one class that weigh so much together."""
        count = self.rng.randrange(1, 5)
        step = self.rng.choice((Fraction(1), Fraction(1, 2), Fraction(1, 100)))
        parts = [points * self.rng.randrange(1, 9) / 40 // step * step or step for _ in range(count - 1)]
        rest = points - sum(parts, ZERO)
        return [
            {
                "level1": self.rng.choice(self.labels[name]) if self.chance(0.1) else self.labels[name][0],
                "weight": format_exact(part),
            }
            for part in (*parts, rest)
        ]

    def unweighed(self) -> list[Row]:
        """Rows of any class and any weight."""
        labels = [label for own in self.labels.values() for label in own]
        words = (*labels, *labels, "其他指标", "", " ", "产 出 指 标", "产出指标（50分）", "产出指标(30.5 分)", None)
        return [
            {"level1": self.rng.choice(words), "weight": self.rng.choice((*WEIGHTS[:6] * 4, *WEIGHTS, None))}
            for _ in range(self.rng.randrange(0, 9))
        ]

    def scores(self, row: Row) -> bool:
        """Whether the row has a score by itself."""
        given = {key: value for key, value in row.items() if value is not None}
        (scored,) = score_project(load_project({"indicators": [given]}), self.spec).rows
        return scored.score is not None

    def fill(self, row: Row) -> None:
        """Give a row its name, its values and what else stands beside them."""
        rng, level2 = self.rng, self.rng.choice(self.level2)
        target, actual = self.pair(rng.choice(KINDS))
        uom = self.some(0.15, ("%", "万元", "个", "人次", "元", "天"))
        row |= {
            "name": f"{rng.choice(('培训人次', '覆盖率', '满意度', '成本控制率', '投诉', *self.parts))}{rng.randrange(30)}",
            "target": target, "actual": actual, "uom": uom, "level2": row.get("level2", level2),
            "comparison": self.some(0.12, ("≥", "≤", ">", "<", "=", "定性", "不低于", "（≤）", ">=")),
            "direction": self.some(0.06, ("正向", "反向", "反向指标", "positive")),
            "cause": self.some(0.3, CAUSES), "score": self.some(0.15, ("10", "9.5", "0", "5.00")), "share": None, "tier": None,
        }  # fmt: skip
        if "stated_share" in {rule.measure for rule in self.spec.rules} and self.chance(0.15):
            row |= {
                "share": self.some(0.7, ("1", "0.85", "70%", "0", "100%", "8/10")),
                "tier": self.some(0.6, self.tiers),
            }

    def spoil(self, row: Row, oddity: float) -> None:
        """Make some cells of a row odd."""
        rng = self.rng
        if self.chance(oddity):
            other = rng.choice((*STROKES, *UNREADABLE, *WORDS, *BREAKING, None, *self.pair(rng.choice(KINDS))))
            row[rng.choice(("target", "actual"))] = other
        if self.chance(oddity / 4):
            row[rng.choice(("name", "actual", "target", "weight", "level1"))] = rng.choice((None, " ", "—"))
        for column, values in (
            ("comparison", ("不少于吧", "≥≥", "≧", "大于")), ("uom", (*UNITS, "≥", " ", "没有这种单位的")), ("direction", ("向上", "反向 ")),
            ("share", ("2", "-1%", "half", "1/3", "0.333333333333", "100.5%")), ("tier", ("9", "", *WORDS)), ("rule", self.rules), ("applicable", SWITCHES),
            ("name", BREAKING), ("level1", BREAKING), ("cause", BREAKING), ("level2", BREAKING),
            ("score", ("九分", "10分", "9.5000000000001", "1,000", "-1", "１０", " 9 ")), ("weight", WEIGHTS),
        ):  # fmt: skip
            if self.chance(oddity / 8):
                row[column] = rng.choice(values)

    def pair(self, kind: str) -> tuple[str, str]:
        """A target and an actual of one kind, as typed."""
        rng = self.rng
        match kind:
            case "plain":
                return self.near()
            case "share":
                return self.signed(rng.choice(SHARES)), rng.choice(SHARES)
            case "numeral":
                unit = rng.choice(("", "", "个", "万元", "%", "人次", "般"))
                return self.signed(rng.choice((*NUMERALS, *DIGITS)) + unit), rng.choice(NUMERALS) + rng.choice(
                    (unit, unit, "")
                )
            case "range":
                return rng.choice(RANGES), rng.choice((*RANGES, *SHARES, "92%", "12个", "4天", "7万元", "93"))
            case "date":
                return rng.choice(DATES), rng.choice(DATES)
            case "words":
                word = rng.choice((*WORDS, *self.tiers))
                return word, rng.choice((word, *WORDS, *self.tiers))
            case "rank":
                return self.signed(rng.choice((*RANKS, *RATIOS))), rng.choice((*RANKS, *RATIOS))
        target, actual = self.near() if self.chance(0.7) else (rng.choice(DIGITS), rng.choice(DIGITS))
        unit = rng.choice((*UNITS, ""))
        other = rng.choice((unit, unit, unit, unit, "", rng.choice(UNITS)))
        return self.signed(target + unit), actual + other

    def near(self) -> tuple[str, str]:
        """Two plain numbers, often on an edge of a curve or a hair beside it."""
        rng = self.rng
        target = Fraction(rng.choice((1, 3, 7, 50, 95, 100, 300, 1000, 12345)))
        part = Fraction(
            rng.choice(
                (
                    0,
                    10,
                    30,
                    50,
                    59,
                    60,
                    70,
                    79,
                    80,
                    85,
                    90,
                    95,
                    99,
                    100,
                    100,
                    100,
                    100,
                    101,
                    105,
                    110,
                    115,
                    120,
                    130,
                    150,
                    200,
                    201,
                )
            ),
            100,
        )
        hair = rng.choice((0, 0, 0, 1, -1)) * Fraction(1, rng.choice((100, 10**6, 10**12)))
        return format_exact(target), format_exact(target * part + hair)

    def signed(self, text: str) -> str:
        """A text with a sign before or after it, or none."""
        if self.chance(0.08):
            return text + self.rng.choice(ENDS)
        return self.rng.choice(SIGNS) + text if self.chance(0.6) else text

    def execution(self, oddity: float) -> Row:
        """The execution row."""
        rng = self.rng
        budget, spent = self.near()
        row: Row = {
            "level1": "execution" if self.chance(0.05) else "预算执行率", "name": rng.choice((None, "预算执行率", "执行率")),
            "target": budget, "actual": spent, "uom": self.some(0.4, ("万元", "元")), "cause": self.some(0.3, CAUSES),
        }  # fmt: skip
        if self.chance(oddity):
            row[rng.choice(("target", "actual"))] = rng.choice((*AMOUNTS, None))
        if self.chance(oddity / 2):
            row |= {"uom": rng.choice(("%", "亿元", "万 元", "")), "weight": rng.choice(("10", "5", "x"))}
        return row
