"""The map: a cloud that holds what it says, its lines and corners, its path; what is not known looks like it."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.said import quantiles, quiet, reliable, safety, speaking_up
from report.units import DAY, ON, diagnosis, stranger

from saidanddone.errors import NotReleased
from saidanddone.forecast.quadrant import Earlier
from saidanddone.forecast.quantiles import QUANTILES
from saidanddone.privacy.release import Released
from saidanddone.report import captions, pictures
from saidanddone.report import map as drawn
from saidanddone.report.cloud import Loop, middle_of, quantiles_of, regions
from saidanddone.report.safetywords import SITUATION_NAMES
from saidanddone.report.tokens import LIGHT


def unit(**changes: object) -> Released:
    return diagnosis(speaking_up(**changes)).released[0]  # type: ignore[arg-type]


def inside(loop: Loop, x: float, y: float) -> bool:
    """Whether a point lies inside an outline, by counting the sides a ray crosses."""
    crossed = False
    for (x0, y0), (x1, y1) in pairwise((*loop, loop[0])):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            crossed = not crossed
    return crossed


@pytest.mark.parametrize(("trust", "said"), [((0.86, 45), (0.58, 18)), ((0.5, 4), (0.3, 6)), ((0.97, 300), (0.9, 90))])
def test_an_outline_holds_the_share_of_draws_that_it_says(
    trust: tuple[float, float], said: tuple[float, float]
) -> None:
    """MISSION Q2: the cloud is the independent product of both forecasts, neither more nor less sure than they are."""
    draw = np.random.default_rng(5)
    x = draw.beta(trust[0] * trust[1], (1 - trust[0]) * trust[1], 1500)
    y = draw.beta(said[0] * said[1], (1 - said[0]) * said[1], 1500)
    for share, loops in zip((0.9, 0.5), regions(quantiles(*trust), quantiles(*said), (0.9, 0.5)), strict=True):
        held = np.mean([any(inside(loop, a, b) for loop in loops) for a, b in zip(x, y, strict=True)])
        assert abs(held - share) < 0.045


@settings(max_examples=40, deadline=None)
@given(
    st.floats(0.03, 0.97),
    st.floats(2.5, 3000),
    st.floats(0.03, 0.97),
    st.floats(2.5, 3000),
    st.booleans(),
    st.booleans(),
)
def test_any_two_forecasts_give_closed_outlines_within_the_square_around_their_middle(
    trust: float, m: float, said: float, n: float, no_trust: bool, no_safety: bool
) -> None:
    x = () if no_trust else quantiles(trust, m)
    y = () if no_safety else quantiles(said, n)
    outer, inner = regions(x, y, (0.9, 0.5))
    assert bool(outer) == bool(inner) == bool(x or y)
    for loop in (*outer, *inner):
        assert all(0 <= a <= 1 and 0 <= b <= 1 for a, b in loop)
        assert len(loop) >= 4
    if x and y:
        wide = [max(a for loop in loops for a, _ in loop) - min(a for loop in loops for a, _ in loop)
                for loops in (outer, inner)]  # fmt: skip
        assert wide[0] >= wide[1] > 0


def test_two_lumps_of_probability_are_two_outlines() -> None:
    lumps = (*np.linspace(0.1, 0.15, 20), *np.linspace(0.8, 0.85, 21))
    assert len(regions(tuple(map(float, lumps)), quantiles(0.5, 40), (0.5,))[0]) == 2


def test_a_certain_forecast_is_still_drawn() -> None:
    assert regions((0.8,) * 41, (0.5,) * 41, (0.9, 0.5))[1]


def test_a_half_without_evidence_makes_the_cloud_a_band_from_end_to_end() -> None:
    """Nothing known is drawn as anywhere, never as a middle (T9)."""
    (band,), _ = regions(quantiles(0.86, 45), (), (0.9, 0.5))
    assert min(y for _, y in band) == 0
    assert max(y for _, y in band) == 1
    assert max(x for x, _ in band) - min(x for x, _ in band) < 0.3
    for one in (unit(said=quiet(), earlier=()), unit(trust=stranger(), earlier=())):
        svg = drawn.draw(one, ON)
        assert "nothing to go on yet" in svg
        assert "<circle" not in svg
        assert "anywhere, nothing to go on yet" in captions.of_map(one)
        assert "a band from end to end" in captions.under_map(one)


def test_nothing_known_of_either_half_is_no_map() -> None:
    nobody = unit(trust=stranger(), said=quiet(), earlier=())
    assert not drawn.can_be_drawn(nobody)
    with pytest.raises(ValueError, match="no map"):
        drawn.draw(nobody, ON)


def test_only_what_was_released_is_drawn() -> None:
    with pytest.raises(NotReleased):
        drawn.draw(speaking_up(), ON)  # type: ignore[arg-type]


def test_every_corner_has_its_name_and_how_probable_it_is() -> None:
    one = unit()
    texts = [node.text for node in ET.fromstring(drawn.draw(one, ON)).iter() if node.tag == "text"]
    said = " ".join(text for text in texts if text)
    assert one.situation is not None
    assert one.situation.p is not None
    for name, p in one.situation.p.items():
        assert SITUATION_NAMES[name] in said
        assert f"{100 * p:.0f}%" in texts
    assert {"80%", "50%", "August"} <= set(texts)


def test_the_path_has_a_mark_a_quarter_and_one_arrowhead_and_the_earlier_cloud_is_not_filled() -> None:
    root = ET.fromstring(drawn.draw(unit(), ON))
    assert len([node for node in root if node.tag == "circle"]) == 4
    heads = [n for n in root if n.tag == "path" and n.get("fill") == LIGHT.ink]
    assert len(heads) == 1
    dashed = [n for n in root if n.tag == "path" and n.get("stroke-dasharray") and n.get("d", "").endswith("Z")]
    assert len(dashed) == 2
    assert all(node.get("fill") == "none" for node in dashed)
    assert "stroke-dasharray" not in re.sub(r'<path d="M[\d. ]+[VH][^>]*>', "", drawn.draw(unit(earlier=()), ON))


def test_a_map_has_only_the_houses_colours_so_that_it_can_be_turned_dark() -> None:
    houses = {getattr(LIGHT, name) for name in LIGHT.__slots__} | {"none"}
    for svg in (drawn.draw(unit(), ON), drawn.draw_several([unit()])):
        assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= houses
        assert "href" not in svg


def test_several_stand_on_one_map_by_name_and_more_than_six_on_none() -> None:
    many = diagnosis(*(speaking_up(f"Team {n}", "project", reliable(0.5 + 0.06 * n, 40)) for n in range(7))).released
    svg = drawn.draw_several(many[:6])
    assert [f">Team {n}</text>" in svg for n in range(6)] == [True] * 6
    ends = sorted((float(y), float(x)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>Team', svg))
    assert all(abs(y1 - y0) > 12 or abs(x1 - x0) > 40 for (y0, x0), (y1, x1) in pairwise(ends))
    names = [picture.name for picture in pictures.of_diagnosis(diagnosis(speaking_up(), speaking_up("Kite")))]
    assert names[:5] == ["forecasts", "speaking-up", "map", "map-1", "map-2"]
    assert "map" not in [p.name for p in pictures.of_diagnosis(diagnosis(*(speaking_up(f"T{n}") for n in range(7))))]


def test_a_hostile_name_stays_text_on_a_map() -> None:
    one = diagnosis(speaking_up("</text><script>x</script>", "project")).released[0]
    assert "script" not in {node.tag for node in ET.fromstring(drawn.draw_several([one])).iter()}


def test_a_map_is_a_file_of_its_own_too() -> None:
    files = pictures.files(pictures.of_diagnosis(diagnosis(speaking_up())))
    root = ET.fromstring(files["map.svg"])
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == "360"
    assert files["map.png"][:8] == b"\x89PNG\r\n\x1a\n"
    assert "Map of the four situations" in files[pictures.INDEX].decode()


def test_the_words_of_a_map_say_where_it_is_and_where_it_was() -> None:
    one = unit(said=safety(0.3, 30))
    said = captions.of_map(one)
    assert "What was said gets done: 86%" in said
    assert "What needs saying gets said: 30%" in said
    assert "24 August 2026" in said
    assert middle_of((), quantiles(0.5, 3)) is None


@pytest.mark.parametrize("said", [0.12, 0.2, 0.35])
def test_the_name_of_a_corner_stands_beside_a_cloud_that_lies_in_that_corner_and_not_on_it(said: float) -> None:
    one = unit(trust=reliable(0.92, 70), said=safety(said, 16), earlier=())
    loops = regions(*quantiles_of(one), (0.5,))[0]
    texts = [node for node in ET.fromstring(drawn.draw_several([one])).iter() if node.tag == "text"]
    words = [node for node in texts if node.text in ("done,", "but not", "said")]
    assert len(words) == 3
    for node in words:
        x, y = (float(node.get(side, 0)) for side in "xy")
        across = (x - 6 * len(node.text or "") - 42) / 300, (x - 42) / 300
        assert not any(inside(loop, at, 1 - (y - 4 - 26) / 300) for loop in loops for at in across)


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_an_outline_is_round_where_the_square_does_not_end(share: float) -> None:
    """Voice is a mixture whose steps are smoothed away; what they lose at its ends must not pile up there."""
    lumps = tuple(float(np.interp(q, (0, 0.34, 0.67, 1), (0.08, 0.14, 0.22, 0.36))) for q in QUANTILES)
    (loop, *_) = regions(quantiles(0.92, 70), lumps, (share,))[0]
    lowest, highest = min(y for _, y in loop), max(y for _, y in loop)
    whole = max(x for x, _ in loop) - min(x for x, _ in loop)
    for end in (lowest, highest):
        flat = [x for x, y in loop if abs(y - end) < 0.002]
        assert max(flat) - min(flat) < 0.4 * whole


ENDS = (0.03, 0.5, 0.985)


@pytest.mark.parametrize("trust", ENDS)
@pytest.mark.parametrize("said", ENDS)
def test_the_month_of_an_earlier_cloud_stands_whole_within_the_square_and_on_no_other_words(
    trust: float, said: float
) -> None:
    for now in ((0.9, 0.3), (0.2, 0.8), (0.97, 0.97)):
        earlier = (Earlier(ON - 310 * DAY, quantiles(trust, 200), quantiles(said, 200), None),)
        one = unit(trust=reliable(now[0], 60), said=safety(now[1], 20), earlier=earlier)
        texts = [node for node in ET.fromstring(drawn.draw(one, ON)).iter() if node.tag == "text"]
        (month,) = [node for node in texts if node.text == "January"] or [None]
        if month is None:  # both clouds lie together
            continue
        start, end, y = _span(month)
        assert 42 <= start < end <= 342
        assert 26 < y - 9 < y < 326
        for node in texts:
            if node is not month:
                left, right, level = _span(node)
                assert abs(level - y) > 11 or right < start or left > end


def _span(node: ET.Element) -> tuple[float, float, float]:
    """From where to where words go, at 6.4 pixels a letter, and on which line."""
    x, wide = float(node.get("x", 0)), 6.4 * len(node.text or "")
    start = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor", "start")]
    return start, start + wide, float(node.get("y", 0))
