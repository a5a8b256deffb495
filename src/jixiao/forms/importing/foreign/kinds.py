"""What kind of form a table is: the stage that it belongs to."""

from __future__ import annotations

from jixiao.forms.importing.foreign.lexicon import lexicon
from jixiao.forms.importing.foreign.reading import FormReading


def stage_of(reading: FormReading) -> str:
    """Return the stage of a form, by the words of its title and by its columns.

    A form of targets has neither actuals nor scores; one that has them is a self-evaluation, whatever it is called.
    """
    columns = reading.columns("indicators")
    has_values = not columns.isdisjoint(("actual", "score"))
    by_columns = "target"
    if has_values:
        by_columns = "self_evaluation"
    elif "progress" in columns:
        by_columns = "monitoring"
    title = "".join(reading.titles)
    stages = [stage for stage, words in lexicon().kinds.items() if any(word in title for word in words)]
    stage = next(iter(stages), by_columns)
    if not columns.isdisjoint(("second_actual", "second_score")):
        return "review"
    if stage == "target" and (has_values or columns.isdisjoint(("target", "value"))):
        return "self_evaluation"
    return stage


__all__ = ["stage_of"]
