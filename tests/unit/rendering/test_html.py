"""The page: the form's own grid, named and headed for those who listen, nothing from elsewhere, one whole document."""

from __future__ import annotations

import html.parser
import re

import pytest

import jixiao
from jixiao.forms import Block, form_of, split_at_headings
from jixiao.forms.page_groups import is_long, part_rests, rows_together
from jixiao.rendering.formats import REPEATED
from tests.support.rule_book import SPECS
from tests.support.sheets import Spot, example, many, named, spots


class _Grid(html.parser.HTMLParser):
    """The cells of a page's tables on one grid, as a browser places them."""

    def __init__(self) -> None:
        super().__init__()
        self.row, self.covered, self.spots, self.open = -1, set[tuple[int, int]](), list[Spot](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.row += 1
        if tag == "br" and self.open:
            self.handle_data("\n")
        if tag in ("td", "th"):
            spans = dict(attrs)
            rows, columns = int(spans.get("rowspan") or 1), int(spans.get("colspan") or 1)
            column = next(at for at in range(1000) if (self.row, at) not in self.covered)
            self.covered |= {(self.row + down, column + right) for down in range(rows) for right in range(columns)}
            self.spots.append((self.row, column, rows, columns, ""))
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.open:
            *where, text = self.spots[-1]
            self.spots[-1] = (*where, text + data)  # type: ignore[assignment]


@pytest.mark.parametrize("spec", SPECS)
def test_the_page_has_the_grid_of_the_form(spec: str) -> None:
    """Same cells, same order, same merges, for every layout."""
    result = example("deductions", spec)
    parser = _Grid()
    parser.feed(jixiao.render(result, "html"))
    form = form_of(result)
    parted = form._replace(blocks=tuple(_parted(block, form.columns) for block in form.blocks))
    assert sorted((*where, text.strip()) for *where, text in parser.spots) == spots(parted)


def _parted(block: Block, columns: tuple[int, ...]) -> Block:
    """A block as the page has it: what goes on with a heading ends with each group of rows of a long table."""
    if block.name not in REPEATED or not is_long(block, columns):
        return block
    block = split_at_headings(block)
    return part_rests(block, list(rows_together(block)))


@pytest.mark.parametrize("spec", SPECS)
def test_tables_are_named_and_indicators_have_headings_to_repeat(spec: str) -> None:
    page = jixiao.render(example("deductions", spec), "html")
    assert page.count("<table") == page.count("<caption>") > 0
    for table in re.findall('<table class="indicators">.*?</table>', page, re.DOTALL):
        assert "<thead>" in table
    assert set(re.findall('scope="(.*?)"', page)) <= {"col", "colgroup", "row", "rowgroup"}
    assert all(" scope=" in head for head in re.findall("<th[ >][^>]*", page))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_several_are_one_whole_document(lang: jixiao.Lang) -> None:
    page = jixiao.render([example("leshan-sms"), example("deductions")], "html", lang=lang)
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">')
    assert page.endswith("</main>\n</body>\n</html>\n")
    assert page.count("</html>") == 1
    assert (page.count("<article"), page.count('<section class="summary">')) == (2, 1)


def test_it_asks_for_nothing() -> None:
    page = jixiao.render([example("leshan-sms"), many(60)], "html")
    assert not re.search(r"https?:|//|url\(|@import|<script|<link|<img|<iframe|\bon\w+=", page)


@pytest.mark.parametrize("text", ["a\uffffb", "a\ufffeb", "a\ud800b", "a\x00b"])
def test_what_is_no_character_is_spelled_out(text: str) -> None:
    page = jixiao.render(named(text), "html")
    page.encode()
    assert f"a\\u{ord(text[1]):04x}b" in page
