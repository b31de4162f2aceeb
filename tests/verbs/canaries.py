"""An organisation in which every field that a source has holds a word found nowhere else, in every format there is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from saidanddone.evidence.pseudonym import pseudonym

LETTERS = "bcdfghjklmnpqrstvwxz"
LEADERS = tuple(f"Alice Arundel{place}" for place in "ABCDE")
TEAM, PROJECT, REPOSITORY = "Apollo", "Nova", "said-orion"
START = date(2025, 1, 6)


@dataclass
class Canaries:
    """Words that nothing may print, each with the field it was put into; and the members they name."""

    chance: Random = field(default_factory=lambda: Random(20261122))
    where: dict[str, str] = field(default_factory=dict)

    def word(self, place: str) -> str:
        """A new word that stands for this place."""
        made = "".join(self.chance.choice(LETTERS) for _ in range(9)).capitalize()
        self.where[made.casefold()] = place
        return made

    def member(self, place: str) -> str:
        """A new member's name of two words."""
        return f"{self.word(f'{place}, first name')} {self.word(f'{place}, last name')}"

    def found_in(self, said: str, keys: Iterable[bytes], scores: Mapping[str, str]) -> list[str]:
        """Places of the words, pseudonyms and scores that a text holds."""
        said = said.casefold()
        pseudonyms = {pseudonym(name, key): f"pseudonym of {place}" for name, place in self.names() for key in keys}
        return sorted(place for one, place in ({**self.where, **pseudonyms, **scores}).items() if one in said)

    def names(self) -> list[tuple[str, str]]:
        """Everything that was a person's handle, and where."""
        return [(handle, place) for handle, place in self.handles.items()]

    handles: dict[str, str] = field(default_factory=dict)

    def handle(self, name: str, place: str) -> str:
        """The name, remembered as somebody's handle."""
        self.handles[name] = place
        return name


def days(week: int, kept: bool) -> tuple[date, date, date | None]:
    """When the promise of a week was made, due, and done."""
    made = START + timedelta(days=7 * week)
    return made, made + timedelta(days=5), made + timedelta(days=4 if kept else 12)


