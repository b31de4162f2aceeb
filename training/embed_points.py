"""Points of many turns, made once and kept, so that training anew need not wait for them."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from saidanddone.listeners.embed_encoder import LAYERS, MODEL_SHA256, WIDE, encoder

__all__ = ["points"]

_PORTION = 4_000


def points(texts: Sequence[str], kept: Path, threads: int = 1) -> NDArray[np.float32]:
    """float32 (n, WIDE), rounded to sixteen bits; equal texts once. What is made is kept in the folder ``kept``."""
    unique = sorted(set(texts), key=lambda text: (len(text), text))
    kept.mkdir(parents=True, exist_ok=True)
    found = np.zeros((len(unique), WIDE), np.float16)
    began = time.monotonic()
    # Portions of like length, each named by what is in it: a run that was stopped goes on where it was.
    for begin in range(0, len(unique), _PORTION):
        part = unique[begin : begin + _PORTION]
        key = hashlib.sha256((f"{MODEL_SHA256} {WIDE} {LAYERS}" + "\x1e".join(part)).encode()).hexdigest()[:24]
        file = kept / f"{key}.npy"
        if file.is_file():
            found[begin : begin + len(part)] = np.load(file)
            continue
        made = encoder(threads)(part).astype(np.float16)
        begun = file.with_suffix(".begun.npy")
        np.save(begun, made)
        begun.replace(file)
        found[begin : begin + len(part)] = made
        spent = time.monotonic() - began
        print(
            f"{spent:6.0f} s  {begin + len(part):,} of {len(unique):,} turns have points", file=sys.stderr, flush=True
        )
    at = {text: place for place, text in enumerate(unique)}
    return found[[at[text] for text in texts]].astype(np.float32)
