"""A form that reckons: what a spreadsheet needs of its cells so that scores, rates, total and grade follow an edit."""

from __future__ import annotations

from copy import copy
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ONE, ZERO, parse_number, to_step
from jixiao.findings import Lang
from jixiao.forms.grid import Form, Live, all_rows, clean
from jixiao.forms.labels import FLAGS, LABELS
from jixiao.forms.spreadsheet.formulas import Pair, Whole, curved, dividing, lowered, number, points_of, scored, whole
from jixiao.forms.spreadsheet.literals import OF_A_FORMULA, same
from jixiao.forms.spreadsheet.number_formats import rate, shown
from jixiao.forms.spreadsheet.totals import Sums
from jixiao.forms.spreadsheet.typed_cells import OF_AMOUNTS, Typed, amount, decimals, fits, places_of, small, typed
from jixiao.model.facts import EMPTY, Facts, kinds_of, money, selector
from jixiao.model.rules import Rule
from jixiao.quantity import Number
from jixiao.result import Result
from jixiao.scoring import RowScore
from jixiao.scoring.plan import Choice, Plan, plan_of
from jixiao.scoring.rows import score_row

#: A text that names nothing.
_OTHER = "\u3007"
#: The longest target that a person may be offered to copy.
LONGEST = 200
#: Decimals of an execution rate: hundredths of a percent.
OF_RATES = 4
_AMOUNTS = ("initial", "budget", "spent")


class Flag(NamedTuple):
    """What stands beside a score: a formula, and what it says as long as nothing is changed."""

    formula: str
    text: str = ""


class Living(NamedTuple):
    """All live cells of a form, by field; flags by the field of the score that they stand beside.

    ``points`` are exact points by the field of the score, where the spec grades those.
    """

    cells: dict[str, Live]
    flags: dict[str, Flag]
    points: dict[str, Live]


def living(result: Result, form: Form, lang: Lang = "zh") -> Living:
    """The live cells of a result's form."""
    return _Living(result, form, lang).all() if result.scored is not None else Living({}, {}, {})


def totals_formula(form: Form, living: Living, lang: Lang) -> str | None:
    """Return the formula of the line of totals under a form, ``None`` where one of them follows from nothing."""
    keys = [key for key in ("total", "scaled", "grade") if f"below.{key}" in living.cells]
    labels = [label for label, _ in form.below[form.notes :]]
    if len(keys) != len(labels):
        return None
    colon = LABELS[lang]["colon"]
    return "&".join(
        f'"{"    " if number else ""}{label}{colon}"&{living.cells[f"below.{key}"].formula}'
        for number, (key, label) in enumerate(zip(keys, labels, strict=True))
    )


