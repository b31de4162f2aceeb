"""A roster to fill in: everybody the exports name, one row a handle, so that a person need only say who is who."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from saidanddone.errors import UsageError
from saidanddone.sources.labels import grouped
from saidanddone.store.sheet import safe
from saidanddone.verbs.joining import Met

__all__ = ["COLUMNS", "as_row", "draft", "rows_of", "writable"]

COLUMNS = ("name", "handle", "source", "team", "role", "from", "to")


def rows_of(found: Iterable[Met], zone: tzinfo) -> list[dict[str, str]]:
    """One row a handle and kind of source; labels that the rules lead to one name stand together under it.

    ``from`` is the day it is first seen, in this zone; ``role`` and ``to`` are left for a person to fill in. A handle
    whose label was not kept cannot be drafted and is left out.
    """
    met: dict[tuple[str, str], Met] = {}
    for one in found:
        if one.label is not None:
            before = met.get((one.label, one.format))
            met[one.label, one.format] = one if before is None else _both(before, one)
    names = grouped(label for label, _ in met)
    rows = [
        {
            "name": safe(names[label]), "handle": safe(label), "source": safe(format_), "team": safe(one.team or ""),
            "role": "", "from": _day(one.first_us, zone), "to": "",
        }
        for (label, format_), one in met.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["name"].casefold(), row["name"], row["source"], row["handle"]))


def as_row(*cells: str) -> str:
    """One row as it would be written into a roster, with no cell a spreadsheet would run.

    >>> print(as_row("Ames, Alice", "=1+1"))
    "Ames, Alice",'=1+1
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([safe(cell) for cell in cells])
    return out.getvalue()


def _both(one: Met, other: Met) -> Met:
    """The same handle in two files of one kind: the team of the one it is named in more often, first seen in either."""
    more = max(one, other, key=lambda met: met.rows)
    seen = [at for at in (one.first_us, other.first_us) if at is not None]
    return Met(
        more.source, more.format, more.pseudonym, more.label, one.rows + other.rows, more.team, min(seen, default=None)
    )


def _day(at_us: int | None, zone: tzinfo) -> str:
    if at_us is None:
        return ""
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)).astimezone(zone).date().isoformat()
    except (OverflowError, ValueError):
        return ""


def writable(path: Path) -> None:
    """See to it that a new file can be written there, before any work is done.

    Raises:
        UsageError: there is something already, or no folder for it.
    """
    if path.exists():
        raise UsageError(f"{path.name} is there already, and a draft overwrites nothing. Name another file.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder for {path.name}. Make it first, or name another place.")


def draft(path: Path, found: Iterable[Met], zone: tzinfo) -> int:
    """Write the roster to fill in, for its owner's eyes alone (where the system knows owners); returns its rows.

    Raises:
        UsageError: there is something already, or the system refuses.
    """
    writable(path)
    rows = rows_of(found, zone)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace"))
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"{path.name} cannot be written ({reason}). Name another place for it.") from None
    return len(rows)
