"""Evidence brought together from wherever it lies: raw exports, folders of them, workspaces and stores."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from saidanddone.diagnosis.pressure import with_pressure
from saidanddone.diagnosis.roles import directions_told, unified, with_roles, with_units
from saidanddone.errors import NothingReadable, UsageError
from saidanddone.evidence import people
from saidanddone.evidence.arrow import conform
from saidanddone.evidence.bundle import SCHEMAS, Evidence, merge
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise, pseudonym
from saidanddone.sources import roster as rosters
from saidanddone.sources.detect import EXTENSIONS, SPOKEN, ReadRow, read_paths, rosters_among
from saidanddone.sources.identity import TRACKERS, drop_overlaps
from saidanddone.sources.respondents import counted_once
from saidanddone.sources.roster import Roster
from saidanddone.store import engine, workspace
from saidanddone.store.reconciled import reconcile
from saidanddone.verbs.joining import Joins, join, met

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "NOTHING_PROMISED", "STORE_WITHOUT_KEY", "Gathered", "Progress", "content_key", "gather", "is_kept", "laid_over",
    "needed", "raw_files", "read_roster", "with_kept_inside",
]  # fmt: skip

Progress = Callable[[str], None]
"""Told what is being done, in words; for a terminal's progress line."""

STORE_WITHOUT_KEY = (
    "A store holds no key that turns names into its pseudonyms. Give the workspace it was written from as well."
)
NOTHING_PROMISED = (
    "What was given was understood, and nothing in it was promised: no row says who would do something by when."
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:", re.ASCII | re.IGNORECASE)
"""How an address begins; a single letter is a drive of Windows."""

_ENGINES = ("duckdb:", "sqlite:", "postgres:", "postgresql:", "spark:")


@dataclass(frozen=True)
class _Raw:
    """Raw files, read. ``told`` says what was read from each."""

    evidence: Evidence = field(repr=False)
    problems: tuple[Problem, ...]
    told: tuple[ReadRow, ...]


@dataclass(frozen=True)
class Gathered:
    """Everything a question is asked of.

    Attributes:
        evidence: merged. problems: what could not be read.
        sources: names of the files, folders or stores read. people: how names become the pseudonyms in here.
        roster: whether somebody said who leads. named: whether ``people`` makes the pseudonyms of all this evidence,
            which it cannot for a store whose workspace is not among the places.
        names: pseudonym -> name, for the door alone.
        listed: the roster given with this question; None without. joins: whose each handle is by it.
        notes: what to know of how this was put together, in sentences that name nobody.
    """

    evidence: Evidence = field(repr=False)
    problems: tuple[Problem, ...]
    told: tuple[ReadRow, ...]
    sources: tuple[str, ...]
    people: People = field(repr=False)
    roster: bool
    named: bool
    names: dict[str, str] = field(repr=False)
    listed: Roster | None = field(default=None, repr=False)
    joins: Joins | None = field(default=None, repr=False)
    notes: tuple[str, ...] = ()


def gather(
    places: Sequence[str | Path],
    *,
    roster: Path | None = None,
    dates: str | None = None,
    tz: str = "UTC",
    aside: Sequence[Path | None] = (),
    key: bytes | None = None,
    items: pa.Table | None = None,
    progress: Progress | None = None,
) -> Gathered:
    """All evidence in these places as one, as its sources tell it.

    Pseudonyms are made with a workspace's own key; for raw files alone with a key drawn from their content, so that
    the same files give the same ids again and a changed roster does not change them.

    Args:
        places: files, folders, workspaces or store addresses. roster: who is who; it takes the place of one that was
            kept with the evidence. Without, the only roster among the files is taken, as whoever put it there expects.
            dates: ``dmy`` or ``mdy``, where a file's dates could be either.
        tz: zone of times that name none. aside: files that lie among the evidence but are none (a policy).
        key: the pseudonym key, where it is known already. items: what a workspace that is read into was told of the
            items of a survey.

    Raises:
        UsageError: a place is not there, or two workspaces were made apart.
        NothingReadable: not one row could be read. What was understood and promises nothing is evidence of nothing
            and no error; who needs evidence asks :func:`needed`.
    """
    if not places:
        raise UsageError("Say where the evidence is: a file, a folder or a store.")
    kept, raw = _sorted_out(places)
    named = any(isinstance(place, Path) for place in kept) or not kept
    among = rosters_among(raw_files(raw, aside=[path for path in aside if path is not None])) if roster is None else []
    lying = among[0] if len(among) == 1 and named else None
    apart = [path for path in (roster or lying, *aside) if path is not None]
    folders = [place for place in kept if isinstance(place, Path)]
    key = key or _key(folders) or content_key(raw_files(raw, aside=apart))
    if roster is not None and not named:
        raise UsageError(STORE_WITHOUT_KEY)
    listed, roster_problems = read_roster(roster or lying, key, dates, tz)
    if lying is not None:
        roster_problems = []  # it is read among the files too, and told there
    if progress is not None:
        progress("reading")
    who = People(key, listed.handles if listed else {}, apart=True)
    held = _once([_load(place) for place in kept])
    fresh = _read_raw(raw, who, dates=dates, tz=tz, items=held.items if items is None else items)
    evidence = _once([held, fresh.evidence])
    if not any(evidence.counts().values()) and not any(row.understood for row in fresh.told):
        raise NothingReadable(_nothing(fresh.problems))
    joins = None
    if listed is not None:
        evidence, joins = _joined(evidence, listed, key)
    trackers = {row["source"] for row in evidence.origins.to_pylist() if row["format"] in TRACKERS}
    commitments, overlaps = drop_overlaps(evidence.commitments, trackers)
    evidence = counted_once(replace(evidence, commitments=commitments))
    return Gathered(
        evidence=evidence,
        problems=(*roster_problems, *fresh.problems, *overlaps),
        told=fresh.told,
        sources=tuple(dict.fromkeys(_shown(place) for place in places)),
        people=People(key, listed.aliases if listed else {}),
        roster=evidence.people.num_rows > 0,
        named=named,
        names=dict(evidence.names) | (dict(listed.names) if listed else {}),
        listed=listed,
        joins=joins,
        notes=(
            *([f"{told} saidanddone read --preview shows which."] if joins and (told := joins.told()) else []),
            *([] if evidence.acts.num_rows else _unheard(fresh.told)),
        ),
    )


def _unheard(told: Sequence[ReadRow]) -> list[str]:
    """That conversations lay in the folders and were left alone, where nothing of any is known; empty without any."""
    n = sum(row.note == SPOKEN for row in told)
    if not n:
        return []
    said = "One conversation among the files was" if n == 1 else f"{n:,} conversations among the files were"
    return [f"{said} not listened to: `saidanddone listen FILE --into DIR` does when you ask; then name DIR too."]


def _once(parts: Sequence[Evidence]) -> Evidence:
    """The parts as one, and what two of them hold once, as the later one tells it: an export may lie beside the
    workspace it was read into, and would else count twice."""
    some = [part for part in parts if any(table.num_rows for table in part.tables().values())]
    if len(some) < 2:
        return merge(list(parts))
    tables = some[0].tables()
    for part in some[1:]:
        for name, read in part.tables().items():
            table = reconcile(name, tables[name], conform(read, SCHEMAS[name])).table
            tables = tables if table is None else {**tables, name: table}
    return replace(Evidence(), names={who: name for part in parts for who, name in part.names.items()}, **tables)


def _joined(evidence: Evidence, listed: Roster, key: bytes) -> tuple[Evidence, Joins]:
    """The evidence with one pseudonym a person as the roster has it, its people, and how each handle was joined.

    Files are read by their own handles and joined here, as what a workspace holds is: so a row's id does not hang on
    the roster, and both ways give the same.
    """
    teams = {person.team for person in listed.people if person.team is not None}
    units = {pseudonym(team, key): team for team in sorted(teams) if normalise(team) not in listed.aliases}
    evidence = replace(evidence, commitments=with_units(evidence.commitments, units))
    joins = join(met(evidence), listed, key)
    one = unified(evidence, {}, joins.same(key))
    replaced = {row.met.pseudonym for row in joins.rows if row.match.name is not None}
    standing = {row.met.pseudonym for row in joins.rows if row.match.name is None}
    labels = {who: label for who, label in evidence.names.items() if who not in replaced or who in standing}
    return replace(one, names={**labels, **listed.names}, people=people.table(listed.people)), joins


def needed(gathered: Gathered) -> Gathered:
    """The same, if there is any evidence in it.

    Raises:
        NothingReadable: everything was understood, and nothing in it was promised.
    """
    if not any(gathered.evidence.counts().values()):
        raise NothingReadable(NOTHING_PROMISED)
    return gathered


def laid_over(gathered: Gathered) -> Gathered:
    """The same with the roster's roles and teams, and the stretches of pressure, laid over its commitments."""
    evidence = gathered.evidence
    told = with_pressure(with_roles(evidence.commitments, evidence.people), evidence.pressure)
    ways = directions_told(told) if gathered.roster else ""
    notes = (*gathered.notes, *([ways] if ways else []))
    return replace(gathered, evidence=replace(evidence, commitments=told), notes=notes)


def raw_files(paths: Sequence[str | Path], *, aside: Sequence[Path] = ()) -> list[Path]:
    """Every file among raw paths that is read as evidence; ``aside`` are files beside it that only say who is who."""
    apart = {path.resolve() for path in aside}
    found = []
    for path in map(Path, paths):
        if not path.is_dir():
            found.append(path)
            continue
        tables = (file for file in sorted(path.rglob("*")) if file.suffix.casefold() in EXTENSIONS and file.is_file())
        found += [file for file in tables if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    return [file for file in found if file.resolve() not in apart]


def _read_raw(paths: Sequence[Path], who: People, *, dates: str | None, tz: str, items: pa.Table) -> _Raw:
    """Every raw file and folder, read with one way of making pseudonyms."""
    found, problems, told = read_paths(paths, who, dates=dates, tz=tz, items=items)
    return _Raw(found, tuple(problems), tuple(told))


def content_key(files: Sequence[Path]) -> bytes:
    """A pseudonym key that only these files' content gives: SHA-256 over their sorted SHA-256 digests.

    Whoever can make this key holds the files, names included, so it hides nothing from them that they do not have.
    """
    digests = sorted(_digest(path) for path in files)
    return hashlib.sha256(b"saidanddone pseudonyms\0" + b"".join(digests)).digest()


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").digest()
    except OSError:
        return hashlib.sha256(path.name.encode("utf-8", "surrogatepass")).digest()


def _sorted_out(places: Sequence[str | Path]) -> tuple[list[Path | str], list[Path]]:
    """Stores and workspaces, and raw files and folders, each once."""
    kept: dict[Path | str, None] = {}
    raw: dict[Path, None] = {}
    for place in places:
        if _is_address(place):
            kept[str(place)] = None
            continue
        path = Path(place)
        if not path.exists():
            if _ADDRESS.match(str(place)):
                raise UsageError(
                    "No store has an address of this kind. One is duckdb:FILE or the folder of a workspace."
                )
            raise UsageError(f"There is nothing at {path.name}. Check the path.")
        if not (path.is_file() or path.is_dir()):  # It could be waited for, or read, without end.
            raise UsageError(f"{path.name} is a pipe or a device. Save what it gives as a file, and name that.")
        (kept if workspace.is_workspace(path) else raw)[path.resolve()] = None
    return list(kept), list(raw)


def with_kept_inside(places: Sequence[str | Path]) -> list[str | Path]:
    """The places, and the workspaces that lie in folders among them, as whoever names a folder means all of it (C1).

    Only where all of them call people by the same pseudonyms; of those made apart none is taken unasked.
    """
    folders = [Path(place) for place in places if not is_kept(place) and Path(place).is_dir()]
    marks = [(mark, mark.relative_to(folder).parts) for folder in folders for mark in folder.rglob(workspace.KEY_FILE)]
    inside = sorted(mark.parent for mark, parts in marks if not any(part.startswith(".") for part in parts))
    named = [Path(place) for place in places if not _is_address(place) and workspace.is_workspace(Path(place))]
    one_key = len({workspace.key(folder, fresh=None) for folder in (*inside, *named)}) == 1
    return [*places, *(inside if one_key else ())]


def is_kept(place: str | Path) -> bool:
    """Whether this is a workspace or a store rather than raw exports."""
    return _is_address(place) or workspace.is_workspace(Path(place))


def _is_address(place: str | Path) -> bool:
    return isinstance(place, str) and place.lower().startswith(_ENGINES)


def _key(folders: Sequence[Path]) -> bytes | None:
    keys = {workspace.key(folder, fresh=None) for folder in folders}
    if len(keys) > 1:
        raise UsageError(
            "These workspaces were made apart and call the same people by different pseudonyms. "
            "Read their sources into one workspace with saidanddone read SOURCE… --into DIR."
        )
    return next(iter(keys), None)


def _load(place: Path | str) -> Evidence:
    if isinstance(place, Path):
        return workspace.load(place)
    with engine.open_store(place) as opened:
        return opened.evidence()


def read_roster(path: Path | None, key: bytes, dates: str | None, tz: str) -> tuple[Roster | None, list[Problem]]:
    """Who is who by this file, and what of it could not be read; None where none was given.

    Raises:
        UsageError: it is not there, or not one row of it could be read.
    """
    if path is None:
        return None, []
    if not path.is_file():
        raise UsageError(f"There is no roster at {path.name}. Check the path given with --roster.")
    found, problems = rosters.read(path, key, dates=dates, tz=tz)
    if not found.people:
        why = f" {problems[0]}" if problems else ""
        raise UsageError(f"No row of the roster could be read.{why}")
    return found, problems


def _nothing(problems: Sequence[Problem]) -> str:
    first = f" The first problem: {problems[0]}" if problems else ""
    return f"No row could be read.{first}"


def _shown(place: str | Path) -> str:
    """A store's kind or a path's last name: an address may carry a password, a path somebody's home."""
    if _is_address(place):
        kind, _, rest = str(place).partition(":")
        return f"{kind}:{Path(rest).name}" if kind.lower() in ("duckdb", "sqlite") else f"{kind}:"
    return Path(place).resolve().name
