"""Whether what is told of a pulse gives one person's answer back: 1,000 organisations attacked, and a naive release."""

from __future__ import annotations

import sys

import numpy as np
from attack_combined import Combined, combined
from attack_lattice import Subtracted, cut_out, subtracted, unanimous
from attack_release import Attacked, attacked
from release_worlds import World, simulated, told, told_naively

__all__ = ["MOST", "organisations"]

ORGANISATIONS = 1000
TEAMS = 24
SEED = 1
MOST = 0.03
"""What an attack may add to the AUC of one person's answer."""

SETTINGS = {
    "everybody answers, and as before": (1.0, 1.0),
    "80 % answer, .9 alike": (0.8, 0.9),
}
"""Share that answers, and correlation of what somebody has in mind from round to round. The first is the worst case."""


def organisations(count: int, setting: str) -> list[World]:
    """So many organisations over three rounds."""
    answering, stability = SETTINGS[setting]
    rng = np.random.default_rng(SEED)
    return [simulated(rng, answering=answering, stability=stability) for _ in range(count)]


def main() -> int:
    """Print every attack beside a naive release; 1 if one recovers an answer or adds more than it may."""
    print(f"  {ORGANISATIONS} organisations, three rounds, seed {SEED}; wanted: 0 recovered, at most +{MOST:.2f} AUC")
    print("  attack                                     people  recovered  certain   AUC           added (90 %)")
    well = True
    for setting in SETTINGS:
        worlds = organisations(ORGANISATIONS, setting)
        print(f"  {setting}")
        for name, refiltered in (("today's roster", True), ("a round less the one before", False)):
            well &= _line(name, attacked(worlds, told, refiltered=refiltered, seed=SEED))
            _line(f"  naive: {name}", attacked(worlds, told_naively, naive=True, refiltered=refiltered, seed=SEED))
        well &= _taken("the whole less its parts", subtracted(worlds, seed=SEED))
        _taken("  naive: the whole less its parts", subtracted(worlds, naive=True, seed=SEED))
        for name, naive in (("newcomers by a filter", False), ("  naive: newcomers by a filter", True)):
            cut = cut_out(worlds, naive=naive)
            print(f"  {name:<41} {cut.people:>7}  {cut.exact:>9}")
            well &= naive or cut.exact == 0
    for name, rule, naive in (("all alike", told, False), ("  naive: all alike", told_naively, True)):
        teams, out = unanimous(rule, naive=naive)
        print(f"  {name:<41} {teams:>7}  {out:>9}")
        well &= naive or out == 0
    both = combined(TEAMS, SEED)
    well &= both.moved == 0
    _both(both)
    return 0 if well else 1


def _line(name: str, one: Attacked) -> bool:
    print(
        f"  {name:<41} {one.people:>7}  {one.exact:>9}  {one.aside:>7}   "
        f"({one.without:.3f}) {one.before:.3f} -> {one.after:.3f}  "
        f"{one.after - one.before:+.3f} ({one.reach[0]:+.3f} .. {one.reach[1]:+.3f})"
    )
    first, second, people = one.alone
    if people < one.people:
        change = f"{first:.3f} -> {second:.3f}  {second - first:+.3f}"
        print(f"    {'nobody else went or came':<39} {people:>7} {'':>32} {change}")
    return one.exact == 0 and one.after - one.before <= MOST


def _taken(name: str, one: Subtracted) -> bool:
    print(
        f"  {name:<41} {one.people:>7}  {one.exact:>9}                   {one.without:.3f} -> {one.after:.3f}  "
        f"{one.after - one.without:+.3f} ({one.reach[0]:+.3f} .. {one.reach[1]:+.3f})"
    )
    return one.exact == 0 and one.after - one.without <= MOST


def _both(one: Combined) -> None:
    print(f"  {'the forecast with answers less without':<41} {one.teams:>7}  {one.moved:>9}")
    print(
        f"  {'  naive: from the mean itself':<41} {one.teams:>7}   mean recovered, r = {one.recovered:.4f}; "
        f"AUC of the leaver {one.naive:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
