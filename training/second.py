"""The second pass fitted: small nets for the tags of talk and straight lines for our labels, over what was heard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from corpora import BASIC, HEADS, TAGS
from fit import fitted
from numpy.typing import NDArray
from readings import READ
from stage import Recipe, Stage
from transcripts import NAME as TRANSCRIPTS

from saidanddone.listening import features
from saidanddone.listening.context import placed
from saidanddone.listening.floor import FLOOR, TIMED
from saidanddone.listening.labels import LABELS, NARROW

__all__ = ["NATIVE", "TALK", "labels", "nets", "of_talk", "read", "said_by", "small"]

Floats = NDArray[np.float32]
NATIVE = len(TAGS) + len(BASIC)
TALK = {
    "problem": "talk_problem", "challenge": "talk_challenge", "idea": "idea", "mistake": "mistake",
    "not_knowing": "not_knowing", "commitment": "commitment",
}  # fmt: skip
"""Labels that in talk are told from what is around a turn too, taught by meetings read turn by turn and by meetings
written whole, and the head of the first pass that each begins with."""
_KINDS = slice(len(TAGS), NATIVE)


@dataclass(frozen=True)
class _Net:
    """One kind of net: how wide, how long and how strictly it is trained, and whether it reads more than scores.

    Attributes:
        drop, drop_read: share of the hidden and of what is read left out at random. decay: pull of its weights to 0.
        held: pull of its straight lines to what the first pass said. choice: the five kinds are one choice.
        floor: it also reads who has the floor and where the words stand.
    """

    width: int
    epochs: int
    drop: float
    drop_read: float
    decay: float
    held: float
    choice: bool
    floor: bool
    seeds: tuple[int, ...]


_NETS = (
    _Net(160, 20, 0.5, 0.3, 5e-4, 1e-2, choice=True, floor=True, seeds=(1, 2)),
    _Net(48, 8, 0.2, 0.0, 1e-4, 0.0, choice=False, floor=False, seeds=(1, 2)),
)
"""Nets that read much and are held back, and nets that read little and are not: together steadier than either."""


def small(weights: Floats, least: float | Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights as whole numbers −127 … 127 and what one is worth, by column; what is smaller than ``least``
    (one, or one a column) is 0."""
    scale = np.maximum(np.abs(weights).max(0), 1e-9) / 127
    whole = np.round(weights / scale)
    whole[np.abs(weights) < least] = 0
    return whole.astype(np.int8), scale.astype(np.float32)


def read(rows: Floats, floor: Floats, words: Floats, stage: Stage) -> Floats:
    """(n, d) what the nets may read.

    Args:
        rows: of :func:`context.beside`. floor: of :func:`floor.floor`. words: (n, recipe.places) where the words of
            each turn stand.
    """
    return np.concatenate([rows, floor, placed(words, stage.layout)], axis=1)


def nets(D: Floats, scores: int, stage: Stage, recipe: Recipe) -> dict[str, NDArray[np.generic]]:
    """Small nets beside straight lines, laid side by side as one.

    Args:
        D: of :func:`read`. scores: so many of its columns are scores.
    """
    at = stage.use & (stage.corpus == "mrda")
    timed = np.zeros(D.shape[1], bool)
    timed[scores : scores + FLOOR] = TIMED
    Y = stage.known[at][:, :NATIVE]
    made = [_net(D[at], Y, timed, scores, net, recipe.epochs, seed) for net in _NETS for seed in net.seeds]
    share = np.float32(1 / len(made))
    hidden, hidden_scale = small(np.concatenate([net[0] for net in made], axis=1), 0.0)
    arrays = {
        "hidden_bias": np.concatenate([net[1] for net in made]),
        "out": np.concatenate([net[2] for net in made]) * share,
        "out_bias": sum((net[3] for net in made), np.zeros(NATIVE, np.float32)) * share,
        "skip": sum((net[4] for net in made), np.zeros((D.shape[1], NATIVE), np.float32)) * share,
    }
    halved = {key: value.astype(np.float16) for key, value in arrays.items()}
    return {"hidden_rows": hidden, "hidden_scale": hidden_scale, **halved}


def said_by(nets: dict[str, NDArray[np.generic]], D: Floats) -> Floats:
    """(n, NATIVE) logits of :func:`nets` for the rows of ``D``, as the listener has them."""
    wide = {key: value.astype(np.float32) for key, value in nets.items()}
    found = np.empty((len(D), NATIVE), np.float32)
    for begin in range(0, len(D), 8192):
        x = D[begin : begin + 8192]
        hidden = np.maximum(x @ (wide["hidden_rows"] * wide["hidden_scale"]) + wide["hidden_bias"], 0)
        found[begin : begin + 8192] = hidden @ wide["out"] + wide["out_bias"] + x @ wide["skip"]
    return found


