"""A conversation review says what was heard, what nobody answered, how the reader replied; never who (PRIVACY 3)."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import pypdf
import pytest
from report.reading import Page
from report.reviewed import LEAD, ME, MISSED, OTHERS, WORDS, Said, meeting, promise, reviewed, spoken, threads

from saidanddone.errors import NotReleased
from saidanddone.evidence.problem import Problem
from saidanddone.privacy.review import ReleasedReview
from saidanddone.report.markup import Markup
from saidanddone.report.page import render as diagnosis_page
from saidanddone.report.review import page, paper, terminal
from saidanddone.report.review.tally import tallied
from saidanddone.report.tree import read_markup, walked

REVIEWS: dict[str, Callable[[], ReleasedReview]] = {
    "meeting": meeting,
    "stranger": lambda: meeting(me=None, marks=None),
    "threads": lambda: threads(40),
    "proposed": lambda: reviewed(spoken(*[Said(tier="proposed", by=ME)] * 3), me=ME),
    "mostly proposed": lambda: reviewed(spoken(Said(), *[Said("idea", None, tier="proposed")] * 3), me=ME),
    "refused": lambda: reviewed(spoken(Said(), refused="It seems to be in German."), me=ME),
    "silent": lambda: reviewed(spoken()),
    "nothing": reviewed,
}


@cache
def review_of(name: str) -> ReleasedReview:
    return REVIEWS[name]()


@cache
def text_of(name: str) -> str:
    """The page's words, without its markup."""
    inside = Markup(re.sub(r"<svg.*?</svg>", "", page.body(review_of(name)), flags=re.DOTALL))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inside)).replace("&#x27;", "'").replace("&amp;", "&")


@cache
def pdf_of(name: str) -> bytes:
    return paper.render(review_of(name))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


# --- Released only, and nobody's name or word -----------------------------------------------------------------------


@pytest.mark.parametrize("show", [page.render, paper.render, terminal.render, tallied])
@pytest.mark.parametrize("what", [None, {}, "review", tallied(meeting())], ids=["none", "dict", "str", "tally"])
def test_nothing_is_shown_that_privacy_has_not_released(show: Callable[[Any], Any], what: Any) -> None:
    with pytest.raises(NotReleased):
        show(what)


@pytest.mark.parametrize("show", [page.render, paper.render, terminal.render])
def test_a_diagnosis_is_no_review_and_a_review_no_diagnosis(show: Callable[[Any], Any]) -> None:
    from report.units import diagnosis, finding

    with pytest.raises(NotReleased):
        show(diagnosis(finding()))
    with pytest.raises((NotReleased, AttributeError)):
        diagnosis_page(meeting())  # type: ignore[arg-type]


@pytest.mark.parametrize("name", REVIEWS)
def test_no_output_has_a_name_or_a_word_that_was_said(name: str) -> None:
    review = review_of(name)
    pages = page.render(review, words="words.html") + terminal.render(review, colour=True) + repr(tallied(review))
    on_paper = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf_of(name))).pages)
    for told in (pages, on_paper, str(pypdf.PdfReader(io.BytesIO(pdf_of(name))).metadata)):
        assert "canary" not in told
        assert "sesame" not in told


@pytest.mark.parametrize("me", [None, ME])
def test_how_somebody_else_answered_changes_nothing_that_is_shown(me: str | None) -> None:
    """One answerer's level, steps and what followed are nobody's business: all outputs are the same for each."""

    def shown(level: int, steps: str) -> tuple[str, str]:
        review = reviewed(spoken(*[Said(level=level, steps=steps)] * 4, Said(by=ME)), me=me)
        return page.render(review), terminal.render(review)

    assert shown(1, "") == shown(5, "IVE")


# --- What it says ---------------------------------------------------------------------------------------------------


def test_missed_acts_stand_first_each_with_place_kind_and_a_way_out() -> None:
    found = Page(page.render(meeting()))
    heads = [block.text for block in found.blocks if block.name == "h2"]
    assert heads[0] == "Missed opportunities"
    missed = [block.text for block in found.blocks if "#missed" in block.around and block.name in ("dt", "dd")]
    assert missed == [
        "A decision challenged", "10:00, monday.vtt:43",
        "You can still go back to it: say what would change your mind, or why the decision stands.",
        "A mistake admitted", "4:00, monday.vtt:19",
        "You can still go back to it: say thank you for the telling, then ask what it takes to put it right.",
    ]  # fmt: skip


