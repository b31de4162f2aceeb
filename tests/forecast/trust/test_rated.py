"""Ratings as evidence: one voice a person, on the raw scale, with volume and an interval that covers (T2, T4, T8)."""

from __future__ import annotations

import numpy as np
import pytest
from check_ratings import LEAST, covered, one_to_five, voice
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.rating import Rating, table
from saidanddone.forecast.trust.rated import line_of, rated
from saidanddone.forecast.trust.result import Rated
from saidanddone.forecast.trust.voices import Voice, voices

ON = 20_000 * DAY_US


def given_to(
    subject: str, *said: tuple[float, float, str | None], count: int = 1, source: str = "r.csv"
) -> list[Rating]:
    """Ratings of 1 to 5: the figure, how many days ago, by whom."""
    return [
        Rating(id=f"{subject}{n}", subject=subject, at_us=ON - round(days * DAY_US), raw=raw, scale_low=1, scale_high=5,
               rater=who, count=count, source=source, line=n + 2)
        for n, (raw, days, who) in enumerate(said)
    ]  # fmt: skip


def heard(ratings: list[Rating], on_us: int = ON, public: tuple[tuple[str, str], ...] = ()) -> list[Voice]:
    return voices(table(ratings), on_us, half_life=365.0, fewest=5, public=public)


def of(*found: Voice) -> list[Rated]:
    return [one.research_only for one in rated(list(found))]


def five(raw: float = 5.0) -> list[Rating]:
    return given_to("p-a", *((raw, 10.0, f"p-{n}") for n in range(5)))


def test_761_ratings_at_four_point_two_rank_above_three_at_five() -> None:
    """T2: by the cautious end, which is what ranks."""
    many = voice(np.array([60, 30, 60, 160, 451], float), 1, 5, "many")
    assert 1 + 4 * many.first / many.volume == pytest.approx(4.2, abs=0.01)
    one, other = of(many, voice(np.array([0, 0, 0, 0, 3], float), 1, 5, "few"))
    assert one.cautious > other.cautious + 0.2
    assert one.mean < other.mean


def test_means_of_many_rank_alike_although_their_spread_is_not_known() -> None:
    found = heard(given_to("p-a", (4.2, 5, None), count=761) + given_to("p-b", (5.0, 5, None), count=3))
    one, other = of(*found)
    assert (one.ratings, other.ratings) == (761, 3)
    assert one.cautious > other.cautious
    exact = of(voice(np.array([60, 30, 60, 160, 451], float), 1, 5))[0]
    assert one.high - one.low > exact.high - exact.low


@pytest.mark.parametrize(
    ("low", "high", "line"),
    [(1, 5, 4.7), (0, 5, 4.7), (1, 10, 9.1), (0, 10, 9.1), (0, 100, 91.0), (1, 7, 6.496), (1, 4, 3.76), (-2, 2, 1.64)],
)
def test_a_rating_is_held_against_its_line_on_its_own_scale(low: float, high: float, line: float) -> None:
    """T4: 4.7 of 5 and 9.1 of 10 as they stand, wherever the scale begins."""
    assert line_of(low, high) == pytest.approx(line)


def test_ratings_at_the_line_rescaled_are_below_it() -> None:
    """4.7 of 1-5 is .925 of the way; who has .91 of the way on that scale, 4.64, is below 4.7 (T4)."""
    steps = np.array([0, 0, 0, 36, 64], float) * 40
    (one,) = of(voice(steps, 1, 5))
    assert 4.63 < one.mean < 4.65
    assert one.state == "below"


def test_three_fives_are_a_start_and_five_hundred_are_above_the_line() -> None:
    few, many = of(voice(np.array([0, 0, 0, 0, 3], float), 1, 5))[0], of(voice(np.array([0, 0, 0, 5, 495.0]), 1, 5))[0]
    assert (few.state, many.state) == ("uncertain", "above")
    assert few.high - few.low > 1.0 > many.high - many.low


def test_an_old_rating_counts_less_and_a_stranger_to_ratings_is_like_the_others() -> None:
    """T8: after one half-life a rating weighs half."""
    fresh, old = (heard(given_to("p-a", *((1.0, days, f"p-{n}") for n in range(8))))[0] for days in (1.0, 366.0))
    assert old.volume == pytest.approx(fresh.volume / 2, rel=1e-6)
    assert of(old)[0].mean > of(fresh)[0].mean


