"""Findings of reading a file: JX10x the file itself, JX11x its characters."""

from __future__ import annotations

from jixiao.findings import Code, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_FILES = (
    Code(
        "JX101",
        _ERROR,
        "文件太大：{name}（{size} 字节，最多 {limit} MB）",
        "the file is too large: {name} ({size} bytes, at most {limit} MB)",
        "把文件按项目拆开；表格数据用 jixiao batch 读取",
        "split the file by project; read tables with jixiao batch",
        "一个项目的自评文件通常只有几十 KB。超出上限多半是选错了文件，读入它只会占满内存。",
    ),
    Code(
        "JX102",
        _ERROR,
        "找不到文件：{name}",
        "no such file: {name}",
        "检查路径和文件名，注意扩展名和全角、半角字符",
        "check the path and the name, its extension included",
        "路径里任何一级写错都会找不到文件。全角与半角的括号、空格看起来很像，却是不同的名字。",
    ),
    Code(
        "JX103",
        _ERROR,
        "这是文件夹，不是文件：{name}",
        "this is a folder, not a file: {name}",
        "写出文件夹里的文件名",
        "name a file in the folder",
        "此处只能读一个文件。需要整个文件夹时，把文件夹直接作为 jixiao score 或 jixiao check 的参数。",
    ),
    Code(
        "JX104",
        _ERROR,
        "没有读取权限：{name}",
        "no permission to read: {name}",
        "请文件的所有者开放读取权限，或把文件复制到自己的文件夹",
        "ask its owner for read permission, or copy it to your own folder",
        "系统不允许当前用户打开这个文件，程序无法绕过。",
    ),
    Code(
        "JX105",
        _ERROR,
        "这不是普通文件（而是管道、设备等）：{name}",
        "this is not a regular file (but a pipe or a device): {name}",
        "先把内容存成普通文件；从标准输入读取时路径写 -",
        "save the content to a file first; give - to read standard input",
        "管道和设备可能永远读不完，因此只读普通文件。",
    ),
    Code(
        "JX106",
        _ERROR,
        "文件读不了：{name}（{detail}）",
        "cannot read the file: {name} ({detail_en})",
        "按括号里的原因处理后重试",
        "mend the cause in brackets, then try again",
        "磁盘、网络盘或文件名有问题，括号里是系统给出的原因。",
    ),
    Code(
        "JX107",
        _ERROR,
        "文件是 {encoding} 编码，应为 UTF-8：{name}",
        "the file is {encoding}, it should be UTF-8: {name}",
        "用编辑器另存为 UTF-8（记事本：另存为 → 编码 → UTF-8）",
        "save it as UTF-8 in your editor",
        "记事本里的“Unicode”就是 UTF-16。YAML 和 JSON 文件一律用 UTF-8。",
    ),
    Code(
        "JX108",
        _ERROR,
        "这个字节读不成文字：{byte}，文件不是完好的 UTF-8 或 GB18030 文本",
        "this byte is no text: {byte}; the file is not sound UTF-8 or GB18030",
        "Excel、Word 表格先用 jixiao read 读成项目文件；文本用编辑器另存为 UTF-8",
        "turn Excel or Word forms into project files by jixiao read; save texts as UTF-8",
        "文件传输中损坏，或者它本来不是文本。猜着读会读出错误的汉字，因此不读。",
    ),
    Code(
        "JX109",
        _NOTE,
        "文件按 GB18030（GBK）编码读取",
        "the file was read as GB18030 (GBK)",
        "建议另存为 UTF-8",
        "better save it as UTF-8",
        "旧版 Windows 软件常存成 GBK。程序能读，但别的工具可能显示乱码。",
    ),
)

_FOLDERS = (
    Code(
        "JX114",
        _ERROR,
        "文件夹里没有项目文件：{name}",
        "no project files in the folder: {name}",
        "检查路径；项目文件以 .yaml、.yml 或 .json 结尾",
        "check the path; project files end in .yaml, .yml or .json",
        "文件夹里只读 .yaml、.yml 和 .json 文件；指标体系和案例文件不是项目，会跳过。",
    ),
)

_CHARACTERS = (
    Code(
        "JX110",
        _ERROR,
        "文字里有不允许的控制字符 {character}",
        "the text has a control character, {character}, which is not allowed",
        "删去这个字符；它通常是从 PDF 或旧系统复制时带来的",
        "delete the character; it usually comes from copying out of a PDF",
        "控制字符看不见，却会让打印、导出和比对出错，Word 和 Excel 也不接受。",
        'name: "甲\\u0007乙"\n',
    ),
    Code(
        "JX111",
        _ERROR,
        "文字里有文字方向控制符 {character}",
        "the text has a character that turns the reading direction, {character}",
        "删去这个字符",
        "delete the character",
        "方向控制符能让屏幕上看到的数字和程序读到的不同，因此不允许出现。",
        'name: "甲\\u202E21"\n',
    ),
    Code(
        "JX112",
        _WARNING,
        "文字里有看不见的零宽字符 {character}",
        "the text has an invisible zero-width character, {character}",
        "删去这个字符；它通常是从网页复制时带来的",
        "delete the character; it usually comes from copying out of a web page",
        "零宽字符看不见，却会让两个看起来一样的词不相等。",
        'name: "甲\\u200B乙"\n',
    ),
    Code(
        "JX113",
        _NOTE,
        "同样的问题还有 {count} 处（{of}），从这里起不再逐一列出",
        "{count} more of the same ({of}) from here on, not listed one by one",
        "",
        "",
        "同一种问题只列出前三处，其余只报数目。改好后再检查一次。",
    ),
)

CODES: tuple[Code, ...] = (*_FILES, *_CHARACTERS, *_FOLDERS)
