"""One conversation, listened to: its acts, how each was met, what was promised, and who had how many of the words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, tzinfo

from saidanddone.listening.acts import find_acts
from saidanddone.listening.answers import answered, as_told
from saidanddone.listening.conversation import Conversation
from saidanddone.listening.heard import Hearing, TalkShare
from saidanddone.listening.language import language_of, runs
from saidanddone.listening.listener import Listener, Scores
from saidanddone.listening.promises import find_promises

__all__ = ["hear", "in_english", "shares"]


def hear(
    conversation: Conversation,
    scores: Scores,
    listener: Listener,
    *,
    leaders: Collection[str] = (),
    judged: Mapping[str, bool] | None = None,
    levels: Mapping[str, int] | None = None,
    zone: tzinfo = UTC,
) -> Hearing:
    """What was heard in one conversation.

    Args:
        scores: what ``listener`` scored of it. leaders: pseudonyms of those who lead (empty: nobody is known to).
        judged: id of an act or promise -> whether a person confirmed it. levels: id of an answer -> the
            level 1..5 a person gave it. zone: in which "by Friday" ends.

    Outside English nothing is guessed: acts and promises are refused, and why is said.
    """
    judged = judged or {}
    language, refused = language_of(conversation)
    told = Hearing(
        conversation.id, conversation.source, conversation.channel, conversation.began_us, language, refused,
        len(conversation.turns), shares=shares(conversation),
    )  # fmt: skip
    if refused:
        return told
    heard = in_english(conversation)
    acts = [act for act in find_acts(conversation, scores, listener, judged) if act.turn in heard]
    linked = as_told(conversation, scores, acts, levels or {})
    promises = find_promises(conversation, linked, listener, acts, judged=judged, zone=zone)
    promises = [promise for promise in promises if promise.turn in heard]
    promised = {promise.turn: promise.answers_id for promise in promises if promise.answers_id}
    met = answered(conversation, scores, listener, acts, leaders=leaders, promised=promised, levels=levels)
    return Hearing(
        told.conversation, told.source, told.channel, told.began_us, language, "", told.turns,
        tuple(met), tuple(promises), told.shares,
    )  # fmt: skip


def in_english(conversation: Conversation) -> range | frozenset[int]:
    """The turns that are in English, as far as a run of them can tell; all of them where nothing else is spoken."""
    spoken = runs(conversation)
    if all(run.english for run in spoken):
        return range(len(conversation.turns))
    return frozenset(place for run in spoken if run.english for place in range(run.first, run.last))


def shares(conversation: Conversation) -> tuple[TalkShare, ...]:
    """Turns, words and (where the source tells times) seconds by speaker, most words first; unnamed turns left out."""
    turns: dict[str, int] = {}
    words: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for turn in conversation.turns:
        if not turn.speaker:
            continue
        turns[turn.speaker] = turns.get(turn.speaker, 0) + 1
        words[turn.speaker] = words.get(turn.speaker, 0) + len(turn.text.split())
        if turn.start is not None and turn.end is not None:
            seconds[turn.speaker] = seconds.get(turn.speaker, 0.0) + max(0.0, turn.end - turn.start)
    order = sorted(turns, key=lambda speaker: (-words[speaker], speaker))
    return tuple(TalkShare(who, turns[who], words[who], seconds.get(who)) for who in order)
