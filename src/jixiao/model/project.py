"""A project as its unit fills it in: facts only, no rule.

Every field may be missing or unreadable: what is absent or could not be read is ``None`` and named in
``unread``, so that one broken value never takes a sound row away. What must be there is checked when scoring.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr

from jixiao.exact_json import compact_json
from jixiao.findings import Finding
from jixiao.model.fields import TYPED, Bool, Model, Number, Ratio, Text, TypedPoints, Word, as_tuple
from jixiao.model.reading import NO_READING, Reading, TypedData, without_blanks
from jixiao.model.typed_words import (
    YUAN,
    Adopted,
    Answer,
    Aside,
    CauseKinds,
    Comparison,
    Direction,
    Likelihood,
    MoneyUnit,
    Month,
    Stage,
    StatedLight,
    Weight,
    Year,
    plain_data,
    typed_schema,
)
from jixiao.quantity import Sign, is_blank
from jixiao.quantity.spelling import SPACE, ZERO_WIDTH

MOST_INDICATORS = 2000
#: What an indicator states in monitoring alone; no score depends on it.
OF_MONITORING = frozenset(("progress", "forecast", "likelihood", "cause_kinds", "light"))
#: What is ``unread`` of a part that could not be read as a whole.
WHOLE = "*"

#: Strokes and dots that people put where there is nothing to state.
STROKES = rf"[/／\\＼\-－–—―_＿…⋯·.．。{SPACE}{ZERO_WIDTH}]*"
#: What programs write where there is no value: numbers that are none, and the errors of spreadsheets.
NO_VALUES = r"(?i:\.?nan|[-+]?\.?inf(?:inity)?|null|none|nat|n/?a|<na>|#(?:n/a|div/0!|ref!|value!|name\?|num!|null!))"
#: What people write as a cause, a remedy or a note where there is none; the engine of tables reads it, too.
PLACEHOLDER = rf"^(?:[{SPACE}]*(?:无|没有|暂无|无偏差)[。.]?[{SPACE}]*|{STROKES})$"
_PLACEHOLDER = re.compile(PLACEHOLDER)


def strip_placeholder(text: str) -> str:
    """Return a text, or "" where it is a placeholder: strokes, or 无.

    >>> strip_placeholder("受天气影响"), strip_placeholder("无。"), strip_placeholder(" —— "), strip_placeholder("-3")
    ('受天气影响', '', '', '-3')
    """
    if _PLACEHOLDER.match(text):
        return ""
    return text


#: A text without placeholders.
Statement = Annotated[Text, AfterValidator(strip_placeholder)]


def _names(value: Any) -> Any:
    """Return one name, or a list of them, as a tuple; a blank is none."""
    return tuple(name for name in as_tuple(value) if not isinstance(name, str) or not is_blank(name))


Names = Annotated[tuple[Text, ...], BeforeValidator(_names), typed_schema(TYPED, {"type": "array", "items": TYPED})]


_FUND_ROWS = ("total", "fiscal", "carryover", "special", "own", "other")


class Amounts(Model):
    """One row of the fund table, in the table's money unit; in monitoring ``spent`` is as of then."""

    initial: Number | None = Field(None, title="年初预算数")
    budget: Number | None = Field(None, title="全年预算数")
    spent: Number | None = Field(None, title="全年执行数")
    forecast: Number | None = Field(None, title="全年预计执行数")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class FundPart(Model):
    """A part of the funds by the name that its table gives it, in the table's money unit."""

    name: Text | None = Field(None, title="资金名称")
    initial: Number | None = Field(None, title="年初预算数")
    budget: Number | None = Field(None, title="全年预算数")
    spent: Number | None = Field(None, title="全年执行数")
    forecast: Number | None = Field(None, title="全年预计执行数")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class Deduction(Model):
    """复核扣分: what a reviewer takes off a row, and who did: points with their reason, or a mark of the spec."""

    points: TypedPoints | None = Field(None, title="分值")
    reason: Text | None = Field(None, title="原因")
    mark: Word = Field(None, title="审核标记")
    reviewer: Text | None = Field(None, title="复核人")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class SecondScore(Model):
    """What a reviewer states of a row: a score as claimed, deductions, why, and which of the two scores counts."""

    score: TypedPoints | None = Field(None, title="复核得分")
    deductions: tuple[Deduction, ...] = Field((), title="复核扣分")
    remark: Statement | None = Field(None, title="复核说明")
    adopted: Adopted | None = Field(None, title="采纳")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class RowReview(SecondScore):
    """复核 of an indicator; what it does not state is as the unit has it."""

    actual: Text | None = Field(None, title="复核完成值")
    tier: Word = Field(None, title="完成档次")
    share: Ratio | None = Field(None, title="得分比例")


class FundsReview(SecondScore):
    """复核 of the execution rate, in the money unit of the funds."""

    budget: Number | None = Field(None, title="复核预算数")
    spent: Number | None = Field(None, title="复核执行数")


