"""How the code reads, in figures: `make metrics` prints those of this package beside two that others admire.

Usage: python bench/metrics.py [--offenders] [PACKAGE ...]. Each PACKAGE is an installed one or a folder; `packaging` and
`click` unless others are named. The room `batch` is listed apart; `--offenders` lists what stands over the limits that
`tests/unit/test_metrics.py` holds, line by line.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from tabulate import tabulate

#: Names that say nothing about what they hold; participles for the most part.
VAGUE = frozenset(
    [
        "found",
        "whole",
        "told",
        "seen",
        "asked",
        "known",
        "kept",
        "said",
        "wanted",
        "taken",
        "due",
        "given",
        "left",
        "made",
        "met",
        "heard",
        "gone",
        "drawn",
        "put",
        "meant",
        "shown",
        "thing",
        "things",
        "stuff",
        "rest",
        "odd",
        "living",
        "due_",
        "said_",
        "others",
    ]
)
BRANCHES = (ast.If, ast.For, ast.While, ast.AsyncFor, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.match_case)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A file of Python: its dotted name, its number of lines and its syntax tree."""

    name: str
    lines: int
    tree: ast.Module
    is_package: bool

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Return all nodes of these kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


@dataclass
class Package:
    """All modules of a package, by their dotted names."""

    modules: dict[str, Module] = field(default_factory=dict)

    def each(self, count: Callable[[Module], int]) -> int:
        """Return the sum of a count over all modules."""
        return sum(count(module) for module in self.modules.values())

    def functions(self) -> list[Function]:
        """Return all functions and methods, nested ones too."""
        return [
            node
            for module in self.modules.values()
            for node in module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
            if isinstance(node, Function)
        ]


def read_package(home: Path, name: str) -> Package:
    """Return the modules under a folder; a module that stands alone is a package of one."""
    package = Package()
    for path in [home] if home.is_file() else sorted(home.rglob("*.py")):
        relative = path.relative_to(home.parent) if home.is_dir() else Path(path.name)
        parts = (name, *relative.with_suffix("").parts[1:])
        is_package = parts[-1] == "__init__"
        dotted = ".".join(parts[:-1] if is_package else parts)
        source = path.read_text(encoding="utf-8")
        package.modules[dotted] = Module(dotted, source.count("\n"), ast.parse(source), is_package)
    return package


def conditionals(module: Module) -> int:
    """Return how many conditional expressions a module has."""
    return sum(1 for _ in module.nodes(ast.IfExp))


def nested_conditionals(module: Module) -> list[int]:
    """Return the lines of conditional expressions that stand inside another."""
    return sorted(
        {
            inner.lineno
            for outer in module.nodes(ast.IfExp)
            for inner in ast.walk(outer)
            if isinstance(inner, ast.IfExp) and inner is not outer
        }
    )


def stored_names(module: Module) -> list[tuple[str, int]]:
    """Return each name that an assignment, a loop or a comprehension binds, with its line."""
    return [
        (node.id, node.lineno)
        for node in module.nodes(ast.Name)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def statements(module: Module) -> int:
    """Return how many statements a module has; a docstring is none."""
    return sum(
        1
        for node in module.nodes(ast.stmt)
        if not (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        )
    )


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Return the nodes of a function without those of the functions and classes inside it."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))


def complexity(function: Function) -> int:
    """Return the cyclomatic complexity: one, and one for each way that parts from another."""
    total = 1
    for node in own_nodes(function):
        if isinstance(node, BRANCHES):
            total += 1
        elif isinstance(node, ast.BoolOp):
            total += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            total += 1 + len(node.ifs)
    return total


def length(function: Function) -> int:
    """Return how many lines a function has below its head, its docstring left out."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def percentile(values: Sequence[int], percent: int) -> int:
    """Return the smallest value that is not exceeded by this many percent of the values."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else 0


def documented(package: Package) -> Fraction:
    """Return the share of public modules, classes and functions that have a docstring."""
    having = [
        ast.get_docstring(node) is not None for module in package.modules.values() for node in public_nodes(module)
    ]
    return Fraction(sum(having), len(having) or 1)


def public_nodes(module: Module) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """Return a public module and the public classes, functions and methods in it; overloads share one docstring."""
    if any(part.startswith("_") and not part.startswith("__") for part in module.name.split(".")):
        return
    yield module.tree
    scopes: list[ast.Module | ast.ClassDef] = [module.tree]
    scopes += [node for node in module.tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_") and not _is_overload(node):
                yield node


def _is_overload(node: ast.ClassDef | Function) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id == "overload" for decorator in node.decorator_list)


def imports(package: Package, module: Module) -> set[str]:
    """Return the modules of the same package that a module imports when it is loaded."""
    imported: set[str] = set()
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function) or _is_for_types(node):
            continue
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            names = (f"{base}.{alias.name}" for alias in node.names)
            imported |= {name if name in package.modules else base for name in names}
        waiting.extend(ast.iter_child_nodes(node))
    return {name for name in imported if name in package.modules and name != module.name}


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    steps = node.level - 1 if module.is_package else node.level
    return ".".join([*parts[: len(parts) - steps], *([node.module] if node.module else [])])


