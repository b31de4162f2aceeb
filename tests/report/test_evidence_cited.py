"""Every claim cites its evidence: no number stands on a page without a link to the rows it rests on (issue: trust)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from report.reading import Page, numbers
from report.said import safety, speaking_up
from report.units import diagnosis, finding, forecast, mark, marks, stranger

from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import page, terminal
from saidanddone.report.citing import Rows, ranges

SHORT = forecast(mean=0.4, low=0.3, high=0.5, cautious=0.3, p_above=0.01, state="broken")
PAGES: dict[str, tuple[Callable[[], ReleasedDiagnosis], str]] = {
    "a leader": (lambda: diagnosis(finding()), "leader"),
    "a team": (lambda: diagnosis(finding("Blue", "team"), finding()), "team"),
    "a leader and their team": (lambda: diagnosis(finding("Blue", "team"), finding()), "leader"),
    "several": (lambda: diagnosis(*(finding(f"P{i}", "project", rows=marks(20)) for i in range(5))), "leader"),
    "short": (lambda: diagnosis(finding(trust=SHORT)), "leader"),
    "too early": (lambda: diagnosis(finding(trust=forecast(low=0.3, high=0.95))), "leader"),
    "a start": (lambda: diagnosis(finding("Blue", "team", forecast(occasions=3))), "team"),
    "both halves": (lambda: diagnosis(speaking_up("Ana Example", "leader")), "leader"),
    "a team with both": (lambda: diagnosis(speaking_up()), "team"),
    "several with both": (lambda: diagnosis(speaking_up(), speaking_up("Kite", said=safety(0.2, 30))), "leader"),
    "a start of speaking up": (lambda: diagnosis(speaking_up(said=safety(0.7, 3, acts=2, levels={4: 2}))), "leader"),
    "two files": (
        lambda: diagnosis(finding(rows=[mark(i, age=9 + i, source=f"{i % 2}.csv") for i in range(9)])),
        "leader",
    ),
}

EXEMPT = {
    "blockquote": "words to say, not a claim",
    "header": "the day asked about",
    "footer": "the small print says what was read, by file and line",
    "#record": "our own record is about nobody; it names the command that shows it",
    ".rows": "these are the rows",
    ".nothing-said": "what was read of the other half, with no forecast made",
    "figcaption": "how to read a drawing, whose rows are under it",
    "#last-time": "told by its owner, not counted",
    ".ratings": "these are the rows of ratings",
}
"""What may tell a number without a link, and why."""


def uncited(found: Page) -> list[str]:
    """Blocks with a number that neither hold a link to something on the page nor are followed by one in their card."""
    lost = []
    for place, block in enumerate(found.blocks):
        if block.is_a_title or not numbers(block.text) or set(EXEMPT) & set(block.around):
            continue
        links = list(block.links)
        if ".card" in block.around or ".tomorrow" in block.around:
            links += [link for other in found.blocks[place:] if other.within == block.within for link in other.links]
        if not set(links) & found.ids:
            lost.append(f"{block.name}: {block.text}")
    return lost


@pytest.mark.parametrize("name", PAGES)
def test_no_number_stands_without_a_link_to_what_it_rests_on(name: str) -> None:
    made, voice = PAGES[name]
    found = Page(page.render(made(), voice=voice))
    assert sum(bool(numbers(block.text)) for block in found.blocks) > 10
    assert uncited(found) == []
    assert {link for block in found.blocks for link in block.links} <= found.ids


def test_a_number_that_nothing_stands_behind_would_be_found() -> None:
    assert uncited(Page('<main><p>Kept 62%.</p><p>Three <a href="#gone">rows</a></p><p>None.</p></main>')) == [
        "p: Kept 62%.",
        "p: Three rows",
    ]


def test_what_went_quiet_names_its_rows_one_by_one_where_they_are_few() -> None:
    rows = [mark(i, age=60 + i, status="dropped" if i < 2 else "delivered", y=int(i > 1)) for i in range(9)][::-1]
    counts = {"made": 9, "settled": 9, "kept": 7, "dropped": 2}
    whole = diagnosis(finding(rows=rows, trust=forecast(counts=counts)))
    html = page.render(whole)
    assert '(lines <a href="#u1-r9">1</a> and <a href="#u1-r8">2</a>)' in html
    assert html.count("#u1-r9") == 3, "at what to do, at what went quiet, and at what is remembered"
    assert "no word of them found). (lines 1 and 2)" in " ".join(terminal.render(whole).split())


def test_many_rows_are_named_by_their_newest_and_counted() -> None:
    unit = diagnosis(finding(rows=marks(44))).released[0]
    cited = Rows(unit, 1, 2).cite(unit.marks[:40])
    assert ">5</a>" not in cited
    assert '<a href="#u1-rows">37 more</a>' in cited
    assert 'href="#u1-r' not in cited.replace("#u1-rows", ""), "only rows that are listed have a place to go to"


def test_nothing_to_list_is_nothing_to_cite() -> None:
    unit = diagnosis(finding(trust=stranger(), rows=())).released[0]
    assert Rows(unit, 1, 200).cite() == ""


def test_the_ratings_counted_stand_on_the_page_and_none_says_what_it_said() -> None:
    """MISSION T4: what was written beside a rating stays with its owner, and who said what with nobody."""
    html = page.render(diagnosis(finding()))
    assert '<a href="#u1-ratings">twelve ratings</a>' in html
    assert "Ratings counted: ratings.csv: 2 to 13." in html


def test_runs_of_lines_are_drawn_together_source_by_source() -> None:
    assert ranges(["a.csv:9", "a.csv:2", "b.csv:4", "a.csv:3", "a.csv:3"]) == "a.csv: 2 to 3, 9; b.csv: 4"
