"""Whole meetings written by us as a recorder would have them: most turns are nothing, as in real talk.

``transcripts/*.txt``, in the form of our examples; what labels mean and how the meetings were written:
``labelling.md``. Files whose name begins with ``held`` are never trained on: they measure. What a second reader made of
those, without the writer's labels, stands in ``second.tsv`` (a meeting a line, turns counted from 1, a label in doubt
with a question mark); what only one of the two marked is in doubt.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from corpora import HEADS, Corpus
from examples import examples
from readings import READ, kappa

from saidanddone.listening.conversation import Conversation, Turn

__all__ = ["NAME", "TRANSCRIPTS", "second_readings", "transcripts"]

TRANSCRIPTS: Final = Path(__file__).with_name("transcripts")
NAME: Final = "transcripts"

Marks = Mapping[str, Mapping[int, frozenset[str]]]


def transcripts(folder: Path = TRANSCRIPTS) -> Corpus:
    """The meetings; what they say of a turn stands in ``readings``, and no head of the first pass learns of it."""
    second = second_readings(folder)
    conversations, rows, told = [], [], []
    for file in sorted(folder.glob("*.txt")):
        split = "held" if file.name.startswith("held") else "train"
        for example in examples(folder, file.name):
            turns = []
            for number, turn in enumerate(example.turns):
                turns.append(Turn(turn.speaker, turn.text, number + 1))
                marks = None if example.id not in second else second[example.id].get(number, frozenset())
                told.append([_told(label, turn.labels, marks) for label in READ])
                rows.append({
                    "conversation_id": example.id, "turn": number, "text": turn.text, "speaker": turn.speaker,
                    "split": split, "level": turn.level, "labels": sorted(turn.labels), "steps": sorted(turn.steps),
                    "answers": turn.answers,
                })  # fmt: skip
            conversations.append(Conversation(example.id, NAME, "meeting", turns))
    nothing = np.full((len(rows), len(HEADS)), np.nan, np.float32)
    return Corpus(NAME, conversations, nothing, rows, np.array(told, np.float32).reshape(len(rows), len(READ)))


def second_readings(folder: Path = TRANSCRIPTS) -> Marks:
    """Meeting -> turn, counted from 0 -> what a second reader marked, with a question mark what they doubted."""
    found = {}
    for line in (folder / "second.tsv").read_text(encoding="utf-8").splitlines():
        meeting, _, marks = line.partition("\t")
        turns = (mark.partition(":") for mark in marks.split())
        found[meeting] = {int(turn) - 1: frozenset(said.split(",")) for turn, _, said in turns}
    return found


def _told(label: str, labels: Iterable[str], second: frozenset[str] | None) -> float:
    first = label in labels
    if second is not None and (f"{label}?" in second or first != (label in second)):
        return float("nan")
    return float(first)


def main() -> int:
    """Counts the turns and labels of what is trained on and of what is held, and how far two readers agreed."""
    corpus, second = transcripts(), second_readings()
    for split in ("train", "held"):
        rows = [row for row in corpus.rows if row["split"] == split]
        counts = {label: sum(label in row["labels"] for row in rows) for label in READ}
        meetings = len({row["conversation_id"] for row in rows})
        print(f"{split}: {meetings} meetings, {len(rows):,} turns,", ", ".join(f"{a} {n}" for a, n in counts.items()))
    read = [row for row in corpus.rows if row["conversation_id"] in second]
    for label in READ:
        pairs = [
            (label in row["labels"], label in marks)
            for row in read
            if f"{label}?" not in (marks := second[row["conversation_id"]].get(row["turn"], frozenset()))
        ]
        one, other, both, agreed = kappa(pairs)
        print(f"  {label}: the writer {one}, the reader {other}, {both} of them the same; kappa {agreed:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
