"""What could not be read, as a value: where it was, what is wrong in our words, what to do."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Problem"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that could not be read.

    Attributes:
        source: file name (no folder) or store table.
        line: 1-based line or row in it; 0 when it concerns the whole source.
        said: what is wrong, one sentence of ours. Never a quote, never a name.
        remedy: what to do about it, one sentence.
    """

    source: str
    line: int
    said: str
    remedy: str

    def to_dict(self) -> dict[str, str | int]:
        """The contract's JSON object: ``source``, ``line``, ``said``, ``remedy``."""
        return {"source": self.source, "line": self.line, "said": self.said, "remedy": self.remedy}

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line else self.source
        return f"{where}: {self.said} {self.remedy}".rstrip()
