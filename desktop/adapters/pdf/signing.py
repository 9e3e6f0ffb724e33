"""Signing a PDF with the branch's certificate: PAdES, by a key that is parsed once a process.

The only module that reaches into pyHanko's writer; the names with an underscore are its own, used
from a subclass of it. What is signed is PDF/A, and stays so.
"""

import asyncio
import hashlib
import logging
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle

from desktop.adapters.pdf.page import Place
from desktop.adapters.pdf.signatures import read_signatures
from desktop.adapters.pdf.signing_key import BEIJING, PrivateKey, SigningKey, private_key
from desktop.adapters.pdf.time_stamps import TimeService, time_service
from desktop.adapters.pdf.validity import check_pdfa

FIELD = "电子签章"

log = logging.getLogger(__name__)


def sign(content: bytes, key: SigningKey, place: Place, at: datetime) -> bytes:
    """Sign a PDF/A file; ``place`` is where the signature is to be seen, on the seal.

    The same file signed at the same moment (naive Beijing time) is the same bytes, save of a time
    stamp; without one where the service gives none. Raises ``DomainError("certificate.not_pdfa")``
    for a file that is not PDF/A.
    """
    check_pdfa(content, has_files=b"/EmbeddedFile" in content)
    moment = at.replace(tzinfo=BEIJING)
    stamped = _stamped(content, key, place, moment) if key.time_service else None
    return stamped or asyncio.run(_sign(content, key, place, moment))


def _stamped(content: bytes, key: SigningKey, place: Place, at: datetime) -> bytes | None:
    """Sign with a time stamp; nothing where none, or none that holds, is to be had."""
    service = time_service(key.time_service)
    if not service.is_to_be_asked:
        return None
    try:
        signed = asyncio.run(_sign(content, key, place, at, service))
        (seen,) = read_signatures(signed)
    except (OSError, SigningError, ValueError, TypeError, KeyError, AttributeError) as problem:
        log.warning("no time stamp: %s", type(problem).__name__)
    else:
        if seen.stamp is not None and seen.stamp.is_intact:
            return signed
        log.warning("no time stamp: what the service sent does not fit the signature")
    service.fail()
    return None


async def _sign(
    content: bytes,
    key: SigningKey,
    place: Place,
    at: datetime,
    service: TimeService | None = None,
) -> bytes:
    box = (round(place.left), round(place.bottom), round(place.right), round(place.top))
    output = BytesIO()
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=key.name,
        ),
        signer=_signer(key),
        timestamper=service,
        # The seal is on the page already, where every printer finds it: nothing is laid over it.
        stamp_style=StaticStampStyle(border_width=0),
        new_field_spec=SigFieldSpec(FIELD, on_page=place.page, box=box),
    )
    session = signer.init_signing_session(_Writer(BytesIO(content)))
    session.system_time = at
    size = await session.estimate_signature_container_size(None)
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=size)
    digest, _ = prepared.digest_tbs_document(output=output)
    await prepared.perform_signature(
        digest.document_digest, PdfCMSSignedAttributes(signing_time=at)
    )
    return output.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Adds to a file what depends on the file alone: no chance, no clock, no later PDF version."""

    @classmethod
    def _handle_id(cls, prev: Any) -> generic.ArrayObject:
        first, _ = prev.trailer["/ID"]
        first = generic.ByteStringObject(getattr(first, "original_bytes", first))
        second = generic.ByteStringObject(hashlib.sha256(bytes(first)).digest()[:16])
        return generic.ArrayObject([first, second])

    def _update_meta(self) -> None:
        """A signature changes nothing that the file says about itself."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """PDF/A ends at 1.7; readers of that version know every signature made here."""


class _Signer(signers.SimpleSigner):
    """pyHanko's signer with a key that stays parsed: it would parse it twice a signature."""

    parsed: PrivateKey

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign; the same bytes always get the same signature."""
        digest = {"sha256": hashes.SHA256()}[digest_algorithm]
        if isinstance(self.parsed, rsa.RSAPrivateKey):
            if dry_run:
                return bytes(self.parsed.key_size // 8)
            return self.parsed.sign(data, padding.PKCS1v15(), digest)
        return self.parsed.sign(data, ec.ECDSA(digest, deterministic_signing=True))


@lru_cache(maxsize=2)
def _signer(key: SigningKey) -> _Signer:
    loaded = signers.SimpleSigner.load_pkcs12_data(
        key.content, (), passphrase=key.password.encode()
    )
    signer = _Signer(
        signing_cert=loaded.signing_cert,
        signing_key=loaded.signing_key,
        cert_registry=loaded.cert_registry,
    )
    signer.parsed = private_key(key)
    return signer
