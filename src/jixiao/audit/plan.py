"""The plan that a table shows: signs, classes, weights, deadlines, and what is measured at all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from jixiao.audit.profile import word_in
from jixiao.audit.table import PrintedRow, Table, class_of, is_cost, level2_of
from jixiao.exact import ONE, ZERO, add_up, format_exact, format_percent, parse_number
from jixiao.findings import Codes, Finding
from jixiao.loading.specs import find_spec
from jixiao.model.facts import EXECUTION
from jixiao.model.spec import IndicatorSpec
from jixiao.model.vocabulary import usual_sign
from jixiao.quantity import Date, Number, Text, class_word, less_is_better, more_is_better, parse, unspaced

#: The class of satisfaction.
_SATISFACTION = "满意度"
#: The second level of outputs, and the class, of what is a cost.
_COST = "成本"
#: The points that a form notes beside a class.
_NOTED = re.compile(r"[(（]([0-9]+(?:\.[0-9]+)?)分[)）]|(?<=指标)([0-9]+(?:\.[0-9]+)?)分")
#: A day, and what is said to have happened then.
_DAY = re.compile(r"(?P<day>(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?)(?P<event>[^，。；;\n]{0,14})")
_SENTENCE_ENDS = re.compile(r"[。；;\n]")
#: So many characters in common make a row's name and the subject of a sentence the same thing.
_SHORTEST_NAME = 3
#: What a sentence on the whole begins with.
_ALL_OF_IT = ("项目", "该项目", "本项目", "工程", "合同", "采购合同")
#: Dimensions of time, of which less may well be better in any class.
_TIMES = ("秒", "天", "年", "月", "小时", "工作日", "季度", "分钟")


def check_usual_signs(table: Table) -> Iterator[Finding]:
    """Return signs against what a class means: ≤ on an output's quantity or on satisfaction, ≥ on a cost."""
    for row in table.rows:
        sign, usual = row.scored.facts.sign, _usual(table, row)
        if sign and usual and (less_is_better(sign), more_is_better(sign)) == (usual == "≥", usual == "≤"):
            args = {"sign": sign, "usual": usual, "printed": row.indicator.target, "reckoned": usual}
            yield Finding(Codes.UNUSUAL_COMPARISON, row.path("target"), args)


def _usual(table: Table, row: PrintedRow) -> str:
    """Return the sign that a row's class and name have, "" where either may be."""
    target, by_name = row.scored.facts.target, usual_sign(row.name)
    if not isinstance(target, Number) or target.unit.dimension in _TIMES:
        return ""
    signs = {"≥", "≤"} if by_name is None else {by_name.sign}
    if table.is_satisfaction(row) or level2_of(row) == "数量":
        signs -= {"≤"}
    elif is_cost(row) and target.unit.dimension != "%":
        signs -= {"≥"}
    else:
        return ""
    return next(iter(signs), "")


def check_deadlines(table: Table) -> Iterator[Finding]:
    """Return deadlines in another year than the table's."""
    year = table.project.year
    for row in table.rows:
        target = parse(row.indicator.target or "")
        if isinstance(target, Date) and target.year and year and target.year != year:
            args = {"where": "指标值", "where_en": "the target", "text": row.indicator.target, "years": target.year}
            args |= {"year": year, "printed": str(target.year), "reckoned": str(year)}
            yield Finding(Codes.OTHER_YEAR, row.path("target"), args)


def check_days_of_completion(table: Table) -> Iterator[Finding]:
    """Return days of completion before the table's year."""
    year = table.project.year
    for row in table.rows:
        actual = parse(row.indicator.actual or "")
        if isinstance(actual, Date) and actual.year and year and actual.year < year:
            args = {"where": "完成值", "where_en": "the value", "text": row.indicator.actual, "years": actual.year}
            args |= {"year": year, "printed": str(actual.year), "reckoned": str(year)}
            yield Finding(Codes.OTHER_YEAR, row.path("actual"), args)


