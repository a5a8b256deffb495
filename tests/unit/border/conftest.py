"""What the tests of this room are given."""

from __future__ import annotations

import pytest

from jixiao.border import reader_process


@pytest.fixture(params=["apart", "here"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Readers run in a process of their own, or in this one, as where there are no limits."""
    if request.param == "here":
        monkeypatch.setattr(reader_process, "is_separate", lambda: False)
    return str(request.param)
