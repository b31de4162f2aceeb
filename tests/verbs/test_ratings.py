"""Ratings beside what was kept: of whoever may be shown, by five raters at least, nobody's own rating reachable."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from verbs.conftest import company

from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.explain import explain
from saidanddone.verbs.read import read

DAY = date(2025, 9, 1)
Row = tuple[str, str, str, str, str, str]
FIGURES = ("mean", "low", "high", "cautious", "p_above", "volume", "occasions", "perceived")
TELLTALE = "never-answered"


def ratings(path: Path, rows: list[Row]) -> Path:
    """Rows of subject, subject_kind, rating, scale, rater and how many days after the first they were given."""
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(("subject", "subject_kind", "rating", "scale", "rater", "rated_at", "comment"))
        for subject, kind, rating, scale, rater, after in rows:
            day = (DAY + timedelta(days=int(after))).isoformat()
            writer.writerow((subject, kind, rating, scale, rater, day, TELLTALE))
    return path


def by(many: int, subject: str, rating: str, scale: str = "1-5", kind: str = "", after: int = 0) -> list[Row]:
    return [(subject, kind, rating, scale, f"rater{n}@example.org", str(after)) for n in range(many)]


ROWS = [
    *by(7, "alice@example.org", "5"), *by(6, "alice@example.org", "9", "0-10"),
    *by(4, "Charlie Chen", "1"), *by(9, "Bob Brink", "2"), *by(12, "Apollo", "4", kind="team"),
    *by(6, "Skunkworks", "4", kind="project"), *by(3, "Attic", "4", kind="project"),
]  # fmt: skip


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Ledger, roster and ratings."""
    folder = tmp_path_factory.mktemp("rated")
    ledger, roster = company(folder)
    return ledger, roster, ratings(folder / "opinions.csv", ROWS)


@pytest.fixture(scope="module")
def found(places: tuple[Path, Path, Path]) -> ReleasedDiagnosis:
    ledger, roster, opinions = places
    return diagnose(ledger, opinions, roster=roster)


def of(diagnosis: ReleasedDiagnosis, label: str) -> Released:
    (one,) = (released for released in diagnosis.released if released.label == label)
    return one


def test_a_leaders_ratings_stand_beside_the_forecast_one_a_scale(found: ReleasedDiagnosis) -> None:
    """T4: each on its own raw scale, held against 4.7 of 5 and 9.1 of 10."""
    five, ten = of(found, "Alice Arundel").trust.rated
    assert [(one.scale_low, one.scale_high, one.line, one.ratings, one.raters) for one in (five, ten)] == [
        (1.0, 5.0, 4.7, 7, 7), (0.0, 10.0, 9.1, 6, 6),
    ]  # fmt: skip
    assert five.low < five.mean < five.high <= 5.0
    assert of(found, "Apollo").trust.rated[0].ratings == 12


def test_ratings_never_move_the_forecast(found: ReleasedDiagnosis, places: tuple[Path, Path, Path]) -> None:
    ledger, roster, _ = places
    without = diagnose(ledger, roster=roster, on=found.on_day)
    for unit in without.released:
        beside, alone = of(found, unit.label).trust.to_dict(), unit.trust.to_dict()
        # Another file gives other pseudonyms, and so another order where two promises are made at one moment.
        assert [beside[name] for name in FIGURES] == pytest.approx([alone[name] for name in FIGURES], abs=1e-3)
        assert (beside["counts"], beside["state"]) == (alone["counts"], alone["state"])


def test_four_raters_are_too_few_and_are_counted_as_withheld(found: ReleasedDiagnosis) -> None:
    assert of(found, "Charlie Chen").trust.rated == ()
    (held,) = (row for row in found.withheld if row.kind == "rating" and "what one of them said" in row.reason)
    assert held.count == 2
    assert {row.kind for row in found.withheld} == {"person", "project", "rating"}
    assert all("these commitments" in row.reason for row in found.withheld if row.kind == "project")


def test_what_was_rated_and_promised_nothing_still_has_a_result(found: ReleasedDiagnosis) -> None:
    rated = of(found, "Skunkworks")
    assert (rated.kind, rated.trust.state, rated.trust.mean, rated.trust.rated[0].ratings) == (
        "project",
        "none",
        None,
        6,
    )
    assert "Attic" not in {one.label for one in found.released}


def test_a_rated_member_is_not_shown_and_is_counted(found: ReleasedDiagnosis) -> None:
    assert "Bob Brink" not in {one.label for one in found.released}
    assert all(one.trust.rated == () or one.kind != "self" for one in found.released)


