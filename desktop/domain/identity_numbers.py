"""Numbers that carry their own check: identity cards, credit codes, bank cards, phones.

Only what the standards fix is checked (check digit and date of birth); region codes change over
the decades, so a list of them would refuse valid cards.
"""

import re
from datetime import date

from desktop.domain.errors import DomainError

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(3**place % 31 for place in range(17))
_OTHER_DOCUMENT = re.compile(
    r"[A-Z]{1,3}\d{6,10}|[HM]\d{8,10}|\d{8}|[\u4e00-\u9fff]字第\d{4,10}号?"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE_LINE = re.compile(r"(?:400|800)\d{7}|95\d{3,6}|1\d{4}")


def identity_check_digit(first17: str) -> str:
    """The eighteenth sign of an identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def read_identity_number(text: str, *, as_of: date) -> str:
    """Return a resident identity number as 18 signs; 15-digit ones are brought up to date.

    Checks the check digit and that the date of birth exists, from 1900 up to ``as_of``. Raises
    ``imports.id_length``, ``imports.id_birth_date`` or ``imports.id_checksum``.
    """
    number = text.upper()
    if re.fullmatch(r"\d{15}", number):
        longer = number[:6] + "19" + number[6:]
        _check_birth_date(longer, as_of)
        return longer + identity_check_digit(longer)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise DomainError("imports.id_length", length=len(number))
    _check_birth_date(number, as_of)
    if identity_check_digit(number[:17]) != number[17]:
        raise DomainError("imports.id_checksum")
    return number


def _check_birth_date(number: str, as_of: date) -> None:
    try:
        born = birth_date(number)
    except ValueError:
        raise DomainError("imports.id_birth_date") from None
    if not date(1900, 1, 1) <= born <= as_of:
        raise DomainError("imports.id_birth_date")


def birth_date(identity_number: str) -> date:
    """The date of birth in an 18-sign identity number. Raises ``ValueError`` if there is no such day."""
    return date(
        int(identity_number[6:10]), int(identity_number[10:12]), int(identity_number[12:14])
    )


def is_female(identity_number: str) -> bool:
    """Whether the seventeenth digit of an 18-sign identity number says female (even)."""
    return int(identity_number[16]) % 2 == 0


def credit_code_check_sign(first17: str) -> str:
    """The eighteenth sign of a unified social credit code (GB 32100-2015). Raises ``ValueError``."""
    total = sum(
        _USCC_SIGNS.index(sign) * weight
        for sign, weight in zip(first17, _USCC_WEIGHTS, strict=True)
    )
    return _USCC_SIGNS[-total % 31]


def is_credit_code(text: str) -> bool:
    """Whether this is a unified social credit code with a right check sign."""
    code = text.upper()
    if len(code) != 18 or not re.fullmatch(rf"[159ANY][1-9A-Z]\d{{6}}[{_USCC_SIGNS}]{{10}}", code):
        return False
    return credit_code_check_sign(code[:17]) == code[17]


def read_holder_number(text: str, *, as_of: date) -> tuple[str, str]:
    """Return (kind, number) of whoever borrows: ``resident``, ``organisation`` or ``other``.

    ``other`` is a passport, a permit for Hong Kong, Macao or Taiwan, or a military card. What looks
    like a resident number or a credit code must have a right check sign.
    """
    number = text.upper()
    if is_credit_code(number) and (number[0] == "9" or not number[:17].isdigit()):
        return "organisation", number
    if re.fullmatch(r"\d{15}|\d{17}[\dX]", number):
        return "resident", read_identity_number(number, as_of=as_of)
    if re.fullmatch(r"[0-9A-Z]{18}", number):
        raise DomainError("imports.credit_code_checksum")
    if _OTHER_DOCUMENT.fullmatch(number):
        return "other", number
    raise DomainError("imports.id_length", length=len(number))


def has_luhn_check(number: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1, Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def read_bank_card(text: str) -> str:
    """Return a bank card number of 13 to 19 digits. Raises ``imports.card_length`` or ``…card_checksum``."""
    if not re.fullmatch(r"\d{13,19}", text):
        raise DomainError("imports.card_length", length=len(text))
    if not has_luhn_check(text):
        raise DomainError("imports.card_checksum")
    return text


def read_mobile(text: str) -> str:
    """Return a mainland mobile number as 11 digits, without +86 and separators.

    Raises ``imports.bad_mobile``.
    """
    number = re.sub(r"^(?:\+|00)?86(?=1)", "", re.sub(r"[\s\-()]", "", text))
    if not _MOBILE.fullmatch(number):
        raise DomainError("imports.bad_mobile", length=len(number))
    return number


def read_phone(text: str) -> str:
    """Return a mobile number as 11 digits or a fixed line as 0571-88880000(-ext).

    Raises ``imports.bad_phone``.
    """
    compact = re.sub(r"[\s\-()#]", "", text)
    compact = re.sub(r"^(?:\+|00)86", "", compact)
    compact = re.sub(r"^86(?=1\d{10}$)", "", compact)
    if _MOBILE.fullmatch(compact) or _SERVICE_LINE.fullmatch(compact):
        return compact
    if re.fullmatch(r"[2-9]\d{9,10}", compact):  # a spreadsheet has eaten the leading zero
        compact = "0" + compact
    if match := _fixed_line(compact):
        return "-".join(part for part in match if part)
    raise DomainError("imports.bad_phone")


def _fixed_line(compact: str) -> tuple[str, ...] | None:
    """Split into area code, number and extension; 010 and 02x are the only three-digit areas."""
    area = 3 if re.match(r"010|02\d", compact) else 4
    match = re.fullmatch(r"(\d{7,8})(?:转(\d{1,6})|(\d{2,6}))?", compact[area:])
    if not compact.startswith("0") or match is None:
        return None
    return (compact[:area], match[1], match[2] or match[3] or "")
