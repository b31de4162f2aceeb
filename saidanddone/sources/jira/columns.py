"""The columns of Jira's tables: which are read, which mark one, and which of several says a thing first."""

from __future__ import annotations

from typing import Final

from saidanddone.sources.header import Field

__all__ = ["CLOSED", "DAYS", "DUE", "FIELDS", "MADE", "MARKS"]

FIELDS: Final = (
    Field("Issue key", "the issue's key (Issue key)", True, ("Key",)),
    Field("Issue Type", also=("Type",)),
    Field("Status"),
    Field("Status Category"),
    Field("Project name", also=("Project",)),
    Field("Project key"),
    Field("Priority"),
    Field("Resolution"),
    Field("Assignee"),
    Field("Assignee Id"),
    Field("Reporter"),
    Field("Reporter Id"),
    Field("Created", also=("Created date", "Date created", "Created at")),
    Field("Updated", also=("Updated date", "Last updated")),
    Field("Resolved", also=("Resolution date", "Resolved date", "Date resolved", "Resolved at")),
    Field("Status Category Changed", also=("Custom field (Status Category Changed)",)),
    Field("Due date", also=("Due", "Custom field (Due date)")),
    Field("Target end", also=("Custom field (Target end)",)),
    Field("Inferred due date"),
    Field("Start date", also=("Custom field (Start date)",)),
    Field("Target start", also=("Custom field (Target start)",)),
    Field("Inferred start date"),
    Field("Sprint", also=("Sprints", "Custom field (Sprint)"), many=True),
    Field("Fix versions", also=("Fix Version/s", "Fix version"), many=True),
    Field("Story Points", also=("Custom field (Story Points)",)),
    Field("Story point estimate", also=("Custom field (Story point estimate)",)),
    Field("Original estimate"),
)
"""The columns of Jira's exports that are read."""

MARKS: Final = (
    "Issue Type", "Status Category", "Resolution", "Reporter", "Assignee", "Project key", "Inferred due date",
    "Inferred start date",
)  # fmt: skip
"""Beside the key, one of these makes a table one of Jira's."""

MADE: Final = ("Created", "Start date", "Target start", "Inferred start date")
DUE: Final = ("Due date", "Target end", "Inferred due date")
CLOSED: Final = ("Resolved", "Status Category Changed")
DAYS: Final = (*MADE[1:], *DUE)
"""Of several columns the first that is filled says when an issue was made, is due and was closed; which are days."""
