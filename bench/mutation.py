"""Mutation testing of the core: `make mutate`, or `python bench/mutation.py exact curve`.

mutmut makes the mutants. What runs them is here, for three reasons: mutmut passes over every decorated function (in the
core each property and each remembered function is one), its workers inherit what the unmutated run has remembered, and
it starts pytest anew for every mutant. Here pytest collects once; each mutant is one fork of that session, with the
tests that reach the mutated function, the fast ones first, until one fails.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import functools
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import itertools
import json
import os
import pickle
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import libcst as cst
import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import file_mutation
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"
CORE = ("exact", "curve", "measure", "scoring", "quantity")
RESULTS = ROOT / "mutants" / "results.json"
#: The tests of the core and of what is built straight on it; no command line, no documents, no hostile files.
TESTS = (
    "unit/test_exact.py", "unit/curve", "unit/quantity", "unit/measure", "unit/scoring", "unit/explain",
    "property/test_laws.py", "property/test_measure_laws.py", "property/test_oracle.py",
    "property/test_quantity_laws.py",
    "specs/test_four_specs.py", "specs/test_own_rules.py", "specs/test_rows_without_a_score.py",
    "specs/test_rows_that_do_not_apply.py", "specs/test_caps_marks_and_remarks.py", "specs/test_book.py",
    "specs/test_overlays.py", "golden/test_published_forms.py",
)  # fmt: skip
#: Laws of one room, which run first as its own tests do.
OWN = {
    "measure": ("property/test_measure_laws.py",),
    "quantity": ("property/test_quantity_laws.py",),
    "exact": ("unit/test_exact.py",),
}
#: Tests as they are written, few examples; the laws that count their own examples would take too long.
OPTIONS = (
    "-s", "--assert=plain", "-p", "no:xdist", "-p", "no:cov", "-p", "no:cacheprovider", "--hypothesis-profile=mutation",
    "--deselect=tests/property/test_laws.py::TestLaws",
)  # fmt: skip
#: CPU seconds: a slower test is left out; the tests of one mutant take no more than this; a test may take so long with
#: a mutant, and so many times its usual.
SLOWEST, MOST_TESTS, LEAST_TIME, TIMES = 0.6, 3.0, 1.0, 5
MEMORY = 4 * 2**30  # bytes

write = sys.stdout.write


def modules(room: str) -> list[str]:
    """The dotted names of a room's modules."""
    path = SRC / "jixiao" / room
    files = sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return [".".join(file.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__") for file in files]


# Making the mutants: decorated functions too, their copies without the decorators, which stay on the one that is called.

_skip = file_mutation.MutationVisitor._skip_node_and_children
_arrange = file_mutation.function_trampoline_arrangement


def _also_decorated(self: Any, node: cst.CSTNode) -> bool:
    return _skip(self, node.with_changes(decorators=()) if isinstance(node, cst.FunctionDef) else node)


def _bare_copies(function: cst.FunctionDef, mutants: Any, class_name: str | None) -> Any:
    before, (called, *copies), after, names = _arrange(function, mutants, class_name)
    return before, [called, *(copy.with_changes(decorators=()) for copy in copies)], after, names


file_mutation.MutationVisitor._skip_node_and_children = _also_decorated  # type: ignore[method-assign]
file_mutation.function_trampoline_arrangement = _bare_copies


@functools.cache
def mutated(path: Path) -> file_mutation.MutatedFile:
    return file_mutation.mutate_file_contents(str(path), path.read_text(encoding="utf-8"))


class Loader(importlib.machinery.SourceFileLoader):
    """A module's mutated code, in place of its file's."""

    def get_code(self, fullname: str) -> CodeType:
        return compile(mutated(Path(self.path)).code, self.path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules to be mutated before the import system does."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> Any:
        if name not in self.names:
            return None
        return importlib.util.spec_from_file_location(name, file_of(name), loader=Loader(name, str(file_of(name))))


def file_of(name: str) -> Path:
    base = SRC / Path(*name.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def functions(name: str) -> Iterator[tuple[str, list[str]]]:
    """Return the functions of a module that have mutants, with their names."""
    by_function: dict[str, list[str]] = {}
    for mutant in mutated(file_of(name)).mutant_names:
        by_function.setdefault(f"{name}.{mutant.rpartition('__mutmut_')[0]}", []).append(f"{name}.{mutant}")
    yield from by_function.items()


def difference(mutant: str) -> str:
    """What a mutant changes, line by line."""
    name, _, short = mutant.rpartition(".")
    code = mutated(file_of(name)).code
    original = short.rpartition("__mutmut_")[0] + "__mutmut_orig"
    nodes = {node.name: node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)}
    texts = [ast.unparse(nodes[one]).replace(one, "", 1).splitlines() for one in (original, short)]
    return "\n".join([*difflib.unified_diff(*texts, n=0, lineterm="")][3:])


# Running them, inside pytest's own session.


class Session:
    """Takes the place of pytest's loop over the tests."""

    def __init__(self, rooms: Sequence[str], sample: int, seed: int, children: int) -> None:
        self.rooms, self.sample, self.seed, self.children = rooms, sample, seed, children
        self.results: dict[str, str] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if "__mutmut_" not in item.nodeid]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        forget()
        reach, took, failing = in_child(self.measure)
        if failing:
            write("fail or are slow without any mutant, and are left out:\n" + "".join(f"  {one}\n" for one in failing))
        self.took, self.reach = took, reach
        write(f"{len(took)} tests, {sum(took.values()):.0f} s\n")
        for room in self.rooms:
            self.run(room)
        return True

    def measure(self) -> tuple[dict[str, list[str]], dict[str, float], list[str]]:
        """Which tests reach which function, how long each takes, and which fail."""
        reach: dict[str, list[str]] = {}
        took, failing = {}, []
        for name, item in self.items.items():
            state()._stats.clear()
            forget()
            set_mutant_under_test("stats")
            start = time.process_time()
            good = passes(item, None)
            spent = time.process_time() - start
            if not good or spent > SLOWEST:
                failing.append(f"{name} ({spent:.1f} s{'' if good else ', fails'})")
                continue
            took[name] = spent
            for function in state()._stats:
                reach.setdefault(function, []).append(name)
        return {function: few(function, names, took) for function, names in reach.items()}, took, failing

    def run(self, room: str) -> None:
        """All mutants of a room, or a sample."""
        mutants = [(function, one) for name in modules(room) for function, ones in functions(name) for one in ones]
        chosen = random.Random(self.seed).sample(mutants, min(self.sample or len(mutants), len(mutants)))
        chosen.sort(key=lambda pair: sum(self.took[name] for name in self.reach.get(pair[0], ())))
        running: dict[int, str] = {}
        start = time.monotonic()
        for function, mutant in chosen:
            tests = self.reach.get(function, [])
            if not tests:
                self.results[mutant] = "no test"
                continue
            if len(running) >= self.children:
                self.reap(running)
            if self.results and len(self.results) % 50 == 0:
                write(f"  {room}: {len(self.results)} done\n")
            running[forked(functools.partial(self.survives, mutant, tests))] = mutant
        while running:
            self.reap(running)
        write(f"{room}: {len(chosen)} of {len(mutants)} mutants in {time.monotonic() - start:.0f} s\n")
        self.tell(room, len(mutants))

    def reap(self, running: dict[int, str]) -> None:
        pid, status = os.wait()
        mutant = running.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        self.results[mutant] = {0: "survived", 1: "killed", -signal.SIGPROF: "timeout"}.get(code, "killed")

    def survives(self, mutant: str, tests: Sequence[str]) -> int:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        forget()
        set_mutant_under_test(mutant)
        for name in tests:
            signal.setitimer(signal.ITIMER_PROF, LEAST_TIME + TIMES * self.took[name])
            if not passes(self.items[name], None):
                return 1
        return 0

    def tell(self, room: str, of: int) -> None:
        """The room's table, and its results kept beside those of other rooms."""
        rooms = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        mine = {one: result for one, result in self.results.items() if one.rpartition(".")[0] in modules(room)}
        rooms[room] = {"on": datetime.now(UTC).date().isoformat(), "of": of, "results": mine}
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(rooms, indent=1), encoding="utf-8")
        write(table(room, rooms[room]))
        sys.stdout.flush()


def few(function: str, names: list[str], took: dict[str, float]) -> list[str]:
    """The tests to run for a function: its room's own first, then the fast ones, within the time for one mutant."""
    room = function.split(".")[1]
    own = (f"jixiao/{room}", f"unit/{room}/", *OWN.get(room, ()))
    names = sorted(names, key=lambda name: (not any(part in name for part in own), took[name]))
    total = list(itertools.accumulate(took[name] for name in names))
    return [name for name, spent in zip(names, total, strict=True) if spent <= MOST_TESTS]


def passes(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Whether a test passes (or skips)."""
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=nextitem))


def forked(job: Callable[[], int]) -> int:
    """Start a job in a fork that says nothing; its process id."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(quiet, number)
        code = job()
    finally:
        os._exit(code)


def in_child(job: Callable[[], Any]) -> Any:
    """A job's answer, worked out in a fork, so that nothing it remembers stays here."""
    RESULTS.parent.mkdir(exist_ok=True)
    answer = RESULTS.with_suffix(".pickle")

    def work() -> int:
        answer.write_bytes(pickle.dumps(job()))
        return 0

    _, status = os.waitpid(forked(work), 0)
    if status:
        raise SystemExit("the tests do not run without any mutant")
    return pickle.loads(answer.read_bytes())  # noqa: S301  # written above


def forget() -> None:
    """Empty what the core remembers: it was worked out without the mutant."""
    for one in memories():
        one.cache_clear()


@functools.cache
def memories() -> list[Any]:
    return [
        one
        for one in gc.get_objects()
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith("jixiao")
    ]


def table(room: str, record: dict[str, Any]) -> str:
    """Figures per module of a room."""
    head = f"{room} on {record['on']}, {len(record['results'])} of {record['of']} mutants\n"
    lines = [f"{'module':32}{'mutants':>9}{'killed':>9}{'timeout':>9}{'survived':>9}{'no test':>9}{'rate':>8}\n"]
    counts = {name: Counter[str]() for name in modules(room)}
    for mutant, result in record["results"].items():
        counts[mutant.rpartition(".")[0]][result] += 1
    for name, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        if total := count.total():
            rate = (count["killed"] + count["timeout"]) * 1000 // total
            cells = (total, count["killed"], count["timeout"], count["survived"], count["no test"])
            lines.append(f"{name:32}" + "".join(f"{cell:>9}" for cell in cells) + f"{rate // 10:>6}.{rate % 10}\n")
    return head + "".join(lines)


def show() -> None:
    """What the survivors of the last runs change."""
    for room, record in json.loads(RESULTS.read_text(encoding="utf-8")).items():
        write(table(room, record))
        for mutant, result in record["results"].items():
            if result in ("survived", "no test"):
                write(f"\n{mutant} ({result})\n{difference(mutant)}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="mutation testing of the core")
    parser.add_argument("rooms", nargs="*", metavar="room", help="one of " + ", ".join(CORE) + "; none is all")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants of each room, by chance; 0 is all")
    parser.add_argument("--seed", type=int, default=0, help="the chance of --sample")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--show", action="store_true", help="what the survivors of the last runs change")
    options = parser.parse_args()
    if options.show:
        show()
        return 0
    sys.meta_path.insert(0, Finder([name for room in CORE for name in modules(room)]))
    sys.path.insert(0, str(SRC))
    os.chdir(ROOT)
    tests = [f"tests/{name}" for name in TESTS]
    tests += [str(file_of(name)) for room in CORE for name in modules(room)]
    session = Session(options.rooms or CORE, options.sample, options.seed, options.children)
    return int(pytest.main([*OPTIONS, *tests], plugins=[session]))


if __name__ == "__main__":
    sys.exit(main())
