"""A grade that is ticked among others: the ticked word where that is plain, else the text as it stands."""

from __future__ import annotations

from itertools import product

import pytest

from jixiao.forms.importing.ticks import choice_of

GRADES = ("优", "良", "中", "差")
TICKED, OPEN = "☑☒■√✓✔●", "□☐○×"
#: How a word and its box are written.
SIDES = {
    "before": "{box}{word}",
    "behind": "{word}{box}",
    "apart before": "{box} {word}",
    "apart behind": "{word} {box}",
    "brackets behind": "{word}（{box}）",
    "brackets before": "({box}){word}",
    "wide brackets": "[ {box} ]{word}",
    "with points": "{box}{word}（90-100分）",
}


def written(side: str, boxes: list[str], gap: str = " ") -> str:
    return gap.join(SIDES[side].format(box=box, word=word) for box, word in zip(boxes, GRADES, strict=True))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("gap", [" ", "   ", "、", "\n"])
def test_the_ticked_word_is_the_grade(side: str, gap: str) -> None:
    for tick, box, number in product(TICKED, OPEN, range(len(GRADES))):
        boxes = [tick if number == other else box for other in range(len(GRADES))]
        assert choice_of(written(side, boxes, gap)) == GRADES[number]


@pytest.mark.parametrize("side", ["brackets behind", "brackets before", "wide brackets"])
def test_empty_brackets_are_boxes(side: str) -> None:
    assert choice_of(written(side, ["", "√", "", ""])) == "良"
    assert choice_of("优（√） 良（ ）") == "优"
    assert choice_of("优(　)良(√)") == "良"


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("√优 良 中 差", "优"),
        ("优  √良  中  差", "良"),
        ("优 良√ 中 差", "良"),
        ("优√", "优"),
        ("优、良、中√", "中"),
        ("优", "优"),
    ],
)
def test_a_lone_tick_is_that_of_the_word_that_it_touches(text: str, grade: str) -> None:
    assert choice_of(text) == grade


@pytest.mark.parametrize(
    "text",
    [
        "优  ☑良 □中 □差", "优 良☑ 中□ 差□", "优√良 中 差", "优 √ 良 中 差", "优 ☑良 □中 □差 □", "□优☑ 良", "□优 □良 □中 □差",
        "☑优 ☑良 □中 □差", "□", "√", "☑ □优 □良", "□优 良", "优（90分） 良", "",
    ],
)  # fmt: skip
def test_a_text_that_is_not_plain_stays(text: str) -> None:
    assert choice_of(text) == text
