"""The listener's weights, made from corpora: words chosen, both passes fitted, answers fitted,
everything made small."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy.sparse as sp
from corpora import BASIC, HEADS, TAGS, Corpus, mrda_tags, targets
from fit import fitted
from numpy.typing import NDArray

from saidanddone.listening import features
from saidanddone.listening.context import beside
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.labels import LABELS, NARROW, ONE_SENTENCE, REPLIES
from saidanddone.listening.lean import damping, loudest, reply_rows
from saidanddone.listening.pairs import candidates, chosen, given_links
from saidanddone.listening.wordlist import TONES

__all__ = ["Recipe", "crossfitted", "trained"]

Floats = NDArray[np.float32]
NATIVE = len(TAGS) + len(BASIC)


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
    hidden: int = 48
    epochs: int = 8
    smallest: float = 0.02
    faint: float = 0.3
    faint_met: float = 0.05
    weight: Mapping[str, float] = field(
        default_factory=lambda: {"mrda": 1.0, "ami": 1.0, "goemotions": 0.5, "emailintent": 1.0, "premo": 1.0,
                                 "politeness": 0.5, "uptake": 1.0, "ours": 5.0}
    )  # fmt: skip


WIDE: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "question": {"spoken": {"own": 0.3, "tag_q": 0.7}},
    "mistake": {"spoken": {"own": 0.1, "tag_fa": 0.9}},
    "thanks": {"spoken": {"own": 0.2, "tag_ft": 0.8}},
    "dismissal": {"spoken": {"own": 0.2, "tag_ar": 0.8}, "written": {"own": 0.5, "feels_disapproval": 0.5}},
    "not_knowing": {"spoken": {"own": 0.4, "tag_no": 0.6}},
    "validation": {"spoken": {"own": 0.2, "tag_ba": 0.8}},
    "agreement": {"spoken": {"own": 0.2, "tag_aa": 0.8}},
    "commitment": {
        "spoken": {"own": 0.2, "tag_cc": 0.8},
        "email": {"own": 0.05, "mail": 0.3, "intent": 0.2, "idea": 0.2, "tag_co": 0.2, "question": 0.05},
    },
    "idea": {"spoken": {"own": 0.2, "tag_cs": 0.8}},
    "hostility": {
        "written": {
            "own": 0.5,
            "feels_anger": 0.25,
            "feels_annoyance": 0.25,
            "tone_0": 1.5,
            "tone_1": 1.0,
            "tone_2": 0.5,
        }
    },
}
"""Of what logits, at what weight, a wide score is the sum: of talk, MRDA's tag of that name; of mail, a request or
a promise;
of a dismissal in writing, disapproval;
of hostility in writing, anger and annoyance, swearing, insults and contempt beside what we labelled. Round figures."""

BLENDED: Mapping[str, Mapping[str, float]] = {
    "tag_cc": {"tag_cc": 0.7, "commitment": 0.3},
    "tag_cs": {"tag_cs": 0.7, "idea": 0.3},
    "tag_fa": {"first": 1.0},
    "tag_bd": {"first": 1.0},
    "tag_corr": {"first": 1.0},
}
"""Tags that do not stand on the second pass alone: promises and suggestions, of which other corpora know more; and
the three
rarest, of whose neighbours too little is known."""


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
        row_of = np.zeros(features.BUCKETS + 1, np.int32)
        row_of[self.ids] = np.arange(1, len(self.ids) + 1)
        turn = np.repeat(np.repeat(np.arange(len(spans)), spans), buckets.shape[1])
        row = row_of[buckets.ravel()]
        kept = row > 0
        cells = np.full(int(kept.sum()), scale, np.float32)
        return sp.csr_matrix((cells, (turn[kept], row[kept] - 1)), shape=(len(spans), len(self.ids)))


@dataclass
class _Stage:
    """Everything there is of all turns of all corpora, laid end to end."""

    layout: features.Layout
    words: list[str]
    marks: NDArray[np.int64]
    groups: dict[str, Groups]
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


def trained(parts: Sequence[tuple[Corpus, NDArray[np.bool_]]], recipe: Recipe, *, name: str) -> dict[str, Any]:
    """Arrays by name, as :class:`saidanddone.listening.lean.Lean` takes them.

    Args:
        parts: corpora, each with which of its turns may be trained on.
    """
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {what}", flush=True)

    stage = _stage(parts, recipe)
    use = stage.use
    weight = stage.weight
    say(f"{int(use.sum()):,} turns, {stage.X.shape[1]:,} groups of words, {stage.X.nnz / len(use):.0f} a turn")
    fold = _folds(stage, recipe.folds)
    W, first = _first(stage, weight, fold, recipe, _GROUPS)
    say("first pass done")
    rows = beside(first, stage.layout, stage.marks, HEADS)
    native = _second(rows, stage, recipe)
    labels = _labels(rows, stage, weight)
    say("second pass done")
    links = _links(first, stage)
    apart = 0.0
    answers = chosen(stage.layout, first, HEADS, links, stage.given, apart)
    reply = _replies(first, answers, stage, recipe)
    negative = _negative_threshold(first, answers, stage, recipe, fold)
    say("answers done")
    own_cut, context_cut, marks_cut = stage.cuts
    own_rows = np.concatenate([W[:own_cut] * recipe.own_scale, reply["own"]], axis=1)
    context_rows = W[own_cut:context_cut] * recipe.context_scale
    marks_rows = np.concatenate([W[context_cut:marks_cut] * recipe.marks_scale, reply["marks"]], axis=1)
    arrays: dict[str, Any] = {
        "words": np.frombuffer("\n".join(stage.words).encode(), np.uint8),
        "bias": W[marks_cut].astype(np.float32),
        **{key: value.astype(np.float16) for key, value in native.items()},
        "labels": labels.astype(np.float32), "links": links.astype(np.float32),
        "reply": reply["dense"].astype(np.float32),
    }  # fmt: skip
    for table, ids, weights in (
        ("own", stage.groups["own"].ids, own_rows), ("context", stage.groups["context"].ids, context_rows),
        ("pair", stage.groups["pair"].ids, reply["pair"]),
    ):  # fmt: skip
        small, scale = _small(weights, recipe.smallest)
        there = small.any(1)
        arrays[f"{table}_ids"] = np.diff(ids[there], prepend=0).astype(np.uint32)
        arrays[f"{table}_rows"], arrays[f"{table}_scale"] = small[there], scale
    arrays["marks_rows"], arrays["marks_scale"] = _small(marks_rows, 0.0)
    arrays["meta"] = np.frombuffer(json.dumps(_meta(name, apart, negative)).encode(), np.uint8)
    return arrays


def _meta(name: str, apart: float, negative: float) -> dict[str, Any]:
    """What is not a number: names, and what is put together from what."""
    told = {"name": name, "heads": list(HEADS), "apart": apart, "negative": negative}
    return {**told, "wide": WIDE, "blended": BLENDED}


def _small(weights: Floats, least: float) -> tuple[NDArray[np.int8], Floats]:
    """Weights as whole numbers −127 … 127 and what one is worth, by column; what is smaller than ``least`` is 0."""
    scale = np.maximum(np.abs(weights).max(0), 1e-9) / 127
    whole = np.round(weights / scale)
    whole[np.abs(weights) < least] = 0
    return whole.astype(np.int8), scale.astype(np.float32)


def _stage(parts: Sequence[tuple[Corpus, NDArray[np.bool_]]], recipe: Recipe) -> _Stage:
    count: Counter[str] = Counter()
    for corpus, use in parts:
        texts = (turn.text for conversation in corpus.conversations for turn in conversation.turns)
        for text, used in zip(texts, use, strict=True):
            if used:
                count.update(set(features.tokens(text)))
    listed = {word for tone in TONES for word in tone}
    words = sorted(
        (word for word, n in count.items() if n >= recipe.words or word in listed),
        key=lambda word: (-count[word], word),
    )
    conversations = [conversation for corpus, _ in parts for conversation in corpus.conversations]
    layout = features.laid_out(conversations, features.Words(words))
    spans = layout.lengths + 2
    use = np.concatenate([used for _, used in parts])
    own, (as_prev, as_next), pair = (
        features.own_buckets(layout), features.context_buckets(layout), features.pair_buckets(layout),
    )  # fmt: skip
    groups = {"own": Groups(own, spans, use, recipe.own)}
    both = np.concatenate([as_prev, as_next], axis=1)
    groups["context"] = Groups(both, spans, use, recipe.context)
    mine = np.repeat(np.concatenate([np.full(len(u), c.name in ("ours", "ami")) for c, u in parts]), 1)
    groups["pair"] = Groups(pair, spans, use & mine, 4)
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
    return _Stage(
        layout, words, marks, groups, X, (X_parts, lengths, starts), (a, b, b + features.FLAGS),
        groups["pair"].rows(pair, spans, 1.0),
        known, weight.astype(np.float32),
        use, np.concatenate([np.full(len(used), corpus.name, dtype="U20") for corpus, used in parts]),
        [row for corpus, _ in parts for row in corpus.rows], given,
    )  # fmt: skip


def _folds(stage: _Stage, folds: int) -> NDArray[np.int64]:
    """(n,) each conversation whole in one fold."""
    mixed = (stage.layout.conversation.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(33)) % np.uint64(folds)).astype(np.int64)


def crossfitted(
    parts: Sequence[tuple[Corpus, NDArray[np.bool_]]], recipe: Recipe, heads: Sequence[str]
) -> tuple[Floats, NDArray[np.int64], NDArray[np.str_]]:
    """First-pass scores of ``heads`` by weights made without each turn's fold; the folds; the corpus of each turn."""
    stage = _stage(parts, recipe)
    weight = stage.weight
    fold = _folds(stage, recipe.folds)
    _, first = _first(stage, weight, fold, recipe, (tuple(heads),))
    return first[:, [HEADS.index(head) for head in heads]], fold, stage.corpus


