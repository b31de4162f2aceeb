"""The listener that is there by default: sums of small weights over words and their neighbours; numpy, nothing else.

How it is trained: ``training/``; what it was measured to do: ``docs/listening/model-card.md``; why it is built so:
``docs/decisions/0024``. A first pass gives every turn a score a label from its words and its neighbours' words; a
second reads the first pass's scores of the turn and of those around, who has the floor, and where a sentence model
would put its words and theirs; of talk, six labels are told by all of that too, and whether a turn answers an act at
all. Answers are scored together with the turn they answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.context import beside, placed, quieted, squashed
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.features import (
    Layout,
    Words,
    context_buckets,
    flags,
    laid_out,
    own_buckets,
    pair_buckets,
    sentences,
)  # fmt: skip
from saidanddone.listening.floor import floor
from saidanddone.listening.labels import CONTRACT, LABELS, LEVELS, ONE_SENTENCE, REPLIES
from saidanddone.listening.listener import Scores, Standing
from saidanddone.listening.pairs import answering, chosen, given_links, in_talk
from saidanddone.listening.tables import Table

__all__ = ["BASIC", "TAGS", "Lean", "lean"]

Floats = NDArray[np.float32]

TAGS: Final = ("cc", "fa", "ft", "ba", "ar", "no", "cs", "co", "bd", "df", "q", "br", "bu", "corr", "aa")
"""The 15 tags of MRDA that the listener is compared by, in the order of :meth:`Lean.tags`."""
BASIC: Final = ("S", "B", "D", "F", "Q")
"""Statement, backchannel, disruption, floor, question."""

_TURNS: Final = 1_000
"""Turns scored at once; more conversations are taken in portions, so that memory does not grow with them."""
LONG: Final = 24
"""Tokens from which a turn's sum is damped: it grows with the root of the length only."""


@dataclass(frozen=True)
class _Heard:
    """What was heard in one portion: n turns, logits throughout."""

    layout: Layout
    first: Floats = field(repr=False)
    second: Floats = field(repr=False)
    answers: NDArray[np.int64] = field(repr=False)
    replies: Floats = field(repr=False)


