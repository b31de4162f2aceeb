"""The pictures of a result, as Altair charts that a notebook shows by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import altair as alt

from saidanddone.forecast.trust.result import Record
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import charts as drawn

__all__ = ["Charts", "charts"]


@dataclass(frozen=True)
class Charts:
    """Altair charts of what was released; each can be shown, changed or saved like any other.

    Attributes:
        forecasts: every released unit with its interval and the line; None where nothing was released.
        timelines: id of a released unit -> its commitments over time; without those that have none.
        calibration: what we said against what happened; None where too little was scored.
    """

    forecasts: alt.LayerChart | None = field(repr=False)
    timelines: Mapping[str, alt.LayerChart] = field(repr=False)
    calibration: alt.LayerChart | None = field(repr=False)


def charts(result: ReleasedDiagnosis | Record) -> Charts:
    """Draw a diagnosis, or the record of a backtest.

    Raises:
        NotReleased: the result has not been through the door.
    """
    record = result if isinstance(result, Record) else result.record
    calibration = drawn.calibration(record) if record is not None and record.calibration else None
    if isinstance(result, Record):
        return Charts(None, {}, calibration)
    return Charts(
        forecasts=drawn.forecasts(result) if result.released else None,
        timelines={unit.id: drawn.timeline(unit) for unit in result.released if unit.marks},
        calibration=calibration,
    )
