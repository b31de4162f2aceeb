"""What becomes of Spoken and Voice where an assumption of the model is broken, one at a time: bias and coverage.

Nothing is wanted of the broken ones: the table says how wrong the forecast gets, and in which direction. Only the world
as assumed must hold its intervals.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from safety_coverage import gather
from safety_worlds import LED, RATES

from saidanddone.forecast.safety.bank import BANK
from saidanddone.simulation.speaking import Design

WORLDS = 24
TEAMS = 8
SEED = 31
USUAL = Design(teams=TEAMS, mix=LED[3], exposure=(0.6, 0.0))
KAPPA, DELTA = np.asarray(BANK.kappa), np.asarray(BANK.delta)

BROKEN: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("as assumed", {}, {}),
    ("γ = 0: no more is said where it is safer", {"gamma": 0.0}, {}),
    ("γ = 1.5: far more is", {"gamma": 1.5}, {}),
    ("γ = -.5: less is said where it is safer", {"gamma": -0.5}, {}),
    ("exposure counted in messages, exp(.9 ψ)", {"gamma": 0.9}, {"as_messages": 0.9}),
    ("the same γ, exposure in hours", {"gamma": 0.9}, {}),
    ("talk rises with safety in all sources alike", {"one_pace": True, "rate_sd": 0.9}, {"exposure": (0.4, 2.0)}),
    ("three times as much is said as the bank says", {"log_rate": RATES + np.log(3.0)}, {"exposure": (0.2, 0.0)}),
    ("a thirtieth as much is noted as the bank says", {"log_rate": RATES - np.log(30.0)}, {"exposure": (18.0, 0.0)}),
    ("meetings of SD .8 and their clusters unknown", {"meeting_sd": 0.8}, {"apart": True}),
    ("the same, clusters known", {"meeting_sd": 0.8}, {}),
    ("meetings of SD 1.6", {"meeting_sd": 1.6}, {}),
    ("responders of SD 1.0 instead of .5", {"responder_sd": 1.0}, {}),
    ("b = 1.5: far safer where people speak", {"b": 1.5}, {}),
    ("b = -.5: people speak where it is less safe", {"b": -0.5}, {}),
    ("κ of levels 2 and 3 higher by .5", {"kappa": KAPPA + np.array([0.5, 0.5, 0.0, 0.0])}, {}),
    ("κ of levels 2 and 3 lower by .5", {"kappa": KAPPA - np.array([0.5, 0.5, 0.0, 0.0])}, {}),
    ("α = 1.0 instead of 1.4", {"alpha": 1.0}, {}),
    ("to challenge is as safe as to ask", {"delta": DELTA * np.array([1.0, 1.0, 1.0, 0.3])}, {}),
    ("safety heavy-tailed (t, 3 degrees)", {"tail": 3.0}, {}),
    ("safety drifting by 1 within the year", {"drift": 1.0}, {}),
    ("one level in ten misread by one", {"misread": 0.1}, {}),
)  # fmt: skip


def main() -> int:
    """Print the table; 1 if the world as assumed is outside .88 to .92 by more than two standard errors."""
    print(
        f"  {WORLDS} worlds of {TEAMS} teams a row, each row with seed {SEED}; three responders, one with 70 %; silent:"
        " the sixth with least safety\n"
        f"  {'':<46}| Spoken                | Voice, nearest b      | told  | silent teams' Voice\n"
        f"  {'what is broken':<46}| held    bias  RMSE   | held    bias  RMSE   | held  | held    bias"
    )
    within = True
    for name, world, seen in BROKEN:
        design = Design(**{**{key: getattr(USUAL, key) for key in USUAL.__dataclass_fields__}, **seen})
        found = gather(WORLDS, design, np.random.default_rng(SEED), **world)
        s, v, u = found.of_spoken(), found.of_voice(), found.of_shown()
        silent = found.among(found.standing < -1.0).of_voice()
        print(
            f"  {name:<46}| {s.share:.3f}  {s.bias:+.3f}  {s.rmse:.3f}  | {v.share:.3f}  {v.bias:+.3f}  {v.rmse:.3f}"
            f"  | {u.share:.3f} | {silent.share:.3f}  {silent.bias:+.3f}",
            flush=True,
        )
        if not world:
            within = s.within(teams_a_world=1.5) and v.within(teams_a_world=1.5)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
