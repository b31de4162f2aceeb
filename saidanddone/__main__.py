"""Lets ``python -m saidanddone`` do what ``saidanddone`` does."""

from __future__ import annotations

from saidanddone.cli import main

if __name__ == "__main__":
    main()
