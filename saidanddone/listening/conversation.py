"""A conversation as any source tells it: turns in order, who spoke (as a pseudonym), when, and what answers what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["CHANNELS", "Conversation", "Turn"]

CHANNELS = ("meeting", "chat", "email", "review")
"""How people met: talk, work chat, mail, or comments on issues and changes."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of talk, one message or one comment.

    Attributes:
        speaker: pseudonym; empty where the source does not say who spoke. Of a table, its label as it stands.
        text: what was said, in memory only; never in a ``repr``, never kept by the store.
        line: 1-based line (or message number) of its source where it begins.
        start, end: seconds from the conversation's beginning, where the source tells them.
        at_us: when it was said, microseconds UTC; None while the conversation's own date is not known.
        reply_to: place of the turn it answers, 0-based, where the source says so (threads, quotes, reply links).
        line_to: last line of it in the source; 0 where it is one line. key: the source's own id of it, if any.
        calls: whatever else is said, it asks nothing but for somebody there by name ("Thank you. Ben?").
        spoken_to: sentences that speak to somebody by name: (first, past-last character, pseudonym), in order.
    """

    speaker: str
    text: str = field(repr=False)
    line: int
    start: float | None = None
    end: float | None = None
    at_us: int | None = None
    reply_to: int | None = None
    line_to: int = 0
    key: str = ""
    calls: bool = False
    spoken_to: tuple[tuple[int, int, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns that belong together: one meeting, one thread, one mail thread.

    Attributes:
        id: unique within its source. source: the file's name without its folder; of an archive, with the path inside.
        channel: one of :data:`CHANNELS`. turns: in the order they were said.
        began_us: microseconds UTC of its beginning; None where neither the source nor anybody says.
        dated_by: how that is known: ``source``, ``file name``, ``calendar``, ``you`` or empty.
        overlaps: whether the format can show two people talking at once; no claim of interruptions is made without.
        people: everybody known to have been there, spoken or not; pseudonyms.
        salt: key of its turns' identifiers, at most 64 bytes; without, whoever guesses a sentence could confirm it.
    """

    id: str
    source: str
    channel: str
    turns: Sequence[Turn] = field(repr=False)
    began_us: int | None = None
    dated_by: str = ""
    overlaps: bool = False
    people: frozenset[str] = field(default=frozenset(), repr=False)
    salt: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if self.channel not in CHANNELS:
            raise ValueError(f"Conversation.channel must be one of {', '.join(CHANNELS)}")
