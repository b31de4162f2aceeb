"""What people answered: composites, what the forecast may use of them, promises, and where answers part (S10, T12)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from diagnosis.polling import CLOSED, ON, counts, polls, roster, standing, team
from hypothesis import given, settings
from hypothesis import strategies as st

from saidanddone.diagnosis.answered import promised
from saidanddone.diagnosis.parting import Asked, apart, u_of_trust
from saidanddone.diagnosis.promised import ALONE_US, shares, told_promises, with_promises
from saidanddone.diagnosis.standing import FRESH_US, UNTOLD, held_back
from saidanddone.evidence import answer, commitment, episode, people
from saidanddone.evidence.commitment import Commitment
from saidanddone.evidence.episode import Episode
from saidanddone.evidence.item import Item
from saidanddone.evidence.outcome import DAY_US, settle
from saidanddone.evidence.people import Person
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.survey.banded import CLASSES, U, band_likelihood, class_of, foretold, levels_of_others
from saidanddone.survey.bands import band_of

FIVE = [(4, 4), (4, 5), (3, 4), (5, 4), (4, 3)]


# --- Composites -------------------------------------------------------------------------------------------------------


def test_a_composite_is_the_mean_of_what_each_respondent_answers_on_average() -> None:
    one = polls(team("Kite", [(5, 5), (1,)])).composites[0]
    assert one.on_scale(float(one.share.mean())) == pytest.approx(3.0), "who answers more items counts no more"
    assert one.counts == {"Kite": 2}


def test_items_of_another_scale_are_carried_over_and_reversed_ones_turned_round() -> None:
    """Edmondson's reversed items on 1 to 7, beside each other."""
    items = [Item(item=name, half="safety", low=1, high=7, reversed=turned, source="i.csv", line=2)
             for name, turned in (("e1", True), ("e2", False))]  # fmt: skip
    both = team("Kite", [(1, 7), (4, 4)], items=("e1", "e2"))
    own = team("Kite", [(5,), (3,)], items=("concerns",))
    found = polls([*own, *both], items).composites[0]
    assert found.scale == (1.0, 5.0), "the first item's"
    assert found.share.tolist() == pytest.approx([1.0, 0.5])
    assert sorted(found.answers.column("answer").to_pylist()) == [3.0, 3.0, 3.0, 5.0, 5.0, 5.0]


def test_an_answer_off_its_scale_and_a_round_to_come_say_nothing() -> None:
    assert polls(team("Kite", [(6, 0)])).composites == ()
    assert polls(team("Kite", FIVE), on_us=CLOSED - 1).composites == ()


def test_below_twenty_respondents_no_figure_is_made_at_all() -> None:
    """PRIVACY: what is not made cannot slip out."""
    told = polls(team("Kite", FIVE * 3), who=roster({"Kite": 20})).of_team("Kite")[0]
    assert (told.respondents, told.band) == (15, 2)
    assert (told.mean, told.low, told.high) == (None, None, None)


@pytest.fixture(scope="module")
def large() -> Any:
    rng = np.random.default_rng(5)
    answers = [tuple(float(x) for x in rng.integers(2, 6, 2)) for _ in range(24)]
    return standing([*team("Lyra", answers), *team("Kite", FIVE)], who=roster({"Lyra": 26, "Kite": 6}))


def test_from_twenty_on_a_team_whose_roster_is_known_has_its_figure(large: Any) -> None:
    lyra = large.polls.of_team("Lyra")[0]
    assert lyra.low < lyra.mean < lyra.high
    assert len(lyra.roster) == 26
    assert large.polls.of_team("Kite")[0].mean is None
    assert "Lyra" not in repr(large)


def test_answers_of_small_teams_move_no_large_teams_figure(large: Any) -> None:
    alone = polls(team("Kite", [(1, 1)] * 5), who=roster({"Kite": 6}))
    assert alone.estimated == {}
    posterior = next(iter(large.polls.estimated.values())).posterior
    assert posterior.teams == ("Lyra",)


