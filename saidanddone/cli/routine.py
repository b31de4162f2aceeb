"""``saidanddone routine``: how often people met, who goes without, and a rhythm as a calendar file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.edge import FINE, PROBLEMS, guarded
from saidanddone.cli.options import Dates, Json, Leader, Me, On, Policy, Roster, Store, Strict, Team, Tz
from saidanddone.cli.output import STDOUT, spared, to_json, write_page
from saidanddone.errors import UsageError

__all__ = ["IN_UTC", "register"]

IN_UTC = "Hours are in UTC. For your own clock add your zone, such as --tz Europe/Lisbon."
_NOBODY = (
    "Nobody's meetings may be shown, or none were found of anybody asked about. For your own say who you are with "
    "--me NAME, as the calendar writes you; for those of a leader or a team give --roster FILE.csv."
)


@guarded
def routine(
    calendars: Annotated[
        list[str] | None,
        typer.Argument(metavar="CALENDAR", help="Calendars (.ics), lists of encounters, workspaces, folders of them."),
    ] = None,
    on: On = None,
    team: Team = None,
    roster: Roster = None,
    leader: Leader = None,
    me: Me = None,
    policy: Policy = None,
    dates: Dates = None,
    tz: Tz = "UTC",
    cadence: Annotated[
        Path | None,
        typer.Option("--cadence", metavar="FILE.ics", help="Write what is proposed as a calendar file to import."),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="In the calendar file, say whom an entry is with; needs --me.")
    ] = False,
    json: Json = None,
    store: Store = None,
    strict: Strict = False,
) -> int:
    """Show how often people met, what was called off and who goes without; and propose a rhythm."""
    sources = [*(calendars or [])]
    if not sources and store is None:
        raise UsageError("Say which calendar: saidanddone routine CALENDAR.ics --roster roster.csv --me NAME")
    _writable(cadence, json)
    if names and me is None:
        raise UsageError("Names are told to the one whose calendar it is: add --me NAME.")
    spared([*sources, store, roster, policy], json=json, cadence=cadence)
    asked: dict[str, Any] = {
        "team": team, "roster": roster, "leader": leader, "me": me, "policy": policy, "dates": dates, "tz": tz,
        "store": store,
    }  # fmt: skip
    day = clock.end_of(clock.asked_day(on, tz), tz)

    from saidanddone.verbs.routine import routine as ask

    with terminal.Progress() as progress:
        found = ask(*sources, on=day, progress=progress, **asked)
    if json is not None:
        to_json(found.to_dict(), json)
    plan = found.calendar(clock.now(), names=names) if cadence is not None else None
    if cadence is not None and plan is not None:
        write_page(plan, cadence)
    if json != STDOUT:
        for line in _told(found, tz):
            terminal.tell(line.strip(), indent=len(line) - len(line.lstrip()))
        if cadence is not None:
            terminal.say(
                f"The calendar file: {cadence}" if plan else "Nothing is proposed, so no calendar was written."
            )
    return PROBLEMS if strict and found.diagnosis.problems else FINE


def _writable(cadence: Path | None, json: str | None) -> None:
    if cadence is None:
        return
    if cadence.suffix.lower() != ".ics":
        raise UsageError("The proposal is a calendar: give --cadence a name that ends in .ics.")
    if not cadence.parent.is_dir():
        raise UsageError(f"There is no folder for {cadence.name}. Make it first, or name another with --cadence.")
    if json not in (None, STDOUT) and Path(json or "").resolve() == cadence.resolve():
        raise UsageError("--json and --cadence name the same file. Give each its own.")


def _told(found: Any, tz: str) -> list[str]:
    """The whole answer, line by line; indented lines belong to the heading above them."""
    from saidanddone.report import routinewords
    from saidanddone.report.voice import is_own

    lines: list[str] = []
    zone = clock.zone(tz)
    for one in found.diagnosis.released:
        if one.routine is None:
            continue
        own = is_own(one)
        lines += [f"{one.label} ({one.kind})" if not own else "You"]
        told = routinewords.sentences(one.routine, kind=one.kind, you=own, label=one.label, zone=zone)
        lines += [f"  {said}" for said in told]
        if own and (named := routinewords.whom(one.routine, found.names)):
            lines.append(f"  {named}")
        lines.append("  Proposed:" if one.routine.cadence else f"  {routinewords.ENOUGH}")
        lines += [f"    {routinewords.proposal(plan, found.names if own else {})}" for plan in one.routine.cadence]
        lines.append("")
    if not lines:
        lines += [_NOBODY, ""]
    for held in found.diagnosis.withheld:
        lines.append(f"Withheld: {held.count} ({held.kind}). {held.reason}")
    lines += [f"{problem}" for problem in found.diagnosis.problems]
    proposed = any(one.routine is not None and one.routine.cadence for one in found.diagnosis.released)
    return [*lines, routinewords.WHAT_COUNTS, *([IN_UTC] if proposed and tz == "UTC" else [])]


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("routine", short_help="How often people met, who goes without, and a rhythm.")(routine)
