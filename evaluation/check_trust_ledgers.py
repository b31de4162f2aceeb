"""The panel on the four real ledgers, held against its bars, and on slices of them, which are only shown."""

from __future__ import annotations

import sys
import time

from real_ledgers import LEDGERS, commitments, record_of, slices

from saidanddone.forecast.trust.result import Record

BARS = {"openstack_specs": 0.975, "sprints_pseudotime": 0.902, "jira_due": 0.855, "flights_nyc13": 0.900}
"""Mean log loss of the panel over that of everybody's mean, at most (issue 1 of 5)."""

BEHIND = 0.02
"""Nats the panel may be worse than the best of its members."""

CALIBRATED = 0.05


def ratio(record: Record, loss: float | None) -> float:
    """A log loss over everybody's mean's; NaN where nothing was scored."""
    mean = record.baselines["population_mean"].log_loss
    return float("nan") if loss is None or mean is None else loss / mean


def line(name: str, record: Record, bar: float | None) -> bool:
    """Print one ledger's line; whether the panel is within its bars."""
    loss, laplace = record.panel.log_loss or 0.0, record.baselines["laplace"].log_loss or 0.0
    best = min(record.forecasters, key=lambda member: member.log_loss or 99.0)
    ece, noise = record.panel.ece or 0.0, record.panel.ece_noise95 or 0.0
    missed = [
        what
        for what, held in (
            ("ratio", bar is None or ratio(record, loss) <= bar),
            ("Laplace", loss <= laplace),
            ("best member", loss <= (best.log_loss or 0.0) + BEHIND),
            ("calibration", ece <= max(CALIBRATED, noise)),
        )
        if not held
    ]
    print(
        f"  {name:<27} {record.scored:>7,}  {ratio(record, loss):.4f}  {'' if bar is None else f'{bar:.3f}':>5}"
        f"  {loss - laplace:+.4f}  {loss - (best.log_loss or 0.0):+.4f}  {ece:.3f} ({noise:.3f})  {best.name:<25}"
        f" {'MISSES ' + ', '.join(missed) if missed else ''}".rstrip()
    )
    return not missed


def heading(what: str) -> None:
    """Name the columns of :func:`line`."""
    print(f"\n{what}\n  {'':<27} {'scored':>7}  ratio     bar  -Laplace  -best  ECE (noise)    best member")


def members(records: dict[str, Record]) -> None:
    """Every member's and baseline's log loss over everybody's mean's, and the weight it ended with."""
    print(f"\nLog loss over everybody's mean's (weight at the end)\n  {'':<27}" + "".join(f"{n:>22}" for n in records))
    some = next(iter(records.values()))
    for k, member in enumerate(some.forecasters):
        cells = [
            f"{ratio(r, r.forecasters[k].log_loss):.4f} ({r.forecasters[k].weight_final:.2f})" for r in records.values()
        ]
        print(f"  {member.name:<27}" + "".join(f"{cell:>22}" for cell in cells))
    print(f"  {'panel':<27}" + "".join(f"{f'{ratio(r, r.panel.log_loss):.4f}       ':>22}" for r in records.values()))
    for name in some.baselines:
        cells = [f"{ratio(r, r.baselines[name].log_loss):.4f}       " for r in records.values()]
        print(f"  {'baseline ' + name:<27}" + "".join(f"{cell:>22}" for cell in cells))


def main() -> int:
    """Score them all; 1 if a bar is missed."""
    if not LEDGERS.is_dir():
        print("  The real ledgers are not beside this clone; say where with SAIDANDDONE_SHARED.")
        return 1
    records: dict[str, Record] = {}
    within = True
    heading("Real ledgers, walked forward whole")
    for name, bar in BARS.items():
        began = time.perf_counter()
        records[name] = record_of(commitments(name))
        within = line(name, records[name], bar) and within
        print(f"  {'':<27} read, summed and walked in {time.perf_counter() - began:.0f} s")
    members(records)
    heading("Slices of them: no bar, for what the panel is not good at must be seen too")
    for name, table in slices():
        line(name, record_of(table), None)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
