"""Names as whole numbers: distinct names in order, and each row's place among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from saidanddone.evidence.tally import Ints

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["coded"]


def coded(names: pa.ChunkedArray) -> tuple[tuple[str, ...], Ints]:
    """The distinct names, sorted, and for each row the index of its own. Null has no code: leave it out before."""
    encoded = names.combine_chunks().dictionary_encode()
    met = encoded.dictionary.to_pylist()
    order = sorted(range(len(met)), key=met.__getitem__)
    place = np.empty(len(met), dtype=np.int64)
    place[order] = np.arange(len(met))
    return tuple(met[i] for i in order), place[encoded.indices.to_numpy()]
