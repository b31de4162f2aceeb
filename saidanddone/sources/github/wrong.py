"""What can be wrong with an item of GitHub's exports, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["PROBLEMS", "READ_ALL_THE_SAME"]

PROBLEMS: Final[Mapping[str, tuple[str, str]]] = {
    "schema": (
        "This is a JSON Schema: it describes what an export looks like and holds none.",
        "Give the export itself, not its description.",
    ),
    "error": (
        "This is an answer of GitHub that says it could not give the data.",
        "Check with gh auth status that you are logged in, and the repository's name.",
    ),
    "strange": (
        "This is no issue, milestone or event of GitHub; it was not read.",
        "Leave it out, or save the issues again with the fields the page on GitHub names.",
    ),
    "number": (
        "The issue does not say its number; it was not read.",
        "Save it with its number: gh issue list --json number,title,… as the page on GitHub shows.",
    ),
    "time": ("A time or a date in it cannot be read; it was not read.", "Save it again; GitHub writes 2026-09-07."),
    "created": (
        "It does not say when it was created, so nobody can say when it was promised; it was not read.",
        "Add createdAt to --json.",
    ),
    "closed": (
        "It is closed and does not say when; what became of it counts as unknown.", "Add closedAt to --json.",
    ),
    "whose": (
        "This event does not say to which issue it belongs; it was not read.",
        "Save the events of the whole repository, or put the number into the file's name: issue-12-events.json.",
    ),
    "order": ("It is due before it was made; a forecast leaves it out.", "Nothing needs to be done if that is so."),
}  # fmt: skip
"""What can be wrong with an item: what is said of it, and what to do."""

READ_ALL_THE_SAME: Final = ("closed", "order")
"""Of these, the item was read all the same."""
