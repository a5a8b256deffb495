"""The official table as a value: blocks of cells with their texts. Renderers draw it and compute nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import percent, plain
from jixiao.explain import full_reason, shown_target
from jixiao.finding import Lang
from jixiao.model.facts import EXECUTION
from jixiao.model.project import Amounts, Funds, Project
from jixiao.model.spec import Form as Layout
from jixiao.result import Result
from jixiao.scoring import RowScore

#: Losses that a summary names for one project, the largest first.
MOST_LOSSES = 3

LABELS: dict[Lang, dict[str, str]] = {
    "zh": {
        "name": "项目名称",
        "year": "年度",
        "department": "主管部门",
        "unit": "实施单位",
        "funds": "项目资金（{unit}）",
        "initial": "年初预算数",
        "budget": "全年预算数",
        "spent": "全年执行数",
        "weight": "分值",
        "rate": "执行率",
        "score": "得分",
        "amount": "年度资金总额",
        "of_which": "其中：",
        "fiscal": "财政拨款",
        "carryover": "上年结转资金",
        "special": "财政专户管理资金",
        "own": "单位资金",
        "other": "其他资金",
        "goals": "年度总体目标",
        "expected": "预期目标",
        "achieved": "实际完成情况",
        "level1": "一级指标",
        "level2": "二级指标",
        "level3": "三级指标",
        "target": "年度指标值",
        "actual": "实际完成值",
        "reason": "偏差原因分析及改进措施",
        "sum": "总分",
        "execution": "预算执行率（{weight}分）",
        "total": "总分",
        "scaled": "折算总分",
        "grade": "等级",
        "conclusion": "评价结论",
        "problems": "存在问题",
        "measures": "改进措施",
        "remarks": "其他说明",
        "none": "无",
        "project": "项目",
        "reasons": "扣分最多的三项",
        "title": "{title}（{year} 年度）",
        "colon": "：",
    },
    "en": {
        "name": "Project",
        "year": "Year",
        "department": "Department",
        "unit": "Unit",
        "funds": "Funds ({unit})",
        "initial": "Initial",
        "budget": "Budget",
        "spent": "Spent",
        "weight": "Weight",
        "rate": "Rate",
        "score": "Score",
        "amount": "Total funds",
        "of_which": "of which: ",
        "fiscal": "fiscal",
        "carryover": "carried over",
        "special": "special account",
        "own": "own",
        "other": "other",
        "goals": "Goals",
        "expected": "Expected",
        "achieved": "Achieved",
        "level1": "Level 1",
        "level2": "Level 2",
        "level3": "Level 3",
        "target": "Target",
        "actual": "Actual",
        "reason": "Reason of the deduction",
        "sum": "Total",
        "execution": "Execution rate ({weight} points)",
        "total": "Total",
        "scaled": "Rescaled total",
        "grade": "Grade",
        "conclusion": "Conclusion",
        "problems": "Problems",
        "measures": "Measures",
        "remarks": "Remarks",
        "none": "none",
        "project": "Project",
        "reasons": "The three costliest reasons",
        "title": "{title} ({year})",
        "colon": ": ",
    },
}


class Block(NamedTuple):
    """A table of the form: its head row and its body, all cells as text, all rows of one length."""

    name: str
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    heading: str = ""


class Form(NamedTuple):
    """A filled-in form: title, labelled texts above it, blocks, and the line of totals under it."""

    title: str
    head: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    totals: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...] = ()


def form_of(result: Result, lang: Lang = "zh") -> Form:
    """The official table of a result, laid out as its spec says."""
    layout = result.spec.form if result.spec else Layout(title="项目支出绩效自评表")
    labels = {**LABELS[lang], **(layout.labels if lang == "zh" else {})}
    project = result.project
    head = tuple((labels[key], str(getattr(project, key) or "")) for key in ("name", "year", "department", "unit"))
    blocks = (_funds(result, layout, labels), _goals(project, labels), _indicators(result, layout, labels, lang))
    notes = tuple(
        (labels[key], text)
        for key in ("conclusion", "problems", "measures", "remarks")
        if (text := getattr(project, key))
    )
    title = labels["title"].format(title=layout.title, year=project.year or "")
    return Form(title, head, tuple(block for block in blocks if block.body), _totals(result, labels), notes)


def _totals(result: Result, labels: dict[str, str]) -> tuple[tuple[str, str], ...]:
    scored = result.scored
    scaled = result.points(scored.scaled) if scored else None
    pairs = [(labels["total"], result.total or labels["none"])]
    pairs += [(labels["scaled"], scaled)] if scaled else []
    return (*pairs, (labels["grade"], result.grade or labels["none"]))


def _number(value: Fraction | None) -> str:
    return "" if value is None else plain(value)


def rate_text(amounts: Amounts, layout: Layout) -> str:
    """An execution rate as the form prints it, rounded to hundredths of a percent; empty without one."""
    if amounts.budget is None or amounts.spent is None or amounts.budget <= 0:
        return ""
    rate = amounts.spent / amounts.budget
    return percent(rate) if layout.rate == "percent" or rate.denominator != 1 else plain(rate)


def _funds(result: Result, layout: Layout, labels: dict[str, str]) -> Block:
    funds, row = result.project.funds, result.scored.execution if result.scored else None
    scored = layout.execution == "funds" and row is not None
    columns = [*(["initial"] if layout.initial else []), "budget", "spent", *(["weight"] if scored else []), "rate"]
    columns += ["score"] if scored else []
    heading = labels["funds"].format(unit=funds.money_unit)
    body = [_fund_row(labels["amount"], funds.total, columns, layout, row)]
    for index, (key, amounts) in enumerate(funds.parts().items()):
        label = labels["of_which"] + labels[key] if index == 0 else labels[key]
        body.append(_fund_row(label, amounts, columns, layout, None))
    return Block("funds", (heading, *(labels[column] for column in columns)), tuple(body) if _given(funds) else ())


def _given(funds: Funds) -> bool:
    return any(
        getattr(amounts, key) is not None
        for amounts in (funds.total, *funds.parts().values())
        for key in ("budget", "spent")
    )


def _fund_row(
    label: str, amounts: Amounts, columns: list[str], layout: Layout, row: RowScore | None
) -> tuple[str, ...]:
    cells = {
        "initial": _number(amounts.initial),
        "budget": _number(amounts.budget),
        "spent": _number(amounts.spent),
        "rate": rate_text(amounts, layout),
        "weight": _number(row.weight) if row else "—",
        "score": _number(row.score) if row else "—",
    }
    return (label, *(cells[column] for column in columns))


def _goals(project: Project, labels: dict[str, str]) -> Block:
    body = tuple((str(index), goal.expected or "", goal.achieved or "") for index, goal in enumerate(project.goals, 1))
    return Block("goals", (labels["goals"], labels["expected"], labels["achieved"]), body)


def _indicators(result: Result, layout: Layout, labels: dict[str, str], lang: Lang) -> Block:
    keys = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")
    rows = _body(result, layout, labels, lang)
    return Block("indicators", tuple(labels[key] for key in keys), tuple(rows))


def _body(result: Result, layout: Layout, labels: dict[str, str], lang: Lang) -> list[tuple[str, ...]]:
    scored = result.scored
    if scored is None:
        return []
    total = (labels["sum"], "", "", "", "", plain(scored.full), _number(scored.total), "")
    rows: list[tuple[str, ...]] = [total] if layout.total == "first" else []
    if scored.execution is not None and layout.execution == "row":
        rows.append(_execution_row(scored.execution, labels, lang))
    before = None
    for row in scored.rows:
        rows.append(_indicator_row(row, before, lang))
        before = row.facts.level1
    return rows if layout.total == "first" else [*rows, total]


def _execution_row(row: RowScore, labels: dict[str, str], lang: Lang) -> tuple[str, ...]:
    name = labels["execution"].format(weight=_number(row.weight))
    rate = percent(row.ratio) if row.ratio is not None else ""
    return (name, "", "", percent(Fraction(1)), rate, _number(row.weight), _number(row.score), full_reason(row, lang))


def _indicator_row(row: RowScore, before: str | None, lang: Lang) -> tuple[str, ...]:
    facts = row.facts.indicator
    level1 = "" if facts.level1 == before else facts.level1 or ""
    values = (facts.level2 or "", facts.name or "", shown_target(row), facts.actual or "")
    return (level1, *values, _number(row.weight), _number(row.score), full_reason(row, lang))


def summary_block(rows: list[tuple[str, ...]], lang: Lang = "zh") -> Block:
    """The summary of several results, a row each."""
    labels = LABELS[lang]
    return Block("summary", tuple(labels[key] for key in ("project", "total", "grade", "reasons")), tuple(rows))


def summary_row(result: Result, lang: Lang = "zh") -> tuple[str, ...]:
    """Project, total, grade and the three costliest reasons."""
    labels, rows = LABELS[lang], result.scored.all_rows if result.scored else ()
    lost = sorted((row for row in rows if row.deduction), key=lambda row: -(row.deduction or 0))
    reasons = [f"{_name(row, labels)} −{_number(row.deduction)}" for row in lost[:MOST_LOSSES]]
    name = result.project.name or result.source
    return (name, result.total or labels["none"], result.grade or labels["none"], "；".join(reasons))


def _name(row: RowScore, labels: dict[str, str]) -> str:
    return labels["rate"] if row.choice.class_ == EXECUTION else row.facts.indicator.name or ""
