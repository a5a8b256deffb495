"""JSON is read by a reader of its own: the same data, places and findings as the reader of YAML has of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.findings import Codes, Finding, Source
from jixiao.loading import projects as loading
from jixiao.loading.decoding import MOST_DEPTH, decode
from jixiao.loading.json_reader import read_json
from jixiao.loading.limits import MOST_CHARACTERS, MOST_NODES
from jixiao.loading.nodes import Map, Seq, position_of
from jixiao.loading.yaml_composer import compose, compose_yaml
from jixiao.model.project import Indicator, Project
from jixiao.model.spellings import spellings

WORDS = st.sampled_from(["", "≥95%", "52 万人", "null", "~", "true", "1e5", "0.10", "甲\n乙", 'a"b\\c', "# 甲", "≤5", "是", "\u200b甲"])  # fmt: skip
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.decimals(-(10**6), 10**6, places=2).map(float),
    WORDS,
    st.text(max_size=20),
)
KEYS = st.one_of(
    st.sampled_from([*spellings(Project), *spellings(Indicator), "rules", "schema"]), st.text(min_size=1, max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)
DOCUMENTS = st.one_of(st.dictionaries(KEYS, VALUES, max_size=8), st.lists(VALUES, max_size=3))
WAYS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 1, 4]),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", " : ")]),
    }
)


def told(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[Any, ...]]:
    return [
        (each.code, each.path, str(each.args), str(each.place), each.place and each.place.length) for each in findings
    ]


def plain(node: Any) -> Any:
    """A node with the places of all that is in it."""
    if isinstance(node, Map):
        positions = {key: tuple(map(position_of, pair)) for key, pair in node.at.items()}
        return str(node.place), positions, {key: plain(value) for key, value in node.items()}
    if isinstance(node, Seq):
        return str(node.place), list(map(position_of, node.at)), list(map(plain, node))
    return node


def both(text: str) -> None:
    source, findings = decode("a.json", text.encode("utf-8", "surrogatepass"))
    if source is None:
        return
    root, more = compose(source)
    other_root, other = compose_yaml(source)
    assert told(more) == told(other)
    assert plain(root) == plain(other_root)
    project = loading.project_of(root, [*findings, *more])
    same = loading.project_of(compose_yaml(source)[0], [*findings, *other])
    assert project.model_dump() == same.model_dump()
    assert told(project.findings) == told(same.findings)
    assert (project.is_other, project.is_result, project.readable) == (same.is_other, same.is_result, same.readable)


@settings(max_examples=300)
@given(DOCUMENTS, WAYS)
def test_documents(document: Any, way: dict[str, Any]) -> None:
    both(json.dumps(document, **way))


@settings(max_examples=200)
@given(st.data())
def test_documents_with_a_slip(data: st.DataObject) -> None:
    """A character is left out, put in or doubled; what is no JSON any more is YAML's to explain."""
    text = json.dumps(data.draw(DOCUMENTS), ensure_ascii=False, indent=data.draw(st.sampled_from([None, 1])))
    at = data.draw(st.integers(0, len(text)))
    middle = data.draw(st.sampled_from(["", ",", ":", '"', "{", "}", "]", "，", "#", "\\", " ", text[at : at + 1] * 2]))
    both(text[:at] + middle + text[at + 1 :])


