"""A room imports only from rooms below it, in the order of ARCHITECTURE.md; heavy parts load only when used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jixiao.extras import install_command
from tests.support.paths import EXAMPLES, ROOT
from tests.support.source import HOME, trees

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
#: The rooms as the table of floors lists them, from the ground floor up; a wing's rooms as ``wing/room``.
ROOMS = re.findall(r"(?m)^\| `([a-z_/]+)` \|", ARCHITECTURE.partition("## Floors")[2].partition("## Where")[0])
FILES = sorted(path for path in HOME.rglob("*.py") if path.parent != HOME or not path.name.startswith("__"))


def room_of(module: str) -> str:
    """Return the room in which a module of the package, or a name in it, stands: the longest that fits."""
    name = module.removeprefix("jixiao.").replace(".", "/")
    rooms = [room for room in ROOMS if name == room or name.startswith(f"{room}/")]
    return max(rooms, key=len, default="")


def module_of(path: Path) -> str:
    return ".".join(("jixiao", *path.relative_to(HOME).with_suffix("").parts))


def imported(path: Path) -> set[str]:
    """The package's own modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(trees()[path.relative_to(HOME).as_posix()]):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return {name for name in found if name.split(".")[0] == "jixiao"}


def imports_from_above(path: Path) -> list[str]:
    own = room_of(module_of(path))
    allowed = {*ROOMS[: ROOMS.index(own) + 1]}
    if own == "cli":
        allowed.add("")  # the command stands on top and may use the package's own names
    return [f"{path.relative_to(HOME)} imports {name}" for name in imported(path) if room_of(name) not in allowed]


def test_no_room_imports_from_one_above() -> None:
    assert [line for path in FILES for line in imports_from_above(path)] == []


def test_every_module_stands_in_a_room() -> None:
    assert [path for path in FILES if not room_of(module_of(path))] == []


def test_every_room_of_the_table_is_there() -> None:
    assert {room_of(module_of(path)) for path in FILES} == set(ROOMS)


def test_every_path_that_the_map_names_is_there() -> None:
    named = re.findall(r"`((?:[a-z_]+/)+(?:[A-Za-z_]+\.[a-z]+)?)`", ARCHITECTURE)
    assert [name for name in named if not any((at / name).exists() for at in (ROOT, HOME))] == []


HEAVY = (
    "numpy",
    "polars",
    "pandas",
    "pyspark",
    "pyarrow",
    "openpyxl",
    "docx",
    "hypothesis",
    "matplotlib",
    "xlsxwriter",
    "typst",
    "lxml",
)


def modules_after(code: str) -> set[str]:
    script = f"{code}\nprint('\\n' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{script}"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return {name.split(".")[0] for name in done.stdout.splitlines()[-1].split()}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not modules_after("import jixiao") & set(HEAVY)


def test_scoring_at_the_command_loads_nothing_heavy() -> None:
    path = str(EXAMPLES / "leshan-sms.yaml")
    code = f"from jixiao.cli import start\nsys.argv = ['jixiao', 'score', {path!r}]\ntry:\n    start()\nexcept SystemExit: pass"
    assert not modules_after(code) & set(HEAVY)


@pytest.mark.parametrize(
    ("module", "extra", "code"),
    [
        ("xlsxwriter", "xlsx", "jixiao.render([], 'xlsx')"),
        ("typst", "pdf", "jixiao.render([], 'pdf')"),
        ("polars", "batch", "jixiao.batch.score_frame(None, 'cn.mof-2020-10')"),
        ("hypothesis", "testing", "import jixiao.testing"),
    ],
)
def test_what_is_not_installed_says_how_to_install_it(module: str, extra: str, code: str) -> None:
    script = f"import sys; sys.modules[{module!r}] = None\nimport jixiao, jixiao.batch\n{code}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.stderr.splitlines()[-1] == f"ImportError: {module} is not installed: {install_command(extra)}"
