"""The listener of ``[embed]``: sentence embeddings heard beside the default listener's words, weighed label by label.

How it is trained: ``training/embed.py``; what it was measured to do: ``evaluation/check_embed.py``; why it is built
so: ``docs/decisions/0030``. Off by default, and as private as the default: nothing leaves the machine or is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listeners.embed_encoder import encoder
from saidanddone.listeners.embed_rows import COLUMNS, SIZE, beside, heard, rows, sure
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.features import unquoted
from saidanddone.listening.labels import CONTRACT, LABELS, LEVELS
from saidanddone.listening.lean import BASIC, TAGS, Lean, lean
from saidanddone.listening.listener import Scores, Standing

__all__ = ["Embed", "embed"]

Floats = NDArray[np.float32]

_TURNS: Final = 1_000
"""Turns looked at together; more conversations are taken in portions, so that memory does not grow with them."""
_ROWS: Final = 2_000

_T, _B, _L = len(TAGS), len(TAGS) + len(BASIC), len(TAGS) + len(BASIC) + len(LABELS)


class Embed:
    """Lean and embeddings, fused; a :class:`~saidanddone.listening.listener.Listener`.

    Args:
        weights: what ``training/embed.py`` writes: arrays by name. ear: the default listener.
        encode: texts to (n, WIDE) points.
    """

    def __init__(
        self, weights: Mapping[str, NDArray[Any]], ear: Lean, encode: Callable[[Sequence[str]], Floats]
    ) -> None:
        self._meta = json.loads(bytes(weights["meta"]).decode())
        self._ear = ear
        self._encode = encode
        self._basis, self._hidden = _widened(weights, "basis"), _widened(weights, "hidden")
        self._out = _widened(weights, "out")
        self._hidden_bias, self._out_bias, self._skip, self._fuse = (
            weights[name].astype(np.float32) for name in ("hidden_bias", "out_bias", "skip", "fuse")
        )

    @property
    def name(self) -> str:
        """The name and version told in results, and those of the listener within."""
        return f"{self._meta['name']} with {self._ear.name}"

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        """One :class:`Scores` a conversation, in order; what one is given never depends on the others."""
        found: list[Scores] = []
        for part in _portions(conversations):
            odds, answers, _ = self._heard(part)
            turns = sure(odds[:, _B:_L])
            replies = sure(odds[:, _L:])
            levels = slice(1, 1 + len(LEVELS))
            replies[:, levels] /= np.maximum(replies[:, levels].sum(1, keepdims=True), 1e-9)
            replies[answers < 0] = 0
            place = 0
            for conversation in part:
                to = place + len(conversation.turns)
                local = np.where(answers[place:to] >= 0, answers[place:to] - place, -1).astype(np.int32)
                found.append(Scores(turns[place:to], local, replies[place:to]))
                place = to
        return found

    def tags(self, conversations: Sequence[Conversation]) -> Floats:
        """float32 (n, 15), n turns of all ``conversations`` laid end to end: probability of each of ``lean.TAGS``."""
        return self._columns(conversations, slice(0, _T))

    def basic(self, conversations: Sequence[Conversation]) -> Floats:
        """float32 (n, 5): probability of each of ``lean.BASIC``; each row sums to one."""
        kinds = self._columns(conversations, slice(_T, _B))
        return np.asarray(kinds / np.maximum(kinds.sum(1, keepdims=True), 1e-9), np.float32)

    def contract(self, conversations: Sequence[Conversation], scores: Sequence[Scores]) -> Floats:  # noqa: ARG002
        """float32 (n, 14): the columns of ``listen --scores``; the default listener's, moved as far as embeddings say.

        How far: by what they change of the label or, in talk, of the tag of MRDA it is nearest to.
        """
        parts = [np.zeros((0, len(CONTRACT) + 1), np.float32)]
        for part in _portions(conversations):
            _, _, moved = self._heard(part)
            wide = np.asarray(self._ear.contract_scores(part), np.float64)
            wide = np.clip(wide, 1e-9, 1 - 1e-9)
            by = moved[:, [COLUMNS.index(name) for name in (*CONTRACT, "negative")]]
            tagged = np.array([c.channel == "meeting" for c in part for _ in c.turns])
            for place, label in enumerate(CONTRACT):
                if label in _NEAREST:
                    by[:, place] = np.where(tagged, moved[:, COLUMNS.index(_NEAREST[label])], by[:, place])
            raised = sure(np.log(wide / (1 - wide)) + by)
            parts.append(np.where(wide <= 1e-9, 0, raised).astype(np.float32))
        return np.concatenate(parts)

    def standing(self, label: str, channel: str) -> Standing:
        """How far ``label`` may be trusted on ``channel``, as measured for this listener and not for the one within."""
        told = self._meta["standing"].get(f"{label}/{channel}") or self._meta["standing"].get(label)
        if told is None:
            return Standing(label, "proposed", 0.5, None, None, None, None, "")
        return Standing(label, **told)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _columns(self, conversations: Sequence[Conversation], columns: slice) -> Floats:
        parts = [np.zeros((0, columns.stop - columns.start), np.float32)]
        parts += [sure(self._heard(part)[0][:, columns]) for part in _portions(conversations)]
        return np.concatenate(parts)

    def _heard(self, conversations: Sequence[Conversation]) -> tuple[Floats, NDArray[np.int64], Floats]:
        """((n, columns) fused log odds, (n,) answered turns, (n, columns) how far they moved from the default's)."""
        alone, answers = heard(self._ear, conversations)
        points = self._encode([unquoted(turn.text) for c in conversations for turn in c.turns])
        points *= SIZE
        where = beside(conversations, answers)
        seen = rows(points, np.asarray(points @ self._basis, np.float32), alone, where)
        net = np.concatenate(
            [np.zeros((0, len(COLUMNS)), np.float32)]
            + [self._net(seen[begin : begin + _ROWS]) for begin in range(0, len(seen), _ROWS)]
        )
        fused = self._fuse[0] * alone + self._fuse[1] * net + self._fuse[2]
        return fused, answers, fused - alone

    def _net(self, seen: Floats) -> Floats:
        hidden = np.maximum(seen @ self._hidden + self._hidden_bias, 0)
        return np.asarray(hidden @ self._out + seen @ self._skip + self._out_bias, np.float32)


_NEAREST: Final = {
    "question": "tag_q", "mistake": "tag_fa", "thanks": "tag_ft", "dismissal": "tag_ar", "not_knowing": "tag_no",
    "validation": "tag_ba", "commitment": "tag_cc", "idea": "tag_cs", "agreement": "tag_aa",
}  # fmt: skip


def _portions(conversations: Sequence[Conversation]) -> Iterator[Sequence[Conversation]]:
    begin, count = 0, 0
    for place, conversation in enumerate(conversations):
        count += len(conversation.turns)
        if count >= _TURNS or place == len(conversations) - 1:
            if count:
                yield conversations[begin : place + 1]
            begin, count = place + 1, 0


def _widened(weights: Mapping[str, NDArray[Any]], name: str) -> Floats:
    return np.asarray(weights[name].astype(np.float32) * weights[f"{name}_scale"].astype(np.float32), np.float32)


@lru_cache(maxsize=1)
def embed(threads: int = 1) -> Embed:
    """The listener of ``[embed]``, with the weights that ship.

    Args:
        threads: cores the sentence model may use; they change how long it takes and not what is heard.

    Raises:
        UsageError: the extra packages are not installed, or their model is another one.
    """
    encode = encoder(threads)
    with files("saidanddone.listeners").joinpath("weights", "embed.npz").open("rb") as file, np.load(file) as weights:
        return Embed(dict(weights), lean(), encode)
