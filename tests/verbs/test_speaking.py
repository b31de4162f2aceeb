"""Both halves of one question: what was kept, how speaking up was met, and where the two meet (S1-S9, Q1-Q4)."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from verbs.talks import Office, company, members

from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.verbs.backtest import backtest
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain

WEEKS = 24


@pytest.fixture(scope="module")
def office() -> Office:
    return company(WEEKS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("heard")


@pytest.fixture(scope="module")
def both(office: Office, folder: Path) -> ReleasedDiagnosis:
    return office.ask(folder / "both")


def named(found: ReleasedDiagnosis, label: str) -> Released:
    return next(one for one in found.released if one.label == label)


def test_a_team_is_told_both_halves_and_where_they_meet(both: ReleasedDiagnosis) -> None:
    """Q1, Q2: two forecasts side by side, and the product of them."""
    for label in ("Apollo", "Borealis"):
        team = named(both, label)
        assert team.safety is not None
        assert team.situation is not None
        assert team.situation.p is not None
        assert sum(team.situation.p.values()) == pytest.approx(1.0)
        trust, safety = team.trust.p_above, team.safety.p_above
        assert trust is not None
        assert safety is not None
        assert team.situation.p["both"] == pytest.approx(trust * safety)
    apollo, borealis = named(both, "Apollo"), named(both, "Borealis")
    assert apollo.safety is not None
    assert borealis.safety is not None
    assert apollo.safety.voice is not None
    assert borealis.safety.voice is not None
    assert apollo.safety.voice.low > borealis.safety.voice.mean
    assert (apollo.safety.state, borealis.situation and borealis.situation.which) == ("safe", "neither")
    assert [line for line, *_ in apollo.situation.at_lines] == [0.4, 0.5, 0.6]  # type: ignore[union-attr]


def test_evidence_of_one_half_never_moves_the_other(office: Office, folder: Path) -> None:
    """Q1, from the files to the answer."""
    silent, unpromised = deepcopy(office), deepcopy(office)
    silent.acts, silent.responses, silent.encounters = [], [], []
    unpromised.promises = []
    whole, promises, talk = (
        diagnose(one.kept(folder / name), on="2026-11-01")
        for name, one in (("whole", office), ("promises", silent), ("talk", unpromised))
    )
    for here in whole.released:
        kept, said = (next(one for one in other.released if one.id == here.id) for other in (promises, talk))
        assert kept.trust == here.trust
        assert kept.safety is None
        assert said.trust.mean is None
        assert said.safety is not None
        assert said.safety == here.safety
        half = kept.situation
        assert half is not None
        assert (half.sides["safety"], half.p) == ("nothing", None)


def test_acts_alone_are_evidence_enough(tmp_path: Path) -> None:
    """S7: one good experience shows, with all its doubt."""
    office = Office()
    office.roster("Apollo", ["Alice Arundel"], members("Apollo", 4))
    office.say("Bob Apolloson", "Apollo", 1, 0, "idea", (5, "Alice Arundel"))
    found = office.ask(tmp_path)
    team = named(found, "Apollo")
    assert team.safety is not None
    assert team.safety.spoken is not None
    assert (team.safety.acts, team.safety.levels[5], team.safety.state) == (1, 1, "uncertain")
    assert team.safety.spoken.high - team.safety.spoken.low > 0.4
    assert team.trust.state == "none"
    assert team.situation is not None
    assert team.situation.state == "open"


def test_a_leaders_own_acts_are_not_the_teams(office: Office, folder: Path, both: ReleasedDiagnosis) -> None:
    """S13 stands beside the forecast and does not move it."""
    more = deepcopy(office)
    for week in range(6):
        more.say("Alice Arundel", "Apollo", week, 40, "mistake", (1, "Bob Apolloson"))
    found = more.ask(folder / "leaders")
    before, after = named(both, "Apollo"), named(found, "Apollo")
    assert after.safety == before.safety
    assert after.speaking is not None
    assert after.speaking.leaders is not None
    assert after.speaking.leaders.acts == {"mistake": 6}


def test_a_leader_is_told_the_answers_they_gave(both: ReleasedDiagnosis) -> None:
    alice = named(both, "Alice Arundel")
    assert alice.safety is not None
    assert (alice.safety.acts, alice.safety.levels[1]) == (2 * WEEKS, 0)
    assert alice.safety.unanswered == 0
    assert not alice.safety.counts_used, "how often a team speaks is no leader's own"


def test_an_unanswered_act_counts_where_a_leader_was_there_and_as_no_leaders_own(
    office: Office, folder: Path, both: ReleasedDiagnosis
) -> None:
    more = deepcopy(office)
    more.say("Bob Apolloson", "Apollo", 3, 30, "idea")
    found = more.ask(folder / "unanswered")
    team, alice = named(found, "Apollo").safety, named(found, "Alice Arundel").safety
    assert team is not None
    assert alice is not None
    assert (team.unanswered, team.acts, alice.acts) == (1, 2 * WEEKS + 1, 2 * WEEKS)
    before = named(both, "Apollo").safety
    assert before is not None
    assert before.spoken is not None
    assert team.spoken is not None
    assert team.spoken.mean < before.spoken.mean


def test_what_followed_and_what_was_only_thanked_is_counted(both: ReleasedDiagnosis) -> None:
    """S3: thanks with nothing after it is flagged."""
    safety = named(both, "Apollo").safety
    assert safety is not None
    assert safety.followed == {"changed": WEEKS, "declined_with_reason": 0, "nothing": WEEKS, "unknown": 0}
    assert safety.thanked_only == sum(1 for week in range(WEEKS) if week % 5)


def test_the_path_stands_on_what_was_known_then(office: Office, folder: Path, both: ReleasedDiagnosis) -> None:
    apollo = named(both, "Apollo").situation
    assert apollo is not None
    days = [one.on_us for one in apollo.earlier]
    assert days == sorted(days)
    assert len(days) == len(set(days)) <= 4
    assert all(len(one.safety) == 41 for one in apollo.earlier if one.safety)
    assert any(one.trust and one.safety and one.p for one in apollo.earlier)
    later = deepcopy(office)
    for minute in range(12):
        later.say(members("Apollo", 7)[minute % 7], "Apollo", 40, minute, "idea", (1, "Alice Arundel"), meeting="")
    after = named(later.ask(folder / "later"), "Apollo").situation
    assert after is not None
    assert [one.safety for one in after.earlier] == [one.safety for one in apollo.earlier]


def test_json_and_table_carry_both_halves(both: ReleasedDiagnosis) -> None:
    told = json.loads(json.dumps(both.to_dict()))
    team = next(one for one in told["released"] if one["id"] == "team:Apollo")
    assert {"safety", "situation", "speaking"} <= team.keys()
    assert team["safety"]["levels"].keys() == set("12345")
    row = next(one for one in both.to_arrow().to_pylist() if one["id"] == "team:Apollo")
    assert row["voice_mean"] == pytest.approx(team["safety"]["voice"]["mean"])
    assert (row["acts"], row["situation_state"]) == (2 * WEEKS, team["situation"]["state"])


def test_explain_lists_the_acts_and_nobody(office: Office, folder: Path, both: ReleasedDiagnosis) -> None:
    places = office.write(folder / "both")
    found = explain("team:Apollo", *places, roster=folder / "both" / "people.csv", on="2026-11-01")
    assert len(found.acts) == 2 * WEEKS
    body = json.dumps(found.to_dict()) + found.text()
    assert not [who for who in ("Bob", "Apolloson", "p-") if who in body]
    assert "acts.csv:2" in found.text(most=10**3)
    assert {act["kind"] for act in found.to_dict()["acts"]} == {"question", "mistake", "idea", "problem", "challenge"}
    cited = named(both, "Apollo").evidence
    assert {"acts.csv:2", "responses.csv:2", "promises.csv:2"} <= set(cited)


def test_whoever_asks_sees_their_own_answers(office: Office, folder: Path) -> None:
    more = deepcopy(office)
    for week in range(5):
        more.say("Eve Apolloson", "Apollo", week, 50, "question", (4, "Bob Apolloson"))
    found = more.ask(folder / "me", me="Bob Apolloson")
    you = named(found, "You")
    assert you.safety is not None
    assert (you.kind, you.safety.acts, you.audience) == ("self", 5, "you alone")
    assert not [one for one in found.released if one.kind == "leader"]


def test_a_day_before_the_first_promise_is_told_of_what_was_said_by_then(tmp_path: Path) -> None:
    office = Office()
    office.roster("Apollo", ["Alice Arundel"], members("Apollo", 5))
    for week in range(3):
        office.say(members("Apollo", 5)[week], "Apollo", week, 0, "idea", (4, "Alice Arundel"))
    office.promise("Alice Arundel", "Apollo", 30)
    team = named(office.ask(tmp_path, on="2026-02-01"), "Apollo")
    assert team.safety is not None
    assert team.safety.acts == 3


def test_acts_whose_answer_nobody_has_settled_are_counted_and_forecast_nothing(tmp_path: Path) -> None:
    office = Office()
    office.roster("Apollo", ["Alice Arundel"], members("Apollo", 5))
    for week in range(3):
        office.say(members("Apollo", 5)[week], "Apollo", week, 0, "idea", meeting="")
    team = named(office.ask(tmp_path), "Apollo")
    assert team.safety is not None
    assert (team.safety.state, team.safety.made, team.safety.acts) == ("none", 3, 0)
    assert team.safety.unseen + team.safety.unsettled == 3


def test_moments_of_a_notebook_are_of_its_owners_team(tmp_path: Path) -> None:
    rows = "id,at,kind,who_responded,level,followed,reporter\na,2026-10-01,problem,leader,validated,changed,witnessed\n"
    (tmp_path / "moments.csv").write_text(f"{rows}b,2026-09-14,mistake,nobody,,,witnessed\n", encoding="utf-8")
    team = named(diagnose(tmp_path / "moments.csv", on="2026-11-01"), "your team")
    assert team.safety is not None
    assert (team.safety.acts, team.safety.levels[2], team.safety.witnessed_only) == (2, 1, True)


@pytest.mark.parametrize("promises", [True, False])
def test_backtest_scores_the_next_response_too(office: Office, tmp_path: Path, promises: bool) -> None:
    heard = deepcopy(office)
    heard.promises = heard.promises if promises else []
    heard.write(tmp_path)
    (tmp_path / "people.csv").unlink()
    found = backtest(tmp_path)
    body: dict[str, Any] = found.to_dict()
    assert body["schema"] == "backtest/1"
    assert (body["n"] > 0) is promises
    assert body["safety"]["n"] == 4 * WEEKS
    assert 0 < body["safety"]["scored"] < 4 * WEEKS
    assert body["safety"]["log_loss"] < body["safety"]["base_log_loss"], "two teams that differ can be told apart"
    assert "Speaking up" in found.safety_said()


def test_a_ledger_alone_has_no_record_of_speaking_up(tmp_path: Path) -> None:
    office = Office()
    for week in range(30):
        office.promise("Alice Arundel", "Apollo", week, kept=week % 3 > 0)
    found = backtest(office.write(tmp_path)[0])
    assert found.to_dict()["safety"] is None
    assert found.safety_said() == ""


def test_a_silent_team_is_told_of_its_silence_and_not_of_nothing(tmp_path: Path) -> None:
    """S5: where people could have spoken and nobody did, that says something; where nobody looked, it does not."""
    office = Office()
    office.roster("Apollo", ["Alice Arundel"], members("Apollo", 5))
    office.roster("Borealis", ["Charlie Chen"], members("Borealis", 5))
    for week in range(4):
        office.say(members("Apollo", 5)[week], "Apollo", week, 0, "idea", (4, "Alice Arundel"), meeting="")
    places = office.write(tmp_path)
    hours = "team,from,to,kind,amount\nBorealis,2026-01-05,2026-09-28,meeting,400\n"
    (tmp_path / "exposure.csv").write_text(hours, encoding="utf-8")
    found = diagnose(*places, tmp_path / "exposure.csv", roster=tmp_path / "people.csv", on="2026-09-28")
    quiet, heard = named(found, "Borealis").safety, named(found, "Apollo").safety
    assert quiet is not None
    assert heard is not None
    assert (quiet.made, quiet.acts, quiet.counts_used) == (0, 0, True)
    assert quiet.voice is not None
    assert heard.voice is not None
    assert quiet.voice.mean < heard.voice.mean
    clocks = named(found, "Borealis").speaking
    assert clocks is not None
    assert [clock.last_us for clock in clocks.clocks] == [None, None, None]
    assert "rare" in {clock.state for clock in clocks.clocks}


def test_a_few_who_spoke_up_are_explained_together_only(tmp_path: Path) -> None:
    office = Office()
    office.roster("Apollo", ["Alice Arundel"], members("Apollo", 4))
    for week in range(6):
        office.say(members("Apollo", 2)[week % 2], "Apollo", week, 0, "idea", (4, "Alice Arundel"))
    places = office.write(tmp_path)
    found = explain("team:Apollo", *places, roster=tmp_path / "people.csv", on="2026-09-28")
    assert found.acts == ()
    assert "told one by one" in found.text()
