"""``jixiao spec check``: what is proven of a spec, what is wrong with it, and projects that show it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.result_files import exit_code
from jixiao.findings import Finding, Lang, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import render, summary
from jixiao.loading.lock import lock_findings
from jixiao.loading.specs import find_spec, is_aside, is_missing, is_path, locate, resolved_data
from jixiao.loading.yaml_composer import place_of
from jixiao.result import finding_document
from jixiao.spec_tools.cases.loading import is_case_file, load_cases
from jixiao.spec_tools.proof import Proof, prove
from jixiao.spec_tools.proof.certificate import WORDS, proven, sentences
from jixiao.spec_tools.proof.counterexamples import documents

_STEP = re.compile(r"\w+")


class Checked(NamedTuple):
    """A spec that was asked for by ``name``: everything found, and the proof where it could be read."""

    name: str
    findings: tuple[Finding, ...]
    proof: Proof | None = None


def checked(name: str, local: Path | None) -> Checked:
    """Read a spec by id or path and prove it; findings stand where the value stands.

    Of a file of cases, what is wrong with it.
    """
    path, missing = locate(name, None, local)
    if path is None:
        return Checked(name, tuple(missing))
    if is_case_file(path):
        return Checked(name, load_cases(path, local).findings)
    if is_aside(path):
        return Checked(name, ())
    found = find_spec(str(path), None, local)
    if found.spec is None:
        return Checked(name, found.findings)
    proof, root = prove(found.spec), resolved_data(path, local)
    placed = (finding.at(place_of(root, _steps(finding.path))) for finding in proof.findings)
    return Checked(name, (*found.findings, *lock_findings(found.spec, path), *placed), proof)


def _attempted(name: str, local: Path | None) -> Checked:
    """Check a spec; a bug of ours is what was found."""
    return attempt(name, lambda: checked(name, local), lambda finding: Checked(name, (finding,)))


def _steps(path: str) -> tuple[str | int, ...]:
    """A path as findings print it, in steps: rules[3].bands."""
    return tuple(int(step) if step.isdecimal() else step for step in _STEP.findall(path))


def check_specs(
    names: list[str], format: Literal["text", "json"], lang: Lang, local: Path | None, folder: Path | None
) -> int:
    """Check specs by id or path, print what was found and proven, write counterexamples; the exit code."""
    every, documents_ = [_attempted(name, local) for name in names], []
    try:
        outputs = Outputs(f"{folder}/", map(Path, filter(is_path, names)), force=True)  # nobody fills these in
        files = [_written(found, outputs, folder, lang) if folder is not None else {} for found in every]
    except OutputError as error:
        return exit_code(error, lang)
    for found, written in zip(every, files, strict=True):
        if format == "json":
            documents_.append(_document(found, written, lang))
        else:
            print("\n".join(_lines(found, written, lang)))
    if format == "json":
        print(json.dumps(documents_, ensure_ascii=False, indent=1))
    if any(is_missing(found.findings) for found in every):
        return 2
    return int(any(has_error(found.findings) for found in every))


Files = dict[int, list[str]]


def _written(found: Checked, outputs: Outputs, folder: Path, lang: Lang) -> Files:
    """Write the counterexamples of a spec; the files by the number of the fault."""
    files: Files = {}
    if found.proof is None:
        return files
    for number, fault in enumerate(found.proof.faults):
        if fault.example is None:
            continue
        stem = "-".join((found.proof.spec.id, fault.finding.code, *_slug(fault.finding)))
        told = [f"{fault.finding.code} {fault.finding.message(lang)}"]
        for text in documents(fault.example, _spec_name(found, folder), told):
            path = outputs.path_of(stem, "yaml")
            outputs.write([text], path)
            files.setdefault(number, []).append(str(path))
    return files


def _slug(finding: Finding) -> list[str]:
    name = re.sub(r"[^\w.]+", "-", str(finding.args.get("name", ""))).strip("-")
    return [name] if name else []


def _spec_name(found: Checked, folder: Path) -> str:
    """How a counterexample names its spec: by id, or by the way from its own folder."""
    if not is_path(found.name):
        return found.name
    return Path(os.path.relpath(found.name, folder)).as_posix()


def _lines(found: Checked, written: Files, lang: Lang) -> Iterator[str]:
    yield f"{found.name}: {summary(found.findings, lang)}"
    own = len(found.findings) - (len(found.proof.faults) if found.proof else 0)
    for number, finding in enumerate(found.findings, -own):
        yield render(finding, lang)
        yield from (f"      → {path}" for path in written.get(number, ()))
    if found.proof is not None:
        yield WORDS[lang]["proven"]
        yield from (f"  - {sentence}" for sentence in sentences(proven(found.proof), lang))


def _document(found: Checked, written: Files, lang: Lang) -> dict[str, Any]:
    own = len(found.findings) - (len(found.proof.faults) if found.proof else 0)
    rows = [
        {**finding_document(finding, lang), "counterexamples": written.get(number, [])}
        for number, finding in enumerate(found.findings, -own)
    ]
    spec = found.proof.spec if found.proof else None
    return {
        "source": found.name,
        "spec": {"id": spec.id, "version": spec.version, "sha256": spec.sha256} if spec else None,
        "findings": rows,
        "proven": proven(found.proof) if found.proof else None,
    }
