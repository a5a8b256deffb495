"""A form that reckons: what a spreadsheet needs of its cells so that scores, rates, total and grade follow an edit."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ZERO, decimal_places, parse_number
from jixiao.finding import Lang
from jixiao.form.cells import Form, Live, all_rows, clean
from jixiao.form.formulas import Pair, Whole, curved, lowered, number, points_of, quoted, scored, whole
from jixiao.form.patterns import GENERAL, Shown, rate, shown
from jixiao.form.sums import Sums
from jixiao.form.words import FLAGS
from jixiao.model.facts import Facts
from jixiao.model.rules import Rule
from jixiao.quantity import Number, Range
from jixiao.result import Result
from jixiao.scoring import RowScore
from jixiao.scoring.plan import Choice, Plan, plan_of
from jixiao.scoring.rows import score_row

#: Decimals that amounts are read with (contract: up to six), other numbers at least, and shares.
OF_AMOUNTS, OF_NUMBERS, OF_SHARES = 6, 4, 8
#: The most steps of 10^−places that a spreadsheet reckons with exactly, with room for a curve's factors.
LARGEST = 10**14
#: The finding of an actual that is not there, and a text that names nothing.
EMPTY, _OTHER = "JX310", "\u3007"
#: The longest text that a formula may hold.
LONGEST = 200


class Living(NamedTuple):
    """All live cells of a form, by field; flags by the field of the score that they stand beside.

    ``points`` are exact points by the field of the score, where the spec grades those.
    """

    cells: dict[str, Live]
    flags: dict[str, str]
    points: dict[str, str]


def living(result: Result, form: Form, lang: Lang = "zh") -> Living:
    """The live cells of a result's form."""
    return _Living(result, form, lang).all() if result.scored is not None else Living({}, {}, {})