ROW = '{"level1": "产出指标", "name": "甲", "target": "≥95%", "actual": "9x", "weight": "abc"}'
HEAD = '{"name": "甲", "year": 2023, '


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'{HEAD}"年度": 2024, "indicators": []}}', Codes.KEY_IN_TWO_SPELLINGS),
        (f'{HEAD}"year": 2024, "indicators": []}}', Codes.DUPLICATE_KEY),
        (f'{HEAD}"indicators": [{ROW}]}}', Codes.NOT_A_NUMBER),
        (f'{HEAD}"indicator": [{ROW}]}}', Codes.MISSPELT_KEY),
        (f'{HEAD}"": 1}}', Codes.EMPTY_KEY),
        (f'{HEAD}"x": {"[" * MOST_DEPTH}{"]" * MOST_DEPTH}}}', Codes.NESTED_TOO_DEEP),
        (f'{HEAD}"remarks": "{"甲" * (MOST_CHARACTERS + 1)}"}}', Codes.TEXT_TOO_LONG),
        (f'{HEAD}"positions": [{"1, " * MOST_NODES}1]}}', Codes.TOO_MANY_VALUES),
        (f'{HEAD}"remarks": "a\\u202eb"}}', Codes.DIRECTION_CHARACTER),
        (f'{HEAD}"remarks": ["a\\u0007"]}}', Codes.CONTROL_CHARACTER),
        (f'{HEAD}"re\\u200bmarks": ["a"]}}', Codes.ZERO_WIDTH_CHARACTER),
        (f'{HEAD}"funds": 1, "indicators": [1]}}', Codes.NOT_A_MAPPING),
        (f'{HEAD}"remarks": 甲}}', None),
        (f"{HEAD}}} 甲", None),
        ('[{"schema": "jixiao.result/1", "findings": []}]', Codes.NOT_A_PROJECT_FILE),
        ("[]", Codes.NOT_A_PROJECT_FILE),
        (f'{HEAD}"remarks": "\\ud83d\\ude00", "indicators": []}}', None),
        ("[" * 5000, Codes.NESTED_TOO_DEEP),
    ],
)
def test_what_is_wrong_in_json_has_the_findings_of_yaml(text: str, code: str | None) -> None:
    both(text)
    project = loading.parse_project(text, name="a.json")
    assert code is None or code in [finding.code for finding in project.findings]


def test_a_place_in_json_is_that_of_the_value() -> None:
    text = f'{HEAD}\n "indicators": [\n  {ROW}\n ]}}\n'
    (finding,) = loading.parse_project(text, name="a.json").findings
    assert finding.place is not None
    assert (finding.path, finding.place.line, finding.place.length) == ("indicators[0].weight", 3, len('"abc"'))
    assert text.split("\n")[2][finding.place.column - 1 :].startswith('"abc"')


def test_numbers_stay_as_they_are_typed() -> None:
    text = '{"a": 10.50, "b": 1e400, "c": -0, "d": 123456789012345678901234567890, "e": true, "f": null, "g": NaN}'
    root = read_json(Source("a.json", text))
    expected = {"a": "10.50", "b": "1e400", "c": "-0", "d": "123456789012345678901234567890", "e": "true", "f": None, "g": "NaN"}  # fmt: skip
    assert root == expected


def test_sound_json_never_meets_the_parser_of_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("jixiao.loading.yaml_composer.LOADER", refuse)
    project = loading.parse_project(f'\n {HEAD}"项目资金": {{"总额": {{"预算数": "5万元"}}}}, "indicators": [{ROW}]}}')
    assert project.name == "甲"
    assert [finding.path for finding in project.findings] == ["indicators[0].weight"]


def test_the_callers_own_data_come_back_as_json_has_them() -> None:
    own = '{"n": 1, "f": 1.5, "b": true, "none": null, "t": "1", "list": [{"a": 0}]}'
    project = loading.parse_project(f'{HEAD}"附加数据": {own}, "indicators": []}}')
    assert (project.findings, project.x) == ((), json.loads(own))


@pytest.mark.parametrize("number", ["12345678901234567890.123", "1e400", "1e-400", "1e400000000", "NaN"])
def test_numbers_that_no_float_has_come_back_as_text(number: str) -> None:
    project = loading.parse_project(f'{HEAD}"x": {{"n": {number}}}, "indicators": []}}')
    assert project.x == {"n": number}


def test_the_callers_own_data_of_yaml_are_texts() -> None:
    assert loading.parse_project("name: 甲\nx: {n: 1}\nindicators: []\n").x == {"n": "1"}
    assert loading.load_project({"name": "甲", "x": {"n": 1}, "indicators": []}).x == {"n": 1}
