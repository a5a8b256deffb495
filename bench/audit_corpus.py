"""Tables for the audit bench: clean ones of many layouts, texts and roundings, and copies with one fault each.

Scores are reckoned here without the engine, by the rules as the specs read them: attainment × weight for ≥ and =,
target ÷ actual × weight for ≤; by 财预〔2021〕101号 nothing up to 60 % and satisfaction by its value; rounded half up
as the table rounds.
"""

from __future__ import annotations

# ruff: noqa: ARG001, ARG005, PLW0108  # faults have one signature
import copy
import random
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

PARTS = yaml.safe_load(Path(__file__).with_name("audit_corpus.yaml").read_text(encoding="utf-8"))
Table = dict[str, Any]
NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(.*)")
SIGN = re.compile(r"^(≥|≤|=|不少于)?\s*(.*)$")
#: The spec with a pass line, and bands of satisfaction.
BANDS = "cn.mof-2021-101"
#: Classes with their points and the second levels below them, as layouts share them out; execution has 10.
SPLITS = {
    "cn.mof-2020-10": [("产出指标", 50, ("数量", "质量", "时效", "成本")), ("效益指标", 30, ("经济效益", "社会效益", "生态效益", "可持续影响")),
                       ("满意度指标", 10, ("服务对象满意度",))],
    "cn.sichuan.leshan-2023": [("产出指标", 50, ("数量", "质量", "时效")), ("效益指标", 30, ("社会效益", "可持续影响")),
                               ("满意度指标", 10, ("服务对象满意度",))],
    BANDS: [("成本指标", 20, ("经济成本",)), ("产出指标", 40, ("数量", "质量", "时效")), ("效益指标", 20, ("社会效益", "生态效益")),
            ("满意度指标", 10, ("服务对象满意度",))],
}  # fmt: skip
PARTS["rows"]["经济成本"] = PARTS["rows"]["成本"]
STEPS = {"cents": "0.01", "tenths": "0.1", "points": "1"}


def rounded(value: Fraction, step: str) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(step), ROUND_HALF_UP)


def number(text: str) -> Fraction | None:
    match = NUMBER.match(SIGN.match(text)[2])
    return Fraction(match[1]) if match else None


def attainment(target: str, actual: str) -> Fraction:
    """Return actual ÷ target, or its mirror for ≤, of a row that falls short; costs without a sign are limits."""
    goal, value = number(target), number(actual)
    if target.startswith("≤"):
        return goal / value
    return value / goal


def share_of(spec: str, row: Table) -> Fraction:
    """Return the share of its weight that a row earns that falls short."""
    ratio = attainment(row["target"], row["_low"])
    if spec != BANDS:
        return ratio
    if row["level1"] == "满意度指标":
        value = number(row["_low"])
        return next((share for edge, share in SATISFACTION if value >= edge), Fraction(0))
    return max(Fraction(0), (ratio - Fraction(6, 10)) / Fraction(4, 10))


SATISFACTION = ((90, Fraction(1)), (80, Fraction(8, 10)), (60, Fraction(5, 10)))


