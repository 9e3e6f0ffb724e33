"""SMPP 3.4 on a socket: whole protocol units in and out, whatever the other side sends."""

import contextlib
import logging
import select
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from typing import Any

from desktop.domain.errors import EnvironmentProblem

HEADER = 16
LONGEST = 128 * 1024
"""Bytes of a unit that is read; a text has 64 KiB at most (message_payload)."""
LONGEST_SKIPPED = 64 * 1024 * 1024
"""A longer one is no unit but noise: the connection is given up."""
DELIVER_SM = 0x00000005
INVALID_LENGTH = 0x00000001
INVALID_COMMAND = 0x00000003
MOST_GARBAGE = 5
CONNECT_SECONDS = 10
_log = logging.getLogger(__name__)


class Wire:
    """A connection. Units that cannot be read are answered, logged and passed over."""

    def __init__(
        self, host: str, port: int, trust: Callable[[], ssl.SSLContext] | None, seconds: float
    ) -> None:
        self._buffer = bytearray()
        self._skip = 0
        self._garbage = 0
        self._sequence = 0
        self.where = f"{host}:{port}"
        try:
            plain = socket.create_connection((host, port), timeout=CONNECT_SECONDS)
            try:
                self._socket = trust().wrap_socket(plain, server_hostname=host) if trust else plain
            except OSError:
                plain.close()
                raise
        except OSError as problem:
            raise self.broken(problem) from problem
        self._socket.settimeout(seconds)

    @property
    def sequence(self) -> int:
        """The number of the last request: what smpplib asks a client for."""
        return self._sequence

    def next_sequence(self) -> int:
        """Number the next request."""
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence

    def send(self, unit: Any) -> None:
        """Write a unit of smpplib. Raises ``EnvironmentProblem``."""
        self._write(unit.generate())

    def answer(self, name: str, to: Any, status: int = 0) -> None:
        """Answer a request of the other side."""
        from smpplib import smpp

        unit = smpp.make_pdu(name, client=self, sequence=to.sequence)
        unit.sequence = to.sequence
        unit.status = status
        self.send(unit)

    def wait(self, seconds: float) -> bool:
        """Wait until something can be read, so long at most."""
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        readable, _, _ = select.select([self._socket], [], [], max(0.0, seconds))
        return bool(readable)

    def units(self) -> Iterator[Any]:
        """Read what has arrived, without waiting, and yield whole units.

        Raises ``EnvironmentProblem`` when the other side has gone or sends nothing but garbage.
        """
        while self.wait(0):
            try:
                read = self._socket.recv(65_536)
            except OSError as problem:
                raise self.broken(problem) from problem
            if not read:
                raise EnvironmentProblem("sms.smpp_closed", server=self.where)
            self._buffer += read
            yield from self._whole()

    def close(self) -> None:
        """Close the connection; goodbyes are said before."""
        with contextlib.suppress(OSError):
            self._socket.close()

    def broken(self, problem: OSError) -> EnvironmentProblem:
        """What a failing socket means."""
        reason = (problem.strerror or str(problem))[:120]
        return EnvironmentProblem("sms.smpp_broken", server=self.where, reason=reason)

    def _whole(self) -> Iterator[Any]:
        while True:
            if self._skip:
                gone = min(self._skip, len(self._buffer))
                del self._buffer[:gone]
                self._skip -= gone
            if self._skip or len(self._buffer) < HEADER:
                return
            length, command, _status, sequence = struct.unpack(">LLLL", self._buffer[:HEADER])
            if not HEADER <= length <= LONGEST_SKIPPED:
                raise EnvironmentProblem("sms.smpp_garbage", server=self.where)
            if length > LONGEST:
                _log.warning("SMPP: a unit of %d bytes is passed over", length)
                self._skip = length
                self._refuse(command, sequence, INVALID_LENGTH)
                continue
            if len(self._buffer) < length:
                return
            raw = bytes(self._buffer[:length])
            del self._buffer[:length]
            unit = self._parsed(raw, command, sequence)
            if unit is not None:
                yield unit

    def _parsed(self, raw: bytes, command: int, sequence: int) -> Any:
        from smpplib import smpp

        try:
            unit = smpp.parse_pdu(raw, client=self, sequence=1, allow_unknown_opt_params=True)
            if unit is None:
                raise ValueError("an unknown command")
        except Exception as fault:
            self._garbage += 1
            _log.warning("SMPP: a unit cannot be read: %s", type(fault).__name__)
            if self._garbage > MOST_GARBAGE:
                raise EnvironmentProblem("sms.smpp_garbage", server=self.where) from fault
            self._refuse(command, sequence, INVALID_COMMAND)
            return None
        return unit

    def _refuse(self, command: int, sequence: int, status: int) -> None:
        """Say that a request was not understood; an answer is not answered."""
        if command & 0x80000000:
            return
        reply = 0x80000005 if command == DELIVER_SM else 0x80000000
        body = b"\0" if command == DELIVER_SM else b""
        self._write(struct.pack(">LLLL", HEADER + len(body), reply, status, sequence) + body)

    def _write(self, content: bytes) -> None:
        try:
            self._socket.sendall(content)
        except OSError as problem:
            raise self.broken(problem) from problem
