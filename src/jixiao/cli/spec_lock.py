"""``jixiao spec lock``: hashes of specs written to LOCK.yaml."""

from __future__ import annotations

from jixiao.border.outputs import OutputError, Outputs
from jixiao.cli.console import print_findings
from jixiao.cli.options import Options
from jixiao.cli.result_files import exit_code
from jixiao.findings import Lang, has_error
from jixiao.loading.lock import NAME, update_lock
from jixiao.loading.package import package_specs

_NOTHING_NEW: dict[Lang, str] = {"zh": "{file}：没有新版本", "en": "{file}: no new version"}


def lock_specs(options: Options) -> int:
    """Add the versions that the folder's LOCK.yaml lacks; return the exit code, 1 where a published one changed."""
    folder = options.specs or package_specs()
    lock = update_lock(folder, options.book)
    print_findings(lock.findings, options.lang)
    if not lock.is_readable:
        return 1
    if lock.added:
        try:
            Outputs(str(folder / NAME), force=True).write([lock.text])  # with all that it held before
        except OutputError as error:
            return exit_code(error, options.lang)
    for version in lock.added:
        print(f"{NAME} ← {version}")
    if not lock.added:
        print(_NOTHING_NEW[options.lang].format(file=NAME))
    return int(has_error(lock.findings))
