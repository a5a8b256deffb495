"""``jixiao spec check``: broken specs, each with what it says and the projects that show it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import jixiao
from jixiao.cli.commands import app
from jixiao.cli.spec_check import check_spec
from jixiao.findings import Severity, catalog
from jixiao.loading.specs import book_of_folder
from jixiao.model.spec import IndicatorSpec
from jixiao.spec_tools.proof import prove
from jixiao.spec_tools.proof.certificate import proven
from tests.support.commands import jixiao as command
from tests.support.goldens import golden
from tests.support.paths import BROKEN_SPECS, ROOT
from tests.support.rule_book import SPECS

FILES = sorted(BROKEN_SPECS.glob("*.yaml"))
BOOK = book_of_folder(BROKEN_SPECS)
HAN = re.compile("[\u4e00-\u9fff]")

#: What each broken spec must be told of, first.
TOLD = {
    "cap-at-the-target": "JX557",
    "cap-before-the-target": "JX589",
    "cap-on-the-value": "JX589",
    "cap-on-the-value-of-less": "JX589",
    "cyclic": "JX506",
    "cyclic-other": "JX506",
    "default-outside-its-tier": "JX534",
    "edge-on-the-wrong-side": "JX556",
    "edge-to-the-worse-band": "JX558",
    "falling-curve": "JX550",
    "finished-earns-less": "JX568",
    "gap-in-bands": "JX528",
    "gap-in-tiers": "JX563",
    "gap-on-both-sides": "JX550",
    "grade-by-exact-total": "JX569",
    "grade-hole": "JX536",
    "grade-out-of-reach": "JX560",
    "grades-out-of-order": "JX591",
    "grades-without-an-order": "JX591",
    "hidden-rule": "JX562",
    "late-cap-on-months": "JX590",
    "limit-without-direction": "JX589",
    "mixed-band-families": "JX529",
    "nameless-tier": "JX214",
    "not-heeding-the-direction": "JX561",
    "names-unknown-class": "JX539",
    "no-rule-for-dates": "JX553",
    "no-weights": "JX567",
    "older-than-its-base": "JX509",
    "overlap-in-bands": "JX530",
    "overlap-in-tiers": "JX564",
    "pass-line-without-direction": "JX589",
    "shadowed-rule": "JX552",
    "share-above-one": "JX522",
    "share-gap-on-both-sides": "JX550",
    "short-of-the-target": "JX557",
    "tier-above-one": "JX565",
    "twice-named-tier": "JX541",
    "two-sided-under-one-sign": "JX559",
    "uncited": "JX213",
    "unreachable-band": "JX560",
    "unreachable-full-marks": "JX555",
    "unreachable-under-a-cap": "JX555",
    "value-against-a-range": "JX550",
    "value-under-every-sign": "JX550",
    "wavering-cap": "JX550",
    "weights-short": "JX554",
    "without-the-percent-sign": "JX577",
    "without-the-percent-sign-in-steps": "JX577",
}


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("JIXIAO_LANG", "JIXIAO_SPECS"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: object, lang: str = "zh") -> Any:
    return CliRunner().invoke(app, ["spec", "check", *map(str, arguments), "--lang", lang])


def test_every_broken_spec_is_expected() -> None:
    assert {path.stem for path in FILES} == {*TOLD, "sound"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden(path: Path, tmp_path: Path) -> None:
    """Exactly what the author of a broken spec sees."""
    done = run(path.relative_to(ROOT), "--specs", BROKEN_SPECS.relative_to(ROOT), "--counterexamples", tmp_path)
    assert done.stderr == ""
    shown = [done.stdout.replace(str(tmp_path), "DIR")]
    shown += [f"\n== {file.name}\n{file.read_text('utf-8')}" for file in sorted(tmp_path.iterdir())]
    text = "".join(shown).replace(Path(os.path.relpath(BROKEN_SPECS, tmp_path)).as_posix(), "tests/broken_specs")
    golden(f"broken_specs/{path.stem}.txt", text)
    assert done.exit_code == int("错误" in text)


@pytest.mark.parametrize("name", TOLD)
def test_every_broken_spec_is_told_of(name: str) -> None:
    found = check_spec(str(BROKEN_SPECS / f"{name}.yaml"), BOOK).findings
    assert TOLD[name] in [finding.code for finding in found]
    for finding in found:
        for lang in ("zh", "en"):
            assert finding.message(lang)  # type: ignore[arg-type]
            assert "{" not in finding.message(lang) + finding.remedy(lang)  # type: ignore[arg-type]
        assert finding.place is not None


def test_the_sound_spec_is_proven() -> None:
    done = run("test.sound", "--specs", BROKEN_SPECS)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "test.sound: 没有问题")


# Scoring the counterexamples really shows the fault

Rows = list[dict[str, Any]]


def amount(text: str) -> Fraction:
    return Fraction(re.sub("[元%第名]", "", text))


def better(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the second of two rows has the better actual, by the sign of their one target."""
    if "-" in one["target"]:
        low, high = (amount(end) for end in one["target"].lstrip("≥>≤<=").split("-"))
        far = [
            max(low - actual, actual - high, Fraction(0)) for actual in map(amount, (one["actual"], other["actual"]))
        ]
        return far[0] > far[1]
    target, *actuals = (amount(row) for row in (one["target"].lstrip("≥>≤<="), one["actual"], other["actual"]))
    sign, less = one["target"][0], one.get("direction") == "反向"
    if sign in "≥>" or (sign == "=" and not less):
        return actuals[0] < actuals[1]
    return actuals[0] > actuals[1] if sign in "≤<" or less else abs(actuals[0] - target) > abs(actuals[1] - target)


