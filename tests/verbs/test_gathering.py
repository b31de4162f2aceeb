"""Evidence from wherever it lies becomes one body, with ids that stay."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sources import hub

from saidanddone.errors import NothingReadable, SaidAndDoneError, UsageError
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.verbs.gathering import content_key, gather, is_kept, laid_over, raw_files, with_kept_inside
from saidanddone.verbs.permitting import asked, permitted
from saidanddone.verbs.read import read

Write = Callable[[Path, list[dict[str, str]]], Path]


def subjects(found: object) -> set[str]:
    return set(found.evidence.commitments.column("subject").to_pylist())  # type: ignore[attr-defined]


def test_the_same_content_gives_the_same_pseudonyms_wherever_it_lies(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    copy = shutil.copy(ledger, tmp_path / "elsewhere" / "renamed.csv")
    assert subjects(gather([ledger])) == subjects(gather([copy]))


def test_other_content_gives_other_pseudonyms(ledger: Path) -> None:
    before = subjects(gather([ledger]))
    ledger.write_text(ledger.read_text() + "Ivan,2026-01-01,2026-01-02,,Apollo\n", encoding="utf-8")
    assert not before & subjects(gather([ledger]))


def test_the_order_of_files_does_not_show_in_their_key(ledger: Path, roster: Path) -> None:
    assert content_key([ledger, roster]) == content_key([roster, ledger])


def test_a_roster_does_not_change_the_key(ledger: Path, roster: Path) -> None:
    """So the ids of a diagnosis outlive a correction of the roster, also when it lies among the evidence."""
    alone = gather([ledger], roster=roster).people.key
    assert alone == gather([ledger]).people.key
    assert gather([ledger.parent], roster=roster).people.key == alone


def test_the_only_roster_among_the_files_is_taken_as_the_roster(ledger: Path, roster: Path) -> None:
    passed, lying = gather([ledger], roster=roster), gather([ledger.parent])
    assert subjects(lying) == subjects(passed)
    assert lying.evidence.people.equals(passed.evidence.people)
    assert lying.people.key == passed.people.key
    assert sorted(told.kind for told in lying.told) == ["ledger", "roster"]
    shutil.copy(roster, roster.with_name("another.csv"))
    assert gather([ledger.parent]).listed is None, "of two nobody knows which"


def test_a_rosters_handles_are_one_person(ledger: Path, roster: Path) -> None:
    found = gather([ledger], roster=roster)
    alice = pseudonym("Alice Arundel", found.people.key)
    assert alice in subjects(found)
    assert pseudonym("alice@example.org", found.people.key) not in subjects(found)
    assert found.people.pseudonym(" ALICE@example.org ") == alice


def test_a_workspace_that_was_read_without_a_roster_gets_its_handles_joined(
    ledger: Path, roster: Path, tmp_path: Path
) -> None:
    read(ledger, into=tmp_path / "ws")
    found = gather([tmp_path / "ws"], roster=roster)
    assert pseudonym("Alice Arundel", found.people.key) in subjects(found)
    assert pseudonym("alice@example.org", found.people.key) not in subjects(found)


def test_a_workspace_keeps_its_own_key(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "ws", fresh_key=b"k" * 32)
    assert gather([tmp_path / "ws"]).people.key == b"k" * 32
    assert is_kept(tmp_path / "ws")
    assert not is_kept(ledger)


def test_workspaces_made_apart_are_not_mixed(ledger: Path, tmp_path: Path) -> None:
    read(ledger, into=tmp_path / "one", fresh_key=b"a" * 32)
    read(ledger, into=tmp_path / "two", fresh_key=b"b" * 32)
    with pytest.raises(UsageError, match="made apart"):
        gather([tmp_path / "one", tmp_path / "two"])


def test_an_export_beside_the_workspace_it_was_read_into_counts_once(
    ledger: Path, roster: Path, tmp_path: Path
) -> None:
    rows = gather([ledger]).evidence.commitments.num_rows
    read(ledger, into=tmp_path / "plain", fresh_key=bytes(32))
    read(ledger, into=tmp_path / "joined", roster=roster, fresh_key=bytes(32))
    for kept in ("plain", "joined"):
        assert gather([ledger, tmp_path / kept]).evidence.commitments.num_rows == rows
        assert gather([tmp_path / kept, ledger], roster=roster).evidence.commitments.num_rows == rows


def test_a_workspace_in_a_folder_is_part_of_it_unless_several_were_made_apart(ledger: Path, tmp_path: Path) -> None:
    """Whoever names a folder means what was listened to in it, too."""
    folder = ledger.parent
    assert with_kept_inside([folder]) == [folder]
    read(ledger, into=folder / "kept", fresh_key=bytes(32))
    assert with_kept_inside([folder]) == [folder, folder / "kept"]
    assert with_kept_inside([ledger, folder / "kept"]) == [ledger, folder / "kept"]
    read(ledger, into=folder / ".hidden", fresh_key=bytes([1] * 32))
    assert with_kept_inside([folder]) == [folder, folder / "kept"]
    read(ledger, into=folder / "apart", fresh_key=bytes([2] * 32))
    assert with_kept_inside([folder]) == [folder]


def test_a_file_given_twice_counts_once(ledger: Path) -> None:
    assert gather([ledger, ledger]).evidence.counts() == gather([ledger]).evidence.counts()


def test_a_folder_is_all_its_tables_and_nothing_hidden(ledger: Path, roster: Path, tmp_path: Path) -> None:
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.csv").write_text("x")
    (tmp_path / "report.html").write_text("x")
    assert raw_files([tmp_path], aside=[roster]) == [ledger]


def test_roles_and_pressure_are_laid_over(ledger: Path, roster: Path, tmp_path: Path, write: Write) -> None:
    stretches = write(tmp_path / "pressure.csv", [{"team": "Apollo", "from": "2025-02-01", "to": "2025-03-01"}])
    told = laid_over(gather([ledger, stretches], roster=roster)).evidence.commitments
    by_direction = told.group_by("direction").aggregate([([], "count_all")]).to_pylist()
    assert {row["direction"]: row["count_all"] for row in by_direction} == {"to_team": 80, "by_team": 24, None: 48}
    assert set(told.column("pressure").to_pylist()) == {True, False}


def test_what_is_not_there_is_said(tmp_path: Path, ledger: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing at missing\.csv"):
        gather([tmp_path / "missing.csv"])
    with pytest.raises(UsageError, match="no roster at"):
        gather([ledger], roster=tmp_path / "missing.csv")
    with pytest.raises(UsageError, match="where the evidence is"):
        gather([])


def test_nothing_readable_tells_the_first_problem(tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(b"\x00\x01\x02")
    with pytest.raises(NothingReadable, match=r"noise\.csv"):
        gather([tmp_path / "noise.csv"])


def test_a_roster_without_a_readable_row_is_refused(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("shoe,size\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="No row of the roster"):
        gather([ledger], roster=tmp_path / "people.csv")


def test_an_address_is_not_shown_with_its_password(tmp_path: Path) -> None:
    with pytest.raises(SaidAndDoneError) as told:
        gather(["postgres://alice:sesame@example.org/db"])
    assert "sesame" not in str(told.value)


def test_nobodys_name_is_in_a_repr(ledger: Path, roster: Path) -> None:
    found = repr(gather([ledger], roster=roster))
    for name in ("Alice", "Bob", "Charlie", "Dana", "p-"):
        assert name not in found


def test_promises_that_two_exports_both_tell_are_counted_once_and_told(tmp_path: Path) -> None:
    header = "subject,made_at,due_at,closed_at\n"
    first = header + "Ana,2026-01-01,2026-01-08,2026-01-07\nAna,2026-02-01,2026-02-08,\n"
    later = header + "Ana,2026-02-01,2026-02-08,2026-02-08\nAna,2026-03-01,2026-03-08,2026-03-09\n"
    (tmp_path / "january.csv").write_text(first, encoding="utf-8")
    (tmp_path / "march.csv").write_text(later, encoding="utf-8")
    found = gather([tmp_path / "march.csv", tmp_path / "january.csv"])
    assert found.evidence.commitments.num_rows == 3
    assert found.evidence.commitments.column("closed_us").null_count == 0
    (told,) = [problem for problem in found.problems if "another source" in problem.said]
    assert (told.source, told.said[:2]) == ("january.csv", "1 ")


LABELS = (
    "subject,made_at,due_at,closed_at,group,to\n"
    "Felix Lange,2026-01-01,2026-01-08,2026-01-07,Kite,team\n"
    '"Lange, Félix",2026-01-02,2026-01-08,2026-01-07,Kite,Harbour\n'
    "felix.lange@example.org,2026-01-03,2026-01-08,2026-01-07,Kite,\n"
    "Dr. Felix Lange [X],2026-01-04,2026-01-08,2026-01-07,Kite,\n"
    "Chris,2026-01-05,2026-01-08,2026-01-07,Kite,\n"
)
WHO = "name,handle,source,team,role\nFelix Lange,fl@example.org,,Kite,leader\nChris A,,,Kite,\nChris B,,,Harbour,\n"


@pytest.fixture
def labelled(tmp_path: Path) -> tuple[Path, Path]:
    """A ledger in which Felix goes by four labels and Chris might be two people; and a roster."""
    (tmp_path / "plans.csv").write_text(LABELS, encoding="utf-8")
    (tmp_path / "who.csv").write_text(WHO, encoding="utf-8")
    return tmp_path / "plans.csv", tmp_path / "who.csv"


def test_a_persons_labels_are_joined_by_rule_and_an_ambiguous_one_is_not(labelled: tuple[Path, Path]) -> None:
    found = gather([labelled[0]], roster=labelled[1])
    key = found.people.key
    assert subjects(found) == {pseudonym("Felix Lange", key), pseudonym("Chris", key)}
    assert found.names[pseudonym("Felix Lange", key)] == "Felix Lange"
    assert found.joins is not None
    assert found.joins.counts() == {"listed": 1, "by_rule": 3, "ambiguous": 1, "unmatched": 0, "never_met": 2}
    (said,) = found.notes
    assert said.startswith("3 labels were joined by rule to people on the roster, 1 could be more than one person")


def test_a_workspace_that_kept_names_is_joined_by_the_same_rules(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    read(labelled[0], into=tmp_path / "ws", names=True)
    found = gather([tmp_path / "ws"], roster=labelled[1])
    assert subjects(found) == {pseudonym(name, found.people.key) for name in ("Felix Lange", "Chris")}


def test_without_names_the_labels_a_roster_lets_expect_are_joined_all_the_same(
    labelled: tuple[Path, Path], tmp_path: Path
) -> None:
    """What cannot be expected, such as an accent the roster does not write, stays apart and is told."""
    read(labelled[0], into=tmp_path / "ws")
    found = gather([tmp_path / "ws"], roster=labelled[1])
    key = found.people.key
    apart = {pseudonym(label, key) for label in ("Lange, Félix", "Dr. Felix Lange [X]", "Chris")}
    assert subjects(found) == {pseudonym("Felix Lange", key), *apart}
    assert "as far as can be told without the real names" in found.notes[0]


def test_a_workspace_read_with_a_roster_and_one_joined_later_are_alike(
    labelled: tuple[Path, Path], tmp_path: Path
) -> None:
    read(labelled[0], into=tmp_path / "then", roster=labelled[1], fresh_key=b"k" * 32)
    read(labelled[0], into=tmp_path / "later", names=True, fresh_key=b"k" * 32)
    then, later = gather([tmp_path / "then"]), gather([tmp_path / "later"], roster=labelled[1])
    assert then.evidence.commitments.equals(later.evidence.commitments)
    assert then.evidence.people.equals(later.evidence.people)


def test_a_corrected_roster_takes_the_place_of_the_one_before(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    read(labelled[0], into=tmp_path / "ws", roster=labelled[1])
    apart = WHO + "felix.lange@example.org,,,Kite,\n"
    labelled[1].write_text(apart, encoding="utf-8")
    found = read(labelled[0], into=tmp_path / "ws", roster=labelled[1])
    assert (found.added["commitments"], found.changed["commitments"]) == (0, 1)


def test_one_handle_in_two_sources_can_be_two_people(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = f"subject,made_at,due_at\nalex,2026-01-0{len(name)},2026-01-08\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    rows = "name,handle,source\nAlex Ames,alex,one\nAlexandra Bo,ALEX,two.csv\n"
    (tmp_path / "who.txt").write_text(rows, encoding="utf-8")
    found = gather([tmp_path / "one.csv", tmp_path / "two.csv"], roster=tmp_path / "who.txt")
    assert subjects(found) == {pseudonym(name, found.people.key) for name in ("Alex Ames", "Alexandra Bo")}
    with pytest.raises(UsageError, match="more than one person"):
        permitted(found, me="alex")


@pytest.mark.parametrize("typed", ["felix lange", "Lange, Felix", "FELIX.LANGE@example.org", "fl@example.org"])
def test_any_label_of_a_person_may_be_typed(labelled: tuple[Path, Path], typed: str) -> None:
    found = laid_over(gather([labelled[0]], roster=labelled[1]))
    permissions, _ = permitted(found, me=typed)
    assert permissions.me == pseudonym("Felix Lange", found.people.key)
    assert asked(found, permissions, leader=typed)
    assert asked(found, permissions, leader="felix"), "part of a name that fits one leader alone"


def test_without_a_roster_a_typed_name_is_found_under_the_label_it_stands_by(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("subject,made_at,due_at\nFelix (Geth),2026-01-01,2026-01-08\n", encoding="utf-8")
    found = gather([tmp_path / "l.csv"])
    assert permitted(found, me="felix")[0].me == pseudonym("Felix (Geth)", found.people.key)
    with pytest.raises(UsageError, match="Nobody of the name"):
        permitted(found, me="geth")


def test_nobody_consents_by_a_likeness_of_names(labelled: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('[subjects]\n"Chris" = "consent"\n"Lange, F" = "consent"\n', encoding="utf-8")
    found = gather([labelled[0]], roster=labelled[1])
    permissions, _ = permitted(found, policy=tmp_path / "policy.toml")
    assert set(permissions.consenting) & subjects(found) == {pseudonym("Chris", found.people.key)}


def test_the_direction_of_every_promise_is_told_by_number(labelled: tuple[Path, Path]) -> None:
    found = laid_over(gather([labelled[0]], roster=labelled[1]))
    assert found.notes[-1] == "Commitments by direction: 3 to the team, 1 outward, 1 not known."
    assert found.evidence.commitments.column("to").to_pylist()[:2] == ["team", "Harbour"]


def test_an_account_id_on_the_roster_is_met_where_the_source_gives_it_beside_a_name(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(
        "Issue key,Issue id,Status,Project key,Assignee,Assignee Id,Created,Due date,Resolved\n"
        "K-1,1,Done,K,Ana at Work,712020:a1,2026-01-01 10:00,2026-01-08,2026-01-07 10:00\n",
        encoding="utf-8",
    )
    (tmp_path / "who.csv").write_text("name,handle,source\nAna Ames,712020:A1,jira\n", encoding="utf-8")
    found = gather([tmp_path / "export.csv"], roster=tmp_path / "who.csv")
    assert [row.kind for row in found.told] == ["jira"]
    assert subjects(found) == {pseudonym("Ana Ames", found.people.key)}
    other = (tmp_path / "who.csv").read_text(encoding="utf-8").replace("jira", "github")
    (tmp_path / "who.csv").write_text(other, encoding="utf-8")
    found = gather([tmp_path / "export.csv"], roster=tmp_path / "who.csv")
    assert pseudonym("Ana Ames", found.people.key) not in subjects(found)


# --- One tracker's exports of several days --------------------------------------------------------------------------

JIRA = "Issue key,Issue Type,Status,Project name,Assignee,Reporter,Created,Updated,Resolved,Due date,Status Category\n"
TODO = "T-1,Task,To Do,Tide,{who},Cy,2026-06-01 10:00,{on},,{due},To Do\n"
DONE = "T-1,Task,Done,Tide,{who},Cy,2026-06-01 10:00,{on},{on},{due},Done\n"


def line(form: str, who: str, day: int, due: int = 10) -> str:
    return JIRA + form.format(who=who, on=f"2026-06-{day:02} 10:00", due=f"2026-06-{due:02}")


@pytest.mark.parametrize("names", [("week1.csv", "week2.csv"), ("z-old.csv", "a-new.csv")])
@pytest.mark.parametrize(
    ("first", "later", "whose", "done", "moves"),
    [
        (line(TODO, "Ana", 3), line(DONE, "Bo", 9), "Bo", True, None),
        (line(DONE, "Ana", 9), line(TODO, "Ana", 12), "Ana", False, None),
        (line(TODO, "Ana", 3), line(TODO, "Ana", 4, due=30), "Ana", False, 1),
        (line(TODO, "", 3), line(DONE, "Bo", 9), "Bo", True, None),
    ],
)
def test_of_several_tables_of_jira_in_a_folder_each_issue_is_read_as_it_was_changed_last(
    tmp_path: Path, names: tuple[str, str], first: str, later: str, whose: str, done: bool, moves: int | None
) -> None:
    for name, text in zip(names, (first, later), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = gather([tmp_path])
    (row,) = found.evidence.commitments.to_pylist()
    told = found.names[row["subject"]], row["closed_us"] is not None, row["renegotiations"]
    assert told == (whose, done, moves)
    for place, name in enumerate(reversed(names)):
        read(tmp_path / name, into=tmp_path / "ws", names=True, fresh_key=b"k" * 32 if place == 0 else None)
    (kept,) = gather([tmp_path / "ws"]).evidence.commitments.to_pylist()
    assert {name: kept[name] for name in ("closed_us", "due_us", "first_due_us", "moved_us", "renegotiations")} == {
        name: row[name] for name in ("closed_us", "due_us", "first_due_us", "moved_us", "renegotiations")
    }


def test_who_handed_an_issue_of_github_on_is_let_off_whether_it_was_read_at_once_or_week_by_week(
    tmp_path: Path,
) -> None:
    (tmp_path / "issues.json").write_text(json.dumps([hub.issue(who=("bo", "cy"), updated_at=hub.day(10))]))
    (tmp_path / "later.json").write_text(json.dumps([hub.issue(who=("cy",), updated_at=hub.day(15), closed=15)]))
    at_once = gather([tmp_path / "issues.json", tmp_path / "later.json"])
    for name in ("later.json", "issues.json"):
        read(tmp_path / name, into=tmp_path / "ws", names=True, fresh_key=b"k" * 32)
    weekly = gather([tmp_path / "ws"])
    for found in (at_once, weekly):
        rows = [row for row in found.evidence.commitments.to_pylist() if row["subject_kind"] == "person"]
        assert [found.names[row["subject"]] for row in rows] == ["cy"]
        assert rows[0]["closed_us"] is not None


def test_weeks_of_being_included_under_a_handle_are_of_whom_the_roster_says_it_is(tmp_path: Path) -> None:
    """Slow punishment counts people (MISSION S4): whoever speaks under one name and is invited under another is one."""
    tables = {
        "acts.csv": "id,person,at,kind\na1,Ana Lima,2026-03-02,idea\na2,alima,2026-03-09,idea\n",
        "inclusion.csv": "person,week,invitations\nalima,2026-03-02,3\nAna Lima,2026-03-09,2\n",
        "roster.csv": "name,handle,team,role\nAna Lima,alima,Apollo,member\nBo Field,bfield,Apollo,leader\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    apart = gather([tmp_path / "acts.csv", tmp_path / "inclusion.csv"]).evidence
    assert len({*apart.inclusion.column("person").to_pylist()}) == 2
    one = gather([tmp_path]).evidence
    (weeks,) = {*one.inclusion.column("person").to_pylist()}
    assert {*one.acts.column("person").to_pylist()} == {weeks}


def test_conversations_left_alone_in_a_folder_are_told_until_any_was_listened_to(ledger: Path) -> None:
    """Listening is opt-in per source (PRIVACY 4): whoever passes a folder learns that nobody did, and how."""

    def said() -> list[str]:
        return [note for note in gather([ledger.parent]).notes if "onversation" in note]

    assert said() == []
    (ledger.parent / "GMT20260804-150000_Recording.vtt").write_text(
        "WEBVTT\n\n1\n00:00:05.000 --> 00:00:09.000\nAna Lind: I will send it by Friday.\n", encoding="utf-8"
    )
    (told,) = said()
    assert told.startswith("One conversation among the files was not listened to")
    assert "saidanddone listen" in told
    (ledger.parent / "acts.csv").write_text(
        "id,person,team,at,kind\na1,Ana Lind,Kite,2026-08-04,question\n", encoding="utf-8"
    )
    assert said() == []
