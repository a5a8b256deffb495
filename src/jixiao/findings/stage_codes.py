"""The codes of findings of the stages of a project's year, by their slugs."""

from __future__ import annotations

from typing import Final


class StageCodes:
    """Codes by slug, from JX610 to JX689: monitoring, targets, the way between stages, exchange."""

    STAGE_CANNOT_FOLLOW: Final = "JX630"
    VALUES_NOT_CARRIED: Final = "JX631"
    FIGURES_ARE_PROPOSALS: Final = "JX632"
    TEXTS_NAME_LAST_YEAR: Final = "JX633"
    TARGET_WITHOUT_NUMBER: Final = "JX640"
    TARGET_WITHOUT_UNIT: Final = "JX641"
    WEIGHTS_PARTLY_STATED: Final = "JX642"
    TARGET_TOO_LAX: Final = "JX643"
    EXCHANGE_WITHOUT_PROJECT: Final = "JX660"
    NOT_AN_EXCHANGE_DOCUMENT: Final = "JX661"
    EXCHANGE_WITHOUT_YEAR: Final = "JX662"
    EXCHANGE_YEAR_ASSUMED: Final = "JX663"
    EXCHANGE_OMITS: Final = "JX664"
    STAGE_WITHOUT_DOCUMENT: Final = "JX665"
    REFUSED_WITHOUT_CAUSE: Final = "JX670"
    REFUSED_SCORE_ABOVE_WEIGHT: Final = "JX671"
    REFUSED_WEIGHT: Final = "JX672"
    REFUSED_CLASS_WEIGHTS: Final = "JX673"
    REFUSED_QUALITATIVE_VALUE: Final = "JX674"
    REFUSED_WITHOUT_NOTE: Final = "JX675"
    REFUSED_CHARACTERS: Final = "JX676"
    REFUSED_NOT_A_NUMBER: Final = "JX677"
    COUNT_OTHER_THAN_PAPERS: Final = "JX680"
    PAPERS_OF_STAGE_DIFFER: Final = "JX681"
