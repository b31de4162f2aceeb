"""Show the product on data that may be shown: a public project, and an organisation that never was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final

from saidanddone.errors import UsageError
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.settings import default
from saidanddone.simulation.organisation import organisation
from saidanddone.verbs.gathering import Progress

__all__ = ["FOLDER", "ON", "Demo", "Part", "demo"]

FOLDER: Final = "said-and-done-demo"
ON: Final = date(2026, 4, 30)
"""The day the demonstration is held: a month after the public ledger's last outcome, and the same for everybody."""

_LEDGER: Final = "openstack_nova_specs.csv"
_NOTE: Final = "ATTRIBUTION.md"


@dataclass(frozen=True, slots=True)
class Part:
    """One half of the demonstration: what it shows, its diagnosis, its report, and the command that gave it."""

    title: str
    diagnosis: ReleasedDiagnosis = field(repr=False)
    report: Path
    command: str


@dataclass(frozen=True, slots=True)
class Demo:
    """Both halves; the last one's report is the one to open first."""

    parts: tuple[Part, ...]

    @property
    def report(self) -> Path:
        """The report to open first."""
        return self.parts[-1].report


def demo(*, into: Path | None = None, on: date = ON, seed: int | None = None, progress: Progress | None = None) -> Demo:
    """Diagnose OpenStack Nova's specifications as a project, and a simulated organisation with named leaders.

    Writes the two ledgers and the roster too, so that every figure can be traced and played with.

    Args:
        into: where everything is written (default: ``said-and-done-demo`` in the current folder).
        on: the day it is held. seed: of the simulated organisation. progress: told what is being done.

    Raises:
        UsageError: the folder cannot be written.
    """
    where = Path(FOLDER) if into is None else into
    chance = int(default("seed")) if seed is None else seed
    try:
        where.mkdir(parents=True, exist_ok=True)
        packaged = resources.files("saidanddone") / "data"
        for name in (_LEDGER, _NOTE):
            (where / name).write_bytes((packaged / name).read_bytes())
        ledger, roster = organisation(seed=chance, on=on).write(where / "organisation")
        return Demo(
            (
                _part("OpenStack Nova: 834 public plans, dates and outcomes only", where / _LEDGER, None, on, progress),
                _part("An organisation that never was: six leaders, simulated", ledger, roster, on, progress),
            )
        )
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"The demonstration cannot be written there ({reason}). Name a folder with --into.") from None


def _part(title: str, ledger: Path, roster: Path | None, on: date, progress: Progress | None) -> Part:
    from saidanddone.report import page
    from saidanddone.verbs.diagnose import diagnose

    diagnosis = diagnose(ledger, on=on, roster=roster, progress=progress)
    report = (ledger.parent if roster is None else ledger.parent.parent) / (
        "openstack-nova.html" if roster is None else "organisation.html"
    )
    report.write_text(page.render(diagnosis), encoding="utf-8", newline="\n")
    with_roster = "" if roster is None else f" --roster {roster.as_posix()}"
    return Part(
        title, diagnosis, report, f"saidanddone diagnose {ledger.as_posix()}{with_roster} --on {on.isoformat()}"
    )
