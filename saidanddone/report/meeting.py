"""How often people met, on the page: what was held and called off, who goes without, and a better rhythm (T7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Final

from saidanddone.diagnosis.routine import Contact, Routine
from saidanddone.privacy.release import Released
from saidanddone.report import routinewords
from saidanddone.report.markup import Markup, code_in, element
from saidanddone.report.voice import THIRD, Voice, is_own
from saidanddone.report.words import number, plain

__all__ = ["MET_HOW", "behind_meeting", "command_of", "meeting_in_short", "meeting_words", "proposals", "with_routine"]

MET_HOW: Final = "met-how"
"""The id of the small print that says what counts as a meeting."""

SHOWN: Final = 5
"""So many proposals are told one by one; the calendar file holds them all."""


def with_routine(first: Released | None, units: Sequence[Released]) -> Released | None:
    """Whose meetings page one tells: those of the unit it speaks of, or of the only one of which any are known."""
    some = [unit for unit in units if unit.routine is not None]
    if first is not None and any(unit is first for unit in some):
        return first
    return some[0] if len(some) == 1 else None


def meeting_words(unit: Released, voice: Voice = THIRD, *, named: bool = False) -> str:
    """One sentence for page one: encounters a week, and how many had nobody to one; empty where nothing is known."""
    routine = unit.routine
    if routine is None:
        return ""
    own, ours, label = is_own(unit, voice), voice.says_we(unit), plain(unit.label)
    person = unit.kind in ("leader", "self")
    met = next((one for one in routine.contacts if one.kind == "meeting"), None)
    who, whom = ("You", "your team") if own else ("We", "") if ours else (label, "the team") if person else (
        (label if named else "The team"), "")  # fmt: skip
    often = _often(met)
    team = f" {whom}" if whom and unit.kind != "self" else ""
    said = [f"{who} met{team} {often}"]
    if routine.people and routine.without is not None:
        lead = "you" if own else label if person else "whoever leads us" if ours else "whoever leads it"
        some = number(routine.without) if routine.without else "nobody"
        goes = f"{some} of {number(routine.people)} had no one-to-one with {lead} in the last four weeks"
        said.append(goes if routine.without else f"nobody went without a one-to-one with {lead} for four weeks")
    return f"{'; '.join(said)}."


def _often(met: Contact | None) -> str:
    if met is None or not met.held:
        return "not once in the time looked at"
    if met.held < routinewords.FEWEST:
        return f"{'once' if met.held == 1 else 'twice'} in the time looked at"
    said = routinewords.decimal(met.per_week)
    return {"1.0": "once a week", "2.0": "twice a week"}.get(said, f"{said} times a week")


def meeting_in_short(unit: Released, place: int, voice: Voice, *, named: bool) -> Markup:
    """Page one's line of meetings, a link to all that is known of them; nothing without any."""
    said = meeting_words(unit, voice, named=named)
    if not said:
        return Markup("")
    cite = element("span", "(", element("a", "how often", href=f"#{_place(place)}"), ")", class_="cite")
    return element("p", said, "\u00a0", cite, class_="quiet also")


def behind_meeting(unit: Released, place: int, zone: tzinfo = UTC, voice: Voice = THIRD) -> list[Markup]:
    """All that is known of a unit's meetings, under its head, with a rhythm that would answer it; nothing without."""
    routine = unit.routine
    if routine is None:
        return []
    own, ours = is_own(unit, voice), voice.says_we(unit)
    person = unit.kind in ("leader", "self")
    who = "you" if own else "we" if ours else plain(unit.label) if person else "people"
    told = routinewords.grouped(routine, kind=unit.kind, you=own, label=unit.label, zone=zone, we=ours)
    meets = "meets" if person and not own else "meet"
    inside = [element("h3", f"How often {who} {meets}", id=_place(place))]
    lines, rest = proposals(routine)
    pairs = [
        element("div", element("dt", name), element("dd", " ".join(said), "\u00a0", _read())) for name, said in told
    ]
    if lines:
        each = (element("dd", said, "\u00a0", _read()) for said in lines)
        pairs.append(element("div", element("dt", "A rhythm that would answer this"), *each))
    inside.append(element("dl", *pairs))
    if lines:
        more = f"And {number(rest)} more. " if rest else ""
        inside.append(
            element("p", code_in(f"{more}{command_of(own)}"), *(["\u00a0", _read()] if rest else []), class_="quiet")
        )
    elif person:
        inside.append(element("p", routinewords.ENOUGH, class_="quiet"))
    return inside


def proposals(routine: Routine) -> tuple[list[str], int]:
    """The proposals told one by one, and how many more there are."""
    told = [routinewords.proposal(plan) for plan in routine.cadence[:SHOWN]]
    return told, max(0, len(routine.cadence) - SHOWN)


def command_of(own: bool) -> str:
    """How the rhythm becomes a file for a calendar."""
    who = "; with `--me NAME --names` each entry says with whom" if own else ""
    return (
        "`saidanddone routine CALENDAR.ics` with `--roster people.csv` and `--cadence rhythm.ics` writes it down for a "
        f"calendar{who}."
    )


def _place(place: int) -> str:
    return f"u{place}-met"


def _read() -> Markup:
    return element("span", "(", element("a", "how read", href=f"#{MET_HOW}"), ")", class_="cite")
