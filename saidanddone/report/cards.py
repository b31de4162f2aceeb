"""The two forecasts side by side on one scale, never added; the half without evidence an empty band (Q1, T9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from saidanddone.privacy.release import Distribution, Released, ReleasedDiagnosis
from saidanddone.report import captions, charts
from saidanddone.report.bands import shown_width
from saidanddone.report.headline import keep_apart, safety_read
from saidanddone.report.markup import Markup, code_in, element, options_in
from saidanddone.report.safetycard import ASKS, safety_card
from saidanddone.report.safetywords import safety_look
from saidanddone.report.sentences import grounds, is_stale, look, order_of, verdict, volume
from saidanddone.report.smallprint import withheld_lines
from saidanddone.report.strip import strip
from saidanddone.report.svg import drawn
from saidanddone.report.timeline import only_told
from saidanddone.report.together import of_together, together
from saidanddone.report.voice import THIRD, Voice
from saidanddone.report.words import count_of, known, number, percent, plain, rate, sentence_case

__all__ = ["band_cards", "many_cards", "no_cards", "together_cards"]

_ASKS_TRUST: Final = "Will what was said get done?"
_SIGNS: Final = ("● likely kept", "◆ likely not", "○ not settled")


def _rows_link(place: int, unit: Released) -> Markup:
    return element("a", count_of(captions.rows_behind(unit), "row"), href=f"#u{place}-rows")


def _trust_band(unit: Released) -> Markup:
    trust = unit.trust
    line = (trust.line, f"{percent(trust.line)} line")
    return strip(look(trust), trust.low, trust.mean, trust.high, said=captions.of_band(unit), line=line)


def band_cards(
    diagnosis: ReleasedDiagnosis, unit: Released, place: int, voice: Voice = THIRD, beneath: Sequence[Markup] = ()
) -> Markup:
    """The two forecasts of one unit, side by side, on the same scale, never added; ``beneath`` them more lines."""
    card = element(
        "div",
        element("h2", "Trust"),
        element("p", _ASKS_TRUST, class_="asks"),
        _trust_band(unit),
        *_figure(unit, place, voice),
        *([element("p", "All figures rest on ", _rows_link(place, unit), ".", class_="quiet")] if unit.marks else []),
        class_="card trust",
    )
    return element(
        "section",
        element("div", card, safety_card(diagnosis, unit, place, voice), class_="pair"),
        *beneath,
        id="forecasts",
    )


def together_cards(diagnosis: ReleasedDiagnosis, found: Distribution) -> Markup:
    """How leaders stand together as one band, the middle half and the middle one, and what it cannot tell."""
    low, middle, high = found.quartiles
    line = (found.line, f"{percent(found.line)} line")
    band = strip("uncertain", low, middle, high, said=of_together(found), line=line)
    said, *limits = together(found)
    card = element(
        "div",
        element("h2", "Trust"),
        element("p", _ASKS_TRUST, class_="asks"),
        band,
        element("p", said),
        *(element("p", limit, class_="quiet") for limit in limits),
        class_="card trust",
    )
    return element("section", element("div", card, safety_card(diagnosis, None), class_="pair"), id="forecasts")


def no_cards(diagnosis: ReleasedDiagnosis) -> Markup:
    """Two empty bands, and why the first is empty: nothing read, or nothing that may be shown."""
    withheld = [element("li", options_in(line)) for line in withheld_lines(diagnosis)]
    why = element("ul", *withheld) if withheld else element("p", "No commitment with an outcome was in what was read.")
    card = element(
        "div",
        element("h2", "Trust"),
        element("p", _ASKS_TRUST, class_="asks"),
        strip("none", None, None, None, said="Trust: an empty band; nothing to show.", nothing="nothing to show"),
        why,
        class_="card trust",
    )  # fmt: skip
    return element("section", element("div", card, safety_card(diagnosis, None), class_="pair"), id="forecasts")


def _figure(unit: Released, place: int, voice: Voice) -> list[Markup]:
    """The middle in large, then the interval and the volume under it, so that no number stands alone."""
    trust, answer = unit.trust, verdict(unit.trust)
    if answer == "nothing":
        return [element("p", grounds(unit, voice))]
    middle = rate(trust.mean, trust.low, trust.high)
    after = " likely that the next one is kept"
    between = "" if known(trust.low) is None else f"somewhere between {percent(trust.low)} and {percent(trust.high)}"
    said = [between, f"from {volume(trust)}"]
    if answer == "start":
        kept, settled = trust.counts.get("kept", 0), trust.counts.get("settled", trust.occasions)
        middle, after = f"{number(kept) if kept else 'none'} of {number(settled)} kept", ""
        if only_told(unit.marks):
            middle = f"only answers, in {count_of(trust.occasions, 'round')}"
        said = [f"too little to be a record; the next one is kept with a chance {between}" if between else ""]
    elif answer == "early":
        middle, after = ("too long ago to say" if is_stale(trust) else "too early to say"), ""
        said[0] = f"the next one is kept with a chance {between}" if between else ""
    link = element("a", sentence_case(middle), href=f"#u{place}-rows")
    lead = element("p", element("b", link), after, class_="figure")
    under = sentence_case(", ".join(part for part in said if part))
    return [lead, element("p", f"{under}.")] if under else [lead]


def many_cards(
    diagnosis: ReleasedDiagnosis,
    ranked: Sequence[Released],
    most: int = charts.UNITS_DRAWN,
    beneath: Sequence[Markup] = (),
) -> Markup:
    """The forecasts of several units in one picture, at most so many, and beside it their other half, or that there is
    nothing of it."""
    spoken = any(safety_look(unit.safety) != "none" for unit in ranked)
    tall = len(ranked) > 10 and not spoken
    rest = len(ranked) - most
    order = sentence_case(order_of(ranked)).replace("urest first", "urest first by the cautious end")
    under = f"Mark: the next one's chance of being kept. Bar: 90% interval. {order}."
    if rest > 0:
        under += f" The first {most} of {len(ranked):,}; all are in the table below."
    card = element(
        "div",
        element("h2", "Trust"),
        element("p", _ASKS_TRUST, class_="asks"),
        _pictured(diagnosis, ranked, most, "trust", captions.of_forecasts(diagnosis, most), tall=tall),
        element("p", under, " ", _all_figures(), class_="quiet"),
        element("p", *(element("span", sign) for sign in _SIGNS), class_="quiet legend"),
        *([element("p", code_in(keep_apart(diagnosis)), class_="apart")] if keep_apart(diagnosis) else []),
        class_="card trust",
    )
    other = safety_card(diagnosis, None)
    if spoken:
        said = captions.of_speaking_up(diagnosis, most)
        words = "Mark: the chance to be met well, any act, said or kept back. Bar: 90% interval. The same order."
        counted = [element("p", code_in(safety_read(diagnosis)), " ", _all_figures(), class_="quiet")]
        other = element(
            "div",
            element("h2", "Safety"),
            element("p", ASKS, class_="asks"),
            _pictured(diagnosis, ranked, most, "safety", said, tall=False),
            element("p", words, " ", _all_figures(), class_="quiet"),
            *(counted if diagnosis.read.get("acts", 0) else []),
            class_="card safety",
        )
    pair = element("div", card, other, class_="pair tall" if tall else "pair")
    return element("section", pair, *beneath, id="forecasts")


def _all_figures() -> Markup:
    return element("span", "(", element("a", "all figures", href="#all"), ")", class_="cite")


def _pictured(
    diagnosis: ReleasedDiagnosis, ranked: Sequence[Released], most: int, half: str, said: str, *, tall: bool
) -> Markup:
    """The forecasts of one half, drawn for a desk and for a phone."""
    longest = 30 + 9 * max(shown_width(plain(unit.label)) for unit in ranked[:most])
    room, name = (500, min(240, longest)) if tall else (372, min(150, longest))
    wide = drawn(charts.forecasts(diagnosis, width=room - name, label=name, most=most, half=half))
    name = min(120, longest)
    narrow = drawn(charts.forecasts(diagnosis, width=265 - name, label=name, most=most, half=half))
    return element(
        "figure",
        element("div", Markup(wide), class_="wide"),
        element("div", Markup(narrow), class_="narrow"),
        role="img",
        aria_label=said,
    )
