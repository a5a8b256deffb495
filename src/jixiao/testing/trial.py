"""One project under one spec, held against a law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from jixiao.exact import format_exact
from jixiao.findings import Lang
from jixiao.loading.projects import load_project
from jixiao.model.spec import IndicatorSpec
from jixiao.result import Result, result_of
from jixiao.scoring import RowScore, Scored

#: A project file's content.
Data = Mapping[str, Any]
Scorer = Callable[[Data, IndicatorSpec], Result]


def scored(of: Data, spec: IndicatorSpec) -> Result:
    """Return a project's data, scored the normal way."""
    return result_of(load_project(of), spec)


class BrokenLawError(AssertionError):
    """A law that does not hold. ``project`` shows it; ``messages`` say what is wrong, in both languages."""

    def __init__(self, zh: str, en: str, project: Data) -> None:
        super().__init__(en)
        self.messages: dict[Lang, str] = {"zh": zh, "en": en}
        self.project = project

    @property
    def told(self) -> dict[Lang, str]:
        """Return the messages, under the name that they had before."""
        return self.messages


class Trial:
    """One project under one spec, scored once for all laws."""

    def __init__(self, spec: IndicatorSpec, of: Data, score: Scorer = scored) -> None:
        self.spec, self.of, self._score = spec, of, score

    @cached_property
    def result(self) -> Result:
        """Return the result of the project as it stands."""
        return self._score(self.of, self.spec)

    @property
    def scored(self) -> Scored | None:
        """Return its scores; ``None`` where nothing could be read."""
        return self.result.scored

    @cached_property
    def rows(self) -> tuple[RowScore, ...]:
        """Return its rows that have a score, the execution row first."""
        if self.scored is None:
            return ()
        return tuple(row for row in self.scored.all_rows if row.score is not None)

    def again(self, of: Data, spec: IndicatorSpec | None = None) -> Scored:
        """Return the scores of another project, or under another spec.

        Raises:
            BrokenLawError: there are none.
        """
        again = self._score(of, spec or self.spec).scored
        if again is None:
            raise self.broken("没有得出任何结果", "nothing was scored", "", of)
        return again

    def broken(self, zh: str, en: str, facts: str, of: Data | None = None) -> BrokenLawError:
        """Return what is wrong, in both languages, with the facts that show it."""
        if facts:
            zh, en = f"{zh}：{facts}", f"{en}: {facts}"
        return BrokenLawError(zh, en, self.of if of is None else of)


@dataclass(frozen=True)
class Law:
    """A law with its number in the list of laws, its name and its words; call it with a spec and a project's data."""

    number: int
    zh: str
    check: Callable[[Trial], None]

    @property
    def name(self) -> str:
        """Return the name of the check."""
        return self.check.__name__

    @property
    def statement(self) -> str:
        """Return the law in words: the docstring of its check."""
        return " ".join((self.check.__doc__ or "").split())

    def __call__(self, spec: IndicatorSpec, of: Data, score: Scorer = scored) -> None:
        """Hold the law against one project.

        Raises:
            BrokenLawError: it does not hold.
        """
        self.check(Trial(spec, of, score))


def named(row: RowScore) -> str:
    """Return a row's name, for messages."""
    if row.facts.index < 0:
        return "预算执行率"
    return row.facts.indicator.name or f"[{row.facts.index}]"


def shown(*values: Fraction | None) -> Iterator[str]:
    """Return exact values, for messages."""
    return ("—" if value is None else format_exact(value) for value in values)


__all__ = ["BrokenLawError", "Data", "Law", "Scorer", "Trial", "named", "scored", "shown"]
