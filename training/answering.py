"""Answers fitted: which earlier turn a turn answers, how it was met, and from where an answer disagrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp
from corpora import HEADS, TAGS, mrda_tags
from fit import fitted
from numpy.typing import NDArray
from stage import Recipe, Stage
from transcripts import NAME as TRANSCRIPTS

from saidanddone.listening import features
from saidanddone.listening.floor import FLOOR
from saidanddone.listening.labels import REPLIES
from saidanddone.listening.lean import reply_rows
from saidanddone.listening.pairs import candidates

__all__ = ["answering", "links", "negative_threshold", "replies"]

Floats = NDArray[np.float32]


def links(first: Floats, stage: Stage, recipe: Recipe) -> Floats:
    """(F,) what makes an earlier turn the answered one, from talk whose replies were linked by people, and our own."""
    at = stage.use & (stage.answers >= 0) & np.isin(stage.corpus, ("mrda", "ami", "ours", TRANSCRIPTS))
    may, cells = candidates(stage.layout, first, HEADS)
    back = np.arange(len(at)) - stage.answers
    at &= (back >= 1) & (back <= may.shape[1])
    at[at] = may[np.flatnonzero(at), back[at] - 1]
    may, cells, target = may[at], cells[at], back[at] - 1
    weight = np.where(stage.corpus[at] == TRANSCRIPTS, np.float32(recipe.transcripts_linked), np.float32(1))
    weight /= weight.sum()
    w = np.zeros(cells.shape[2], np.float32)
    flat = cells.reshape(-1, cells.shape[2])
    momentum = np.zeros_like(w)
    for step in range(300):  # a small smooth problem: plain descent with momentum arrives
        z = np.where(may, (flat @ w).reshape(may.shape), -1e9)
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[np.arange(len(p)), target] -= 1
        g = flat.T @ (p * weight[:, None]).ravel().astype(np.float32) + 1e-4 * w
        momentum = np.float32(0.9) * momentum - np.float32(0.3 * (1 - step / 300)) * g
        w = w + momentum
    return w


def answering(read: Floats, scores: int, stage: Stage, recipe: Recipe) -> Floats:
    """(d,) a straight line from what was heard in and around a turn of talk to whether it answers an act.

    Taught by our transcripts alone: the public meetings link whatever belongs together, half words among it.

    Args:
        read: of :func:`second.read`. scores: so many of its columns are scores; who has the floor is not read.
    """
    where = np.r_[:scores, scores + FLOOR : read.shape[1]]
    at = np.flatnonzero(stage.use & (stage.corpus == TRANSCRIPTS))
    w = np.zeros(read.shape[1], np.float32)
    if len(at):
        Y = (stage.answers[at] >= 0).astype(np.float32)[:, None]
        X = sp.csr_matrix(read[at][:, where])
        w[where] = fitted(X, Y, np.ones_like(Y), recipe.answering_penalty, steps=150)[:, 0]
    return w


_WARM = frozenset({"ba", "bs", "bk", "ft", "aa", "aap", "am", "m", "by", "fe", "j", *TAGS["q"]})
"""Tags of talk that may come with warmth."""


_SOURCES = frozenset({"da:sug", "da:off", "da:ass", "da:inf"})


def negative_threshold(
    first: Floats, native: Floats, answers: NDArray[np.int64], stage: Stage, recipe: Recipe, fold: NDArray[np.int64]
) -> float:
    """The threshold of disagreeing replies, each scored by weights made without its meeting (:func:`_middle`)."""
    score = np.full(len(answers), np.nan, np.float32)
    rows = np.flatnonzero(stage.use & (stage.corpus == "ami") & (stage.given >= 0))
    rows = rows[stage.layout.speakers[rows] != stage.layout.speakers[stage.given[rows]]]
    rows = rows[[bool(set(stage.rows[i]["labels"]) & {"ap:POS", "ap:NEG"}) for i in rows]]
    rows = rows[[bool(set(stage.rows[i]["labels"]) & _SOURCES) for i in stage.given[rows]]]
    own_cut, context_cut, marks_cut = stage.cuts
    heard = reply_rows(first, native, np.maximum(answers, 0))
    for k in range(recipe.folds):
        W = replies(first, native, answers, stage, recipe, fold != k)
        at = rows[fold[rows] == k]
        to = answers[at]
        score[at] = (
            stage.X[at][:, :own_cut] @ W["own"][:, 0] / recipe.own_scale
            + stage.X[at][:, context_cut:marks_cut] @ W["marks"][:, 0] / recipe.marks_scale
            + stage.pairs[to] @ W["pair"][:, 0]
            + heard[at] @ W["dense"][:, 0]
        )
    if not len(rows):
        return 0.5
    right = np.array(["ap:NEG" in stage.rows[i]["labels"] for i in rows])
    return float(1 / (1 + np.exp(-_middle(right, score[rows]))))


_NEARLY = 0.98


def _middle(right: NDArray[np.bool_], z: Floats) -> float:
    """The middle of all thresholds of nearly the highest F1: which is the very highest hangs on a reply or two."""
    tried = np.quantile(z, np.linspace(0.5, 0.995, 200))
    each = np.array([2 * (right & (z >= t)).sum() / max(right.sum() + (z >= t).sum(), 1) for t in tried])
    return float(np.median(tried[each >= _NEARLY * each.max()]))


def replies(
    first: Floats,
    native: Floats,
    answers: NDArray[np.int64],
    stage: Stage,
    recipe: Recipe,
    kept: NDArray[np.bool_] | None = None,
) -> dict[str, Floats]:
    """Weights of answers: words of the answer, words of the answered turn, and what both passes heard in both."""
    known = np.full((len(answers), len(REPLIES)), np.nan, np.float32)
    weight = np.ones_like(known)
    use = stage.use if kept is None else stage.use & kept
    answers = np.where(stage.answers >= 0, stage.answers, answers)
    for i in np.flatnonzero(use & (answers >= 0)):
        row = stage.rows[i]
        if stage.corpus[i] == "ours" and row["level"] is not None:
            known[i, 1:] = _met(row)
            # An act that is turned down or attacked is near to a disagreement in a meeting, and not the same.
            known[i, 0] = float("dismissal" in row["labels"] or row["level"] == 1)
            weight[i, 0] = recipe.near_disagreement
        elif stage.corpus[i] == TRANSCRIPTS:
            if row["level"] is not None:
                known[i, 1:], weight[i] = _met(row), recipe.transcripts_met
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
    # That words are unknown says nothing of an answer either, nor in the turn it answers.
    worded = {name: sp.diags((~mute).astype(np.float32)) for name, mute in stage.wordless.items()}
    own = stage.X[at][:, :own_cut] @ worded["own"]
    # Of an answer's place only what it has of itself: in our examples the last turn is often the warm one.
    itself = sp.diags(np.isin(np.arange(features.FLAGS), features.TONE_MARKS).astype(np.float32))
    marks = stage.X[at][:, context_cut:marks_cut] @ itself
    pair = stage.pairs[to] @ worded["pair"] * np.float32(0.2)
    dense = reply_rows(first, native, np.maximum(answers, 0))[at]
    X = sp.hstack([own, marks, pair, sp.csr_matrix(dense)]).tocsr().astype(np.float32)
    Y = known[at]
    penalty = np.full(len(REPLIES), recipe.reply_penalty, np.float32)
    penalty[0] = recipe.disagreement_penalty
    W = fitted(X, Y, weight[at], penalty, steps=80)
    a, b, c = own.shape[1], own.shape[1] + marks.shape[1], own.shape[1] + marks.shape[1] + pair.shape[1]
    return {
        "own": W[:a] * recipe.own_scale, "marks": W[a:b] * recipe.marks_scale, "pair": W[b:c] * np.float32(0.2),
        "dense": W[c:],
    }  # fmt: skip


def _met(row: Mapping[str, Any]) -> list[bool]:
    """How an answer of ours met what it answers: each level, and each step."""
    steps = [step in row["steps"] for step in ("identify", "validate", "encourage", "changed", "declined")]
    return [row["level"] == level for level in range(1, 6)] + steps
