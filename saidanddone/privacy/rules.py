"""Who is measured: the written rules, each its own function, each giving the reason it withholds for (PRIVACY 1).

A rule answers with None when it has no objection, else with the sentence that is printed beside the count of
results it held back. A reason never says whose result it is about.
"""

from __future__ import annotations

from collections.abc import Collection

from saidanddone.diagnosis.views import Unit
from saidanddone.privacy.permissions import Permissions
from saidanddone.settings import default

__all__ = [
    "FEW_ANSWERED", "MEMBER", "MOSTLY_ONE", "MOSTLY_UNKNOWN", "MOST_OF_ONE", "NO_ROSTER", "SUBTRACTION", "TOO_FEW",
    "TOO_FEW_LEADERS", "TOO_FEW_RATERS", "UNKNOWN_MAKERS", "UPWARD", "answers_told", "enough_leaders", "enough_makers",
    "enough_raters", "makers_known", "mostly_known", "nobody_alone", "nobody_by_subtraction", "nothing_upward",
    "person_permitted", "why_withheld",
]  # fmt: skip

NO_ROSTER = (
    "I cannot tell who promised what to whom. Say who leads with --roster FILE.csv (name, handle, source, team, role, "
    "from, to), ask about yourself with --me NAME, or list consenting people in --policy FILE."
)
MEMBER = (
    "The roster does not say they lead, and members are never scored. Each may see their own record with --me NAME."
)
UNKNOWN_MAKERS = (
    "Who made these commitments is not known, so the figure could be one person's. Add a maker column, or say in "
    "--policy FILE that they are an organisation's public promises."
)
TOO_FEW = "Fewer than {fewest} people made these commitments: the figure would come close to being somebody's score."
TOO_FEW_RATERS = (
    "Fewer than {fewest} people gave these ratings: the figure would come close to being what one of them said."
)
MOSTLY_ONE = "Most of these commitments were made by one person: the figure would be very nearly that person's score."
MOSTLY_UNKNOWN = (
    "Who made most of these commitments is not known, so the figure could be very nearly one person's. Add a maker "
    "column, or say in --policy FILE that they are an organisation's public promises."
)
UPWARD = "Above the leaders nothing is shown but how at least {fewest} of them stand together."
TOO_FEW_LEADERS = (
    "Fewer than {fewest} leaders have a record: how they stand together would come close to being somebody's score."
)
FEW_ANSWERED = (
    "How people are met there is not told: no leader is known to have answered, and the answers of fewer than {fewest} "
    "others would come close to being somebody's score."
)
SUBTRACTION = "Set beside the people who are shown by name, the figure would give away the fewer than {fewest} others."


MOST_OF_ONE = 0.8
"""Above this share of a figure's verdicts from one maker, or from nobody known, five names beside it hide nobody."""


def person_permitted(unit: Unit, permissions: Permissions) -> str | None:
    """A person is released only if the roster says leader, or they ask themselves, or the policy lists them."""
    if unit.name in permissions.leaders or unit.name == permissions.me or unit.name in permissions.consenting:
        return None
    return MEMBER if permissions.roster else NO_ROSTER


def makers_known(unit: Unit, permissions: Permissions) -> str | None:
    """A unit nobody is known to have promised for is withheld, unless its promises are public ones."""
    if unit.makers or unit.unpromised or unit.name in permissions.public_units:
        return None
    return UNKNOWN_MAKERS


def enough_makers(unit: Unit, permissions: Permissions) -> str | None:
    """A team or project needs five distinct makers, or leaders only, or public promises."""
    if unit.unpromised or unit.name in permissions.public_units or _leaders_only(unit, permissions):
        return None
    if _people(unit, unit.makers) >= permissions.fewest_makers:
        return None
    return TOO_FEW.format(fewest=permissions.fewest_makers)


