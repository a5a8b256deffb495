"""A project whose forms somebody edits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ENDINGS = ("xlsx", "docx")


def project(spec: str = "cn.mof-2020-10") -> dict[str, Any]:
    """A project whose texts are all different, so that each can be looked for."""
    rows = [
        ("产出指标", "数量指标", "改造站点数", "≥46个", "45个", 30),
        ("产出指标", "质量指标", "验收合格率", "≥97%", "94%", 20),
        ("效益指标", "社会效益指标", "受益老人", "≥3100人", "3300人", 30),
        ("满意度指标", "服务对象满意度指标", "老人满意度", "≥91%", "88%", 10),
    ]
    keys = ("level1", "level2", "name", "target", "actual", "weight")
    return {
        "spec": spec, "name": "站点改造", "year": "2023", "department": "某县民政局", "unit": "某县养老中心",
        "funds": {
            "total": {"initial": "118", "budget": "113", "spent": "107"},
            "fiscal": {"initial": "61", "budget": "62", "spent": "59"},
            "other": {"initial": "57", "budget": "51", "spent": "48"},
        },
        "goals": [{"expected": "改造四十六个站点", "achieved": "改造四十五个站点"}],
        "indicators": [dict(zip(keys, row, strict=True)) | {"cause": f"原因{at}"} for at, row in enumerate(rows)],
        "problems": "进度偏慢",
    }  # fmt: skip


def full_project(spec: str) -> dict[str, Any]:
    """A project with several goals, texts of several lines, and a cause and a remedy."""
    data = project(spec)
    data["goals"].append({"expected": "培训五百人", "achieved": "培训四百九十人"})
    data["indicators"][0]["remedy"] = "加快进度"
    return data | {"code": "5001", "conclusion": "总体良好\n分项见后", "measures": "增加人手", "remarks": "无误"}


def texts_of(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a project with its place."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts_of(value, f"{path}.{key}")
    else:
        yield path, str(data)
