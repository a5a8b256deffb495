"""Tables of projects beside the accounts: money, goals against reasons, counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from jixiao.accounts.mentions import Figure, Mention
from jixiao.accounts.names import names
from jixiao.accounts.progress import progress
from jixiao.accounts.quotes import quotes
from jixiao.accounts.unrounded import ends
from jixiao.exact import add_up, decimal_places, format_exact, format_percent
from jixiao.findings import Codes, Finding
from jixiao.model.papers import Paper, Papers
from jixiao.model.project import Funds, Project
from jixiao.model.spellings import spellings
from jixiao.model.typed_words import STAGE_NAMES, YUAN
from jixiao.quantity import unspaced

#: So many characters of a name must be shared for a line to be about a project.
_LEAST_NAME: Final = 4


class Money(NamedTuple):
    """What a table prints of its project's money, in the unit ``word``, and the step to which it is printed."""

    budget: Fraction
    spent: Fraction
    step: Fraction
    word: str

    @property
    def factor(self) -> Fraction:
        """Return the unit in yuan."""
        return YUAN[self.word]

    def is_near(self, amount: Fraction, value: Fraction) -> bool:
        """Whether an amount of the table may be a value, in yuan, rounded to the table's step."""
        return abs(value / self.factor - amount) <= self.step / 2


class Link(NamedTuple):
    """A project, its money, and the figure of the accounts that is about it."""

    project: Project
    money: Money
    figure: Figure


def money_of(project: Project) -> Money | None:
    """Return what a table prints of its money; ``None`` where a part is missing."""
    total, word = project.funds.total, project.funds.money_unit
    if total.budget is None or total.spent is None:
        return None
    step = Fraction(1, 10 ** max(decimal_places(total.budget) or 0, decimal_places(total.spent) or 0))
    return Money(total.budget, total.spent, step, word)


def links(figures: Sequence[Figure], projects: Sequence[Project]) -> list[Link]:
    """Return the projects that a line of the accounts with a budget is about.

    It names the project; or else it is the only line that spent, as rounded, what the table prints.
    """
    lines = [figure for figure in figures if "value" in figure.mentions and "budget" in figure.mentions]
    chosen = []
    for project in projects:
        money = money_of(project)
        if money is not None:
            matches = _by_name(lines, project) or _by_money(lines, money)
            if len({(_value(line, "value"), _value(line, "budget")) for line in matches}) == 1:
                chosen.append(Link(project, money, matches[-1]))
    return chosen


def _by_name(lines: Sequence[Figure], project: Project) -> list[Figure]:
    name = names().key(unspaced(project.name or ""))
    if len(name) < _LEAST_NAME:
        return []
    return [line for line in lines if name in names().key(line.subject)]


def _by_money(lines: Sequence[Figure], money: Money) -> list[Figure]:
    if not money.spent:
        return []
    return [line for line in lines if not _is_of_many(line) and money.is_near(money.spent, _value(line, "value"))]


def _is_of_many(line: Figure) -> bool:
    """Whether a line is of all projects, or of a source of their funds, and so of no single one."""
    return names().is_project_spending(line.subject) or names().outlay(line.subject) in spellings(Funds)


def _value(figure: Figure, role: str) -> Fraction:
    return figure.mentions[role].printed.value


def check_money(link: Link) -> Iterator[Finding]:
    """Return a table whose budget or spending the accounts print otherwise."""
    value, budget = link.figure.mentions["value"], link.figure.mentions["budget"]
    money = link.money
    if money.is_near(money.spent, value.printed.value) and money.is_near(money.budget, budget.printed.value):
        return
    printed = _rate(
        f"{format_exact(money.spent)}{money.word}",
        f"{format_exact(money.budget)}{money.word}",
        money.spent,
        money.budget,
    )
    reckoned = _rate(value.printed.text, budget.printed.text, value.printed.value, budget.printed.value)
    yield _finding(Codes.TABLE_MONEY_DIFFERS, value, printed, reckoned, project=link.project.name or "")


