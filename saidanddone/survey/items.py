"""Our own ten items: four of trust, four of safety, two of permission and engaging fully (MISSION T10-T12, S10, S12).

The wording of the items, of their answers and of the questions in ``survey.asking`` is ours and may be used by anybody
under the Creative Commons Attribution 4.0 licence (CC BY 4.0), whatever the licence of the program around it.

Every item is about what is done here, by somebody, on some occasion; none is about what somebody is like. All are
worded so that agreeing is good news, and none is reversed: in teams of three to eight one misread "not" costs more
than the agreeing of those who agree with everything, which a reversed item would even out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from saidanddone.evidence.item import OWN, OWN_SCALE

__all__ = ["ITEMS", "LICENCE", "POINTS", "Worded"]

LICENCE: Final = "CC BY 4.0"
"""Of the wording: the name by which Creative Commons calls it."""

POINTS: Final[Mapping[int, str]] = {
    1: "strongly disagree",
    2: "disagree",
    3: "neither",
    4: "agree",
    5: "strongly agree",
}
"""Every point of the scale and its words, lowest first; a point without words is read by everybody in another way."""


@dataclass(frozen=True, slots=True)
class Worded:
    """One of our own items, as it is asked.

    Attributes:
        item: its id, one of ``evidence.item.OWN``. words: the statement to agree or disagree with.
        about: what it asks about, in a few words. serves: the row of MISSION it serves.
    """

    item: str
    words: str
    about: str
    serves: str

    @property
    def half(self) -> str:
        """``trust``, ``safety`` or ``engagement``."""
        return OWN[self.item]

    @property
    def scale(self) -> tuple[float, float]:
        """Lowest and highest answer."""
        return OWN_SCALE


_ALL: Final = (
    Worded(
        "kept",
        "When our leader says that something will be done, it gets done.",
        "promises to the team are kept",
        "T1",
    ),
    Worded(
        "pressure",
        "When things get tight, our leader still acts on what they call important.",
        "stated values hold when that is hard",
        "T10",
    ),
    Worded(
        "admits",
        "When a promise to us can\u2019t be kept, our leader tells us why.",
        "a miss is admitted, with its reason",
        "T11",
    ),
    Worded(
        "honest",
        "Our leader tells us how things stand, the unwelcome parts included.",
        "the truth is told where it is no advantage",
        "T12",
    ),
    Worded(
        "concerns",
        "Whoever raises a concern here is included just as much afterwards.",
        "a concern does not push anybody to the edge",
        "S10",
    ),
    Worded(
        "mistakes",
        "I can own up to a mistake here and lose nothing by it.",
        "a mistake that is told is not paid for",
        "S10",
    ),
    Worded(
        "challenge",
        "I can speak against a decision here, and my prospects stay the same.",
        "a challenge has no price at work",
        "S10",
    ),
    Worded(
        "help",
        "I can ask for help here and still be seen as good at my work.",
        "asking does not look like weakness",
        "S10",
    ),
    Worded(
        "permission",
        "People here are asked what they think, and given room to say it.",
        "there is leave to speak, and respect for it",
        "S12",
    ),
    Worded(
        "engaged",
        "When I say something here, people listen to the end and answer what I said.",
        "being heard and seen, fully",
        "S12",
    ),
)

ITEMS: Final[Mapping[str, Worded]] = {one.item: one for one in _ALL}
"""Our items by id, in the order they stand on a form."""
