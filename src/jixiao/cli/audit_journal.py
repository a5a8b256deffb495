"""The journal of a review: what was reviewed stands beside the output until that is written, to be taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jixiao.border.file_kinds import COLUMNS_FILE
from jixiao.border.folders import STDIN, inputs, is_there
from jixiao.border.outputs import Outputs
from jixiao.cli.audit_inputs import Reviewed
from jixiao.cli.options import Options
from jixiao.loading.projects import SUFFIXES, load_project
from jixiao.loading.spec_book import content_key
from jixiao.loading.spec_files import is_path
from jixiao.loading.spec_selection import spec_of
from jixiao.review import AccountsText, ReviewedTable, Unread
from jixiao.review.lines import table_from
from jixiao.version import __version__

_NAME = ".{name}.jixiao-part"


class Journal:
    """Reviewed files, a line each, below one that says by what they were reviewed; none without an output."""

    def __init__(self, outputs: Outputs, options: Options, profile: Path | None) -> None:
        self.path = _path(outputs)
        self.options = options
        rules = [_digest(name) for name in (profile, options.spec, options.specs)]
        self.head = json.dumps([__version__, options.spec, options.lang, str(options.day), options.columns, rules])

    def read(self, *, resume: bool) -> dict[str, list[Reviewed]]:
        """Return what an interrupted run has reviewed of files that have not changed, and go on from there."""
        if self.path is None:
            return {}
        entries = self._entries() if resume else []
        with suppress(OSError):  # without a journal nothing is taken up later, and the review goes on
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text("".join(f"{line}\n" for line in (self.head, *map(json.dumps, entries))), "utf-8")
        return {source: list(map(_value, values)) for source, _, _, values in entries}

    def _entries(self) -> list[tuple[str, str, list[str], list[Any]]]:
        """Return the entries of files that are as they were, as are the rules that these name themselves.

        None where another rule or profile was asked for.
        """
        if self.path is None or not self.path.is_file():
            return []
        head, *lines = self.path.read_text(encoding="utf-8").split("\n")
        if head != self.head:
            return []
        entries = []
        for line in lines:
            with suppress(ValueError):  # the last line may have been cut
                source, stamp, rules, values = json.loads(line)
                if stamp == _stamp(Path(source)) and rules == self._rules(map(_value, values)):
                    entries.append((source, stamp, rules, values))
        return entries

    def write(self, path: Path, reviewed: Sequence[Reviewed]) -> None:
        """Note down what a file holds; one that was not read is tried again, and nothing is read twice from a pipe."""
        is_lasting = str(path) != STDIN and not any(isinstance(one, Unread) for one in reviewed)
        if self.path is not None and is_lasting:
            values = [[type(one).__name__, one] for one in reviewed]
            entry = (str(path), _stamp(path), self._rules(reviewed), values)
            with suppress(OSError), self.path.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(entry) + "\n")

    def _rules(self, reviewed: Iterable[Reviewed]) -> list[str]:
        """Return the digest of the rule of each table that names a file of rules itself, "" of any other."""
        return [_digest_of_own_rule(one, self.options) for one in reviewed if isinstance(one, ReviewedTable)]

    def close(self) -> None:
        """Remove the journal: all is written."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


def _digest_of_own_rule(table: ReviewedTable, options: Options) -> str:
    """Return the digest of the rules of a file that a table names; "" where it names none, or others are asked for."""
    name = json.loads(table.data).get("spec", "")
    if options.spec is not None or not is_path(name):
        return ""
    spec, _ = spec_of(load_project({"spec": name}), book=options.book, file=Path(table.source))
    if spec is None:
        return ""
    return hashlib.sha256(content_key(spec).encode()).hexdigest()


def _value(typed: Sequence[Any]) -> Reviewed:
    name, fields = typed
    if name == AccountsText.__name__:
        source, lines = fields
        return AccountsText(source, tuple((where, text) for where, text in lines))
    return table_from(fields)


def _path(outputs: Outputs) -> Path | None:
    """Return the file of the journal, beside the output; ``None`` for standard output."""
    if outputs.option is None:
        return None
    target = Path(outputs.option)
    if outputs.is_folder:
        return target / _NAME.format(name="audit")
    return target.with_name(_NAME.format(name=target.name))


def _stamp(path: Path) -> str:
    """Return what changes with a file, or with the answers on headings beside it: sizes and times."""
    return " ".join(map(_version, (path, path.with_name(COLUMNS_FILE))))


def _version(path: Path) -> str:
    """Return the size and the time of a file, "" of a missing one."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}"


def _digest(name: str | Path | None) -> str:
    """Return the digest of a file of rules, or of all in a folder; "" where there is none of this name."""
    if name is None or not is_there(name):
        return ""
    digest = hashlib.sha256()
    for path, *_ in inputs([Path(name)], SUFFIXES)[0]:
        with suppress(OSError):  # what cannot be read is told by its reader
            digest.update(path.read_bytes())
    return digest.hexdigest()


__all__ = ["Journal"]
