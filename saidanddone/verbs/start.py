"""Begin from memory: a notebook of promises and moments, and a first page made of it (the ten minutes of ``start``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Final

from saidanddone.errors import NothingReadable, UsageError
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report.lasttime import KINDS, LastTime
from saidanddone.store import notebook
from saidanddone.store.promises import Promise, new_id
from saidanddone.store.sheet import Sheet
from saidanddone.verbs.dated import ALSO_IN, day_reader, told

__all__ = [
    "KINDS",
    "MARK",
    "ME",
    "PAGE",
    "FirstPage",
    "Promise",
    "at_hand",
    "begin",
    "moments",
    "note_moment",
    "note_promise",
    "own_evidence",
    "own_notebook",
    "remark_moment",
    "start",
]

ME: Final = notebook.ME
MARK: Final = "From your memory only"
PAGE: Final = "first-page.html"

_OF_KIND: Final[Mapping[str, Mapping[str, str]]] = {
    "problem": {},
    "mistake": {"uncaught": "yes"},
    "challenge": {"public": "yes"},
}


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What ten minutes of memory give.

    Attributes:
        where: the notebook's folder. page: the page written, None when nothing was told yet. diagnosis: of one's own
            promises; None likewise. moments: the last time, one a kind, as far as told.
    """

    where: Path
    page: Path | None
    diagnosis: ReleasedDiagnosis | None = field(repr=False)
    moments: tuple[LastTime, ...] = field(repr=False)


def start(*, on: date, into: Path | None = None, here: Path | None = None) -> FirstPage:
    """Make the first page of what a notebook holds.

    What is in it is told by :func:`note_promise` and :func:`note_moment`, by ``promise``, ``kept`` and ``admit``, or
    by its owner's own hand; the command line asks for it in an interview.

    Args:
        on: today. into: the notebook's folder; else ``here`` if it holds a ledger.csv, else ``said-and-done`` below.
        here: the folder you stand in (default: the current one).

    Raises:
        UsageError: the notebook cannot be read or written.
    """
    where = begin(into, here)
    remembered = tuple(moments(where))
    diagnosis = _diagnosis(where, on)
    if diagnosis is None:
        return FirstPage(where, None, None, remembered)
    from saidanddone.report import page

    path = where / PAGE
    try:
        path.write_text(page.render(diagnosis, mark=MARK, remembered=remembered), encoding="utf-8", newline="\n")
        path.chmod(0o600)
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"{PAGE} cannot be written ({reason}). Name another folder with --into.") from None
    return FirstPage(where, path, diagnosis, remembered)


def _diagnosis(where: Path, on: date) -> ReleasedDiagnosis | None:
    """Of what the notebook holds, for its owner; without a promise that was made on a day, of its moments alone."""
    from saidanddone.verbs.diagnose import diagnose

    dated = any(promise.made is not None and promise.made <= on for promise in at_hand(where))
    sources = [where / notebook.LEDGER.file] if dated else []
    if notebook.read(where, notebook.MOMENTS).entries:
        sources.append(where / notebook.MOMENTS.file)
    if not sources:
        return None
    evening = datetime(on.year, on.month, on.day, 23, 59, 59, 999_999, UTC)
    try:
        return diagnose(*sources, on=evening, me=notebook.ME if dated else None)
    except NothingReadable:
        return None


def begin(into: Path | None = None, here: Path | None = None) -> Path:
    """The notebook's folder, once it is known that what is in it can be gone on with; nothing is made yet.

    Raises:
        UsageError: a file of the notebook's name lies there that cannot be read.
    """
    where = notebook.folder(into, here or Path.cwd())
    for book in (notebook.LEDGER, notebook.MOMENTS):
        notebook.read(where, book)
    return where


def own_evidence(here: Path) -> list[Path]:
    """The files of the notebook that belongs to this folder, as evidence; none without a promise in it."""
    where = notebook.folder(None, here)
    if not at_hand(where):
        return []
    found = [where / notebook.LEDGER.file]
    return [*found, where / notebook.MOMENTS.file] if notebook.read(where, notebook.MOMENTS).entries else found