class _Living:
    def __init__(self, result: Result, form: Form, lang: Lang) -> None:
        assert result.scored is not None  # noqa: S101  # asked only of such
        self.result, self.scored, self.lang, self.words = result, result.scored, lang, FLAGS[lang]
        self.plan: Plan = plan_of(self.scored.spec)
        self.texts = {cell.field: cell.text for row in all_rows(form) for cell in row if cell.field}
        self.cells: dict[str, Live] = {}
        self.flags: dict[str, str] = {}
        self.points: dict[str, str] = {}

    def all(self) -> Living:
        self._plain_numbers()
        self._funds()
        if self.scored.execution is not None:
            self._execution(self.scored.execution)
        for row in self.scored.rows:
            self._row(row)
        self.cells |= Sums(self.scored, self.plan, self.texts, self.points, self.lang).cells()
        return Living(self.cells, self.flags, self.points)

    # ---- numbers that nothing follows from

    def _plain_numbers(self) -> None:
        for field, text in self.texts.items():
            last = field.rpartition(".")[2]
            if last in ("weight", "full", "score", "total") and (value := parse_number(text)) is not None:
                self.cells[field] = Live(value)
            elif last in ("target", "value") and (found := shown(text)) is not None and _small(found):
                self.cells[field] = Live(found.number, found.pattern)
            elif last in ("reason", "cause", "conclusion", "problems", "measures", "remarks", "achieved"):
                self.cells[field] = Live(entry=True)

    # ---- funds

    def _funds(self) -> None:
        for field, text in self.texts.items():
            if not field.startswith("funds."):
                continue
            row, _, key = field.rpartition(".")
            if key in ("initial", "budget", "spent"):
                self.cells[field] = Live(parse_number(text), entry=True)
            elif key == "rate" and f"{row}.budget" in self.texts and f"{row}.spent" in self.texts:
                self.cells[field] = self._rate(field, f"{row}.budget", f"{row}.spent")

    def _rate(self, field: str, budget: str, spent: str) -> Live:
        """Spent ÷ budget, where there is one."""
        text = self.texts[field]
        value = None
        if text.endswith("%") or text:
            amounts = [parse_number(self.texts[name]) for name in (spent, budget)]
            value = amounts[0] / amounts[1] if None not in amounts and amounts[1] else None  # type: ignore[operator]
        formula = (
            f'IF(AND(ISNUMBER({{{budget}}}),ISNUMBER({{{spent}}})),IF({{{budget}}}>0,{{{spent}}}/{{{budget}}},""),"")'
        )
        return Live(value, rate(text, value) if value is not None else "0.00%", formula)

    def _execution(self, row: RowScore) -> None:
        rule = row.rule
        over = rule.over if rule is not None else "budget"
        budget, spent = f"funds.total.{over}", "funds.total.spent"
        if "execution.rate" in self.texts and {budget, spent} <= self.texts.keys():
            self.cells["execution.rate"] = self._rate("execution.rate", budget, spent)
        field = "execution.score"
        if field not in self.texts or row.weight is None:
            return
        if not {budget, spent} <= self.texts.keys() or self._too_large(budget, spent):
            self.cells[field] = Live(row.score, note=self.words["large"] if budget in self.texts else "")
            return
        points = self._of_execution(row, budget, spent)
        if points is None:
            self.cells[field] = Live(row.score)
            return
        given = f"AND(ISNUMBER({{{budget}}}),ISNUMBER({{{spent}}}))"
        sound = f"IF({given},AND({{{budget}}}>0,{{{spent}}}>=0),FALSE)"
        cell = self._weight("execution.weight", row.weight)
        score = scored(points, row.weight, cell, self.plan.step)
        self._score(field, row, f'IF({sound},{score},"")', f'IF({sound},"","{self.words["amounts"]}")')
        self._exact(field, f'IF({sound},MAX(0,MIN({cell},{points})),"")')

    def _too_large(self, *fields: str) -> bool:
        values = [parse_number(self.texts[field]) for field in fields]
        return any(value is not None and abs(value) * 10**OF_AMOUNTS > LARGEST for value in values)

    def _of_execution(self, row: RowScore, budget: str, spent: str) -> str | None:
        """By the rule of finished projects or of others, where the project leaves that to its money."""
        finished = self.result.project.finished
        if finished is not None:
            return self._by_choice(row.choice, row, budget, spent)
        facts = self.result.project.facts.execution
        both = [self._by_choice(self.plan.choose(facts, done), row, budget, spent) for done in (True, False)]
        if None in both or both[0] == both[1]:
            return both[0]
        return f"IF({{{spent}}}>={{{budget}}},{both[0]},{both[1]})"

    def _by_choice(self, choice: Choice, row: RowScore, budget: str, spent: str) -> str | None:
        rule, weight = choice.rule, row.weight
        if rule is None or weight is None or f"funds.total.{rule.over}" != budget or choice.caps or rule.curve.judged:
            return None
        pair = Pair(*(f"ROUND({{{field}}}*{10**OF_AMOUNTS},0)" for field in (spent, budget)))
        return curved(rule.curve, rule.counting, pair, weight, self._weight("execution.weight", weight))

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
            self.cells[actual] = self.cells.get(actual, Live())._replace(entry=True)
            self.cells[field] = Live(row.score)

    def _by_numbers(self, row: RowScore, actual: str, field: str, cell: str) -> bool:
        """A row whose score follows from a number in the cell of its actual."""
        typed, rule = self._typed(row, self.texts[actual]), row.rule
        if typed is None or rule is None or row.weight is None or row.facts.broken is not None:
            return False
        places = _places(row.facts, typed)
        if places is None:
            self.cells[actual], self.cells[field] = Live(note=self.words["large"]), Live(row.score)
            return True
        points = self._points(row, rule, whole(actual, places, typed.worth), cell)
        if points is None:
            return False
        self.cells[actual] = Live(
            typed.number if row.facts.actual is not None and self.texts[actual] else None, typed.pattern, entry=True
        )
        number_ = f"ISNUMBER({{{actual}}})"
        if self.plan.missing_is_zero:
            number_ = f"OR({number_},ISBLANK({{{actual}}}))"
        score = scored(points, row.weight, cell, self.plan.step)
        self._score(
            field,
            row,
            f'IF({number_},{score},"")',
            f'IF({number_},"",IF(ISBLANK({{{actual}}}),"{self.words["empty"]}","{self.words["number"]}"))',
        )
        self._exact(field, f'IF({number_},MAX(0,MIN({cell},{points})),"")')
        return True

    def _typed(self, row: RowScore, text: str) -> _Typed | None:
        """The actual as a number in its cell; an empty one as it would be typed beside its target."""
        facts = row.facts
        if facts.mismatch is not None or not isinstance(facts.target, Number | Range):
            return None
        if not text:
            unit = facts.target.unit
            percent = unit.dimension == "%" and "%" in (facts.indicator.target or "")
            return _Typed(None, "0.00%" if percent else GENERAL, Fraction(1) if percent else unit.factor)
        found = shown(text)
        if found is None or not isinstance(facts.actual, Number):
            return None
        worth = facts.actual.value / found.number if found.number else found.worth
        if not found.number and facts.actual.unit.dimension != "%":
            worth = facts.actual.unit.factor
        return _Typed(found.number, found.pattern, worth)

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
        if len(present) > LONGEST:
            return False
        words = [word for name, tier in rule.tiers.items() for word in (name, *tier.also)]
        target = clean((row.facts.indicator.target or "").strip())[:LONGEST]
        choices = list(dict.fromkeys(filter(None, (present, *([target] if rule.tiers else []), *words))))
        other = self._again(row, _OTHER) if rule.tiers else None
        formula = _points_text(other)
        for word in reversed(choices):
            score = _points_text(row.score if word == present else self._again(row, word))
            if score != _points_text(other):
                formula = f'IF({{{actual}}}="{quoted(word)}",{score},{formula})'
        empty = _points_text(self._again(row, None))
        formula = f"IF(ISBLANK({{{actual}}}),{empty},{formula})"
        listed = tuple(filter(None, dict.fromkeys((present, *rule.tiers)))) if rule.tiers else ()
        self.cells[actual] = Live(entry=True, choices=listed)
        told = self.words["choose" if rule.tiers else "again"]
        unscored = f'IF({{{field}}}="",IF(ISBLANK({{{actual}}}),"{self.words["empty"]}","{told}"),"")'
        self._score(field, row, formula, unscored)
        self._exact(
            field,
            f"{{{field}}}"
            if row.points == row.score or row.score is None
            else f"IF({{{field}}}={number(row.score)},{number(row.points)},{{{field}}})",
        )
        return True

    def _again(self, row: RowScore, word: str | None) -> Fraction | None:
        """The score of the row if this stood in its cell, as the engine gives it."""
        indicator = row.facts.indicator.model_copy(update={"actual": word})
        facts = Facts(row.facts.index, indicator, row.facts.year)
        return score_row(self.plan, facts, row.weight, self.scored.finished).score

    # ---- scores, total, grade

    def _score(self, field: str, row: RowScore, formula: str, flag: str) -> None:
        self.cells[field] = Live(row.score, formula=formula)
        changed = f'IF({{{field}}}={number(row.score)},"","{self.words["changed"]}")' if row.score is not None else '""'
        self.flags[field] = f'IF({{{field}}}="",{flag},{changed})'

    def _exact(self, field: str, formula: str) -> None:
        if self.plan.by_exact_total:
            self.points[field] = formula


class _Typed(NamedTuple):
    number: Fraction | None
    pattern: str
    worth: Fraction


def _small(found: Shown) -> bool:
    size: Fraction = abs(found.number)
    return bool(size * 10**OF_NUMBERS <= LARGEST)


def _places(facts: Facts, typed: _Typed) -> int | None:
    """How many decimals the cell is read with; ``None`` where its numbers have more digits than a spreadsheet."""
    ends = [value / typed.worth for value in _ends(facts)] + [typed.number or ZERO]
    exact = [decimal_places(end) for end in ends]
    places = max(OF_SHARES if "%" in typed.pattern else OF_NUMBERS, *(found or 0 for found in exact))
    return places if all(abs(end) * 10**places <= LARGEST for end in ends) else None


def _ends(facts: Facts) -> tuple[Fraction, ...]:
    """The numbers of a target."""
    if isinstance(facts.target, Number):
        return (facts.target.value,)
    return (facts.target.low, facts.target.high) if isinstance(facts.target, Range) else ()


def _points_text(score: Fraction | None) -> str:
    return '""' if score is None else number(score)


__all__ = ["Living", "living"]
