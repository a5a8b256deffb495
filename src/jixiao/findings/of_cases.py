"""Findings of case files."""

from __future__ import annotations

from jixiao.findings import Code, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: tuple[Code, ...] = (
    Code(
        "JX570",
        _ERROR,
        "不是案例文件：顶层应有 cases_of，以及 cases 列表",
        "not a case file: the top level must hold cases_of and a list of cases",
        "对照规则参考文档的“案例”一节",
        "compare with the section on cases in the spec reference",
        "案例文件与指标体系放在一起，写明每一条规则应当得出的结果。",
        "cases_of: cn.mof-2020-10@1\ncases: 无",
    ),
    Code(
        "JX571",
        _ERROR,
        "cases_of 须写明版本，如 cn.mof-2020-10@1，得到 {text}",
        "cases_of must pin a version, such as cn.mof-2020-10@1; found {text}",
        "补上 @版本",
        "add @version",
        "规则换了版本，预期的得分也要重新核对；写明版本，才不会拿旧的答案检验新的规则。",
        "cases_of: cn.mof-2020-10",
    ),
    Code(
        "JX572",
        _ERROR,
        "案例是为 {pinned} 写的，找到的指标体系是 {spec}",
        "the cases are written for {pinned}; the spec found is {spec}",
        "核对每个案例的预期结果，再改 cases_of",
        "check what each case expects, then correct cases_of",
        "案例文件旁边有同名的指标体系时用那一份，否则按编号查找；编号和版本都必须一致。",
        "cases_of: cn.mof-2020-10@0",
    ),
    Code(
        "JX573",
        _ERROR,
        "案例重名：{name}，第 {line} 行已有",
        "two cases named {name}; the first is on line {line}",
        "写明各自说明什么",
        "say what each one shows",
        "案例按名称报告，同名就分不清是哪一个。",
        "cases:\n  - {case: 完成}\n  - {case: 完成}",
    ),
    Code(
        "JX574",
        _ERROR,
        "案例须且只能有 row、execution、project 之一，得到 {found}",
        "a case has exactly one of row, execution and project; found {found}",
        "保留一个；多个情形写成多个案例",
        "keep one; write several situations as several cases",
        "一个案例只说明一件事：一行指标、预算执行率，或整张表。",
        "- {case: 完成, row: {…}, execution: {…}}",
    ),
    Code(
        "JX575",
        _ERROR,
        "{kind} 案例的 expect 不能有 {key}，可以有：{known}",
        "a {kind} case cannot expect {key}; it can expect {known}",
        "改用可以有的键，或把案例写成 project",
        "use a key that it can have, or write the case as a project",
        "一行指标没有总分和等级，整张表没有单一的得分。",
        "- {case: 完成, row: {…}, expect: {total: 90}}",
    ),
    Code(
        "JX576",
        _ERROR,
        "by: {by} 的案例须写 {key}",
        "a case with by: {by} must have {key}",
        "补上出处，或把算式写出来",
        "add the source, or write the arithmetic out",
        "预期的答案必须来自程序之外：条文、已公布的表，或写明算式的手算。否则案例只是在重复程序的结果。",
        '- {case: 完成, row: {…}, expect: {score: "9.20"}, by: hand}',
    ),
)
