"""Holding laws against a spec with many projects, and saving the smallest one that breaks a law."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from jixiao.findings import Lang
from jixiao.model.spec import IndicatorSpec
from jixiao.testing.laws import LAWS
from jixiao.testing.projects import boundary_projects, broken_projects, projects
from jixiao.testing.smaller import smallest
from jixiao.testing.trial import BrokenLawError, Data, Law, Scorer, Trial, scored

#: Every run draws the same projects, so that a failure comes back.
SEED = 0


@dataclass(frozen=True)
class Broken:
    """A law that a spec breaks, what is wrong in both languages, and the smallest project that shows it."""

    law: Law
    messages: dict[Lang, str]
    project: Data

    @property
    def told(self) -> dict[Lang, str]:
        """Return the messages, under the name that they had before."""
        return self.messages


def check_laws(
    spec: IndicatorSpec,
    examples: int = 2000,
    *,
    laws: Sequence[Law] = LAWS,
    score: Scorer = scored,
    step: Callable[[], None] = lambda: None,
) -> list[Broken]:
    """Return the laws that a spec breaks on ``examples`` projects; ``step`` is called after each.

    The projects are sound, at the spec's boundaries, and broken, by turns.
    """
    first: dict[int, BrokenLawError] = {}
    any_project = st.one_of(projects(spec), boundary_projects(spec), broken_projects(spec))

    @seed(SEED)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(any_project)
    def run(of: dict[str, Any]) -> None:
        trial = Trial(spec, of, score)
        for law in laws:
            if law.number not in first and (error := _broken(law, trial)):
                first[law.number] = error
        step()

    run()
    return [_smallest(law, first[law.number], spec, score) for law in laws if law.number in first]


def _broken(law: Law, trial: Trial) -> BrokenLawError | None:
    try:
        law.check(trial)
    except BrokenLawError as error:
        return error
    except Exception as error:  # noqa: BLE001  # scoring never raises for what a user typed: that too breaks a law
        return trial.broken("计分时出错", "scoring failed", f"{type(error).__name__}: {error}")
    return None


def _smallest(law: Law, first: BrokenLawError, spec: IndicatorSpec, score: Scorer) -> Broken:
    """Return the law broken by as small a project as can be made of the first that broke it."""

    def shows(of: Data) -> bool:
        return _broken(law, Trial(spec, of, score)) is not None

    error = first
    if shows(first.project):
        error = _broken(law, Trial(spec, smallest(first.project, shows), score)) or first
    return Broken(law, error.messages, error.project)


def as_yaml(broken: Broken, spec: str, lang: Lang = "zh") -> str:
    """Return the project that breaks a law as a project file, what it shows above it.

    ``spec`` is how the file is to name its spec.
    """
    law = {"zh": broken.law.zh, "en": broken.law.statement}[lang]
    head = f"# {law}\n# {broken.messages[lang]}\n"
    keys = {"spec": spec, **broken.project}
    return head + "".join(f"{key}:{_block(value)}\n" for key, value in keys.items())


def _block(value: Any) -> str:
    """Return a value after its key: a map or a scalar in one line, a list with a line for each item."""
    if isinstance(value, list) and value:
        return "".join(f"\n  - {json.dumps(item, ensure_ascii=False)}" for item in value)
    return f" {json.dumps(value, ensure_ascii=False)}"


__all__ = ["Broken", "as_yaml", "check_laws"]
