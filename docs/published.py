"""The scores of published tables beside those of the fitting spec, and what tells them apart.

A report, not a target: a published deduction is mostly judgement. Run from the repository:
``python docs/published.py [FOLDER] [zh|en]``. FOLDER holds ``rows.csv`` (table, level1, level2, name, target,
actual, weight, score, reason) and ``tables.yaml``, which names the spec of each table; where it has none, the
repository's is used. Rows without a published score are left out and counted.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from tabulate import tabulate

import jixiao
from jixiao.exact import ZERO, add_up, format_exact, parse_number, to_step
from jixiao.quantity import Number, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jixiao.documents import FindingDocument
    from jixiao.findings import Lang

TABLES = Path(__file__).parents[1] / "tests/data/published"
EXECUTION = "预算执行率"
WHOLE = Fraction(1)

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "same": "相同",
        "empty": "完成值空着，照样有分",
        "none": "按规则没有得分：{why}",
        "rounded": "与四舍五入到整分相合",
        "cut": "与舍去小数相合",
        "value": "与 分值 × 完成值 相合，没有除以指标值",
        "full": "没有达到指标值，仍给满分",
        "more": "比规则多，由人判断",
        "less": "比规则少，由人判断",
        "stated": "；写明：{reason}",
        "silent": "；没有写原因",
        "columns": "表 指标体系 指标 指标值 完成值 分值 按规则 公布 差 说明",
        "summary": "{rows} 行有公布的得分，{left} 行没有。"
        "规则也给得出分的各行里，公布的共多 {above} 分、少 {below} 分。",
    },
    "en": {
        "same": "the same",
        "empty": "no actual value, and yet a score",
        "none": "no score by the rule: {why}",
        "rounded": "agrees with rounding to whole points",
        "cut": "agrees with dropping the fraction",
        "value": "agrees with weight × actual, not ÷ target",
        "full": "short of the target, and yet full marks",
        "more": "above the rule, by judgement",
        "less": "below the rule, by judgement",
        "stated": "; stated: {reason}",
        "silent": "; no cause stated",
        "columns": "table spec indicator target actual weight rule published difference explained",
        "summary": "{rows} rows have a published score, {left} have none. Over the rows that the rule scores too, "
        "the published scores stand {above} points above it and {below} below.",
    },
}


class PublishedRow(NamedTuple):
    """A published row beside the same row as its spec scores it; weight and scores in points."""

    texts: dict[str, str]
    spec: str
    weight: Fraction
    published: Fraction
    score: Fraction | None
    why: str

    @property
    def difference(self) -> Fraction | None:
        """Published less computed; ``None`` where the rule gives no score."""
        return None if self.score is None else self.published - self.score


def published_rows(folder: Path, lang: Lang) -> Iterator[PublishedRow]:
    """Return every row of a folder with a published score, in its order."""
    tables = yaml.safe_load(_tables(folder).read_text("utf-8"))
    of_table = defaultdict(list)
    for row in _rows(folder):
        of_table[row["table"]].append(row)
    for number, rows in of_table.items():
        if any(row["score"] for row in rows):
            yield from _rows_of_table(rows, tables[number], lang)


def _tables(folder: Path) -> Path:
    own = folder / "tables.yaml"
    return own if own.exists() else TABLES / "tables.yaml"


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _rows_of_table(rows: list[dict[str, str]], table: dict[str, Any], lang: Lang) -> Iterator[PublishedRow]:
    result = jixiao.score(jixiao.load_project(_project(rows, table)), jixiao.load_spec(table["spec"])).to_dict(lang)
    scored = iter(result["indicators"])
    for row in rows:
        ours = result["execution"] if row["level1"] == EXECUTION else next(scored)
        published, weight = parse_number(row["score"]), parse_number(row["weight"])
        if published is not None and weight is not None and ours is not None:
            yield PublishedRow(row, table["spec"], weight, published, _score(ours), _why(result["findings"], row, rows))


def _score(row: Mapping[str, Any]) -> Fraction | None:
    return None if row["score"] is None else parse_number(row["score"])


def _why(findings: Iterable[FindingDocument], row: dict[str, str], rows: list[dict[str, str]]) -> str:
    """Return what the first error on a row says; empty where there is none."""
    indicators = [other for other in rows if other["level1"] != EXECUTION]
    path = "funds" if row["level1"] == EXECUTION else f"indicators[{indicators.index(row)}]"
    errors = (finding for finding in findings if finding["severity"] == "error")
    return next((error["message"] for error in errors if error["path"].split(".")[0] == path), "")


def _project(rows: list[dict[str, str]], table: dict[str, Any]) -> dict[str, Any]:
    """Return a table as a project; a table of one flat list says which class its rows are."""
    funds: dict[str, Any] = {}
    indicators = []
    for row in rows:
        if row["level1"] == EXECUTION:
            budget, spent = (row[key].removesuffix("%") for key in ("target", "actual"))  # one prints the rate alone
            funds = {"total": {"initial": budget, "budget": budget, "spent": spent}}
        else:
            level1 = row["level1"] or table.get("level1", "")
            keys = ("level2", "name", "target", "actual", "weight")
            indicators.append({"level1": level1, **{key: row[key] for key in keys if row[key]}})
    return {"name": table["table"], "year": table["year"], "funds": funds, "indicators": indicators}


#: What tells a published score from the rule's: the first that fits. A sum that agrees proves no intent.
EXPLAINED: dict[str, Callable[[PublishedRow], bool]] = {
    "same": lambda row: row.difference == 0,
    "empty": lambda row: not row.texts["actual"],
    "none": lambda row: row.score is None,
    "rounded": lambda row: row.published == to_step(row.score or ZERO, WHOLE),
    "cut": lambda row: row.published == (row.score or ZERO) // WHOLE,
    "value": lambda row: row.published == row.weight * _share(row.texts["actual"]),
    "full": lambda row: row.published == row.weight,
    "more": lambda row: (row.difference or ZERO) > 0,
    "less": lambda row: (row.difference or ZERO) < 0,
}


def _share(text: str) -> Fraction:
    """Return a percentage as a part of one; −1, which no score agrees with, where it is none."""
    value = parse(text)
    return value.value if isinstance(value, Number) and value.unit.dimension == "%" else -WHOLE


def kind_of(row: PublishedRow) -> str:
    """Return which explanation fits, as a key of ``EXPLAINED``."""
    return next(kind for kind, fits in EXPLAINED.items() if fits(row))


def explain(row: PublishedRow, lang: Lang) -> str:
    """Return what tells the two scores apart, with the cause that the table states."""
    words, kind = WORDS[lang], kind_of(row)
    text = words[kind].format(why=row.why)
    if kind == "same":
        return text
    reason = row.texts["reason"]
    return text + (words["stated"].format(reason=reason) if reason else words["silent"])


def report(folder: Path, lang: Lang) -> Iterator[str]:
    """Return every row, how often each explanation fits, and the sums."""
    words, rows = WORDS[lang], list(published_rows(folder, lang))
    yield tabulate(
        [_cells(row, lang) for row in rows], words["columns"].split(), tablefmt="github", disable_numparse=True
    )
    kinds = Counter(map(kind_of, rows))
    yield "\n".join(f"{kinds[kind]:>4}  {words[kind].format(why='…')}" for kind in EXPLAINED if kinds[kind])
    differences = [row.difference for row in rows if row.difference is not None]
    above, below = (add_up(value for value in differences if value * sign > 0) for sign in (1, -1))
    unpublished = len(_rows(folder)) - len(rows)
    yield words["summary"].format(
        rows=len(rows), left=unpublished, above=format_exact(above), below=format_exact(-below)
    )


def _cells(row: PublishedRow, lang: Lang) -> list[str]:
    texts = [row.texts["table"], row.spec, *(row.texts[key] for key in ("name", "target", "actual", "weight"))]
    numbers = [
        format_exact(number) if number is not None else "—" for number in (row.score, row.published, row.difference)
    ]
    return [*texts, *numbers, explain(row, lang)]


def main(folder: str = str(TABLES), lang: str = "zh") -> None:
    """Print the report."""
    print("\n\n".join(report(Path(folder), "en" if lang == "en" else "zh")))


if __name__ == "__main__":
    main(*sys.argv[1:])
