"""How the code reads: the limits of `make metrics`, and the order of what may import what."""

from __future__ import annotations

import re
from fractions import Fraction

from bench import metrics
from tests.support.paths import ROOT, TESTS

ALL = metrics.installed(str(ROOT / "src" / "jixiao"))


def test_conditional_expressions_are_few_and_none_is_nested() -> None:
    assert [
        f"{name}:{line}" for name, module in ALL.modules.items() for line in metrics.nested_conditionals(module)
    ] == []
    lines = ALL.each(lambda module: module.lines)
    assert ALL.each(metrics.conditionals) * 1000 <= 8 * lines


def test_names_say_what_they_hold() -> None:
    names = [name for module in ALL.modules.values() for name, _ in metrics.stored_names(module)]
    vague = [name for name in names if name in metrics.VAGUE]
    assert len(vague) * 1000 <= 3 * len(names), sorted(vague)


def test_functions_are_short_and_branch_little() -> None:
    functions = ALL.functions()
    complexities = [metrics.complexity(function) for function in functions]
    assert max(complexities) <= 15
    assert sum(complexity > 10 for complexity in complexities) <= 25
    lengths = [metrics.length(function) for function in functions]
    assert metrics.percentile(lengths, 90) <= 15
    assert metrics.percentile(lengths, 99) <= 30


def test_no_module_is_long() -> None:
    assert {name: module.lines for name, module in ALL.modules.items() if module.lines > 400} == {}


def test_no_modules_import_each_other() -> None:
    assert metrics.import_circles(ALL) == []


def test_what_is_public_is_documented() -> None:
    assert metrics.documented(ALL) == Fraction(1)


TEXTS = {path.relative_to(TESTS): path.read_text("utf-8") for path in TESTS.rglob("*.py")}


def test_no_file_of_tests_is_long() -> None:
    assert {path: text.count("\n") for path, text in TEXTS.items() if text.count("\n") >= 500} == {}


def test_no_test_module_imports_another() -> None:
    imports = re.compile(r"^ *(from|import) +(\w+\.)*test_\w+", re.MULTILINE)
    assert [path for path, text in TEXTS.items() if imports.search(text)] == []
