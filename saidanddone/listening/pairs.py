"""Which earlier turn a turn answers, where the source gives no link: one among the last ten turns of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.features import Layout

__all__ = ["REACH", "SIGNALS", "answering", "candidates", "chosen", "given_links", "in_talk"]

REACH: Final = 10
"""How many turns back an answered turn is looked for."""
SIGNALS: Final = (
    "question", "tag_q", "basic_S", "basic_B", "basic_D", "basic_F", "ami_sug", "ami_inf", "ami_ass", "ami_el", "idea",
    "problem", "challenge", "help_seeking",
)  # fmt: skip
"""Scores of the earlier turn that tell whether it waits for an answer."""
_OWN: Final = ("tag_aa", "ami_el", "ami_und", "question")
"""Scores of the answering turn."""

_COMMON: Final = 160
"""Words are kept by how common they are; these and the marks say nothing of what a turn is about."""

Floats = NDArray[np.float32]


def candidates(layout: Layout, logits: Floats, heads: Sequence[str]) -> tuple[NDArray[np.bool_], Floats]:
    """Whether the turn k back may be answered, (n, REACH), and what speaks for it, float32 (n, REACH, F).

    A turn may be answered when it stands in the same conversation, was said by another known speaker, and has words.
    """
    n = len(layout)
    column = {head: place for place, head in enumerate(heads)}
    earlier = np.clip(logits[:, [column[name] for name in SIGNALS]] / 3, -2, 2)
    own = np.clip(logits[:, [column[name] for name in _OWN]] / 3, -2, 2)
    words = _word_sets(layout)
    size = np.minimum(np.log1p(layout.lengths), 4).astype(np.float32)
    may = np.zeros((n, REACH), bool)
    F = REACH + 6 + len(SIGNALS) + 2 * len(_OWN)
    out = np.zeros((n, REACH, F), np.float32)
    nearer_same = np.zeros((n, REACH), np.float32)  # turns of the candidate's speaker that stand nearer
    spoke = np.zeros(n, np.float32)  # turns the answering speaker had since the candidate
    others = np.zeros(n, np.float32)
    who, conversation = layout.speakers, layout.conversation
    for k in range(1, min(REACH, n - 1) + 1):
        at, to = slice(k, n), slice(0, n - k)
        ok = (conversation[at] == conversation[to]) & (who[at] != who[to]) & (layout.lengths[to] > 0)
        may[at, k - 1] = ok
        for nearer in range(1, k):
            nearer_same[at, k - 1] += (who[k - nearer : n - nearer] == who[to]) & (
                layout.lengths[k - nearer : n - nearer] > 0
            )
        cell = out[at, k - 1]
        cell[:, k - 1] = 1
        cell[:, REACH] = np.minimum(nearer_same[at, k - 1], 3)
        cell[:, REACH + 1] = nearer_same[at, k - 1] == 0
        cell[:, REACH + 2] = np.minimum(spoke[at], 3)
        cell[:, REACH + 3] = size[to]
        cell[:, REACH + 4] = np.minimum(np.bitwise_count(words[at] & words[to]), 6) / 3
        cell[:, REACH + 5] = np.minimum(others[at], 4) * (size[to] < 1.2)
        first = REACH + 6
        cell[:, first : first + len(SIGNALS)] = earlier[to]
        first += len(SIGNALS)
        cell[:, first : first + len(_OWN)] = own[at] * (k == 1)
        cell[:, first + len(_OWN) :] = own[at] * size[to, None]
        spoke[at] += conversation[at] == conversation[to]
        spoke[at] -= (conversation[at] == conversation[to]) & (who[at] != who[to])
        others[at] += ok
    return may, out


def _word_sets(layout: Layout) -> NDArray[np.uint64]:
    """(n,) the rarer words of each turn as a set of 64 bits."""
    ids = layout.ids.astype(np.uint64)
    bit = np.uint64(1) << ((ids * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(58))
    bit = np.where(ids < np.uint64(_COMMON), np.uint64(0), bit)
    return np.bitwise_or.reduceat(bit, layout.begins) if len(layout) else np.zeros(0, np.uint64)


def given_links(replies: Sequence[int | None], conversation: NDArray[np.int32]) -> NDArray[np.int64]:
    """(n,) place in the whole of the turn each one answers as its source says; −1 where it says nothing."""
    given = np.array([-1 if to is None else to for to in replies], np.int64)
    if not len(given):
        return given
    first = np.searchsorted(conversation, conversation)
    return np.where(given >= 0, first + given, -1)


def chosen(
    layout: Layout,
    logits: Floats,
    heads: Sequence[str],
    weights: Floats,
    given: NDArray[np.int64],
    answering: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """(n,) place in the whole of the turn each one answers: the source's link, else the likeliest; −1 where none.

    Args:
        weights: (F,) what each thing of :func:`candidates` weighs. answering: (n,) of :func:`answering`.
    """
    may, cells = candidates(layout, logits, heads)
    score = np.where(may, cells @ weights, -np.inf)
    best = score.argmax(1)
    inferred = np.where(may.any(1) & answering, np.arange(len(layout)) - best - 1, -1)
    return np.where(given >= 0, given, inferred)


def in_talk(layout: Layout) -> NDArray[np.bool_]:
    """(n,) whether a turn was said, with others around it."""
    alone = np.bincount(layout.conversation)[layout.conversation] == 1
    spoken: NDArray[np.bool_] = (layout.channel == 0) & ~alone
    return spoken


def answering(
    logits: Floats, read: Floats, layout: Layout, heads: Sequence[str], line: Floats, apart: Mapping[str, float]
) -> NDArray[np.bool_]:
    """(n,) whether a turn answers one before it at all: of what is written its words tell, of talk what is around it
    too.

    Args:
        logits: (n, heads) of the first pass. read: (n, d) what the second reads. line: (d,) what of that tells in talk.
        apart: logits from which it does, of ``written`` and of ``spoken``.
    """
    told: NDArray[np.bool_] = np.where(
        in_talk(layout), read @ line >= apart["spoken"], logits[:, list(heads).index("links")] >= apart["written"]
    )
    return told
