"""Whether anything was heard to follow an answer that took an act seriously, or thanks stood alone (MISSION S3).

Said only where enough of the conversation comes after it, and where there was something to follow: a problem, a
challenge, a mistake or an idea that was valued. A question is done once it is answered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from saidanddone.listening.conversation import Conversation
from saidanddone.listening.heard import Answer, HeardAct
from saidanddone.listening.labels import LABELS, REPLIES
from saidanddone.listening.listener import Listener, Scores

__all__ = ["AFTER_SECONDS", "AFTER_TURNS", "Following"]

AFTER_TURNS: Final = 10
"""In talk, so many turns have to come after an answer before it is said that nothing followed."""

AFTER_SECONDS: Final = 48 * 3600.0
"""In writing, the thread has to have gone on for so long."""

_SERIOUSLY: Final = 4
_DOES: Final = re.compile(
    r"\b(?:let['’]?s (?!not\b)|let us (?!not\b)|(?:i|we)(?:['’]ll| will)(?! (?:not|never)\b)"
    r"|(?:i['’]m|i am|we['’]re|we are) going to|will do\b|from now on|agreed\b"
    r"|(?:i|we)(?:['’]ve| have) (?:just )?(?:moved|changed|fixed|done|decided))|^\W*(?:done|fixed|agreed)\b",
    re.IGNORECASE,
)
"""Words of doing: where they stand in an answer, that nothing followed is more than anybody heard."""
_LOOKED_AT: Final = 2_000
_FOLLOWABLE: Final = frozenset({"mistake", "idea", "problem", "challenge", "protection"})
_US: Final = 1_000_000


class Following:
    """What comes after answers in one conversation.

    Args:
        answering: place of a turn -> places of those that answer it. leaders: pseudonyms.
        promised: place of a turn -> id of the act that a promise made in it answers.
    """

    def __init__(
        self, conversation: Conversation, scores: Scores, listener: Listener, answering: Mapping[int, Sequence[int]],
        leaders: Collection[str], promised: Mapping[int, str],
    ) -> None:  # fmt: skip
        self._turns, self._talk = conversation.turns, conversation.channel == "meeting"
        self._answering, self._leaders = answering, leaders
        self._promised: dict[str, int] = {}  # id of an act -> the last turn that promised something in answer to it
        for place, name in promised.items():
            self._promised[name] = max(place, self._promised.get(name, -1))

        def from_(label: str) -> float:
            return listener.standing(label, conversation.channel).threshold

        promises = scores.turns[:, LABELS.index("commitment")] >= from_("commitment")
        self._promises = np.nonzero(promises)[0].tolist()
        self._settles = (scores.replies[:, REPLIES.index("changed")] >= from_("changed")) | (
            scores.replies[:, REPLIES.index("declined")] >= from_("declined")
        )

    def told(self, answer: Answer, act: HeardAct, end: int) -> Answer:
        """The same answer, ``followed`` by ``nothing`` where that was heard.

        Args:
            end: last turn of the speech that the act stands in.
        """
        if answer.level < _SERIOUSLY or answer.followed != "unknown" or act.kind not in _FOLLOWABLE:
            return answer
        last = self._run(answer.turn)
        if not self._went_on(last) or self._more(answer, act, end, last) or self._promised_since(answer, act, last):
            return answer
        return replace(answer, followed="nothing")

    def _run(self, place: int) -> int:
        """The last turn of what the answer's speaker said in one go."""
        who = self._turns[place].speaker
        last = place
        while (
            who and last + 1 < len(self._turns) and last - place < AFTER_TURNS and self._turns[last + 1].speaker == who
        ):
            last += 1
        return last

    def _went_on(self, last: int) -> bool:
        if self._talk:
            return len(self._turns) - 1 - last >= AFTER_TURNS
        since = self._seconds(last, len(self._turns) - 1)
        return since is not None and since >= AFTER_SECONDS

    def _counts(self, place: int, answer: Answer) -> bool:
        """Whether this turn is of somebody whose word would follow: the one who answered, or a leader."""
        who = self._turns[place].speaker
        return not who or who == answer.by or who in self._leaders

    def _more(self, answer: Answer, act: HeardAct, end: int, last: int) -> bool:
        """Whether they said more to it, or anybody changed something or said no to it, in the answer or later."""
        if last > answer.turn:
            return True
        about = (*range(act.turn, end + 1), answer.turn)
        later = {place for turn in about for place in self._answering.get(turn, ()) if place > answer.turn}
        if any(_DOES.search(self._turns[place].text[:_LOOKED_AT]) for place in (answer.turn, *later)):
            return True
        return any(self._settles[place] or self._counts(place, answer) for place in later)

    def _promised_since(self, answer: Answer, act: HeardAct, last: int) -> bool:
        """Whether anybody promised something in answer to it, or they promised anything soon enough to be about it."""
        if self._promised.get(act.id, -1) >= answer.turn:
            return True
        for place in self._promises[bisect_right(self._promises, answer.turn - 1) :]:
            if not self._soon(last, place):
                return False
            if self._counts(place, answer):
                return True
        return False

    def _soon(self, last: int, place: int) -> bool:
        if self._talk:
            return place - last <= AFTER_TURNS
        since = self._seconds(last, place)
        return since is None or since <= AFTER_SECONDS

    def _seconds(self, first: int, last: int) -> float | None:
        one, other = self._turns[first], self._turns[last]
        if one.start is not None and other.start is not None:
            return other.start - one.start
        return None if one.at_us is None or other.at_us is None else (other.at_us - one.at_us) / _US
