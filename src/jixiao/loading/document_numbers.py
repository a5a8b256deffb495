"""Numbers of official documents, as people type them: 财预[2020]10号, 《……办法》（财预〔2020〕10号）."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from jixiao.model.spec import IndicatorSpec
from jixiao.quantity import unspaced

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,40})[^\w]{0,5}([0-9]{4})年?[^\w]{0,5}第?([0-9]{1,5})(?![0-9])")
#: Longer texts name no document.
_LONGEST = 200
#: Words before a number that belong to no office: the end of a title, or what refers to one.
_BEFORE_OFFICE = (
    "通知",
    "办法",
    "意见",
    "规定",
    "细则",
    "方案",
    "文件",
    "根据",
    "按照",
    "依据",
    "依照",
    "执行",
    "关于",
)


class DocumentNumber(NamedTuple):
    """A document's number: the word of its office, its year, its number in that year."""

    office: str
    year: str
    number: str

    def is_same(self, own: DocumentNumber) -> bool:
        """Whether this number as typed, perhaps with a title before it, is the document's ``own``.

        甲财预〔2020〕10号 is another office's than 财预〔2020〕10号.
        """
        if (self.year, self.number) != (own.year, own.number) or not self.office.endswith(own.office):
            return False
        before = self.office.removesuffix(own.office)
        return not before or before.endswith(_BEFORE_OFFICE)

    def is_near(self, own: DocumentNumber) -> bool:
        """Whether a slip may have made this number of ``own``: of the same office, or the same in its year."""
        return self.office.endswith(own.office) or (self.year, self.number) == (own.year, own.number)


def document_numbers(text: str) -> Iterator[DocumentNumber]:
    """Return the numbers of documents in a text, whatever brackets, spaces and widths they are typed with.

    >>> list(document_numbers("财预【２０２０】 10号文"))
    [DocumentNumber(office='财预', year='2020', number='10')]
    """
    return (DocumentNumber(*match.groups()) for match in _NUMBER.finditer(unspaced(text[:_LONGEST])))


#: Whether a document's number as typed fits a source's own.
Fits = Callable[[DocumentNumber, DocumentNumber], bool]


def fitting_document(spec: IndicatorSpec, numbers: Iterable[DocumentNumber], fits: Fits) -> str:
    """Return the first source of a spec whose number fits one of ``numbers``; "" where there is none."""
    for source in spec.sources.values():
        own = next(document_numbers(source.document), None)
        if own is not None and any(fits(number, own) for number in numbers):
            return source.document
    return ""


__all__ = ["DocumentNumber", "Fits", "document_numbers", "fitting_document"]
