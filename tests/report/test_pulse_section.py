"""What people answered, in the report: each half by itself, only as finely as released, beside what was seen (S10)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any

import pypdf
import pytest
from report.reading import Page
from report.said import speaking_up
from report.test_evidence_cited import uncited
from report.units import DAY, ON, diagnosis, finding, stranger

from saidanddone.diagnosis.finding import Finding, Mark
from saidanddone.diagnosis.pulse import Answered, Apart, Pulse
from saidanddone.privacy.release import Released, ReleasedDiagnosis
from saidanddone.report import answerwords, page, paper, pictures, terminal
from saidanddone.report.answerstrip import EARLIER_DRAWN, drawn_answers
from saidanddone.report.voice import Voice

EVERYBODY = frozenset(f"p{n}" for n in range(30))
APART = Apart("safety", "lower", 4.1, 3.6, 4.5, -0.5, 0.04)


def composite(half: str = "safety", respondents: int = 7, mean: float = 3.4, age: int = 6, **more: Any) -> Answered:
    band = 0 if mean < 3 else 1 if mean < 4 else 2
    base = Answered(
        half=half, round=f"round-{age}", closed_us=ON - age * DAY, respondents=respondents, band=band, mean=mean,
        low=mean - 0.3, high=mean + 0.3, scale=(1.0, 5.0), roster=EVERYBODY,
    )  # fmt: skip
    return replace(base, **more)


def polled(latest: Sequence[Answered], unit: Finding | None = None, **changes: Any) -> Finding:
    """A team of which people answered, beside both kinds of behaviour."""
    pulse = Pulse(
        latest=tuple(latest), earlier=(), apart=(), own={"learner": 6, "challenger": 2}, witnessed=None,
        held_back={"challenger": 9}, promises_due=3.0, promises_kept=2.0, used=True, rounds=1,
    )  # fmt: skip
    return replace(speaking_up("Harbour") if unit is None else unit, pulse=replace(pulse, **changes))


def text_of(html: str) -> str:
    words = re.sub(r"<(?:svg|style)\b.*?</(?:svg|style)>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


BANDED = polled([composite("trust", mean=4.3), composite("safety", mean=2.2)],
                earlier=(composite("safety", mean=2.4, age=90), composite("safety", mean=3.2, age=60)))  # fmt: skip
EXACT = polled([composite("trust", 24), composite("safety", 24, 3.6), composite("engagement", 24, 2.5)], apart=(APART,))


@pytest.fixture(scope="module")
def banded() -> ReleasedDiagnosis:
    return diagnosis(BANDED)


@pytest.fixture(scope="module")
def exact() -> ReleasedDiagnosis:
    return diagnosis(EXACT)


@pytest.fixture(scope="module")
def said(banded: ReleasedDiagnosis) -> str:
    return text_of(page.render(banded))


def only(whole: ReleasedDiagnosis) -> Released:
    (unit,) = whole.released
    return unit


def test_below_twenty_each_half_is_a_band_and_no_mean_stands_anywhere(banded: ReleasedDiagnosis, said: str) -> None:
    html, text = page.render(banded), terminal.render(banded)
    assert "High; at least five answered." in said
    assert "Low; at least five answered." in said
    assert "of 5 (" not in said + text
    assert "cx=" not in html[html.index('class="answers"') : html.index("Told of in the last year")]
    assert "seven answered" not in said


def test_a_drawn_band_is_the_same_wherever_in_it_the_mean_lay() -> None:
    """No mean is read off a picture: it is made of what was released, and of a band's place alone."""
    drawn = {drawn_answers(only(diagnosis(polled([composite(mean=mean)]))).pulse.latest[0])  # type: ignore[union-attr]
             for mean in (3.0, 3.4, 3.9)}  # fmt: skip
    assert len(drawn) == 1


def test_from_twenty_a_mean_stands_with_its_interval_and_how_many(exact: ReleasedDiagnosis) -> None:
    said = text_of(page.render(exact))
    assert re.search(r"3\.4 of 5 \(3\.\d to 3\.\d\); 24 answered", said)
    assert "estimated with a graded response model" in said
    assert "graded response model" not in text_of(page.render(diagnosis(BANDED))), "where no mean is told"


