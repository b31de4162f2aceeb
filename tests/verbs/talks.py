"""Teams that are heard as well: acts, answers and meetings as files, for tests of where both halves meet."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.read import read

START = datetime(2026, 1, 5, 10, tzinfo=UTC)
KINDS = ("question", "mistake", "idea", "problem", "challenge")

ACTS = ("id", "at", "kind", "person", "team", "public", "reporter", "exposure_ref")
RESPONSES = ("id", "act_id", "level", "responder", "role", "at", "followed")
ENCOUNTERS = ("id", "team", "attended", "at", "minutes", "kind", "state")
PROMISES = ("subject", "made_at", "due_at", "closed_at", "group")
PEOPLE = ("name", "team", "role")


@dataclass
class Office:
    """Rows of five files, to be written down and asked about."""

    acts: list[tuple[str, ...]] = field(default_factory=list)
    responses: list[tuple[str, ...]] = field(default_factory=list)
    encounters: list[tuple[str, ...]] = field(default_factory=list)
    promises: list[tuple[str, ...]] = field(default_factory=list)
    people: list[tuple[str, ...]] = field(default_factory=list)

    def meet(self, team: str, there: list[str], week: int, *, minutes: int = 60) -> str:
        """A meeting of a team, one a week; its id."""
        name = f"{team}-{week}"
        at = (START + timedelta(weeks=week)).isoformat()
        self.encounters.append((name, team, ";".join(there), at, str(minutes), "meeting", "held"))
        return name

    def say(
        self,
        who: str,
        team: str,
        week: int,
        minute: int,
        kind: str = "question",
        met: tuple[int, str] | None = None,
        *,
        reporter: str = "observed",
        meeting: str | None = None,
        role: str = "",
        followed: str = "unknown",
    ) -> str:
        """One act, and how it was met: its level and who answered; its id."""
        name = f"a{len(self.acts)}"
        at = (START + timedelta(weeks=week, minutes=minute)).isoformat()
        ref = f"{team}-{week}" if meeting is None else meeting
        self.acts.append((name, at, kind, who, team, "yes", reporter, ref))
        if met is not None:
            level, by = met
            self.responses.append((f"r{len(self.acts)}", name, str(level), by, role, at, followed))
        return name

    def promise(self, who: str, team: str, week: int, *, kept: bool = True) -> None:
        """One promise, due in the same week."""
        made = START + timedelta(weeks=week)
        closed = made + timedelta(days=3 if kept else 9)
        days = (made, made + timedelta(days=5), closed)
        self.promises.append((who, *(day.date().isoformat() for day in days), team))

    def roster(self, team: str, leaders: list[str], members: list[str]) -> None:
        """A team on the roster."""
        self.people += [(who, team, "leader") for who in leaders] + [(who, team, "member") for who in members]

    def write(self, folder: Path) -> list[Path]:
        """The files with rows in them, the roster left out of the list."""
        folder.mkdir(parents=True, exist_ok=True)
        found = []
        for name, header in (("acts", ACTS), ("responses", RESPONSES), ("encounters", ENCOUNTERS),
                             ("promises", PROMISES), ("people", PEOPLE)):  # fmt: skip
            rows = getattr(self, name)
            if not rows:
                continue
            path = folder / f"{name}.csv"
            with path.open("w", newline="", encoding="utf-8") as opened:
                csv.writer(opened).writerows([header, *rows])
            if name != "people":
                found.append(path)
        return found

    def ask(self, folder: Path, *, on: str = "2026-11-01", **more: object) -> ReleasedDiagnosis:
        """Its diagnosis, of the files as they stand."""
        places = self.write(folder)
        roster = folder / "people.csv" if self.people else None
        return diagnose(*places, roster=roster, on=on, **more)  # type: ignore[arg-type]

    def kept(self, folder: Path) -> Path:
        """A workspace of the files, with a key that does not hang on what is in them."""
        places = self.write(folder)
        read(*places, into=folder / "kept", roster=folder / "people.csv", fresh_key=b"k" * 32)
        return folder / "kept"


def members(team: str, n: int) -> list[str]:
    """Names that no rule takes for one another."""
    firsts = ("Bob", "Eve", "Frank", "Grace", "Heidi", "Ivan", "Judy", "Ken")
    return [f"{first} {team}son" for first in firsts[:n]]


def company(weeks: int = 24) -> Office:
    """Alice leads Apollo's seven and answers well; Charlie leads Borealis's two and answers badly."""
    office = Office()
    apollo, borealis = members("Apollo", 7), members("Borealis", 2)
    office.roster("Apollo", ["Alice Arundel"], apollo)
    office.roster("Borealis", ["Charlie Chen"], borealis)
    for week in range(weeks):
        for team, leader, there in (("Apollo", "Alice Arundel", apollo), ("Borealis", "Charlie Chen", borealis)):
            office.meet(team, [leader, *there], week)
            office.promise(leader, team, week, kept=team == "Apollo" or week % 4 == 0)
            for turn in range(2):
                who, kind = there[(week + turn) % len(there)], KINDS[(week + 2 * turn) % len(KINDS)]
                level = (4 + turn % 2 if week % 5 else 3) if team == "Apollo" else (1 + turn if week % 6 else 4)
                office.say(who, team, week, 10 * turn, kind, (level, leader), followed="changed" if turn else "nothing")
    return office
