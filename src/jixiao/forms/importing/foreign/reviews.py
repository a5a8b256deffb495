"""What a reviewer states in a form: value, score and words of a row, the total, who reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jixiao.exact import parse_number
from jixiao.forms.importing.foreign.ledger import Ledger
from jixiao.forms.importing.grid import Spot
from jixiao.forms.importing.review_sentences import review_of_text
from jixiao.forms.importing.stated_points import points
from jixiao.model.project import strip_placeholder

if TYPE_CHECKING:
    from jixiao.forms.importing.foreign.indicators import IndicatorTable
    from jixiao.forms.importing.foreign.labels import LabelledTexts

#: The columns of a review, and the keys of a project file that they state.
_TEXTS = {"second_actual": "actual", "second_spent": "spent", "second_reason": "remark"}
_REVIEW = "review."


def review_of_row(spots: Mapping[str, Spot | None], path: str, ledger: Ledger) -> dict[str, Any]:
    """Return the review that the cells of a row state, by its keys; its cells are entered below ``path``."""
    review = dict[str, Any]()
    for column, key in _TEXTS.items():
        text = _text(spots.get(column))
        if text:
            review[key] = text
            ledger.take(spots[column], f"{path}.review.{key}")
    review |= _score(spots.get("second_score"), f"{path}.review.score", ledger)
    return review | review_of_text(review.pop("remark", ""))


def _score(spot: Spot | None, path: str, ledger: Ledger) -> dict[str, str]:
    """Return the score that a cell states; one that is no number is set aside."""
    if spot is None or not _text(spot):
        return {}
    text = points(spot.rounded or spot.text)
    if parse_number(text) is None:
        ledger.set_aside(spot)
        return {}
    ledger.take(spot, path)
    return {"score": text}


def _text(spot: Spot | None) -> str:
    if spot is None:
        return ""
    return strip_placeholder(spot.text.strip())


def review_of_execution(table: IndicatorTable, ledger: Ledger) -> dict[str, Any]:
    """Return what the row of the execution rate among the indicators states of its review."""
    review = dict[str, Any]()
    for read in table.of("execution"):
        spots = {key: spot for key, spot in read.spots.items() if key != "second_actual"}
        review |= review_of_row(spots, "funds", ledger)
        if _text(read.spots.get("second_actual")):
            ledger.set_aside(read.spots["second_actual"])
    return review


def review_of_sum(table: IndicatorTable, ledger: Ledger) -> dict[str, str]:
    """Return the reviewed total that the row of the sum states."""
    for read in table.of("sum"):
        score = _score(read.spots.get("second_score"), "review.total", ledger)
        if score:
            return {"total": score["score"]}
    return {}


def review_of_labels(labels: LabelledTexts) -> dict[str, str]:
    """Return what stands behind the labels of a review: reviewer, opinion, total and grade."""
    texts = {key.removeprefix(_REVIEW): text for key, text in labels.texts.items() if key.startswith(_REVIEW)}
    return {key: points(text) if key == "total" else text for key, text in texts.items() if strip_placeholder(text)}


__all__ = ["review_of_execution", "review_of_labels", "review_of_row", "review_of_sum"]
