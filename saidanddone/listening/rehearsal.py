"""A reply looked over before it is sent: which steps of LIVE it has, what is missing, two edits by rule (S8, B2).

It is a checklist. How a reply will land is a listener's guess, held within what its words plainly say, and no human
rating has confirmed such guesses. A no that gives its reason is an answer (level 3), never a punishment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from saidanddone.listening.acts import HIGHEST_FIRST
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.labels import ACTS, LABELS, LEVELS, REPLIES
from saidanddone.listening.listener import Listener, Scores
from saidanddone.listening.rehearsal_edits import Edit, made, suggest
from saidanddone.listening.rehearsal_rules import ATTACK, Hit, broken, sentences
from saidanddone.listening.rehearsal_steps import Words, said

__all__ = ["LONGEST", "STEPS", "Rehearsal", "Step", "rehearse"]

STEPS: Final = ("look", "identify", "validate", "encourage")
"""The four steps of LIVE, in their order."""

LONGEST: Final = 20_000
"""Characters of a concern or a reply; more is a document."""

_CHANNEL: Final = "chat"
_SURE: Final = 0.5
"""A step that no word of the reply tells is believed from this probability on, however low its threshold."""
_MOVED: Final = 0.8
"""So much of what a listener puts outside what the words plainly say is moved to the nearest level within."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist.

    Attributes:
        name: of :data:`STEPS`. there: whether the reply has it. why: one line. by: ``words``, ``listener`` or empty.
    """

    name: str
    there: bool
    why: str = field(repr=False)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the checklist says of a reply. Its ``repr`` quotes nobody.

    Attributes:
        kind: what the concern seems to be (``labels.ACTS``); None if none of them.
        steps: the four lines of the checklist, in order. levels: probabilities of level 1 to 5, summing to one.
        level: 1..5, where it most likely lands. says_no, reasoned: whether the reply declines, and says why.
        broken: names of the rules it breaks, the gravest first.
        edits: at most two. revised: the reply with them made; every other word stays as it was written.
    """

    kind: str | None
    steps: tuple[Step, ...]
    levels: tuple[float, ...]
    level: int
    says_no: bool
    reasoned: bool
    broken: tuple[str, ...]
    edits: tuple[Edit, ...] = field(repr=False)
    reply: str = field(repr=False)
    revised: str = field(repr=False)
    listener: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The steps it lacks, in order."""
        return tuple(step.name for step in self.steps if not step.there)

    def to_dict(self) -> dict[str, Any]:
        """As JSON (schema rehearsal/1). It holds the writer's own reply."""
        return {
            "schema": "rehearsal/1",
            "kind": self.kind,
            "checklist": [
                {"step": one.name, "there": one.there, "why": one.why, "by": one.by or None} for one in self.steps
            ],
            "missing": list(self.missing),
            "lands": {
                "level": self.level, "probabilities": [round(p, 4) for p in self.levels], "validated": False,
                "listener": self.listener,
            },
            "says_no": self.says_no,
            "reasoned": self.reasoned,
            "rules": list(self.broken),
            "edits": [
                {"rule": one.rule, "step": one.step, "start": one.start, "end": one.end,
                 "replaces": self.reply[one.start : one.end], "instead": one.instead, "why": one.why}
                for one in self.edits
            ],
            "revised": self.revised,
        }  # fmt: skip


