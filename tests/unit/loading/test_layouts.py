"""Layouts are found by their names; a name is never a way out of the folders of layouts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jixiao.findings import Codes
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
