"""What a round of a pulse counts for: its witnesses as one occasion, its own reports as acts that share their fate."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from saidanddone.diagnosis.exposure import Stretch
from saidanddone.diagnosis.met import met
from saidanddone.diagnosis.safety import Acts, acts_of, responses, silences
from saidanddone.evidence import encounter, people
from saidanddone.evidence.episode import Episode, table
from saidanddone.evidence.outcome import DAY_US
from saidanddone.forecast.safety.rows import Responses
from saidanddone.survey.episodes import retold

ROUNDS = (1_788_739_200_000_000 - 1, 1_788_739_200_000_000 + 14 * DAY_US - 1)
"""The ends of two days, two weeks apart."""
ON = ROUNDS[1] + 1
HALF_LIFE = 365.0


def episodes(told: str, tellers: int, round_: int = 0, *, level: int = 4, each: int = 1) -> list[Episode]:
    return [
        Episode(round=f"R{round_}", respondent=f"t{number}", told=told, kind="mistake", closed_us=ROUNDS[round_],
                source="pulse.csv", team="Kite", level=level, role="peer")
        for number in range(tellers) for _ in range(each)
    ]  # fmt: skip


def heard(given: list[Episode]) -> Acts:
    told = retold(table(given), pa.table({"team": pa.array([], pa.string()), "kind": pa.array([], pa.string()),
                                          "at_us": pa.array([], pa.int64())}), ON)  # fmt: skip
    nobody = people.table(())
    found = met(told.acts, told.responses, encounter.table(()), nobody, ON)
    return acts_of(found, nobody, frozenset(), roster=False)


def read(given: list[Episode]) -> Responses:
    acts = heard(given)
    return responses(acts, {"Kite": np.arange(len(acts))}, ON, HALF_LIFE)


@pytest.mark.parametrize(("tellers", "each"), [(5, 1), (9, 1), (25, 2)])
def test_all_that_witnesses_tell_of_one_round_is_one_occasion(tellers: int, each: int) -> None:
    """Eight people who saw one outburst saw one outburst (MODEL §2)."""
    rows = read(episodes("witnessed", tellers, 1, each=each))
    assert len(rows) == tellers * each
    assert rows.witnessed.all()
    assert rows.weight.sum() == pytest.approx(1.0)
    assert len(np.unique(rows.cluster)) == 1


def test_witnesses_of_two_rounds_are_two_occasions_the_older_one_aged() -> None:
    rows = read(episodes("witnessed", 6, 0) + episodes("witnessed", 20, 1))
    assert rows.weight.sum() == pytest.approx(1.0 + 2.0 ** (-14 / HALF_LIFE))


def test_own_reports_count_one_each_and_those_of_a_round_share_their_fate() -> None:
    """Each is an act; that they may come of the same meetings, and of one mood, their cluster says (decision 0045)."""
    rows = read(episodes("own", 6, 0) + episodes("own", 7, 1))
    assert not rows.witnessed.any()
    assert rows.weight[rows.at_us == ROUNDS[1]] == pytest.approx(np.ones(7))
    assert len(np.unique(rows.cluster)) == 2
    assert {rows.channels[code] for code in rows.channel.tolist()} == {"pulse"}


def test_what_a_pulse_tells_is_not_counted_beside_the_hours_of_meetings() -> None:
    """Nor is it the silence of a meeting: nobody told of them there (MODEL §2, Exposure)."""
    acts = heard(episodes("own", 8, 1))
    hours = [Stretch("Kite", "meeting", ROUNDS[0], ON, 3.0)]
    found = silences(acts, {"Kite": np.arange(len(acts))}, hours, ON, HALF_LIFE)
    assert found is not None
    assert found.exposure.sum() > 0
    assert found.acts.sum() == 0
