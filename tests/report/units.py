"""Forecasts, findings and diagnoses made up for the report's tests, let out by the real door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from saidanddone.diagnosis.finding import Diagnosis, Finding, Mark
from saidanddone.diagnosis.views import Unit
from saidanddone.evidence.unreleased import Unreleased
from saidanddone.forecast.trust.result import (
    Audit,
    Consistency,
    ForecasterRecord,
    Pressure,
    Rated,
    Record,
    Scores,
    Seen,
    Settle,
    Situation,
    TrustForecast,
)
from saidanddone.privacy.door import release
from saidanddone.privacy.permissions import Permissions
from saidanddone.privacy.release import ReleasedDiagnosis

DAY = 86_400_000_000
ON = 20_779 * DAY  # 22 November 2026

NO_PRESSURE = Pressure(None, None, None, None, None, 0.0, 0.0)
NOT_STEADY = Consistency(None, None, None, None, None)


SITUATIONS = (
    Situation("form", "said in passing", 12.0, 0.62, 0.50, 0.74),
    Situation("form", "in a form that binds", 22.0, 0.91, 0.84, 0.96),
    Situation("notice", "due within a week", 14.0, 0.84, 0.74, 0.92),
    Situation("notice", "due later", 20.0, 0.87, 0.79, 0.93),
)
STEADY = Consistency(
    1.1,
    3.2,
    0.05,
    -0.08,
    0.17,
    SITUATIONS,
    {"form": 6.1, "notice": 0.4},
    True,
    {"form": 0.01, "notice": 0.6},
    ("form",),
)
SEEN = (
    Seen(30, 0, 0, 36, 0.70, 0.35, 0.92, 0.3),
    Seen(90, 8, 5, 36, 0.66, 0.48, 0.81, 0.07),
    Seen(365, 30, 26, 36, 0.80, 0.72, 0.87, 0.55),
)


def rating(**changes: Any) -> Rated:
    """Twelve ratings of five, probably short of their line, with whatever a test changes."""
    base = Rated(
        scale_low=1, scale_high=5, ratings=12, raters=9, recent=4, last_us=ON - 20 * DAY, volume=10.5, mean=4.31,
        low=4.02, high=4.58, cautious=4.02, line=4.7, p_above=0.02, state="below",
        evidence=tuple(f"ratings.csv:{n}" for n in range(2, 14)),
    )  # fmt: skip
    return replace(base, **changes)


def forecast(**changes: Any) -> TrustForecast:
    """A reliable leader's forecast, with whatever a test changes."""
    base = TrustForecast(
        state="kept", mean=0.86, low=0.80, high=0.91, cautious=0.80, p_above=0.94, line=0.80, volume=29.0,
        occasions=34, recent=12, last_us=ON - 9 * DAY, fresh_days=9.0, half_life_days=200.0,
        counts={
            "made": 44, "settled": 36, "kept": 31, "pending": 3, "overdue": 1, "delivered": 33, "admitted": 2,
            "withdrawn": 1, "dropped": 0, "undated": 4, "renegotiated": 3, "history_unknown": 0, "early": 9,
            "on_time": 20, "late": 4, "by_maker": 20, "by_receiver": 12, "by_system": 4, "makers": 1,
            "occasions": 34, "occasions_recent": 12, "formal": 10, "under_pressure": 9,
        },
        undated_share=4 / 44, renegotiated_share=3 / 44, admitted_share=2 / 44, dropped_share=0.0,
        audits={
            "as_renegotiated": Audit(0.86, 0.80, 0.91, 0.94, 31, 36),
            "as_first_promised": Audit(0.79, 0.69, 0.87, 0.44, 28, 36),
            "done_at_all": Audit(0.95, 0.89, 0.98, 0.99, 35, 36),
        },
        perceived=0.74,
        consistency=STEADY,
        pressure=Pressure(0.88, 0.71, -0.17, -0.34, -0.02, 25.0, 9.0),
        if_kept=0.87, if_broken=0.82,
        settle=Settle("settled", 0, 11.0, 60.0),
        seen=SEEN,
        rated=(rating(),),
    )  # fmt: skip
    return replace(base, **changes)


def stranger(**changes: Any) -> TrustForecast:
    """Nothing known, and everything that can be missing missing."""
    base = TrustForecast(
        state="none", mean=None, low=None, high=None, cautious=None, p_above=None, line=0.80, volume=0.0,
        occasions=0, recent=0, last_us=None, fresh_days=None, half_life_days=None, counts={}, undated_share=None,
        renegotiated_share=None, admitted_share=None, dropped_share=None, audits={}, perceived=None,
        consistency=NOT_STEADY, pressure=NO_PRESSURE, if_kept=None, if_broken=None,
        settle=Settle("no_pace", None, None, None),
    )  # fmt: skip
    return replace(base, **changes)


