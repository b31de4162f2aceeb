"""``saidanddone explain``: the rows behind a figure."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.asked import asked_of
from saidanddone.cli.edge import FINE, PROBLEMS, guarded
from saidanddone.cli.options import Dates, Evidence, Json, Leader, Me, On, Policy, Roster, Store, Strict, Team, Tz
from saidanddone.cli.output import STDOUT, spared, to_json

__all__ = ["register"]


@guarded
def explain(
    unit: Annotated[str, typer.Argument(metavar="ID", help="The id a diagnosis gives, such as team:Atlas.")],
    evidence: Evidence = None,
    on: On = None,
    team: Team = None,
    roster: Roster = None,
    leader: Leader = None,
    me: Me = None,
    policy: Policy = None,
    dates: Dates = None,
    tz: Tz = "UTC",
    json: Json = None,
    store: Store = None,
    strict: Strict = False,
) -> int:
    """Show which rows a figure rests on, and what became of each."""
    sources, me = asked_of(evidence, store, me)
    spared([*sources, store, roster, policy], json=json)
    asked: dict[str, Any] = {
        "team": team, "roster": roster, "leader": leader, "me": me, "policy": policy, "dates": dates, "tz": tz,
        "store": store,
    }  # fmt: skip
    day = clock.end_of(clock.asked_day(on, tz), tz)

    from saidanddone.verbs.explain import explain as ask

    with terminal.Progress() as progress:
        found = ask(unit, *sources, on=day, progress=progress, **asked)
    if json is not None:
        to_json(found.to_dict(), json)
    if json != STDOUT:
        terminal.say(found.text().rstrip())
    return PROBLEMS if strict and found.problems else FINE


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("explain", short_help="Show the rows a figure rests on.")(explain)
