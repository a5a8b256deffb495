"""`spec diff` and `spec mutate`: nothing that differs is left unsaid, and no change that matters goes unnoticed."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.curve import ScoreCurve
from jixiao.findings import Lang
from jixiao.loading.decoding import read_file
from jixiao.loading.projects import load_project
from jixiao.loading.spec_book import package_book
from jixiao.loading.spec_files import file_of_path
from jixiao.loading.spec_reading import spec_of_data
from jixiao.loading.specs import load_spec
from jixiao.loading.yaml_composer import compose
from jixiao.result import result_of
from jixiao.spec_tools.diff.curve_changes import cells
from jixiao.spec_tools.diff.differences import differences
from jixiao.spec_tools.diff.impact import by_rule, effect_of
from jixiao.spec_tools.diff.messages import WORDS
from jixiao.spec_tools.mutation.edits import nudged
from jixiao.spec_tools.mutation.mutants import mutants
from jixiao.spec_tools.mutation.runner import try_mutants
from tests.support.commands import run
from tests.support.goldens import golden
from tests.support.paths import EXAMPLES
from tests.support.rule_book import in_samples

SPECS = {name: Path(file.name) for name, file in package_book().files.items()}


def data_of(path: Path) -> object:
    source, _ = read_file(path)
    assert source is not None
    return compose(source)[0]


# ---- two specs of one base

OLD = """\
id: cn.district-2023
version: 1
title: 示例区 2023 年度
extends: cn.mof-2020-10@2
in_force: {from: 2023-01-01}
sources:
  notice: {document: 示财〔2023〕1号, kind: local, checked: seen}
weights: {basis: notice, binding: advised, sets: [{execution: 10, output: 50, benefit: 30, satisfaction: 10}]}
rules:
  - rule: satisfaction
    for: {class: satisfaction, target: percent}
    measure: value
    bands: {≥90%: full, ≥60%: 5/10, otherwise: 0}
    basis: notice 一
  - rule: late
    for: {target: date}
    measure: days_late
    steps: {from: 0, each: 30, begun: true, lose: 1分}
    basis: notice 二
  - change: more_is_better
    line: {0: 0, 100%: full}
    basis: notice 三
marks:
  - {mark: no_evidence, label: 没有佐证资料, earn: 0, basis: notice}
grades: {优: 90, 良: 80, 中: 60, 差: 0, basis: notice}
"""
NEW = """\
id: cn.district-2024
version: 1
title: 示例区 2024 年度
extends: cn.mof-2020-10@2
in_force: {from: 2024-01-01, to: 2024-12-31}
sources:
  notice: {document: 示财〔2024〕2号, kind: local, checked: seen}
weights:
  basis: notice
  binding: advised
  sets:
    - {present: [cost], execution: 10, output: 40, benefit: 30, satisfaction: 10, cost: 10}
    - {execution: 10, output: 40, benefit: 40, satisfaction: 10}
rules:
  - rule: late
    for: {target: date}
    measure: days_late
    steps: {from: 0, each: 30, begun: false, lose: 2分, most: 6分}
    basis: notice 二
  - rule: satisfaction
    for: {class: satisfaction, target: percent}
    measure: value
    bands: {≥90%: full, ">80%": 8/10, ≥60%: 5/10, otherwise: 0}
    basis: notice 一
  - change: more_is_better
    line: {60%: 0 | 60%, 100%: full}
    basis: notice 三
caps:
  - {cap: over, for: {class: output}, measure: attainment, bands: {≤150%: full, otherwise: 90%}, basis: notice}