def _first(
    stage: _Stage, weight: Floats, fold: NDArray[np.int64], recipe: Recipe, groups: Sequence[tuple[str, ...]]
) -> tuple[Floats, Floats]:
    """Weights of the first pass, and its scores; of a turn trained on, by weights made without its conversation."""
    jobs = [(group, k) for group in groups for k in range(-1, recipe.folds)]
    global _shared  # noqa: PLW0603 - read by the processes forked below
    _shared = (stage, weight, fold, recipe)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        made = pool.map(_one, jobs, chunksize=1)
    W = np.zeros((stage.X.shape[1], len(HEADS)), np.float32)
    first = np.zeros((stage.X.shape[0], len(HEADS)), np.float32)
    for (group, k), (columns, weights) in zip(jobs, made, strict=True):
        at = [HEADS.index(head) for head in group]
        if k < 0:
            W[np.ix_(columns, at)] = weights
            left = np.arange(len(first))
        else:
            left = np.flatnonzero(stage.use & (fold == k))
        first[np.ix_(left, at)] = _said(stage, columns, weights, narrow=group == NARROW)[left]
    return W, first


def _said(stage: _Stage, columns: NDArray[np.int64], weights: Floats, *, narrow: bool) -> Floats:
    """Logits of every turn; what stands in one sentence, by its likeliest sentence, as the listener does it."""
    if not narrow:
        return np.asarray(stage.X[:, columns] @ weights)
    cut = stage.cuts[0]
    words, others = columns < cut, columns >= cut
    X, lengths, starts = stage.sentences
    said = np.asarray(stage.X[:, columns[words]] @ weights[words])
    at = [NARROW.index(label) for label in ONE_SENTENCE]
    said[:, at] = loudest(X[:, columns[words]] @ weights[words][:, at], lengths, starts)
    return np.asarray(said + stage.X[:, columns[others]] @ weights[others])


