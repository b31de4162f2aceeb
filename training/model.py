"""The listener's weights, made from corpora: words chosen, both passes fitted, answers fitted,
everything made small."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from answering import answering, links, negative_threshold, replies
from corpora import HEADS, Corpus
from fit import fitted
from numpy.typing import NDArray
from places import KEPT, places
from second import NATIVE, TALK, labels, nets, of_talk, read, said_by, small
from stage import Recipe, Stage, folds_of, staged

from saidanddone.listening import features
from saidanddone.listening.context import beside
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.floor import floor
from saidanddone.listening.labels import LABELS, NARROW, ONE_SENTENCE
from saidanddone.listening.lean import loudest
from saidanddone.listening.pairs import answering as answers_at_all
from saidanddone.listening.pairs import chosen

__all__ = ["Recipe", "crossfitted", "trained"]

Floats = NDArray[np.float32]


WIDE: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "question": {"spoken": {"own": 0.3, "tag_q": 0.7}},
    "mistake": {"spoken": {"own": 0.1, "tag_fa": 0.9}},
    "thanks": {"spoken": {"own": 0.2, "tag_ft": 0.8}},
    "dismissal": {
        "spoken": {"own": 0.2, "tag_ar": 0.8},
        "written": {"displeased": 0.5, "challenge": 0.25, "feels_disapproval": 0.25},
    },
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
            "harsh": 0.5,
            "feels_anger": 0.25,
            "feels_annoyance": 0.25,
            "impolite": 0.25,
            "tone_0": 1.5,
            "tone_1": 1.0,
            "tone_2": 0.5,
        }
    },
}
"""Of what logits, at what weight, a wide score is the sum: of talk, MRDA's tag of that name; of mail, a request or a
promise; of a dismissal in writing, displeasure, disagreement and disapproval; of hostility in writing, what is rough,
at whomever or whatever, with anger, annoyance, impoliteness and the lists of swearing, insults and contempt. Round
figures."""

BLENDED: Mapping[str, Mapping[str, float]] = {
    "tag_cc": {"tag_cc": 0.6, "commitment": 0.4},
    "tag_cs": {"tag_cs": 0.8, "idea": 0.2},
    "tag_co": {"tag_co": 0.7, "first": 0.3},
    "tag_df": {"tag_df": 0.5, "first": 0.5},
    "tag_fa": {"first": 1.0},
}
"""Tags that do not stand on the second pass alone: promises and suggestions, of which other corpora know more, and tags
that the words themselves tell as well or better."""

APART: Mapping[str, float] = {"written": 0.0, "spoken": -2.5}
"""Logits from which a turn answers one before it: in talk from .08, for few turns of a meeting answer an act."""


def trained(
    parts: Sequence[tuple[Corpus, NDArray[np.bool_]]], recipe: Recipe, *, name: str, kept: Path = KEPT
) -> dict[str, Any]:
    """Arrays by name, as :class:`saidanddone.listening.lean.Lean` takes them.

    Args:
        parts: corpora, each with which of its turns may be trained on. kept: folder for a sentence model's points of
            turns, which take minutes to make and are found there by the next run.
    """
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {what}", flush=True)

    stage = staged(parts, recipe)
    use = stage.use
    weight = stage.weight
    say(f"{int(use.sum()):,} turns, {stage.X.shape[1]:,} groups of words, {stage.X.nnz / len(use):.0f} a turn")
    fold = folds_of(stage, recipe.folds)
    W, first = _first(stage, weight, fold, recipe, _GROUPS)
    say("first pass done")
    rows = beside(first, stage.layout, stage.marks, HEADS)
    own_cut, context_cut, marks_cut = stage.cuts
    directions, directions_scale = small(places(stage, recipe, kept), 0.0)
    words = np.asarray(stage.X[:, :own_cut] @ (directions * directions_scale / recipe.own_scale))
    told_of = read(rows, floor(first, stage.layout, HEADS), words, stage)
    nets_made = nets(told_of, rows.shape[1], stage, recipe)
    native = said_by(nets_made, told_of)
    told = labels(rows, stage, weight)
    talk = of_talk(told_of, rows.shape[1], stage, recipe)
    say("second pass done")
    linked, line = links(first, stage, recipe), answering(told_of, rows.shape[1], stage, recipe)
    waits = answers_at_all(first, told_of, stage.layout, HEADS, line, APART)
    answers = chosen(stage.layout, first, HEADS, linked, stage.given, waits)
    reply = replies(first, native, answers, stage, recipe)
    negative = negative_threshold(first, native, answers, stage, recipe, fold)
    say("answers done")
    own_rows = np.concatenate([W[:own_cut] * recipe.own_scale, reply["own"]], axis=1)
    context_rows = W[own_cut:context_cut] * recipe.context_scale
    marks_rows = np.concatenate([W[context_cut:marks_cut] * recipe.marks_scale, reply["marks"]], axis=1)
    arrays: dict[str, Any] = {
        "words": np.frombuffer("\n".join(stage.words).encode(), np.uint8),
        "bias": W[marks_cut].astype(np.float32),
        **nets_made, "labels": told.astype(np.float32), "talk": talk.astype(np.float16),
        "answering": line.astype(np.float16), "links": linked.astype(np.float32),
        "reply": reply["dense"].astype(np.float32),
    }  # fmt: skip
    for table, ids, weights in (
        ("own", stage.groups["own"].ids, own_rows), ("context", stage.groups["context"].ids, context_rows),
        ("pair", stage.groups["pair"].ids, reply["pair"]),
    ):  # fmt: skip
        least = np.full(weights.shape[1], recipe.smallest, np.float32)
        if table == "own":  # what is around a turn tells as much
            least[[HEADS.index(head) for head in recipe.smallest_of]] = list(recipe.smallest_of.values())
        whole, scale = small(weights, least)
        if table == "own":
            whole, scale = np.concatenate([whole, directions], axis=1), np.concatenate([scale, directions_scale])
        there = whole.any(1)
        arrays[f"{table}_ids"] = np.diff(ids[there], prepend=0).astype(np.uint32)
        arrays[f"{table}_rows"], arrays[f"{table}_scale"] = whole[there], scale
    arrays["marks_rows"], arrays["marks_scale"] = small(marks_rows, 0.0)
    arrays["meta"] = np.frombuffer(json.dumps(_meta(name, negative)).encode(), np.uint8)
    return arrays


def _meta(name: str, negative: float) -> dict[str, Any]:
    """What is not a number: names, and what is put together from what."""
    told = {"name": name, "heads": list(HEADS), "apart": APART, "negative": negative}
    return {**told, "wide": WIDE, "blended": BLENDED, "talk": list(TALK)}


def crossfitted(
    parts: Sequence[tuple[Corpus, NDArray[np.bool_]]], recipe: Recipe, heads: Sequence[str]
) -> tuple[Floats, NDArray[np.int64], NDArray[np.str_]]:
    """First-pass scores of ``heads`` by weights made without each turn's fold; the folds; the corpus of each turn."""
    stage = staged(parts, recipe)
    weight = stage.weight
    fold = folds_of(stage, recipe.folds)
    _, first = _first(stage, weight, fold, recipe, (tuple(heads),))
    return first[:, [HEADS.index(head) for head in heads]], fold, stage.corpus


