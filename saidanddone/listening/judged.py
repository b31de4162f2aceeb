"""A listener as a workspace knows it: what its people judged is a measurement too, the nearest one to their talk."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.listener import Listener, Scores, Standing

__all__ = ["ENOUGH", "AsJudged", "wilson"]

ENOUGH: Final = 20
"""So many judgements of one label before they say more than what was measured before it was shipped."""

_GOOD: Final = 0.6
"""Low end of the share that was right, from which a label is counted with that error stated."""

_POOR: Final = 0.5
"""High end of it, below which a label is only proposed, whatever was measured elsewhere."""

_Z90: Final = 1.6448536269514722


@dataclass(frozen=True)
class AsJudged:
    """The same listener, its standings corrected by what was judged here.

    Attributes:
        record: label -> (confirmed, judged) of this workspace. Promises stay proposals whatever it says: only a person
            makes one a commitment of the ledger.
    """

    listener: Listener
    record: Mapping[str, tuple[int, int]] = field(repr=False)

    @property
    def name(self) -> str:
        """That of the listener."""
        return self.listener.name

    @property
    def notes(self) -> Sequence[str]:
        """What the listener has to say of itself beside a result; nothing for most."""
        return tuple(getattr(self.listener, "notes", ()))

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        """Those of the listener."""
        return self.listener.score(conversations)

    def contract(self, conversations: Sequence[Conversation], scores: Sequence[Scores]) -> NDArray[np.float32]:
        """Those of the listener."""
        return self.listener.contract(conversations, scores)

    def standing(self, label: str, channel: str) -> Standing:
        """As measured; where enough was judged here, as judged."""
        measured = self.listener.standing(label, channel)
        right, judged = self.record.get(label, (0, 0))
        if judged < ENOUGH or label in ("commitment", "done"):
            return measured
        low, high = wilson(right, judged)
        tier = measured.tier
        if low >= _GOOD and tier == "proposed":
            tier = "stated_error"
        elif high < _POOR:
            tier = "proposed"
        return replace(
            measured, tier=tier, precision=right / judged, low=low, high=high, measured_on="what was judged here"
        )


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The 90 % interval of a share (Wilson 1927).

    >>> [round(end, 3) for end in wilson(18, 20)]
    [0.738, 0.966]
    """
    share, z2 = right / judged, _Z90**2
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = _Z90 * math.sqrt(share * (1 - share) / judged + z2 / (4 * judged**2)) / (1 + z2 / judged)
    return max(0.0, middle - half), min(1.0, middle + half)
