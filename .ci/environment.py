"""Makes .venv and fills it from requirements.lock, every file checked against its hash; done once, then remembered.

    python3 .ci/environment.py run      what it takes to run the product
    python3 .ci/environment.py check    the same and what it takes to check it

Needs Python 3.11 or newer and nothing else. uv installs, as found on this machine or as named in the lock; where it
is missing or fails, pip does.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
VENV = HOUSE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / "python")
LOCK = HOUSE / "requirements.lock"
PIP = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]


def works(*command):
    """Whether a command can be run at all and says it went well."""
    try:
        return (
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
        )
    except OSError:
        return False


def succeeds(*commands):
    """Whether all these commands go well, one after another; the first that fails ends it."""
    return all(subprocess.run(command, cwd=HOUSE, check=False).returncode == 0 for command in commands)


def uv():
    """The uv to install with, or None."""
    return next((path for path in ("uv", str(BIN / "uv")) if works(path, "--version")), None)


def locked(name):
    """One package's lines of the lock: its version and its hashes."""
    return re.search(rf"^{name}==.*(?:\n    .*)*", LOCK.read_text(encoding="utf-8"), re.MULTILINE).group() + "\n"


def make_environment():
    """An empty .venv, and uv in it where the machine has none."""
    if VENV.exists():
        shutil.rmtree(VENV)
    if not works(sys.executable, "-m", "venv", str(VENV)):
        shutil.rmtree(VENV, ignore_errors=True)
        if not works("uv", "venv", "--seed", "--python", sys.executable, str(VENV)):
            sys.exit("Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv")
    if uv() is None:
        wanted = VENV / "uv.lock"
        wanted.write_text(locked("uv"), encoding="utf-8")
        if not succeeds([*PIP, "--require-hashes", "-r", str(wanted)]):
            print("  uv could not be installed; pip goes on, which takes longer")


def install(everything):
    """The packages and the product itself, editable; ``everything``: all of the lock, not only what it takes to run."""
    lock = ["--require-hashes", "-r", str(LOCK)]
    ours = ["--no-deps", "--no-build-isolation", "--editable", str(HOUSE)]
    found = uv()
    if found is not None:
        use = [found, "pip", "install", "--quiet", "--python", PYTHON]
        part = ["--require-hashes", "--constraint", str(LOCK), "--group", "build", "-r", "pyproject.toml"]
        if succeeds([*use, *(lock if everything else part)], [*use, *ours]):
            return True
        print("  uv could not install; pip goes on, which takes longer")
    # pip takes no part of a lock with its hashes: all of it.
    return succeeds([*PIP, *lock], [*PIP, *ours])


def main(kind):
    """Bring .venv up to ``kind``, saying what it does and how long it took."""
    if sys.version_info < (3, 11):
        sys.exit("Said & Done needs Python 3.11 or newer. Name one, as in: make PYTHON=python3.12 demo")
    stamp = VENV / (kind + ".stamp")
    asked = LOCK.read_bytes() + (HOUSE / "pyproject.toml").read_bytes() + str(HOUSE).encode()
    if stamp.exists() and stamp.read_bytes() == asked and works(PYTHON, "--version"):
        return
    began = time.monotonic()
    print("Setting up in .venv, once", flush=True)
    if not works(PYTHON, "-m", "pip", "--version"):
        make_environment()
    if not install(everything=kind == "check"):
        sys.exit("The packages could not be installed; the lines above say why.")
    stamp.write_bytes(asked)
    print("Set up in {:.0f} s".format(time.monotonic() - began), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["check"]):
        sys.exit(__doc__)
    main(sys.argv[1])
