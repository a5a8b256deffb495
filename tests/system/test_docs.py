"""The documentation is true: its commands run and print what it shows, its pages are fresh, its links lead on."""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, get_args
from xml.etree import ElementTree as ET

import pytest
import yaml
from typer.main import get_command

import jixiao
from jixiao.cli.commands import app
from jixiao.findings import catalog
from jixiao.loading.spec_files import is_aside
from jixiao.model import rules
from jixiao.model import spec as spec_model
from jixiao.model.fields import Model
from jixiao.model.measure_names import MEASURE_LABELS
from jixiao.schemas import by_name, models, schema_of
from jixiao.spec_tools.cases.model import KINDS, CaseEntry, Expect
from tests.support.documents import fonts
from tests.support.paths import EXAMPLE_PROJECTS, ROOT

DOCS = ROOT / "docs"
WRITTEN = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES = [*WRITTEN, *(page for page in sorted(DOCS.rglob("*.md")) if page.parent.name != "findings")]
GENERATED = ["findings", "schema", "reference", "specs"]

#: What the blocks name but this test does not run: it would install, or build.
NOT_RUN = ("pip install", "pip wheel", "pip download")

_BLOCK = re.compile(
    r"(?:<!-- (?P<how>file|add): (?P<file>\S+) -->\n)?```(?P<kind>[a-z]+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
_VARIABLE = re.compile(r"^([A-Z_]+)=(\S+) ", re.MULTILINE)
_EXIT = re.compile(r"# (?:退出码|exit) (\d)$")


class Block(NamedTuple):
    """A fenced block; one with a ``file`` is written to it, or with ``how`` add put at its end."""

    how: str | None
    file: str | None
    kind: str
    body: str


def blocks(page: Path) -> list[Block]:
    return [Block(**match.groupdict()) for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


RUN = [page for page in PAGES if any(block.kind in ("console", "python") for block in blocks(page))]


def a_copy(folder: Path) -> Path:
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def environment() -> dict[str, str]:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    kept = {key: value for key, value in os.environ.items() if not key.startswith("JIXIAO_")}
    return {**kept, "PATH": path, "PYTHONUTF8": "1", "COLUMNS": "200"}


def demo() -> str:
    """The recipe of ``make demo``, without the folder of its commands."""
    recipe = re.search(r"^demo:.*\n\t(.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe is not None
    return recipe[1].replace("$(BIN)/", "")


def told(console: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines that are shown under it."""
    found: list[tuple[str, list[str]]] = []
    for line in console.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.strip():
            found[-1][1].append(line)
    return found


def run(line: str, shown: list[str], folder: Path) -> None:
    expected = _EXIT.search(line)
    command = _EXIT.sub("", line).strip()
    if command.startswith(NOT_RUN):
        return
    if command.endswith(".pdf") and not fonts():
        expected = _EXIT.search("# exit 2")  # pip cannot bring a font, so it says so and writes nothing
    if command == "make demo":
        command = demo()
    variables = dict(_VARIABLE.findall(command))
    command, _, given = _VARIABLE.sub("", command).partition(" < ")
    assert command.startswith(("jixiao ", "pytest ")), f"not a command that this test knows: {command}"
    done = subprocess.run(
        shlex.split(command),
        cwd=folder,
        env=environment() | variables,
        input=(folder / given).read_bytes() if given else b"",
        capture_output=True,
        check=False,
    )
    output = (done.stdout + done.stderr).decode()
    assert done.returncode == (int(expected[1]) if expected else 0), f"{command}\n{output}"
    lines = iter([one_spaced(text) for text in output.splitlines()])
    for text in shown:
        found = any(one_spaced(text) in line for line in lines)
        assert found, f"{command}: does not print, in this order: {text}\n{output}"


def one_spaced(text: str) -> str:
    """A line without the widths of its columns."""
    return " ".join(text.split())


def paced(page: Path) -> Any:
    """A page by its name; all take their time but for the clerk's first."""
    marks = () if page.name == "first-project.md" else pytest.mark.slow
    return pytest.param(page, id=str(page.relative_to(ROOT)), marks=marks)


@pytest.mark.parametrize("page", [paced(page) for page in RUN])
def test_blocks_run_and_print_what_is_shown(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(a_copy(tmp_path))
    names: dict[str, Any] = {}
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
    for how, name, kind, body in blocks(page):
        if name is not None:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            with Path(name).open("a" if how == "add" else "w", encoding="utf-8") as file:
                file.write(body)
        elif kind == "console":
            for line, shown in told(body):
                run(line, shown, tmp_path)
        elif kind == "python":
            test = parser.get_doctest(body, names, page.name, str(page), 0)
            assert test.examples, f"{page.name}: a python block without >>>"
            runner.run(test, clear_globs=False)
            names = test.globs
    assert runner.failures == 0


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in WRITTEN for name in re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8"))}
    assert named
    assert named <= targets


def pinned(package: str) -> str:
    """The version of a package that the repository is developed with."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines)[package]


def files(folder: Path) -> dict[str, str]:
    found = [path for part in GENERATED for path in (folder / part).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in found}


def test_generated_pages_are_fresh(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(DOCS / "generate.py"), str(tmp_path)], check=True, env=environment())
    fresh, kept = files(tmp_path), files(DOCS)
    drawn_by = {"reference/cli.md": "typer", "schema/": "pydantic"}  # other versions of them draw these otherwise
    others = tuple(page for page, package in drawn_by.items() if version(package) != pinned(package))
    names = [name for name in sorted(fresh.keys() | kept.keys()) if not name.startswith(others)]
    stale = [name for name in names if fresh.get(name) != kept.get(name)]
    assert not stale, "run: make docs"


def test_every_finding_has_its_page() -> None:
    index = (DOCS / "findings/index.md").read_text(encoding="utf-8")
    for code in catalog():
        assert f"({code}.md)" in index
        assert (DOCS / f"findings/{code}.md").read_text(encoding="utf-8").count(f"# {code} ") == 1


def commands(command: Any, words: str) -> list[str]:
    children = getattr(command, "commands", {})
    return [words, *(line for name in children for line in commands(children[name], f"{words} {name}"))]


def test_every_command_and_option_is_documented() -> None:
    page = (DOCS / "reference/cli.md").read_text(encoding="utf-8")
    for words in commands(get_command(app), "jixiao"):
        assert f"## {words}\n" in page


_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", [*WRITTEN, *sorted(DOCS.rglob("*.md"))], ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for link in _LINK.findall(text):
        target, _, _ = link.partition("#")
        assert link.startswith(("https://", "http://")) or not target or (page.parent / target).exists(), (
            f"{page.name}: {link}"
        )


@pytest.mark.parametrize("page", sorted((DOCS / "specs").glob("cn.*.md")), ids=lambda page: page.stem)
def test_a_spec_page_leads_to_the_details_of_every_rule(page: Path) -> None:
    """Own rules to the page itself, inherited ones to the page that writes them; each rule once in the table."""
    text = page.read_text(encoding="utf-8")
    rules = text.partition("## 规则")[2].partition("\n## ")[0]
    found = re.findall(r"^\| \[(\w+)\]\(([^)#]*)#(\w+)\)", rules, re.MULTILINE)
    assert [name for name, _, _ in found] == [rule.name for rule in jixiao.load_spec(page.stem).rules]
    for name, target, anchor in found:
        assert anchor == name
        assert f"\n### {name}\n" in (page.parent / (target or page.name)).read_text(encoding="utf-8")


@pytest.mark.parametrize("picture", sorted((DOCS / "specs").glob("*.svg")), ids=lambda path: path.stem)
def test_pictures_are_small_and_well_formed(picture: Path) -> None:
    root = ET.fromstring(picture.read_text(encoding="utf-8"))  # noqa: S314  # our own file
    assert root.tag.endswith("svg")
    assert picture.stat().st_size < 8_000
    places = [
        Fraction(value) for element in root.iter() for key in ("x", "cx") if "%" not in (value := element.get(key, "0"))
    ]
    assert all(0 <= place <= 420 for place in places)


def test_index_reaches_every_page() -> None:
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page not in reached and page.exists() and page.suffix == ".md":
            reached.add(page)
            waiting += [
                page.parent / link.partition("#")[0] for link in _LINK.findall(page.read_text(encoding="utf-8"))
            ]
    assert {page.resolve() for page in DOCS.rglob("*.md")} <= reached


def spec_keys() -> set[str]:
    kinds = [kind for kind in vars(spec_model).values() if isinstance(kind, type) and issubclass(kind, Model)]
    gathered = {"points", "edges"}  # written flat
    return {field.alias or name for kind in kinds for name, field in kind.model_fields.items()} - gathered | {
        "drop",
        "change",
    }


def test_spec_reference_names_every_key_and_measure() -> None:
    page = (DOCS / "explanation/model.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9_]+)(?::[^`]*)?`", page))
    assert not spec_keys() - named
    assert not set(MEASURE_LABELS) - named
    assert not set(get_args(rules.TargetKind)) - named


def test_spec_reference_names_every_key_of_a_case() -> None:
    page = (DOCS / "explanation/model.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9_]+)(?::[^`]*)?`", page))
    keys = {*CaseEntry.model_fields, *Expect.model_fields, *KINDS, "cases_of", "cases", "finished", "year"} - {"unread"}
    assert not keys - named


def test_keys_page_names_every_spelling() -> None:
    page = (DOCS / "reference/keys.md").read_text(encoding="utf-8")
    assert all(word in page for model in models() for words in by_name(model).values() for word in words)


# ---- the schemas, by a small reader of the part of JSON Schema that they use

_TYPES: dict[str, Any] = {
    "string": str,
    "null": type(None),
    "object": dict,
    "array": list,
    "integer": int,
    "boolean": bool,
}


def of_type(value: object, name: str) -> bool:
    if name == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, _TYPES[name]) and (name != "integer" or not isinstance(value, bool))


def wrong(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> str:
    """Where a value breaks a schema; empty where it does not."""
    if "$ref" in schema:
        return wrong(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(of_type(value, kind) for kind in kinds):
        return f"{at}: {value!r} is not {kinds}"
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return f"{at}: {value!r} is not allowed"
    if "anyOf" in schema and all(problems := [wrong(value, option, root, at) for option in schema["anyOf"]]):
        return problems[0]
    parts = [wrong(value, part, root, at) for part in schema.get("allOf", [])]
    if isinstance(value, list) and "items" in schema:
        parts += [wrong(item, schema["items"], root, f"{at}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        parts += inside(value, schema, root, at)
    return next((part for part in parts if part), "")


def inside(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
    parts = [f"{at}: no {key}" for key in schema.get("required", []) if key not in value]
    for key, item in value.items():
        if key in known:
            parts.append(wrong(item, known[key], root, f"{at}.{key}"))
        elif isinstance(other, dict):
            parts.append(wrong(item, other, root, f"{at}.{key}"))
        elif not other:
            parts.append(f"{at}: unknown key {key}")
    return parts


class Loader(yaml.SafeLoader):
    """Dates stay text, as an editor's schema checker reads them."""


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def loaded(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  # a safe loader with fewer resolvers


@pytest.mark.parametrize("path", EXAMPLE_PROJECTS, ids=lambda path: path.name)
def test_examples_fit_the_project_schema(path: Path) -> None:
    schema = schema_of("project")
    assert wrong(loaded(path), schema, schema) == ""


SPECS = [path for path in (ROOT / "indicator_specs").rglob("*.yaml") if not is_aside(path)]


@pytest.mark.parametrize("path", sorted(SPECS), ids=lambda path: path.name)
def test_specs_fit_the_spec_schema(path: Path) -> None:
    schema = schema_of("spec")
    assert wrong(loaded(path), schema, schema) == ""


CASES = sorted((ROOT / "indicator_specs").rglob("*.cases.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_cases_fit_the_schema_of_cases(path: Path) -> None:
    schema = schema_of("cases")
    assert wrong(loaded(path), schema, schema) == ""


@pytest.mark.parametrize(
    ("case", "where"),
    [
        ({"case": "甲"}, "no row"),
        ({"row": {}}, "no case"),
        ({"case": "甲", "row": {"levle1": "产出指标"}}, "unknown key levle1"),
        ({"case": "甲", "row": {}, "by": "me"}, "'me' is not"),
        ({"case": "甲", "row": {}, "expect": {"sore": 1}}, "unknown key sore"),
        ({"case": "甲", "execution": {"spent": 1}, "expect": {"outcome": "full"}}, "'full' is not"),
    ],
)
def test_the_schema_of_cases_refuses(case: dict[str, Any], where: str) -> None:
    schema = schema_of("cases")
    assert where in wrong({"cases_of": "x@1", "cases": [case]}, schema, schema)


@pytest.mark.parametrize("path", EXAMPLE_PROJECTS, ids=lambda path: path.name)
def test_results_fit_the_result_schema(path: Path) -> None:
    schema = schema_of("result")
    document = json.loads(jixiao.score(jixiao.load_project(path)).to_json())
    assert wrong(document, schema, schema) == ""


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"项目名": "x"}, "unknown key 项目名"),
        ({"年度": []}, ".年度"),
        ({"项目资金": {"总额": {"执行": 1}}}, "unknown key 执行"),
        ({"绩效指标": [{"一级指标": "产出指标"}]}, "[0]: no"),
    ],
)
def test_project_schema_refuses(change: dict[str, Any], where: str) -> None:
    schema = schema_of("project")
    sound = {"项目名称": "x", "年度": 2023, "绩效指标": []}
    assert wrong(sound, schema, schema) == ""
    assert where in wrong({**sound, **change}, schema, schema)


def test_no_other_kind_of_schema() -> None:
    with pytest.raises(ValueError, match="no schema"):
        schema_of("indicator")
