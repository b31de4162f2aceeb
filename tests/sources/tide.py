"""Issues of Jira as its REST interface tells them, written by us in its shapes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

Read = Callable[..., Any]

ANA = {"accountId": "712020:a1", "displayName": "Ana Lima", "accountType": "atlassian"}
BO = {"accountId": "712020:b1", "displayName": "Bo Field", "accountType": "atlassian"}
CY = {"accountId": "712020:c1", "displayName": "Cy Moor", "accountType": "atlassian"}
BOT = {"accountId": "712020:z1", "displayName": "Automation", "accountType": "app"}


def micros(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)  # type: ignore[misc, arg-type]


def issue(key: str = "TIDE-1", *histories: dict[str, Any], log: bool = True, **fields: Any) -> dict[str, Any]:
    told = {
        "project": {"key": "TIDE", "name": "Tide"},
        "assignee": ANA,
        "reporter": BO,
        "created": "2026-06-01T09:00:00.000+0000",
        "updated": "2026-06-09T09:00:00.000+0000",
        "duedate": "2026-06-20",
        "resolutiondate": None,
        "resolution": None,
        "priority": {"name": "Medium"},
        "status": {"name": "Offen", "statusCategory": {"key": "new", "name": "Zu erledigen"}},
    }
    made = {"id": str(10_000 + int(key.split("-")[1])), "key": key, "fields": told | fields}
    return made | {"changelog": {"histories": list(histories)}} if log else made


def changed(at: str, field: str, before: str | None, after: str | None, by: Any = ANA, **words: Any) -> dict[str, Any]:
    item = {"field": field, "from": before, "to": after, "fromString": before, "toString": after} | words
    return {"created": f"{at}T10:00:00.000+0000", "author": by, "items": [item]}


def ended(resolution: str, at: str, by: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields and history of an issue closed in this way."""
    done = {"name": "Fertig", "statusCategory": {"key": "done", "name": "Fertig"}}
    fields = {"resolution": {"name": resolution}, "resolutiondate": f"{at}T10:00:00.000+0000", "status": done}
    return fields, changed(at, "resolution", None, "5", by, toString=resolution)


def page(*issues: Any, **more: Any) -> str:
    return json.dumps({"startAt": 0, "issues": list(issues), **more}, indent=1)


def one(reading: Read, *issues: Any) -> dict[str, Any]:
    (promise,) = reading(page(*issues), name="issues.json").promises
    return dict(promise)
