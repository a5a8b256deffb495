"""Rules as data: conditions, and a measure followed by a count and a curve.

The models hold what the author wrote; curves are derived from it and cached.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from jixiao.curve import Count, CurveError, Height, ScoreCurve, bands, line, parse_loss, parse_ratio, stepwise
from jixiao.exact import ONE, ZERO, to_step
from jixiao.findings import Codes
from jixiao.model.fields import Model, Points, Ratio, Step, Text, Yes, as_tuple, curve_errors_refused, refuse
from jixiao.model.measure_names import MeasureName
from jixiao.model.tier_words import parse_tier_word
from jixiao.model.typed_words import Light
from jixiao.quantity import unspaced

Comparison = Literal["≥", ">", "≤", "<", "=", "定性"]
#: What spending is measured over: the adjusted budget, or the initial one.
Budget = Literal["budget", "initial"]
Form = Literal["line", "bands", "steps"]
#: The ways in which a curve is written.
FORMS: tuple[Form, ...] = ("line", "bands", "steps")
TargetKind = Literal["number", "zero", "negative", "money", "percent", "range", "date", "word", "rank"]
#: On what a score may rest that a text leaves open: the sign =, a tier without a share, the target's own words.
Occasion = Literal["=", "tier", "same text"]
Names = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]


class Cited(Model):
    """A block with rule values: ``basis`` names a source (and an article); ``reading`` marks what is ours."""

    basis: Text
    reading: Text | None = None

    @property
    def every_reading(self) -> tuple[str, ...]:
        """Return all readings of the block."""
        if self.reading is None:
            return ()
        return (self.reading,)


class When(Model):
    """A condition on a row; every part given must fit."""

    class_: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] = Field((), alias="class")
    level2: Names = ()
    comparison: Annotated[tuple[Comparison, ...], BeforeValidator(as_tuple)] = ()
    direction: Literal["正向", "反向"] | None = None
    target: Annotated[tuple[TargetKind, ...], BeforeValidator(as_tuple)] = ()
    finished: bool | None = None
    name_has: Names = ()


class Steps(Model):
    """Each step from ``from`` loses the same, until gone or ``most``. ``each: 5% lower`` counts downward."""

    start: Ratio = Field(ZERO, alias="from")
    each: Text
    begun: bool
    lose: Text
    most: Text | None = None

    @cached_property
    def count(self) -> Count:
        """Return the counting stage."""
        size, _, side = self.each.partition(" ")
        each = _positive(size)
        if side not in ("", "lower", "higher"):
            raise CurveError(Codes.INVALID_STEP, text=self.each)
        return Count(each, "begun" if self.begun else "whole", self.start, side == "lower")


class Rounded(Model):
    """Round the measure to a multiple of ``each`` before the curve."""

    each: Text
    nearest: Yes

    @cached_property
    def count(self) -> Count:
        """Return the counting stage."""
        return Count(_positive(self.each), "nearest")


def _positive(text: str) -> Fraction:
    """Return the ratio that ``text`` states; one that is not above zero raises ``CurveError``."""
    value = parse_ratio(text)
    if value is None or value <= 0:
        raise CurveError(Codes.INVALID_STEP, text=text)
    return value


class Tier(Model):
    """A range of shares that a judge may state; ``default`` is taken where only the tier is named."""

    low: Ratio = Field(alias="from")
    through: Ratio | None = None
    below: Ratio | None = None
    default: Ratio | None = None
    also: Names = ()

    @property
    def high(self) -> Fraction | None:
        """Return the upper edge of the tier, within it or not; ``None`` where it has none."""
        if self.below is None:
            return self.through
        return self.below

    def is_printed(self, shares: frozenset[Fraction]) -> bool:
        """Whether ``shares`` are what forms print behind the tier's name: nothing, its two ends, or its default."""
        return not shares or shares in (frozenset((self.low, self.high)), frozenset((self.default,)))

    def holds(self, share: Fraction, weight: Fraction = ONE, step: Fraction | None = None) -> bool:
        """Whether a stated share lies in the tier.

        With a ``step`` (points) the points of the ``weight`` are compared: ``from`` and ``below`` are rounded half up
        to it, ``through`` is not.
        """
        points = share * weight
        if points < _edge(self.low * weight, step):
            return False
        if self.through is not None:
            return points <= self.through * weight
        return self.below is None or points < _edge(self.below * weight, step)


def _edge(points: Fraction, step: Fraction | None) -> Fraction:
    if step is None:
        return points
    return to_step(points, step)