drop: [on_time]
grades: {优: 90, 良: 75, 中: 60, 差: 0, basis: notice}
rounding: {row: 0.1, grade: printed total, basis: notice}
not_applicable: {rows: rescale weights, basis: notice}
"""


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    files = tmp_path / "old.yaml", tmp_path / "new.yaml"
    for file, text in zip(files, (OLD, NEW), strict=True):
        file.write_text(text, encoding="utf-8")
    return str(files[0]), str(files[1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_golden_differences(two: tuple[str, str], lang: str) -> None:
    code, output, told = run("spec", "diff", *two, "--lang", lang)
    assert (code, told) == (0, "")
    golden(f"diff-{lang}.txt", output)


def test_differences_as_json(two: tuple[str, str]) -> None:
    code, output, _ = run("spec", "diff", *two, "-f", "json")
    found = json.loads(output)
    assert (code, found["schema"], found["projects"]) == (0, "jixiao.spec-diff/1", None)
    assert [found[side]["id"] for side in ("from", "to")] == ["cn.district-2023", "cn.district-2024"]
    jump = [each for each in found["changes"] if each["name"] == "more_is_better" and each["section"] == "rules"]
    assert [(each["aspect"], each["from"], each["to"]) for each in jump if each["aspect"] != "依据"] == [
        ("0% ≤ 完成率 < 60%", "由 不得分 按直线到 分值的 60%", "不得分")
    ]
    assert {"section": "grades", "name": "", "kind": "changed", "aspect": "良", "from": "≥ 80", "to": "≥ 75"} in found[
        "changes"
    ]
    assert {"dropped", "added", "changed", "moved"} == {each["kind"] for each in found["changes"]}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", in_samples(SPECS))
def test_a_spec_does_not_differ_from_itself(name: str, lang: Lang) -> None:
    assert differences(load_spec(name), load_spec(name), lang) == []
    assert WORDS[lang]["same"] in run("spec", "diff", name, str(SPECS[name]), "--lang", lang)[1]


@pytest.mark.parametrize("name", SPECS)
def test_whatever_differs_is_said(name: str) -> None:
    """Each mutant changes one thing; the difference names it, whatever it is."""
    spec = load_spec(name)
    for mutant in mutants(data_of(SPECS[name])):
        changed, _ = spec_of_data(mutant.data, package_book())
        if changed is not None and changed.sha256 != spec.sha256:
            found = differences(spec, changed)
            assert found, mutant.name
            assert all(change.old != change.new or change.kind == "moved" for change in found), mutant.name


def test_words_stand_in_both_languages() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()


CURVES = [rule.curve for name in SPECS for rule in load_spec(name).rules if not rule.curve.judged]
PLACES = st.fractions(-1, 3, max_denominator=200) | st.sampled_from([Fraction(n, 100) for n in (0, 60, 80, 90, 100)])


@given(st.sampled_from(CURVES), st.sampled_from(CURVES), PLACES, st.fractions(1, 50, max_denominator=10))
def test_where_cells_are_the_same_so_are_the_points(
    one: ScoreCurve, other: ScoreCurve, x: Fraction, weight: Fraction
) -> None:
    """Cells tile the line; on one that is the same both curves earn the same, at every weight."""

    found = [cell for cell in cells(one, other) if cell.interval.contains(x)]
    assert len(found) == 1
    if found[0].same:
        assert one.points(weight, x) == other.points(weight, x)
    else:
        assert one.points(weight, x) == weight * found[0].old.at(x).share + found[0].old.at(x).points


def test_cells_reach_from_end_to_end() -> None:
    for one in CURVES:
        for other in CURVES:
            found = [cell.interval for cell in cells(one, other)]
            assert (found[0].low, found[-1].high) == (None, None)
            assert all((a.high, a.high_closed) == (b.low, not b.low_closed) for a, b in pairwise(found))


# ---- what it does to projects


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_golden_effects(two: tuple[str, str], lang: str) -> None:
    _, output, _ = run("spec", "diff", *two, "--on", str(EXAMPLES), "--lang", lang)
    golden(f"effects-{lang}.txt", output.partition("\n\n")[2])


@pytest.mark.parametrize("new", [name for name in SPECS if name != "cn.mof-2020-10"])
def test_rows_account_for_the_totals(new: str) -> None:
    """What rows gain and lose adds up to what the total gains, and the rules' sums to both."""
    found = []
    for path in sorted(EXAMPLES.glob("*.yaml")):
        project = load_project(path)
        effect = effect_of(str(path), *(result_of(project, load_spec(name)) for name in ("cn.mof-2020-10", new)))
        found.append(effect)
        if effect.change is not None:
            assert sum(row.change for row in effect.rows) == effect.change
    rules, scored = by_rule(found), [row.change for effect in found for row in effect.rows if row.change is not None]
    assert sum(rule.gained - rule.lost for rule in rules) == sum(scored)
    assert sum(rule.rows for rule in rules) == len(scored)


