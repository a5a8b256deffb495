"""JSON Schemas of the documents: for programs in their canonical form, for people as an editor helps to write them.

The loader says more, with places and remedies; what a schema accepts may still be refused there, never the other way
round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from jixiao.findings import Lang
from jixiao.loading.spec_book import SpecBook, package_book
from jixiao.schemas.canonical import DOCUMENTS, canonical
from jixiao.schemas.forms import forms
from jixiao.schemas.generator import DIALECT, Schema
from jixiao.schemas.projects import by_name, models
from jixiao.schemas.specs import cases, spec

#: For programs, or for people.
Keys = Literal["canonical", "forms"]
#: What people write.
_FORMS: Mapping[str, Callable[[Lang, SpecBook], Schema]] = {
    "project": forms,
    "spec": lambda _lang, _book: spec(),
    "cases": cases,
}
#: Every schema: its document, and whose keys it has; the first of a document is the one that is meant without them.
SCHEMAS: tuple[tuple[str, Keys], ...] = (
    *((name, "forms") for name in _FORMS),
    *((name, "canonical") for name in DOCUMENTS),
)


def schema_of(name: str, keys: Keys | None = None, *, lang: Lang = "zh", book: SpecBook | None = None) -> Schema:
    """Return the JSON Schema of a document, for programs (canonical) or for people (forms, with help in a language).

    Without ``keys`` a project, a spec and its cases are as people write them, all else as programs do. An editor
    proposes the specs of ``book``, by default those of the package.

    Raises:
        ValueError: there is no such schema.

    >>> "权重" in schema_of("project")["$defs"]["Indicator"]["properties"]
    True
    """
    chosen = next((own for document, own in SCHEMAS if document == name and keys in (None, own)), None)
    if chosen is None:
        schemas = "; ".join(f"{document} ({own})" for document, own in SCHEMAS)
        raise ValueError(f"no schema {name!r} with keys {keys!r}; there are: {schemas}")
    if chosen == "canonical":
        return {"$schema": DIALECT, **canonical(name)}
    return {"$schema": DIALECT, **_FORMS[name](lang, book or package_book())}


__all__ = ["DIALECT", "SCHEMAS", "Keys", "Schema", "by_name", "models", "schema_of"]
