"""Where ``-o`` leads: which files must not be replaced there, and which format the ending names."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path, PurePath
from typing import TypeVar

from jixiao.border.folders import inputs, is_file
from jixiao.border.outputs import OutputError, Outputs, RefusedError
from jixiao.cli.console import reject_usage
from jixiao.cli.inputs import INPUTS, is_drawn_beside_project
from jixiao.cli.options import Options
from jixiao.documents import SCHEMA
from jixiao.findings import Codes, Finding, Lang
from jixiao.findings.terminal import render
from jixiao.loading.projects import SUFFIXES, load_project
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.spec_files import SpecFile
from jixiao.loading.specs import locate_spec
from jixiao.loading.yaml_composer import Map, compose
from jixiao.rendering import DOCUMENTS

#: How a result begins in a file of the program's.
_RESULT = f'{{"schema": "{SCHEMA}"'.encode()

#: What the name of a project file or spec that people fill in ends in.
YAML = {".yaml": "yaml", ".yml": "yaml"}

_NEEDS_A_FILE: dict[Lang, str] = {
    "zh": "--format {format}: 用 -o 指定文件",
    "en": "--format {format}: name a file with -o",
}
#: The name of a format.
Name = TypeVar("Name", bound=str)


def outputs_of(options: Options, files: Iterable[Path]) -> Outputs:
    """Return where ``-o`` leads for files of a format; the ``files`` that are read, and specs, are never replaced.

    Raises:
        RefusedError: nothing may be written there.
    """
    protected = chain(files, _specs(options))
    outputs = Outputs(options.output, protected, options.format or "", force=options.force)
    outputs.check()
    return outputs


def input_files(paths: list[Path]) -> Iterator[Path]:
    """Return every file that is read for the paths, in order; earlier results below a folder are skipped."""
    for tree in inputs(paths, INPUTS):
        yield from (one.path for one in tree if one.named or not _is_output(one.path))


def _is_output(path: Path) -> bool:
    """Whether a file is what the program wrote before: results, or forms of projects beside them."""
    return _is_result(path) or is_drawn_beside_project(path)


def _is_result(path: Path) -> bool:
    """Whether a file begins as the program writes results."""
    if path.suffix.lower() != ".json" or not is_file(path):
        return False
    with suppress(OSError), path.open("rb") as stream:
        return stream.read(2 * len(_RESULT)).lstrip(b"[\n").startswith(_RESULT)
    return False


def _specs(options: Options) -> Iterator[Path]:
    """Return the files of specs that a command may read: of the one named, or of all local ones and the output."""
    if options.spec is not None:
        yield from _with_bases(options.spec, options.book)
        return
    if options.specs is not None:
        yield from (Path(file.name) for file in options.book.files.values())
    target = Path(options.output or "")
    if target.suffix.lower() in SUFFIXES and is_file(target):
        project = load_project(target)
        if project.is_other and not project.is_result:
            yield target


def _with_bases(spec: str, book: SpecBook) -> Iterator[Path]:
    """Return the file of a spec, of the one that it extends, and so on."""
    file, _ = locate_spec(spec, book)
    names: list[str] = []
    while file is not None and file.name not in names:
        names.append(file.name)
        file = book.files.get(_base(file))
    return map(Path, names)


def _base(file: SpecFile) -> str:
    """Return the id of the spec that a file extends; empty where it extends none."""
    source, _ = file.read()
    if source is None:
        return ""
    root, _ = compose(source)
    if not isinstance(root, Map):
        return ""
    return str(root.get("extends", "")).partition("@")[0]


def format_by_ending(option: str | None, endings: Mapping[str, Name]) -> Name | None:
    """Return the format that the ending of an output file names; ``None`` where there is no file or no ending.

    Raises:
        RefusedError: the command writes no file of that ending.
    """
    outputs = Outputs(option)
    ending = PurePath(outputs.option or "").suffix.lower()
    if option is None or outputs.is_folder or not ending:
        return None
    if ending not in endings:
        raise RefusedError(Finding(Codes.UNKNOWN_OUTPUT_KIND, option, {"name": option, "known": " ".join(endings)}))
    return endings[ending]


def reject_document_on_screen(format: str, options: Options) -> int | None:
    """Print that a document needs a file, where it would go to a terminal, and return the exit code; ``None`` else."""
    if format in DOCUMENTS and Outputs(options.output).option is None and sys.stdout.isatty():
        return reject_usage(_NEEDS_A_FILE[options.lang].format(format=format))
    return None


def exit_code(error: OutputError, lang: Lang) -> int:
    """Print why something was not written; return 1 where it had been begun, else 2 as for wrong usage."""
    print(render(error.finding, lang), file=sys.stderr)
    return 1 if error.begun else 2