def own_notebook(places: Sequence[str | Path]) -> bool | None:
    """Whether the evidence named is the files of one notebook, whose owner is the one who asks, and nothing else.

    None when a notebook lies among other evidence: then its owner has to say who they are.
    """
    from saidanddone.verbs.gathering import is_kept, raw_files

    files = raw_files([place for place in places if not is_kept(place)])
    own = [path for path in files if path.name == notebook.LEDGER.file and _is_own(path)]
    if not own:
        return False
    together = {own[0].parent / book.file for book in (notebook.LEDGER, notebook.MOMENTS)}
    return True if set(files) <= together and not any(map(is_kept, places)) else None


def _is_own(path: Path) -> bool:
    """Whether a ledger is as ``start`` and ``promise`` make it, every promise its owner's."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return False
        sheet = notebook.read(path.parent, notebook.LEDGER)
    except (OSError, UsageError):
        return False
    # What stands in an export too is written under the name it has there.
    own = [cells for _, cells in sheet.entries if not cells.get(ALSO_IN, "").strip()]
    whose = {cells.get("subject", "").strip().casefold() for cells in own}
    return whose == {notebook.ME} and "what" in {column.strip().casefold() for column in sheet.header}


_LARGEST: Final = 1_000_000
"""Bytes. Some ten thousand promises: whatever is larger was kept by no person's hand."""


def at_hand(where: Path) -> list[Promise]:
    """Every promise the notebook holds, but those that stand in an export too and are counted there."""
    return [one for one in told(notebook.read(where, notebook.LEDGER)) if not one.cells.get(ALSO_IN, "").strip()]


def note_promise(where: Path, cells: Mapping[str, str], *, id: str = "", chance: Random | None = None) -> str:  # noqa: A002
    """Write down what is known of a promise, or more of one that is there (``id``); returns its id."""
    fresh = {"renegotiations": "0", "subject": notebook.ME}
    return _note(where, notebook.LEDGER, cells, id, fresh, chance)


def note_moment(where: Path, cells: Mapping[str, str], *, id: str = "", chance: Random | None = None) -> str:  # noqa: A002
    """Write down what is known of a moment, or more of one that is there (``id``); returns its id."""
    fresh = {"reporter": "witnessed", **_OF_KIND.get(cells.get("kind", ""), {})}
    return _note(where, notebook.MOMENTS, cells, id, fresh, chance)


def remark_moment(where: Path, kind: str, on: date) -> None:
    """Write down that no such moment is remembered, as a comment above the table."""
    remark = f"{_NONE_OF} {kind}, asked on {on.isoformat()}"
    notebook.edit(where, notebook.MOMENTS, lambda sheet: sheet.remarked(remark))


_NONE_OF: Final = "none remembered:"


def moments(where: Path) -> list[LastTime]:
    """The last moment of each kind that the notebook tells of."""
    sheet = notebook.read(where, notebook.MOMENTS)
    days = day_reader(sheet, ("at", "began"))
    found = []
    for kind in KINDS:
        rows = [cells for _, cells in sheet.entries if cells.get("kind", "").strip().casefold() == kind]
        none = any(remark.startswith(f"{_NONE_OF} {kind}") for remark in sheet.remarks)
        if rows:
            found.append(
                max((_moment(kind, cells, days) for cells in rows), key=lambda m: (m.at is not None, m.at or date.min))
            )
        elif none:
            found.append(LastTime(kind, never=True))
    return found


def _moment(kind: str, cells: Mapping[str, str], days: Callable[[str], date | None]) -> LastTime:
    def cell(name: str) -> str:
        return cells.get(name, "").strip().casefold()

    try:
        at = days(cells.get("at", ""))
    except ValueError:
        at = None
    return LastTime(kind, cell("id"), at, False, cell("who_responded"), cell("level"), cell("followed"))


def _note(
    where: Path,
    book: notebook.Book,
    cells: Mapping[str, str],
    id: str,  # noqa: A002
    fresh: Mapping[str, str],
    chance: Random | None,
) -> str:
    written: list[str] = []

    def write(sheet: Sheet) -> Sheet:
        found = [at for at, row in sheet.entries if id and row.get("id", "").strip() == id]
        if found:
            written.append(id)
            return sheet.changed(found[0], cells)
        written.append(id or new_id(sheet, chance or SystemRandom()))
        return sheet.added({"id": written[-1], **fresh, **cells})

    notebook.edit(where, book, write)
    return written[-1]
