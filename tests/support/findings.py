"""Findings that readers raise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jixiao.border.inputs import InputError


def code_of(call: Callable[..., object], *arguments: Any, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        call(*arguments, **options)
    finding = caught.value.finding
    assert all((finding.message(), finding.message("en"), finding.remedy(), finding.remedy("en")))
    return finding.code
