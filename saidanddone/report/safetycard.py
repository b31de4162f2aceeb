"""The card of speaking up beside trust's: the same scale, the whole of it, what does get said, how it was met (S1)."""

from __future__ import annotations

from typing import Final

from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.report.headline import safety_gives, safety_read
from saidanddone.report.levels import drawn_levels
from saidanddone.report.markup import Markup, code_in, element
from saidanddone.report.safetywords import (
    levels_line,
    met_well,
    safety_look,
    safety_sentence,
    safety_verdict,
    safety_volume,
)
from saidanddone.report.sentences import NOTHING_YET
from saidanddone.report.strip import strip
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import count_of, known, number, percent, rate, sentence_case

__all__ = ["ASKS", "of_safety_band", "safety_card"]

ASKS: Final = "Can what needs saying get said?"


def safety_card(diagnosis: ReleasedDiagnosis, unit: Released | None, place: int = 1, voice: Voice = THIRD) -> Markup:
    """The safety half of one unit, or an empty band and what would fill it.

    Args:
        unit: None where several are told together, and nothing is known of any.
    """
    known_of = unit is not None and safety_verdict(unit.safety) != "nothing"
    inside = _figures(unit, place, voice) if unit is not None and known_of else _nothing(diagnosis, unit)
    asks, looks = element("p", ASKS, class_="asks"), "card safety" if known_of else "card safety nothing-said"
    return element("div", element("h2", "Safety"), asks, *inside, class_=looks)


def _nothing(diagnosis: ReleasedDiagnosis, unit: Released | None) -> list[Markup]:
    band = strip("empty", None, None, None, said=f"Safety: an empty band; {NOTHING_YET}.")
    told = [band, element("p", code_in(safety_read(diagnosis))), element("p", code_in(safety_gives()), class_="quiet")]
    if unit is None or unit.situation is None:
        words = "The map of the four situations needs it too; it stays away rather than stand empty."
        told.append(element("p", words, class_="quiet"))
    return told


def of_safety_band(unit: Released) -> str:
    """The band of speaking up in words."""
    safety = unit.safety
    if safety is None or safety.voice is None or safety_look(safety) == "none":
        return f"Safety: an empty band; {NOTHING_YET}."
    voice = safety.voice
    return (
        f"Safety: {percent(voice.mean)}, 90% interval {percent(voice.low)} to {percent(voice.high)}, "
        f"held against our line of {percent(safety.line)}."
    )


def _figures(unit: Released, place: int, voice: Voice) -> list[Markup]:
    safety = unit.safety
    if safety is None:
        return []
    look, answer, of_all, spoken = safety_look(safety), safety_verdict(safety), safety.voice, safety.spoken
    to = f"#u{place}-acts"
    low, middle, high = (None, None, None) if of_all is None else (of_all.low, of_all.mean, of_all.high)
    band = strip(look, low, middle, high, said=of_safety_band(unit), kind="said",
                 line=(safety.line, f"{percent(safety.line)}, our line"))  # fmt: skip
    rests = element("a", count_of(safety.made, "moment"), href=to)
    if answer == "answered":
        to = element("a", "what was answered", href=f"#u{place}-answers")
        return [band, element("p", code_in(safety_sentence(unit, voice))),
                element("p", "All of this rests on ", to, ".", class_="quiet")]  # fmt: skip
    if answer in ("unsettled", "silent") or of_all is None or spoken is None:
        return [band, element("p", code_in(safety_sentence(unit, voice))),
                element("p", "All figures rest on ", rests, ".", class_="quiet")]  # fmt: skip
    between = "" if known(low) is None else f"somewhere between {percent(low)} and {percent(high)}"
    lead, after = rate(middle, low, high), " likely to be met well"
    said = ["any act, said or kept back", between, f"from {safety_volume(safety)}"]
    if answer == "start":
        well = met_well(safety)
        lead, after = f"{number(well) if well else 'none'} of {number(safety.acts)} met well", ""
        said = ["too little to be a record", f"the chance that the next is lies {between}" if between else ""]
    elif answer == "early":
        lead, after = "too early to say", ""
        said[1] = f"the chance to be met well lies {between}" if between else ""
    provisional = " Provisional: only from what others saw." if safety.witnessed_only else ""
    figure = element("p", element("b", element("a", sentence_case(lead), href=to)), after, class_="figure")
    words = sentence_case(", ".join(part for part in said if part))
    thin = strip(look, spoken.low, spoken.mean, spoken.high, kind="said thin", scale=False,
                 said=f"Of what does get said: {percent(spoken.mean)}, {percent(spoken.low)} to "
                      f"{percent(spoken.high)}.")  # fmt: skip
    of_spoken = (
        f"Of what does get said: {rate(spoken.mean, spoken.low, spoken.high)} "
        f"({percent(spoken.low)} to {percent(spoken.high)})."
    )
    told = [band, figure, element("p", f"{words}.{provisional}"), thin]
    told.append(element("p", f"{of_spoken} All figures rest on ", rests, ".", class_="quiet"))
    bar = drawn_levels(safety.levels)
    if bar:
        told.append(element("figure", Markup(bar), class_="levels", role="img", aria_label=levels_line(safety)))
    return told
