"""The documents that programs exchange: their keys and types, from which JSON and JSON Schemas follow.

Every number is an exact decimal as text, in points, shares (1 = 100 %) or the money unit that stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, NamedTuple, NotRequired, TypeVar

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

from jixiao.findings import Severity
from jixiao.model.fields import DECIMAL, EXACT
from jixiao.model.measure_names import MeasureName
from jixiao.model.rules import Budget
from jixiao.model.spec import Kind
from jixiao.model.typed_words import FIRST_YEAR, LAST_YEAR, MoneyUnit, StageName
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
    slug: Slug
    severity: SeverityName
    message: str
    args: dict[str, Any]
    path: str
    line: Count | None
    column: Count | None
    where: NotRequired[str | None]
    remedy: str


class CheckDocument(FindingDocument):
    """A finding and the file in which it is."""

    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """What took points from a row after the curve, or in its stead, and from which document."""

    kind: LossKind
    name: str
    points: Exact
    citation: str | None
    basis: Kind | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonPart:
    """A clause of a reason: which one, and what it speaks of, so that it can be worded anew."""

    code: str
    args: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every scored row has. ``score``, ``deduction`` and ``share`` are null where it has no score."""

    weight: Exact | None
    outcome: Outcome
    share: Exact | None
    score: Decimal | None
    deduction: Decimal | None
    rule: str | None
    citation: str | None
    basis: Kind | None
    losses: tuple[Loss, ...]
    reason_code: ReasonCode | None
    reason_parts: tuple[ReasonPart, ...]
    reason: str
    cause: str
    remedy: str

    @property
    def exact_score(self) -> Fraction | None:
        """Return the score as a number, in points."""
        return exact(self.score)

    @property
    def exact_share(self) -> Fraction | None:
        """Return the part of the weight that was earned, before rounding."""
        return exact(self.share)


@dataclass(frozen=True, kw_only=True)
class ExecutionRow(Row):
    """The execution row: ``rate`` is spent over the adjusted budget, or ``over`` the initial one."""

    budget: Exact | None
    spent: Exact | None
    money_unit: MoneyUnit
    over: Budget
    rate: Exact | None


@dataclass(frozen=True, kw_only=True)
class IndicatorRow(Row):
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


R = TypeVar("R", bound=Row)


def row_of(kind: type[R], document: Mapping[str, Any]) -> R:
    """Return a row from its plain data.

    Raises:
        KeyError: a key is missing.
    """
    values = {field.name: document[field.name] for field in fields(kind)}
    values["losses"] = tuple(Loss(**loss) for loss in values["losses"])
    values["reason_parts"] = tuple(ReasonPart(**part) for part in values["reason_parts"])
    return kind(**values)


def exact(text: str | None) -> Fraction | None:
    """Return the number that a text of a document holds, where there is one."""
    if text is None:
        return None
    return Fraction(text)


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


class FormDocument(TypedDict):
    """How the result is drawn: title, layout (by its name, or whole where it is one's own) and labels."""

    title: str | None
    layout: str | dict[str, Any] | None
    labels: dict[str, str]


class ResultDocument(TypedDict):
    """A scored project. ``full`` less ``total`` is ``deduction``, which is the sum of the rows' deductions.

    ``engine`` is the version that scored it, ``on`` the day whose edition of the spec counted, ``input`` what was
    typed and ``input_sha256`` its hash; ``id`` and ``data`` are the caller's own.
    """

    schema: Literal["jixiao.result/1"]
    engine: str
    source: str
    id: str | None
    on: Day | None
    spec: SpecDocument
    project: ProjectDocument
    execution: ExecutionRow | None
    indicators: list[IndicatorRow]
    full: Decimal | None
    total: Decimal | None
    scaled: Decimal | None
    deduction: Decimal | None
    grade: str | None
    findings: list[FindingDocument]
    form: FormDocument
    input: dict[str, Any]
    input_sha256: Sha256
    data: Any


