"""The values that documents hold: exact decimals, days, hashes and names, each as a text of a pattern."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field, WithJsonSchema

from jixiao.findings import Severity
from jixiao.model.fields import DECIMAL, EXACT
from jixiao.model.typed_words import FIRST_YEAR, LAST_YEAR

#: A finite decimal: "97.16".
Decimal = Annotated[str, Field(pattern=DECIMAL)]
#: A finite decimal, or "20/19" where none is exact.
Exact = Annotated[str, Field(pattern=EXACT)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, Field(pattern=r"^JX[0-9]{3,4}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
SpecId = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
ReasonCode = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z]+)?$")]
SeverityName = Annotated[str, WithJsonSchema({"type": "string", "enum": [severity.value for severity in Severity]})]
Count = Annotated[int, Field(ge=1)]


def exact(text: str | None) -> Fraction | None:
    """Return the number that a text of a document holds, where there is one."""
    if text is None:
        return None
    return Fraction(text)
