"""Show the product on data that may be shown: a public project, and an organisation that never was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from saidanddone.errors import UsageError
from saidanddone.evidence.pseudonym import KEY_BYTES
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.settings import default
from saidanddone.simulation import exports, pulse
from saidanddone.simulation.exports import Exports
from saidanddone.store import workspace
from saidanddone.verbs.gathering import Progress

if TYPE_CHECKING:
    from saidanddone.verbs.demo_person import Settled
    from saidanddone.verbs.read import ReadResult

__all__ = ["FOLDER", "ON", "Demo", "Part", "Step", "demo"]

FOLDER: Final = "said-and-done-demo"
ON: Final = date(2026, 4, 30)
"""The day the demonstration is held: a month after the public ledger's last outcome, and the same for everybody."""

_LEDGER: Final = "openstack_nova_specs.csv"
_NOTE: Final = "ATTRIBUTION.md"
_OTHER: Final = "Another demonstration was kept in this folder. Name a new folder with --into."


@dataclass(frozen=True, slots=True)
class Step:
    """One command on the way to a diagnosis, and what it brought, in sentences."""

    command: str
    brought: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One half of the demonstration.

    Attributes:
        title: what it shows. diagnosis: of it. command: the one that gave the diagnosis. steps: those before it.
        report, others: its page, and further pages and sheets of the same.
    """

    title: str
    diagnosis: ReleasedDiagnosis = field(repr=False)
    report: Path
    command: str
    steps: tuple[Step, ...] = ()
    others: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Demo:
    """Both halves; the last one's report is the one to open first."""

    parts: tuple[Part, ...]

    @property
    def report(self) -> Path:
        """The report to open first."""
        return self.parts[-1].report


def demo(*, into: Path | None = None, on: date = ON, seed: int | None = None, progress: Progress | None = None) -> Demo:
    """Diagnose OpenStack Nova's specifications as a project, and a simulated organisation from its raw exports.

    Of the public project only dates and outcomes are known: what was done. Of the organisation there are all four kinds
    of evidence: exports of Jira, of Zoom and Slack, of three rounds of a pulse, and of calendars. Everything is
    written, so that every figure can be traced and played with.

    Args:
        into: where everything is written (default: ``said-and-done-demo`` in the current folder).
        on: the day it is held. seed: of the simulated organisation. progress: told what is being done.

    Raises:
        UsageError: the folder cannot be written, or holds another demonstration.
    """
    where = Path(FOLDER) if into is None else into
    chance = int(default("seed")) if seed is None else seed
    try:
        where.mkdir(parents=True, exist_ok=True)
        packaged = resources.files("saidanddone") / "data"
        for name in (_LEDGER, _NOTE):
            (where / name).write_bytes((packaged / name).read_bytes())
        if progress is not None:
            progress("inventing a year")
        made = exports.write(where / "organisation", seed=chance, on=on)
        public = _diagnosed(
            "OpenStack Nova: 834 public plans, dates and outcomes only", where / _LEDGER,
            where / "openstack-nova.html", on, progress,
        )  # fmt: skip
        return Demo((public, _organisation(where, made, chance, on, progress)))
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise UsageError(f"The demonstration cannot be written there ({reason}). Name a folder with --into.") from None


def _organisation(where: Path, made: Exports, chance: int, on: date, progress: Progress | None) -> Part:
    """Read what was promised, answered and planned, listen to what was said, confirm it, diagnose."""
    kept = where / "workspace"
    # Pseudonyms of people who never were need no secret, and the same demonstration is the same everywhere.
    fresh = hashlib.blake2b(f"{chance} {on}".encode(), digest_size=KEY_BYTES).digest()
    if workspace.key(kept, fresh=fresh) != fresh:
        raise UsageError(_OTHER)
    steps = (_read(made, kept, progress), _listened(made, kept, progress))
    return _diagnosed(
        "An organisation that never was: seven leaders on four teams, a year of work and talk, three rounds of a pulse",
        kept, where / "organisation.html", on, progress, steps=steps, team=where / "organisation-team.html",
        sheets=where / "organisation.pdf",
    )  # fmt: skip


