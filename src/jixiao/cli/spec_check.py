"""``jixiao spec check``: what is proven of a spec, what is wrong with it, and projects that show it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.options import Options
from jixiao.cli.result_files import exit_code
from jixiao.findings import Finding, Lang, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import render, summary
from jixiao.loading.lock import lock_findings
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_files import is_aside, is_path
from jixiao.loading.spec_reading import SpecLookup, resolved_data
from jixiao.loading.specs import locate_spec
from jixiao.loading.yaml_composer import place_of
from jixiao.result.findings import finding_document
from jixiao.spec_tools.cases.loading import is_case_file, load_cases
from jixiao.spec_tools.proof import Proof, prove
from jixiao.spec_tools.proof.certificate import WORDS, proven, sentences
from jixiao.spec_tools.proof.counterexamples import documents

_STEP = re.compile(r"\w+")


class Check(NamedTuple):
    """What is wrong with the spec of this name; the proof where it could be read, whose findings stand last."""

    name: str
    findings: tuple[Finding, ...]
    proof: Proof | None = None

    @property
    def exit_code(self) -> int:
        """Return 2 where there is no such spec, 1 where it has an error, else 0."""
        if SpecLookup(None, self.findings).is_missing:
            return 2
        return int(has_error(self.findings))

    @property
    def numbered(self) -> Iterator[tuple[int, Finding]]:
        """Return each finding with the number of its fault in the proof; those before it have negative numbers."""
        faults = len(self.proof.faults) if self.proof else 0
        return enumerate(self.findings, faults - len(self.findings))


def check_spec(name: str, book: SpecBook) -> Check:
    """Return the check of a spec, by id or path, with its proof; of a file of cases, the findings on it.

    The findings stand where the values stand that they are about.
    """
    file, missing = locate_spec(name, book)
    if file is None:
        return Check(name, tuple(missing))
    path = Path(file.name)
    if is_case_file(path):
        return Check(name, load_cases(path, book).findings)
    if is_aside(path):
        return Check(name, ())
    selection = book.read(file)
    if selection.spec is None:
        return Check(name, selection.findings)
    proof, root = prove(selection.spec), resolved_data(file, book)
    placed = (finding.at(place_of(root, _steps(finding.path))) for finding in proof.findings)
    return Check(name, (*selection.findings, *lock_findings(selection.spec, path), *placed), proof)


def _attempt(name: str, book: SpecBook) -> Check:
    """Return the check of a spec; a bug of ours is the only finding."""
    return attempt(name, lambda: check_spec(name, book), lambda finding: Check(name, (finding,)))


def _steps(path: str) -> tuple[str | int, ...]:
    """Return the keys and positions of a path as findings print it: rules[3].bands."""
    return tuple(int(step) if step.isdecimal() else step for step in _STEP.findall(path))


def check_specs(names: list[str], folder: Path | None, options: Options) -> int:
    """Check specs by id or path, print findings and proofs, write counterexamples; return the exit code."""
    lang, checks = options.lang, [_attempt(name, options.book) for name in names]
    files: list[Files] = [{} for _ in checks]
    if folder is not None:
        try:
            files = _write_counterexamples(checks, folder, lang)
        except OutputError as error:
            return exit_code(error, lang)
    pairs = list(zip(checks, files, strict=True))
    if options.format == "json":
        print(json.dumps([_document(*pair, lang) for pair in pairs], ensure_ascii=False, indent=1))
    else:
        for pair in pairs:
            print("\n".join(_lines(*pair, lang)))
    return max((check.exit_code for check in checks), default=0)


#: Names of files by the number of the fault that they show.
Files = dict[int, list[str]]


def _write_counterexamples(checks: list[Check], folder: Path, lang: Lang) -> list[Files]:
    """Write the counterexamples of all specs into a folder; return the files of each spec."""
    paths = [Path(check.name) for check in checks if is_path(check.name)]
    outputs = Outputs(f"{folder}/", paths, force=True)  # nobody fills these in
    return [_write(check, outputs, folder, lang) for check in checks]


def _write(check: Check, outputs: Outputs, folder: Path, lang: Lang) -> Files:
    files: Files = {}
    if check.proof is None:
        return files
    for number, fault in enumerate(check.proof.faults):
        if fault.example is None:
            continue
        stem = "-".join((check.proof.spec.id, fault.finding.code, *_slug(fault.finding)))
        comments = [f"{fault.finding.code} {fault.finding.message(lang)}"]
        for text in documents(fault.example, _spec_name(check, folder), comments):
            path = outputs.path_of(stem, "yaml")
            outputs.write([text], path)
            files.setdefault(number, []).append(str(path))
    return files


def _slug(finding: Finding) -> list[str]:
    name = re.sub(r"[^\w.]+", "-", str(finding.args.get("name", ""))).strip("-")
    return list(filter(None, [name]))


def _spec_name(check: Check, folder: Path) -> str:
    """Return how a counterexample names its spec: by id, or by a path from its own folder."""
    if not is_path(check.name):
        return check.name
    return Path(os.path.relpath(check.name, folder)).as_posix()


def _lines(check: Check, files: Files, lang: Lang) -> Iterator[str]:
    yield f"{check.name}: {summary(check.findings, lang)}"
    for number, finding in check.numbered:
        yield render(finding, lang)
        yield from (f"      → {path}" for path in files.get(number, ()))
    if check.proof is not None:
        yield WORDS[lang]["proven"]
        yield from (f"  - {sentence}" for sentence in sentences(proven(check.proof), lang))


def _document(check: Check, files: Files, lang: Lang) -> dict[str, Any]:
    rows = [
        {**finding_document(finding, lang), "counterexamples": files.get(number, [])}
        for number, finding in check.numbered
    ]
    document: dict[str, Any] = {"source": check.name, "spec": None, "findings": rows, "proven": None}
    if check.proof is not None:
        spec = check.proof.spec
        document["spec"] = {"id": spec.id, "version": spec.version, "sha256": spec.sha256}
        document["proven"] = proven(check.proof)
    return document
