"""A table of the blind corpus as a file: a project in YAML, or a form drawn in a stated layout."""

from __future__ import annotations

import html
import re
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
LAYOUTS: dict[str, Any] = yaml.safe_load((HERE / "layouts.yaml").read_text(encoding="utf-8"))
TABLES: dict[str, Any] = yaml.safe_load((HERE / "tables.yaml").read_text(encoding="utf-8"))

#: The class and the full second level of a row's short word.
LEVELS = {
    short: (level1, level2)
    for level1, shorts in {
        "产出指标": {"数量": "数量指标", "质量": "质量指标", "时效": "时效指标", "成本": "成本指标"},
        "效益指标": {
            "经济": "经济效益指标",
            "社会": "社会效益指标",
            "生态": "生态效益指标",
            "持续": "可持续影响指标",
        },
        "满意度指标": {"满意": "服务对象满意度指标"},
        "成本指标": {"经济成本": "经济成本指标", "社会成本": "社会成本指标"},
    }.items()
    for short, level2 in shorts.items()
}
FIELDS = ("level2", "name", "target", "actual", "weight", "score", "cause", "second")
SOURCES = {
    "total": "年度资金总额",
    "fiscal": "财政拨款",
    "carryover": "上年结转资金",
    "own": "单位资金",
    "other": "其他资金",
}
AMOUNTS = ("年初预算数", "全年预算数", "全年执行数")
ROW_KEYS = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标", "target": "年度指标值", "actual": "实际完成值",
            "weight": "分值", "score": "得分", "cause": "偏差原因"}  # fmt: skip
DATE = re.compile(r"\d{4}年")
SIGNED = re.compile(r"\s*([≥≤＞＜=><]?)\s*([\d.,]*)\s*(.*)", re.DOTALL)


def split_row(line: str) -> dict[str, str]:
    """Return the named cells of a row's line; class and second level are spelled out."""
    cells = [cell.strip() for cell in line.split("|")]
    row = dict.fromkeys(FIELDS, "") | dict(zip(FIELDS, cells, strict=False))
    level1, level2 = LEVELS.get(row["level2"]) or row["level2"].split("/")
    return row | {"level1": level1, "level2": level2}


