"""Versions and editions of a spec: which one scores a project, and that superseded ones stay as they were."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import jixiao
from jixiao.loading.lock import NAME, read_lock, version_of
from jixiao.loading.package import package_specs
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.loading.specs import find_spec
from jixiao.model.spec import IndicatorSpec
from tests.support.commands import run
from tests.support.overlays import overlay

VENDOR = "cn.vendor-fasp2"
#: 10 + 90 × 7500/9000 ＝ 85.00
EIGHTY_FIVE = """\
spec: {spec}
name: 例
year: {year}
funds: {{total: {{budget: 5, spent: 5}}}}
indicators:
  - {{level1: 产出指标, name: 甲, target: ≥9000个, actual: 7500个, weight: 90, cause: 缓建}}
"""


def graded(tmp_path: Path, year: int, *more: str, spec: str = VENDOR) -> tuple[str, str, str]:
    """Total, grade and the id of the spec of the project that makes 85.00."""
    file = tmp_path / "a.yaml"
    file.write_text(EIGHTY_FIVE.format(spec=spec, year=year), "utf-8")
    code, output, told = run("score", str(file), "--format", "json", *more)
    assert code == 0, told
    (found,) = json.loads(output)
    return found["total"], found["grade"], found["spec"]["id"]


@pytest.mark.parametrize(
    ("year", "more", "grade", "spec_id"),
    [
        (2023, (), "优", VENDOR),
        (2021, (), "优", VENDOR),  # by the last day of the year
        (2021, ("--on", "2021-07-31"), "良", "cn.vendor-fasp2-2020"),
        (2021, ("--on", "2021-10-31"), "良", "cn.vendor-fasp2-2020"),
        (2021, ("--on", "2021-11-01"), "优", VENDOR),
        (2020, (), "良", "cn.vendor-fasp2-2020"),
        (2019, (), "优", VENDOR),  # none is in force; a note says so
    ],
)
def test_the_day_decides_between_editions(
    tmp_path: Path, year: int, more: tuple[str, ...], grade: str, spec_id: str
) -> None:
    assert graded(tmp_path, year, *more) == ("85.00", grade, spec_id)
    assert graded(tmp_path, year, *more, "--spec", VENDOR, spec="cn.mof-2020-10") == ("85.00", grade, spec_id)


def test_a_version_is_named_exactly(tmp_path: Path) -> None:
    assert graded(tmp_path, 2023, spec=f"{VENDOR}@1") == ("85.00", "良", VENDOR)
    assert jixiao.load_spec(f"{VENDOR}@1").version == "1"
    assert jixiao.load_spec(f"{VENDOR}@2").version == jixiao.load_spec(VENDOR).version == "2"
    for name, code in ((f"{VENDOR}@9", "JX582"), ("cn.none@1", "JX501")):
        assert [finding.code for finding in find_spec(name).findings] == [code]


def test_a_batch_goes_by_the_years_of_its_projects() -> None:
    polars = pytest.importorskip("polars")
    from jixiao.batch import score_frame

    def grades(spec: str | IndicatorSpec, *years: int) -> list[str]:
        rows: list[dict[str, Any]] = []
        for year in years:
            execution = {"level1": "预算执行率", "name": "", "target": "5", "actual": "5", "weight": None}
            output = {"level1": "产出指标", "name": "甲", "target": "≥9000个", "actual": "7500个", "weight": "90"}
            rows += [{"project": str(year), "year": year, **row} for row in (execution, output)]
        return score_frame(polars.DataFrame(rows), spec).projects["grade"].to_list()

    assert grades(VENDOR, 2023, 2022) == ["优", "优"]
    assert grades(VENDOR, 2020) == ["良"]
    assert grades(jixiao.load_spec(VENDOR), 2020) == ["优"]  # the spec that was given, whatever the year
    assert grades(f"{VENDOR}@1", 2023) == ["良"]
    with pytest.raises(jixiao.SpecError, match="JX715"):
        grades(VENDOR, 2020, 2023)


def test_every_published_version_is_at_hand_as_it_was() -> None:
    """What LOCK.yaml names can be loaded, so a stored result of any version can be explained."""
    lock, _ = read_lock(package_specs() / NAME)
    for version, sha256 in lock.hashes.items():
        spec = jixiao.load_spec(version)
        assert (version_of(spec), spec.sha256) == (version, sha256)


def test_a_superseded_file_is_called_by_what_it_holds() -> None:
    files = package_book().superseded_files
    assert "cn.mof-2020-10@1" in {file.key for file in files}
    for file in files:
        spec = package_book().read(file).spec
        assert spec is not None
        assert version_of(spec) == file.key
    assert not {file.key for file in files} & set(package_book().ids)


def test_overlays_and_cases_of_a_superseded_version_go_on(tmp_path: Path) -> None:
    for version in "12":
        (tmp_path / "a.yaml").write_text(overlay("x.a", base=f"cn.mof-2020-10@{version}"), "utf-8")
        spec = jixiao.load_spec(tmp_path / "a.yaml")
        base = jixiao.load_spec(f"cn.mof-2020-10@{version}")
        assert (spec.rules, spec.remarks) == (base.rules, base.remarks)
    row = "row: {level1: 产出, target: ≥10000, actual: 13000, weight: 10}"
    for version, remarked in (("1", "no_findings"), ("2", "findings")):
        (tmp_path / "b.cases.yaml").write_text(
            f"cases_of: cn.mof-2020-10@{version}\ncases: [{{case: 例, {row}, expect: {{{remarked}: JX410}}, "
            "by: hand, arithmetic: 130%}]\n",
            "utf-8",
        )
        assert run("spec", "test", str(tmp_path / "b.cases.yaml"))[0] == 0
    assert run("spec", "test", str(tmp_path / "b.cases.yaml"), "--specs", str(tmp_path))[0] == 0


def test_own_superseded_versions_stand_beside_the_newest(tmp_path: Path) -> None:
    """A local file NAME@VERSION is found by id@version alone; a local newest version comes before the package's kept one."""
    mof = (package_specs() / "cn/mof-2020-10.yaml").read_text("utf-8")
    own = mof.replace("id: cn.mof-2020-10\nversion: 2", "id: {id}\nversion: {version}").replace(
        "title: 项目", "title: 自有项目"
    )

    def put(name: str, spec_id: str, version: str) -> None:
        (tmp_path / name).write_text(own.replace("{id}", spec_id).replace("{version}", version), "utf-8")

    put("x@1.yaml", "x.own", "1")
    assert SpecBook(folders=[tmp_path]).ids == package_book().ids
    assert SpecBook(folders=[tmp_path]).look_up("x.own").spec is None
    assert jixiao.load_spec("x.own@1", specs=tmp_path).id == "x.own"
    put("x.yaml", "x.own", "2")
    assert [jixiao.load_spec(name, specs=tmp_path).version for name in ("x.own", "x.own@1", "x.own@2")] == [
        "2",
        "1",
        "2",
    ]
    put("y@7.yaml", "x.named", "8")
    assert [finding.code for finding in find_spec("x.named@7", None, SpecBook(folders=[tmp_path])).findings] == [
        "JX582"
    ]
    put("law.yaml", "cn.mof-2020-10", "1")
    assert jixiao.load_spec("cn.mof-2020-10@1", specs=tmp_path).title.startswith("自有")


