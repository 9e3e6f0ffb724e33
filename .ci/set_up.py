"""Install what the program needs and this machine lacks: system libraries, uv, the environment.

    python3 .ci/set_up.py          what running the program needs
    python3 .ci/set_up.py test     what the tests need as well
    python3 .ci/set_up.py build    what the tests and the frozen build need as well

Standard library only, for a bare Debian or Ubuntu with Python 3.11 or newer and nothing else. Quiet
and quick when nothing is missing. Where it may not or cannot install, it prints the line to run.
"""

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
UV = "uv>=0.9,<1"

# What Qt opens at run time and a bare system may lack: library → Debian package.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
# PyInstaller ships Python as a library, which Debian keeps apart from its interpreter.
_PYTHON = f"3.{sys.version_info.minor}"
BUILD_LIBRARIES = {f"libpython{_PYTHON}.so.1.0": f"libpython{_PYTHON}"}
# Programs that the tests drive the window and read letters with; what PyInstaller reads with.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "pdftotext": "poppler-utils",
}
# A second opinion on PDF/A; where there is no apt, its test says that it was left out.
TEST_FILES = {
    "/usr/bin/java": "default-jre-headless",
    "/usr/share/java/preflight.jar": "libpdfbox2-java",
    "/usr/share/java/javax.activation.jar": "libactivation-java",
    "/usr/share/java/jaxb-api.jar": "libjaxb-api-java",
}
BUILD_PROGRAMS = {"objdump": "binutils"}


def main(purpose: str) -> None:
    """Bring this machine to the state that a purpose needs."""
    if sys.platform.startswith("linux"):
        libraries, programs = dict(LIBRARIES), {}
        files: dict[str, str] = {}
        if purpose in ("test", "build"):
            programs |= TEST_PROGRAMS
            files |= TEST_FILES if shutil.which("apt-get") else {}
        if purpose == "build":
            libraries |= BUILD_LIBRARIES
            programs |= BUILD_PROGRAMS
        install(missing_packages(libraries, programs, files))
    sync(find_uv())


def missing_packages(
    libraries: dict[str, str], programs: dict[str, str], files: dict[str, str]
) -> dict[str, str]:
    """Return what cannot be found here, each with the Debian package that brings it."""
    missing = {name: package for name, package in libraries.items() if not loads(name)}
    missing |= {name: package for name, package in programs.items() if not shutil.which(name)}
    missing |= {name: package for name, package in files.items() if not Path(name).exists()}
    if not (ROOT / ".tools/bin/uv").exists() and not can_make_environments():
        missing["python3 -m venv"] = f"python{_PYTHON}-venv"
    return missing


def loads(library: str) -> bool:
    """Tell whether the system's loader finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_make_environments() -> bool:
    """Tell whether this Python can make a virtual environment with pip in it."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def install(missing: dict[str, str]) -> None:
    """Install the missing packages with apt, or say which line would."""
    if not missing:
        return
    packages = sorted(set(missing.values()))
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    apt = [*as_root, "apt-get"]
    line = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        stop(f"These are missing: {', '.join(missing)}.\n{other_line(missing)}")
    if as_root and not shutil.which("sudo"):
        stop(f"Run as root, then try again:\n  {shlex.join(line[1:])}")
    print("Installing", *packages, flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["-qq", "-o", "DPkg::Lock::Timeout=300"]
    for command in ([*apt, "update", *quiet], [*line, *quiet]):
        result = subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
        if result.returncode:
            stop(f"That did not work. Run this yourself, then try again:\n  {shlex.join(line)}")
    still = [name for name in missing if ".so." in name and not loads(name)]
    if still:
        stop(f"Installed, but still not found: {', '.join(still)}")


def other_line(missing: dict[str, str]) -> str:
    """Return the line to run where there is no apt."""
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):  # rpm finds packages by the library or the program they bring
            wanted = [f"{n}()(64bit)" if ".so." in n else f"/usr/bin/{n}" for n in missing]
            return f"Run this, then try again:\n  sudo {tool} install {shlex.join(wanted)}"
    names = " ".join(sorted(set(missing.values())))
    return f"Install them with your package manager, then try again. On Debian they are:\n  {names}"


def find_uv() -> str:
    """Return uv, the tool that makes the locked environment; from PyPI into .tools if need be."""
    ours = ROOT / ".tools/bin/uv"
    if not ours.exists():
        print("Fetching", UV, flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(ROOT / ".tools")])
        pip = [str(ROOT / ".tools/bin/python"), "-m", "pip", "--disable-pip-version-check"]
        run([*pip, "install", "--quiet", UV])
    return str(ours)


def sync(uv: str) -> None:
    """Make .venv hold exactly what uv.lock says."""
    fresh = not (ROOT / ".venv").exists()
    if fresh:
        print("Making the environment", flush=True)
    python = ["--python", sys.executable] if fresh else []
    # Compiled here once: where Python may not keep what it compiles, each start would do it again.
    run([uv, "sync", "--quiet", "--frozen", "--compile-bytecode", *python])


def run(command: list[str]) -> None:
    """Run a step, or stop with the line that failed."""
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        stop(f"This step failed; its own words are above:\n  {shlex.join(command)}")


def stop(message: str) -> NoReturn:
    """Leave with a message."""
    sys.exit(f"\n{message}\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
