"""What a review goes by: limits, words and severities, as data; a bureau's file replaces those that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, ValidationError

from jixiao.findings import Finding, Severity, catalog
from jixiao.loading.decoding import read_file
from jixiao.loading.nodes import Map
from jixiao.loading.validation import FindingList, finding_of, mapping_of
from jixiao.model.fields import Model, Ratio, Text, as_tuple

_FILE = Path(__file__).with_suffix(".yaml")
Words = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]


def _limit(value: object) -> object:
    """Return a limit that is typed as a number alone as one without a source."""
    return value if isinstance(value, Mapping) else {"value": value}


class Limit(Model):
    """A number that a check compares with, where it comes from, and what it means."""

    value: Ratio
    source: Text = "usual"
    meaning: Text | None = None


#: A limit as a profile states it: with its source, or as the number alone.
StatedLimit = Annotated[Limit, BeforeValidator(_limit)]


class Limits(Model):
    """The limits of all checks: multiples, shares of one, rows, or decimals, as each one's meaning says."""

    far_over_target: StatedLimit
    far_over_units: StatedLimit
    budget_adjusted: StatedLimit
    hardly_spent: StatedLimit
    one_carries_all: StatedLimit
    only_output: StatedLimit
    far_over_cost: StatedLimit
    mild_deduction: StatedLimit
    same_reason_rows: StatedLimit
    said_once_rows: StatedLimit
    nearly_all: StatedLimit
    ten_thousand_low: StatedLimit
    ten_thousand_high: StatedLimit
    score_decimals: StatedLimit
    copied_sentence: StatedLimit
    copied_tables: StatedLimit
    all_full_tables: StatedLimit
    all_full_folder: StatedLimit
    execution_reason: StatedLimit
    low_target: StatedLimit


class Profile(Model):
    """Limits, lists of words, and severities by the slug of a finding."""

    limits: Limits
    class_splits: Words
    default_specs: Words
    everywhere: Words
    undone: Words
    undone_unless: Words
    unpaid: Words
    unspent: Words
    adjusted: Words
    help_text: Words
    filler_names: Words
    no_reasons: Words
    filler_reasons: Words
    satisfaction: Words
    surveys: Words
    survey_words: Words
    rate: Words
    counted: Words
    growth: Words
    yes_no: Words
    vague: Words
    unwanted: Words
    effect: Words
    measured: Words
    money_names: Words
    cost_names: Words
    levels: Mapping[str, Words]
    level_order: Words
    over_years: Words
    no_places: Words
    town_acts: Words
    completed: Words
    begun: Words
    finished_names: Words
    severities: Mapping[str, Literal["off", "note", "warning", "error"]]

    def limit(self, name: str) -> Fraction:
        """Return the limit of this name."""
        limit: Limit = getattr(self.limits, name)
        return limit.value

    def severity_of(self, finding: Finding) -> Severity | None:
        """Return how serious a finding is to a reviewer; ``None`` where it is switched off."""
        stated = self.severities.get(catalog()[finding.code].slug)
        if stated is None:
            return finding.severity
        if stated == "off":
            return None
        return Severity(stated)


class ReadProfile(NamedTuple):
    """A profile, or ``None`` where its file is broken, and the findings on the file."""

    profile: Profile | None
    findings: tuple[Finding, ...]


@cache
def usual_profile() -> Profile:
    """Return the profile that comes with the package."""
    profile = read_profile(_FILE).profile
    if profile is None:
        raise ValueError(f"broken profile: {_FILE}")
    return profile


def read_profile(path: Path) -> ReadProfile:
    """Return the profile of a file, the package's where the file does not say otherwise."""
    findings = FindingList()
    root = mapping_of(*read_file(path), findings)
    if root is None:
        return ReadProfile(None, findings.closed())
    data = root if path == _FILE else _over_usual(root)
    try:
        return ReadProfile(Profile.model_validate(data), findings.closed())
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, problem["loc"], root))
    return ReadProfile(None, findings.closed())


def _over_usual(changes: Map) -> dict[str, object]:
    """Return the usual profile with what a file changes: limits and severities one by one, lists as a whole."""
    usual: Mapping[str, object] = mapping_of(*read_file(_FILE), FindingList()) or {}
    data: dict[str, object] = {**usual, **changes}
    for name in ("limits", "severities", "levels"):
        part, before = changes.get(name), usual.get(name)
        if isinstance(part, Mapping) and isinstance(before, Mapping):
            data[name] = {**before, **part}
    return data


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(words))


def matches(patterns: tuple[str, ...], text: str) -> bool:
    """Whether one of the patterns is somewhere in a text."""
    return _pattern(patterns).search(text) is not None


def excerpt(patterns: tuple[str, ...], text: str) -> str:
    """Return the first part of a text that one of the patterns fits, "" where none does."""
    match = _pattern(patterns).search(text)
    return match[0] if match else ""


def word_in(words: tuple[str, ...], text: str) -> str | None:
    """Return the first of the words that a text holds.

    >>> word_in(("未验收", "未付款"), "设备已到，未付款")
    '未付款'
    """
    return next((word for word in words if word in text), None)


def undone_words(profile: Profile, text: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """Return the words of a text that say something is not done, but for the words ``without``."""
    bare = text
    for phrase in profile.undone_unless:
        bare = bare.replace(phrase, "")
    return [word for word in profile.undone if word in bare and word not in without]


def undone_word(profile: Profile, text: str, *, without: tuple[str, ...] = ()) -> str | None:
    """Return the first of the words of a text that say something is not done."""
    return next(iter(undone_words(profile, text, without=without)), None)


__all__ = [
    "Profile",
    "ReadProfile",
    "excerpt",
    "matches",
    "read_profile",
    "undone_word",
    "undone_words",
    "usual_profile",
    "word_in",
]
