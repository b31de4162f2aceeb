"""How far each label of ``[embed]`` may be trusted: thresholds from talk trained on, precision from other talk."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidanddone.listeners.embed_rows import COLUMNS, sure
from saidanddone.listening.labels import LABELS

__all__ = ["standing"]

Floats = NDArray[np.float32]

COUNTED, STATED, LEAST = 0.9, 0.6, 20
"""Precision aimed at to be counted, or counted with a stated error; hits below which nothing is said of precision."""
_REAL = {
    "meeting": {"mrda": "ICSI meetings (MRDA)", "ami": "AMI meetings"},
    "chat": {"goemotions": "short comments (GoEmotions)"},
}
_CONFIRMED = ("commitment", "done", "idea", "problem", "challenge")
"""What a person always confirms, however often it is right there: people's own talk is further off."""


def standing(
    Y: Floats, odds: Floats, use: NDArray[np.bool_], corpus: NDArray[np.str_], split: NDArray[np.str_]
) -> dict[str, Any]:
    """By label and channel, what :class:`saidanddone.listening.listener.Standing` holds; where measured on real talk.

    The threshold is the lowest at which turns trained on (scored by weights that did not see them) reach the precision
    aimed at; what is told is the precision there on the development split.
    """
    told: dict[str, Any] = {}
    dev = split == "dev"
    for channel, label in ((channel, label) for channel in _REAL for label in LABELS):
        column = COLUMNS.index(label)
        known, p = ~np.isnan(Y[:, column]), sure(odds[:, column])
        real = known & np.isin(corpus, list(_REAL[channel]))
        if (Y[real & dev, column] > 0.5).sum() < LEAST:
            continue
        chosen = None
        for aim, tier in ((COUNTED, "counted"), (STATED, "stated_error")):
            threshold = _reaches(Y[real & use, column], p[real & use], aim)
            if threshold is None:
                continue
            found = _measured(Y[real & dev, column], p[real & dev], threshold)
            if found and found["precision"] is not None and found["low"] >= aim - 0.05 and found["recall"] >= 0.2:
                chosen = {"tier": "proposed" if label in _CONFIRMED else tier, **found}
                break
        if chosen is None:
            chosen = {"tier": "proposed", **_measured(Y[real & dev, column], p[real & dev], 0.5)}
        names = sorted(_REAL[channel][name] for name in set(corpus[real & dev].tolist()))
        told[f"{label}/{channel}"] = chosen | {"measured_on": " and ".join(names)}
    return told


def _reaches(y: Floats, p: Floats, aim: float) -> float | None:
    order = np.argsort(-p, kind="stable")
    right = np.cumsum(y[order] > 0.5) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(right[LEAST:] >= aim)
    return round(float(p[order][enough[-1] + LEAST]), 3) if len(enough) else None


def _measured(y: Floats, p: Floats, threshold: float) -> dict[str, Any]:
    hit, there = p >= threshold, y > 0.5
    n, right = int(hit.sum()), int((hit & there).sum())
    recall = float(right / max(there.sum(), 1))
    if n < LEAST:
        return {"threshold": threshold, "precision": None, "low": None, "high": None, "recall": round(recall, 3)}
    share, z = right / n, 1.645
    middle, wide = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = (float((middle + side * wide) / (1 + z * z / n)) for side in (-1, 1))
    return {
        "threshold": threshold, "precision": round(share, 3), "low": round(low, 3), "high": round(high, 3),
        "recall": round(recall, 3),
    }  # fmt: skip
