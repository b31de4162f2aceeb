"""What is said first of a whole diagnosis, both halves in one sentence, and of the half without evidence."""

from __future__ import annotations

from collections import Counter
from typing import Final

from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report.safetywords import safety_clause, safety_verdict
from saidanddone.report.sentences import NOTHING_YET, claim, first_unit, is_stale, line_of, verdict
from saidanddone.report.together import claim_together
from saidanddone.report.voice import THIRD, Voice, is_own, sort_of
from saidanddone.report.words import count_of, joined, number, sentence_case

__all__ = ["halves", "headline", "keep_apart", "safety_gives", "safety_read"]

SPEAKING_UP: Final = "whether {} can speak up cannot be told yet"


def headline(diagnosis: ReleasedDiagnosis, voice: Voice = THIRD) -> str:
    """One sentence that answers the question, both halves of it."""
    return "; ".join(part for part in halves(diagnosis, voice) if part) + "."


def halves(diagnosis: ReleasedDiagnosis, voice: Voice = THIRD) -> tuple[str, str]:
    """The headline's two halves without their stop, each with its own certainty; never one blended answer (Q1)."""
    first = first_unit(diagnosis, voice)
    if first is not None:
        return claim(first, voice), safety_clause(first, voice)
    if diagnosis.distribution is not None:
        return claim_together(diagnosis.distribution), SPEAKING_UP.format("people")
    if not diagnosis.released:
        held = sum(row.count for row in diagnosis.withheld)
        because = "every result had to be withheld" if held else f"there is {NOTHING_YET}"
        return f"Nothing can be shown {'to a team ' if voice.page == 'team' else ''}here: {because}", ""
    return _several(diagnosis), _several_speaking(diagnosis)


def _several(diagnosis: ReleasedDiagnosis) -> str:
    units = diagnosis.released
    sorts = Counter(sort_of(unit) for unit in units)
    kinds = ("leader", "person", "team", "project")
    who = joined([count_of(sorts[kind], kind, "people" if kind == "person" else None) for kind in kinds if sorts[kind]])
    answers = [verdict(unit.trust) for unit in units]
    if all(answer == "nothing" for answer in answers):
        return f"About the {who} here there is {NOTHING_YET}"
    line = line_of(units[0].trust)
    groups = (
        (("reliable",), "can probably be relied on", "can probably be relied on"),
        (("short",), f"falls short of {line}", f"fall short of {line}"),
        (("leaning_reliable", "either", "on_the_line", "leaning_short"), *2 * ("could go either way",)),
    )
    said = []
    for verdicts, one, many in groups:
        n = sum(answer in verdicts for answer in answers)
        if n:
            said.append(f"{'all' if n == len(units) else number(n)} {one if n == 1 else many}")
    early, nothing = sum(answer in ("start", "early") for answer in answers), answers.count("nothing")
    stale = sum(answer == "early" and is_stale(unit.trust) for answer, unit in zip(answers, units, strict=True))
    for n, when in ((early - stale, "too early"), (stale, "too long ago")):
        if n:
            said.append(f"for {'all' if n == len(units) else number(n)} it is {when} to say")
    if nothing:
        said.append(f"about {number(nothing)} nothing is known")
    return f"Of {who}, {joined(said)}"


_SIDES: Final = (
    ("safe", "can probably speak up in {}"),
    ("unsafe", "are probably met well too rarely in {}, counting what may stay unsaid"),
)
_OPEN: Final = (
    (("leaning_safe", "either", "leaning_unsafe"), "could go either way for {}"),
    (("early", "start", "answered"), "is too early to say for {}"),
    (("silent", "nothing", "unsettled"), "cannot be told yet for {}"),
)
"""Verdicts on speaking up -> how each is told among several."""


def _several_speaking(diagnosis: ReleasedDiagnosis) -> str:
    answers = [safety_verdict(unit.safety) for unit in diagnosis.released]
    if all(answer == "nothing" for answer in answers):
        return SPEAKING_UP.format("people")

    def told(counted: tuple[tuple[str, int], ...]) -> str:
        return joined([how.format("all" if n == len(answers) else number(n)) for how, n in counted if n])

    sided = told(tuple((how, answers.count(verdict_of)) for verdict_of, how in _SIDES))
    left = told(tuple((how, sum(answer in some for answer in answers)) for some, how in _OPEN))
    if not left:
        return f"people {sided}"
    return f"people {sided}; whether they can {left}" if sided else f"whether people can speak up {left}"


def safety_read(diagnosis: ReleasedDiagnosis) -> str:
    """What of the other half was read and counted, if anything."""
    acts, responses = diagnosis.read.get("acts", 0), diagnosis.read.get("responses", 0)
    if not acts and not responses:
        return "No moment of somebody speaking up was in what was read."
    counted = (
        f"{sentence_case(count_of(acts, 'moment'))} of somebody speaking up and {count_of(responses, 'response')} "
        "were read and counted"
    )
    if any(safety_verdict(unit.safety) != "nothing" for unit in diagnosis.released):
        return f"{counted}."
    return f"{counted}; no forecast is made from them yet, as nobody has said how they were met by anybody shown here."


def safety_gives() -> str:
    """What would give the other half, naming only what exists."""
    return (
        "What would give it: moments when somebody asked, admitted, proposed, raised or challenged something, and how "
        "that was met. `saidanddone listen FILE --into DIR` hears them in transcripts and exported threads; "
        "`saidanddone start` asks for the last few and keeps them in moments.csv; acts.csv and responses.csv are read "
        "as well."
    )


def keep_apart(diagnosis: ReleasedDiagnosis) -> str:
    """What whoever holds several leaders' results must know; nothing where there is at most one."""
    leaders = sum(sort_of(unit) == "leader" and not is_own(unit) for unit in diagnosis.released)
    if leaders < 2:
        return ""
    return (
        f"This holds {number(leaders)} leaders' own results. Each is for that leader and, if the leader agrees, "
        "their team: `--leader NAME` makes each their own page. It is no ranking to appraise by."
    )
