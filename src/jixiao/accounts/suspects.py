"""One cause is one finding: which number most likely makes statements fail, by all the sums that it is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from jixiao.accounts.mentions import Mention
from jixiao.accounts.quotes import quotes
from jixiao.accounts.statement import Identity, Statement
from jixiao.findings import Codes, Finding


class Suspect(NamedTuple):
    """A mention, and the statements that fail and have it in them, the plainest first."""

    mention: Mention
    failures: tuple[Statement, ...]


def suspects(statements: Sequence[Statement]) -> list[Suspect]:
    """Return as few mentions as explain all statements that do not hold, in the order of the text.

    The next suspect is in most failures that none before explains, less the statements that hold with it; of equals
    it is the printed result of the one with the fewest operands.
    """
    support = Counter(id(mention) for each in statements if each.holds for mention in each.mentions)
    open_failures = sorted((each for each in statements if not each.holds), key=lambda each: len(each.operands))
    chosen = []
    while open_failures:
        suspect = _next(open_failures, support)
        failures = tuple(each for each in open_failures if suspect in each.mentions)
        chosen.append(Suspect(suspect, failures))
        open_failures = [each for each in open_failures if suspect not in each.mentions]
    return sorted(chosen, key=lambda each: each.mention.order)


def _mentions(statements: Sequence[Statement]) -> list[Mention]:
    return list(dict.fromkeys(mention for each in statements for mention in each.mentions))


def _next(failures: Sequence[Statement], support: Counter[int]) -> Mention:
    numbers = [mention for mention in _mentions(failures) if mention.number is not None]
    involved = Counter(id(mention) for each in failures for mention in each.mentions)
    return max(numbers, key=lambda mention: involved[id(mention)] - support[id(mention)])


#: The finding of a statement that does not hold, by what it states.
_CODES: Final = {
    Identity.ARITHMETIC: Codes.ACCOUNTS_SUM_DIFFERS,
    Identity.PARTS: Codes.ACCOUNTS_PARTS_DIFFER,
    Identity.REPETITION: Codes.ACCOUNTS_REPETITION_DIFFERS,
    Identity.WORDS: Codes.ACCOUNTS_WORDS_DIFFER,
}


def check_statements(statements: Sequence[Statement]) -> list[Finding]:
    """Return a finding for each number that keeps statements from holding, at the sentence that prints it."""
    return [_finding(suspect) for suspect in suspects(statements)]


def _finding(suspect: Suspect) -> Finding:
    lead, sentence = suspect.failures[0], suspect.mention.sentence
    args = {
        "where": sentence.where,
        "quote": sentence.text,
        "quotes": quotes([suspect.mention, *lead.mentions]),
        "suspect": suspect.mention.printed.text,
        "printed": lead.printed,
        "reckoned": lead.reckoned,
        "sum": lead.sum,
        "count": len(suspect.failures),
    }
    return Finding(_code(suspect.failures), args=args)


def _code(failures: Sequence[Statement]) -> str:
    lead = failures[0]
    if len(failures) == 1 and lead.in_last_digit:
        return Codes.ACCOUNTS_LAST_DIGIT_DIFFERS
    if len(failures) == 1 and lead.falls_short:
        return Codes.ACCOUNTS_PARTS_FALL_SHORT
    return _CODES[lead.identity]
