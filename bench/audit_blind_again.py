"""Faults and clean tables written from the domain by somebody who had not seen the checks: what the reviewer tells.

    python bench/audit_blind_again.py [--details]

Every table is drawn as a workbook, a Word document or a web page in one of three layouts, and reviewed as by the command.
A fault is told if a finding that the clean table has not stands at its row and holds its figures.
"""

import copy
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import yaml
from audit_figures import Quiet, Recall

from jixiao.cli.audit import Papers, audit_paths
from jixiao.cli.options import Options

FOLDER = Path(__file__).with_suffix("")
WIDTH = 10
LEVELS = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "成本": ("产出指标", "成本指标"),
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "可持续": ("效益指标", "可持续影响指标"),
    "满意": ("满意度指标", "服务对象满意度指标"),
    "成本C经济成本": ("成本指标", "经济成本指标"),
}
FIELDS = ("level", "name", "target", "actual", "weight", "score", "cause")
FUNDS = {
    "total": "年度资金总额",
    "fiscal": "其中：当年财政拨款",
    "carryover": "上年结转资金",
    "own": "单位资金",
    "other": "其他资金",
}
DATE = re.compile(r"月|日前|时内")
SIGNED = re.compile(r"([≥≤=]?)([0-9][0-9.,]*)(\D*)")


