"""A core banking system's own callback: JSON under an HMAC that both sides know.

``X-Signature`` is the hex HMAC-SHA256 of ``X-Timestamp`` + "." + body. Fields: ``reference``,
``amount`` (text, yuan), ``paid_at`` (ISO), and optionally ``order`` (contract number),
``payer_name``, ``payer_tail``, ``memo``, ``currency``.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from desktop.adapters.callbacks.notice import (
    FRESH_SECONDS,
    Notice,
    Refused,
    beijing,
    unix_seconds,
)
from desktop.domain.money import FEN


@dataclass(frozen=True)
class PlainHmac:
    """The shared secret."""

    secret: bytes

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Verify and read one callback. Raises ``Refused``."""
        stamp = headers.get("x-timestamp", "")
        expected = hmac.new(self.secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, headers.get("x-signature", "").lower()):
            raise Refused(401, "wrong signature")
        try:
            if abs(unix_seconds(now) - int(stamp)) > FRESH_SECONDS:
                raise Refused(401, "stale message")
            said = json.loads(body)
            amount = Decimal(said["amount"])
            if not isinstance(said["amount"], str) or amount <= 0 or amount != amount.quantize(FEN):
                raise Refused(400, "the amount is malformed")
            return Notice(
                source="core",
                reference=str(said["reference"]),
                amount=amount.quantize(FEN),
                currency=str(said.get("currency", "CNY")),
                paid_at=beijing(said["paid_at"]),
                order=str(said.get("order", "")),
                payer_name=str(said.get("payer_name", "")),
                payer_tail=str(said.get("payer_tail", ""))[-4:],
                memo=str(said.get("memo", "")),
            )
        except (KeyError, ValueError, TypeError, InvalidOperation, AttributeError) as problem:
            raise Refused(400, "the body is malformed") from problem
