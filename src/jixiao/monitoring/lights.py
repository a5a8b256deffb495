"""The light of one row: its value so far, the first rule that fits, its measure, the band in which that lies."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from jixiao.exact import ONE
from jixiao.findings import Codes
from jixiao.measure import measure_of
from jixiao.model.facts import FundFacts, Pair, RowFacts, read_funds, read_row
from jixiao.model.fields import frozen
from jixiao.model.monitoring import Light, LightRule, MonitoringRules
from jixiao.model.problems import NoData, Problem
from jixiao.model.project import OF_MONITORING, Indicator, Project
from jixiao.model.rules import Cited, ProgressWords, When
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import LAST_MONTH
from jixiao.quantity import is_blank
from jixiao.scoring.plan import Choice, fits, plan_of

#: Fields of a row on which no light depends.
_WITHOUT_LIGHT = OF_MONITORING - {"progress"} | {"weight", "tier", "share", "actual"}
#: The fields of a project that stand where facts have others: the value so far is the actual of a light.
_FIELDS: Mapping[str, str] = {"actual": "progress"}


class NoRule(Problem):
    """No rule is for such a row: it shows no light, and none is missing."""

    __slots__ = ()


class NoMonth(NoData):
    """The month of monitoring is not stated, and the light depends on it."""

    __slots__ = ()


NO_MONTH = NoMonth(Codes.MONTH_MISSING, "month")
NO_PROGRESS = NoData(Codes.PROGRESS_MISSING, "actual")


@frozen
class RowLight:
    """The light of an indicator or of the execution, and the rule by which it shows it.

    ``facts`` are those of the value so far. ``measured`` is the exact measure, against the part of the year that has
    passed where the rule says so; ``None`` of words. A ``problem`` says why there is no light.
    """

    facts: RowFacts
    comparison: str
    rule: LightRule | None
    light: Light | None
    measured: Fraction | None = None
    problem: Problem | None = None

    @property
    def is_due(self) -> bool:
        """Whether the rules say anything of the row: those of some places show no lights of rows."""
        return self.rule is not None or self.problem is not None

    @property
    def is_open(self) -> bool:
        """Whether the row ought to show a light and shows none."""
        return self.problem is not None and not isinstance(self.problem, NoRule)

    @property
    def block(self) -> Cited | None:
        """Return what the light rests on: the rule, or those of its words among which the value so far is."""
        if self.rule is None:
            return None
        return _words_of(self.rule, self.facts) or self.rule

    @property
    def owner(self) -> str:
        """Return where the row stands in the project: ``indicators[0]``, ``funds.total``."""
        return self.facts.path_of("").rstrip(".")

    def path_of(self, field: str) -> str:
        """Return where a field of the facts stands in the project."""
        if field == "month":
            return field
        if self.facts.funds is None:
            field = _FIELDS.get(field, field)
        return self.facts.path_of(field)


def lights_of_rows(project: Project, spec: IndicatorSpec, rules: MonitoringRules) -> tuple[RowLight, ...]:
    """Return the light of each indicator by the value that it has reached so far."""
    plan = plan_of(spec)
    lights = []
    for index, row in enumerate(project.indicators):
        facts = value_facts(index, row, row.progress, project.year)
        lights.append(_light_of_row(facts, plan.choose(facts, project.finished), rules, project))
    return tuple(lights)


def value_facts(index: int, row: Indicator, value: str | None, year: int | None) -> RowFacts:
    """Return the facts of an indicator with a value as its actual, and nothing on which no light depends."""
    changes = {"actual": value, "weight": ONE, "tier": None, "share": None}
    return read_row(index, row.model_copy(update={**changes, "unread": row.unread - _WITHOUT_LIGHT}), year)


def _light_of_row(facts: RowFacts, choice: Choice, rules: MonitoringRules, project: Project) -> RowLight:
    """Return the light of an indicator; of one that does not apply, or where no row shows a light, none."""
    comparison = choice.comparison
    if not rules.rows or not facts.indicator.applicable:
        return RowLight(facts, comparison, None, None)
    problem = facts.problem
    if problem is None and facts.actual is None:
        problem = NO_PROGRESS
    if problem is not None:
        return RowLight(facts, comparison, None, None, problem=problem)
    rule = _rule_of(facts, choice, rules, project.finished)
    if rule is None:
        args = (("rules", rules.title), ("comparison", comparison or "—"), ("target", facts.indicator.target))
        return RowLight(facts, comparison, None, None, problem=NoRule(Codes.NO_LIGHT_RULE, "target", args))
    if words := _words_of(rule, facts):
        return RowLight(facts, comparison, rule, words.light_of(facts.indicator.actual or ""))
    return _by_measure(facts, comparison, rule, project.month)


def _words_of(rule: LightRule, facts: RowFacts) -> ProgressWords | None:
    """Return those words of a rule among which the value so far is; ``None`` of no word."""
    text = facts.indicator.actual or ""
    return next((words for words in rule.words if words.light_of(text)), None)


def _rule_of(facts: RowFacts, choice: Choice, rules: MonitoringRules, finished: bool | None) -> LightRule | None:
    """Return the first rule that fits a row."""
    for rule in rules.rows:
        whens = rule.when or (When(),)
        if any(fits(when, facts, choice.class_, choice.comparison, finished) for when in whens):
            return rule
    return None


def light_of_execution(project: Project, rules: MonitoringRules) -> RowLight | None:
    """Return the light of the money spent so far; ``None`` where the rules have none, or no money is stated."""
    funds = read_funds(project)
    if rules.execution is None or _is_unstated(project, funds):
        return None
    return _by_measure(funds.over(rules.execution.over), "", rules.execution, project.month)


def _is_unstated(project: Project, funds: FundFacts) -> bool:
    """Whether nothing is said of the money: no amount that is there or could not be read."""
    amounts = (funds.budget, funds.initial, funds.spent)
    return all(amount is None for amount in amounts) and not (project.funds.unread | project.funds.total.unread)


def _by_measure(facts: RowFacts, comparison: str, rule: LightRule, month: int | None) -> RowLight:
    """Return the light of a row by what its rule measures, or why there is none."""
    measured = measure_of(rule).of(facts, rule, comparison)
    if rule.against == "elapsed" and not isinstance(measured, Problem):
        measured = _against_elapsed(measured, month)
    if isinstance(measured, Problem):
        return RowLight(facts, comparison, rule, None, problem=_in_words(facts, rule) or measured)
    n, d = measured
    ratio = None
    if d:
        ratio = Fraction(n, d)
    return RowLight(facts, comparison, rule, rule.light_at(n, d), ratio)


def _against_elapsed(measured: Pair, month: int | None) -> Pair | NoMonth:
    """Return a measured n/d divided by the part of the year that has passed by the end of a month."""
    if month is None:
        return NO_MONTH
    n, d = measured
    return n * LAST_MONTH, d * month


def _in_words(facts: RowFacts, rule: LightRule) -> Problem | None:
    """Return the problem of words that are none of a rule's, nor those of the target; ``None`` without words."""
    if not rule.words:
        return None
    progress_words = (word for words in rule.words for light in words.lights.values() for word in light)
    args = (("value", facts.indicator.actual), ("known", "、".join(progress_words)))
    return Problem(Codes.NOT_A_WORD_OF_PROGRESS, "actual", args)


def is_stated(text: str | None) -> bool:
    """Whether a text states anything."""
    return text is not None and not is_blank(text)


__all__ = ["NoMonth", "NoRule", "RowLight", "is_stated", "light_of_execution", "lights_of_rows", "value_facts"]