class Lean:
    """The default listener; a :class:`~saidanddone.listening.listener.Listener`.

    Args:
        weights: what ``training/train.py`` writes: arrays by name.
        standing: what ``evaluation/listening_standing.py`` writes: by ``label/channel``, the fields of ``Standing``.
    """

    def __init__(self, weights: Mapping[str, NDArray[Any]], standing: Mapping[str, Any] | None = None) -> None:
        self._weights = dict(weights)
        self._standing = dict(standing or {})
        self._meta = json.loads(bytes(weights["meta"]).decode())
        self.heads: tuple[str, ...] = tuple(self._meta["heads"])
        self._narrow = [self.heads.index(label) for label in ONE_SENTENCE]
        self._words = Words(bytes(weights["words"]).decode().split("\n"))
        self._tables = {
            name: Table(
                np.cumsum(weights[f"{name}_ids"].astype(np.int64)), weights[f"{name}_rows"], weights[f"{name}_scale"]
            )
            for name in ("own", "context", "pair")
        }
        self._marks, self._hidden = _widened(weights, "marks"), _widened(weights, "hidden")
        self._dense = {
            name: weights[name].astype(np.float32)
            for name in (
                "bias",
                "hidden_bias",
                "out",
                "out_bias",
                "skip",
                "labels",
                "talk",
                "answering",
                "reply",
                "links",
            )
        }

    @property
    def name(self) -> str:
        """The name and version told in results."""
        return str(self._meta["name"])

    # --- scores ---------------------------------------------------------------------------------------------------

    def score(self, conversations: Sequence[Conversation], jobs: int = 1) -> list[Scores]:
        """One :class:`Scores` a conversation, in order; what one is given never depends on the others.

        Args:
            jobs: processes to share the conversations among; they share nothing else. More than one pays from some
                hundred thousand turns on: each loads numpy and the weights anew.
        """
        if jobs > 1 and len(conversations) > 1:
            return self._shared_out(conversations, jobs)
        found: list[Scores] = []
        for part, heard in self._portions(conversations):
            turns = _sure(self._asked(part, heard))
            replies = self._replies(heard)
            place = 0
            for conversation in part:
                to = place + len(conversation.turns)
                answers = heard.answers[place:to]
                found.append(
                    Scores(
                        turns[place:to],
                        np.where(answers >= 0, answers - place, -1).astype(np.int32),
                        replies[place:to],
                    )
                )
                place = to
        return found

    def tags(self, conversations: Sequence[Conversation]) -> Floats:
        """float32 (n, 15), n turns of all ``conversations`` laid end to end: probability of each of :data:`TAGS`."""
        return self._joined(
            [_sure(heard.second[:, : len(TAGS)]) for _, heard in self._portions(conversations)], len(TAGS)
        )

    def basic(self, conversations: Sequence[Conversation]) -> Floats:
        """float32 (n, 5): probability of each of :data:`BASIC`; each row sums to one."""
        kinds = slice(len(TAGS), len(TAGS) + len(BASIC))
        joined = self._joined([heard.second[:, kinds] for _, heard in self._portions(conversations)], len(BASIC))
        found = np.exp(joined - joined.max(1, keepdims=True, initial=-np.inf))
        return np.asarray(found / found.sum(1, keepdims=True), np.float32)

    def contract_scores(self, conversations: Sequence[Conversation]) -> Floats:
        """float32 (n, 14): the columns of ``listen --scores``, ``labels.CONTRACT`` then ``negative``.

        These rank widely: ``mistake`` is an admitted mistake or an apology, ``commitment`` of mail a promise or a
        request for one. The acts of :meth:`score` are narrow.
        """
        return self._joined([self._contract(heard) for _, heard in self._portions(conversations)], len(CONTRACT) + 1)

    def contract(self, conversations: Sequence[Conversation], scores: Sequence[Scores]) -> Floats:  # noqa: ARG002
        """As :meth:`contract_scores`, by the name every listener has."""
        return self.contract_scores(conversations)

    def standing(self, label: str, channel: str) -> Standing:
        """How far ``label`` may be trusted on ``channel``, as measured (model card)."""
        told = self._standing.get(f"{label}/{channel}")
        if told is None:
            return Standing(label, "proposed", 0.5, None, None, None, None, "")
        return Standing(label, **told)

    @property
    def weights(self) -> dict[str, NDArray[Any]]:
        """The arrays it was made of."""
        return dict(self._weights)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _shared_out(self, conversations: Sequence[Conversation], jobs: int) -> list[Scores]:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        ends = np.cumsum([len(conversation.turns) for conversation in conversations])
        cuts = np.unique(np.searchsorted(ends, ends[-1] * np.arange(1, jobs) / jobs) + 1)
        edges = [0, *cuts[cuts < len(conversations)].tolist(), len(conversations)]
        work = [(self._weights, self._standing, conversations[a:b]) for a, b in pairwise(edges)]
        with ProcessPoolExecutor(len(work), mp_context=get_context("spawn")) as pool:
            return [scores for part in pool.map(_scored, work) for scores in part]

    def _portions(self, conversations: Sequence[Conversation]) -> Iterator[tuple[Sequence[Conversation], _Heard]]:
        begin, count = 0, 0
        for place, conversation in enumerate(conversations):
            count += len(conversation.turns)
            if count >= _TURNS or place == len(conversations) - 1:
                part = conversations[begin : place + 1]
                yield part, self._heard(part)
                begin, count = place + 1, 0

    def _heard(self, conversations: Sequence[Conversation]) -> _Heard:
        layout = laid_out(conversations, self._words)
        spans = layout.lengths + 2
        marks = flags(layout)
        parts, starts = sentences(layout)
        own = self._tables["own"].sums(own_buckets(layout), parts)
        if len(parts) > len(spans):
            narrow = loudest(own[:, self._narrow], parts, starts)
            own = np.add.reduceat(own, starts, axis=0)
            own *= damping(layout.lengths)[:, None]
            own[:, self._narrow] = narrow
        else:
            own *= damping(layout.lengths)[:, None]
        told = self._marks.shape[1]  # labels and answers; what is left is where the words stand
        own, words = own[:, :told], own[:, told:]
        for column in marks.T:
            own += self._marks[column]
        first = own[:, : len(self.heads)] + self._dense["bias"]
        as_prev, as_next = context_buckets(layout)
        table = self._tables["context"]
        if len(layout) > 1:
            first[1:] += table.sums(as_prev, spans)[:-1]
            first[:-1] += table.sums(as_next, spans)[1:]
        rows = beside(first, layout, marks, self.heads)
        read = np.concatenate([rows, floor(first, layout, self.heads), placed(words, layout)], axis=1)
        hidden = np.maximum(read @ self._hidden + self._dense["hidden_bias"], 0)
        native = hidden @ self._dense["out"] + self._dense["out_bias"] + read @ self._dense["skip"]
        labels = rows @ self._dense["labels"]
        second = np.concatenate([native, labels], axis=1)
        self._blend(first, second)
        self._of_talk(second, read, layout)
        quieted(second[:, len(TAGS) + len(BASIC) :], layout)
        given = given_links([turn.reply_to for c in conversations for turn in c.turns], layout.conversation)
        answers = chosen(layout, first, self.heads, self._dense["links"], given, self._answering(first, read, layout))
        to = np.maximum(answers, 0)
        pair = self._tables["pair"].sums(pair_buckets(layout), spans)[to]
        replies = own[:, len(self.heads) :] + pair + reply_rows(first, native, to) @ self._dense["reply"]
        return _Heard(layout, first, second, answers, replies)

    def _answering(self, first: Floats, read: Floats, layout: Layout) -> NDArray[np.bool_]:
        return answering(first, read, layout, self.heads, self._dense["answering"], self._meta["apart"])

    def _of_talk(self, second: Floats, read: Floats, layout: Layout) -> None:
        """Puts, in ``second``, what is told of talk in place of what the words alone tell. What those are certain is a
        problem stays one; a turn with nothing around it stands on its words."""
        spoken = np.flatnonzero(in_talk(layout))
        told = read[spoken] @ self._dense["talk"]
        for place, label in enumerate(self._meta["talk"]):
            column = len(TAGS) + len(BASIC) + LABELS.index(label)
            words = second[spoken, column]
            least = np.where((label == "problem") & (words >= _CERTAIN), words, -np.inf)
            second[spoken, column] = np.maximum(told[:, place], least)

    def _asked(self, conversations: Sequence[Conversation], heard: _Heard) -> Floats:
        """Logits of the labels; of talk that hardly has a question mark, questions moved so that their threshold is the
        one measured on talk without punctuation."""
        labels = heard.second[:, len(TAGS) + len(BASIC) :].copy()
        bare, usual = self._standing.get("question/bare"), self._standing.get("question/meeting")
        if bare is None or usual is None:
            return labels
        by = _logit(usual["threshold"]) - _logit(min(bare["threshold"], 0.999))
        place = 0
        for conversation in conversations:
            at = slice(place, place + len(conversation.turns))
            place = at.stop
            marked = int(heard.layout.question[at].sum())
            if (
                conversation.channel == "meeting"
                and at.stop - at.start >= _ENOUGH
                and marked * 200 < at.stop - at.start
            ):
                labels[at, LABELS.index("question")] += by
        return labels

    def _blend(self, first: Floats, second: Floats) -> None:
        """Put together, in ``second``, the tags that do not stand on the second pass alone."""
        names = (*(f"tag_{tag}" for tag in TAGS), *BASIC, *LABELS)
        for name, shares in self._meta.get("blended", {}).items():
            at = names.index(name)
            second[:, at] = sum(
                np.float32(share) * (first[:, self.heads.index(name)] if of == "first" else second[:, names.index(of)])
                for of, share in shares.items()
            )

    def _replies(self, heard: _Heard) -> Floats:
        p = _sure(heard.replies)
        levels = slice(1, 1 + len(LEVELS))
        p[:, levels] /= np.maximum(p[:, levels].sum(1, keepdims=True), 1e-9)
        p[heard.answers < 0] = 0
        return p

    def _contract(self, heard: _Heard) -> Floats:
        wide = self._meta["wide"]
        column = {name: place for place, name in enumerate((*(f"tag_{tag}" for tag in TAGS), *BASIC, *LABELS))}
        head = {name: place for place, name in enumerate(self.heads)}
        out = np.empty((len(heard.second), len(CONTRACT) + 1), np.float32)
        channel = heard.layout.channel
        kinds = {"spoken": channel == 0, "email": channel == 2, "written": channel > 0}
        for place, label in enumerate(CONTRACT):
            own = heard.second[:, column[label]]
            out[:, place] = own
            for kind, shares in wide.get(label, {}).items():
                total = np.zeros(len(own), np.float32)
                for name, share in shares.items():
                    if name.startswith("tone_"):
                        value = np.minimum(heard.layout.tones[:, int(name[5:])], 2).astype(np.float32)
                    elif name == "own":
                        value = own
                    else:
                        value = heard.second[:, column[name]] if name in column else heard.first[:, head[name]]
                    total += np.float32(share) * value
                out[:, place] = np.where(kinds[kind], total, out[:, place])
        out[:, -1] = heard.replies[:, REPLIES.index("negative")]
        out = _sure(out)
        out[heard.answers < 0, -1] = 0
        return out

    @staticmethod
    def _joined(parts: Sequence[Floats], columns: int) -> Floats:
        return np.concatenate(parts) if parts else np.zeros((0, columns), np.float32)


