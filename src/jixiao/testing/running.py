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
    """A law that a spec breaks, and the smallest project found that shows it."""

    law: Law
    told: dict[Lang, str]
    project: Data


def check_laws(
    spec: IndicatorSpec,
    examples: int = 2000,
    *,
    laws: Sequence[Law] = LAWS,
    score: Scorer = scored,
    step: Callable[[], None] = lambda: None,
) -> list[Broken]:
    """Hold every law against ``examples`` projects of a spec; ``step`` is called after each.

    The projects are sound, at the spec's boundaries, and broken, by turns.
    """
    first: dict[int, BrokenLawError] = {}
    drawn = st.one_of(projects(spec), boundary_projects(spec), broken_projects(spec))

    @seed(SEED)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn)
    def run(of: dict[str, Any]) -> None:
        trial = Trial(spec, of, score)
        for law in laws:
            if law.number not in first and (found := _broken(law, trial)):
                first[law.number] = found
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
    """The law broken by as small a project as can be made of the first that broke it."""

    def shows(of: Data) -> bool:
        return _broken(law, Trial(spec, of, score)) is not None

    error = first
    if shows(first.project):
        error = _broken(law, Trial(spec, smallest(first.project, shows), score)) or first
    return Broken(law, error.told, error.project)


def as_yaml(broken: Broken, spec: str, lang: Lang = "zh") -> str:
    """The project that breaks a law as a project file, what it shows above it.

    ``spec`` is how the file is to name its spec.
    """
    told = [broken.law.zh if lang == "zh" else broken.law.statement, broken.told[lang]]
    head = "".join(f"# {line}\n" for line in told)
    whole = {"spec": spec, **broken.project}
    return head + "".join(f"{key}:{_block(value, '')}\n" for key, value in whole.items())


def _block(value: Any, indent: str) -> str:
    """A value after its key: a map or a scalar in one line, a list with a line for each item."""
    if isinstance(value, list) and value:
        return "".join(f"\n{indent}  - {json.dumps(item, ensure_ascii=False)}" for item in value)
    return f" {json.dumps(value, ensure_ascii=False)}"


__all__ = ["Broken", "as_yaml", "check_laws"]
