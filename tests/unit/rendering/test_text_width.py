"""By the metrics of a font: no word of a form is wider than its column, no line higher than the room it has."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jixiao.forms import form_of, place_cells
from jixiao.rendering.text_width import EM, count_lines, split_pieces, width
from tests.support.rule_book import SPECS
from tests.support.sheets import example

#: Millimetres of A4 within the margins, and points that a cell keeps free at both sides, of each format; all set in 9 pt.
PAPER = {"docx": (267, 10.8), "pdf": (271, 6), "html": (273, 9)}
POINT, SIZE, SHORTER = 25.4 / 72, 9, 297 - 210
WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+")


def half_or_whole(text: str) -> float:
    """A text's width in em, where Latin takes half of what 汉字 take, as in 宋体."""
    return sum(0.5 if ord(character) < 0x2E80 else 1 for character in text)


@cache
def noto() -> Any:
    """The characters and widths of the serif font that CI installs, or nothing."""
    if shutil.which("fc-list") is None:
        return None
    listed = subprocess.run(
        ["fc-list", "Noto Serif CJK SC:style=Bold", "file"], capture_output=True, text=True, check=True
    )
    path = listed.stdout.strip().rstrip(":")
    if not path:
        return None
    from fontTools.ttLib import TTCollection

    collection = TTCollection(io.BytesIO(Path(path.splitlines()[0].strip().rstrip(":")).read_bytes()), lazy=True)
    font = next(one for one in collection.fonts if "Noto Serif CJK SC" in str(one["name"].getDebugName(1)))
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def by_noto(text: str) -> float:
    cmap, metrics, em = noto()
    return float(sum(metrics[cmap[ord(character)]][0] if ord(character) in cmap else em for character in text) / em)


@pytest.mark.parametrize("name", ["leshan-sms", "leshan-service", "deductions"])
@pytest.mark.parametrize("spec", SPECS)
def test_no_word_is_wider_than_its_column(spec: str, name: str) -> None:
    form = form_of(example(name, spec))
    measures = [half_or_whole, *([by_noto] if noto() else [])]
    for paper, free in PAPER.values():
        em = (paper - (0 if form.landscape else SHORTER)) / POINT / SIZE / sum(form.columns)
        for block in form.blocks:
            for at in place_cells(block.rows):
                room = em * sum(form.columns[at.column : at.column + at.cell.columns]) - free / SIZE
                for word in WORD.findall(at.cell.text):
                    assert max(measure(word) for measure in measures) <= room, (at.cell.text, room)


@pytest.mark.skipif(noto() is None, reason="Noto Serif CJK SC is not installed")
def test_guesses_of_widths_are_on_the_wide_side() -> None:
    """What the program takes a text to be is at least what the font makes of it, bold too."""
    for point in (*range(0x20, 0x7F), *range(0xA1, 0x180), *range(0x2010, 0x2040), *range(0x3000, 0x3040), 0x6C49):
        assert by_noto(chr(point)) * EM <= width(chr(point)), hex(point)


def test_pieces_are_the_whole_line() -> None:
    for line in ("", "汉字", "x" * 50, "见 www.example.com/a 和 y，" + "。" * 40, " ", "a b"):
        for room in (EM, 5 * EM, 20 * EM, 100 * EM):
            found = list(split_pieces(line, room))
            assert "".join(text for text, _ in found) == line
            assert all(anywhere or max(map(width, WORD.findall(text)), default=0) <= room for text, anywhere in found)


def test_lines_grow_with_the_text_and_shrink_with_the_room() -> None:
    assert [count_lines("汉" * count, 11 * EM) for count in (0, 1, 10, 100)] == [1, 1, 2, 11]
    assert count_lines("一\n二", 11 * EM) == 2
    assert count_lines("汉" * 10, 0) == 11
