"""Ways of scoring a long table, each as tables of what it says: by ``score``, and by a batch in many ways."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from jixiao import load_project
from jixiao.batch import score_frame
from jixiao.batch.io.columns import EXECUTION_WORDS
from jixiao.batch.io.outputs import Folder
from jixiao.batch.quantity_columns import MOST_PLACES
from jixiao.batch.run import RunOptions, run_batch
from jixiao.batch.score_tables import as_texts
from jixiao.batch.stages import tables_by_stage
from jixiao.exact import format_fixed, parse_number, to_step
from jixiao.explain import reason_of
from jixiao.findings import Finding
from jixiao.model.fields import MOST_SHOWN
from jixiao.model.project import strip_placeholder
from jixiao.model.spec import IndicatorSpec
from jixiao.monitoring import Monitored, with_budget
from jixiao.quantity import class_word, parse_points
from jixiao.result import Result, result_of
from jixiao.result.monitoring import MonitoringResult
from jixiao.scoring import RowScore
from tests.support.monitored_rows import at_monitoring, first, of_funds, of_row, of_stage, states
from tests.support.odd_rows import COLUMNS, Row

#: What a table need not say: a project's name and year.
NOT_IN_BATCH = frozenset({("JX220", "name"), ("JX220", "year")})
#: Of a row and of a project, what is compared: numbers by their values, texts to the letter, counts.
NUMBERS_OF_ROWS, TEXTS_OF_ROWS = ("score", "deduction"), ("outcome", "reason_code", "reason")
NUMBERS_OF_PROJECTS = ("total", "deduction", "scaled", "execution_rate")
COUNTS = ("errors", "warnings")
#: The same of a row and of a project that are monitored.
LIGHT = ("light", "rule", "citation", "basis", "explanation")
TEXTS_OF_LIGHTS = (*LIGHT, "measured", "to_explain", "projected_from", "projected_value", "projected_outcome",
                   "projected_reason_code", "projected_reason")  # fmt: skip
NUMBERS_OF_LIGHTS = ("projected_score", "projected_deduction")
TEXTS_OF_MONITORING, NUMBERS_OF_MONITORING = ("month", *LIGHT, "projected_grade"), (
    "projected_total", "projected_deduction", "projected_scaled")  # fmt: skip
#: What stands beside an execution row that the spec does not score.
UNSCORED = {"score": None, "deduction": None, "outcome": "not_applicable", "reason_code": None, "reason": ""}
#: What is told, as a finding, where a result breaks a law of its own.
LAW = "law"
FIELDS = {"budget": "target", "spent": "actual", "money_unit": "uom"}
NEEDED = ("project", "level1", "name", "target", "actual", "weight")
#: The same of a table that may hold projects that are monitored.
NEEDED_TO_MONITOR = ("project", "level1", "name", "target", "progress")
#: Rows scored in company of each other.
COMPANY = 5000

Said = dict[str, Any]
Way = Callable[[IndicatorSpec, list[Row]], "Tables"]


@dataclass
class Tables:
    """What one way of scoring says: of each row by project and place, of each project, and the findings on both."""

    rows: dict[tuple[str, int], Said] = field(default_factory=dict)
    projects: dict[str, Said] = field(default_factory=dict)
    findings: Counter[tuple[Any, ...]] = field(default_factory=Counter)


def said_of_row(row: Mapping[str, Any]) -> Said:
    """What is compared of a row; no reason and an empty one are the same."""
    numbers = {key: _worth(row[key]) for key in NUMBERS_OF_ROWS}
    return {**numbers, **{key: row[key] or None for key in TEXTS_OF_ROWS}, **_of_lights(row)}


def said_of_project(line: Mapping[str, Any]) -> Said:
    """What is compared of a project."""
    numbers = {key: _worth(line[key]) for key in NUMBERS_OF_PROJECTS}
    monitored = {key: _worth(line.get(key)) for key in NUMBERS_OF_MONITORING}
    monitored |= {key: line.get(key) or None for key in TEXTS_OF_MONITORING}
    return {"grade": line["grade"], **numbers, **monitored, **{key: line[key] for key in COUNTS}}


def _of_lights(row: Mapping[str, Any]) -> Said:
    """What is compared of a row's light; nothing of a row of a self-evaluation, whose rule is another."""
    if "light" not in row:
        return dict.fromkeys((*NUMBERS_OF_LIGHTS, *TEXTS_OF_LIGHTS))
    numbers = {key: _worth(row[key]) for key in NUMBERS_OF_LIGHTS}
    return {**numbers, **{key: row[key] or None for key in TEXTS_OF_LIGHTS}}


