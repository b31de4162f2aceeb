"""Acts of files that name no team: who meets again and again is one team, a meeting of all is nobody's (MISSION S1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from saidanddone.evidence import act
from saidanddone.evidence.act import Act
from saidanddone.evidence.bundle import Evidence
from saidanddone.privacy.permissions import Permissions
from saidanddone.verbs.unnamed import OWN_NOTES, with_teams

DAY = 86_400_000_000
HARBOUR, YARD = "abcdef", "uvwxyz"


def teams(files: Mapping[str, Sequence[str]], order: Sequence[str] = ()) -> dict[str, str]:
    """File -> the team its acts are told of; in each these people speak up once, a file a day in this order."""
    rows = [
        Act(
            id=f"a-{source}-{who}",
            at_us=day * DAY + place,
            kind="question",
            source=source,
            line=place + 1,
            person=f"p-{who}",
        )
        for day, source in enumerate(order or files)
        for place, who in enumerate(files[source])
    ]
    told = with_teams(Evidence(acts=act.table(rows)), Permissions(), {}).acts
    return dict(zip(told.column("source").to_pylist(), told.column("team").to_pylist(), strict=True))


def test_meetings_of_the_same_people_are_one_team_called_by_what_their_names_share() -> None:
    told = teams({"tide_2026-03-05.vtt": HARBOUR, "tide_2026-03-12.vtt": "abcdeg", "tide_2026-04-02.vtt": "bcdegh"})
    assert set(told.values()) == {"tide"}


def test_other_people_are_another_team_whatever_their_files_are_called() -> None:
    files = {"weekly 1.vtt": HARBOUR, "weekly 2.vtt": YARD, "weekly 3.vtt": HARBOUR, "weekly 4.vtt": YARD}
    told = teams(files)
    assert told["weekly 1.vtt"] == told["weekly 3.vtt"] == "weekly"
    assert told["weekly 2.vtt"] == told["weekly 4.vtt"] == "weekly 2 and others"


def test_a_meeting_of_all_joins_no_two_teams() -> None:
    told = teams({"harbour.vtt": HARBOUR, "yard.vtt": YARD, "all hands.vtt": HARBOUR + YARD + "ghijkl"})
    assert told == {"harbour.vtt": "harbour", "yard.vtt": "yard", "all hands.vtt": "all hands"}


def test_the_first_meeting_gives_the_name_where_nothing_is_alike_and_keeps_it() -> None:
    two = {"standup.vtt": HARBOUR, "retro.vtt": HARBOUR}
    assert set(teams(two, ["standup.vtt", "retro.vtt"]).values()) == {"standup and others"}
    three = {**two, "a planning.vtt": HARBOUR}
    assert set(teams(three, ["standup.vtt", "retro.vtt", "a planning.vtt"]).values()) == {"standup and others"}


@pytest.mark.parametrize("people", ["a", "abcd"])
def test_a_file_in_which_few_spoke_gives_no_name(people: str) -> None:
    assert teams({"zoe_1.vtt": people, "zoe_2.vtt": people}) == {"zoe_1.vtt": OWN_NOTES, "zoe_2.vtt": OWN_NOTES}
