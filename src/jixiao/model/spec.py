"""An indicator spec: rules as data, every value with its source.

The models hold what the author wrote; curves are derived from it and cached, so a spec written out and
read back is the same spec with the same hash.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, model_validator

from jixiao.curve import GradeScale
from jixiao.exact import ZERO
from jixiao.findings import Codes
from jixiao.model.fields import Model, Number, Points, Step, Text, gather, refuse
from jixiao.model.review_limits import ReviewLimits
from jixiao.model.rules import Cap, Cited, Comparison, Curved, Mark, Names, Remark, Rule, When

Kind = Literal["law", "vendor", "local", "observed"]


class Source(Model):
    """Where rule values come from. ``kind`` says how binding, ``checked`` whether the text was read."""

    document: Text
    kind: Kind
    checked: Literal["seen", "remembered"]
    title: Text | None = None
    article: Text | None = None
    date: Text | None = None
    address: Text | None = None
    note: Text | None = None


def source_of(sources: Mapping[str, Source], block: Cited) -> Source:
    """Return the source that a block's basis names."""
    return sources[block.basis.split(" ")[0]]


def citation_of(sources: Mapping[str, Source], block: Cited) -> str:
    """Return the document on which a block rests, with the article where one is named."""
    _, _, article = block.basis.partition(" ")
    source = source_of(sources, block)
    return " ".join(part for part in (source.document, article or source.article) if part)


class Period(Model):
    """Years or days in force, both ends included; an open end is ``None``."""

    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _check_order(self) -> Any:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise refuse(Codes.IN_FORCE_REVERSED, start=str(self.start), end=str(self.end))
        return self

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class IndicatorClass(Model):
    """A first-level class: its label in the form, other labels, and its second-level ones."""

    label: Text
    also: Names = ()


class Unstated(When):
    """The comparison taken where neither sign nor direction is stated."""

    is_: Comparison = Field(alias="is")


class ComparisonIfUnstated(Cited):
    """Defaults of the sign, from top to bottom, the first that fits."""

    cases: tuple[Unstated, ...]


class WeightSet(Model):
    """Class weights (points) that hold together; ``present`` names classes that must occur."""

    present: tuple[Text, ...] = ()
    points: Mapping[str, Points]

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        return gather(data, "points", ("present",))


class Absent(Model):
    """Where the points of a class go that does not occur."""

    to: Text


class Weights(Cited):
    """The preset of class weights. A project's weights are checked against it, never changed by it."""

    binding: Literal["advised", "observed"]
    sets: tuple[WeightSet, ...] = ()
    absent: Mapping[str, Absent] = {}
    execution_in: Text | None = None

    def preset(self, present: set[str]) -> dict[str, Fraction]:
        """Return the points of each class for the classes that occur; keys such as "a+b" stay joint."""
        for candidate in self.sets:
            if set(candidate.present) <= present:
                return self._move_absent(dict(candidate.points), present)
        return {}

    def _move_absent(self, points: dict[str, Fraction], present: set[str]) -> dict[str, Fraction]:
        for name, absent in self.absent.items():
            if name in points and name not in present:
                points[absent.to] = points.get(absent.to, ZERO) + points.pop(name)
        return points


class Rounding(Cited):
    """Steps, in points: of each row; what the total adds up; which total the grade follows."""

    row: Step
    total: Literal["sum of rounded rows"] = "sum of rounded rows"
    grade: Literal["printed total", "exact total"] = "printed total"


class NotApplicable(Cited):
    """What becomes of the points of rows that do not apply."""

    rows: Literal["refuse", "full", "move within class", "rescale weights", "rescale total"]


class RowWeights(Cited):
    """Row weights that a spec computes: ``groups`` of points by level 2, split equally over their rows."""

    split: Literal["equally"]
    within: Literal["level2"] = "level2"
    groups: Mapping[str, Points]
    to: Step
    rest: Literal["first", "last"]


class Missing(Cited):
    """What an empty actual means, where a spec says so; otherwise it is no data."""

    actual: Literal["no data", "0"]