def test_no_figure_is_made_of_two_halves(exact: ReleasedDiagnosis) -> None:
    """MISSION Q1: never blended."""
    html = page.render(exact)
    shown = set(re.findall(r"(\d\.\d) of 5 \(", text_of(html)))
    pulse = only(exact).pulse
    assert pulse is not None
    expected = {f"{one.expected:.1f}" for one in pulse.apart}
    assert shown == {f"{one.mean:.1f}" for one in pulse.latest} | expected
    assert "Each half is told by itself" in text_of(html)


def test_earlier_rounds_stand_in_a_row_and_only_so_many() -> None:
    rounds = tuple(composite(age=20 * n) for n in range(9, 0, -1))
    svg = drawn_answers(composite(age=1), rounds)
    assert len(re.findall(r'font-size="12"', svg)) == EARLIER_DRAWN + 1
    newest = drawn_answers(composite(age=1), rounds[-EARLIER_DRAWN:])
    assert svg == newest, "the latest of them"
    assert "before" not in drawn_answers(composite(age=1), [composite("trust", age=40)]), "nor another half's"


def test_each_half_looks_another_way_without_any_colour() -> None:
    drawn = {half: drawn_answers(replace(composite(half), mean=None)) for half in answerwords.HALVES}
    strokes = {re.sub(r'(?:fill|stroke)="#[^"]*"', "", svg) for svg in drawn.values()}
    assert len(strokes) == 3


def test_trust_items_stand_beside_what_is_remembered_and_are_said_never_to_enter_the_forecast(said: str) -> None:
    """MODEL §1: they inform perceived trust alone."""
    assert "It never enters the trust forecast" in said
    assert "(remembered as about 74%)" in said


def test_it_is_said_whether_the_answers_moved_the_safety_forecast() -> None:
    for used, words in ((True, "The safety forecast rests on this too"), (False, "has not moved the safety forecast")):
        assert words in text_of(page.render(diagnosis(polled([composite()], used=used))))


def test_where_answers_part_both_are_told_what_they_can_see_and_nobody_is_blamed(exact: ReleasedDiagnosis) -> None:
    said = text_of(page.render(exact))
    assert "They come to 3.6, 0.5 lower than the about 4.1 of 5" in said
    assert "what stayed unsaid it cannot know" in said
    assert "how often it happened, and when, they do not know" in said
    assert "at most five of 100 rounds" in said
    assert said.count("Where sources disagree") == 1
    assert not re.search(r"\b(wrong|fault|lie|dishonest|complain)", said)


def test_a_band_apart_is_told_by_where_it_was_expected_and_no_difference() -> None:
    part = replace(APART, difference=None)
    unit = only(diagnosis(polled([composite(mean=2.2)], apart=(part,))))
    assert unit.pulse is not None
    (kept,) = unit.pulse.apart
    first, second = answerwords.apart_sentences(unit, kept)
    assert "The answers are low; about 4.0 of 5" in first
    assert "which is high" in first
    assert "lower than" not in first
    assert "Ask the team" in second
    assert "Ask each other" in answerwords.apart_sentences(unit, kept, Voice("team", unit.id))[1]


def test_a_team_reads_the_same_figures_in_its_own_words(banded: ReleasedDiagnosis, said: str) -> None:
    ours = text_of(page.render(banded, voice="team"))
    assert "We answered high for what gets done and low for what gets said" in ours
    assert "What we held back" in ours
    assert "promises to us came due in two weeks" in ours
    section = re.compile(r"What (?:we|people) answered (The round.*?)Our own record")
    figures = re.compile(r"\d+(?:\.\d+)?|\b(?:low|middle|high|two|three|nine|six|at least \w+)\b")
    both = [figures.findall(section.search(text)[1]) for text in (ours, said)]  # type: ignore[index]
    assert both[0] == both[1]


def test_episodes_are_told_by_kind_and_once_or_twice_is_left_out(said: str) -> None:
    assert "Told of in the last year: asking and admitting six times." in said
    assert "problems and challenges nine times" in said
    assert "fewer than three told in a round is left out" in said


def test_what_nobody_was_asked_is_not_told_of() -> None:
    unit = polled([composite()], own=None, held_back=None, promises_due=None, promises_kept=None)
    said = text_of(page.render(diagnosis(unit)))
    for words in ("held back", "as told", "saw others do", "left out"):
        assert words not in said