def nobody_alone(unit: Unit, permissions: Permissions) -> str | None:
    """No single maker's verdicts are nearly all of a figure, however many others stand beside them."""
    if unit.name in permissions.public_units or _leaders_only(unit, permissions) or unit.largest <= MOST_OF_ONE:
        return None
    return MOSTLY_ONE


def mostly_known(unit: Unit, permissions: Permissions) -> str | None:
    """Verdicts that nobody known stands behind are not nearly all of a figure: they could all be one person's."""
    if unit.name in permissions.public_units or unit.unknown_share <= MOST_OF_ONE:
        return None
    return MOSTLY_UNKNOWN


def nobody_by_subtraction(unit: Unit, permissions: Permissions) -> str | None:
    """What remains of a figure without those shown by name is nobody, or five people at least.

    Both among those whose verdicts make up the figure and among all who promised, since shares without a date and
    the like are counted over everything promised.
    """
    if unit.name in permissions.public_units or _leaders_only(unit, permissions):
        return None
    named = permissions.leaders | permissions.consenting.keys() | {permissions.me}
    promised = unit.makers | unit.unsettled
    if not promised & named:
        return None
    others = (unit.makers - named, promised - named)
    nobody = not others[1] and not unit.unknown
    if nobody or (others[0] and all(_people(unit, group, named) >= permissions.fewest_makers for group in others)):
        return None
    return SUBTRACTION.format(fewest=permissions.fewest_makers)


def nothing_upward(_unit: Unit, permissions: Permissions) -> str | None:
    """For somebody above the leaders no leader, team or person is shown, whoever agreed to what."""
    return UPWARD.format(fewest=permissions.fewest_makers) if permissions.above else None


def enough_leaders(count: int, permissions: Permissions) -> str | None:
    """How leaders stand together is told of five of them at least, each with a record."""
    return None if count >= permissions.fewest_makers else TOO_FEW_LEADERS.format(fewest=permissions.fewest_makers)


def enough_raters(unit: Unit, permissions: Permissions) -> str | None:
    """Ratings need five distinct raters, or five ratings of whom nobody knows the rater, or to be of public promises.

    The unit stands for the ratings of one subject on one scale; its ``makers`` are those who gave them.
    """
    public = unit.name in permissions.public_units or permissions.consenting.get(unit.name) == "public"
    fewest = int(default("fewest_raters"))
    if public or max(len(unit.makers), unit.unknown) >= fewest:
        return None
    return TOO_FEW_RATERS.format(fewest=fewest)


def answers_told(_unit: Unit, permissions: Permissions) -> str | None:
    """How people are met in a team that ``privacy.safety`` found nobody's answers may be told of."""
    return FEW_ANSWERED.format(fewest=permissions.fewest_makers)


_RULES = {
    "safety": (answers_told,),
    "rating": (enough_raters,),
    "person": (person_permitted, nothing_upward),
    "team": (nothing_upward, makers_known, enough_makers, nobody_alone, mostly_known, nobody_by_subtraction),
    "project": (nothing_upward, makers_known, enough_makers, nobody_alone, mostly_known, nobody_by_subtraction),
}
"""Kind of unit -> the rules it must pass, in order; the first objection is the one printed."""


def why_withheld(unit: Unit, permissions: Permissions) -> str | None:
    """The first rule's reason to withhold this unit; None when it may be released."""
    for rule in _RULES[unit.kind]:
        reason = rule(unit, permissions)
        if reason is not None:
            return reason
    return None


def _people(unit: Unit, makers: frozenset[str], apart: Collection[str | None] = ()) -> int:
    """How many people these makers are at least: names that may all be one person's count once, ``apart`` not."""
    without = {unit.same.get(who, who) for who in apart if who is not None}
    return len({unit.same.get(who, who) for who in makers} - without)


def _leaders_only(unit: Unit, permissions: Permissions) -> bool:
    """Whether all of it was promised by people as leaders: no delivery, and nothing made while they did not lead."""
    everybody = unit.makers | unit.unsettled
    return bool(unit.makers) and not unit.unknown and not unit.delivering and everybody <= permissions.leaders
