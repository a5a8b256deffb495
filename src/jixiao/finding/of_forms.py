"""Findings of forms: layouts, and files that hold a filled-in form."""

from __future__ import annotations

from jixiao.finding import Code, Severity

_ERROR = Severity.ERROR

CODES: tuple[Code, ...] = (
    Code(
        "JX800",
        _ERROR,
        "没有这个表式：{name}",
        "no such form: {name}",
        "可用的有：{known}",
        "known: {known}",
        "指标体系的 form.layout 写表式的名称。表式是 forms 文件夹里的 YAML 文件，先看指标体系旁边的，再看自带的。",
        "form: {title: 自评表, layout: mof-1999}",
    ),
    Code(
        "JX801",
        _ERROR,
        "宽度应是 1 到 {most} 的整数，得到的是 {value}",
        "a width is a whole number from 1 to {most}, not {value}",
        "写成整数，如 12",
        "write a whole number, such as 12",
        "表式的列宽按半角字符数，一个汉字算两个；跨几列也是整数。",
        "columns: [12, 宽]",
    ),
    Code(
        "JX802",
        _ERROR,
        "{section} 的一行占 {found} 列，应占 {wide} 列",
        "a row of {section} takes {found} columns, not {wide}",
        "改各格的 wide，使它们加起来等于表的列数（有 side 的减去它那一列）",
        "let the parts' wide add up to the columns of the table, less those of side",
        "表是一张网格，每一行都要占满，否则各种格式画出来不一样。",
        "sections: [{section: goals, columns: [{show: expected, wide: 3}]}]",
    ),
    Code(
        "JX810",
        _ERROR,
        "没有装中文字体，PDF 里的汉字会是空框",
        "no Chinese font is installed; Chinese characters would be empty boxes in a PDF",
        "装一种中文字体（如 {fonts}），或用 --format docx、html",
        "install a Chinese font ({fonts} …), or use --format docx or html",
        "PDF 要把字体嵌进去。宁可不写，也不写出一张满是空框的表。",
        "jixiao score 项目.yaml --format pdf -o 自评表.pdf",
    ),
    Code(
        "JX820",
        _ERROR,
        "打不开 {name}：{detail}",
        "cannot open {name}: {detail}",
        "用 WPS 或 Excel、Word 打开后另存一份",
        "open it in an office program and save it anew",
        "文件坏了，或者不是它的后缀所说的格式。",
        "jixiao read 自评表.xlsx",
    ),
    Code(
        "JX821",
        _ERROR,
        "没有找到自评表（按 {layout} 的栏目）",
        "no form was found ({layout})",
        "核对 --spec；表头的栏目名称要与表式一致",
        "check --spec; the headings must be those of the layout",
        "读表按表式认栏目：表头在，才知道每一格是什么。",
        "jixiao read 名单.xlsx --spec cn.mof-2020-10",
    ),
    Code(
        "JX822",
        _ERROR,
        "{name} 超过了可以打开的大小：{detail}",
        "{name} is larger than may be opened: {detail}",
        "只留自评表所在的工作表，另存一份",
        "keep only the sheets with forms, and save them anew",
        "压缩包展开后可能比文件大上万倍，所以先量再开。",
        "jixiao read 汇总.xlsx",
    ),
    Code(
        "JX823",
        _ERROR,
        "不认识的文件：{name}",
        "unknown kind of file: {name}",
        "可以读的有：{known}",
        "known: {known}",
        "旧格式（.xls、.doc、.et、.wps）请另存为 .xlsx 或 .docx。",
        "jixiao read 自评表.xls",
    ),
)
