"""The table of numbers that banks send account-movement messages from."""

import tomllib
from functools import cache

from desktop.adapters import paths
from desktop.domain.movement_message import Sender


@cache
def bundled_senders() -> dict[str, Sender]:
    """The senders that came with the program, by number."""
    table = tomllib.loads(paths.resources("rules", "bank_senders.toml").read_text("utf-8"))
    rows = (Sender(row["number"], row["bank"], tuple(row["names"])) for row in table["sender"])
    return {row.number: row for row in rows}