class _Living:
    def __init__(self, result: Result, form: Form, lang: Lang) -> None:
        assert result.scored is not None  # noqa: S101  # asked only of such
        self.result, self.scored, self.lang, self.words = result, result.scored, lang, FLAGS[lang]
        self.plan: Plan = plan_of(self.scored.spec)
        self.form = form
        self.texts = {cell.field: cell.text for row in all_rows(form) for cell in row if cell.field}
        self.cells: dict[str, Live] = {}
        self.flags: dict[str, Flag] = {}
        self.points: dict[str, Live] = {}
        total = result.project.funds.total
        self.amounts = (total.initial, total.budget, total.spent)
        self.places = decimals(self.amounts, OF_AMOUNTS)

    def all(self) -> Living:
        self._plain_numbers()
        self._funds()
        if self.scored.execution is not None:
            self._execution(self.scored.execution)
        for row in self.scored.rows:
            self._row(row)
        self.cells |= Sums(self.scored, self.plan, self.form, self.points, self.lang).cells()
        return Living(self.cells, self.flags, self.points)

    # ---- numbers that nothing follows from

    def _plain_numbers(self) -> None:
        for field, text in self.texts.items():
            last = field.rpartition(".")[2]
            if last in ("weight", "full", "score", "total") and (value := parse_number(text)) is not None:
                self.cells[field] = Live(value)
            elif last in ("target", "value") and (found := shown(text)) is not None and small(found):
                self.cells[field] = Live(found.number, found.pattern)
            elif last in ("reason", "cause", "conclusion", "problems", "measures", "remarks", "achieved"):
                self.cells[field] = Live(entry=True)

    # ---- funds

    def _funds(self) -> None:
        over = "budget" if self.scored.execution is None else self.scored.execution.over
        for field, text in self.texts.items():
            if not field.startswith("funds."):
                continue
            row, _, key = field.rpartition(".")
            if key in _AMOUNTS:
                value, pattern = amount(text)
                self.cells[field] = Live(value, pattern, entry=True)
            elif key == "rate" and f"{row}.{over}" in self.texts and f"{row}.spent" in self.texts:
                self.cells[field] = self._rate(field, f"{row}.{over}", f"{row}.spent")

    def _rate(self, field: str, budget: str, spent: str) -> Live:
        """Spent ÷ budget, where there is one and a spreadsheet can reckon it, rounded as it is shown.

        What is not 100 % does not become it.
        """
        text, (over, _), (used, _) = self.texts[field], *(amount(self.texts[name]) for name in (budget, spent))
        if text and (over is None or used is None):
            return Live()
        quotient = f"{{{spent}}}/{{{budget}}}"
        near = f"ROUND({quotient},{OF_RATES})"
        formula = (
            f"IF(AND(ISNUMBER({{{budget}}}),ISNUMBER({{{spent}}})),"
            f'IF({{{budget}}}>0,IF({near}=1,{quotient},{near}),""),"")'
        )
        if not over or used is None:
            return Live(None, "0.00%", formula)
        value = to_step(used / over, Fraction(1, 10**OF_RATES))
        value = used / over if value == ONE else value
        return Live(value, rate(text, value), formula)

    def _execution(self, row: RowScore) -> None:
        budget, spent = f"funds.total.{row.over}", "funds.total.spent"
        if "execution.rate" in self.texts and {budget, spent} <= self.texts.keys():
            self.cells["execution.rate"] = self._rate("execution.rate", budget, spent)
        field = "execution.score"
        if field not in self.texts or row.weight is None:
            return
        points = zero = None
        if {budget, spent} <= self.texts.keys():
            points, zero = (self._of_execution(row, budget, spent, money(value)) for value in (ONE, ZERO))
        if points is None or not fits(self.amounts, self.places):
            self._fixed(row, field, budget, spent, why="fixed" if points is None else "large")
            return
        given = f"AND(ISNUMBER({{{budget}}}),ISNUMBER({{{spent}}}))"
        measured = f"AND({{{budget}}}>0,{{{spent}}}>=0)"
        if zero is not None:
            measured, points = f"OR({measured},{{{budget}}}=0)", f"IF({{{budget}}}=0,{zero},{points})"
        sound = f"IF({given},{measured},FALSE)"
        cell = self._weight("execution.weight", row.weight)
        score = scored(points, row.weight, cell, self.plan.step)
        self._score(
            field, row, f'IF({sound},{score},"")', f'IF({sound},"","{self.words["amounts"]}")', self.words["amounts"]
        )
        self._exact(field, row, f'IF({sound},MAX(0,MIN({cell},{points})),"")')

    def _fixed(self, row: RowScore, field: str, *entries: str, why: str) -> None:
        """A score that follows no change: then what it comes from is not to be changed here, and a note says why."""
        self.cells[field] = Live(row.score)
        for entry in entries:
            if entry in self.texts:
                self.cells[entry] = self.cells.get(entry, Live())._replace(entry=row.score is None)
        if row.score is None:
            self.flags[field] = Flag(f'"{self.words["again"]}"', self.words["again"])
        else:
            noted = next((entry for entry in entries if entry in self.texts), field)
            self.cells[noted] = self.cells[noted]._replace(note=self.words[why])

    def _of_execution(self, row: RowScore, budget: str, spent: str, over: Number) -> str | None:
        """By the rule of a budget of this kind, and of finished projects or others, where that is left to its money."""
        facts = copy(self.result.project.facts.execution)
        facts.target = facts.budget = over
        facts.kinds = kinds_of(over)
        facts.selector = selector(facts.level1, None, None, None, facts.kinds, None)
        finished = self.result.project.finished
        ways = (True, False) if finished is None else (finished,)
        both = [self._by_choice(self.plan.choose(facts, done), facts, row, budget, spent) for done in ways]
        if None in both or both[0] == both[-1]:
            return both[0] if both[-1] is not None else None
        return f"IF({{{spent}}}>={{{budget}}},{both[0]},{both[1]})"

    def _by_choice(self, choice: Choice, facts: Facts, row: RowScore, budget: str, spent: str) -> str | None:
        rule, weight = choice.rule, row.weight
        if rule is None or weight is None or f"funds.total.{rule.over}" != budget or choice.caps or rule.curve.judged:
            return None
        cell = self._weight("execution.weight", weight)
        of_budget = isinstance(facts.target, Number) and facts.target.value > 0
        if (rule.measure == "execution") != of_budget:
            return None
        if not of_budget:  # nothing to divide by: what the rule of such a budget measures instead
            return points_of(rule, choice.comparison, facts, whole(spent, self.places, ONE), weight, cell)
        pair = Pair(*(f"ROUND({{{field}}}*{10**self.places},0)" for field in (spent, budget)))
        return curved(rule.curve, rule.counting, pair, weight, cell)

    def _weight(self, field: str, weight: Fraction) -> str:
        return f"{{{field}}}" if self.cells.get(field, Live()).number == weight else number(weight)

    # ---- indicators

    def _row(self, row: RowScore) -> None:
        at = f"indicators[{row.facts.index}]"
        actual, field = f"{at}.actual", f"{at}.score"
        if actual not in self.texts or field not in self.texts:
            return
        if row.outcome == "not_applicable" or not row.weight:
            self.cells[field] = Live(row.score)
            return
        cell = self._weight(f"{at}.weight", row.weight)
        if not (self._by_numbers(row, actual, field, cell) or self._by_words(row, actual, field)):
            self._fixed(row, field, actual, why="fixed")

    def _by_numbers(self, row: RowScore, actual: str, field: str, cell: str) -> bool:
        """A row whose score follows from a number in the cell of its actual."""
        found, rule = typed(row.facts, self.texts[actual]), row.rule
        if found is None or rule is None or row.weight is None or row.facts.broken is not None:
            return False
        places = places_of(row.facts, found)
        if places is None:
            self._fixed(row, field, actual, why="large")
            return True
        points = self._points(row, rule, whole(actual, places, found.worth), cell)
        if points is None:
            return False
        stated = row.facts.actual is not None and self.texts[actual]
        self.cells[actual] = Live(found.number if stated else None, found.pattern, entry=True)
        sound = self._sound(actual, found, dividing(rule, row.facts.target))
        score = scored(points, row.weight, cell, self.plan.step)
        empty, other = (self.words[word] for word in ("empty", "number"))
        flag = f'IF({sound},"",IF(ISBLANK({{{actual}}}),"{empty}","{other}"))'
        self._score(field, row, self._or_nothing(actual, f'IF({sound},{score},"")'), flag, empty)
        self._exact(field, row, self._or_nothing(actual, f'IF({sound},MAX(0,MIN({cell},{points})),"")'))
        return True

    def _sound(self, actual: str, found: Typed, *signs: str) -> str:
        """Whether the cell has a number that the engine would read and can measure."""
        sound, cell = f"ISNUMBER({{{actual}}})", f"{{{actual}}}"
        more = [f"{cell}>0", f"{cell}=ROUND({cell},0)"] if found.whole else [f"{cell}{sign}0" for sign in signs if sign]
        if more:
            sound = f"IF({sound},AND({','.join(more)}),FALSE)"
        return sound

    def _or_nothing(self, actual: str, points: str) -> str:
        """The points, and none for an empty cell where the spec says so."""
        return f"IF(ISBLANK({{{actual}}}),0,{points})" if self.plan.missing else points

    def _points(self, row: RowScore, rule: Rule, actual: Whole, cell: str) -> str | None:
        """Points before rounding: the curve's, at most what caps leave, less marks and deductions by hand."""
        facts, choice, weight = row.facts, row.choice, row.weight or ZERO
        points = points_of(rule, choice.comparison, facts, actual, weight, cell)
        if points is None or (row.problem is not None and row.problem.code != EMPTY):
            return None
        for cap in choice.caps:
            if cap.unless == "cause" and facts.indicator.cause:
                continue
            most = points_of(cap, choice.comparison, facts, actual, weight, cell)
            if most is not None:
                points = f"MIN(MIN({points},{cell}),{most})"
        taken = self._taken(row)
        if taken is None:
            return None
        return lowered(f"MAX(0,MIN({points},{cell}))", taken) if taken else points

    def _taken(self, row: RowScore) -> Fraction | None:
        """What marks and a deduction by hand take, in points; ``None`` where one is not sound."""
        taken, weight = ZERO, row.weight or ZERO
        for name in row.facts.indicator.marks:
            mark = row.choice.marks.get(name)
            if mark is None:
                return None
            taken += weight if mark.loss is None else weight * mark.loss.share + mark.loss.points
        deduct = row.facts.indicator.deduct
        if deduct is not None:
            if deduct.points is None or deduct.points < 0 or not deduct.reason:
                return None
            taken += deduct.points
        return taken

    def _by_words(self, row: RowScore, actual: str, field: str) -> bool:
        """A row that a person judges, or a date: each text that may stand there, with the engine's score for it."""
        rule, present = row.rule, self.texts[actual]
        if rule is None or row.facts.broken is not None:
            return False
        formula = self._by_text(row, rule, actual)
        if len(formula) > OF_A_FORMULA:
            return False
        listed = tuple(filter(None, dict.fromkeys((present, *rule.tiers)))) if rule.tiers else ()
        self.cells[actual] = Live(entry=True, choices=listed)
        empty, told = self.words["empty"], self.words["choose" if rule.tiers else "again"]
        flag = f'IF({{{field}}}="",IF(ISBLANK({{{actual}}}),"{empty}","{told}"),"")'
        self._score(field, row, formula, flag, told if present else empty)
        exact = f"{{{field}}}"
        if row.score is not None and row.points != row.score:
            exact = f"IF({exact}={number(row.score)},{number(row.points)},{exact})"
        self._exact(field, row, exact)
        return True

    def _by_text(self, row: RowScore, rule: Rule, actual: str) -> str:
        """The score by what stands in the cell, exactly."""
        present, target = self.texts[actual], clean((row.facts.indicator.target or "").strip())
        words = [word for name, tier in rule.tiers.items() for word in (name, *tier.also)]
        copied = [target] if rule.tiers and len(target) <= LONGEST else []
        choices = list(dict.fromkeys(filter(None, (present, *copied, *words))))
        other = _points_text(self._again(row, _OTHER) if rule.tiers else None)
        formula = other
        for word in reversed(choices):
            score = _points_text(row.score if word == present else self._again(row, word))
            if score != other:
                formula = f"IF({same(f'{{{actual}}}', word)},{score},{formula})"
        return f"IF(ISBLANK({{{actual}}}),{_points_text(self._again(row, None))},{formula})"

    def _again(self, row: RowScore, word: str | None) -> Fraction | None:
        """The score of the row if this stood in its cell, as the engine gives it."""
        indicator = row.facts.indicator.model_copy(update={"actual": word})
        facts = Facts(row.facts.index, indicator, row.facts.year)
        return score_row(self.plan, facts, row.weight, self.scored.finished).score

    # ---- scores, total, grade

    def _score(self, field: str, row: RowScore, formula: str, flag: str, told: str) -> None:
        """A score that follows, and the flag beside it; ``told`` is what it says now where there is no score."""
        self.cells[field] = Live(row.score, formula=formula)
        changed = f'IF({{{field}}}={number(row.score)},"","{self.words["changed"]}")' if row.score is not None else '""'
        self.flags[field] = Flag(f'IF({{{field}}}="",{flag},{changed})', "" if row.score is not None else told)

    def _exact(self, field: str, row: RowScore, formula: str) -> None:
        if self.plan.by_exact_total:
            self.points[field] = Live(None if row.score is None else row.points, formula=formula)


def _points_text(score: Fraction | None) -> str:
    return '""' if score is None else number(score)


__all__ = ["Flag", "Living", "living", "totals_formula"]
