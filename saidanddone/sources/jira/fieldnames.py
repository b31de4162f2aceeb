"""Which of an instance's own fields hold sprints, story points and target ends, by the names it gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from saidanddone.sources.document import at, text

__all__ = ["is_field", "part", "parts"]

_PARTS: Final[Mapping[str, str]] = {
    "sprint": "sprint",
    "sprints": "sprint",
    "storypoints": "points",
    "storypointestimate": "points",
    "targetend": "target",
    "com.pyxis.greenhopper.jira:gh-sprint": "sprint",
    "com.pyxis.greenhopper.jira:jsw-story-points": "points",
    "com.atlassian.jpo:jpo-custom-field-baseline-end": "target",
}
"""A field's name as compared, or the kind of field it is -> what it holds."""

_APART: Final = re.compile(r"[\s_\-./]+")


def is_field(value: Mapping[str, Any]) -> bool:
    """Whether an object describes a field of Jira, as ``rest/api/2/field`` lists them."""
    known = isinstance(value.get("id"), str) and isinstance(value.get("name"), str)
    return known and ("clauseNames" in value or ("custom" in value and "schema" in value))


def part(name: str | None) -> str | None:
    """What a field of this name holds: ``sprint``, ``points``, ``target`` or nothing that is read.

    >>> part("Story Points"), part("Target end"), part("Verifier")
    ('points', 'target', None)
    """
    return _PARTS.get(_APART.sub("", name).casefold()) if name else None


def parts(value: Mapping[str, Any]) -> Mapping[str, str]:
    """Field id -> what it holds: of an object that describes a field, or of a page saved with ``expand=names``."""
    if is_field(value):
        held = part(text(value, "name")) or _PARTS.get(text(value, "schema", "custom") or "")
        return {str(value["id"]): held} if held else {}
    names = at(value, "names")
    if not isinstance(names, Mapping):
        return {}
    found = {str(field): part(text(name)) for field, name in names.items()}
    return {field: held for field, held in found.items() if held}
