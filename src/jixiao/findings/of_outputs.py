"""Findings of writing: places that may not be written to, and those that cannot be (JX803 to JX809)."""

from __future__ import annotations

from jixiao.findings import Code, Severity

_ERROR, _NOTE = Severity.ERROR, Severity.NOTE

CODES: tuple[Code, ...] = (
    Code(
        "JX803",
        _ERROR,
        "输出到 {name} 会顶替要读的文件 {input}，没有写",
        "writing {name} would replace {input}, which is read; nothing was written",
        "用 -o 写另一个文件名或文件夹",
        "name another file or folder with -o",
        "结果会顶替填报的原件。同一个文件换一种写法（链接、大小写不同的名称）也认得出来。",
        "jixiao read 自评表.xlsx -o 自评表.xlsx",
    ),
    Code(
        "JX804",
        _ERROR,
        "写不了 {name}：{detail}",
        "cannot write {name}: {detail_en}",
        "换一个可以写的地方，或按所说的原因处理后重试",
        "choose a place that can be written to, or mend the cause that the system gives",
        "冒号后面是系统给出的原因。没有写完的文件不会留下，原来的文件不变。",
        "jixiao score 项目.yaml -o /",
    ),
    Code(
        "JX805",
        _ERROR,
        "{name} 有人填写或改动过，或者不是程序写的，不覆盖",
        "{name} has been filled in or changed, or was not written by this program; it is not replaced",
        "换一个文件名；确定不要其中的内容，就加上 --force",
        "choose another name, or add --force if its content is not needed any more",
        "程序写出的表末尾记有校验值，原样未动的才直接替换。改过的、别处来的文件，替换了就找不回来。"
        "JSON、CSV 结果和 PNG 图片没有地方记，看开头是不是程序写的。",
        "jixiao score 项目.yaml -o 已填写的表.xlsx",
    ),
    Code(
        "JX806",
        _ERROR,
        "写不出这种文件：{name}",
        "cannot write a file of this kind: {name}",
        "文件名以 {known} 之一结尾；有 --format 的命令也可以用它指定格式",
        "end the name in one of {known}, or name a format with --format where the command has it",
        "没有写 --format 时，文件名的结尾决定格式。",
        "jixiao score 项目.yaml -o 结果.doc",
    ),
    Code(
        "JX807",
        _NOTE,
        "上一次替换 {name} 时被中断，先前的结果已经放回原处",
        "replacing {name} was interrupted; the earlier results are back in their place",
        "",
        "",
        "结果文件夹分两步整体替换，两步之间断电或被终止，下一次运行先恢复原来的结果。",
    ),
    Code(
        "JX808",
        _ERROR,
        "{name} 是通往输出文件夹之外的链接（{target}），不写",
        "{name} is a link that leads out of the output folder ({target}); it is not written to",
        "删去这个链接，或换一个输出文件夹",
        "delete the link, or choose another output folder",
        "输出只写在 -o 的文件夹里面。别人给的文件夹里可能有指向别处的链接。",
        "ln -s /etc out/sub; jixiao score 项目 -o out",
    ),
    Code(
        "JX809",
        _ERROR,
        "磁盘空间不够，写不下 {name}",
        "no space left to write {name}",
        "腾出空间，或用 -o 写到别的磁盘，然后重新运行",
        "free some space, or write to another disk with -o, then run again",
        "没有写完的文件不会留下，原来的文件不变。",
        "jixiao score 项目 -o /dev/full",
    ),
)
