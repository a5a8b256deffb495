"""A pytest plugin: every case of a ``*.cases.yaml`` is a test.

It stands beside the package, so that pytest loads nothing of jixiao until there is a case file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ENDING = ".cases.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add options of the command line and of the configuration file."""
    group = parser.getgroup("jixiao")
    group.addoption("--jixiao-specs", default=None, help="a folder of local indicator specs, before the package's")
    parser.addini("jixiao_specs", "a folder of local indicator specs, before the package's", default="")
    parser.addini("jixiao_lang", "the language of failures: zh or en", default="zh")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Return the collector of a file of cases; of no other file."""
    if file_path.name.endswith(ENDING):
        return CasesFile.from_parent(parent, path=file_path)
    return None


class CasesFile(pytest.File):
    """A file of cases: one test for the file itself, which must be sound, and one for each case."""

    def collect(self) -> Iterator[pytest.Item]:
        """Return the tests of the file."""
        from jixiao.loading.specs import book_of_folder
        from jixiao.spec_tools.cases import load_cases

        file = load_cases(self.path, book_of_folder(_specs(self.config)))
        spec = file.spec
        name = f"{spec.id}@{spec.version}" if spec is not None else "file"
        yield SoundFile.from_parent(self, name=name, file=file)
        if spec is not None:
            yield from (CaseItem.from_parent(self, name=case.name, case=case, spec=spec) for case in file.cases)


def _specs(config: pytest.Config) -> Path | None:
    folder = config.getoption("--jixiao-specs") or config.getini("jixiao_specs")
    return config.rootpath / str(folder) if folder else None


class CaseError(Exception):
    """A case that did not pass; its text is what pytest prints."""


class _Item(pytest.Item):
    """A test whose failure is a text for people, not a traceback."""

    @property
    def lang(self) -> Any:
        """The language of failures."""
        return self.config.getini("jixiao_lang")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the text of the failure."""
        if isinstance(excinfo.value, CaseError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


class SoundFile(_Item):
    """The file and its spec can be read."""

    def __init__(self, *, file: Any, **options: Any) -> None:
        super().__init__(**options)
        self.file = file

    def runtest(self) -> None:
        """Fail with the findings, each with its place."""
        from jixiao.findings import has_error
        from jixiao.findings.terminal import render

        if has_error(self.file.findings):
            raise CaseError("\n".join(render(finding, self.lang) for finding in self.file.findings))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where it stands."""
        return self.path, 0, self.name


class CaseItem(_Item):
    """One case of the file."""

    def __init__(self, *, case: Any, spec: Any, **options: Any) -> None:
        super().__init__(**options)
        self.case, self.spec = case, spec

    def runtest(self) -> None:
        """Score the case, and fail where anything expected did not come out."""
        from jixiao.spec_tools.cases import run_case
        from jixiao.spec_tools.cases.messages import failure_lines

        run = run_case(self.case, self.spec)
        if run.status != "passed":
            raise CaseError("\n".join(failure_lines(run, self.lang)))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the case stands; lines from 0."""
        return self.path, self.case.place.line - 1, f"{self.path.name}::{self.name}"
