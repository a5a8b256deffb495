"""``jixiao spec lock``."""

from __future__ import annotations

from pathlib import Path

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.result_files import exit_code
from jixiao.cli.score import tell
from jixiao.findings import Codes, Lang, has_error
from jixiao.loading.lock import NAME, locked
from jixiao.loading.specs import package_specs


def lock_specs(lang: Lang, local: Path | None) -> int:
    """Add the versions that the folder's LOCK.yaml lacks; the exit code says whether a published one changed."""
    folder = local or package_specs()
    found = locked(folder, local)
    tell(found.findings, lang)
    if any(finding.code == Codes.UNREADABLE_LOCK for finding in found.findings):
        return 1
    if found.added:
        try:
            Outputs(str(folder / NAME), force=True).write([found.text])  # what was there stands in it
        except OutputError as error:
            return exit_code(error, lang)
    for version in found.added:
        print(f"{NAME} ← {version}")
    if not found.added:
        print(f"{NAME}：没有新版本" if lang == "zh" else f"{NAME}: no new version")
    return int(has_error(found.findings))
