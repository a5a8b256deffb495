"""`spec new`: what it writes loads at once, means what its base means, and every line in it can be switched on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jixiao.cli.spec_new import overlay
from jixiao.loading.specs import find_spec, load_spec
from jixiao.spec_tools.diff.differences import differences
from tests.support.commands import run
from tests.support.rule_book import SPECS


def in_use(text: str) -> str:
    """The same text with every line switched on: prose has a space after its #."""
    return re.sub(r"^#(?! \S)", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overlay_loads_and_changes_nothing_but_its_head(name: str, lang: str, tmp_path: Path) -> None:
    file = tmp_path / "district-2024.yaml"
    assert run("spec", "new", "--extends", name, "-o", str(file), "--lang", lang)[0] == 0
    found = find_spec(str(file))
    assert found.spec is not None, found.findings
    assert found.spec.id == "cn.local.district-2024"
    assert {change.section for change in differences(load_spec(name), found.spec)} == {"spec", "sources"}


@pytest.mark.parametrize("name", SPECS)
def test_every_line_can_be_switched_on_and_repeats_the_base(name: str, tmp_path: Path) -> None:
    """The commented blocks hold the base's own values: with their examples taken out, only sources change."""
    base = load_spec(name)
    text = in_use(overlay(base, "district-2024", "zh"))
    file = tmp_path / "district-2024.yaml"
    file.write_text(text, encoding="utf-8")
    found = find_spec(str(file))
    assert found.spec is not None, found.findings
    changed = differences(base, found.spec)
    about = {(change.section, change.kind, change.aspect) for change in changed}
    own = {("rules", "by_band"), ("caps", "far_over"), ("marks", "no_evidence"), ("marks", "no_evidence_2")}
    assert {
        (change.section, change.name)
        for change in changed
        if change.kind == "added" and change.section in ("rules", "caps", "marks") and change.aspect == ""
    } <= own
    assert not [
        entry
        for entry in about
        if entry[1] == "changed"
        and entry[2] not in ("依据", "读法", "名称", "适用地区", "继承自", "版本", "施行", "止")
    ]


@pytest.mark.parametrize(("stem", "id_"), [("乐山", "new"), ("A_b 2024", "a-b-2024"), ("x.y", "x-y")])
def test_the_id_comes_from_the_file(stem: str, id_: str) -> None:
    assert f"\nid: cn.local.{id_} " in overlay(load_spec("cn.mof-2020-10"), stem, "zh")


def test_it_extends_a_local_spec_too(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    assert run("spec", "new", "--extends", "cn.mof-2020-10", "-o", str(first))[0] == 0
    args = ("spec", "new", "--extends", "cn.local.first", "-o", str(second), "--specs", str(tmp_path))
    assert run(*args)[0] == 0
    assert run("spec", "check", str(second), "--specs", str(tmp_path))[0] == 0
    assert run(*args)[0] == 0  # over what it wrote itself
    second.write_text(second.read_text("utf-8") + "# 改过\n", "utf-8")
    code, _, told = run(*args)
    assert (code, "JX805" in told, "--force" in told) == (2, True, True)
    assert run(*args, "--force")[0] == 0
    assert "改过" not in second.read_text("utf-8")


def test_what_cannot_be_extended(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    assert run("spec", "new", "--extends", "cn.mof-2020-10", "-o", str(outside))[0] == 0
    for base, word in (("cn.nowhere", "JX501"), (str(outside), "--specs")):
        code, _, told = run("spec", "new", "--extends", base, "-o", str(tmp_path / "x.yaml"))
        assert (code, word in told) == (2, True)
    assert not (tmp_path / "x.yaml").exists()
