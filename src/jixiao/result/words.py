"""A document's words of specs in English and back: levels, grades, marks; what else was typed stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.explain.glossary import in_chinese, in_language
from jixiao.findings import Lang
from jixiao.model.project import Project
from jixiao.model.spec import IndicatorSpec

_LEVELS = ("level1", "level2")
_GRADES = ("grade", "adopted_grade")


def own_words(spec: IndicatorSpec | None) -> Mapping[str, str]:
    """Return what a spec's own words are in English."""
    if spec is None:
        return {}
    return spec.form.english


def row_in_language(row: dict[str, Any], lang: Lang, own: Mapping[str, str]) -> dict[str, Any]:
    """Return the plain data of a row with its levels, and the names of what took points, in a language."""
    if lang == "zh":
        return row
    levels = {key: word_in_language(row[key], lang, own) for key in _LEVELS if key in row}
    losses = [{**loss, "name": in_language(loss["name"], lang, own)} for loss in row["losses"]]
    return {**row, **levels, "losses": losses}


def review_entry(review: dict[str, Any] | None, lang: Lang, own: Mapping[str, str]) -> dict[str, Any]:
    """Return the plain data of a review, in a language, under its key; nothing where nobody reviewed the project."""
    if review is None:
        return {}
    if lang == "zh":
        return {"review": review}
    grades = {key: word_in_language(review[key], lang, own) for key in _GRADES}
    rows = [row_in_language(row, lang, own) for row in review["indicators"]]
    execution = review["execution"] and row_in_language(review["execution"], lang, own)
    return {"review": {**review, **grades, "indicators": rows, "execution": execution}}


def word_in_language(word: str | None, lang: Lang, own: Mapping[str, str]) -> str | None:
    """Return a word in a language, where there is one."""
    if word is None:
        return None
    return in_language(word, lang, own)


def as_typed(document: Mapping[str, Any], project: Project, own: Mapping[str, str]) -> dict[str, Any]:
    """Return the document of a result in the spec's own words and the unit's own levels, whatever language it is in."""
    indicators = [
        {**_row_in_chinese(row, own), "level1": typed.level1, "level2": typed.level2}
        for row, typed in zip(document["indicators"], project.indicators, strict=True)
    ]
    execution, grade = document["execution"], document["grade"]
    review = {"review": _review_in_chinese(document["review"], own)} if "review" in document else {}
    return {
        **document,
        **review,
        "execution": execution and _row_in_chinese(execution, own),
        "indicators": indicators,
        "grade": grade and in_chinese(grade, own),
    }


def _review_in_chinese(review: Mapping[str, Any], own: Mapping[str, str]) -> dict[str, Any]:
    grades = {key: review[key] and in_chinese(review[key], own) for key in _GRADES}
    rows = [_row_in_chinese(row, own) for row in review["indicators"]]
    execution = review["execution"] and _row_in_chinese(review["execution"], own)
    return {**review, **grades, "indicators": rows, "execution": execution}


def _row_in_chinese(row: Mapping[str, Any], own: Mapping[str, str]) -> dict[str, Any]:
    return {**row, "losses": [{**loss, "name": in_chinese(loss["name"], own)} for loss in row["losses"]]}


__all__ = ["as_typed", "own_words", "review_entry", "row_in_language", "word_in_language"]
