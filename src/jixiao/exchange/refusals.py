"""What the budget system would refuse to save of a self-evaluation, told before it is handed over.

What it refuses stands in ``refusals.yaml``, each rule with the script in which it was seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.audit.places import with_places
from jixiao.audit.weights import classes_off_preset
from jixiao.exact import format_exact, parse_number
from jixiao.exchange.code_tables import code_table
from jixiao.exchange.fields import SELF_EVALUATION
from jixiao.exchange.reading import is_execution
from jixiao.exchange.row_values import QUALITATIVE
from jixiao.exchange.writing import Object
from jixiao.findings import Codes, Finding
from jixiao.model.project import Project
from jixiao.packaged_yaml import read_packaged_yaml
from jixiao.quantity import is_blank, unspaced
from jixiao.scoring import Scored

_FILE = Path(__file__).with_suffix(".yaml")
#: Most characters of a value that a message repeats.
_MOST_SHOWN = 40


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = read_packaged_yaml(_FILE)
    return rules


def check_refusals(project: Project, document: Object, scored: Scored | None = None) -> Iterator[Finding]:
    """Yield what keeps the system from saving the document of a self-evaluation, at its place in the project."""
    yield from with_places(project, _of_document(document, scored))


def _of_document(document: Object, scored: Scored | None) -> Iterator[Finding]:
    rows = document.get(SELF_EVALUATION.indicators.name)
    own = [row for row in rows if not is_execution(row)] if isinstance(rows, list) else []
    for index, row in enumerate(own):
        if isinstance(row, dict):
            yield from _of_row(row, f"indicators[{index}]")
    if scored is not None and scored.spec.weights.binding != "observed":
        for args in classes_off_preset(scored):
            yield Finding(Codes.REFUSED_CLASS_WEIGHTS, "indicators", args)


def _of_row(row: Object, path: str) -> Iterator[Finding]:
    yield from _of_points(row, path)
    actual = str(row.get("actualvalue") or "")
    if is_blank(actual):
        return
    if _is_qualitative(row):
        yield from _of_qualitative(row, actual, path)
    elif parse_number(actual) is None or not actual.isascii():
        yield Finding(Codes.REFUSED_NOT_A_NUMBER, f"{path}.actual", {"actual": actual[:_MOST_SHOWN]})
        return
    characters = "".join(one for one in _rules()["refused_characters"]["value"] if one in actual)
    if characters:
        args = {"actual": actual[:_MOST_SHOWN], "characters": " ".join(characters)}
        yield Finding(Codes.REFUSED_CHARACTERS, f"{path}.actual", args)


def _is_qualitative(row: Object) -> bool:
    sign = unspaced(str(row.get("computesign") or ""))
    return code_table("signs").get(sign, sign) == QUALITATIVE


def _of_points(row: Object, path: str) -> Iterator[Finding]:
    """Yield what is refused of the weight and the score of a row."""
    weight, score = (parse_number(str(row.get(name))) for name in ("actualweight", "score"))
    least = _rules()["least_weight"]["value"]
    if weight is not None and weight <= least:
        yield Finding(Codes.REFUSED_WEIGHT, f"{path}.weight", {"weight": format_exact(weight), "least": least})
    if weight is None or score is None:
        return
    args = {"score": format_exact(score), "weight": format_exact(weight)}
    if score > weight:
        yield Finding(Codes.REFUSED_SCORE_ABOVE_WEIGHT, f"{path}.score", args)
    if score < weight and is_blank(str(row.get("kpiRemark") or "")):
        yield Finding(Codes.REFUSED_WITHOUT_CAUSE, f"{path}.cause", args)


def _of_qualitative(row: Object, actual: str, path: str) -> Iterator[Finding]:
    words = _rules()["qualitative_values"]
    if unspaced(actual) not in words["values"]:
        args = {"actual": actual[:_MOST_SHOWN], "expected": "、".join(words["named"])}
        yield Finding(Codes.REFUSED_QUALITATIVE_VALUE, f"{path}.actual", args)
    if is_blank(str(row.get("indRemark") or "")):
        yield Finding(Codes.REFUSED_WITHOUT_NOTE, f"{path}.note")


__all__ = ["check_refusals"]
