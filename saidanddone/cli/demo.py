"""``saidanddone demo``: the product on a public project and on an organisation that never was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from saidanddone.cli import terminal
from saidanddone.cli.edge import guarded
from saidanddone.cli.output import look

__all__ = ["register"]


@guarded
def demo(
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Where everything is written (default: said-and-done-demo)."),
    ] = None,
) -> None:
    """Show what a diagnosis looks like: on public promises, and on a made-up year of promises, talk and answers."""
    from saidanddone.report import terminal as paper_roll
    from saidanddone.verbs.demo import demo as show

    with terminal.Progress() as progress:
        shown = show(into=into, progress=progress)
    style = look()
    for part in shown.parts:
        terminal.say(part.title)
        for step in part.steps:
            terminal.say(f"$ {step.command}")
            for line in step.brought:
                terminal.tell(line, indent=2)
        terminal.say(f"$ {part.command}\n")
        terminal.say(paper_roll.render(part.diagnosis, **style.options()), coloured=True)
        terminal.say(f"The rows behind a figure: {part.command.replace('diagnose', 'explain ID', 1)}")
        terminal.say(("-" if style.ascii_only else "─") * style.width)
    pages = [page for part in shown.parts for page in (part.report, *part.others)]
    others = ", ".join(str(page) for page in pages if page != shown.report and page.suffix == ".html")
    terminal.say(
        f"Everything is in {shown.report.parent}, made-up names included. Yours begins with: saidanddone start"
    )
    terminal.say(f"On paper: {', '.join(str(page) for page in pages if page.suffix == '.pdf')}")
    terminal.say(f"The reports: {others} and")
    terminal.say(f"{shown.report}")


def register(app: typer.Typer) -> None:
    """Offer this verb."""
    app.command("demo", short_help="See it on public and simulated promises.")(demo)
