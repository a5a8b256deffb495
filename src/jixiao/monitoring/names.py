"""What lights are called, and the row of the money."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.findings import Lang

LIGHT_NAMES: Mapping[Lang, Mapping[str, str]] = {
    "zh": {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯"},
    "en": {"red": "red", "yellow": "yellow", "green": "green", "blue": "blue"},
}
EXECUTION_NAMES: Mapping[Lang, str] = {"zh": "预算执行率", "en": "execution rate"}
#: What stands between the names of rows.
BETWEEN_NAMES: Mapping[Lang, str] = {"zh": "、", "en": ", "}

__all__ = ["BETWEEN_NAMES", "EXECUTION_NAMES", "LIGHT_NAMES"]
