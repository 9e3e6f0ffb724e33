"""Payment platforms as the tests play them: real keys, real signatures, invented merchants."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop.adapters.callbacks.notice import unix_seconds

API_KEY = "0123456789abcdef0123456789abcdef"
SECRET = b"a secret of the core system"
MERCHANT, APP, SELLER, SERIAL = "1900000001", "2021000001", "2088000001", "PUB_KEY_ID_01"


def _key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _pem(key: RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@dataclass
class Platforms:
    """All three, with the set-up that lets a receiver know them."""

    wechat_key: RSAPrivateKey = field(default_factory=_key)
    alipay_key: RSAPrivateKey = field(default_factory=_key)

    def setup(self, listen: str = "127.0.0.1:8943") -> dict[str, Any]:
        """The receiver's set-up in its plain form."""
        return {
            "listen": listen,
            "wechat": {
                "merchant": MERCHANT,
                "api_key": API_KEY,
                "keys": {SERIAL: _pem(self.wechat_key)},
            },
            "alipay": {"app": APP, "seller": SELLER, "key": _pem(self.alipay_key)},
            "core": {"secret": base64.b64encode(SECRET).decode()},
        }

    def wechat(
        self, now: datetime, *, reference: str = "W1", fen: int = 106000, **more: Any
    ) -> tuple[dict[str, str], bytes]:
        """Headers and body of a WeChat Pay v3 callback."""
        paid = {
            "mchid": MERCHANT,
            "transaction_id": reference,
            "out_trade_no": "HT2026000001_1",
            "trade_state": "SUCCESS",
            "success_time": "2026-11-20T09:00:00+08:00",
            "amount": {"total": fen, "currency": "CNY"},
            **more,
        }
        nonce, data = b"abcdefghijkl", b"transaction"
        sealed = AESGCM(API_KEY.encode()).encrypt(nonce, json.dumps(paid).encode(), data)
        body = json.dumps(
            {
                "event_type": "TRANSACTION.SUCCESS",
                "resource": {
                    "algorithm": "AEAD_AES_256_GCM",
                    "nonce": nonce.decode(),
                    "associated_data": data.decode(),
                    "ciphertext": base64.b64encode(sealed).decode(),
                },
            }
        ).encode()
        return self.signed_wechat(now, body), body

    def signed_wechat(self, now: datetime, body: bytes) -> dict[str, str]:
        """The headers that sign a body."""
        stamp, nonce = str(unix_seconds(now)), "n0nce"
        message = f"{stamp}\n{nonce}\n".encode() + body + b"\n"
        signature = self.wechat_key.sign(message, PKCS1v15(), SHA256())
        return {
            "wechatpay-timestamp": stamp,
            "wechatpay-nonce": nonce,
            "wechatpay-serial": SERIAL,
            "wechatpay-signature": base64.b64encode(signature).decode(),
        }

    def alipay(self, charset: str = "utf-8", **more: str) -> bytes:
        """The form of an Alipay notice."""
        fields = {
            "notify_time": "2026-11-20 09:00:00",
            "gmt_payment": "2026-11-20 08:59:58",
            "charset": charset,
            "app_id": APP,
            "seller_id": SELLER,
            "trade_no": "A1",
            "out_trade_no": "HT2026000001_2",
            "trade_status": "TRADE_SUCCESS",
            "total_amount": "60.00",
            "subject": "还款",
            **more,
        }
        signed = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if value)
        signature = self.alipay_key.sign(signed.encode(charset), PKCS1v15(), SHA256())
        fields |= {"sign_type": "RSA2", "sign": base64.b64encode(signature).decode()}
        return urlencode(fields, encoding=charset).encode()

    def core(self, now: datetime, **more: Any) -> tuple[dict[str, str], bytes]:
        """Headers and body of the core system's callback."""
        said = {
            "reference": "C1",
            "amount": "1060.00",
            "paid_at": "2026-11-20T09:00:00",
            "order": "HT2026000001",
            "payer_name": "张海燕",
            "payer_tail": "6222000000002214",
            **more,
        }
        body = json.dumps(said).encode()
        return self.signed_core(now, body), body

    def signed_core(self, now: datetime, body: bytes) -> dict[str, str]:
        """The headers that sign a body."""
        stamp = str(unix_seconds(now))
        signature = hmac.new(SECRET, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"x-timestamp": stamp, "x-signature": signature}
