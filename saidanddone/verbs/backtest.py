"""The product's own record on a ledger: every forecast it would have made, scored against what then happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from saidanddone.diagnosis.views import people_in
from saidanddone.evidence.bundle import Evidence
from saidanddone.evidence.tally import View
from saidanddone.forecast.trust.result import Record
from saidanddone.settings import default
from saidanddone.store import engine
from saidanddone.store.walkforward import EXCLUDED
from saidanddone.verbs import gathering
from saidanddone.verbs.day import STATED, moment
from saidanddone.verbs.walking import walked_forward

__all__ = ["WHOLE_UP_TO", "backtest"]

WHOLE_UP_TO = 500_000
"""Commitments up to which a backtest walks the whole ledger (a third of a million take about a
minute and a half); of a larger one it walks a sample of about so many."""

TOO_FEW_FOR_BINS = (
    "The calibration bins are left out: with fewer than {fewest} people they would come close to somebody's score."
)


def backtest(
    ledger: str | Path,
    *,
    dates: str | None = None,
    tz: str = "UTC",
    seed: int | None = None,
    progress: gathering.Progress | None = None,
) -> Record:
    """Walk the panel of forecasters over a ledger without looking ahead, and score what it said.

    Every commitment counts as its subject's, whoever they are: nobody is named, and no subject's figure is in the
    record, only how good the forecasts were.

    Args:
        ledger: a file, folder, workspace or store. dates: ``dmy`` or ``mdy`` where a file's dates could be either.
        tz: zone of times that name none. seed: where every draw of chance starts.

    Raises:
        UsageError: it is not there. NothingReadable: not one row could be read.
    """
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
    return _without_bins(record) if few else record


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
