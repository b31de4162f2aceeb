"""Why this lever and not the other, and on what grounds: the order of levers and the finding behind it (B3, Q4)."""

from __future__ import annotations

from typing import Final

from saidanddone.forecast.safety.result import RoleSafety, SafetyForecast
from saidanddone.practices.choice import harmed
from saidanddone.privacy.release import Released
from saidanddone.report.safetywords import safety_volume
from saidanddone.report.speakingwords import drift_line, lateness_line, only_told
from saidanddone.report.words import count_of, number, percent, sentence_case

__all__ = ["OTHER_LEVER", "OTHER_LEVER_SAFETY", "because", "order"]

OTHER_LEVER: Final = (
    "This is a matter of what gets done and how often. How speaking up is met is the other half; it needs "
    "its own evidence and its own tools, and none of them would change this."
)
"""Why this and not the other lever (B3); holds for every advice of the half of trust."""

OTHER_LEVER_SAFETY: Final = (
    "This is a matter of how one moment is met. Keeping more promises, good as that is, would not change it."
)
"""The same for every advice of the half of safety."""

_ORDER: Final = {
    ("trust", "trust_first"): "Speaking up usually builds on follow-through, and an answer that is not followed up "
    "teaches people to stop.",
    ("trust", "trust_only"): "Speaking up is met well here already; what is missing is that what was said gets done.",
    ("safety", "safety_only"): "What is promised is kept here already; what is missing is how speaking up is met.",
    ("both", "keep"): "Neither half is missing.",
}
_KNOWN_MISSING: Final = "How speaking up is met is known to be missing; whether promises are kept is not decided yet."
_HARM_FIRST: Final = (
    "What is held against people is put right at once wherever that happens often; then follow-through, which speaking "
    "up usually builds on."
)
_HARM_RARE: Final = (
    "Only what is held against people, where that happens often, is put right before it; here it was {}."
)
"""The same order told of a team whose leader's own page may begin with the other step."""


def order(released: Released, half: str) -> str:
    """Why this half comes first here (Q4); nothing where nothing is decided."""
    found = released.situation
    if found is None:
        return ""
    if half == "safety" and found.first == "trust" and harmed(released.safety, found):
        return _HARM_FIRST
    if half == "safety" and found.reason == "safety_only" and found.sides["trust"] != "above":
        return _KNOWN_MISSING
    said = _ORDER.get((half, found.reason), "")
    held = 0 if released.safety is None else released.safety.levels.get(1, 0)
    if (half, found.reason) == ("trust", "trust_first") and held and released.safety is not None:
        n = count_of(released.safety.acts, "moment")
        return f"{said} {_HARM_RARE.format(f'{number(held)} of {n}')}"
    return said


def because(released: Released, practice: str) -> str:
    """The figures that called for a practice of safety, as a sentence; nothing where none did."""
    safety, speaking = released.safety, released.speaking
    if safety is None:
        return "" if practice != "mark_moments" else "Of speaking up there is nothing to go on yet."
    n = safety.acts
    leveled = {"take_back": (1, "held against whoever spoke"), "answer_all": (2, "passed over"),
               "value_first": (3, "answered and no more")}  # fmt: skip
    if practice in leveled:
        level, how = leveled[practice]
        return f"{_of(safety.levels.get(level, 0), n)} {how}."
    if practice == "step_in" and safety.levels.get(1):
        return f"{_of(safety.levels[1], n)} held against whoever spoke, and {_roles(safety)}."
    if practice in ("step_in", "answer_differently"):
        return f"{sentence_case(_roles(safety))}."
    if practice == "welcome_challenge":
        return _challenges(safety)
    if practice == "close_the_loop":
        was = "was" if safety.thanked_only == 1 else "were"
        return f"{sentence_case(count_of(safety.thanked_only, 'moment'))} {was} met well with nothing after it."
    if practice == "settle_moments":
        was = "was" if safety.unsettled == 1 else "were"
        said = f"{count_of(safety.unsettled, 'moment')} {was} answered or may have been, and nobody has said how."
        return sentence_case(said)
    if practice == "mark_moments":
        if only_told(safety) and not safety.made:
            return "Of speaking up only answers tell so far; no moment of it was seen."
        return f"So far it is {safety_volume(safety)}." if n else "Of speaking up there is nothing to go on yet."
    if speaking is not None and practice == "keep_inviting":
        return drift_line(speaking.drift) or ""
    if speaking is not None and practice == "ask_early" and speaking.lateness is not None:
        return lateness_line(speaking.lateness)
    if practice in ("invite", "admit_first"):
        return "For the time people spent together, little was said that takes courage."
    return ""


def _of(some: int, n: int) -> str:
    return f"{sentence_case(number(some))} of {count_of(n, 'moment')} {'was' if some == 1 else 'were'}"


def _roles(safety: SafetyForecast) -> str:
    told: dict[str, RoleSafety] = {one.role: one for one in safety.roles}
    if "leader" not in told or "peer" not in told:
        return "peers meet them less well than those who lead"
    return (
        f"of what those who lead answer about {percent(told['leader'].mean)} is met well, "
        f"of what peers answer about {percent(told['peer'].mean)}"
    )


def _challenges(safety: SafetyForecast) -> str:
    hard = [stage for stage in safety.stages if stage.stage == "challenger"]
    rest = [stage for stage in safety.stages if stage.stage != "challenger"]
    if not hard or not rest:
        return ""
    well, n = sum(s.met_well for s in hard), sum(s.acts for s in hard)
    well_else, n_else = sum(s.met_well for s in rest), sum(s.acts for s in rest)
    one = f"{sentence_case(number(well) if well else 'none')} of {count_of(n, 'challenge')}"
    return (
        f"{one} {'was' if well == 1 else 'were'} met well; of everything else {number(well_else)} of {number(n_else)}."
    )
