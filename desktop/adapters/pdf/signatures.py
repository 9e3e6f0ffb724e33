"""Reading the signatures of any PDF: by whom, whether what they cover is unchanged, what they cover.

Nothing is fetched: whether an issuer is to be trusted is not asked, only what the file itself shows.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from desktop.adapters.pdf.signing_key import BEIJING, Certificate, read_public

STAMP = b"060B2A864886F70D010910020E"
"""The name of a time stamp inside a signature, as it stands in a file (RFC 3161, appendix A)."""


@dataclass(frozen=True)
class SeenStamp:
    """The time stamp of a signature: when it was given, naive Beijing time, and by whom.

    ``is_intact``: it is for this very signature, unchanged, and from a service that may give stamps.
    """

    at: datetime
    name: str
    is_intact: bool


@dataclass(frozen=True)
class SeenSignature:
    """One signature. ``signed_at`` is what the signer's clock said, naive Beijing time.

    ``is_intact``: what it covers is unchanged and was signed with the certificate's key;
    ``covers_whole``: nothing stands in the file that it does not cover.
    """

    certificate: Certificate
    signed_at: datetime | None
    is_intact: bool
    covers_whole: bool
    stamp: SeenStamp | None = None

    @property
    def was_in_force(self) -> bool:
        """Whether the certificate was valid when it was signed.

        By the time stamp where there is one that holds, else by the signer's own clock.
        """
        moment = self.stamp.at if self.stamp and self.stamp.is_intact else self.signed_at
        if moment is None:
            return False
        return self.certificate.valid_from <= moment <= self.certificate.valid_until


def has_signature(content: bytes) -> bool:
    """Whether a file that was made here is signed, told without reading it."""
    return b"/ByteRange" in content


def has_stamp(content: bytes) -> bool:
    """Whether the signature of a file that was made here bears a time stamp."""
    return STAMP in content


def read_signatures(content: bytes) -> tuple[SeenSignature, ...]:
    """Every signature of a PDF in the order they were made.

    Raises ``ValueError`` for a file whose structure cannot be followed.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        return tuple(_seen(content, one) for one in reader.embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        raise ValueError("the signatures cannot be read") from problem  # whatever a forger wrote


def _seen(content: bytes, embedded: Any) -> SeenSignature:
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    certificate = read_public(embedded.signer_cert.dump())
    try:
        intact, valid = validate_sig_integrity(
            embedded.signer_info,
            embedded.signer_cert,
            expected_content_type="data",
            actual_digest=_digest(content, embedded),
        )
    except (SignatureValidationError, ValueError):
        intact = valid = False
    moment = embedded.self_reported_timestamp
    return SeenSignature(
        certificate,
        None if moment is None else moment.astimezone(BEIJING).replace(tzinfo=None),
        intact and valid,
        _covers(content, embedded),
        _stamp(embedded),
    )


def _stamp(embedded: Any) -> SeenStamp | None:
    """The first time stamp of a signature."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    try:
        token = next(extract_tst_data_iter(embedded.signer_info, signed=False), None)
        if token is None:
            return None
        signer = token["signer_infos"][0]
        number = signer["sid"].chosen["serial_number"].native
        own = next(
            one.chosen for one in token["certificates"] if one.chosen.serial_number == number
        )
        told = token["encap_content_info"]["content"].parsed
        at = told["gen_time"].native.astimezone(BEIJING).replace(tzinfo=None)
    except (StopIteration, ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        raise ValueError("the time stamp cannot be read") from problem
    certificate = read_public(own.dump())
    is_intact = (
        _is_for(told, embedded.signer_info)
        and _is_signed(token, signer, own)
        and own.extended_key_usage_value is not None
        and "time_stamping" in own.extended_key_usage_value.native
        and certificate.valid_from <= at <= certificate.valid_until
    )
    return SeenStamp(at, certificate.name, is_intact)


def _is_for(told: Any, signer: Any) -> bool:
    """Whether a stamp is for this signature."""
    imprint = told["message_imprint"]
    own = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, signer["signature"].native)
    return bool(imprint["hashed_message"].native == own.digest())


def _is_signed(token: Any, signer: Any, certificate: Any) -> bool:
    """Whether a stamp is as its service signed it."""
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    told = bytes(token["encap_content_info"]["content"])
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, told).digest()
    try:
        intact, valid = validate_sig_integrity(
            signer, certificate, expected_content_type="tst_info", actual_digest=digest
        )
    except (SignatureValidationError, ValueError):
        return False
    return bool(intact and valid)


def _digest(content: bytes, embedded: Any) -> bytes:
    """What the signed ranges hash to, by the algorithm that the signature names."""
    covered = hashlib.new(embedded.md_algorithm)
    start, length, resumed, rest = (int(one) for one in embedded.byte_range)
    covered.update(content[start : start + length])
    covered.update(content[resumed : resumed + rest])
    return covered.digest()


def _covers(content: bytes, embedded: Any) -> bool:
    """Whether the signed ranges are all of the file but the signature itself."""
    start, length, resumed, rest = (int(one) for one in embedded.byte_range)
    hole = content[length:resumed]
    return (
        start == 0
        and resumed + rest == len(content)
        and hole[:1] + hole[-1:] == b"<>"
        and b">" not in hole[:-1]
    )