def _read(made: Exports, kept: Path, progress: Progress | None) -> Step:
    from saidanddone.verbs.read import read

    found = read(made.jira, made.pulse, made.calendars, into=kept, names=True, roster=made.roster, progress=progress)
    roster, where = made.roster.as_posix(), kept.as_posix()
    sources = " ".join(place.as_posix() for place in (made.jira, made.pulse, made.calendars))
    issues = f"Jira's pages hold {found.counts['commitments']:,} issues: what was done, and when."
    brought = (issues, *_answered(found), _planned(found))
    return Step(f"saidanddone read {sources} --roster {roster} --into {where} --names", brought)


def _answered(found: ReadResult) -> tuple[str, ...]:
    typed, online = (sum(row.rows for row in found.told if row.kind == kind) for kind in ("pulse", "limesurvey"))
    asked = (
        f"Three rounds of a pulse, {typed + online:,} sheets: {typed:,} typed from paper into our own table, "
        f"{online:,} answered with LimeSurvey. Each says how far somebody agrees with five statements; what they did "
        "or saw when somebody spoke up, and how it was met; what they held back; what was promised to them, and kept."
    )
    designed = (
        f"By design people on {pulse.FLATTERED} answer better of speaking up than it goes, and too few on "
        f"{pulse.QUIET} answer for any of it to be told."
    )
    return asked, designed


def _planned(found: ReadResult) -> str:
    from saidanddone.report.words import number

    calendars = sum(row.kind == "calendar" for row in found.told)
    return (
        f"Calendars of {number(calendars)} leaders: who was to meet whom, and what was called off. The teams' meetings "
        "in them are those that Zoom recorded, and count once."
    )


def _listened(made: Exports, kept: Path, progress: Progress | None) -> Step:
    from saidanddone.verbs.demo_person import settle
    from saidanddone.verbs.listen import listen

    found = listen(made.meetings, made.chat, roster=made.roster, into=kept, progress=progress)
    if progress is not None:
        progress("confirming")
    found, settled = settle(found, made)
    meetings = sum(talk.format == "zoom" for talk in found.talks)
    threads = sum(len(talk.conversations) for talk in found.talks if talk.format == "slack")
    command = (
        f"saidanddone listen {made.meetings.as_posix()} {made.chat.as_posix()} --roster {made.roster.as_posix()} "
        f"--into {kept.as_posix()} --confirm"
    )
    return Step(command, _told(meetings, threads, settled))


def _told(meetings: int, threads: int, settled: Settled) -> tuple[str, ...]:
    share = round(100 * settled.as_proposed / max(1, settled.answers))
    heard = (
        f"It confirmed {settled.heard:,} times that somebody spoke up, of {settled.acts:,} there were, and turned down "
        f"{settled.turned_down:,} wrong proposals."
    )
    met = (
        f"Of {settled.answers:,} answers it said how they met what was said; the listener alone had read {share}% of "
        f"them the same. {settled.left:,} were left open."
    )
    return (
        f"{meetings:,} transcripts by Zoom and {threads:,} conversations of Slack, all invented: what was said.",
        "What counts is confirmed by a person. Here the simulation stands in for one, because it knows what is true.",
        heard,
        met,
    )


def _diagnosed(
    title: str, evidence: Path, report: Path, on: date, progress: Progress | None, *, steps: tuple[Step, ...] = (),
    team: Path | None = None, sheets: Path | None = None,
) -> Part:  # fmt: skip
    from saidanddone.report import page, paper
    from saidanddone.verbs.diagnose import diagnose

    diagnosis = diagnose(evidence, on=on, progress=progress)
    report.write_text(page.render(diagnosis), encoding="utf-8", newline="\n")
    if team is not None:
        team.write_text(page.render(diagnosis, voice="team"), encoding="utf-8", newline="\n")
    if sheets is not None:
        sheets.write_bytes(paper.render(diagnosis))
    command = f"saidanddone diagnose {evidence.as_posix()} --on {on.isoformat()}"
    return Part(title, diagnosis, report, command, steps, tuple(one for one in (team, sheets) if one is not None))
