"""Made-up projects, the same for every run: as files, and as rows parsed for the plain loop."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from decimal_loop import Row

#: Class, second level and points of the ten indicators: 90 points, and 10 for execution.
ROWS = [("产出指标", "数量指标", 10)] * 3 + [("产出指标", "质量指标", 10)] * 2
ROWS += [("效益指标", "社会效益指标", 10)] * 2 + [("效益指标", "经济效益指标", 5)] * 2
ROWS += [("满意度指标", "服务对象满意度指标", 10)]
KINDS = ("≥", "≥", "percent", "≤", "≤ percent", "zero", "share")
LOSING = 0.37


def _values(kind: str, loses: bool, random: Random) -> tuple[str, str, Decimal, Decimal]:
    """Texts of target and actual, and both as numbers."""
    if kind == "share":
        share = random.choice(("60", "70", "75")) if loses else "100"
        return "及时", "部分达成" if loses else "达成", Decimal(1), Decimal(share) / 100
    if kind == "zero":
        actual = random.randint(1, 9) if loses else 0
        return "≤0 件", f"{actual} 件", Decimal(0), Decimal(actual)
    target = random.randint(40, 98) if "percent" in kind else random.randint(20, 5000)
    change = random.randint(1, 19)
    worse = max(1, target * (100 - change) // 100) if "≤" not in kind else target * (100 + change) // 100 + 1
    actual = worse if loses else target
    unit, sign = ("%" if "percent" in kind else " 人次"), ("≤" if "≤" in kind else "≥")
    return f"{sign}{target}{unit}", f"{actual}{unit}", Decimal(target), Decimal(actual)


def _loop_kind(kind: str) -> str:
    """Return what the plain loop calls a kind of row."""
    if kind in ("zero", "share"):
        return kind
    return "≤" if "≤" in kind else "≥"


def project(number: int, levels: list[tuple[str, str, int]] = ROWS) -> tuple[dict[str, Any], list[Row]]:
    """A project with a row for each of ``levels``, as a file holds it, and its rows for the plain loop."""
    random = Random(number)
    budget, spent = random.randint(50, 900), 0
    spent = budget if random.random() > LOSING else budget * random.randint(80, 99) // 100
    rows = [Row("execution", Decimal(10), Decimal(budget), Decimal(spent), f"{budget}万元", f"{spent}万元")]
    indicators = []
    for index, (level1, level2, weight) in enumerate(levels):
        kind, loses = random.choice(KINDS), random.random() < LOSING
        target, actual, target_number, actual_number = _values(kind, loses, random)
        row = {"一级指标": level1, "二级指标": level2, "三级指标": f"第{index + 1}项工作完成情况"}
        row |= {"年度指标值": target, "实际完成值": actual, "分值": str(weight)}
        if kind == "share" and loses:
            row["得分比例"] = f"{actual_number * 100:f}".rstrip("0").rstrip(".") + "%"
        if loses and random.random() < 0.9:
            row["偏差原因"] = "受疫情影响，部分工作推迟开展"
        indicators.append(row)
        rows.append(Row(_loop_kind(kind), Decimal(weight), target_number, actual_number, target, actual))
    funds = {"全年预算数": str(budget), "全年执行数": str(spent)}
    document = {
        "指标体系": "cn.mof-2020-10",
        "项目名称": f"示例项目{number}",
        "年度": "2023",
        "主管部门": "某市人力资源和社会保障局",
        "实施单位": "某市社会保险事务中心",
        "项目资金": {"年度资金总额": funds, "财政拨款": funds},
        "项目已完成": "是",
        "年度总体目标": [{"预期目标": "按时完成全年工作", "实际完成情况": "基本完成全年工作"}],
        "绩效指标": indicators,
    }
    if spent < budget:
        document["项目资金"] = {**document["项目资金"], "偏差原因": "按合同约定付款"}  # type: ignore[dict-item]
    return document, rows


def as_yaml(value: object, depth: int = 0) -> str:
    """Block style, as people write it; texts here need no quotes but where a sign would open a block."""
    pad = "  " * depth
    if isinstance(value, dict):
        return "".join(_entry(pad, key, item, depth) for key, item in value.items())
    if isinstance(value, list):
        return "".join(pad + "- " + as_yaml(item, depth + 1).lstrip(" ") for item in value)
    return str(value)


def _entry(pad: str, key: str, item: object, depth: int) -> str:
    if isinstance(item, dict | list):
        return f"{pad}{key}:\n{as_yaml(item, depth + 1)}"
    return f"{pad}{key}: {item}\n"
