"""From where a label is proposed or counted, and how right that is: picked on one half, measured on the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from listening_measures import best_threshold
from numpy.typing import NDArray

from saidanddone.listening.judged import wilson

__all__ = ["LEAST", "SILENT", "WORTH", "at_threshold", "shares", "standing", "told_of_halves"]

LEAST = 0.25
"""Nothing is proposed, let alone counted, below this probability."""
WORTH = 0.4
"""What is right more seldom is not proposed."""
SILENT = 1.01
"""A threshold nothing reaches."""


def shares(right: NDArray[np.bool_], said: NDArray[np.bool_]) -> dict[str, float]:
    """Of what was said, the share that is right with its 90 % interval, and how much of what is there was said."""
    hits, n = int((right & said).sum()), int(said.sum())
    low, high = wilson(hits, n)
    recall = hits / max(int(right.sum()), 1)
    return {"precision": round(hits / n, 3), "low": round(low, 3), "high": round(high, 3), "recall": round(recall, 3)}


def standing(
    right: NDArray[np.bool_], score: NDArray[Any], half: NDArray[np.bool_], measured_on: str, *, proposed: bool
) -> dict[str, Any]:
    """Each half picks a threshold for the other; hits of both together are what is measured; their mean is shipped."""
    strict = told_of_halves(right, score, half, measured_on, proposed=proposed, sure=True)
    if strict["tier"] == "counted":
        return strict
    balanced = told_of_halves(right, score, half, measured_on, proposed=proposed, sure=False)
    if strict["tier"] == "stated_error" and balanced["tier"] == "proposed":
        return strict
    if (balanced["precision"] or 0) >= WORTH:
        return balanced
    worth = told_of_halves(right, score, half, measured_on, proposed=proposed, sure=False, least=WORTH + 0.05)
    if (worth["precision"] or 0) >= WORTH:
        return worth
    return balanced if proposed else balanced | {"threshold": SILENT}


def told_of_halves(
    right: NDArray[np.bool_],
    score: NDArray[Any],
    half: NDArray[np.bool_],
    measured_on: str,
    *,
    proposed: bool,
    sure: bool,
    least: float = 0.0,
) -> dict[str, Any]:
    """One way of picking: nine in ten right (``sure``), at least ``least`` right, else the highest F1."""
    picked = [_picked(right[one], score[one], 0.9 if sure else least) for one in (half, ~half)]
    said = score >= np.where(half, picked[1], picked[0])
    threshold = round(float(np.mean(picked)), 4)
    told: dict[str, Any] = {"threshold": threshold, "measured_on": measured_on, "tier": "proposed"}
    told |= dict.fromkeys(("precision", "low", "high", "recall"))
    if not said.any():
        return told
    told |= shares(right, said)
    if not proposed:
        good = (right & said).sum() / said.sum() >= 0.6
        told["tier"] = "counted" if told["low"] >= 0.85 else "stated_error" if good else "proposed"
    return told


def at_threshold(right: NDArray[np.bool_], score: NDArray[Any], threshold: float, measured_on: str) -> dict[str, Any]:
    """How right what is proposed from a given threshold on is."""
    return {
        "threshold": threshold, "tier": "proposed", "measured_on": measured_on, **shares(right, score >= threshold),
    }  # fmt: skip


def _picked(y: NDArray[np.bool_], s: NDArray[Any], least: float) -> float:
    order = np.argsort(-s, kind="stable")
    precision = np.cumsum(y[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((precision >= least) & (np.arange(len(order)) >= 9))
    picked = float(s[order][good[-1]]) if least and len(good) else best_threshold(y, s)
    return min(max(picked, LEAST), 0.98)
