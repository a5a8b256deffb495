"""Rules live in specs: no place and no rule's number stands in the code that applies, explains or draws them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.support.source import trees, trees_of

#: Provinces and some cities, and the places that our sources come from.
PLACES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 "
    "重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 乐山 成都 银川 武汉 海淀 广水 sichuan leshan hubei jiangxi "
    "财预 mof-20 fasp"
).split()
NUMBERS = {0, 1, 2, 10, 12, 31, 100, -1}


def without_docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node but docstrings, which are for the reader and may give examples."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    spoken = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return (node for node in ast.walk(tree) if id(node) not in spoken)


def named(tree: ast.Module) -> set[int]:
    """Nodes inside a module-level CONSTANT, which has a name and a comment."""
    found: set[int] = set()
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        names = [part.id for target in targets for part in ast.walk(target or ast.Pass()) if isinstance(part, ast.Name)]
        if names and all(name.isupper() for name in names):
            found |= {id(node) for node in ast.walk(statement)}
    return found


def test_no_place_names() -> None:
    """Three ways it goes wrong: rules leak into code (a place name or a 0.6 in Python)."""
    rooms = trees_of(
        "scoring", "explain", "forms", "rendering", "accounts", "audit", "review", "spec_tools", "measure", "report", "model", "loading", "curve",
        "result", "whatif",
    )  # fmt: skip
    assert [
        f"{name}:{node.lineno}: {node.value!r}"
        for name, tree in rooms.items()
        for node in without_docstrings(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if any(place in node.value for place in PLACES)
    ] == []


def test_no_unnamed_numbers() -> None:
    """A number in the code has a name, or is one that every program needs."""
    rooms = trees_of(
        "scoring", "explain", "forms", "rendering", "accounts", "audit", "measure", "report/charts", "report/formats", "report/html",
        "report/markdown", "report/pdf", "report/xlsx", "spec_tools/proof", "spec_tools/diff", "spec_tools/mutation",
        "spec_tools/plot", "loading/lock", "whatif",
    )  # fmt: skip
    assert [place for name, tree in rooms.items() for place in unnamed_numbers(name, tree)] == []


def unnamed_numbers(name: str, tree: ast.Module) -> Iterator[str]:
    exempt = named(tree)
    for node in ast.walk(tree):
        is_number = isinstance(node, ast.Constant) and type(node.value) in (int, float, complex)
        if is_number and id(node) not in exempt and node.value not in NUMBERS:
            yield f"{name}:{node.lineno}: {node.value}"


def test_no_floats() -> None:
    """No float anywhere between input and output."""
    assert [place for name, tree in trees().items() for place in floats(name, tree)] == []


def floats(name: str, tree: ast.Module) -> Iterator[str]:
    likeness = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "cutoff"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            function = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if function in ("float", "round", "isclose", "approx"):
                yield f"{name}:{node.lineno}: {function}("
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in likeness:
            yield f"{name}:{node.lineno}: {node.value}"  # difflib asks for one
