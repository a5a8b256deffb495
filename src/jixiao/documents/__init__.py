"""The documents that programs exchange: their keys and types, from which JSON and JSON Schemas follow.

Every number is an exact decimal as text, in points, shares (1 = 100 %) or the money unit that stands beside it.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple, NotRequired

from typing_extensions import TypedDict

from jixiao.documents.reviews import ReviewedRow, ReviewLoss, ReviewPart, review_of
from jixiao.documents.rows import ExecutionRow, IndicatorRow, Loss, ReasonPart, Row, row_of
from jixiao.documents.values import Code, Count, Day, Decimal, Exact, SeverityName, Sha256, Slug, SpecId, Year, exact
from jixiao.model.typed_words import StageName


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


class ScoredDocument(TypedDict):
    """What the document of every scored project has.

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


class ResultDocument(ScoredDocument, total=False):
    """A scored project. ``full`` less ``total`` is ``deduction``, which is the sum of the rows' deductions.

    ``review`` is there where a reviewer has given second scores; all else is by the unit's table.
    """

    review: ReviewPart


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
#: Its path is that in the later paper; of what is gone, in the earlier one.
ChangeDocument = TypedDict(
    "ChangeDocument",
    {
        "part": Literal["project", "funds", "goals", "indicators"],
        "name": str,
        "kind": Literal["added", "dropped", "changed", "reworded"],
        "field": str,
        "from": str,
        "to": str,
        "path": str,
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
    "Code",
    "ComparedProjectDocument",
    "ComparisonDocument",
    "Count",
    "Day",
    "Decimal",
    "Document",
    "Exact",
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
    "ReviewLoss",
    "ReviewPart",
    "ReviewedRow",
    "Row",
    "SeverityName",
    "Sha256",
    "Slug",
    "SpecDocument",
    "SpecEntryDocument",
    "SpecId",
    "Year",
    "exact",
    "review_of",
    "row_of",
]
