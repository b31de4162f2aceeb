"""What an attacker tried on a pulse, each of them once a way in (PRIVACY, What is released)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from diagnosis.polling import counts, polls
from privacy.pulse_cases import composite, group, people

from saidanddone.diagnosis.standing import held_back
from saidanddone.evidence import answer, episode
from saidanddone.evidence import people as roster
from saidanddone.evidence.answer import Answer
from saidanddone.evidence.episode import Episode
from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.people import Person
from saidanddone.privacy.groups import groups_for_release
from saidanddone.privacy.pulse import rounds_told
from saidanddone.survey.episodes import counted
from saidanddone.survey.roomy import with_room

CLOSED = 1_790_000_000_000_000
YEAR = 365 * DAY_US


def told(n: int, sort: str = "own", kind: str = "question", *, team: str = "Kite", first: int = 0, **more: Any
         ) -> list[Episode]:  # fmt: skip
    """One episode each of so many people."""
    whole: dict[str, Any] = {"round": "r1", "source": "pulse.csv", "closed_us": CLOSED, **more}
    return [
        Episode(respondent=f"{team}{place}", told=sort, kind=kind, team=team, **whole)
        for place in range(first, first + n)
    ]


@pytest.mark.parametrize("lone", ["Vega", "Kite"])
def test_what_one_person_held_back_moves_nobodys_forecast(lone: str) -> None:
    """Whether anybody at all had held something back was in every team's forecast of that round."""
    own = [*told(7), *told(6, team="Harbour")]
    teams = ("Harbour", "Kite", "Vega")
    nobody, somebody = (
        held_back(episode.table([*own, *more]), teams, CLOSED, 365.0) for more in ((), told(1, "held_back", team=lone))
    )
    assert nobody is somebody is None
    nobody, somebody = (
        held_back(episode.table([*own, *told(5, "held_back", team="Harbour"), *more]), teams, CLOSED, 365.0)
        for more in ((), told(1, "held_back", team=lone))
    )
    assert nobody is not None
    assert somebody is not None
    assert np.array_equal(nobody.made, somebody.made)
    assert np.array_equal(nobody.held, somebody.held)


@pytest.mark.parametrize("sort", episode.TOLD)
def test_two_days_counts_of_episodes_taken_from_each_other_tell_of_no_rung_of_one(sort: str) -> None:
    """A year's sums hide one episode of a round; the sums of the day before and after it closed gave it back."""
    later = CLOSED + 14 * DAY_US
    first = [*told(3, sort, "challenge"), *told(3, sort, first=3)]
    second = told(5, sort, round="r2", closed_us=later)
    for lone in ("question", "challenge"):
        table = episode.table([*first, *second, *told(1, sort, lone, round="r2", closed_us=later, first=5)])
        before, after = (counted(table, sort, on - YEAR, on)["Kite"] for on in (CLOSED, later))
        grown = {rung: after[rung] - before[rung] for rung in after}
        assert all(n == 0 or n >= 3 for n in grown.values())
        assert grown["challenger"] == 0
        # And on the other side, as the first round falls out of the year.
        gone = counted(table, sort, CLOSED, later)["Kite"]
        assert gone == grown


def test_three_episodes_of_one_person_are_no_rung_of_three() -> None:
    many = [*told(5), *(one for n in (2, 3, 4) for one in told(1, kind="challenge", number=n))]
    assert counted(episode.table(many), "own", 0, CLOSED)["Kite"] == {
        "inclusion": 0, "learner": 5, "contributor": 0, "challenger": 0,
    }  # fmt: skip


