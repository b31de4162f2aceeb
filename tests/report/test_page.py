"""The page as text: its order, its escaping, its rows, its size; nothing in it can run or fetch."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.units import diagnosis, finding, forecast, mark, marks, stranger

from saidanddone.evidence.problem import Problem
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import page

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;"
VOID = {"meta", "link", "br", "hr", "img"}


class Reader(HTMLParser):
    """Reads a page: tags that open and close, ids, links to them, attributes, text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.unbalanced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def read(whole: ReleasedDiagnosis) -> Reader:
    reader = Reader()
    reader.feed(page.render(whole))
    assert not reader.unbalanced
    assert not reader.open
    return reader


def test_the_page_keeps_the_order_of_page_one() -> None:
    html = page.render(diagnosis(finding()))
    order = [html.index(part) for part in (
        "<h1", 'id="forecasts"', 'id="tomorrow"', 'id="change"', 'id="u1"', 'id="record"', "<footer",
    )]  # fmt: skip
    assert order == sorted(order)


def test_the_two_forecasts_stand_side_by_side_and_the_empty_one_says_so() -> None:
    html = page.render(diagnosis(finding()))
    assert html.index('class="band kept"') < html.index('class="band empty"')
    assert "nothing to go on yet" in html
    assert "Safety: an empty band; nothing to go on yet." in html


def test_the_three_answers_look_different() -> None:
    """MISSION T9."""
    broken = forecast(mean=0.2, low=0.1, high=0.3, p_above=0.01)
    for trust, look in ((stranger(), "none"), (forecast(), "kept"), (broken, "broken")):
        html = page.render(diagnosis(finding(trust=trust)))
        assert re.findall(r'class="band (none|kept|broken|uncertain)"', html) == [look]


def test_nothing_in_the_page_can_run_or_fetch() -> None:
    whole = diagnosis(finding(), finding("Blue", "team"), finding("Nova", "project"))
    html = page.render(whole)
    reader = read(whole)
    assert not re.search(r"https?:|//[a-z]|@import|url\(", html)
    assert not {"script", "iframe", "object", "embed", "form", "img"} & {tag for tag, _ in reader.tags}
    assert not [name for _, attributes in reader.tags for name in attributes if name.startswith("on")]
    policy = next(a for t, a in reader.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert str(policy["content"]).startswith("default-src 'none'")


def test_a_hostile_label_or_file_name_stays_text() -> None:
    rows = [mark(i, age=9, source=HOSTILE) for i in range(3)]
    whole = diagnosis(
        finding(HOSTILE, "project", rows=rows), finding(HOSTILE + "2", "team"), sources=(HOSTILE,), notes=(HOSTILE,),
        problems=(Problem(HOSTILE, 3, "Bad.", HOSTILE),), version=HOSTILE,
    )  # fmt: skip
    reader = read(whole)
    assert not {"script", "img"} & {tag for tag, _ in reader.tags}
    assert not [name for _, attributes in reader.tags for name in attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in "".join(reader.text)


@settings(max_examples=15)
@given(st.text(max_size=80))
def test_any_label_leaves_the_page_well_formed(label: str) -> None:
    read(diagnosis(finding(label or "x", "project", rows=[mark(0, age=3)]), record=None))


@pytest.mark.parametrize("n", [1, 3, 12])
def test_every_link_leads_to_something_on_the_page_and_every_id_is_its_own(n: int) -> None:
    whole = diagnosis(*(finding(f"P{i}", "project", rows=marks(20)) for i in range(n)))
    reader = read(whole)
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    links = [str(a["href"]) for t, a in reader.tags if t == "a"]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_every_figure_leads_to_its_rows_and_the_rows_name_file_and_line() -> None:
    whole = diagnosis(finding("A", "project", rows=marks(9)), finding("B", "project", rows=marks(9)))
    html = page.render(whole)
    assert html.count('href="#u1-rows"') >= 3
    assert "ledger.csv:9" in html
    assert "saidanddone explain project:A" in html


def test_rows_of_two_files_with_the_same_line_do_not_collide() -> None:
    rows = [mark(1, age=9, source="a.csv"), mark(1, age=8, source="b.csv")]
    ids = [a["id"] for _, a in read(diagnosis(finding(rows=rows))).tags if "id" in a]
    assert len(set(ids)) == len(ids)


def test_a_ledger_of_three_hundred_thousand_stays_a_page_one_can_mail() -> None:
    rows = [mark(i, age=i % 900, y=i % 7 > 0) for i in range(20_000)]
    html = page.render(diagnosis(*(finding(f"Carrier {i}", "project", rows=rows) for i in range(16))))
    assert len(html) < 3_000_000
    assert "the newest 200 of them listed" in html
    assert "of kept" in html


def test_a_thousand_units_stay_a_page_one_can_mail() -> None:
    html = page.render(diagnosis(*(finding(f"P{i}", "project", rows=marks(30)) for i in range(1_200))))
    assert len(html) < 4_000_000
    assert "The first 40 of 1,200" in html
    assert "And 200 more" in html


def test_strangers_and_nothing_at_all_are_pages_too() -> None:
    for whole in (
        diagnosis(finding(trust=stranger(), rows=()), record=None),
        diagnosis(record=None),
        diagnosis(finding("Bob", "self"), record=None),
        diagnosis(finding("a", "team", stranger(), ()), finding("b", "team", stranger(), ()), record=None),
    ):
        text = "".join(read(whole).text)
        assert "nothing to go on yet" in text
        assert not {"nan", "None", "nan%"} & set(text.split())


def test_what_is_withheld_is_counted_with_its_reason_and_never_named() -> None:
    html = page.render(diagnosis(finding("Bob Example", "self")))
    assert "one person" in html
    assert "Bob" not in html


def test_the_same_diagnosis_gives_the_same_page() -> None:
    assert page.render(diagnosis(finding())) == page.render(diagnosis(finding()))


def test_a_memory_only_page_is_marked_before_its_sentence() -> None:
    html = page.render(diagnosis(finding()), mark="From your memory only")
    assert html.index("From your memory only") < html.index("<h1")


def test_marks_that_are_only_the_newest_say_of_how_many() -> None:
    """A finding names every row and carries only its newest as marks."""
    found = finding(rows=marks(44))
    many = replace(found, evidence=tuple(f"ledger.csv:{n}" for n in range(2, 5002)))
    html = page.render(diagnosis(many))
    assert "The 5,000 rows behind these figures, the newest 44 of them listed" in html
    assert "The newest 44 of 5,000." in html
    assert ">5,000 rows</a>" in html


def test_the_day_asked_about_is_printed_where_the_reader_is() -> None:
    html = page.render(diagnosis(finding(), on_day="2026-11-23"))
    assert "<span>23 November 2026</span>" in html
    assert "As of 23 November 2026" in html


def test_one_row_of_a_table_is_told_in_the_singular() -> None:
    html = page.render(diagnosis(finding(), read={"commitments": 12, "people": 1, "acts": 1, "responses": 2}))
    assert "Read: 12 commitments, 1 person, 1 act and 2 responses from ledger.csv." in html
    rough = page.render(diagnosis(finding(), read={"commitments": 12, "answers": 300, "episodes": 40}))
    assert "Read: 12 commitments, at least 300 answers of a pulse and at least 40 episodes told in a pulse" in rough
    assert "Read: nothing" in page.render(diagnosis(record=None, read={}, sources=()))
