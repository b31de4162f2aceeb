"""What of a routine may leave: a leader's own contact to that leader, and of a team nobody's pattern (PRIVACY 1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from saidanddone.diagnosis.routine import Contact, Routine
from saidanddone.evidence.outcome import DAY_US
from saidanddone.privacy.permissions import Permissions

__all__ = ["LEAST_GROUP", "for_release"]

LEAST_GROUP: Final = 3
"""People with contact, and people without: a team is told how many only where each group is nobody or this many."""


def for_release(
    routine: Routine | None, kind: str, permissions: Permissions, *, unit: str | None = None
) -> Routine | None:
    """As much of a routine as this kind of result may tell.

    A leader, and whoever asks about themselves, sees their own contact whole: whom they have not met is theirs to put
    right. Everybody else sees what anybody in the team's room could have counted.

    Args:
        kind: of ``diagnosis.finding.KINDS``. unit: pseudonym of a person's result; where it is given, it is that of
            somebody who leads or asks, or nobody is told whom they lack.
    """
    if routine is None or permissions.above:
        return None
    if kind not in ("leader", "self"):
        return _of_a_team(routine)
    theirs = kind == "self" or unit is None or unit in permissions.leaders or unit == permissions.me
    return routine if theirs else replace(_of_a_team(routine), people=None, without=None, thin=None)


def _of_a_team(routine: Routine) -> Routine:
    """Everybody's encounters whole; those of two as sums alone, and only where how many had any may be told.

    How many had none, and how many had little, are told where nobody could be found out by it: a group of one or two
    knows who it is, and so does everybody else. Little includes none, so that what lies between counts as a group.
    """
    people, without, thin = routine.people, routine.without, routine.thin
    if people is None or without is None or not _hides(without, people - without):
        without = None
    if people is None or thin is None or not _hides(thin, people - thin):
        thin = None
    if without is not None and thin is not None and not _hides(abs(thin - without)):
        thin = None
    contacts = [_sums(one) if one.kind == "one_to_one" else _by_day(one) for one in routine.contacts
                if one.kind != "one_to_one" or (people is not None and without is not None
                                                and people - without >= LEAST_GROUP)]  # fmt: skip
    together = tuple(one for one in routine.cadence if one.with_whom is None and one.kind != "one_to_one")
    return replace(routine, contacts=tuple(contacts), without=without, thin=thin, whom=frozenset(), cadence=together)


def _hides(*groups: int) -> bool:
    return all(n == 0 or n >= LEAST_GROUP for n in groups)


def _sums(contact: Contact) -> Contact:
    """How often and how long in all: no day, no gap and no share, which with few would be one person's."""
    return replace(contact, usual_gap_days=None, longest_gap_days=None, last_us=None, attended_share=None)


def _by_day(contact: Contact) -> Contact:
    return replace(contact, last_us=None if contact.last_us is None else contact.last_us - contact.last_us % DAY_US)
