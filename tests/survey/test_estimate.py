"""Teams' mean answers by the graded response model: laws, ranks, what is refused."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtrc
from survey_worlds import HIGH, LOW, item_names, organisation, random_bank

import saidanddone
from saidanddone.errors import UsageError
from saidanddone.survey import Scale, calibrate, estimate
from saidanddone.survey.result import Estimate

SCALE = (1.0, 5.0)


def answers(rows: dict[str, list[list[float | None]]]) -> pa.Table:
    """A team's respondents, each a list of answers to items in order."""
    flat = [
        (f"{team} {who}", team, f"item {number}", value)
        for team, people in rows.items()
        for who, given_ in enumerate(people)
        for number, value in enumerate(given_, 1)
    ]
    respondent, team, item, value = zip(*flat, strict=True)
    return pa.table({"respondent": respondent, "team": team, "item": item, "answer": pa.array(value, pa.float64())})


TWO = {"north": [[4, 5, 4], [5, 5, 3], [4, 4, 4]], "south": [[2, 2, 3], [1, 2, 2], [3, 2, 2], [2, 1, 3]]}


def told(table: pa.Table, **more: object) -> dict[str, tuple[float, float, float]]:
    found = estimate(table, SCALE, **more).teams  # type: ignore[arg-type]
    return {row["team"]: (row["mean"], row["low"], row["high"]) for row in found.to_pylist()}


def test_the_package_is_reached_from_the_root_as_the_contract_says() -> None:
    found = saidanddone.survey.estimate(answers(TWO), SCALE)
    assert isinstance(found, Estimate)
    assert found.teams.column_names == ["team", "n", "mean", "low", "high"]
    assert found.teams.column("n").to_pylist() == [3, 4]
    assert repr(found) == "Estimate(2 teams, unreleased: see .teams, .indices, .posterior)"
    assert "north" not in repr(found.research_only)


def test_a_team_that_answers_better_stands_higher_and_means_lie_within_their_intervals() -> None:
    found = told(answers(TWO))
    assert found["north"][0] > found["south"][0]
    assert all(low < mean < high for mean, low, high in found.values())


def test_small_teams_are_drawn_to_the_others_and_not_beyond() -> None:
    found = told(answers(TWO))
    plain = {team: float(np.mean(rows)) for team, rows in TWO.items()}
    assert plain["south"] < found["south"][0] < found["north"][0] < plain["north"]


def test_the_organisations_mean_answer_is_the_one_given() -> None:
    found = estimate(answers(TWO), SCALE).teams.to_pylist()
    whole = np.concatenate([np.array(rows).ravel() for rows in TWO.values()])
    assert sum(row["n"] * row["mean"] for row in found) / 7 == pytest.approx(whole.mean(), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2), st.integers(0, 2), st.integers(1, 4))
def test_one_better_answer_never_lowers_a_team_beside_the_others(who: int, item: int, before: int) -> None:
    """The organisation's level moves with it, so what is held is how far the team stands above the other."""
    lower, higher = ({team: [list(row) for row in rows] for team, rows in TWO.items()} for _ in range(2))
    lower["north"][who][item], higher["north"][who][item] = before, before + 1
    bank = random_bank(np.random.default_rng(3), 3)
    a, b = (told(answers(rows), bank=bank) for rows in (lower, higher))
    assert b["north"][0] - b["south"][0] >= a["north"][0] - a["south"][0] - 1e-9


def test_neither_the_order_of_rows_nor_names_matter() -> None:
    table = answers(TWO)
    shuffled = table.take(np.random.default_rng(1).permutation(len(table)))
    one, other = told(shuffled), told(table)
    assert all(one[team] == pytest.approx(other[team], abs=1e-12) for team in TWO)


def test_a_reversed_item_counts_the_other_way() -> None:
    turned = {team: [[row[0], 6 - row[1], row[2]] for row in rows] for team, rows in TWO.items()}
    found = estimate(answers(turned), (1, 5, ["item 2"])).teams
    assert found.column("mean").to_pylist() == pytest.approx(
        estimate(answers(TWO), SCALE).teams.column("mean").to_pylist(), abs=1e-12
    )


def test_what_was_not_answered_is_no_answer() -> None:
    holes = {"north": [[4, None, 4], [5, 5, None], [None, 4, 4]], "south": TWO["south"]}
    found = told(answers(holes))
    whole = told(answers(TWO))
    assert found["north"][2] - found["north"][1] > whole["north"][2] - whole["north"][1]


def test_more_people_who_answer_alike_narrow_the_interval_down_to_a_hair() -> None:
    people = [[4, 3, 4], [5, 4, 4], [3, 4, 5], [4, 5, 3]]
    widths = []
    for times in (1, 5, 50, 500):
        low, high = told(answers({"north": people * times, "south": TWO["south"]}))["north"][1:]
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(widths[-2] / np.sqrt(10), rel=0.15)


def test_waves_are_told_apart_and_one_wave_is_none() -> None:
    once = answers(TWO)
    again = pa.concat_tables([once, once]).append_column("wave", pa.array(["1"] * len(once) + ["2"] * len(once)))
    found = estimate(again, SCALE).teams
    assert found.column_names == ["wave", "team", "n", "mean", "low", "high"]
    assert found.column("n").to_pylist() == [3, 4, 3, 4]
    assert list(estimate(again, SCALE).indices.rwgj) == ["1: north", "1: south", "2: north", "2: south"]
    for single in (pa.array([7] * len(once)), pa.nulls(len(once))):
        assert told(once.append_column("wave", single)) == told(once)


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_it_does_not_matter_which_kind_of_text_names_stand_in(kind: pa.DataType) -> None:
    table = answers(TWO)
    for place, name in enumerate(("respondent", "team", "item")):
        column = table.column(name)
        coded = column.dictionary_encode() if pa.types.is_dictionary(kind) else column.cast(kind)
        table = table.set_column(place, name, coded)
    assert told(table) == told(answers(TWO))