def damping(lengths: NDArray[np.int64]) -> Floats:
    """(n,) by what a turn's sum is multiplied: 1 up to :data:`LONG` tokens, then falling with the root of the
    length."""
    return np.sqrt(LONG / np.maximum(lengths, LONG)).astype(np.float32)


def loudest(sums: Floats, parts: NDArray[np.int64], starts: NDArray[np.int64]) -> Floats:
    """(n, columns) of each turn, the highest sum that one of its sentences has.

    Args:
        sums: (S, columns) of each sentence. parts, starts: of :func:`features.sentences`.
    """
    return np.asarray(np.maximum.reduceat(sums * damping(parts - 2)[:, None], starts, axis=0), np.float32)


def reply_rows(first: Floats, native: Floats, to: NDArray[np.int64]) -> Floats:
    """(n, d) what both passes heard in each turn and in the one it answers.

    Args:
        first: (n, heads) of the first pass. native: (n, 20) of the second, MRDA's tags and the five classes. to: (n,)
            the answered turn.
    """
    own = np.concatenate([squashed(first), squashed(native)], axis=1)
    return np.concatenate([own, own[to], np.ones((len(first), 1), np.float32)], axis=1)


def _widened(weights: Mapping[str, NDArray[Any]], name: str) -> Floats:
    return weights[f"{name}_rows"].astype(np.float32) * weights[f"{name}_scale"].astype(np.float32)


_CERTAIN: Final = 3.0  # as a logit: .95
_ENOUGH: Final = 20
"""So many turns tell whether a transcript has question marks."""


def _logit(p: float) -> np.float32:
    return np.float32(np.log(p / (1 - p)))


def _sure(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


def _scored(given: tuple[dict[str, NDArray[Any]], dict[str, Any], Sequence[Conversation]]) -> list[Scores]:
    """In a process of its own."""
    return Lean(given[0], given[1]).score(given[2])


@lru_cache(maxsize=1)
def lean() -> Lean:
    """The default listener, with the weights that ship."""
    folder = files("saidanddone.listening").joinpath("weights")
    told = json.loads(folder.joinpath("standing.json").read_text(encoding="utf-8"))
    with folder.joinpath("lean.npz").open("rb") as file, np.load(file) as weights:
        return Lean(dict(weights), told["standing"])
