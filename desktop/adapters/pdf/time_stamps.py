"""Time stamps for signatures (RFC 3161): asked for over HTTP where the branch has such a service.

Only a hash of the signature leaves the machine. A service that does not answer is left alone for a
while: a thousand letters do not wait for it a thousand times.
"""

import time
from functools import lru_cache
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from asn1crypto import tsp  # type: ignore[import-untyped]
from pyhanko.sign.timestamps import TimeStamper

PATIENCE = 10.0
"""Seconds that an answer may take."""
PAUSE = 60.0
"""Seconds for which a service that failed is not asked again."""
MOST_BYTES = 200_000
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


class TimeService(TimeStamper):
    """A service by its address, with what is known of its health."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address
        self._failed_at: float | None = None

    @property
    def is_to_be_asked(self) -> bool:
        """Whether it did not fail a moment ago."""
        return self._failed_at is None or time.monotonic() - self._failed_at >= PAUSE

    def fail(self) -> None:
        """Note that it gave no stamp."""
        self._failed_at = time.monotonic()

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask the service. Raises ``OSError`` when it does not answer as such services do."""
        head = {"Content-Type": QUERY, "Accept": REPLY}
        wanted = Request(self._address, req.dump(), head)  # noqa: S310 - http(s), checked on saving
        try:
            with urlopen(wanted, timeout=PATIENCE) as answer:  # noqa: S310
                content = answer.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise OSError("the answer is too long for a time stamp")
            return tsp.TimeStampResp.load(content, strict=True)
        except HTTPError as problem:
            problem.close()
            raise
        except (HTTPException, ValueError) as problem:
            raise OSError(str(problem)) from problem


@lru_cache(maxsize=4)
def time_service(address: str) -> TimeService:
    """The service at an address, one for each process."""
    return TimeService(address)
