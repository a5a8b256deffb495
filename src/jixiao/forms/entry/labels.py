"""The texts of the workbook that people fill in, in both languages."""

from __future__ import annotations

from jixiao.findings import Lang

#: The titles of the sheets: to be filled in, the guide, and the hidden one that calculates.
SHEET: dict[Lang, str] = {"zh": "填报表", "en": "Entry"}
GUIDE: dict[Lang, str] = {"zh": "填表说明", "en": "Guide"}
SCORES: dict[Lang, str] = {"zh": "计分", "en": "Scores"}

TEXTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "title": "{title} · 填报表",
        "missing": "还缺",
        "complete": "没有，可以计分",
        "total": "总分",
        "grade": "等级",
        "project": "一、项目基本情况",
        "funds": "二、项目资金",
        "goals": "三、年度总体目标",
        "notes": "四、文字说明",
        "indicators": "五、绩效指标（每类备有空行，不够可以插入行；空行不算指标）",
        "number": "序号",
        "rate": "预算执行率",
        "deduct.points": "人工扣分（分）",
        "deduct.reason": "人工扣分的理由",
        "computed": "计算得分",
        "hint": "提示",
        "yes": "是",
        "no": "否",
    },
    "en": {
        "title": "{title} · entry form",
        "missing": "Still missing",
        "complete": "nothing, it can be scored",
        "total": "Total",
        "grade": "Grade",
        "project": "1. Project",
        "funds": "2. Funds",
        "goals": "3. Goals",
        "notes": "4. Texts",
        "indicators": "5. Indicators (spare rows for each class; insert more; an empty row is none)",
        "number": "No.",
        "rate": "Execution rate",
        "deduct.points": "Deduction (points)",
        "deduct.reason": "Reason for the deduction",
        "computed": "Computed score",
        "hint": "Hint",
        "yes": "是",
        "no": "否",
    },
}

#: What stands beside a row, by what it lacks; those whose key begins with "no" keep the row from a score.
HINTS: dict[Lang, dict[str, str]] = {
    "zh": {
        "no level1": "缺一级指标",
        "no name": "缺三级指标",
        "no target": "缺年度指标值",
        "no actual": "缺实际完成值",
        "no weight": "缺分值",
        "not applicable": "不适用，不计分",
        "tier": "请选完成档次，或写得分比例",
        "engine": "这一行的得分由 jixiao score 计算",
        "cause": "扣了分，请写偏差原因",
    },
    "en": {
        "no level1": "level1 is missing",
        "no name": "the name is missing",
        "no target": "the target is missing",
        "no actual": "the actual is missing",
        "no weight": "the weight is missing",
        "not applicable": "not applicable, no points",
        "tier": "choose a tier, or state the share",
        "engine": "jixiao score computes this row",
        "cause": "points are lost: state the cause",
    },
}

#: What the line of what is still missing is put together from; {} stands for a number that a formula gives.
PIECES: dict[Lang, dict[str, str]] = {
    "zh": {
        "name": "项目名称；",
        "year": "年度；",
        "funds": "年度资金总额的预算数和执行数；",
        "indicators": "绩效指标；",
        "rows": "{}行没有填全（见提示）；",
        "scores": "{}行还没有得分（见提示）；",
        "weights": "分值合计{}分，应为{}分；",
    },
    "en": {
        "name": "the name; ",
        "year": "the year; ",
        "funds": "budget and spent of the total funds; ",
        "indicators": "indicators; ",
        "rows": "{} rows are incomplete (see the hints); ",
        "scores": "{} rows have no score yet (see the hints); ",
        "weights": "the weights add up to {}, not {}; ",
    },
}

#: The guide, line by line; {names} in braces are filled in from the spec.
GUIDE_LINES: dict[Lang, str] = {
    "zh": """\
怎样填这张表
1. 浅黄色的格子是要填的；白色的格子锁定，没有密码，审阅菜单里可以取消保护。
2. 指标体系：{spec}（{title}）。
3. 项目名称和年度必填；资金按所选的金额单位填数字。
4. 每个指标填一行：一级指标、三级指标、年度指标值、实际完成值、分值必填。空行不算，不用删；不够就插入行。
5. 年度指标值和实际完成值照写：≥95%、52 万人、≤5万元、及时、2023年12月31日前。
6. 也可以把符号、单位分开写在指标性质、计量单位里。
7. 指标性质写“定性”的，或者年度指标值是文字的，请选完成档次；较低的档次还要写得分比例，如 70%。
8. 不适用的指标在“是否适用”里选“否”。人工扣分要写理由。扣了分的指标请写偏差原因和改进措施。
9. 计算得分、总分、等级随填随算；日期、区间、单位不同的数等由 jixiao score 计算，提示里会说明。
10. 填好后计分：jixiao score 本文件；打印：jixiao score 本文件 -o 自评表.docx（或 .pdf）。
11. 检查并在表上标出问题：jixiao check 本文件 --mark -o 标注.xlsx。
一级指标与预设分值""",
    "en": """\
How to fill in this workbook
1. Pale yellow cells are to be filled in; white ones are locked, without a password.
2. Spec: {spec} ({title}).
3. Name and year are needed; amounts are numbers in the money unit that was chosen.
4. One row an indicator: level1, name, target, actual, weight are needed. Empty rows are none; insert more.
5. Target and actual as they are said: ≥95%, 52 万人, ≤5万元, 及时, 2023年12月31日前.
6. Sign and unit may also stand in columns of their own.
7. For a qualitative row (定性, or a target in words) choose the tier; a lower one needs a share, such as 70%.
8. What does not apply says 否. A deduction by hand needs its reason. State cause and remedy where points are lost.
9. Scores, total and grade follow what is typed; jixiao score computes dates, ranges, numbers of different units.
10. Then score it: jixiao score FILE; print it: jixiao score FILE -o form.docx (or .pdf).
11. Check it, and mark what is wrong: jixiao check FILE --mark -o marked.xlsx.
Classes and their preset points""",
}
