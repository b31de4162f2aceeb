"""What a listener says of a turn, alone and as an answer to another: one probability a label (S2, S3, S8)."""

from __future__ import annotations

from typing import Final

__all__ = ["ACTS", "ANSWERS", "CONTRACT", "LABELS", "LEVELS", "NARROW", "ONE_SENTENCE", "REPLIES", "TIERS"]

ACTS: Final = (
    "question", "help_seeking", "not_knowing", "mistake", "idea", "problem", "challenge", "introduction", "personal",
    "protection",
)  # fmt: skip
"""Acts of vulnerability; each is a kind of :mod:`saidanddone.evidence.act`."""

ANSWERS: Final = ("thanks", "validation", "agreement", "dismissal", "hostility", "commitment", "done")
"""What a turn does to others: thanks, values, agrees, turns down, attacks, promises, reports a promise done."""

LABELS: Final = (*ACTS, *ANSWERS)
"""Labels of a turn, in the order of the columns of ``Scores.turns``."""

NARROW: Final = (
    "help_seeking",
    "mistake",
    "problem",
    "challenge",
    "introduction",
    "personal",
    "protection",
    "hostility",
    "done",
)
"""Labels that a turn's own words tell, whatever stands around it."""

ONE_SENTENCE: Final = tuple(label for label in NARROW if label != "hostility")
"""Of a long turn its likeliest sentence tells them. An attack adds up over all that is written."""

LEVELS: Final = ("level_1", "level_2", "level_3", "level_4", "level_5")
"""How the answered act was met; they sum to one (``evidence.response.LEVELS``)."""

REPLIES: Final = ("negative", *LEVELS, "identify", "validate", "encourage", "changed", "declined")
"""Labels of a turn as an answer, in the order of the columns of ``Scores.replies``.

``negative`` is disagreement, no verdict.
"""

CONTRACT: Final = (
    "question", "help_seeking", "not_knowing", "mistake", "idea", "problem", "challenge", "thanks", "validation",
    "agreement", "dismissal", "hostility", "commitment",
)  # fmt: skip
"""The labels that ``listen --scores`` writes as ``p_…``, in this order; then ``answers_turn`` and ``p_negative``."""

TIERS: Final = ("counted", "stated_error", "proposed")
"""How far a label may be trusted: counted automatically, counted with a stated error, proposed for confirmation."""
