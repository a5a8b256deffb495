"""The document of a monitored project: its keys and types, from which JSON and its JSON Schema follow.

Every number is an exact decimal as text, in points, shares (1 = 100 %) or the money unit that stands beside it.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field
from typing_extensions import TypedDict

from jixiao.documents import (
    Day,
    Decimal,
    Document,
    Exact,
    FindingDocument,
    FormDocument,
    ProjectDocument,
    Sha256,
    SpecDocument,
)
from jixiao.model.monitoring import Light, Statement
from jixiao.model.spec import Kind
from jixiao.model.typed_words import FIRST_MONTH, LAST_MONTH, CauseKind, Likelihood, MoneyUnit
from jixiao.scoring.rows import Outcome

Month = Annotated[int, Field(ge=FIRST_MONTH, le=LAST_MONTH)]
#: What stands for the actual of the year: the forecast, the value at its end, or the target that is certain.
ProjectedFrom = Literal["forecast", "progress", "certain"]


class MonitoringRulesDocument(TypedDict):
    """The rules of monitoring by which lights were shown."""

    name: str
    title: str


class LightDocument(TypedDict):
    """A light, why it is shown, and the document behind it; ``light`` is null where it cannot be known."""

    light: Light | None
    rule: str | None
    citation: str | None
    basis: Kind | None
    explanation: str


class ProjectedRowDocument(TypedDict):
    """What a row is expected to score at the end of the year, and by which ``value`` as its actual."""

    value: str
    weight: Exact | None
    outcome: Outcome
    share: Exact | None
    score: Decimal | None
    deduction: Decimal | None
    rule: str | None
    citation: str | None
    basis: Kind | None
    reason: str


class MonitoredRowDocument(LightDocument):
    """What execution and indicators have: ``measured`` is the measure of the light, null of words.

    ``to_explain`` is what must still be stated. ``projected`` is null where nothing says what the year will bring.
    """

    measured: Exact | None
    cause: str
    remedy: str
    to_explain: list[Statement]
    projected_from: ProjectedFrom | None
    projected: ProjectedRowDocument | None


class MonitoredExecutionDocument(MonitoredRowDocument):
    """The execution so far, in the money unit that stands beside it."""

    budget: Exact | None
    spent: Exact | None
    forecast: Exact | None
    money_unit: MoneyUnit


class MonitoredIndicatorDocument(MonitoredRowDocument):
    """An indicator in the course of its year."""

    level1: str | None
    level2: str | None
    name: str | None
    target: str | None
    progress: str | None
    forecast: str | None
    likelihood: Likelihood | None
    cause_kinds: list[CauseKind]


class ProjectedDocument(TypedDict):
    """What the project is expected to score at the end of the year; null where a row or a weight is missing."""

    full: Decimal | None
    total: Decimal | None
    scaled: Decimal | None
    deduction: Decimal | None
    grade: str | None


class MonitoringDocument(LightDocument):
    """A monitored project: its light, those of its rows, what must be stated, and the score that is expected."""

    schema: Literal["jixiao.monitoring/1"]
    engine: str
    source: str
    id: str | None
    on: Day | None
    spec: SpecDocument
    rules: MonitoringRulesDocument | None
    project: ProjectDocument
    month: Month | None
    execution: MonitoredExecutionDocument | None
    indicators: list[MonitoredIndicatorDocument]
    projected: ProjectedDocument
    findings: list[FindingDocument]
    form: FormDocument
    input: dict[str, Any]
    input_sha256: Sha256
    data: Any


#: What a monitored project carries under ``schema``.
SCHEMA: Final = "jixiao.monitoring/1"
MONITORING = Document("monitoring", SCHEMA, MonitoringDocument)

__all__ = [
    "MONITORING",
    "SCHEMA",
    "LightDocument",
    "MonitoredExecutionDocument",
    "MonitoredIndicatorDocument",
    "MonitoredRowDocument",
    "MonitoringDocument",
    "MonitoringRulesDocument",
    "ProjectedDocument",
    "ProjectedFrom",
    "ProjectedRowDocument",
]
