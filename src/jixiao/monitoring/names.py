"""What lights are called."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.findings import Lang

LIGHT_NAMES: Mapping[Lang, Mapping[str, str]] = {
    "zh": {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯"},
    "en": {"red": "red", "yellow": "yellow", "green": "green", "blue": "blue"},
}

__all__ = ["LIGHT_NAMES"]
