"""Long tables of odd rows of monitoring, from a seed, and what each project of them states as its own file would.

Most projects are monitored, some of them without saying so; others are self-evaluations in the same table.
"""

from __future__ import annotations

import re
from typing import Any

from jixiao.loading.spec_book import SpecBook
from jixiao.loading.specs import load_spec
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import CAUSE_KINDS, LIKELIHOODS, STAGES
from jixiao.quantity import is_blank, unspaced
from tests.support.odd_rows import AMOUNTS, COLUMNS, SWITCHES, Odd, Row

OF_ROW, OF_PROJECT = ("progress", "forecast", "likelihood", "cause_kinds"), ("stage", "month", "answers")
MONITORED_COLUMNS = (*COLUMNS, *OF_ROW, *OF_PROJECT)
#: Rules of monitoring that come with the package.
RULES = ("pace", "ningxia", "tianjin", "hebei", "hefei")
MONTHS = (*map(str, range(1, 13)), "7月", "１２", "1-6月", "上半年", "十二月")
ODD_MONTHS = ("0", "13", "夏天", "7.5", " ", "2024年7月")
KINDS = (*CAUSE_KINDS, "人员保障、经费保障", "其他；天气", "经费保障,经费保障", "/", "天气")
QUESTIONS = ("资金按计划支出", "目标按计划实现")
ODD_ANSWERS = ("是", "资金按计划支出：也许", "别的问题：是", "资金按计划支出：是；资金按计划支出：否", "：；", " ")


def spec_with(spec: str, rules: str) -> IndicatorSpec:
    """The spec of an id, monitored by the rules of a name."""
    base = load_spec(spec)
    start = base.in_force.start
    assert start is not None
    name = f"cn.test.own-{start.year}"
    text = f"id: {name}\nversion: 1\ntitle: 试\nextends: {base.id}@{base.version}\nmonitoring: {rules}\n"
    return SpecBook(texts={"own": f"{text}in_force: {{from: {start}}}\n"}).load_spec(name)


class OddMonitored(Odd):
    """Odd rows of one spec, most of them monitored."""

    def project(self, name: str) -> list[Row]:
        """The rows of one project, at a stage that it states or not."""
        rows = super().project(name)
        how = self.rng.choice(("stated", "stated", "unstated", "unstated", "scored", "both", "odd"))
        oddity = self.rng.choice((0.0, 0.0, 0.05, 0.4))
        is_complete = self.chance(0.6)
        for row in rows:
            year_end = row["actual"]
            self.watch(row, how, oddity)
            if is_complete and "progress" in row:
                row["forecast"] = year_end
        self.head(rows, how, oddity)
        return [{column: row.get(column) for column in MONITORED_COLUMNS} for row in rows]

    def watch(self, row: Row, how: str, oddity: float) -> None:
        """Give a row what monitoring states of it."""
        if how in ("scored", "both") and not (how == "both" and self.chance(0.3)):
            return
        if not is_execution(row) or self.chance(0.8):
            row["progress"], row["actual"] = row["actual"], None
        if how != "unstated" and self.chance(oddity / 2):
            row["actual"] = self.rng.choice(("90", "45%", " ", "及时"))
        values = AMOUNTS[:12] if is_execution(row) else (*self.pair(self.rng.choice(("plain", "words", "date"))),)
        row["forecast"] = self.some(0.5, [*values, row["target"] or "", row.get("progress") or ""])
        row["likelihood"] = self.some(
            0.6, (*LIKELIHOODS, LIKELIHOODS[0], *(("也许", " ") if self.chance(oddity) else ()))
        )
        row["cause_kinds"] = self.some(0.3, KINDS[:5] if not self.chance(oddity) else KINDS)

    def head(self, rows: list[Row], how: str, oddity: float) -> None:
        """Give rows what they state of the whole project, once or again and again."""
        words = {"stated": ("监控", "绩效监控", "monitoring", " 监 控"), "scored": (None, "自评", "self_evaluation")}
        stage = self.rng.choice(words.get(how, (None,)))
        if how == "odd":
            stage = self.rng.choice(("目标", "复核", "监督", " ", "—"))
        month = self.some(0.9, MONTHS if not self.chance(oddity) else ODD_MONTHS)
        answer = "；".join(f"{question}：{self.rng.choice(SWITCHES[:4])}" for question in QUESTIONS)
        answers = self.some(
            0.4, (answer, f"{{{answer}}}", QUESTIONS[0] + ": 是") if not self.chance(oddity) else ODD_ANSWERS
        )
        for row in rows:
            states = row is rows[0] or self.chance(0.5)
            row |= dict(zip(OF_PROJECT, (stage, month, answers) if states else (None,) * 3, strict=True))
            if states and self.chance(oddity / 4):
                row[self.rng.choice(OF_PROJECT)] = self.rng.choice(("监控", "自评", "6", "12"))


def is_execution(row: Row) -> bool:
    return unspaced(row["level1"] or "") in ("预算执行率", "execution")


def states(text: str | None) -> bool:
    """Whether a cell states anything."""
    return text is not None and not is_blank(text)


def first(rows: list[Row], column: str) -> str | None:
    """What a project states of itself: the first row that says something counts; a blank says nothing."""
    return next((text for row in rows if states(text := row.get(column))), None)


def at_monitoring(rows: list[Row]) -> bool:
    """Whether a project is monitored: as it states, else where none of its indicators has an actual."""
    if "progress" not in rows[0]:
        return False
    stage = first(rows, "stage")
    if stage is not None:
        return STAGES.get(unspaced(stage)) == "monitoring"
    return not any(states(row["actual"]) for row in rows if not is_execution(row))


def of_stage(rows: list[Row]) -> dict[str, Any]:
    """What a project states of its stage, and of its monitoring where it is monitored."""
    if "progress" not in rows[0]:
        return {}
    stated: dict[str, Any] = {"stage": first(rows, "stage")}
    if at_monitoring(rows):
        answers = first(rows, "answers")
        stated = {"stage": stated["stage"] or "monitoring", "month": first(rows, "month")}
        stated["answers"] = answers and pairs(answers)
    return {key: value for key, value in stated.items() if value is not None}


def pairs(text: str) -> Any:
    """The answers of a cell behind colons, or the cell where it does not say one answer a question."""
    inner = re.sub(r"^[{ ]+|[} ]+$", "", text)
    found = re.findall(r"([^：:；,，、]*)[：:]([^：:；,，、]*)(?:[；,，、]|$)", inner)
    answers = {question.strip(): answer.strip() for question, answer in found}
    parts = [part for part in re.split("[；,，、]", inner) if part.strip()]
    return answers if len(answers) == len(parts) and all((*answers, *answers.values())) else text


def kinds(text: str) -> list[str]:
    """The kinds of causes of a cell in their order, then what is none of them."""
    parts = [part for part in re.split("[、；,]", text) if part not in ("", "/")]
    return [kind for kind in CAUSE_KINDS if kind in parts] + [part for part in parts if part not in CAUSE_KINDS]


def of_row(row: Row) -> dict[str, Any]:
    """What monitoring states of an indicator."""
    stated: dict[str, Any] = {key: row[key] for key in OF_ROW if row[key] is not None}
    if "cause_kinds" in stated:
        stated["cause_kinds"] = kinds(stated["cause_kinds"])
    return stated


def of_funds(row: Row) -> dict[str, Any]:
    """What monitoring states of the money: what has been spent so far, and what is expected."""
    stated = {"forecast": row["forecast"]}
    if states(row["progress"]):
        stated["spent"] = row["progress"]
    return stated
