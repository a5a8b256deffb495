"""The catalogue: an entry alone is the one of the whole, and a code that is none is a programmer's mistake."""

from __future__ import annotations

import pytest

from jixiao.findings import catalog, entry_of


def test_an_entry_alone_is_the_one_of_the_whole() -> None:
    assert [entry_of(code) for code in catalog()] == [*catalog().values()]


@pytest.mark.parametrize("code", ["JX000", "JX4", "zero-target", ""])
def test_what_is_no_code_has_no_entry(code: str) -> None:
    with pytest.raises(KeyError):
        entry_of(code)
