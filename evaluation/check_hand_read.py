"""What the listener hears in three real conversations, beside what is there: they were read by hand, turn by turn.

Precision with its 90 % interval (Wilson) and recall a label, at the listener's own thresholds; whether the answer to an
act is found and its level right; promises. ``--write PAGE`` puts the tables between the page's markers. ``--wrong``
lists the places of what was heard wrongly and missed, for whoever looks them up; never a word.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from saidanddone.listening.answers import answered
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.heard import HeardAct, HeardPromise
from saidanddone.listening.hearing import hear
from saidanddone.listening.judged import wilson
from saidanddone.listening.labels import ACTS, LABELS
from saidanddone.listening.lean import lean
from saidanddone.listening.listener import Listener, Scores
from saidanddone.verbs.talk import spoken

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SAIDANDDONE_SHARED") or ROOT.parent / "shared")
READ = Path(__file__).parent / "hand_read"
TOGETHER = "all three"

Place = tuple[str, int]


@dataclass(frozen=True)
class HandRead:
    """What is there in one conversation.

    Attributes:
        name, source: of the file of facts, and of the conversation under the shared folder.
        turns, check: how many turns it was cut into, and their hash.
        labels, doubtful: turn -> labels that hold, and those on which readers could differ.
        answers: act's turn, answering turn, level. promises, doubtful_promises: turn -> a day, ``vague`` or empty.
    """

    name: str
    source: str
    turns: int
    check: str
    labels: Mapping[int, frozenset[str]]
    doubtful: Mapping[int, frozenset[str]]
    answers: Sequence[tuple[int, int, int]]
    promises: Mapping[int, str]
    doubtful_promises: Mapping[int, str]


@dataclass
class Tally:
    """Places heard rightly, wrongly, doubtfully (neither), and missed."""

    right: set[Place] = field(default_factory=set)
    wrong: set[Place] = field(default_factory=set)
    doubtful: set[Place] = field(default_factory=set)
    missed: set[Place] = field(default_factory=set)

    def count(self, where: str, turns: int, heard: set[int], there: set[int], perhaps: set[int]) -> None:
        """Adds one conversation."""
        for turn in range(turns):
            if turn in heard:
                kept = self.right if turn in there else self.doubtful if turn in perhaps else self.wrong
                kept.add((where, turn))
            elif turn in there:
                self.missed.add((where, turn))

    @property
    def empty(self) -> bool:
        """Whether nothing was heard and nothing was there."""
        return not (self.right or self.wrong or self.doubtful or self.missed)

    def cells(self) -> list[str]:
        """Heard, right, doubtful, precision with its interval, there, recall."""
        right, judged = len(self.right), len(self.right) + len(self.wrong)
        there = right + len(self.missed)
        low, high = wilson(right, judged) if judged else (0.0, 1.0)
        return [
            str(judged + len(self.doubtful)), str(right), str(len(self.doubtful)),
            f"{right / judged:.2f} ({low:.2f}–{high:.2f})" if judged else "–",
            str(there), f"{right / there:.2f}" if there else "–",
        ]  # fmt: skip


@dataclass
class Answers:
    """Of the acts that are there and were answered, how well the answer was told."""

    acts: int = 0
    told: int = 0
    right: int = 0
    exact: int = 0
    near: int = 0
    speech: int = 0
    unanswered: int = 0
    left: int = 0

    def cells(self) -> list[str]:
        """Answered, an answer told, the right one, exact, within one, linked to the speech; unanswered, left so."""
        told = self.acts, self.told, self.right, self.exact, self.near, self.speech, self.unanswered, self.left
        return [str(n) for n in told]


def cut(conversation: Conversation) -> str:
    """A short hash of the lengths of the turns: another when the conversation is cut otherwise."""
    lengths = ",".join(str(len(turn.text)) for turn in conversation.turns)
    return hashlib.sha256(lengths.encode()).hexdigest()[:16]


def hand_read() -> list[HandRead]:
    """Every conversation that was read."""
    found = []
    for path in sorted(READ.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        labels, doubtful = (
            {int(turn): frozenset(labels) for turn, labels in told[key].items()} for key in ("labels", "doubtful")
        )
        answers = [(act, by, level) for act, by, level in told["answers"]]
        promises, perhaps = (dict(told[key]) for key in ("promises", "doubtful_promises"))
        found.append(
            HandRead(
                path.stem, told["source"], told["turns"], told["check"], labels, doubtful, answers, promises, perhaps
            )
        )
    return found


def opened(read: HandRead, shared: Path = SHARED) -> Conversation:
    """The conversation itself, as the product reads it."""
    return spoken([shared / read.source], fresh_key=bytes(32)).conversations[0]


def places(labels: Mapping[int, frozenset[str]], of: str) -> set[int]:
    """Turns that have a label."""
    return {turn for turn, found in labels.items() if of in found}


def by_label(read: HandRead, talk: Conversation, scores: Scores, by: Listener, into: dict[str, Tally]) -> None:
    """What reaches a label's threshold, beside what is there."""
    for column, label in enumerate(LABELS):
        reaches = scores.turns[:, column] >= by.standing(label, talk.channel).threshold
        heard = {turn for turn, reached in enumerate(reaches.tolist()) if reached}
        into.setdefault(label, Tally()).count(
            read.name, read.turns, heard, places(read.labels, label), places(read.doubtful, label)
        )


