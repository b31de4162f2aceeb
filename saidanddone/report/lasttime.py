"""The last time somebody spoke up, as one who was there remembers it: told, with one thing to do about it (S5, C3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from saidanddone.practices.catalogue import PRACTICES
from saidanddone.report.advice import URGENT, Advice
from saidanddone.report.levers import OTHER_LEVER_SAFETY
from saidanddone.report.markup import Markup, element
from saidanddone.report.words import span

__all__ = [
    "FEW_REMEMBERED",
    "KINDS",
    "LAST_TIME",
    "LastTime",
    "advise",
    "day_of",
    "first_of",
    "last_time_section",
    "told",
]

LAST_TIME: Final = "The last time somebody spoke up"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

KINDS: Final[Mapping[str, str]] = {
    "problem": "A problem raised early",
    "mistake": "A mistake admitted that nobody had found",
    "challenge": "A decision challenged in front of others",
}
"""The three moments of the 'last time' test, in the order they are asked about."""

FEW_REMEMBERED: Final = 2
"""So many of the three without any memory are a finding of their own."""

_LEVELS: Final = {
    "punished": "it was held against them",
    "ignored": "it was passed over",
    "acknowledged": "it was answered",
    "validated": "they were thanked and taken seriously",
    "encouraged": "they were asked for more",
}
_FOLLOWED: Final = {
    "changed": "something changed",
    "declined_with_reason": "nothing changed, and they were told why",
    "nothing": "nothing changed, and nobody said why",
}


@dataclass(frozen=True, slots=True)
class LastTime:
    """One kind of moment, the last time it happened.

    Attributes:
        kind: one of :data:`KINDS`. id: of its row in the notebook. at: the day, None when there is none.
        never: none is remembered. who: leader, peer or nobody; level: a level's word; followed: what came of it.
            Empty where nothing was said.
    """

    kind: str
    id: str = ""
    at: date | None = None
    never: bool = False
    who: str = ""
    level: str = ""
    followed: str = ""

    @property
    def unanswered(self) -> bool:
        """Nobody responded, or it was passed over."""
        return self.who == "nobody" or self.level == "ignored"


def told(last: LastTime, today: date) -> str:
    """One sentence about one kind of moment.

    >>> told(LastTime("problem", at=date(2026, 11, 1), who="leader", level="validated", followed="changed"),
    ...      date(2026, 11, 22))
    'A problem raised early: three weeks ago; they were thanked and taken seriously; something changed.'
    """
    name = KINDS[last.kind]
    if last.at is None:
        return f"{name}: none that you remember." if last.never else f"{name}: not told."
    days = (today - last.at).days
    when = "today" if days <= 0 else "yesterday" if days == 1 else f"{span(days)} ago"
    met = "nobody answered" if last.who == "nobody" else _LEVELS.get(last.level, "")
    parts = [part for part in (met, _FOLLOWED.get(last.followed, "")) if part]
    return f"{name}: {'; '.join([when, *parts])}."


_PRACTICE: Final[Mapping[str, str]] = {
    "mend_moment": "take_back",
    "answer_moment": "answer_all",
    "close_loop": "close_the_loop",
    "invite_moment": "admit_first",
}
"""What a remembered moment asks for -> the practice that says what is better left unsaid about it, and undone."""


def advise(moments: Sequence[LastTime]) -> Advice | None:
    """The one thing these moments ask for; None when they ask for nothing."""
    asked = _asked(moments)
    if asked is None:
        return None
    practice = _PRACTICE[asked.kind]
    if practice == "take_back" and all(last.who == "peer" for last in moments if last.level == "punished"):
        practice = "step_in"
    beside = PRACTICES[practice]
    return replace(asked, half="safety", avoid=beside.avoid, not_when=beside.not_when)


def _asked(moments: Sequence[LastTime]) -> Advice | None:
    punished = [last for last in moments if last.level == "punished"]
    if punished and all(last.who == "peer" for last in punished):
        return Advice(
            "mend_moment",
            "",
            "Say, where it happened, that you are glad it was said; tell whoever held it against them that it stops.",
            "I want to come back to what was said last time. It was right to say it, and it helped me.",
            f"Whether a leader steps in is what the others will remember. {OTHER_LEVER_SAFETY}",
        )
    if punished:
        return Advice(
            "mend_moment",
            "",
            "Go back to the one it was held against, and take it back. In private first, then where it happened.",
            "You were right to say it, and it was answered badly. I would rather know. What did we not hear?",
            f"Everybody who was there learned from it whether to speak next time. {OTHER_LEVER_SAFETY}",
        )
    if any(last.unanswered for last in moments):
        return Advice(
            "answer_moment",
            "",
            "Answer what was passed over: find the one who said it, and say what you make of it now.",
            "You said something the other week and I let it pass. I have thought about it since. Tell me more?",
            f"No answer reads as a no, and as do not ask again. A reasoned no would be better. {OTHER_LEVER_SAFETY}",
        )
    if any(last.at is not None and last.followed == "nothing" for last in moments):
        return Advice(
            "close_loop",
            "",
            "Tell the one who spoke up what became of it, even if the answer is that nothing will.",
            "You raised this, and you have not heard back. Here is where it stands, and why.",
            f"People who are heard and see nothing follow stop speaking up, politely. {OTHER_LEVER_SAFETY}",
        )
    if sum(last.never for last in moments) >= FEW_REMEMBERED:
        return Advice(
            "invite_moment",
            "",
            "Admit a mistake of your own that nobody has found, before the team; then ask what they would change.",
            "I got this wrong, and nobody noticed. What is one thing we do that you would do differently?",
            "Moments you cannot remember are rare ones, or ones that do not reach you; both call for an invitation. "
            + OTHER_LEVER_SAFETY,
        )
    return None


def first_of(moments: Sequence[LastTime], trust: Advice) -> Advice:
    """Which of both halves' advice comes first: a punished moment; else what went quiet; else what moments ask for."""
    quality = advise(moments)
    if quality is None or (quality.kind != "mend_moment" and trust.kind in URGENT):
        return trust
    return quality


def day_of(on_us: int, zone: tzinfo) -> date:
    """The day of a moment in microseconds UTC, where the reader is."""
    return (_EPOCH + timedelta(microseconds=on_us)).astimezone(zone).date()


def last_time_section(moments: Sequence[LastTime], on_us: int, zone: tzinfo) -> Markup:
    """The moments as a section of a page."""
    items = [element("li", told(last, day_of(on_us, zone))) for last in moments]
    return element("section", element("h2", LAST_TIME), element("ul", *items), id="last-time")
