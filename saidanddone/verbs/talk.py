"""Conversations out of files, with one pseudonym a person: by the files' own labels, corrections, and a roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path

from saidanddone.diagnosis.roles import leaders
from saidanddone.errors import NothingReadable, UsageError
from saidanddone.evidence import people as people_table
from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.pseudonym import normalise, pseudonym
from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.sources import conversations, labels
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.dates import zone as zone_of
from saidanddone.sources.messages import codes
from saidanddone.sources.spoken_to import marked
from saidanddone.sources.talk import speakers
from saidanddone.sources.whose import Roster, places
from saidanddone.store import workspace
from saidanddone.verbs.gathering import content_key, read_roster

__all__ = ["Spoken", "clashing", "files_of", "spoken", "who_is"]

NOBODY = "Nobody of the name given with --me speaks here. Write it as the transcript or the roster does."
SEVERAL = "That name could be more than one person's. Write it in full, as the transcript or the roster does."


@dataclass(frozen=True)
class Spoken:
    """Conversations, and who is who in them. Its ``repr`` names nobody.

    Attributes:
        talks: what each file held, as read. conversations: all of them, with one pseudonym a person.
        names: pseudonym -> label, for the owner's own screen alone. merged: shown label -> labels it stands for.
        leaders: pseudonyms of those who lead by the roster. teams: pseudonym -> team. problems: what could not be read.
        listed: the roster; None without. key: of the pseudonyms.
    """

    talks: tuple[Talk, ...] = field(repr=False)
    conversations: tuple[Conversation, ...] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    merged: Mapping[str, Sequence[str]] = field(repr=False)
    leaders: frozenset[str] = field(repr=False)
    teams: Mapping[str, str] = field(repr=False)
    problems: tuple[Problem, ...]
    listed: Roster | None = field(repr=False)
    key: bytes = field(repr=False)


def spoken(
    files: Sequence[str | Path],
    *,
    roster: Path | None = None,
    on: date | str | None = None,
    at: int | str | None = None,
    calendar: Path | None = None,
    corrected: Path | None = None,
    private: bool = False,
    tz: str = "UTC",
    into: Path | None = None,
    fresh_key: bytes | None = None,
) -> Spoken:
    """Every conversation in these files and folders.

    Args:
        roster: who is who, who leads. on, at: day, and seconds after midnight, of a recording whose clock is relative.
        calendar: an ICS file that says when meetings were. corrected: a CSV of ``label,name`` that corrects speakers.
        private: read direct messages too. into: a workspace, whose pseudonyms are used.

    Raises:
        UsageError: a file is not there. NothingReadable: no conversation could be read.
    """
    if not files:
        raise UsageError("Say which conversation: a transcript, a chat or mail export, or a folder of them.")
    paths = [Path(file) for file in files]
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no file or folder called {path.name}. Check the name.")
    for option, path_ in (("calendar", calendar), ("speakers", corrected)):
        if path_ is not None and not path_.is_file():
            raise UsageError(f"There is no file called {path_.name}. Check the path given with --{option}.")
    paths, again = _once(paths)
    key = _key(paths, into, fresh_key)
    aliases, told = ({}, []) if corrected is None else speakers.corrections(corrected)
    listed, roster_problems = read_roster(roster, key, None, tz)
    asked = Asked(People(key), zone_of(tz), _day(on), _seconds(at), aliases=aliases)
    if calendar is not None or private:
        asked = conversations.widened(asked, calendar=calendar, private=private)
    talks = tuple(conversations.open_talk(paths, asked))
    problems = (*again, *told, *roster_problems, *(problem for talk in talks for problem in talk.problems))
    found = [conversation for talk in talks for conversation in talk.conversations]
    if not any(conversation.turns for conversation in found):
        first = f" {problems[0]}" if problems else ""
        raise NothingReadable(f"No conversation could be read.{first}")
    people = [_people(talk, listed, key) for talk in talks]
    found = [
        conversation for talk, same in zip(talks, people, strict=True) for conversation in _of_people(talk, same, key)
    ]
    shown = {
        same.get(who, who): name for talk, same in zip(talks, people, strict=True) for who, name in talk.names.items()
    }
    shown |= dict(listed.names if listed else {})
    rows = [] if listed is None else listed.people
    return Spoken(
        talks, tuple(found), shown, {name: told for talk in talks for name, told in talk.merged.items()},
        frozenset() if listed is None else leaders(people_table.table(rows), None),
        {person.pseudonym: person.team for person in rows if person.team is not None}, problems, listed, key,
    )  # fmt: skip


def who_is(name: str, among: Spoken) -> str:
    """The pseudonym of whoever goes by this name: by the roster, else as it stands, else by the rules for labels.

    A first name is enough where one person alone has it.

    Raises:
        UsageError: nobody does, or several may.
    """
    known = {who for conversation in among.conversations for who in _speakers(conversation)}
    if among.listed is not None and (match := among.listed.who(name)).name is not None:
        found = {pseudonym(match.name, among.key)} & known
        if found:
            return next(iter(found))
    if (as_it_stands := pseudonym(name, among.key)) in known:
        return as_it_stands
    coded = {who for who in known if normalise(who) == normalise(name)}
    asked = labels.forms(name).keys()
    by_rule = {who for who, label in among.names.items() if who in known and asked & labels.forms(label).keys()}
    first = {who for who in known if normalise(among.names.get(who, "")).partition(" ")[0] == normalise(name)}
    found = coded or by_rule or first
    if len(found) > 1:
        raise UsageError(SEVERAL)
    if not found:
        raise UsageError(NOBODY)
    return next(iter(found))


def files_of(path: Path) -> list[Path]:
    """The files that hold conversations, of a file or folder: none of these may be written over."""
    if not path.is_dir():
        return [path]
    if conversations.is_talk(path):
        return [file for file in path.rglob("*") if file.is_file()]
    within = (files_of(one) for one in sorted(path.iterdir()) if one.is_dir() or conversations.is_talk(one))
    return [file for files in within for file in files]


def clashing(talks: Sequence[Talk]) -> list[tuple[str, str, Sequence[str]]]:
    """File, the name shown and the labels it stands for, wherever several labels were taken for one person."""
    return [(talk.source, name, found) for talk in talks for name, found in sorted(talk.merged.items())]


def _day(on: date | str | None) -> date | None:
    """A day, or what a text such as 2026-10-19 means by one."""
    if not isinstance(on, str):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise UsageError("The day of a recording is a date such as 2026-10-19.") from None


def _seconds(at: int | str | None) -> int | None:
    """Seconds after midnight, or what a time of day such as 14:30 means by them."""
    if not isinstance(at, str):
        return at
    try:
        clock = time.fromisoformat(at)
    except ValueError:
        raise UsageError("The time a recording began is a time of day such as 14:30.") from None
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _speakers(conversation: Conversation) -> set[str]:
    return {turn.speaker for turn in conversation.turns if turn.speaker} | conversation.people


def _once(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """Every file that holds something else than those before it, and of the others that they are read once."""
    kept: dict[bytes | Path, Path] = {}
    again = []
    for path in paths:
        what = path if path.is_dir() else content_key([path])
        if what in kept:
            said = f"It holds the same as {kept[what].name}, and is read once."
            again.append(Problem(path.name, 0, said, "Leave one of them out."))
        else:
            kept[what] = path
    return list(kept.values()), again


def _key(paths: Sequence[Path], into: Path | None, fresh: bytes | None) -> bytes:
    if into is not None:
        return workspace.key(into, fresh=fresh)
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return content_key([file for file in files if file.is_file()])


def _people(talk: Talk, listed: Roster | None, key: bytes) -> dict[str, str]:
    """Speaker as read -> pseudonym of who that is: by the roster; and of a table's labels that are names, by the label.

    A table's codes stay as they stand, so that what is found can be written beside it; a name never leaves this room.
    """
    named = talk.format == "table" and not codes.is_pseudonymous(list(talk.names.values()))
    same = {who: pseudonym(label, key) for who, label in talk.names.items()} if named else {}
    if listed is not None:
        where = places(talk.source, talk.format)
        joined = {who: listed.who(label, where).name for who, label in talk.names.items()}
        same |= {who: pseudonym(name, key) for who, name in joined.items() if name is not None}
    return same


def _of_people(talk: Talk, same: Mapping[str, str], key: bytes) -> list[Conversation]:
    """The conversations of a file, of people instead of labels; who is spoken to by name is told by any of theirs."""
    found = [_as_people(conversation, same, key) for conversation in talk.conversations]
    written: dict[str, list[str]] = {}
    for who, label in talk.names.items():
        written.setdefault(same.get(who, who), []).append(label)
    joined = len(written) < len(talk.names)
    return marked(found, written, talk.labels) if joined else found


def _as_people(conversation: Conversation, same: Mapping[str, str], key: bytes) -> Conversation:
    if not same:
        return replace(conversation, salt=key)
    turns = tuple(_as_person(turn, same) for turn in conversation.turns)
    there = frozenset(same.get(who, who) for who in conversation.people)
    return replace(conversation, turns=turns, people=there, salt=key)


def _as_person(turn: Turn, same: Mapping[str, str]) -> Turn:
    by = same.get(turn.speaker, turn.speaker)
    to = [(first, last, same.get(who, who)) for first, last, who in turn.spoken_to]
    return replace(turn, speaker=by, spoken_to=tuple(one for one in to if one[2] != by))
