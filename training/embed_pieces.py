"""Write the sentence model's vocabulary as it ships: ``python training/embed_pieces.py vocab.txt``.

``vocab.txt`` is that of BERT base uncased (Apache-2.0), as every copy of all-MiniLM-L6-v2 carries it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
from train import written

PLACE = Path(__file__).parents[1] / "saidanddone" / "listeners" / "weights" / "pieces.npz"
SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


def main() -> int:
    """Check that it is the right one, and write it."""
    given = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(given).hexdigest() != SHA256:
        print("This is another vocabulary.")
        return 1
    PLACE.write_bytes(written({"pieces": np.frombuffer(given.rstrip(b"\n"), np.uint8)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
