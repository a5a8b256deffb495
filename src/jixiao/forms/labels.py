"""What stands under a form and in a summary; and, in English, what a layout's own words stand for."""

from __future__ import annotations

from jixiao.findings import Lang

LABELS: dict[Lang, dict[str, str]] = {
    "zh": {
        "total": "总分",
        "scaled": "折算总分",
        "grade": "等级",
        "conclusion": "评价结论",
        "problems": "存在问题",
        "measures": "改进措施",
        "remarks": "其他说明",
        "none": "无",
        "project": "项目",
        "reasons": "扣分最多的三项",
        "rate": "预算执行率",
        "colon": "：",
        "title": "",
    },
    "en": {
        "name": "Project",
        "year": "Year",
        "department": "Department",
        "unit": "Unit",
        "code": "Code",
        "funds": "Funds ({money_unit})",
        "fund": "Funds",
        "initial": "Initial",
        "budget": "Budget",
        "spent": "Spent",
        "weight": "Weight",
        "rate": "Rate",
        "score": "Score",
        "amount": "Total funds",
        "fiscal": "of which: fiscal",
        "carryover": "carried over",
        "special": "special account",
        "own": "own",
        "other": "other",
        "goals": "Goals",
        "number": "No.",
        "expected": "Expected",
        "achieved": "Achieved",
        "indicators": "Indicators",
        "level1": "Level 1",
        "level2": "Level 2",
        "level3": "Level 3",
        "comparison": "Sign",
        "target": "Target",
        "value": "Value",
        "uom": "Unit",
        "actual": "Actual",
        "reason": "Reason of the deduction",
        "sum": "Total",
        "execution": "Execution rate ({weight} points)",
        "total": "Total",
        "scaled": "Rescaled total",
        "grade": "Grade",
        "conclusion": "Conclusion",
        "problems": "Problems",
        "measures": "Measures",
        "remarks": "Remarks",
        "none": "none",
        "project": "Project",
        "reasons": "The three costliest reasons",
        "title": "{title} ({year})",
        "colon": ": ",
    },
}

#: What each block is called where a format names its tables.
BLOCKS: dict[Lang, dict[str, str]] = {
    "zh": {
        "pairs": "基本情况",
        "funds": "项目资金",
        "goals": "年度总体目标",
        "indicators": "绩效指标",
        "summary": "汇总",
    },
    "en": {
        "pairs": "Project",
        "funds": "Funds",
        "goals": "Goals",
        "indicators": "Indicators",
        "summary": "Summary",
    },
}

#: What the comments begin with that the program writes onto the forms of others: findings at their cells.
MARK = "【jixiao】"

#: What stands beside a row that a person has to look at.
FLAGS: dict[Lang, dict[str, str]] = {
    "zh": {
        "empty": "没有填完成值，没有得分",
        "number": "这里要填数字",
        "choose": "请选一个完成档次，或用 jixiao 重新计分",
        "again": "改过的内容请用 jixiao 重新计分",
        "amounts": "预算数要大于 0，执行数要填",
        "changed": "得分已变，原因请改写",
        "fixed": "得分不随修改变化，请改项目文件，用 jixiao 重新计分",
        "large": "数值超过表格软件的 15 位精度，得分不随修改变化，请用 jixiao 重新计分",
    },
    "en": {
        "empty": "no actual, no score",
        "number": "a number is needed here",
        "choose": "choose a tier, or score it again with jixiao",
        "again": "score it again with jixiao after a change",
        "amounts": "the budget must be above 0, and spent stated",
        "changed": "the score has changed: mend the reason",
        "fixed": "the score follows no change: change the project file and score it again with jixiao",
        "large": "beyond a spreadsheet's 15 digits: the score follows no change, score it again with jixiao",
    },
}