class Curved(Cited):
    """A measure, an optional count, and exactly one of line, bands and steps."""

    measure: MeasureName
    over: Budget = "budget"
    months: Literal["begun", "whole"] = "begun"
    stated: Literal["share", "score", "items"] = "share"
    count: Rounded | None = None
    line: Mapping[str, Text] | None = None
    bands: Mapping[str, Text] | None = None
    steps: Steps | None = None
    when: Annotated[tuple[When, ...], BeforeValidator(as_tuple)] | None = Field(None, alias="for")
    note: Text | None = None

    @model_validator(mode="after")
    def _check_curve(self) -> Any:
        forms = [form for form in FORMS if getattr(self, form) is not None]
        if len(forms) != 1 or (self.steps and self.count):
            raise refuse(Codes.ONE_CURVE_FORM_NEEDED, found="、".join(forms) or "—")
        with curve_errors_refused():
            _ = self.curve, self.counting
        return self

    @cached_property
    def curve(self) -> ScoreCurve:
        """Return the curve that the author wrote, as pieces."""
        if self.line is not None:
            return line(self.line)
        if self.bands is not None:
            return bands(self.bands)
        assert self.steps is not None  # noqa: S101  # exactly one is given, checked at load
        return stepwise(self.steps.lose, self.steps.most)

    @cached_property
    def counting(self) -> Count | None:
        """Return the stage between measure and curve, if any."""
        stage = self.steps or self.count
        return None if stage is None else stage.count

    @property
    def form(self) -> Form:
        """Return which way the curve is written."""
        return next(form for form in FORMS if getattr(self, form) is not None)

    @cached_property
    def in_percent(self) -> bool:
        """Whether the author wrote the places on the curve in percent."""
        steps = [self.steps.each] if self.steps else []
        return any("%" in text for text in (*(self.bands or ()), *(self.line or ()), *steps))


class Rule(Curved):
    """How a row that fits ``for`` is scored. Without ``for`` it applies only where a row names it.

    ``items`` are the questions of a checklist with their points, ``partly`` the share of one that was partly done;
    without ``items`` each row brings its own.

    ``readings`` are ours as ``reading`` is, but only for the rows that rest on them. With a ``tier_step`` (points) a
    typed score is compared with the edges of its tier in points, rounded.
    """

    name: Text = Field(alias="rule")
    readings: Mapping[Occasion, Text] = {}
    tiers: Mapping[str, Tier] = {}
    tier_step: Step | None = None
    same_text_means: Text | None = None
    items: Mapping[str, Points] = {}
    partly: Ratio | None = None

    @property
    def every_reading(self) -> tuple[str, ...]:
        """Return all readings of the rule, also those that only some rows rest on."""
        return (*super().every_reading, *self.readings.values())

    @field_validator("tiers")
    @classmethod
    def _check_tiers(cls, tiers: Mapping[str, Tier]) -> Mapping[str, Tier]:
        for name, tier in tiers.items():
            two_ends = tier.through is not None and tier.below is not None
            if two_ends or (tier.default is not None and not tier.holds(tier.default)):
                raise refuse(Codes.INVALID_TIER, text=name)
        return tiers

    @model_validator(mode="after")
    def _check_tier_step(self) -> Any:
        if self.tier_step is not None and self.stated != "score":
            raise refuse(Codes.TIER_STEP_UNUSED, name=self.name)
        return self

    @model_validator(mode="after")
    def _check_items(self) -> Any:
        if self.stated != "items" and (self.items or self.partly is not None):
            raise refuse(Codes.ITEMS_UNUSED, name=self.name)
        return self

    @model_validator(mode="after")
    def _check_tier_words(self) -> Any:
        words = [word for name, tier in self.tiers.items() for word in (name, *tier.also)]
        twice = next((word for word in words if words.count(word) > 1), None)
        if twice is not None:
            raise refuse(Codes.DUPLICATE_TIER, text=twice)
        return self

    @model_validator(mode="after")
    def _check_same_text(self) -> Any:
        if self.same_text_means is not None and self.same_text_means not in self.tiers:
            raise refuse(Codes.NOT_AN_ALLOWED_VALUE, value=self.same_text_means, expected="、".join(self.tiers) or "—")
        return self

    def tier_named(self, word: str) -> str | None:
        """Return the tier that a word or its number (1 is the best) names; ``None`` where it names none.

        A word may carry the shares of its tier, as forms print it: 达成年度指标（100%-80%）. Other shares than those of
        the tier are no part of its name.
        """
        if name := self._tier_words.get(unspaced(word)):
            return name
        typed = parse_tier_word(word)
        name = self._tier_words.get(typed.word)
        if name is None or not self.tiers[name].is_printed(typed.shares):
            return None
        return name

    @cached_property
    def _tier_words(self) -> dict[str, str]:
        """Return the tiers by their names and by their ranks, 1 being the highest."""
        names = [(unspaced(word), name) for name, tier in self.tiers.items() for word in (name, *tier.also)]
        ranking = sorted(self.tiers, key=lambda name: -self.tiers[name].low)
        return {**dict(names[::-1]), **{str(rank): name for rank, name in enumerate(ranking, 1)}}