class Funds(Model):
    """项目资金: the total row, its usual sources, and parts by any other name; only the total is scored."""

    money_unit: MoneyUnit = Field("万元", title="金额单位")
    total: Amounts = Field(Amounts(), title="年度资金总额")
    fiscal: Amounts | None = Field(None, title="财政拨款")
    carryover: Amounts | None = Field(None, title="上年结转资金")
    special: Amounts | None = Field(None, title="财政专户管理资金")
    own: Amounts | None = Field(None, title="单位资金")
    other: Amounts | None = Field(None, title="其他资金")
    parts: tuple[FundPart, ...] = Field((), title="分项资金")
    cause: Statement | None = Field(None, title="偏差原因")
    remedy: Statement | None = Field(None, title="改进措施")
    adjustment: Statement | None = Field(None, title="预算调整说明")
    review: FundsReview | None = Field(None, title="复核")
    unread: frozenset[str] = Field(frozenset(), exclude=True)

    @property
    def factor(self) -> Fraction:
        """Return how many 元 the money unit is."""
        return YUAN[self.money_unit]

    def sources(self) -> dict[str, Amounts]:
        """Return the usual sources of the funds that are stated, by key."""
        return {name: row for name in _FUND_ROWS[1:] if (row := getattr(self, name)) is not None}


class Goal(Model):
    """年度总体目标: what was expected and what was achieved."""

    expected: Text | None = Field(None, title="预期目标")
    achieved: Text | None = Field(None, title="实际完成情况")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class Deduct(Model):
    """人工扣分: points taken off by hand, with the reason that it must have."""

    points: TypedPoints | None = Field(None, title="分值")
    reason: Text | None = Field(None, title="原因")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class Item(Model):
    """核对条目: an item of a checklist with its own points, whether it was done, and why it was not."""

    name: Text | None = Field(None, title="条目")
    points: TypedPoints | None = Field(None, title="分值")
    answer: Answer | None = Field(None, title="结论")
    share: Ratio | None = Field(None, title="得分比例")
    reason: Text | None = Field(None, title="原因")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class Indicator(Model):
    """One row of the table, as typed."""

    level1: Text | None = Field(None, title="一级指标")
    level2: Text | None = Field(None, title="二级指标")
    name: Text | None = Field(None, title="三级指标")
    target: Text | None = Field(None, title="年度指标值")
    actual: Text | None = Field(None, title="实际完成值")
    weight: Weight | None = Field(None, title="分值")
    comparison: Comparison | None = Field(None, title="指标性质")
    uom: Word = Field(None, title="计量单位")
    direction: Direction | None = Field(None, title="方向")
    tier: Word = Field(None, title="完成档次")
    share: Ratio | None = Field(None, title="得分比例")
    rule: Word = Field(None, title="计分规则")
    score: TypedPoints | None = Field(None, title="得分")
    goal: Text | None = Field(None, title="目标序号")
    marks: Names = Field((), title="审核标记")
    deduct: Deduct | None = Field(None, title="人工扣分")
    cause: Statement | None = Field(None, title="偏差原因")
    remedy: Statement | None = Field(None, title="改进措施")
    applicable: Bool = Field(True, title="是否适用")
    progress: Text | None = Field(None, title="当前完成值")
    forecast: Text | None = Field(None, title="全年预计完成值")
    likelihood: Likelihood | None = Field(None, title="完成可能性")
    cause_kinds: CauseKinds = Field((), title="偏差原因类别")
    light: StatedLight | None = Field(None, title="序时进度预警")
    note: Text | None = Field(None, title="情况说明")
    items: tuple[Item, ...] = Field((), title="核对条目")
    review: RowReview | None = Field(None, title="复核")
    unread: frozenset[str] = Field(frozenset(), exclude=True)

    @property
    def sign(self) -> Sign | None:
        """Return the stated sign, where ``comparison`` is one."""
        if self.comparison == "定性":
            return None
        return self.comparison


class Printed(Model):
    """自评结果: what a table prints as its results; claims to be compared with its rows and with the rule."""

    total: TypedPoints | None = Field(None, title="总分")
    grade: Text | None = Field(None, title="等级")
    execution_weight: TypedPoints | None = Field(None, title="执行率分值")
    execution_score: TypedPoints | None = Field(None, title="执行率得分")
    execution_rate: Text | None = Field(None, title="执行率")
    execution_value: Text | None = Field(None, title="执行率完成值")
    execution_light: StatedLight | None = Field(None, title="执行预警")
    light: StatedLight | None = Field(None, title="项目预警")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class Review(Model):
    """复核: who reviewed the project, the total and grade as claimed, and which of the two scores counts."""

    reviewer: Text | None = Field(None, title="复核人")
    total: TypedPoints | None = Field(None, title="复核总分")
    grade: Text | None = Field(None, title="复核等级")
    adopted: Adopted | None = Field(None, title="采纳")
    opinion: Text | None = Field(None, title="复核意见")
    unread: frozenset[str] = Field(frozenset(), exclude=True)


