"""Small conversations for a listener to be asked about, and a default one that can be told apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.labels import LABELS, REPLIES
from saidanddone.listening.listener import Scores, Standing


class Default:
    """Stands in for the default listener: everything it hears is .25, so that it can be told apart."""

    name = "default"

    def score(self, conversations: Any) -> list[Scores]:
        return [
            Scores(
                np.full((len(talk.turns), len(LABELS)), 0.25, np.float32),
                np.full(len(talk.turns), -1, np.int32),
                np.zeros((len(talk.turns), len(REPLIES)), np.float32),
            )
            for talk in conversations
        ]

    def contract(self, conversations: Any, scores: Any) -> Any:
        raise NotImplementedError

    def standing(self, label: str, channel: str) -> Standing:
        raise NotImplementedError


def talk(*texts: str, links: dict[int, int] | None = None) -> Conversation:
    said = [Turn(f"p{n % 3}", text, n + 1, reply_to=(links or {}).get(n)) for n, text in enumerate(texts)]
    return Conversation("one", "one.vtt", "meeting", tuple(said))


THREE = talk("a problem", "thanks for that", "a question")


def heard(scores: Scores, turn: int, label: str) -> float:
    return round(float(scores.turns[turn, LABELS.index(label)]), 4)
