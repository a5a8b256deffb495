"""From the lines of all projects to the report: paragraphs, tables and charts, as values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.exact import ZERO, add_up, fixed, percent, plain
from jixiao.explain import measure_name
from jixiao.findings import Lang
from jixiao.forms import Block, Cell
from jixiao.report.labels import WORDS
from jixiao.report.lines import Line

#: Reasons that the cover names for one project; rows of the list of costly indicators; names of projects without total.
MOST_REASONS, MOST_COSTLY, MOST_NAMED = 3, 20, 5


class Chart(NamedTuple):
    """A chart: ``bars`` of labelled values, or ``points`` of x and y. Axes are in percent or points, as labelled."""

    kind: Literal["bars", "points"]
    xlabel: str
    ylabel: str
    labels: tuple[str, ...]
    xs: tuple[Fraction, ...]
    ys: tuple[Fraction, ...]


class Part(NamedTuple):
    """A table under a heading, the widths of its columns in half-width characters, and its chart, if it has one."""

    heading: str
    block: Block
    columns: tuple[int, ...]
    chart: Chart | None = None


class Report(NamedTuple):
    """A report on several projects."""

    title: str
    paragraphs: tuple[str, ...]
    parts: tuple[Part, ...]


class Counts(NamedTuple):
    """What project files do not say: how many projects were appraised beforehand and monitored; ``None`` is unsaid."""

    appraised: int | None = None
    monitored: int | None = None


def report_of(lines: Iterable[Line], counts: Counts, lang: Lang = "zh") -> Report:
    """A report on projects, in their order."""
    found, words = list(lines), WORDS[lang]
    years = sorted({line.year for line in found if line.year is not None})
    title = words["title"].format(year=years[0]) if len(years) == 1 else words["title_years"]
    parts = [make(found, lang) for make in (_projects, _grades, _against, _classes, _reasons, _costly)]
    return Report(
        title, tuple(_paragraphs(found, years, counts, lang)), tuple(part for part in parts if part.block.rows)
    )


# ---- the paragraphs that final accounts print


def _paragraphs(lines: list[Line], years: list[int], counts: Counts, lang: Lang) -> Iterator[str]:
    words = WORDS[lang]
    scored = [line for line in lines if line.total is not None]
    year = words["of_year"].format(year=years[0]) if len(years) == 1 else ""
    told = words["opening"].format(year=year)
    told += words["stage"] if counts.appraised is None else words["appraised"].format(count=counts.appraised)
    told += words["targeted"].format(count=sum(line.targeted for line in lines))
    told += "" if counts.monitored is None else words["monitored"].format(count=counts.monitored)
    yield told + words["evaluated"].format(count=len(scored))
    if scored:
        yield _results(scored, lang)
    yield from _money(lines, lang)
    if len(scored) < len(lines):
        yield _unscored([line for line in lines if line.total is None], lang)


def _results(scored: list[Line], lang: Lang) -> str:
    words, totals = WORDS[lang], [line.total or ZERO for line in scored]
    told = [words["grade"].format(grade=name, count=count) for name, count in _graded(scored, lang) if count]
    mean = fixed(add_up(totals) / len(totals), 2)
    return words["results"].format(
        mean=mean, most=plain(max(totals)), least=plain(min(totals)), grades=words["joined"].join(told)
    )


def _money(lines: list[Line], lang: Lang) -> Iterator[str]:
    known = [line for line in lines if line.budget is not None and line.spent is not None]
    budget, spent = (add_up(getattr(line, key) for line in known) for key in ("budget", "spent"))
    if budget > 0:
        yield WORDS[lang]["money"].format(
            count=len(known), budget=plain(budget), spent=plain(spent), rate=percent(spent / budget)
        )


def _unscored(lines: list[Line], lang: Lang) -> str:
    words = WORDS[lang]
    names = words["listed"].join(line.name for line in lines[:MOST_NAMED])
    more = words["and_more"] if len(lines) > MOST_NAMED else ""
    return words["unscored"].format(count=len(lines), names=names + more)


# ---- the tables


def _scale(lines: list[Line]) -> list[str]:
    """All grades of the projects' specs, the best first."""
    return list(dict.fromkeys(name for line in lines for name in line.grades))


def _graded(lines: list[Line], lang: Lang) -> list[tuple[str, int]]:
    """How many scored projects have each grade, the best first; then how many have none, as their spec gives none."""
    scored = [line for line in lines if line.total is not None]
    found, without = Counter(line.grade for line in scored), WORDS[lang]["ungraded"]
    every = [(name, found[name]) for name in _scale(scored)]
    return [*every, (without, found[None])] if found[None] else every


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]], words: dict[str, str]) -> Block:
    head = tuple(Cell(words[name], "head") for name in heads)
    body = tuple((Cell(first), *(Cell(text, _kind(text)) for text in rest)) for first, *rest in rows)
    return Block("report", (head, *body), 1) if body else Block("report", ())


def _kind(text: str) -> Literal["text", "number"]:
    return "number" if text[:1].isdecimal() else "text"


