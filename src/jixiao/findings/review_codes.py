"""The codes of findings on reviews and checklists."""

from __future__ import annotations

from typing import Final


class ReviewCodes:
    """Codes by slug, of second scores (JX770–JX779) and of the items of checklists (JX780–JX799)."""

    SECOND_SCORE_DIFFERS: Final = "JX770"
    SECOND_TOTAL_DIFFERS: Final = "JX771"
    SECOND_GRADE_DIFFERS: Final = "JX772"
    SECOND_SCORE_LIMITED: Final = "JX773"
    DEDUCTION_OTHER_THAN_MARK: Final = "JX774"
    DEDUCTION_BEYOND_SCORE: Final = "JX775"
    REVIEWER_NOT_NAMED: Final = "JX776"
    REVIEW_AT_OTHER_STAGE: Final = "JX777"
    NOT_YET_REVIEWED: Final = "JX778"
    ITEM_NOT_UNIQUE: Final = "JX780"
    UNKNOWN_ITEM: Final = "JX781"
    ITEM_NOT_ANSWERED: Final = "JX782"
    ITEM_WITHOUT_POINTS: Final = "JX783"
    ITEM_POINTS_DIFFER: Final = "JX784"
    ITEM_WITHOUT_SHARE: Final = "JX785"
    ITEM_SHARE_CONTRADICTS: Final = "JX786"
    ITEMS_OTHER_THAN_WEIGHT: Final = "JX787"
    ITEM_LOST_WITHOUT_REASON: Final = "JX788"
    ITEMS_NOT_SCORED: Final = "JX789"
    ITEMS_UNUSED: Final = "JX790"