def check_dates_of_papers(table: Table) -> Iterator[Finding]:
    """Return days of completion before those that the table's own texts tell of beginning, acceptance or delivery."""
    events = list(_events(table))
    for row in table.rows:
        last = _last_day(table, row)
        later = [event for event in events if last is not None and last < event.day and _is_of(table, row, event)]
        if later:
            event = max(later, key=lambda one: one.day)
            args = {"printed": row.indicator.actual, "reckoned": event.text, "word": event.word}
            yield Finding(Codes.DATE_BEFORE_PAPERS, row.path("actual"), args)


def _last_day(table: Table, row: PrintedRow) -> dt.date | None:
    """Return the last day that a value may mean, where it is a day or a month of one."""
    actual, year = parse(row.indicator.actual or ""), table.project.year
    if not isinstance(actual, Date) or not actual.month or year is None:
        return None
    return actual.last_day(year)


class _Event(NamedTuple):
    """A word of beginning or completion, the day that a text puts before it, as typed and as a day, and what of."""

    word: str
    text: str
    day: dt.date
    subject: str


def _is_of(table: Table, row: PrintedRow, event: _Event) -> bool:
    """Whether a row cannot have been done before an event: the same step, or the beginning of what it completes."""
    if event.word not in table.profile.begun:
        return event.word in row.name
    parts = (row.name[start : start + _SHORTEST_NAME] for start in range(len(row.name) - _SHORTEST_NAME + 1))
    is_same = any(part in event.subject for part in parts) or event.subject.startswith(_ALL_OF_IT)
    return is_same and word_in(table.profile.finished_names, row.name) is not None


def _events(table: Table) -> Iterator[_Event]:
    """Yield what the texts of a table say of beginning, acceptance, completion and delivery, and of when."""
    words = (*table.profile.completed, *table.profile.begun)
    for text in table.texts.values():
        for match in _DAY.finditer(text):
            day = parse(match["day"])
            if isinstance(day, Date) and day.month:
                first = day.first_day(table.project.year or dt.MAXYEAR)
                subject = _SENTENCE_ENDS.split(text[: match.start()])[-1]
                yield from (_Event(word, match["day"], first, subject) for word in words if word in match["event"])


def check_measurable_effects(table: Table) -> Iterator[Finding]:
    """Return effects that have a percentage as target and a name that says nothing that could be counted."""
    for row in table.rows:
        target = row.scored.facts.target
        if class_of(row) != "效益" or not isinstance(target, Number) or target.unit.dimension != "%":
            continue
        if word_in(table.profile.effect, row.name) and not word_in(table.profile.measured, row.name):
            yield Finding(Codes.EFFECT_IN_PERCENT, row.path("name"), {"printed": row.indicator.target})


def check_satisfaction(table: Table) -> Iterator[Finding]:
    """Return satisfaction of exactly 100 as a target, and as a value, or in words: nobody asked."""
    for row in filter(table.is_satisfaction, table.rows):
        target, actual = parse(row.indicator.target or ""), parse(row.indicator.actual or "")
        if _is_everybody(target):
            yield Finding(Codes.SATISFACTION_OF_ALL, row.path("target"), {"printed": row.indicator.target})
        elif (_is_everybody(actual) or (isinstance(actual, Text) and actual.text)) and not table.names_survey(row):
            args = {"printed": row.indicator.actual or ""}
            yield Finding(Codes.SATISFACTION_WITHOUT_SURVEY, row.path("actual"), args)


def _is_everybody(value: object) -> bool:
    """Whether a value is exactly 100 %, or 100 without a unit."""
    if not isinstance(value, Number):
        return False
    return value.value == {"%": ONE, "": 100 * ONE}.get(value.unit.dimension)