def test_a_roster_that_lost_one_person_since_keeps_the_next_round_to_its_band() -> None:
    """PRIVACY: two exact figures one person apart are that person's answer."""
    answers = [tuple(FIVE[n % 5]) for n in range(22)]
    stay = [Person(f"p-{n}", "Lyra") for n in range(25)]
    left = Person("p-left", "Lyra", to_us=CLOSED)
    rounds = [*team("Lyra", answers), *team("Lyra", answers, round="r2", closed_us=CLOSED + 30 * DAY_US)]
    found = polls(rounds, who=people.table([*stay, left]), on_us=CLOSED + 40 * DAY_US).of_team("Lyra")
    assert [one.mean is None for one in found] == [False, True]


def test_groups_hold_everybody_and_every_team_beside_them() -> None:
    rows = [*team("Kite", FIVE, department="Tech"), *team("Harbour", FIVE * 4, department="Tech"), *team(None, FIVE)]
    groups = {(one.kind, one.label): one for one in polls(rows).groups()}
    assert set(groups) == {("organisation", ""), ("department", "Tech"), ("team", "Kite"), ("team", "Harbour")}
    assert groups["organisation", ""].answered[0].respondents == 30
    tech = groups["department", "Tech"].answered[0]
    assert tech.respondents == 25
    assert tech.mean == pytest.approx(4.0, abs=0.1)
    assert tech.low is not None
    assert tech.low < 4.0
    assert groups["department", "Tech"].teams == {"Kite", "Harbour"}


# --- What the forecast may use ----------------------------------------------------------------------------------------


fives = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=5, max_size=9)


