"""The pictures of a result, as Altair charts that a notebook shows by itself, and as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

import altair as alt

from saidanddone.errors import UsageError
from saidanddone.forecast.trust.result import Record
from saidanddone.privacy.release import ReleasedDiagnosis, require_released
from saidanddone.report import charts as drawn
from saidanddone.report import pictures
from saidanddone.store import owned

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
    _result: ReleasedDiagnosis | Record = field(repr=False)
    _zone: tzinfo = field(default=UTC, repr=False)

    def save(self, folder: str | Path) -> tuple[Path, ...]:
        """Write each chart into a folder as SVG and as PNG, and beside them ``alt-texts.txt``: what each one says.

        The folder is made where there is none. Files of the same names are written over; no other file is touched.

        Returns:
            What was written, the index last; nothing where there is nothing to draw.

        Raises:
            UsageError: the system refuses.
        """
        result = self._result
        if isinstance(result, Record):
            found, left_out = pictures.of_record(result), 0
        else:
            found = pictures.of_diagnosis(result, self._zone)
            left_out = max(0, len(self.timelines) - pictures.TIMELINES)
        if not found:
            return ()
        where = Path(folder)
        try:
            where.mkdir(parents=True, exist_ok=True)
            written = pictures.files(found, left_out)
            for name, content in written.items():
                owned.write(where / name, content)
        except OSError as error:
            reason = error.strerror or "the system refused"
            raise UsageError(f"The charts cannot be written there ({reason}). Name another folder.") from None
        return tuple(where / name for name in written)


def charts(result: ReleasedDiagnosis | Record, *, zone: tzinfo = UTC) -> Charts:
    """Draw a diagnosis, or the record of a backtest.

    Args:
        zone: the reader's, for the days of a timeline.

    Raises:
        NotReleased: the result has not been through the door.
    """
    if not isinstance(result, Record):
        require_released(result)
    record = result if isinstance(result, Record) else result.record
    calibration = drawn.calibration(record) if record is not None and record.calibration else None
    if isinstance(result, Record):
        return Charts(None, {}, calibration, result, zone)
    return Charts(
        forecasts=drawn.forecasts(result) if result.released else None,
        timelines={unit.id: drawn.timeline(unit, zone=zone) for unit in result.released if unit.marks},
        calibration=calibration,
        _result=result,
        _zone=zone,
    )
