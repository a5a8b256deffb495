"""A clerk's punctuation: what the input method types, what a comment takes, commas of thousands."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jixiao.findings import Finding, Source
from jixiao.loading import load_project, parse_project
from jixiao.loading.yaml_composer import compose
from tests.support.paths import CASES

PROJECT = """\
指标体系: cn.mof-2020-10
项目名称: 甲，乙：丙
年度: 2023
其他说明: |
  说明：这里是文字，不是键：值
  - 条目：也是文字
项目资金: {年度资金总额: {全年预算数: 100, 全年执行数: 90}, 偏差原因: "尾款：次年付"}
年度总体目标:
  - {预期目标: 建成，投用, 实际完成情况: 已建成}
绩效指标:
  - {一级指标: 产出指标, 三级指标: 人数, 年度指标值: ≥300人, 实际完成值: 270人, 分值: 60}
  - 一级指标: 效益指标
    三级指标: “互联网+”到位率
    年度指标值: 及时，准确
    实际完成值: 及时，准确
    分值: 30
"""


def codes(findings: list[Finding]) -> list[tuple[str, int, int]]:
    return [(f.code, f.place.line, f.place.column) for f in findings if f.place]


def marks_of(text: str) -> list[int]:
    """The offsets of plain marks that separate: those that may be typed full width by mistake."""
    offsets, in_block, quoted = [], False, False
    for number, line in enumerate(text.split("\n")):
        start = sum(len(each) + 1 for each in text.split("\n")[:number])
        in_block = line.startswith("  ") if in_block else False
        for column, character in enumerate(line):
            quoted ^= character == '"'
            after = line[column + 1 : column + 2]
            if character in ":," and after in (" ", "") and not in_block and not quoted:
                offsets.append(start + column)
        in_block = in_block or line.endswith("|")
    return offsets


MARKS = marks_of(PROJECT)
WIDE = {":": "：", ",": "，"}


def test_a_sound_file_has_no_such_mark() -> None:
    assert not [finding for finding in compose(Source("a", PROJECT))[1] if finding.code in ("JX122", "JX123")]


@settings(max_examples=300, deadline=None)
@given(st.sets(st.sampled_from(MARKS), min_size=1))
@example({83, 92, 100, 123})  # the parser takes the line for a key and a value, with one mark in the value
def test_one_run_names_every_mark_that_keeps_a_file_from_being_read(wide: set[int]) -> None:
    """With what one run names mended, no full-width mark is left to be named."""
    text = "".join(WIDE[character] if at in wide else character for at, character in enumerate(PROJECT))
    named = [f for f in parse_project(text).findings if f.code in ("JX122", "JX123")]
    lines = [list(line) for line in text.split("\n")]
    for finding in named:
        assert finding.place is not None
        line, column = finding.place.line - 1, finding.place.column - 1
        lines[line][column] = {"：": ":", "，": ","}[lines[line][column]]
    mended = "\n".join("".join(line) for line in lines)
    again = [f for f in parse_project(mended).findings if f.code in ("JX122", "JX123")]
    assert not again, (text, codes(named), codes(again))


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        ("名称: 防汛 #1 物资采购", "#1 物资采购"),
        ("名称: 泵站 #A楼  ", "#A楼"),
        ("- 泵站 #3", "#3"),
        ("名称: 防汛 # 这是注释", None),
        ("名称: 10 #预设", None),
        ("名称: '防汛 #1'", None),
        ("名称: 防汛#1", None),
        ("名称: 防汛 #", None),
        ("名称: |\n  防汛 #1", None),
        ("名称: #1 泵站", "#1 泵站"),
        ("名称: # 待填", None),
        ("名称: ~ #1 泵站", None),
        ("名称: *a #1 泵站", None),
        ("- #1 泵站", None),
        ("项目资金: #万元\n  年度资金总额: {}", None),
    ],
)
def test_a_comment_that_took_a_part_of_a_text_is_told(line: str, comment: str | None) -> None:
    told = [f.args["comment"] for f in compose(Source("a", line + "\n"))[1] if f.code == "JX131"]
    assert told == ([comment] if comment else [])


@pytest.mark.parametrize(
    "text",
    [
        'name: "互联网+"到位率\n',
        '- name: "互联网+"到位率\n',
        '{name: "互联网+"到位率, year: 2023}\n',
        'a:\n  - {name: "互联网+"到位率}\n',
        'name: "互联网+"到位率 # 注释\n',
    ],
)
def test_a_text_whose_beginning_is_quoted_says_what_to_do(text: str) -> None:
    (finding,) = compose(Source("a", text))[1]
    assert (finding.code, finding.args["value"]) == ("JX133", '"互联网+"到位率')
    mended = text.replace('"互联网+"到位率', "'\"互联网+\"到位率'")
    assert compose(Source("a", mended))[1] == []


@pytest.mark.parametrize(
    ("amounts", "number"),
    [
        ("{budget: 1,200, spent: 90}", "1,200"),
        ("{spent: 90, budget: 12,345.60}", "12,345.60"),
        ("{budget: -1,200}", "-1,200"),
        ("{budget: 1,200,000, spent: 90}", "1,200,000"),
        ("{budget: 1, 200, 000}", "1,200,000"),
        ("{budget: 甲,200: }", None),
        ("{200: }", None),
    ],
)
def test_a_comma_of_thousands_in_brackets_is_explained(amounts: str, number: str | None) -> None:
    project = parse_project(f"name: 甲\nfunds: {{total: {amounts}}}\n")
    told = [finding.args["number"] for finding in project.findings if finding.code == "JX218"]
    assert told == ([number] if number else [])
    assert number is not None or any(finding.code in ("JX201", "JX202") for finding in project.findings)


@pytest.mark.parametrize(
    ("amounts", "budget", "spent"),
    [
        ("budget: 1,200, spent: 1,100", "1200", "1100"),
        ("budget: 1,200, spent: 1,200", "1200", "1200"),
        ("budget: 12,345,678.90, spent: 1,200,000", "12345678.9", "1200000"),
        ("budget: 1, spent: 1, budget: 2,200", "1", "1"),
    ],
)
def test_an_amount_cut_by_its_comma_is_read_as_it_was_typed(amounts: str, budget: str, spent: str) -> None:
    """The first group alone was scored: 1 of 1 for 1,100 of 1,200, and a total of it printed."""
    project = parse_project(f"name: 甲\nfunds: {{total: {{{amounts}}}}}\n")
    assert any(finding.severity == "error" and finding.code in {"JX143", "JX218"} for finding in project.findings)
    assert json.loads(project.as_json)["funds"]["total"] == {"budget": budget, "spent": spent}


def test_a_key_from_a_mapping_has_no_place_and_is_unknown() -> None:
    assert [
        finding.code for finding in load_project({"name": "甲", "年度：": "2023"}).findings if finding.code < "JX22"
    ] == ["JX201"]


def test_the_case_of_a_name_cut_by_a_comment() -> None:
    project = load_project(CASES / "k51_yaml_hash_cuts_name.yaml")
    assert [finding.args["comment"] for finding in project.findings if finding.code == "JX131"] == ["#1 物资采购"]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_each_number_that_commas_cut_is_one_finding(count: int) -> None:
    """However many groups it has, and also behind the first three, which alone are listed."""
    rows = ", ".join(f"{name}: 1,200,000,000" for name in "abcde"[:count])
    findings = compose(Source("x", f"{{{rows}}}"))[1]
    listed = [finding.args for finding in findings if finding.code == "JX218"]
    assert {one["number"] for one in listed} == {"1,200,000,000"}
    rest = sum(int(str(finding.args["count"])) for finding in findings if finding.code == "JX113")
    assert len(listed) + rest == count


def test_a_full_width_comma_behind_a_number_of_thousands_is_named() -> None:
    (finding,) = compose(Source("x", "{budget: 1，200，000，spent: 900}"))[1]
    assert (finding.code, finding.place and finding.place.column) == ("JX123", 19)


@pytest.mark.parametrize(
    ("text", "codes_and_columns"),
    [
        ("name ： 甲\n", [("JX122", 6)]),
        ("name :甲\n", [("JX124", 6)]),
        ("“name”: 甲\n", [("JX123", 1), ("JX123", 6)]),
        ("‘name’：甲\n", [("JX123", 1), ("JX123", 6), ("JX122", 7)]),
        (
            '{“name”：“甲”，‘year’: "2023”}\n',
            [("JX123", 2), ("JX123", 7), ("JX122", 8), ("JX123", 12)] + [("JX123", 13), ("JX123", 18), ("JX123", 26)],
        ),
        ("{name：甲；year：2023}\n", [("JX122", 6), ("JX123", 8), ("JX122", 13)]),
        ("{name: 甲、year: 2023}\n", [("JX123", 9)]),
        ('marks: ["甲"，"乙"；"丙"]\n', [("JX123", 12), ("JX123", 16)]),
        ("name: 甲，year: 2023\n", [("JX134", 7)]),
        ("name: 甲; year: 2023\n", [("JX134", 7)]),
        ("name: 重点: 防汛\n", [("JX125", 7)]),
        ("name: [2020]10号\n", [("JX125", 7)]),
        ("name: {甲}乙\n", [("JX125", 7)]),
        ("name: - 甲\n", [("JX125", 7)]),
        ("name: '十四五'规划\n", [("JX133", 7)]),
        ('name: "甲"乙"丙"\n', [("JX133", 7)]),
    ],
)
def test_a_slip_of_typing_has_a_code_and_a_place_of_its_own(
    text: str, codes_and_columns: list[tuple[str, int]]
) -> None:
    findings = parse_project(text).findings
    assert [(finding.code, finding.place and finding.place.column) for finding in findings] == codes_and_columns


@pytest.mark.parametrize("value", ['"互联网+"到位率', "'十四五'规划", "\"甲\"和'乙'", '"甲"乙"丙"'])
def test_the_quotes_that_are_proposed_hold_the_text(value: str) -> None:
    (finding,) = parse_project(f"name: {value}\n").findings
    assert parse_project(f"name: {finding.args['quoted']}\n").name == value


def test_a_full_width_mark_names_the_plain_one() -> None:
    findings = parse_project("{name：“甲”，year：2023；code：1｝").findings
    plain = [finding.args["plain"] for finding in findings if finding.code == "JX123"]
    assert plain == [",", ",", "}"]


def test_of_very_many_marks_the_rest_is_counted() -> None:
    for lines, count in ((60, "10"), (2_000, "950+")):
        findings = parse_project("名称：甲\n" * lines).findings
        assert [finding.code for finding in findings] == ["JX122"] * 50 + ["JX113"]
        assert findings[-1].args["count"] == count


@pytest.mark.parametrize(
    ("value", "columns"),
    [("【重点】人数", []), ("人数【试行】", []), ("【甲，乙】", [14, 18]), ("“甲”", []), ("甲、乙", [])],
)
def test_brackets_around_words_are_no_marks(value: str, columns: list[int]) -> None:
    """In a line in which another mark makes the file unreadable."""
    named = codes(list(parse_project(f"{{code: 1, a: {value}，name: 甲}}\n").findings))
    assert [column for code, _, column in named if code == "JX123"][: len(columns)] == columns
    assert len([code for code, _, _ in named if code == "JX123"]) == len(columns) + 1
