"""How well a layout fits a table that others drew: by the words of its headings, section by section."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jixiao.exact import ZERO
from jixiao.forms.importing.foreign.reading import FormReading
from jixiao.loading.layouts import layout_names, read_layout
from jixiao.loading.package import FORMS
from jixiao.model.layout import Layout
from jixiao.quantity import form_word

#: A heading: its section, and its word as ``form_word`` writes it.
Heading = tuple[str, str]


class Fit(NamedTuple):
    """A layout by its name, and the share of headings that it and a table have in common, from 0 to 1."""

    name: str
    share: Fraction


def fits_of(reading: FormReading, folder: Path) -> list[Fit]:
    """Return how well each layout in a folder of specs fits a table, the best first."""
    own = frozenset(
        (head.section, form_word(spot.text)) for head in reading.heads for spot in (*head.spots.values(), *head.asides)
    )
    fields = frozenset(reading.columns("indicators"))
    files = {name: folder / FORMS / f"{name}.yaml" for name in layout_names((folder,))}
    fits = [Fit(name, _share(own, _headings_of(file, fields))) for name, file in files.items()]
    return sorted(fits, key=lambda fit: (-fit.share, fit.name))


def _headings_of(file: Path, fields: frozenset[str]) -> frozenset[Heading]:
    """Return the headings of a layout; of optional columns those of the fields that a table has."""
    layout = _layout_of(file)
    if layout is None:
        return frozenset()
    return frozenset(_headings(layout.drawn_for(fields)))


@cache
def _layout_of(file: Path) -> Layout | None:
    return read_layout(file).layout


def _headings(layout: Layout) -> list[Heading]:
    return [(section.section, part.head_word) for section in layout.sections for part in section.columns if part.head]


def _share(own: frozenset[Heading], layout: frozenset[Heading]) -> Fraction:
    """Return twice the common headings over all headings of both."""
    if not own or not layout:
        return ZERO
    return Fraction(2 * len(own & layout), len(own) + len(layout))


__all__ = ["Fit", "fits_of"]
