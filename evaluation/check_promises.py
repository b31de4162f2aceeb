"""What the checks of promises are worth on top of the listener: precision and recall with them and without.

On meetings (MRDA's development part, on which the default listener was not trained; commitments are labelled sparingly
there, so precision is a lower bound), on e-mail sentences, whose one label stands for requests as well as for promises,
and the checks alone on our own examples, many of them near misses. The listener was trained on the latter two.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from saidanddone.listening.conversation import CHANNELS, Conversation, Turn
from saidanddone.listening.labels import LABELS
from saidanddone.listening.lean import lean
from saidanddone.listening.promising import promising

ROOT = Path(__file__).resolve().parents[1]
CORPORA = Path(os.environ.get("SAIDANDDONE_SHARED") or ROOT.parent / "shared") / "data" / "conversations"
COMMITMENT = LABELS.index("commitment")
THRESHOLDS = (0.1, 0.3, 0.5)

Told = list[tuple[Conversation, list[bool]]]


def corpus(name: str, channel: str, label: str, split: str) -> Iterator[tuple[Conversation, list[bool]]]:
    """Conversations of one part of a corpus, and for each turn whether it has the label."""
    rows = [row for row in pq.read_table(CORPORA / f"{name}.parquet").to_pylist() if row["split_suggested"] == split]
    for key, group in groupby(rows, key=lambda row: row["conversation_id"]):
        told = list(group)
        turns = tuple(Turn(row.get("speaker") or "", row["text"] or "", n + 1) for n, row in enumerate(told))
        yield Conversation(str(key), name, channel, turns), [label in (row["target"] or ()) for row in told]


def shown(name: str, told: Sequence[tuple[Conversation, list[bool]]]) -> bool:
    """A line a threshold: the listener alone, and what stands the checks; whether precision rose at every one."""
    rose = True
    probability = np.concatenate([s.turns[:, COMMITMENT] for s in lean().score([talk for talk, _ in told])])
    wanted = np.concatenate([np.array(labels) for _, labels in told])
    formed = np.array([bool(promising(turn.text)) for talk, _ in told for turn in talk.turns])
    print(f"\n{name}: {len(wanted)} turns, {wanted.sum()} labelled; {formed.sum()} have the form of a promise")
    for threshold in THRESHOLDS:
        cells, precisions = [], []
        for chosen in (probability >= threshold, (probability >= threshold) & formed):
            right, hits = int((chosen & wanted).sum()), int(chosen.sum())
            precisions.append(right / max(1, hits))
            cells.append(f"{right} of {hits} right = {precisions[-1]:.2f}, recall {right / wanted.sum():.2f}")
        rose &= precisions[1] > precisions[0]
        print(f"  from {threshold}: listener {cells[0]}; checked {cells[1]}")
    return rose


def by_form() -> None:
    """The checks without any listener, on our own examples, by channel."""
    sys.path.insert(0, str(ROOT / "training"))
    from examples import examples

    counts: Counter[tuple[str, bool, bool]] = Counter()
    for example in examples():
        for turn in example.turns:
            form = bool(promising(turn.text.replace("\\n", "\n")))
            counts[example.channel, "commitment" in turn.labels, form] += 1
    print("\nour own examples, form alone")
    for channel in CHANNELS:
        right, wrong, missed = (counts[(channel, *key)] for key in ((True, True), (False, True), (True, False)))
        print(f"  {channel:<8} precision {right / (right + wrong):.2f}, recall {right / (right + missed):.2f}", end="")
        print(f" ({right} found, {wrong} wrongly, {missed} missed)")


def main() -> int:
    """Prints the figures; 1 if the checks do not raise precision on meetings at every threshold."""
    raised = shown("MRDA, development part", list(corpus("mrda", "meeting", "commitment", "dev")))
    shown("e-mail sentences", list(corpus("emailintent", "email", "commitment_or_request", "train")))
    by_form()
    print(f"\nbar: the checks raise precision on meetings at every threshold: {'met' if raised else 'MISSED'}")
    return 0 if raised else 1


if __name__ == "__main__":
    sys.exit(main())
