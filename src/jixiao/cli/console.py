"""What commands print on standard error, how much of it there was, and the exit codes that go with it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from jixiao.cli.options import Options
from jixiao.extras import missing_extra
from jixiao.findings import Codes, Finding, Lang, Severity
from jixiao.findings.terminal import as_line, describe_counts, render
from jixiao.loading.specs import find_spec
from jixiao.model.spec import IndicatorSpec


class Messages(NamedTuple):
    """Findings in words, and how many there are of each severity. Workers send these instead of findings."""

    text: str
    counts: Counter[Severity]


def messages_of(findings: Iterable[Finding], lang: Lang) -> Messages:
    """Return findings in words: errors and warnings with their excerpt, notes in a line."""
    lines, counts = [], Counter[Severity]()
    for finding in findings:
        counts[finding.severity] += 1
        write = as_line if finding.severity is Severity.NOTE else render
        lines.append(f"{write(finding, lang)}\n")
    return Messages("".join(lines), counts)


def print_findings(findings: Iterable[Finding], lang: Lang) -> None:
    """Print findings on standard error."""
    sys.stderr.write(messages_of(findings, lang).text)


class Tally:
    """How many findings a run has printed; they are printed as they come, so that memory stays small."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.counts: Counter[Severity] = Counter()

    def print(self, messages: Messages) -> None:
        """Print messages on standard error, and count them."""
        sys.stderr.write(messages.text)
        self.counts += messages.counts

    def print_findings(self, findings: Iterable[Finding]) -> None:
        """Print findings on standard error, and count them."""
        self.print(messages_of(findings, self.lang))

    def close(self, *, strict: bool = False) -> int:
        """Print how many findings there were; return the exit code, 1 where one is an error or, strictly, a warning."""
        if self.counts:
            print(describe_counts(self.counts, self.lang), file=sys.stderr)
        return int(Severity.ERROR in self.counts or (strict and Severity.WARNING in self.counts))


def reject_usage(message: str) -> int:
    """Print why the command cannot be used so, and return the exit code of wrong usage."""
    print(message, file=sys.stderr)
    return 2


def reject_missing_extra(error: ImportError, extra: str, lang: Lang) -> int:
    """Print how the extra that an import lacks is installed, and return the exit code."""
    print_findings([Finding(Codes.BATCH_EXTRA_NEEDED, args=missing_extra(error.name, extra))], lang)
    return 2


def reject_missing_spec(options: Options) -> int | None:
    """Print that there is no such spec as was named, and return the exit code; ``None`` where work can begin.

    Of a spec that is there but broken, or has no edition that can be read, the findings stand with every input.
    """
    if options.spec is None:
        return None
    selection = find_spec(options.spec, options.day, options.book)
    if selection.spec is not None or not selection.is_missing:
        return None
    if options.day is None and options.book.by_year(options.spec):
        return None  # each project has a day of its own
    print_findings(selection.findings, options.lang)
    return 2


def spec_or_exit_code(name: str, options: Options) -> IndicatorSpec | int:
    """Return the spec of this name, and print its findings.

    Where there is none, return the exit code: 2 for a name that stands for no spec, 1 for a spec that is broken.
    """
    selection = find_spec(name, options.day, options.book)
    print_findings(selection.findings, options.lang)
    if selection.spec is not None:
        return selection.spec
    return 2 if selection.is_missing else 1