def test_one_person_is_one_voice_and_the_newest_counts() -> None:
    (one,) = heard([*five(), *given_to("p-a", (1.0, 5.0, "p-0"), (1.0, 5.0, "p-1"), (1.0, 5.0, "p-2"))])
    assert (one.ratings, len(one.raters)) == (5, 5)
    assert one.first / one.volume == pytest.approx(2 / 5, abs=0.01)


def test_what_somebody_says_of_themselves_does_not_count() -> None:
    (one,) = heard([*five(), *given_to("p-a", (1.0, 9.0, "p-a"))])
    assert (one.ratings, one.people, one.waiting) == (5, 5, 0)


def test_a_second_file_that_tells_the_same_ratings_adds_nothing() -> None:
    nobody = [(4.0, 3.0, None)] * 6
    once = heard(given_to("p-a", *nobody))
    twice = heard([*given_to("p-a", *nobody), *given_to("p-a", *nobody, source="again.csv")])
    assert once == twice


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 12)), max_size=25), st.integers(0, 11))
def test_the_figures_of_any_two_days_differ_by_three_people_or_by_none(
    said: list[tuple[int, int]], between: int
) -> None:
    """Subtracting what was shown one day from what is shown another says what nobody in particular thought."""
    ratings = given_to("p-a", *((4.0, float(day), f"p-{who}") for day, who in said))
    earlier, later = (heard(ratings, on_us=ON - ago * DAY_US) for ago in (between + 1, 0))
    if not earlier or earlier[0].people < 5:
        return
    before, after = set(earlier[0].evidence), set(later[0].evidence)
    fresh = {rating.rater for rating in ratings if f"{rating.source}:{rating.line}" in after - before}
    assert len(fresh) == 0 or len(fresh) >= 3


def test_ratings_that_wait_are_counted_as_waiting() -> None:
    (one,) = heard([*five(), *given_to("p-a", (1.0, 2.0, "p-8"), (1.0, 1.0, "p-9"))])
    assert (one.ratings, one.waiting) == (5, 2)
    (told,) = of(one)
    assert (told.waiting, told.raters, told.recent) == (2, 5, 5)


def test_public_ratings_do_not_wait() -> None:
    ratings = given_to("p-a", (5.0, 2.0, "p-8"), (4.0, 1.0, "p-9"))
    assert heard([*five(), *ratings], public=(("person", "p-a"),))[0].ratings == 7


def test_what_is_cited_are_lines_and_never_what_they_say() -> None:
    (told,) = of(*heard(five(3.0)))
    assert told.evidence == tuple(f"r.csv:{line}" for line in range(2, 7))
    assert "p-" not in f"{told!r}{heard(five())!r}"


def test_ratings_to_come_are_not_known_and_none_are_nothing() -> None:
    assert heard(given_to("p-a", (5.0, -1.0, None))) == []
    assert heard([]) == []
    assert rated([]) == []


@given(st.lists(st.integers(0, 6), min_size=5, max_size=5))
def test_one_better_rating_never_lowers_what_is_expected(steps: list[int]) -> None:
    shares = np.array(steps, float)
    better = shares + np.array([0, 0, 0, 0, 1.0])
    if shares.sum():
        assert of(voice(better, 1, 5))[0].mean >= of(voice(shares, 1, 5))[0].mean - 1e-6


def test_each_scale_of_a_subject_has_its_own_figure() -> None:
    on_ten = {"subject": "p-a", "at_us": ON, "raw": 9, "scale_low": 0, "scale_high": 10, "source": "t.csv"}
    ten = [Rating(id=f"t{n}", rater=f"p-{n}", line=n, **on_ten) for n in range(6)]  # type: ignore[arg-type]
    told = of(*heard([*five(), *ten]))
    assert [(one.scale_high, one.ratings, one.line) for one in told] == [(10.0, 6, 9.1), (5.0, 5, 4.7)]


def test_those_who_do_not_inform_move_nobody_else() -> None:
    one, other = voice(np.array([0, 0, 3, 3, 3.0]), 1, 5, "one"), voice(np.array([90, 0, 0, 0, 0.0]), 1, 5, "other")
    alone, beside = rated([one])[0], rated([one, other], informs=[0])[0]
    assert alone.research_only == beside.research_only
    assert rated([one, other])[0].research_only.mean < alone.research_only.mean


def test_intervals_cover_the_true_mean_of_ratings_as_people_give_them() -> None:
    held, wide, _, _ = covered(one_to_five, (1.0, 5.0), 8, 1, seed=3)
    assert held >= LEAST
    assert wide < 0.45
