"""Real mailboxes on loopback for the tests: as much of IMAP and POP3 as is spoken to them."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

USER, PASSWORD = "bounces@example.cn", "right horse"


@dataclass
class Box:
    """Mails by number; ``seen`` and ``deleted`` as the client left them; ``breaks`` hangs up."""

    port: int = 0
    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    breaks: bool = False

    def put(self, raw: bytes) -> None:
        self.mails[len(self.mails) + 1] = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


class _Talk(socketserver.StreamRequestHandler):
    box: Box

    def say(self, line: str | bytes) -> None:
        self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def lines(self) -> Iterator[str]:
        for line in self.rfile:
            yield line.decode().strip()


class _Imap(_Talk):
    def handle(self) -> None:
        self.say("* OK [CAPABILITY IMAP4rev1] ready")
        for line in self.lines():
            tag, _, rest = line.partition(" ")
            name = rest.upper()
            if self.box.breaks and name.startswith("UID"):
                return
            if name.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif name.startswith("LOGIN") and f'"{PASSWORD}"' not in rest:
                self.say(f"{tag} NO wrong password")
                continue
            elif name.startswith("SELECT"):
                self.say(f"* {len(self.box.mails)} EXISTS")
            elif name.startswith("UID SEARCH"):
                sender = rest.split('"')[1].encode()
                found = [
                    str(n)
                    for n, raw in self.box.mails.items()
                    if n not in self.box.seen
                    and sender in str(message_from_bytes(raw)["From"]).lower().encode()
                ]
                self.say("* SEARCH " + " ".join(found))
            elif name.startswith("UID FETCH"):
                number = int(rest.split()[2])
                raw = self.box.mails[number]
                self.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (number, number, len(raw)))
                self.wfile.write(raw)
                self.say(")")
            elif name.startswith("UID STORE"):
                self.box.seen.add(int(rest.split()[2]))
            elif name.startswith("LOGOUT"):
                self.say("* BYE")
                self.say(f"{tag} OK")
                return
            self.say(f"{tag} OK done")


class _Pop(_Talk):
    def handle(self) -> None:
        self.say("+OK ready")
        gone: set[int] = set()
        for line in self.lines():
            word, _, rest = line.partition(" ")
            number = int(rest.split()[0]) if re.match(r"\d", rest) else 0
            if word == "PASS" and rest != PASSWORD:
                self.say("-ERR wrong password")
                continue
            if word == "STAT":
                self.say(f"+OK {len(self.box.mails)} 1000")
            elif word in ("RETR", "TOP"):
                if self.box.breaks:
                    return
                raw = self.box.mails[number]
                text = raw if word == "RETR" else raw.partition(b"\r\n\r\n")[0] + b"\r\n"
                self.say("+OK")
                for one in text.splitlines():
                    self.say(b"." + one if one.startswith(b".") else one)
                self.say(".")
            elif word == "DELE":
                gone.add(number)
                self.say("+OK")
            else:
                if word == "QUIT":
                    self.box.deleted |= gone
                self.say("+OK")


@contextmanager
def mailbox(way: str) -> Iterator[Box]:
    """Run one, ``imap`` or ``pop3``."""
    box = Box()
    kind: Any = type("Talk", (_Imap if way == "imap" else _Pop,), {"box": box})

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), kind) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join(30)
