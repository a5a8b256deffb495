"""How much of published tables is read back, cell by cell: `python bench/fidelity.py [FORMAT]... [--lost]`.

Fourteen published tables, and a form of every layout, are drawn as .xlsx, .docx, .html, .pdf, .xls and .txt as offices
publish them: levels merged over their rows, words wrapped in narrow columns, classes with their points, notes and
signatures below. No spec is named.
"""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import yaml
from tabulate import tabulate

import jixiao
from jixiao.cli.inputs import spec_of_form
from jixiao.cli.options import Options
from jixiao.forms import all_rows, form_of, place_cells
from jixiao.forms.importing import read_projects
from jixiao.forms.importing.grid import Grid
from jixiao.loading.layouts import layout_names, read_layout
from jixiao.loading.spec_files import package_specs
from jixiao.quantity import unspaced

HOME = Path(__file__).parent / "tables"
FORMATS = ("xlsx", "docx", "html", "pdf", "xls", "txt")
KEYS = ("name", "target", "actual", "weight", "score", "cause")
_TARGET = re.compile(r"\(?([≥≤<>=≧═]*)\)?\s*([0-9.]*)\s*(.*)")
#: The project that forms of all layouts are drawn from; all its rows reach their targets, so that scores are weights.
LAYOUT_HEAD = {"name": "站点改造", "year": "2023", "department": "某县民政局", "unit": "某县养老中心"}
LAYOUT_FUNDS = {"initial": "118", "budget": "113", "spent": "113"}
LAYOUT_ROWS = [
    {
        "level1": level1,
        "level2": level2,
        "name": name,
        "target": target,
        "actual": actual,
        "weight": weight,
        "score": weight,
    }
    for level1, level2, name, target, actual, weight in (
        ("产出指标", "数量指标", "改造站点数", "≥46个", "46个", "30"),
        ("产出指标", "质量指标", "验收合格率", "≥97%", "98%", "20"),
        ("效益指标", "社会效益指标", "受益老人", "≥3100人", "3300人", "30"),
        ("满意度指标", "服务对象满意度指标", "老人满意度", "≥91%", "95%", "10"),
    )
]
#: What stands in the rows of the funds below the total.
_STROKE = "—"


