"""What was read, turn by turn, in public corpora: which are acts of vulnerability, or promise something.

``readings/CORPUS.tsv``, a line a stretch of one conversation: its name, its first and last turn, a check of their
lengths, and ``turn:label,label?`` of every turn that has one, a label in doubt with a question mark. Every other turn
of the stretch was read and has none. No word of a corpus stands there. What each label means: ``labelling.md``.
What a second reader made of some stretches, without the first one's marks, stands in ``readings/second``; what only one
of the two marked is in doubt.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

__all__ = ["FOLDER", "READ", "TAUGHT", "Stretch", "agreement", "check", "kappa", "overlaid", "readings"]

FOLDER: Final = Path(__file__).parent / "readings"

READ: Final = (
    "problem", "challenge", "idea", "help_seeking", "not_knowing", "mistake", "personal", "protection", "commitment",
)  # fmt: skip
"""The labels that were read for."""

_OF_TALK: Final = {"problem": "talk_problem", "challenge": "talk_challenge"}
_OF_WRITING: Final = {"idea": "idea", "mistake": "mistake", "help_seeking": "help_seeking"}
TAUGHT: Final[Mapping[str, Mapping[str, str]]] = {
    "mrda": _OF_TALK, "ami": _OF_TALK, "emailintent": _OF_WRITING, "premo": _OF_WRITING, "politeness": _OF_WRITING,
}  # fmt: skip
"""By corpus, which labels are taken from the readings, and the head that each teaches. Problems and challenges of talk
have heads of their own: in writing they are worded otherwise. Of ideas in talk the corpora say more."""

_SECOND: Final = "second"
_DOUBT: Final = float("nan")


@dataclass(frozen=True)
class Stretch:
    """Turns ``first`` to ``last`` of a conversation, all of them read.

    Attributes:
        check: of :func:`check`. labels: turn -> labels that hold. doubtful: turn -> labels on which readers could
            differ.
    """

    conversation: str
    first: int
    last: int
    check: str
    labels: Mapping[int, frozenset[str]] = field(repr=False)
    doubtful: Mapping[int, frozenset[str]] = field(repr=False)


def check(texts: Sequence[str | None]) -> str:
    """A short hash of the lengths of turns: another when the corpus is cut otherwise."""
    return f"{zlib.crc32(','.join(str(len(text or '')) for text in texts).encode()):08x}"


def readings(corpus: str, folder: Path = FOLDER) -> list[Stretch]:
    """Every stretch of a corpus that was read; none where nobody did.

    Raises:
        ValueError: a line is not written as it should be; it is named.
    """
    path = folder / f"{corpus}.tsv"
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            conversation, turns, hashed, *marks = line.rstrip("\t").split("\t")
            first, last = (int(end) for end in turns.split("-"))
            labels: dict[int, frozenset[str]] = {}
            doubtful: dict[int, frozenset[str]] = {}
            for mark in marks[0].split() if marks else ():
                turn, _, said = mark.partition(":")
                named = said.split(",")
                labels[int(turn)] = frozenset(label for label in named if not label.endswith("?"))
                doubtful[int(turn)] = frozenset(label[:-1] for label in named if label.endswith("?"))
            known = all(label in READ for told in (labels, doubtful) for some in told.values() for label in some)
            if not known or not all(first <= turn <= last for turn in labels):
                raise ValueError
        except ValueError:
            raise ValueError(f"{path.name}, line {number}: not a stretch as readings.py describes it") from None
        found.append(Stretch(conversation, first, last, hashed, labels, doubtful))
    return found


def overlaid(corpus: str, rows: Sequence[Mapping[str, Any]], folder: Path = FOLDER) -> dict[int, dict[str, float]]:
    """Place of a row -> what its reading says of it: 1, 0, or NaN where in doubt.

    Raises:
        ValueError: the corpus is cut otherwise than when it was read.
    """
    at = {(str(row["conversation_id"]), int(row["turn"])): place for place, row in enumerate(rows)}
    told: dict[int, dict[str, float]] = {}
    for stretch in (*readings(corpus, folder), *readings(corpus, folder / _SECOND)):
        places = [at.get((stretch.conversation, turn)) for turn in range(stretch.first, stretch.last + 1)]
        texts = [None if place is None else rows[place]["text"] for place in places]
        if check(texts) != stretch.check:
            raise ValueError(f"{corpus} is cut otherwise than when it was read ({stretch.conversation})")
        for turn, place in enumerate(places, start=stretch.first):
            if place is None or not rows[place]["text"]:
                continue
            yes, perhaps = stretch.labels.get(turn, frozenset()), stretch.doubtful.get(turn, frozenset())
            said = {label: 1.0 if label in yes else _DOUBT if label in perhaps else 0.0 for label in READ}
            before = told.get(place, said)
            told[place] = {label: said[label] if said[label] == before[label] else _DOUBT for label in READ}
    return told


def agreement(corpora: Sequence[str], folder: Path = FOLDER) -> dict[str, tuple[int, int, int, float]]:
    """By label, of turns that two readers read and neither was in doubt about: how many the first marked, the second,
    both, and Cohen's kappa. Labels that neither marked are left out."""
    pairs: dict[str, list[tuple[bool, bool]]] = {label: [] for label in READ}
    for corpus in corpora:
        first, second = (
            {(one.conversation, turn): (one.labels.get(turn, frozenset()), one.doubtful.get(turn, frozenset()))
             for one in readings(corpus, where) for turn in range(one.first, one.last + 1)}
            for where in (folder, folder / _SECOND)
        )  # fmt: skip
        for turn in first.keys() & second.keys():
            for label in READ:
                if label not in first[turn][1] | second[turn][1]:
                    pairs[label].append((label in first[turn][0], label in second[turn][0]))
    found = {label: kappa(told) for label, told in pairs.items()}
    return {label: told for label, told in found.items() if told[0] and told[1]}


def kappa(pairs: Sequence[tuple[bool, bool]]) -> tuple[int, int, int, float]:
    """How many the first of two readers marked, the second, both, and Cohen's kappa (NaN where neither marked any)."""
    one, other, both, n = sum(a for a, _ in pairs), sum(b for _, b in pairs), sum(a and b for a, b in pairs), len(pairs)
    if not (one or other):
        return 0, 0, 0, float("nan")
    chance = (one * other + (n - one) * (n - other)) / n**2
    return one, other, both, ((n - one - other + 2 * both) / n - chance) / (1 - chance)


def main() -> int:
    """Counts what was read, by corpus and label, and how far two readers agreed."""
    for path in sorted(FOLDER.glob("*.tsv")):
        stretches = readings(path.stem)
        turns = sum(one.last - one.first + 1 for one in stretches)
        counts = {label: sum(label in some for one in stretches for some in one.labels.values()) for label in READ}
        print(path.stem, f"{turns:,} turns,", ", ".join(f"{label} {n}" for label, n in counts.items()))
    print("read twice:")
    for label, (one, other, both, kappa) in agreement(("mrda", "ami")).items():
        print(f"  {label}: {one} and {other}, {both} of them the same; kappa {kappa:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
