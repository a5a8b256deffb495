"""Words of a project file that stand for one of a few values: years, signs, directions, units of money, stages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from jixiao.exact import ONE, parse_number
from jixiao.findings import Codes
from jixiao.model.fields import MOST_SHOWN, TypedPoints, as_tuple, refuse
from jixiao.quantity import Date, Number, class_word, parse, unspaced
from jixiao.quantity.signs import SIGN_TEXT

FIRST_YEAR, LAST_YEAR = 1949, 2100


def _year(value: Any) -> int:
    number = parse_number(unspaced(str(value)).removesuffix("年").removesuffix("年度"))
    if isinstance(value, float) or number is None or not FIRST_YEAR <= number <= LAST_YEAR or number.denominator != 1:
        raise refuse(Codes.NOT_A_YEAR, value=str(value)[:MOST_SHOWN], first=FIRST_YEAR, last=LAST_YEAR)
    return int(number)


def _comparison(value: Any) -> str:
    """Return the sign of any spelling with which a target may begin, or 定性."""
    comparison = _comparison_of(str(value))
    if comparison is None:
        raise refuse(Codes.UNKNOWN_COMPARISON, value=unspaced(str(value)).strip("()")[:MOST_SHOWN])
    return comparison


@lru_cache(maxsize=2**10)
def _comparison_of(typed: str) -> str | None:
    text = unspaced(typed).strip("()")
    if text == "定性":
        return text
    trial = parse(f"{text}1")
    if not isinstance(trial, Number) or trial.value != 1:
        return None
    return trial.sign


_DIRECTIONS = {
    "正向": "正向",
    "反向": "反向",
    "positive": "正向",
    "negative": "反向",
}


def _direction(value: Any) -> str:
    direction = _DIRECTIONS.get(class_word(str(value)))
    if direction is None:
        raise refuse(Codes.UNKNOWN_DIRECTION, value=str(value)[:MOST_SHOWN])
    return direction


#: How many 元 each unit of money is.
YUAN: Mapping[str, Fraction] = {"万元": Fraction(10_000), "元": ONE}


def _money_unit(value: Any) -> str:
    unit = unspaced(str(value))
    if unit not in YUAN:
        raise refuse(Codes.UNKNOWN_MONEY_UNIT, value=str(value)[:MOST_SHOWN])
    return unit


#: The stages of a project, by every word for them.
STAGES = {
    "target": "target",
    "绩效目标": "target",
    "目标": "target",
    "monitoring": "monitoring",
    "绩效监控": "monitoring",
    "监控": "monitoring",
    "self_evaluation": "self_evaluation",
    "绩效自评": "self_evaluation",
    "自评": "self_evaluation",
    "review": "review",
    "复核": "review",
    "绩效复核": "review",
}


#: What each stage is called.
STAGE_NAMES = {"target": "绩效目标", "monitoring": "绩效监控", "self_evaluation": "绩效自评", "review": "绩效复核"}


def _stage(value: Any) -> str:
    stage = STAGES.get(unspaced(str(value)))
    if stage is None:
        raise refuse(Codes.UNKNOWN_STAGE, value=str(value)[:MOST_SHOWN])
    return stage


#: Which of two scores counts, by every word for it.
_ADOPTED = {word: stage for word, stage in STAGES.items() if stage in ("self_evaluation", "review")}
#: What each of the two scores is called.
ADOPTED_NAMES = {"review": "复核", "self_evaluation": "自评"}


def _adopted(value: Any) -> str:
    stage = _ADOPTED.get(unspaced(str(value)))
    if stage is None:
        raise refuse(Codes.NOT_AN_ALLOWED_VALUE, value=str(value)[:MOST_SHOWN], expected="复核、自评")
    return stage


#: What may be said of an item of a checklist, by every word for it.
_ANSWERS = {
    **dict.fromkeys(("yes", "true", "True", "是", "符合", "达到", "做到", "有", "√", "✓"), "yes"),
    **dict.fromkeys(("partly", "部分", "部分符合", "部分达到", "部分做到", "基本符合"), "partly"),
    **dict.fromkeys(("no", "false", "False", "否", "不符合", "未达到", "未做到", "无", "没有", "×"), "no"),
}
#: What each answer is called.
ANSWER_NAMES = {"yes": "是", "partly": "部分", "no": "否"}


def _answer(value: Any) -> str:
    answer = _ANSWERS.get(unspaced(str(value)))
    if answer is None:
        raise refuse(Codes.NOT_AN_ALLOWED_VALUE, value=str(value)[:MOST_SHOWN], expected="是、部分、否")
    return answer


#: What stands between the answers to questions of monitoring, what around them, and what forms print between them.
_SEPARATORS, _AROUND_ANSWERS, _BETWEEN_ANSWERS = ",，;；、\n", " \t\r'\"", "；"
#: An answer as forms print it, behind its question in brackets, or as people type it, behind a colon.
_STATED_ANSWER = re.compile(
    rf"([^:：;；\n]+?)(?:[(（]\s*(是|否)\s*[)）]\s*|[:：]([^:：{_SEPARATORS}]+))(?:[{_SEPARATORS}][\s{_SEPARATORS}]*|$)"
)


def text_of_answers(answers: Mapping[str, bool]) -> str:
    """Return the answers to questions as forms state them.

    >>> text_of_answers({"资金按计划支出": True, "目标按计划实现": False})
    '资金按计划支出（是）；目标按计划实现（否）'
    """
    return _BETWEEN_ANSWERS.join(f"{question}（{'否是'[answer]}）" for question, answer in answers.items())


def answers_of_text(text: str) -> dict[str, str] | str:
    """Return the answers of a text by their questions; one that holds none, or one question twice, as it is.

    >>> answers_of_text("资金按计划支出（是）; 目标按计划实现(否)"), answers_of_text("正常")
    ({'资金按计划支出': '是', '目标按计划实现': '否'}, '正常')
    >>> answers_of_text("资金按计划支出：是、目标按计划实现：否")
    {'资金按计划支出': '是', '目标按计划实现': '否'}
    """
    stated, answers, end = text.strip("{}" + _SEPARATORS + _AROUND_ANSWERS), dict[str, str](), 0
    while end < len(stated):
        match = _STATED_ANSWER.match(stated, end)
        question = match[1].strip(_AROUND_ANSWERS) if match else ""
        if match is None or not question or question in answers:
            return text
        answers[question] = (match[2] or match[3]).strip(_AROUND_ANSWERS)
        end = match.end()
    return answers or text


FIRST_MONTH, LAST_MONTH = 1, 12


#: What stands before the last month of several: 1—, 2024年1月至.
_MONTHS_BEFORE = re.compile("(?:[0-9]{4}年)?([0-9]{1,2}|[一二三四五六七八九十]{1,2})月?[-–—―~至到]{1,2}")
#: What an editor takes for a month: these characters alone.
_MONTH_TEXT = r"^[\s0-9０-９〇零一二三四五六七八九十年月份底末第季度上下半\-–—―~～至到.]+$"


def _month(value: Any) -> int:
    """Return the month of any spelling, of several the last; of a quarter or a half-year that with which it ends."""
    last = unspaced(str(value))
    earliest = FIRST_MONTH
    match = _MONTHS_BEFORE.match(last)
    if match is not None:
        earliest, last = 1 + (_month_of(f"{match[1]}月") or LAST_MONTH), last[match.end() :]
    month = _month_of(last)
    if month is None or not earliest <= month <= LAST_MONTH:
        raise refuse(Codes.NOT_AN_ALLOWED_VALUE, value=str(value)[:MOST_SHOWN], expected=f"{FIRST_MONTH}–{LAST_MONTH}")
    return month


def _month_of(text: str) -> int | None:
    """Return the number or the month that a text is; no day."""
    number = parse_number(text)
    if number is not None and number.denominator == 1:
        return int(number)
    quantity = parse(text)
    if not isinstance(quantity, Date) or quantity.sign is not None or quantity.day is not None:
        return None
    return quantity.month


def plain_data(value: Any) -> Any:
    """Return a caller's value as JSON can hold it; what no JSON can hold, as a text."""
    if isinstance(value, Mapping):
        return {str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(item) for item in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return str(value)


#: What an editor flags as no year, and as no points of a row: a text without a digit or with a letter, a minus sign.
_YEAR_TEXT = r"^[^A-Za-z\u4e00-\u9fff]*[0-9０-９][^A-Za-z\u4e00-\u9fff]*年?\s*度?\s*$"
_WEIGHT_TEXT = r"^[^\-−－]*[0-9０-９][^\-−－]*$"
_YEARS = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}


