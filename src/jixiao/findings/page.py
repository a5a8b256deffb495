"""The page of a finding: what it says, why, an example and a remedy, in Markdown."""

from __future__ import annotations

from string import Formatter

from jixiao.findings.catalog import Entry
from jixiao.findings.severity import LABELS, Lang

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


def example_of(entry: Entry) -> str:
    """Return the example of a finding: a sentence as it stands, a project file as a block."""
    if entry.example.startswith("（"):
        return entry.example
    return f"```yaml\n{entry.example.rstrip()}\n```"


def page(entry: Entry, lang: Lang) -> str:
    """Return the page of a finding as the terminal shows it."""
    parts = [f"# {entry.code} {LABELS[lang][entry.severity]}", with_gaps(entry.message[lang])]
    sections = {
        "why": entry.why,
        "example": entry.example and example_of(entry),
        "remedy": with_gaps(entry.remedy[lang]),
    }
    for name, text in sections.items():
        if text:
            parts += [f"## {_PARTS[lang][name]}", text]
    return "\n\n".join(parts) + "\n"
