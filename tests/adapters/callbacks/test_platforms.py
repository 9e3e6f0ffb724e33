"""Callbacks of the platforms: what is taken, what is refused and why."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.adapters.callbacks import setup
from desktop.adapters.callbacks.notice import Notice, Refused
from desktop.adapters.callbacks.receiver import LARGEST_BODY, Receiver
from desktop.adapters.callbacks.spool import Spool
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError, EnvironmentProblem
from tests.platforms import API_KEY, Platforms

NOW = datetime(2026, 11, 20, 9, 1)


@pytest.fixture(scope="module")
def platforms() -> Platforms:
    return Platforms()


@pytest.fixture(scope="module")
def made(platforms: Platforms) -> setup.ReceiverSetup:
    return setup.made(platforms.setup())


def _refused(made: setup.ReceiverSetup, name: str, headers: dict[str, str], body: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        made.platforms[name].read(headers, body, NOW)
    return caught.value


def test_wechat(platforms: Platforms, made: setup.ReceiverSetup) -> None:
    headers, body = platforms.wechat(NOW)
    notice = made.platforms["wechat"].read(headers, body, NOW)
    assert (notice.source, notice.reference, notice.amount, notice.order, notice.doubt) == (
        "wechat", "W1", Decimal("1060.00"), "HT2026000001_1", ""
    )  # fmt: skip
    assert notice.paid_at == datetime(2026, 11, 20, 9, 0)
    headers, body = platforms.wechat(NOW, mchid="1900000099")
    assert made.platforms["wechat"].read(headers, body, NOW).doubt == "payments.other_merchant"


def test_wechat_refusals(platforms: Platforms, made: setup.ReceiverSetup) -> None:
    headers, body = platforms.wechat(NOW)
    assert _refused(made, "wechat", headers, body + b" ").reason == "wrong signature"
    assert _refused(made, "wechat", {**headers, "wechatpay-serial": "X"}, body).status == 401
    assert _refused(made, "wechat", {**headers, "wechatpay-signature": "?"}, body).status == 401
    assert _refused(made, "wechat", {**headers, "wechatpay-timestamp": "x"}, body).status == 401
    late = platforms.signed_wechat(NOW - timedelta(seconds=301), body)
    assert _refused(made, "wechat", late, body).reason == "stale message"
    headers, body = platforms.wechat(NOW, trade_state="REFUND")
    assert _refused(made, "wechat", headers, body).status == 200
    for broken in (
        b"{}",
        b"[]",
        b"\xff",
        b'{"resource": {"algorithm": "X"}}',
        b'{"resource": {"algorithm": "AEAD_AES_256_GCM", "nonce": "abcdefghijkl", "ciphertext": "AAAA"}}',
        b'{"resource": {"algorithm": "AEAD_AES_256_GCM", "nonce": "a", "ciphertext": "?"}}',
    ):
        assert _refused(made, "wechat", platforms.signed_wechat(NOW, broken), broken).status == 400


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_alipay(platforms: Platforms, made: setup.ReceiverSetup, charset: str) -> None:
    notice = made.platforms["alipay"].read({}, platforms.alipay(charset), NOW)
    assert (notice.reference, notice.amount, notice.memo) == ("A1", Decimal("60.00"), "还款")
    assert notice.paid_at == datetime(2026, 11, 20, 8, 59, 58)
    other = platforms.alipay(seller_id="2088999999")
    assert made.platforms["alipay"].read({}, other, NOW).doubt == "payments.other_merchant"


def test_alipay_refusals(platforms: Platforms, made: setup.ReceiverSetup) -> None:
    form = platforms.alipay()
    assert _refused(made, "alipay", {}, form.replace(b"60.00", b"61.00")).status == 401
    assert _refused(made, "alipay", {}, form.replace(b"RSA2", b"RSA")).status == 401
    assert _refused(made, "alipay", {}, b"nonsense").status == 400
    assert _refused(made, "alipay", {}, "还".encode()).status == 400
    assert (
        _refused(made, "alipay", {}, platforms.alipay(trade_status="WAIT_BUYER_PAY")).status == 200
    )
    for more in (
        {"total_amount": "x"},
        {"total_amount": "1.005"},
        {"gmt_payment": "gestern"},
        {"trade_no": ""},
    ):
        assert _refused(made, "alipay", {}, platforms.alipay(**more)).status == 400


def test_core(platforms: Platforms, made: setup.ReceiverSetup) -> None:
    headers, body = platforms.core(NOW)
    notice = made.platforms["core"].read(headers, body, NOW)
    assert (notice.payer_name, notice.payer_tail, notice.value_on) == ("张海燕", "2214", NOW.date())
    assert Notice.from_row(notice.to_row()) == notice


def test_core_refusals(platforms: Platforms, made: setup.ReceiverSetup) -> None:
    headers, body = platforms.core(NOW)
    assert _refused(made, "core", headers, body + b" ").status == 401
    assert (
        _refused(made, "core", platforms.signed_core(NOW - timedelta(hours=1), body), body).status
        == 401
    )
    for more in (
        {"amount": 5},
        {"amount": "0"},
        {"amount": "1.234"},
        {"amount": "x"},
        {"paid_at": "x"},
    ):
        headers, body = platforms.core(NOW, **more)
        assert _refused(made, "core", headers, body).status == 400
    assert _refused(made, "core", platforms.signed_core(NOW, b"[]"), b"[]").status == 400


def test_a_notice_is_kept_once_and_stays_after_it_was_taken(
    platforms: Platforms, made: setup.ReceiverSetup, tmp_path: Path
) -> None:
    headers, body = platforms.core(NOW)
    notice = made.platforms["core"].read(headers, body, NOW)
    path = tmp_path / "x.callbacks"
    spool = Spool(path, bytes(32))
    assert [spool.put(notice, NOW), spool.put(notice, NOW)] == [True, False]
    ((number, kept),) = spool.waiting()
    assert kept == notice
    spool.mark_taken([number])
    assert spool.waiting() == []
    assert not spool.put(notice, NOW)
    spool.close()
    assert "张海燕".encode() not in path.read_bytes()


def _ask(
    receiver: Receiver, path: str, body: bytes, headers: dict[str, str], **more: Any
) -> tuple[str, bytes]:
    import io

    answered: list[str] = []
    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": "POST",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        **more,
    }
    said = b"".join(receiver(environ, lambda status, _headers: answered.append(status)))
    return answered[0], said


def test_the_receiver_answers_as_each_platform_expects(
    platforms: Platforms, made: setup.ReceiverSetup, tmp_path: Path
) -> None:
    spool = Spool(tmp_path / "x.callbacks", bytes(32))
    receiver = Receiver(made, spool, FixedClock(NOW))
    headers, body = platforms.core(NOW)
    assert _ask(receiver, "/core", body, headers)[0] == "200 OK"
    status, said = _ask(receiver, "/core", body + b" ", headers)
    assert (status, json.loads(said)["code"]) == ("401 Unauthorized", "FAIL")
    assert _ask(receiver, "/alipay", platforms.alipay(), {}) == ("200 OK", b"success")
    assert _ask(receiver, "/alipay", b"a=b", {})[1] == b"fail"
    assert _ask(receiver, "/nowhere", b"", {})[0].startswith("404")
    assert _ask(receiver, "/core", b"", {}, REQUEST_METHOD="GET")[0].startswith("405")
    assert _ask(receiver, "/core", b"", {}, CONTENT_LENGTH=str(LARGEST_BODY + 1))[0].startswith(
        "413"
    )
    assert _ask(receiver, "/core", b"", {}, CONTENT_LENGTH="x")[0].startswith("413")
    assert len(spool.waiting()) == 2
    spool.close()


def _toml(folder: Path, words: str) -> Path:
    path = folder / "receiver.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_a_setup_file_names_its_key_files(platforms: Platforms, tmp_path: Path) -> None:
    plain = platforms.setup()
    (tmp_path / "alipay.pem").write_text(plain["alipay"]["key"])
    (tmp_path / "wechat.pem").write_text(next(iter(plain["wechat"]["keys"].values())))
    path = _toml(
        tmp_path,
        f"""listen = "0.0.0.0:9000"
