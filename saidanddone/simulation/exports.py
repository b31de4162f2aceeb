"""The organisation that never was as the files people would export of it, and what is true of every turn in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from saidanddone.simulation import about, calendars, chat, meetings, pulse, trackers
from saidanddone.simulation.conversations import Said, Talks, talks
from saidanddone.simulation.organisation import organisation

__all__ = ["Exports", "write"]


@dataclass(frozen=True)
class Exports:
    """What was written where.

    Attributes:
        roster, ledger: tables of our own. jira: folder of pages of Jira's search. meetings: folder of Zoom's
            transcripts, one below for each team. chat: an export of Slack.
        pulse: folder of its rounds, a file each: those typed from paper, and the last as LimeSurvey exports it.
        calendars: folder of those of everybody who leads.
        talks: what was said. truth: (source, line) of a turn as a reader names them -> everything said there, and its
            place in that.
    """

    roster: Path
    ledger: Path
    jira: Path
    meetings: Path
    chat: Path
    pulse: Path
    calendars: Path
    talks: Talks = field(repr=False)
    truth: Mapping[tuple[str, int], tuple[tuple[Said, ...], int]] = field(repr=False)


def write(folder: Path, *, seed: int, on: date) -> Exports:
    """Write a year of exports up to a day into a folder; the same seed and day write the same bytes."""
    made = organisation(seed=seed, on=on)
    ledger, roster = made.write(folder)
    _text(folder / about.FILE_NAME, about.about())
    jira = folder / "jira"
    jira.mkdir(exist_ok=True)
    for number, page in enumerate(trackers.jira_pages(made), start=1):
        _text(jira / f"search-{number:02}.json", json.dumps(page, indent=1))
    said = talks(seed=seed, on=on)
    truth: dict[tuple[str, int], tuple[tuple[Said, ...], int]] = {}
    for meeting in said.meetings:
        below = folder / "meetings" / meeting.team.lower()
        below.mkdir(parents=True, exist_ok=True)
        name = meetings.file_name(meeting)
        words, lines = meetings.transcript(meeting)
        _text(below / name, words)
        truth |= {(name, line): (meeting.said, place) for place, line in enumerate(lines)}
    archive, numbers = chat.export(said, seed=seed, on=on)
    (folder / chat.FILE_NAME).write_bytes(archive)
    for (channel, number), (thread, place) in numbers.items():
        truth[f"{chat.FILE_NAME}/{channel}", number] = (thread.said, place)
    _answers(folder / "pulse", pulse.rounds(made, seed=seed, on=on), seed)
    (folder / "calendars").mkdir(exist_ok=True)
    for name, words in calendars.calendars(said.meetings, seed=seed, on=on).items():
        _text(folder / "calendars" / name, words)
    return Exports(
        roster, ledger, jira, folder / "meetings", folder / chat.FILE_NAME, folder / "pulse", folder / "calendars",
        said, truth,
    )  # fmt: skip


def _answers(folder: Path, rounds: Sequence[pulse.Round], seed: int) -> None:
    """Every round in a file that is called by its last day, as rounds are; the last one was asked online."""
    for one in rounds:
        online = one is rounds[-1]
        below = folder / ("limesurvey" if online else "paper")
        below.mkdir(parents=True, exist_ok=True)
        words = pulse.limesurvey(one, seed=seed) if online else pulse.table(one)
        _text(below / f"{one.closed.isoformat()}.csv", words)


def _text(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8", newline="")