def test_an_id_may_be_both_a_spec_and_a_series(tmp_path: Path) -> None:
    """Dates decide; where none is in force, the one of that very id."""
    head = "version: 1\ntitle: 甲\nextends: cn.mof-2020-10@2\nin_force: "
    (tmp_path / "a.yaml").write_text(f"id: x.a\n{head}{{from: 2024-01-01}}\n", "utf-8")
    (tmp_path / "b.yaml").write_text(f"id: x.a-2021\n{head}{{from: 2021-01-01, to: 2022-12-31}}\n", "utf-8")
    for day, expected in (
        (None, "x.a"),
        (date(2024, 6, 1), "x.a"),
        (date(2021, 6, 1), "x.a-2021"),
        (date(2023, 6, 1), "x.a"),
    ):
        assert jixiao.load_spec("x.a", day, specs=tmp_path).id == expected


def test_a_batch_rounds_the_edges_of_tiers_as_the_core_does() -> None:
    polars = pytest.importorskip("polars")
    from jixiao.batch import score_frame

    rows = [
        {"level1": "效益指标", "name": f"{number}", "target": "明显改善", "actual": "明显", **typed}
        for number, typed in enumerate(
            {"tier": tier, "score": score, "weight": weight}
            for tier in "12"
            for score in ("2.65", "2.66", "2.67")
            for weight in ("3.33", "3.32", "3.31")
        )
    ]
    project = jixiao.load_project({"name": "例", "year": 2023, "indicators": rows})
    expected = [found["score"] for found in jixiao.score(project, jixiao.load_spec(VENDOR)).to_dict()["indicators"]]
    frame = polars.DataFrame([{"project": "例", "year": 2023, **row} for row in rows])
    scores = score_frame(frame, VENDOR).rows["score"]
    assert [None if score is None else str(score) for score in scores] == expected
    assert {None, "2.65", "2.66"} <= set(expected)