def mark(n: int, *, age: int, status: str = "delivered", y: int | None = 1, **changes: Any) -> Mark:
    """Commitment n, due ``age`` days before :data:`ON`, made twenty days before that."""
    due = ON - age * DAY
    closed = due if status == "delivered" else None
    base = Mark(f"c{n}", due - 20 * DAY, due, closed, status, y, False, None, "ledger.csv", n + 1)
    return replace(base, **changes)


def marks(n: int, *, missed_every: int = 6) -> tuple[Mark, ...]:
    """n commitments a week apart, newest last: most kept, the rest late, admitted, dropped, moved, undated, open."""
    rows = []
    for i in range(n):
        age = 7 * (n - i) - 10
        if i % missed_every == 3:
            rows.append(mark(i, age=age, y=0, closed_us=ON - (age - 6) * DAY))
        elif i % (3 * missed_every) == 5:
            rows.append(mark(i, age=age, status="admitted", y=0))
        elif i % (4 * missed_every) == 7:
            rows.append(mark(i, age=age, status="dropped" if age > 40 else "overdue", y=0))
        elif i % (2 * missed_every) == 1:
            rows.append(mark(i, age=age, renegotiated=True))
        elif i % (5 * missed_every) == 8:
            rows.append(mark(i, age=age, status="pending", y=None, due_us=None))
        elif age < 0:
            rows.append(mark(i, age=age, status="pending", y=None))
        else:
            rows.append(mark(i, age=age))
    return tuple(rows)


def finding(label: str = "Ana Example", kind: str = "leader", trust: TrustForecast | None = None,
            rows: Sequence[Mark] | None = None, *, by_leaders: bool = True) -> Finding:  # fmt: skip
    """One unit's finding; a person's label becomes their name at the door, a team's is promised to it by leaders."""
    rows = marks(44) if rows is None else tuple(rows)
    unit_id = f"p-{label}" if kind in ("leader", "self") else f"{kind}:{label}"
    unit = unit_id if kind in ("leader", "self") else label
    evidence = tuple(f"{row.source}:{row.line}" for row in rows)
    return Finding(unit_id, kind, unit, None, 9, kind == "team" and by_leaders, trust or forecast(), evidence, rows)


RECORD = Record(
    n=834, excluded=3, excluded_why={"no due time": 3}, scored=751,
    panel=Scores(0.6774, 0.242, 0.021, 0.61, 0.034),
    forecasters=(
        ForecasterRecord("logistic filter", 0.6790, 0.41, 0.38),
        ForecasterRecord("three levels, aged", 0.6806, 0.32, 0.30),
        ForecasterRecord("laplace", 0.6927, 0.27, 0.32),
    ),
    baselines={
        "population_mean": Scores(0.6974, 0.252, 0.02, 0.5),
        "raw_ratio": Scores(1.118, 0.29, 0.2, 0.52),
        "wilson": Scores(1.052, 0.28, 0.25, 0.5),
        "laplace": Scores(0.6927, 0.249, 0.05, 0.53),
    },
    calibration=tuple((0.3 + 0.05 * i, 0.28 + 0.055 * i, 75) for i in range(10)),
)  # fmt: skip


def diagnosis(
    *findings: Finding,
    me: str | None = None,
    listed: Mapping[str, str] | None = None,
    roster: bool = True,
    **changes: Any,
) -> ReleasedDiagnosis:
    """The findings, released: every leader named, every unit with five makers, ``me`` told as "You".

    ``listed``: label of a person -> ``consent`` or ``public``, who are then no roster's leaders.
    ``roster``: whether there is one.
    """
    consenting = {f"p-{label}": why for label, why in (listed or {}).items()}
    people = [f for f in findings if f.kind in ("leader", "self")]
    leaders = frozenset(f.unit for f in people if f.kind == "leader") - consenting.keys()
    base = Diagnosis(
        on_us=ON, findings=tuple(findings), record=RECORD, read={"commitments": 44}, problems=(),
        sources=("ledger.csv",), version="0.1.0", seed=20260101, notes=(),
    )  # fmt: skip
    makers = frozenset(f"p-{i}" for i in range(9))
    units = [
        Unit(f.id, "person" if f in people else f.kind, f.unit, f.team, frozenset({f.unit}) if f in people else makers,
             0, len(f.marks))
        for f in findings
    ]  # fmt: skip
    names = {f.unit: f.unit.removeprefix("p-") for f in people}
    permitted = Permissions(roster=roster, leaders=leaders, me=me and f"p-{me}", consenting=consenting, names=names)
    return release(Unreleased(replace(base, **changes)), permissions=permitted, units=units)


def together() -> ReleasedDiagnosis:
    """Five leaders as somebody above them is told of them."""
    found = tuple(finding(f"Leader {i}", trust=forecast(mean=0.62 + 0.07 * i)) for i in range(5))
    whole = Diagnosis(ON, found, RECORD, {"commitments": 44}, (), ("ledger.csv",), "0.1.0", 20260101)
    leaders = frozenset(f.unit for f in found)
    return release(Unreleased(whole), permissions=Permissions(roster=True, leaders=leaders, above=True))
