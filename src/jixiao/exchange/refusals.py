"""What the budget system would refuse to save of a self-evaluation, told before it is handed over.

What it refuses stands in ``refusals.yaml``, each rule with the script in which it was seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.audit.places import with_places
from jixiao.audit.weights import classes_off_preset
from jixiao.exact import parse_number
from jixiao.exchange.code_tables import code_table
from jixiao.exchange.fields import SELF_EVALUATION
from jixiao.exchange.reading import is_execution
from jixiao.exchange.refusal_rules import Refusals, SavedRow, refusal_rules
from jixiao.exchange.row_values import QUALITATIVE
from jixiao.exchange.writing import Object
from jixiao.findings import Codes, Finding
from jixiao.model.project import Project
from jixiao.quantity import is_blank, unspaced
from jixiao.scoring import Scored


def check_refusals(
    project: Project, document: Object, scored: Scored | None = None, rules: Refusals | None = None
) -> Iterator[Finding]:
    """Yield what keeps the system from saving the document of a self-evaluation, at its place in the project.

    The rules are those of the package where none are given.
    """
    yield from with_places(project, _of_document(document, scored, rules or refusal_rules()))


def _of_document(document: Object, scored: Scored | None, rules: Refusals) -> Iterator[Finding]:
    rows = document.get(SELF_EVALUATION.indicators.name)
    own = [row for row in rows if not is_execution(row)] if isinstance(rows, list) else []
    for index, row in enumerate(own):
        if isinstance(row, dict):
            yield from _of_row(_saved_row(row), f"indicators[{index}]", rules)
    if scored is not None:
        yield from _of_classes(scored, rules)


def _of_row(row: SavedRow, path: str, rules: Refusals) -> Iterator[Finding]:
    for rule in rules.of_row():
        args = rule.refused(row)
        if args is not None:
            yield Finding(rule.code, f"{path}.{rule.field}", {**args, "citation": rules.citations(rule)})


def _of_classes(scored: Scored, rules: Refusals) -> Iterator[Finding]:
    """Yield the classes whose weights are off the preset, where it binds."""
    rule = rules.class_weights
    if rule is None or scored.spec.weights.binding == "observed":
        return
    for args in classes_off_preset(scored):
        yield Finding(Codes.REFUSED_CLASS_WEIGHTS, "indicators", {**args, "citation": rules.citations(rule)})


def _saved_row(row: Object) -> SavedRow:
    """Return what the system looks at in a row."""
    actual = _text(row, "actualvalue")
    sign = unspaced(_text(row, "computesign"))
    return SavedRow(
        weight=parse_number(str(row.get("actualweight"))),
        score=parse_number(str(row.get("score"))),
        actual=actual,
        is_qualitative=code_table("signs").get(sign, sign) == QUALITATIVE,
        is_number=parse_number(actual) is not None and actual.isascii(),
        has_cause=bool(_text(row, "kpiRemark")),
        has_note=bool(_text(row, "indRemark")),
    )


def _text(row: Object, name: str) -> str:
    """Return the text of a field, an empty one of a blank."""
    text = str(row.get(name) or "")
    if is_blank(text):
        return ""
    return text


__all__ = ["check_refusals"]
