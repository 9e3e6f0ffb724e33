"""Alipay's asynchronous notice: a form signed with RSA2 over its sorted fields.

Source: Alipay open platform documentation, "异步通知说明" and "自行实现验签".
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from desktop.adapters.callbacks.notice import Notice, Refused, beijing
from desktop.domain.money import FEN


@dataclass(frozen=True)
class Alipay:
    """One application's set-up: its id, its seller number, the platform's public key."""

    app: str
    seller: str
    key: RSAPublicKey

    def read(self, _headers: Mapping[str, str], body: bytes, _now: datetime) -> Notice:
        """Verify and read one notice. Raises ``Refused`` for anything not from the platform."""
        charset = "gbk" if b"charset=gbk" in body.lower() else "utf-8"
        try:
            fields = dict(parse_qsl(body.decode("ascii"), encoding=charset, strict_parsing=True))
        except (UnicodeDecodeError, ValueError) as problem:
            raise Refused(400, "the form is malformed") from problem
        self._verify(fields, charset)
        if fields.get("trade_status") not in ("TRADE_SUCCESS", "TRADE_FINISHED"):
            raise Refused(200, "not a payment")
        try:
            amount = Decimal(fields["total_amount"])
            if amount != amount.quantize(FEN):
                raise Refused(400, "an amount with more than two decimals")
            is_ours = fields["app_id"] == self.app and fields["seller_id"] == self.seller
            return Notice(
                source="alipay",
                reference=fields["trade_no"],
                amount=amount.quantize(FEN),
                currency="CNY",
                paid_at=beijing(fields.get("gmt_payment") or fields["notify_time"]),
                order=fields["out_trade_no"],
                memo=fields.get("body") or fields.get("subject", ""),
                doubt="" if is_ours else "payments.other_merchant",
            )
        except (KeyError, ValueError, InvalidOperation) as problem:
            raise Refused(400, "the form is malformed") from problem

    def _verify(self, fields: Mapping[str, str], charset: str) -> None:
        signed = "&".join(
            f"{name}={value}"
            for name, value in sorted(fields.items())
            if name not in ("sign", "sign_type") and value
        )
        if fields.get("sign_type") != "RSA2":
            raise Refused(401, "unknown kind of signature")
        try:
            signature = base64.b64decode(fields.get("sign", ""), validate=True)
            self.key.verify(signature, signed.encode(charset), PKCS1v15(), SHA256())
        except (InvalidSignature, binascii.Error, UnicodeEncodeError) as problem:
            raise Refused(401, "wrong signature") from problem