_GROUPS = (
    HEADS[:NATIVE], (*(label for label in LABELS if label not in NARROW), "links", "intent"), NARROW,
    tuple(head for head in HEADS if head.startswith("ami_")),
    tuple(head for head in HEADS if head.startswith("feels_")),
    ("polite", "impolite"), ("mail",),
)  # fmt: skip
"""Heads that are fitted together: those that the same corpora know of."""
_shared: Any = None


def _one(job: tuple[tuple[str, ...], int]) -> tuple[NDArray[np.int64], Floats]:
    """Columns that matter to one group of heads, and their weights, without fold ``k``."""
    group, k = job
    stage, weight, fold, recipe = _shared
    at = [HEADS.index(head) for head in group]
    known = stage.known[:, at]
    rows = np.flatnonzero(stage.use & (fold != k) & ~np.isnan(known).all(1))
    X = stage.X[rows]
    often = np.bincount(X.indices, minlength=X.shape[1]) >= 3
    if not group[0].startswith(("tag_", "ami_")):
        # Labels read their neighbours in the second pass: the words around a turn are left to what people tagged
        # in talk.
        often[stage.cuts[0] : stage.cuts[1]] = False
    if set(group) <= set(NARROW):
        # Where a turn stands, how long it is and what is around it says nothing: of two turns ours are often attacks.
        cut = stage.cuts[1]
        place = np.setdiff1d(np.arange(features.FLAGS), features.TONE_MARKS)
        often[cut + place] = False
        # Nor whether it ends in a full stop: transcripts do, chat does not.
        alone = Conversation("", "", "chat", [Turn("", ".", 1)])
        stops = features.own_buckets(features.laid_out([alone], features.Words(stage.words)))[1, :2]
        often[np.flatnonzero(np.isin(stage.groups["own"].ids, stops))] = False
    columns = np.flatnonzero(often)
    penalty = np.array([recipe.penalties.get(head, recipe.penalty) for head in group], np.float32)
    W = fitted(X[:, columns], known[rows], weight[np.ix_(rows, at)], penalty, steps=recipe.steps)
    return columns, W


