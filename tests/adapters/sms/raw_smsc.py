"""A server that misbehaves: it answers the bind, then says whatever a test puts into its mouth."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BIND_RESP, SUBMIT_RESP, DELIVER, UNBIND = 0x80000009, 0x80000004, 0x05, 0x06


def unit(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    """One protocol unit."""
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


def deliver(
    text: bytes,
    *,
    sender: bytes = b"8613800100001",
    esm: int = 0,
    coding: int = 8,
    more: bytes = b"",
) -> bytes:
    """The body of a deliver_sm; ``more`` are optional parameters."""
    head = b"\0\1\1" + sender + b"\0\1\1" + b"10690001\0"
    return head + bytes((esm, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(text))) + text + more


class RawSmsc:
    """Serves one connection after the other; ``heard`` are command ids and statuses."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.bind_status = 0
        self.on_bind: list[bytes] = []
        self.on_submit: Callable[[int], list[bytes]] = lambda sequence: [
            unit(SUBMIT_RESP, sequence, b"1\0")
        ]
        self.closes_on_submit = False
        self.heard: list[tuple[int, int, int]] = []

    def serve(self, listening: socket.socket) -> None:
        """Until the socket is closed."""
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        buffer = b""
        try:
            while read := connection.recv(65_536):
                buffer += read
                while len(buffer) >= 16 and len(buffer) >= struct.unpack(">L", buffer[:4])[0]:
                    length, command, status, sequence = struct.unpack(">LLLL", buffer[:16])
                    buffer = buffer[length:]
                    self.heard.append((command, status, sequence))
                    if not self._answer(connection, command, sequence):
                        return
        except OSError:
            return

    def _answer(self, connection: socket.socket, command: int, sequence: int) -> bool:
        if command == 0x09:
            connection.sendall(unit(BIND_RESP, sequence, b"smsc\0", self.bind_status))
            for said in self.on_bind:
                connection.sendall(said)
        elif command == 0x04:
            if self.closes_on_submit:
                return False
            for said in self.on_submit(sequence):
                connection.sendall(said)
        elif command == UNBIND:
            connection.sendall(unit(0x80000006, sequence))
            return False
        elif command == 0x15:
            connection.sendall(unit(0x80000015, sequence))
        return True


@contextmanager
def raw_smsc() -> Iterator[RawSmsc]:
    """Run one in a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = RawSmsc(listening.getsockname()[1])
    thread = threading.Thread(target=server.serve, args=(listening,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(30)
