"""``jixiao batch``."""

from __future__ import annotations

import re
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from jixiao.cli.scoring import tell, usage
from jixiao.finding import Finding, Lang, Severity, catalog
from jixiao.loading.specs import find_spec

if TYPE_CHECKING:
    from jixiao.batch.run import Report

_GAP = re.compile(r"\{[^}]*\}")
_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "rows": "{rows} 行，{projects} 个项目，用时 {seconds} 秒；其中 {core} 行由逐行核心计分",
        "code": "  {code} {severity}  {count} 次：{what}",
        "step": "{done}/{total} 行  {rate} 行/秒  还需 {left} 秒",
        "folder": "结果在 {place}",
        "error": "错误", "warning": "警告", "note": "提示",
    },
    "en": {
        "rows": "{rows} rows, {projects} projects, {seconds} s; {core} rows scored by the scalar core",
        "code": "  {code} {severity}  {count} times: {what}",
        "step": "{done}/{total} rows  {rate} rows/s  {left} s left",
        "folder": "results in {place}",
        "error": "error", "warning": "warning", "note": "note",
    },
}  # fmt: skip


def batch_files(
    paths: list[Path],
    spec: str,
    output: Path,
    reasons: Literal["text", "code", "none"],
    lang: Lang,
    local: Path | None,
    on: date | None,
    *,
    notes: bool,
    resume: bool,
) -> int:
    """Score tables into a folder; 1 where a row or a project has an error, 2 where nothing could be done."""
    found = find_spec(spec, on, local)
    if found.spec is None:
        tell(found.findings, lang)
        return 2
    try:
        from jixiao.batch.outputs import Folder
        from jixiao.batch.run import Wanted, run_batch
    except ImportError as error:
        tell([Finding("JX700", args={"package": error.name or "polars", "extra": "batch"})], lang)
        return 2
    folder, shown, start = Folder(output), _Progress(lang, sys.stderr), time.monotonic()
    try:
        report = run_batch(paths, folder, Wanted(found.spec, reasons, lang, notes), shown.step, resume=resume)
    except OSError as error:
        return usage(f"{output}: {error.strerror or error}")
    finally:
        shown.close()
    tell(report.findings, lang)
    if not report.ok:
        return 2
    _summary(report, time.monotonic() - start, lang)
    print(_WORDS[lang]["folder"].format(place=output), file=sys.stderr)
    return int(any(catalog()[code].severity is Severity.ERROR for code, count in report.counted.items() if count))


def _summary(report: Report, seconds: float, lang: Lang) -> None:
    words = _WORDS[lang]
    told = {"rows": report.rows, "projects": report.projects, "core": report.by_core, "seconds": f"{seconds:.1f}"}
    print(words["rows"].format(**told), file=sys.stderr)
    for code, count in sorted(report.counted.items()):
        if count:
            kind = catalog()[code]
            what = _GAP.sub("…", kind.zh if lang == "zh" else kind.en)
            print(
                words["code"].format(code=code, severity=words[kind.severity.value], count=count, what=what),
                file=sys.stderr,
            )


#: Nanoseconds.
SECOND = 10**9


class _Progress:
    """Rows done, their rate and the time left, on a terminal."""

    def __init__(self, lang: Lang, stream: TextIO) -> None:
        self.words, self.stream, self.begun, self.shown = _WORDS[lang]["step"], stream, time.monotonic_ns(), False

    def step(self, done: int, total: int) -> None:
        """So many rows are done."""
        if self.stream.isatty():
            taken = max(time.monotonic_ns() - self.begun, 1)
            left = taken * (total - done) // max(done, 1) // SECOND
            text = self.words.format(done=done, total=total, rate=done * SECOND // taken, left=left)
            print(f"\r{text}\x1b[K", end="", file=self.stream, flush=True)
            self.shown = True

    def close(self) -> None:
        """End the line."""
        if self.shown:
            print(file=self.stream)
