"""A batch monitors as ``monitor`` does, whoever the neighbours are: odd rows by every package's rules, under several specs."""

from __future__ import annotations

import random
from itertools import product

import pytest

pl = pytest.importorskip("polars")
pytest.importorskip("xlsxwriter")

from jixiao.loading.companions import companion_names  # noqa: E402
from jixiao.loading.package import MONITORING, package_specs  # noqa: E402
from tests.stress import equality  # noqa: E402
from tests.support import ways  # noqa: E402
from tests.support.monitored_rows import RULES, OddMonitored, at_monitoring, spec_with  # noqa: E402
from tests.support.rule_book import in_samples  # noqa: E402

SPECS = ("cn.mof-2020-10", "cn.vendor-fasp2", "cn.jiangxi.province-2017", "cn.sichuan.leshan-2023")
PAIRS = list(product(SPECS, RULES))


def test_all_rules_of_the_package_are_tried() -> None:
    assert sorted(RULES) == sorted(companion_names(MONITORING, (package_specs(),)))


@pytest.mark.parametrize("pair", in_samples(PAIRS))
def test_odd_rows_are_monitored_the_same_in_every_way(pair: tuple[str, str]) -> None:
    spec = spec_with(*pair)
    rows = OddMonitored(spec, random.Random(f"few {pair}")).table(15)
    names = [way for way in ways.WAYS if way != "xlsx" or pair[0] == SPECS[0]]
    failing = {way: projects for way, _, projects in equality.failing_by_way(spec, rows, names) if projects}
    assert failing == {}


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS)
def test_many_odd_rows_are_monitored_the_same_in_every_way(pair: tuple[str, str]) -> None:
    name, rules = pair
    assert equality.check(name, 300, 7, list(ways.WAYS), show=3, rules=rules) == 0


def test_the_rows_that_are_tried_have_lights_of_all_colours_and_totals() -> None:
    spec = spec_with(SPECS[0], "pace")
    want = ways.by_score(spec, OddMonitored(spec, random.Random("lights")).table(300))
    assert {"red", "yellow", "green", "blue"} <= {row["light"] for row in want.rows.values()}
    assert any(line["projected_total"] is not None for line in want.projects.values())
    assert any(line["total"] is not None for line in want.projects.values())


def test_the_machine_finds_a_light_of_another_colour() -> None:
    spec = spec_with(SPECS[0], "pace")
    rows = [row for row in OddMonitored(spec, random.Random("red")).table(60) if row["project"] is not None]
    own = next(own for own in ways.grouped(rows).values() if at_monitoring(own))

    def wrong(spec: object, some: list[equality.Row]) -> ways.Tables:
        found = ways.in_company(spec, some)  # type: ignore[arg-type]  # what ways take
        next(iter(found.rows.values()))["light"] = "violet"
        return found

    assert "violet" in str(equality.fails(spec, wrong, own))
