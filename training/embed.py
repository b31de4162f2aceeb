"""Make the weights of the ``[embed]`` listener: ``python training/embed.py --kept FOLDER``, after ``train.py``.

Every score that anything is fitted on comes from weights that never saw that conversation: the default listener is made
twice more, each time without half of the conversations, and so are the nets. Then each label's two scores are
weighed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

# One thread: sums are then taken in one order, and the same inputs give the same bits.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np
import scipy.linalg
from corpora import BASIC, HEADS, TAGS, Corpus, targets
from embed_net import Net, NetRecipe, averaged, fused, weighed
from embed_points import points
from embed_standing import standing
from model import Recipe, trained
from numpy.typing import NDArray
from readings import READ
from train import SHARED, parts, written
from train import WEIGHTS as LEAN_WEIGHTS
from transcripts import NAME as TRANSCRIPTS

from saidanddone.listeners.embed_encoder import WIDE
from saidanddone.listeners.embed_rows import COLUMNS, NEAR, SIZE, beside, heard, rows
from saidanddone.listening.features import unquoted
from saidanddone.listening.labels import LABELS, REPLIES
from saidanddone.listening.lean import Lean

__all__ = ["NAME", "WEIGHTS", "main"]

NAME = "embed 5"
WEIGHTS = Path(__file__).parents[1] / "saidanddone" / "listeners" / "weights" / "embed.npz"
LEFT_OUT = frozenset({"premo", "politeness"})
"""Comments that say little of our labels, are long, and take long to give points to."""
LINKED = ("mrda", "ami")
"""Talk whose annotators linked answers to what they answer. A recording has no such links, and that a turn has one
gives away what it is: they are taken off, and links are inferred as they are when it is used."""
_OF_TALK = ("problem", "challenge")
"""Labels of which recorded talk says nothing but what was read in it."""
COMMENTS = 11_000
"""Comments trained on, of the first of GoEmotions; the rest would double the time and say little new."""
WEIGHT: Mapping[str, float] = {
    "mrda": 1.0,
    "ami": 1.0,
    "goemotions": 0.5,
    "emailintent": 1.0,
    "politeness": 0.5,
    "ours": 5.0,
    TRANSCRIPTS: 2.0,
}
HALF = Recipe(own=4, context=8, steps=45, folds=2, epochs=0.6)
"""How the halves are made: of fewer groups of words, for half of the talk has fewer that come back."""
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """One corpus, cut to what is used: what is known (NaN not), and all that the net may look at, in sixteen bits."""

    name: str
    X: NDArray[np.float16]
    lean: Floats
    Y: Floats
    sure: Floats
    use: NDArray[np.bool_]
    fold: NDArray[np.int64]
    rows: list[dict[str, Any]]


def folds(corpus: Corpus) -> NDArray[np.int64]:
    """(n,) 0 or 1, by the name of the conversation."""
    return np.array([zlib.crc32((corpus.name + row["conversation_id"]).encode()) % 2 for row in corpus.rows])


def halves(folder: Path, kept: Path) -> list[Lean]:
    """The default listener made twice without half of what it is made of; kept under the name of what ships."""
    key = hashlib.sha256(LEAN_WEIGHTS.read_bytes()).hexdigest()[:16]
    made = []
    for k in (0, 1):
        file = kept / f"lean-without-{k}-{key}.npz"
        if not file.is_file():
            some = [(corpus, use & (folds(corpus) != k)) for corpus, use in parts(folder)]
            file.write_bytes(written(trained(some, HALF, name=f"without {k}", kept=kept)))
        with np.load(file) as arrays:
            made.append(Lean(dict(arrays)))
    return made


def answers_known(corpus: Corpus, answers: NDArray[np.int64]) -> Floats:
    """(n, len(REPLIES)) what is known of a turn as an answer: our own levels and steps, of our transcripts where it is
    linked to what it answers, and AMI's yes and no."""
    known = np.full((len(answers), len(REPLIES)), np.nan, np.float32)
    for place in np.flatnonzero(answers >= 0):
        row = corpus.rows[place]
        linked = corpus.name != TRANSCRIPTS or answers[place] - place + row["turn"] == row["answers"]
        if corpus.name in ("ours", TRANSCRIPTS) and row["level"] is not None and linked:
            known[place, 1:6] = [row["level"] == level for level in range(1, 6)]
            known[place, 6:] = [step in row["steps"] for step in REPLIES[6:]]
            if corpus.name == "ours":
                known[place, 0] = float("dismissal" in row["labels"] or row["level"] == 1)
        elif corpus.name == "ami":
            labels = set(row["labels"])
            if labels & {"ap:POS", "ap:NEG"}:
                known[place, 0] = float("ap:NEG" in labels)
    return known


