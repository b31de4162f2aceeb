"""What stands behind the safety half of one unit: levels, rungs, what followed, assumptions, and the acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from saidanddone.diagnosis.finding import ActMark
from saidanddone.evidence.act import STAGE_OF
from saidanddone.forecast.safety.result import SafetyForecast
from saidanddone.privacy.release import Released
from saidanddone.report.citing import Rows
from saidanddone.report.markup import Markup, code_in, element, joined_markup
from saidanddone.report.review.words import RUNGS, called
from saidanddone.report.safetywords import (
    LEVEL_WORDS,
    drift_line,
    followed_line,
    lateness_line,
    leaders_line,
    levels_line,
    safety_sentence,
    safety_verdict,
    settle_sentences,
    speaking_line,
)
from saidanddone.report.speakingwords import only_told
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import command, count_of, day, joined, number, percent, plain, sentence_case

__all__ = ["Acts", "behind_safety"]

_CHANNELS: Final = {"meeting": "in meetings", "writing": "in writing", "table": "in tables",
                    "pulse": "as told in pulses"}  # fmt: skip
_ROLES: Final = {"leader": "met by leaders", "peer": "met by colleagues"}
_FOLLOWED: Final = {"changed": "something changed", "declined_with_reason": "declined with a reason",
                    "nothing": "nothing changed"}  # fmt: skip
_STATES: Final = {"unanswered": "nobody answered", "unsettled": "answered, or perhaps; nobody has said how",
                  "unseen": "whether anybody answered is not known"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts of one unit as a page lists them.

    Attributes:
        unit: whose. rows: its commitments as the page lists them. listed: acts listed at most, the newest.
    """

    unit: Released
    rows: Rows
    listed: int

    @property
    def all_of_it(self) -> str:
        """The id of the list."""
        return f"u{self.rows.place}-acts"

    def name(self, step: int) -> str:
        """The id of the act that is so many steps older than the newest."""
        return f"u{self.rows.place}-a{len(self.unit.acts) - step}"

    def place_of(self, evidence: str | None = None) -> str:
        """The id of the act read there, or of the list; empty where the unit has no acts at all."""
        if self.unit.safety is None or not self.unit.safety.made:
            return ""
        for step, act in enumerate(_newest(self.unit.acts, self.listed)):
            if evidence is not None and f"{act.source}:{act.line}" == evidence:
                return self.name(step)
        return self.all_of_it

    def cite(self, evidence: str | None = None, called: str = "") -> Markup:
        """A link to the act read there, by that name or its own; or to all; nothing where the unit has no acts."""
        place = self.place_of(evidence)
        if not place:
            return Markup("")
        said = "moments" if place == self.all_of_it else called or plain(evidence or "")
        return element("span", "(", element("a", said, href=f"#{place}"), ")", class_="cite")

    def cite_both(self) -> Markup:
        """Links to what both halves rest on."""
        return joined_markup(*_between([cite for cite in (self.rows.cite(), self.cite()) if cite], " "))


def _between(parts: list[Markup], gap: str) -> list[str]:
    return [piece for i, part in enumerate(parts) for piece in ((gap, part) if i else (part,))]


def behind_safety(acts: Acts, zone: tzinfo, voice: Voice = THIRD, *, first: bool, folded: bool) -> list[Markup]:
    """Everything beside the safety forecast, every figure with a link to the acts; nothing without one.

    Args:
        first: the page has told this unit's forecast above. folded: what stands beside it waits under a line to open.
    """
    unit, safety = acts.unit, acts.unit.safety
    if safety is None or safety_verdict(safety) == "nothing" or (only_told(safety) and not safety.made):
        return []
    cite = ["\u00a0", acts.cite()]
    told = [
        element("div", element("dt", name), element("dd", code_in(said), *cite)) for name, said in _facts(unit, safety)
    ]
    sentences = []
    if not first:
        sentences = [
            element("p", code_in(safety_sentence(unit, voice)), *cite),
            element("p", code_in(" ".join(settle_sentences(unit))), *cite),
        ]
    beside = joined_markup(element("dl", *told) if told else "", _by_what(safety, acts))
    if folded:
        beside = element("details", element("summary", "What stands beside it"), beside, class_="facts")
    return [element("h3", "Beside the forecast of speaking up"), *sentences, beside, _listed(acts, zone)]


def _facts(unit: Released, safety: SafetyForecast) -> list[tuple[str, str]]:
    speaking = unit.speaking
    found = [
        ("How it was met", levels_line(safety)),
        ("What followed", followed_line(safety)),
        ("Whose answers, and what is not counted", _seen(safety)),
        ("How often", speaking_line(safety) or ""),
        ("How late bad news is", lateness_line(speaking.lateness) if speaking and speaking.lateness else ""),
        ("Leaders first", leaders_line(speaking.leaders) if speaking and speaking.leaders else ""),
        ("Those who spoke up", drift_line(speaking.drift) or "" if speaking else ""),
        ("If people speak only when it feels safe", _assumed(safety)),
        ("With other lines", _at_lines(safety)),
    ]
    return [(name, said) for name, said in found if said]


