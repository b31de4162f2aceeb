"""The page with both halves: side by side and never added, the map, the clocks, what stands behind them."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.said import LEVELS, quiet, safety, speaking_up
from report.units import diagnosis, stranger

from saidanddone.forecast.safety.result import SafetyForecast, SourceSafety
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import captions, page
from saidanddone.report.levels import NAMES, drawn_levels


def told(whole: ReleasedDiagnosis, voice: str = "leader") -> str:
    """The words of a page."""
    html = page.render(whole, voice=voice)
    return " ".join(re.sub(r"<[^>]+>", "", html[html.index("<main") :]).replace("\u00a0", " ").split())


def test_page_one_tells_both_halves_in_order() -> None:
    html = page.render(diagnosis(speaking_up()))
    order = [html.index(part) for part in (
        "<h1", 'class="card trust"', 'class="card safety"', 'id="map"', 'id="clocks"', 'id="tomorrow"', 'id="change"',
        'id="u1"', 'id="u1-acts"', "<footer",
    )]  # fmt: skip
    assert order == sorted(order)


def test_both_bands_have_the_same_scale_and_their_own_line() -> None:
    """MISSION Q1: two forecasts, never one score."""
    html = page.render(diagnosis(speaking_up()))
    assert 'data-said="80% line"' in html
    assert 'data-said="50%, our line"' in html
    assert html.count('class="end high">100%') == 2


@pytest.mark.parametrize(
    ("said", "look"), [(safety(0.8, 60), "kept"), (safety(0.2, 60), "broken"), (safety(0.5, 30), "uncertain")]
)
def test_the_band_of_speaking_up_looks_like_its_answer(said: SafetyForecast, look: str) -> None:
    """MISSION T9 holds for this half too."""
    html = page.render(diagnosis(speaking_up(said=said)))
    assert f'class="band {look} said"' in html
    assert f'class="band {look} said thin"' in html


def test_no_evidence_of_speaking_up_stays_an_empty_band_and_its_map_a_strip() -> None:
    html = page.render(diagnosis(speaking_up(said=quiet(), earlier=())))
    assert "Safety: an empty band; nothing to go on yet." in html
    assert 'id="map"' in html
    assert "nothing to go on yet</text>" in html
    assert 'id="clocks"' not in html


def test_nothing_of_either_half_has_no_map() -> None:
    assert 'id="map"' not in page.render(diagnosis(speaking_up(trust=stranger(), said=quiet(), earlier=())))


def test_a_first_good_experience_reads_as_one() -> None:
    """MISSION S7: no minimum volume, only a wide interval."""
    words = told(diagnosis(speaking_up(said=safety(0.6, 4, acts=2, made=2, levels={4: 1, 5: 1}))))
    assert "Two of two met well" in words
    assert "Too little to be a record" in words


def test_what_only_others_saw_is_provisional() -> None:
    """MISSION S6."""
    assert "Provisional: only from what others saw." in told(diagnosis(speaking_up(said=safety(witnessed_only=True))))


def test_a_clock_tells_which_moment_when_and_whether_that_is_rare() -> None:
    """MISSION S5."""
    html = page.render(diagnosis(speaking_up()))
    assert re.findall(r'class="clock (\w+)"', html) == ["ordinary", "rare", "unobserved"]
    assert 'href="#u1-a3"' in html
    assert 'id="u1-a3"' in html


def test_page_one_of_a_leader_tells_the_clocks_of_the_only_team_that_has_any_and_says_whose_they_are() -> None:
    """MISSION S5: clocks are a team's; a leader's first page is where they are read."""
    own = replace(speaking_up("Bob", "self"), speaking=None)
    html = page.render(diagnosis(own, speaking_up("Kite"), me="Bob"))
    assert html.count('id="clocks"') == 1
    assert html.index('id="map"') < html.index("The last time: Kite") < html.index('id="tomorrow"')
    several = page.render(diagnosis(own, speaking_up("Kite"), speaking_up("Moss"), me="Bob"))
    assert 'id="clocks"' not in several
    assert "The last time: " not in page.render(diagnosis(speaking_up()))


def test_sources_that_disagree_are_shown_disagreeing_and_agreement_is_not_told() -> None:
    apart = (SourceSafety("meeting", 12, 0.8, 0.66, 0.9, True), SourceSafety("writing", 9, 0.3, 0.15, 0.5, True))
    assert "Where sources disagree" in told(diagnosis(speaking_up(said=safety(channels=apart))))
    assert "Where sources disagree" not in told(diagnosis(speaking_up()))


def test_moments_are_listed_by_row_and_tell_nobody_and_no_words() -> None:
    html = page.render(diagnosis(speaking_up()))
    rows = re.findall(r'<tr id="u1-a\d+">.*?</tr>', html)
    assert len(rows) == 29
    assert all("chat.csv:" in row for row in rows)
    assert not any("p-" in row.replace("u1-", "") for row in rows)


def test_moments_that_may_not_be_told_one_by_one_are_counted_and_linked_to() -> None:
    whole = diagnosis(replace(speaking_up(), acts=()))
    html = page.render(whole)
    assert 'id="u1-acts"' in html
    assert "cannot be told one by one without telling whose they are" in html


def test_commitments_are_counted_without_the_acts_beside_them() -> None:
    unit = diagnosis(speaking_up()).released[0]
    assert len(unit.evidence) == 44 + 29
    assert captions.rows_behind(unit) == 44


def test_a_teams_page_says_the_same_figures_as_its_leaders() -> None:
    figures = [set(re.findall(r"\d+%", told(diagnosis(speaking_up()), voice))) for voice in ("leader", "team")]
    assert figures[0] == figures[1]


def test_several_stand_on_one_map_and_in_one_table() -> None:
    whole = diagnosis(speaking_up("Blue"), speaking_up("Kite", said=safety(0.2, 40)), speaking_up("Moss"))
    html = page.render(whole)
    assert "Both halves of each" in html
    assert ">done, but not said</td>" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_too_little_to_tell_beside_leaves_no_empty_heads() -> None:
    bare = safety(stages=(), roles=(), channels=(), speaking=(), voice_at=(), p_above_at=(), followed={})
    html = page.render(diagnosis(replace(speaking_up(said=bare), speaking=None)))
    assert 'id="clocks"' not in html
    assert "<dd></dd>" not in html
    assert "None" not in told(diagnosis(replace(speaking_up(said=bare), speaking=None)))


@given(st.dictionaries(st.sampled_from(sorted(LEVELS)), st.integers(0, 400)))
def test_the_bar_of_levels_is_full_and_every_label_stays_on_it(levels: dict[int, int]) -> None:
    svg = drawn_levels(levels)
    if not any(levels.values()):
        assert svg == ""
        return
    root = ET.fromstring(svg)
    assert sum(float(n.get("width", 0)) for n in root if n.tag == "rect") == pytest.approx(398, abs=0.5)
    labels = [(float(n.get("x", 0)), float(n.get("y", 0)), n.text or "") for n in root if n.tag == "text"]
    assert [said for _, _, said in sorted(labels, key=lambda one: one[2].split(" ", 1)[1])] == sorted(
        (f"{n} {NAMES[level]}" for level, n in levels.items() if n), key=lambda said: said.split(" ", 1)[1]
    )
    for x, _, said in labels:
        assert x - 3.2 * len(said) >= -1
        assert x + 3.2 * len(said) <= 401
