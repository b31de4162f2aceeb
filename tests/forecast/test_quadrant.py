"""Four situations from two forecasts that are never blended (MODEL §4, MISSION Q1–Q4, B3)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.forecast.quadrant import HALVES, SITUATIONS, Earlier, Situation, situation

LINES = {"trust_line": 0.8, "safety_line": 0.5}
SHARES = st.floats(0.0, 1.0)
PERHAPS = st.none() | SHARES


def found(trust: float | None, safety: float | None, decided: float = 0.8) -> Situation:
    return situation(trust, safety, decided=decided, **LINES)


@given(SHARES, SHARES)
def test_four_probabilities_are_the_products_and_sum_to_one(trust: float, safety: float) -> None:
    p = found(trust, safety).p
    assert p is not None
    assert tuple(p) == SITUATIONS
    assert sum(p.values()) == pytest.approx(1.0)
    assert p["both"] + p["done_not_said"] == pytest.approx(trust)
    assert p["both"] + p["said_not_done"] == pytest.approx(safety)


@given(PERHAPS, PERHAPS, PERHAPS)
def test_evidence_of_one_half_never_moves_the_side_of_the_other(
    trust: float | None, safety: float | None, other: float | None
) -> None:
    """MODEL §4: the independent product; doing more does not make a team look safer, nor the reverse."""
    assert found(trust, safety).sides["safety"] == found(other, safety).sides["safety"]
    assert found(trust, safety).sides["trust"] == found(trust, other).sides["trust"]


@given(PERHAPS, PERHAPS)
def test_a_situation_is_named_only_when_both_halves_are_decided(trust: float | None, safety: float | None) -> None:
    it = found(trust, safety)
    sure = [p is not None and (p >= 0.8 or p <= 1.0 - 0.8) for p in (trust, safety)]
    assert it.state == ("open", "half", "decided")[sum(sure)]
    assert (it.which is not None) == all(sure)
    assert [half for half, one in zip(HALVES, sure, strict=True) if not one] == sorted(it.undecided, reverse=True)
    assert (it.p is None) == (trust is None or safety is None)


@given(SHARES, SHARES)
def test_the_situation_that_is_named_is_the_likeliest(trust: float, safety: float) -> None:
    it = found(trust, safety)
    if it.which is not None:
        assert it.p is not None
        assert it.p[it.which] == max(it.p.values())
        assert it.p[it.which] >= 0.64 - 1e-12


@pytest.mark.parametrize(
    ("trust", "safety", "which", "missing", "first", "reason"),
    [
        (0.9, 0.9, "both", None, None, "keep"),
        (0.9, 0.1, "done_not_said", "safety", "safety", "safety_only"),
        (0.1, 0.9, "said_not_done", "trust", "trust", "trust_only"),
        (0.1, 0.1, "neither", "both", "trust", "trust_first"),
    ],
)
def test_each_situation_says_what_is_missing_and_which_half_comes_first(
    trust: float, safety: float, which: str, missing: str | None, first: str | None, reason: str
) -> None:
    """Q3: half the job is told as half the job. Q4: trust carries, so where both are low it comes first."""
    it = found(trust, safety)
    assert (it.which, it.missing, it.first, it.reason) == (which, missing, first, reason)


@given(PERHAPS, PERHAPS)
def test_the_half_to_work_on_is_never_one_that_holds(trust: float | None, safety: float | None) -> None:
    """B3: never a tool for how much is kept against a problem of how it is met, nor the reverse."""
    it = found(trust, safety)
    if it.first is not None:
        assert it.sides[it.first] == "below"
        assert it.missing in (it.first, "both")


def test_with_one_half_unknown_the_other_is_still_told() -> None:
    it = found(None, 0.05)
    assert (it.state, it.which, it.p, it.missing) == ("half", None, None, "safety")
    assert it.sides == {"trust": "nothing", "safety": "below"}
    nothing = found(None, None)
    assert (nothing.state, nothing.first, nothing.reason) == ("open", None, "look")


def test_what_would_narrow_the_answer_most_is_asked_for_first() -> None:
    for narrows, order in (
        ({"trust": 0.01, "safety": 0.2}, ("safety", "trust")),
        ({"trust": 0.3, "safety": 0.2}, ("trust", "safety")),
    ):
        assert situation(0.5, 0.5, decided=0.8, narrows=narrows, **LINES).undecided == order


@given(SHARES, st.lists(SHARES, min_size=3, max_size=3).map(lambda found: sorted(found, reverse=True)))
def test_a_lower_line_never_makes_high_safety_less_likely(trust: float, above: list[float]) -> None:
    """The same answer at .40, .50 and .60: what is decided at one line may be open at another, and it is said."""
    at = tuple(zip((0.4, 0.5, 0.6), above, strict=True))
    it = situation(trust, above[1], decided=0.8, at_lines=at, **LINES)
    both = [p["both"] for _, _, _, p in it.at_lines if p is not None]
    assert len(both) == 3
    assert both == sorted(both, reverse=True)
    assert it.at_lines[1][1:] == (it.state, it.which, it.p)


def test_a_situation_is_told_as_plain_data_with_its_path() -> None:
    past = Earlier(1, (0.1, 0.2), (0.3, 0.4), {"both": 1.0, "done_not_said": 0.0, "said_not_done": 0.0, "neither": 0.0})
    it = situation(
        0.9, 0.5, decided=0.8, at_lines=((0.4, 0.9),), earlier=(past, replace(past, on_us=2, p=None)), **LINES
    )
    told = json.loads(json.dumps(it.to_dict()))
    assert told["lines"] == {"trust": 0.8, "safety": 0.5}
    assert told["at_lines"][0]["which"] == "both"
    assert [one["on_us"] for one in told["earlier"]] == [1, 2]
    assert told["earlier"][1]["p"] is None


def test_quantiles_of_the_path_are_not_shown_where_a_situation_is_printed() -> None:
    past = Earlier(1, (0.123456,), (0.654321,), None)
    assert "123456" not in repr(past)
