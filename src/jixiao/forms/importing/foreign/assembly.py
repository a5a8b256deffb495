"""The data of a project, keys as in a project file, from the parts of a form that was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jixiao.exact import ZERO, parse_number
from jixiao.forms.importing.foreign.claims import FULL, PrintedResults, of_labels
from jixiao.forms.importing.foreign.goals import GoalTable
from jixiao.forms.importing.foreign.heads import Head
from jixiao.forms.importing.foreign.indicators import Data, IndicatorEntry, IndicatorTable, weight_text
from jixiao.forms.importing.foreign.labels import LabelledTexts
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.foreign.money import FundTable
from jixiao.forms.importing.foreign.reviews import review_of_execution, review_of_labels, review_of_sum
from jixiao.forms.importing.grid import Spot
from jixiao.forms.importing.reasons import cause_and_remedy, without_own_sentence
from jixiao.model.project import Funds, strip_placeholder
from jixiao.model.typed_words import answers_of_text
from jixiao.quantity import form_word, is_blank, unspaced

#: Columns that a project has no place for, or none for what stands there, beside those that are called so.
_ASIDE = ("number", "remark", "light")


def project_data(
    labels: LabelledTexts, funds: FundTable, goals: GoalTable, table: IndicatorTable, heads: Sequence[Head]
) -> Data:
    """Return the data of the project of a form; all cells of its rows are entered."""
    texts = labels.texts
    data = {
        **{key: text for key, text in texts.items() if "." not in key},
        "answers": answers_of_text(texts.get("answers", "")),
        "funds": _funds(labels, funds, table),
        "goals": [*goals.goals, *_labelled_goals(labels, len(goals.goals))],
        "indicators": _indicators(table, heads, labels.ledger),
        "printed": _printed(labels, funds, table, heads),
        "review": review_of_labels(labels) | review_of_sum(table, labels.ledger),
    }
    _enter_other_rows(table, heads, labels.ledger)
    return {key: value for key, value in data.items() if value not in ([], {}, "")}


def _labelled_goals(labels: LabelledTexts, number: int) -> Iterator[Data]:
    """Yield the goal whose texts stand behind labels; it comes after a number of others."""
    goal = {key.removeprefix("goals."): text for key, text in labels.texts.items() if key.startswith("goals.")}
    if goal:
        labels.ledger.rename("goals.", f"goals[{number}].")
        yield goal


def _funds(labels: LabelledTexts, funds: FundTable, table: IndicatorTable) -> Data:
    """Return the funds: rows, parts, money unit, cause, remedy, why the budget was adjusted, and their review."""
    data = _fund_rows(labels, funds)
    if funds.parts:
        data["parts"] = funds.parts
    unit = next(iter([*labels.beside, *labels.above]), "")
    if data and unit and unit != Funds().money_unit:
        data["money_unit"] = unit
    cause, remedy = cause_and_remedy(without_own_sentence(_execution_reason(table, labels.ledger) or funds.cause))
    review = funds.review | review_of_execution(table, labels.ledger)
    texts = {"cause": strip_placeholder(cause), "remedy": strip_placeholder(remedy), "review": review}
    return data | {key: value for key, value in texts.items() if value}


def _fund_rows(labels: LabelledTexts, funds: FundTable) -> Data:
    """Return the rows of the fund table, with the amounts and the words that stand behind labels."""
    data: Data = {name: row for name, row in funds.rows.items() if row}
    for key, text in labels.texts.items():
        match key.split("."):
            case ["funds", row, amount] if row not in funds.rows:
                data.setdefault(row, {})[amount] = text
            case ["funds", name]:
                data[name] = text
    return data


def _execution_reason(table: IndicatorTable, ledger: Ledger) -> str:
    """Return the cause in the row of the execution rate."""
    for read in table.of("execution"):
        text = read.value("cause")
        if text and not ledger.lexicon.is_help(text):
            ledger.take(read.spots.get("cause"), "funds.cause")
            return text
    return ""


def _indicators(table: IndicatorTable, heads: Iterable[Head], ledger: Ledger) -> list[Data]:
    """Return the indicators; none where no column names them."""
    rows = table.of("indicator")
    if not any("name" in head.spots for head in heads if head.section == "indicators"):
        for read in rows:
            ledger.fix_row(read.row, "asked")
        return []
    shared = [spot for spots, _ in table.shared_weights() for spot in spots]
    entries = [IndicatorEntry(read, number, ledger, shared).made() for number, read in enumerate(rows)]
    for entry, read in zip(entries, rows, strict=True):
        goal = _goal_number(read.head, ledger)
        if goal:
            entry["goal"] = goal
    return entries


def _goal_number(head: Head, ledger: Ledger) -> str:
    """Return the number of the goal that a section is for, "" where the cell beside it names none."""
    if head.side is None:
        return ""
    match = ledger.lexicon.patterns["goal_number"].search(unspaced(head.side.text))
    return "" if match is None else match[1]


def _printed(labels: LabelledTexts, funds: FundTable, table: IndicatorTable, heads: Iterable[Head]) -> Data:
    """Return what the form prints as its results."""
    results = PrintedResults(labels.grid, labels.lexicon, labels.ledger)
    printed = results.beside(heads) | dict(of_labels(labels.texts)) | funds.printed
    for read in table.of("execution"):
        printed |= results.of_execution(read, table.classes())
    execution = parse_number(str(printed.get("execution_weight", ""))) or ZERO
    weights = table.weights()
    full = {FULL, *(() if weights is None else (weights, weights + execution))}
    for read in sorted(table.of("sum"), key=lambda row: (results.is_total(row), -row.row)):
        printed |= results.of_sum(read, full)
    _set_overridden_aside(printed, labels.ledger)
    return printed


def _set_overridden_aside(printed: Data, ledger: Ledger) -> None:
    """Set the cells of results aside that the form prints elsewhere in another way."""
    for (row, column), name in list(ledger.entries.items()):
        section, _, key = name.partition(".")
        spot = ledger.grid.spot(row, column)
        if section == "printed" and key in printed and spot is not None:
            result = printed[key].rstrip("%")
            if result not in spot.text and result not in spot.rounded:
                ledger.put_aside(spot)


def _enter_other_rows(table: IndicatorTable, heads: Iterable[Head], ledger: Ledger) -> None:
    """Enter the cells of rows and columns that do not become indicators."""
    for read in table.of("indicator", "execution"):
        columns = [ledger.grid.spot(read.row, spot.column) for spot in read.head.asides]
        ledger.set_aside(*_texts([*columns, *map(read.spots.get, _ASIDE)]))
    for read in table.of("indicator"):
        for part in read.parts:
            ledger.fix_row(part.row, "part")
    for read in table.of("note", "subtotal"):
        for spot in ledger.grid.begin(read.row):
            _enter_note(spot, ledger, heads_class=read.kind == "subtotal")
    _enter_points(table, ledger)
    for row in table.blank_rows:
        _enter_template(row, ledger)
    _enter_asked(table, heads, ledger)


def _enter_points(table: IndicatorTable, ledger: Ledger) -> None:
    """Enter the points of classes that are the sum of their rows, and those that rows share, which are asked about."""
    for spot, total in table.class_points():
        if total is not None and parse_number(weight_text(spot.text.strip())) == total:
            ledger.take(spot, "computed")
    for spots, _ in table.shared_weights():
        for spot in spots:
            ledger.take(spot, "asked")


def _enter_note(spot: Spot, ledger: Ledger, *, heads_class: bool) -> None:
    """Enter a cell of a remark: a label for somebody's name, or a text that a project has no place for.

    Above rows of a class its word is a label, too.
    """
    is_class = heads_class and ledger.lexicon.is_fixed("classes", spot.text)
    if is_class or form_word(spot.text) in ledger.lexicon.asides:
        ledger.fix(spot)
    else:
        ledger.set_aside(spot)


def _texts(spots: Iterable[Spot | None]) -> Iterator[Spot]:
    """Yield the cells that hold a text."""
    return (spot for spot in spots if spot is not None and not is_blank(spot.text))


def _enter_template(row: int, ledger: Ledger) -> None:
    """Enter what the template prints in a row that nobody filled in."""
    for spot in ledger.grid.begin(row):
        if ledger.lexicon.is_fixed("levels", spot.text):
            ledger.fix(spot)
        elif ledger.lexicon.patterns["template"].match(unspaced(spot.text)):
            ledger.fill(spot)


def _enter_asked(table: IndicatorTable, heads: Iterable[Head], ledger: Ledger) -> None:
    """Enter the cells below headings that are asked about: the question stands for them."""
    columns = [(head, heading.column) for head in heads for heading in head.unknown]
    for head, column in columns:
        for read in table.rows:
            spot = ledger.grid.spot(read.row, column)
            if read.head is head and spot is not None and spot.row > head.bottom:
                ledger.take(spot, "asked")


__all__ = ["project_data"]
