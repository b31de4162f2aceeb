"""Who is who: pseudonyms, teams and roles over time, and the names that stay with their owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from saidanddone.evidence.arrow import rows_to_table
from saidanddone.evidence.pseudonym import normalise, pseudonym

__all__ = ["ROLES", "SCHEMA", "People", "Person", "table"]

ROLES = ("leader", "member")

SCHEMA = pa.schema(
    [
        pa.field("pseudonym", pa.string(), nullable=False),
        pa.field("team", pa.string()),
        pa.field("role", pa.string(), nullable=False),
        pa.field("from_us", pa.int64()),
        pa.field("to_us", pa.int64()),
    ]
)
"""Table ``people``: one row a person, team and role; times in microseconds UTC, open ends null."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person's role in one team, over ``[from_us, to_us)``."""

    pseudonym: str
    team: str | None = None
    role: str = "member"
    from_us: int | None = None
    to_us: int | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"Person.role must be one of {', '.join(ROLES)}")
        if self.from_us is not None and self.to_us is not None and self.to_us < self.from_us:
            raise ValueError("Person.to_us must not be before Person.from_us")


@dataclass(frozen=True)
class People:
    """How a reader turns handles into pseudonyms.

    Attributes:
        key: the workspace's pseudonym key, 32 bytes.
        aliases: normalised handle -> the handle it is another name of (from a roster).
        apart: each handle keeps a pseudonym of its own, to be joined after reading, source by source and by rule; then
            ``aliases`` only tell which handles somebody lists, for a source that knows a person by several.

    A ``People`` never remembers whom it was asked about; a reader returns the handles it met in
    :attr:`saidanddone.evidence.bundle.Evidence.names`, and only the store decides whether they are kept.
    """

    key: bytes = field(repr=False)
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    apart: bool = False

    def resolve(self, handle: str) -> str:
        """The one handle that stands for this person; the handle itself while they are kept apart."""
        return handle if self.apart else self.aliases.get(normalise(handle), handle)

    def same(self, one: str, other: str) -> bool:
        """Whether two handles are one person's, as far as they are listed."""
        mine, theirs = normalise(one), normalise(other)
        return normalise(self.aliases.get(mine, mine)) == normalise(self.aliases.get(theirs, theirs))

    def pseudonym(self, handle: str) -> str:
        """The pseudonym of whoever this handle belongs to."""
        return pseudonym(self.resolve(handle), self.key)


def table(people: Iterable[Person]) -> pa.Table:
    """People as an Arrow table of :data:`SCHEMA`."""
    return rows_to_table(people, SCHEMA)