def test_what_the_reader_did_is_no_opportunity_and_told_apart() -> None:
    said = terminal.render(meeting(), width=1_000)
    assert "You spoke up yourself: something personal shared. It was left without an answer" in said
    alone = reviewed(spoken(Said("question", 3, OTHERS[1], ME)), me=ME)
    assert tallied(alone).counted == ()
    assert "You asked one question." in terminal.render(alone, width=1_000)
    assert "You spoke up yourself" not in page.render(meeting(me=None))


def test_where_nothing_counts_what_is_proposed_is_drawn_and_said_to_be_that() -> None:
    only = reviewed(spoken(Said(tier="proposed", level=None), Said(tier="proposed", by=ME)), me=ME)
    told = terminal.render(only, width=1_000)
    assert "All of it is only proposed." in told
    assert "Perhaps a problem raised (0:00, monday.vtt:3)" in told
    assert "What you replied to one of two proposals" in told
    html = page.render(only)
    assert html.count('role="img"') == 1
    assert "All of it is only proposed." in html
    assert "All of it is only proposed." not in page.render(meeting())


def test_what_is_proposed_is_kept_apart_from_what_counts() -> None:
    found = Page(page.render(meeting()))
    lines = [block.text for block in found.blocks if "#missed" in block.around and block.name in ("summary", "tr")]
    assert lines[0].startswith("One proposal without an answer")
    assert lines[2] == "An idea offeredof ten such, about eight are right18:00, monday.vtt:75"
    assert len(tallied(meeting()).counted) == 9


def test_places_lead_into_the_words_where_they_are_kept() -> None:
    links = re.findall(r'<a href="([^"#]+#c\d+t\d+)"', page.render(meeting(), words="my words & more.html"))
    assert "my%20words%20%26%20more.html#c0t4" in links
    assert len(links) == 2 + 1 + 5 + 4  # missed, proposed, replies, promises
    assert "#c0t" not in page.render(meeting())
    later = page.render(threads(30), words="words.html")
    assert 'href="words.html#c25t0"' in later


def test_the_readers_replies_are_told_with_steps_and_what_followed() -> None:
    told = text_of("meeting")
    assert "After four seconds, at 1:00, your reply took it seriously." in told
    assert "You looked, said what it was and said that it was worth saying." in told
    assert "Something was to change." in told
    assert "It was a no with its reason, and that is a full answer." in told
    assert "Not heard in it: Identify, Validate and Encourage." in told
    assert "answered, or turned down with a reason: that is fine" in told
    assert "is a reading of its words, not of you. You can go back" in told
    assert not re.search(r"punished|you punish", told)


def test_without_a_reader_nobodys_replies_are_told() -> None:
    told = text_of("stranger")
    assert "Your replies" not in told
    assert "your reply" not in told
    assert "how welcome the answers were cannot be told from here" in told


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([[]], "You marked no moments before anything was shown. None of the three acts"),
        ([[0]], "You marked one moment before anything was shown. One of the three acts of others that we heard was"),
        ([[0, 1, 2, 4]], "You marked two moments before anything was shown. All of the three acts"),
    ],
)
def test_what_share_was_noticed_is_told(marks: list[list[int]], said: str) -> None:
    told = terminal.render(reviewed(spoken(Said(), MISSED, Said("idea")), marks=marks), width=1_000).replace(
        "\n  ", " "
    )
    assert said in told
    assert ("Not among them" in told) == (not said.startswith("You marked two"))


def test_what_went_by_unmarked_is_told_by_kind() -> None:
    told = text_of("meeting")
    assert "Not among them: three questions, a mistake admitted, an idea offered, a decision challenged and" in told


def test_promises_say_whose_by_when_and_that_they_are_proposed() -> None:
    found = Page(page.render(meeting()))
    rows = [block.text for block in found.blocks if "#promises" in block.around and block.name == "tr"]
    assert rows == [
        "promisestatewhere",
        "You to somebody, undatedproposed, in answer to a problem raised1:00, monday.vtt:7",
        "You to somebody, by 4 January 1970confirmed7:00, monday.vtt:31",
        "A leader to somebody, by 5 January 1970proposed, seemingly done at 9:00 (proposed)3:00, monday.vtt:15",
        "Somebody to somebody else, undatedproposed5:00, monday.vtt:23",
    ]
    assert "Two without a date. To date one, tell whoever it was made to" in text_of("meeting")


def test_a_dated_promise_is_not_asked_for_its_date() -> None:
    told = page.render(reviewed(spoken(Said(), promises=[promise(1, LEAD, due_us=10**12)])))
    assert "To date one" not in told
    assert "One promise heard: one by a leader." in told


