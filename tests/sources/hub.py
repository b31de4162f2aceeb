"""Small exports of GitHub, written by us in GitHub's shapes."""

from __future__ import annotations

from typing import Any

API = "https://api.github.com/repos/acme/kite"
BOT = {"login": "dependabot[bot]", "type": "Bot"}


def user(login: str) -> dict[str, str]:
    return {"login": login, "type": "User"}


def day(number: int, time: str = "10:00:00Z") -> str:
    """Day of September 2026; 31 and more run on into October."""
    return f"2026-09-{number:02}T{time}" if number <= 30 else f"2026-10-{number - 30:02}T{time}"


def milestone(number: int = 1, due: int | None = 20, **more: Any) -> dict[str, Any]:
    return {
        "url": f"{API}/milestones/{number}",
        "number": number,
        "title": f"v{number}",
        "state": "open",
        "creator": user("ana"),
        "open_issues": 1,
        "closed_issues": 0,
        "created_at": day(1),
        "updated_at": day(2),
        "due_on": None if due is None else day(due, "07:00:00Z"),
        "closed_at": None,
        **more,
    }


def issue(
    number: int = 12, *, closed: int | None = None, who: tuple[str, ...] = ("bo",), **more: Any
) -> dict[str, Any]:
    return {
        "url": f"{API}/issues/{number}",
        "repository_url": API,
        "number": number,
        "title": "something",
        "user": user("ana"),
        "state": "open" if closed is None else "closed",
        "state_reason": None if closed is None else "completed",
        "assignee": user(who[0]) if who else None,
        "assignees": [user(name) for name in who],
        "labels": [],
        "milestone": milestone(),
        "created_at": day(3),
        "updated_at": day(30) if closed is None else day(closed),
        "closed_at": None if closed is None else day(closed),
        **more,
    }


def event(what: str, on: int, *, of: dict[str, Any] | None = None, by: str = "ana", **more: Any) -> dict[str, Any]:
    """An event as the repository's list of events has it, with its issue inside."""
    told = {
        "id": 1000 + on,
        "url": f"{API}/issues/events/{1000 + on}",
        "actor": user(by),
        "event": what,
        "created_at": day(on),
    }
    return told | ({"issue": of} if of is not None else {}) | more


def milestoned(on: int, title: str = "v1", what: str = "milestoned", **more: Any) -> dict[str, Any]:
    return event(what, on, milestone={"title": title}, **more)


def webhook(action: str, *, by: str = "ana", **more: Any) -> dict[str, Any]:
    return {"action": action, "repository": {"full_name": "acme/kite", "id": 7}, "sender": user(by), **more}
