"""Layouts are found by their names; a name is never a way out of the folders of layouts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jixiao.findings import Codes
from jixiao.loading.layouts import form_style, stored_style
from jixiao.loading.package import package_specs
from jixiao.loading.spec_book import SpecBook

SPEC = """\
id: x.town-2024
version: 1
title: 某镇
extends: cn.mof-2020-10@2
in_force: {{from: 2021-01-01}}
form: {{title: 自评表, layout: '{layout}'}}
"""


@pytest.mark.parametrize("name", ["../outside", "a/../../outside", "{folder}/outside", "outside.yaml", "."])
def test_no_name_leads_out_of_the_folder_of_layouts(name: str, tmp_path: Path) -> None:
    shutil.copy(package_specs() / "forms" / "national-2020.yaml", tmp_path / "outside.yaml")
    (tmp_path / "forms" / "a").mkdir(parents=True)
    layout = name.replace("{folder}", str(tmp_path))
    (tmp_path / "x.yaml").write_text(SPEC.format(layout=layout), "utf-8")
    lookup = SpecBook(folders=[tmp_path]).look_up("x.town-2024")
    assert lookup.spec is None
    assert [finding.code for finding in lookup.findings] == [Codes.NO_SUCH_LAYOUT]


def test_a_layout_of_the_folder_is_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    shutil.copy(package_specs() / "forms" / "national-2020.yaml", tmp_path / "forms" / "区表.yaml")
    (tmp_path / "x.yaml").write_text(SPEC.format(layout="区表"), "utf-8")
    lookup = SpecBook(folders=[tmp_path]).look_up("x.town-2024")
    assert lookup.findings == ()
    assert lookup.spec is not None


def test_a_style_is_the_same_after_it_was_stored(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    shutil.copy(package_specs() / "forms" / "national-2020.yaml", tmp_path / "forms" / "区表.yaml")
    (tmp_path / "x.yaml").write_text(SPEC.format(layout="区表"), "utf-8")
    spec = SpecBook(folders=[tmp_path]).look_up("x.town-2024").spec
    for style in (form_style(spec), form_style()):
        assert stored_style(style.document) == (style, ())


def test_for_a_stored_layout_that_is_gone_the_national_one_is_taken_and_that_is_told() -> None:
    style, (finding,) = stored_style({"title": "自评表", "layout": "gone-2001", "labels": {}})
    assert (style.title, style.layout) == ("自评表", form_style().layout)
    assert (finding.code, finding.args["name"]) == (Codes.STORED_LAYOUT_GONE, "gone-2001")
