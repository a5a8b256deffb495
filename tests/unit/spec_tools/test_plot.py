"""`spec plot`: what is drawn is the curve, its ends filled where they hold; the same picture has the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jixiao.cli.commands import app
from jixiao.exact import ONE, ZERO
from jixiao.extras import install_command
from jixiao.loading.spec_book import package_book
from jixiao.loading.specs import find_spec, load_spec
from jixiao.model.rules import Rule
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.plot.drawing import draw, wrapped
from jixiao.spec_tools.plot.panels import WEIGHT, Panel, panel, panels
from tests.support.evaluation import evaluated_at

SPECS = {name: load_spec(name) for name in package_book().ids}
OVERLAY = """\
id: cn.plot
version: 1
title: 各种曲线
extends: cn.mof-2020-10@2
in_force: {from: 2020-02-25}
sources: {n: {document: 一号, kind: local, checked: seen}}
rules:
  - {rule: begun, measure: value, steps: {from: 90%, each: 5% lower, begun: true, lose: 1分}, basis: n}
  - {rule: whole, measure: gap, steps: {from: 0, each: 2, begun: false, lose: 10%, most: 30%}, basis: n}
  - {rule: many, measure: gap, steps: {from: 0, each: 1, begun: true, lose: 0.1分}, basis: n}
  - {rule: jump, measure: attainment, line: {60%: 0 | 60%, 100%: full}, basis: n}
  - {rule: nested, measure: value, bands: {-10%..10%: full, -15%..15%: 3/5, otherwise: 0}, basis: n}
  - {rule: judged, measure: days_late, bands: {≤0: full, ≤30: judged, otherwise: 0}, basis: n}
  - {rule: rounded, measure: attainment, line: {0: 0, 100%: full}, count: {each: 1%, nearest: true}, basis: n}
  - {rule: always, measure: execution, bands: {otherwise: full}, basis: n}
  - {rule: yes, measure: met, bands: {met: full, otherwise: -2分}, basis: n 二（一）, reading: 条文未写，读法如此}
caps:
  - {cap: over, for: {class: output}, measure: attainment, bands: {≤150%: full, otherwise: 90%}, basis: n}
"""


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> IndicatorSpec:
    path = tmp_path_factory.mktemp("plot") / "plot.yaml"
    path.write_text(OVERLAY, encoding="utf-8")
    found = find_spec(str(path))
    assert found.spec is not None, found.findings
    return found.spec


def height(owner: Rule, x: Fraction) -> Fraction | None:
    """What the scoring gives at x, as a part of the weight; nothing where a person judges."""
    found = evaluated_at(owner.curve, owner.counting, x.as_integer_ratio(), WEIGHT)
    if owner.curve.pieces[found.piece].judged:
        return None
    return min(ONE, max(ZERO, Fraction(found.num, found.den) / WEIGHT))


def owners(spec: IndicatorSpec) -> list[Rule]:
    return [*spec.rules, *spec.caps]


def checked(owner: Rule, drawn: Panel) -> None:
    exact = owner.counting is None or owner.counting.how != "nearest"
    for dot in drawn.dots:
        here = height(owner, dot.x)
        assert (here == dot.y) == dot.filled or not exact, (owner.name, dot)
    for start, end in drawn.strokes:
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        if start[0] < end[0] and exact:
            assert height(owner, middle[0]) == middle[1], (owner.name, start, end)
    for low, high in drawn.judged:
        assert height(owner, (low + high) / 2) is None
    low, high = drawn.window
    assert all(low <= label.at <= high for label in drawn.xs)
    assert all(0 <= label.at <= 1 for label in drawn.ys)


@pytest.mark.parametrize("name", SPECS)
def test_what_is_drawn_is_what_is_scored(name: str) -> None:
    for owner in owners(SPECS[name]):
        for lang in ("zh", "en"):
            checked(owner, panel(SPECS[name], owner, lang))


def test_every_form_of_curve(overlay: IndicatorSpec) -> None:
    for owner in owners(overlay):
        checked(owner, panel(overlay, owner, "zh"))


def of(spec: IndicatorSpec, name: str, lang: str = "zh") -> Panel:
    return next(each for each in panels(spec, lang) if each.name == name)


def test_by_hand(overlay: IndicatorSpec) -> None:
    """Law 101's bands: three jumps, each filled above and hollow below."""
    bands = of(SPECS["cn.mof-2021-101"], "execution_by_band")
    assert [(str(dot.x), str(dot.y), dot.filled) for dot in bands.dots] == [
        ("3/5", "0", False), ("3/5", "1/2", True), ("4/5", "1/2", False), ("4/5", "7/10", True), ("1", "7/10", False), ("1", "1", True),
    ]  # fmt: skip
    assert [label.text for label in bands.xs] == ["60%", "80%", "100%"]
    assert [label.text for label in bands.ys] == ["0", "50%", "70%", "100%"]
    assert bands.caption[:2] == ("类别 预算执行率", "依据：财预〔2021〕101号（归纳或读法，非文件规定，未核对原文）")
    begun = of(overlay, "begun")
    assert [label.text for label in begun.xs] == [f"{edge}%" for edge in range(45, 95, 5)]
    assert [label.text for label in begun.ys] == ["0", *(str(-lost) for lost in range(9, 0, -1)), "100%"]
    whole = of(overlay, "whole")
    assert [label.text for label in whole.xs] == ["2", "4", "6"]
    assert [label.text for label in whole.ys] == ["0", "70%", "80%", "90%", "100%"]
    assert of(overlay, "judged").judged == ((ZERO, Fraction(30)),)
    yes = of(overlay, "yes", "en")
    assert [label.text for label in yes.xs] == ["not met", "met"]
    assert [(dot.x, dot.y) for dot in yes.dots] == [(0, Fraction(4, 5)), (1, 1)]
    assert yes.caption[-2:] == (
        "source: 一号 二（一） (observed or read, not official, text checked)",
        "reading: 条文未写，读法如此",
    )
    assert of(overlay, "over").title == "封顶 over"


