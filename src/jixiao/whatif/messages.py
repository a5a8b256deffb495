"""What it takes, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.exact import ZERO, format_exact, format_fixed, format_percent, format_points, places_of
from jixiao.explain.glossary import in_language
from jixiao.explain.phrases import STEPS
from jixiao.findings import Lang
from jixiao.scoring import RowScore, Scored
from jixiao.whatif.plan import Moved, Reach, RowReach, standing
from jixiao.whatif.rows import Change

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "head": "{name}：总分 {total}，等级 {grade}；要达到 {goal}",
        "grade": "{grade}（{total} 分及以上）",
        "total": "{total} 分",
        "none": "无",
        "rows": "各项要做到多少才得满分",
        "no_rows": "各项都是满分",
        "full": "{name}：{field}{old}，须{side}{new}，得 {score}，多 {gain}",
        "part": "{name}：{field}{old}，须{side}{new}",
        "fixed": "{name}：失 {lost} 分，完成值再好也补不回{marks}",
        "marks": "（扣在 {names}）",
        "at_least": "不低于 ",
        "at_most": "不高于 ",
        "by_day": "不晚于 ",
        "actual": "完成值 ",
        "spent": "执行数 ",
        "share": "得分比例 ",
        "reached": "已经达到",
        "plan": "至少 {count} 项要做到，总分 {total}，等级 {grade}",
        "impossible": "达不到：各项都做到满分，总分也只有 {total}，等级 {grade}",
        "above": "达不到：满分只有 {full}",
        "no_total": "现在没有总分，先处理没有得分的项和分值合计：{names}",
        "steps": "敏感度：{moves}",
        "step": "“{name}”由 {old} 变为 {new}，总分 {gain}",
        "weight": "每 1 分分值从“{most}”（得分比例 {high}）移到“{least}”（{low}），总分 {gain}",
        "comma": "；",
    },
    "en": {
        "head": "{name}: total {total}, grade {grade}; to reach {goal}",
        "grade": "{grade} ({total} or more)",
        "total": "{total}",
        "none": "none",
        "rows": "what earns each row full marks",
        "no_rows": "every row has full marks",
        "full": "{name}: {field}{old}, needs {side}{new}, scores {score}, gains {gain}",
        "part": "{name}: {field}{old}, needs {side}{new}",
        "fixed": "{name}: loses {lost}, which no actual brings back{marks}",
        "marks": " (lost to {names})",
        "at_least": "at least ",
        "at_most": "at most ",
        "by_day": "by ",
        "actual": "actual ",
        "spent": "spent ",
        "share": "share ",
        "reached": "reached already",
        "plan": "as few as {count} would do: total {total}, grade {grade}",
        "impossible": "out of reach: with every row at its best the total is {total}, grade {grade}",
        "above": "out of reach: full marks are {full}",
        "no_total": "there is no total yet; first see to rows without a score, and to the weights: {names}",
        "steps": "sensitivity: {moves}",
        "step": "“{name}” from {old} to {new}: total {gain}",
        "weight": "each point of weight moved from “{most}” (share {high}) to “{least}” ({low}): total {gain}",
        "comma": "; ",
    },
}


def sentences(reach: Reach, name: str, lang: Lang, only: str | None = None) -> Iterator[str]:
    """Yield the report of a reach, line by line; ``only`` names one indicator."""
    words = WORDS[lang]
    rows = [row for row in reach.rows if only is None or only in row_name(row.row, lang)]
    yield words["head"].format(name=name, **_standing(reach.scored, lang), goal=_goal(reach, lang))
    yield words["rows" if rows else "no_rows"]
    yield from (f"  {_row(row, reach.scored, lang)}" for row in rows)
    yield from plan_sentences(reach, lang)
    moves = [*(_step(moved, reach.scored, lang) for moved in reach.steps), *_weight(reach, lang)]
    if moves:
        yield words["steps"].format(moves=words["comma"].join(moves))


def _standing(scored: Scored, lang: Lang) -> dict[str, str]:
    """Return the total of a project and its grade, in words where there is none."""
    total, grade = standing(scored), scored.grade
    words = dict.fromkeys(("total", "grade"), WORDS[lang]["none"])
    if total is not None:
        words["total"] = points(total, scored)
    if grade is not None:
        words["grade"] = in_language(grade, lang, scored.spec.form.english)
    return words


def points(value: Fraction, scored: Scored) -> str:
    """Return points as the spec prints them."""
    return format_points(value, places_of(scored.spec.rounding.row))


def _goal(reach: Reach, lang: Lang) -> str:
    """Return what is to be reached: a grade with its lowest total, or a total."""
    words, goal = WORDS[lang], reach.goal
    total = format_exact(goal.total)
    if not goal.grade:
        return words["total"].format(total=total)
    return words["grade"].format(grade=in_language(goal.text, lang, reach.scored.spec.form.english), total=total)


def row_name(row: RowScore, lang: Lang) -> str:
    """Return an indicator's name, or the execution rate's."""
    if row.facts.index < 0:
        return STEPS[lang]["execution"]
    return row.facts.indicator.name or ""


def _row(row: RowReach, scored: Scored, lang: Lang) -> str:
    words, name = WORDS[lang], row_name(row.row, lang)
    if row.change is None:
        names = "、".join(getattr(loss.by, "label", None) or loss.name for loss in row.row.losses if loss.kind != "cap")
        marks = names and words["marks"].format(names=names)
        return words["fixed"].format(name=name, lost=points(row.row.deduction or ZERO, scored), marks=marks)
    score, gain = points(row.then.score or ZERO, scored), points(row.gain(), scored)
    return words["full"].format(name=name, **_typed(row.change, lang), score=score, gain=gain)


def _typed(change: Change, lang: Lang) -> dict[str, str]:
    """Return the field of a change, what is there, and what to type, with the words for its side."""
    words, old, new = WORDS[lang], change.old, change.new
    sides = {None: "", True: words["at_least"], False: words["at_most"]}
    side = sides[change.up]
    if change.date:
        side = words["by_day"]
    if change.field == "spent":
        old, new = (f"{amount} {change.row.facts.indicator.uom}" for amount in (old, new))
    if change.tier:
        new = f"{new} {change.tier}"
    return {"field": words[change.field], "old": old, "side": side, "new": new}


def plan_sentences(reach: Reach, lang: Lang) -> Iterator[str]:
    """Yield the changes that reach the goal, or why there are none."""
    words = WORDS[lang]
    if standing(reach.scored) is None:
        yield words["no_total"].format(names=_unscored_names(reach.scored, lang))
    elif reach.goal.total > reach.scored.spec.full_marks:
        yield words["above"].format(full=format_exact(reach.scored.spec.full_marks))
    elif reach.changes is None or reach.then is None:
        yield words["impossible"].format(**_standing(reach.best, lang))
    elif not reach.changes:
        yield words["reached"]
    else:
        yield words["plan"].format(count=len(reach.changes), **_standing(reach.then, lang))
        yield from (f"  {_part(change, lang)}" for change in reach.changes)


def _part(change: Change, lang: Lang) -> str:
    return WORDS[lang]["part"].format(name=row_name(change.row, lang), **_typed(change, lang))


def _unscored_names(scored: Scored, lang: Lang) -> str:
    """Return the names of the rows that keep a project from a total."""
    rows = [row for row in scored.all_rows if row.score is None and row.outcome != "not_applicable"]
    return "、".join(row_name(row, lang) for row in rows) or "—"


def _step(moved: Moved, scored: Scored, lang: Lang) -> str:
    change, gain = moved.change, _signed(moved.gain, scored)
    return WORDS[lang]["step"].format(name=row_name(change.row, lang), old=change.old, new=change.new, gain=gain)


def _signed(gain: Fraction, scored: Scored) -> str:
    return f"{'+' if gain > 0 else ''}{points(gain, scored)}"


def _weight(reach: Reach, lang: Lang) -> Iterator[str]:
    if reach.weights is not None:
        most, least = reach.weights
        high, low = most.share or ZERO, least.share or ZERO
        names = {"most": row_name(most, lang), "least": row_name(least, lang)}
        shares = {"high": format_percent(high), "low": format_percent(low)}
        yield WORDS[lang]["weight"].format(**names, **shares, gain=format_fixed(low - high, 2))
