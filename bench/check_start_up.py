"""How long it takes until anything can happen: importing the package, and asking for help."""

from __future__ import annotations

import sys

from measure import best_of, finish, told

if __name__ == "__main__":
    finish(
        told("import saidanddone", best_of(5, sys.executable, "-c", "import saidanddone"), seconds=0.5),
        told("saidanddone --help", best_of(5, sys.executable, "-m", "saidanddone", "--help"), seconds=0.4),
    )
