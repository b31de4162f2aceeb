"""Scores written by hand, for the laws that hold whatever a listener says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.labels import LABELS, LEVELS, REPLIES
from saidanddone.listening.listener import Scores, Standing

TIER = {"question": "counted", "commitment": "proposed", "idea": "proposed"}


class Hand:
    """A listener that says what it is given: label -> probability by turn, and what each turn answers."""

    name = "by hand"

    def __init__(
        self,
        *rows: Mapping[str, float],
        answers: Mapping[int, int] | None = None,
        tiers: Mapping[str, str] | None = None,
    ) -> None:
        self.rows, self.answers, self.tiers = rows, answers or {}, {**TIER, **(tiers or {})}

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        (talk,) = conversations
        n = len(talk.turns)
        turns = np.zeros((n, len(LABELS)), np.float32)
        replies = np.zeros((n, len(REPLIES)), np.float32)
        answers = np.full(n, -1, np.int32)
        for place, target in self.answers.items():
            answers[place] = target
            replies[place, REPLIES.index("level_3")] = 1.0
        for place, row in enumerate(self.rows):
            if any(label in LEVELS for label in row):
                replies[place, [REPLIES.index(level) for level in LEVELS]] = 0.0
            for label, value in row.items():
                if label in LABELS:
                    turns[place, LABELS.index(label)] = value
                else:
                    replies[place, REPLIES.index(label)] = value
        return [Scores(turns, answers, replies)]

    def contract(self, conversations, scores):
        raise NotImplementedError

    def standing(self, label: str, channel: str) -> Standing:  # noqa: ARG002 — the protocol names it
        return Standing(label, self.tiers.get(label, "stated_error"), 0.5, 0.8, 0.7, 0.9, 0.5, "by hand")


def talk(*said: tuple[str, str], channel: str = "meeting", began_us: int | None = 0, gap: float = 10.0) -> Conversation:
    """A conversation of (speaker, text), a turn every ``gap`` seconds."""
    turns = [
        Turn(who, text, n + 1, start=n * gap, end=n * gap + gap / 2, at_us=None if began_us is None else began_us)
        for n, (who, text) in enumerate(said)
    ]
    return Conversation("monday", "monday.vtt", channel, tuple(turns), began_us)
