"""Every format of tables and of JSON exports that is read: what marks it, and its reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from saidanddone.sources import (
    acts,
    encounters,
    exposure,
    inclusion,
    ledger,
    moments,
    pressure,
    ratings,
    responses,
    roster,
    survey_items,
)
from saidanddone.sources.delimited import Mend
from saidanddone.sources.document import Item
from saidanddone.sources.github import reader as github
from saidanddone.sources.header import Field, Match
from saidanddone.sources.jira import columns as jira_columns
from saidanddone.sources.jira import pages as jira_pages
from saidanddone.sources.jira import table as jira_table
from saidanddone.sources.jira import wide as jira_wide
from saidanddone.sources.sheet import Reading

__all__ = ["DOCUMENTS", "FORMATS", "DocumentFormat", "Format"]


@dataclass(frozen=True)
class Format:
    """One format: what it is called, its fields, which of them mark it, and its reader.

    Attributes:
        marks: beyond the required fields, at least one of these must be there (none: no more is needed).
        mending: makes of a header what puts rows with more cells than it right, for exports known to write such rows.
    """

    kind: str
    what: str
    fields: tuple[Field, ...] = field(repr=False)
    read: Callable[..., Reading] = field(repr=False)
    marks: tuple[str, ...] = ()
    mending: Callable[[Sequence[str]], Mend] | None = field(default=None, repr=False)

    def fits(self, found: Match) -> bool:
        """Whether a header is one of this format."""
        return not found.missing and (not self.marks or any(mark in found.columns for mark in self.marks))


FORMATS = (
    Format("jira", "an export of Jira", jira_columns.FIELDS, jira_table.read, jira_columns.MARKS, jira_wide.mending),
    Format("ledger", "a ledger", ledger.FIELDS, ledger.read),
    Format("ratings", "ratings", ratings.FIELDS, ratings.read),
    Format("responses", "responses", responses.FIELDS, responses.read),
    Format("moments", "moments", moments.FIELDS, moments.read, ("who_responded", "level", "followed")),
    Format("encounters", "encounters", encounters.FIELDS, encounters.read, ("invited", "attended")),
    Format("exposure", "times in which people could speak", exposure.FIELDS, exposure.read),
    Format("inclusion", "weeks of being included", inclusion.FIELDS, inclusion.read, inclusion.MARKS),
    Format("roster", "a roster", roster.FIELDS, roster.read_sheet, ("role", "handle")),
    Format("pressure", "stretches of pressure", pressure.FIELDS, pressure.read),
    Format("acts", "acts", acts.FIELDS, acts.read),
    Format("items", "a table of a survey's items", survey_items.FIELDS, survey_items.read),
)
"""Tried in this order; the first that fits a header reads the file."""


@dataclass(frozen=True)
class DocumentFormat:
    """One format of JSON exports: what it is called, how its items are told, and its reader.

    Attributes:
        knows: whether an item is one of this format's.
        read: all exports of the format at once, since one may tell what became of what another told; the readings in
            their order. Called as ``read(documents, people, zone=zone)``.
    """

    kind: str
    what: str
    knows: Callable[[Item], bool] = field(repr=False)
    read: Callable[..., Sequence[Reading]] = field(repr=False)


DOCUMENTS: tuple[DocumentFormat, ...] = (
    DocumentFormat("jira", "an export of Jira", jira_pages.knows, jira_pages.read),
    DocumentFormat("github", "an export of GitHub", github.knows, github.read),
)
"""Tried in this order; the first that knows an export's first known item reads the export."""
