"""The hidden sheet that calculates: for each row of indicators its target and actual as numbers, its rule, its points.

A row of the sheet stands where the indicator stands, so what somebody types there is scored at once. What a
spreadsheet cannot read as the engine does (dates, ranges, numbers of different units) gets no score here.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import format_exact
from jixiao.findings import Lang
from jixiao.forms.entry.labels import SHEET
from jixiao.forms.entry.rule_table import Groups, RuleTable, rule_table
from jixiao.forms.entry.sheet import EntrySheet
from jixiao.forms.spreadsheet.formulas import curved, number, scored
from jixiao.forms.spreadsheet.literals import quoted
from jixiao.forms.spreadsheet.places import cell_name, range_name
from jixiao.measure import measure_of
from jixiao.measure.cells import CellPair, Quotient
from jixiao.model.rules import Cap, Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.scoring.plan import Choice, plan_of

#: The columns of each row before those of the points.
SIGN, TARGET, TARGET_LENGTH, TARGET_NUMBER, TARGET_UNIT, ACTUAL, ACTUAL_LENGTH, ACTUAL_NUMBER, ACTUAL_UNIT = range(9)
KIND, RULE, TIER, SHARE, WEIGHT, DEDUCTION, IS_MEASURABLE, TARGET_STEPS, ACTUAL_STEPS, SCORE, POINTS = range(9, 20)
#: The steps in which numbers are read, and the largest that has room for them.
_STEPS, _LARGEST = 10**6, 10**8
#: The steps in which shares are read.
_SHARE_STEPS = 10**8
#: The longest number that is looked for at the beginning of a text.
_LENGTHS = ",".join(str(length) for length in range(1, 17))
#: Characters by which a spreadsheet would take a text for a date, a time or a number that the engine reads otherwise.
_NO_NUMBERS = '{"年","月","日","号","时","-","/",":","~","(","（","e","E","¥","￥","$"}'
_DIGITS = '{"0","1","2","3","4","5","6","7","8","9"}'


class ScoreSheet(NamedTuple):
    """The formulas of the sheet by row and column, and the table of rules to their right."""

    formulas: dict[tuple[int, int], str]
    keys: tuple[tuple[str, int], ...]
    key_column: int


def score_sheet(spec: IndicatorSpec, sheet: EntrySheet, lang: Lang) -> ScoreSheet:
    """Return the sheet that calculates what a sheet to be filled in needs."""
    table = rule_table(spec)
    builder = _RowBuilder(spec, sheet, lang, table)
    formulas = {(row, column): formula for row in sheet.rows for column, formula in builder.row(row)}
    finished = builder.finished()
    if finished:
        formulas[0, SIGN] = finished
    return ScoreSheet(formulas, table.keys, builder.key_column)


class _RowBuilder:
    """Writes the formulas of one row after the other."""

    def __init__(self, spec: IndicatorSpec, sheet: EntrySheet, lang: Lang, table: RuleTable) -> None:
        self.spec, self.plan, self.sheet, self.table = spec, plan_of(spec), sheet, table
        self.title = SHEET[lang]
        self.key_column = POINTS + len(table.choices) + 1

    def entry(self, row: int, field: str) -> str:
        """Return the name of a cell of the sheet that people fill in."""
        return f"'{self.title}'!{cell_name(row, self.sheet.columns[field])}"

    def row(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield the formulas of a row by column."""
        target, actual = self.entry(row, "target"), self.entry(row, "actual")
        yield SIGN, self._sign(row, target)
        yield TARGET, _body(target, f"LEN({_sign_of(target)})")
        yield ACTUAL, _body(actual, "0")
        yield from _number_at(row, TARGET, TARGET_LENGTH, TARGET_NUMBER, TARGET_UNIT)
        yield from _number_at(row, ACTUAL, ACTUAL_LENGTH, ACTUAL_NUMBER, ACTUAL_UNIT)
        yield from self._facts(row)
        points = [cell_name(row, POINTS + place) for place in range(len(self.table.choices))]
        if not points:
            return
        yield SCORE, f'IFERROR(CHOOSE({cell_name(row, RULE)},{",".join(points)}),"")'
        for place, choice in enumerate(self.table.choices):
            yield POINTS + place, self._points(row, choice, place + 1)

    def _facts(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield what the points of all rules follow from."""
        yield KIND, self._kind(row)
        yield RULE, self._rule(row)
        yield TIER, self._tier_word(row)
        share = self.entry(row, "share")
        yield SHARE, f'IF({share}="","",IFERROR(VALUE({share}),""))'
        yield WEIGHT, self.entry(row, "weight")
        yield DEDUCTION, f"N({self.entry(row, 'deduct.points')})"
        yield IS_MEASURABLE, f"AND({','.join(self._conditions(row))})"
        for value, steps in ((TARGET_NUMBER, TARGET_STEPS), (ACTUAL_NUMBER, ACTUAL_STEPS)):
            yield steps, f'IF({cell_name(row, IS_MEASURABLE)},ROUND({cell_name(row, value)}*{_STEPS},0),"")'

    def finished(self) -> str:
        """Return the formula of whether the project is finished: as stated, else if all its money is spent."""
        if not self.plan.asks_finished:
            return ""
        stated, budget, spent = (
            f"'{self.title}'!{cell_name(*self.sheet.place(field))}"
            for field in ("finished", "funds.total.budget", "funds.total.spent")
        )
        by_funds = f'IF(AND(ISNUMBER({budget}),ISNUMBER({spent})),IF({spent}>={budget},"是","否"),"")'
        return f'IF({stated}="",{by_funds},{stated})'

    # ---- what a row is

    def _sign(self, row: int, target: str) -> str:
        comparison = self.entry(row, "comparison")
        return f'IF({comparison}="",{_sign_of(target)},{comparison})'

    def _kind(self, row: int) -> str:
        """Return what the target is: p, z, n as a number above, at or below 0, w for words, ? for anything else."""
        value, text, sign = cell_name(row, TARGET_NUMBER), cell_name(row, TARGET), cell_name(row, SIGN)
        by_number = f'IF({value}>0,"p",IF({value}=0,"z","n"))'
        has_digits = f"SUMPRODUCT(--ISNUMBER(FIND({_DIGITS},{text})))>0"
        return f'IF({sign}="定性","w",IF(ISNUMBER({value}),{by_number},IF({has_digits},"?","w")))'

    def _rule(self, row: int) -> str:
        """Return the number of the row's rule, 0 where it has none here."""
        levels = (self.entry(row, "level1"), self.entry(row, "level2"))
        cells = (*levels, cell_name(row, SIGN), cell_name(row, KIND), self._unit(row), "$A$1")
        key = '&"."&'.join(_group(cell, groups) for cell, groups in zip(cells, self.table.axes, strict=True))
        keys = range_name(0, len(self.table.keys) - 1, self.key_column)
        numbers = range_name(0, len(self.table.keys) - 1, self.key_column + 1)
        formula = f"IFERROR(INDEX({numbers},MATCH({key},{keys},0)),0)"
        for field in ("marks", "rule", "direction"):  # they choose or reduce in ways of their own
            if field in self.sheet.columns:
                formula = f'IF({self.entry(row, field)}="",{formula},0)'
        names = sorted({name for when in self.spec.conditions for name in when.name_has})
        if names:
            listed = ",".join(map(quoted, names))
            formula = f"IF(SUMPRODUCT(--ISNUMBER(FIND({{{listed}}},{self.entry(row, 'name')})))>0,0,{formula})"
        return formula

    def _unit(self, row: int) -> str:
        """Return the unit that a condition may ask for: of money, of percent, a rank, or none."""
        unit = f"{cell_name(row, TARGET_UNIT)}&{self.entry(row, 'uom')}&{cell_name(row, ACTUAL_UNIT)}"
        percent = f'ISNUMBER(FIND("%",{cell_name(row, TARGET)}&{unit}))'
        formula = '""'
        for sign in ("名", "万", "亿", "元"):
            formula = f'IF(ISNUMBER(FIND("{sign}",{unit})),"{sign}",{formula})'
        return f'IF({percent},"%",{formula})'

    def _tier_word(self, row: int) -> str:
        """Return the word that names the row's tier: the one chosen, else the actual, unless that is a number."""
        tier, actual = self.entry(row, "tier"), self.entry(row, "actual")
        return f'IF({tier}<>"",{tier},IF(ISNUMBER({cell_name(row, ACTUAL_NUMBER)}),"",{actual}))'

    # ---- its points

    def _points(self, row: int, choice: Choice, rule_number: int) -> str:
        """Return the score by one rule, nothing where another one is the row's."""
        rule, weight = choice.rule, cell_name(row, WEIGHT)
        assert rule is not None  # noqa: S101  # the table holds no choice without one
        condition, points = self._measured(row, rule, choice.comparison)
        points = f"MAX(0,MIN({weight},{points}))"
        for cap in choice.caps:
            points = self._capped(row, cap, choice.comparison, points, weight)
        points = f"ROUND({points}-{cell_name(row, DEDUCTION)},10)"
        score = scored(points, None, weight, self.plan.step)
        return f'IF(AND({cell_name(row, RULE)}={rule_number},{condition}),{score},"")'

    def _measured(self, row: int, owner: Rule | Cap, comparison: str) -> tuple[str, str]:
        """Return the condition under which a rule or a cap can be measured, and the points by it."""
        weight = cell_name(row, WEIGHT)

        def points(measured: Quotient) -> str:
            return curved(owner.curve, owner.counting, measured, None, weight)

        measure = measure_of(owner)
        if measure.is_stated and isinstance(owner, Rule):
            share = self._share(row, owner)
            measured = Quotient(f"ROUND({share}*{_SHARE_STEPS},0)", str(_SHARE_STEPS))
            return f"ISNUMBER({share})", points(measured)
        pair = CellPair(cell_name(row, TARGET_STEPS), cell_name(row, ACTUAL_STEPS), _STEPS)
        formula = measure.open_formula(comparison, pair, points)
        assert formula is not None  # noqa: S101  # the table holds no other measure
        condition = cell_name(row, IS_MEASURABLE)
        if measure.open_condition:
            condition = f"IF({condition},{pair.target}{measure.open_condition}0,FALSE)"
        return condition, formula

    def _capped(self, row: int, cap: Cap, comparison: str, points: str, weight: str) -> str:
        """Return points with what a cap leaves of them, where it can be measured and no cause excuses the row."""
        condition, most = self._measured(row, cap, comparison)
        if cap.unless == "cause":
            condition = f'AND({condition},{self.entry(row, "cause")}="")'
        return f"MIN({points},IF({condition},{most},{weight}))"

    def _conditions(self, row: int) -> tuple[str, ...]:
        """Return the conditions that target and actual are numbers in one unit, as the engine would read them."""
        target, actual = cell_name(row, TARGET_NUMBER), cell_name(row, ACTUAL_NUMBER)
        unit, other = cell_name(row, TARGET_UNIT), cell_name(row, ACTUAL_UNIT)
        column = self.entry(row, "uom")
        percents = (f'ISNUMBER(FIND("%",{cell_name(row, text)}))' for text in (TARGET, ACTUAL))
        return (
            f"ISNUMBER({target})",
            f"ISNUMBER({actual})",
            f'OR({unit}={other},{other}="",AND({unit}="",{other}={column}))',
            f'OR({unit}="",{column}="",{unit}={column})',
            "=".join(percents),
            f'OR({column}<>"%",ISERROR(FIND("%",{cell_name(row, TARGET)})))',
            f"MAX(ABS(N({target})),ABS(N({actual})))<={_LARGEST}",
        )

    def _share(self, row: int, rule: Rule) -> str:
        """Return the share of a row that a person states: as typed, as a score, or by the default of its tier."""
        share, score = cell_name(row, SHARE), ""
        by_tier = self._share_by_tier(row, rule)
        if rule.stated == "score":
            typed, weight = self.entry(row, "score"), cell_name(row, WEIGHT)
            score = f"IF(ISNUMBER({typed}),{typed}/{weight},{by_tier})"
        return f"IF(ISNUMBER({share}),{share},{score or by_tier})"

    def _share_by_tier(self, row: int, rule: Rule) -> str:
        shares: dict[str, Fraction] = {}
        for name, tier in rule.tiers.items():
            if tier.default is not None:
                shares |= dict.fromkeys((name, *tier.also), tier.default)
        if not shares:
            return '""'
        word = cell_name(row, TIER)
        words, values = ",".join(map(quoted, shares)), ",".join(format_exact(share) for share in shares.values())
        by_word = f'IFERROR(INDEX({{{values}}},MATCH({word},{{{words}}},0)),"")'
        same = shares.get(rule.same_text_means or "")
        if same is None:
            return by_word
        is_same = f"EXACT({self.entry(row, 'actual')},{self.entry(row, 'target')})"
        return f'IF(AND({self.entry(row, "tier")}="",{is_same}),{number(same)},{by_word})'


def _number_at(row: int, text: int, length: int, value: int, unit: int) -> Iterator[tuple[int, str]]:
    """Yield the number at the beginning of a text, how long it is, and the unit behind it; arguments are columns."""
    body, count = cell_name(row, text), cell_name(row, length)
    yield length, _length(body)
    yield value, f'IF(ISNUMBER({body}),{body},IF({count}>0,VALUE(LEFT({body},{count})),""))'
    yield unit, f'IF({count}>0,TRIM(MID({body},{count}+1,40)),"")'


def _group(cell: str, groups: Groups) -> str:
    """Return the group of what a cell holds; a text that no condition asks for is as none."""
    numbers = list(groups.values())
    if len(set(numbers)) == 1:
        return f'"{numbers[0]}"'
    values, listed = ",".join(map(quoted, groups)), ",".join(f'"{number}"' for number in numbers)
    other = groups.get("", "")
    return f'IFERROR(INDEX({{{listed}}},MATCH({cell}&"",{{{values}}},0)),"{other}")'


def _sign_of(text: str) -> str:
    """Return the sign that a text begins with, "" for a number or a text without one."""
    first = f"LEFT(TRIM({text}),1)"
    return f'IF(ISNUMBER({text}),"",IF(ISNUMBER(FIND({first},"≥≤><=")),{first},""))'


def _body(text: str, start: str) -> str:
    """Return a number as it is, a text from a place on."""
    return f"IF(ISNUMBER({text}),{text},TRIM(MID(TRIM({text}),{start}+1,60)))"


def _length(text: str) -> str:
    """Return how many characters at the beginning of a text are a number, 0 of a number itself or where none are.

    An array of constants makes all programs try every length without being asked to.
    """
    tries = f"SUMPRODUCT(MAX(IFERROR(ISNUMBER(--LEFT({text},{{{_LENGTHS}}}))*{{{_LENGTHS}}},0)))"
    is_other = f"SUMPRODUCT(--ISNUMBER(FIND({_NO_NUMBERS},{text})))>0"
    return f'IF(OR(ISNUMBER({text}),{text}=""),0,IF({is_other},0,{tries}))'


__all__ = ["POINTS", "RULE", "SCORE", "ScoreSheet", "score_sheet"]