def test_nobodys_own_rating_and_no_comment_can_be_reached(
    found: ReleasedDiagnosis, places: tuple[Path, Path, Path]
) -> None:
    ledger, roster, opinions = places
    shown = json.dumps(found.to_dict()) + repr(found)
    told = repr(explain("Alice Arundel", ledger, opinions, roster=roster))
    for text in (shown, told):
        assert "rater0@" not in text
        assert TELLTALE not in text
    alice = of(found, "Alice Arundel")
    assert not [cited for cited in alice.evidence if cited.startswith("opinions.csv")]
    assert alice.trust.rated[0].evidence == tuple(f"opinions.csv:{line}" for line in range(2, 9))


def test_who_asks_for_themselves_sees_their_ratings_if_five_gave_them(places: tuple[Path, Path, Path]) -> None:
    ledger, roster, opinions = places
    mine = diagnose(ledger, opinions, roster=roster, me="Bob Brink")
    assert of(mine, "You").trust.rated[0].ratings == 9


def test_who_was_rated_and_promised_nothing_may_ask(tmp_path: Path) -> None:
    rated = ratings(tmp_path / "r.csv", by(6, "Zoe Zahn", "4"))
    (one,) = diagnose(rated, me="Zoe Zahn").released
    assert (one.label, one.kind, one.trust.state, one.trust.rated[0].ratings) == ("You", "self", "none", 6)


def test_above_the_leaders_no_rating_is_shown(places: tuple[Path, Path, Path]) -> None:
    ledger, roster, opinions = places
    assert diagnose(ledger, opinions, roster=roster, above=True).released == ()


def test_ratings_alone_are_asked_about_on_their_last_day(tmp_path: Path) -> None:
    found = diagnose(ratings(tmp_path / "r.csv", by(8, "Skunkworks", "5", kind="project", after=30)))
    assert found.on_day == "2025-10-01"
    (one,) = found.released
    assert one.trust.rated[0].ratings == 8


def test_a_leader_known_by_ratings_alone_has_a_result(tmp_path: Path) -> None:
    roster = tmp_path / "people.csv"
    roster.write_text("name,team,role\nCharlie Chen,Borealis,leader\n", encoding="utf-8")
    found = diagnose(ratings(tmp_path / "r.csv", by(8, "Charlie Chen", "4")), roster=roster)
    (one,) = found.released
    assert (one.label, one.trust.state, one.trust.rated[0].ratings) == ("Charlie Chen", "none", 8)


def test_a_team_rated_by_its_name_alone_is_not_taken_for_a_person(
    places: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    """Hardly a table of ratings says which names are teams'; the roster does."""
    ledger, roster, _ = places
    found = diagnose(ledger, ratings(tmp_path / "r.csv", by(6, "Apollo", "4")), roster=roster)
    assert of(found, "Apollo").trust.rated[0].ratings == 6


def test_a_policy_may_make_the_ratings_of_a_public_unit_shown_however_few(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[units]\n"Attic" = "public"\n', encoding="utf-8")
    rated = ratings(tmp_path / "r.csv", by(3, "Attic", "4", kind="project"))
    assert diagnose(rated, policy=policy).released[0].trust.rated[0].ratings == 3
    hidden = diagnose(rated)
    assert hidden.released == ()
    assert hidden.withheld


def test_ratings_kept_in_a_workspace_say_the_same(places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    ledger, roster, opinions = places
    read(ledger, opinions, into=tmp_path / "kept", roster=roster)
    kept = diagnose(tmp_path / "kept", roster=roster)
    told = [one.trust.rated for one in kept.released if one.kind == "team" and one.label == "Apollo"]
    assert [(one.ratings, one.state) for one in told[0]] == [(12, "below")]


def test_one_raters_several_labels_are_one_voice(tmp_path: Path) -> None:
    """Five raters are wanted, and five spellings of one name are not five people."""
    ledger, roster = company(tmp_path)
    labels = ("Zed Quill", "zed.quill", "@zed.quill", "Quill, Zed", "zed.quill@example.org")
    one = [("alice@example.org", "", "5", "1-5", label, str(day)) for day, label in enumerate(labels)]
    out = diagnose(ledger, ratings(tmp_path / "opinions.csv", one), roster=roster)
    assert all(not unit.trust.rated for unit in out.released)
    assert [row.count for row in out.withheld if row.kind == "rating"] == [1]


def test_ratings_from_before_somebody_led_say_nothing_of_them_as_a_leader(tmp_path: Path) -> None:
    ledger, _ = company(tmp_path)
    roster = tmp_path / "roster.csv"
    opinions = ratings(tmp_path / "opinions.csv", by(7, "alice@example.org", "2"))
    told = []
    for since in (DAY - timedelta(days=400), DAY + timedelta(days=1)):
        roster.write_text(f"name,handle,team,role,from\nAlice Ames,alice@example.org,Apollo,leader,{since}\n")
        out = diagnose(ledger, opinions, roster=roster, on=DAY + timedelta(days=60))
        told.append([one.ratings for unit in out.released for one in unit.trust.rated])
    assert told == [[7], []]