def with_readings(corpus: Corpus) -> Corpus:
    """The same, and its labels of talk as they were read turn by turn: of our transcripts all that were read for."""
    labels = READ if corpus.name == TRANSCRIPTS else _OF_TALK if corpus.name in LINKED else ()
    if corpus.readings is None or not labels:
        return corpus
    known = corpus.known.copy()
    for label in labels:  # where nobody read, nothing is known: readers find many times what was taken for none
        known[:, HEADS.index(label)] = corpus.readings[:, READ.index(label)]
    return replace(corpus, known=known)


def looked_at(
    corpus: Corpus, use: NDArray[np.bool_], full: Lean, halved: Sequence[Lean], basis: Floats, kept: Path
) -> Heard:
    """One corpus with its rows: of turns trained on, the default listener's scores are of the half that lacks them."""
    corpus = with_readings(corpus)
    if corpus.name == "goemotions":  # one comment is one conversation there
        some = np.flatnonzero((use & (use.cumsum() <= COMMENTS)) | (corpus.splits == "dev"))
        conversations, kept_rows = ([list_[place] for place in some] for list_ in (corpus.conversations, corpus.rows))
        corpus, use = Corpus(corpus.name, conversations, corpus.known[some], kept_rows), use[some]
    if corpus.name in LINKED:
        unlinked = [replace(c, turns=[replace(t, reply_to=None) for t in c.turns]) for c in corpus.conversations]
        corpus = Corpus(corpus.name, unlinked, corpus.known, corpus.rows)
    fold = folds(corpus)
    lean, answers = _unseen(corpus, np.where(use, fold, len(halved)), [*halved, full])
    where = beside(corpus.conversations, answers)
    found = points([unquoted(turn.text) for one in corpus.conversations for turn in one.turns], kept / "points") * SIZE
    column = {head: place for place, head in enumerate(HEADS)}
    native = [column[name] for name in COLUMNS[: len(TAGS) + len(BASIC) + len(LABELS)]]
    Y, sure = targets(np.concatenate([corpus.known[:, native], answers_known(corpus, answers)], axis=1), Recipe().faint)
    seen = rows(found, found @ basis, lean, where).astype(np.float16)
    return Heard(corpus.name, seen, lean, Y, sure, use, fold, corpus.rows)


def _unseen(corpus: Corpus, whose: NDArray[np.int64], ears: Sequence[Lean]) -> tuple[Floats, NDArray[np.int64]]:
    """As :func:`heard`, each conversation by the one of ``ears`` that ``whose`` names for its first turn."""
    ends = np.cumsum([len(one.turns) for one in corpus.conversations])
    lean, answers = np.zeros((ends[-1], len(COLUMNS)), np.float32), np.full(ends[-1], -1, np.int64)
    begins = ends - [len(one.turns) for one in corpus.conversations]
    for number, ear in enumerate(ears):
        some = np.flatnonzero(whose[begins] == number)
        if not len(some):
            continue
        found, linked = heard(ear, [corpus.conversations[place] for place in some])
        at = np.concatenate([np.arange(begins[place], ends[place]) for place in some])
        lean[at], answers[at] = found, np.where(linked >= 0, at[np.maximum(linked, 0)], -1)
    return lean, answers


def main_directions(corpus: Corpus, kept: Path) -> Floats:
    """(WIDE, NEAR) in which points of talk trained on differ most; what a neighbour's point is shortened to."""
    found = points([unquoted(turn.text) for one in corpus.conversations for turn in one.turns], kept / "points")
    found = found[corpus.splits == "train"]
    found -= found.mean(0, dtype=np.float64).astype(np.float32)
    _, directions = scipy.linalg.eigh((found.T @ found).astype(np.float64), subset_by_index=(WIDE - NEAR, WIDE - 1))
    directions = directions[:, ::-1]
    directions *= np.sign(directions[np.abs(directions).argmax(0), np.arange(NEAR)])
    return directions.astype(np.float32)


