"""Whether an issue stands in a release or a sprint, today or at the time it was promised (MISSION T5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from saidanddone.sources.document import text
from saidanddone.sources.jira.history import Change, stood

__all__ = ["planned"]

_SPRINT: Final = "com.atlassian.greenhopper"


def planned(
    fields: Mapping[str, Any], parts: Mapping[str, str], changes: Sequence[Change] | None, at_us: int
) -> bool | None:
    """Whether it stood in a release or a sprint at a time; without a history, whether it does today.

    None where the export holds no such field. ``parts``: what the instance's own fields hold (``fieldnames.parts``).
    """
    names = ["sprint", *(name for name, held in parts.items() if held == "sprint")]
    sprints = [fields[name] for name in names if name in fields]
    sprints += [value for name, value in fields.items() if name.startswith("customfield_") and _is_sprint(value)]
    told = [change for change in changes or () if change.what in ("sprint", "version")]
    if not sprints and "fixVersions" not in fields and not told:
        return None
    in_sprint = bool(stood(told, "sprint", any(bool(value) for value in sprints), at_us))
    return in_sprint or _in_release(fields.get("fixVersions"), told, at_us)


def _in_release(now: Any, changes: Sequence[Change], at_us: int) -> bool:
    """Whether it was in any release then. A change names the one that was added or taken away, not all there were."""
    standing = now if isinstance(now, list) else [now] if now else []
    if not changes:
        return bool(standing)
    moves = [change for change in changes if change.what == "version"]
    names = {name for change in moves for name in (change.before, change.after) if name}
    untouched = [one for one in standing if (text(one, "name") or text(one)) not in names]
    return bool(untouched) or any(_was_in(name, moves, at_us) for name in names)


def _was_in(name: str, moves: Sequence[Change], at_us: int) -> bool:
    its = [change for change in moves if name in (change.before, change.after)]
    before = [change for change in its if change.at_us <= at_us]
    return bool(before[-1].after == name if before else its[0].before == name)


def _is_sprint(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else None
    if isinstance(first, str):
        return first.startswith(_SPRINT)
    return isinstance(first, Mapping) and "boardId" in first
