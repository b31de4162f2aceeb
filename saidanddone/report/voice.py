"""Who a page speaks to: a leader in the second person, a team in the first plural, anybody else in the third.

The same result is told in every voice with the same figures, the same rows and the same one thing to do; only the
words differ (REPORT, Manner). What a team's page may show at all is decided by ``privacy.team``, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from saidanddone.privacy.door import AUDIENCES
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.privacy.team import for_team
from saidanddone.report.words import plain

__all__ = [
    "PAGES",
    "THIRD",
    "Subject",
    "Voice",
    "by",
    "is_own",
    "only_shown",
    "sort_of",
    "subject",
    "voice_of",
    "whose",
]

PAGES: Final = ("leader", "team")
"""The pages there are: one to hand to a leader, one to hand to a team."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice of one page.

    Attributes:
        page: one of :data:`PAGES`, or empty for the third person throughout.
        unit: id of the one unit spoken to (``leader``) or spoken for (``team``); None when there is not exactly one.
    """

    page: str = ""
    unit: str | None = None

    def says_you(self, released: Released) -> bool:
        """Whether this unit is the reader: asked with ``--me``, or the one leader a leader's page is for."""
        return _asked(released) or (self.page == "leader" and self.unit == released.id)

    def says_we(self, released: Released) -> bool:
        """Whether the reader belongs to those this unit's promises are made to."""
        return self.page == "team" and self.unit == released.id


THIRD: Final = Voice()
"""The analyst's voice; whoever asks with ``--me`` is told of themselves all the same."""


@dataclass(frozen=True, slots=True)
class Subject:
    """How a unit is spoken of.

    Attributes:
        what: it answers for. promise: one of them. kept: how ``{}`` of them are told as kept. earned: who earned trust.
    """

    what: str
    promise: str
    kept: str
    earned: str


def voice_of(diagnosis: ReleasedDiagnosis, page: str) -> Voice:
    """The voice in which this diagnosis is told on a ``leader``'s or a ``team``'s page.

    A leader's page says "you" to whoever asked, else to the one leader shown; among several it says it to nobody.

    Raises:
        ValueError: there is no such page.
    """
    if page not in PAGES:
        raise ValueError(f"page is one of {', '.join(PAGES)}")
    if page == "team":
        units = [unit for unit in diagnosis.released if unit.kind in ("team", "project")]
        return Voice(page, units[0].id if len(diagnosis.released) == len(units) == 1 else None)
    own = [unit for unit in diagnosis.released if _asked(unit)]
    leaders = own or [unit for unit in diagnosis.released if sort_of(unit) == "leader"]
    others = {unit.kind for unit in diagnosis.released} - {"leader", "self", "team"}
    return Voice(page, leaders[0].id if own or (len(leaders) == 1 and not others) else None)


def only_shown(diagnosis: ReleasedDiagnosis, page: str) -> ReleasedDiagnosis:
    """What of a diagnosis this page shows: on a team's page nothing that is somebody's own."""
    return for_team(diagnosis) if page == "team" else diagnosis


def subject(released: Released, voice: Voice = THIRD) -> Subject:
    """Second person to the reader, first plural for their team, third person otherwise (REPORT, Manner)."""
    label, named = plain(released.label), _braces(plain(released.label))
    if is_own(released, voice):
        return Subject("what you promise", "promise", "you have kept {}", "you have earned")
    if released.kind == "leader":
        return Subject(f"what {label} promises", "promise", f"{named} has kept {{}}", f"{label} has earned")
    to_it = released.kind == "team" and released.by_leaders
    if to_it and voice.says_we(released):
        one = released.trust.counts.get("makers") == 1
        what = f"what our {'lead promises' if one else 'leads promise'} us"
        return Subject(what, "promise", "{} to us {was} kept", f"our {'lead has' if one else 'leads have'} earned")
    if to_it:
        return Subject(f"what is promised to {label}", "promise", f"{{}} to {named} {{was}} kept", "it has earned")
    return Subject(f"what {label} commits to", "commitment", f"{named} has kept {{}}", f"{label} has earned")


def is_own(released: Released, voice: Voice = THIRD) -> bool:
    """Whether the reader is told of themselves."""
    return voice.says_you(released)


def _asked(released: Released) -> bool:
    """Asked with ``--me``, as a member or as one who leads."""
    return released.kind == "self" or (released.kind == "leader" and released.label == "You")


_BY: Final = {AUDIENCES["consent"]: "by consent", AUDIENCES["public"]: "by their public promises"}


def sort_of(released: Released) -> str:
    """What it is in a word: leader, person, team or project; nobody whom only a policy lists is called a leader."""
    return "person" if released.kind == "self" or (released.kind == "leader" and by(released)) else released.kind


def by(released: Released) -> str:
    """What a person no roster calls a leader is shown by: their consent, or their public promises; else nothing."""
    return _BY.get(released.audience, "") if released.kind == "leader" else ""


def whose(diagnosis: ReleasedDiagnosis, voice: Voice) -> str:
    """For whom a page is, in a few words for its head; nothing where it speaks to nobody in particular."""
    named = [plain(unit.label) for unit in diagnosis.released if unit.id == voice.unit]
    if voice.page == "team":
        return f"for everybody on {named[0]}" if named else ""
    own = [unit for unit in diagnosis.released if unit.id == voice.unit]
    if voice.page != "leader" or not own:
        return ""
    return "for you" if _asked(own[0]) else f"for {named[0]}"


def _braces(label: str) -> str:
    return label.replace("{", "{{").replace("}", "}}")