def scored(row: dict[str, Any]) -> Fraction | None:
    return None if row["score"] is None else Fraction(row["score"])


def costs(documents: Rows, rows: Rows) -> bool:
    values = [scored(row) for row in rows]
    if len(rows) == 3:  # a cap: further, further, and back
        return (values[0] > values[1]) != (values[1] > values[2])  # type: ignore[operator]
    return better(*rows) and values[0] > values[1]  # type: ignore[operator]


def no_score(documents: Rows, rows: Rows) -> bool:
    every = [documents[0]["execution"], *rows]
    return any(row is not None and row["score"] is None for row in every)


def not_full(documents: Rows, rows: Rows) -> bool:
    return all(scored(row) < Fraction(row["weight"]) for row in rows)  # type: ignore[operator]


def at_target(documents: Rows, rows: Rows) -> bool:
    return not_full(documents, rows) and rows[0]["actual"] == rows[0]["target"].lstrip("≥>≤<=")


def finishing(documents: Rows, rows: Rows) -> bool:
    before, after = (Fraction(document["execution"]["score"]) for document in documents)
    return before > after


def falling_grades(documents: Rows, rows: Rows) -> bool:
    low, high = documents
    best = ["优", "良", "中", "差"] if low["grade"] in "优良中差" else ["甲", "乙", "丙", "丁"]
    lower = Fraction(low["total"]) < Fraction(high["total"])
    return lower and best.index(low["grade"]) < best.index(high["grade"])


#: What scoring the projects of a finding must show.
CLAIMS: dict[str, Callable[[Rows, Rows], bool]] = {
    "JX561": costs,
    "JX550": costs,
    "JX552": lambda _, rows: rows[0]["rule"] == "ratio",
    "JX553": no_score,
    "JX554": lambda documents, rows: documents[0]["total"] is None and not_none(rows),
    "JX555": not_full,
    "JX556": at_target,
    "JX557": at_target,
    "JX558": not_full,
    "JX559": costs,
    "JX562": no_score,
    "JX563": lambda _, rows: all(row["score"] is None for row in rows),
    "JX564": lambda _, rows: not_none(rows) and len({row["score"] for row in rows}) == 1 and len(rows) == 2,
    "JX565": no_score,
    "JX567": lambda documents, _: documents[0]["execution"] is None,
    "JX568": finishing,
    "JX589": costs,
    "JX591": falling_grades,
    "JX569": lambda documents, _: documents[0]["grade"] == "良" and documents[0]["total"] == "90.00",
}
#: Codes that no input can show.
SILENT = {"JX551", "JX560", "JX566", "JX590"}


def not_none(rows: Rows) -> bool:
    return all(row["score"] is not None for row in rows)


def test_every_code_has_a_claim() -> None:
    codes = {code for code in catalog() if "JX550" <= code <= "JX569" or "JX589" <= code <= "JX599"}
    assert codes == set(CLAIMS) | SILENT


@pytest.mark.parametrize("name", sorted(name for name, code in TOLD.items() if code in CLAIMS))
def test_counterexamples_show_the_fault(name: str, tmp_path: Path) -> None:
    done = run(
        BROKEN_SPECS / f"{name}.yaml", "--specs", BROKEN_SPECS, "--counterexamples", tmp_path, "--format", "json"
    )
    (document,) = json.loads(done.stdout)
    shown = [finding for finding in document["findings"] if finding["code"] in CLAIMS]
    assert TOLD[name] in [finding["code"] for finding in shown]
    for finding in shown:
        if finding["path"].startswith("weights.sets") and finding["code"] == "JX552":
            continue  # a set of weights behind another: no project tells them apart
        assert finding["counterexamples"], finding
        results = [score(file) for file in finding["counterexamples"]]
        rows = [row for result in results for row in about(result)]
        assert CLAIMS[finding["code"]](results, rows), (finding, rows)
        said = re.findall("→ ([0-9]+[.][0-9]+)", finding["message"])
        every = [row["score"] for result in results for row in (result["execution"], *result["indicators"]) if row]
        assert set(said) <= {*every, *(result["total"] for result in results)}, finding["message"]


