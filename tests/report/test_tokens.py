"""The look survives colour blindness, greyscale and the dark; nothing rests on hue alone (REPORT, Look; T9)."""

from __future__ import annotations

from dataclasses import astuple, fields
from itertools import combinations

import pytest

from saidanddone.report.timeline import LANES
from saidanddone.report.tokens import DARK, LIGHT, STATES, Palette, contrast, dark_rules, lightness, rgb

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(colour: str, blindness: str) -> str:
    """The colour as somebody with this blindness sees it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    turned = [sum(m * c for m, c in zip(row, linear, strict=True)) for row in BLINDNESS[blindness]]
    back = [min(1.0, max(0.0, c)) for c in turned]
    coded = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in back]
    return "#" + "".join(f"{round(255 * c):02x}" for c in coded)


@PALETTES
def test_text_can_be_read_on_paper_and_card(palette: Palette) -> None:
    for text in (palette.ink, palette.muted):
        for behind in (palette.paper, palette.card):
            assert contrast(text, behind) >= 4.5


@PALETTES
def test_marks_stand_out_from_paper_and_card(palette: Palette) -> None:
    for drawn in (palette.trust, palette.safety, palette.broken, palette.open):
        for behind in (palette.paper, palette.card):
            assert contrast(drawn, behind) >= 3.0


@PALETTES
def test_the_two_axes_differ_in_lightness(palette: Palette) -> None:
    assert abs(lightness(palette.trust) - lightness(palette.safety)) >= 20


@PALETTES
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_two_axes_differ_to_the_colour_blind(palette: Palette, blindness: str) -> None:
    assert abs(lightness(seen(palette.trust, blindness)) - lightness(seen(palette.safety, blindness))) >= 15


@PALETTES
def test_an_interval_can_be_told_from_an_empty_track_in_greyscale(palette: Palette) -> None:
    for soft in (palette.trust_soft, palette.broken_soft, palette.open_soft):
        assert abs(lightness(soft) - lightness(palette.track)) >= 8


def test_no_evidence_reliably_good_and_reliably_bad_share_no_shape_and_no_colour() -> None:
    for one, other in combinations(("none", "kept", "broken"), 2):
        assert STATES[one].shape != STATES[other].shape
        assert STATES[one].colour != STATES[other].colour
        assert STATES[one].sign != STATES[other].sign
        assert STATES[one].plain_sign != STATES[other].plain_sign


def test_no_two_outcomes_share_shape_and_filling_and_colour() -> None:
    looks = [(lane.shape, lane.filled, lane.colour) for lane in LANES.values()]
    assert len(set(looks)) == len(looks)


def test_every_light_colour_has_one_dark_pair() -> None:
    light = astuple(LIGHT)
    assert len(set(light)) == len(light), "a colour that plays two roles cannot be turned dark"
    rules = dark_rules("figure")
    for field in fields(Palette):
        assert f'[fill="{getattr(LIGHT, field.name)}"]{{fill:{getattr(DARK, field.name)}}}' in rules
