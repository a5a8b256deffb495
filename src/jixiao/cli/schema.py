"""``jixiao schema``, and the schemas that stand beside files which people fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from jixiao.cli.console import reject_usage
from jixiao.cli.options import Options
from jixiao.findings import Lang

SchemaName = Literal[
    "project",
    "spec",
    "cases",
    "result",
    "findings",
    "check",
    "specs",
    "audit",
    "comparison",
    "monitoring",
    "spec-detail",
    "checked",
    "explanation",
    "reading",
    "problem",
    "exchange-self-evaluation",
    "exchange-monitoring",
]
KeysName = Literal["canonical", "forms"]

#: The folder beside a file, hidden so that no walk reads it, in which the schema for its editor stands.
_FOLDER = ".jixiao"
_NO_SCHEMA: dict[Lang, str] = {
    "zh": "{name} 没有 --keys {keys}，只有 {known}",
    "en": "{name} has no --keys {keys}; there is {known}",
}


def print_schema(name: SchemaName, keys: KeysName | None, options: Options) -> int:
    """Print a JSON Schema; return the exit code."""
    from jixiao.schemas import SCHEMAS

    keys_of_schema = [own for document, own in SCHEMAS if document == name]
    if keys is not None and keys not in keys_of_schema:
        fault = _NO_SCHEMA[options.lang].format(name=name, keys=keys, known=", ".join(keys_of_schema))
        return reject_usage(fault)
    print(schema_text(name, options, keys), end="")
    return 0


def schema_text(name: SchemaName, options: Options, keys: KeysName | None = None) -> str:
    """Return a JSON Schema as the text of a file."""
    from jixiao.schemas import schema_of

    schema = schema_of(name, keys, lang=options.lang, book=options.book)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def beside(file: Path, name: SchemaName) -> Path:
    """Return where the schema of a file stands that people fill in."""
    return file.parent / _FOLDER / f"{name}.schema.json"


def modeline(name: SchemaName) -> str:
    """Return the comment by which an editor looks for the schema: beside the file, so that both move together."""
    return f"# yaml-language-server: $schema={_FOLDER}/{name}.schema.json"


__all__ = ["KeysName", "SchemaName", "beside", "modeline", "print_schema", "schema_text"]