def test_effects_by_hand(tmp_path: Path) -> None:
    """Law 101 over law 10: output 45 of 50 at 90 % becomes 50 × (0.9 − 0.6)/0.4 = 37.5; satisfaction 85 %: 8/10."""
    project = tmp_path / "a.yaml"
    project.write_text(
        "name: 甲\nyear: 2023\nfinished: true\nfunds: {total: {budget: 10, spent: 10}}\nindicators:\n"
        "  - {level1: 产出指标, name: 甲, target: ≥100个, actual: 90个, weight: 50}\n"
        "  - {level1: 效益指标, name: 乙, target: ≥100个, actual: 100个, weight: 30}\n"
        "  - {level1: 满意度指标, name: 丙, target: ≥85%, actual: 85%, weight: 10}\n",
        encoding="utf-8",
    )
    code, output, _ = run("spec", "diff", "cn.mof-2020-10", "cn.mof-2021-101", "--on", str(project), "-f", "json")
    found = json.loads(output)
    (effect,) = found["projects"]
    assert code == 0
    assert (effect["from"], effect["to"]) == ({"total": "95.00", "grade": "优"}, {"total": "85.50", "grade": "良"})
    assert (effect["change"], effect["verdict"]) == ("-9.50", "loses")
    assert [(row["name"], row["change"]) for row in effect["rows"]] == [("甲", "-7.50"), ("丙", "-2.00")]
    assert found["summary"] == {"projects": 1, "gains": 0, "loses": 1, "same": 0, "unscored": 0, "grades": 1}


def test_a_project_that_a_spec_cannot_score_is_counted_apart(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: 甲\nyear: 2023\nindicators: []\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("[", encoding="utf-8")
    code, output, told = run("spec", "diff", "cn.mof-2020-10", "cn.vendor-fasp2", "--on", str(tmp_path), "--lang", "en")
    assert (code, "0 stay, 2 lack totals" in output, "b.yaml" in told) == (0, True, True)


@pytest.mark.parametrize(
    ("names", "code", "word"),
    [
        (("cn.nowhere", "cn.mof-2020-10"), 2, "JX501"),
        (("cn.mof-2020-10@9", "cn.mof-2020-10"), 2, "JX582"),
        (("cn.mof-2020-10@2", "nowhere.yaml"), 2, "JX102"),
    ],
)
def test_a_spec_that_is_not_there(names: tuple[str, str], code: int, word: str) -> None:
    found, output, told = run("spec", "diff", *names)
    assert (found, output, word in told) == (code, "", True)


# ---- mutants


@pytest.mark.parametrize("name", SPECS)
def test_mutants_have_names_of_their_own_and_leave_the_spec_alone(name: str) -> None:
    data = data_of(SPECS[name])
    before = json.dumps(data, ensure_ascii=False)
    found = list(mutants(data))
    assert len({mutant.name for mutant in found}) == len(found) > 3
    assert json.dumps(data, ensure_ascii=False) == before
    assert all(json.dumps(mutant.data, ensure_ascii=False) != before for mutant in found)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("90%", ["91%", "89%"]),
        ("0.01", ["0.02", "0.005"]),
        ("22.5", ["22.6", "22.4"]),
        ("5% lower", ["6% lower", "4% lower"]),
        ("otherwise", []),
        ("0", ["1", "-1"]),
    ],
)
def test_a_small_step(text: str, near: list[str]) -> None:
    assert nudged(text) == near


KINDS = """\
id: cn.kinds
version: 1
title: 各种写法
extends: cn.mof-2020-10@2
in_force: {from: 2023-01-01}
sources: {notice: {document: 一号, kind: local, checked: seen}}
rules:
  - {rule: a, for: {class: output, finished: true}, measure: value, bands: {-10%..10%: full, otherwise: 0}, basis: notice}
  - {rule: b, for: {class: output}, measure: value, bands: {≥90%: full, ≥60%: 0 → full, otherwise: judged}, basis: notice}
  - {rule: c, for: {class: cost}, measure: gap, line: {0: full, 5: -1分 | -2分}, basis: notice}
  - rule: d
    for: [{class: cost, direction: 反向}, {level2: 数量指标}]
    measure: months_late
    steps: {from: 0, each: 1, begun: true, lose: 10%, most: 50%}
    basis: notice
  - {rule: e, measure: attainment, line: {0: 0, 100%: full}, count: {each: 0.01%, nearest: true}, basis: notice}
marks: [{mark: m, label: 甲, earn: 0, basis: notice}, {mark: n, label: 乙, lose: 1分, basis: notice}]
"""