def shares(total: int, count: int, rng: random.Random) -> list[int]:
    """Return whole points that add up to a total, none below 2."""
    cuts = sorted(rng.sample(range(1, total // 2), count - 1)) if count > 1 else []
    edges = [0, *cuts, total // 2]
    points = [2 * (b - a) for a, b in pairwise(edges)]
    points[0] += total - sum(points)
    return points


def clean_table(seed: int) -> Table:
    """Return a table without a fault."""
    rng = random.Random(seed)
    spec = rng.choice(list(SPLITS))
    place, office, project = rng.choice(PARTS["places"]), rng.choice(PARTS["offices"]), rng.choice(PARTS["projects"])
    step = rng.choice(["cents", "cents", "tenths", "points"])
    expected, achieved = rng.choice(PARTS["goals"])
    rows: list[Table] = []
    for level1, total, kinds in SPLITS[spec]:
        if level1 == "满意度指标":
            chosen = [(kinds[0], rng.choice(PARTS["rows"][kinds[0]]))]
        else:
            count = rng.randint(3, 6) if total == 50 else rng.randint(2, 3)
            chosen = pick(kinds, count, rng)
        for (level2, row), weight in zip(chosen, shares(total, len(chosen), rng), strict=True):
            rows.append(make_row(level1, level2, row, weight))
    if rng.random() < 0.5:
        for row in rng.sample(rows, rng.choice([1, 1, 2, 3])):
            fall_short(spec, row, step, rng)
    money = money_of(rng)
    table: Table = {
        "spec": spec, "name": f"{project}项目", "year": 2023, "department": f"{place}{office}",
        "unit": f"{place}{office}", "finished": True, "funds": money["funds"],
        "goals": [{"expected": expected, "achieved": achieved}] if expected else [],
        "indicators": [{key: value for key, value in row.items() if not key.startswith("_") and value != ""} for row in rows],
    }  # fmt: skip
    printed(table, money["rate"], rng)
    dress(table, rng)
    return table


def pick(kinds: tuple[str, ...], count: int, rng: random.Random) -> list[tuple[str, list[str]]]:
    """Return rows of several second levels, in their order, no name twice."""
    pool = [(level2, row) for level2 in kinds for row in PARTS["rows"][level2]]
    chosen = rng.sample(pool, count)
    return sorted(chosen, key=lambda one: kinds.index(one[0]))


def make_row(level1: str, level2: str, row: list[str], weight: int) -> Table:
    name, target, actual, low = row
    return {"level1": level1, "level2": f"{level2}指标", "name": name, "target": target, "actual": actual,
            "weight": str(weight), "score": str(weight), "cause": "", "_low": low}  # fmt: skip


def fall_short(spec: str, row: Table, step: str, rng: random.Random) -> None:
    """Let a row fall short, with the score of the rule and its reason."""
    if not row["_low"]:
        return None
    row["actual"] = row["_low"]
    weight = Fraction(row["weight"])
    score = rounded(weight * share_of(spec, row), STEPS[step])
    if score >= weight:
        return fall_back(row)
    row["score"], row["cause"] = str(score), rng.choice(PARTS["reasons"])
    return None


def fall_back(row: Table) -> None:
    """Leave a row full where the table rounds its loss away: such a table would be at fault."""
    row["actual"] = row["target"].lstrip("≥≤=") if not row["target"].startswith("不") else row["target"][3:]


def money_of(rng: random.Random) -> Table:
    budget = Fraction(rng.randint(2000, 900_000), 100)
    rate = rng.choice([Fraction(1), Fraction(1), Fraction(rng.randint(9000, 9999), 10_000)])
    spent = Fraction(int(budget * rate * 100), 100)
    as_text = lambda value: format(Decimal(value.numerator) / Decimal(value.denominator), "f")  # noqa: E731
    total = {"budget": as_text(budget), "spent": as_text(spent)}
    funds: Table = {"total": total}
    if rng.random() < 0.7:
        funds["fiscal"] = dict(total)
    if rng.random() < 0.5:
        initial = rng.choice([budget, budget, budget * Fraction(11, 10)])
        funds["total"]["initial"] = as_text(initial)
    return {"funds": funds, "rate": spent / budget}


def printed(table: Table, rate: Fraction, rng: random.Random) -> None:
    """Print total, grade, rate and score of the execution, or some of them."""
    if rng.random() < 0.3:
        return
    execution = rounded(10 * rate, "0.01")
    if table["spec"] == BANDS:
        execution = Decimal(10)  # the project is finished
    total = execution + sum(Decimal(row["score"]) for row in table["indicators"])
    result: Table = {"execution_score": str(execution)}
    if rng.random() < 0.8:
        result["total"] = str(total)
        if rng.random() < 0.5:
            result["grade"] = "优" if total >= 90 else "良"
    if rng.random() < 0.6:
        places = rng.choice(["1", "0.1", "0.01"])
        result["execution_rate"] = f"{rounded(100 * rate, places)}%"
    table["printed"] = result


def dress(table: Table, rng: random.Random) -> None:
    """Write the table as one of the layouts does: signs and units in columns of their own, other words, no signs."""
    way = rng.choice(["plain", "plain", "columns", "words"])
    for row in table["indicators"]:
        if way == "columns" and (match := re.match(r"^([≥≤=])([0-9.]+)(%|[\u4e00-\u9fff/]{1,4})?$", row["target"])):
            row["comparison"], row["target"] = match[1], match[2]
            if match[3]:
                row["uom"] = match[3]
                row["actual"] = row["actual"].removesuffix(match[3])
        elif way == "words":
            row["target"] = row["target"].replace("≥", "不低于").replace("≤", "不超过")


# ---- faults


Fault = Callable[[Table, random.Random], bool]


def numeric(table: Table, sign: str = "≥", *, percent: bool | None = None) -> list[int]:
    """Return rows with a number as target and this sign in it, full, without a reason."""
    rows = []
    for index, row in enumerate(table["indicators"]):
        is_percent = "%" in row["target"]
        fits = row["target"].startswith(sign) and number(row["target"]) and not row.get("cause")
        if fits and (percent is None or percent == is_percent):
            rows.append(index)
    return rows


def scale(text: str, factor: Fraction) -> str:
    """Return a value times a factor, with its unit."""
    match = NUMBER.match(SIGN.match(text)[2])
    value = Fraction(match[1]) * factor
    places = "1" if value >= 100 else "0.1"
    return f"{rounded(value, places).normalize():f}{match[2]}"


def drop_total(table: Table) -> None:
    """Print no total where the fault would break that, too."""
    table.get("printed", {}).pop("total", None)
    table.get("printed", {}).pop("grade", None)


def on_row(table: Table, rng: random.Random, rows: list[int]) -> Table | None:
    if not rows:
        return None
    index = rng.choice(rows)
    table["_row"] = index
    return table["indicators"][index]


def plant(slug: str, seed: int) -> tuple[Table, int | None] | None:
    """Return a clean table with one fault of a kind and its row, ``None`` where that table cannot have it."""
    rng = random.Random(seed)
    table = copy.deepcopy(clean_table(seed))
    if FAULTS[slug](table, rng) is False:
        return None
    return table, table.pop("_row", None)


def short_full(table: Table, rng: random.Random) -> bool:
    row = on_row(table, rng, numeric(table))
    if row is None:
        return False
    row["actual"] = scale(row["target"], Fraction(rng.randint(60, 93), 100))
    return True


def over_full(table: Table, rng: random.Random) -> bool:
    row = on_row(table, rng, numeric(table, "≤"))
    if row is None or number(row["target"]) == 0:
        return False
    row["actual"] = scale(row["target"], Fraction(rng.randint(115, 180), 100))
    return True


def deduct(share: Fraction, *, reason: bool) -> Fault:
    def fault(table: Table, rng: random.Random) -> bool:
        row = on_row(table, rng, numeric(table))
        if row is None:
            return False
        weight = Fraction(row["weight"])
        row["actual"] = scale(row["target"], Fraction(9, 10))
        row["score"] = str(rounded(weight * share, "0.01").normalize())
        if reason:
            row["cause"] = rng.choice(PARTS["reasons"])
        drop_total(table)
        return True

    return fault


def no_reason(table: Table, rng: random.Random) -> bool:
    row = on_row(table, rng, numeric(table))
    if row is None:
        return False
    row["score"] = str(int(row["weight"]) - 1)
    drop_total(table)
    return True


def needless_reason(table: Table, rng: random.Random) -> bool:
    row = on_row(table, rng, [i for i, r in enumerate(table["indicators"]) if not r.get("cause")])
    row["cause"] = rng.choice(PARTS["reasons"])
    return True


def unequal(table: Table, rng: random.Random) -> bool:
    rows = numeric(table)
    if len(rows) < 2:
        return False
    for index, share in zip(rng.sample(rows, 2), (Fraction(9, 10), Fraction(1, 2)), strict=True):
        row = table["indicators"][index]
        target = number(row["target"])
        row["target"] = (
            f"≥{rounded(target * 10, '1')}{NUMBER.match(SIGN.match(row['target'])[2])[2].replace('%', '个')}"
        )
        row["actual"] = scale(row["target"], Fraction(9, 10))
        row["score"], row["cause"] = (
            str(rounded(Fraction(row["weight"]) * share, "0.01").normalize()),
            rng.choice(PARTS["reasons"]),
        )
    drop_total(table)
    return True


def result(**changes: Callable[[Decimal], str]) -> Fault:
    def fault(table: Table, rng: random.Random) -> bool:
        for key, change in changes.items():
            typed = table.get("printed", {}).get(key)
            if typed is None:
                return False
            table["printed"][key] = change(typed)
        if "total" in changes:
            table["printed"].pop("grade", None)
        else:
            table["printed"].pop("total", None) if "execution_score" in changes else None
        return True

    return fault


def left_out(table: Table, rng: random.Random) -> bool:
    total, execution = (table.get("printed", {}).get(key) for key in ("total", "execution_score"))
    if total is None:
        return False
    table["printed"]["total"] = str(Decimal(total) - Decimal(execution))
    table["printed"].pop("grade", None)
    return True


def spent_all(table: Table, rng: random.Random) -> bool:
    total = table["funds"]["total"]
    if total["budget"] != total["spent"]:
        return False
    table["printed"] = {"execution_score": rng.choice(["0", "9", "8.5"])}
    return True


def money(**amounts: Callable[[Fraction], Fraction]) -> Fault:
    def fault(table: Table, rng: random.Random) -> bool:
        total = table["funds"]["total"]
        for key, change in amounts.items():
            value = change(Fraction(total["budget"]))
            total[key] = f"{float(value):.2f}"
        table["funds"].pop("fiscal", None)
        table.pop("printed", None)
        return True

    return fault


def empty_total(table: Table, rng: random.Random) -> bool:
    total = table["funds"]["total"]
    table["funds"]["fiscal"] = {key: total[key] for key in ("budget", "spent")}
    table["funds"]["total"] = {"budget": "0", "spent": "0"}
    table.pop("printed", None)
    return True


def parts_differ(table: Table, rng: random.Random) -> bool:
    total = table["funds"]["total"]
    table["funds"]["fiscal"] = {"budget": f"{float(Fraction(total['budget'])) + 10:.2f}", "spent": total["spent"]}
    return True


def field(
    key: str,
    value: str | Callable[[Table, random.Random], str],
    rows: Callable[[Table], list[int]] | None = None,
    **more: str,
) -> Fault:
    def fault(table: Table, rng: random.Random) -> bool:
        places = rows(table) if rows else [i for i, r in enumerate(table["indicators"]) if not r.get("cause")]
        row = on_row(table, rng, places)
        if row is None:
            return False
        row[key] = value(row, rng) if callable(value) else value
        row.update(more)
        for name in [name for name, text in row.items() if text == ""]:
            row.pop(name)
        if key in ("score", "weight"):
            drop_total(table)
        return True

    return fault


def of(level: str) -> Callable[[Table], list[int]]:
    return lambda table: [
        i
        for i, row in enumerate(table["indicators"])
        if level in (row["level1"], row["level2"]) and not row.get("cause")
    ]


def same_reasons(table: Table, rng: random.Random) -> bool:
    rows = numeric(table)
    if len(rows) < 3:
        return False
    for row in table["indicators"]:
        if row.get("cause"):
            row["cause"] = "受客观因素影响"
    for index in rows[:3]:
        row = table["indicators"][index]
        row["actual"] = scale(row["target"], Fraction(9, 10))
        row["score"], row["cause"] = (
            str(rounded(Fraction(row["weight"]) * attainment(row["target"], row["actual"]), "0.01").normalize()),
            "受客观因素影响",
        )
    drop_total(table)
    return True


def part_too_much(table: Table, rng: random.Random) -> bool:
    rows = [
        i
        for i in numeric(table, percent=False)
        if i + 1 < len(table["indicators"]) and table["indicators"][i + 1]["level2"] == table["indicators"][i]["level2"]
    ]
    if not rows:
        return False
    index = rows[0]
    parent, part = table["indicators"][index], table["indicators"][index + 1]
    part.update(
        name=f"其中：重点{parent['name']}",
        target=parent["target"],
        actual=scale(parent["target"], Fraction(12, 10)),
        score=part["weight"],
    )
    part.pop("cause", None)
    part.pop("comparison", None)
    part.pop("uom", None)
    parent["actual"] = scale(parent["target"], Fraction(1))
    drop_total(table)
    table["_row"] = index
    return True


def heavy(table: Table, rng: random.Random) -> bool:
    row = table["indicators"][0]
    others = table["indicators"][1:]
    row["weight"] = row["score"] = str(int(row["weight"]) + 50)
    for other in others:
        other["weight"] = other["score"] = str(rounded(Fraction(other["weight"]) * Fraction(1, 2), "0.1").normalize())
    table.pop("printed", None)
    table["_row"] = 0
    return not any(one.get("cause") for one in table["indicators"])


def whole(key: str, value: str) -> Fault:
    def fault(table: Table, rng: random.Random) -> bool:
        table[key] = value.format(name=table["name"])
        return True

    return fault


def achieved(text: str, *, full: bool = False) -> Fault:
    def fault(table: Table, rng: random.Random) -> bool:
        if full and any(row.get("cause") for row in table["indicators"]):
            return False
        table["goals"] = [{"expected": "完成年度任务", "achieved": text}]
        return True

    return fault


def late_papers(table: Table, rng: random.Random) -> bool:
    row = table["indicators"][0]
    row.update(
        level2="时效指标", name="工程验收时间", target="2023年12月31日前", actual="2023年6月15日", score=row["weight"]
    )
    for key in ("cause", "comparison", "uom"):
        row.pop(key, None)
    table["goals"] = [{"expected": "完成工程建设", "achieved": "工程于2023年9月20日通过竣工验收"}]
    table["_row"] = 0
    drop_total(table)
    return True


def words_twice(table: Table, rng: random.Random) -> bool:
    rows = table["indicators"][:2]
    for row, loss in zip(rows, (0, 2), strict=True):
        row.update(target="完善", actual="基本完善", score=str(int(row["weight"]) - loss))
        for key in ("comparison", "uom", "cause"):
            row.pop(key, None)
    rows[1]["cause"] = "制度还差两项"
    table["_row"] = 1
    drop_total(table)
    return int(rows[0]["weight"]) > 3 and int(rows[1]["weight"]) > 3


def far_cost(table: Table, rng: random.Random) -> bool:
    row = on_row(
        table,
        rng,
        [
            i
            for i in numeric(table, "≤")
            if table["indicators"][i]["level2"] == "成本指标" and "%" not in table["indicators"][i]["target"]
        ],
    )
    if row is None:
        return False
    row["actual"] = scale(row["target"], Fraction(15, 10))
    row["score"], row["cause"] = str(Decimal(row["weight"]) - Decimal("0.5")), "材料涨价"
    drop_total(table)
    return int(row["weight"]) > 3


def off_weights(table: Table, rng: random.Random) -> bool:
    row = table["indicators"][0]
    row["weight"] = row["score"] = str(int(row["weight"]) + 10)
    row.pop("cause", None)
    table.pop("printed", None)
    return True


def moved_weights(table: Table, rng: random.Random) -> bool:
    first, last = table["indicators"][0], table["indicators"][-2]
    if any(row.get("cause") for row in (first, last)) or int(first["weight"]) <= 4:
        return False
    first["weight"] = first["score"] = str(int(first["weight"]) - 2)
    last["weight"] = last["score"] = str(int(last["weight"]) + 2)
    return True


def no_class(table: Table, rng: random.Random) -> bool:
    row = table["indicators"][-1]
    row.update(
        level1="效益指标", level2="社会效益指标", name="服务人数", target="≥100人", actual="105人", score=row["weight"]
    )
    for key in ("cause", "comparison", "uom"):
        row.pop(key, None)
    drop_total(table)
    return True


def twice(table: Table, rng: random.Random) -> bool:
    first, second = table["indicators"][:2]
    keep = second["weight"]
    second.clear()
    second.update({**first, "weight": keep, "score": keep})
    second.pop("cause", None)
    drop_total(table)
    return not first.get("cause")


def ungrouped(table: Table, rng: random.Random) -> bool:
    rows = table["indicators"]
    if rows[0]["level2"] == rows[1]["level2"] or rows[0]["level1"] != rows[2]["level1"]:
        return False
    rows.insert(2, {**rows[2], "level2": rows[0]["level2"], "name": "其他工作量", "target": "3项", "actual": "3项",
                    "weight": "0", "score": "0"})  # fmt: skip
    weight = int(rows[0]["weight"])
    if weight < 4 or rows[0].get("cause"):
        return False
    rows[0]["weight"] = rows[0]["score"] = str(weight - 2)
    rows[2]["weight"] = rows[2]["score"] = "2"
    for key in ("cause", "comparison", "uom"):
        rows[2].pop(key, None)
    return True


def announced(table: Table, rng: random.Random) -> bool:
    row = on_row(table, rng, [i for i, r in enumerate(table["indicators"]) if r.get("cause")])
    if row is None:
        return False
    row["cause"] = f"{row['cause'].rstrip('。')}，扣{int(Decimal(row['weight']) - Decimal(row['score'])) + 1}分"
    return True


def share_score(table: Table, rng: random.Random) -> bool:
    row = on_row(
        table, rng, [i for i in numeric(table, percent=True) if number(table["indicators"][i]["target"]) < 100]
    )
    if row is None:
        return False
    row["actual"] = scale(row["target"], Fraction(1))
    row["score"] = str(rounded(Fraction(row["weight"]) * number(row["target"]) / 100, "0.01").normalize())
    drop_total(table)
    return True


def wrong_execution(table: Table, rng: random.Random) -> bool:
    score = table.get("printed", {}).get("execution_score", "10")
    if Decimal(score) == 10:
        return False
    table["printed"] = {
        "execution_score": str(
            Decimal(score) - rng.choice([Decimal("1.3"), Decimal("0.5"), Decimal(-10) + Decimal(score)])
        )
    }
    return True


def yes_or_no(table: Table, rng: random.Random) -> bool:
    row = on_row(table, rng, [i for i, r in enumerate(table["indicators"]) if not r.get("cause")])
    row.update(name="是否按要求完成", target=row["weight"], actual=row["weight"])
    row.pop("comparison", None)
    row.pop("uom", None)
    return True


def hardly_spent(table: Table, rng: random.Random) -> bool:
    if any(row.get("cause") for row in table["indicators"]):
        return False
    return bool(money(spent=lambda budget: budget * Fraction(3, 10))(table, rng))


FAULTS: dict[str, Fault] = {
    "short-yet-full": short_full,
    "over-limit-yet-full": over_full,
    "loss-without-cause": no_reason,
    "cause-without-loss": needless_reason,
    "claimed-score-differs": deduct(Fraction(3, 5), reason=True),
    "same-shortfall-different-scores": unequal,
    "printed-total-not-sum": result(total=lambda text: str(Decimal(text) - 3)),
    "execution-left-out": left_out,
    "class-weights-differ": moved_weights,
    "weights-sum": off_weights,
    "execution-printed-differs": wrong_execution,
    "all-spent-not-full": spent_all,
    "overspent": money(spent=lambda budget: budget * Fraction(12, 10)),
    "fund-total-empty": empty_total,
    "funds-parts-sum": parts_differ,
    "budget-adjusted-silently": money(initial=lambda budget: budget * Fraction(6, 10), spent=lambda budget: budget),
    "value-copies-sign": field("actual", lambda row, rng: row["target"], lambda t: numeric(t)),
    "different-kinds-of-values": field("actual", "良好", lambda t: numeric(t)),
    "value-is-its-points": yes_or_no,
    "empty-yet-scored": field("actual", "", None),
    "target-in-name": field("name", "11月底前完成全部任务"),
    "unusual-comparison": field("target", "≤40个", of("数量指标"), actual="38个", comparison="", uom=""),
    "share-at-least-full": field("target", "≥100%", of("质量指标"), name="检测合格率", actual="100%", comparison="", uom=""),
    "far-above-target": field("actual", lambda row, rng: scale(row["target"], Fraction(24, 10)), lambda t: numeric(t, percent=False)),
    "hardly-spent-all-full": hardly_spent,
    "goal-text-against-scores": achieved("主体已完成，剩余部分未到付款时间", full=True),
    "undone-yet-full": field("actual", "已建成，暂未验收", None, target="建成", comparison="", uom=""),
    "same-words-different-scores": words_twice,
    "date-before-papers": late_papers,
    "other-year": field("target", "2022年10月31日前", None, name="资金支付时间", actual="2022年10月20日", comparison="", uom="", level2="时效指标"),
    "mild-for-cost": far_cost,
    "effect-in-percent": field("name", "促进事业健康发展", of("效益指标"), target="100%", actual="100%", comparison="", uom=""),
    "unjudgeable-target": field("target", "效果明显", of("效益指标"), actual="效果明显", comparison="", uom=""),
    "satisfaction-of-all": field("target", "100%", of("满意度指标"), actual="100%", comparison="", uom=""),
    "money-as-quantity": field("name", "项目投入资金", of("数量指标"), target="≥80万元", actual="80万元", comparison="", uom=""),
    "wrong-class": field("level2", "经济效益指标", of("产出指标")),
    "duplicate-indicator": twice,
    "one-carries-all": heavy,
    "class-without-indicator": no_class,
    "help-text-in-table": achieved("对照年度目标，说明完成情况（100字以内）"),
    "filler": field("name", "指标2"),
    "malformed-number": field("actual", "7,00.0,77", lambda t: numeric(t)),
    "ten-thousand-apart": field("actual", lambda row, rng: scale(row["target"], Fraction(10_000)), lambda t: numeric(t, percent=False)),
    "parts-exceed-whole": part_too_much,
    "scored-as-share": share_score,
    "score-not-possible": field("score", lambda row, rng: str(int(row["weight"]) + 2)),
    "zero-target": field("target", "≥0个", of("数量指标"), actual="12个", comparison="", uom=""),
    "same-reason-everywhere": same_reasons,
    "printed-grade-differs": result(grade=lambda text: "良" if text == "优" else "优"),
    "announced-deduction-differs": announced,
    "score-cell-empty": field("score", ""),
    "levels-not-grouped": ungrouped,
    "unit-in-name-differs": field("name", "实现产值(%)", of("效益指标"), target="≥8000", actual="8200", comparison="", uom=""),
    "rate-without-unit": field("name", "工程完工率", of("质量指标"), target="100", actual="100", comparison="", uom=""),
    "other-unit": lambda table, rng: achieved("黑石镇已完成全部任务")(table, rng) and "镇" in table["unit"],
    "no-actual-value": field("actual", "", None, score=""),
}  # fmt: skip
