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
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_files import SpecFile
from jixiao.loading.spec_reading import spec_of_data
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
class MutationRun:
    """All mutants of one spec and their fates; no fates where the findings say why there could be none."""

    fates: tuple[Fate, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Counter[str]:
        """Return how many mutants had each fate."""
        return Counter(fate.status for fate in self.fates)


Watch = Callable[[int], Callable[[], None]]


def _unwatched(_total: int) -> Callable[[], None]:
    return lambda: None


def try_mutants(file: SpecFile, book: SpecBook, watch: Watch = _unwatched) -> MutationRun:
    """Return what became of every mutant of a spec file, put to its cases.

    ``watch`` gets the number of mutants, and returns what is called after each.
    """
    path, reading = Path(file.name), book.read(file)
    spec, findings = reading.spec, [*reading.findings]
    if spec is None or has_error(findings):
        return MutationRun((), tuple(findings))
    case_file = load_cases(case_path(path), book)
    findings += case_file.findings
    if has_error(findings):
        return MutationRun((), tuple(findings))
    cases = [case for case in case_file.cases if not case.expect.blank]
    obstacles = list(_obstacles(cases, spec))
    if obstacles:
        return MutationRun((), (*findings, *obstacles))
    reasons, more = _equivalents(path, spec.id)
    fates = tuple(_excuse(fate, reasons) for fate in _fates(file, spec, cases, book, watch))
    return MutationRun(fates, (*findings, *more, *_stale(fates, reasons)))


def _obstacles(cases: list[Case], spec: IndicatorSpec) -> Iterator[Finding]:
    """Return why mutants cannot be tried: there is no case, or one that fails before any change."""
    if not cases:
        yield Finding(Codes.NO_CASES, "cases")
    for case in cases:
        if run_case(case, spec).status == "failed":
            yield Finding(Codes.CASE_FAILS_ALREADY, case.path, {"case": case.name}, case.place)


def _fates(file: SpecFile, spec: IndicatorSpec, cases: list[Case], book: SpecBook, watch: Watch) -> Iterator[Fate]:
    source, _ = file.read()
    if source is None:
        return
    root, _ = compose(source)
    codes = {finding.code for finding in prove(spec).findings}
    changes = list(mutants(root))
    step = watch(len(changes))
    for mutant in changes:
        fate = _fate(mutant, spec, cases, book, codes)
        if fate is not None:
            yield fate
        step()


def _excuse(fate: Fate, reasons: dict[str, str]) -> Fate:
    if fate.status == "unnoticed" and fate.mutant in reasons:
        return Fate(fate.mutant, "equivalent", reasons[fate.mutant])
    return fate


def _fate(mutant: Mutant, spec: IndicatorSpec, cases: Iterable[Case], book: SpecBook, codes: set[str]) -> Fate | None:
    """Return one mutant's fate; ``None`` for one that is the spec itself. The cheapest way to notice it comes first.

    ``codes`` are those that the spec's own proofs have without any change.
    """
    changed, findings = spec_of_data(mutant.data, book)
    if changed is None:
        return Fate(mutant.name, "refused", _first_error(findings, set()))
    if changed.sha256 == spec.sha256:
        return None
    for case in cases:
        if run_case(case, changed).status == "failed":
            return Fate(mutant.name, "noticed", case.name)
    error = _first_error(prove(changed).findings, codes)
    return Fate(mutant.name, "refused" if error else "unnoticed", error)


def _first_error(findings: Iterable[Finding], but: set[str]) -> str:
    errors = (finding.code for finding in findings if finding.severity is Severity.ERROR)
    return next((code for code in errors if code not in but), "")


def _equivalents(path: Path, spec_id: str) -> tuple[dict[str, str], list[Finding]]:
    """Return the mutants of a spec that no case can notice, and why, from the nearest EQUIVALENT.yaml."""
    file = nearest(path, NAME)
    if file is None:
        return {}, []
    source, findings = read_file(file)
    if source is None:
        return {}, findings
    root, composing = compose(source)
    findings += composing
    try:
        listed = Equivalents.model_validate(root)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        return {}, [*findings, *(finding_of(problem, problem["loc"], root) for problem in problems)]
    return {entry.mutant: entry.why for entry in listed.equivalent_mutants.get(spec_id, ())}, findings


def _stale(fates: Iterable[Fate], reasons: dict[str, str]) -> Iterator[Finding]:
    """Return the entries that no mutant needs: it is gone, or a case notices it by now."""
    needed = {fate.mutant for fate in fates if fate.status == "equivalent"}
    for name in sorted(reasons.keys() - needed):
        yield Finding(Codes.EQUIVALENCE_NOT_NEEDED, "equivalent_mutants", {"mutant": name, "file": NAME})
