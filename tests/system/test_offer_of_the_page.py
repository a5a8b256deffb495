"""Without arguments the command offers the page to a person at a screen, and `serve --open` opens it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.support.service import service

DEADLINE = 120
OFFER = "jixiao serve --open"


def printed_at_a_terminal(*arguments: str, **variables: str) -> str:
    """What the command prints at a terminal, with these variables and no others of a screen."""
    others = {key: value for key, value in os.environ.items() if not key.endswith("DISPLAY")}
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "jixiao", *arguments]
    environment = {**others, "PYTHONUTF8": "1", **variables}
    with subprocess.Popen(command, stdout=inside, stderr=inside, stdin=subprocess.DEVNULL, env=environment) as process:
        os.close(inside)
        pieces = []
        try:
            while piece := os.read(terminal, 65_536):
                pieces.append(piece)
        except OSError:  # the other side is closed
            pass
        assert process.wait(DEADLINE) == 0
    os.close(terminal)
    return b"".join(pieces).decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_offered_at_a_screen(lang: str) -> None:
    text = printed_at_a_terminal("--lang", lang, DISPLAY=":0")
    (line,) = [line for line in text.splitlines() if OFFER in line]
    assert text.rstrip().endswith(line)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="always has a screen")
def test_nothing_is_offered_without_a_screen() -> None:
    assert OFFER not in printed_at_a_terminal()


def test_nothing_is_offered_where_output_is_no_terminal() -> None:
    command = [sys.executable, "-m", "jixiao"]
    environment = {**os.environ, "DISPLAY": ":0", "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=DEADLINE, check=True)
    assert "jixiao" in done.stdout
    assert OFFER not in done.stdout


@pytest.mark.slow
def test_serve_opens_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("uvicorn")
    address, browser = tmp_path / "address", tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {address}.part && mv {address}.part {address}\n', "utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    with service("--open", "--host", "0.0.0.0") as running:  # noqa: S104
        end = time.monotonic() + DEADLINE
        while not address.exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert address.read_text() == f"{running.client.base_url}/"
        assert 'id="add-row"' in httpx.get(address.read_text(), timeout=DEADLINE).text