@dataclass(frozen=True)
class Cell:
    """A cell of a form: its text, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


Line = list[Cell]
Table = dict[str, Any]


def tables() -> dict[str, Table]:
    """Return the clean tables by their names."""
    listed = yaml.safe_load((FOLDER / "clean.yaml").read_text("utf-8"))
    for table in listed:
        rows = [line.split("|") for line in table["rows"].strip().split("\n")]
        table["rows"] = [dict(zip(FIELDS, [*row, ""], strict=False)) for row in rows]
    return {table["id"]: table for table in listed}


def altered(table: Table, edits: Table) -> Table:
    """Return a copy of a table with the edits of a fault."""
    changed = copy.deepcopy(table)
    for row in changed["rows"]:
        row.update(edits.get("rows", {}).get(row["name"], {}))
    changed["rows"] = [row for row in changed["rows"] if row["name"] not in edits.get("drop", ())]
    plain = ("total", "grade", "funds", "execution", "cause", "adjustment", "goal", "name", "heading_year")
    return changed | {key: edits[key] for key in plain if key in edits}


def head_lines(table: Table) -> Iterator[Line]:
    """Yield the title and the lines that name the project."""
    yield [Cell("项目支出绩效自评表", WIDTH)]
    yield [Cell(f"（{table.get('heading_year', table['year'])}年度）", WIDTH)]
    yield [Cell("项目名称", 2), Cell(table["name"], WIDTH - 2)]
    yield [Cell("主管部门", 2), Cell(table["department"], 3), Cell("实施单位", 2), Cell(table["unit"], WIDTH - 7)]


def fund_lines(table: Table) -> Iterator[Line]:
    """Yield the block of the money."""
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    unit = table.get("money", "万元")
    count = len(table["funds"])
    yield [Cell(f"项目资金（{unit}）", 2, count + 1), Cell("", 2), *map(Cell, heads)]
    for source, amounts in table["funds"].items():
        scored = table["execution"].split("|") if source == "total" else ["—", "—", "—"]
        yield [Cell(FUNDS[source], 2), *map(Cell, amounts.split("/")), *map(Cell, scored)]


def goal_lines(table: Table) -> Iterator[Line]:
    """Yield the goals."""
    expected, achieved = table["goal"]
    yield [Cell("年度总体目标", 1, 2), Cell("预期目标", 5), Cell("实际完成情况", 4)]
    yield [Cell(expected, 5), Cell(achieved, 4)]


def class_cells(rows: list[Table], index: int) -> Iterator[Cell]:
    """Yield the cells of the classes that begin at a row."""
    levels = [LEVELS[row["level"]] for row in rows]
    for depth in (1, 2):
        key = levels[index][:depth]
        if index and levels[index - 1][:depth] == key:
            continue
        span = next((end for end in range(index, len(rows)) if levels[end][:depth] != key), len(rows)) - index
        yield Cell(key[-1], 1, span)


def ministry_lines(table: Table) -> Iterator[Line]:
    """Yield the indicators as the form of 2020 has them, classes merged."""
    rows = table["rows"]
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    yield [Cell("绩效指标", 1, len(rows) + 1), *map(Cell, heads), Cell("偏差原因分析及改进措施", 2)]
    for index, row in enumerate(rows):
        own = [Cell(row[key]) for key in FIELDS[1:-1]]
        yield [*class_cells(rows, index), *own, Cell(row["cause"], 2)]


def two_value_lines(table: Table) -> Iterator[Line]:
    """Yield the indicators as the form of 2016 has them, each class typed again, weight before the values."""
    heads = ("一级指标", "二级指标", "三级指标", "分值", "年初目标值（A）", "全年实际值（B）", "得分")
    yield [*map(Cell, heads), Cell("未完成原因分析", 3)]
    for row in table["rows"]:
        keys = ("name", "weight", "target", "actual", "score")
        yield [*map(Cell, LEVELS[row["level"]]), *(Cell(row[key]) for key in keys), Cell(row["cause"], 3)]


def apart(target: str) -> tuple[str, str, str]:
    """Return sign, value and unit of a target in columns of their own; a text is qualitative."""
    number = SIGNED.fullmatch(target)
    if number is None or DATE.search(target):
        return "定性", target, ""
    return number[1] or "=", number[2], number[3]


def system_lines(table: Table) -> Iterator[Line]:
    """Yield the indicators as the forms of the budget system have them: sign, value and unit in three columns."""
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "完成值",
        "权重",
        "得分",
        "未完成原因分析",
    )
    yield [*map(Cell, heads)]
    for row in table["rows"]:
        sign, value, unit = apart(row["target"])
        actual = row["actual"].removesuffix(unit)
        values = (row["name"], sign, value, unit, actual, row["weight"], row["score"], row["cause"])
        yield [*map(Cell, LEVELS[row["level"]]), *map(Cell, values)]


LAYOUTS = {"ministry": ministry_lines, "two-values": two_value_lines, "system": system_lines}
TOTAL_AT = {"ministry": 7, "two-values": 6, "system": 8}


def end_lines(table: Table) -> Iterator[Line]:
    """Yield the total and the remarks."""
    before = TOTAL_AT[table["layout"]]
    yield [Cell("总分", before), Cell(table["total"]), Cell(table.get("grade", ""), WIDTH - before - 1)]
    remarks = {"预算执行偏差原因": table.get("cause"), "预算调整说明": table.get("adjustment")}
    for label, text in remarks.items():
        if text:
            yield [Cell(label, 2), Cell(text, WIDTH - 2)]


def form(table: Table) -> list[Line]:
    """Return a table as the lines of its form."""
    lines = LAYOUTS[table["layout"]](table)
    return [*head_lines(table), *fund_lines(table), *goal_lines(table), *lines, *end_lines(table)]


def places(lines: list[Line]) -> Iterator[tuple[int, int, Cell]]:
    """Yield row and column (from 0) of each cell, past the cells that reach down from above."""
    covered: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        column = 0
        for cell in line:
            while (row, column) in covered:
                column += 1
            covered |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            yield row, column, cell


def write_workbook(lines: list[Line], path: Path) -> None:
    """Write a form as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row, column, cell in places(lines):
        sheet.cell(row + 1, column + 1, cell.text).data_type = "s"
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(None, row + 1, column + 1, row + cell.rows, column + cell.columns)
    book.save(path)


def write_document(lines: list[Line], path: Path) -> None:
    """Write a form as a Word document."""
    document = docx.Document()
    grid = document.add_table(len(lines), WIDTH)
    for row, column, cell in places(lines):
        corner = grid.cell(row, column)
        merged = corner.merge(grid.cell(row + cell.rows - 1, column + cell.columns - 1))
        merged.text = cell.text
    document.save(path)


def write_page(lines: list[Line], path: Path) -> None:
    """Write a form as a web page."""
    rows = "".join(
        "<tr>" + "".join(f"<td colspan={cell.columns} rowspan={cell.rows}>{cell.text}</td>" for cell in line) + "</tr>"
        for line in lines
    )
    path.write_text(f"<!doctype html><meta charset=utf-8><table>{rows}</table>", "utf-8")


WRITERS = {"xlsx": write_workbook, "docx": write_document, "html": write_page}


