"""Ports of a test's own, for servers that are told their port before they bind it."""

import fcntl
import itertools
import os
import socket
import tempfile
from pathlib import Path
from typing import IO

# Below those that the system gives to whoever asks for any: nobody gets one of these by chance.
FIRST, COUNT = 20_000, 12_000
_next = itertools.count(os.getpid() * 37)
_held: list[IO[str]] = []


def own_port() -> int:
    """Return a port that is free, and that no other test of this machine will be given."""
    folder = Path(tempfile.gettempdir()) / f"shouyue-ports-{os.geteuid()}"
    folder.mkdir(exist_ok=True)
    for number in itertools.islice(_next, COUNT):
        port = FIRST + number % COUNT
        mark = (folder / str(port)).open("w")
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held as long as this process lives
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
        except OSError:
            mark.close()
            continue
        _held.append(mark)
        return port
    raise OSError("no port is free")
