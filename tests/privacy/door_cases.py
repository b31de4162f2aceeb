"""Findings and units to hold before the door, as several tests of it need them."""

from __future__ import annotations

from saidanddone.diagnosis.finding import Diagnosis, Finding, Mark
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence.problem import Problem
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.forecast.trust.result import Consistency, Pressure, Settle, TrustForecast

FORECAST = TrustForecast(
    state="uncertain", mean=0.7, low=0.5, high=0.85, cautious=0.53, p_above=0.3, line=0.8, volume=12.0, occasions=15,
    recent=4, last_us=10**15, fresh_days=3.0, half_life_days=90.0, counts={"made": 20}, undated_share=0.0,
    renegotiated_share=0.1, admitted_share=0.0, dropped_share=0.0, audits={}, perceived=0.66,
    consistency=Consistency(None, None, None, None, None), pressure=Pressure(None, None, None, None, None, 0.0, 0.0),
    if_kept=0.72, if_broken=0.66, settle=Settle("possible", 9, 7.0, 40.0),
)  # fmt: skip


def finding(
    unit_id: str, kind: str, unit: str, makers: int = 1, *, leaders_only: bool = False, trust: TrustForecast = FORECAST
) -> Finding:
    """A finding of one row; a person's by default."""
    mark = Mark("BOB-1", 10**15, 10**15 + 1, None, "pending", None, None, None, "ledger.csv", 2)
    return Finding(unit_id, kind, unit, None, makers, leaders_only, trust, ("ledger.csv:2",), (mark,))


def group(kind: str, name: str, makers: frozenset[str], unknown: int = 0) -> Unit:
    """A team or project of so many makers."""
    return Unit(f"{kind}:{name}", kind, name, name, makers, unknown, 30)


def diagnosis(*findings: Finding) -> Unreleased[Diagnosis]:
    """A diagnosis of these, unreleased, with one problem told."""
    problem = Problem("ledger.csv", 9, "This row has no subject.", "Fill it in.")
    return Unreleased(Diagnosis(10**15, findings, None, {"commitments": 9}, (problem,), ("ledger.csv",), "0.1.0", 1))


def many(n: int) -> frozenset[str]:
    """So many pseudonyms."""
    return frozenset(f"p-maker{i:07d}0" for i in range(n))
