"""One question in, one answer out: for leaders, teams, projects and whoever asks, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import saidanddone
from saidanddone.errors import NothingReadable, UsageError
from saidanddone.privacy import rules
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import terminal
from saidanddone.store.database import write_store
from saidanddone.store.workspace import load
from saidanddone.verbs import permitting
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain
from saidanddone.verbs.read import read

Write = Callable[[Path, Iterable[dict[str, str]]], Path]


def shown(found: ReleasedDiagnosis) -> dict[str, str]:
    return {one.label: one.kind for one in found.released}


def held_back(found: ReleasedDiagnosis) -> dict[str, int]:
    return {f"{one.kind}: {one.reason}": one.count for one in found.withheld}


def test_a_roster_releases_its_leaders_and_their_teams(with_roster: ReleasedDiagnosis) -> None:
    assert shown(with_roster) == {
        "Alice Arundel": "leader",
        "Charlie Chen": "leader",
        "Apollo": "team",
        "Borealis": "team",
    }
    assert held_back(with_roster) == {f"person: {rules.MEMBER}": 6, f"project: {rules.TOO_FEW.format(fewest=5)}": 1}


def test_reliably_good_reliably_bad_and_no_evidence_are_three_answers(ledger: Path, tmp_path: Path) -> None:
    """T9, from the file to the answer."""
    people = "name,handle,team,role\nAlice Arundel,alice@example.org,Apollo,leader\nCharlie Chen,,Borealis,leader\n"
    (tmp_path / "people.csv").write_text(people + "Zoe Zhang,,Gemini,leader\n", encoding="utf-8")
    found = {one.label: one.trust for one in diagnose(ledger, roster=tmp_path / "people.csv").released}
    assert found["Alice Arundel"].state == "kept"
    assert found["Charlie Chen"].state == "broken"
    assert (found["Zoe Zhang"].state, found["Zoe Zhang"].mean) == ("none", None)


def test_without_a_roster_only_projects_of_five_or_more_are_told(without_roster: ReleasedDiagnosis) -> None:
    assert shown(without_roster) == {"Apollo": "project"}
    assert held_back(without_roster) == {
        f"person: {rules.NO_ROSTER}": 8,
        f"project: {rules.TOO_FEW.format(fewest=5)}": 2,
    }


def test_whoever_asks_sees_their_own_record_beside(ledger: Path) -> None:
    found = diagnose(ledger, me="bob brink")
    assert shown(found) == {"You": "self", "Apollo": "project"}
    you = found.released[0]
    assert (you.trust.counts["made"], you.audience) == (12, "you alone")


def test_whoever_asks_sees_no_other_person_and_what_is_their_teams(ledger: Path, roster: Path) -> None:
    """A leader's own result is that leader's (PRIVACY 2): a member's page holds none of it."""
    everybody = shown(diagnose(ledger, roster=roster))
    theirs = shown(diagnose(ledger, roster=roster, me="bob brink"))
    assert "leader" in everybody.values()
    assert {kind for label, kind in theirs.items() if label != "You"} <= {"team", "project"}
    assert theirs["You"] == "self"
    assert {label for label, kind in everybody.items() if kind == "team"} <= set(theirs)


def test_a_leader_who_asks_is_told_as_a_leader(ledger: Path, roster: Path) -> None:
    found = diagnose(ledger, roster=roster, me="alice@example.org")
    assert shown(found)["You"] == "leader"
    assert "Alice Arundel" not in shown(found)


