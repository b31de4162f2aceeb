"""The simulated organisation as trackers would export it: Jira's CSV and REST pages, GitHub's JSON, ratings.

What an export cannot carry is lost here as it is in life: Jira's CSV tells no moved dates, GitHub no word of why. An
admitted promise is an issue its own assignee closed as one that will not be done.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Any, Final

from saidanddone.simulation.organisation import LEADERS, MEMBERS, Organisation

__all__ = ["RATING_COLUMNS", "github_pages", "jira_csv", "jira_pages", "ratings_csv"]

RATING_COLUMNS: Final = ("subject", "rating", "scale", "rated_at", "rater", "comment")

_NAMES: Final = {
    **{leader.handle: leader.name for leader in LEADERS},
    **{handle: name for name, handle, _ in MEMBERS},
}
_JIRA_COLUMNS: Final = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Project type",
    "Priority", "Resolution", "Assignee", "Assignee Id", "Reporter", "Reporter Id", "Created", "Updated", "Resolved",
    "Due date", "Labels", "Labels", "Description", "Sprint", "Sprint", "Custom field (Story point estimate)",
    "Status Category",
)  # fmt: skip
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PAGE: Final = 100
_OWNER: Final = "said-and-done-demo"


def jira_csv(made: Organisation) -> str:
    """Every promise and delivery as an issue, as "Export all fields" writes it: a mark first, dates like 05/Jun/26."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_JIRA_COLUMNS)
    for number, row in enumerate(made.ledger, start=1):
        done = _ended(row)
        writer.writerow(
            (
                f"Simulated piece of work {number}", _key(row, number), str(10_000 + number), "Task",
                "Done" if done else "To Do", row["group"][:3].upper(), row["group"], "software",
                "Highest" if row["pressure"] == "yes" else "Medium",
                "" if not done else "Won't Do" if row["outcome"] == "admitted" else "Done",
                _NAMES[row["subject"]], _account(row["subject"]), _NAMES[row["subject"]], _account(row["subject"]),
                _spoken(row["made_at"], "9:05 AM"), _spoken(done or row["made_at"], "4:40 PM"),
                _spoken(done, "4:40 PM"), _spoken(row["due_at"], "12:00 AM"), "simulated", "",
                "Made up,\nnobody asked for it", "", "", row["size"], "Done" if done else "To Do",
            )
        )  # fmt: skip
    return "\ufeff" + out.getvalue()


def jira_pages(made: Organisation) -> list[dict[str, Any]]:
    """The same as pages of Jira's search with ``expand=changelog``: every moved due date is in the history."""
    issues = [_jira_issue(row, number) for number, row in enumerate(made.ledger, start=1)]
    return [
        {"startAt": start, "maxResults": _PAGE, "total": len(issues), "issues": issues[start : start + _PAGE]}
        for start in range(0, len(issues), _PAGE)
    ]


def github_pages(made: Organisation) -> dict[str, Any]:
    """File name -> content: one repository a team, its issues, and the milestones that give them their due dates."""
    issues: list[dict[str, Any]] = []
    milestones: dict[tuple[str, str], dict[str, Any]] = {}
    for number, row in enumerate(made.ledger, start=1):
        repository = f"{_OWNER}/{row['group'].lower()}"
        milestone = None
        if row["due_at"]:
            milestone = milestones.setdefault(
                (repository, row["due_at"]), _milestone(repository, row, len(milestones) + 1)
            )
        done = _ended(row)
        issues.append(
            {
                "url": f"https://api.github.com/repos/{repository}/issues/{number}",
                "repository_url": f"https://api.github.com/repos/{repository}",
                "number": number,
                "title": f"Simulated piece of work {number}",
                "state": "closed" if done else "open",
                "state_reason": None if not done else "not_planned" if row["outcome"] == "admitted" else "completed",
                "user": _login(row["subject"]),
                "assignee": _login(row["subject"]),
                "assignees": [_login(row["subject"])],
                "closed_by": _login(row["subject"]) if done else None,
                "labels": [{"name": "priority: critical" if row["pressure"] == "yes" else "priority: normal"}],
                "milestone": milestone,
                "created_at": f"{row['made_at']}T09:05:00Z",
                "updated_at": f"{done or row['made_at']}T16:40:00Z",
                "closed_at": f"{done}T16:40:00Z" if done else None,
                "comments": 0,
            }
        )
    return {"issues.json": issues, "milestones.json": list(milestones.values())}