def edit(table: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Return a table with rows as cells, after the changes of a fault: ``head``, ``rows``, ``drop``, ``add``."""
    rows = [split_row(line) for line in table["rows"]]
    by_name = change.get("rows", {})
    rows = [row | {key: str(value) for key, value in by_name.get(row["name"], {}).items()} for row in rows]
    rows = [row for row in rows if row["name"] not in change.get("drop", [])]
    rows += [split_row(line) for line in change.get("add", [])]
    funds = table["funds"] | change.get("funds", {})
    return table | change.get("head", {}) | {"rows": rows, "funds": funds}


def draw(table: dict[str, Any], path: Path) -> Path:
    """Write an edited table to ``path`` without its ending, which the table's ``draw`` gives; return the file's path."""
    layout, kind = table["draw"].split()
    if layout == "project":
        file = path.with_suffix(".yaml")
        file.write_text(yaml.safe_dump(project(table), allow_unicode=True, sort_keys=False), encoding="utf-8")
        return file
    file = path.with_suffix("." + kind)
    WRITERS[kind](cells(table, LAYOUTS[layout]), file)
    return file


def project(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table as a project file."""
    name, department, unit = heads(table)
    rate, weight, score = execution(table)
    printed = {
        "总分": table.get("total"),
        "等级": table.get("grade"),
        "执行率": rate,
        "执行率分值": weight,
        "执行率得分": score,
    }
    funds = {
        SOURCES[source]: dict(zip(AMOUNTS, amounts.split("/"), strict=True))
        for source, amounts in table["funds"].items()
    }
    mapping = {
        "指标体系": table["spec"],
        "项目名称": name,
        "年度": table["year"],
        "主管部门": department,
        "实施单位": unit,
    }
    goals = [{"预期目标": table.get("expected", ""), "实际完成情况": table.get("achieved", "")}]
    rows = [
        {key: row[field] for field, key in ROW_KEYS.items() if row[field] or field == "actual"} for row in table["rows"]
    ]
    extra = table.get("extra", {})
    if stage := table.get("stage"):
        rows = [
            {key: value for key, value in row.items() if key not in ("实际完成值", "得分", "偏差原因")} for row in rows
        ]
        mapping, printed = mapping | {"环节": stage}, {}
    money = {"金额单位": table.get("money", "万元")} | funds | extra.get("funds", {})
    answers = {key: str(value) for key, value in printed.items() if value is not None}
    return (
        mapping
        | extra.get("project", {})
        | {"项目资金": money, "年度总体目标": goals, "绩效指标": rows, "自评结果": answers}
    )


def heads(table: dict[str, Any]) -> list[str]:
    """Return the name, department and unit of a table."""
    return [part.strip() for part in table["head"].split("|")]


def execution(table: dict[str, Any]) -> list[str | None]:
    """Return rate, weight and score of the execution as printed; – is an empty cell."""
    return [None if part == "–" else part for part in table["execution"].split()]


def cells(table: dict[str, Any], layout: dict[str, Any]) -> list[list[str]]:
    """Return the form's cells, line by line, with < and ^ where cells are one."""
    grid: list[list[str]] = []
    values = head_values(table)
    for line in layout["grid"].splitlines():
        if line.startswith("@"):
            grid += row_lines(line[1:], table["rows"], layout.get("points", {}))
        else:
            grid.append(fill(line, values))
    return grid


def head_values(table: dict[str, Any]) -> dict[str, str]:
    """Return what stands outside of the rows, by the name of its place."""
    name, department, unit = heads(table)
    rate, weight, score = execution(table)
    values = {key: value for key, value in table.items() if isinstance(value, str | int)}
    values |= {"name": name, "department": department, "unit": unit, "rate": rate, "weight": weight, "score": score}
    values |= {"sum": table.get("total"), "full": table.get("full", "100"), "value": table.get("value", score)}
    for source, amounts in table["funds"].items():
        values |= {f"{source}.{place}": amount for place, amount in enumerate(amounts.split("/"))}
    return {key: "" if value is None else str(value) for key, value in values.items()}


def row_lines(template: str, rows: list[dict[str, str]], points: dict[str, str]) -> list[list[str]]:
    """Return the lines of the rows; class words that repeat are one cell."""
    lines = []
    for _, group in groupby(rows, key=lambda row: row["level1"]):
        before: dict[str, str] = {}
        for row in group:
            sign, number, unit = SIGNED.fullmatch(row["target"]).groups()  # type: ignore[union-attr]
            parts = {"sign": sign or "=", "number": number, "uom": unit}
            if DATE.match(row["target"]):
                parts = {"sign": "≤", "number": row["target"], "uom": ""}
            elif not number:
                parts = {"sign": "定性", "number": row["target"], "uom": ""}
            shown = row | parts | {"points": points.get(row["level1"], "")}
            for level in ("level1", "level2"):
                if before.get(level) == row[level]:
                    shown[level], shown["points"] = "^", "" if level == "level1" else shown["points"]
            lines.append(fill(template, shown))
            before = row
    return lines


def fill(line: str, values: dict[str, str]) -> list[str]:
    """Return the cells of a line with its places filled."""
    return [re.sub(r"\{([\w.]+)\}", lambda place: values.get(place[1], ""), cell) for cell in line.split("|")]


def spans(grid: list[list[str]]) -> list[tuple[int, int, int, int, str]]:
    """Return row, column, height, width and text of each cell."""
    result = []
    for y, line in enumerate(grid):
        for x, text in enumerate(line):
            if text in ("<", "^"):
                continue
            width = 1
            while x + width < len(line) and line[x + width] == "<":
                width += 1
            height = 1
            while y + height < len(grid) and x < len(grid[y + height]) and grid[y + height][x] == "^":
                height += 1
            result.append((y, x, height, width, text))
    return result


def write_xlsx(grid: list[list[str]], file: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for y, x, height, width, text in spans(grid):
        sheet.cell(y + 1, x + 1, as_number(text))
        if height * width > 1:
            sheet.merge_cells(start_row=y + 1, start_column=x + 1, end_row=y + height, end_column=x + width)
    book.save(file)


def as_number(text: str) -> str | int | float | None:
    """Return a plain number as a spreadsheet holds it, all else as text."""
    if re.fullmatch(r"\d{1,9}", text):
        return int(text)
    return float(text) if re.fullmatch(r"\d{1,9}\.\d{1,4}", text) else text or None


def write_docx(grid: list[list[str]], file: Path) -> None:
    from docx import Document

    document = Document()
    table = document.add_table(len(grid), max(map(len, grid)))
    for y, x, height, width, text in spans(grid):
        cell = table.cell(y, x)
        if height * width > 1:
            cell = cell.merge(table.cell(y + height - 1, x + width - 1))
        cell.text = text
    document.save(str(file))


def write_html(grid: list[list[str]], file: Path) -> None:
    lines: list[str] = [""] * len(grid)
    for y, _, height, width, text in spans(grid):
        shown = html.escape(text).replace("\n", "<br>")
        lines[y] += f'<td rowspan="{height}" colspan="{width}">{shown}</td>'
    rows = "\n".join(f"<tr>{line}</tr>" for line in lines)
    page = f'<html><head><meta charset="utf-8"></head><body><table border="1">\n{rows}\n</table></body></html>'
    file.write_text(page, encoding="utf-8")


WRITERS = {"xlsx": write_xlsx, "docx": write_docx, "html": write_html}