def small(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights as whole numbers -127 … 127 and what one is worth, by column."""
    scale = np.maximum(np.abs(weights).max(0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def _nets(
    X: NDArray[np.float16], Y: Floats, weight: Floats, uses: Sequence[NDArray[np.bool_]], recipe: NetRecipe
) -> list[Net]:
    """Of each of ``uses``, the mean of nets of every kind: steadier than one. The first ships, and has every seed."""
    global _shared  # noqa: PLW0603 - read by the processes forked below
    _shared = (X, Y, weight, uses, recipe)
    jobs = [
        (k, pull, seed)
        for k in range(len(uses))
        for seed in (recipe.seeds if k == 0 else recipe.seeds[:1])
        for pull in recipe.held
    ]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map(_one, jobs, chunksize=1)
    return [averaged([net for job, net in zip(jobs, found, strict=True) if job[0] == k]) for k in range(len(uses))]


_shared: Any = None


def _one(job: tuple[int, float, int]) -> Net:
    k, pull, seed = job
    X, Y, weight, uses, recipe = _shared
    return fused(X, Y, weight, np.flatnonzero(uses[k]), slice(WIDE, WIDE + len(COLUMNS)), recipe, pull, seed)


def made(folder: Path, kept: Path, recipe: NetRecipe) -> dict[str, Any]:
    """Arrays by name, as :class:`saidanddone.listeners.embed.Embed` takes them."""
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {what}", flush=True)

    kept.mkdir(parents=True, exist_ok=True)
    halved = halves(folder, kept)
    say("the default listener, twice without half")
    with np.load(LEAN_WEIGHTS) as arrays:
        full = Lean(dict(arrays))
    corpora = parts(folder, without=LEFT_OUT)
    basis = main_directions(next(corpus for corpus, _ in corpora if corpus.name == "mrda"), kept)
    every = []
    for corpus, use in corpora:
        every.append(looked_at(corpus, use, full, halved, basis, kept))
        say(f"{corpus.name}: {int(every[-1].use.sum()):,} turns to learn from")
    X = np.concatenate([one.X for one in every])
    lean, Y = np.concatenate([one.lean for one in every]), np.concatenate([one.Y for one in every])
    use, fold = np.concatenate([one.use for one in every]), np.concatenate([one.fold for one in every])
    weight = np.concatenate([np.float32(WEIGHT[one.name]) * one.sure for one in every])
    use &= ~np.isnan(Y).all(1)
    nets = _nets(X, Y, weight, [use, use & (fold != 0), use & (fold != 1)], recipe)
    say("the nets, of all and without each half")
    unseen = np.zeros_like(lean)
    for k in (0, 1):
        at = use & (fold == k)
        unseen[at] = nets[k + 1](X[at])
    fuse = weighed(lean[use], unseen[use], Y[use], weight[use])
    net = nets[0]
    # Straight lines hold threes beside thousandths: sixteen bits, where eight would lose the small ones.
    arrays = {
        "hidden_bias": net.hidden_bias, "out_bias": net.out_bias, "fuse": fuse, "skip": net.skip.astype(np.float16),
    }  # fmt: skip
    for name, weights in (("basis", basis), ("hidden", net.hidden), ("out", net.out)):
        arrays[name], arrays[f"{name}_scale"] = small(weights)
    apart = fuse[0] * lean + fuse[1] * np.where(use[:, None], unseen, net(X)) + fuse[2]
    told = standing(
        Y, apart, use, np.concatenate([np.full(len(one.use), one.name, "U20") for one in every]),
        np.concatenate([np.array([row["split"] for row in one.rows]) for one in every]),
    )  # fmt: skip
    meta = {"name": NAME, "lean": hashlib.sha256(LEAN_WEIGHTS.read_bytes()).hexdigest(), "standing": told}
    return arrays | {"meta": np.frombuffer(json.dumps(meta).encode(), np.uint8)}


def main() -> int:
    """Make them, write them, and say how large they are."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--kept", type=Path, required=True, help="folder for what takes long; a second run finds it there"
    )
    asked.add_argument("--to", type=Path, default=WEIGHTS, help="where to write")
    given = asked.parse_args()
    whole = written(made(SHARED, given.kept, NetRecipe()))
    given.to.write_bytes(whole)
    print(f"{len(whole) / 1e6:.2f} MB, sha256 {hashlib.sha256(whole).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
