"""What a project states and its document does not carry: it is read again, and the two are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jixiao.exchange.fields import BY_STAGE
from jixiao.exchange.funds import rows_of_funds
from jixiao.exchange.row_values import row_values, stated
from jixiao.exchange.writing import Object, project_of_document
from jixiao.findings import Codes, Finding
from jixiao.model.fields import Model
from jixiao.model.project import Amounts, Funds, Indicator, Project

#: What the document is not asked to carry: what says how to read the project, or is not the project's own.
_BESIDE = frozenset(("spec", "year", "stage", "x", "unread", "funds", "indicators", "printed", "parts", "money_unit"))


def check_omissions(project: Project, document: Object) -> Iterator[Finding]:
    """Yield one finding that names what a project states and its document has no field for."""
    titles = dict.fromkeys(omitted(project, project_of_document(document, BY_STAGE[project.stage])))
    if titles:
        yield Finding(Codes.EXCHANGE_OMITS, args={"titles": "、".join(titles), "count": len(titles)})


def omitted(project: Project, carried: Project) -> Iterator[str]:
    """Yield the titles of what a project states and the one that was read from its document does not."""
    yield from _differing(project, carried)
    yield from _differing(project.funds, carried.funds)
    yield from _of_funds(project, carried)
    for indicator, other in zip(project.indicators, carried.indicators, strict=False):
        yield from _of_row(row_values(indicator), row_values(other))


def _of_funds(project: Project, carried: Project) -> Iterator[str]:
    rows, read = rows_of_funds(project), rows_of_funds(carried)
    if any(row.forecast is not None for row in rows.values()):
        yield _title(Amounts, "forecast")
    stating = {identity: row.amounts for identity, row in rows.items() if any(one is not None for one in row.amounts)}
    if any(identity not in read or amounts != read[identity].amounts for identity, amounts in stating.items()):
        yield _title(Funds, "parts")


def _of_row(values: Mapping[str, object], carried: Mapping[str, object]) -> Iterator[str]:
    """Yield the titles of what a row states beside its score, which may have been worked out anew."""
    for key, value in values.items():
        is_usual = value is None or value == Indicator.model_fields[key].default
        if key != "score" and not is_usual and value != carried[key]:
            yield _title(Indicator, key)


def _differing(model: Model, other: Model) -> Iterator[str]:
    """Yield the titles of the values of a model that another one does not have; parts with keys of their own apart."""
    for key in type(model).model_fields:
        value = stated(getattr(model, key))
        if key in _BESIDE or value is None or isinstance(value, Model):
            continue
        if value != stated(getattr(other, key)):
            yield _title(type(model), key)


def _title(model: type[Model], key: str) -> str:
    return model.model_fields[key].title or key


__all__ = ["check_omissions", "omitted"]
