"""The codes of findings of exchange with the budget system, by their slugs."""

from __future__ import annotations

from typing import Final


class ExchangeCodes:
    """Codes by slug, from JX660 to JX689; the last ones are of what a report counts."""

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
