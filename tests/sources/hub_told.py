"""What small exports of GitHub gave, and days as they stand in evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sources import hub

from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.outcome import settle

Read = Callable[..., Any]


class Told:
    """What the exports of one request gave."""

    def __init__(self, evidence: Any, problems: Any, rows: Any) -> None:
        self.problems, self.rows, self.names = problems, rows, evidence.names
        self.origins = {row["source"]: row["history"] for row in evidence.origins.to_pylist()}
        self.promises = {row["id"]: row for row in evidence.commitments.to_pylist()}

    def of(self, name: str = "acme/kite#12") -> dict[str, Any]:
        return dict(self.promises[name])

    def outcome(self, name: str = "acme/kite#12", on: int = 60) -> tuple[str, int | None]:
        told = settle(Commitment(**self.of(name)), at(on))
        return told.status, told.y


def at(number: int, time: str = "10:00:00Z") -> int:
    extra = max(0, number - 60)
    written = hub.day(min(number, 60), time)
    return round(datetime.fromisoformat(written).timestamp() * 1_000_000) + extra * 86_400_000_000


def end_of(number: int) -> int:
    return at(number, "00:00:00Z") + 86_400_000_000 - 1