def ratings_csv(*, seed: int, on: date) -> str:
    """Ratings from 1 to 5 of every leader by invented raters, nearer to 5 the more of their promises were kept."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(RATING_COLUMNS)
    for place, leader in enumerate(LEADERS):
        chance = Random(seed * 1_000 + 500 + place)
        for rater in range(9 + 4 * place):
            thought = 1 + 4 * min(1.0, max(0.0, leader.calm + leader.gain / 2 + chance.gauss(0, 0.18)))
            when = date.fromordinal(on.toordinal() - chance.randrange(7 * min(leader.since_weeks, 40)))
            writer.writerow(
                (leader.handle, round(thought), "1-5", when.isoformat(), f"rater-{place}-{rater}", "made up")
            )
    return out.getvalue()


def _jira_issue(row: Mapping[str, str], number: int) -> dict[str, Any]:
    done = _ended(row)
    who = {"accountId": _account(row["subject"]), "displayName": _NAMES[row["subject"]]}
    project = {"key": row["group"][:3].upper(), "name": row["group"]}
    resolution = None if not done else "Won't Do" if row["outcome"] == "admitted" else "Done"
    return {
        "id": str(10_000 + number),
        "key": _key(row, number),
        "fields": {
            "summary": f"Simulated piece of work {number}",
            "issuetype": {"name": "Task"},
            "project": project,
            "assignee": who,
            "reporter": who,
            "created": f"{row['made_at']}T09:05:00.000+0000",
            "updated": f"{done or row['made_at']}T16:40:00.000+0000",
            "duedate": row["due_at"] or None,
            "resolutiondate": f"{done}T16:40:00.000+0000" if done else None,
            "resolution": None if resolution is None else {"name": resolution},
            "priority": {"name": "Highest" if row["pressure"] == "yes" else "Medium"},
            "status": {
                "name": "Done" if done else "To Do",
                "statusCategory": {"key": "done" if done else "new", "name": "Done" if done else "To Do"},
            },
        },
        "changelog": {"histories": list(_histories(row, who, done, resolution))},
    }


def _histories(
    row: Mapping[str, str], who: Mapping[str, str], done: str, resolution: str | None
) -> Iterator[dict[str, Any]]:
    if row["moved_at"]:
        moved = {"field": "duedate", "from": row["first_due_at"], "to": row["moved_due_at"]}
        yield {"author": who, "created": f"{row['moved_at']}T11:20:00.000+0000", "items": [moved]}
    if done:
        changed = [
            {"field": "resolution", "from": None, "fromString": None, "to": "1", "toString": resolution},
            {"field": "status", "from": "1", "fromString": "To Do", "to": "2", "toString": "Done"},
        ]
        yield {"author": who, "created": f"{done}T16:40:00.000+0000", "items": changed}


def _milestone(repository: str, first: Mapping[str, str], number: int) -> dict[str, Any]:
    """The milestone that gives its due date to the first issue in it, made with that issue."""
    due, made = first["due_at"], first["made_at"]
    return {
        "url": f"https://api.github.com/repos/{repository}/milestones/{number}",
        "number": number,
        "title": f"Due {due}",
        "state": "open",
        "creator": {"login": "said-and-done-demo[bot]", "type": "Bot"},
        "created_at": f"{made}T09:00:00Z",
        "updated_at": f"{made}T09:00:00Z",
        "due_on": f"{due}T07:00:00Z",
        "closed_at": None,
    }


def _ended(row: Mapping[str, str]) -> str:
    """The day the issue was closed, done or given up; empty while it is open."""
    if row["outcome"] == "admitted":
        return row["due_at"]
    return row["closed_at"]


def _login(handle: str) -> dict[str, str]:
    return {"login": handle, "type": "User"}


def _account(handle: str) -> str:
    return f"712020:{handle}"


def _key(row: Mapping[str, str], number: int) -> str:
    return f"{row['group'][:3].upper()}-{number}"


def _spoken(day: str, time: str) -> str:
    """A day as Jira writes it: 05/Jun/26 9:05 AM."""
    if not day:
        return ""
    year, month, number = day.split("-")
    return f"{number}/{_MONTHS[int(month) - 1]}/{year[2:]} {time}"