def table(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    rows = list(rows)
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


class Office:
    """Five leaders of one team, seven members, and every export anybody would have of them.

    Attributes:
        evidence: a folder of exports. roster, policy, broken: files beside it.
    """

    def __init__(self, folder: Path) -> None:
        self.canaries = Canaries()
        self.evidence = folder / "evidence"
        self.evidence.mkdir(parents=True)
        self.members = [
            self.canaries.handle(self.canaries.member(f"member {place}"), f"member {place}") for place in range(7)
        ]
        self.files = {
            "ledger": self._ledger(),
            "jira csv": self._jira_csv(),
            "jira json": self._jira_json(),
            "github": self._github(),
            "ratings": self._ratings(),
            "responses": self._responses(),
        }
        self.roster, self.policy = self._roster(folder), self._policy(folder)

    def _person(self, place: str) -> str:
        return self.canaries.handle(self.canaries.member(place), place)

    def _ledger(self) -> Path:
        word, rows = self.canaries.word, []
        for week in range(10):
            for place, name in enumerate((*LEADERS, *self.members[:6])):
                leads, chance = place < len(LEADERS), self.canaries.chance.random()
                made, due, closed = days(week, chance < (0.9 if leads else 0.4))
                rows.append({
                    "id": f"{self.members[0]}/{place}-{week}", "subject": name, "made_at": made, "due_at": due,
                    "closed_at": closed, "group": TEAM if leads else "Hideout", "to": self.members[1],
                    "direction": "to_team" if leads else "by_team", "maker": "",
                    "what": word("ledger what"), "why": word("ledger why"), "note": word("ledger note"),
                    "occasion": f"{self.members[2]} {week}", "answers_id": self.members[3],
                })  # fmt: skip
        good = {"subject": self.members[0], "made_at": "2025-01-01", "due_at": "2025-02-01", "group": TEAM}
        rows += [good | {name: self._person(f"ledger, bad {name}")} for name in (
            "made_at", "due_at", "closed_at", "outcome", "outcome_by", "direction", "kind", "pressure", "size",
            "renegotiations", "first_due_at", "moved_at", "known_at", "subject_kind", "formal",
        )]  # fmt: skip
        rows.append({"subject": "", "made_at": "2025-01-01", "maker": self._person("ledger, maker of nobody's")})
        own = {"subject": "Tor", "subject_kind": "project", "made_at": "2025-01-01", "due_at": "2025-02-01"}
        rows.append(own | {"maker": self._person("ledger, maker for a project")})
        return table(self.evidence / "plans.csv", rows)

    def _jira_csv(self) -> Path:
        word, rows = self.canaries.word, []
        for number in range(42):
            made, due, closed = days(number // 7, number % 3 > 0)
            who = self.members[number % 7]
            rows.append({
                "Summary": f"{word('jira csv summary')} for {who}", "Issue key": f"NOV-{number}", "Issue id": number,
                "Issue Type": "Task", "Status": "Done", "Project key": "NOV", "Project name": PROJECT,
                "Project lead": self._person("jira csv project lead") if number < 3 else "", "Priority": "Medium",
                "Resolution": "Done", "Assignee": who, "Assignee Id": f"712020:{word('jira csv assignee id')}",
                "Reporter": self._person("jira csv reporter") if number < 9 else who,
                "Creator": self._person("jira csv creator") if number < 9 else who,
                "Created": f"{made:%d/%b/%y} 9:05 AM", "Updated": f"{closed:%d/%b/%y} 4:40 PM",
                "Resolved": f"{closed:%d/%b/%y} 4:40 PM", "Due date": f"{due:%d/%b/%y} 12:00 AM",
                "Labels": word("jira csv label"), "Description": word("jira csv description"),
                "Sprint": word("jira csv sprint"), "Watchers": word("jira csv watcher"),
                "Comment": f"05/Jun/25 9:00 AM;712020:x;{word('jira csv comment')}", "Status Category": "Done",
                "Environment": word("jira csv environment"), "Custom field (Team)": word("jira csv field"),
            })  # fmt: skip
        for name in ("Created", "Due date", "Resolved", "Issue key", "Status"):
            rows.append(
                rows[0] | {"Issue id": 900, "Issue key": "NOV-900", name: self._person(f"jira csv, bad {name}")}
            )
        return table(self.evidence / "jira.csv", rows)

    def _user(self, name: str) -> dict[str, Any]:
        email = self.canaries.handle(f"{name.split(maxsplit=1)[0]}@example.org", "jira json address")
        return {
            "displayName": name,
            "emailAddress": email,
            "accountId": f"5b10{name.split()[1].lower()}",
            "active": True,
        }

    def _jira_json(self) -> Path:
        word, issues = self.canaries.word, []
        for number in range(28):
            made, due, closed = days(number // 7, number % 4 > 0)
            who = self._user(self.members[number % 7])
            moved = {"field": "duedate", "from": due.isoformat(), "to": (due + timedelta(3)).isoformat(),
                     "toString": word("jira json moved")}  # fmt: skip
            handed = {"field": "assignee", "fromString": self._person("jira json handed over"), "toString": "x"}
            issues.append({
                "id": str(number), "key": f"TOR-{number}",
                "fields": {
                    "summary": word("jira json summary"), "description": word("jira json description"),
                    "labels": [word("jira json label")], "assignee": who, "reporter": who, "creator": who,
                    "project": {"key": "TOR", "name": "Torus", "lead": self._user(self.members[0])},
                    "created": f"{made}T09:05:00.000+0000", "duedate": due.isoformat(),
                    "resolutiondate": f"{closed}T16:40:00.000+0000", "resolution": {"name": "Done"},
                    "status": {"name": "Done", "statusCategory": {"key": "done"}}, "issuetype": {"name": "Task"},
                    "customfield_10020": [{"name": word("jira json sprint"), "goal": word("jira json goal")}],
                    "comment": {"comments": [{"author": who, "body": word("jira json comment"),
                                              "created": f"{due}T09:00:00.000+0000"}], "total": 1},
                },
                "changelog": {"total": 1, "histories": [
                    {"author": who, "created": f"{made + timedelta(1)}T09:00:00.000+0000", "items": [moved, handed]}
                ]},
            })  # fmt: skip
        bad = json.loads(json.dumps(issues[0]))
        bad["key"], bad["fields"]["created"] = "TOR-900", self._person("jira json, bad created")
        bad["fields"]["duedate"] = self._person("jira json, bad due date")
        wrong = json.loads(json.dumps(issues[1]))
        wrong["key"], wrong["fields"] = "TOR-901", self._person("jira json, fields that are none")
        issues += [bad, wrong]
        path = self.evidence / "jira.json"
        path.write_text(json.dumps({"startAt": 0, "maxResults": 100, "total": len(issues), "issues": issues}), "utf-8")
        return path

    def _github(self) -> Path:
        word, issues = self.canaries.word, []
        for number in range(1, 29):
            made, due, closed = days(number // 7, number % 4 > 0)
            login = self.canaries.handle(self.members[number % 7].replace(" ", "-").lower(), "github login")
            user = {"login": login, "id": number % 7, "url": f"https://api.github.com/users/{login}", "type": "User"}
            repository = f"https://api.github.com/repos/{REPOSITORY}/orion"
            issues.append({
                "url": f"{repository}/issues/{number}", "repository_url": repository, "number": number,
                "title": word("github title"), "body": word("github body"), "state": "closed",
                "state_reason": "completed", "user": user, "assignee": user, "assignees": [user], "closed_by": user,
                "labels": [{"name": word("github label"), "description": word("github label text")}],
                "milestone": {"url": f"{repository}/milestones/{number}", "number": number,
                              "title": word("github milestone"), "description": word("github milestone text"),
                              "creator": user, "state": "closed", "due_on": f"{due}T08:00:00Z",
                              "created_at": f"{made}T09:00:00Z", "closed_at": None},
                "created_at": f"{made}T09:05:00Z", "updated_at": f"{closed}T16:40:00Z",
                "closed_at": f"{closed}T16:40:00Z", "comments": 0,
            })  # fmt: skip
        issues.append(issues[0] | {"number": 900, "created_at": self._person("github, bad created_at")})
        issues.append(issues[0] | {"number": self._person("github, bad number")})
        path = self.evidence / "issues.json"
        path.write_text(json.dumps(issues), "utf-8")
        return path

    def _ratings(self) -> Path:
        rows = [
            {"subject": name, "rating": 3 + place % 3, "scale": "1-5", "rated_at": "2025-03-01",
             "rater": self._person(f"rater {place}"), "comment": self.canaries.word("rating comment")}
            for name in LEADERS[:2] for place in range(6)
        ]  # fmt: skip
        rows.append(rows[0] | {"rating": self._person("bad rating")})
        rows.append(rows[0] | {"scale": self._person("bad scale"), "rated_at": self._person("bad rated_at")})
        rows += [rows[0] | {"subject": self.members[place], "rater": f"r{place}"} for place in range(7)]
        return table(self.evidence / "ratings.csv", rows)

    def _responses(self) -> Path:
        good = {"id": "r1", "act_id": "a1", "at": "2025-03-01", "responder": self.members[0], "level": "validated"}
        rows = [good, good | {"id": self._person("response id"), "level": self._person("bad level")}]
        return table(self.evidence / "responses.csv", rows)

    def _roster(self, folder: Path) -> Path:
        rows = [{"name": name, "team": TEAM, "role": "leader"} for name in LEADERS]
        rows += [
            {"name": name, "handle": self.canaries.handle(f"{name.split()[0]}@example.org", "roster handle"),
             "team": TEAM, "role": "member"} for name in self.members[:5]
        ]  # fmt: skip
        rows.append({"name": self._person("roster, bad from"), "team": TEAM, "from": self._person("roster from")})
        rows.append({"name": self._person("roster, bad role"), "team": TEAM, "role": self._person("roster role")})
        return table(folder / "people.csv", rows)

    def _policy(self, folder: Path) -> Path:
        path = folder / "policy.toml"
        lines = [f'"{self.members[0]}" = "{self._person("policy reason")}"', f'"{self._person("policy")}" = 3']
        path.write_text("\n".join(["[subjects]", *lines, f"[{self.canaries.word('policy table')}]"]), "utf-8")
        return path
