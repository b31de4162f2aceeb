"""What others saw counts for as much as it has foretold so far, and alone it is provisional (MISSION S6)."""

from __future__ import annotations

import numpy as np
import pytest
from safety_coverage import ON_US

from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.forecast import forecasts, learn
from saidanddone.forecast.safety.rows import Responses

WELL, BADLY = (4, 5, 4, 3), (1, 2, 2, 4)


def told(own: tuple[tuple[int, ...], ...], seen: tuple[tuple[int, ...], ...], acts: int = 12) -> Responses:
    """One team a pair of levels, each with as many own acts as witness reports, every act a meeting of its own."""
    rows = [
        (team, (team * acts + act) * 2 + witnessed, levels[act % len(levels)], witnessed)
        for team, pair in enumerate(zip(own, seen, strict=True))
        for witnessed, levels in enumerate(pair)
        for act in range(acts)
    ]
    team, cluster, level, witnessed = np.array(rows, np.int64).T
    n = len(rows)
    return Responses(
        teams=tuple(f"Team {t}" for t in range(len(own))), team=team, cluster=cluster, responder=team,
        role=np.ones(n, np.int64), stage=np.ones(n, np.int64), level=level, weight=np.ones(n),
        witnessed=witnessed.astype(bool), at_us=np.full(n, ON_US - DAY_US), channel=np.zeros(n, np.int64),
    )  # fmt: skip


def weight(responses: Responses) -> float:
    return learn(responses, None)[1]


def test_witnesses_who_foretold_what_happened_count_more_and_those_who_were_wrong_hardly() -> None:
    agreed = weight(told((WELL, BADLY) * 3, (WELL, BADLY) * 3))
    contradicted = weight(told((WELL, BADLY) * 3, (BADLY, WELL) * 3))
    assert agreed > 0.75
    assert contradicted < 0.15


def test_more_teams_in_which_they_were_right_raise_what_they_count() -> None:
    few, many = (weight(told((WELL, BADLY) * n, (WELL, BADLY) * n)) for n in (1, 4))
    assert 0.5 < few < many <= 1.0


@pytest.mark.parametrize("witnesses", [False, True])
def test_with_nothing_to_compare_them_with_they_count_half(witnesses: bool) -> None:
    rows = told((WELL,), (BADLY,))
    assert weight(rows.of(rows.witnessed == witnesses)) == pytest.approx(0.5)


def test_a_team_known_from_witnesses_alone_is_provisional_and_less_sure_than_by_its_own_acts() -> None:
    rows = told((WELL, WELL), (WELL, WELL))
    split = rows.of((rows.team == 0) & rows.witnessed | (rows.team == 1) & ~rows.witnessed)
    seen, lived = (found.research_only for found in forecasts(split, None, on_us=ON_US).values())
    assert seen.witnessed_only
    assert not lived.witnessed_only
    assert seen.voice is not None
    assert lived.voice is not None
    assert seen.voice.high - seen.voice.low > lived.voice.high - lived.voice.low