def _worth(value: Any) -> Fraction | None:
    """A number by its value, however many decimals it is written in."""
    return None if value is None else Fraction(value)


def grouped(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows of each project, in order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["project"] or "", []).append(row)
    return found


def companies(rows: list[Row], size: int = COMPANY) -> Iterator[list[Row]]:
    """The rows in parts of whole projects that are scored together."""
    part: list[Row] = []
    for own in grouped(rows).values():
        part += own
        if len(part) >= size:
            yield part
            part = []
    if part:
        yield part


# -- by score --------------------------------------------------------------------------------------------------------


def is_execution(row: Row) -> bool:
    return class_word(row["level1"] or "") in EXECUTION_WORDS


def mapping(rows: list[Row]) -> dict[str, Any]:
    """The project as its own file would have it."""
    keys, monitored = (
        [key for key in COLUMNS if key not in ("project", "year", "finished", "initial")],
        at_monitoring(rows),
    )
    project: dict[str, Any] = {
        "name": "·",
        "indicators": [
            {key: row[key] for key in keys if row[key] is not None} | (of_row(row) if monitored else {})
            for row in rows
            if not is_execution(row)
        ],
        **of_stage(rows),
    }
    project |= {key: value for key in ("year", "finished") if (value := first(rows, key)) is not None}
    for row in filter(is_execution, rows):
        amounts = {"budget": row["target"], "spent": row["actual"], "initial": first(rows, "initial")}
        if monitored:
            amounts |= of_funds(row)
        project["funds"] = {"total": {key: value for key, value in amounts.items() if value is not None}}
        for key, column in (("money_unit", "uom"), ("cause", "cause")):
            if row.get(column) is not None:
                project["funds"][key] = row[column]
    return project


