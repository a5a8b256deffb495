"""What a reviewer wrote into the cells of a form: values, scores and words, as a project's review states them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.documents import ReviewedRow
from jixiao.explain.phrases import PARTS
from jixiao.findings import Lang
from jixiao.forms.importing.stated_points import points
from jixiao.forms.importing.tables import Texts
from jixiao.model.project import strip_placeholder

#: The keys of a review by the cells that show them: of an indicator, of the execution rate, of the project.
ROW = {"second_actual": "actual", "second_score": "score", "second_reason": "remark"}
EXECUTION = {"second_spent": "spent", "second_score": "score", "second_reason": "remark"}
WHOLE = {"reviewer": "reviewer", "opinion": "opinion"}


def change_review(
    owner: dict[str, Any],
    keys: Mapping[str, str],
    texts: Texts,
    before: Texts,
    computed: ReviewedRow | None = None,
    lang: Lang = "zh",
) -> None:
    """Change the review of a row or project where its texts differ from those drawn; ``computed`` is what was."""
    changed = {show: texts[show] for show in keys if show in texts and texts[show] != before.get(show, "")}
    review = dict(owner.get("review", {}))
    for show, text in changed.items():
        review[keys[show]] = _stated(show, text, computed, lang)
    review = {key: value for key, value in review.items() if value != ""}
    if review:
        owner["review"] = review
    elif changed:
        owner.pop("review", None)


def _stated(show: str, text: str, computed: ReviewedRow | None, lang: Lang) -> str:
    """Return what a reviewer wrote into a cell: points, or words without those of the program; "" for a stroke."""
    if show == "second_score":
        return points(text)
    if show == "second_reason" and computed is not None:
        return _own_words(text, computed, lang)
    return strip_placeholder(text)


def _own_words(text: str, computed: ReviewedRow, lang: Lang) -> str:
    """Return what a reviewer wrote, without the sentences that the program wrote there."""
    words = PARTS[lang]
    text = text.removeprefix(computed.reason).lstrip("。. ")
    text = text.removesuffix(words["adopted_self_evaluation"]).rstrip("。. ")
    return strip_placeholder(text.removeprefix(words["remark"].format(text="").strip()).strip())


__all__ = ["EXECUTION", "ROW", "WHOLE", "change_review"]