def typed_schema(*options: dict[str, Any]) -> WithJsonSchema:
    """Return the schema of what may be typed: one of several kinds of value."""
    return WithJsonSchema({"anyOf": list(options)}, mode="validation")


Sign = Literal["≥", ">", "≤", "<", "=", "定性"]
Comparison = Annotated[
    Sign,
    BeforeValidator(_comparison),
    typed_schema({"enum": list(get_args(Sign))}, {"type": "string", "pattern": SIGN_TEXT, "deprecated": True}),
]
Direction = Annotated[
    Literal["正向", "反向"],
    BeforeValidator(_direction),
    typed_schema({"enum": [*_DIRECTIONS, "正向指标", "反向指标"]}),
]
Year = Annotated[
    int,
    BeforeValidator(_year),
    typed_schema(_YEARS, {"type": "string", "pattern": _YEAR_TEXT}),
    WithJsonSchema(_YEARS, mode="serialization"),
]
MoneyUnit = Annotated[Literal["万元", "元"], BeforeValidator(_money_unit)]
Weight = Annotated[
    TypedPoints, typed_schema({"type": "number", "minimum": 0}, {"type": "string", "pattern": _WEIGHT_TEXT})
]
StageName = Literal["target", "monitoring", "self_evaluation", "review"]
Stage = Annotated[
    StageName,
    BeforeValidator(_stage),
    typed_schema({"enum": list(STAGES)}),
]
Adopted = Annotated[
    Literal["self_evaluation", "review"],
    BeforeValidator(_adopted),
    typed_schema({"enum": list(_ADOPTED)}),
]
Answer = Annotated[
    Literal["yes", "partly", "no"],
    BeforeValidator(_answer),
    typed_schema({"enum": list(_ANSWERS)}, {"type": "boolean"}),
]
_MONTHS = {"type": "integer", "minimum": FIRST_MONTH, "maximum": LAST_MONTH}
Month = Annotated[
    int,
    BeforeValidator(_month),
    typed_schema(_MONTHS, {"type": "string", "pattern": _MONTH_TEXT}),
    WithJsonSchema(_MONTHS, mode="serialization"),
]
#: The lights of monitoring, the worst first.
Light = Literal["red", "yellow", "green", "blue"]
LIGHTS: tuple[Light, ...] = get_args(Light)
#: What forms print for each light, by every word for it; forms may say 预警 behind it.
_LIGHTS: Mapping[str, Light] = {
    word: light
    for light, name in zip(LIGHTS, "红黄绿蓝", strict=True)
    for word in (light, name, f"{name}灯", f"{name}色", f"亮{name}灯")
}


