"""90 % intervals of Spoken and Voice on teams whose safety is known: how many hold it, and how far off the means are.

Worlds are drawn as the bank says before any evidence: mean and spread of safety, γ, how talkative teams are, b. What is
fixed in a row is how much meetings differ, how many meet the acts and how evenly, and how much is seen.
"""

from __future__ import annotations

import sys

import numpy as np
from safety_coverage import Found, beta_binomial, gather
from safety_worlds import MIXES

from saidanddone.simulation.speaking import Design

LOW, HIGH = 0.88, 0.92
WORLDS = 24
TEAMS = 8
SEED = 52
HOURS = {5: (0.15, 0.0), 20: (0.6, 0.0), 60: (1.8, 0.0)}
"""Person-hours of meetings in which an ordinary team says about so much."""

ROWS = tuple(
    (counts, meeting_sd, people, mix, acts)
    for counts in (False, True)
    for meeting_sd in (0.0, 0.8)
    for people, mix, acts in (
        (1, "even", 5), (1, "even", 20), (2, "led", 20), (3, "even", 5), (3, "led", 20), (5, "led", 5), (5, "led", 20),
        (5, "even", 60), (4, "led", 60),
    )
)  # fmt: skip


def one(counts: bool, meeting_sd: float, people: int, mix: str, acts: int, rng: np.random.Generator) -> Found:
    """A row: without counts the number of acts says nothing of safety, with counts it is drawn from the rates."""
    shares = MIXES[mix][people]
    if counts:
        design = Design(teams=TEAMS, mix=shares, exposure=HOURS[acts])
    else:
        design = Design(teams=TEAMS, mix=shares, acts=float(acts), seen=False, stages=(0.05, 0.55, 0.25, 0.15))
    return gather(WORLDS, design, rng, meeting_sd=meeting_sd)


def main() -> int:
    """Simulate every row; 1 if the shares over all of them are outside the limits, or the forecast is no better."""
    rng = np.random.default_rng(SEED)
    print(
        f"  {WORLDS} worlds of {TEAMS} teams a row, seed {SEED}; wanted over each block: {LOW:.2f} to {HIGH:.2f},\n"
        "  two standard errors allowed. Voice at the true b; told: the union over b, at least the lower limit\n"
        f"  {'':<35} | Spoken                    | naive  Beta-binomial | Voice                     | told\n"
        "  counts  meetings  people  mix   acts | held   width   bias  RMSE | RMSE    RMSE (held) | held   width   bias"
        "  RMSE | held  width"
    )
    blocks: dict[tuple[bool, float], list[Found]] = {}
    for counts, meeting_sd, people, mix, acts in ROWS:
        found = one(counts, meeting_sd, people, mix, acts, rng)
        blocks.setdefault((counts, meeting_sd), []).append(found)
        s, v, u, bb = found.of_spoken(), found.of_voice(), found.of_shown(), beta_binomial(found)
        print(
            f"  {'yes' if counts else 'no':<6}  {meeting_sd:>8.1f}  {people:>6}  {mix:<4}  {acts:>4}"
            f" | {s.share:.3f}  {s.width:.3f}  {s.bias:+.3f}  {s.rmse:.3f}"
            f" | {found.naive_rmse():.3f}   {bb.rmse:.3f} ({bb.share:.3f})"
            f" | {v.share:.3f}  {v.width:.3f}  {v.bias:+.3f}  {v.rmse:.3f} | {u.share:.3f} {u.width:.3f}",
            flush=True,
        )
    within = True
    print("  over all:")
    for (counts, meeting_sd), parts in blocks.items():
        for name, cells, high in (
            ("Spoken", [p.of_spoken() for p in parts], HIGH),
            ("Voice", [p.of_voice() for p in parts], HIGH),
            ("told", [p.of_shown() for p in parts], 1.0),
        ):
            n = sum(cell.n for cell in cells)
            share = sum(cell.n * cell.share for cell in cells) / n
            # Teams of one world share what was learned: their misses are somewhat alike.
            error = 2.0 * float(np.sqrt(1.5 * 0.09 / n))
            right = LOW - error <= share <= high + error
            within = within and right
            print(
                f"    counts {'yes' if counts else 'no':<3}  meetings {meeting_sd:.1f}  {name:<6}  {share:.3f}"
                f" of {n:,} (± {error:.3f}){'' if right else '  OUTSIDE'}"
            )
        ours = [p.of_spoken() for p in parts]
        n = sum(cell.n for cell in ours)
        rmse, naive, beta = (
            float(np.sqrt(sum(cell.n * one**2 for cell, one in zip(ours, each, strict=True)) / n))
            for each in (
                [cell.rmse for cell in ours], [p.naive_rmse() for p in parts], [beta_binomial(p).rmse for p in parts]
            )
        )  # fmt: skip
        better = rmse < naive and rmse < beta
        within = within and better
        print(
            f"    counts {'yes' if counts else 'no':<3}  meetings {meeting_sd:.1f}  RMSE of Spoken {rmse:.3f}, naive"
            f" share {naive:.3f}, Beta-binomial {beta:.3f}{'' if better else '  NO BETTER'}"
        )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