def _projects(lines: list[Line], lang: Lang) -> Part:
    words = WORDS[lang]
    heads = ("project", "unit", "budget", "spent", "rate", "total", "grade_head", "three")
    block = _table(heads, (_project(line, words) for line in lines), words)
    return Part(words["projects"], block, (30, 24, 14, 14, 12, 9, 7, 44))


def _project(line: Line, words: dict[str, str]) -> tuple[str, ...]:
    amounts = (_amount(line.budget), _amount(line.spent), "" if line.rate is None else percent(line.rate))
    reasons = "；".join(f"{loss.name or loss.level1} −{plain(loss.points)}" for loss in line.losses[:MOST_REASONS])
    return (line.name, line.unit, *amounts, _amount(line.total) or words["none"], line.grade or words["none"], reasons)


def _amount(value: Fraction | None) -> str:
    return "" if value is None else plain(value)


def _grades(lines: list[Line], lang: Lang) -> Part:
    words, found = WORDS[lang], _graded(lines, lang)
    total = sum(count for _, count in found)
    rows = [(name, str(count), percent(Fraction(count, total))) for name, count in found] if total else []
    chart = _bars(
        (name for name, _ in found), (Fraction(count) for _, count in found), words["grade_head"], words["count"]
    )
    return Part(words["grades"], _table(("grade_head", "count", "share"), rows, words), (12, 10, 12), chart)


def _bars(labels: Iterable[str], values: Iterable[Fraction], xlabel: str, ylabel: str) -> Chart:
    return Chart("bars", xlabel, ylabel, tuple(labels), (), tuple(values))


def _against(lines: list[Line], lang: Lang) -> Part:
    """Execution rates and scores: the rates in ten-point bands, and every project as a point."""
    words = WORDS[lang]
    both = [line for line in lines if line.rate is not None and line.total is not None]
    bands: dict[int, list[Fraction]] = defaultdict(list)
    for line in both:
        bands[min(10, (line.rate or ZERO) * 100 // 10)].append(line.total or ZERO)
    rows = [(_band(at), str(len(found)), fixed(add_up(found) / len(found), 2)) for at, found in sorted(bands.items())]
    xs, ys = ([line.rate or ZERO for line in both], [line.total or ZERO for line in both])
    points = Chart("points", words["rate"] + " %", words["total"], (), tuple(x * 100 for x in xs), tuple(ys))
    return Part(words["against"], _table(("rate", "count", "total"), rows, words), (14, 10, 10), points)


def _band(at: int) -> str:
    return "≥100%" if at == 10 else f"{at * 10}%–{at * 10 + 10}%"  # noqa: PLR2004  # ten bands of ten points


def _classes(lines: list[Line], lang: Lang) -> Part:
    words = WORDS[lang]
    names = list(dict.fromkeys(name for line in lines for name in line.classes))
    sums = []
    for name in names:
        of_class = [line.classes[name] for line in lines if name in line.classes]
        score, weight = add_up(found.score for found in of_class), add_up(found.weight for found in of_class)
        if weight:
            sums.append((name, score, weight))
    rows = [(name, plain(score), plain(weight), percent(score / weight)) for name, score, weight in sums]
    chart = _bars(
        (name for name, _, _ in sums), (s * 100 / w for _, s, w in sums), words["class"], words["mean_share"] + " %"
    )
    return Part(
        words["classes"], _table(("class", "earned", "possible", "mean_share"), rows, words), (20, 12, 12, 12), chart
    )


def _reasons(lines: list[Line], lang: Lang) -> Part:
    """Reasons by what measured the loss, the costliest first."""
    words = WORDS[lang]
    points: dict[str, Fraction] = defaultdict(Fraction)
    count: Counter[str] = Counter()
    for loss in (loss for line in lines for loss in line.losses):
        points[loss.code] += loss.points
        count[loss.code] += 1
    ranked, whole = sorted(points.items(), key=lambda item: (-item[1], item[0])), add_up(points.values())
    rows = [(_reason(code, lang), str(count[code]), plain(lost), percent(lost / whole)) for code, lost in ranked]
    chart = _bars(
        (_reason(code, lang) for code, _ in ranked), (lost for _, lost in ranked), words["reason"], words["points"]
    )
    return Part(words["reasons"], _table(("reason", "rows", "points", "part"), rows, words), (28, 10, 12, 12), chart)


def _reason(code: str, lang: Lang) -> str:
    measure, dot, form = code.partition(".")
    words = WORDS[lang]
    return words[form].format(measure=measure_name(measure, lang)) if dot else words.get(code, code)


def _costly(lines: list[Line], lang: Lang) -> Part:
    words = WORDS[lang]
    every = [(loss.points, line.name, loss) for line in lines for loss in line.losses]
    every.sort(key=lambda found: -found[0])
    rows = [
        (name, loss.level1, loss.name or loss.level1, plain(points), _reason(loss.code, lang))
        for points, name, loss in every[:MOST_COSTLY]
    ]
    heads = ("project", "class", "indicator", "points", "reason")
    return Part(words["costly"], _table(heads, rows, words), (30, 16, 30, 10, 28))


__all__ = ["Chart", "Counts", "Part", "Report", "report_of"]
