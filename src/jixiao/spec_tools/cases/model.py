"""A case as its author wrote it: what is scored, what is expected, and where the expected answer comes from."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from jixiao.findings import Finding, Place
from jixiao.model.fields import Model, Number, Text, as_tuple
from jixiao.model.project import Project
from jixiao.scoring.rows import Outcome

Kind = Literal["row", "execution", "project"]
KINDS: tuple[Kind, ...] = ("row", "execution", "project")
Names = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]
Numbers = Annotated[tuple[Number | None, ...], BeforeValidator(as_tuple)]


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
        fields = Expect.model_fields.keys() - {"score", "unread"}
        return self.score is None and not any(getattr(self, name) for name in fields)


_OF_ROWS = ("score", "outcome", "rule", "reason_code", "findings", "no_findings")
#: What can be expected of each kind of case; findings that occur or do not, of all.
EXPECTABLE: dict[Kind, tuple[str, ...]] = {
    "row": _OF_ROWS,
    "execution": _OF_ROWS,
    "project": ("total", "scaled", "grade", "scores", "findings", "no_findings"),
}


class CaseEntry(Model):
    """The keys of a case beside its facts.

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
    entry: CaseEntry
    place: Place
    path: str

    @property
    def expect(self) -> Expect:
        """Return the expected answer."""
        return self.entry.expect

    def localize(self, finding: Finding) -> Finding:
        """Return a finding of the case's project with its path in the case file."""
        return Finding(finding.code, self._path_of(finding), finding.args, finding.place)

    def _path_of(self, finding: Finding) -> str:
        facts = _FACTS[self.kind]
        if finding.path.startswith(facts):
            parts = [self.path, self.kind, finding.path.removeprefix(facts)]
        else:  # a key of the case itself, such as year
            parts = [self.path, finding.path]
        return ".".join(part.removeprefix(".") for part in parts if part)


#: Where the facts of a case stand in its project.
_FACTS: dict[Kind, str] = {"row": "indicators[0]", "execution": "funds.total", "project": ""}