def write(table: Table, folder: Path) -> Path:
    """Write a table into a folder, in its layout and its kind of file; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table['id']}.{table['medium']}"
    WRITERS[table["medium"]](form(table), path)
    return path


def review(folder: Path, **papers: Any) -> dict[str, Any]:
    """Return the review of a folder as the command writes it, notes too."""
    output = folder.parent / f"{folder.name}.json"
    audit_paths([folder], Papers(notes=True, **papers), Options(output=str(output)))
    return dict(json.loads(output.read_text("utf-8")))


def fault_folder(fault: Table, clean: dict[str, Table], folder: Path, *, planted: bool) -> dict[str, Any]:
    """Write the tables of a fault, with or without it, into a folder; return what they are to be held against."""
    edits = fault if planted else {}
    own = altered(clean[fault["table"]], edits)
    write(own, folder / "tables")
    for other in fault.get("with", ()) if planted else ():
        edited = other if isinstance(other, dict) else {"table": other}
        write(altered(clean[edited["table"]], edited), folder / "tables")
    papers: dict[str, Any] = {}
    if "declared" in fault:
        write(clean[fault["declared"]], folder / "declared")
        papers["declared"] = folder / "declared"
    if "accounts" in fault and planted:
        (folder / "accounts.txt").write_text(fault["accounts"] + "\n", "utf-8")
        papers["accounts"] = (folder / "accounts.txt",)
    return papers


def key(finding: dict[str, Any]) -> tuple[Any, ...]:
    """Return what makes two findings the same."""
    return finding["code"], finding["row"], finding["message"]


def tells(finding: dict[str, Any], fault: Table) -> bool:
    """Whether a finding names the row of a fault and holds its words and figures."""
    text = json.dumps(finding, ensure_ascii=False)
    at_row = fault["row"] is None or finding["row"] == fault["row"] or f"“{fault['row']}”" in text
    return at_row and all(re.search(words, text) for words in fault["says"])


def outcome(fault: Table, clean: dict[str, Table], folder: Path) -> tuple[str, list[dict[str, Any]]]:
    """Return whether a fault is told loudly, as a note or not at all, and the findings that it brings."""
    findings: dict[bool, list[dict[str, Any]]] = {}
    for planted in (False, True):
        own = folder / ("faulty" if planted else "clean")
        papers = fault_folder(fault, clean, own, planted=planted)
        findings[planted] = review(own / "tables", **papers)["findings"]
    before = set(map(key, findings[False]))
    new = [finding for finding in findings[True] if key(finding) not in before]
    severities = {finding["severity"] for finding in new if tells(finding, fault)}
    if severities & {"error", "warning"}:
        return "told", new
    return ("note" if severities else "silent"), new


def count_faults(clean: dict[str, Table], folder: Path, *, details: bool) -> Recall:
    """Print how many planted faults are told, and return it."""
    faults = yaml.safe_load((FOLDER / "faults.yaml").read_text("utf-8"))
    outcomes = []
    for index, fault in enumerate(faults):
        how, new = outcome(fault, clean, folder / str(index))
        outcomes.append(how)
        if details and how != "told":
            print(f"{how}: ({fault['kind']}) {fault['table']} {fault['row']} {fault['says']}")
            print("".join(f"    {each['severity']} {each['code']} {each['row']}: {each['message']}\n" for each in new))
    told, notes = outcomes.count("told"), outcomes.count("note")
    recall = Recall(len(faults), told + notes, notes)
    print(f"faults: {len(faults)}, told {told}, as a note {notes}, recall {recall.percent}")
    return recall


def count_alarms(clean: dict[str, Table], folder: Path, *, details: bool) -> Quiet:
    """Print how many errors and warnings clean tables get, and return it."""
    for table in clean.values():
        write(table, folder / "all")
    document = review(folder / "all")
    loud = [finding for finding in document["findings"] if finding["severity"] != "note"]
    rows = sum(len(table["rows"]) + 1 for table in clean.values())
    if details:
        print("".join(f"{each['source']} {each['code']} {each['row']}: {each['message']}\n" for each in loud))
    print(f"clean tables: {len(clean)}, {rows} rows, read {len(document['tables'])}, false alarms {len(loud)}")
    return Quiet(len(clean), rows, len(loud))


def measure(*, details: bool) -> tuple[Recall, Quiet]:
    """Print both figures, and return them."""
    clean = tables()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        quiet = count_alarms(clean, folder, details=details)
        return count_faults(clean, folder, details=details), quiet


if __name__ == "__main__":
    measure(details="--details" in sys.argv)
