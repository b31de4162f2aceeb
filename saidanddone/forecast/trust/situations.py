"""Does it depend on the situation? Follow-through under pressure and in calm, in form and in passing, by notice (T6).

A sort of situation is looked at where at least five occasions fell into each of two of its situations. Promises of one
occasion that were made in the same situation count as one, by the share of them that was kept.

What is shown of a situation is Beta(k·m + A, k(1 − m) + n − A): its own A of n occasions, and as many as k = 4 at the
unit's overall rate m. What is said of the *difference* is another matter: :func:`dispersion` is 1 where chance alone
divides the good from the bad, and it is called a difference only if two rearrangements agree that leave the rates as
they are: every order of the occasions (:func:`by_order`), and the situations shifted along the occasions as they came
(:func:`by_shift`), since bad months and stretches of pressure come in runs, and two runs meet by chance more often
than single days do. All sorts together mistake about one steady leader in twenty at most (docs/decisions/0023).

Checked against: false alarms in simulation, of steady leaders and of leaders with good and bad months (tests).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from saidanddone.evidence.outcome import DAY_US
from saidanddone.evidence.tally import Floats, Ints, Rows
from saidanddone.forecast.trust.result import Situation

__all__ = ["FALSE_ALARMS", "NAMES", "Situations", "by_order", "by_shift", "dispersion", "situations"]

NAMES = {
    "pressure": ("in calm", "under pressure"),
    "form": ("said in passing", "in a form that binds"),
    "notice": ("due within a week", "due within a month", "due later"),
}
"""Sort of situation -> its situations, in the order they are shown."""

FALSE_ALARMS = 0.05
"""Share of steady leaders of whom at most it is said that anything depends on the situation."""

_FEWEST = 5
_PRIOR = 4.0
_NOTICE = (7.0, 31.0)
_ORDERS = 999
_LOOK_CLOSER = 0.25
"""Where the plain chi-square test finds more chance than this, no order is tried."""
_MOST = 2_000
"""Occasions: the newest of a longer record are compared."""
_ALIKE = 1e-12
_SHIFTS = 3
"""Shifts that may divide the occasions as unevenly, where there are too few to ask for fewer."""


@dataclass(frozen=True, slots=True)
class Situations:
    """What was found of one unit; fields as in ``result.Consistency``."""

    situations: tuple[Situation, ...] = ()
    dispersion: dict[str, float | None] = field(default_factory=dict)
    by_chance: dict[str, float] = field(default_factory=dict)
    differs: tuple[str, ...] = ()


def situations(rows: Rows, mine: Ints, interval: float, seed: int) -> Situations:
    """Follow-through by situation of one unit, whose rows are ``mine``; ``seed``: of the orders tried."""
    # Every code is −1 where the situation is not known.
    lead = (rows.due_us[mine] - rows.made_us[mine]) / DAY_US
    codes = {
        "pressure": rows.pressure[mine],
        "form": rows.formal[mine],
        "notice": np.searchsorted(np.array(_NOTICE), lead, side="left"),
    }
    told: list[Situation] = []
    spread: dict[str, float | None] = {}
    chance: dict[str, float] = {}
    compared: dict[str, tuple[Floats, Ints]] = {}
    for by, code in codes.items():
        share, which = _occasions(rows, mine[code >= 0], code[code >= 0])
        count = np.bincount(which, minlength=len(NAMES[by]))
        enough = count >= _FEWEST
        if enough.sum() < 2:
            continue
        within = enough[which]
        share, which = share[within], which[within]
        told += _shown(by, share, which, np.flatnonzero(enough), interval)
        share, which = share[-_MOST:], which[-_MOST:]
        compared[by] = share, which
        spread[by] = dispersion(share, which)
        chance[by] = _by_chance(share, which, spread[by], seed)
    most = FALSE_ALARMS / max(1, len(chance))
    differs = tuple(
        by
        for by, p in chance.items()
        if p <= most and by_shift(*compared[by]) <= max(most, _SHIFTS / len(compared[by][0]))
    )
    return Situations(tuple(told), spread, chance, differs)


def _occasions(rows: Rows, mine: Ints, code: Ints) -> tuple[Floats, Ints]:
    """Share kept of every occasion in each situation, and the situation, in order of the last verdict."""
    if not len(mine):
        return np.zeros(0), np.zeros(0, np.int64)
    _, place = np.unique(rows.occasion[mine] * 4 + code, return_inverse=True)
    n = np.bincount(place)
    share = np.bincount(place, weights=rows.y[mine]) / n
    which, last = np.zeros(len(n), np.int64), np.zeros(len(n), np.int64)
    which[place] = code
    np.maximum.at(last, place, rows.known_us[mine])
    order = np.argsort(last, kind="stable")
    return share[order], which[order]


def _shown(by: str, share: Floats, which: Ints, codes: Ints, interval: float) -> list[Situation]:
    from scipy.special import betaincinv

    overall = (share.sum() + 1.0) / (len(share) + 2.0)
    tail = (1.0 - interval) / 2.0
    out = []
    for code in codes.tolist():
        own = share[which == code]
        a = _PRIOR * overall + own.sum()
        b = _PRIOR * (1.0 - overall) + len(own) - own.sum()
        low, high = betaincinv(a, b, [tail, 1.0 - tail])
        out.append(Situation(by, NAMES[by][code], float(len(own)), float(a / (a + b)), float(low), float(high)))
    return out


def dispersion(share: Floats, which: Ints) -> float | None:
    """Variance between situations as a share of what chance gives: ``Σ n_s(p_s − p)² / (S − 1) / s²``.

    p_s the share kept in a situation, n_s its occasions, s² the variance of all shares. Over all orders of the
    occasions its mean is exactly 1. None where all shares are alike.
    """
    freedom = len(np.unique(which)) - 1
    variance = float(share.var(ddof=1)) if freedom else 0.0
    return float(_between(share[None, :], which)[0] / variance / freedom) if variance > _ALIKE else None


def _between(shares: Floats, which: Ints) -> Floats:
    """Σ n_s(p_s − p)² of each row of shares, shape (m,)."""
    codes = np.unique(which)
    member = (which[:, None] == codes[None, :]).astype(np.float64)
    n = member.sum(axis=0)
    apart = (shares @ member) / n - shares.mean(axis=1, keepdims=True)
    return np.asarray((n * apart**2).sum(axis=1), dtype=np.float64)


def by_order(share: Floats, which: Ints, seed: int) -> float:
    """Share of all orders of the occasions that divide them at least as unevenly, of 999 tried."""
    rng = np.random.default_rng(seed)
    tried = _between(rng.permuted(np.tile(share, (_ORDERS, 1)), axis=1), which)
    return float((1 + (tried >= _between(share[None, :], which)[0] - 1e-12).sum()) / (1 + _ORDERS))


def by_shift(share: Floats, which: Ints) -> float:
    """Share of all shifts of the situations along the occasions, none included, that divide them as unevenly."""
    codes = np.unique(which)
    member = (which[None, :] == codes[:, None]).astype(np.float64)
    turned = np.fft.irfft(np.fft.rfft(share) * np.conj(np.fft.rfft(member, axis=1)), n=len(share), axis=1)
    n = member.sum(axis=1)[:, None]
    tried = (n * (turned / n - share.mean()) ** 2).sum(axis=0)
    return float((tried >= tried[0] - 1e-9).mean())


def _by_chance(share: Floats, which: Ints, found: float | None, seed: int) -> float:
    """By every order, where a plain chi-square test leaves any doubt; else that test's."""
    from scipy.special import chdtrc

    if found is None:
        return 1.0
    freedom = len(np.unique(which)) - 1
    plain = float(chdtrc(freedom, found * freedom))
    return plain if plain > _LOOK_CLOSER else by_order(share, which, seed)
