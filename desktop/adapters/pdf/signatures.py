"""Reading the signatures of any PDF: by whom, whether what they cover is unchanged, what they cover.

Nothing is fetched: whether an issuer is to be trusted is not asked, only what the file itself shows.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from desktop.adapters.pdf.signing_key import BEIJING, Certificate, read_public


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

    @property
    def was_in_force(self) -> bool:
        """Whether the certificate was valid when it was signed, by the signer's clock."""
        if self.signed_at is None:
            return False
        return self.certificate.valid_from <= self.signed_at <= self.certificate.valid_until


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
    )


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
