"""The specs that come with the package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from jixiao.loading.spec_book import package_book

#: Their ids.
SPECS = list(package_book().ids)
#: Of as many parameters one is for the fast tests.
_OF_EACH = 4


def in_samples(values: Iterable[Any]) -> list[Any]:
    """Return parameters of which a quarter is tried by the fast tests; the slow ones try the others."""
    return [
        pytest.param(value, marks=pytest.mark.slow if number % _OF_EACH else ()) for number, value in enumerate(values)
    ]