[wechat]
merchant = "1"
api_key = "{API_KEY}"
keys = {{ S1 = "wechat.pem" }}
[alipay]
app = "1"
seller = "2"
key = "alipay.pem"
""",
    )
    read = setup.made(setup.read_file(path))
    assert (read.host, read.port, sorted(read.platforms)) == ("0.0.0.0", 9000, ["alipay", "wechat"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("x", "payments.setup_broken"),
        ("", "payments.setup_empty"),
        ('listen = "here"', "payments.setup_field"),
        ("[core]", "payments.setup_field"),
        ('[core]\nsecret = "?"', "payments.setup_field"),
        ('[core]\nsecret = "AAAA"', "payments.setup_field"),
        ('[wechat]\napi_key = "short"\nkeys = {}', "payments.setup_field"),
        ('[alipay]\nkey = "BEGIN nonsense"\napp = "1"\nseller = "2"', "payments.setup_field"),
    ],
)
def test_a_wrong_setup_is_refused(tmp_path: Path, words: str, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        setup.read_file(_toml(tmp_path, words))
    assert caught.value.code == code


def test_a_key_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        setup.read_file(_toml(tmp_path, '[alipay]\nkey = "none.pem"\napp = "1"\nseller = "2"'))
    assert caught.value.facts == {"file": "none.pem"}


def test_only_rsa_keys_count(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = (
        Ed25519PrivateKey.generate()
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    with pytest.raises(DomainError, match="setup_field"):
        setup.made({"alipay": {"app": "1", "seller": "2", "key": pem.decode()}})
