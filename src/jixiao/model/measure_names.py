"""The names of measures as specs write them, each with its label in both languages.

What a measure does stands in the room ``measure``, which has one value for each of these names.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from jixiao.findings import Lang

MEASURE_LABELS: dict[str, dict[Lang, str]] = {
    "attainment": {"zh": "完成率", "en": "attainment"},
    "inverse_attainment": {"zh": "反向完成率", "en": "inverse attainment"},
    "relative_gap": {"zh": "差距率", "en": "relative gap"},
    "deviation": {"zh": "偏离度", "en": "deviation"},
    "gap": {"zh": "差距", "en": "gap"},
    "value": {"zh": "实际值", "en": "value"},
    "met": {"zh": "是否达标", "en": "met"},
    "execution": {"zh": "预算执行率", "en": "execution rate"},
    "days_late": {"zh": "逾期天数", "en": "days late"},
    "months_late": {"zh": "逾期月数", "en": "months late"},
    "stated_share": {"zh": "给定比例", "en": "stated share"},
    "adjustment": {"zh": "预算调整率", "en": "budget adjustment"},
}


def _measure_name(value: object) -> Any:
    """Return the name of a measure; a name that is none is refused as pydantic refuses a value of no literal."""
    if isinstance(value, str) and value in MEASURE_LABELS:
        return value
    *names, last = (f"'{name}'" for name in MEASURE_LABELS)
    expected = f"{', '.join(names)} or {last}"
    raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})


MeasureName = Annotated[
    str, PlainValidator(_measure_name), WithJsonSchema({"type": "string", "enum": list(MEASURE_LABELS)})
]
