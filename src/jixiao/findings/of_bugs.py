"""Findings of what is wrong with the program itself (JX90x)."""

from __future__ import annotations

from jixiao.findings import Code, Severity

CODES: tuple[Code, ...] = (
    Code(
        "JX900",
        Severity.ERROR,
        "程序出错，{name} 没有处理完：{type}，位置 {place}",
        "the program failed on {name}: {type} at {place}",
        "请把这条信息、版本号 {version} 和这个文件发给维护者；不宜外传的内容可以换掉，只要仍会出错",
        "send this message, the version ({version}) and the file to the maintainers; confidential text may be replaced "
        "as long as the file still fails",
        "这是程序的错，不是文件的错。出错的输入没有结果，其余的照常处理。"
        "开发者可以设环境变量 JIXIAO_TRACEBACK=1 再运行一次：标准错误里会另有完整的调用过程，其中可能带有文件内容。",
    ),
    Code(
        "JX901",
        Severity.ERROR,
        "处理 {name} 的进程两次意外终止（{end}）",
        "the process that worked on {name} died twice ({end})",
        "先单独处理这个文件；内存足够时仍然如此，请把这条信息、版本号 {version} 和这个文件发给维护者",
        "try this file alone; if it fails with enough memory, send this message, the version ({version}) and the file "
        "to the maintainers",
        "很多文件由几个进程同时处理。一个进程被系统终止（多半因为内存不足）时，换一个进程重做；"
        "同一个文件单独重做仍然如此，就跳过它，其余的照常处理。",
    ),
)
