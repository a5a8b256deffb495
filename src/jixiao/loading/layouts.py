"""Layouts of official tables: looked up by name beside their spec or in the package, read as strictly as a spec."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from jixiao.documents import FormDocument
from jixiao.findings import Codes, Finding
from jixiao.findings.terminal import as_line
from jixiao.loading.companions import companion_names, packaged_file, packaged_names
from jixiao.loading.decoding import read_file
from jixiao.loading.package import FORMS
from jixiao.loading.validation import FindingList, finding_of, mapping_of
from jixiao.model.layout import Layout
from jixiao.model.spec import NATIONAL, REVIEW, TARGETS, IndicatorSpec
from jixiao.model.typed_words import StageName


class ReadLayout(NamedTuple):
    """A layout, or ``None`` where its file is broken, and the findings on the file."""

    layout: Layout | None
    findings: tuple[Finding, ...]


def layout_names(folders: tuple[Path, ...]) -> list[str]:
    """Return the names of all layouts in the folders of specs."""
    return companion_names(FORMS, folders)


def packaged_layouts() -> tuple[str, ...]:
    """Return the names of the package's layouts, which never change."""
    return packaged_names(FORMS)


def read_layout(path: Path) -> ReadLayout:
    """Return what one layout file holds."""
    findings = FindingList()
    root = mapping_of(*read_file(path), findings)
    if root is None:
        return ReadLayout(None, findings.closed())
    try:
        return ReadLayout(Layout.model_validate(root), findings.closed())
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            findings.append(finding_of(problem, problem["loc"], root))
    return ReadLayout(None, findings.closed())


@cache
def packaged_layout(name: str) -> Layout:
    """Return a layout of the package, whose files never change.

    Raises:
        ValueError: the file is broken.
    """
    layout, findings = read_layout(packaged_file(FORMS, name))
    if layout is None:
        raise ValueError("\n".join(map(as_line, findings)))
    return layout


class FormStyle(NamedTuple):
    """How a result is drawn as a form: its title, its layout, and labels in place of the layout's own.

    ``name`` is that of a layout of the package; "" of one's own.
    """

    title: str | None
    layout: Layout
    labels: Mapping[str, str]
    name: str

    @property
    def document(self) -> FormDocument:
        """Return it as plain data: a layout of the package by its name, one's own whole."""
        layout: str | dict[str, Any] = self.name
        if not self.name:
            layout = self.layout.model_dump(mode="json", exclude_defaults=True)
        return {"title": self.title, "layout": layout, "labels": dict(self.labels)}


def form_style(spec: IndicatorSpec | None = None, stage: StageName = "self_evaluation") -> FormStyle:
    """Return how results under a spec are drawn at a stage; without a spec, as the national form."""
    style = _style_of(spec)
    if stage == "target" and not style.layout.is_declaration:
        layout, name = _layout_and_name(None if spec is None else spec.target_layout, TARGETS)
        return FormStyle(layout.form_title, layout, {}, name)
    if stage == "review" and not style.layout.shows("second_score"):
        layout, name = _layout_and_name(None, REVIEW)
        return FormStyle(layout.form_title, layout, {}, name)
    return style


def _style_of(spec: IndicatorSpec | None) -> FormStyle:
    if spec is None:
        return FormStyle(None, packaged_layout(NATIONAL), {}, NATIONAL)
    layout, name = _layout_and_name(spec.layout, NATIONAL)
    return FormStyle(layout.form_title or spec.form.title, layout, spec.form.labels, name)


def _layout_and_name(layout: Layout | str | None, default: str) -> tuple[Layout, str]:
    """Return a layout with its name, "" of one's own."""
    if isinstance(layout, Layout):
        return layout, ""
    name = layout or default
    return packaged_layout(name), name


class StoredStyle(NamedTuple):
    """How a stored result is drawn, and the findings on it."""

    style: FormStyle
    findings: tuple[Finding, ...] = ()


def stored_style(document: FormDocument) -> StoredStyle:
    """Return what the plain data of a style say; for a layout that the package no longer has, the national one.

    Raises:
        ValueError: the layout is none.
    """
    title, name, labels = document["title"], document["layout"], document["labels"]
    if not isinstance(name, str):
        return StoredStyle(FormStyle(title, Layout.model_validate(name), labels, ""))
    if name in packaged_layouts():
        return StoredStyle(FormStyle(title, packaged_layout(name), labels, name))
    finding = Finding(Codes.STORED_LAYOUT_GONE, "form.layout", {"name": name, "layout": NATIONAL})
    return StoredStyle(FormStyle(title, packaged_layout(NATIONAL), labels, NATIONAL), (finding,))