def import_circles(package: Package) -> list[list[str]]:
    """Return groups of modules that import each other, directly or through others."""
    arrows = {name: imports(package, module) for name, module in package.modules.items()}
    reachable = {name: _reachable(name, arrows) for name in arrows}
    circles = {
        tuple(sorted(other for other in reachable[name] if name in reachable[other]))
        for name in arrows
        if name in reachable[name]
    }
    return sorted(list(circle) for circle in circles)


def _reachable(start: str, arrows: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(arrows[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(arrows[name])
    return reached


def per_thousand(part: int, lines: int) -> str:
    """Return a rate per 1,000 lines with one digit behind the point."""
    tenths = part * 10_000 // (lines or 1)
    return f"{tenths // 10}.{tenths % 10}"


def figures(package: Package) -> dict[str, str]:
    """Return all figures of a package, worded for the table."""
    functions = package.functions()
    lengths = [length(function) for function in functions]
    complexities = [complexity(function) for function in functions]
    lines = package.each(lambda module: module.lines)
    names = [name for module in package.modules.values() for name, _ in stored_names(module)]
    vague = sum(name in VAGUE for name in names)
    return {
        "modules": str(len(package.modules)),
        "lines": str(lines),
        "longest module": str(max(module.lines for module in package.modules.values())),
        "statements": str(package.each(statements)),
        "functions": str(len(functions)),
        "length, median / p90 / p99": " / ".join(str(percentile(lengths, at)) for at in (50, 90, 99)),
        "complexity above 10 / above 15": f"{sum(x > 10 for x in complexities)} / {sum(x > 15 for x in complexities)}",
        "conditional expressions per 1,000 lines": per_thousand(package.each(conditionals), lines),
        "nested conditional expressions": str(package.each(lambda module: len(nested_conditionals(module)))),
        "vague names, of all assignments": f"{vague} of {len(names)}",
        "import circles": str(len(import_circles(package))),
        "public names documented": f"{documented(package).numerator * 100 // documented(package).denominator} %",
    }


def without(package: Package, prefix: str) -> Package:
    """Return a package without one of its rooms."""
    return Package({name: module for name, module in package.modules.items() if not is_in(name, prefix)})


def only(package: Package, prefix: str) -> Package:
    """Return one room of a package."""
    return Package({name: module for name, module in package.modules.items() if is_in(name, prefix)})


def is_in(name: str, prefix: str) -> bool:
    """Whether a dotted name is a room or stands in it."""
    return name == prefix or name.startswith(f"{prefix}.")


def installed(name: str) -> Package:
    """Return a package that is installed, or that stands in a folder."""
    if Path(name).is_dir():
        return read_package(Path(name), Path(name).name)
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed")
    origin = Path(spec.origin)
    return read_package(origin.parent if origin.name == "__init__.py" else origin, name)


def offenders(package: Package) -> Iterator[str]:
    """Return the nested conditionals, the vague names and the functions that branch or run too far, with their places."""
    for name, module in package.modules.items():
        yield from (f"{name}:{line} nested conditional" for line in nested_conditionals(module))
        yield from (f"{name}:{line} vague name {text}" for text, line in stored_names(module) if text in VAGUE)
        for function in module.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
            if isinstance(function, Function) and (complexity(function) > 10 or length(function) > 30):
                size = f"complexity {complexity(function)}, {length(function)} lines"
                yield f"{name}:{function.lineno} {function.name}: {size}"


def main(arguments: Sequence[str]) -> None:
    """Print the figures of this package and of others."""
    names = [argument for argument in arguments if argument != "--offenders"]
    own = installed(str(Path(__file__).parents[1] / "src" / "jixiao"))
    if "--offenders" in arguments:
        print("\n".join(offenders(own)))
        return
    columns = {"jixiao": figures(without(own, "jixiao.batch")), "jixiao.batch": figures(only(own, "jixiao.batch"))}
    columns |= {Path(name).name: figures(installed(name)) for name in names or ("packaging", "click")}
    rows = [[label, *(column[label] for column in columns.values())] for label in columns["jixiao"]]
    print(tabulate(rows, headers=["", *columns], disable_numparse=True))


if __name__ == "__main__":
    main(sys.argv[1:])
