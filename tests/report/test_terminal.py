"""The terminal's page: the sentence first, bands in characters, the table; 80 columns, readable without colour."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.said import FIRST, OPEN, UNSAFE, both, speaking
from report.said import rewarded as safety
from report.units import RECORD, diagnosis, finding, forecast, marks, stranger

from saidanddone.evidence.problem import Problem
from saidanddone.forecast.quadrant import situation
from saidanddone.forecast.safety.result import SafetyRecord
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import record, terminal
from saidanddone.report.bands import PLAIN, PRETTY, cell, empty_band, shown_width, trust_band
from saidanddone.report.fourcells import four_cells
from saidanddone.report.safetywords import SITUATION_NAMES
from saidanddone.report.words import percent

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def many(n: int) -> ReleasedDiagnosis:
    return diagnosis(
        *(finding(f"Project {i:02d}", "project", forecast(cautious=0.5 + i / 100), marks(3)) for i in range(n))
    )


def test_the_sentence_comes_first_and_the_small_print_last() -> None:
    said = terminal.render(diagnosis(finding()))
    order = [
        said.index(part)
        for part in (
            "What you promise can probably", "trust   ", "safety  ", "One thing to do tomorrow",
            "What would change this answer", "next kept", "Our own record here", "Small print",
        )
    ]  # fmt: skip
    assert order == sorted(order)
    assert order[0] == 0


@pytest.mark.parametrize("n", [0, 1, 3, 4, 40])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_asked(n: int, width: int) -> None:
    whole = many(n) if n != 1 else diagnosis(finding())
    for line in terminal.render(whole, width=width).splitlines():
        assert shown_width(line) <= width, line


def test_colour_adds_nothing_but_colour() -> None:
    for whole in (diagnosis(finding()), many(9)):
        assert ANSI.sub("", terminal.render(whole, colour=True)) == terminal.render(whole)
        assert "\x1b" not in terminal.render(whole)


def test_an_ascii_terminal_gets_ascii_bands() -> None:
    said = terminal.render(many(9), ascii_only=True)
    assert all(ord(sign) < 128 for sign in said)


def test_both_halves_have_a_band_and_the_empty_one_says_so() -> None:
    said = terminal.render(diagnosis(finding())).splitlines()
    trust = next(line for line in said if line.strip().startswith("trust"))
    safety = next(line for line in said if line.strip().startswith("safety"))
    assert "●" in trust
    assert "▒" in trust
    assert "nothing to go on yet" in safety
    assert "█" not in safety
    assert "▒" not in safety


def test_the_three_answers_have_three_bands() -> None:
    """MISSION T9."""
    bands = {
        trust_band(trust, 40) for trust in (stranger(), forecast(), forecast(mean=0.2, low=0.1, high=0.3, p_above=0.01))
    }
    assert len(bands) == 3
    assert sum("●" in band for band in bands) == 1
    assert sum("◆" in band for band in bands) == 1
    assert sum("nothing to go on yet" in band for band in bands) == 1


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(10, 120))
def test_a_band_keeps_its_width_and_its_order(one: float, two: float, three: float, width: int) -> None:
    low, mean, high = sorted((one, two, three))
    band = trust_band(forecast(low=low, mean=mean, high=high), width, PLAIN)
    assert len(band) == width
    middle = next(i for i, sign in enumerate(band) if sign in "OXo")
    inside = [i for i, sign in enumerate(band) if sign == "="]
    assert all(band[i] in "=|OXo" for i in range(min([*inside, middle]), max([*inside, middle]) + 1))


@given(st.integers(1, 100))
def test_an_empty_band_keeps_its_width(width: int) -> None:
    assert len(empty_band(width)) == width


@given(st.text(), st.integers(1, 40))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int) -> None:
    wide = "".join(sign for sign in text if sign.isprintable())
    assert shown_width(cell(wide, width)) == width


def test_forty_units_stay_readable_and_the_rest_are_counted() -> None:
    said = terminal.render(many(40))
    assert "and 28 more, see the report" in said
    assert said.index("Project 39") < said.index("Project 38")
    assert "Project 27" not in said.split("One thing to do")[0]
    assert len(said.splitlines()) < 80


def test_withheld_results_are_counted_with_their_reason_and_never_named() -> None:
    whole = diagnosis(finding("Ana Example"), finding("Bob Example", "self"))
    said = terminal.render(whole)
    assert "Withheld: one person." in said
    assert "members are never scored" in " ".join(said.split())
    assert "Bob" not in said


def test_problems_are_told_once_a_kind_with_the_first_places() -> None:
    problems = tuple(
        Problem("ledger.csv", i, "The due date is before the day it was made.", "Correct one of the two.")
        for i in range(2, 9)
    )
    said = " ".join(terminal.render(diagnosis(finding(), problems=problems)).split())
    assert "seven rows or files" in said
    assert said.count("The due date is before") == 1
    assert "ledger.csv:2, ledger.csv:3, ledger.csv:4 and 4 more" in said


def test_a_mark_and_notes_are_shown() -> None:
    said = terminal.render(diagnosis(finding(), notes=("Weights from a sample.",)), mark="From your memory only")
    assert said.startswith("[From your memory only]")
    assert "Weights from a sample." in said


def test_a_hostile_label_moves_no_cursor() -> None:
    said = terminal.render(diagnosis(finding("\x1b]0;owned\x07\x1b[2J\u202eevil", "project")))
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "\u202e" not in said


def test_our_own_record_is_told_in_plain_words() -> None:
    said = " ".join(terminal.render(diagnosis(finding())).split())
    assert "751 forecasts, each made before its outcome was known, 3% less surprised" in said
    assert "too little has come due" in " ".join(terminal.render(diagnosis(finding(), record=None)).split())


def test_every_figure_names_the_command_that_shows_its_rows() -> None:
    said = " ".join(terminal.render(diagnosis(finding("Blue Sky", "team"))).split())
    assert "saidanddone explain 'team:Blue Sky'" in said


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_a_forecast_full_of_holes_is_still_a_page(nothing: Any) -> None:
    holes = forecast(
        low=nothing, high=nothing, cautious=nothing, p_above=nothing, fresh_days=nothing, half_life_days=nothing,
        undated_share=nothing, renegotiated_share=nothing, admitted_share=nothing, dropped_share=nothing, audits={},
        perceived=nothing, if_kept=nothing, if_broken=nothing, consistency=stranger().consistency,
        pressure=stranger().pressure,
    )  # fmt: skip
    said = terminal.render(diagnosis(finding(trust=holes, rows=()), finding("Blue", "team", stranger(), ())))
    assert "nan" not in said.split()
    assert "None" not in said


@settings(max_examples=20)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_label_and_any_note_can_be_shown(label: str, note: str) -> None:
    said = terminal.render(diagnosis(finding(label or "x", "project"), notes=(note,)))
    assert "\x1b" not in said


def test_a_record_leads_with_whether_it_beats_the_average() -> None:
    said = record.render(RECORD)
    assert said.startswith("Our own record here: 751 forecasts")
    assert "the average so far" in said
    assert "logistic filter" in said
    assert "834 commitments used, 751 forecasts scored. Left out: 3 (3 no due time)." in said
    assert all(shown_width(line) <= 80 for line in said.splitlines())
    assert ANSI.sub("", record.render(RECORD, colour=True)) == said


TWO_HALVES = diagnosis(both(finding("Blue", "team"), safety(), beside=speaking()))
MANY_HALVES = diagnosis(
    *(
        both(finding(name, "team", trust), spoken)
        for name, trust, spoken in (
            ("Blue", forecast(), safety()),
            ("Green", forecast(), safety(**UNSAFE)),
            ("A team with a long name indeed", forecast(mean=0.6, low=0.5, high=0.7, p_above=0.02), safety(**OPEN)),
            ("Red", stranger(), safety(**FIRST)),
            ("White", forecast(), None),
        )
    )
)


def test_both_halves_come_in_the_order_a_reader_asks() -> None:
    said = terminal.render(TWO_HALVES)
    order = [
        said.index(part)
        for part in (
            "What is promised to Blue can probably", "trust   ", "safety  ", "said and done", "Said and done: ",
            "The last time", "One thing to do tomorrow", "What would change this answer", "next kept", "next made",
            "Beside the forecast", "Beside speaking up", "Our own record here", "Small print",
        )
    ]  # fmt: skip
    assert order == sorted(order)


@pytest.mark.parametrize("whole", [TWO_HALVES, MANY_HALVES])
@pytest.mark.parametrize("width", [60, 76, 80, 120])
@pytest.mark.parametrize("voice", ["leader", "team"])
def test_both_halves_keep_to_the_width_and_need_no_colour(whole: ReleasedDiagnosis, width: int, voice: str) -> None:
    said = terminal.render(whole, width=width, voice=voice)
    for line in said.splitlines():
        assert shown_width(line) <= width, line
    assert ANSI.sub("", terminal.render(whole, width=width, voice=voice, colour=True)) == said
    assert all(ord(sign) < 128 for sign in "".join(terminal.render(MANY_HALVES, ascii_only=True).splitlines()[5:12]))


def test_both_bands_stand_on_one_scale_each_with_its_own_line() -> None:
    """MISSION Q1: two forecasts side by side, never added."""
    lines = terminal.render(TWO_HALVES).splitlines()
    trust, safe = (next(line for line in lines if line.strip().startswith(half)) for half in ("trust ", "safety "))
    under = lines[lines.index(safe) + 1]
    assert trust.index("│") == under.index("│ 80% line")
    assert safe.index("│") == under.index("│ 50% line")
    assert trust.index("─") == safe.index("─")


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_the_four_cells_hold_every_situation_with_its_probability(trust: float, spoken: float, plain: bool) -> None:
    """MISSION Q2."""
    found = situation(trust, spoken, trust_line=0.8, safety_line=0.5, decided=0.8)
    cells = four_cells(found, PLAIN if plain else PRETTY)
    drawn = "\n".join(cells)
    assert found.p is not None
    for name, p in found.p.items():
        assert SITUATION_NAMES[name] in drawn
        assert percent(p) in drawn
    assert len({len(line) for line in cells}) == 1
    assert drawn.index("said, but not done") < drawn.index("said and done") < drawn.index("neither")
    assert plain == all(ord(sign) < 128 for sign in drawn)


def test_without_both_halves_there_is_no_map_of_nothing() -> None:
    assert four_cells(situation(0.9, None, trust_line=0.8, safety_line=0.5, decided=0.8), PLAIN) == []
    assert "┼" not in terminal.render(diagnosis(both(finding("Blue", "team"), None)))


def test_several_teams_stand_with_both_halves_and_their_situation() -> None:
    rows = {line.split(" ")[0]: line for line in terminal.render(MANY_HALVES).splitlines() if "│" in line}
    assert rows["Blue"].endswith("61%  said and done")
    assert rows["Green"].endswith("27%  done, but not said")
    assert rows["A"].endswith("52%  not settled")
    assert rows["Red"].endswith("56%  not settled")
    assert rows["White"].endswith("not settled")


def test_the_one_thing_to_do_comes_with_words_better_left_unsaid_and_when_to_leave_it() -> None:
    low = diagnosis(both(finding("Blue", "team", rows=()), safety(**UNSAFE)))
    said = " ".join(terminal.render(low).split())
    assert "answer it: what you make of it, and yes, no or not yet, with the reason" in said
    assert 'Rather not: "Good point, moving on." or "Let us take that offline."' in said
    assert "Hold back when it was said in confidence" in said
    assert "16 of 40 moments were passed over" in said
    assert "Keeping more promises, good as that is, would not change it" in said


def test_the_small_print_tells_what_speaking_up_rests_on() -> None:
    said = " ".join(terminal.render(TWO_HALVES).split())
    assert "Speaking up rests on 40 moments of 52 seen" in said
    assert "is ours" in said


def test_what_holds_for_every_clock_is_said_once() -> None:
    unobserved = tuple(replace(clock, state="unobserved") for clock in speaking().clocks)
    whole = diagnosis(both(finding("Blue", "team"), safety(), beside=speaking(clocks=unobserved)))
    assert " ".join(terminal.render(whole).split()).count("silence cannot be told from nobody listening") == 1


def test_the_clocks_of_the_only_team_are_told_beside_its_leader_with_its_name() -> None:
    """MISSION S5: a leader has no clocks, and page one is the leader's."""
    own, team = (both(finding(name, kind), safety(), beside=beside) for name, kind, beside in (
        ("Bob", "self", None), ("Kite", "team", speaking()),
    ))  # fmt: skip
    said = terminal.render(diagnosis(own, team, me="Bob"))
    assert said.index("The last time, in what was read: Kite") < said.index("One thing to do tomorrow")
    assert "The last time, in what was read: Kite" not in terminal.render(diagnosis(team))
    other = both(finding("Moss", "team"), safety(), beside=speaking())
    assert "The last time" not in terminal.render(diagnosis(own, team, other, me="Bob"))


def test_the_record_of_speaking_up_says_whose_it_is() -> None:
    spoken = safety(record=SafetyRecord(100, 90, 0.60, 0.21, 0.04, 0.06, 0.66, 0.24))
    own, team = (both(finding(name, kind), spoken) for name, kind in (("Bob", "self"), ("Kite", "team")))
    several = terminal.render(diagnosis(own, team, me="Bob"))
    assert several.count("Of speaking up in Kite: 90 forecasts") == 1
    assert several.count("Of speaking up to you: 90 forecasts") == 1
    assert "Of speaking up: 90 forecasts" in terminal.render(diagnosis(team))