def _second(rows: Floats, stage: _Stage, recipe: Recipe) -> dict[str, Floats]:
    """A small net beside straight lines, over what was heard around; two nets side by side are steadier than one."""
    at = stage.use & (stage.corpus == "mrda")
    D, Y = rows[at], stage.known[at][:, :NATIVE]
    nets = [_net(D, Y, recipe, seed) for seed in (1, 2)]
    half = np.float32(1 / len(nets))
    return {
        "hidden": np.concatenate([net[0] for net in nets], axis=1),
        "hidden_bias": np.concatenate([net[1] for net in nets]),
        "out": np.concatenate([net[2] for net in nets]) * half,
        "out_bias": sum((net[3] for net in nets), np.zeros(NATIVE, np.float32)) * half,
        "skip": sum((net[4] for net in nets), np.zeros((D.shape[1], NATIVE), np.float32)) * half,
    }


def _net(D: Floats, Y: Floats, recipe: Recipe, seed: int) -> list[Floats]:
    r = np.random.default_rng(seed)
    n, d = D.shape
    width, o, batch, rate, drop, decay = recipe.hidden, Y.shape[1], 512, 2e-3, 0.2, 1e-4
    P = [
        r.normal(0, (2 / d) ** 0.5, (d, width)).astype(np.float32), np.zeros(width, np.float32),
        r.normal(0, 0.01, (width, o)).astype(np.float32), np.zeros(o, np.float32), np.zeros((d, o), np.float32),
    ]  # fmt: skip
    P[4][np.arange(o), np.arange(o)] = 3.0  # begins as the first pass said
    M, V = [np.zeros_like(p) for p in P], [np.zeros_like(p) for p in P]
    steps, t = recipe.epochs * (n // batch), 0
    for _ in range(recipe.epochs):
        order = r.permutation(n)
        for i in range(0, n - batch + 1, batch):
            x, y = D[order[i : i + batch]], Y[order[i : i + batch]]
            t += 1
            h = np.maximum(x @ P[0] + P[1], 0)
            mask = (r.random(h.shape) > drop).astype(np.float32) / np.float32(1 - drop)
            kept = h * mask
            z = kept @ P[2] + P[3] + x @ P[4]
            g = ((1 / (1 + np.exp(-z)) - y) / batch).astype(np.float32)
            dh = (g @ P[2].T) * mask * (h > 0)
            G = (x.T @ dh + decay * P[0], dh.sum(0), kept.T @ g + decay * P[2], g.sum(0), x.T @ g)
            a = rate * (1 - t / steps)
            for k in range(5):
                M[k] += 0.1 * (G[k] - M[k])
                V[k] += 0.001 * (G[k] ** 2 - V[k])
                P[k] -= (a * (M[k] / (1 - 0.9**t)) / (np.sqrt(V[k] / (1 - 0.999**t)) + 1e-8)).astype(np.float32)
    return P


def _labels(rows: Floats, stage: _Stage, weight: Floats) -> Floats:
    """(d, 17) straight lines from what was heard in and around a turn to the labels; held near the first pass's own."""
    first = len(TAGS) + len(BASIC)
    columns = slice(first, first + len(LABELS))
    start = np.zeros((rows.shape[1], len(LABELS)), np.float32)
    start[np.arange(len(LABELS)) + first, np.arange(len(LABELS))] = 3.0
    use = stage.use
    W = fitted(
        sp.csr_matrix(rows[use]), stage.known[use][:, columns], weight[use][:, columns], 30.0, steps=40, start=start,
        around=start,
    )  # fmt: skip
    # What stands in one sentence is told by what was heard in the turn alone; its last column but the marks is 1.
    at = [LABELS.index(label) for label in NARROW]
    own = rows[:, : len(HEADS)]
    alone = np.concatenate([own, np.ones((len(own), 1), np.float32)], axis=1)
    begin = np.concatenate([start[: len(HEADS), at], np.zeros((1, len(at)), np.float32)])
    heads = [first + k for k in at]
    V = fitted(
        sp.csr_matrix(alone[use]), stage.known[use][:, heads], weight[use][:, heads], 30.0, steps=40, start=begin,
        around=begin,
    )  # fmt: skip
    W[:, at] = 0
    W[: len(HEADS), at] = V[:-1]
    W[-features.FLAGS, at] = V[-1]  # mark 0 is 1 of every turn
    return W


def _links(first: Floats, stage: _Stage) -> Floats:
    """(F,) what makes an earlier turn the answered one, from talk whose replies were linked by people."""
    at = stage.use & (stage.given >= 0) & np.isin(stage.corpus, ("mrda", "ami", "ours"))
    may, cells = candidates(stage.layout, first, HEADS)
    back = np.arange(len(at)) - stage.given
    at &= (back >= 1) & (back <= may.shape[1])
    at[at] = may[np.flatnonzero(at), back[at] - 1]
    may, cells, target = may[at], cells[at], back[at] - 1
    w = np.zeros(cells.shape[2], np.float32)
    flat = cells.reshape(-1, cells.shape[2])
    momentum = np.zeros_like(w)
    for step in range(300):  # a small smooth problem: plain descent with momentum arrives
        z = np.where(may, (flat @ w).reshape(may.shape), -1e9)
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[np.arange(len(p)), target] -= 1
        g = flat.T @ p.ravel().astype(np.float32) / len(p) + 1e-4 * w
        momentum = np.float32(0.9) * momentum - np.float32(0.3 * (1 - step / 300)) * g
        w = w + momentum
    return w


_WARM = frozenset({"ba", "bs", "bk", "ft", "aa", "aap", "am", "m", "by", "fe", "j", *TAGS["q"]})
"""Tags of talk that may come with warmth."""


_SOURCES = frozenset({"da:sug", "da:off", "da:ass", "da:inf"})


def _negative_threshold(
    first: Floats, answers: NDArray[np.int64], stage: _Stage, recipe: Recipe, fold: NDArray[np.int64]
) -> float:
    """The threshold of disagreeing replies with the highest F1, each scored by weights made without its meeting."""
    score = np.full(len(answers), np.nan, np.float32)
    rows = np.flatnonzero(stage.use & (stage.corpus == "ami") & (stage.given >= 0))
    rows = rows[stage.layout.speakers[rows] != stage.layout.speakers[stage.given[rows]]]
    rows = rows[[bool(set(stage.rows[i]["labels"]) & {"ap:POS", "ap:NEG"}) for i in rows]]
    rows = rows[[bool(set(stage.rows[i]["labels"]) & _SOURCES) for i in stage.given[rows]]]
    own_cut, context_cut, marks_cut = stage.cuts
    for k in range(recipe.folds):
        W = _replies(first, answers, stage, recipe, fold != k)
        at = rows[fold[rows] == k]
        to = answers[at]
        score[at] = (
            stage.X[at][:, :own_cut] @ W["own"][:, 0] / recipe.own_scale
            + stage.X[at][:, context_cut:marks_cut] @ W["marks"][:, 0] / recipe.marks_scale
            + stage.pairs[to] @ W["pair"][:, 0]
            + reply_rows(first, np.maximum(answers, 0))[at] @ W["dense"][:, 0]
        )
    if not len(rows):
        return 0.5
    z = score[rows]
    right = np.array(["ap:NEG" in stage.rows[i]["labels"] for i in rows])
    tried = np.quantile(z, np.linspace(0.5, 0.995, 200))
    best = max(tried, key=lambda t: 2 * (right & (z >= t)).sum() / max(right.sum() + (z >= t).sum(), 1))
    return float(1 / (1 + np.exp(-best)))


def _replies(
    first: Floats, answers: NDArray[np.int64], stage: _Stage, recipe: Recipe, kept: NDArray[np.bool_] | None = None
) -> dict[str, Floats]:
    """Weights of answers: words of the answer, words of the answered turn, and what was heard in both."""
    known = np.full((len(answers), len(REPLIES)), np.nan, np.float32)
    weight = np.ones_like(known)
    use = stage.use if kept is None else stage.use & kept
    for i in np.flatnonzero(use & (answers >= 0)):
        row = stage.rows[i]
        if stage.corpus[i] == "ours" and row["level"] is not None:
            known[i, 1:6] = [row["level"] == level for level in range(1, 6)]
            known[i, 6:] = [
                step in row["steps"] for step in ("identify", "validate", "encourage", "changed", "declined")
            ]
            known[i, 0] = float("dismissal" in row["labels"] or row["level"] == 1)
        elif stage.corpus[i] == "ami" and stage.given[i] >= 0:
            labels = set(row["labels"])
            if labels & {"ap:POS", "ap:NEG"}:
                known[i, 0] = float("ap:NEG" in labels)
        elif stage.corpus[i] == "mrda" and not mrda_tags(stage.rows[i]["raw_da"]) & _WARM:
            # In real talk, an answer that neither thanks, praises, agrees nor asks is seldom warm or an attack.
            known[i, [1, 4, 5, *range(6, 10)]] = 0
            weight[i] = recipe.faint_met
    at = ~np.isnan(known).all(1)
    to = answers[at]
    own_cut, context_cut, marks_cut = stage.cuts
    own = stage.X[at][:, :own_cut]
    # Of an answer's place only what it has of itself: in our examples the last turn is often the warm one.
    itself = sp.diags(np.isin(np.arange(features.FLAGS), features.TONE_MARKS).astype(np.float32))
    marks = stage.X[at][:, context_cut:marks_cut] @ itself
    pair = stage.pairs[to] * np.float32(0.2)
    dense = reply_rows(first, np.maximum(answers, 0))[at]
    X = sp.hstack([own, marks, pair, sp.csr_matrix(dense)]).tocsr().astype(np.float32)
    Y = known[at]
    W = fitted(X, Y, weight[at], 1.0, steps=80)
    a, b, c = own.shape[1], own.shape[1] + marks.shape[1], own.shape[1] + marks.shape[1] + pair.shape[1]
    return {
        "own": W[:a] * recipe.own_scale, "marks": W[a:b] * recipe.marks_scale, "pair": W[b:c] * np.float32(0.2),
        "dense": W[c:],
    }  # fmt: skip
