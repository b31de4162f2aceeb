"""Make the listener's weights: ``python training/train.py``; ``--check`` only says whether they are what is shipped."""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# One thread: sums are then taken in one order, and the same inputs give the same bits.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np  # noqa: E402
from corpora import Corpus, ours, read  # noqa: E402
from examples import FOLDER  # noqa: E402
from model import Recipe, trained  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from padding import padded, plain_texts  # noqa: E402
from places import KEPT  # noqa: E402
from transcripts import NAME as TRANSCRIPTS  # noqa: E402
from transcripts import transcripts  # noqa: E402

__all__ = ["NAME", "TRAINED_ON", "WEIGHTS", "parts", "written"]

NAME = "lean 6"
WEIGHTS = Path(__file__).parents[1] / "saidanddone" / "listening" / "weights" / "lean.npz"
TRAINED_ON = ("mrda", "ami", "goemotions", "emailintent", "premo", "politeness")
SHARED = Path(os.environ.get("SAIDANDDONE_SHARED", Path(__file__).parents[2] / "shared")) / "data" / "conversations"


def parts(
    folder: Path,
    without: frozenset[str] = frozenset(),
    meetings: frozenset[str] = frozenset(),
    *,
    held: bool = False,
    examples: Path = FOLDER,
) -> list[tuple[Corpus, NDArray[np.bool_]]]:
    """Corpora that may be trained on, each with which of its turns are.

    Args:
        without: corpora left out. meetings: meetings left out, of AMI or MRDA. held: our own examples' held
            fifth is used too.
    """
    found = []
    for name in TRAINED_ON:
        if name in without:
            continue
        corpus = read(folder, name)
        use = (
            np.isin(corpus.splits, ("train",))
            if name in ("mrda", "ami", "goemotions")
            else np.ones(len(corpus.rows), bool)
        )
        use &= np.array([row["conversation_id"] not in meetings for row in corpus.rows])
        found.append((corpus, use))
    if "ours" not in without:
        corpus = ours(examples)
        corpus = padded(corpus, plain_texts(found))
        found.append((corpus, np.ones(len(corpus.rows), bool) if held else corpus.splits == "train"))
    if TRANSCRIPTS not in without:
        corpus = transcripts()
        found.append((corpus, corpus.splits == "train"))
    return found


def written(arrays: Mapping[str, Any]) -> bytes:
    """The arrays as an ``.npz`` that is the same for the same arrays."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in sorted(arrays):
            one = io.BytesIO()
            np.save(one, np.asarray(arrays[name]))
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_LZMA)
    return whole.getvalue()


def main() -> int:
    """Train, write, and say the hash."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--check", action="store_true", help="do not write; fail if the weights differ from those shipped"
    )
    asked.add_argument("--to", type=Path, default=WEIGHTS, help="where to write")
    asked.add_argument("--examples", type=Path, default=FOLDER, help="folder of our own examples")
    asked.add_argument(
        "--kept", type=Path, default=KEPT, help="folder for a sentence model's points, found there by the next run"
    )
    given = asked.parse_args()
    made = written(trained(parts(SHARED, examples=given.examples), Recipe(), name=NAME, kept=given.kept))
    digest = hashlib.sha256(made).hexdigest()
    print(f"{len(made) / 1e6:.2f} MB, sha256 {digest}")
    if given.check:
        same = WEIGHTS.read_bytes() == made
        print("the same as shipped" if same else "NOT what is shipped")
        return 0 if same else 1
    given.to.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
