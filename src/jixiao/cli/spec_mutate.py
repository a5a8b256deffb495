"""``jixiao spec mutate``: whether the cases of a spec notice each small change of it."""

from __future__ import annotations

import json
from typing import Any

from jixiao.cli.console import print_findings
from jixiao.cli.options import Options
from jixiao.cli.progress import Progress
from jixiao.findings import Lang, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import escape
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_files import SpecFile
from jixiao.loading.specs import locate_spec
from jixiao.spec_tools.mutation.runner import MutationRun, try_mutants

SCHEMA = "jixiao.spec-mutants/1"
_TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "counts": "{mutants} 处改动：案例发现 {noticed}，拒绝读入 {refused}，等价 {equivalent}，没有发现 {unnoticed}",
        "unnoticed": "没有发现",
        "equivalent": "等价",
        "none": "无法进行",
    },
    "en": {
        "counts": "{mutants} mutants: {noticed} noticed by cases, {refused} refused by loader or check, "
        "{equivalent} equivalent, {unnoticed} unnoticed",
        "unnoticed": "unnoticed",
        "equivalent": "equivalent",
        "none": "cannot be done",
    },
}


def mutate_specs(names: list[str], options: Options) -> int:
    """Run the cases of specs, by default of all, against mutants; return the exit code, 1 where one goes unnoticed."""
    rows, has_failed = [], False
    for name in names or options.book.ids:
        file, findings = locate_spec(name, options.book)
        if file is None or file.path is None:
            print_findings(findings, options.lang)
            return 2
        mutants = _attempt(name, file, options.book)
        print_findings(mutants.findings, options.lang)
        has_failed = has_failed or has_error(mutants.findings) or bool(mutants.counts["unnoticed"])
        rows.append(_document(name, mutants))
        if options.format == "text":
            _print(name, mutants, options.lang)
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return int(has_failed)


def _attempt(name: str, file: SpecFile, book: SpecBook) -> MutationRun:
    """Return the mutants of a spec and what became of them; a bug of ours is a finding on the spec."""
    return attempt(
        name,
        lambda: try_mutants(file, book, lambda total: Progress(total).step),
        lambda finding: MutationRun((), (finding,)),
    )


def _counts(mutants: MutationRun) -> dict[str, int]:
    statuses = ("noticed", "refused", "equivalent", "unnoticed")
    return {"mutants": len(mutants.fates), **{status: mutants.counts[status] for status in statuses}}


def _print(name: str, mutants: MutationRun, lang: Lang) -> None:
    texts = _TEXTS[lang]
    summary = texts["counts"].format(**_counts(mutants)) if mutants.fates else texts["none"]
    print(f"{name}  {summary}")
    for status in ("equivalent", "unnoticed"):
        for fate in mutants.fates:
            if fate.status == status:
                why = f"  ({fate.by})" if fate.by else ""
                print(f"  {texts[status]}  {escape(fate.mutant)}{escape(why)}")


def _document(name: str, mutants: MutationRun) -> dict[str, Any]:
    fates = [{"mutant": fate.mutant, "status": fate.status, "by": fate.by} for fate in mutants.fates]
    return {"schema": SCHEMA, "spec": name, **_counts(mutants), "fates": fates}
