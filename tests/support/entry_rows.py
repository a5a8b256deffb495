"""Rows for the workbook that people fill in, and a hand that types them by the words that stand on it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

import jixiao
from jixiao.model.project import Amounts, Funds, Goal, Indicator, Project
from jixiao.rendering.entry_workbook import entry_workbook

_DEDUCT = {"points": "人工扣分（分）", "reason": "人工扣分的理由"}


class Typist:
    """Types into a new workbook of a spec as a person does: beside labels, below headings, into the next free row."""

    def __init__(self, spec: jixiao.IndicatorSpec, path: Path | None = None) -> None:
        self.book = openpyxl.load_workbook(path or io.BytesIO(entry_workbook(spec)))
        self.sheet: Any = self.book.worksheets[0]
        self.rows = list(self.sheet.iter_rows())
        self.head = self.cell("三级指标").row
        self.columns = {cell.value: cell.column for cell in self.rows[self.head - 1] if cell.value}
        self.free: dict[str, list[int]] = {}
        for row in range(self.head + 1, self.sheet.max_row + 1):
            self.free.setdefault(self.sheet.cell(row, 1).value, []).append(row)

    def cell(self, text: str) -> Any:
        """The first cell with a text."""
        return next(cell for row in self.rows for cell in row if cell.value == text)

    def project(self, project: Mapping[str, Any]) -> Typist:
        """Type a whole project, the keys of which are those of a project file in English."""
        for key in ("name", "year", "department", "unit", "code", "conclusion", "problems", "measures", "remarks"):
            if key in project:
                self.cell(str(Project.model_fields[key].title)).offset(0, 1).value = project[key]
        if "finished" in project:
            self.cell("项目已完成").offset(0, 1).value = "是" if project["finished"] else "否"
        self._funds(project.get("funds", {}))
        for number, goal in enumerate(project.get("goals", ()), 1):
            for key, text in goal.items():
                self.cell(str(Goal.model_fields[key].title)).offset(number, 0).value = text
        for row in project["indicators"]:
            self.indicator(row)
        return self

    def _funds(self, funds: Mapping[str, Any]) -> None:
        for name, value in funds.items():
            label = self.cell(str(Funds.model_fields[name].title))
            if not isinstance(value, Mapping):
                label.offset(0, 1).value = value
                continue
            for key, amount in value.items():
                column = self.cell(str(Amounts.model_fields[key].title)).column
                self.sheet.cell(label.row, column).value = float(amount)

    def indicator(self, row: Mapping[str, Any]) -> int:
        """Type an indicator into the first free row of its class, and return the row."""
        place = self.free[row["level1"]].pop(0)
        for key, value in row.items():
            if key == "deduct":
                for part, text in value.items():
                    self.sheet.cell(place, self.columns[_DEDUCT[part]]).value = text
            elif key not in ("level1", "score"):
                heading = str(Indicator.model_fields[key].title)
                self.sheet.cell(place, self.columns[heading]).value = _typed(key, value)
        return place

    def save(self, path: Path) -> Path:
        """Save the workbook as Excel does, and return its file."""
        self.book.save(path)
        return path


def _typed(key: str, value: Any) -> Any:
    if key in ("weight", "score"):
        return float(value)
    if key == "applicable":
        return "是" if value else "否"
    return value


def plain_data(project: jixiao.Project) -> dict[str, Any]:
    """The data of a project, as a project file in English says it."""
    return project.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
