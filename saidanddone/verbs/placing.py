"""Where results are placed: written for their owner alone, and never in the place of a notebook's files."""

from __future__ import annotations

from typing import Final

from saidanddone.store import notebook
from saidanddone.store.owned import write

__all__ = ["NOTEBOOK_FILES", "write"]

NOTEBOOK_FILES: Final = frozenset(book.file.casefold() for book in (notebook.LEDGER, notebook.MOMENTS))
"""Names of a notebook's own files, in lower case."""
