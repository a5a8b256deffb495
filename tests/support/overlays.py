"""Overlays: the text of a local spec that lays a few sections of its own over one of the package."""

from __future__ import annotations

#: The spec that overlays of tests lie over, and the source that their sections may name as ``n``.
BASE = "cn.mof-2020-10@2"
SOURCE = "sources: {n: {document: 一号, kind: local, checked: seen}}\n"


def overlay(spec_id: str, body: str = "", *, title: str = "试", base: str = BASE, start: str = "2023-01-01") -> str:
    """The text of a spec that is in force from a day: its head, and then its own sections."""
    return f"id: {spec_id}\nversion: 1\nin_force: {{from: {start}}}\nextends: {base}\ntitle: {title}\n{body}"