def light_of_word(text: str) -> Light | None:
    """Return the light that a text names; ``None`` where it names none.

    >>> light_of_word("红色预警"), light_of_word("Red"), light_of_word("正常")
    ('red', 'red', None)
    """
    return _LIGHTS.get(unspaced(text).lower().removesuffix("预警"))


def _light(value: Any) -> Light:
    light = light_of_word(str(value))
    if light is None:
        raise refuse(Codes.NOT_AN_ALLOWED_VALUE, value=str(value)[:MOST_SHOWN], expected="红灯、黄灯、绿灯、蓝灯")
    return light


StatedLight = Annotated[Light, BeforeValidator(_light), typed_schema({"enum": list(_LIGHTS)})]
#: How likely a target will be reached, as forms of monitoring ask, and the kinds of causes why it may not.
Likelihood = Literal["确定能", "有可能", "完全不可能"]
CauseKind = Literal["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他"]
LIKELIHOODS: tuple[str, ...] = get_args(Likelihood)
CAUSE_KINDS: tuple[str, ...] = get_args(CauseKind)
CauseKinds = Annotated[
    tuple[CauseKind, ...],
    BeforeValidator(as_tuple),
    typed_schema({"enum": list(CAUSE_KINDS)}, {"type": "array", "items": {"enum": list(CAUSE_KINDS)}}),
]
#: Whatever a caller keeps beside a project.
Aside = Annotated[Any, PlainSerializer(plain_data, when_used="json"), WithJsonSchema({})]
