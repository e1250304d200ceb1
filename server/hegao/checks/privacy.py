"""Personal numbers: identity cards, mobile phones, bank cards; told apart from numbers that are public.

No match carries a number: slots and repairs hold the masked form only.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import Check
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Document
from hegao.finding import Match, Repair, mask
from hegao.fix import Edit
from hegao.text import Span

# A number inside an address, a file name or a code is none: nothing of that kind may touch it.
_BEFORE = r"(?<![0-9A-Za-z_/=&.#%@〔])(?<![0-9]-)"
_AFTER = r"(?![0-9A-Za-z_@〕]|-[0-9]|[.．][0-9])"
_PATTERNS = {
    "identity": rf"{_BEFORE}[0-9]{{6}}[ -]?[0-9]{{8}}[ -]?[0-9]{{3}}[0-9XxＸ]{_AFTER}",
    "identity-old": rf"{_BEFORE}[0-9]{{15}}{_AFTER}",
    "mobile": (
        rf"(?:{_BEFORE}(?:\+?86[ -]?)?)(?P<x>1[3-9][0-9](?P<gap>[ -]?)[0-9]{{4}}(?P=gap)[0-9]{{4}})"
        rf"{_AFTER}(?!\s?[元万])"
    ),
    "bank-card": (
        rf"{_BEFORE}(?:[0-9]{{16,19}}"
        rf"|[0-9]{{4}}(?P<gap>[ -])[0-9]{{4}}(?P=gap)[0-9]{{4}}(?P=gap)[0-9]{{4}}(?:(?P=gap)[0-9]{{1,3}})?){_AFTER}"
    ),
}
# Nearly every draft holds no long number at all: a look without conditions costs a tenth.
_GATES = {
    "identity": "[0-9]{6}[ -]?[0-9]{8}",
    "identity-shape": "[0-9]{6}[ -]?[0-9]{8}",
    "identity-old": "[0-9]{15}",
    "mobile": "1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}",
    "bank-card": "[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}",
}
_PATTERNS["identity-shape"] = _PATTERNS["identity"]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FIRST_YEAR = 1900
_NEAR = 24


def is_identity_number(digits: str) -> bool:
    """Whether the last of 18 characters is the check character of GB 11643-1999."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == digits[17]


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a unified social credit code (GB 32100-2015): public, not personal."""
    if any(character not in _CODE_ALPHABET for character in code):
        return False
    total = sum(
        _CODE_ALPHABET.index(character) * weight for character, weight in zip(code[:17], _CODE_WEIGHTS, strict=True)
    )
    return _CODE_ALPHABET[-total % 31] == code[17]


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


class PrivateNumberParams(NamedTuple):
    """Which numbers are looked for.

    Attributes:
        kind: ``identity`` (18 characters, check character right), ``identity-shape`` (18, check
            character wrong), ``identity-old`` (15), ``mobile`` or ``bank-card``.
        regions: First two digits of identity numbers that exist.
        prefixes: How bank card numbers start.
        last_year: Latest year of birth; a later one is no date of birth.
        not_after: Pattern; a number with this right before it is of another kind.
        hints: Pattern; with this right before it a number counts though its date is not plausible.
    """

    kind: str
    regions: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    last_year: int = 2100
    not_after: str = ""
    hints: str = ""


def _plausible(digits: str, params: PrivateNumberParams) -> bool:
    """Whether region and date of birth of an identity number of 18 or 15 characters can exist."""
    birth = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    year, month, day = int(birth[:4]), int(birth[4:6]), int(birth[6:])
    if digits[:2] not in params.regions or not _FIRST_YEAR <= year <= params.last_year or not 1 <= month <= 12:
        return False
    return 1 <= day <= monthrange(year, month)[1]


def _is_private(digits: str, before: str, params: PrivateNumberParams) -> bool:
    """Whether a number of the right length is of the kind looked for; ``before`` is the text before it."""
    if params.kind == "mobile":
        return True
    if params.kind == "identity-old":
        return _plausible(digits, params)
    if params.kind == "bank-card":
        public = len(digits) == 18 and (_plausible(digits, params) or is_credit_code(digits))
        return digits.startswith(params.prefixes) and passes_luhn(digits) and not public
    plausible = _plausible(digits, params)
    if params.kind == "identity":
        return plausible and is_identity_number(digits)
    told = bool(params.hints) and compile_pattern(params.hints).search(before) is not None
    return (told or plausible) and not is_credit_code(digits) and not (plausible and is_identity_number(digits))


def check_private_numbers(document: Document, params: PrivateNumberParams) -> Iterator[Match]:
    """Yield a match for each number of the kind, in tables too. Slots: ``masked``."""
    text = document.source.text
    if params.kind not in _PATTERNS or compile_pattern(_GATES[params.kind]).search(text) is None:
        return
    for match in compile_pattern(_PATTERNS[params.kind]).finditer(text):
        start, end = match.span("x") if "x" in match.re.groupindex else match.span()
        number = text[start:end].replace(" ", "").replace("-", "").upper().replace("Ｘ", "X")
        before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
        if params.not_after and compile_pattern(params.not_after).search(before):
            continue
        if _is_private(number, before, params):
            shown = mask(text[start:end])
            span = Span(start, end)
            yield Match(span, {"masked": shown}, "", (Repair((Edit(span, shown),)),))


PRIVATE_NUMBERS = Check(PrivateNumberParams, check_private_numbers)
