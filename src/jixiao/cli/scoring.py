"""``jixiao score`` and ``jixiao explain``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jixiao.cli.files import Progress, Targets, inputs, is_directory, is_folder, overwritten, write_whole
from jixiao.explain.steps import steps_of
from jixiao.explain.words import STEPS
from jixiao.finding import Finding, Lang, Severity
from jixiao.finding.show import as_line, counted, escape, render
from jixiao.loading.choosing import spec_of
from jixiao.loading.projects import load_project, project_from_bytes, unreadable
from jixiao.loading.specs import find_spec
from jixiao.model.project import Project
from jixiao.rendering import FORMATS, chunks
from jixiao.result import Result, result_of

ENDINGS = {"table": "txt", "markdown": "md"}


def usage(message: str) -> int:
    """A wrong use of the command, said on standard error."""
    print(message, file=sys.stderr)
    return 2


def unknown_spec(spec: str | None, local: Path | None, on: date | None, lang: Lang) -> int | None:
    """The exit code where the spec asked for is not to be had."""
    found = find_spec(spec, on, local) if spec is not None else None
    if found is None or found.spec is not None or (on is None and any(f.code == "JX502" for f in found.findings)):
        return None
    if any(finding.code not in ("JX501", "JX502", "JX102", "JX103") for finding in found.findings):
        return None  # it is there, but broken: every input says so
    tell(found.findings, lang)
    return 2


def tell(findings: tuple[Finding, ...], lang: Lang) -> None:
    """Findings on standard error: errors and warnings with their excerpt, notes in a line."""
    for finding in findings:
        note = finding.severity is Severity.NOTE
        print(as_line(finding, lang) if note else render(finding, lang), file=sys.stderr)


def read(path: Path) -> Project:
    """The project of one input, ``-`` being standard input."""
    if str(path) != "-" and is_directory(path):
        return unreadable([Finding("JX114", args={"name": str(path)})])
    if str(path) == "-":
        return project_from_bytes("<stdin>", sys.stdin.buffer.read(_most()))
    return load_project(path)


def _most() -> int:
    from jixiao.loading.text import MOST_BYTES

    return MOST_BYTES + 1


def results(
    paths: list[Path], spec: str | None, lang: Lang, local: Path | None, on: date | None
) -> Iterator[tuple[Path, Result]]:
    """The result of every input, in order, with its place in a mirrored tree."""
    trees = [(path, list(inputs([path]))) for path in paths]
    progress = Progress(sum(len(files) for _, files in trees))
    named = {str(path) for path in paths}
    for path, files in trees:
        empty = True
        for file, mirrored in files:
            project = read(file)
            if str(file) in named or not project.is_other:
                found, empty = spec_of(project, spec, on, local, file), False
                yield mirrored, result_of(project, found.spec, found.findings, str(file), lang)
            progress.step()
        if empty:
            yield Path(path.name), result_of(read(path), None, (), str(path), lang)


def score_paths(
    paths: list[Path],
    spec: str | None,
    format: str,
    output: str | None,
    lang: Lang,
    local: Path | None,
    on: date | None,
) -> int:
    """Score all inputs and write their results; the exit code."""
    if format not in FORMATS:
        return usage(f"--format: {' | '.join(FORMATS)}")
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    if output is not None and (input_ := overwritten(output, paths)):
        return usage(f"-o {output}: {input_} 是输入文件" if lang == "zh" else f"-o {output}: {input_} is an input")
    run = _Run(lang)
    scored = results(paths, spec, lang, local, on)
    try:
        if output is not None and is_folder(output):
            targets = Targets(output, ENDINGS.get(format, format), [file for file, _ in inputs(paths)])
            for mirrored, result in scored:
                write_whole(targets.place(mirrored), chunks(run.seen([result]), format, lang))
        elif output is not None:
            write_whole(Path(output), chunks(run.seen(result for _, result in scored), format, lang))
        else:
            for piece in chunks(run.seen(result for _, result in scored), format, lang):
                sys.stdout.write(piece)
                sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return usage(f"{output or 'stdout'}: {error.strerror}")
    return run.close()


class _Run:
    """How much a run has found so far; the findings themselves go as they are told, so that memory stays small."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.counts: Counter[Severity] = Counter()

    def seen(self, results: object) -> Iterator[Result]:
        """Pass results on, telling their findings."""
        for result in results:  # type: ignore[attr-defined]
            yield result
            tell(result.findings, self.lang)
            self.counts.update(finding.severity for finding in result.findings)

    def close(self) -> int:
        """The summary line, and the exit code."""
        if self.counts:
            print(counted(self.counts, self.lang), file=sys.stderr)
        return int(Severity.ERROR in self.counts)


def explain_path(
    path: Path, indicator: str | None, spec: str | None, lang: Lang, local: Path | None, on: date | None
) -> int:
    """Print how each score of one project came about."""
    refused = unknown_spec(spec, local, on, lang)
    if refused is not None:
        return refused
    run = _Run(lang)
    for _, result in results([path], spec, lang, local, on):
        for shown in run.seen([result]):
            lines = list(_explained(shown, indicator, lang))
            if len(lines) == 1 and indicator is not None:
                return usage(f"--indicator: {indicator}？" if lang == "zh" else f"no indicator: {indicator}")
            sys.stdout.writelines(lines)
    return run.close()


def _explained(result: Result, indicator: str | None, lang: Lang) -> Iterator[str]:
    if result.scored is None or result.spec is None:
        return
    words = STEPS[lang]
    spec = f"{result.spec.id}@{result.spec.version}"
    yield (
        words["whole"].format(name=result.project.name, total=result.total or "—", grade=result.grade or "—", spec=spec)
        + "\n"
    )
    for row in result.scored.all_rows:
        name = words["execution"] if row.facts.index < 0 else row.facts.indicator.name or ""
        if indicator is None or indicator in name:
            yield f"\n{escape(name)}\n"
            yield from (
                f"  {number}. {escape(step)}\n" for number, step in enumerate(steps_of(row, result.spec, lang), 1)
            )