def one_speech(talk: Conversation, a: int, b: int) -> bool:
    """Whether two turns are parts of what one person said without a break."""
    return len({turn.speaker for turn in talk.turns[min(a, b) : max(a, b) + 1]}) == 1


def told_answers(read: HandRead, talk: Conversation, scores: Scores, by: Listener, into: Answers) -> None:
    """Given every act that is there, which answer the product tells, and at which level."""
    acts = [
        HeardAct(f"a-{turn}", turn, talk.turns[turn].speaker, kinds[0], 1.0, "counted")
        for turn, labels in sorted(read.labels.items())
        if (kinds := [label for label in ACTS if label in labels])
    ]
    truly: dict[int, dict[int, int]] = {}
    for act, turn, level in read.answers:
        truly.setdefault(act, {})[turn] = level
    for act in answered(talk, scores, by, acts, leaders=(), promised={}):
        levels, met = truly.get(act.turn), act.met
        if levels is None:
            into.unanswered += 1
            into.left += met is None
            continue
        into.acts += 1
        into.told += met is not None
        links = (int(scores.answers[turn]) for turn in levels)
        into.speech += any(link >= 0 and one_speech(talk, act.turn, link) for link in links)
        if met is not None and met.turn in levels:
            off = abs(met.level - levels[met.turn])
            into.right, into.exact, into.near = into.right + 1, into.exact + (off == 0), into.near + (off <= 1)


def same_day(promise: HeardPromise, day: str) -> bool:
    """Whether by when is told as it is; where no day is named, none may be told."""
    told = "" if promise.due_us is None else datetime.fromtimestamp(promise.due_us / 1e6, UTC).date().isoformat()
    return told == (day if day != "vague" else "")


def table(head: str, rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table."""
    rule = "| " + " | ".join("---" for _ in head.split("|")) + " |"
    return [f"| {head} |", rule, *("| " + " | ".join(row) + " |" for row in rows)]


def measured(by: Listener, wrong: bool = False) -> Iterator[str]:
    """Lines of the report."""
    reads = hand_read()
    talks = [opened(read) for read in reads]
    for read, talk in zip(reads, talks, strict=True):
        if (len(talk.turns), cut(talk)) != (read.turns, read.check):
            raise SystemExit(f"{read.name}: it is cut into other turns than when it was read; read it by hand again.")
    scored = by.score(talks)
    labels: dict[str, dict[str, Tally]] = {}
    answers: dict[str, Answers] = {}
    acts, promises, days = Tally(), Tally(), [0, 0]
    for read, talk, scores in zip(reads, talks, scored, strict=True):
        for where in (read.name, TOGETHER):
            by_label(read, talk, scores, by, labels.setdefault(where, {}))
            told_answers(read, talk, scores, by, answers.setdefault(where, Answers()))
        hearing = hear(talk, scores, by)
        any_act, perhaps = (
            {turn for turn, found in told.items() if found & set(ACTS)} for told in (read.labels, read.doubtful)
        )
        acts.count(read.name, read.turns, {act.turn for act in hearing.acts}, any_act, perhaps)
        promised = {promise.turn: promise for promise in hearing.promises}
        promises.count(read.name, read.turns, set(promised), {*read.promises}, {*read.doubtful_promises})
        right = [same_day(promised[turn], day) for turn, day in read.promises.items() if turn in promised]
        days = [days[0] + sum(right), days[1] + len(right)]
    head = "heard | right | doubtful | precision (90 %) | there | recall"
    turns = sum(read.turns for read in reads)
    yield f"`{by.name}`, {turns} turns of {len(reads)} conversations. Doubtful ones are neither right nor wrong.\n"
    for where in (TOGETHER, *(read.name for read in reads)):
        yield f"**{where}**\n"
        yield from table(f"label | {head}", [[f"`{n}`", *t.cells()] for n, t in labels[where].items() if not t.empty])
        yield ""
    yield "**what the product tells of all three**\n"
    yield from table(
        f"what | {head}", [["a turn is an act, of whatever kind", *acts.cells()], ["a promise", *promises.cells()]]
    )
    yield f"\nBy when, of promises heard rightly: {days[0]} of {days[1]} right.\n"
    yield "**answers, given the acts that are there**\n"
    yield from table(
        "conversation | answered acts | some answer told | the right one | level exact | within one | "
        "linked to that speech | unanswered acts | left unanswered",
        [[where, *answers[where].cells()] for where in (*(read.name for read in reads), TOGETHER)],
    )
    if wrong:
        for name, tally in [*labels[TOGETHER].items(), ("any act", acts), ("promise", promises)]:
            yield f"\n{name} wrong: {sorted(tally.wrong)}\n{name} missed: {sorted(tally.missed)}"


def written(page: str, figures: str) -> str:
    """The page with the figures between its markers."""
    begin, end = "<!-- begin figures -->", "<!-- end figures -->"
    before, rest = page.split(begin, 1)
    return f"{before}{begin}\n{figures}\n{end}{rest.split(end, 1)[1]}"


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables between the markers of this page")
    parser.add_argument("--wrong", action="store_true", help="list the places of what was wrong or missed")
    asked = parser.parse_args()
    figures = "\n".join(measured(lean(), asked.wrong))
    print(figures)
    if asked.write:
        page = asked.write.read_text(encoding="utf-8")
        asked.write.write_text(written(page, figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
