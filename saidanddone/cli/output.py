"""Where a result goes: the terminal, JSON, a page, a PDF, pictures; refused early if it cannot or must not go there."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from saidanddone.cli import terminal
from saidanddone.errors import UsageError

__all__ = [
    "REPORT",
    "STDOUT",
    "Look",
    "charts_folder",
    "kept_apart",
    "look",
    "nearby",
    "page_path",
    "spared",
    "to_json",
    "write_page",
    "write_table",
]

REPORT: Final = Path("saidanddone-report.html")
"""The report's name unless another is asked for."""

STDOUT: Final = "-"
_WIDEST: Final = 100
_NARROWEST: Final = 60
_TABLES: Final = (".csv", ".tsv", ".parquet", ".duckdb")
"""What evidence is kept in and JSON never is: after --json, one of these is a slip."""

_PAGES: Final = (".html", ".htm", ".pdf")
_PICTURES: Final = (".svg", ".png")


class Look:
    """How the terminal shows things: ``width`` in columns, ``colour``, and whether only ASCII can be shown."""

    def __init__(self, width: int, colour: bool, ascii_only: bool) -> None:
        self.width, self.colour, self.ascii_only = width, colour, ascii_only

    def options(self) -> dict[str, Any]:
        """As the report room's renderers take them."""
        return {"width": self.width, "colour": self.colour, "ascii_only": self.ascii_only}


def look() -> Look:
    """Of standard output: 80 columns in a pipe; colour only on a terminal, and never under NO_COLOR."""
    is_terminal = sys.stdout.isatty()
    width = 80
    if is_terminal:
        try:
            width = min(max(os.get_terminal_size(sys.stdout.fileno()).columns, _NARROWEST), _WIDEST)
        except OSError:
            width = 80
    colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    try:
        "●┃━".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Look(width, colour, ascii_only=True)
    return Look(width, colour, ascii_only=False)


