"""A real SMPP server on loopback for the tests: receipts, incoming messages, throttling."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from smpp34 import TLV_USER_MESSAGE_REFERENCE, Esme, Server, SubmitSmEvent, Tlv, Unbound

from tests.ports import own_port

THROTTLED = 0x58


@dataclass
class Smsc:
    """Accepts what comes within its rate, and sends receipts for it until they are answered.

    ``is_silent``: takes a message and never answers. ``echoes``: gives our own number back.
    """

    port: int
    rate: float = 0
    echoes: bool = True
    stat: str = "DELIVRD"
    receipt_delay: float = 0.05
    rejects: dict[str, int] = field(default_factory=dict)
    taken: list[tuple[str, bytes, int]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    throttled: int = 0
    binds: int = 0
    receipts: deque[tuple[str, str, int | None]] = field(default_factory=deque)
    incoming: deque[dict[str, Any]] = field(default_factory=deque)
    answered: int = 0
    _esme: Esme | None = None
    _times: deque[float] = field(default_factory=deque)

    async def serve(self, server: Server) -> None:
        """Answer what comes, until cancelled."""
        pusher = asyncio.ensure_future(self._push())
        try:
            while True:
                event = await server.next()
                if isinstance(event, Esme):
                    self._esme = event
                    self.binds += 1
                elif isinstance(event, Unbound):
                    self._esme = None
                elif isinstance(event, SubmitSmEvent):
                    self._submitted(event)
        finally:
            pusher.cancel()

    def _submitted(self, event: SubmitSmEvent) -> None:
        now = time.monotonic()
        while self._times and self._times[0] < now - 1:
            self._times.popleft()
        if event.destination_addr in self.rejects:
            event.reject(self.rejects[event.destination_addr])
            return
        if self.rate and len(self._times) >= self.rate:
            self.throttled += 1
            event.reject(THROTTLED)
            return
        self._times.append(now)
        name = f"{len(self.taken) + 1:08x}"
        hint = next((t for t in event.tlvs if t.tag == TLV_USER_MESSAGE_REFERENCE), None)
        number = int.from_bytes(hint.value, "big") if hint is not None else None
        self.taken.append((event.destination_addr, bytes(event.short_message), event.esm_class))
        self.ids.append(name)
        self.receipts.append((name, event.destination_addr, number if self.echoes else None))
        event.accept(name)

    async def _push(self) -> None:
        while True:
            await asyncio.sleep(self.receipt_delay)
            await self._drain(self.receipts, self._receipt)
            await self._drain(self.incoming, lambda one: one)

    async def _drain(self, waiting: deque[Any], made: Any) -> None:
        """Send what waits; what is not answered waits on for the next session."""
        while waiting and self._esme is not None:
            one = waiting[0]
            try:
                done = await asyncio.wait_for(self._esme.deliver_sm(**made(one)), 10)
            except Exception:
                await asyncio.sleep(0.1)
                return
            if not done.is_success:
                return
            waiting.popleft()
            self.answered += 1

    def _receipt(self, one: tuple[str, str, int | None]) -> dict[str, Any]:
        name, number, hint = one
        words = (
            f"id:{name} sub:001 dlvrd:001 submit date:2611200900 done date:2611200901"
            f" stat:{self.stat} err:000 text:"
        )
        tlvs = [] if hint is None else [Tlv(TLV_USER_MESSAGE_REFERENCE, hint.to_bytes(2, "big"))]
        return {
            "destination_addr": "10690001",
            "source_addr": number,
            "esm_class": 4,
            "short_message": words.encode(),
            "tlvs": tlvs,
        }


@contextmanager
def smpp_server(**more: Any) -> Iterator[Smsc]:
    """Run a server in a thread of its own."""
    port = own_port()
    smsc = Smsc(port, **more)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Server("127.0.0.1", port)

    async def run(act: Callable[[], Awaitable[None]]) -> None:
        await act()

    def wait(act: Callable[[], Awaitable[None]]) -> None:
        asyncio.run_coroutine_threadsafe(run(act), loop).result(30)

    wait(server.start)
    serving = asyncio.run_coroutine_threadsafe(smsc.serve(server), loop)
    try:
        yield smsc
    finally:
        serving.cancel()
        wait(server.stop)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()