def test_every_kind_of_change_is_made(tmp_path: Path) -> None:
    (tmp_path / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    names = [mutant.name for mutant in mutants(data_of(tmp_path / "kinds.yaml"))]
    golden("mutants.txt", "\n".join(names) + "\n")


CASES = """\
cases_of: cn.steps@1
cases:
  - {case: 逾期31天, row: {level1: 产出指标, target: 3月1日前, actual: 4月1日, weight: 10}, expect: {score: 8}, by: hand, arithmetic: 两档}
  - {case: 逾期30天, row: {level1: 产出指标, target: 3月1日前, actual: 3月31日, weight: 10}, expect: {score: 9}, by: hand, arithmetic: 一档}
  - {case: 按期, row: {level1: 产出指标, target: 3月1日前, actual: 3月1日, weight: 10}, expect: {score: 10, rule: late}, by: hand, arithmetic: 零档}
"""
STEPS = """\
id: cn.steps
version: 1
title: 逾期
extends: cn.mof-2020-10@2
in_force: {from: 2023-01-01}
sources: {notice: {document: 一号, kind: local, checked: seen}}
rules:
  - {rule: late, for: {target: date, class: output}, measure: days_late, steps: {from: 0, each: 30, begun: true, lose: 1分}, basis: notice}
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    (tmp_path / "steps.yaml").write_text(STEPS, encoding="utf-8")
    (tmp_path / "steps.cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path / "steps.yaml"


def test_cases_notice_what_they_pin_down(steps: Path) -> None:
    """Two steps at 31 days and one at 30 fix where steps begin, how long they are, and what each loses."""
    found = {fate.mutant: (fate.status, fate.by) for fate in try_mutants(file_of_path(steps), package_book()).fates}
    unnoticed = {name for name, (status, _) in found.items() if status == "unnoticed"}
    assert unnoticed == {"rules.late.for.class: − output", "rules.late.for.target: − date"}
    assert found["rules.late.steps.each: 30 → 31"] == ("noticed", "逾期31天")
    assert found["rules.late.steps.each: 30 → 29"] == ("noticed", "逾期30天")
    assert found["rules.late: −"] == ("noticed", "逾期31天")


def test_what_no_case_notices_fails_the_run(steps: Path) -> None:
    code, output, _ = run("spec", "mutate", str(steps), "--lang", "en")
    assert code == 1
    assert "2 unnoticed" in output
    assert output.splitlines()[1:] == [
        "  unnoticed  rules.late.for.target: − date",
        "  unnoticed  rules.late.for.class: − output",
    ]
    rows = json.loads(run("spec", "mutate", str(steps), "-f", "json")[1])
    assert (rows[0]["unnoticed"], rows[0]["mutants"]) == (2, len(rows[0]["fates"]))


def test_equivalent_mutants_are_listed_with_their_reason(steps: Path) -> None:
    listed = steps.with_name("EQUIVALENT.yaml")
    listed.write_text(
        "equivalent_mutants:\n  cn.steps:\n    - {mutant: 'rules.late.for.class: − output', why: 试}\n"
        "    - {mutant: 'rules.late.for.target: − date', why: 又}\n",
        encoding="utf-8",
    )
    code, output, told = run("spec", "mutate", str(steps))
    assert (code, told) == (0, "")
    assert "等价  rules.late.for.class: − output  (试)" in output
    listed.write_text("equivalent_mutants:\n  cn.steps:\n    - {mutant: 没有的, why: 试}\n", encoding="utf-8")
    code, _, told = run("spec", "mutate", str(steps))
    assert (code, "JX585" in told) == (1, True)
    listed.write_text("equivalent_mutants: {cn.steps: [{mutant: 甲}]}\n", encoding="utf-8")
    assert "JX213" in run("spec", "mutate", str(steps))[2]


def test_a_mutant_that_a_loader_or_a_check_refuses_counts_apart(steps: Path) -> None:
    text = STEPS.replace(
        "rules:",
        "weights: {basis: notice, binding: advised, sets: [{execution: 10, output: 90}]}\nfull_marks: 100\nrules:",
    )
    steps.write_text(text.replace("lose: 1分", "lose: 1分, most: 3分"), encoding="utf-8")
    found = {fate.mutant: (fate.status, fate.by) for fate in try_mutants(file_of_path(steps), package_book()).fates}
    assert found["full_marks: 100 → 101"] == ("refused", "JX554")


def test_without_cases_that_pass_there_is_nothing_to_hunt(steps: Path) -> None:
    cases = steps.with_name("steps.cases.yaml")
    cases.write_text(CASES.replace("score: 8", "score: 7"), encoding="utf-8")
    code, output, told = run("spec", "mutate", str(steps))
    assert (code, "无法进行" in output, "JX583" in told) == (1, True, True)
    cases.write_text("cases_of: cn.steps@1\ncases: []\n", encoding="utf-8")
    assert "JX584" in run("spec", "mutate", str(steps))[2]
    cases.unlink()
    assert run("spec", "mutate", str(steps))[0] == 1
    steps.write_text("id: cn.steps\n", encoding="utf-8")
    assert run("spec", "mutate", str(steps))[0] == 1
    assert run("spec", "mutate", "cn.nowhere")[0] == 2
