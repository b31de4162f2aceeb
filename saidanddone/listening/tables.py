"""Weights of groups of words, added up turn by turn."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from saidanddone.listening.features import BUCKETS

__all__ = ["Table"]

Floats = NDArray[np.float32]

_ROWS: Final = 8_000
"""Weights gathered at once."""


class Table:
    """Weights of groups of words: which bucket has which row; rows of whole numbers, and what one is worth, by
    column."""

    def __init__(self, buckets: NDArray[np.int64], rows: NDArray[np.int8], scale: Floats) -> None:
        # Sorted; a last one that no bucket reaches keeps every search inside. A table by bucket is quicker, and 50 MB.
        self.buckets = np.append(buckets, BUCKETS).astype(np.int32)
        self.rows, self.scale = rows, scale

    def sums(self, buckets: NDArray[np.int64], spans: NDArray[np.int64]) -> Floats:
        """(n, columns) the weights of each turn's groups, added up.

        Args:
            buckets: (T, k) of the tokens of n turns, −1 where none. spans: (n,) tokens of each turn.
        """
        out = np.zeros((len(spans), self.rows.shape[1]), np.float32)
        wanted = buckets.astype(np.int32)
        rows = np.searchsorted(self.buckets, wanted)
        there = self.buckets[rows] == wanted
        ends = np.cumsum(spans)
        per = buckets.shape[1]
        begin = 0
        while begin < len(spans):
            first = ends[begin] - spans[begin]
            stop = max(int(np.searchsorted(ends, first + _ROWS // per, side="right")), begin + 1)
            part, known = rows[first : ends[stop - 1]], there[first : ends[stop - 1]]
            count = np.add.reduceat(known.sum(1), ends[begin:stop] - spans[begin:stop] - first)
            some = np.flatnonzero(count)
            if len(some):
                starts = np.cumsum(count[some]) - count[some]
                taken = self.rows[part[known]].astype(np.float32)
                out[begin + some] = np.add.reduceat(taken, starts, axis=0)
            begin = stop
        out *= self.scale
        return out