def test_shares_of_the_words_are_told_and_no_interruptions() -> None:
    words = {ME: 60} | {who: 10 * n for n, who in enumerate(OTHERS[:6])}
    review = reviewed(spoken(Said(by=ME), words=words), me=ME)
    told = terminal.render(review, width=1_000)
    assert "You said 29% of the words, one of seven voices." in told
    assert "The less heard half of the others said 14% of them." in told
    assert "what was read cannot show two people talking at once" in told
    both = terminal.render(reviewed(spoken(Said(), overlaps=True)), width=1_000)
    assert "does not tell breaking in from joining in" in both
    assert not re.search(r"interrupted", told + both)


def test_the_small_print_says_what_errs_what_was_refused_withheld_and_wrong() -> None:
    problem = Problem("b.vtt", 7, "This line has no time.", "Add one.")
    review = reviewed(
        spoken(*[Said(by=who) for who in OTHERS[1:4]]),
        spoken(Said(), source="b.vtt", refused="it seems to be German."),
        problems=[problem], notes=["Two labels were taken for one person."],
    )  # fmt: skip
    told = terminal.render(review, width=1_000)
    assert "Counted automatically: a question (of ten such, nearly all are right)." in told
    assert "(of ten such, about eight are right)" in told
    assert "a promise (of ten such, about four are right)" in told
    assert "stepping in for somebody (not measured on real talk)" in told
    assert "Not listened to: one conversation. It seems to be German." in told
    assert "Withheld: three answers. How others answered is told over at least 5 people together" in told
    assert "b.vtt:7: This line has no time. Add one." in told
    assert "Two labels were taken for one person." in told
    assert "Heard by lean 6" in told


def test_of_everybody_together_it_is_told_how_they_answered() -> None:
    talk = spoken(*[Said(level=4, by=who) for who in OTHERS[1:6]], Said(level=3, by=OTHERS[6]))
    assert "most answers, over everybody, said that it was welcome" in page.render(reviewed(talk))


def test_of_a_recording_the_clock_is_told_and_of_writing_the_day() -> None:
    talked, written = (spoken(Said(), MISSED, channel=channel) for channel in ("meeting", "chat"))
    assert "A problem raised (2:00, monday.vtt:11)" in terminal.render(reviewed(talked), width=1_000)
    assert "A problem raised (1 January 1970, 00:02, monday.vtt:11)" in terminal.render(reviewed(written), width=1_000)
    mail = spoken(Said(), MISSED, channel="email")
    assert "A problem raised (1 January 1970, monday.vtt:11)" in terminal.render(reviewed(mail), width=1_000)
    undated = spoken(MISSED, channel="email", began_us=None, clock=False)
    assert "A problem raised (monday.vtt:3)" in terminal.render(reviewed(undated), width=1_000)


@pytest.mark.parametrize(
    ("n", "channel", "pictures"), [(1, "meeting", 1), (3, "meeting", 3), (4, "meeting", 1), (3, "chat", 1)]
)
def test_a_few_meetings_have_a_picture_each(n: int, channel: str, pictures: int) -> None:
    talks = [spoken(MISSED, source=f"{k}.vtt", channel=channel) for k in range(n)]
    assert page.render(reviewed(*talks)).count('role="img"') == pictures


# --- Many ------------------------------------------------------------------------------------------------------------


def test_of_many_conversations_ten_are_told_and_the_rest_folded() -> None:
    found = Page(page.render(threads(40)))
    in_sight = [block for block in found.blocks if "#overview" in block.around and block.name == "tr"]
    assert len([block for block in in_sight if "details" not in block.around]) == 1 + 10
    assert len([block for block in in_sight if "details" in block.around]) == 1 + 30
    first = in_sight[1].text
    assert re.match(r"1\. 1 January 1970, export\.zip", first)  # a missed challenge and a hard reply


def test_the_list_says_what_it_is_sorted_by_and_shows_it() -> None:
    told = terminal.render(threads(3))
    assert "most left open or answered hard first" in told
    assert "acts   no answer  hard" in told
    others = terminal.render(threads(3, me=None))
    assert "most left open first" in others
    assert "hard" not in others.split("Missed opportunities")[0]


def test_one_folded_away_is_not_told_in_the_plural() -> None:
    one_more = [promise(turn) for turn in (1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 1)]
    html = page.render(reviewed(spoken(*[Said()] * 6, promises=one_more), me=ME))
    assert "The other promise" in html
    assert "other 1 " not in html


