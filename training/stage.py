"""What training starts from: the turns of all corpora laid end to end, as rows over the groups of words in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy.sparse as sp
from corpora import HEADS, Corpus, targets
from numpy.typing import NDArray
from readings import READ
from transcripts import NAME as TRANSCRIPTS

from saidanddone.listening import features
from saidanddone.listening.lean import damping
from saidanddone.listening.pairs import given_links
from saidanddone.listening.wordlist import TONES

__all__ = ["Groups", "Recipe", "Stage", "folds_of", "staged"]

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """What can be varied in training; the shipped weights use what stands here."""

    words: int = 3
    own: int = 3
    context: int = 5
    own_scale: float = 0.3
    context_scale: float = 0.2
    marks_scale: float = 0.3
    penalty: float = 0.5
    penalties: Mapping[str, float] = field(
        default_factory=lambda: {"tag_ba": 2.0, "tag_df": 2.0, "tag_cs": 1.0, "mail": 1.0}
    )
    mail: float = 0.1
    steps: int = 60
    folds: int = 3
    epochs: float = 1.0
    places: int = 64
    places_seen: int = 20
    places_penalty: float = 2.0
    smallest: float = 0.025
    smallest_of: Mapping[str, float] = field(default_factory=lambda: {"talk_problem": 0.05, "talk_challenge": 0.05})
    faint: float = 0.3
    faint_met: float = 0.05
    reply_penalty: float = 4.0
    disagreement_penalty: float = 12.0
    near_disagreement: float = 0.3
    talk_penalty: float = 20.0
    transcripts_linked: float = 5.0
    transcripts_met: float = 0.3
    answering_penalty: float = 60.0
    transcripts: Mapping[str, float] = field(default_factory=lambda: {"problem": 2.0, "idea": 1.5})
    weight: Mapping[str, float] = field(
        default_factory=lambda: {"mrda": 1.0, "ami": 1.0, "goemotions": 0.5, "emailintent": 1.0, "premo": 1.0,
                                 "politeness": 0.5, "uptake": 1.0, "ours": 5.0, TRANSCRIPTS: 1.0}
    )  # fmt: skip


class Groups:
    """Buckets that occur often enough, and turns as sparse rows over them."""

    def __init__(
        self, buckets: NDArray[np.int64], spans: NDArray[np.int64], use: NDArray[np.bool_], least: int
    ) -> None:
        turn = np.repeat(np.arange(len(spans)), spans)
        kept = use[turn]
        b, t = buckets[kept].ravel(), np.repeat(turn[kept], buckets.shape[1])
        there = b >= 0
        once = np.unique(b[there] * np.int64(len(spans)) + t[there]) // len(spans)
        ids, count = np.unique(once, return_counts=True)
        self.ids = ids[count >= least]

    def rows(self, buckets: NDArray[np.int64], spans: NDArray[np.int64], scale: float) -> sp.csr_matrix:
        """(n, groups) ``scale`` where a group stands in a turn, as often as it does."""
        row_of = np.zeros(features.BUCKETS + 1, np.int32)
        row_of[self.ids] = np.arange(1, len(self.ids) + 1)
        turn = np.repeat(np.repeat(np.arange(len(spans)), spans), buckets.shape[1])
        row = row_of[buckets.ravel()]
        kept = row > 0
        cells = np.full(int(kept.sum()), scale, np.float32)
        return sp.csr_matrix((cells, (turn[kept], row[kept] - 1)), shape=(len(spans), len(self.ids)))


@dataclass
class Stage:
    """Everything there is of all turns of all corpora, laid end to end.

    Attributes:
        wordless: by the name of the groups, (groups,) whether no word of a group is known wherever it stands: words of
            every unknown kind, commas, full stops and dashes, the turn's beginning and end.
        given: (n,) place of the turn each one answers as its source says, −1 where it says nothing. answers: that
            and what our transcripts have written down, which no listener is told.
        readings: (n, len(READ)) what was read turn by turn; NaN where nobody did or readers could differ.
    """

    layout: features.Layout
    words: list[str]
    marks: NDArray[np.int64]
    groups: dict[str, Groups]
    wordless: Mapping[str, NDArray[np.bool_]]
    X: sp.csr_matrix
    sentences: tuple[sp.csr_matrix, NDArray[np.int64], NDArray[np.int64]]
    cuts: tuple[int, int, int]
    pairs: sp.csr_matrix
    known: Floats
    weight: Floats
    use: NDArray[np.bool_]
    corpus: NDArray[np.str_]
    rows: list[dict[str, Any]]
    given: NDArray[np.int64]
    answers: NDArray[np.int64]
    readings: Floats


def staged(parts: Sequence[tuple[Corpus, NDArray[np.bool_]]], recipe: Recipe) -> Stage:
    """Words chosen, and the turns of ``parts`` over them."""
    count: Counter[str] = Counter()
    for corpus, use in parts:
        if corpus.name == TRANSCRIPTS:
            continue
        texts = (turn.text for conversation in corpus.conversations for turn in conversation.turns)
        for text, used in zip(texts, use, strict=True):
            if used:
                count.update(set(features.tokens(text)))
    listed = {word for tone in TONES for word in tone}
    # Our transcripts choose no words, so what all else is heard by is the same with them and without.
    words = sorted(
        listed | {word for word, n in count.items() if n >= recipe.words},
        key=lambda word: (-count[word], word),
    )
    conversations = [conversation for corpus, _ in parts for conversation in corpus.conversations]
    layout = features.laid_out(conversations, features.Words(words))
    spans = layout.lengths + 2
    use = np.concatenate([used for _, used in parts])
    worded = np.concatenate([used & (corpus.name != TRANSCRIPTS) for corpus, used in parts])
    own, (as_prev, as_next), pair = (
        features.own_buckets(layout), features.context_buckets(layout), features.pair_buckets(layout),
    )  # fmt: skip
    groups = {"own": Groups(own, spans, worded, recipe.own)}
    both = np.concatenate([as_prev, as_next], axis=1)
    groups["context"] = Groups(both, spans, worded, recipe.context)
    mine = np.repeat(np.concatenate([np.full(len(u), c.name in ("ours", "ami")) for c, u in parts]), 1)
    groups["pair"] = Groups(pair, spans, use & mine, 4)
    choosing = np.repeat(np.concatenate([np.full(len(u), c.name != TRANSCRIPTS) for c, u in parts]), spans)
    wordless = {
        name: ~np.isin(groups[name].ids, _worded(layout, features.Words(words), buckets, choosing))
        for name, buckets in (("own", own), ("pair", pair))
    }
    n = len(layout)
    later = sp.csr_matrix((np.ones(n - 1, np.float32), (np.arange(1, n), np.arange(n - 1))), shape=(n, n))
    prev, following = (groups["context"].rows(b, spans, recipe.context_scale) for b in (as_prev, as_next))
    marks = features.flags(layout)
    hot = sp.csr_matrix(
        (np.full(int((marks > 0).sum()), recipe.marks_scale, np.float32),
         (np.repeat(np.arange(n), (marks > 0).sum(1)), marks[marks > 0])), shape=(n, features.FLAGS),
    )  # fmt: skip
    lengths, starts = features.sentences(layout)
    X_parts = groups["own"].rows(own, lengths, recipe.own_scale)
    of = sp.csr_matrix(
        (np.ones(len(lengths), np.float32), np.arange(len(lengths)), np.append(starts, len(lengths))),
        shape=(n, len(lengths)),
    )
    X_own = sp.diags(damping(layout.lengths)) @ (of @ X_parts)
    one = sp.csr_matrix(np.ones((n, 1), np.float32))
    X = sp.hstack([X_own, later @ prev + later.T @ following, hot, one]).tocsr().astype(np.float32)
    a = X_own.shape[1]
    b = a + prev.shape[1]
    given = given_links([t.reply_to for c in conversations for t in c.turns], layout.conversation)
    known = np.concatenate([corpus.known for corpus, _ in parts])
    known, sure = targets(known, recipe.faint)
    weight = np.concatenate([np.full(len(used), recipe.weight[corpus.name], np.float32) for corpus, used in parts])
    weight = np.where(np.isnan(known), 0, weight[:, None] * sure)
    mine = np.concatenate([np.full(len(used), corpus.name == "ours") for corpus, used in parts])
    weight[mine, HEADS.index("mail")] *= recipe.mail  # a mail of ours shows what is asked, people's mails how
    return Stage(
        layout, words, marks, groups, wordless, X, (X_parts, lengths, starts), (a, b, b + features.FLAGS),
        groups["pair"].rows(pair, spans, 1.0),
        known, weight.astype(np.float32),
        use, np.concatenate([np.full(len(used), corpus.name, dtype="U20") for corpus, used in parts]),
        [row for corpus, _ in parts for row in corpus.rows],
        given, np.where(given >= 0, given, _written(parts, layout)),
        np.concatenate([_readings(corpus) for corpus, _ in parts]),
    )  # fmt: skip


def _written(parts: Sequence[tuple[Corpus, NDArray[np.bool_]]], layout: features.Layout) -> NDArray[np.int64]:
    """(n,) place of the turn that each one of our transcripts answers; −1 elsewhere."""
    told = [row["answers"] if corpus.name == TRANSCRIPTS else None for corpus, _ in parts for row in corpus.rows]
    return given_links(told, layout.conversation)


def _readings(corpus: Corpus) -> Floats:
    nobody = np.full((len(corpus.rows), len(READ)), np.nan, np.float32)
    return nobody if corpus.readings is None else corpus.readings


def _worded(
    layout: features.Layout, words: features.Words, buckets: NDArray[np.int64], choosing: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Those of ``buckets`` (T, longest) that stand somewhere, where ``choosing`` (T,), for a group with a known word
    in it."""
    silent = [features.BEGIN, features.END, *range(features.OTHER, features.OTHER + features.SHAPES)]
    told = ~np.isin(layout.ids, silent + [words[mark] for mark in (",", ".", "-", "--") if mark in words])
    found, there = [], told
    for k in range(buckets.shape[1]):
        if k:
            there = there[:-1] | told[k:]
        found.append(buckets[: len(there), k][there & choosing[: len(there)]])
    return np.unique(np.concatenate(found))


def folds_of(stage: Stage, folds: int) -> NDArray[np.int64]:
    """(n,) each conversation whole in one fold."""
    mixed = (stage.layout.conversation.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(33)) % np.uint64(folds)).astype(np.int64)
