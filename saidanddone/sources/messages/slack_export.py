"""An export of Slack as its folder, its archive or a part of either: which channels it has, and who is in it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from saidanddone.evidence.problem import Problem
from saidanddone.sources.archive import Limits, is_zip, open_archive
from saidanddone.sources.document import at, text

__all__ = ["KINDS", "LISTS", "Channel", "Export", "Loaded", "loaded", "open_export"]

LISTS: Final[Mapping[str, str]] = {
    "channels.json": "channel", "groups.json": "private channel", "dms.json": "direct", "mpims.json": "direct",
}  # fmt: skip
"""Lists of an export -> what stands in them."""
KINDS: Final = ("channel", "private channel", "direct", "unlisted")
_USERS: Final = ("users.json", "org_users.json")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\.json")
_DIRECT: Final = re.compile(r"D[A-Z0-9]{7,}|mpdm-.*")
_SPACE: Final = re.compile(r"[\s\x00]*")
_DECODER: Final = json.JSONDecoder(parse_constant=lambda _: None, parse_int=lambda figures: int(figures[:78]))
_MOST_FILES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """The objects of one JSON file, and whether it could be read to its end."""

    items: tuple[Mapping[str, Any], ...] = field(repr=False)
    strange: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Channel:
    """One folder of messages. ``kind``: one of :data:`KINDS`. ``days``: its files, in order. ``named``: by the user."""

    folder: str
    kind: str
    days: tuple[str, ...] = field(repr=False)
    named: bool = False


@dataclass(frozen=True)
class Export:
    """An export: its channels, its users as they stand in its lists, and how a file of it is loaded."""

    channels: tuple[Channel, ...]
    users: tuple[Mapping[str, Any], ...] = field(repr=False)
    load: Callable[[str], bytes | Problem] = field(repr=False)
    problems: tuple[Problem, ...] = ()


def loaded(raw: bytes) -> Loaded:
    """The objects of a file, one after the other, so that no more than its text and one of them is held."""
    written = raw.decode("utf-8-sig", "replace")
    found: list[Mapping[str, Any]] = []
    strange = 0
    place = _skip(written, 0)
    if written[place : place + 1] == "{":
        try:
            one = _DECODER.raw_decode(written, place)[0]
        except (ValueError, RecursionError):
            return Loaded((), 0, whole=False)
        inside = one.get("messages")
        return Loaded(tuple(each for each in inside if isinstance(each, dict)) if isinstance(inside, list) else (one,))
    if written[place : place + 1] != "[":
        return Loaded((), 0, whole=False)
    place = _skip(written, place + 1)
    while written[place : place + 1] != "]":
        try:
            value, place = _DECODER.raw_decode(written, place)
        except (ValueError, RecursionError):
            return Loaded(tuple(found), strange, whole=False)
        if isinstance(value, dict):
            found.append(value)
        else:
            strange += 1
        place = _skip(written, place)
        if written[place : place + 1] == ",":
            place = _skip(written, place + 1)
        elif written[place : place + 1] != "]":
            return Loaded(tuple(found), strange, whole=False)
    return Loaded(tuple(found), strange)


def _skip(written: str, place: int) -> int:
    found = _SPACE.match(written, place)
    return found.end() if found else place


def open_export(path: Path, source: str) -> Export | Problem | None:
    """The export that a path is, or stands in; None where it is none, a problem where it is one that is refused."""
    if path.is_dir():
        return _of_folder(path, source)
    with path.open("rb") as stream:
        if not is_zip(stream.read(4)):
            return _of_folder(path, source)
    archive = open_archive(path, source)
    if isinstance(archive, Problem):
        return archive
    members = {member.name: member for member in archive.members}
    return _export(list(members), lambda name: archive.read(members[name]), source)


def _of_folder(path: Path, source: str) -> Export | None:
    """A whole export; or a channel's folder or one day's file within one, which are then named by the user."""
    names = list(_walked(path, path)) if path.is_dir() else [path.name]
    if path.is_dir() and any(name.rsplit("/")[-1] in (*LISTS, *_USERS) for name in names):
        return _export(names, _loader(path), source)
    if not any(_DAY.fullmatch(name.rsplit("/")[-1]) for name in names) and path.is_dir():
        return None
    for root in [*path.resolve().parents][:4]:
        if any((root / name).is_file() for name in (*LISTS, *_USERS)):
            inside = path.resolve().relative_to(root).as_posix()
            lists = [name for name in (*LISTS, *_USERS) if (root / name).is_file()]
            own = [f"{inside}/{name}" for name in names] if path.is_dir() else [inside]
            return _export([*lists, *own], _loader(root), source, named=True)
    root = path if path.is_dir() else path.parent
    return _export(names, _loader(root), source, named=True)


def _walked(root: Path, path: Path) -> Iterator[str]:
    """Paths of the files below, by name; links are not followed."""
    number = 0
    for folder, folders, files in os.walk(path, followlinks=False):
        folders.sort()
        for name in sorted(files):
            found = Path(folder) / name
            if name.endswith(".json") and not found.is_symlink() and number < _MOST_FILES:
                number += 1
                yield found.relative_to(root).as_posix()


def _loader(root: Path) -> Callable[[str], bytes | Problem]:
    most = Limits.default().member

    def load(name: str) -> bytes | Problem:
        try:
            found = root / name
            if not found.is_file():
                return Problem(name, 0, "This is no file.", "Export it again.")
            if found.stat().st_size > most:
                return Problem(name, 0, "The file is larger than any day of a channel.", "Check what it is.")
            return found.read_bytes()
        except OSError:
            return Problem(name, 0, "The file cannot be opened.", "Check that you may read it.")

    return load


def _export(
    names: list[str], load: Callable[[str], bytes | Problem], source: str, *, named: bool = False
) -> Export | None:
    """The channels among these files, each of the kind that the nearest lists above it say."""
    lists = [name for name in names if name.rsplit("/")[-1] in LISTS]
    users = [name for name in names if name.rsplit("/")[-1] in _USERS]
    if not (lists or users or named):
        return None
    problems: list[Problem] = []
    kinds: dict[str, str] = {}
    for name in lists:
        root, _, which = name.rpartition("/")
        for one in _items(name, load, source, problems):
            for called in (text(one, "name"), text(one, "id")):
                if called:
                    kinds.setdefault(f"{root}/{called}".strip("/"), LISTS[which])
    people = tuple(one for name in users for one in _items(name, load, source, problems))
    days: dict[str, list[str]] = {}
    for name in names:
        folder, _, day = name.rpartition("/")
        if (folder and _DAY.fullmatch(day)) or (named and name not in (*lists, *users)):
            days.setdefault(folder, []).append(name)
    listed = bool(kinds)
    channels = tuple(
        Channel(folder, _kind(folder, kinds, listed=listed), tuple(sorted(found)), named)
        for folder, found in sorted(days.items())
    )
    return Export(channels, people, load, tuple(problems))


def _kind(folder: str, kinds: Mapping[str, str], *, listed: bool) -> str:
    """What a folder is, by the lists beside it or above it; what no list knows is not taken to be open."""
    called = folder.rsplit("/", maxsplit=1)[-1]
    above = folder
    while True:
        above = above.rpartition("/")[0]
        found = kinds.get(f"{above}/{called}".strip("/"))
        if found:
            return found
        if not above:
            break
    if _DIRECT.fullmatch(called):
        return "direct"
    return "unlisted" if listed else "channel"


def _items(
    name: str, load: Callable[[str], bytes | Problem], source: str, problems: list[Problem]
) -> tuple[Mapping[str, Any], ...]:
    raw = load(name)
    if isinstance(raw, Problem):
        problems.append(Problem(f"{source}/{name}", 0, raw.said, raw.remedy))
        return ()
    found = loaded(raw)
    if not found.whole:
        problems.append(
            Problem(f"{source}/{name}", 0, "This list of the export is not valid JSON to its end.", "Export it again.")
        )
    return tuple(one for one in found.items if at(one, "id") is not None or at(one, "name") is not None)