def test_the_boldest_missed_acts_are_told_before_the_rest() -> None:
    said = [Said("question", None)] * 12 + [Said("challenge", None)]
    found = Page(page.render(reviewed(spoken(*said))))
    told = [block.text for block in found.blocks if "#missed" in block.around and block.name in ("dt", "dd")]
    assert told[:2] == ["A decision challenged", "24:00, monday.vtt:99"]
    assert told[3:5] == ["Nine questions", "0:00, monday.vtt:3"]
    assert told[-1] == "You can still go back to each: answer it now, or say that you do not know yet."
    assert len(told) == 3 + 1 + 9 + 1
    assert "The other 3 without an answer" in [block.text for block in found.blocks if block.name == "summary"]


def test_a_page_of_five_thousand_acts_stays_small() -> None:
    big = page.render(threads(1000, 5), words="words.html")
    assert len(big.encode()) < 2_000_000
    assert big.count("<tr") < 5_000


# --- Paper and terminal say the same --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REVIEWS)
def test_paper_says_every_sentence_of_the_page(name: str) -> None:
    sheets = [sheet.extract_text().splitlines() for sheet in pypdf.PdfReader(io.BytesIO(pdf_of(name))).pages]
    on_paper = squeezed("".join(line for lines in sheets for line in lines[1:-1]))
    tree = read_markup(page.body(review_of(name), room=page.PAPER))
    shown = [node for node in walked(tree) if node.name in ("h1", "h2", "p", "dt", "dd", "li", "summary", "td")]
    texts = [part for node in shown for part in node.inside if isinstance(part, str)]
    assert len(texts) > 5
    assert [text for text in texts if squeezed(text) not in on_paper] == []


def test_one_reply_stands_at_the_left_of_the_sheet() -> None:
    at: dict[str, float] = {}
    for sheet in pypdf.PdfReader(io.BytesIO(paper.render(reviewed(spoken(Said(by=ME)), me=ME)))).pages:
        sheet.extract_text(
            visitor_text=lambda text, cm, tm, *_: at.setdefault(text.strip(), tm[4] * cm[0] + tm[5] * cm[2] + cm[4])
        )
    heading = next(x for words, x in at.items() if words.startswith("Your replies"))
    assert next(x for words, x in at.items() if words.startswith("To a problem raised")) == pytest.approx(
        heading, abs=2
    )


def test_the_same_review_is_the_same_bytes() -> None:
    assert paper.render(meeting()) == pdf_of("meeting")
    assert page.render(meeting()) == page.render(meeting())


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_terminal_keeps_to_its_width_and_needs_no_colour(name: str, width: int) -> None:
    plain = terminal.render(review_of(name), width=width)
    assert max(map(len, plain.splitlines())) <= width
    coloured = terminal.render(review_of(name), width=width, colour=True)
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_in_a_terminal_what_is_only_proposed_is_a_question_mark_and_gives_way_to_what_counts() -> None:
    told = terminal.render(reviewed(spoken(Said("idea"), Said("idea", tier="proposed"), Said("question")), me=ME))
    (lane,) = [line for line in told.splitlines() if line.strip().startswith("contributing")]
    assert (lane.count("?"), lane.count("●")) == (1, 1)
    assert "? 1 that is only proposed." in " ".join(told.split())


def test_the_terminal_draws_in_ascii_where_only_that_can_be_shown() -> None:
    strip = [line for line in terminal.render(meeting(), ascii_only=True).splitlines() if line.startswith("  chall")]
    assert strip
    assert strip[0].isascii()
    assert "4" in strip[0]
    assert "o" in strip[0].removeprefix("  challenging")


@pytest.mark.parametrize("name", REVIEWS)
def test_the_terminal_says_the_pages_first_sentence_first(name: str) -> None:
    first = re.sub(r"<[^>]+>", "", page.body(review_of(name)).split("<h1")[1].split(">", 1)[1].split("</h1>")[0])
    assert terminal.render(review_of(name), width=1_000).startswith(first)


def test_a_file_name_cannot_become_markup_or_move_a_cursor() -> None:
    review = reviewed(spoken(MISSED, source='<img src=x onerror="1">\x1b[2J.vtt'))
    assert "<img" not in page.render(review)
    assert "\x1b" not in terminal.render(review)
    assert WORDS not in page.render(review)


def test_the_page_and_the_terminal_need_neither_charts_nor_an_engine() -> None:
    heavy = ("altair", "vl_convert", "pandas", "ibis", "duckdb", "scipy", "typst")
    loads = "import saidanddone.report.review.page, saidanddone.report.review.terminal, sys"
    code = f"{loads}; print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
