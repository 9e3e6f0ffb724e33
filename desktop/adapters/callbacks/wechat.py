"""WeChat Pay, API v3: the platform's RSA signature over the message, its body under AES-GCM.

Source: WeChat Pay merchant documentation, "通知签名验证" and "证书和回调报文解密".
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from desktop.adapters.callbacks.notice import (
    FRESH_SECONDS,
    Notice,
    Refused,
    beijing,
    unix_seconds,
)
from desktop.domain.money import from_fen


@dataclass(frozen=True)
class WechatPay:
    """One merchant's set-up. ``keys`` are the platform's public keys by serial number."""

    merchant: str
    api_key: bytes
    keys: Mapping[str, RSAPublicKey]

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Verify and read one callback. Raises ``Refused`` for anything not from the platform."""
        self._verify(headers, body, now)
        try:
            outer = json.loads(body)
            resource = outer["resource"]
            if resource.get("algorithm") != "AEAD_AES_256_GCM":
                raise Refused(400, "unknown algorithm")
            plain = AESGCM(self.api_key).decrypt(
                resource["nonce"].encode(),
                base64.b64decode(resource["ciphertext"], validate=True),
                resource.get("associated_data", "").encode(),
            )
            return self._notice(json.loads(plain))
        except InvalidTag as problem:
            raise Refused(400, "the body cannot be decrypted") from problem
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Refused(400, "the body is malformed") from problem

    def _verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        stamp, nonce = headers.get("wechatpay-timestamp", ""), headers.get("wechatpay-nonce", "")
        key = self.keys.get(headers.get("wechatpay-serial", ""))
        if key is None:
            raise Refused(401, "unknown platform key")
        try:
            sent = int(stamp)
            signature = base64.b64decode(headers.get("wechatpay-signature", ""), validate=True)
            key.verify(
                signature, f"{stamp}\n{nonce}\n".encode() + body + b"\n", PKCS1v15(), SHA256()
            )
        except (InvalidSignature, binascii.Error, ValueError) as problem:
            raise Refused(401, "wrong signature") from problem
        if abs(unix_seconds(now) - sent) > FRESH_SECONDS:
            raise Refused(401, "stale message")

    def _notice(self, paid: dict[str, Any]) -> Notice:
        if paid["trade_state"] != "SUCCESS":
            raise Refused(200, "not a payment")
        doubt = "" if paid["mchid"] == self.merchant else "payments.other_merchant"
        return Notice(
            source="wechat",
            reference=str(paid["transaction_id"]),
            amount=from_fen(int(paid["amount"]["total"])),
            currency=str(paid["amount"].get("currency", "CNY")),
            paid_at=beijing(paid["success_time"]),
            order=str(paid["out_trade_no"]),
            memo=str(paid.get("attach", "")),
            doubt=doubt,
        )
