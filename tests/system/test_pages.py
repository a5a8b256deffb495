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
from jixiao.forms import Block, Cell, form_of
from jixiao.forms.page_groups import number_groups, part_rests, rows_together
from jixiao.rendering.page_breaks import page_starts, room_of
from jixiao.rendering.text import table_in
from tests.support.office import converted, needs_office
from tests.support.paths import EXAMPLES

pdfplumber = pytest.importorskip("pdfplumber")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CLASSES = (
    ("产出指标", ("数量指标", "质量指标", "时效指标"), 36, "1"),
    ("效益指标", ("社会效益指标", "经济效益指标"), 16, "2"),
    ("满意度指标", ("服务对象满意度指标",), 8, "2.75"),
)


@cache
def sixty_rows(spec: str) -> jixiao.Result:
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
    return jixiao.score(jixiao.load_project(project), jixiao.load_spec(spec))


def as_pdf(result: jixiao.Result, kind: str, folder: Path) -> Path:
    """A form in some format as the pages that a program prints of it."""
    drawn = jixiao.render(result, kind)
    path = folder / f"表.{kind}"
    path.write_bytes(drawn if isinstance(drawn, bytes) else drawn.encode())
    if kind in ("xlsx", "docx"):
        (folder / "out").mkdir()
        converted(path, "pdf", folder / "out")
        return folder / "out" / "表.pdf"
    if kind == "html":
        target = folder / "页.pdf"
        command = [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--print-to-pdf={target}",
            path.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target
    return path


def cells_on(page: Any) -> list[str]:
    """The texts of all cells on a page, without spaces; some programs write 目 by a look-alike."""
    cells = (cell or "" for table in page.extract_tables() for row in table for cell in row)
    return ["".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells]


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
@pytest.mark.parametrize("spec", ["cn.mof-2020-10", "cn.sichuan.leshan-2023"])
@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "html"])
def test_each_page_of_a_long_form_names_its_class_and_slices_nothing(kind: str, spec: str, tmp_path: Path) -> None:
    if kind == "html" and CHROMIUM is None:
        pytest.skip("chromium is not installed")
    result = sixty_rows(spec)
    with pdfplumber.open(as_pdf(result, kind, tmp_path)) as book:
        pages = list(book.pages)
        assert len(pages) > 3
        cells_of = [cells_on(page) for page in pages]
        for page, cells in zip(pages, cells_of, strict=True):
            text = "".join(cells)
            if "甲项第" in text:
                assert any(label in cells for label, *_ in CLASSES), page.page_number
                assert "一级指标" in cells, page.page_number
            assert words_outside(page) == [], page.page_number
    words = "".join(text for cells in cells_of for text in cells)
    assert words.count("甲项第") == 60
    for number in range(36):
        assert f"终{number}完" in words


def test_the_rows_of_a_long_run_are_parted_and_those_of_a_short_one_are_not() -> None:
    form = form_of(sixty_rows("cn.mof-2020-10"))
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
    assert room_of((10,) * 5, landscape=False) > room_of((10,) * 5, landscape=True)
    assert room_of((30,) * 9, landscape=True) > room_of((10,) * 9, landscape=True)


@pytest.mark.parametrize("window", [60, 80, 120, 200])
def test_in_a_terminal_a_table_fits_the_window(window: int) -> None:
    drawn = table_in(window).draw(sixty_rows("cn.mof-2020-10"), "zh").piece
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