@pytest.mark.parametrize("voice", ["leader", "team"])
@pytest.mark.parametrize("unit", [BANDED, EXACT], ids=["banded", "exact"])
def test_every_figure_of_answers_leads_to_what_it_is_made_of(unit: Finding, voice: str) -> None:
    found = Page(page.render(diagnosis(unit), voice=voice))
    assert uncited(found) == []
    assert {link for block in found.blocks for link in block.links} <= found.ids
    assert len(found.ids) == len({told["id"] for _, told in found.tags if "id" in told})


def test_the_small_print_says_what_a_figure_is_and_who_sees_it(said: str) -> None:
    print_ = said[said.index("Small print") :]
    for words in (
        "from five respondents in a round",
        "Below twenty only low",
        "no figure is ever made of both",
        "Everybody on a team and its leader may see these answers",
    ):
        assert words in print_
    assert "anonymous" not in print_


def test_without_a_pulse_nothing_is_said_of_one() -> None:
    said = text_of(page.render(diagnosis(speaking_up("Harbour"))))
    for words in ("answered high", "What people answered", "respondents"):
        assert words not in said


def test_page_one_of_the_paper_holds_one_line_of_answers_and_stays_one_sheet(exact: ReleasedDiagnosis) -> None:
    for size in paper.PAPERS:
        first, second, *_ = pypdf.PdfReader(io.BytesIO(paper.render(exact, paper=size))).pages
        told = " ".join(first.extract_text().split())
        assert "answered 3.4 of 5" in told
        assert "Where sources disagree" in told
        assert "What would change this answer" not in second.extract_text()


@pytest.mark.parametrize("width", [60, 80])
def test_the_terminal_tells_it_within_its_width_and_without_colour(exact: ReleasedDiagnosis, width: int) -> None:
    text = terminal.render(exact, width=width)
    assert max(map(len, text.splitlines())) <= width
    joined = " ".join(text.split())
    assert "What people answered" in joined
    assert "They come to 3.6, 0.5 lower" in joined
    assert "What people held back" in joined
    assert terminal.render(exact, width=width, brief=True).count("answered") == 1


def told_mark(n: int, y: int) -> Mark:
    at = ON - (1 + n) * 30 * DAY
    return Mark("pulse.csv:0", at - 14 * DAY, at, None, "delivered" if y else "overdue", y, None, None, "pulse.csv", 0)


def test_promises_that_only_answers_tell_of_are_no_rows_and_never_overdue() -> None:
    few = finding("Harbour", "team")
    few = replace(few, trust=replace(few.trust, occasions=3, counts={"made": 3, "settled": 3, "kept": 2, "overdue": 1}))
    unit = polled([composite("trust")], replace(few, marks=tuple(told_mark(n, y) for n, y in enumerate((1, 0, 1)))))
    said = text_of(page.render(diagnosis(unit)))
    assert "only answers tell, in three rounds: too little to be a record" in said
    assert "overdue" not in said
    assert "past its day" not in said
    assert "pulse.csv:0" not in said


def test_the_answers_are_a_picture_of_their_own_with_words_for_who_does_not_see_it(banded: ReleasedDiagnosis) -> None:
    made = next(one for one in pictures.of_diagnosis(banded) if one.name == "answers")
    assert "What needs saying gets said: low, at least five answered" in made.said
    assert "middle of three in the round" in made.said
    assert str(made.chart).startswith("<svg xmlns")


def test_a_team_that_only_answered_is_told_so_and_no_silence_is_claimed() -> None:
    base = speaking_up("Harbour").safety
    assert base is not None
    told = replace(
        speaking_up("Harbour"), acts=(),
        safety=replace(base, acts=0, made=0, levels={}, answers_used=True, state="uncertain", counts_used=False,
                       unanswered=0, unsettled=0, unseen=0, stages=(), roles=(), channels=(), followed={}),
    )  # fmt: skip
    said = text_of(page.render(diagnosis(polled([composite()], told))))
    assert "going only by what people answered" in said
    assert "rests on silence" not in said
    assert "also rests on what people answered" in said


def test_a_stranger_with_a_pulse_still_gets_a_page() -> None:
    unit = replace(finding("Harbour", "team", stranger(), ()), pulse=BANDED.pulse)
    said = text_of(page.render(diagnosis(unit, record=None)))
    assert "What people answered" in said
    assert "stands beside trust as people remember it." in said
