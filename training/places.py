"""Where the words of talk stand: what each group of words adds to the point that a sentence model gives its turn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import scipy.sparse as sp
from embed_points import points
from numpy.typing import NDArray
from stage import Recipe, Stage

from saidanddone.listeners.embed_encoder import PIECE

__all__ = ["KEPT", "places"]

Floats = NDArray[np.float32]
KEPT = Path(__file__).parents[1] / "build"
"""Where points are kept unless a run says otherwise; no part of the project."""
_STEPS = 30


def places(stage: Stage, recipe: Recipe, kept: Path) -> Floats:
    """(groups of own words, recipe.places) what each adds along the main directions of a sentence model's points.

    The sum over a turn's groups comes near its point, so that what the model knows of words that mean alike is there
    without the model: no annotation is looked at. Groups seldom in talk are 0. Of a spread of about one.
    """
    own = stage.X[:, : stage.cuts[0]]
    talk = np.flatnonzero(stage.corpus == "mrda")
    # All of it is given points, so that runs without some meetings find them kept; learned from is what may be.
    found = points([stage.rows[place]["text"] or "" for place in talk], kept / "points")[:, :PIECE]
    use = stage.use[talk]
    target = _directions(found[use], recipe.places)
    X = own[talk[use]]
    count = np.bincount(X.indices, minlength=X.shape[1])
    often = np.flatnonzero(count >= recipe.places_seen)
    learned = np.zeros((own.shape[1], recipe.places), np.float32)
    learned[often] = _least_squares(X[:, often].tocsr(), target, np.float32(recipe.places_penalty))
    return learned * np.float32(recipe.own_scale)


def _directions(found: Floats, many: int) -> Floats:
    """(n, many) points along the directions in which they differ most, each of spread one."""
    centred = found.astype(np.float64) - found.mean(0, dtype=np.float64)
    spread, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    main = directions[:, ::-1][:, :many]
    main = main * np.sign(main[np.abs(main).argmax(0), np.arange(many)])
    return np.asarray(centred @ main / np.sqrt(spread[::-1][:many]), np.float32)


def _least_squares(X: sp.csr_matrix, Y: Floats, penalty: np.float32) -> Floats:
    """(columns of X, columns of Y) of the least ‖XW − Y‖² + penalty·‖W‖², by conjugate gradients, columns at once."""
    XT = X.T.tocsr()
    W = np.zeros((X.shape[1], Y.shape[1]), np.float32)
    left = XT @ Y
    step = left.copy()
    size = (left * left).sum(0)
    for _ in range(_STEPS):
        there = XT @ (X @ step) + penalty * step
        far = size / np.maximum((step * there).sum(0), np.float32(1e-12))
        W += far * step
        left -= far * there
        new = (left * left).sum(0)
        step = left + (new / np.maximum(size, np.float32(1e-12))) * step
        size = new
    return W