@pytest.mark.parametrize("mean", [2.0, 3.0, 3.5])
def test_no_interval_says_that_everybody_answered_the_mean(mean: float) -> None:
    """Of people who all answered 3 a group's interval had no width, and a group of others always had some."""

    def alike(n: int, roster: Sequence[str]) -> Any:
        one = composite(n, mean, roster)
        return type(one)(one.half, one.round, one.closed_us, n, one.band, mean, mean, mean, one.scale, one.roster)

    first, second = sorted(people(24)), sorted(people(24, 24))
    both = alike(48, [*first, *second])
    teams = [group("team", "A", ["A"], alike(24, first)), group("team", "B", ["B"], alike(24, second))]
    pulses, _ = groups_for_release([group("department", "D", ["A", "B"], both), *teams])
    told_of = [one for one in rounds_told([alike(24, first)]) if one is not None] + list(pulses[0].answered)
    assert len(told_of) == 2
    for one in told_of:
        assert one.mean is not None
        assert one.low is not None
        assert one.high is not None
        # With two people at the farther end an interval is no wider than this one.
        end = max(one.mean - 1.0, 5.0 - one.mean)
        reach = 1.645 * end * (2.0 / one.respondents) ** 0.5 / one.respondents**0.5
        assert min(one.mean - one.low, one.high - one.mean) >= reach - 1e-9


@pytest.mark.parametrize("sort", episode.TOLD)
def test_of_a_team_of_five_nothing_says_that_each_of_them_told_of_something(sort: str) -> None:
    """Five tellers of five people: that they are counted at all would be each one's answer."""
    nobody = (answer.table([]), roster.table([]))
    assert with_room(episode.table(told(5, sort)), *nobody).num_rows == 0
    assert with_room(episode.table(told(6, sort)), *nobody).num_rows == 6
    sixth = [Answer(round="r1", item="help", respondent="other", value=3, closed_us=CLOSED, source="pulse.csv",
                    team="Kite")]  # fmt: skip
    assert with_room(episode.table(told(5, sort)), answer.table(sixth), roster.table([])).num_rows == 5


@pytest.mark.parametrize(("members", "leaders", "kept"), [(5, 0, 0), (6, 0, 5), (5, 1, 0)])
def test_whoever_could_have_told_of_something_is_on_the_roster_and_does_not_lead(
    members: int, leaders: int, kept: int
) -> None:
    listed = [Person(f"p-{n}", "kite", "member") for n in range(members)]
    listed += [Person(f"p-lead{n}", "kite", "leader") for n in range(leaders)]
    gone = Person("p-gone", "kite", "member", to_us=CLOSED - 20 * DAY_US)
    table = roster.table([*listed, gone])
    assert with_room(episode.table(told(5)), answer.table([]), table).num_rows == kept


def test_no_department_is_told_that_a_team_is_only_partly_of() -> None:
    """Somebody of no team made up for one of a team who was of no department, and stood out beside both teams."""

    def of(team: str | None, department: str | None, n: int, value: float) -> list[Answer]:
        where = {"team": team, "department": department, "source": "pulse.csv", "round": "r1", "closed_us": CLOSED}
        return [
            Answer(respondent=f"{team}{department}{place}", item="help", value=value, **where)  # type: ignore[arg-type]
            for place in range(n)
        ]

    def departments(*answers: list[Answer]) -> list[str]:
        groups = polls([one for some in answers for one in some], on_us=CLOSED).groups()
        return [one.label for one in groups_for_release(groups)[0] if one.kind == "department"]

    whole = [of("A", "D", 10, 3), of("B", "D", 10, 3)]
    assert departments(*whole) == ["D"]
    assert departments(of("A", "D", 9, 3), of("A", None, 1, 3), of("B", "D", 10, 3), of(None, "D", 1, 1)) == []
    assert departments(*whole, of("C", "E", 1, 3)) == ["D"]


@pytest.mark.parametrize("lone", [0, 1, 5])
def test_no_count_of_promises_says_that_nobody_had_any_due(lone: int) -> None:
    """Told of five who all had none, and withheld where one of them had some, it was everybody's answer."""
    assert polls(counts("A", [0, 0, 0, 0, lone], [0, 0, 0, 0, 0])).promises("A", CLOSED) is None
