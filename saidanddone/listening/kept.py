"""What is kept of a conversation, as evidence: kinds, times and pseudonyms of acts, responses and the encounter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from saidanddone.evidence.act import Act
from saidanddone.evidence.encounter import Encounter
from saidanddone.evidence.response import Response
from saidanddone.listening.acts import counted, identify_turns
from saidanddone.listening.answers import WITHIN_SECONDS
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.heard import Answer, HeardAct, Hearing

__all__ = ["acts_of", "encounter_of", "moment_of", "responses_of", "turn_of", "unsettled"]

_US: Final = 1_000_000


def turn_of(name: str) -> str:
    """The turn an act's, response's or promise's id belongs to.

    >>> turn_of("a-abcdefghijklm-mistake"), turn_of("p-abcdefghijklm-12"), turn_of("r-abcdefghijklm-nopqrstuvwxyz")
    ('abcdefghijklm', 'abcdefghijklm', 'nopqrstuvwxyz')
    """
    kind, *parts = name.split("-")
    return parts[-1] if kind == "r" else parts[0]


def acts_of(talk: Conversation, hearing: Hearing, teams: Mapping[str, str], until_us: int | None = None) -> list[Act]:
    """The acts that count, as evidence; none of a conversation whose date nobody knows.

    Args:
        teams: pseudonym -> team. until_us: up to when its source tells of what was written (µs UTC); None if not known.
    """
    found = []
    told = (moment_of(talk, turn) for turn in range(len(talk.turns)))
    last = max((*(at_us for at_us in told if at_us is not None), until_us or 0), default=0)
    name = _named(talk)
    for act in hearing.acts:
        at_us = moment_of(talk, act.turn)
        if not counted(act) or at_us is None:
            continue
        found.append(
            Act(
                id=act.id, at_us=at_us, kind=act.kind, source=talk.source, line=talk.turns[act.turn].line,
                person=act.by or None, team=teams.get(act.by), public=_public(talk, hearing), reporter="observed",
                answered=_answered(talk, act, at_us, last), exposure_ref=name, confidence=_sure(act),
            )
        )  # fmt: skip
    return found


def responses_of(talk: Conversation, hearing: Hearing) -> list[Response]:
    """The answer that counts of each act that counts, as evidence. An act nobody answered has none.

    Nor has one whose answer's level is only proposed: how it was met is no evidence until a person settles it.
    """
    names = identify_turns(talk)
    found = []
    for act in hearing.acts:
        met = act.met
        if met is None or not met.counts or not counted(act) or moment_of(talk, act.turn) is None:
            continue
        found.append(_response(talk, act, met, names))
    return found


def unsettled(hearing: Hearing) -> int:
    """How many acts that count were answered by an answer whose level is only proposed, and so not kept."""
    return sum(counted(act) and act.met is not None and not act.met.counts for act in hearing.acts)


def encounter_of(talk: Conversation, hearing: Hearing, teams: Mapping[str, str]) -> Encounter | None:
    """That these people met, for how long (T7); None where nobody knows when."""
    if talk.began_us is None:
        return None
    there = sorted({share.speaker for share in hearing.shares} | talk.people)
    whose = {teams[who] for who in there if who in teams}
    ends = [turn.end for turn in talk.turns if turn.end is not None]
    return Encounter(
        id=_named(talk), at_us=talk.began_us, source=talk.source,
        line=talk.turns[0].line if talk.turns else 0, team=next(iter(whose)) if len(whose) == 1 else None,
        invited=(), attended=tuple(there), minutes=max(ends) / 60 if ends else None,
        kind="thread" if talk.channel != "meeting" else "one_to_one" if len(there) == 2 else "meeting",
    )  # fmt: skip


def moment_of(talk: Conversation, turn: int) -> int | None:
    """When a turn was said, microseconds UTC; None where the conversation's date is not known."""
    said = talk.turns[turn]
    if said.at_us is not None:
        return said.at_us
    if talk.began_us is None:
        return None
    return talk.began_us + round((said.start or 0.0) * _US)


def _response(talk: Conversation, act: HeardAct, met: Answer, names: list[str]) -> Response:
    return Response(
        id=f"r-{names[act.turn]}-{names[met.turn]}", act_id=act.id, level=met.level, source=talk.source,
        line=talk.turns[met.turn].line, responder=met.by or None, role=met.role, at_us=moment_of(talk, met.turn),
        look=met.look, identify=met.identify, validate=met.validate, encourage=met.encourage, followed=met.followed,
        confidence=round(met.probability, 4),
    )  # fmt: skip


def _named(talk: Conversation) -> str:
    """What its encounter is called."""
    names = identify_turns(talk)
    return f"e-{names[0] if names else talk.id}"


def _answered(talk: Conversation, act: HeardAct, at_us: int, last_us: int) -> bool | None:
    """Whether anybody answered an act; None where the conversation could not show that nobody did.

    Talk can once somebody else has spoken after it; in writing an answer may take two days, and later messages have to
    be there (``last_us``). An answer whose level is only proposed is an answer: that it came is known by rule.
    """
    if act.met is not None:
        return True
    if talk.channel == "meeting":
        return False if any(turn.speaker != act.by for turn in talk.turns[act.turn + 1 :]) else None
    return False if last_us - at_us >= WITHIN_SECONDS * _US else None


def _sure(act: HeardAct) -> float:
    return 1.0 if act.judged else round(act.probability, 4)


def _public(talk: Conversation, hearing: Hearing) -> bool:
    return len({share.speaker for share in hearing.shares} | talk.people) > 2
