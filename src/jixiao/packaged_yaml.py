"""YAML files of the package itself, which are known to be sound: messages, glossary, help of keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_packaged_yaml(path: Path) -> Any:
    """Return what a YAML file of the package holds."""
    return parse_packaged_yaml(path.read_text(encoding="utf-8"))


def parse_packaged_yaml(text: str) -> Any:
    """Return what the text of such a file says, by the fastest safe loader that is installed."""
    import yaml  # most runs have nothing to word

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, loader)  # noqa: S506  # both are safe


__all__ = ["parse_packaged_yaml", "read_packaged_yaml"]