def nearby(path: Path) -> Path:
    """A path as seen from the current folder, where it lies below it."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def page_path(asked: Path | None, default: Path | None = REPORT) -> Path | None:
    """Where the report goes, a web page or a PDF by its ending, checked before any work is done.

    Raises:
        UsageError: it is neither, or its folder is not there.
    """
    path = asked or default
    if path is None:
        return None
    if path.suffix.lower() not in _PAGES:
        raise UsageError("The report is a web page or a PDF: give --report a name that ends in .html or in .pdf.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder for {path.name}. Make it first, or name another with --report.")
    return path


def kept_apart(page: Path | None, json: str | None, csv: Path | None = None) -> None:
    """See to it that the page, the JSON and the table do not overwrite each other, and that the table has a folder.

    Raises:
        UsageError: two would be the same file, or the table is no CSV file, or its folder is not there.
    """
    if csv is not None and csv.suffix.lower() != ".csv":
        raise UsageError("The table for a spreadsheet is CSV: give --csv a name that ends in .csv.")
    if csv is not None and not csv.parent.is_dir():
        raise UsageError(f"There is no folder for {csv.name}. Make it first, or name another with --csv.")
    named = {"--report": page, "--json": None if json in (None, STDOUT) else Path(json or ""), "--csv": csv}
    taken: dict[Path, str] = {}
    for option, path in named.items():
        if path is not None and taken.setdefault(path.resolve(), option) != option:
            raise UsageError(f"{taken[path.resolve()]} and {option} name the same file. Give each its own.")


def spared(
    read: Sequence[str | Path | None],
    *,
    json: str | None = None,
    report: Path | None = None,
    csv: Path | None = None,
    charts: Path | None = None,
    draft_roster: Path | None = None,
    cadence: Path | None = None,
) -> None:
    """See to it, before any work is done, that no result is written over what it is made from.

    Args:
        read: everything that is read: evidence as named, a store, a roster, a policy. None stands for none.

    Raises:
        UsageError: an output is a file that is read, by whatever name or link; or a notebook's file; or a table.
    """
    named = {"--report": report, "--csv": csv, "--cadence": cadence}
    named["--json"] = None if json in (None, STDOUT) else Path(json or "")
    if named["--json"] is not None and named["--json"].suffix.lower() in _TABLES:
        raise UsageError("What --json writes is no table: give it a name that ends in .json, or - for standard output.")
    files = {option: path for option, path in named.items() if path is not None}
    for option, path in files.items():
        if draft_roster is not None and path.resolve() == draft_roster.resolve():
            raise UsageError(f"--draft-roster and {option} name the same file. Give each its own.")
        if path.is_symlink() and (path.is_file() or not path.exists()):
            raise UsageError(f"{path.name} is a link to another place. Name the file itself with {option}.")
    drawn = [*charts.iterdir()] if charts is not None and charts.is_dir() else []
    targets = [(option, path) for option, path in files.items() if path.is_file()]
    targets += [
        ("--charts", path) for path in drawn if path.suffix.lower() in _PICTURES or path.name == "alt-texts.txt"
    ]
    if not targets:
        return
    from saidanddone.verbs.placing import NOTEBOOK_FILES

    taken = {found for place in read if place is not None for path in _files(place) if (found := _which(path))}
    for option, path in targets:
        if path.name.casefold() in NOTEBOOK_FILES:
            raise UsageError(f"{path.name} is a notebook's own file. Name another with {option}.")
        if _which(path) in taken:
            raise UsageError(
                f"{path.name} is read here, and {option} could overwrite it. Name another place with {option}."
            )


def _files(place: str | Path) -> Iterator[Path]:
    """Every file that is read when this is named: itself, a store's, a folder's tables, all that a workspace keeps."""
    from saidanddone.verbs.gathering import is_kept, raw_files

    path = Path(place)
    if path.is_dir() and is_kept(place):
        yield from (file for file in path.rglob("*") if file.suffix.lower() not in _PAGES)
    elif is_kept(place):
        address = str(place).partition(":")[2]
        yield from (Path(address), Path("/" + address.lstrip("/")))
    else:
        yield from raw_files([path])


def _which(path: Path) -> tuple[int, int] | None:
    """Which file this is, by whatever name or link; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def write_table(text: str, path: Path) -> None:
    """Write a table as CSV, with the mark by which spreadsheets know that it is UTF-8.

    Raises:
        UsageError: the system refuses.
    """
    _write(path, f"\ufeff{text}")


def write_page(made: str | bytes, path: Path) -> None:
    """Write the report: a web page, or a PDF's bytes.

    Raises:
        UsageError: the system refuses.
    """
    _write(path, made)


def charts_folder(asked: Path | None) -> None:
    """See to it, before any work is done, that pictures have a folder or can have one made.

    Raises:
        UsageError: a file stands in its place, or the folder it would be made in is not there.
    """
    if asked is not None and asked.exists() and not asked.is_dir():
        raise UsageError(f"{asked.name} is a file. Give --charts a folder.")
    if asked is not None and not asked.parent.is_dir():
        raise UsageError(f"There is no folder for {asked.name}. Make it first, or name another with --charts.")


def to_json(value: Mapping[str, Any], where: str) -> None:
    """Write a result as JSON to a file, or to standard output for ``-``; what is undefined is null.

    Raises:
        UsageError: the system refuses.
    """
    if where == STDOUT:
        terminal.say(json.dumps(_finite(value), indent=2, allow_nan=False))
    else:
        _write(Path(where), json.dumps(_finite(value), indent=2, allow_nan=False, ensure_ascii=False) + "\n")


def _write(path: Path, made: str | bytes) -> None:
    from saidanddone.verbs import placing

    try:
        placing.write(path, made if isinstance(made, bytes) else made.encode("utf-8", errors="replace"))
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"{path.name} cannot be written ({reason}). Name another place for it.") from None


def _finite(value: Any) -> Any:
    """The same with every number JSON has no word for turned into null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