def by_score(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """What ``score`` says of each project by itself."""
    found = Tables()
    for project, own in grouped(rows).items():
        _take_result(found, project, own, result_of(load_project(mapping(own)), spec))
    return found


def _take_result(found: Tables, project: str, own: list[Row], result: Result) -> None:
    document = result.to_dict()
    assert result.scored is not None
    if isinstance(result, MonitoringResult):
        document = as_scored(document, result)
    of_indicators = [place for place, row in enumerate(own, 1) if not is_execution(row)]
    of_execution = next((place for place, row in enumerate(own, 1) if is_execution(row)), None)
    for place, row in zip(of_indicators, document["indicators"], strict=True):
        found.rows[project, place] = said_of_row(row)
    if of_execution is not None:
        found.rows[project, of_execution] = said_of_row(document["execution"] or UNSCORED)
    told = [finding for finding in result.findings if (finding.code, finding.path) not in NOT_IN_BATCH]
    severities = Counter(finding.severity.value for finding in told)
    unread = dict(_weights_of_execution(own))
    counts = {"errors": severities["error"] + len(unread), "warnings": severities["warning"]}
    rate = rate_of(result)
    found.projects[project] = said_of_project({**document, **counts, "execution_rate": rate})
    for finding in told:
        place, field_, message = _placed(finding, of_indicators, of_execution, own)
        found.findings[project, place, field_, finding.code, finding.severity.value, message] += 1
    for place, message in unread.items():
        found.findings[project, place, "weight", "JX204", "error", message] += 1
    for law in broken_laws(document):
        found.findings[project, None, None, LAW, "error", law] += 1


def _weights_of_execution(own: list[Row]) -> Iterator[tuple[int, str]]:
    """What is said of weights that are none, by place: a project file has no weight of the execution row."""
    for place, row in enumerate(own, 1):
        weight = row["weight"]
        if is_execution(row) and weight is not None and strip_placeholder(weight) and parse_points(weight) is None:
            yield place, Finding("JX204", args={"value": weight[:MOST_SHOWN]}).message()


def rate_of(result: Result) -> Fraction | None:
    """The execution rate as a table has it: as it is scored, in monitoring what has been spent of the budget."""
    execution = result.scored and result.scored.execution
    ratio = execution and execution.ratio
    if isinstance(result, MonitoringResult):
        total = with_budget(result.project).funds.total
        spends = total.spent is not None and total.spent >= 0 and total.budget is not None and total.budget > 0
        ratio = total.spent / total.budget if spends else None
    rate = None if ratio is None else to_step(ratio, Fraction(1, 10**6))
    return None if rate is None or rate >= 10**32 else rate


def as_scored(document: dict[str, Any], result: MonitoringResult) -> dict[str, Any]:
    """A document of monitoring with what tables have of a self-evaluation, which is nothing, and its lights by column."""
    monitored = result.monitored
    assert monitored is not None
    nothing = dict.fromkeys((*NUMBERS_OF_ROWS, *TEXTS_OF_ROWS))
    rows = zip(document["indicators"], monitored.projection.scored.rows, strict=True)
    execution = document["execution"] or _without_light(result, monitored)
    return {
        **document, **dict.fromkeys((*NUMBERS_OF_PROJECTS, "grade")),
        **{f"projected_{key}": value for key, value in document["projected"].items()},
        "execution": nothing | _in_columns(execution, monitored.projection.scored.execution),
        "indicators": [nothing | _in_columns(row, score) for row, score in rows],
        "full": None,
    }  # fmt: skip


def _without_light(result: MonitoringResult, monitored: Monitored) -> dict[str, Any]:
    """An execution row where the rules have no light for it: only what is projected."""
    score, origin = monitored.projection.scored.execution, monitored.projection.execution
    writer = result.writer("zh")
    assert writer is not None
    nothing = dict.fromkeys((*LIGHT, "measured"))
    return {**nothing, "to_explain": [], "projected_from": origin, "projected": writer.projected(score, origin)}


def _in_columns(row: Mapping[str, Any], score: RowScore | None) -> dict[str, Any]:
    """A row of a document of monitoring by the columns of a table."""
    projected = row["projected"] or dict.fromkeys(("value", "outcome", "score", "deduction", "reason"))
    code = reason_of(score) if score and row["projected"] else None
    return {
        **row, **{f"projected_{key}": value for key, value in projected.items()}, "to_explain": ",".join(row["to_explain"]),
        "projected_reason_code": code and code.code,
    }  # fmt: skip


def _placed(
    finding: Finding, of_indicators: list[int], of_execution: int | None, own: list[Row]
) -> tuple[int | None, str | None, str]:
    """The row of a table that a finding of a project file is about, its column, and what it says there."""
    head, _, last = finding.path.rpartition(".")
    place = of_indicators[int(head[11:-1])] if head.startswith("indicators[") else None
    if finding.path.startswith("funds"):
        place = of_execution
    if finding.code == "JX421":  # the row that a double repeats: a table counts the execution row, too
        finding = replace(finding, args={"other": of_indicators[int(str(finding.args["other"])) - 1]})
    field_ = FIELDS.get(last, last.partition("[")[0])
    if last == "spent" and at_monitoring(own) and (place != of_execution or states(own[place - 1]["progress"])):
        field_ = "progress"
    return place, field_ if place else None, finding.message()


def _projected(document: dict[str, Any]) -> dict[str, Any]:
    """A document of monitoring, its rows by column, with what is projected in the place of scores."""
    rows = [
        {key: row.get(f"projected_{key}") for key in ("score", "deduction", "reason")}
        for row in (document["execution"], *document["indicators"])
    ]
    return {**document["projected"], "execution": None, "indicators": rows}


def broken_laws(document: dict[str, Any]) -> Iterator[str]:
    """Σ deduction = full − total; a reason exactly where the deduction is above 0; the same of what is projected."""
    if "projected" in document:
        document = _projected(document)
    rows = [row for row in (document["execution"], *document["indicators"]) if row is not None]
    lost = [Fraction(row["deduction"] or 0) for row in rows]
    if document["total"] is not None and sum(lost) != Fraction(document["full"] or 0) - Fraction(document["total"]):
        yield "the deductions are not full - total"
    for row, points in zip(rows, lost, strict=True):
        if bool(row["reason"]) != (points > 0):
            yield f"reason {row['reason']!r} beside a deduction of {row['deduction']}"


# -- by batch --------------------------------------------------------------------------------------------------------


def framed(rows: list[Row]) -> pl.DataFrame:
    """The rows as a table of texts, without optional columns that say nothing."""
    columns = list(rows[0]) if rows else COLUMNS
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in columns}, schema=dict.fromkeys(columns, pl.String)
    )
    needed = NEEDED_TO_MONITOR if "progress" in columns else NEEDED
    if frame.get_column("actual").null_count() < len(frame):
        needed = (*needed, "weight")
    idle = [name for name in columns if name not in needed and frame[name].null_count() == len(frame)]
    return frame.drop(idle)


