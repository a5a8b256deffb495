"""What a command shows, and whether it is what was looked at before."""

from __future__ import annotations

import os
from pathlib import Path

from typer.testing import CliRunner

from jixiao.cli.commands import app

GOLDENS = Path(__file__).parent / "goldens"


def run(*words: str) -> tuple[int, str, str]:
    """A command's exit code, its output and what it tells on standard error."""
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr


def golden(name: str, shown: str | bytes) -> None:
    """Compare with ``goldens/name``, byte by byte; JIXIAO_UPDATE_GOLDENS=1 writes it anew."""
    path, data = GOLDENS / name, shown.encode() if isinstance(shown, str) else shown
    if os.environ.get("JIXIAO_UPDATE_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
