"""``jixiao rule``: the page of a finding."""

from __future__ import annotations

from jixiao.cli.console import reject_usage
from jixiao.findings import Lang, catalog
from jixiao.findings.page import page

_NO_CODE: dict[Lang, str] = {"zh": "没有这个编号：{code}", "en": "no such code: {code}"}


def print_rule(code: str, lang: Lang) -> int:
    """Print the page of a finding by its code or its slug, and return the exit code."""
    name = code.strip().lower()
    for entry in catalog().values():
        if name in (entry.code.lower(), entry.slug):
            print(page(entry, lang), end="")
            return 0
    return reject_usage(_NO_CODE[lang].format(code=code))