def test_stairs_without_end_break_off(overlay: IndicatorSpec) -> None:
    """Losing 0.1 a step, a weight of 10 lasts a hundred steps; a dozen are drawn."""
    assert len(of(overlay, "many").strokes) == 13


# ---- pictures


def a_font(folder: Path, characters: set[str]) -> Path:
    """A font that has boxes for some characters and nothing else."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for number, point in enumerate([(100, 0), (100, 700), (900, 700), (900, 0)]):
        pen.lineTo(point) if number else pen.moveTo(point)
    pen.closePath()
    box = pen.glyph()
    names = {ord(character): f"u{ord(character):04X}" for character in sorted(characters)}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], box))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (1000, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    path = folder / "boxes.ttf"
    builder.save(path)
    return path


CJK = {
    chr(point)
    for point in (*range(0x2E80, 0x2FE0), *range(0x3000, 0x3040), *range(0x4E00, 0x9FB0), *range(0xFF00, 0xFFF0))
}


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_font(tmp_path_factory.mktemp("font"), CJK)


def run(*words: str) -> tuple[int, bytes, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout_bytes, done.stderr


@pytest.mark.slow
def test_svg_holds_its_texts_and_needs_no_font() -> None:
    code, picture, told = run("spec", "plot", "cn.mof-2021-101")
    assert (code, told) == (0, "")
    text = picture.decode()
    assert text.count("<text") > 60
    for word in (">60%<", "满意度", "财预〔2021〕101号", "execution_by_band", "cn.mof-2021-101@2"):
        assert word in text
    assert "DejaVu" not in text
    assert "Noto Sans CJK SC" in text


@pytest.mark.slow
def test_the_same_picture_has_the_same_bytes(tmp_path: Path, font: Path) -> None:
    """In other processes too, with another order of hashes and another folder for the library's own files."""
    made = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "MPLCONFIGDIR": str(tmp_path / seed)}
        for name, more in (("a.svg", ()), ("a.png", ("--font", str(font)))):
            path = tmp_path / seed / name
            command = [
                str(Path(sys.executable).with_name("jixiao")),
                "spec",
                "plot",
                "cn.vendor-fasp2",
                "-o",
                str(path),
                *more,
            ]
            subprocess.run(command, check=True, env=environment)
            made.append(path.read_bytes())
    assert made[:2] == made[2:]
    assert made[1].startswith(b"\x89PNG")


def test_a_folder_takes_one_picture_a_rule(tmp_path: Path) -> None:
    assert run("spec", "plot", "cn.mof-2020-10@2", "-o", f"{tmp_path}/", "--lang", "en")[0] == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"cn.mof-2020-10.{rule.name}.svg" for rule in SPECS["cn.mof-2020-10"].rules}
    assert "attainment" in (tmp_path / "cn.mof-2020-10.more_is_better.svg").read_text(encoding="utf-8")


def test_png_by_the_files_name(tmp_path: Path, font: Path) -> None:
    for name, more in (("a.png", ()), ("b.dat", ("-f", "png"))):
        assert run("spec", "plot", "cn.vendor-fasp2", "-o", str(tmp_path / name), "--font", str(font), *more)[0] == 0
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_an_installed_font_that_has_the_characters_is_found(font: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager

    spec, manager = SPECS["cn.mof-2020-10"], font_manager.fontManager
    latin = [entry for entry in manager.ttflist if entry.name == "DejaVu Sans"]
    monkeypatch.setattr(manager, "ttflist", latin)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(font), "/nowhere.ttf", __file__])
    assert draw(panels(spec), spec.title, "png").startswith(b"\x89PNG")


def test_without_a_font_for_the_characters_it_says_what_to_do(tmp_path: Path) -> None:
    poor = a_font(tmp_path, {"A", "甲"})
    code, picture, told = run("spec", "plot", "cn.mof-2020-10", "-f", "png", "--font", str(poor))
    assert (code, picture) == (1, b"")
    assert "JX586" in told
    assert "--format svg" in told


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, picture, told = run("spec", "plot", "cn.mof-2020-10", "--lang", "en")
    assert (code, picture, install_command("charts") in told) == (1, b"", True)


def test_wrong_uses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run("spec", "plot", "cn.nowhere")[0] == 2
    assert run("spec", "plot", "cn.mof-2020-10", "-o", str(tmp_path / "file/a.svg"))[0] == 2


def test_long_lines_are_broken_by_what_they_take() -> None:
    assert wrapped("a甲b乙", 3) == ["a甲", "b乙"]
    assert wrapped("", 3) == [""]
