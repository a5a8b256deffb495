"""Books of specs: what is at hand under which id, version and day, from folders, texts, mappings and the package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TypeAlias
from weakref import WeakValueDictionary

from jixiao.findings import Codes, Finding, has_error
from jixiao.loading.document_numbers import DocumentNumber, Fits, document_numbers, fitting_document
from jixiao.loading.spec_files import (
    SpecFile,
    file_of_mapping,
    file_of_text,
    files_of_folder,
    packaged_files,
)
from jixiao.loading.spec_reading import SpecLookup, read_spec
from jixiao.loading.validation import suggest
from jixiao.model.fields import Model
from jixiao.model.spec import IndicatorSpec

#: What a caller's own look-up returns: a spec's text or mapping, or ``None`` where it has none of this id.
Find: TypeAlias = Callable[[str], "str | bytes | Mapping[str, object] | None"]
#: An id with its year, or with its year and its number.
_EDITIONS = (re.compile(r"(.+)-\d{4}"), re.compile(r"(.+)-\d{4}-\d+"))
#: Specs by what they hold, so that books share what they have in common.
_SHARED: WeakValueDictionary[str, IndicatorSpec] = WeakValueDictionary()


class SpecBook:
    """A set of specs that never changes: of folders, texts, mappings, a look-up of the caller's own, and the package.

    A spec of one's own comes before the package's of the same id. What a spec ``extends`` is looked for in the book,
    then in the package. Of an id without its year the day decides. ``findings`` are those on all specs of one's own.
    Nothing outside the book is opened, unless ``paths`` allows that a spec is named by its file.

    >>> SpecBook(texts={"draft": "id: cn.x-2024"}).is_ready
    False
    >>> SpecBook().load_spec("cn.mof-2020-10").id
    'cn.mof-2020-10'

    Raises:
        TypeError: a text that is none, or a mapping with a float.
    """

    def __init__(
        self,
        *,
        folders: Iterable[str | Path] = (),
        texts: Mapping[str, str | bytes] | None = None,
        mappings: Mapping[str, Mapping[str, object]] | None = None,
        find: Find | None = None,
        package: bool = True,
        paths: bool = False,
    ) -> None:
        self.folders = tuple(map(Path, folders))
        self.has_package, self.has_paths = package, paths
        self._texts, self._mappings, self._find = dict(texts or {}), dict(mappings or {}), find
        self._own = tuple(self._own_files())
        self._files: dict[str, SpecFile] = {}
        if package:
            self._files = {file.key: file for file in packaged_files()}
        self._files |= {file.key: file for file in self._own if file.id}
        self._lookups: dict[str, tuple[SpecFile, SpecLookup]] = {}
        self._fetched: dict[str, SpecFile] = {}

    def _own_files(self) -> Iterator[SpecFile]:
        for folder in self.folders:
            yield from files_of_folder(folder)
        yield from (file_of_text(name, text) for name, text in self._texts.items())
        yield from (file_of_mapping(name, mapping) for name, mapping in self._mappings.items())

    def reload(self) -> SpecBook:
        """Return the book as its folders and its look-up are now; what has not changed in content is shared."""
        return SpecBook(
            folders=self.folders,
            texts=self._texts,
            mappings=self._mappings,
            find=self._find,
            package=self.has_package,
            paths=self.has_paths,
        )

    # ---- what there is

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all specs, sorted; what only the caller's look-up has is not among them."""
        return tuple(sorted(self.files))

    @cached_property
    def files(self) -> dict[str, SpecFile]:
        """Return the specs by their ids, each in its newest version; one's own hide the package's."""
        return {key: file for key, file in self._files.items() if not file.superseded}

    @property
    def superseded_files(self) -> list[SpecFile]:
        """Return the superseded versions, which are found by ``id@version`` alone."""
        return [file for file in self._files.values() if file.superseded]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings on all specs of one's own; without an error among them the book is ready."""
        nameless = (Finding(Codes.SPEC_WITHOUT_ID, "id", {"name": file.name}) for file in self._own if not file.id)
        doubled = (self._doubled(name) for name in dict.fromkeys(file.key for file in self._own if file.id))
        on_specs = (self.read(file).findings for file in self._own if file.id)
        return (*nameless, *filter(None, doubled), *chain.from_iterable(on_specs))

    @property
    def is_ready(self) -> bool:
        """Whether every spec of one's own can be used."""
        return not has_error(self.findings)

    def _doubled(self, name: str) -> Finding | None:
        """Return the finding that several specs of one's own have the same id; ``None`` where it is one's alone."""
        names = [file.name for file in self._own if file.key == name]
        if len(names) < 2:  # noqa: PLR2004
            return None
        return Finding(Codes.AMBIGUOUS_SPEC_ID, "spec", {"name": name, "files": "、".join(names)})

    # ---- reading

    def load_spec(self, name: str, on: date | None = None) -> IndicatorSpec:
        """Return a spec by id, by ``id@version``, or by id without its year (the one in force on ``on``).

        Raises:
            SpecError: there is no such spec, or it is broken.
        """
        return self.look_up(name, on).or_raise()

    def look_up(self, name: str, on: date | None = None) -> SpecLookup:
        """Return what ``load_spec`` does, with findings instead of an exception."""
        file, findings = self.locate(name, on)
        if file is None:
            return SpecLookup(None, tuple(findings))
        return self.read(file)

    def read(self, file: SpecFile) -> SpecLookup:
        """Return what one spec holds; a spec of the package rests on the package alone, in every book."""
        if file.is_packaged and self is not package_book():
            return package_book().read(file)
        earlier, lookup = self._lookups.get(file.name, (None, None))
        if lookup is None or earlier != file:
            lookup = read_spec(file, self)
            if not file.is_packaged:
                lookup = _share(lookup)
            self._lookups[file.name] = file, lookup
        return lookup

    def locate(self, name: str, on: date | None = None) -> tuple[SpecFile | None, list[Finding]]:
        """Return the text of a spec by its id, or a finding that suggests what may have been meant."""
        doubled = self._doubled(name)
        if doubled is not None:
            return None, [doubled]
        spec_id, _, version = name.partition("@")
        if version:
            return self._locate_version(spec_id, version)
        series = self._series(name)
        file = self._in_force(series, on) or self.files.get(name) or self._fetch(name)
        if file is not None:
            return file, []
        code = Codes.NO_VERSION_IN_FORCE if series else Codes.NO_SUCH_SPEC
        return None, [self._absence(code, name, on)]

    def _locate_version(self, spec_id: str, version: str) -> tuple[SpecFile | None, list[Finding]]:
        """Return the text of one version of a spec, or the finding that there is none, or only of another version."""
        file = self.of_version(spec_id, version)
        if file is None:
            return None, [self._absence(Codes.NO_SUCH_SPEC, f"{spec_id}@{version}", None)]
        spec = self.read(file).spec
        if spec is None or spec.version == version:
            return file, []
        args = {"name": spec_id, "found": spec.version, "asked": version}
        return None, [Finding(Codes.VERSION_NOT_THERE, "version", args)]

    def of_version(self, name: str, version: str) -> SpecFile | None:
        """Return one version of a spec: the newest where that is it, else the superseded one ``name@version``.

        Without either, the newest one, whose version does not fit.
        """
        pinned = f"{name}@{version}"
        newest, superseded = self.files.get(name), self._files.get(pinned)
        if newest is None and superseded is None:
            return self._fetch(pinned) or self._fetch(name)
        if newest is None or superseded is None:
            return newest or superseded
        if newest.version == version:
            return newest
        return superseded

    def _fetch(self, name: str) -> SpecFile | None:
        """Return what the caller's look-up has under a name, asked for once; ``None`` where it has nothing."""
        if self._find is None:
            return None
        if name not in self._fetched:
            text = self._find(name)
            if text is None:
                return None
            self._fetched.setdefault(name, _file_of(name, text))
        return self._fetched[name]

    def by_year(self, name: str) -> bool:
        """Whether a name stands for several editions, so that the year of a project decides which one is meant."""
        return name in self._editions

    @cached_property
    def _editions(self) -> dict[str, list[SpecFile]]:
        """Return the specs with a year in their id by their ids without it."""
        editions: dict[str, list[SpecFile]] = {}
        for spec_id, file in self.files.items():
            for pattern in _EDITIONS:
                match = pattern.fullmatch(spec_id)
                if match is not None:
                    editions.setdefault(match[1], []).append(file)
        return editions

    def _series(self, name: str) -> list[SpecFile]:
        """Return the specs among which a day decides: an id's editions and the spec of that id, or a document's.

        A spec whose id names it alone is no series.
        """
        editions = self._editions.get(name, [])
        if name in self.files:
            return [self.files[name], *editions] if editions else []
        return editions or self._of_document(name)

    def _in_force(self, series: list[SpecFile], on: date | None) -> SpecFile | None:
        """Return, of several versions, the one in force on a day that came in last; without a day, the newest."""
        by_start = []
        for file in series:
            spec = self.read(file).spec
            if spec is not None and (on is None or spec.in_force.holds(on)):
                by_start.append((spec.in_force.start or date.min, file.name, file))
        if not by_start:
            return None
        return max(by_start)[2]

    # ---- by document, and what may have been meant

    def _of_document(self, text: str) -> list[SpecFile]:
        """Return the one spec whose own source has the number of a document in ``text``; none where several have it."""
        documents = self._documents(text, DocumentNumber.is_same)
        if len(documents) != 1:
            return []
        return [self.files[key] for key in documents]

    def _absence(self, code: str, name: str, on: date | None) -> Finding:
        """Return the finding that there is no such spec, with what may have been meant."""
        near = (f"{document}（{key}）" for key, document in self._documents(name, DocumentNumber.is_near).items())
        specs = "、".join(near) or "、".join(self.ids)
        args = {"name": name[:80], "near": suggest(name, self.ids), "known": specs, "on": on}
        return Finding(code, "spec", args)

    def _documents(self, text: str, fits: Fits) -> dict[str, str]:
        """Return the sources whose number fits one in ``text``, by the ids of the specs that state them.

        A spec that only inherits its source from its base is left out.
        """
        numbers = list(document_numbers(text))
        if not numbers:
            return {}
        documents: dict[str, str] = {}
        bases: dict[str, str] = {}
        for key, file in self.files.items():
            spec = self.read(file).spec
            if spec is not None and (document := fitting_document(spec, numbers, fits)):
                documents[key] = document
                bases[key] = (spec.extends or "").partition("@")[0]
        return {key: document for key, document in documents.items() if bases[key] not in documents}


def _file_of(name: str, text: str | bytes | Mapping[str, object]) -> SpecFile:
    if isinstance(text, Mapping):
        return file_of_mapping(name, text)
    return file_of_text(name, text)


def content_key(spec: IndicatorSpec) -> str:
    """Return what only specs of the same content, form and companions share."""
    companions = (spec.layout, spec.target_layout, spec.monitoring_rules)
    texts = (one.model_dump_json() if isinstance(one, Model) else str(one) for one in companions)
    return "\n".join((spec.sha256, spec.form.model_dump_json(), *texts))


def _share(lookup: SpecLookup) -> SpecLookup:
    """Return a look-up whose spec is the one that another book has of the same content, form and companions."""
    spec, findings = lookup
    if spec is None:
        return lookup
    return SpecLookup(_SHARED.setdefault(content_key(spec), spec), findings)


@cache
def package_book() -> SpecBook:
    """Return the book of the package's specs, in which a file may be named, too."""
    return SpecBook(paths=True)
