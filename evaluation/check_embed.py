"""What the listener of [embed] adds to the default: average precision of 15 tags of MRDA, its speed, and its sameness.

Both are measured on the development split, which neither was trained on. Also told: how far one conversation's scores
move when it comes with others, whether the weights were made for the default listener that ships, and turns a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

import numpy as np
import pyarrow.parquet as pq
from listening_measures import as_read
from numpy.typing import NDArray
from readings import READ
from transcripts import NAME as TRANSCRIPTS

from saidanddone.listeners.embed import Embed, embed
from saidanddone.listeners.embed_encoder import encoder
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.lean import TAGS, Lean, lean

SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
CORPUS = SHARED / "data" / "conversations" / "mrda.parquet"
BAR, GAIN, SPEED, MEMORY = 0.55, 0.01, 100, 500
MEANS = {
    "q": ("qy", "qw", "qo", "qr", "qrr", "qh"),
    "corr": ("bsc", "bc"),
}
"""Tags of ours that stand for several of MRDA; every other for itself."""


def average_precision(right: NDArray[np.bool_], score: NDArray[np.float32]) -> float:
    """Area under precision over recall, in steps, equal scores together."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(right[order])
    ends = np.append(np.flatnonzero(np.diff(score[order])), len(order) - 1)
    recall = hits[ends] / hits[-1]
    return float((np.diff(recall, prepend=0) * hits[ends] / (ends + 1)).sum())


def read() -> tuple[list[Conversation], dict[str, NDArray[np.bool_]]]:
    """The conversations of the development split, and where each tag stands."""
    rows = pq.read_table(CORPUS, filters=[("split", "=", "dev")]).to_pylist()
    names = list(dict.fromkeys(row["conversation_id"] for row in rows))
    conversations, ordered = [], []
    for name in names:
        of = sorted((row for row in rows if row["conversation_id"] == name), key=lambda row: row["turn"])
        turns = [
            Turn(row["speaker"] or "", row["text"] or "", place + 1, row.get("start"), row.get("end"))
            for place, row in enumerate(of)
        ]
        conversations.append(Conversation(name, "mrda", "meeting", turns))
        ordered += of
    tags = [
        frozenset(row["raw_da"].replace("|", ".").replace(":", ".").replace("^", ".").split(".")) for row in ordered
    ]
    return conversations, {tag: np.array([bool(has & set(MEANS.get(tag, (tag,)))) for has in tags]) for tag in TAGS}


def table(
    told: dict[str, NDArray[np.bool_]], listeners: dict[str, Lean | Embed], some: list[Conversation]
) -> list[float]:
    """Average precision by tag, printed; the means."""
    scores = {name: listener.tags(some) for name, listener in listeners.items()}
    found = {
        name: [average_precision(told[tag], score[:, place]) for place, tag in enumerate(TAGS)]
        for name, score in scores.items()
    }
    print(f"{'tag':6}{'there':>7}" + "".join(f"{name:>9}" for name in listeners))
    for place, tag in enumerate(TAGS):
        print(f"{tag:6}{told[tag].sum():>7,}" + "".join(f"{found[name][place]:>9.3f}" for name in listeners))
    means = [float(np.mean(found[name])) for name in listeners]
    print(f"{'mean':6}{'':7}" + "".join(f"{mean:>9.3f}" for mean in means))
    return means


def ours(listeners: dict[str, Lean | Embed]) -> None:
    """Average precision by label on our own whole meetings that nothing was trained on, printed."""
    found = {name: as_read(listener, CORPUS.parent, {TRANSCRIPTS: "held"}) for name, listener in listeners.items()}
    print(f"\n{'our meetings, held out':24}{'there':>7}" + "".join(f"{name:>9}" for name in listeners))
    for label in READ:
        there = int(next(iter(found.values()))[label].right.sum())
        each = (average_precision(told[label].right, told[label].score) for told in found.values())
        print(f"{label:24}{there:>7,}" + "".join(f"{value:>9.3f}" for value in each))


def main() -> int:
    """Measure, print, and fail where a bar is not reached."""
    if not CORPUS.is_file():
        print("The real data is not beside this clone (SAIDANDDONE_SHARED).")
        return 0
    conversations, told = read()
    n = sum(len(one.turns) for one in conversations)
    print(f"MRDA, development split: {len(conversations)} meetings, {n:,} turns\n")
    began = time.perf_counter()
    encoder()([turn.text for turn in conversations[0].turns])
    first = len(conversations[0].turns) / (time.perf_counter() - began)
    listeners: dict[str, Lean | Embed] = {"default": lean(), "embed": embed()}
    default, with_embeddings = table(told, listeners, conversations)
    ours(listeners)
    alone = embed().score(conversations[1:2])[0].turns
    among = embed().score(conversations[:3])[1].turns
    apart = float(np.abs(alone - among).max())
    with files("saidanddone.listeners").joinpath("weights", "embed.npz").open("rb") as file, np.load(file) as weights:
        made_for = json.loads(bytes(weights["meta"]).decode())["lean"]
    shipped = hashlib.sha256(files("saidanddone.listening").joinpath("weights", "lean.npz").read_bytes()).hexdigest()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print()
    good = True
    for what, passed in (
        (f"mean over 15 tags with [embed] {with_embeddings:.3f}, at least {BAR}", with_embeddings >= BAR),
        (f"above the default by {with_embeddings - default:.3f}, at least {GAIN}", with_embeddings - default >= GAIN),
        (f"turns a second on one core {first:,.0f}, at least {SPEED}", first >= SPEED),
        (f"memory at most {memory:,.0f} MB, at most {MEMORY + 300} with the corpus", memory <= MEMORY + 300),
        (f"scores alone and among others differ by {apart:.1e}, at most 1e-5", apart <= 1e-5),
        ("made for the default listener that ships (else: python training/embed.py)", made_for == shipped),
    ):
        print(f"{'ok ' if passed else 'NOT'}  {what}")
        good &= passed
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