class Spot(NamedTuple):
    """A cell of a drawn table."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True)
class Paper:
    """A drawn table: its cells, the lines below it, and what is to be read of it.

    ``head`` are texts of the project by key, ``funds`` amounts by fund and key.
    """

    name: str
    spots: list[Spot]
    below: list[str]
    rows: list[dict[str, str]]
    head: dict[str, str]
    funds: dict[tuple[str, str], str]

    @property
    def height(self) -> int:
        return max(spot.row + spot.rows for spot in self.spots)

    @property
    def width(self) -> int:
        return max(spot.column + spot.columns for spot in self.spots)


@dataclass
class Table:
    """A published table: how it was laid out, its rows, and the row of the execution rate."""

    number: str
    layout: dict[str, Any]
    rows: list[dict[str, str]]
    execution: dict[str, str]
    spots: list[Spot] = field(default_factory=list)
    height: int = 0
    funds: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def columns(self) -> list[list[str]]:
        return self.layout["columns"]

    @property
    def width(self) -> int:
        return len(self.columns) + 1

    def draw(self) -> Paper:
        """Return the table with its cells, and what is to be read of them."""
        for title in self.layout["title"]:
            self._add([(title, self.width)])
        half = self.width // 2
        self._add([("项目名称", 1), (self.layout["project"], self.width - 1)])
        self._add([("主管部门", 1), ("市财政局", half - 1), ("实施单位", 1), ("市第一中学", self.width - half - 1)])
        self._draw_funds()
        self._draw_goals()
        self._draw_indicators()
        year = re.search("20[0-9]{2}", "".join(self.layout["title"]))
        head = {"name": self.layout["project"], "department": "市财政局", "unit": "市第一中学", "year": year[0]}  # type: ignore[index]
        below = self.layout.get("below", [])
        return Paper(self.number, self.spots, below, self._expected(), head, self.funds)

    def _expected(self) -> list[dict[str, str]]:
        """Return what is to be read of each row; a column that the table lacks is not."""
        shown = {"target" if key == "value" else {"reason": "cause"}.get(key, key) for key, _ in self.columns}
        return [
            {
                key: row["reason" if key == "cause" else key]
                for key in KEYS
                if key in shown and row["reason" if key == "cause" else key]
            }
            for row in self.rows
        ]

    def _add(self, cells: Iterable[tuple[str, int]], column: int = 0) -> None:
        """Add a row of texts, each with the columns that it covers."""
        for text, columns in cells:
            self.spots.append(Spot(self.height, column, 1, columns, text))
            column += columns
        self.height += 1

    def _draw_funds(self) -> None:
        heads = self.layout.get("funds")
        if not heads:
            return
        start, label = self.height, max(self.width - 1 - len(heads), 1)
        self._add([("", label), *((head, 1) for head in heads)], 1)
        for name, fund in (("年度资金总额", "total"), ("其中：当年财政拨款", "fiscal"), ("其他资金", "other")):
            amounts = [self._amount(head, name) for head in heads]
            keys = map(_amount_key, heads)
            self.funds |= {(fund, key): amount for key, amount in zip(keys, amounts, strict=True) if key and amount}
            self._add([(name, label), *((amount, 1) for amount in amounts)], 1)
        self.spots.append(Spot(start, 0, self.height - start, 1, f"项目资金（{self.layout['unit']}）"))

    def _amount(self, head: str, name: str) -> str:
        """Return what stands below a heading of the funds."""
        is_total = name == "年度资金总额"
        if name == "其他资金":
            return ""
        if "率" in head and "得分" not in head and "权重" not in head:
            return "100%" if is_total else _STROKE
        if "执行数" in head:
            return self.execution["actual"]
        if "预算" in head:
            return self.execution["target"]
        values = {"分值": "weight", "权重": "weight", "得分": "score"}
        key = next((key for word, key in values.items() if word in head and "方法" not in head), "")
        return self.execution.get(key, "") if is_total else _STROKE

    def _draw_goals(self) -> None:
        heads = self.layout.get("goals")
        if not heads:
            return
        start, half = self.height, (self.width - 1) // 2
        texts = ("完成全年工作，保障项目按期实施，提高公共服务水平。" * 2, "已完成全年工作，项目按期实施。" * 2)
        for pair in (heads, texts):
            self._add([(pair[0], half), (pair[1], self.width - 1 - half)], 1)
        self.spots.append(Spot(start, 0, 2, 1, "年度总体目标"))

    def _draw_indicators(self) -> None:
        start = self.height
        self._add([(head, 1) for _, head in self.columns], 1)
        if "execution" in self.layout:
            row = self.execution | {"name": self.layout["execution"], "level1": "", "target": "100%", "actual": "100%"}
            self._add([(row.get(key, ""), 1) for key, _ in self.columns], 1)
        first = self.height
        rows = list(self._shown_rows())
        levels = [key for key, _ in self.columns if key in ("level1", "level2")]
        for row in rows:
            self._add([(row.get(key, ""), 1) for key, _ in self.columns[len(levels) :]], 1 + len(levels))
        for column in range(len(levels)):
            for _, same in groupby(
                range(len(rows)), key=lambda at: [rows[at][level] for level in levels[: column + 1]]
            ):
                run = list(same)
                self.spots.append(Spot(first + run[0], 1 + column, len(run), 1, rows[run[0]][levels[column]]))
        self.spots.append(Spot(start, 0, self.height - start, 1, self.layout.get("side", "绩效指标")))
        if "total" in self.layout:
            self._add([("", 1), (self.layout["total"], self.width - 4), ("100", 1), ("98", 1), ("", 1)])

    def _shown_rows(self) -> Iterator[dict[str, str]]:
        """Yield the rows as the form prints them, with lines of the form that nobody filled in."""
        for row in self.rows:
            sign, value, uom = _TARGET.fullmatch(row["target"]).groups()  # type: ignore[union-attr]
            words = self.layout.get("level1", {}).get(row["level1"], "")
            yield row | {
                "level1": row["level1"] + words, "name": self.layout.get("prefix", "") + row["name"],
                "sign": sign, "value": value or uom, "uom": uom if value else "", "description": row["name"],
            }  # fmt: skip
        for name in self.layout.get("blank", ()):
            yield dict.fromkeys(("level1", "level2"), "") | {
                "level1": row["level1"] + words,
                "level2": row["level2"],
                "name": name,
            }


def _amount_key(head: str) -> str:
    """Return which amount of the funds a heading names, "" of another column."""
    if any(word in head for word in ("率", "分值", "得分", "权重", "原因")):
        return ""
    words = {"执行数": "spent", "年初": "initial"}
    return next((key for word, key in words.items() if word in head), "budget")


def published_tables() -> list[Paper]:
    """Return the published tables, drawn."""
    layouts = yaml.safe_load((HOME / "tables.yaml").read_text("utf-8"))["tables"]
    with (HOME / "rows.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    drawn = []
    for number, layout in layouts.items():
        own = [row for row in rows if row["table"] == number]
        execution = next((row for row in own if row["level1"] == "预算执行率"), {"target": "", "actual": ""})
        drawn.append(Table(number, layout, [row for row in own if row is not execution], execution).draw())
    return drawn


def layout_tables() -> list[Paper]:
    """Return a form of every layout that comes with the package, as its own file draws it."""
    return [_of_layout(name) for name in layout_names((package_specs(),))]


def _of_layout(name: str) -> Paper:
    layout = read_layout(package_specs() / "forms" / f"{name}.yaml").layout
    assert layout is not None
    sections = {section.section: {part.show for part in section.columns} for section in layout.sections}
    texts = {part.show for section in layout.sections for row in section.rows for part in row}
    form = form_of(jixiao.score(jixiao.load_project(_project_of(sections["indicators"])), _spec_of(name)))
    title = Spot(0, 0, 1, len(form.columns), form.title)
    spots = [
        Spot(at.row + 1, at.column, at.cell.rows, at.cell.columns, at.cell.text) for at in place_cells(all_rows(form))
    ]
    shown = {"target" if key == "value" else key for key in sections["indicators"]}
    rows = [{key: row[key] for key in KEYS if key in shown} for row in LAYOUT_ROWS]
    head = {key: text for key, text in LAYOUT_HEAD.items() if key in texts or key == "year"}
    amounts = {key: text for key, text in LAYOUT_FUNDS.items() if key in sections.get("funds", ())}
    return Paper(
        name, [title, *spots], list(form.signatures), rows, head, {("total", key): amounts[key] for key in amounts}
    )


def _spec_of(layout: str) -> jixiao.IndicatorSpec:
    text = f"id: cn.bench.layout-2023\nversion: 1\ntitle: 试\nextends: cn.mof-2020-10@2\nin_force: {{from: 2023-01-01}}\nform: {{title: 项目支出绩效自评表, layout: {layout}}}\n"
    return jixiao.parse_spec(text)


def _project_of(shown: set[str | None]) -> dict[str, Any]:
    """Return a project of the stage at which a form with such columns is filled in."""
    project = {**LAYOUT_HEAD, "funds": {"total": LAYOUT_FUNDS}, "goals": [{"expected": "办好", "achieved": "已办"}]}
    rows = [{key: text for key, text in row.items() if key != "score"} for row in LAYOUT_ROWS]
    if "progress" not in shown:
        return project | {"indicators": rows}
    early = [{("progress" if key == "actual" else key): text for key, text in row.items()} for row in rows]
    return project | {"stage": "monitoring", "month": 7, "indicators": early}


# ---- drawing


def to_xlsx(table: Paper, path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Alignment

    book = openpyxl.Workbook()
    sheet = book.active
    for spot in sorted(table.spots):
        cell = sheet.cell(spot.row + 1, spot.column + 1)
        cell.value, cell.number_format = _typed(spot.text)
        cell.alignment = Alignment(wrap_text=True)
        if spot.rows * spot.columns > 1:
            sheet.merge_cells(None, spot.row + 1, spot.column + 1, spot.row + spot.rows, spot.column + spot.columns)
    for number, line in enumerate(table.below, table.height + 1):
        sheet.cell(number, 1).value = line
    book.save(path)


def _typed(text: str) -> tuple[str | float | None, str]:
    """Return what somebody types into a cell for a text: numbers and percents as numbers."""
    if re.fullmatch(r"[0-9]+%", text):
        return int(text[:-1]) / 100, "0%"
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return float(text), "General"
    return text or None, "General"


def to_docx(table: Paper, path: Path) -> None:
    import docx

    document = docx.Document()
    grid = document.add_table(table.height, table.width, "Table Grid")
    for spot in table.spots:
        cell = grid.cell(spot.row, spot.column)
        if spot.rows * spot.columns > 1:
            cell = cell.merge(grid.cell(spot.row + spot.rows - 1, spot.column + spot.columns - 1))
        cell.text = spot.text
    for line in table.below:
        document.add_paragraph(line)
    document.save(str(path))


def to_html(table: Paper, path: Path) -> None:
    rows = (
        "".join(
            f'<td rowspan="{spot.rows}" colspan="{spot.columns}"><p><span>{html.escape(spot.text)}</span></p></td>'
            for spot in same
        )
        for _, same in groupby(sorted(table.spots), key=lambda spot: spot.row)
    )
    below = "".join(f"<p>{html.escape(line)}</p>" for line in table.below)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    path.write_text(f"<html><body><div><table>{body}</table></div>{below}</body></html>", "gb18030")


def to_pdf(table: Paper, path: Path) -> None:
    import typst

    cells = (
        f"table.cell(x: {spot.column}, y: {spot.row}, rowspan: {spot.rows}, colspan: {spot.columns})[#{json.dumps(spot.text, ensure_ascii=False)}]"
        for spot in table.spots
    )
    below = "\n\n".join(f"#{json.dumps(line, ensure_ascii=False)}" for line in table.below)
    body = f"#table(columns: (1fr,) * {table.width}, {', '.join(cells)})"
    path.write_bytes(typst.compile(f"#set text(size: 9pt)\n#set page(margin: 15mm)\n{body}\n{below}".encode()))


def to_txt(table: Paper, path: Path) -> None:
    texts = {(spot.row, spot.column): "".join(spot.text.split("\n")) for spot in table.spots}
    lines = ["\t".join(texts.get((row, column), "") for column in range(table.width)) for row in range(table.height)]
    path.write_text("\n".join([*lines, "", *table.below]), "utf-8")


DRAW: dict[str, Callable[[Paper, Path], None]] = {
    "xlsx": to_xlsx, "docx": to_docx, "html": to_html, "pdf": to_pdf, "txt": to_txt,
}  # fmt: skip


def draw_all(drawn: list[Paper], folder: Path, name: str) -> list[Path]:
    """Return the files of all tables in a format; old workbooks are made by LibreOffice."""
    if name != "xls":
        paths = [folder / f"{table.name}.{name}" for table in drawn]
        for table, path in zip(drawn, paths, strict=True):
            DRAW[name](table, path)
        return paths
    sources = draw_all(drawn, folder, "xlsx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [path.with_suffix(".xls") for path in sources]


# ---- reading


def plain(text: str) -> str:
    """Return a text as it is compared: without spaces, brackets around a sign and the stop at its end."""
    text = unspaced(text).translate(str.maketrans("≧═", "≥=", "()"))
    return re.sub(r"^指标1[：:]?", "", text).rstrip("。")


def count_cells(table: Paper, grids: list[Grid], counts: Counter[tuple[str, str]]) -> None:
    """Count the texts of a table that its file still shows where it is read, whatever they are taken for."""
    texts = Counter(plain(spot.text) for spot in table.spots if spot.text)
    read = Counter(plain(text) for grid in grids for text in (*grid.above, *(spot.text for spot in grid.spots)))
    counts["cells", "all"] += texts.total()
    counts["cells", "right"] += (texts & read).total()


def compare(table: Paper, path: Path, counts: Counter[tuple[str, str]], lost: list[str]) -> None:
    """Count the cells of a table that are read right, and rows that it does not have."""
    reading = read_projects(path, lambda name: spec_of_form(Options(), name))
    count_cells(table, [one.form.grid for one in reading.readings], counts)
    readings = reading.forms
    rows = [row for reading in readings for row in reading.imported.data.get("indicators", [])]
    remaining = list(rows)
    for truth in table.rows:
        row = next((row for row in remaining if plain(row.get("name", "")) == plain(truth["name"])), {})
        if row:
            remaining.remove(row)
        for key, text in truth.items():
            read = row.get(key, "")
            if key == "target":
                read = "".join(row.get(part, "") for part in ("comparison", "target", "uom"))
            counts[key, "all"] += 1
            if plain(read) == plain(text):
                counts[key, "right"] += 1
            else:
                lost.append(f"{path.name} {truth['name'][:12]} {key}: {text!r} {read!r}")
    data = next((reading.imported.data for reading in readings), {})
    head = {("head", key): (text, data.get(key, "")) for key, text in table.head.items()}
    funds = {
        ("funds", f"{fund}.{key}"): (text, data.get("funds", {}).get(fund, {}).get(key, ""))
        for (fund, key), text in table.funds.items()
    }
    for (group, key), (text, read) in {**head, **funds}.items():
        counts[group, "all"] += 1
        counts[group, "right"] += plain(read) == plain(text)
        if plain(read) != plain(text):
            lost.append(f"{path.name} {key}: {text!r} {read!r}")
    counts["ghosts", "all"] += len(remaining)
    lost += (f"{path.name} ghost: {row}" for row in remaining)


def share_of(counts: Counter[tuple[str, str]], key: str) -> str:
    """Return the share of cells of a kind that are read right, in percent; a stroke where there are none."""
    if not counts[key, "all"]:
        return "—"
    return f"{100 * counts[key, 'right'] / counts[key, 'all']:.1f} %"


def main(arguments: list[str]) -> None:
    """Print the share of cells that are read right, by kind of table and format."""
    formats = [name for name in arguments if name in FORMATS] or list(FORMATS)
    heads = ("cells", "head", "name", "target", "actual", "weight", "score", "cause", "funds")
    lines, lost = [], list[str]()
    for kind, papers in (("published", published_tables()), ("layouts", layout_tables())):
        with TemporaryDirectory() as folder:
            for name in formats:
                if name == "xls" and shutil.which("soffice") is None:
                    continue
                counts = Counter[tuple[str, str]]()
                for paper, path in zip(papers, draw_all(papers, Path(folder), name), strict=True):
                    compare(paper, path, counts, lost)
                lines.append([kind, name, *(share_of(counts, key) for key in heads), counts["ghosts", "all"]])
    print(tabulate(lines, ["tables", "format", *heads, "ghost rows"]))
    if "--lost" in arguments:
        print("\n".join(lost))


if __name__ == "__main__":
    main(sys.argv[1:])
