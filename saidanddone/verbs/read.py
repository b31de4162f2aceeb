"""Read exports into a workspace: what was read, what was not and why, and whose handles a roster says they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saidanddone.errors import UsageError
from saidanddone.evidence.problem import Problem
from saidanddone.sources.dates import zone
from saidanddone.sources.detect import ReadRow
from saidanddone.store import workspace
from saidanddone.verbs import drafting, gathering
from saidanddone.verbs.given import checked
from saidanddone.verbs.joining import Joins, met
from saidanddone.verbs.orphans import orphans

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ReadResult", "read"]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one reading brought.

    Attributes:
        told: what was read from each file, with the columns it was read from.
        counts: table -> rows read. added, already, changed: table -> rows new to the workspace, known to it before,
            or told otherwise by their source since.
        problems: what could not be read. into: the workspace. names_kept: whether real names were written there.
        joins: whose each handle is by the roster; None without one. previewed: whether that may be shown by name.
        drafted: rows of the roster drafted; None where none was. named: whether anybody is named in what was read.
        has_roster: whether somebody said who leads, in a roster given or among what was read.
    """

    told: tuple[ReadRow, ...]
    counts: Mapping[str, int]
    added: Mapping[str, int]
    already: Mapping[str, int]
    changed: Mapping[str, int]
    problems: tuple[Problem, ...]
    into: Path | None = field(repr=False)
    names_kept: bool
    joins: Joins | None = field(default=None, repr=False)
    previewed: bool = False
    drafted: int | None = None
    named: bool = False
    has_roster: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as for JSON; people are named only in a preview, which was asked for."""
        by_roster = {} if self.joins is None else {"handles": self.joins.counts()}
        preview = {"preview": self.joins.to_dict()} if self.joins is not None and self.previewed else {}
        drafted = {} if self.drafted is None else {"drafted": self.drafted}
        return {
            "schema": "read/1",
            "read": [
                {
                    "source": row.source,
                    "format": row.format,
                    "kind": row.kind,
                    "rows": row.rows,
                    "unread": row.unread,
                    "understood": row.understood,
                    "mapping": dict(row.mapping),
                    "note": row.note,
                }
                for row in self.told
            ],
            "counts": dict(self.counts),
            "added": dict(self.added),
            "already": dict(self.already),
            "changed": dict(self.changed),
            "names_kept": self.names_kept,
            "problems": [problem.to_dict() for problem in self.problems],
            **by_roster,
            **preview,
            **drafted,
        }

    def to_arrow(self) -> pa.Table:
        """One row a file: ``source``, ``format``, ``kind``, ``rows``, ``unread``, ``note``."""
        import pyarrow as pa

        texts = [(name, pa.string()) for name in ("source", "format", "kind", "note")]
        schema = pa.schema([*texts, ("rows", pa.int64()), ("unread", pa.int64())])
        return pa.Table.from_pylist([{name: getattr(row, name) for name in schema.names} for row in self.told], schema)


def read(
    *sources: str | Path,
    into: str | Path | None = None,
    names: bool = False,
    roster: str | Path | None = None,
    preview: bool = False,
    draft_roster: str | Path | None = None,
    dates: str | None = None,
    tz: str = "UTC",
    fresh_key: bytes | None = None,
    progress: gathering.Progress | None = None,
) -> ReadResult:
    """Read raw exports; with ``into``, keep what was read in a workspace there.

    Args:
        sources: files or folders of any known format.
        into: the workspace's folder, made when it is not there. None only looks.
        names: keep real names in the workspace's owner-only file, so that reports can show them to their owner.
        roster: who is who; one person's several handles become one pseudonym. Its rows are kept with the evidence.
        preview: say by name whom the roster joins, and write nothing.
        draft_roster: a new file for a roster to fill in: every handle met, or those that ``roster`` does not tell of.
        dates: ``dmy`` or ``mdy`` where a file's dates could be either. tz: zone of times that name none.
        fresh_key: 32 random bytes for a new workspace's pseudonyms; without, they come from the files' content.

    Raises:
        UsageError: a source is not there, or is a workspace already (of which a roster can be previewed and drafted);
            or what is asked for excludes itself. NothingReadable: not one row could be read.
    """
    options = {"into": into, "roster": roster, "draft_roster": draft_roster, "dates": dates, "tz": tz}
    checked("read", sources, options)
    drafted = None if draft_roster is None else Path(draft_roster)
    _check(into, roster, preview, drafted)
    only_looks = preview or (drafted is not None and into is None)
    if not only_looks and any(gathering.is_kept(source) for source in sources):
        raise UsageError("This is a workspace or a store: it was read before. Give the exports themselves.")
    folder = None if into is None else Path(into)
    key = workspace.key(folder, fresh=None) if folder is not None and workspace.is_workspace(folder) else fresh_key
    listed = None if roster is None else Path(roster)
    key = None if only_looks else key
    items = workspace.load(folder).items if folder is not None and workspace.is_workspace(folder) else None
    found = gathering.gather(
        sources, roster=listed, aside=[drafted], dates=dates, tz=tz, key=key, items=items, progress=progress
    )
    rows = _draft(drafted, found, tz)
    written = workspace.Written()
    if folder is not None:
        workspace.key(folder, fresh=found.people.key)
        written = workspace.write(folder, found.evidence, keep_names=names)
    return ReadResult(
        told=found.told,
        counts=found.evidence.counts(),
        added=written.added,
        already=written.already,
        changed=written.changed,
        problems=(*found.problems, *orphans(found.evidence if folder is None else workspace.load(folder))),
        into=folder,
        names_kept=names and folder is not None,
        joins=found.joins,
        previewed=preview,
        drafted=rows,
        named=bool(found.names),
        has_roster=found.roster,
    )


def _check(into: str | Path | None, roster: str | Path | None, preview: bool, drafted: Path | None) -> None:
    if preview and roster is None:
        raise UsageError(
            "--preview shows whom a roster joins. Give one with --roster, or draft one with --draft-roster."
        )
    if preview and (into is not None or drafted is not None):
        raise UsageError("--preview writes nothing. Look first, and leave --into and --draft-roster for the next time.")
    if drafted is not None:
        drafting.writable(drafted)


def _draft(path: Path | None, found: gathering.Gathered, tz: str) -> int | None:
    """Draft the roster of everybody met, or of those the roster given does not tell of."""
    if path is None:
        return None
    unlisted = () if found.joins is None else (row.met for row in found.joins.rows if row.match.name is None)
    missing = [one for one in (met(found.evidence) if found.joins is None else unlisted) if one.label is not None]
    if not missing:
        raise UsageError(
            "There is nobody to draft a roster of: nobody is named, or everybody is on the roster given. "
            "Of a workspace read without --names, draft it from the exports."
        )
    return drafting.draft(path, missing, zone(tz))
