"""Laws of MODEL §6 through the whole product: files in, both forecasts out."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from verbs.ears import ALICE, BOB, SCRIPT, Ears, meeting
from verbs.talks import KINDS, START, Office, company, members

from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.store import workspace
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.listen import listen
from saidanddone.verbs.read import read


def one_team(*, length: str = "60") -> Office:
    """Seven people who ask, propose and challenge twice a week, two times in three met well."""
    office, people = Office(), members("Apollo", 7)
    office.roster("Apollo", ["Alice Arundel"], people)
    for week in range(16):
        office.meet("Apollo", ["Alice Arundel", *people], week, minutes=int(length))
        for turn in range(2):
            who, kind = people[(week + turn) % 7], KINDS[(week + 2 * turn) % 5]
            office.say(who, "Apollo", week, 10 * turn, kind, (4 if (week + turn) % 3 else 2, "Alice Arundel"))
    return office


def safety(office: Office, folder: Path) -> SafetyForecast:
    (found,) = [one for one in office.ask(folder).released if one.kind == "team"]
    assert found.safety is not None
    return found.safety


def voice_and_spoken(office: Office, folder: Path) -> tuple[float, float]:
    found = safety(office, folder)
    assert found.voice is not None
    assert found.spoken is not None
    return found.voice.mean, found.spoken.mean


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[float, float]:
    return voice_and_spoken(one_team(), tmp_path_factory.mktemp("plain"))


def test_twice_the_hours_together_lower_voice_and_leave_spoken(plain: tuple[float, float], tmp_path: Path) -> None:
    voice, spoken = voice_and_spoken(one_team(length="120"), tmp_path)
    assert voice < plain[0]
    assert spoken == pytest.approx(plain[1], abs=1e-9)


def test_as_many_silent_meetings_again_lower_voice_and_leave_spoken(plain: tuple[float, float], tmp_path: Path) -> None:
    office = one_team()
    there = ";".join(["Alice Arundel", *members("Apollo", 7)])
    for week in range(16):
        at = START.replace(hour=15).timestamp() + 7 * 86_400 * week
        moment = datetime.fromtimestamp(at, UTC).isoformat()
        office.encounters.append((f"silent-{week}", "Apollo", there, moment, "60", "meeting", "held"))
    voice, spoken = voice_and_spoken(office, tmp_path)
    assert voice < plain[0]
    assert spoken == pytest.approx(plain[1], abs=1e-9)


def test_more_messages_move_neither(plain: tuple[float, float], tmp_path: Path) -> None:
    office = one_team()
    people = ["Alice Arundel", *members("Apollo", 7)]
    weeks = [
        (who, (START.date()).isoformat(), str(replies), str(turns), "Apollo")
        for who in people for replies, turns in ((400, 900),)
    ]  # fmt: skip
    rows = "\n".join(",".join(one) for one in weeks)
    (tmp_path / "inclusion.csv").write_text(f"person,week,replies,turns,team\n{rows}\n", encoding="utf-8")
    places = office.write(tmp_path)
    found = diagnose(*places, tmp_path / "inclusion.csv", roster=tmp_path / "people.csv", on="2026-11-01")
    (team,) = [one.safety for one in found.released if one.kind == "team"]
    assert team is not None
    assert team.voice is not None
    assert team.spoken is not None
    assert (team.voice.mean, team.spoken.mean) == pytest.approx(plain, abs=1e-9)


def test_a_short_list_of_good_moments_is_no_sign_of_silence(tmp_path: Path) -> None:
    office, people = Office(), members("Apollo", 7)
    office.roster("Apollo", ["Alice Arundel"], people)
    for week in range(40):
        office.meet("Apollo", ["Alice Arundel", *people], week, minutes=50)
    office.say(people[0], "Apollo", 39, 5, "question", (4, "Alice Arundel"))
    found = safety(office, tmp_path)
    assert found.state == "uncertain"
    assert found.p_above is not None
    assert found.p_above > 0.3


def test_acts_at_times_of_which_no_hours_are_known_make_nobody_talkative(tmp_path: Path) -> None:
    known = one_team()
    part = deepcopy(known)
    part.encounters = [
        (*one[:4], one[4] if one[0] == "Apollo-3" else "", *one[5:]) for one in part.encounters
    ]  # fmt: skip
    whole, some = safety(known, tmp_path / "whole"), safety(part, tmp_path / "some")
    rates = [one.speaking[0].rate for one in (whole, some) if one.speaking]
    assert len(rates) == 2
    assert rates[1] == pytest.approx(rates[0], rel=0.5)


def test_meetings_beside_a_ledger_without_ids_leave_trust_to_the_last_digit(tmp_path: Path) -> None:
    office = company(16)
    office.acts, office.responses, office.encounters = [], [], []
    more = deepcopy(office)
    more.meet("Apollo", ["Alice Arundel"], 1)
    ours, theirs = ([asdict(one.trust) for one in each.ask(tmp_path / name).released if one.kind == "team"]
                    for name, each in (("a", office), ("b", more)))  # fmt: skip
    assert ours == theirs


def test_what_is_promised_aloud_and_kept_in_a_list_is_one_promise(tmp_path: Path) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text(f"name,team,role\n{ALICE},Apollo,leader\n{BOB},Apollo,member\n", encoding="utf-8")
    scripts = [[*SCRIPT[:6], (ALICE, f"I will send report number {n} by Friday noon."), *SCRIPT[7:9]] for n in range(7)]
    files = [
        meeting(tmp_path / f"GMT202609{7 + n:02}-140000_Recording.transcript.vtt", script)
        for n, script in enumerate(scripts)
    ]
    heard = listen(*files, into=tmp_path / "ws", fresh_key=b"k" * 32, listener=Ears(), roster=roster)
    after = heard.settled({one.id: True for one in heard.proposals() if one.label == "commitment"})
    after.settled({one.id: place > 1 for place, one in enumerate(after.owed())})
    promises = workspace.load(tmp_path / "ws").commitments.to_pylist()
    assert len(promises) == 7

    def moment(us: int) -> str:
        return datetime.fromtimestamp(us / 1e6, UTC).isoformat()

    ledger = tmp_path / "ledger.csv"
    lines = [
        f"{ALICE},{moment(row['made_us'])},{moment(row['due_us'])},{int(row['outcome'] == 'kept')},Apollo"
        for row in promises
    ]
    ledger.write_text("\n".join(["subject,made_at,due_at,outcome,group", *lines]), encoding="utf-8")
    alone = diagnose(ledger, roster=roster, on=date(2026, 10, 1))
    read(ledger, into=tmp_path / "ws", roster=roster)
    both = diagnose(tmp_path / "ws", roster=roster, on=date(2026, 10, 1))
    assert [(one.kind, one.trust.mean, one.trust.volume, one.trust.counts["made"]) for one in both.released] == [
        (one.kind, one.trust.mean, one.trust.volume, one.trust.counts["made"]) for one in alone.released
    ]
    assert any("heard in it also stand in a ledger" in problem.said for problem in both.problems)