@settings(max_examples=60)
@given(fives, fives)
def test_two_sets_of_answers_of_one_band_and_class_of_size_give_the_same_to_the_last_bit(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    """MODEL §3, Release: a combined forecast gives back the band, and nothing more."""
    rest = team("Harbour", FIVE)
    found = [standing([*team("Kite", given_), *rest]) for given_ in (one, other)]
    bands = [each.polls.of_team("Kite")[0].band for each in found]
    first, second = (each.answers(("Kite", "Harbour"), ON) for each in found)
    same = np.array_equal(first.likelihood, second.likelihood)
    assert same == (bands[0] == bands[1])


def test_below_five_answers_enter_nothing() -> None:
    few = standing(team("Kite", FIVE[:4]))
    assert few.answers(("Kite",), ON) is None
    assert not few.used("Kite", ON)
    assert few.asked("Kite", "safety", ON) is None


def test_unreported_answers_move_no_other_team() -> None:
    with_few = standing([*team("Kite", FIVE), *team("Vega", [(1, 1)] * 4)])
    alone = standing(team("Kite", FIVE))
    assert np.array_equal(with_few.likelihood("Kite", ON), alone.likelihood("Kite", ON))


def test_answers_of_more_than_a_year_ago_are_of_other_days() -> None:
    old = standing(team("Kite", FIVE), on_us=CLOSED + FRESH_US)
    assert not old.used("Kite", CLOSED + FRESH_US)
    assert old.used("Kite", CLOSED + FRESH_US - 1)


def test_a_large_team_is_used_with_all_that_may_be_told_of_it(large: Any) -> None:
    rows = large.answers(("Lyra", "Kite", "Nobody"), ON)
    assert rows.likelihood.shape == (3, len(U))
    assert (rows.likelihood[2] == 1.0).all()
    # Two large teams of one band: whose answers are the better stands higher.
    both = standing([*team("Lyra", FIVE[:1] * 24), *team("Vela", FIVE[1:2] * 24)], who=roster({"Lyra": 24, "Vela": 24}))
    rows = both.answers(("Lyra", "Vela"), ON)
    where = [float(row * np.exp(-0.5 * U**2) @ U / (row * np.exp(-0.5 * U**2)).sum()) for row in rows.likelihood]
    assert [one.band for one in (both.polls.of_team(name)[0] for name in ("Lyra", "Vela"))] == [2, 2]
    assert where[0] < where[1]
    assert both.asked("Vela", "safety", ON).mean > both.asked("Lyra", "safety", ON).mean


def test_a_better_band_never_speaks_for_a_worse_place() -> None:
    levels = levels_of_others([None])[0]
    for least, _ in CLASSES:
        rows = [band_likelihood((band, least), levels) for band in range(3)]
        means = [float(row * np.exp(-0.5 * U**2) @ U / (row * np.exp(-0.5 * U**2)).sum()) for row in rows]
        assert means == sorted(means)
        assert foretold(least, np.full(len(U), 1 / len(U)), levels).sum() == pytest.approx(1.0)
    assert class_of(4) is None


def test_bands_stand_for_the_teams_they_are_of() -> None:
    """P(band | u) as simulated answers have it."""
    rng = np.random.default_rng(11)
    levels = levels_of_others([None])[0]
    from saidanddone.survey.banded import BETWEEN, MEAN, MEAN_SD, WITHIN

    u = np.zeros(len(U))
    u[60] = 1.0  # a team one standard deviation above the others
    means = rng.normal(MEAN, MEAN_SD, (20_000, 1)) + BETWEEN * U[60] + rng.normal(0.0, WITHIN, (20_000, 7))
    came = np.bincount([band_of(share, 0.0, 1.0) for share in means.mean(axis=1)], minlength=3) / 20_000
    assert foretold(5, u, levels) == pytest.approx(came, abs=0.015)


def held(n: int, told: str = "held_back", **more: Any) -> list[Episode]:
    given_ = {"round": "r1", "team": "Kite", "kind": "problem", "closed_us": CLOSED, "source": "p.csv", "told": told}
    return [Episode(**{**given_, "respondent": f"t{who}", **more}) for who in range(n)]


def test_what_was_held_back_counts_where_five_told_of_it_and_fewer_are_never_told_apart() -> None:
    """S5: held-back reports are silence, told together only."""
    whole = held_back(episode.table([*held(6), *held(7, "own")]), ("Kite",), CLOSED, 365.0)
    assert whole is not None
    assert (whole.made[0], whole.held[0]) == (7.0, 6.0)
    few = [held_back(episode.table([*held(n), *held(7, "own"), *held(5, team="Vega")]), ("Kite",), CLOSED, 365.0)
           for n in (0, 1, 4)]  # fmt: skip
    assert [one.held[0] for one in few if one is not None] == [UNTOLD] * 3
    assert held_back(episode.table([*held(4), *held(4, "own")]), ("Kite",), CLOSED, 365.0) is None
    assert held_back(episode.table(held(7, "own")), ("Kite",), CLOSED, 365.0) is None, "nobody was asked"


# --- Promises ---------------------------------------------------------------------------------------------------------


def test_eight_people_who_report_one_promise_report_one_promise() -> None:
    rows = answer.table(counts("Kite", [1] * 8, [1] * 8))
    assert len(told_promises(promised(rows)["Kite"], "Kite", ON, "p.csv")) == 1
    assert [share for _, _, share in shares(promised(rows)["Kite"], ON)] == [1.0]


def test_all_promises_are_kept_only_where_those_in_the_middle_say_so() -> None:
    """Medians of due (3) and of kept (3) by themselves would say so, though four of six say otherwise."""
    rows = counts("Kite", [2, 3, 3, 4, 3, 5], [1, 3, 2, 3, 3, 3])
    assert polls(rows).promises("Kite", ON) == (3.0, 2.0)


def test_promises_count_where_five_had_any_that_came_due() -> None:
    assert shares(promised(answer.table(counts("Kite", [1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 0, 0])))["Kite"], ON) == []
    five = counts("Kite", [2, 2, 2, 2, 2, 0], [2, 1, 1, 0, 9, 0])
    assert [share for _, _, share in shares(promised(answer.table(five))["Kite"], ON)] == [0.5]
    found = polls(five)
    assert found.promises("Kite", ON) == (2.0, 1.0)
    assert polls(five[:8]).promises("Kite", ON) is None


@pytest.mark.parametrize("share", [0.0, 0.25, 0.6, 1.0])
def test_shares_are_kept_and_broken_as_often_as_they_say_over_rounds_and_over_teams(share: float) -> None:
    def rounds(name: str, n: int) -> list[bool]:
        ends = [CLOSED + k * 14 * DAY_US for k in range(n)]
        rows = [row for end in ends for row in counts(name, [20] * 5, [20 * share] * 5, round=f"{end}", closed_us=end)]
        told = told_promises(promised(answer.table(rows))[name], name, CLOSED + 400 * DAY_US, "p.csv")
        return [settle(one, CLOSED + 400 * DAY_US).y == 1 for one in told]

    assert sum(rounds("Kite", 20)) == pytest.approx(20 * share, abs=1.0)
    first = [rounds(f"Team {n}", 1)[0] for n in range(300)]
    assert np.mean(first) == pytest.approx(share, abs=0.08), "no less for a team's first round"


def ledger(*made: int) -> Any:
    return commitment.table(
        Commitment(id=f"c{at}", subject="p-a", made_us=at, due_us=at + DAY_US, team="Kite", direction="to_team",
                   source="l.csv", line=2) for at in made
    )  # fmt: skip


def test_a_ledger_silences_what_a_pulse_tells_of_its_time() -> None:
    rows = answer.table(counts("Kite", [1] * 8, [0] * 8))
    for made in (CLOSED - 3 * DAY_US, CLOSED - 60 * DAY_US, CLOSED + 60 * DAY_US):
        assert told_promises(promised(rows)["Kite"], "Kite", ON, "p.csv", ledger(made)) == []
    assert len(told_promises(promised(rows)["Kite"], "Kite", ON, "p.csv", ledger(CLOSED - ALONE_US - 20 * DAY_US))) == 1
    assert (
        told_promises(promised(rows)["Kite"], "Kite", ON, "p.csv", ledger(CLOSED - 300 * DAY_US, CLOSED + 300 * DAY_US))
        == []
    )


def test_promises_of_a_team_whose_leader_nobody_knows_are_nobodys() -> None:
    rows = answer.table(counts("Kite", [1] * 8, [1] * 8))
    assert with_promises([], rows, ("Kite",), people.table([]), ON) == []
    led = with_promises([], rows, ("Kite",), people.table([Person("p-a", "kite", "leader")]), ON)
    assert [(one.name, one.commitments.num_rows) for one in led] == [("told", 1)]
    assert led[0].units["Kite"].makers == {"p-a"}


# --- Where answers part -----------------------------------------------------------------------------------------------


def normal(mean: float, spread: float) -> tuple[float, ...]:
    """Quantiles of a rate whose logit is normal."""
    from scipy.special import ndtri

    return tuple(float(1 / (1 + np.exp(-(mean + spread * ndtri(q))))) for q in QUANTILES)


def asked(band: int, respondents: int = 7) -> Asked:
    return Asked("trust", band, respondents, (1.0, 5.0), levels_of_others([None])[0])


def test_low_answers_beside_promises_kept_part_and_ordinary_ones_do_not() -> None:
    kept, broken = u_of_trust(normal(3.5, 0.3)), u_of_trust(normal(-1.5, 0.3))
    found = apart(asked(0), kept)
    assert found is not None
    assert (found.direction, found.difference) == ("lower", None)
    assert found.p < 0.1
    assert found.expected_low < found.expected < found.expected_high
    assert found.expected > 3.6
    higher = apart(asked(2), broken)
    assert higher is not None
    assert higher.direction == "higher"
    assert apart(asked(2), kept) is None
    assert apart(asked(1), kept) is None
    assert apart(asked(0, 4), kept) is None


def test_where_nothing_was_seen_no_answer_parts_from_it() -> None:
    ordinary = np.exp(-0.5 * U**2) / np.exp(-0.5 * U**2).sum()
    assert [apart(asked(band), ordinary) for band in range(3)] == [None, None, None]


def test_a_large_team_is_told_by_how_much() -> None:
    levels = levels_of_others([None])[0]
    score, spread = 3.6 + 0.4 * U, np.full(len(U), 0.7)
    one = Asked("trust", 0, 24, (1.0, 5.0), levels, 2.4, score, spread)
    found = apart(one, u_of_trust(normal(3.5, 0.3)))
    assert found is not None
    assert found.difference == pytest.approx(2.4 - found.expected)
    assert found.direction == "lower"


def test_answers_that_come_as_behaviour_foretells_part_no_more_often_than_chance() -> None:
    rng = np.random.default_rng(8)
    levels = levels_of_others([None])[0]
    parted = []
    for _ in range(400):
        u = u_of_trust(normal(rng.normal(1.2, 1.0), 0.4))
        band = int(rng.choice(3, p=foretold(7, u, levels)))
        parted.append(apart(Asked("trust", band, 7, (1.0, 5.0), levels), u) is not None)
    assert np.mean(parted) <= 0.12