def rehearse(concern: str, reply: str, listener: Listener) -> Rehearsal:
    """Look over a reply to a concern. Pure: the same words and listener give the same checklist.

    Args:
        concern: what somebody brought. reply: the draft. Both stay in memory; neither may be blank.

    Raises:
        ValueError: one of them is blank, or longer than :data:`LONGEST` characters.
    """
    if not (concern.strip() and reply.strip()) or max(len(concern), len(reply)) > LONGEST:
        raise ValueError(f"a concern and a reply have 1 to {LONGEST} characters each")
    (heard,) = _heard(listener, concern, [reply])
    hits = broken(reply)
    words = said(concern, reply, [(hit.start, hit.end) for hit in hits if hit.rule.name != "but"])
    closing = _closing(reply)
    kind = heard.kind()
    punished = any(hit.rule.weight == "punishes" for hit in hits)
    if heard.attacks() and not (punished or closing or words.reasoned or words.valued):
        hits.insert(0, _attack(concern, reply, listener))
    steps = _steps(words, heard, hits, punished=punished, closing=closing)
    there = {step.name for step in steps if step.there}
    says_no = not closing and (words.says_no or heard.holds("declined"))
    reasoned = says_no and not punished and (words.reasoned or (heard.holds("declined") and not words.says_no))
    ended = closing or (says_no and not reasoned)
    low, high = _bounds(there, hits, punished=punished, ended=ended, reasoned=reasoned)
    if low == 1 and not (punished or heard.attacks()):
        low, high = 2, max(2, high)
    levels = _within(heard.levels(), low, high)
    order = ("validate", "encourage", "identify") if closing else ("validate", "identify", "encourage")
    lacks = [step for step in order if step not in there]
    if words.says_no and not reasoned and not closing and not (there & {"validate", "encourage"}):
        lacks.insert(0, "reason")
    edits = suggest(concern, reply, hits, lacks=lacks, kind=kind, says_no=says_no, closing=closing)
    return Rehearsal(
        kind, steps, levels, max(range(low, high + 1), key=lambda level: (levels[level - 1], level)), says_no, reasoned,
        ("closing",) * closing + tuple(dict.fromkeys(hit.rule.name for hit in hits)), edits, reply, made(reply, edits),
        listener.name,
    )  # fmt: skip


class _Heard:
    """What the listener scored, by label."""

    def __init__(self, listener: Listener, scores: Scores) -> None:
        self._listener = listener
        self._concern, self._row, self._reply = scores.turns[0], scores.turns[1], scores.replies[1]

    def holds(self, *labels: str) -> bool:
        """Whether one of these labels is believed of the reply."""
        for label in labels:
            value = self._row[LABELS.index(label)] if label in LABELS else self._reply[REPLIES.index(label)]
            if value >= max(self._listener.standing(label, _CHANNEL).threshold, _SURE):
                return True
        return False

    def kind(self) -> str | None:
        """What the concern is: the highest that may be counted, else the likeliest of those that may be proposed."""
        firm: list[tuple[float, str]] = []
        open_: list[tuple[float, str]] = []
        for kind in ACTS:
            value, stands = float(self._concern[LABELS.index(kind)]), self._listener.standing(kind, _CHANNEL)
            if value >= stands.threshold:
                (open_ if stands.tier == "proposed" else firm).append((value, kind))
        if firm:
            return min((kind for _, kind in firm), key=HIGHEST_FIRST.index)
        return max(open_)[1] if open_ else None

    def attacks(self) -> float:
        """How surely it attacks and punishes, 0..2; 0 unless both are believed (level 1 needs an attack)."""
        both = self.holds("hostility") and self.holds("level_1")
        hostile = self._row[LABELS.index("hostility")] + self._reply[REPLIES.index("level_1")]
        return float(hostile) if both else 0.0

    def levels(self) -> list[float]:
        """Five probabilities that sum to one; all alike where the listener says nothing."""
        found = [float(self._reply[REPLIES.index(level)]) for level in LEVELS]
        total = sum(found)
        return [one / total for one in found] if total > 0 else [1 / len(found)] * len(found)


def _heard(listener: Listener, concern: str, replies: Sequence[str]) -> list[_Heard]:
    talks = [
        Conversation(
            f"rehearsal {n}", "rehearsal", _CHANNEL, (Turn("them", concern, 1), Turn("you", one, 2, reply_to=0))
        )
        for n, one in enumerate(replies)
    ]
    return [_Heard(listener, scores) for scores in listener.score(talks)]


_SENTENCES: Final = 12


def _attack(concern: str, reply: str, listener: Listener) -> Hit:
    """The sentence in which a listener hears an attack most, of the first few."""
    parts = sentences(reply, _SENTENCES) or [(0, len(reply))]
    heard = _heard(listener, concern, [reply[start:end] for start, end in parts])
    worst = max(range(len(parts)), key=lambda n: (heard[n].attacks(), -n))
    return Hit(ATTACK, *parts[worst])


