"""How well the words of a reply tell its steps of LIVE, on our own labelled examples (MISSION S8).

``python evaluation/check_rehearsal.py`` prints, of every labelled answer to an act, how often a step that the words
tell is labelled, how many that are labelled they tell, and at which levels the rules that punish hit. It fails where
the words are right less often than :data:`BARS` says, or where such a rule hits what was valued. The rules were read
against these examples, so the figures flatter them; no human rating is in them.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training"))

from examples import examples

from saidanddone.listening.rehearsal_rules import broken
from saidanddone.listening.rehearsal_steps import said

STEPS = ("identify", "validate", "encourage", "declined")
BARS = {"validate": 0.70, "encourage": 0.60}
"""Least share of found steps that are labelled."""
MOST_WRONGLY = 0.005
"""Most of the answers of level 3 and above that a rule may call a punishment."""


def main() -> int:
    """Print the figures; 1 where a bar is missed."""
    met: Counter[tuple[str, bool, bool]] = Counter()
    levels: Counter[int] = Counter()
    punished: Counter[int] = Counter()
    for example in examples():
        for turn in example.turns:
            if turn.level is None or turn.answers is None:
                continue
            concern, reply = (text.replace("\\n", "\n") for text in (example.turns[turn.answers].text, turn.text))
            hits = broken(reply)
            words = said(concern, reply, [(hit.start, hit.end) for hit in hits if hit.rule.name != "but"])
            told = (bool(words.named), bool(words.valued), bool(words.invited), words.reasoned)
            met.update((step, step in turn.steps, there) for step, there in zip(STEPS, told, strict=True))
            levels[turn.level] += 1
            punished[turn.level] += any(hit.rule.weight == "punishes" for hit in hits)
    total = sum(levels.values())
    print(f"{total:,} answers")
    missed_bars = []
    for step in STEPS:
        right, wrong, missed = met[step, True, True], met[step, False, True], met[step, True, False]
        print(
            f"{step:<10} precision {right / max(right + wrong, 1):.2f}  recall {right / max(right + missed, 1):.2f}"
            f"  labelled in {(right + missed) / total:.0%}"
        )
        if right < BARS.get(step, 0) * (right + wrong):
            missed_bars.append(step)
    print("rules that punish, by level:", ", ".join(f"{n}: {punished[n]} of {levels[n]}" for n in sorted(levels)))
    if sum(punished[n] for n in (3, 4, 5)) > MOST_WRONGLY * sum(levels[n] for n in (3, 4, 5)):
        missed_bars.append("rules that punish")
    if missed_bars:
        print(f"below its bar: {', '.join(missed_bars)}")
    return bool(missed_bars)


if __name__ == "__main__":
    sys.exit(main())