def _rate(spent_text: str, budget_text: str, spent: Fraction, budget: Fraction) -> str:
    """Return how an execution rate is reckoned; a budget of zero gives none."""
    if not budget:
        return f"{spent_text} ÷ {budget_text}"
    return f"{spent_text} ÷ {budget_text} = {format_percent(spent / budget)}"


def check_progress(link: Link) -> Iterator[Finding]:
    """Return the first thing that a table's goals call done and the accounts not, or the other way round."""
    reason = link.figure.reason
    if reason is None:
        return
    accounts = progress(reason.sentence.text)
    goals = progress("。".join(goal.achieved or "" for goal in link.project.goals))
    for topic in [topic for topic in goals if topic in accounts]:
        if accounts[topic].is_done != goals[topic].is_done:
            mention = Mention("reason", accounts[topic].words, reason)
            name = link.project.name or ""
            yield _finding(Codes.GOALS_AGAINST_ACCOUNTS, mention, goals[topic].words, mention.word, project=name)
            return


def check_count(figures: Sequence[Figure], projects: Sequence[Project]) -> Iterator[Finding]:
    """Return a number of self-evaluated projects that is not that of the tables."""
    for mention, reckoned in _other_counts(figures, "self_evaluated", len(projects)):
        yield _finding(Codes.SELF_EVALUATED_PROJECTS_DIFFER, mention, mention.printed.text, reckoned)


def _other_counts(figures: Sequence[Figure], role: str, count: int) -> Iterator[tuple[Mention, str]]:
    """Yield the mentions in a role that are not a count, each with the count in its unit."""
    for mention in (figure.mentions[role] for figure in figures if role in figure.mentions):
        if mention.printed.value != count:
            yield mention, f"{count}{mention.printed.unit.word}"


class Table(NamedTuple):
    """A project, and what its paper tells of it."""

    project: Project
    paper: Paper


def check_papers(figures: Sequence[Figure], papers: Papers[Table]) -> Iterator[Finding]:
    """Return numbers of projects with targets, or monitored, that are not those of the papers at hand."""
    counts = {("targeted", "target"): papers.targeted, ("monitored", "monitoring"): papers.monitored}
    for (role, stage), count in counts.items():
        if papers.has_stage(stage):
            args = {"stage": STAGE_NAMES[stage], "stage_en": stage}
            for mention, reckoned in _other_counts(figures, role, count):
                yield _finding(Codes.PAPERS_OF_STAGE_DIFFER, mention, mention.printed.text, reckoned, **args)


def check_sum(figures: Sequence[Figure], projects: Sequence[Project]) -> Iterator[Finding]:
    """Return tables that spent more than all projects of the accounts together."""
    lines = [figure for figure in figures if "value" in figure.mentions and names().is_project_spending(figure.subject)]
    amounts = [money for project in projects if (money := money_of(project)) is not None]
    if not lines or not amounts:
        return
    most = max(lines, key=lambda line: _value(line, "value")).mentions["value"]
    least = add_up((money.spent - money.step / 2) * money.factor for money in amounts)
    _, highest = ends(most.printed.unrounded)
    if least > highest.number:
        spent = add_up(money.spent * money.factor for money in amounts)
        yield _finding(Codes.TABLES_EXCEED_ACCOUNTS, most, most.printed.in_print(spent), most.printed.text)


def check_tables(figures: Sequence[Figure], projects: Sequence[Project]) -> Iterator[Finding]:
    """Return what the papers of projects say otherwise than the accounts; money is that of the end of the year."""
    papers = Papers([Table(project, Paper.of(project)) for project in projects])
    yield from check_papers(figures, papers)
    tables = [table.project for table in papers.evaluated]
    if not tables:
        return
    for link in links(figures, tables):
        yield from check_money(link)
        yield from check_progress(link)
    yield from check_count(figures, tables)
    yield from check_sum(figures, tables)


def _finding(code: str, mention: Mention, printed: str, reckoned: str, **more: str) -> Finding:
    args = {"where": mention.where, "quote": mention.sentence.text, "quotes": quotes([mention])}
    return Finding(code, args={**args, "printed": printed, "reckoned": reckoned, **more})