_SHORT: Final = 90
_END_PHRASES: Final = (
    "noted, duly noted, ok, okay, k, kk, fine, sure, whatever, got it, i see, alright, all right, understood, "
    "right, thanks, thank you, thx, ty, cheers, will do, yep, yes, yeah, good to know, "
    "thanks for the feedback, thanks for your feedback, thank you for the feedback, "
    "thank you for your feedback, thanks for your input, thanks for the input, thank you for your input, "
    "thanks for sharing, thank you for sharing, thanks for letting me know, thanks for the heads up, "
    "no worries, it's fine, it is fine, no problem, never mind, don't worry, don't worry about it, "
    "it will be fine, it'll be fine, we'll see, interesting, moving on, next, anyway, i'll think about it, "
    "i hear you, point taken, message received, acknowledged, fair enough, so, well, lol, haha, what else, "
    "anything else"
)
_ENDS: Final = tuple(_END_PHRASES.split(", "))


def _closing(reply: str) -> bool:
    """Whether a reply is nothing but an end: "noted", "ok, thanks"."""
    plain = re.sub(r"[^\w' ]+", " ", reply.casefold().replace("’", "'"))
    left = " ".join(plain.split())
    if len(left) > _SHORT:
        return False
    while left:
        end = max((one for one in _ENDS if left == one or left.startswith(f"{one} ")), key=len, default=None)
        if end is None:
            return False
        left = left[len(end) :].strip()
    return True


def _steps(words: Words, heard: _Heard, hits: Sequence[Hit], *, punished: bool, closing: bool) -> tuple[Step, ...]:
    """The four lines, each with where it comes from: the words that tell it, or the listener's guess."""
    look = Step("look", True, "You answer, so it was seen.", "words")
    shut = punished or closing
    if words.named:
        named = " and ".join(f"“{_clipped(one)}”" for one in words.named[:2])
        identify = Step("identify", True, f"You take up what they brought: {named}.", "words")
    elif not (closing or hits) and heard.holds("identify"):
        identify = Step("identify", True, "It seems to name what they brought.", "listener")
    else:
        identify = Step("identify", False, "Nothing names what they brought, so it may not have arrived.")
    against = next((hit.rule.why for hit in hits if hit.rule.weight == "punishes"), "")
    if words.valued and not shut:
        validate = Step("validate", True, f"“{_clipped(words.valued)}” says that it was worth saying.", "words")
    elif not (shut or hits) and heard.holds("validate", "validation", "thanks"):
        validate = Step("validate", True, "It seems to value what they said.", "listener")
    else:
        why = against or ("On its own it ends the matter." if closing else "Nothing says that it was worth saying.")
        validate = Step("validate", False, why)
    if words.invited and not shut:
        encourage = Step("encourage", True, f"“{_clipped(words.invited)}” leaves the door open.", "words")
    elif not (shut or hits) and heard.holds("encourage", "changed"):
        encourage = Step("encourage", True, "It seems to invite more, or to act on it.", "listener")
    else:
        why = "The rest of it shuts the door." if words.invited else "Nothing invites more, asks on or acts on it."
        encourage = Step("encourage", False, why)
    return look, identify, validate, encourage


_SHOWN: Final = 44


def _clipped(words: str) -> str:
    """A few words on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]} …"


def _bounds(there: set[str], hits: Sequence[Hit], *, punished: bool, ended: bool, reasoned: bool) -> tuple[int, int]:
    """The lowest and the highest level that the words leave open.

    Valued or invited is needed for level 4, as the labels are defined; a reasoned no is no lower than 3.
    """
    if punished:
        return 1, 1
    warm = bool(there & {"validate", "encourage"})
    brushed = any(hit.rule.weight == "brushes" for hit in hits)
    if not (reasoned or warm) and (ended or brushed):
        return 1, 2
    both = {"validate", "encourage"} <= there
    if reasoned:
        return 3, 5 if both and not hits else 3
    if not warm:
        return 1, 3
    if not hits:
        return 4 if both else 3, 5
    return 1 if brushed else 2, 5


def _within(levels: Sequence[float], low: int, high: int) -> tuple[float, ...]:
    """The levels, most of what lies outside ``low`` to ``high`` moved to the nearer of the two."""
    found = list(levels)
    for place in range(len(found)):
        to = min(max(place, low - 1), high - 1)
        if to != place:
            part = levels[place] * _MOVED
            found[place] -= part
            found[to] += part
    return tuple(found)