def _seen(safety: SafetyForecast) -> str:
    """Who answered, what only others saw, and the moments of which too little is known to count."""
    answering = count_of(safety.responders, "person", "people")
    only = "; none but leaders' answers are used" if safety.leaders_only else ""
    said = [f"Answers of {answering} are behind it{only}."]
    if safety.witnessed:
        said.append(f"{sentence_case(count_of(safety.witnessed, 'moment'))} only others saw.")
    left = [
        f"{number(n)} {words}"
        for n, words in (
            (safety.unsettled, "answered, or perhaps answered, of which nobody has said how"),
            (safety.unseen, "without an answer where nobody knows whether anybody was there to give one"),
        )
        if n
    ]
    if left:
        said.append(f"Not counted: {joined(left)}.")
    return " ".join(said)


def _assumed(safety: SafetyForecast) -> str:
    """Voice under each assumption on who speaks at all (MODEL §2)."""
    if len(safety.voice_at) < 2:
        return ""
    words = ("if people speak just as often when it feels unsafe", "if somewhat more when it feels safe",
             "if much more when it feels safe")  # fmt: skip
    told = [
        f"{percent(one.mean)} ({percent(one.low)} to {percent(one.high)}) {how}"
        for one, how in zip(safety.voice_at, words, strict=False)
    ]
    return f"{sentence_case(joined(told))}. The band covers all of these."


def _at_lines(safety: SafetyForecast) -> str:
    told = [f"above {percent(line)} with {percent(p)}" for line, p in safety.p_above_at]
    return f"{sentence_case(joined(told))} probability. The line is ours, and no more than that." if told else ""


def _by_what(safety: SafetyForecast, acts: Acts) -> Markup:
    """By rung, by who answered and by channel: what there is evidence of, with what the next one's chance is."""
    rows = [
        *(
            (RUNGS.get(one.stage, plain(one.stage)), one.acts, f"{one.met_well:,}", one.mean, one.low, one.high)
            for one in safety.stages
        ),
        *((_ROLES.get(one.role, plain(one.role)), one.acts, "–", one.mean, one.low, one.high) for one in safety.roles),
        *(
            (_CHANNELS.get(one.channel, plain(one.channel)), one.acts, "–", one.mean, one.low, one.high)
            for one in safety.channels
        ),
    ]
    if not rows:
        return Markup("")
    heads = ("", "moments", "met well", "the next one", "90% interval")
    lines = [element("tr", *(element("th", head, scope="col", class_="n" if head else None) for head in heads))]
    for name, n, well, mean, low, high in rows:
        cells = (f"{n:,}", well, percent(mean), f"{percent(low)} to {percent(high)}")
        links = (element("a", value, href=f"#{acts.all_of_it}") if value != "–" else value for value in cells)
        lines.append(
            element("tr", element("th", name, scope="row"), *(element("td", link, class_="n") for link in links))
        )
    return element("div", element("table", *lines), class_="scroll", tabindex="0", role="region",
                   aria_label="Speaking up by rung, by who answered and by channel")  # fmt: skip


def _listed(acts: Acts, zone: tzinfo) -> Markup:
    """The acts themselves: when, of what kind, how met, what followed and where read; nobody's name and no words."""
    unit, made = acts.unit, 0 if acts.unit.safety is None else acts.unit.safety.made
    how = joined_markup("To see where each was read: ", element("code", command(unit.id)), ".")
    if not unit.acts:
        these = f"The {count_of(made, 'moment')} behind these figures"
        why = f"{these} cannot be told one by one without telling whose they are. "
        return element("p", why, how, class_="quiet", id=acts.all_of_it)
    shown = list(_newest(unit.acts, acts.listed))
    heads = (("row", None), ("when", None), ("what", None), ("how it was met", "fill"), ("what came of it", None))
    lines = [element("tr", *(element("th", head, scope="col", class_=kind) for head, kind in heads))]
    lines += [_row(act, acts.name(step), zone) for step, act in enumerate(shown)]
    which = "" if len(shown) == max(made, len(unit.acts)) else f", the newest {len(shown):,} of them listed"
    return element(
        "details",
        element("summary", f"The {count_of(max(made, len(unit.acts)), 'moment')} behind these figures{which}"),
        element("div", element("p", how, class_="quiet"), element("table", *lines), class_="scroll",
                id=acts.all_of_it, tabindex="0", role="region", aria_label=f"Moments behind {plain(unit.label)}"),
        class_="rows",
    )  # fmt: skip


def _newest(acts: tuple[ActMark, ...], most: int) -> Iterable[ActMark]:
    return reversed(acts[-most:]) if most else ()


def _row(act: ActMark, name: str, zone: tzinfo) -> Markup:
    by = {"leader": ", by a leader", "peer": ", by a colleague"}.get(act.role or "", "")
    how = _STATES.get(act.state) or (f"{LEVEL_WORDS[act.level]}{by}" if act.level in LEVEL_WORDS else "–")
    cells = (called(act.kind) if act.kind in STAGE_OF else "–", how, _FOLLOWED.get(act.followed, "–"))
    return element(
        "tr",
        element("td", plain(f"{act.source}:{act.line}") if act.source else "–"),
        element("td", day(act.at_us, zone), class_="d"),
        *(element("td", cell) for cell in cells),
        id=name,
    )