class Grades(Cited):
    """Grades by their lower edges, in points. Where they are ``advised``, none need be given, and others may be set."""

    edges: Mapping[str, Number]
    binding: Literal["advised"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        return gather(data, "edges", ("basis", "reading", "binding"))

    @model_validator(mode="after")
    def _check_edges(self) -> Any:
        edges = list(self.edges.values())
        if len(set(edges)) != len(edges) or min(edges, default=None) != ZERO:
            raise refuse(Codes.INVALID_GRADE_EDGES)
        return self

    @cached_property
    def scale(self) -> GradeScale:
        """Return the scale, highest edge first."""
        return GradeScale(tuple(sorted(self.edges.items(), key=lambda item: -item[1])))


#: Where something stands in a spec.
_Path = tuple[str | int, ...]
#: The sections that are one block with a basis.
_SINGLE = (
    "weights", "comparison_if_unstated", "grades", "rounding", "not_applicable", "row_weights", "missing", "review",
)  # fmt: skip
#: What changes no score.
_WITHOUT_SCORE = {"form", "monitoring"}
#: The layout of a spec that names none: the national form.
NATIONAL = "national-2020"
#: The layout of declarations under a spec that names none.
TARGETS = "target-2023"
#: The rules of monitoring of a spec that names none: progress against the months that have passed.
PACE = "pace"
#: The layout of a project's review, where that of its spec has no place for second scores.
REVIEW = "review-2024"


class Form(Model):
    """The official table: its title, the layout that it follows, and labels of its own. It changes no score.

    ``targets`` is the layout of the declaration of targets, unless ``layout`` is one itself.
    ``english`` says what classes, grades, marks and titles of the spec are in English, where the glossary does not.
    """

    title: Text
    layout: Text = NATIONAL
    targets: Text = TARGETS
    labels: Mapping[str, Text] = {}
    english: Mapping[str, Text] = {}


class IndicatorSpec(Model):
    """指标体系: everything that turns a project's facts into points, in force for a time, with sources."""

    #: Where ``scoring.plan_of`` keeps its plan: no part of the content, so neither compared, copied nor written out.
    __slots__ = ("_plan",)

    id: Annotated[Text, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
    version: Text
    title: Text
    jurisdiction: Text | None = None
    in_force: Period = Period()
    extends: Text | None = None
    sources: Mapping[str, Source]
    full_marks: Points
    classes: Mapping[str, IndicatorClass]
    weights: Weights
    comparison_if_unstated: ComparisonIfUnstated
    rules: tuple[Rule, ...]
    caps: tuple[Cap, ...] = ()
    marks: tuple[Mark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    grades: Grades | None = None
    rounding: Rounding
    not_applicable: NotApplicable
    row_weights: RowWeights | None = None
    missing: Missing | None = None
    review: ReviewLimits | None = None
    form: Form
    monitoring: Text = PACE

    _layout: Any = PrivateAttr(None)
    _targets: Any = PrivateAttr(None)
    _monitoring: Any = PrivateAttr(None)

    @property
    def layout(self) -> Any:
        """Return the layout, or the name of one of the package's; ``None`` of a spec made without a loader."""
        return self._layout

    @property
    def target_layout(self) -> Any:
        """Return the layout of declarations, likewise."""
        return self._targets

    @property
    def monitoring_rules(self) -> Any:
        """Return the rules of monitoring, likewise."""
        return self._monitoring

    @model_validator(mode="after")
    def _check_names(self) -> Any:
        for path, block in self._blocks():
            if block.basis.split(" ")[0] not in self.sources:
                raise refuse(Codes.UNLISTED_BASIS, basis=block.basis, at=(*path, "basis"))
        names = [rule.name for rule in self.rules]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise refuse(Codes.DUPLICATE_RULE, name=name, at=("rules", index))
        for path, name in self._class_names():
            if name not in self.classes:
                raise refuse(Codes.UNLISTED_CLASS, name=name, known="、".join(self.classes), at=path)
        return self

    @model_validator(mode="after")
    def _find_companions(self, info: ValidationInfo) -> Any:
        """Take layouts and rules of monitoring by their names; the context, which the loader gives, finds them."""
        if info.context is not None:
            self._layout = info.context("layout", self.form.layout)
            self._targets = info.context("targets", self.form.targets)
            self._monitoring = info.context("monitoring", self.monitoring)
        return self

    def _class_names(self) -> Iterator[tuple[_Path, str]]:
        """Yield every class that a condition or the weights name, and where."""
        for path, when in self._conditions():
            yield from ((path, name) for name in when.class_)
        for index, weights in enumerate(self.weights.sets):
            names = (*weights.present, *(name for joint in weights.points for name in joint.split("+")))
            yield from ((("weights", "sets", index), name) for name in names)
        for name, absent in self.weights.absent.items():
            yield ("weights", "absent", name), name
            yield ("weights", "absent", name), absent.to
        if self.weights.execution_in is not None:
            yield ("weights", "execution_in"), self.weights.execution_in

    def _conditions(self) -> Iterator[tuple[_Path, When]]:
        owners: dict[str, tuple[Curved | Remark, ...]] = {
            "rules": self.rules, "caps": self.caps, "remarks": self.remarks
        }  # fmt: skip
        for section, entries in owners.items():
            for index, owner in enumerate(entries):
                yield from (((section, index, "for"), when) for when in owner.when or ())
        for index, case in enumerate(self.comparison_if_unstated.cases):
            yield ("comparison_if_unstated", "cases", index), case

    @property
    def conditions(self) -> tuple[When, ...]:
        """Return every condition of its rules, caps, remarks and defaults of the sign."""
        return tuple(when for _, when in self._conditions())

    @property
    def asks_finished(self) -> bool:
        """Whether anything depends on a project's being finished."""
        return any(when.finished is not None for when in self.conditions)

    def _blocks(self) -> Iterator[tuple[_Path, Cited]]:
        for name in _SINGLE:
            block: Cited | None = getattr(self, name)
            if block is not None:
                yield (name,), block
        for name in ("rules", "caps", "marks", "remarks"):
            yield from (((name, index), block) for index, block in enumerate(getattr(self, name)))

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the resolved spec, over its canonical JSON; the order of a map's keys does not matter.

        What equals its default is left out, so a published hash outlives a field that a later model adds. The form and
        the rules of monitoring are no part of it: they change no score.
        """
        import hashlib  # for JSON results only
        import json

        data = self.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude=_WITHOUT_SCORE
        )
        return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def __hash__(self) -> int:
        """Return the hash of id and version, which name the content of a spec."""
        return hash((self.id, self.version))

    def source_of(self, block: Cited) -> Source:
        """Return the source that a block's basis names."""
        return source_of(self.sources, block)

    def kind_of(self, block: Cited, readings: Sequence[str] = ()) -> Kind:
        """Return the effective kind of a block: a ``reading`` is ours, so observed, whatever the document is.

        ``readings`` are those on which one row rests; without them, the block's own counts.
        """
        if block.reading or readings:
            return "observed"
        return self.source_of(block).kind

    def citation(self, block: Cited) -> str:
        """Return the document on which a block rests, with the article where one is named."""
        return citation_of(self.sources, block)

    def rule(self, name: str) -> Rule | None:
        """Return the rule of that name, or ``None``."""
        return next((rule for rule in self.rules if rule.name == name), None)
