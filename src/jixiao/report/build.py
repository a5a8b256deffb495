"""From the lines of all projects to the report: paragraphs, tables and charts, as values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from jixiao.exact import ONE, add_up, format_exact, format_fixed, format_percent
from jixiao.explain import measure_name
from jixiao.findings import Lang
from jixiao.forms import Block, Cell
from jixiao.forms.cell_texts import number_text, percent_text
from jixiao.model.papers import Papers
from jixiao.report.labels import WORDS
from jixiao.report.lines import Earned, Line, Source
from jixiao.report.papers import Counts, counts_of

#: Reasons that the cover names for one project; rows of the list of costly indicators; names of projects without total.
MOST_REASONS, MOST_COSTLY, MOST_NAMED = 3, 20, 5
#: Bands of ten points in which execution rates are counted; the last holds all that is 100 % or more.
_LAST_BAND = 10
#: The widths of the columns of the list of projects, in the order of its headings.
_PROJECT_WIDTHS = (30, 24, 14, 14, 12, 9, 7, 44)


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


def report_of(lines: Iterable[Line], counts: Counts, lang: Lang = "zh") -> Report:
    """Return a report on the papers of projects, in their order; ``counts`` win over what the papers say."""
    papers, words = Papers(lines), WORDS[lang]
    projects = papers.evaluated
    years = papers.years
    title, of_year = words["title_years"], ""
    if len(years) == 1:
        title, of_year = (words[key].format(year=min(years)) for key in ("title", "of_year"))
    parts = [make(projects, lang) for make in (_projects, _grades, _rates, _classes, _reasons, _costly)]
    paragraphs = tuple(_paragraphs(papers, of_year, counts_of(papers, counts), lang))
    return Report(title, paragraphs, tuple(part for part in parts if part.block.rows))


# ---- the paragraphs that final accounts print


def _paragraphs(papers: Papers[Line], of_year: str, counts: Counts, lang: Lang) -> Iterator[str]:
    lines = papers.evaluated
    scored = [line for line in lines if line.total is not None]
    unscored = [line for line in lines if line.total is None]
    yield _opening(papers, of_year, counts, lang) + WORDS[lang]["evaluated"].format(count=len(scored))
    if scored:
        yield _results(scored, lang)
    yield from _money(lines, lang)
    if unscored:
        yield _unscored(unscored, lang)


def _opening(papers: Papers[Line], of_year: str, counts: Counts, lang: Lang) -> str:
    """Return what was done before and during the year: projects appraised, given targets, and monitored."""
    words = WORDS[lang]
    clauses = [words["opening"].format(year=of_year)]
    if counts.appraised is None:
        clauses.append(words["stage"])
    else:
        clauses.append(words["appraised"].format(count=counts.appraised))
    clauses.append(words["targeted"].format(count=papers.targeted))
    if counts.monitored is not None:
        clauses.append(words["monitored"].format(count=counts.monitored))
    return "".join(clauses)


def _results(lines: list[Line], lang: Lang) -> str:
    words, totals = WORDS[lang], [line.total for line in lines if line.total is not None]
    grades = [words["grade"].format(grade=name, count=count) for name, count in _count_grades(lines, lang) if count]
    return words["results"].format(
        mean=_mean(totals),
        most=format_exact(max(totals)),
        least=format_exact(min(totals)),
        grades=words["joined"].join(grades),
    )


def _mean(values: Sequence[Fraction]) -> str:
    """Return the mean to two decimals."""
    return format_fixed(add_up(values) / len(values), 2)


def _money(lines: list[Line], lang: Lang) -> Iterator[str]:
    amounts = [(line.budget, line.spent) for line in lines if line.budget is not None and line.spent is not None]
    budget, spent = add_up(budget for budget, _ in amounts), add_up(spent for _, spent in amounts)
    if budget > 0:
        total, sources = Source("", budget, spent), _sum_sources(lines)
        yield WORDS[lang]["money"].format(
            count=len(amounts), execution=_execution(total, lang), sources=_by_source(total, sources, lang)
        )


def _execution(source: Source, lang: Lang) -> str:
    """Return what was spent, and which part of the budget that is, where there was one."""
    form = "completed" if source.budget > 0 else "spent_alone"
    return WORDS[lang][form].format(
        spent=format_exact(source.spent),
        budget=format_exact(source.budget),
        rate=format_percent(source.spent / (source.budget or ONE)),
    )


def _sum_sources(lines: list[Line]) -> list[Source]:
    """Return what each source of the funds had and spent in all projects, in the order in which they come."""
    by_name: dict[str, list[Source]] = defaultdict(list)
    for line in lines:
        for source in line.sources:
            by_name[source.name].append(source)
    return [
        Source(name, add_up(one.budget for one in sources), add_up(one.spent for one in sources))
        for name, sources in by_name.items()
    ]


def _by_source(total: Source, sources: list[Source], lang: Lang) -> str:
    """Return the execution of each source, where all of them add up to the total; else no word of them."""
    words = WORDS[lang]
    sums = Source(total.name, add_up(one.budget for one in sources), add_up(one.spent for one in sources))
    if sums != total:
        return ""
    clauses = (words["source"].format(name=one.name, execution=_execution(one, lang)) for one in sources)
    return words["sources"] + words["source_end"].join(clauses)


def _unscored(lines: list[Line], lang: Lang) -> str:
    words = WORDS[lang]
    names = words["listed"].join(line.name for line in lines[:MOST_NAMED])
    if len(lines) > MOST_NAMED:
        names += words["and_more"]
    return words["unscored"].format(count=len(lines), names=names)


# ---- the tables


def _count_grades(lines: list[Line], lang: Lang) -> list[tuple[str, int]]:
    """Return how many scored projects have each grade, the best first; then how many have none, as their specs do."""
    scored = [line for line in lines if line.total is not None]
    scale = dict.fromkeys(name for line in scored for name in line.grades)
    counts = Counter(line.grade for line in scored)
    by_name = [(name, counts[name]) for name in scale]
    if counts[None]:
        by_name.append((WORDS[lang]["ungraded"], counts[None]))
    return by_name


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]], lang: Lang) -> Block:
    """Return a table of texts, each row beginning with a name; it is empty without rows."""
    body = tuple((Cell(row[0]), *(Cell(text, _kind(text)) for text in row[1:])) for row in rows)
    if not body:
        return Block("report", ())
    head = tuple(Cell(WORDS[lang][name], "head") for name in heads)
    return Block("report", (head, *body), 1)


def _kind(text: str) -> Literal["text", "number"]:
    return "number" if text[:1].isdecimal() else "text"


def _projects(lines: list[Line], lang: Lang) -> Part:
    heads = ("project", "unit", "budget", "spent", "rate", "total", "grade_head", "three")
    block = _table(heads, (_project(line, WORDS[lang]["none"]) for line in lines), lang)
    return Part(WORDS[lang]["projects"], block, _PROJECT_WIDTHS)


def _project(line: Line, none: str) -> tuple[str, ...]:
    losses = [f"{loss.name or loss.level1} −{format_exact(loss.points)}" for loss in line.losses[:MOST_REASONS]]
    return (
        line.name,
        line.unit,
        number_text(line.budget),
        number_text(line.spent),
        percent_text(line.rate),
        number_text(line.total) or none,
        line.grade or none,
        "；".join(losses),
    )


def _grades(lines: list[Line], lang: Lang) -> Part:
    words, counts = WORDS[lang], _count_grades(lines, lang)
    total = sum(count for _, count in counts)
    rows = [(name, str(count), format_percent(Fraction(count, total))) for name, count in counts if total]
    chart = _bars(((name, Fraction(count)) for name, count in counts), words["grade_head"], words["count"])
    return Part(words["grades"], _table(("grade_head", "count", "share"), rows, lang), (12, 10, 12), chart)


def _bars(values: Iterable[tuple[str, Fraction]], xlabel: str, ylabel: str) -> Chart:
    """Return a chart of bars, each a label and its value."""
    bars = list(values)
    return Chart("bars", xlabel, ylabel, tuple(label for label, _ in bars), (), tuple(value for _, value in bars))


def _rates(lines: list[Line], lang: Lang) -> Part:
    """Return execution rates and scores: the rates in bands of ten points, and every project as a point."""
    words = WORDS[lang]
    points = [(line.rate, line.total) for line in lines if line.rate is not None and line.total is not None]
    totals_by_band: dict[int, list[Fraction]] = defaultdict(list)
    for rate, total in points:
        totals_by_band[min(_LAST_BAND, rate * 100 // 10)].append(total)
    rows = [(_band(band), str(len(totals)), _mean(totals)) for band, totals in sorted(totals_by_band.items())]
    rates, totals = tuple(rate * 100 for rate, _ in points), tuple(total for _, total in points)
    chart = Chart("points", words["rate"] + " %", words["total"], (), rates, totals)
    return Part(words["against"], _table(("rate", "count", "total"), rows, lang), (14, 10, 10), chart)


def _band(band: int) -> str:
    return "≥100%" if band == _LAST_BAND else f"{band * 10}%–{band * 10 + 10}%"


def _classes(lines: list[Line], lang: Lang) -> Part:
    words, sums = WORDS[lang], _sum_classes(lines)
    rows = [
        (name, format_exact(score), format_exact(weight), format_percent(score / weight))
        for name, (score, weight) in sums.items()
    ]
    shares = ((name, score * 100 / weight) for name, (score, weight) in sums.items())
    chart = _bars(shares, words["class"], words["mean_share"] + " %")
    heads = ("class", "earned", "possible", "mean_share")
    return Part(words["classes"], _table(heads, rows, lang), (20, 12, 12, 12), chart)


def _sum_classes(lines: list[Line]) -> dict[str, Earned]:
    """Return what each class earned in all projects; a class without points is left out."""
    by_class: dict[str, list[Earned]] = defaultdict(list)
    for line in lines:
        for name, earned in line.classes.items():
            by_class[name].append(earned)
    sums = {
        name: Earned(add_up(one.score for one in earned), add_up(one.weight for one in earned))
        for name, earned in by_class.items()
    }
    return {name: earned for name, earned in sums.items() if earned.weight}


def _reasons(lines: list[Line], lang: Lang) -> Part:
    """Return the reasons by what measured the loss, the costliest first."""
    words = WORDS[lang]
    points: dict[str, Fraction] = defaultdict(Fraction)
    count: Counter[str] = Counter()
    for loss in (loss for line in lines for loss in line.losses):
        points[loss.code] += loss.points
        count[loss.code] += 1
    ranked, total = sorted(points.items(), key=lambda item: (-item[1], item[0])), add_up(points.values())
    rows = [
        (_reason(code, lang), str(count[code]), format_exact(lost), format_percent(lost / total))
        for code, lost in ranked
    ]
    chart = _bars(((_reason(code, lang), lost) for code, lost in ranked), words["reason"], words["points"])
    heads = ("reason", "rows", "points", "part")
    return Part(words["reasons"], _table(heads, rows, lang), (28, 10, 12, 12), chart)


def _reason(code: str, lang: Lang) -> str:
    """Return a reason in words: a measure and the form of its curve, or what took the points in its stead."""
    measure, dot, form = code.partition(".")
    if not dot:
        return WORDS[lang].get(code, code)
    return WORDS[lang][form].format(measure=measure_name(measure, lang))


def _costly(lines: list[Line], lang: Lang) -> Part:
    """Return the indicators that lost the most points."""
    losses = [(line.name, loss) for line in lines for loss in line.losses]
    losses.sort(key=lambda pair: -pair[1].points)
    rows = [
        (project, loss.level1, loss.name or loss.level1, format_exact(loss.points), _reason(loss.code, lang))
        for project, loss in losses[:MOST_COSTLY]
    ]
    heads = ("project", "class", "indicator", "points", "reason")
    return Part(WORDS[lang]["costly"], _table(heads, rows, lang), (30, 16, 30, 10, 28))
