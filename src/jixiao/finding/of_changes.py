"""Findings of changing specs and looking at them: published versions, mutants, pictures (JX58x)."""

from __future__ import annotations

from jixiao.finding import Code, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: tuple[Code, ...] = (
    Code(
        "JX580",
        _ERROR,
        "{version} 已经发布，内容却与 {lock} 里的哈希不符",
        "{version} is published, and its content no longer has the hash in {lock}",
        "改回原样；确要改动，就换一个 version（新的一年另起文件），再运行 jixiao spec lock",
        "restore it; or give the change a new version (a new year, a new file) and run jixiao spec lock",
        "别人的结果上写着这个编号、版本和哈希。同一个版本前后两样，旧的得分就无从复核。继承来的内容变了，也算变了。",
        "id: cn.example.district-2024\nversion: 1   # 已发布，又改了一个分档",
    ),
    Code(
        "JX581",
        _ERROR,
        "{lock} 读不出：应有 published，下面每个版本一个哈希",
        "{lock} cannot be read: it needs published, with one hash for each version",
        "从版本库取回原来的文件；这个文件由 jixiao spec lock 写，不手改",
        "restore the file from version control; jixiao spec lock writes it, nobody edits it",
        "读不出哈希，就看不出已发布的版本有没有变。",
        "published: [cn.mof-2020-10@1]",
    ),
    Code(
        "JX582",
        _ERROR,
        "{name} 现有的是版本 {found}，不是 {asked}",
        "of {name} there is version {found}, not {asked}",
        "写成 {name}@{found}，或给出旧版本的文件",
        "write {name}@{found}, or name the file of the other version",
        "一个编号只能找到一个文件；旧版本要从版本库取出来，用文件名指定。",
        "jixiao spec diff cn.mof-2020-10@9 cn.mof-2021-101",
    ),
    Code(
        "JX583",
        _ERROR,
        "案例“{case}”本来就不符，无从看出改动",
        "case “{case}” fails already, so it shows no change",
        "先运行 jixiao spec test，使全部案例通过",
        "run jixiao spec test first, until all cases pass",
        "改动一处规则，看有没有案例从符合变成不符。原本就不符的案例看不出来。",
        "（案例期望 9.20 分，实得 9.60 分）",
    ),
    Code(
        "JX584",
        _ERROR,
        "没有可以运行的案例",
        "there are no cases to run",
        "在旁边写一个 .cases.yaml",
        "write a .cases.yaml beside it",
        "没有案例，怎样改都没有人发现。",
        "（只有 district-2024.yaml，没有 district-2024.cases.yaml）",
    ),
    Code(
        "JX585",
        _WARNING,
        "{file} 里的“{mutant}”不再需要：没有这处改动，或者已有案例发现它",
        "“{mutant}” in {file} is needed no longer: there is no such change, or a case notices it",
        "删去这一条",
        "remove the entry",
        "这份清单只列案例不可能发现的改动，每条写明理由。多余的会掩盖以后真正的遗漏。",
        "equivalent_mutants:\n  cn.mof-2020-10:\n    - {mutant: 已不存在的, why: 无}",
    ),
    Code(
        "JX586",
        _ERROR,
        "没有找到能显示这些汉字的字体（{count} 个，如“{example}”）",
        "no font was found that has these Chinese characters ({count} of them, such as “{example}”)",
        "装一种中文字体（如 fonts-noto-cjk），或用 --font 指定字体文件，或改用 --format svg",
        "install a Chinese font (such as fonts-noto-cjk), name a font file with --font, or use --format svg",
        "PNG 是画好的图，没有字形就只能画成方框。SVG 里的文字仍是文字，由看图的程序选字体。",
        "（没有装中文字体的服务器）",
    ),
    Code(
        "JX587",
        _ERROR,
        "这项功能要另装：pip install 'jixiao[{extra}]'",
        "this needs an extra: pip install 'jixiao[{extra}]'",
        "照上面的命令安装",
        "install it as shown",
        "较重的库只在用到时才装，计分本身不需要。",
        "（没有装 charts 就运行 jixiao spec plot）",
    ),
)
