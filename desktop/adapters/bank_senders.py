"""The table of numbers that banks send account-movement messages from."""

import tomllib
from functools import cache

from desktop.adapters import paths
from desktop.domain.movement_message import Sender, Senders


@cache
def bundled_senders() -> Senders:
    """The senders that came with the program, by number."""
    table = tomllib.loads(paths.resources("rules", "bank_senders.toml").read_text("utf-8"))
    found: dict[str, list[Sender]] = {}
    for row in table["sender"]:
        each = Sender(
            row["number"], row["bank"], tuple(row["names"]), tuple(row.get("domains", ()))
        )
        found.setdefault(each.number, []).append(each)
    return found
