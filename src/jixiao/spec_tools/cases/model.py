"""A case as its author wrote it: what is scored, what is expected, and where the expected answer comes from."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from jixiao.findings import Finding, Place
from jixiao.model.fields import Model, Number, Text, several
from jixiao.model.project import Project
from jixiao.scoring.rows import Outcome

Kind = Literal["row", "execution", "project"]
KINDS: tuple[Kind, ...] = ("row", "execution", "project")
Names = Annotated[tuple[Text, ...], BeforeValidator(several)]
Numbers = Annotated[tuple[Number | None, ...], BeforeValidator(several)]


class Expect(Model):
    """The expected answer; only what is given is compared. Scores and totals in points."""

    score: Number | None = None
    outcome: Outcome | None = None
    rule: Text | None = None
    reason_code: Text | None = None
    total: Number | None = None
    scaled: Number | None = None
    grade: Text | None = None
    scores: Numbers = ()
    findings: Names = ()
    no_findings: Names = ()
    unread: frozenset[str] = Field(frozenset(), exclude=True)

    @property
    def blank(self) -> bool:
        """Whether it is still to be filled in."""
        return (
            not any(getattr(self, name) for name in Expect.model_fields if name not in ("score", "unread"))
            and self.score is None
        )


#: What can be expected of one row, and of a whole project; findings that occur or do not, of both.
OF_ROWS = ("score", "outcome", "rule", "reason_code", "findings", "no_findings")
OF_PROJECTS = ("total", "scaled", "grade", "scores", "findings", "no_findings")


class Told(Model):
    """What a case says beside its facts.

    ``by`` is where the answer comes from: a clause, a published table, or arithmetic by hand, then written out.
    """

    case: Text | None = None
    expect: Expect = Expect()
    by: Literal["clause", "published", "hand"] | None = None
    source: Text | None = None
    arithmetic: Text | None = None
    unread: frozenset[str] = Field(frozenset(), exclude=True)


@dataclass(frozen=True)
class Case:
    """A case ready to run: its facts as a project (of one row, where the case is one row)."""

    name: str
    kind: Kind
    project: Project
    told: Told
    place: Place
    path: str

    @property
    def expect(self) -> Expect:
        """The expected answer."""
        return self.told.expect

    def own(self, finding: Finding) -> Finding:
        """A finding of the case's project, named as the case file has it."""
        inner = {"row": "indicators[0]", "execution": "funds.total", "project": ""}[self.kind]
        inside = finding.path.startswith(inner)  # else it is a key of the case itself, such as year
        parts = (self.path, self.kind, finding.path.removeprefix(inner)) if inside else (self.path, finding.path)
        path = ".".join(part.removeprefix(".") for part in parts if part)
        return Finding(finding.code, path, finding.args, finding.place)
