"""Which spec a form that names none may mean: by the documents and places that it names, its year and its layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from jixiao.exact import ZERO, format_percent, parse_number
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.foreign.indicators import Data
from jixiao.forms.importing.foreign.layouts import Fit, fits_of
from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.forms.importing.foreign.reading import FormReading
from jixiao.loading.document_numbers import DocumentNumber, document_numbers, fitting_document
from jixiao.loading.package import package_specs
from jixiao.loading.spec_book import SpecBook
from jixiao.model.spec import IndicatorSpec
from jixiao.model.typed_words import FIRST_YEAR, LAST_YEAR
from jixiao.quantity import unspaced

#: Texts of a project that name places and documents.
_TEXTS = ("name", "department", "unit", "remarks")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,}?(?:自治区|省|市|县|区|州|旗)")
_AUTONOMOUS = "自治区"
#: Fewer specs leave nothing to choose from.
_FEWEST = 2


class Proposal(NamedTuple):
    """The id of a spec, "" where two fit alike or none does, and the finding that says so."""

    spec: str
    findings: tuple[Finding, ...]


class _Candidate(NamedTuple):
    spec: IndicatorSpec
    points: Fraction


def proposal_of(reading: FormReading, data: Data, book: SpecBook) -> Proposal:
    """Return the spec that fits a form best, with its runner-up; between two that fit alike there is none."""
    fits = fits_of(reading, package_specs())
    shares = {fit.name: fit.share for fit in fits}
    text = unspaced("".join([*reading.titles, *(str(data.get(key, "")) for key in _TEXTS)]))
    candidates = [
        _Candidate(spec, _points(spec, text) + shares.get(spec.form.layout, ZERO))
        for spec in _specs(str(data.get("year", "")), book, reading.columns("funds"))
    ]
    if not candidates:
        return Proposal("", ())
    best, *others = sorted(candidates, key=lambda candidate: (-candidate.points, candidate.spec.id))
    second = next((other.spec.id for other in others), "—")
    args = {**_layout_args(fits), "spec": best.spec.id, "title": best.spec.title, "second": second}
    if any(other.points == best.points for other in others):
        return Proposal("", (Finding(Codes.SPEC_UNDECIDED, "spec", args),))
    return Proposal(best.spec.id, (Finding(Codes.SPEC_PROPOSED, "spec", args),))


def _layout_args(fits: list[Fit]) -> dict[str, object]:
    best, second, *_ = fits
    return {
        "layout": best.name,
        "share": format_percent(best.share, 0),
        "second_layout": second.name,
        "second_share": format_percent(second.share, 0),
    }


def _specs(year: str, book: SpecBook, columns: frozenset[str]) -> list[IndicatorSpec]:
    """Return the specs that are in force at the end of a year and divide by a budget that the form has.

    Where there are none to choose from, those of the nearest years that do.
    """
    specs, day = [spec for spec in _specs_of(book) if _has_its_budget(spec, columns)], _last_day(year)
    in_force = [spec for spec in specs if _is_in_force(spec, day)]
    if day is None or len(in_force) >= _FEWEST:
        return in_force
    distances = [_years_apart(spec, day) for spec in specs]
    return [spec for spec, distance in zip(specs, distances, strict=True) if distance == min(distances)]


def _years_apart(spec: IndicatorSpec, day: date) -> int:
    """Return how many years lie between a day and the time in which a spec is in force."""
    start, end = spec.in_force.start or day, spec.in_force.end or day
    return max(start.year - day.year, day.year - end.year, 0)


def _specs_of(book: SpecBook) -> Iterator[IndicatorSpec]:
    for name in book.ids:
        spec = book.read(book.files[name]).spec
        if spec is not None:
            yield spec


def _last_day(year: str) -> date | None:
    """Return the last day of a year, ``None`` of a text that is none."""
    number = parse_number(year)
    if number is None or number.denominator != 1 or not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    return date(int(number), 12, 31)


def _has_its_budget(spec: IndicatorSpec, columns: frozenset[str]) -> bool:
    """Whether a form that has a column of the adjusted budget alone is asked for no other by a spec."""
    return "initial" in columns or "budget" not in columns or all(rule.over == "budget" for rule in spec.rules)


def _is_in_force(spec: IndicatorSpec, day: date | None) -> bool:
    start, end = spec.in_force.start, spec.in_force.end
    if day is None:
        return end is None
    return (start is None or start <= day) and (end is None or day <= end)


def _points(spec: IndicatorSpec, text: str) -> Fraction:
    """Return how well a spec's documents and its place agree with the texts of a form."""
    weights = lexicon().weights
    points = ZERO
    if fitting_document(spec, list(document_numbers(text)), DocumentNumber.is_same):
        points += weights["document"]
    places = [place for place in _PLACE.findall(spec.jurisdiction or "") if not place.startswith(("各", "某"))]
    if places:
        named = [place for place in places if _stem(place) in text]
        if places[-1] in named:
            return points + weights["place"] + len(named)
    if spec.jurisdiction not in lexicon().nationwide:
        points += weights["elsewhere"]
    return points


def _stem(place: str) -> str:
    """Return the name of a place without what it is: 乐山 of 乐山市, 广西 of 广西壮族自治区."""
    if place.endswith(_AUTONOMOUS):
        return place[:2]
    if len(place) == len("甲市"):
        return place
    return place[:-1]


__all__ = ["Proposal", "proposal_of"]
