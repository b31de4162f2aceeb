"""The organisation that never was as the files people would export of it, and what is true of every turn in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from saidanddone.simulation import chat, meetings, trackers
from saidanddone.simulation.conversations import Said, Talks, talks
from saidanddone.simulation.organisation import organisation

__all__ = ["Exports", "write"]


@dataclass(frozen=True)
class Exports:
    """What was written where.

    Attributes:
        roster, ledger: tables of our own. jira: folder of pages of Jira's search. meetings: folder of Zoom's
            transcripts, one below for each team. chat: an export of Slack.
        talks: what was said. truth: (source, line) of a turn as a reader names them -> everything said there, and its
            place in that.
    """

    roster: Path
    ledger: Path
    jira: Path
    meetings: Path
    chat: Path
    talks: Talks = field(repr=False)
    truth: Mapping[tuple[str, int], tuple[tuple[Said, ...], int]] = field(repr=False)


def write(folder: Path, *, seed: int, on: date) -> Exports:
    """Write a year of exports up to a day into a folder; the same seed and day write the same bytes."""
    made = organisation(seed=seed, on=on)
    ledger, roster = made.write(folder)
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
    return Exports(roster, ledger, jira, folder / "meetings", folder / chat.FILE_NAME, said, truth)


def _text(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8", newline="")
