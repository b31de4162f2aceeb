"""Who is measured: the written rules, each its own function, each giving the reason it withholds for (PRIVACY 1).

A rule answers with None when it has no objection, else with the sentence that is printed beside the count of
results it held back. A reason never says whose result it is about.
"""

from __future__ import annotations

from saidanddone.diagnosis.views import Unit
from saidanddone.privacy.permissions import Permissions
from saidanddone.settings import default

__all__ = [
    "MEMBER",
    "NO_ROSTER",
    "SUBTRACTION",
    "TOO_FEW",
    "TOO_FEW_RATERS",
    "UNKNOWN_MAKERS",
    "enough_makers",
    "enough_raters",
    "makers_known",
    "nobody_by_subtraction",
    "person_permitted",
    "why_withheld",
]

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
SUBTRACTION = "Set beside the people who are shown by name, the figure would give away the fewer than {fewest} others."


def person_permitted(unit: Unit, permissions: Permissions) -> str | None:
    """A person is released only if the roster says leader, or they ask themselves, or the policy lists them."""
    if unit.name in permissions.leaders or unit.name == permissions.me or unit.name in permissions.consenting:
        return None
    return MEMBER if permissions.roster else NO_ROSTER


def makers_known(unit: Unit, permissions: Permissions) -> str | None:
    """A unit nobody is known to have promised for is withheld, unless its promises are public ones."""
    if unit.makers or unit.name in permissions.public_units:
        return None
    return UNKNOWN_MAKERS


def enough_makers(unit: Unit, permissions: Permissions) -> str | None:
    """A team or project needs five distinct makers, or leaders only, or public promises."""
    if unit.name in permissions.public_units or _leaders_only(unit, permissions):
        return None
    if len(unit.makers) >= permissions.fewest_makers:
        return None
    return TOO_FEW.format(fewest=permissions.fewest_makers)


def nobody_by_subtraction(unit: Unit, permissions: Permissions) -> str | None:
    """What remains of a figure without those shown by name is nobody, or five people at least."""
    if unit.name in permissions.public_units or _leaders_only(unit, permissions):
        return None
    others = unit.makers - permissions.leaders - permissions.consenting.keys()
    if not others and not unit.unknown:
        return None
    if len(others) >= permissions.fewest_makers or len(others) == len(unit.makers):
        return None
    return SUBTRACTION.format(fewest=permissions.fewest_makers)


def enough_raters(unit: Unit, permissions: Permissions) -> str | None:
    """Ratings need five distinct raters, or five ratings of whom nobody knows the rater, or to be of public promises.

    The unit stands for the ratings of one subject on one scale; its ``makers`` are those who gave them.
    """
    public = unit.name in permissions.public_units or permissions.consenting.get(unit.name) == "public"
    fewest = int(default("fewest_raters"))
    if public or max(len(unit.makers), unit.unknown) >= fewest:
        return None
    return TOO_FEW_RATERS.format(fewest=fewest)


_RULES = {
    "rating": (enough_raters,),
    "person": (person_permitted,),
    "team": (makers_known, enough_makers, nobody_by_subtraction),
    "project": (makers_known, enough_makers, nobody_by_subtraction),
}
"""Kind of unit -> the rules it must pass, in order; the first objection is the one printed."""


def why_withheld(unit: Unit, permissions: Permissions) -> str | None:
    """The first rule's reason to withhold this unit; None when it may be released."""
    for rule in _RULES[unit.kind]:
        reason = rule(unit, permissions)
        if reason is not None:
            return reason
    return None


def _leaders_only(unit: Unit, permissions: Permissions) -> bool:
    return bool(unit.makers) and not unit.unknown and unit.makers <= permissions.leaders