def check_money_as_quantity(table: Table) -> Iterator[Finding]:
    """Return amounts of money as indicators of quantity."""
    for row in table.rows:
        is_money = "money" in row.scored.facts.kinds or row.name.endswith(table.profile.money_names)
        if level2_of(row) == "数量" and is_money:
            yield Finding(Codes.MONEY_AS_QUANTITY, row.path("name"), {"printed": row.indicator.target or ""})


def check_classes(table: Table) -> Iterator[Finding]:
    """Return indicators below a class that is not theirs: satisfaction as quality, benefits as outputs."""
    for row in table.rows:
        level1, level2 = class_of(row), level2_of(row)
        proper = _proper_classes(table, row)
        if level1 in table.profile.levels and proper and level1 not in proper:
            yield _wrong_class(row, level2 or level1, proper[0])
        elif _is_cost_elsewhere(table, row):
            yield _wrong_class(row, level2, _COST)


def _is_cost_elsewhere(table: Table, row: PrintedRow) -> bool:
    """Whether an output that is named as a cost and has money as target stands among quality or time."""
    is_named = row.name.rstrip("（）()").endswith(table.profile.cost_names)
    return class_of(row) == "产出" and not is_cost(row) and is_named and "money" in row.scored.facts.kinds


def _proper_classes(table: Table, row: PrintedRow) -> list[str]:
    """Return the classes to which a row belongs by its second level, or as one of satisfaction by its name."""
    by_level2 = [name for name, words in table.profile.levels.items() if level2_of(row) in words]
    if _is_named_satisfaction(table, row) and _SATISFACTION not in by_level2:
        return [_SATISFACTION]
    return by_level2


def _is_named_satisfaction(table: Table, row: PrintedRow) -> bool:
    """Whether a row is named as satisfaction; of a percentage, how it was asked for may follow: 满意度测评."""
    name, target = row.name.rstrip("（）()%％ "), row.scored.facts.target
    if isinstance(target, Number) and target.unit.dimension == "%":
        survey = next((word for word in table.profile.surveys if name.endswith(word)), "")
        name = name.removesuffix(survey)
    return name.endswith(table.profile.satisfaction)


def _wrong_class(row: PrintedRow, level2: str, proper: str) -> Finding:
    args = {"level1": row.indicator.level1, "level2": level2, "proper": proper}
    args |= {"printed": f"{row.indicator.level1}/{row.indicator.level2 or ''}", "reckoned": proper}
    return Finding(Codes.WRONG_CLASS, row.path("level2"), args)


def check_grouping(table: Table) -> Iterator[Finding]:
    """Return the first row whose class stood before other classes already, or whose level 2 comes too late."""
    order, closed, last = table.profile.level_order, set[tuple[str, ...]](), ("", "", "")
    for row in table.rows:
        place = (class_of(row), level2_of(row), row.indicator.goal or "")
        comes_late = (place[0], place[2]) == (last[0], last[2]) and _comes_before(order, place[1], last[1])
        if place != last and place[0] and (place in closed or comes_late):
            args = {"level2": row.indicator.level2 or row.indicator.level1, "before": last[1] or last[0]}
            yield Finding(Codes.LEVELS_NOT_GROUPED, row.path("level2"), {**args, "printed": args["level2"]})
            return
        closed.add(last)
        last = place


def _comes_before(order: tuple[str, ...], level2: str, other: str) -> bool:
    """Whether a second level belongs before another one; of one that the order does not have nothing is said."""
    return level2 in order and other in order and order.index(level2) < order.index(other)


def check_heaviest(table: Table) -> Iterator[Finding]:
    """Return rows that carry more of the points than one indicator should; less of one that is the only output."""
    full, most = table.scored.full, table.profile.limit("one_carries_all")
    for row in table.rows:
        limit = table.profile.limit("only_output") if table.outputs == (row,) else most
        if row.weight is not None and row.weight > full * limit:
            args = {
                "printed": format_exact(row.weight),
                "share": format_percent(row.weight / full),
                "limit": format_percent(limit),
            }
            yield Finding(Codes.ONE_CARRIES_ALL, row.path("weight"), args)


