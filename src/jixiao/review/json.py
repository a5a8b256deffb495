"""A review as JSON, schema ``jixiao.audit/1``: an entry a line."""

from __future__ import annotations

from jixiao.findings import Lang
from jixiao.findings.terminal import escape_json
from jixiao.review.document import document_of
from jixiao.review.review import Review


def draw(review: Review, lang: Lang) -> bytes:  # noqa: ARG001  # one signature for all formats
    """Return the review as JSON."""
    import json

    document = document_of(review)
    parts = [f'{{"schema": {json.dumps(document["schema"])}']
    for name, entries in document.items():
        if isinstance(entries, list):
            lines = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
            parts.append(f'"{name}": [\n  {lines}\n ]' if lines else f'"{name}": []')
    return (escape_json(",\n ".join(parts)) + "}\n").encode()
