"""Fifty teams, a year of both kinds of evidence each, diagnosed from tables: promises, acts, how they were met."""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from measure import finish, run, told

from saidanddone.forecast.safety.bank import BANK
from saidanddone.simulation.speaking import BEGAN_US, DAYS, Design, World, talk

TEAMS = 50
ACTS = 150.0
PROMISES = 60
SECONDS = 10.0
PEOPLE = 5
KINDS = ("introduction", "question", "idea", "challenge")
BEGAN = datetime.fromtimestamp(BEGAN_US / 1e6, UTC)


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One table, its columns in the first row."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)


def year(folder: Path) -> None:
    """The tables of fifty teams: each with a leader and four others, three acts a week, a promise or so a week."""
    rng = np.random.default_rng(50)
    world = World(
        alpha=BANK.alpha, delta=np.array(BANK.delta), kappa=np.array(BANK.kappa), mean=0.7, spread=0.8,
        meeting_sd=0.4, log_rate=np.zeros((2, 4)),
    )  # fmt: skip
    design = Design(
        teams=TEAMS, meetings=52, mix=(0.5, 0.2, 0.1, 0.1, 0.1), acts=ACTS, stages=(0.05, 0.55, 0.25, 0.15), seen=False
    )
    rows = talk(world, design, rng).responses

    def person(team: int, place: int) -> str:
        return f"Person {place} of {team}"

    said, met = [], []
    for number in range(len(rows)):
        team, at = int(rows.team[number]), datetime.fromtimestamp(int(rows.at_us[number]) / 1e6, UTC)
        who = person(team, int(rng.integers(1, PEOPLE)))
        said.append((f"a{number}", at.isoformat(), KINDS[rows.stage[number]], who, rows.teams[team], "observed",
                     f"m{rows.cluster[number]}"))  # fmt: skip
        by = int(rows.responder[number]) % PEOPLE
        met.append((f"a{number}", int(rows.level[number]), person(team, by), "peer" if by else "leader",
                    (at + timedelta(minutes=2)).isoformat()))  # fmt: skip
    write(folder / "acts.csv", ("id", "at", "kind", "person", "team", "reporter", "exposure_ref"), said)
    write(folder / "responses.csv", ("act_id", "level", "responder", "role", "at"), met)
    write(
        folder / "exposure.csv",
        ("team", "from", "to", "amount", "kind"),
        (
            (team, day.date(), (day + timedelta(days=7)).date(), PEOPLE, kind)
            for team in rows.teams
            for day in (BEGAN + timedelta(days=7 * week) for week in range(52))
            for kind in ("meeting", "writing")
        ),
    )
    promises = []
    for team in range(TEAMS):
        rate = rng.beta(4.5, 1.5)
        for number, day in enumerate(np.sort(rng.uniform(0, DAYS - 30, PROMISES))):
            made, due = BEGAN + timedelta(days=float(day)), BEGAN + timedelta(days=float(day) + 14)
            late = 0 if rng.random() < rate else 20
            promises.append((f"p{team}-{number}", person(team, 0), made.isoformat(), due.isoformat(),
                             (due + timedelta(days=late - 1)).isoformat(), "delivered", rows.teams[team]))  # fmt: skip
    write(folder / "promises.csv", ("id", "subject", "made_at", "due_at", "closed_at", "outcome", "group"), promises)
    write(
        folder / "roster.csv",
        ("name", "handle", "source", "team", "role", "from", "to"),
        (
            (person(team, place), f"p{team}x{place}", "tables", name, "member" if place else "leader", "", "")
            for team, name in enumerate(rows.teams) for place in range(PEOPLE)
        ),
    )  # fmt: skip


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where) / "evidence"
        folder.mkdir()
        year(folder)
        roster = Path(where) / "roster.csv"
        (folder / "roster.csv").rename(roster)
        on = (BEGAN + timedelta(days=DAYS)).date().isoformat()
        asked = f"saidanddone.diagnose({str(folder)!r}, roster={str(roster)!r}, on={on!r})"
        taken = run(sys.executable, "-c", f"import saidanddone; {asked}")
        page = ("--report", f"{where}/report.html", "--json", f"{where}/result.json")
        command = (str(folder), "--roster", str(roster), "--on", on, *page)
        whole = run(sys.executable, "-m", "saidanddone", "diagnose", *command)
    within = told(f"{TEAMS} teams, {TEAMS * ACTS:,.0f} acts, {TEAMS * PROMISES:,} promises", taken, seconds=SECONDS)
    print(f"  {'the whole command, with page and JSON':<44} {whole.seconds:7.2f} s {'':15} {whole.megabytes:6,.0f} MB")
    finish(within)
