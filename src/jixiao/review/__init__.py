"""Many tables reviewed: each against its rule and itself, then against each other, last year and the approved targets.

A table is reviewed alone, by whatever process, into a ``ReviewedTable`` of plain values; what follows works on these.
"""

from jixiao.review.document import document_of
from jixiao.review.lines import AccountsText, Line, ReviewedTable, Unread
from jixiao.review.review import Review, review_of
from jixiao.review.table_review import Origin, review_by_rule, review_without_rule

__all__ = [
    "AccountsText",
    "Line",
    "Origin",
    "Review",
    "ReviewedTable",
    "Unread",
    "document_of",
    "review_by_rule",
    "review_of",
    "review_without_rule",
]