def taken(rows: pl.DataFrame, projects: pl.DataFrame, findings: pl.DataFrame) -> Tables:
    """The tables of a batch."""
    found = Tables()
    for row in rows.to_dicts():
        found.rows[row["project"], row["row"]] = said_of_row(row)
    for line in projects.to_dicts():
        found.projects[line["project"]] = said_of_project(line)
    for one in findings.to_dicts():
        where = (one["project"], one["row"], one["path"] if one["row"] else None)
        found.findings[*where, one["code"], one["severity"], one["message"]] += 1
    return found


def in_company(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """All projects in one frame."""
    scores = score_frame(framed(rows), spec, notes=True)
    return taken(scores.rows, scores.projects, scores.findings)


def alone(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """Each project in a frame of its own."""
    found = Tables()
    for own in grouped(rows).values():
        one = in_company(spec, own)
        found.rows |= one.rows
        found.projects |= one.projects
        found.findings += one.findings
    return found


def in_pieces(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """All projects, a few at a time: what one piece has shown of kinds of rows is used for the next."""
    context, found = RunOptions(spec, notes=True).context(MOST_PLACES), Tables()
    for some in companies(rows, 100):
        scored = tables_by_stage(context, framed(some))
        one = taken(as_texts(scored.rows), scored.projects, scored.findings)
        found.rows |= one.rows
        found.projects |= one.projects
        found.findings += one.findings
    return found


def interleaved(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """The rows of all projects shuffled; those of one keep their order, which is what their places are counted by."""
    rng, waiting = random.Random(len(rows)), [list(reversed(own)) for own in grouped(rows).values()]
    mixed = []
    while waiting:
        at = rng.randrange(len(waiting))
        mixed.append(waiting[at].pop())
        if not waiting[at]:
            waiting[at] = waiting[-1]
            waiting.pop()
    return in_company(spec, mixed)


def in_numbers(spec: IndicatorSpec, rows: list[Row]) -> Tables:
    """All projects in one frame with columns of decimals; of rows that ``as_numbers`` gave."""
    frame = framed(rows)
    typed = [name for name in ("target", "actual", "weight") if name in frame.columns]
    frame = frame.with_columns(pl.col(typed).cast(pl.Decimal(38, MOST_PLACES)))
    scores = score_frame(frame, spec, notes=True)
    return taken(scores.rows, scores.projects, scores.findings)


def as_numbers(rows: list[Row]) -> list[Row]:
    """The rows with nothing but numbers, in all their decimals, for values and weights."""

    def number(text: str | None) -> str | None:
        found = parse_number(text or "")
        return None if found is None else format_fixed(found, MOST_PLACES)

    return [{**row, **{name: number(row[name]) for name in ("target", "actual", "weight")}} for row in rows]


def without_empty(rows: list[Row]) -> list[Row]:
    """The rows without empty texts: an empty cell of a file states nothing."""
    return [{**row, **{name: value or None for name, value in row.items()}} for row in rows]


def from_files(write: Callable[[pl.DataFrame, Path], None], name: str) -> Way:
    """The rows read from a file, and the results from the files of a run."""

    def scored(spec: IndicatorSpec, rows: list[Row]) -> Tables:
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / name, Path(folder) / "out"
            write(framed(rows), source)
            report = run_batch([source], Folder(out), RunOptions(spec, notes=True))
            assert report.ok, report.findings
            return taken(*(pl.read_parquet(out / f"{table}.parquet") for table in ("rows", "projects", "findings")))

    return scored


def _workbook(frame: pl.DataFrame, place: Path) -> None:
    with xlsxwriter.Workbook(place) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.rows(), 1):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write_string(number, column, value)


WAYS: dict[str, Way] = {
    "alone": alone,
    "company": in_company,
    "pieces": in_pieces,
    "interleaved": interleaved,
    "numbers": in_numbers,
    "csv": from_files(lambda frame, place: frame.write_csv(place), "t.csv"),
    "parquet": from_files(lambda frame, place: frame.write_parquet(place), "t.parquet"),
    "xlsx": from_files(_workbook, "t.xlsx"),
}
#: What becomes of the rows for the ways that do not hold every text.
PREPARED = {"numbers": as_numbers, "csv": without_empty, "xlsx": without_empty}


def rows_for(name: str, rows: list[Row]) -> list[Row]:
    """The rows as a way can hold them."""
    return PREPARED[name](rows) if name in PREPARED else rows