def _net(
    D: Floats, Y: Floats, timed: NDArray[np.bool_], scores: int, net: _Net, epochs: float, seed: int
) -> list[Floats]:
    """One net by Adam; what it does not read weighs 0.

    Args:
        timed: (d,) which columns of D need times. scores: so many columns are scores. epochs: by what the net's are
            multiplied.
    """
    r = np.random.default_rng(seed)
    columns = D.shape[1]
    D = D if net.floor else np.ascontiguousarray(D[:, :scores])
    n, d = D.shape
    width, o, batch, rate = net.width, Y.shape[1], 512, 2e-3
    decay, held = np.float32(net.decay), np.float32(net.held)
    skip = np.zeros((d, o), np.float32)
    skip[np.arange(o), np.arange(o)] = 3.0  # begins as the first pass said, and is held near it
    P = [
        r.normal(0, (2 / d) ** 0.5, (d, width)).astype(np.float32), np.zeros(width, np.float32),
        r.normal(0, 0.01, (width, o)).astype(np.float32), np.zeros(o, np.float32), skip.copy(),
    ]  # fmt: skip
    M, V = [np.zeros_like(p) for p in P], [np.zeros_like(p) for p in P]
    rounds = max(round(net.epochs * epochs), 1)
    steps, t = rounds * (n // batch), 0
    untimed = np.where(timed[:d], np.float32(0), np.float32(1))
    for _ in range(rounds):
        order = r.permutation(n)
        for i in range(0, n - batch + 1, batch):
            x, y = D[order[i : i + batch]], Y[order[i : i + batch]]
            t += 1
            if net.drop_read:
                x = x * ((r.random(x.shape, dtype=np.float32) > net.drop_read) / np.float32(1 - net.drop_read))
            if net.floor:  # not every transcript has times
                x[: batch // 5] *= untimed
            h = np.maximum(x @ P[0] + P[1], 0)
            mask = (r.random(h.shape, dtype=np.float32) > net.drop) / np.float32(1 - net.drop)
            kept = h * mask
            z = kept @ P[2] + P[3] + x @ P[4]
            g = 1 / (1 + np.exp(-z)) - y
            if net.choice:
                e = np.exp(z[:, _KINDS] - z[:, _KINDS].max(1, keepdims=True))
                g[:, _KINDS] = 2 * (e / e.sum(1, keepdims=True) - y[:, _KINDS])
            g = (g / batch).astype(np.float32)
            dh = (g @ P[2].T) * mask * (h > 0)
            G = (
                x.T @ dh + decay * P[0], dh.sum(0), kept.T @ g + decay * P[2], g.sum(0),
                x.T @ g + held * (P[4] - skip),
            )  # fmt: skip
            a = rate * min(1.0, t / 50) * (1 - t / steps)
            for k in range(5):
                M[k] += 0.1 * (G[k] - M[k])
                V[k] += 0.001 * (G[k] ** 2 - V[k])
                P[k] -= (a * (M[k] / (1 - 0.9**t)) / (np.sqrt(V[k] / (1 - 0.999**t)) + 1e-8)).astype(np.float32)
    for k in (0, 4):
        P[k] = np.concatenate([P[k], np.zeros((columns - d, P[k].shape[1]), np.float32)])
    return P


def labels(rows: Floats, stage: Stage, weight: Floats) -> Floats:
    """(d, 17) straight lines from what was heard in and around a turn to the labels; held near the first pass's own."""
    first = len(TAGS) + len(BASIC)
    columns = slice(first, first + len(LABELS))
    start = np.zeros((rows.shape[1], len(LABELS)), np.float32)
    start[np.arange(len(LABELS)) + first, np.arange(len(LABELS))] = 3.0
    use = stage.use & (stage.corpus != TRANSCRIPTS)
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


def of_talk(D: Floats, scores: int, stage: Stage, recipe: Recipe) -> Floats:
    """(d, len(TALK)) straight lines from what was heard in and around a turn of talk, and where the words there stand.

    Taught by what was read in meetings, where most turns are nothing of the kind and what a turn objects to
    stands before it, and by meetings that we wrote whole; our own examples come in by the scores of the first pass.

    Args:
        D: of :func:`read`. scores: so many of its columns are scores; who has the floor, which needs times, is not
            read.
    """
    where = np.r_[:scores, scores + FLOOR : D.shape[1]]
    at = np.flatnonzero(stage.use & np.isin(stage.corpus, ("mrda", "ami", TRANSCRIPTS)))
    told = stage.readings[:, [READ.index(label) for label in TALK]]
    at = at[~np.isnan(told[at]).all(1)]
    start = np.zeros((len(where), len(TALK)), np.float32)
    start[[HEADS.index(head) for head in TALK.values()], np.arange(len(TALK))] = 3.0
    weight = (~np.isnan(told[at])).astype(np.float32)
    weight[stage.corpus[at] == TRANSCRIPTS] *= [recipe.transcripts.get(label, 1.0) for label in TALK]
    W = np.zeros((D.shape[1], len(TALK)), np.float32)
    W[where] = fitted(
        sp.csr_matrix(D[at][:, where]), told[at], weight, recipe.talk_penalty, steps=60, start=start, around=start
    )
    return W