def test_a_policy_releases_whom_it_lists(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('[subjects]\n"Dana Duarte" = "consent"\n', encoding="utf-8")
    found = diagnose(ledger, policy=tmp_path / "policy.toml")
    assert shown(found) == {"Dana Duarte": "leader", "Apollo": "project"}


def test_a_policys_problems_are_told_with_the_others(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('[subjects]\n"Dana Duarte" = "yes"\n', encoding="utf-8")
    assert [problem.source for problem in diagnose(ledger, policy=tmp_path / "policy.toml").problems] == ["policy.toml"]


def test_an_organisations_public_promises_need_no_makers(tmp_path: Path, write: Write) -> None:
    rows = [
        {"subject": "Water board", "subject_kind": "project", "made_at": f"2025-01-{day:02}",
         "due_at": f"2025-02-{day:02}", "outcome": str(day % 2)} for day in range(1, 21)
    ]  # fmt: skip
    ledger = write(tmp_path / "board.csv", rows)
    assert held_back(diagnose(ledger)) == {f"project: {rules.UNKNOWN_MAKERS}": 1}
    (tmp_path / "policy.toml").write_text('[units]\n"Water board" = "public"\n', encoding="utf-8")
    assert shown(diagnose(ledger, policy=tmp_path / "policy.toml")) == {"Water board": "project"}


def test_a_source_without_groups_is_told_as_one_project(tmp_path: Path, write: Write) -> None:
    rows = [
        {
            "subject": f"Person {n % 6}",
            "made_at": f"2025-01-{n + 1:02}",
            "due_at": f"2025-02-{n + 1:02}",
            "outcome": "1",
        }
        for n in range(24)
    ]
    assert shown(diagnose(write(tmp_path / "nova.csv", rows))) == {"nova": "project"}


def test_a_members_due_dates_do_not_move_a_leaders_or_a_teams_forecast(
    ledger: Path, roster: Path, tmp_path: Path
) -> None:
    """The trust axis is what leaders promised; deliveries of members are not on it (PRIVACY 1)."""
    read(ledger, into=tmp_path / "ws", roster=roster, fresh_key=b"k" * 32)
    before = {one.label: one.trust for one in diagnose(tmp_path / "ws", on="2026-01-31").released}
    more = "".join(f"Bob Brink,2025-03-{d:02},2025-03-{d:02},2025-09-01,Apollo\n" for d in range(1, 29))
    ledger.write_text(ledger.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert read(ledger, into=tmp_path / "ws", roster=roster).added["commitments"] == 28
    assert {one.label: one.trust for one in diagnose(tmp_path / "ws", on="2026-01-31").released} == before


def test_ids_and_figures_are_the_same_for_the_same_files(
    ledger: Path, roster: Path, with_roster: ReleasedDiagnosis
) -> None:
    assert diagnose(ledger, roster=roster).to_dict() == with_roster.to_dict()


def test_raw_files_a_workspace_and_a_store_give_the_same_figures(
    ledger: Path, roster: Path, tmp_path: Path, with_roster: ReleasedDiagnosis
) -> None:
    def told(found: ReleasedDiagnosis) -> dict[str, Any]:
        return {one.label: one.trust for one in found.released}

    raw = told(with_roster)
    read(ledger, into=tmp_path / "ws", roster=roster, names=True)
    assert told(diagnose(tmp_path / "ws")) == raw
    write_store(f"duckdb:{tmp_path / 'kept.duckdb'}", load(tmp_path / "ws"))
    bare = diagnose(f"duckdb:{tmp_path / 'kept.duckdb'}")
    assert sorted(one.trust.mean or 0 for one in bare.released) == sorted(one.mean or 0 for one in raw.values())
    assert {one.label for one in bare.released if one.kind == "team"} == {"Apollo", "Borealis"}


def test_a_workspace_without_names_shows_pseudonyms(ledger: Path, roster: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws", roster=roster)
    labels = [one.label for one in diagnose(tmp_path / "ws").released if one.kind == "leader"]
    assert labels
    assert all(label.startswith("Leader ") for label in labels)


def test_a_store_alone_cannot_tell_names(ledger: Path, roster: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws")
    store = f"duckdb:{tmp_path / 'kept.duckdb'}"
    write_store(store, load(tmp_path / "ws"))
    with pytest.raises(UsageError, match="holds no key"):
        diagnose(store, me="Bob Brink")
    with pytest.raises(UsageError, match="holds no key"):
        diagnose(store, roster=roster)


def test_leader_narrows_to_one_leader_by_any_of_their_names(ledger: Path, roster: Path) -> None:
    assert list(shown(diagnose(ledger, roster=roster, leader="  ALICE@example.org "))) == ["Alice Arundel"]


def test_team_narrows_to_a_team_and_those_who_lead_it(ledger: Path, roster: Path) -> None:
    assert shown(diagnose(ledger, roster=roster, team="apollo")) == {"Alice Arundel": "leader", "Apollo": "team"}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"leader": "Alice Arundel"}, permitting.NEEDS_ROSTER),
        ({"leader": "Bob Brink", "roster": True}, permitting.NO_SUCH_LEADER),
        ({"leader": "Nobody Known", "roster": True}, permitting.NO_SUCH_LEADER),
        ({"team": "Gemini", "roster": True}, permitting.NO_SUCH_TEAM),
        ({"me": "Nobody Known"}, permitting.NOT_MET),
    ],
)
def test_a_request_that_cannot_be_met_says_why_and_names_nobody(
    ledger: Path, roster: Path, asked: dict[str, Any], sentence: str
) -> None:
    asked = asked | ({"roster": roster} if asked.pop("roster", False) else {})
    with pytest.raises(UsageError) as told:
        diagnose(ledger, **asked)
    assert str(told.value) == sentence


def test_a_missing_policy_is_said(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no policy at missing\.toml"):
        diagnose(ledger, policy=tmp_path / "missing.toml")


def test_nothing_readable_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(NothingReadable):
        diagnose(tmp_path / "empty.csv")


def test_what_was_promised_after_the_day_asked_about_is_left_out_and_told(
    ledger: Path, without_roster: ReleasedDiagnosis
) -> None:
    west = timezone(timedelta(hours=-8))
    found = diagnose(ledger, on=datetime(2025, 3, 1, 23, 59, 59, tzinfo=west))
    assert found.to_dict()["on"] == "2025-03-01"
    assert found.released[0].trust.counts["made"] < without_roster.released[0].trust.counts["made"]
    assert any("after the day asked about" in problem.said for problem in found.problems)


def test_the_answer_has_the_contracts_shape(with_roster: ReleasedDiagnosis) -> None:
    told = json.loads(json.dumps(with_roster.to_dict()))
    assert told["schema"] == "diagnosis/1"
    assert {"on", "released", "withheld", "problems"} <= told.keys()
    for one in told["released"]:
        assert {"id", "kind", "label", "trust", "safety", "situation", "evidence"} <= one.keys()
        assert one["kind"] in ("leader", "team", "project", "self")
        assert {
            "state", "mean", "low", "high", "cautious", "p_above", "line", "volume", "last_us", "counts",
            "undated_share", "renegotiated_share", "perceived", "consistency", "pressure", "if_kept", "if_broken",
            "occasions_to_settle",
        } <= one["trust"].keys()  # fmt: skip
        assert one["trust"]["state"] in ("none", "uncertain", "kept", "broken")
        assert all(line.startswith("plans.csv:") for line in one["evidence"])
    assert with_roster.to_arrow().num_rows == len(told["released"])


def test_the_root_of_the_package_offers_the_verbs() -> None:
    assert saidanddone.diagnose is diagnose
    assert saidanddone.explain is explain


@pytest.mark.shared
def test_a_real_ledger_without_a_roster_tells_of_its_project(shared: Path) -> None:
    found = diagnose(shared / "data" / "ledgers" / "openstack_specs.parquet")
    assert shown(found) == {"nova-specs": "project"}
    assert held_back(found) == {f"person: {rules.NO_ROSTER}": 286}


# --- explain --------------------------------------------------------------------------------------------------------


def test_every_row_behind_a_figure_is_told_with_its_rule(
    settled_company: tuple[Path, Path], with_roster: ReleasedDiagnosis
) -> None:
    ledger, roster = settled_company
    shown_by_label = {one.label: one for one in with_roster.released}
    for unit in ("team:Apollo", "Charlie Chen"):
        told = explain(unit, ledger, roster=roster)
        one = shown_by_label[told.label]
        assert told.trust == one.trust
        assert sorted(f"{row.source}:{row.line}" for row in told.rows) == sorted(one.evidence)
        assert sum(row.y == 1 for row in told.rows) == one.trust.counts["kept"]
        assert sum(row.counts for row in told.rows) == one.trust.counts["settled"]
        assert sum(told.rules().values()) == len(told.rows)
        assert sum(member.weight_final for member in told.forecasters) == pytest.approx(1.0)
        for part in (one.label, "plans.csv:", "kept (rule 3)"):
            assert part in told.text()
        assert max(map(len, told.text(width=80).splitlines())) <= 80
        assert told.to_arrow().num_rows == len(told.rows)
        assert json.loads(json.dumps(told.to_dict()))["schema"] == "explain/1"


def test_somebody_with_nothing_to_go_on_is_explained_as_that(ledger: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("name,team,role\nZoe Zhang,Gemini,leader\n", encoding="utf-8")
    told = explain("Zoe Zhang", ledger, roster=people)
    assert (told.rows, told.forecasters, told.trust.state) == ((), (), "none")
    assert told.text()


def test_an_id_that_may_not_be_shown_is_refused_like_one_that_is_not_there(ledger: Path, roster: Path) -> None:
    from saidanddone.verbs.gathering import gather

    member = gather([ledger], roster=roster).people.pseudonym("Bob Brink")
    sentences = set()
    for unit in (member, "p-0000000000000"):
        with pytest.raises(UsageError) as told:
            explain(unit, ledger, roster=roster)
        sentences.add(str(told.value))
    assert len(sentences) == 1


def test_above_fifty_thousand_commitments_the_sample_of_the_weights_is_stated(tmp_path: Path) -> None:
    n = 50_001
    chance = np.random.default_rng(1)
    made = np.sort(chance.integers(0, 700 * 86_400, n)) * 1_000_000 + 1_600_000_000_000_000
    table = pa.table(
        {
            "subject": [f"s{i % 60}" for i in range(n)],
            "group": ["Atlas" if i % 2 else "Borealis" for i in range(n)],
            "made_at": pa.array(made, pa.timestamp("us")),
            "due_at": pa.array(made + 7 * 86_400_000_000, pa.timestamp("us")),
            "outcome": (chance.random(n) < 0.8).astype(np.int8),
        }
    )
    pq.write_table(table, tmp_path / "large.parquet")
    found = diagnose(tmp_path / "large.parquet")
    assert {unit.label for unit in found.released} == {"Atlas", "Borealis"}
    (note,) = found.notes
    assert "a sample of whole records, drawn with seed" in note
    assert note in " ".join(terminal.render(found, width=10_000).split())
