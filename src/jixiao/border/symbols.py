"""Characters of the fonts Symbol and Wingdings, which Word keeps under private codes, as ordinary characters."""

from __future__ import annotations

#: Where the private codes of both fonts begin, and how many there may be.
_FIRST, _COUNT = 0xF000, 0x100
#: What the font Symbol shows, by code: signs and digits as in ASCII, Greek letters, then signs of mathematics.
_SIGNS = {code: chr(code) for code in range(0x20, 0x41)} | {0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x40: "≅"}
_LETTERS = dict(enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_", 0x41)) | dict(
    enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~", 0x61)
)
_MATHEMATICS = dict(enumerate("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…", 0xA0)) | {0xC6: "∅", 0xD7: "⋅", 0xDE: "⇒", 0xE5: "∑"}
_SYMBOL = _SIGNS | _LETTERS | _MATHEMATICS
#: Boxes, ticks and dots of the fonts Wingdings.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢",
    0xE0: "→", 0xFB: "✗", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x50: "√", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0xA3: "□"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
#: Stands for a character that is not known, so that it does not vanish.
_UNKNOWN = "\ufffd"


def symbol(code: str, font: str) -> str:
    """Return the character that a font shows for a code in hexadecimal digits.

    >>> symbol("F0B3", "Symbol"), symbol("F0FE", "Wingdings"), symbol("2265", "SimSun")
    ('≥', '☑', '≥')
    """
    try:
        number = int(code, 16)
        return with_symbols(chr(number), font)
    except (ValueError, OverflowError):
        return _UNKNOWN


def with_symbols(text: str, font: str = "") -> str:
    r"""Return a text with ordinary characters in place of the private codes of a font, by default of Symbol.

    >>> with_symbols("\uf0a35000小时")
    '≤5000小时'
    """
    if not any(_FIRST <= ord(one) < _FIRST + _COUNT for one in text):
        return text
    characters = _FONTS.get(font.lower(), _SYMBOL)
    by_code = {_FIRST + code: characters.get(code, _UNKNOWN) for code in range(_COUNT)}
    return text.translate(by_code)


__all__ = ["symbol", "with_symbols"]
