"""Which mutants of a spec its cases notice: a case that no longer comes out, a loader or a check that refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from jixiao.findings import Codes, Finding, Severity, has_error
from jixiao.loading.decoding import read_file
from jixiao.loading.lock import nearest
from jixiao.loading.specs import read_spec, spec_of_data
from jixiao.loading.validation import finding_of
from jixiao.loading.yaml_composer import compose
from jixiao.model.fields import Model, Text
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.cases import Case, case_path, load_cases, run_case
from jixiao.spec_tools.mutation.mutants import Mutant, mutants
from jixiao.spec_tools.proof import prove

NAME = "EQUIVALENT.yaml"
Status = Literal["noticed", "refused", "equivalent", "unnoticed"]


class Equivalent(Model):
    """A mutant that scores every row as the spec does, and why."""

    mutant: Text
    why: Text


class Equivalents(Model):
    """What an EQUIVALENT.yaml holds: equivalent mutants by the id of their spec."""

    equivalent_mutants: Mapping[str, tuple[Equivalent, ...]]


class Fate(NamedTuple):
    """What became of a mutant: how it was noticed, and by which case, finding or reason."""

    mutant: str
    status: Status
    by: str


@dataclass(frozen=True)
class Hunt:
    """All mutants of one spec and their fates; no fates where the findings say why there could be none."""

    fates: tuple[Fate, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many mutants had each fate."""
        return Counter(fate.status for fate in self.fates)


Watch = Callable[[int], Callable[[], None]]


def _unwatched(_total: int) -> Callable[[], None]:
    return lambda: None


def hunt(path: Path, local: Path | None, watch: Watch = _unwatched) -> Hunt:
    """Put every mutant of a spec file to its cases. ``watch`` is told how many, and gives what to call after each."""
    found = read_spec(path, local)
    file = load_cases(case_path(path), local)
    findings = [*found.findings, *(() if found.spec is None else file.findings)]
    if found.spec is None or has_error(findings):
        return Hunt((), tuple(findings))
    cases = [case for case in file.cases if not case.expect.blank]
    failing = [case for case in cases if run_case(case, found.spec).status == "failed"]
    if failing or not cases:
        return Hunt((), (*findings, *_unfit(cases, failing)))
    reasons, more = _equivalents(path, found.spec.id)
    fates = tuple(_fates(path, found.spec, cases, local, watch))
    fates = tuple(_excused(fate, reasons) for fate in fates)
    return Hunt(fates, (*findings, *more, *_stale(fates, reasons)))


def _unfit(cases: list[Case], failing: list[Case]) -> Iterator[Finding]:
    if not cases:
        yield Finding(Codes.NO_CASES, "cases")
    for case in failing:
        yield Finding(Codes.CASE_FAILS_ALREADY, case.path, {"case": case.name}, case.place)


def _fates(path: Path, spec: IndicatorSpec, cases: list[Case], local: Path | None, watch: Watch) -> Iterator[Fate]:
    source, _ = read_file(path)
    root, _ = compose(source) if source is not None else (None, [])
    told = {finding.code for finding in prove(spec).findings}
    every = list(mutants(root))
    step = watch(len(every))
    for mutant in every:
        fate = _fate(mutant, spec, cases, local, told)
        if fate is not None:
            yield fate
        step()


def _excused(fate: Fate, reasons: dict[str, str]) -> Fate:
    known = fate.status == "unnoticed" and fate.mutant in reasons
    return Fate(fate.mutant, "equivalent", reasons[fate.mutant]) if known else fate


def _fate(
    mutant: Mutant, spec: IndicatorSpec, cases: Iterable[Case], local: Path | None, told: set[str]
) -> Fate | None:
    """One mutant's fate; ``None`` for one that is the spec itself. The cheapest way to notice it comes first."""
    changed, findings = spec_of_data(mutant.data, local)
    if changed is None:
        return Fate(mutant.name, "refused", _errors(findings, set()))
    if changed.sha256 == spec.sha256:
        return None
    for case in cases:
        if run_case(case, changed).status == "failed":
            return Fate(mutant.name, "noticed", case.name)
    refused = _errors(prove(changed).findings, told)
    return Fate(mutant.name, "refused" if refused else "unnoticed", refused)


def _errors(findings: Iterable[Finding], told: set[str]) -> str:
    return next((each.code for each in findings if each.severity is Severity.ERROR and each.code not in told), "")


def _equivalents(path: Path, spec_id: str) -> tuple[dict[str, str], list[Finding]]:
    """The mutants of a spec that no case can notice, and why, from the nearest EQUIVALENT.yaml."""
    file = nearest(path, NAME)
    source, findings = read_file(file) if file is not None else (None, [])
    if source is None:
        return {}, findings
    root, more = compose(source)
    findings += more
    try:
        listed = Equivalents.model_validate(root)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        return {}, [*findings, *(finding_of(problem, problem["loc"], root) for problem in problems)]
    return {entry.mutant: entry.why for entry in listed.equivalent_mutants.get(spec_id, ())}, findings


def _stale(fates: Iterable[Fate], reasons: dict[str, str]) -> Iterator[Finding]:
    """Entries that no mutant needs: it is gone, or a case notices it by now."""
    needed = {fate.mutant for fate in fates if fate.status == "equivalent"}
    for name in sorted(reasons.keys() - needed):
        yield Finding(Codes.EQUIVALENCE_NOT_NEEDED, "equivalent_mutants", {"mutant": name, "file": NAME})
