"""Spec files to specs: finding one, ``extends``, and a finding with its place for every way to be wrong."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jixiao import SpecError, load_spec
from jixiao.curve import Count
from jixiao.findings import catalog
from jixiao.loading import spec_files as spec_files_module
from jixiao.loading.package import package_specs
from jixiao.loading.spec_book import SpecBook
from jixiao.loading.specs import book_of_folder, find_spec
from tests.support.overlays import SOURCE, overlay
from tests.support.paths import TESTS

MOF = (package_specs() / "cn/mof-2020-10.yaml").read_text("utf-8")
START = overlay("x.a", "sources: {o: {document: 本地, kind: local, checked: seen}}\n", title="甲")


@pytest.fixture
def local(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    return tmp_path / "specs"


def put(local: Path, text: str, name: str = "a.yaml") -> Path:
    (local / name).write_text(text, "utf-8")
    return local / name


def found(local: Path, text: str) -> list[str]:
    result = find_spec(str(put(local, text)), None, book_of_folder(local))
    for finding in result.findings:
        assert finding.message("zh")
        assert finding.message("en")
        assert finding.remedy("zh")
        assert finding.remedy("en")
        assert finding.place
    assert result.spec is None
    return [finding.code for finding in result.findings]


def test_by_id_by_series_and_by_path(local: Path) -> None:
    assert load_spec("cn.mof-2020-10").id == "cn.mof-2020-10"
    assert load_spec(package_specs() / "cn/mof-2020-10.yaml").sha256 == load_spec("cn.mof-2020-10").sha256
    assert load_spec("cn.sichuan.leshan").id == "cn.sichuan.leshan-2023"
    assert load_spec("cn.sichuan.leshan", date(2023, 5, 1)).id == "cn.sichuan.leshan-2023"
    for name, day, code in (("cn.sichuan.leshan", date(2020, 1, 1), "JX502"), ("cn.none", None, "JX501")):
        with pytest.raises(SpecError, match=code) as caught:
            load_spec(name, day)
        assert caught.value.findings[0].remedy()


def test_a_local_series_may_extend_a_local_base(local: Path) -> None:
    put(local, START.replace("x.a", "x.base"), "base.yaml")
    put(local, START.replace("x.a", "x.place-2023").replace("cn.mof-2020-10@2", "x.base@1"), "place.yaml")
    put(local, START.replace("x.a", "x.place-2022").replace("2023-01-01", "2022-01-01"), "z.yaml")
    assert load_spec("x.place", date(2023, 12, 31), specs=local).id == "x.place-2023"
    assert load_spec("x.place", date(2022, 12, 31), specs=local).id == "x.place-2022"
    assert load_spec("x.place", specs=local).id == "x.place-2023"


def test_two_files_of_one_id_are_not_chosen_between(local: Path) -> None:
    one, other = put(local, START, "one.yaml"), put(local, START, "other.yaml")
    (finding,) = find_spec("x.a", None, book_of_folder(local)).findings
    assert (finding.code, finding.args["files"]) == ("JX546", f"{one}、{other}")
    assert load_spec(other, specs=local).id == "x.a"
    package = put(local, START.replace("x.a", "cn.mof-2016").replace("2023-01-01", "2021-01-01"), "own.yaml")
    assert load_spec("cn.mof-2016", specs=local).title == "甲", package


def test_local_files(local: Path) -> None:
    put(local, json.dumps({"version": "1", "id": "x.json"}), "a.json")
    put(local, "id: x.b\n", "b.yml")
    put(local, "name: c\n", "c.yaml")
    put(local, "id: x.txt\n", "d.txt")
    (local / "e.yaml").write_bytes(b"\0")
    assert {name for name in SpecBook(folders=[local]).ids if name.startswith("x.")} == {"x.json", "x.b"}


def test_extends_adds_changes_and_drops(local: Path) -> None:
    text = START + (
        "rules:\n"
        "  - {rule: own, for: {level2: 自有}, measure: met, bands: {met: full, otherwise: 0}, basis: o}\n"
        "  - {change: more_is_better, bands: {≥90%: full, otherwise: 0}, basis: o}\n"
        "drop: [on_time]\n"
    )
    base, spec = load_spec("cn.mof-2020-10"), load_spec(put(local, text), specs=local)
    names = [rule.name for rule in spec.rules]
    assert names == ["own", *(rule.name for rule in base.rules if rule.name != "on_time")]
    changed, old = spec.rule("more_is_better"), base.rule("more_is_better")
    assert changed is not None
    assert old is not None
    assert (changed.form, changed.basis, changed.when) == ("bands", "o", old.when)
    assert set(spec.sources) == {*base.sources, "o"}
    assert (spec.title, spec.full_marks) == ("甲", base.full_marks)


EXTENDING = {
    "JX201": "tilte: x\n",
    "JX202": "🐉: x\n",
    "JX212": "drop: on_time\n",
    "JX214": "rules: [{change: qualitative, same_text_means: 无此一档, basis: o}]\n",
    "JX217": "rules: [10]\n",
    "JX510": "rules: [{rule: on_time, measure: met, bands: {met: full, otherwise: 0}, basis: o}]\n",
    "JX511": "rules: [{change: nothing, basis: o}]\n",
    "JX511 ": "drop: [nothing]\n",
    "JX512": "rules: [{change: on_time, bands: {≤0: full, otherwise: 0}}]\n",
    "JX513": "rules: [{change: on_time, for: {}, basis: o}]\n",
    "JX588": "rules: [{change: on_time, bands: {≤0: full, otherwise: 0}, basis: o}]\ndrop: [on_time]\n",
}


@pytest.mark.parametrize("code", EXTENDING)
def test_broken_overlays(local: Path, code: str) -> None:
    assert found(local, START + EXTENDING[code]) == [code.strip()]


BASES = {
    "JX504": ("cn.mof-2020-10@2", "cn.none@1"),
    "JX505": ("cn.mof-2020-10@2", "cn.mof-2020-10"),
    "JX506": ("cn.mof-2020-10@2", "x.a@1"),
    "JX508": ("cn.mof-2020-10@2", "cn.mof-2020-10@9"),
    "JX509": ("2023-01-01", "2017-01-01"),
}


@pytest.mark.parametrize("code", BASES)
def test_broken_bases(local: Path, code: str) -> None:
    assert found(local, START.replace(*BASES[code])) == [code]


def test_too_deep(local: Path) -> None:
    chain = ["x.b", "x.c", "x.d", "x.e", "cn.mof-2020-10"]
    for name, base in pairwise(chain):
        put(local, START.replace("x.a", name).replace("cn.mof-2020-10", base), f"{name}.yaml")
    assert found(local, START.replace("cn.mof-2020-10", "x.b")) == ["JX507"]


def test_a_broken_base_is_found_at_extends(local: Path) -> None:
    """What the base says wrong has no line in the overlay; it is shown where the overlay refers to it."""
    put(local, MOF.replace("id: cn.mof-2020-10", "id: x.base").replace("full_marks: 100", "full_marks: viel"), "b.yaml")
    path = put(local, START.replace("cn.mof-2020-10", "x.base"))
    (finding,) = find_spec(str(path), None, book_of_folder(local)).findings
    assert (finding.code, str(finding.place)) == ("JX204", f"{path}:4:10")
    put(local, "id: x.broken\nversion: 1\nrules: [\n", "c.yaml")
    assert found(local, START.replace("cn.mof-2020-10", "x.broken"))[:1] == ["JX127"]


def _curve(text: str) -> tuple[str, str]:
    return (
        "line: {0: 0, 100%: full}\n    basis: m10\n    readings:\n      tier:",
        f"{text}\n    basis: m10\n    readings:\n      tier:",
    )


RULES: dict[str, tuple[str, str]] = {
    "JX213": ("full_marks: 100\n", ""),
    "JX214": ("binding: advised\n", "binding: maybe\n"),
    "JX214 ": ("      tier: 办法", "      trier: 办法"),
    "JX214  ": ("差: 0, binding: advised", "差: 0, binding: strict"),
    "JX514": ("    same_text_means:", "    tier_step: 0.01\n    same_text_means:"),
    "JX203": ("title: 项目支出绩效评价管理办法 · 自评", "title: [a]"),
    "JX204": ("full_marks: 100", "full_marks: 1e2"),
    "JX212": ("id: cn.mof-2020-10", "id: 汉字"),
    "JX521": _curve("bands: {≥90%: 8分, otherwise: 0}"),
    "JX522": _curve("bands: {≥90%: 120%, otherwise: 0}"),
    "JX523": _curve("bands: {90左右: full, otherwise: 0}"),
    "JX524": _curve("line: {100%: full, 1: 0}"),
    "JX525": _curve("line: {}"),
    "JX526": ("rules:      ", "marks: [{mark: x, label: x, lose: 很多, basis: m10}]\nrules:      "),
    "JX527": _curve("bands: {≥100%: 0 → full, otherwise: 0}"),
    "JX528": _curve("bands: {≥90%: full}"),
    "JX529": _curve("bands: {≥90%: full, ≤10%: 0, otherwise: 0}"),
    "JX530": _curve("bands: {0..2: full, 1..3: 0, otherwise: 0}"),
    "JX531": _curve("bands: {≥90%: 8/10, ≥80%: -1分, otherwise: 0}"),
    "JX532": _curve("steps: {from: 0, each: 0, begun: true, lose: 1分}"),
    "JX533": _curve("line: {0: 0, 100%: full}\n    bands: {≥90%: full, otherwise: 0}"),
    "JX534": ("{from: 80%, through: 100%,", "{from: 80%, through: 100%, below: 100%,"),
    "JX535": ("rules:      ", "marks: [{mark: x, label: x, basis: m10}]\nrules:      "),
    "JX536": ("{优: 90, 良: 80, 中: 60, 差: 0, binding", "{优: 90, 良: 80, binding"),
    "JX537": (
        "grades: {优: 90, 良: 80, 中: 60, 差: 0, binding: advised, basis: m10}",
        "grades: {优: 90, 差: 0, basis: nowhere}",
    ),
    "JX538": ("rule: zero_target", "rule: execution"),
    "JX539": ("for: {class: execution}", "for: {class: outputs}"),
    "JX542": ("{execution: 10, output: 50, benefit: 30,", "{execution: 10, output: 90, benefit: -10,"),
    "JX543": ("rounding: {row: 0.01,", "rounding: {row: 2,"),
    "JX543 ": ("rounding: {row: 0.01,", "rounding: {row: 0,"),
    "JX544": ("in_force: {from: 2020-02-25}", "in_force: {from: 2024-01-01, to: 2023-12-31}"),
}


@pytest.mark.parametrize("code", RULES)
def test_broken_rules(local: Path, code: str) -> None:
    old, new = RULES[code]
    assert MOF.count(old) == 1
    assert found(local, MOF.replace(old, new)) == [code.strip()]


@pytest.mark.parametrize(
    ("code", "path", "text"),
    [
        ("JX537", "grades.basis", "nowhere"),
        ("JX538", "rules[2]", "- rule: execution"),
        ("JX539", "rules[0].for", "{class: outputs}"),
        ("JX542", "weights.sets[0].points.benefit", "benefit: -10"),
        ("JX543", "rounding.row", "2"),
        ("JX544", "in_force", "{from"),
    ],
)
def test_broken_rules_are_told_where_they_stand(local: Path, code: str, path: str, text: str) -> None:
    old, new = RULES[code]
    broken = MOF.replace(old, new)
    (finding,) = find_spec(str(put(local, broken))).findings
    assert finding.path == path
    assert finding.place is not None
    line = broken.splitlines()[finding.place.line - 1]
    assert text in line
    assert finding.place.line > 1


@pytest.mark.parametrize(("text", "code"), [("- 1\n", "JX503"), ("", "JX151"), ("a: [\n", "JX127")])
def test_no_specs(local: Path, text: str, code: str) -> None:
    assert found(local, text) == [code]


def test_a_missing_file(local: Path) -> None:
    assert [finding.code for finding in find_spec(str(local / "none.yaml")).findings] == ["JX102"]


def test_every_code_of_specs_and_projects_is_tried_here() -> None:
    tests = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    assert [
        code
        for code in catalog()
        if code.startswith(("JX2", "JX50", "JX51", "JX52", "JX53", "JX54")) and f"{code}" not in tests
    ] == []


def test_odd_shapes_are_findings_never_crashes(local: Path) -> None:
    shapes: list[Any] = ["null", "1", "[]", "[1]", "{}", "{a: b}", "[{}]", "[[]]"]
    keys = ["id", "version", "in_force", "extends", "sources", "rules", "caps", "weights", "grades", "form", "drop"]
    book = book_of_folder(local)
    for number, (key, shape) in enumerate((key, shape) for key in keys for shape in shapes):
        head = "".join(line + "\n" for line in START.splitlines() if not line.startswith(f"{key}:"))
        path = put(local, f"{head}{key}: {shape}\n", f"o{number}.yaml")
        for finding in find_spec(str(path), None, book).findings:
            assert finding.message("zh") + finding.message("en") + finding.remedy("en")


def test_package_files_that_are_no_specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spec_files_module, "package_specs", lambda: tmp_path)
    for name in ("a-2020.yaml", "a-2020.cases.yaml", "LOCK.yaml"):
        (tmp_path / name).write_text("id: a-2020\n", "utf-8")
    assert [file.id for file in spec_files_module.packaged_files.__wrapped__()] == ["a-2020"]


@pytest.mark.parametrize(("text", "sound"), [("true", True), ("是", True), ("false", False)])
def test_a_rate_may_be_rounded_first(tmp_path: Path, text: str, sound: bool) -> None:
    """`nearest: true` is read from a file, where every scalar is a text."""
    path = tmp_path / "rounded.yaml"
    path.write_text(
        overlay("cn.rounded", SOURCE)
        + "rules:\n  - change: execution\n    line: {0: 0, 100%: full}\n"
        + f"    count: {{each: 1%, nearest: {text}}}\n    basis: n\n",
        encoding="utf-8",
    )
    spec = find_spec(str(path)).spec
    assert (spec is not None) == sound
    assert spec is None or spec.rule("execution").counting == Count(Fraction(1, 100), "nearest")


@pytest.mark.parametrize(
    ("number", "spec_id"),
    [
        ("财预〔2020〕10号", "cn.mof-2020-10"),
        ("财预[2020]10号", "cn.mof-2020-10"),
        ("财预（2021） 101 号", "cn.mof-2021-101"),
        ("《财预〔2020〕10号》", "cn.mof-2020-10"),
        ("财预【２０２０】１０号", "cn.mof-2020-10"),
        ("财预〈2020〉10号", "cn.mof-2020-10"),
        ("财预﹝2020﹞10 号", "cn.mof-2020-10"),
        ("财预2020年第10号", "cn.mof-2020-10"),
        ("财 预 [2020] 10号文", "cn.mof-2020-10"),
        ("财预〔2020〕10", "cn.mof-2020-10"),
        ("财预 2020 10", "cn.mof-2020-10"),
        ("财预[2020]10号文件", "cn.mof-2020-10"),
        ("《项目支出绩效评价管理办法》（财预〔2020〕10号）", "cn.mof-2020-10"),
        ("关于印发《项目支出绩效评价管理办法》的通知 财预〔2020〕10号", "cn.mof-2020-10"),
        ("财预〔2020〕10号 关于印发《项目支出绩效评价管理办法》的通知", "cn.mof-2020-10"),
    ],
)
def test_a_document_number_names_the_spec_that_rests_on_it(number: str, spec_id: str) -> None:
    """Overlays inherit the source, and are not meant."""
    spec = find_spec(number).spec
    assert spec is not None
    assert spec.id == spec_id


def test_a_document_number_of_no_spec_or_of_several_names_none(local: Path) -> None:
    assert [finding.code for finding in find_spec("财预〔1999〕1号").findings] == ["JX501"]
    for name in ("x.a", "x.b"):
        put(local, START.replace("x.a", name).replace("document: 本地", "document: 甲财〔2023〕1号"), f"{name}.yaml")
    (several,) = find_spec("甲财〔2023〕1号", None, book_of_folder(local)).findings
    assert several.remedy("zh") == "可用的有：甲财〔2023〕1号（x.a）、甲财〔2023〕1号（x.b）"


@pytest.mark.parametrize(
    "number", ["川财预〔2020〕10号", "财预〔2021〕10号", "财预〔2020〕101号", "财预〔2020〕1号", "财绩〔2020〕10号"]
)
def test_a_document_number_that_no_spec_has_says_which_are_near(number: str) -> None:
    (finding,) = find_spec(number).findings
    assert finding.code == "JX501"
    assert "财预〔2020〕10号（cn.mof-2020-10）" in finding.remedy("zh")
    assert "leshan" not in finding.remedy("zh")
