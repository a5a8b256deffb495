"""Reviews of a row, as reviewers state them, and a project with each."""

from __future__ import annotations

from typing import Any

import jixiao
from jixiao.result import Result

SPEC = jixiao.load_spec("cn.sichuan.chengdu-review-2025")
TAKEN = [
    {"points": "3", "reason": "抽查十人两人未就业", "reviewer": "张三"},
    {"points": "1", "reason": "台账缺签字", "reviewer": "甲所"},
]
OTHERS = [
    {"points": "1", "reason": "缺签字（两处），甲所扣了分", "reviewer": "李四"},
    {"points": "0.5", "reason": "扣分（虚报）", "reviewer": "甲所"},
]
UNREASONED = [TAKEN[0], {"points": "1", "reviewer": "甲所"}]
NEGATIVE = [{"points": "-1", "reason": "缺签字", "reviewer": "甲所"}, TAKEN[0]]
#: Reviews of a row: values, a claim with words, deductions, and those that nobody can score.
REVIEWS: dict[str, dict[str, Any]] = {
    "value": {"actual": "50%"},
    "value in proportion": {"actual": "55%"},
    "value above": {"actual": "60%"},
    "claim with a remark": {"score": "20", "remark": "缺签字"},
    "deductions": {"deductions": TAKEN},
    "deductions with brackets": {"deductions": OTHERS},
    "deductions and a remark": {"deductions": TAKEN, "remark": "已约谈，甲所扣3分"},
    "deductions and a value": {"deductions": TAKEN, "actual": "50%"},
    "own score": {"deductions": TAKEN, "adopted": "self_evaluation"},
    "remark alone": {"remark": "属实"},
    "without a reason": {"deductions": UNREASONED},
    "negative": {"deductions": NEGATIVE},
}
ROW = {"level1": "效益指标", "name": "就业率", "target": "≥60%", "weight": 90}


def scored(review: dict[str, Any], actual: str | None = "57%") -> Result:
    funds = {"total": {"budget": 100, "spent": 95}}
    row = {**ROW, "actual": actual, "review": review}
    project: dict[str, Any] = {
        "spec": SPEC.id,
        "name": "甲",
        "year": 2025,
        "stage": "复核",
        "funds": funds,
        "indicators": [row],
    }
    return jixiao.score(jixiao.load_project({**project, "review": {"reviewer": "甲所"}}), SPEC)
