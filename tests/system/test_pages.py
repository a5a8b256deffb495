"""The law of pages: on each page of a long form the label of its class stands again, and no text is sliced."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
import subprocess
import sys
import termios
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.findings.terminal import width
from jixiao.forms import Block, Cell, form_of, place_cells
from jixiao.forms.page_groups import number_groups, part_rests, rows_together
from jixiao.loading.layouts import layout_names
from jixiao.loading.spec_files import package_specs
from jixiao.rendering.page_breaks import page_starts, page_widths, room_of
from jixiao.rendering.text import table_in
from tests.support.office import converted_all, needs_office
from tests.support.paths import EXAMPLES

pdfplumber = pytest.importorskip("pdfplumber")
LAYOUTS = layout_names((package_specs(),))
SPEC = (
    "id: cn.test.layout-2023\nversion: 1\ntitle: 试\nextends: cn.mof-2020-10@2\nin_force: {{from: 2023-01-01}}\n"
    "form: {{title: 项目支出绩效自评表, layout: {layout}}}\n"
)
#: What programs write in the place of characters: radicals, another dash.
LOOK_ALIKES = str.maketrans("⻓⻔―", "长门—")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CLASSES = (
    ("产出指标", ("数量指标", "质量指标", "时效指标"), 36, "1"),
    ("效益指标", ("社会效益指标", "经济效益指标"), 16, "2"),
    ("满意度指标", ("服务对象满意度指标",), 8, "2.75"),
)


@cache
def sixty_rows(layout: str) -> jixiao.Result:
    """A project of sixty indicators in a layout."""
    rows = []
    for label, levels, count, weight in CLASSES:
        for number in range(count):
            cause = f"始{number}。" + "受汛期影响推进较慢，" * (number % 4) + f"终{number}完"
            actual = "4个" if number % 3 else "5个"
            rows.append(
                {"level1": label, "level2": levels[number * len(levels) // count], "target": "≥5个", "actual": actual,
                 "name": f"甲项第{number}个" + "名称很长" * (number % 5), "weight": weight, "cause": cause}
            )  # fmt: skip
    project: dict[str, Any] = {
        "name": "六十行的项目", "year": 2024, "department": "某局", "unit": "某中心", "indicators": rows,
        "funds": {"total": {"initial": 5, "budget": 5, "spent": 4}}, "goals": [{"expected": "目标", "achieved": "完成"}],
    }  # fmt: skip
    return jixiao.score(jixiao.load_project(project), jixiao.parse_spec(SPEC.format(layout=layout)))


@cache
def printed(kind: str, folder: Path) -> Path:
    """The folder with the forms of all layouts in some format, as the pages that a program prints of each."""
    drawn, pages = folder / kind, folder / f"pages-of-{kind}"
    for directory in (drawn, pages):
        directory.mkdir()
    for layout in LAYOUTS:
        text = jixiao.render(sixty_rows(layout), kind)
        (drawn / f"{layout}.{kind}").write_bytes(text if isinstance(text, bytes) else text.encode())
    if kind in ("xlsx", "docx"):
        converted_all(sorted(drawn.iterdir()), "pdf", pages)
        return pages
    if kind == "html":
        for page in drawn.iterdir():
            print_page(page, pages / f"{page.stem}.pdf")
        return pages
    return drawn


def print_page(page: Path, target: Path) -> None:
    """Have a browser print a page."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}")
    subprocess.run([str(CHROMIUM), *options, page.as_uri()], check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the pages of all layouts."""
    return tmp_path_factory.mktemp("pages")


def plain(text: str) -> str:
    """A text as it is compared: without spaces; some programs write characters by look-alikes."""
    return "".join(unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES).split())


def cells_on(page: Any) -> list[str]:
    """The texts of all cells on a page."""
    return [plain(cell or "") for table in page.extract_tables() for row in table for cell in row]


def words_outside(page: Any) -> list[str]:
    """The characters of a page that a line of the table or the edge of the page cuts."""
    cut = []
    for character in page.chars:
        top, bottom, middle = character["top"] + 2.5, character["bottom"] - 2.5, (character["x0"] + character["x1"]) / 2
        is_cut = any(top < edge["top"] < bottom and edge["x0"] < middle < edge["x1"] for edge in page.horizontal_edges)
        if is_cut or bottom > page.height or character["x1"] > page.width:
            cut.append(character["text"])
    return cut


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "html"])
def test_each_page_of_a_long_form_names_its_class_and_slices_nothing(kind: str, layout: str, folder: Path) -> None:
    if kind == "html" and CHROMIUM is None:
        pytest.skip("chromium is not installed")
    form = form_of(sixty_rows(layout))
    (block,) = (block for block in form.blocks if block.name == "indicators")
    cells = [at.cell for at in place_cells(block.rows)]
    heads = {plain(cell.text) for cell in cells if cell.kind == "head" and cell.text}
    classes = {label for label, *_ in CLASSES} & {cell.text for cell in cells}
    with pdfplumber.open(printed(kind, folder) / f"{layout}.pdf") as book:
        pages = list(book.pages)
        assert len(pages) > 1
        cells_of = [cells_on(page) for page in pages]
        for page, texts in zip(pages, cells_of, strict=True):
            if "甲项第" in "".join(texts):
                assert not classes or not classes.isdisjoint(texts), page.page_number
                assert heads <= set(texts), page.page_number
            assert words_outside(page) == [], page.page_number
    words = "".join(text for texts in cells_of for text in texts)
    assert words.count("甲项第") == sum(count for _, _, count, _ in CLASSES)
    assert [cell.text for cell in cells if cell.kind == "text" and plain(cell.text) not in words] == []


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_workbook_takes_about_as_many_pages_as_a_document(layout: str, folder: Path) -> None:
    counts = []
    for kind in ("xlsx", "docx"):
        with pdfplumber.open(printed(kind, folder) / f"{layout}.pdf") as book:
            counts.append(len(book.pages))
    workbook, document = counts
    assert abs(workbook - document) <= 1 + document // 5


def test_the_rows_of_a_long_run_are_parted_and_those_of_a_short_one_are_not() -> None:
    form = form_of(sixty_rows("national-2020"))
    block = next(block for block in form.blocks if block.name == "indicators")
    labels = [cell for row in block.rows for cell in row if cell.text == "产出指标"]
    assert len(labels) > 3
    assert sum(cell.rows for cell in labels) == 36
    short = [(Cell("产出指标"), Cell("甲"))] * 5
    assert number_groups(short, [10, 10], 0) == [0] * 5


def test_rows_that_one_cell_covers_are_together() -> None:
    rows = (
        (Cell("头", "head"), Cell("头", "head")),
        (Cell("类", rows=2), Cell("甲")),
        (Cell("乙"),),
        (Cell("丙"), Cell("丁")),
    )
    block = Block("indicators", rows, 1)
    assert list(rows_together(block)) == [range(1, 3), range(3, 4)]
    assert list(rows_together(Block("indicators", ()))) == []


def test_a_cell_that_goes_on_ends_with_each_group() -> None:
    rows = (
        (Cell("侧", "label"), Cell("头", "head")),
        (Cell("", "rest", rows=3), Cell("甲")),
        (Cell("乙"),),
        (Cell("丙"),),
    )
    block = part_rests(Block("indicators", rows, 1), [range(1, 3), range(3, 4)])
    assert [[(cell.kind, cell.rows) for cell in row] for row in block.rows] == [
        [("label", 1), ("head", 1)], [("rest", 2), ("text", 1)], [("text", 1)], [("rest", 1), ("text", 1)]
    ]  # fmt: skip


def test_pages_end_between_groups() -> None:
    groups = [range(start, start + 2) for start in range(0, 10, 2)]
    assert list(page_starts(groups, [20] * 10, 100, 20)) == [4, 8]
    assert list(page_starts(groups, [20] * 10, 1000, 20)) == []
    assert list(page_starts([range(1)], [500], 100, 20)) == []  # what no page holds begins where it is
    assert room_of(landscape=False) > room_of(landscape=True)


@pytest.mark.parametrize("is_landscape", [True, False])
def test_columns_fill_a_page_however_many_they_are(is_landscape: bool) -> None:
    few, many = (page_widths(columns, landscape=is_landscape) for columns in ((10,) * 5, (30,) * 9))
    assert sum(few) > sum(many)  # each column has its sides
    assert sum(many) > sum(few) * 9 // 10
    assert page_widths((1, 2000), landscape=is_landscape)[0] == 1


@pytest.mark.parametrize("window", [60, 80, 120, 200])
def test_in_a_terminal_a_table_fits_the_window(window: int) -> None:
    drawn = table_in(window).draw(sixty_rows("national-2020"), "zh").piece
    lines = [line for line in drawn.splitlines() if line.startswith(("+", "|"))]
    assert lines
    assert max(map(width, lines)) <= window
    assert "".join(drawn.split()) != ""


@pytest.mark.skipif(os.name != "posix", reason="a pseudo terminal is needed")
def test_the_command_asks_the_terminal_how_wide_it_is() -> None:
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 70))
    project = EXAMPLES / "leshan-sms.yaml"
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    with subprocess.Popen(
        [sys.executable, "-m", "jixiao", "score", str(project)],
        stdout=slave,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        os.close(slave)
        pieces = []
        with contextlib.suppress(OSError):
            while piece := os.read(master, 4096):
                pieces.append(piece)
        assert process.wait(timeout=60) == 0
    os.close(master)
    lines = [line for line in b"".join(pieces).decode().splitlines() if line.startswith("+")]
    assert lines
    assert max(map(width, lines)) <= 70
