"""How often people met, in plain sentences, each with its number; and what would be a better rhythm (MISSION T7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.routine import Cadence, Contact, Routine
from saidanddone.report.words import count_of, day, joined, number, plain, sentence_case, share, span

__all__ = ["ENOUGH", "FEWEST", "UNKNOWN", "WHAT_COUNTS", "decimal", "grouped", "proposal", "sentences", "whom"]

ENOUGH: Final = "Nothing to propose: the present rhythm is enough."
UNKNOWN: Final = "Who goes without cannot be told: {whose} own calendar was not read, or not for four weeks."
WHAT_COUNTS: Final = (
    "A calendar knows who was asked, not who came: what was not called off counts as held once its day has passed."
)

FEWEST: Final = 3
"""Of fewer meetings no rate is told: one of one week is no weekly meeting."""

_WHAT: Final[Mapping[tuple[str, str], str]] = {
    ("team", "meeting"): "Meetings of the team",
    ("team", "one_to_one"): "One-to-ones with whoever leads it",
    ("leader", "meeting"): "Meetings with the team",
    ("self", "meeting"): "Meetings",
}
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LACK: Final[Mapping[tuple[str, str], str]] = {
    ("meeting", "never"): "none was planned",
    ("one_to_one", "never"): "none was planned",
    ("meeting", "gap"): "more than three weeks went by without one",
    ("one_to_one", "gap"): "more than four weeks went by without one",
    ("meeting", "cancelled"): "a third or more were called off, so another hour may hold better",
    ("one_to_one", "cancelled"): "a third or more were called off, so another hour may hold better",
    ("meeting", "short"): "it came to less than fifteen minutes a week",
    ("one_to_one", "short"): "it came to less than fifteen minutes a week together",
}


def sentences(
    routine: Routine, *, kind: str, you: bool = False, label: str = "", zone: tzinfo = UTC, we: bool = False
) -> tuple[str, ...]:
    """What is known of a unit's contact, the most telling first after the time looked at.

    Args:
        routine: as released. kind: of ``diagnosis.finding.KINDS``. you: the reader is whose it is. label: the unit's
            name, for everybody else. zone: whose days are told. we: the readers are the team it is of.
    """
    return tuple(
        said for _, told in grouped(routine, kind=kind, you=you, label=label, zone=zone, we=we) for said in told
    )


def grouped(
    routine: Routine, *, kind: str, you: bool = False, label: str = "", zone: tzinfo = UTC, we: bool = False
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The same sentences under the names of what they are about."""
    weeks = max(1, round(routine.weeks))
    looked = f"From {day(routine.from_us, zone)} to {day(routine.to_us, zone)}, {count_of(weeks, 'week')}."
    with_ = "you" if you else "whoever leads us" if we else "whoever leads them" if kind == "team" else ""
    people = _people(routine, kind, you, with_ or (plain(label) if label else "this leader"))
    out = [("The time looked at", (looked,)), ("Who goes without", tuple(people))]
    out += [
        ("One to one" if contact.kind == "one_to_one" else "Together", tuple(_contact(contact, kind, zone, we)))
        for contact in routine.contacts
    ]
    return tuple((name, told) for name, told in out if told)


def whom(routine: Routine, names: Mapping[str, str]) -> str:
    """Who had no one-to-one, by name, for the leader's own eyes; empty where nobody may be named."""
    listed = sorted(plain(names[who]) for who in routine.whom if who in names)
    return f"Without one in the last four weeks: {joined(listed)}." if listed else ""


def proposal(plan: Cadence, names: Mapping[str, str] | None = None) -> str:
    """One proposed rhythm, and what it answers.

    >>> proposal(Cadence("one_to_one", 2, 30, 1, 10, 0, "never"))
    'One to one: every two weeks on Tuesday at 10:00, 30 minutes (none was planned).'
    """
    name = (names or {}).get(plan.with_whom or "")
    what = "The team" if plan.kind == "meeting" else f"One to one with {plain(name)}" if name else "One to one"
    every = "every week" if plan.every_weeks == 1 else f"every {number(plan.every_weeks)} weeks"
    when = f"{every} on {_DAYS[plan.weekday]} at {plan.hour}:{plan.minute:02d}"
    return f"{what}: {when}, {plan.minutes} minutes ({_LACK[plan.kind, plan.reason]})."


def _people(routine: Routine, kind: str, you: bool, with_: str) -> list[str]:
    """Who goes without whom (``with_``), as numbers."""
    if not routine.people:
        return []
    of = routine.people
    out = []
    if routine.without is not None:
        some = f"{sentence_case(number(routine.without))} of {number(of)}"
        none = f"All {number(of)}" if of > 1 else "The one there is"
        had = f"had no one-to-one with {with_} in the last four weeks."
        all_of_them = f"{none} had a one-to-one with {with_} in the last four weeks, or are new."
        out.append(f"{some} {had}" if routine.without else all_of_them)
    elif kind == "leader":
        out.append(UNKNOWN.format(whose="your" if you else "their"))
    if routine.thin:
        some = f"{sentence_case(number(routine.thin))} of {number(of)}"
        out.append(
            f"{some} had less than fifteen minutes a week with {with_}, meetings of up to twelve people counted."
        )
    return out


def _contact(contact: Contact, kind: str, zone: tzinfo, we: bool) -> list[str]:
    alone = contact.kind == "one_to_one"
    what = _WHAT.get((kind, contact.kind), "One-to-ones" if alone else "Meetings")
    if we:
        what = "One-to-ones with whoever leads us" if alone else "Our meetings"
    if not contact.planned:
        return [f"{what}: none in that time."]
    hours = "" if contact.hours_week is None else f", {decimal(contact.hours_week)} hours a week"
    held = f"{contact.held:,} of {contact.planned:,} held" if contact.cancelled else f"{contact.held:,} held"
    rate = "" if contact.held < FEWEST else f", {decimal(contact.per_week)} a week{hours}"
    said = f"{what}: {held}{rate}"
    if contact.cancelled:
        said += f"; {number(contact.cancelled)} called off ({share(contact.cancelled / contact.planned)})"
    out = [f"{said}."]
    if contact.usual_gap_days is not None and contact.held >= FEWEST:
        same = " with the same person" if alone else ""
        gap = f"Usually {span(contact.usual_gap_days)} from one to the next{same}"
        longest = contact.longest_gap_days
        more = f"; the longest was {span(longest)}" if longest is not None and longest > contact.usual_gap_days else ""
        out.append(f"{gap}{more}.")
    if contact.last_us is not None:
        out.append(f"The last was on {day(contact.last_us, zone)}.")
    if contact.attended_share is not None:
        came = share(contact.attended_share)
        out.append(f"Of those asked who did not decline, {came} were heard there or are on a list of who came.")
    return out


def decimal(value: float) -> str:
    """A rate with one decimal; what is little is not nothing."""
    return "under 0.1" if 0 < value < 0.05 else f"{value:.1f}"