def _first(
    stage: Stage, weight: Floats, fold: NDArray[np.int64], recipe: Recipe, groups: Sequence[tuple[str, ...]]
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


def _said(stage: Stage, columns: NDArray[np.int64], weights: Floats, *, narrow: bool) -> Floats:
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
    ("polite", "impolite"), ("mail",), ("harsh",), ("displeased",), ("talk_problem", "talk_challenge"),
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
    if set(group) <= {*NARROW, "harsh", "displeased", "talk_problem", "talk_challenge"}:
        # Where a turn stands, how long it is and what is around it says nothing: of two turns ours are often attacks.
        cut = stage.cuts[1]
        place = np.setdiff1d(np.arange(features.FLAGS), features.TONE_MARKS)
        often[cut + place] = False
        # Nor whether it ends in a full stop: transcripts do, chat does not.
        alone = Conversation("", "", "chat", [Turn("", ".", 1)])
        stops = features.own_buckets(features.laid_out([alone], features.Words(stage.words)))[1, :2]
        often[np.flatnonzero(np.isin(stage.groups["own"].ids, stops))] = False
    if set(group) <= {*NARROW, "talk_problem", "talk_challenge"}:
        # Nor that there are words it does not know: names stand in our introductions, and every trade has words of its
        # own. (To the ears for rough words it says something: a log is all unknown, and swears at nobody.)
        often[np.flatnonzero(stage.wordless["own"])] = False
    columns = np.flatnonzero(often)
    penalty = np.array([recipe.penalties.get(head, recipe.penalty) for head in group], np.float32)
    W = fitted(X[:, columns], known[rows], weight[np.ix_(rows, at)], penalty, steps=recipe.steps)
    return columns, W
