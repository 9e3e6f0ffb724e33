"""A private PostgreSQL server for a test session: own folder, own port, loopback only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import own_port

# A server whose data nobody will miss: nothing is written for the case that the machine fails.
THROWN_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "2GB",
}


def binaries() -> Path | None:
    """Return the folder of the newest installed server's programs, ``None`` without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server in a folder of its own and yield its URL without a database name."""
    with tempfile.TemporaryDirectory(prefix="shouyue-server-") as folder:
        yield from _run_in(Path(folder))


def _run_in(folder: Path) -> Iterator[str]:
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("initdb")
    data = folder / "data"
    # The server refuses to run as root; the package brings a user of its own.
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(*words: str) -> None:
        done = subprocess.run(
            words, check=False, capture_output=True, user=user.pw_name if user else None, cwd=folder
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))

    run(
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        "test",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    )
    port = own_port()
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=60"
    for name, value in THROWN_AWAY.items():
        options += f" -c {name}={value}"
    log = str(folder / "log")
    run(str(programs / "pg_ctl"), "-D", str(data), "-o", options, "-l", log, "-w", "start")
    try:
        yield f"postgresql+psycopg://test@127.0.0.1:{port}"
    finally:
        run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