def noted_points(row: PrintedRow) -> Fraction | None:
    """Return the points that a table notes beside the class of a row: 50 of 产出指标（50分）."""
    match = _NOTED.search(unspaced(row.indicator.level1 or ""))
    return parse_number(match[1] or match[2]) if match else None


def check_class_notes(table: Table) -> Iterator[Finding]:
    """Return classes whose rows do not add up to the points that the table itself notes beside them."""
    points = _points_by_class(table)
    notes = {class_of(row): noted for row in table.rows if (noted := noted_points(row)) is not None}
    for name, noted in notes.items():
        if name in points and points[name] not in (noted, noted - _execution_in(table, name)):
            args = {"label": f"{name}指标", "sum": format_exact(points[name]), "preset": format_exact(noted)}
            yield Finding(Codes.CLASS_WEIGHTS_DIFFER, "indicators", args)


def _execution_in(table: Table, name: str) -> Fraction:
    """Return the points of the execution row, where it stands in a class."""
    spec, preset = table.scored.spec, table.scored.preset
    inside = spec.weights.execution_in
    if inside is None or class_word(spec.classes[inside].label) != name:
        return ZERO
    return preset.get(EXECUTION, ZERO)


def check_names(table: Table) -> Iterator[Finding]:
    """Return indicators that have the name of one before, of whatever class."""
    first: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        key = (unspaced(row.name), row.indicator.goal or "")
        other = first.setdefault(key, row.scored.facts.index)
        if row.name and other != row.scored.facts.index:
            args = {"other": other + 1, "printed": row.name}
            yield Finding(Codes.DUPLICATE_INDICATOR, row.path("name"), args)


def check_class_splits(table: Table) -> Iterator[Finding]:
    """Return classes whose points follow no usual split, where the spec's own is only observed."""
    spec = table.scored.spec
    if spec.weights.binding != "observed" and spec.kind_of(spec.weights) != "observed":
        return
    points = _points_by_class(table)
    presets = _usual_presets(table, points)
    if not points or points in presets or not presets:
        return
    nearest = min(presets, key=lambda preset: sum(preset.get(name) != value for name, value in points.items()))
    for name, value in points.items():
        if value != nearest.get(name):
            args = {"label": f"{name}指标", "sum": format_exact(value), "preset": format_exact(nearest.get(name, ZERO))}
            yield Finding(Codes.CLASS_WEIGHTS_DIFFER, "indicators", args)
            return


def follows_usual_split(table: Table) -> bool:
    """Whether the points of all classes are those of a usual split, though it be another spec's than the table's."""
    points = _points_by_class(table)
    return points in _usual_presets(table, points)


def _usual_presets(table: Table, points: Mapping[str, Fraction]) -> list[dict[str, Fraction]]:
    """Return what the usual splits preset for the classes of a table."""
    return [_preset(split, frozenset(points)) for split in _splits(table.profile.class_splits)]


def _points_by_class(table: Table) -> dict[str, Fraction]:
    """Return the points of each class by its word; empty where a weight is missing."""
    if any(row.weight is None for row in table.rows):
        return {}
    names = dict.fromkeys(class_of(row) for row in table.rows)
    return {name: add_up(row.weight or ONE for row in table.rows if class_of(row) == name) for name in names}


@cache
def _splits(names: tuple[str, ...]) -> tuple[IndicatorSpec, ...]:
    return tuple(spec for name in names if (spec := find_spec(name).spec) is not None)


def _preset(spec: IndicatorSpec, words: frozenset[str]) -> dict[str, Fraction]:
    """Return the points that a spec presets for classes, by their words."""
    names = {class_word(kind.label): name for name, kind in spec.classes.items()}
    labels = {name: word for word, name in names.items()}
    preset = spec.weights.preset({names[word] for word in words if word in names})
    return {labels.get(name, name): points for name, points in preset.items() if name != EXECUTION}
