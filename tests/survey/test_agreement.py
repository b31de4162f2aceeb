"""The classical indices, held against R: psych 2.2.9 and multilevel 2.7."""

from __future__ import annotations

import numpy as np
import pytest
from check_survey_indices import SURVEYS, TOLD_BY_R, ours

from saidanddone.survey.agreement import alpha, awgj, icc, indices, omega, rwgj
from saidanddone.survey.estimating import laid_out
from saidanddone.survey.scale import Scale


@pytest.mark.shared
@pytest.mark.parametrize("name", SURVEYS)
def test_every_index_of_a_real_survey_is_what_r_gives(name: str, shared: object) -> None:
    import pyarrow.parquet as pq

    low, high = SURVEYS[name]
    laid = laid_out(pq.read_table(shared / "data" / "surveys" / f"{name}.parquet"), Scale(low, high))  # type: ignore[operator]
    assert ours(laid) == pytest.approx(TOLD_BY_R[name], abs=1e-4)


def test_published_agreement_of_people_who_all_say_the_same_is_one() -> None:
    rows = np.full((4, 3), 4.0)
    assert rwgj(rows, 1, 5) == 1.0
    assert awgj(np.full((4, 3), 5.0), 1, 5) == 1.0


def test_people_as_far_apart_as_can_be_agree_in_nothing() -> None:
    rows = np.array([[1.0, 1.0], [5.0, 5.0], [1.0, 5.0], [5.0, 1.0]])
    assert rwgj(rows, 1, 5) == 0.0
    assert awgj(rows, 1, 5) == pytest.approx(-1.0)


def test_what_cannot_be_told_is_none() -> None:
    assert alpha(np.ones((1, 3))) is None
    assert omega(np.ones((5, 2))) is None
    assert icc(np.array([1.0, 2.0]), np.array([0, 0])) == (None, None)
    assert rwgj(np.ones((1, 3)), 1, 5) is None


def test_answers_parted_as_far_as_the_formula_has_a_pole_agree_in_nothing() -> None:
    """Of j items it divides by zero where the variance is j/(j - 1) of the expected one: here 4 of 2."""
    assert rwgj(np.tile([[1.0], [3.0], [5.0]], (1, 2)), 1, 5) == 0.0
    assert awgj(np.full((3, 2), 4.9), 1, 5) is None


def test_teams_made_up_at_random_share_nothing_though_they_agree_as_is_customary() -> None:
    """Why no gate hangs on rwg(j): chance passes it (MODEL §3)."""
    rng = np.random.default_rng(5)
    person = rng.normal(3.7, 0.6, (200, 1))
    value = np.clip(np.rint(person + rng.normal(0, 0.6, (200, 8))), 1, 5)
    found = indices(value, np.repeat(np.arange(40), 5), tuple(f"t{k}" for k in range(40)), 1, 5, seed=1)
    assert found.pseudo_icc1 is not None
    assert abs(found.pseudo_icc1[0]) < 0.02
    assert found.pseudo_rwgj is not None
    assert found.pseudo_rwgj[0] > 0.7


def test_the_same_seed_gives_the_same_chance() -> None:
    rng = np.random.default_rng(6)
    value = rng.integers(1, 6, (30, 4)).astype(float)
    team = np.repeat(np.arange(6), 5)
    names = tuple("abcdef")
    assert indices(value, team, names, 1, 5, seed=4).to_dict() == indices(value, team, names, 1, 5, seed=4).to_dict()
