"""One cause is one finding: which number most likely makes statements fail, by all the sums that it is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from jixiao.accounts.mentions import Mention
from jixiao.accounts.quotes import quotes
from jixiao.accounts.statement import Identity, Statement
from jixiao.exact import add_up
from jixiao.findings import Codes, Finding


class Suspect(NamedTuple):
    """A mention, and the statements that fail and have it in them, the plainest first."""

    mention: Mention
    failures: tuple[Statement, ...]


#: So many suspects are weighed against each other; a document with more has other troubles.
_MOST_WEIGHED: Final = 200


def suspects(statements: Sequence[Statement]) -> list[Suspect]:
    """Return as few mentions as explain all statements that do not hold, in the order of the text.

    A result that is wrong by its last digit was rounded wrongly, unless another sum suspects one of its operands.
    """
    failures = [each for each in statements if not each.holds]
    failures.sort(key=lambda each: (each.in_last_digit, len(each.operands)))
    evidence = _Evidence(statements)
    chosen: list[Suspect] = []
    while failures:
        grave = [each for each in failures if not each.in_last_digit]
        suspect = failures[0].result
        if grave and len(chosen) < _MOST_WEIGHED:
            suspect = evidence.weakest(grave)
        chosen.append(Suspect(suspect, tuple(each for each in failures if suspect in each.mentions)))
        failures = [each for each in failures if suspect not in each.mentions]
    return sorted(chosen, key=lambda each: each.mention.order)


class _Evidence:
    """What speaks for each mention: statements that hold with it, and the same number elsewhere."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        exact = [each for each in statements if each.holds and each.identity is not Identity.BOUND]
        self._support = Counter(mention for each in exact for mention in each.mentions)
        numbers = {mention for each in statements for mention in each.mentions if mention.number is not None}
        self._repeated = Counter(mention.printed.text for mention in numbers)

    def weakest(self, failures: Sequence[Statement]) -> Mention:
        """Return the number that is in most failures, less the statements that hold with it.

        Of equals it is one that is printed nowhere else and could be mended, then the first operand or result.
        """
        involved = Counter(mention for each in failures for mention in each.mentions if mention.number is not None)

        def weight(mention: Mention) -> tuple[int, bool, bool]:
            is_alone = self._repeated[mention.printed.text] == 1
            return involved[mention] - self._support[mention], is_alone, _can_be_mended(mention, failures)

        return max(involved, key=weight)


def _can_be_mended(mention: Mention, failures: Sequence[Statement]) -> bool:
    """Whether a part of a sum that is too high is at least as much as is too much."""
    for each in failures:
        if each.identity is Identity.PARTS and mention in each.operands and each.result.role == mention.role:
            excess = add_up(part.printed.value for part in each.operands) - each.result.printed.value
            if mention.printed.value < excess:
                return False
    return True


#: The finding of a statement that does not hold, by what it states.
_CODES: Final = {
    Identity.ARITHMETIC: Codes.ACCOUNTS_SUM_DIFFERS,
    Identity.PARTS: Codes.ACCOUNTS_PARTS_DIFFER,
    Identity.BOUND: Codes.ACCOUNTS_PARTS_DIFFER,
    Identity.REPETITION: Codes.ACCOUNTS_REPETITION_DIFFERS,
    Identity.WORDS: Codes.ACCOUNTS_WORDS_DIFFER,
}


def check_statements(statements: Sequence[Statement]) -> list[Finding]:
    """Return a finding for each number that keeps statements from holding, at the sentence that prints it."""
    return [_finding(suspect) for suspect in suspects(statements)]


def _finding(suspect: Suspect) -> Finding:
    lead = suspect.failures[0]
    args = {
        "where": suspect.mention.where,
        "quote": suspect.mention.sentence.text,
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
