"""Indicator specs: looked up by id, day or path, or read from a text or a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jixiao.border.inputs import InputError, regular_size
from jixiao.findings import Finding
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.loading.spec_files import SpecFile, file_of_mapping, file_of_path, file_of_text, is_path
from jixiao.loading.spec_reading import SpecLookup, read_spec
from jixiao.model.spec import IndicatorSpec


def load_spec(
    spec: str | Path | Mapping[str, object],
    on: date | None = None,
    *,
    specs: str | Path | None = None,
    book: SpecBook | None = None,
) -> IndicatorSpec:
    """Return a spec by id, by id without its year (the one in force on ``on``, by default today's newest), or by path.

    ``id@version`` names one version, also one that a later version supersedes. Specs in the folder ``specs``, or in
    a ``book``, come before the package's. A mapping is a spec itself.

    Raises:
        SpecError: there is no such spec, or it is broken.
        TypeError: a mapping holds a float or another value that is not exact.

    >>> load_spec("cn.mof-2020-10").title
    '项目支出绩效评价管理办法 · 自评'
    """
    if book is None:
        book = book_of_folder(specs)
    if isinstance(spec, Mapping):
        return read_spec(file_of_mapping("<mapping>", spec), book).or_raise()
    if isinstance(spec, Path):
        return find_spec_file(spec, book).or_raise()
    return find_spec(spec, on, book).or_raise()


def parse_spec(text: str | bytes, *, book: SpecBook | None = None) -> IndicatorSpec:
    """Return the spec that a text holds, YAML or JSON; what it extends is looked for in ``book``, then in the package.

    Raises:
        SpecError: it is broken.
    """
    return read_spec(file_of_text("<text>", text), book or package_book()).or_raise()


def book_of_folder(folder: str | Path | None) -> SpecBook:
    """Return the book of the package's specs and those of a folder of one's own; a file may be named in it, too."""
    if folder is None:
        return package_book()
    return SpecBook(folders=[folder], paths=True)


def find_spec(name: str, on: date | None = None, book: SpecBook | None = None) -> SpecLookup:
    """Return the spec that a book has under a name, or the one of a file that is named by its path, with findings."""
    book = book or package_book()
    if is_path(name) and book.has_paths:
        return find_spec_file(Path(name), book)
    return book.look_up(name, on)


def find_spec_file(path: Path, book: SpecBook) -> SpecLookup:
    """Return the spec of a file, or the finding that there is none."""
    file, findings = existing_file(path)
    if file is None:
        return SpecLookup(None, tuple(findings))
    return book.read(file)


def existing_file(path: Path) -> tuple[SpecFile | None, list[Finding]]:
    """Return a file that is there, whatever it holds, or the finding that there is none."""
    try:
        regular_size(path)
    except InputError as error:
        return None, [error.finding]
    return file_of_path(path), []


def locate_spec(name: str, book: SpecBook) -> tuple[SpecFile | None, list[Finding]]:
    """Return the file of a spec, by path or id, or a finding that suggests what may have been meant."""
    if is_path(name):
        return existing_file(Path(name))
    return book.locate(name)
