"""Which turns are acts of vulnerability, and how far that can be told (MISSION S2).

A turn counts as one act at most: the highest rung it reaches among the kinds that are counted. What a listener may
only propose stands beside it and counts once a person has confirmed it; a kind that a person confirmed or named takes
the place of what only a listener heard, and a rejected one is gone.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Mapping
from typing import Final

import numpy as np

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.heard import HeardAct
from saidanddone.listening.labels import ACTS, LABELS
from saidanddone.listening.listener import Listener, Scores
from saidanddone.listening.routing import only_steers

__all__ = ["HIGHEST_FIRST", "counted", "find_acts", "identify_turns"]

HIGHEST_FIRST: Final = (
    "protection", "challenge", "problem", "mistake", "help_seeking", "personal", "not_knowing", "idea", "introduction",
    "question",
)  # fmt: skip
"""Kinds by what they ask of a person. A question that proposes is an idea; one that asks for help is help-seeking."""

_BEGINNING: Final = 2
"""Two meetings that begin with the same so many turns, at the same thousandth of a second, are taken for one."""

_SAYS_WHO: Final = re.compile(
    r"\b(?:i['’]?m|i am|my name|my (?:first|second) (?:day|week)|call me|new (?:here|to|in|on)|just (?:joined|started)"
    r"|i (?:joined|started|work)|introduc\w+|myself)\b",
    re.IGNORECASE,
)
"""Whoever introduces themself says who they are; a greeting or a name called out does not."""

_SAYS_NOT: Final = re.compile(
    r"n['’]?t\b|\bcannot\b|\b(?:not?|never|nor|none|nothing|nobody|unsure|unclear|uncertain|unaware|clueless|clue|dunno|idk|wonder\w*"
    r"|forg[eo]t\w*|lost|hard to (?:say|tell|know)|who knows|guess\w*|mystery|beyond me|beats me|whatever|if i knew)\b",
    re.IGNORECASE,
)
"""Words of not knowing; where none stands, "I know, I am sorry" says the opposite."""
_KNOWS: Final = re.compile(r"\bi (?:do |did )?kn[eo]w\b", re.IGNORECASE)

_LOOKED_AT: Final = 2_000

_MOST_PROPOSED: Final = 2
"""So many kinds are proposed of one turn, the most probable first; many guesses about one sentence help nobody."""


def identify_turns(conversation: Conversation) -> list[str]:
    """An identifier for each turn, the same whenever the same turn is read again, from a longer export too.

    Made of what was said and when; where its key or clock is one that every conversation has (the fifth caption, the
    tenth second), of how the conversation begins, too. Never of the day, which may be told later. Thirteen characters
    of a keyed hash: without the conversation's ``salt``, the workspace's own key, no guess at the words can be tried.
    """
    met: dict[str, int] = {}
    found = []
    beginning = (f"{turn.start}\x1e{turn.text}" for turn in conversation.turns[:_BEGINNING])
    begins = "\x1f".join((conversation.id, *beginning))
    for turn in conversation.turns:
        when = turn.key or (turn.start if turn.start is not None else turn.at_us)
        everywhere = bool(turn.key) and turn.at_us is not None and conversation.channel != "meeting"
        content = f"{conversation.channel}\x1f{'' if everywhere else begins}\x1f{when}\x1f{turn.text}"
        nth = met[content] = met.get(content, -1) + 1
        said = f"{content}\x1f{nth}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(said, digest_size=10, key=conversation.salt).digest()
        found.append(b32encode(digest).decode("ascii").lower()[:13])
    return found


def find_acts(
    conversation: Conversation, scores: Scores, listener: Listener, judged: Mapping[str, bool]
) -> list[HeardAct]:
    """Every act, counted or proposed, in the order of turns.

    Args:
        judged: act id -> whether a person confirmed it; rejected ones are left out.
    """
    names = identify_turns(conversation)
    places = [LABELS.index(kind) for kind in ACTS]
    standing = [listener.standing(kind, conversation.channel) for kind in ACTS]
    found: list[HeardAct] = []
    thresholds = np.array([stands.threshold for stands in standing], np.float32)
    heard = set(np.nonzero(scores.turns[:, places] >= thresholds)[0].tolist())
    known = {act_id.split("-")[1] for act_id in judged if act_id.startswith("a-")}
    for place, turn in enumerate(conversation.turns):
        if place not in heard and names[place] not in known:
            continue
        of_turn = []
        for kind, column, stands in zip(ACTS, places, standing, strict=True):
            probability = float(scores.turns[place, column])
            act_id = f"a-{names[place]}-{kind}"
            verdict = judged.get(act_id)
            heard_so = verdict or (verdict is None and probability >= stands.threshold and _may_be(kind, turn))
            if not heard_so:
                continue
            of_turn.append(HeardAct(act_id, place, turn.speaker, kind, probability, stands.tier, verdict))
        found += _one_a_turn(of_turn)
    return found


def _may_be(kind: str, turn: Turn) -> bool:
    """Whether the words themselves do not rule it out."""
    if kind == "introduction":
        return bool(_SAYS_WHO.search(turn.text[:_LOOKED_AT]))
    if kind == "not_knowing":
        said = turn.text[:_LOOKED_AT]
        return not _KNOWS.search(said) or bool(_SAYS_NOT.search(said))
    return kind != "question" or not (turn.calls or only_steers(turn.text))


def counted(act: HeardAct) -> bool:
    """Whether it counts as evidence: measured well enough, or confirmed by a person."""
    return act.judged is True or act.tier != "proposed"


def _one_a_turn(acts: list[HeardAct]) -> list[HeardAct]:
    """The highest that a person vouched for, else the highest that counts; beside it only what would stand higher."""
    firm = sorted(
        (act for act in acts if counted(act)), key=lambda act: (act.judged is not True, HIGHEST_FIRST.index(act.kind))
    )
    kept = firm[:1]
    above = HIGHEST_FIRST.index(kept[0].kind) if kept else len(HIGHEST_FIRST)
    open_ = [act for act in acts if not counted(act) and HIGHEST_FIRST.index(act.kind) < above]
    return kept + sorted(open_, key=lambda act: -act.probability)[:_MOST_PROPOSED]