def score(file: str) -> dict[str, Any]:
    spec = jixiao.load_spec(
        BROKEN_SPECS / f"{Path(file).name.split('-JX')[0].removeprefix('test.')}.yaml", specs=BROKEN_SPECS
    )
    result: dict[str, Any] = json.loads(jixiao.score(jixiao.load_project(Path(file)), spec).to_json())
    typed = yaml.safe_load(Path(file).read_text("utf-8"))["indicators"]
    for row, written in zip(result["indicators"], typed, strict=True):
        row["target"] = f"{written.get('comparison', '')}{row['target']}"
        row["direction"] = written.get("direction")
    return result


def about(result: dict[str, Any]) -> Rows:
    """The rows that an example is about: not the last one, where that only takes the points left over."""
    rows: Rows = result["indicators"]
    return rows[:-1] if len(rows) > 1 and rows[-1]["target"] == "≥1" and rows[0]["target"] != "≥1" else rows


def test_a_counterexample_scores_where_it_lies(tmp_path: Path) -> None:
    """The file names its spec, so that ``jixiao score`` needs nothing else."""
    for path in (BROKEN_SPECS / "sound.yaml", BROKEN_SPECS / "falling-curve.yaml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    check = ["spec", "check", "falling-curve.yaml", "--specs", ".", "--counterexamples", "shown"]
    assert command(*check, cwd=tmp_path).code == 1
    files = [str(path) for path in sorted((tmp_path / "shown").iterdir())]
    (result,) = command("score", *files, "--specs", ".", "--format", "json", cwd=tmp_path).json
    assert [row["score"] for row in result["indicators"]] == ["50.00", "40.00"]


# The specs that come with the package


@pytest.mark.parametrize("name", SPECS)
def test_shipped_specs_are_sound(name: str) -> None:
    """No errors. What else is told is true and said in the finding."""
    proof = prove(jixiao.load_spec(name))
    assert not [finding for finding in proof.findings if finding.severity is Severity.ERROR]
    rules = {use.owner.name for use in proof.uses if use.path.startswith("rules") and use.runs}
    found = proven(proof)
    assert {rule["rule"] for rule in found["rules"]} == rules - {
        fault.finding.args["name"] for fault in proof.faults if fault.finding.code == "JX561"
    }
    assert found["cells"]["uncovered"] == 0
    assert found["weights"]
    cells = found["cells"]
    assert cells["all"] == cells["scored"] + cells["unmeasured"] + cells["uncovered"] == len(proof.grid.cases)


def test_what_the_four_are_told() -> None:
    """Law 101 asks what is meant where a satisfaction is no percentage, and scores a complaint rate with = as if more
    were better; the vendor grades the unrounded sum."""
    names = ("cn.mof-2020-10", "cn.mof-2021-101", "cn.vendor-fasp2", "cn.sichuan.leshan-2023")
    told = {name: {finding.code for finding in prove(jixiao.load_spec(name)).findings} for name in names}
    assert told == {
        "cn.mof-2020-10": set(),
        "cn.mof-2021-101": {"JX561", "JX562"},
        "cn.vendor-fasp2": {"JX569"},
        "cn.sichuan.leshan-2023": set(),
    }


def test_english_and_json() -> None:
    done = run("cn.mof-2020-10", "cn.none", lang="en")
    assert done.exit_code == 2  # contract: an unknown spec is wrong usage
    lines = [line for line in done.stdout.splitlines() if line.startswith("  - ")]
    assert "  - nearer to the target never earns less: zero_target [=], within_range [≥ > ≤ < =]" in lines
    assert not [line for line in lines if HAN.search(line.replace("定性", "").replace("优 良 中 差", ""))]
    data = json.loads(run("cn.mof-2020-10", "cn.none", "--format", "json").stdout)
    assert [found["spec"] and found["spec"]["id"] for found in data] == ["cn.mof-2020-10", None]
    assert data[0]["proven"]["rounding"] == {"row": "0.01", "bound": "0.005", "grade": "printed total"}
    assert [finding["code"] for finding in data[1]["findings"]] == ["JX501"]


def test_counterexamples_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    done = run("cn.vendor-fasp2", "--counterexamples", tmp_path / "file" / "below")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


@pytest.mark.parametrize(
    ("edges", "told"),
    [
        ({"≥1000%": "full", "otherwise": "0"}, False),  # far, and meant so
        ({"≥1.3": "full", "otherwise": "0"}, False),
        ({"≥90": "full", "≥80%": "8/10", "otherwise": "0"}, True),  # one of several
    ],
)
def test_an_edge_is_judged_as_it_is_written(edges: dict[str, str], told: bool) -> None:
    law = jixiao.load_spec("cn.mof-2020-10")
    rule = {
        "rule": "own",
        "for": {"name_has": "率", "target": "percent"},
        "measure": "value",
        "bands": edges,
        "basis": "m10",
    }
    data = law.model_dump(mode="json", by_alias=True, exclude_none=True)
    spec = IndicatorSpec.model_validate({**data, "rules": [rule, *data["rules"]]})
    assert ("JX577" in {finding.code for finding in prove(spec).findings}) is told
