"""双监控: the lights of a project in the course of the year, and what must be explained; rules as data."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from jixiao.findings import Codes
from jixiao.model.fields import Model, Text, as_tuple, refuse
from jixiao.model.measure_names import MeasureName
from jixiao.model.rules import Cited, LightRule, Names, Remark, When
from jixiao.model.spec import Form, Kind, Source, citation_of, source_of
from jixiao.model.typed_words import LIGHTS, Light, Likelihood

#: What a row must state: a cause of any kind or in words; a cause in words; the value expected at the end of the year.
Statement = Literal["reason", "explanation", "forecast"]
Statements = Annotated[tuple[Statement, ...], BeforeValidator(as_tuple)]
#: What decides the light of a project beside questions.
Part = Literal["execution", "rows"]


class Duty(Cited):
    """What a row must state that shows one of some lights, or is in one of some ways likely to reach its target.

    ``states`` names what it has stated itself; ``measure`` and ``outside`` are a bound that it has passed.
    """

    name: Text = Field(alias="rule")
    when: Annotated[tuple[When, ...], BeforeValidator(as_tuple)] | None = Field(None, alias="for")
    lights: Annotated[tuple[Light, ...], BeforeValidator(as_tuple)] = ()
    likelihood: Annotated[tuple[Likelihood, ...], BeforeValidator(as_tuple)] = ()
    states: Literal["cause_kinds"] | None = None
    measure: MeasureName | None = None
    outside: Text | None = None
    write: Statements

    @model_validator(mode="after")
    def _check_bound(self) -> Any:
        if (self.measure is None) != (self.outside is None):
            raise refuse(Codes.BOUND_INCOMPLETE, name=self.name)
        _ = self.bound
        return self

    @cached_property
    def bound(self) -> Remark | None:
        """The bound as a remark; ``None`` where there is none."""
        if self.measure is None:
            return None
        data = {"remark": self.name, "basis": self.basis, "measure": self.measure, "outside": self.outside}
        return Remark.model_validate(data)


class ProjectLight(Cited):
    """The light of a project: the worst of its parts, or by the answers to questions, in their order (是、否)."""

    name: Text = Field(alias="rule")
    worst_of: Annotated[tuple[Part, ...], BeforeValidator(as_tuple)] = ()
    questions: Names = ()
    lights: Mapping[str, Light] = {}

    @model_validator(mode="after")
    def _check_parts(self) -> Any:
        if bool(self.worst_of) == bool(self.questions):
            raise refuse(Codes.PROJECT_LIGHT_UNDECIDED, name=self.name)
        if self.questions and "otherwise" not in self.lights:
            raise refuse(Codes.BANDS_WITHOUT_OTHERWISE)
        return self

    def light_of_answers(self, answers: list[bool]) -> Light:
        """Return the light of the answers to all questions."""
        words = "、".join(_ANSWERS[answer] for answer in answers)
        return self.lights.get(words, self.lights["otherwise"])


_ANSWERS = {True: "是", False: "否"}


class MonitoringRules(Model):
    """监控规则: which lights rows, execution and project show, what must be explained, and the form."""

    title: Text
    extends: Text | None = None
    sources: Mapping[str, Source]
    rows: tuple[LightRule, ...] = ()
    execution: LightRule | None = None
    project: ProjectLight
    explain: tuple[Duty, ...] = ()
    form: Form

    @model_validator(mode="after")
    def _check_blocks(self) -> Any:
        for path, block in self._blocks():
            if block.basis.split(" ")[0] not in self.sources:
                raise refuse(Codes.UNLISTED_BASIS, basis=block.basis, at=(*path, "basis"))
        names = [rule.name for rule in self.rows]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise refuse(Codes.DUPLICATE_RULE, name=name, at=("rows", index))
        return self

    def _blocks(self) -> Iterator[tuple[tuple[str | int, ...], Cited]]:
        yield ("project",), self.project
        if self.execution is not None:
            yield ("execution",), self.execution
        for index, rule in enumerate(self.rows):
            yield ("rows", index), rule
            yield from ((("rows", index, "words", number), words) for number, words in enumerate(rule.words))
        yield from ((("explain", index), duty) for index, duty in enumerate(self.explain))

    def source_of(self, block: Cited) -> Source:
        """Return the source that a block's basis names."""
        return source_of(self.sources, block)

    def kind_of(self, block: Cited) -> Kind:
        """Return the effective kind of a block: a ``reading`` is ours, so observed, whatever the document is."""
        if block.reading:
            return "observed"
        return self.source_of(block).kind

    def citation(self, block: Cited) -> str:
        """Return the document on which a block rests, with the article where one is named."""
        return citation_of(self.sources, block)


__all__ = ["LIGHTS", "Duty", "Light", "LightRule", "MonitoringRules", "ProjectLight", "Statement"]
