"""Every setting of a branch, declared once: name, type, default, range.

The label of a setting is the text code ``settings.label.<name>``, its help ``settings.hint.<name>``.
What laws or contracts say are rules, not settings: they have a source and a from-date.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Literal

from desktop.domain.errors import DomainError
from desktop.domain.identity_numbers import is_credit_code
from desktop.domain.money import FEN

Kind = Literal["line", "time", "choice", "money", "flag", "folder"]

_PHONE = re.compile(r"1\d{10}|(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|9\d{4,7}")
_POSTCODE = re.compile(r"\d{6}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
SIGNATURE_LENGTH = (2, 20)
"""Characters of an SMS signature without its brackets, both inclusive: what operators accept."""


@dataclass(frozen=True)
class SettingSpec:
    """One setting. Values are text as it is stored: a time ``08:30``, an amount
    ``120000.00``, a flag ``yes`` or ``no``.

    ``longest`` counts characters; ``choices`` are codes ``settings.choice.<name>.<choice>``.
    """

    name: str
    default: str
    kind: Kind = "line"
    longest: int = 60
    choices: tuple[str, ...] = ()
    rule: Callable[[str], None] | None = None

    def checked(self, value: str) -> str:
        """Return the value as it is to be stored.

        Raises ``DomainError`` that names this setting as its field.
        """
        value = value.strip() if self.kind == "folder" else " ".join(value.split())
        try:
            self._check_kind(value)
            if value and self.rule is not None:
                self.rule(value)
        except DomainError as error:
            raise DomainError(error.code, field=self.name, **error.facts) from None
        return _amount(value) if self.kind == "money" else value

    def _check_kind(self, value: str) -> None:
        if len(value) > self.longest:
            raise DomainError("settings.too_long", longest=self.longest)
        if self.kind == "time" and not _TIME.fullmatch(value):
            raise DomainError("settings.bad_time")
        choices = ("yes", "no") if self.kind == "flag" else self.choices
        if choices and value not in choices:
            raise DomainError("settings.bad_choice", value=value)
        if self.kind == "money":
            _amount(value)


def check_phone(value: str) -> None:
    """Refuse what is not a telephone number of the mainland: mobile, landline, 400/800, 95xxx."""
    if not _PHONE.fullmatch(value.replace(" ", "")):
        raise DomainError("settings.bad_phone")


def check_postcode(value: str) -> None:
    """Refuse what is not a six-digit postcode."""
    if not _POSTCODE.fullmatch(value):
        raise DomainError("settings.bad_postcode")


def check_credit_code(value: str) -> None:
    """Refuse what is no unified social credit code (GB 32100-2015)."""
    if not is_credit_code(value):
        raise DomainError("settings.bad_credit_code")


def check_words(value: str) -> None:
    """Refuse in the middle of a message what only its signature may hold: the brackets 【】."""
    if any(mark in value for mark in "【】"):
        raise DomainError("settings.brackets_in_words")


def check_port(value: str) -> None:
    """Refuse what is no port of a server: 1 to 65535."""
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65_536:
        raise DomainError("settings.bad_port")


def check_percent(value: str) -> None:
    """Refuse what is no whole percentage: 0 to 100."""
    if not value.isascii() or not value.isdigit() or not 0 <= int(value) <= 100:
        raise DomainError("settings.bad_percent")


def check_country(value: str) -> None:
    """Refuse what is no country code in front of a number: digits only, as ``86``."""
    if not re.fullmatch(r"[1-9]\d{0,3}", value):
        raise DomainError("settings.bad_country")


def whole_between(least: int, most: int) -> Callable[[str], None]:
    """Return a rule that refuses what is no whole number from ``least`` to ``most``."""

    def check(value: str) -> None:
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise DomainError("settings.bad_whole", least=least, most=most)

    return check


def check_mail_address(value: str) -> None:
    """Refuse what is no e-mail address of one mailbox."""
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+", value):
        raise DomainError("settings.bad_mail_address")


def check_web_address(value: str) -> None:
    """Refuse what is no address of a web service: http or https, a host, no blanks."""
    if not re.fullmatch(r"https?://[^\s/?#@]+([/?#]\S*)?", value):
        raise DomainError("settings.bad_web_address")


def check_signature(value: str) -> None:
    """Refuse an SMS signature that operators reject.

    The brackets 【】 are added by the program, so they may not stand in it; nor may line breaks or
    emoji. Length within ``SIGNATURE_LENGTH``.
    """
    if any(mark in value for mark in "【】[]"):
        raise DomainError("settings.signature_brackets")
    shortest, longest = SIGNATURE_LENGTH
    if not shortest <= len(value) <= longest:
        raise DomainError("settings.signature_length", shortest=shortest, longest=longest)
    if not all(mark.isalnum() or mark in "·()（）-" for mark in value):
        raise DomainError("settings.signature_marks")


def _amount(value: str) -> str:
    if not value:
        return ""
    try:
        amount = Decimal(value.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise DomainError("settings.bad_amount") from None
    if not amount.is_finite() or not 0 <= amount < 10**12 or amount != amount.quantize(FEN):
        raise DomainError("settings.bad_amount")
    return str(amount.quantize(FEN))


CATALOGUE: Mapping[str, SettingSpec] = {
    spec.name: spec
    for spec in (
        SettingSpec("branch.name", ""),
        SettingSpec("branch.bank_name", ""),
        SettingSpec("branch.name_en", "", longest=80, rule=check_words),
        SettingSpec("branch.short_name", "", longest=20),
        SettingSpec("branch.kind", "bank", kind="choice", choices=("bank", "small_loan")),
        SettingSpec("branch.address", "", longest=120),
        SettingSpec("branch.postcode", "", rule=check_postcode),
        SettingSpec("branch.phone", "", rule=check_phone),
        SettingSpec("branch.hours_from", "08:30", kind="time"),
        SettingSpec("branch.hours_to", "17:30", kind="time"),
        SettingSpec("branch.sms_signature", "", rule=check_signature),
        SettingSpec("branch.month_target", "", kind="money"),
        SettingSpec(
            "messages.ways_to_pay", "手机银行、网点柜台或绑定还款账户", longest=60, rule=check_words
        ),
        SettingSpec(
            "messages.benefit", "按时还款有助于保持良好的信用记录", longest=60, rule=check_words
        ),
        SettingSpec(
            "messages.ways_to_pay_en",
            "mobile banking, at a branch counter or from your linked account",
            longest=100,
            rule=check_words,
        ),
        SettingSpec(
            "messages.benefit_en",
            "Paying on time helps you keep a good credit record",
            longest=100,
            rule=check_words,
        ),
        SettingSpec("messages.survey_percent", "0", longest=3, rule=check_percent),
        SettingSpec("letters.law_firm", ""),
        SettingSpec("letters.court", ""),
        SettingSpec("letters.credit_code", "", rule=check_credit_code),
        SettingSpec("letters.head", "", longest=30),
        SettingSpec("letters.sign", "no", kind="flag"),
        SettingSpec("letters.time_service", "", longest=200, rule=check_web_address),
        SettingSpec("messages.release_by_itself", "no", kind="flag"),
        SettingSpec("promises.messages", "no", kind="flag"),
        SettingSpec("service.report_daily", "no", kind="flag"),
        SettingSpec("service.report_weekly", "no", kind="flag"),
        SettingSpec("service.report_monthly", "no", kind="flag"),
        SettingSpec("service.report_folder", "", kind="folder", longest=400),
        SettingSpec("payments.receipts", "yes", kind="flag"),
        SettingSpec("payments.receipts_from", "", kind="money"),
        SettingSpec("payments.tell_states", "yes", kind="flag"),
        SettingSpec("payments.tell_arrived", "no", kind="flag"),
        SettingSpec("messages.exchange_folder", "", kind="folder", longest=400),
        SettingSpec("sms.way", "folder", kind="choice", choices=("folder", "modem", "smpp")),
        SettingSpec("modem.port", "", longest=120),
        SettingSpec(
            "modem.speed",
            "115200",
            kind="choice",
            choices=("9600", "19200", "57600", "115200", "460800", "921600"),
        ),
        SettingSpec("smpp.host", "", longest=120),
        SettingSpec("smpp.port", "2775", longest=5, rule=check_port),
        SettingSpec("smpp.tls", "no", kind="flag"),
        SettingSpec("smpp.system_id", "", longest=15),
        SettingSpec("smpp.system_type", "", longest=12),
        SettingSpec("smpp.source", "", longest=20),
        SettingSpec("smpp.source_ton", "0", longest=1, rule=whole_between(0, 6)),
        SettingSpec("smpp.source_npi", "0", longest=2, rule=whole_between(0, 18)),
        SettingSpec("smpp.country", "86", longest=4, rule=check_country),
        SettingSpec("smpp.rate", "10", longest=4, rule=whole_between(1, 1000)),
        SettingSpec("smpp.window", "10", longest=3, rule=whole_between(1, 100)),
        SettingSpec("smpp.long_form", "udh", kind="choice", choices=("udh", "sar", "payload")),
        SettingSpec("smpp.enquire_seconds", "30", longest=3, rule=whole_between(5, 600)),
        SettingSpec("mail.host", "", longest=120),
        SettingSpec("mail.port", "465", longest=5, rule=check_port),
        SettingSpec("mail.security", "tls", kind="choice", choices=("tls", "starttls", "none")),
        SettingSpec("mail.user", "", longest=120),
        SettingSpec("mail.sender", "", longest=120, rule=check_mail_address),
        SettingSpec(
            "bounces.way", "none", kind="choice", choices=("none", "imap", "pop3", "folder")
        ),
        SettingSpec("bounces.host", "", longest=120),
        SettingSpec("bounces.port", "993", longest=5, rule=check_port),
        SettingSpec("bounces.tls", "yes", kind="flag"),
        SettingSpec("bounces.user", "", longest=120),
        SettingSpec("bounces.folder", "", kind="folder", longest=400),
    )
}
"""The settings by name, in the order of the page."""


def checked_all(values: Mapping[str, str]) -> dict[str, str]:
    """Check values given together; those not given are not looked at.

    Raises ``DomainError`` for an unknown name, a bad value, or hours that end before they begin.
    """
    for name in values:
        if name not in CATALOGUE:
            raise DomainError("settings.unknown", field=name, name=name)
    good = {name: CATALOGUE[name].checked(value) for name, value in values.items()}
    start, end = good.get("branch.hours_from"), good.get("branch.hours_to")
    if start and end and time.fromisoformat(end) <= time.fromisoformat(start):
        raise DomainError("settings.hours_order", field="branch.hours_to")
    return good