def test_without_any_team_everybody_is_one() -> None:
    table = answers({"north": TWO["north"]})
    table = table.set_column(1, "team", pa.nulls(len(table), pa.string()))
    assert estimate(table, SCALE).teams.column("team").to_pylist() == ["everybody"]


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (1.0, 7.0), (0.0, 10.0), (0.0, 100.0), (-3.0, 3.0)])
def test_every_scale_gives_means_on_it(low: float, high: float) -> None:
    spread = {
        team: [[low + (high - low) * round((value - 1) / 4) for value in row] for row in rows]
        for team, rows in TWO.items()
    }
    found = estimate(answers(spread), (low, high)).teams
    means = found.column("mean").to_numpy()
    assert ((means > low) & (means < high)).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.drop_columns(["item"]), "item is missing"),
        (lambda t: t.slice(0, 0), "no answer"),
        (lambda t: t.set_column(3, "answer", pa.array([9.0] * len(t))), "lie off the scale 1 to 5"),
        (lambda t: t.set_column(3, "answer", pa.array(["good"] * len(t))), "must hold numbers"),
        (lambda t: pa.concat_tables([t, t]), "twice"),
        (lambda t: t.set_column(0, "respondent", pa.array(["r"] * len(t))), "twice"),
        (lambda t: t.append_column("team", t.column("team")), "team stands twice"),
        (lambda t: t.set_column(1, "team", pa.array([["north"]] * len(t))), "team must hold text"),
        (lambda t: t.to_pydict(), "from_pandas"),
    ],
)
def test_what_cannot_be_estimated_is_refused_in_a_sentence(change: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        estimate(change(answers(TWO)), SCALE)  # type: ignore[operator]


@pytest.mark.parametrize("scale", [(5, 1), (1,), (1, 5, "item 1"), (1, 5, [], 3), "1-5", (float("nan"), 5)])
def test_a_scale_that_is_none_is_refused(scale: object) -> None:
    with pytest.raises(UsageError, match=r"low"):
        Scale.of(scale)  # type: ignore[arg-type]


def test_a_reversed_item_that_nobody_was_asked_is_told() -> None:
    with pytest.raises(UsageError, match="1 of the reversed items"):
        estimate(answers(TWO), (1, 5, ["item 2", "itm 3"]))
    assert estimate(answers(TWO), Scale(1, 5, frozenset({"another"}))).teams.num_rows == 2


def test_a_bank_needs_people_and_knows_its_items() -> None:
    with pytest.raises(UsageError, match="at least 100 people"):
        calibrate(answers(TWO), SCALE)
    rng = np.random.default_rng(11)
    world = organisation(rng, random_bank(rng), teams=40, icc=0.2)
    bank = calibrate(world.table(), SCALE)
    assert bank.items == tuple(item_names(8))
    with pytest.raises(UsageError, match="does not know 1 of the 1 items"):
        estimate(pa.table({"respondent": ["a"], "team": ["t"], "item": ["new"], "answer": [3.0]}), SCALE, bank=bank)
    with pytest.raises(UsageError, match="another scale"):
        estimate(world.table(), (0, 5), bank=bank)


def test_with_a_bank_rounds_of_different_items_stand_on_one_scale() -> None:
    """Asked only its harder items, an organisation is not taken for a worse one."""
    rng = np.random.default_rng(12)
    items = random_bank(rng)
    bank = calibrate(organisation(rng, items, teams=100, icc=0.2).table(), SCALE)
    world = organisation(rng, items, teams=8, sizes=(20, 20), icc=0.3)
    table = world.table()
    hard = [item_names(8)[place] for place in np.argsort(-items.b[0, :, 1])[:4]]
    half = np.array([name in hard for name in table.column("item").to_pylist()])
    odd = np.array([int(team[-1]) % 2 for team in table.column("team").to_pylist()], dtype=bool)
    rotated = table.filter(pa.array(half | odd))
    found = estimate(rotated, SCALE, bank=bank).teams.column("mean").to_numpy()
    assert np.abs(found - world.truth).mean() < 0.2


def test_calibration_ranks_of_known_items_are_uniform() -> None:
    rng = np.random.default_rng(2026)
    bank = random_bank(rng)
    ranks: list[float] = []
    while len(ranks) < 300:
        world = organisation(rng, bank, teams=int(rng.integers(3, 13)), icc=float(rng.beta(2, 8)))
        posterior = estimate(world.table(), (LOW, HIGH), bank=bank).posterior
        ranks.append(float(posterior.at_most(world.truth[0])[0]))
    counts = np.histogram(ranks, 20, (0, 1))[0]
    assert chdtrc(19, ((counts - 15.0) ** 2 / 15.0).sum()) > 0.01


def test_answers_on_the_scale_of_behaviour_say_the_same_as_the_means() -> None:
    rng = np.random.default_rng(8)
    world = organisation(rng, random_bank(rng), teams=8, icc=0.3)
    posterior = estimate(world.table(), SCALE).posterior
    linked = posterior.linked
    assert linked.likelihood.shape == (8, len(linked.u))
    assert linked.likelihood.max(axis=1) == pytest.approx(1.0)
    prior = np.exp(-0.5 * linked.u**2)
    weights = linked.likelihood * prior
    weights /= weights.sum(axis=1, keepdims=True)
    expected = (weights * linked.score).sum(axis=1)
    assert expected == pytest.approx(posterior.mean(), abs=0.06)
    assert (np.diff(linked.score, axis=1) >= 0).all()
    assert (linked.spread > 0).all()