class Cap(Curved):
    """A second measure and curve; the row gets the lesser. ``unless: cause`` spares explained rows."""

    name: Text = Field(alias="cap")
    label: Text | None = None
    unless: Literal["cause"] | None = None


class Mark(Cited):
    """A named finding of a reviewer on a row: it earns at most ``earn``, or loses ``lose``."""

    name: Text = Field(alias="mark")
    label: Text
    earn: Literal["0"] | None = None
    lose: Text | None = None

    @model_validator(mode="after")
    def _check_effect(self) -> Any:
        if (self.earn is None) == (self.lose is None):
            raise refuse(Codes.INVALID_MARK, text=self.name)
        with curve_errors_refused():
            _ = self.loss
        return self

    @cached_property
    def loss(self) -> Height | None:
        """Return what is lost, as share and points; ``None`` where the row earns nothing."""
        if self.lose is None:
            return None
        return parse_loss(self.lose)


class Remark(Cited):
    """A finding without points: a measure outside a bound.

    ``unless: cause`` spares rows with a cause, ``unless: adjustment`` projects that explain their budget's adjustment.
    """

    name: Text = Field(alias="remark")
    when: Annotated[tuple[When, ...], BeforeValidator(as_tuple)] | None = Field(None, alias="for")
    measure: MeasureName
    over: Budget = "budget"
    months: Literal["begun", "whole"] = "begun"
    outside: Text
    severity: Literal["note", "warning", "error"] = "note"
    unless: Literal["cause", "adjustment"] | None = None

    @model_validator(mode="after")
    def _check_bound(self) -> Any:
        with curve_errors_refused():
            _ = self.curve
        return self

    @property
    def in_percent(self) -> bool:
        """Whether the author wrote the bound in percent."""
        return "%" in self.outside

    @property
    def counting(self) -> Count | None:
        """Return the stage between measure and curve: none."""
        return None

    @cached_property
    def curve(self) -> ScoreCurve:
        """Return the level of the score: "full" exactly where the finding arises."""
        return bands({self.outside: "full", "otherwise": "0"})


class ProgressWords(Cited):
    """Words of progress by the light that each shows, as one source lists them."""

    lights: Mapping[Light, Names]

    def light_of(self, text: str) -> Light | None:
        """Return the light of a word, with or without the shares that forms print behind it; ``None`` of no word."""
        word = parse_tier_word(text).word
        return next((light for light, words in self.lights.items() if word in map(unspaced, words)), None)


class LightRule(Cited):
    """灯: for which rows, and which light they show by a measure in bands, or by a word that stands there.

    Against ``elapsed`` the measure is divided by the part of the year that has passed, month by month.
    """

    name: Text = Field(alias="rule")
    when: Annotated[tuple[When, ...], BeforeValidator(as_tuple)] | None = Field(None, alias="for")
    measure: MeasureName
    over: Budget = "budget"
    months: Literal["begun", "whole"] = "begun"
    against: Literal["year", "elapsed"] = "year"
    words: tuple[ProgressWords, ...] = ()
    lights: Mapping[str, Light]

    @model_validator(mode="after")
    def _check_bands(self) -> Any:
        with curve_errors_refused():
            _ = self.curve
        return self

    @property
    def in_percent(self) -> bool:
        """Whether the author wrote the bands in percent."""
        return any("%" in text for text in self.lights)

    @cached_property
    def curve(self) -> ScoreCurve:
        """The bands as pieces, whose keys name the lights; their heights mean nothing."""
        return bands(dict.fromkeys(self.lights, "full"))

    def light_at(self, n: int, d: int) -> Light:
        """Return the light of the measured value n/d (d ≥ 0; d = 0 is +∞)."""
        return self.lights[self.curve.pieces[self.curve.index_at(n, d)].key]


#: What has a measure and a curve over it that scores.
CurveOwner = Rule | Cap | Remark
#: What takes a measure of a row.
MeasureOwner = CurveOwner | LightRule