class TotalsDocument(TypedDict):
    """A total as printed, as the table's own rows add up, and by the rule; exact decimal strings."""

    printed: str | None
    sum: str | None
    reckoned: str | None


class AuditTableDocument(TypedDict):
    """A table that was reviewed."""

    source: str
    where: str
    project: str
    unit: str
    year: Year | None
    spec: SpecId | None
    total: TotalsDocument


class StatementDocument(TypedDict):
    """A statement of the accounts."""

    source: str
    where: str
    text: str
    printed: str
    reckoned: str
    holds: bool


class LineDocument(TypedDict):
    """A finding of a review; ``id`` is the same in the next review of the same table."""

    source: str
    where: str
    project: str
    unit: str
    row: str | None
    code: Code
    slug: Slug
    severity: SeverityName
    printed: str | None
    reckoned: str | None
    message: str
    group: str
    path: str
    id: str


class UnreadDocument(TypedDict):
    """A file that was not read."""

    source: str
    reason: str


class AuditDocument(TypedDict):
    """A review in JSON."""

    schema: Literal["jixiao.audit/1"]
    tables: list[AuditTableDocument]
    statements: list[StatementDocument]
    findings: list[LineDocument]
    unread: list[UnreadDocument]


class PaperDocument(TypedDict):
    """A project in one of two papers: its head, its stage, and its month where it is monitoring."""

    name: str | None
    year: Year | None
    unit: str | None
    code: str | None
    stage: StageName
    month: int | None


#: A difference: in which part and entry, which field ("" of the whole entry), and both sides; texts as they are shown.
ChangeDocument = TypedDict(
    "ChangeDocument",
    {
        "part": Literal["project", "funds", "goals", "indicators"],
        "name": str,
        "kind": Literal["added", "dropped", "changed", "reworded"],
        "field": str,
        "from": str,
        "to": str,
    },
)
#: A project in two papers; null where one does not have it.
ComparedProjectDocument = TypedDict(
    "ComparedProjectDocument",
    {"from": PaperDocument | None, "to": PaperDocument | None, "changes": list[ChangeDocument]},
)
#: What changed between two papers, which are files or folders.
ComparisonDocument = TypedDict(
    "ComparisonDocument",
    {
        "schema": Literal["jixiao.comparison/1"],
        "from": str,
        "to": str,
        "same": bool,
        "projects": list[ComparedProjectDocument],
    },
)

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
#: What a review carries under ``schema``.
AUDIT_SCHEMA: Final = "jixiao.audit/1"
#: What a comparison carries under ``schema``.
COMPARISON_SCHEMA: Final = "jixiao.comparison/1"
#: What the program writes, by name.
WRITTEN = {
    document.name: document
    for document in (
        Document("result", SCHEMA, ResultDocument),
        Document("findings", "jixiao.findings/1", list[FindingDocument]),
        Document("check", "jixiao.check/1", list[CheckDocument]),
        Document("specs", "jixiao.specs/1", list[SpecEntryDocument]),
        Document("audit", AUDIT_SCHEMA, AuditDocument),
        Document("comparison", COMPARISON_SCHEMA, ComparisonDocument),
    )
}

__all__ = [
    "AUDIT_SCHEMA",
    "COMPARISON_SCHEMA",
    "SCHEMA",
    "WRITTEN",
    "AuditDocument",
    "AuditTableDocument",
    "ChangeDocument",
    "CheckDocument",
    "ComparedProjectDocument",
    "ComparisonDocument",
    "Document",
    "ExecutionRow",
    "FindingDocument",
    "FormDocument",
    "IndicatorRow",
    "Loss",
    "PaperDocument",
    "PeriodDocument",
    "ProjectDocument",
    "ReasonPart",
    "ResultDocument",
    "Row",
    "SpecDocument",
    "SpecEntryDocument",
    "exact",
    "row_of",
]
