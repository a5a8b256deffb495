"""The source of the package, parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import jixiao

HOME = Path(jixiao.__file__).parent


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax of every module by its path in the package."""
    paths = sorted(HOME.rglob("*.py"))
    return {path.relative_to(HOME).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def trees_of(*rooms: str) -> dict[str, ast.Module]:
    """Return the syntax of all modules of some rooms, each a folder or a module without its ending."""
    chosen = {room: [name for name in trees() if name.startswith((f"{room}/", f"{room}.py"))] for room in rooms}
    assert all(chosen.values()), chosen
    return {name: trees()[name] for names in chosen.values() for name in names}