class Project(Model):
    """A project's facts. ``findings`` holds what loading found; ``score`` reads everything else."""

    #: Where the loader keeps what was typed, and ``facts_of`` what it read: no part of the content, so neither
    #: compared, copied nor written out.
    __slots__ = ("_data", "_facts")

    id: Text | None = Field(None, title="标识")
    spec: Word = Field(None, title="指标体系")
    stage: Stage = Field("self_evaluation", title="环节")
    name: Text | None = Field(None, title="项目名称")
    year: Year | None = Field(None, title="年度")
    month: Month | None = Field(None, title="监控月份")
    department: Text | None = Field(None, title="主管部门")
    unit: Text | None = Field(None, title="实施单位")
    code: Text | None = Field(None, title="项目编码")
    funds: Funds = Field(Funds(), title="项目资金")
    finished: Bool | None = Field(None, title="项目已完成")
    answers: Mapping[Text, Bool] = Field({}, title="监控问答")
    goals: tuple[Goal, ...] = Field((), title="年度总体目标")
    indicators: tuple[Indicator, ...] = Field((), title="绩效指标", json_schema_extra={"maxItems": MOST_INDICATORS})
    printed: Printed = Field(Printed(), title="自评结果")
    review: Review | None = Field(None, title="复核")
    conclusion: Text | None = Field(None, title="评价结论")
    problems: Text | None = Field(None, title="存在问题")
    measures: Text | None = Field(None, title="改进措施")
    remarks: Text | None = Field(None, title="其他说明")
    x: Aside = Field(None, title="附加数据")
    unread: frozenset[str] = Field(frozenset(), exclude=True)

    _reading: Reading | None = PrivateAttr(None)

    @property
    def reading(self) -> Reading:
        """Return how it was read."""
        private = self.__pydantic_private__ or {}  # pydantic's own way to it is slow
        return private.get("_reading") or NO_READING

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what loading found; errors among them do not keep sound rows from being scored."""
        return self.reading.findings

    @property
    def readable(self) -> bool:
        """Whether the input was a project at all."""
        return self.reading.is_readable

    @property
    def is_early(self) -> bool:
        """Whether the project is at a stage, of targets or of monitoring, at which its actuals are yet to come."""
        return self.stage in ("target", "monitoring")

    @property
    def states_review(self) -> bool:
        """Whether anything of a review is stated, at whichever stage."""
        parts = (self.review, self.funds.review, *(row.review for row in self.indicators))
        return any(part is not None for part in parts)

    @property
    def is_reviewed(self) -> bool:
        """Whether the project is at the stage of its review and a reviewer has stated something."""
        return self.stage == "review" and self.states_review

    @property
    def is_of_form(self) -> bool:
        """Whether it was read from a form, whose cells its findings name."""
        return bool(self.reading.cells)

    @property
    def is_other(self) -> bool:
        """Whether the file is a spec, a file of cases or results, by its top-level keys."""
        return self.reading.is_other

    @property
    def is_result(self) -> bool:
        """Whether the file holds results that were written before."""
        return self.reading.is_result

    def located(self, finding: Finding) -> Finding:
        """Return a finding on the project with the cell of the form in which its value stands, where there is one."""
        cells = self.reading.cells
        if not cells or finding.place is not None or finding.cell is not None:
            return finding
        path = finding.path
        while path and path not in cells:
            path = path.rpartition(".")[0]
        return replace(finding, cell=cells.get(path))

    @property
    def typed(self) -> TypedData:
        """Return what was typed, in the models' own keys, without the caller's own data."""
        data: Mapping[str, Any] | None = getattr(self, "_data", None)
        if data is None:
            data = json.loads(self.as_json)
        return TypedData(without_blanks({key: value for key, value in data.items() if key != "x"}))

    @property
    def as_json(self) -> str:
        """Return the data as JSON, in its own keys and as exact as it was typed; ``load_project`` reads it back."""
        data = self.model_dump(mode="json", exclude={"x"}, exclude_none=True, exclude_defaults=True)
        if self.x is not None:
            data["x"] = plain_data(self.x)
        return compact_json(data, own=data.get("x"))  # pydantic's own refuses lone surrogates


def parts_of(model: type[Model]) -> dict[str, tuple[type[Model], bool]]:
    """Return the fields that hold models: their type, and whether they hold a list of them."""
    return _PARTS.get(model, {})


_PARTS: dict[type[Model], dict[str, tuple[type[Model], bool]]] = {
    Project: {
        "funds": (Funds, False),
        "goals": (Goal, True),
        "indicators": (Indicator, True),
        "printed": (Printed, False),
        "review": (Review, False),
    },
    Funds: {
        **dict.fromkeys(_FUND_ROWS, (Amounts, False)),
        "parts": (FundPart, True),
        "review": (FundsReview, False),
    },
    Indicator: {"deduct": (Deduct, False), "items": (Item, True), "review": (RowReview, False)},
    RowReview: {"deductions": (Deduction, True)},
    FundsReview: {"deductions": (Deduction, True)},
}
