"""``jixiao spec mutate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from jixiao.cli.progress import Progress
from jixiao.cli.score import tell
from jixiao.findings import Lang, has_error
from jixiao.findings.bugs import attempt
from jixiao.findings.terminal import escape
from jixiao.loading.specs import locate, spec_files
from jixiao.spec_tools.mutation.runner import MutationRun, try_mutants

SCHEMA = "jixiao.spec-mutants/1"
_WORDS: dict[Lang, dict[str, str]] = {
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


def mutate_specs(names: list[str], format: Literal["text", "json"], lang: Lang, local: Path | None) -> int:
    """Put the mutants of specs (by default of all) to their cases; 1 where one goes unnoticed."""
    rows, failed = [], False
    for name in names or [name for name, _ in sorted(spec_files(local))]:
        path, findings = locate(name, None, local)
        if path is None:
            tell(tuple(findings), lang)
            return 2
        found = _attempted(name, path, local)
        tell(found.findings, lang)
        failed = failed or has_error(found.findings) or bool(found.counts["unnoticed"])
        rows.append(_document(name, found))
        if format == "text":
            _print(name, found, lang)
    if format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    return int(failed)


def _attempted(name: str, path: Path, local: Path | None) -> MutationRun:
    """MutationRun the mutants of a spec; a bug of ours is a finding on it."""
    return attempt(
        name,
        lambda: try_mutants(path, local, lambda total: Progress(total).step),
        lambda finding: MutationRun((), (finding,)),
    )


def _counts(found: MutationRun) -> dict[str, int]:
    kinds = ("noticed", "refused", "equivalent", "unnoticed")
    return {"mutants": len(found.fates), **{kind: found.counts[kind] for kind in kinds}}


def _print(name: str, found: MutationRun, lang: Lang) -> None:
    words = _WORDS[lang]
    print(f"{name}  {words['counts'].format(**_counts(found)) if found.fates else words['none']}")
    for status in ("equivalent", "unnoticed"):
        for fate in found.fates:
            if fate.status == status:
                why = f"  ({fate.by})" if fate.by else ""
                print(f"  {words[status]}  {escape(fate.mutant)}{escape(why)}")


def _document(name: str, found: MutationRun) -> dict[str, Any]:
    fates = [{"mutant": fate.mutant, "status": fate.status, "by": fate.by} for fate in found.fates]
    return {"schema": SCHEMA, "spec": name, **_counts(found), "fates": fates}
