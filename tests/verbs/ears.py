"""A listener that hears by a few phrases, and a meeting, a chat and a table in which they are said."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.labels import CONTRACT, LABELS, LEVELS, REPLIES
from saidanddone.listening.listener import Scores, Standing

CUES = {
    "how do we": "question", "loses rows": "problem", "i broke": "mistake", "we could": "idea",
    "i would not": "challenge", "i will send": "commitment", "i have sent": "done", "thank you": "thanks",
    "not my problem": "hostility",
}  # fmt: skip
MET = {"thank you": "level_4", "not my problem": "level_1", "noted": "level_2"}
TIERS = {"question": "counted", "problem": "stated_error", **dict.fromkeys(LEVELS, "stated_error")}
GUESSED = {"question": "counted", "problem": "stated_error"}
"""Tiers of a listener whose reading of replies was never measured, as that of the default one."""


class Ears:
    """Hears each phrase at the same probability; a turn answers the one before it by somebody else."""

    name = "phrases"

    def __init__(self, heard: float = 0.9, tiers: Mapping[str, str] | None = None) -> None:
        self.heard, self.tiers = heard, TIERS if tiers is None else tiers

    def score(self, conversations: Sequence[Conversation]) -> list[Scores]:
        return [self._one(talk) for talk in conversations]

    def _one(self, talk: Conversation) -> Scores:
        n = len(talk.turns)
        turns = np.zeros((n, len(LABELS)), np.float32)
        replies = np.zeros((n, len(REPLIES)), np.float32)
        answers = np.full(n, -1, np.int32)
        for place, turn in enumerate(talk.turns):
            said = turn.text.casefold()
            for cue, label in CUES.items():
                turns[place, LABELS.index(label)] = self.heard if cue in said else 0.0
            before = talk.turns[place - 1] if place else None
            target = turn.reply_to
            if target is None and before is not None and before.speaker != turn.speaker:
                target = place - 1
            if target is not None:
                answers[place] = target
                level = next((found for cue, found in MET.items() if cue in said), "level_3")
                replies[place, REPLIES.index(level)] = 1.0
        return Scores(turns, answers, replies)

    def contract(self, conversations: Sequence[Conversation], scores: Sequence[Scores]) -> Any:  # noqa: ARG002
        columns = [LABELS.index(label) for label in CONTRACT]
        wide = [np.column_stack([each.turns[:, columns], each.replies[:, 0]]) for each in scores]
        return np.concatenate(wide).astype(np.float32)

    def standing(self, label: str, channel: str) -> Standing:  # noqa: ARG002
        return Standing(label, self.tiers.get(label, "proposed"), 0.5, 0.8, 0.7, 0.9, 0.5, "phrases")


ALICE, BOB, CHARLIE, DANA, EVE = "Alice Arundel", "Bob Brink", "Charlie Chen", "Dana Duarte", "Eve Eriksen"

SCRIPT: tuple[tuple[str, str], ...] = (
    (ALICE, "How do we stand with the release?"),
    (BOB, "The export loses rows in the last batch."),
    (ALICE, "Thank you for saying it so early."),
    (CHARLIE, "I broke the import on Tuesday and told nobody about it."),
    (DANA, "That is not my problem at all."),
    (EVE, "We could run both of the imports side by side for a week."),
    (ALICE, "I will send the plan by Friday noon."),
    (BOB, "I would not ship this on Thursday."),
    (CHARLIE, "Noted, let us go on with the next point."),
    (ALICE, "I have sent the plan to all of you."),
)
"""Ten turns: a question, a problem, a mistake, an idea, a promise, a challenge, and a promise that seems to be done."""

NAMES = {part for who, _ in SCRIPT for part in who.split()}
WORDS = ("loses rows", "broke the import", "not my problem", "side by side", "ship this")

DATED = "GMT20260907-140000_Recording.transcript.vtt"
"""A name that says when the meeting was, as Zoom writes it."""


def stamp(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}.000"


def meeting(path: Path, script: Sequence[tuple[str, str]] = SCRIPT, *, gap: int = 60) -> Path:
    """A transcript by Zoom, a turn every ``gap`` seconds."""
    lines = ["WEBVTT", ""]
    for n, (who, said) in enumerate(script):
        lines += [str(n + 1), f"{stamp(n * gap)} --> {stamp(n * gap + 8)}", f"{who}: {said}" if who else said, ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def chat(folder: Path, script: Sequence[tuple[str, str]] = SCRIPT, *, channel: str = "release") -> Path:
    """An export of a chat as a folder: one channel, one day, a message every ten minutes."""
    people = list(dict.fromkeys(who for who, _ in script))
    ids = {who: f"U{place:08}" for place, who in enumerate(people, 1)}
    (folder / channel).mkdir(parents=True, exist_ok=True)
    users = [
        {"id": ids[who], "name": who.split()[0].lower(), "profile": {"real_name": who, "display_name": who}}
        for who in people
    ]
    (folder / "users.json").write_text(json.dumps(users), encoding="utf-8")
    (folder / "channels.json").write_text(json.dumps([{"id": "C1", "name": channel}]), encoding="utf-8")
    said = [
        {"type": "message", "user": ids[who], "text": words, "ts": f"{1788789600 + 600 * n}.000100"}
        for n, (who, words) in enumerate(script)
    ]
    (folder / channel / "2026-09-07.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def turns_table(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """A table of turns; None is an empty cell."""
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def coded(script: Sequence[tuple[str, str]] = SCRIPT, conversation: object = "m1") -> list[dict[str, Any]]:
    """The same as rows whose speakers are codes."""
    people = list(dict.fromkeys(who for who, _ in script))
    return [
        {"conversation_id": conversation, "turn": n, "speaker": f"S{people.index(who) + 1}", "text": said}
        for n, (who, said) in enumerate(script)
    ]


def told(*said: str) -> None:
    """Nothing of what was said, and nobody who said it, is in any of it."""
    for text in said:
        assert not [name for name in NAMES if re.search(rf"\b{name}\b", text)]
        assert not [words for words in WORDS if words.casefold() in text.casefold()]
