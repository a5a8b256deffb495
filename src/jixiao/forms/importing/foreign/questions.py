"""What a form leaves open, asked once and at its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from jixiao.exact import parse_number
from jixiao.findings import Codes, Finding
from jixiao.forms.importing.foreign.heads import Head
from jixiao.forms.importing.foreign.indicators import IndicatorRow, IndicatorTable
from jixiao.forms.importing.foreign.lexicon import Lexicon, lexicon
from jixiao.forms.importing.grid import Grid, Spot
from jixiao.forms.importing.stated_points import points
from jixiao.forms.importing.unread_cells import places_text, short
from jixiao.quantity import form_word, unspaced

#: How many known headings a question names.
_MOST_NEAR = 3
#: The usual word for each column of indicators.
USUAL = {
    "level1": "一级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
}


def questions(heads: Sequence[Head], table: IndicatorTable, words: Lexicon) -> Iterator[Finding]:
    """Yield what is to be asked about a form."""
    for head in heads:
        for spot in head.unknown:
            yield _unknown_heading(head, spot, words)
        if head.by_place is not None:
            args = {"where": head.by_place.name, "text": short(head.by_place.text), "word": USUAL["level1"]}
            yield Finding(Codes.HEADING_BY_PLACE, "", args)
    for spots, rows in table.shared_weights():
        yield _shared_weight(spots, rows)
    for read in table.of("indicator"):
        if read.parts:
            yield _parts(read, table.grid)
    yield from _without_weights(table, words)
    yield from _scores(table)


def _unknown_heading(head: Head, spot: Spot, words: Lexicon) -> Finding:
    args = {"where": spot.name, "text": short(spot.text), "near": "、".join(near_words(head.section, spot.text, words))}
    return Finding(Codes.UNKNOWN_HEADING, "", args)


def near_words(section: str, text: str, words: Lexicon) -> list[str]:
    """Return the known headings of a section that are nearest to a text."""
    return difflib.get_close_matches(form_word(text), list(words.heads[section]), n=_MOST_NEAR, cutoff=0)


def nearest(word: str) -> list[str]:
    """Return the known headings of any section that are nearest to a word."""
    words = [heading for section in lexicon().heads.values() for heading in section]
    return difflib.get_close_matches(form_word(word), words, n=_MOST_NEAR, cutoff=0)


def _shared_weight(spots: Sequence[Spot], rows: Sequence[IndicatorRow]) -> Finding:
    names = "、".join(row.texts.get("name", "") for row in rows)
    where = places_text([spot.name for spot in spots])
    args = {"where": where, "weight": points(spots[0].text), "count": len(rows), "names": short(names)}
    return Finding(Codes.WEIGHT_OF_SEVERAL_ROWS, "", args)


def _parts(read: IndicatorRow, grid: Grid) -> Finding:
    """Return the finding on the rows of parts, with the first and the last cell of each."""
    rows = [grid.begin(part.row) for part in read.parts]
    where = "、".join("–".join(dict.fromkeys((spots[0].name, spots[-1].name))) for spots in rows)
    text = short("、".join(" ".join(spot.text.strip() for spot in spots) for spots in rows))
    return Finding(Codes.PARTS_OF_ROW, "", {"where": where, "name": short(read.texts.get("name", "")), "text": text})


def _without_weights(table: IndicatorTable, words: Lexicon) -> Iterator[Finding]:
    """Yield one question where a form has scores and no column of weights, with the points of its blocks."""
    heads = list({row.head.bottom: row.head for row in table.of("indicator")}.values())
    columns = {key for head in heads for key in head.spots}
    if "weight" not in columns and "score" in columns:
        stated = "、".join(_stated_points(heads, words)) or "—"
        yield Finding(Codes.NO_WEIGHT_COLUMN, "indicators", {"points": stated, "count": len(table.of("indicator"))})


def _stated_points(heads: Iterable[Head], words: Lexicon) -> Iterator[str]:
    """Yield the points that the cells beside the indicators print."""
    for head in heads:
        if head.side is not None:
            yield from words.patterns["points"].findall(unspaced(head.side.text))


def _scores(table: IndicatorTable) -> Iterator[Finding]:
    """Yield findings on scores that are no numbers, and so no claims."""
    shared = [spot for spots, _ in table.shared_weights() for spot in spots]
    for number, row in enumerate(table.of("indicator")):
        claim = points(row.value("score"))
        if claim and parse_number(claim) is None and row.spots["score"] not in shared:
            args = {"text": row.value("score"), "name": row.value("name"), "where": row.spots["score"].name}
            yield Finding(Codes.SCORE_NOT_A_NUMBER, f"indicators[{number}].score", args)


__all__ = ["USUAL", "near_words", "nearest", "questions"]
