"""The page of a finding: what it says, why, an example and a remedy, in Markdown."""

from __future__ import annotations

from string import Formatter

from jixiao.findings import Code, Lang, Severity

#: What the levels are called, in Chinese and in English.
LEVELS = {
    Severity.ERROR: ("错误", "error"),
    Severity.WARNING: ("警告", "warning"),
    Severity.NOTE: ("提示", "note"),
}
_PARTS: dict[Lang, dict[str, str]] = {
    "zh": {"why": "为什么", "example": "例子", "remedy": "改法"},
    "en": {"why": "Why (in Chinese)", "example": "Example", "remedy": "How to mend it"},
}


def with_gaps(template: str) -> str:
    """Return a template with its arguments as …, so that a page reads like the message itself.

    >>> with_gaps("缺少列：{columns}")
    '缺少列：…'
    """
    names = {field for _, field, _, _ in Formatter().parse(template) if field}
    return template.format(**dict.fromkeys(names, "…"))


def example_of(code: Code) -> str:
    """Return the example of a finding: a sentence as it stands, a project file as a block."""
    return code.example if code.example.startswith("（") else f"```yaml\n{code.example.rstrip()}\n```"


def page(code: Code, lang: Lang) -> str:
    """Return the page of a finding as the terminal shows it."""
    what, remedy = (code.zh, code.mend_zh) if lang == "zh" else (code.en, code.mend_en)
    level = LEVELS[code.severity][("zh", "en").index(lang)]
    parts = [f"# {code.code} {level}", with_gaps(what)]
    sections = {"why": code.doc, "example": code.example and example_of(code), "remedy": with_gaps(remedy)}
    for name, text in sections.items():
        if text:
            parts += [f"## {_PARTS[lang][name]}", text]
    return "\n\n".join(parts) + "\n"
