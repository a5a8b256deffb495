"""Project files that a command writes: into a folder, into one file, or to standard output."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.border.outputs import Outputs, RefusedError
from jixiao.cli.console import Tally, reject_usage
from jixiao.findings import Lang

_SEVERAL: dict[Lang, str] = {
    "zh": "-o {output}: 有 {count} 张表，请给一个文件夹",
    "en": "-o {output}: {count} forms, name a folder",
}


class ProjectFile(NamedTuple):
    """The content of a project file, text or the bytes of a form, and its name without a suffix."""

    name: str
    content: str | bytes


def names_of(stem: str, count: int) -> list[str]:
    """Return the names of so many project files from one file: its own, numbered where there are several."""
    if count == 1:
        return [stem]
    return [f"{stem}-{number}" for number in range(1, count + 1)]


def write_files(files: list[ProjectFile], outputs: Outputs, lang: Lang, tally: Tally, ending: str = "yaml") -> int:
    """Write project files; return the exit code, 2 where one file cannot hold them."""
    contents = [file.content for file in files]
    if outputs.option is None and ending == "yaml":
        outputs.write(["---\n".join(map(str, contents))])
    elif outputs.is_folder:
        for file in files:
            _write_into_folder(file, outputs, tally, ending)
    elif len(files) > 1:
        return reject_usage(_SEVERAL[lang].format(output=outputs.option, count=len(files)))
    else:
        outputs.write(contents)
    return 0


def _write_into_folder(file: ProjectFile, outputs: Outputs, tally: Tally, ending: str) -> None:
    """Write one of several project files; one that may not be replaced is a finding."""
    try:
        outputs.write([file.content], outputs.path_of(file.name, ending))
    except RefusedError as error:
        tally.print_findings([error.finding])


__all__ = ["ProjectFile", "names_of", "write_files"]
