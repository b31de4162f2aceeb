"""The product's own record on a ledger: every forecast it would have made, scored against what then happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.met import met
from saidanddone.diagnosis.safety import acts_of, responses
from saidanddone.diagnosis.views import people_in
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.tally import View
from saidanddone.forecast.safety.record import record_of
from saidanddone.forecast.safety.result import SafetyRecord
from saidanddone.forecast.trust.result import Record
from saidanddone.settings import default
from saidanddone.store import engine
from saidanddone.store.walkforward import EXCLUDED
from saidanddone.verbs import gathering
from saidanddone.verbs.day import STATED, moment
from saidanddone.verbs.given import checked
from saidanddone.verbs.walking import walked_forward

__all__ = ["WHOLE_UP_TO", "Backtest", "backtest"]

WHOLE_UP_TO = 500_000
"""Commitments up to which a backtest walks the whole ledger (a third of a million take about a
minute and a half); of a larger one it walks a sample of about so many."""

TOO_FEW_FOR_BINS = (
    "The calibration bins are left out: with fewer than {fewest} people they would come close to somebody's score."
)


@dataclass(frozen=True, slots=True)
class Backtest(Record):
    """The record on a ledger, and beside it the one on acts and how they were met.

    Attributes:
        safety: of forecasts of the next response, each made before it was read; None where no act has a level. Its
            scores are None with fewer than twenty forecasts.
    """

    safety: SafetyRecord | None = None

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object (schema backtest/1), and ``safety`` beside its keys."""
        return Record.to_dict(self) | {"safety": None if self.safety is None else asdict(self.safety)}

    def safety_said(self) -> str:
        """The record on acts in sentences; empty where there are none."""
        one = self.safety
        if one is None:
            return ""
        said = f"Speaking up: {one.n:,} {'act' if one.n == 1 else 'acts'} with a known answer, {one.scored:,} forecast."
        if one.log_loss is None or one.base_log_loss is None:
            return f"{said} Too few to say how good the forecasts are."
        better = one.base_log_loss - one.log_loss
        than = "better than" if better > 0 else "no better than" if better > -0.0005 else "worse than"
        return (
            f"{said} Told beforehand whether the next act would be met well, our forecasts did {than} the share met "
            f"well so far: log loss {one.log_loss:.4f} against {one.base_log_loss:.4f}, Brier {one.brier:.4f} against "
            f"{one.base_brier:.4f}, calibration {one.ece:.3f} (up to {one.ece_noise95:.3f} is chance alone)."
        )


def backtest(
    ledger: str | Path,
    *,
    dates: str | None = None,
    tz: str = "UTC",
    seed: int | None = None,
    progress: gathering.Progress | None = None,
) -> Backtest:
    """Walk the panel of forecasters over a ledger without looking ahead, and score what it said.

    Every commitment counts as its subject's, whoever they are: nobody is named, and no subject's figure is in the
    record, only how good the forecasts were.

    Args:
        ledger: a file, folder, workspace or store. dates: ``dmy`` or ``mdy`` where a file's dates could be either.
        tz: zone of times that name none. seed: where every draw of chance starts.

    Raises:
        UsageError: it is not there. NothingReadable: not one row could be read.

    Acts and responses in the same place have a record of their own: whether the next act will be met well.
    """
    checked("backtest", [ledger], {"dates": dates, "tz": tz, "seed": seed})
    gathered = gathering.needed(gathering.gather([ledger], dates=dates, tz=tz, progress=progress))
    commitments, on_us, still_open = _decided(gathered.evidence.commitments)
    start = int(default("seed")) if seed is None else seed
    with engine.memory(Evidence(commitments=commitments), threads=1) as opened:
        walk, record = walked_forward(
            opened,
            View(by="subject"),
            commitments,
            on_us,
            start,
            progress,
            sample_above=WHOLE_UP_TO,
            budget=WHOLE_UP_TO,
        )
    if still_open:
        why = Counter(record.excluded_why) + Counter({EXCLUDED["open"]: still_open})
        record = replace(record, excluded=record.excluded + still_open, excluded_why=dict(why))
    few = len(walk.rows.units) < default("fewest_makers") and bool(people_in(commitments))
    record = _without_bins(record) if few else record
    safety = _of_safety(gathered.evidence, start)
    return Backtest(**{one.name: getattr(record, one.name) for one in fields(record)}, safety=safety)


def _of_safety(evidence: Evidence, seed: int) -> SafetyRecord | None:
    """Our record on acts by team: whoever spoke and whoever answered, told of nobody.

    Where no team is named all of it is one. Every answer counts alike however old it is: a record is of what was
    forecast then, with what was known then.
    """
    if not evidence.acts.num_rows:
        return None
    times = (table.column("at_us") for table in (evidence.acts, evidence.responses))
    last = max(pc.max(column).as_py() or 0 for column in times)
    table = met(evidence.acts, evidence.responses, evidence.encounters, evidence.people, last + 1)
    acts = acts_of(table, evidence.people, frozenset(), roster=False)
    units = {f"team {code}": np.flatnonzero((acts.team == code) & ~acts.own) for code in np.unique(acts.team)}
    read = responses(acts, {name: at for name, at in units.items() if len(at)}, last + 1, float("inf"))
    if not len(read):
        return None
    found = record_of(read, seed=seed)
    return SafetyRecord(len(read), 0, *[None] * 6) if found is None else found


def _decided(commitments: pa.Table) -> tuple[pa.Table, int, int]:
    """The commitments whose fate the evidence tells, a moment (µs UTC) when all of it is known, and how many others.

    What was closed early is decided, although its verdict counts only from its due time; what was open when the
    evidence ends and not yet due is not decided, however long ago that was: nobody looked again.
    """
    last = moment(None, commitments)
    due = pc.max_element_wise(*(commitments.column(name) for name in ("first_due_us", "moved_due_us", "due_us")))
    told = pc.or_(pc.is_in(commitments.column("outcome"), pa.array(STATED)), commitments.column("closed_us").is_valid())
    yet_to_come = pc.and_(pc.invert(told), pc.fill_null(pc.greater(due, last), False))
    decided = commitments.filter(pc.invert(yet_to_come))
    latest = pc.max(due.filter(told)).as_py()
    return decided, max(last, latest or 0) + 1, commitments.num_rows - decided.num_rows


def _without_bins(record: Record) -> Record:
    note = TOO_FEW_FOR_BINS.format(fewest=int(default("fewest_makers")))
    return replace(record, calibration=(), notes=(*record.notes, note))
