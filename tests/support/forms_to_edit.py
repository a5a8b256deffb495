"""Forms that are edited in tests: those of the program, published tables, and forms of the program typed anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import jixiao
from jixiao.loading.layouts import layout_names
from jixiao.loading.spec_book import package_book
from jixiao.loading.spec_files import package_specs
from jixiao.model.spec import IndicatorSpec
from tests.support.editable_files import Pages, Workbooks, new_document, new_page, new_workbook
from tests.support.overlays import overlay
from tests.support.own_forms import full_project
from tests.support.papers_to_edit import Box, Line, Paper, Table
from tests.support.published_tables import LAYOUTS, draw, lines_of

Blocks = list[Line | Table]


class FormToEdit(NamedTuple):
    """A form: ``is_own`` says whether its file carries the project; ``write`` writes the file."""

    name: str
    is_own: bool
    write: Callable[[Path], None]


def forms_to_edit(ending: str) -> list[FormToEdit]:
    """Return all forms, as files with an ending. A page of the program carries no project."""
    return [
        *(FormToEdit(spec, ending != "html", partial(_write_own, spec)) for spec in _specs_by_layout()),
        *(FormToEdit(f"published-{table}", False, partial(_write_published, table)) for table in LAYOUTS),
        *(
            FormToEdit(f"typed-{layout}", False, partial(_write_typed, layout))
            for layout in layout_names((package_specs(),))
        ),
    ]


def _specs_by_layout() -> list[str]:
    """Return one spec of each layout."""
    by_layout = {jixiao.load_spec(name).form.layout: name for name in reversed(package_book().ids)}
    return sorted(by_layout.values())


def _write_own(spec: str, path: Path) -> None:
    """Write the form of a project."""
    _draw(jixiao.load_spec(spec), path)


def _draw(spec: IndicatorSpec, path: Path) -> None:
    document = jixiao.render(jixiao.score(jixiao.load_project(full_project(spec.id)), spec), path.suffix[1:])
    path.write_bytes(document if isinstance(document, bytes) else document.encode())


def _write_published(table: str, path: Path) -> None:
    """Write a published table."""
    draft = draw(path.with_suffix(".draft.xlsx"), lines_of(table))
    _NEW[path.suffix](_typed(Workbooks().open(draft)), path)


def _write_typed(layout: str, path: Path) -> None:
    """Write a form of a layout as somebody types it who has only the printed one."""
    specs, draft = path.with_suffix(".yaml"), path.with_suffix(".draft.html")
    specs.write_text(
        overlay("cn.test.layout-2023", f"form: {{title: 项目支出绩效自评表, layout: {layout}}}\n"), "utf-8"
    )
    _draw(jixiao.load_spec(specs), draft)
    _NEW[path.suffix](_typed(Pages().open(draft)), path)


def _typed(paper: Paper) -> Blocks:
    """Return lines and tables as they are typed into a new file."""
    blocks = Blocks()
    for block in paper.blocks:
        if isinstance(block, Line):
            blocks.append(Line(block.text))
        else:
            blocks.append(Table([Box(box.row, box.column, box.rows, box.columns, box.text) for box in block.boxes]))
    return blocks


def _new_workbook(blocks: Blocks, path: Path) -> None:
    """Write lines and tables one below the other into a sheet."""
    boxes, row = list[Box](), 0
    for block in blocks:
        if isinstance(block, Line):
            boxes.append(Box(row, 0, 1, 1, block.text))
            row += 1
        else:
            boxes += (Box(row + box.row, box.column, box.rows, box.columns, box.text) for box in block.boxes)
            row += block.height
    new_workbook(Table(boxes), path)


_NEW: dict[str, Callable[[Blocks, Path], None]] = {
    ".xlsx": _new_workbook,
    ".docx": new_document,
    ".html": new_page,
}
