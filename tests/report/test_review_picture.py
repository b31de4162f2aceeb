"""The timeline of acts: told apart without colour, every label in its place, said in words as well (REPORT, Look)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.reviewed import ME, MISSED, Said, meeting, reviewed, spoken, threads

from saidanddone.report.review import terminal
from saidanddone.report.review.picture import (
    MARKS_DRAWN,
    NARROW,
    WIDE,
    Frame,
    axis_of,
    drawn,
    ends_of,
    placeable,
    said,
    steps,
    under,
)
from saidanddone.report.review.tally import Found, tallied
from saidanddone.report.tokens import DARK, LIGHT, contrast

FRAMES = pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
TEXT = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" font-size="12" text-anchor="(\w+)" fill="[^"]+">([^<]+)<')


def found_in(*acts: Said, me: str | None = ME, **told: object) -> tuple[Found, ...]:
    return tallied(reviewed(spoken(*acts, **told), me=me)).counted  # type: ignore[arg-type]


def test_answered_unanswered_and_own_differ_in_shape_and_not_in_colour_alone() -> None:
    """A ring is hollow, a disc is not, a square is no circle: so in greyscale, and to the colour blind."""

    def circles(act: Said) -> list[str]:
        return re.findall(r'<circle [^>]*fill="(#\w+)"', drawn(found_in(act), WIDE))

    ((ring,), (disc,), square) = (circles(act) for act in (MISSED, Said(), Said(by=ME)))
    for palette, hollow, full in ((LIGHT, ring, disc), (DARK, DARK.paper, DARK.open)):
        assert hollow == palette.paper
        assert full == palette.open
        assert contrast(hollow, full) >= 3
    assert square == []


def test_marks_that_would_cover_one_another_stand_at_two_heights() -> None:
    """Forty acts in a lane of 300 pixels: neighbours differ in height; four stand on the line."""

    def heights(n: int) -> list[str]:
        picture = drawn(found_in(*[MISSED] * n), NARROW)
        each = sorted((float(x), y) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture))
        return [y for _, y in each]

    assert len(set(heights(4))) == 1
    many = heights(40)
    assert len(set(many)) == 2
    assert all(one != other for one, other in pairwise(many))


def test_a_square_is_filled_up_to_the_level() -> None:
    highs = []
    for level in range(1, 6):
        picture = drawn(found_in(Said(level=level, by=ME)), WIDE)
        (high,) = re.findall(rf'h16v([\d.]+)h-16z" fill="{LIGHT.safety}"', picture)
        highs.append(float(high))
    assert highs == sorted(set(highs))
    assert highs[-1] == 16.0


def test_labels_stand_at_their_marks() -> None:
    labels = [words for *_, words in TEXT.findall(drawn(tallied(meeting()).counted, WIDE))]
    assert labels.count("no answer") == 2
    assert "you: 4 LIV·" in labels
    assert "you: 1 L···" in labels
    assert "4 s" in labels


@FRAMES
@given(data=st.data())
def test_no_label_covers_another_or_leaves_the_picture(frame: Frame, data: st.DataObject) -> None:
    act = st.sampled_from([MISSED, Said(), Said(by=ME), Said("question"), Said("idea", 2, ME), Said("personal", None)])
    acts = data.draw(st.lists(act, min_size=1, max_size=40))
    boxes: dict[float, list[tuple[float, float]]] = {}
    for x, y, anchor, words in TEXT.findall(drawn(found_in(*acts), frame)):
        wide, at = 6.3 * len(words), float(x)
        left = {"start": at, "middle": at - wide / 2, "end": at - wide}[anchor]
        boxes.setdefault(float(y), []).append((left, left + wide))
    for row in boxes.values():
        row.sort()
        assert all(end <= begin for (_, end), (begin, _) in pairwise(row))
    inside = [box for row in boxes.values() for box in row]
    assert min(left for left, _ in inside) >= -1
    assert max(right for _, right in inside) <= frame.width + 14


@FRAMES
def test_many_acts_are_strokes_counted_lane_by_lane(frame: Frame) -> None:
    found = tallied(threads(100)).counted
    assert len(found) > MARKS_DRAWN
    picture = drawn(found, frame)
    labels = [words for *_, words in TEXT.findall(picture)]
    assert "20 no answer" in labels
    assert "15 by you" in labels
    assert (
        sum(int(label.split()[0]) for label in labels if re.fullmatch(r"\d+ (answered|by you|no answer)", label)) == 300
    )
    assert len(picture) < 40_000
    assert "stroke up" in under(found)


MAYBE = Said("idea", tier="proposed")
MAYBE_MISSED = Said("idea", None, tier="proposed")


def test_what_is_only_proposed_is_small_beside_what_counts_and_its_lane_says_so() -> None:
    found = tallied(reviewed(spoken(Said(), MAYBE, MAYBE_MISSED, MISSED), me=ME)).shown
    picture = drawn(found, WIDE)
    circles = [(float(r), fill) for r, fill in re.findall(r'<circle [^>]*r="([\d.]+)" fill="(#\w+)"', picture)]
    assert sorted(r for r, _ in circles) == [2.8, 2.8, 6.0, 6.5]
    assert [fill for r, fill in circles if r == 2.8] == [LIGHT.muted, LIGHT.paper]
    words = [words for *_, words in TEXT.findall(picture)]
    assert (words.count("none heard"), words.count("2 only proposed")) == (2, 1)
    assert "A small ring or disc is only proposed." in under(found)
    assert said(found).endswith("Two more are only proposed.")


def test_a_lane_of_nothing_but_proposals_tells_how_many() -> None:
    found = tallied(reviewed(spoken(Said("question"), MAYBE, MAYBE_MISSED), me=ME)).shown
    words = [words for *_, words in TEXT.findall(drawn(found, NARROW))]
    assert (words.count("2 only proposed"), words.count("none heard")) == (1, 2)
    assert "A ring: nobody answered." in under(found)


def test_what_is_proposed_of_a_turn_that_counts_stands_above_its_mark() -> None:
    talk, hearing = spoken(Said("problem"))
    beside = replace(hearing.acts[0], id="a-monday.vtt0-challenge", kind="challenge", tier="proposed")
    whole = reviewed((talk, replace(hearing, acts=(*hearing.acts, beside))), me=ME)
    heights = re.findall(r'<circle [^>]*cy="([\d.]+)"', drawn(tallied(whole).shown, WIDE))
    assert len(set(heights)) == 2
    (lane,) = [line for line in terminal.render(whole).splitlines() if line.strip().startswith("challenging")]
    assert (lane.count("?"), lane.count("●")) == (1, 1)


def test_a_proposal_elsewhere_costs_what_counts_neither_clock_nor_days() -> None:
    there = spoken(Said(), MISSED)
    undated = spoken(MAYBE, began_us=None, clock=False, source="notes.txt")
    found = tallied(reviewed(there, undated, me=ME)).shown
    assert len(found) == 3
    assert " over " in said(found)
    assert "turn" not in "".join(words for *_, words in TEXT.findall(drawn(found, WIDE)))
    assert len(placeable(found)) == 2


@FRAMES
def test_very_many_proposals_are_short_strokes_and_the_picture_stays_small(frame: Frame) -> None:
    found = tallied(reviewed(spoken(Said(), *[MAYBE, MAYBE_MISSED] * 400), me=ME)).shown
    picture = drawn(found, frame)
    assert len(picture) < 20_000
    assert picture.count("<circle") == 1
    assert "A short stroke is only proposed." in under(found)
    assert "A ring" not in under(found)
    many = tallied(reviewed(spoken(*[Said("idea")] * 100, MAYBE), me=ME)).shown
    assert "100 answered, 1 only proposed" in [words for *_, words in TEXT.findall(drawn(many, frame))]


def test_the_axis_is_the_clock_then_the_calendar_then_the_order() -> None:
    assert axis_of(found_in(MISSED)).kind == "clock"
    assert axis_of(found_in(MISSED, clock=False)).kind == "day"
    assert axis_of(found_in(MISSED, clock=False, began_us=None)).kind == "turn"
    # A text without a clock, of a day that was told: lines tell what was said first.
    assert axis_of(found_in(MISSED, MISSED, clock=False, gap=0.0)).kind == "turn"
    two = [spoken(MISSED, clock=False, began_us=None), spoken(MISSED, began_us=None, source="b.vtt")]
    assert axis_of(tallied(reviewed(*two)).counted).kind == "order"


def test_an_axis_of_one_day_tells_the_time_of_day_and_of_one_moment_the_day() -> None:
    chat = found_in(MISSED, MISSED, channel="chat")
    assert ends_of(axis_of(chat)) == ("1 January 1970, 00:00", "00:02")
    assert ends_of(axis_of(found_in(MISSED, channel="chat"))) == ("1 January 1970", "")
    days = found_in(MISSED, MISSED, channel="chat", gap=86_400.0)
    assert ends_of(axis_of(days)) == ("1 January 1970", "3 January 1970")


def test_the_picture_is_said_in_words() -> None:
    assert said(tallied(meeting()).counted) == (
        "Timeline of nine acts of speaking up over 21:00: three questions, two decisions challenged, a problem raised, "
        "a mistake admitted, an idea offered and asking for help. Nobody answered a mistake admitted at 4:00, a "
        "decision challenged at 10:00. You answered five, at levels 1 to 5 of five, of some only proposed."
    )
    assert "Every one was answered." in said(found_in(Said()))
    assert "and two more" in said(found_in(*[MISSED] * 5))


def test_steps_are_letters_with_a_dot_for_each_that_is_missing() -> None:
    (full, bare) = found_in(Said(level=5, by=ME, steps="IVE"), Said(level=2, by=ME))
    assert (steps(full), steps(bare)) == ("LIVE", "L···")
    assert steps(found_in(Said())[0]) == ""


def test_a_drawing_has_no_script_no_address_and_nothing_of_a_files_name() -> None:
    picture = drawn(found_in(MISSED, source='"><script>x</script>.vtt'), WIDE)
    assert "script" not in picture
    assert "http" not in picture
