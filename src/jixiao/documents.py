"""The documents that programs exchange: their keys and types, from which JSON and JSON Schemas follow.

Every number is an exact decimal as text, in points, shares (1 = 100 %) or the money unit that stands beside it.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NamedTuple, NotRequired

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

from jixiao.findings import Severity
from jixiao.model.fields import DECIMAL, EXACT
from jixiao.model.measure_names import MeasureName
from jixiao.model.spec import Kind
from jixiao.model.typed_words import FIRST_YEAR, LAST_YEAR, MoneyUnit
from jixiao.scoring.rows import LossKind, Outcome

#: A finite decimal: "97.16".
Decimal = Annotated[str, Field(pattern=DECIMAL)]
#: A finite decimal, or "20/19" where none is exact.
Exact = Annotated[str, Field(pattern=EXACT)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, Field(pattern=r"^JX[0-9]{3,4}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
SpecId = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
ReasonCode = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z]+)?$")]
SeverityName = Annotated[str, WithJsonSchema({"type": "string", "enum": [severity.value for severity in Severity]})]
Count = Annotated[int, Field(ge=1)]


class FindingDocument(TypedDict):
    """A finding. ``args`` fill the words of its ``slug``; line and column count from 1, ``where`` is a form's cell."""

    code: Code
    slug: NotRequired[Slug]
    severity: SeverityName
    message: str
    args: NotRequired[dict[str, Any]]
    path: str
    line: Count | None
    column: Count | None
    where: NotRequired[str | None]
    remedy: str


class CheckDocument(FindingDocument):
    """A finding and the file in which it is."""

    source: str


class LossDocument(TypedDict):
    """What took points from a row after the curve, or in its stead, and from which document."""

    kind: LossKind
    name: str
    points: Exact
    citation: str | None
    basis: Kind | None


class RowDocument(TypedDict):
    """What every scored row has. ``score``, ``deduction`` and ``share`` are null where it has no score."""

    weight: Exact | None
    outcome: Outcome
    share: Exact | None
    score: Decimal | None
    deduction: Decimal | None
    rule: str | None
    citation: str | None
    basis: Kind | None
    losses: list[LossDocument]
    reason_code: ReasonCode | None
    reason: str
    cause: str
    remedy: str


class ExecutionDocument(RowDocument):
    """The execution row: ``rate`` is spent over budget."""

    budget: Exact | None
    spent: Exact | None
    money_unit: MoneyUnit
    rate: Exact | None


class IndicatorDocument(RowDocument):
    """An indicator. ``ratio`` is its attainment before any cap, ``claimed`` the score that its unit states."""

    level1: str | None
    level2: str | None
    name: str | None
    target: str | None
    actual: str | None
    stated_weight: Exact | None
    claimed: Exact | None
    measure: MeasureName | None
    ratio: Exact | None


class SpecDocument(TypedDict):
    """The spec by which was scored; ``sha256`` is the hash of its rules."""

    id: SpecId | None
    version: str | None
    sha256: Sha256 | None


class ProjectDocument(TypedDict):
    """The head of the project."""

    name: str | None
    year: Year | None
    department: str | None
    unit: str | None
    code: str | None


class ResultDocument(TypedDict):
    """A scored project. ``full`` less ``total`` is ``deduction``, which is the sum of the rows' deductions.

    ``engine`` is the version that scored it, ``id`` and ``data`` are the caller's own.
    """

    schema: Literal["jixiao.result/1"]
    engine: NotRequired[str]
    source: str
    input_sha256: NotRequired[Sha256 | None]
    on: NotRequired[Day | None]
    id: NotRequired[str | None]
    spec: SpecDocument
    project: ProjectDocument
    execution: ExecutionDocument | None
    indicators: list[IndicatorDocument]
    full: Decimal | None
    total: Decimal | None
    scaled: Decimal | None
    deduction: Decimal | None
    grade: str | None
    findings: list[FindingDocument]
    data: NotRequired[dict[str, Any] | None]


#: The days of a spec, both included; an open end is null.
PeriodDocument = TypedDict("PeriodDocument", {"from": Day | None, "to": Day | None})


class SpecEntryDocument(TypedDict):
    """A spec of the list."""

    id: SpecId
    version: str
    title: str
    jurisdiction: str | None
    in_force: PeriodDocument


class Document(NamedTuple):
    """A kind of document: its name, the id that names it and its version, and the type of its data."""

    name: str
    id: str
    type: Any


#: What a result carries under ``schema``.
SCHEMA: Final = "jixiao.result/1"
#: What the program writes, by name.
WRITTEN = {
    document.name: document
    for document in (
        Document("result", SCHEMA, ResultDocument),
        Document("findings", "jixiao.findings/1", list[FindingDocument]),
        Document("check", "jixiao.check/1", list[CheckDocument]),
        Document("specs", "jixiao.specs/1", list[SpecEntryDocument]),
    )
}

__all__ = [
    "SCHEMA",
    "WRITTEN",
    "CheckDocument",
    "Document",
    "ExecutionDocument",
    "FindingDocument",
    "IndicatorDocument",
    "LossDocument",
    "PeriodDocument",
    "ProjectDocument",
    "ResultDocument",
    "RowDocument",
    "SpecDocument",
    "SpecEntryDocument",
]
