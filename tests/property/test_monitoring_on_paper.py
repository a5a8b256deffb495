"""A monitoring table that is drawn and read back is the same project in all that it shows; what it omits is told."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jixiao
from jixiao.forms.importing import read_projects
from jixiao.loading.spec_book import SpecBook
from jixiao.model.typed_words import CAUSE_KINDS, LIKELIHOODS

LAYOUTS = ("monitoring-pace", "monitoring-2019")
RULES = "title: 试\nextends: {base}\nform: {{title: 项目支出绩效监控表, layout: {layout}}}\n"
SPEC = "id: cn.test.{name}-2024\nversion: 1\ntitle: 试\nextends: cn.mof-2020-10@2\nmonitoring: {name}\nin_force: {{from: 2024-01-01}}\n"
QUESTIONS = ("资金按计划支出", "目标按计划实现")
LONG = "村级公共服务运行维护及人居环境整治提升工程农村生活垃圾收集转运处置一体化服务采购项目"
TEXTS = st.sampled_from(["教师不足", "设备（两台）未到货；运输受阻", "因3月、4月雨雪，停工20天", LONG])
NAMES = st.sampled_from(["培训人次", "合格率（%）", "按期拨付", LONG, "A类设备购置数", "持证率"])
VALUES = st.sampled_from(["60人次", "45%", "0", "部分达成", "3,000.50元", "2024年5月"])
TARGETS = st.sampled_from(["≥300人次", "≥95%", "≤5万元", "=0", "及时", "2024年12月31日前"])
AMOUNTS = st.decimals(0, 10**5, places=2).map(lambda amount: format(amount.normalize(), "f"))


@st.composite
def indicators(draw: st.DrawFn, number: int, *, weighed: bool) -> dict[str, Any]:
    level1, level2 = draw(
        st.sampled_from([("产出指标", "数量指标"), ("效益指标", "社会效益指标"), ("成本指标", "经济成本指标")])
    )
    optional = {
        "progress": VALUES,
        "forecast": VALUES,
        "likelihood": st.sampled_from(LIKELIHOODS),
        "cause_kinds": st.lists(st.sampled_from(CAUSE_KINDS), unique=True, min_size=1).map(
            lambda kinds: sorted(kinds, key=CAUSE_KINDS.index)
        ),
        "cause": TEXTS,
        "remedy": TEXTS,
    }
    row = {"level1": level1, "level2": level2, "name": f"{draw(NAMES)}{'甲乙丙丁戊'[number]}", "target": draw(TARGETS)}
    weight = {"weight": str(draw(st.integers(1, 50)))} if weighed else {}
    return row | weight | draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def papers(draw: st.DrawFn) -> dict[str, Any]:
    amounts = st.fixed_dictionaries(
        {"budget": AMOUNTS, "spent": AMOUNTS}, optional={"initial": AMOUNTS, "forecast": AMOUNTS}
    )
    weighed = draw(st.booleans())
    count = draw(st.integers(1, 5))
    head = {"code": st.just("4201-07"), "department": st.just("甲局"), "unit": st.just("乙中心")}
    notes = {"problems": TEXTS, "measures": TEXTS, "remarks": TEXTS, "conclusion": TEXTS}
    funds = {
        "fiscal": amounts, "own": amounts, "carryover": amounts, "cause": TEXTS, "remedy": TEXTS, "adjustment": TEXTS,
        "money_unit": st.just("元"),
    }  # fmt: skip
    stated = {
        **draw(st.fixed_dictionaries({}, optional=head | notes)),
        "funds": draw(st.fixed_dictionaries({"total": amounts}, optional=funds)),
        "answers": draw(st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(["是", "否"]))),
        "goals": [{"expected": text} for text in draw(st.lists(TEXTS, max_size=2))],
        "indicators": [draw(indicators(number, weighed=weighed)) for number in range(count)],
    }
    return {"name": "技能培训", "year": 2024, "stage": "monitoring", "month": draw(st.integers(1, 12)), **stated}


@cache
def book(folder: Path) -> SpecBook:
    (folder / "monitoring").mkdir(exist_ok=True)
    for base in ("pace", "hefei"):
        for layout in LAYOUTS:
            name = f"{base}-{layout}"
            (folder / "monitoring" / f"{name}.yaml").write_text(RULES.format(base=base, layout=layout), "utf-8")
            (folder / f"{name}.yaml").write_text(SPEC.format(name=name), "utf-8")
    return SpecBook(folders=[folder])


def printed(project: jixiao.Project, spec: str, ending: str, folder: Path) -> jixiao.Project:
    """What reading a drawn table gives."""
    content = jixiao.render(jixiao.score(project, spec, book=book(folder)), ending)
    path = folder / f"a.{ending}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (read,) = read_projects(path, lambda name: book(folder).look_up(name or spec)).projects(path)
    return read


def shown(project: jixiao.Project) -> dict[str, Any]:
    """What a project states, with each target in one text, without what the program works out and prints."""
    data = json.loads(project.as_json)
    rows = [dict(row) for row in data["indicators"]]
    for row in rows:
        row.pop("light", None)
        target = f"{row.pop('comparison', '')}{row['target']}{row.pop('uom', '')}"
        row["target"] = f"≤{target}" if target.endswith("前") and not target.startswith("≤") else target
    return {key: data[key] for key in data if key not in ("spec", "printed")} | {"indicators": rows}


def unbroken(data: dict[str, Any]) -> Any:
    """The same without line breaks, which are the page's own in a PDF."""
    return json.loads(json.dumps(data).replace(r"\n", ""))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("paper")


@pytest.mark.parametrize(("ending", "count"), [("html", 40), ("xlsx", 5), ("docx", 5), ("pdf", 5)])
def test_a_table_drawn_and_read_is_the_same_project(ending: str, count: int, folder: Path) -> None:
    @settings(max_examples=count, suppress_health_check=list(HealthCheck))
    @given(papers(), st.sampled_from(["pace", "hefei"]), st.sampled_from(LAYOUTS))
    def check(data: dict[str, Any], base: str, layout: str) -> None:
        project = jixiao.load_project(data)
        assert project.findings == ()
        read = printed(project, f"cn.test.{base}-{layout}-2024", ending, folder)
        assert unbroken(shown(read)) == unbroken(shown(project))

    check()
