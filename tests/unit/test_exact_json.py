"""JSON that is read and written again: the same values, and every number with the text that was typed."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import load_project, parse_project, score
from jixiao.exact_json import JsonFloat, JsonNumber, compact_json, json_text, read_plain
from jixiao.findings import Source
from jixiao.forms.importing import as_project_file
from jixiao.result import Result

NUMBERS = [
    "1.50", "0.10", "1000000.00", "-0", "-0.0", "0e0", "1E2", "1e+16", "2.50e-3", "12345678901234567890.123", "1e400",
    "-1e-400", "1e400000000", "0.1000000000000000055511151231257827", "9007199254740993", "7",
]  # fmt: skip
numbers = st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?", fullmatch=True)
scalars = st.one_of(st.none(), st.booleans(), st.text(max_size=5), st.sampled_from(NUMBERS).map(JsonNumber), numbers.map(JsonNumber))  # fmt: skip
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@given(values, st.sampled_from([None, 0, 1, 4]))
@settings(max_examples=300)
def test_what_is_read_is_written_as_it_stood(value: Any, indent: int | None) -> None:
    text = json_text(value, indent, own=value)
    again = read_plain(text)
    assert json_text(again, indent, own=again) == text


@given(values, st.sampled_from([None, 1]))
@settings(max_examples=200)
def test_it_is_the_json_of_the_library_but_for_its_numbers(value: Any, indent: int | None) -> None:
    text = json_text(value, own=value)
    plain = json.loads(text, parse_float=lambda _: 7, parse_int=lambda _: 7)
    exact = json.loads(text, parse_float=lambda _: JsonFloat("7"), parse_int=lambda _: JsonFloat("7"))
    assert json_text(exact, indent, own=exact) == json_text(plain, indent)
    assert compact_json(exact, own=exact) == json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("key", ["甲", 1, 1.5, True, None])
def test_keys_are_those_of_the_library(key: Any) -> None:
    assert json_text({key: JsonFloat("1.50")}, own=JsonFloat("1.50")) == json.dumps(
        {key: 0}, ensure_ascii=False
    ).replace("0}", "1.50}")


@pytest.mark.parametrize("number", [JsonFloat("1.50"), JsonNumber("1e400")])
def test_a_number_is_copied_with_its_text(number: Any) -> None:
    for twin in (copy.copy(number), copy.deepcopy(number), pickle.loads(pickle.dumps(number))):  # noqa: S301  # its own
        assert (twin, json_text(twin, own=twin)) == (number, json_text(number, own=number))


PROJECT = {"spec": "cn.mof-2020-10", "name": "甲", "year": "2024", "indicators": []}


def file_with(own: str) -> str:
    return json.dumps(PROJECT, ensure_ascii=False)[:-1] + f', "附加数据": {own}}}'


@pytest.mark.parametrize("number", NUMBERS)
def test_the_callers_own_numbers_come_out_as_they_came_in(number: str) -> None:
    own = f'{{"n": {number}, "list": [{number}, "{number}", null, true]}}'
    project = parse_project(file_with(own))
    assert project.findings == ()
    assert f'"data": {own}}}' in score(project).to_json()
    assert f'"x":{own.replace(" ", "")}' in project.as_json
    again = load_project(read_plain(project.as_json))
    assert again.as_json == project.as_json
    assert f"n: {number}\n" in as_project_file({"x": project.x}, "en")
    assert parse_project(as_project_file({**PROJECT, "x": project.x})).x["n"] == number


def test_numbers_are_numbers_for_who_calls() -> None:
    project = parse_project(file_with('{"f": 0.10, "i": 3}'))
    assert project.x == {"f": 0.1, "i": 3}
    assert json.loads(json.dumps(score(project).to_dict()))["data"] == {"f": 0.1, "i": 3}
    assert Result.from_dict(score(project).to_dict()).to_json() == score(project).to_json()


def test_numbers_that_json_does_not_have_are_texts() -> None:
    """What a caller keeps is never an error; decimals are texts, as all exact numbers of documents."""
    own = {"d": Decimal("1.50"), "no": Decimal("NaN"), "f": [float("nan"), {"i": float("-inf")}], "n": 1.5}
    project = load_project({**PROJECT, "x": own})
    assert project.x is own
    text = '{"d": "1.50", "no": "NaN", "f": ["NaN", {"i": "-Infinity"}], "n": 1.5}'
    assert f'"data": {text}}}' in score(project).to_json()
    assert f'"x":{text.replace(" ", "")}' in project.as_json
    again = load_project(read_plain(project.as_json))
    assert again.as_json == project.as_json


@pytest.mark.parametrize("before", ["", "\n\n ", "\t"])
def test_the_data_of_each_project_of_a_list_are_its_own(before: str) -> None:
    from jixiao.serve.bodies import read_body

    texts = [file_with(f'{before}{{"n": {number}}}') for number in ("1.50", "2.0")]
    body = read_body(f'{{"projects": [{", ".join(texts)}]}}'.encode())
    assert [json_text(project.x, own=project.x) for project in body.projects] == ['{"n": 1.50}', '{"n": 2.0}']


def test_the_lines_of_a_text_are_counted_once() -> None:
    source = Source("甲.json", "{\n\n}\r\n")
    assert source.line_starts == [0, 2, 3, 6]
    assert source.line_starts is source.line_starts
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301  # its own


@pytest.mark.parametrize(("wrap", "number"), [("%s", "1.50"), ('{"projects": [%s]}', "1e400")])
def test_the_service_answers_with_the_callers_own_numbers(wrap: str, number: str) -> None:
    from jixiao.serve.desk import answer

    response = answer("/v1/score", {}, (wrap % file_with(f'{{"n": [{number}]}}')).encode())
    assert f'"data": {{"n": [{number}]}}' in response.body.decode()
