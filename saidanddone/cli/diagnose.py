"""``saidanddone diagnose``: both forecasts of every leader, team and project that may be shown, and as a page."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from saidanddone.cli import clock, terminal
from saidanddone.cli.asked import again, asked_of
from saidanddone.cli.edge import FINE, PROBLEMS, guarded
from saidanddone.cli.options import Dates, Evidence, Json, Leader, Me, On, Policy, Roster, Store, Strict, Team, Tz
from saidanddone.cli.output import (
    STDOUT,
    charts_folder,
    kept_apart,
    look,
    page_path,
    spared,
    to_json,
    write_page,
    write_table,
)
from saidanddone.cli.wanting import offered
from saidanddone.errors import UsageError

__all__ = ["register"]

PAPERS: Final = ("a4", "letter")


@guarded
def diagnose(
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
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE.html|.pdf",
            help="Where the report goes, a web page or a PDF by its ending (default: saidanddone-report.html).",
        ),
    ] = None,
    paper: Annotated[
        str, typer.Option("--paper", metavar="a4|letter", help="The sheets of a report that is a PDF.")
    ] = "a4",
    charts: Annotated[
        Path | None,
        typer.Option("--charts", metavar="DIR", help="Write each chart there as SVG and PNG, with its words."),
    ] = None,
    page: Annotated[
        str,
        typer.Option("--page", metavar="leader|team", help="Whose page: a leader's, or a team's that names nobody."),
    ] = "leader",
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE.csv", help="Write a table for a spreadsheet: one row for each result."),
    ] = None,
    above: Annotated[
        bool,
        typer.Option(
            "--above", help="For whoever the leaders answer to: at least five of them together, nobody alone."
        ),
    ] = False,
    store: Store = None,
    strict: Strict = False,
) -> int:
    """Forecast whether what was said gets done, whether what needs saying gets said, and where the two meet."""
    # Asking for JSON on standard output alone writes no page nobody asked for.
    file = page_path(report) if report is not None or json != STDOUT else None
    kept_apart(file, json, csv)
    charts_folder(charts)
    if paper.lower() not in PAPERS:
        raise UsageError("--paper is a4 or letter: the sheets that a PDF is set on.")
    if page not in ("leader", "team"):
        raise UsageError("--page is leader or team: whose page it is. Both say the same; a team's names nobody.")
    if above and csv is not None:
        raise UsageError("--csv has a row for each result shown, and --above shows none of them. Leave one out.")
    sources, me = asked_of(evidence, store, me)
    spared([*sources, store, roster, policy], json=json, report=file, csv=csv, charts=charts)
    asked: dict[str, Any] = {
        "team": team, "roster": roster, "leader": leader, "me": me, "policy": policy, "dates": dates, "tz": tz,
        "store": store, "above": above,
    }  # fmt: skip
    day = clock.end_of(clock.asked_day(on, tz), tz)

    from saidanddone.verbs.diagnose import diagnose as ask

    if file is not None and file.suffix.lower() != ".pdf":
        from saidanddone.report import svg

        svg.start()
    with terminal.Progress() as progress:
        found = ask(*sources, on=day, progress=progress, **asked)
        progress("writing")
        if page == "team":
            from saidanddone.report.voice import only_shown

            found = only_shown(found, page)  # In every output of this run, the JSON and the table too.
        if file is not None:
            write_page(_set(found, file, clock.zone(tz), page, paper.lower()), file)
        drawn = () if charts is None else _drawn(found, charts, clock.zone(tz))
    if csv is not None:
        from saidanddone.report import spreadsheet

        write_table(spreadsheet.render(found), csv)
    if json is not None:
        to_json(found.to_dict(), json)
    if json != STDOUT:
        from saidanddone.report import terminal as paper_roll

        shown = paper_roll.render(found, zone=clock.zone(tz), voice=page, **look().options())
        terminal.say(shown.rstrip(), coloured=True)
        if not above:
            del asked["above"]
            same = again(*sources, on=on, **asked)
            terminal.say(f"\nThe rows behind a figure: saidanddone explain ID {same}")
            if any("--roster" in one.reason for one in found.withheld):
                places = again(*sources, store=store, tz=tz, dates=dates).replace("--store ", "")
                terminal.say(f"A roster to fill in: saidanddone read {places} --draft-roster roster.csv")
        if file is not None:
            terminal.say(f"The report: {file}")
        if charts is not None:
            words = f"{charts}, with what each says in {drawn[-1].name}" if drawn else "there is nothing to draw."
            terminal.say(f"The charts: {words}")
        if me is not None and page == "leader" and not above:
            offered(found, [*sources, *([store] if store else [])], me, roster, dates, tz)
    return PROBLEMS if strict and found.problems else FINE


def _set(found: Any, file: Path, zone: tzinfo, voice: str, paper: str) -> str | bytes:
    """The report in the form its name asks for."""
    if file.suffix.lower() == ".pdf":
        from saidanddone.report import paper as sheets

        return sheets.render(found, zone=zone, voice=voice, paper=paper)
    from saidanddone.report import page

    return page.render(found, zone=zone, voice=voice)


def _drawn(found: Any, folder: Path, zone: tzinfo) -> tuple[Path, ...]:
    from saidanddone.verbs.charts import charts

    return charts(found, zone=zone).save(folder)


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("diagnose", short_help="Both forecasts: what gets done, what gets said.")(diagnose)
