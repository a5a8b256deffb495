"""Project files and forms that a command writes: into a folder, into one file, or to standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any, NamedTuple

from jixiao.border.outputs import Outputs, RefusedError
from jixiao.cli.console import Tally, reject_usage
from jixiao.findings import Lang

_SEVERAL: dict[Lang, str] = {
    "zh": "-o {output}: 有 {count} 张表，请给一个文件夹",
    "en": "-o {output}: {count} forms, name a folder",
}


class ProjectFile(NamedTuple):
    """The content of a project's file, text or a form as it was drawn, and its place below a folder."""

    place: PurePath
    content: Any


class FileKind(NamedTuple):
    """A kind of file: its ending, and how the contents of several projects become one file."""

    ending: str
    join: Callable[[list[Any]], Iterable[str | bytes]]


def _join_texts(texts: list[Any]) -> Iterable[str]:
    return ["---\n".join(texts)]


#: Project files, of which each holds one project.
YAML_FILES = FileKind("yaml", _join_texts)


def write_files(
    files: list[ProjectFile], outputs: Outputs, lang: Lang, tally: Tally, kind: FileKind = YAML_FILES
) -> int:
    """Write the files of projects; return the exit code, 2 where one file cannot hold them."""
    if outputs.is_folder:
        for file in files:
            _write_into_folder(file, outputs, tally, kind)
    elif len(files) > 1 and outputs.option is not None and kind is YAML_FILES:
        return reject_usage(_SEVERAL[lang].format(output=outputs.option, count=len(files)))
    else:
        outputs.write(kind.join([file.content for file in files]))
    return 0


def _write_into_folder(file: ProjectFile, outputs: Outputs, tally: Tally, kind: FileKind) -> None:
    """Write one of several files; one that may not be replaced is a finding."""
    try:
        outputs.write(kind.join([file.content]), outputs.path_for(file.place, kind.ending))
    except RefusedError as error:
        tally.print_findings([error.finding])


__all__ = ["YAML_FILES", "FileKind", "ProjectFile", "write_files"]
