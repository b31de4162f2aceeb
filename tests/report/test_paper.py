"""The PDF: it says what the page says, on sheets, for every reader; no name becomes a command, no byte is chance."""

from __future__ import annotations

import getpass
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.said import quiet, safety, speaking_up
from report.units import diagnosis, finding, forecast, mark, marks, stranger

from saidanddone.diagnosis.finding import Finding
from saidanddone.evidence.problem import Problem
from saidanddone.forecast.safety.result import SourceSafety
from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import captions, page, paper
from saidanddone.report.lasttime import LastTime
from saidanddone.report.tree import Node, read_markup, walked

SHORT = forecast(mean=0.4, low=0.3, high=0.5, cautious=0.3, p_above=0.01, state="broken")
REMEMBERED = (
    LastTime("problem", at=date(2026, 11, 1), who="leader", level="validated", followed="changed"),
    LastTime("mistake", never=True),
    LastTime("challenge", at=date(2026, 8, 1), who="peer", level="punished", followed="nothing"),
)


def few(label: str, mean: float, kind: str = "team") -> Finding:
    """A unit with so few rows that paper lists them all."""
    said = safety(mean, 12, made=8, acts=6, levels={1: 1, 2: 1, 3: 2, 4: 2})
    return replace(speaking_up(label, kind, said=said), marks=marks(9))


APART = (SourceSafety("meeting", 12, 0.8, 0.66, 0.9, True), SourceSafety("writing", 9, 0.3, 0.15, 0.5, True))
Case = tuple[Callable[[], ReleasedDiagnosis], dict[str, Any]]
CASES: dict[str, Case] = {
    "one": (lambda: diagnosis(finding()), {}),
    "own": (
        lambda: diagnosis(finding("Bob", "self"), me="Bob"),
        {"mark": "From your memory only", "remembered": REMEMBERED, "paper": "letter"},
    ),
    "team": (lambda: diagnosis(finding("Blue", "team", SHORT)), {"voice": "team"}),
    "stranger": (lambda: diagnosis(finding(trust=stranger(), rows=()), record=None), {}),
    "three": (
        lambda: diagnosis(
            finding(rows=marks(9)), finding("Blue", "team", SHORT, marks(9)), finding("Cem", "leader", stranger(), ())
        ),
        {},
    ),
    "both": (lambda: diagnosis(speaking_up("Ana Example", "leader")), {}),
    "both on letter": (lambda: diagnosis(speaking_up("Ana Example", "leader")), {"paper": "letter"}),
    "our team": (lambda: diagnosis(speaking_up(said=safety(0.3, 30, channels=APART))), {"voice": "team"}),
    "half": (lambda: diagnosis(speaking_up(said=quiet(), earlier=())), {}),
    "several": (lambda: diagnosis(few("Blue", 0.6), few("Kite", 0.2)), {}),
    "leader and team": (
        lambda: diagnosis(replace(few("Bob", 0.6, "self"), speaking=None), few("Blue", 0.6), me="Bob"),
        {},
    ),
    "withheld": (lambda: diagnosis(finding("Bob Example", "self"), record=None), {}),
    "nothing": (lambda: diagnosis(record=None), {}),
}


@cache
def made(name: str) -> bytes:
    whole, options = CASES[name]
    return paper.render(whole(), **options)


@cache
def opened(name: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made(name)))


def told_on(sheet: pypdf.PageObject) -> str:
    """What stands on a sheet between its head and its foot."""
    lines = sheet.extract_text().splitlines()
    assert re.fullmatch(r"page \d+ of \d+", lines[-1])
    return "\n".join(lines[2:-1] if not lines[0].endswith("2026") else lines[1:-1])


def squeezed(text: str) -> str:
    """A text without its spaces and breaks, which a line of a PDF sets as it must."""
    return re.sub(r"[\s\u200b]", "", text)


def texts(nodes: tuple[Node | str, ...]) -> Iterator[str]:
    """Every text a page shows, an element's own at a time; not the pictures, nor what is for a phone alone."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif "narrow" not in node.classes and node.name != "header":
            yield from texts(node.inside)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?%?", text))


# --- It says what the page says -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_paper_says_everything_that_the_page_says(name: str) -> None:
    """Word for word, in every sentence, table and list; the same limits hold for both where there is little."""
    whole, options = CASES[name]
    said = {key: value for key, value in options.items() if key != "paper"}
    html = page.render(whole(), **said)
    on_screen = list(texts(read_markup(page.Markup(html[html.index("<main") : html.index("</body")]))))
    on_paper = squeezed("".join(told_on(sheet) for sheet in opened(name).pages))
    assert len(on_screen) > 20
    assert [text for text in on_screen if squeezed(text) not in on_paper] == []


@pytest.mark.parametrize("name", CASES)
def test_paper_has_no_figure_that_the_page_has_not(name: str) -> None:
    whole, options = CASES[name]
    said = {key: value for key, value in options.items() if key != "paper"}
    html = re.sub(r'data-said="([^"]*)"', r">\1<", page.render(whole(), **said))
    on_screen = numbers(re.sub(r"<[^>]*>", " ", html))
    on_paper = numbers(" ".join(told_on(sheet) for sheet in opened(name).pages))
    assert on_paper - on_screen == set()


@pytest.mark.parametrize("name", CASES)
def test_page_one_holds_the_answer_both_forecasts_what_to_do_and_what_would_change_it(name: str) -> None:
    first = squeezed(opened(name).pages[0].extract_text())
    wanted = ["Trust", "Safety", "One thing to do tomorrow", *(["What would change"] if "nothing" not in name else [])]
    places = [first.find(squeezed(words)) for words in wanted if name != "withheld" or words != "What would change"]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["both", "both on letter", "our team", "half", "several", "leader and team"])
def test_page_one_holds_the_map_and_the_clocks_between_the_forecasts_and_what_to_do(name: str) -> None:
    """Everything of page one, in its order, on one sheet."""
    first = squeezed(opened(name).pages[0].extract_text())
    wanted = ["Safety", "What needs saying gets said" if name == "several" else "Which of four situations"]
    wanted += ["The last time"] if name in ("both", "both on letter", "our team") else []
    wanted += ["The last time: Blue"] if name == "leader and team" else []
    wanted += ["One thing to do tomorrow", "What would change"]
    wanted += ["Where sources disagree"] if name == "our team" else []
    places = [first.find(squeezed(words)) for words in wanted]
    assert -1 not in places
    assert places[1:] == sorted(places[1:])


def test_page_one_is_one_page_with_many_units_too_and_in_smaller_letters_where_it_must() -> None:
    many = diagnosis(*(finding(f"Team {i} of a longer name than most", "team", rows=()) for i in range(30)))
    first, *_ = pypdf.PdfReader(io.BytesIO(paper.render(many))).pages
    assert "Of 30: " in first.extract_text().replace("\n", " ")


def test_each_of_several_units_begins_a_sheet_that_can_be_handed_over_by_itself() -> None:
    begins = [told_on(sheet).strip().splitlines()[0] for sheet in opened("three").pages]
    assert any(line.startswith("Ana Example") for line in begins)
    assert any(line.startswith("Blue") for line in begins)


def test_rows_name_their_file_and_line_and_figures_link_to_them() -> None:
    text = "".join(sheet.extract_text() for sheet in opened("one").pages)
    assert "ledger.csv:44" in text
    assert "saidanddone explain p-Ana Example" in text.replace("\n", " ").replace("'", "")
    links = [note.get_object() for sheet in opened("one").pages for note in sheet.get("/Annots", [])]
    assert len(links) >= 2
    assert all("/Dest" in link or link["/A"]["/S"] == "/GoTo" for link in links)


# --- For every reader -----------------------------------------------------------------------------------------------


def tagged(reader: pypdf.PdfReader) -> list[Any]:
    """Every element of the structure that a screen reader walks."""
    found, waiting = [], [reader.root_object["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop().get_object()
        if isinstance(item, pypdf.generic.ArrayObject):
            waiting += list(item)
        elif isinstance(item, pypdf.generic.DictionaryObject):
            found.append(item)
            waiting += [item["/K"]] if "/K" in item else []
    return [item for item in found if "/S" in item]


def test_a_screen_reader_gets_title_language_headings_tables_and_a_text_for_each_picture() -> None:
    reader = opened("one")
    root = reader.root_object
    assert reader.metadata is not None
    assert reader.metadata.title == "Said & Done, 22 November 2026"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en", True, True
    )  # fmt: skip
    elements = tagged(reader)
    kinds = {str(item["/S"]) for item in elements}
    assert {"/H1", "/H2", "/P", "/L", "/Table", "/TH", "/TD", "/Figure", "/Link", "/BlockQuote"} <= kinds
    told = [str(item.get("/Alt", "")) for item in elements if item["/S"] == "/Figure"]
    unit = CASES["one"][0]().released[0]
    assert captions.of_band(unit) in told
    assert captions.of_timeline(unit) in told
    assert "" not in told


def test_it_is_pdf_ua_where_its_own_fonts_know_every_sign() -> None:
    assert b"pdfuaid" in metadata_of(made("one"))


def metadata_of(pdf: bytes) -> bytes:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return bytes(reader.root_object["/Metadata"].get_object().get_data())


def test_only_fonts_that_come_with_the_typesetter_are_in_it() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for sheet in opened("three").pages
        for font in sheet["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono")) for name in fonts)


def test_every_sign_our_own_words_use_is_in_the_fonts() -> None:
    """Typst refuses PDF/UA for a sign without a glyph; these are all there are, beyond ASCII."""
    signs = "–−×·…“”‘’≥≤●◆○é"
    pdf = paper.render(diagnosis(finding(f"A {signs}", "project", rows=marks(2))))
    assert b"pdfuaid" in metadata_of(pdf)
    assert squeezed(signs) in squeezed("".join(s.extract_text() for s in pypdf.PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize(("name", "size"), [("one", (595, 842)), ("own", (612, 792))])
def test_the_sheets_are_a4_or_letter(name: str, size: tuple[int, int]) -> None:
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in opened(name).pages} == {size}


# --- The same everywhere, and of nobody's machine ---------------------------------------------------------------------


def test_the_same_diagnosis_gives_the_same_bytes() -> None:
    assert paper.render(CASES["one"][0]()) == made("one")


def test_it_knows_no_clock_no_user_and_no_path() -> None:
    reader = opened("one")
    assert set(reader.metadata or {}) <= {"/Title", "/Creator", "/Producer"}
    whole = made("one") + metadata_of(made("one"))
    assert b"Date" not in metadata_of(made("one"))
    assert tempfile.gettempdir().encode() not in whole
    assert f"/{getpass.getuser()}/".encode() not in whole


def test_the_program_is_constant_reaches_for_nothing_and_has_no_colour_of_its_own() -> None:
    program = (resources.files("saidanddone") / "report" / "paper.typ").read_text(encoding="utf-8")
    code = re.sub(r"//.*", "", program)
    assert not re.search(r"\b(read|eval|plugin|csv|yaml|toml|xml|cbor|include|import|today)\b", code)
    assert not re.search(r"#[0-9a-f]{6}\b|luma|cmyk", code)


def test_nothing_in_it_can_run_or_fetch() -> None:
    for name in ("one", "three"):
        reader = opened(name)
        assert "/OpenAction" not in reader.root_object
        assert "/AA" not in reader.root_object
        assert not reader.attachments
        assert not re.search(rb"/JavaScript|/JS\b|/Launch|/URI\b|/EmbeddedFile", made(name))


# --- No name becomes a command ----------------------------------------------------------------------------------------

HOSTILE = [
    '#eval("1+1")', '#read("/etc/passwd")', '#import "@preview/x:1.0.0": *', "]#pagebreak()[", "$x^2$", "= Heading",
    "- list", "/ term: x", "@ref <label>", "*b* _i_ `c` ~ -- --- ...", "// comment", "/* open", "\\", "\\u{41}", '"',
    "'", "{{}}", "<svg onload=x>", "</svg>", "&lt;b&gt;", "#set page(height: 1pt)", "a\x00b\x07", "\u202eevil\u202c",
    "\ud800x",
]  # fmt: skip


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_file_name_note_or_remedy_stays_text(label: str) -> None:
    rows = [mark(i, age=9, source=label) for i in range(3)]
    whole = diagnosis(
        finding(label, "project", rows=rows), sources=(label,), notes=(label,), version=label,
        problems=(Problem(label, 3, "Bad.", label),),
    )  # fmt: skip
    reader = pypdf.PdfReader(io.BytesIO(paper.render(whole)))
    text = squeezed("".join(told_on(sheet) for sheet in reader.pages))
    seen = squeezed(page.plain(label).replace("\ud800", "?"))
    assert text.count(seen) >= 4
    assert len(reader.pages) <= 3


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_any_label_can_be_printed(label: str) -> None:
    pdf = paper.render(diagnosis(finding(label or "x", "project", rows=[mark(0, age=3)]), record=None))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) >= 1


def test_a_sign_no_font_knows_is_a_box_and_the_rest_is_printed() -> None:
    """A private sign is in nobody's font: PDF/UA cannot be promised then, the words can."""
    pdf = paper.render(diagnosis(finding("Team \U0010fffd", "project", rows=marks(2))))
    assert b"pdfuaid" not in metadata_of(pdf)
    assert "commits to can probably be relied on" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.parametrize("label", ["x" * 10_000, "wo rd " * 1_600])
def test_a_label_of_ten_thousand_signs_is_printed_within_the_margins(label: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(paper.render(diagnosis(finding(label, "project", rows=marks(3))))))
    assert len(reader.pages) < 20
    ends: list[float] = []

    def note(text: str, _: Any, place: list[float], __: Any, ___: Any) -> None:
        if text.strip():
            ends.append(place[4])

    for sheet in reader.pages:
        sheet.extract_text(visitor_text=note)
    assert max(ends) < reader.pages[0].mediabox.width


# --- Bounded ----------------------------------------------------------------------------------------------------------


def test_hundreds_of_units_stay_a_document_one_can_mail_and_print() -> None:
    whole = diagnosis(*(finding(f"P{i}", "project", rows=marks(11)) for i in range(450)))
    pdf = paper.render(whole)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(pdf) < 3_000_000
    assert len(reader.pages) < 60
    text = squeezed("".join(sheet.extract_text() for sheet in reader.pages))
    assert squeezed("The first 24 of 450") in text
    assert squeezed("And 50 more") in text


def test_a_ledger_of_many_rows_lists_the_newest_and_says_how_to_see_the_rest() -> None:
    rows = [mark(i, age=i % 900, y=i % 7 > 0) for i in range(20_000)]
    reader = pypdf.PdfReader(io.BytesIO(paper.render(diagnosis(finding("Nova", "project", rows=rows)))))
    assert len(reader.pages) <= 5
    assert squeezed("The 20,000 rows behind these figures, the newest 60 of them listed") in squeezed(
        "".join(sheet.extract_text() for sheet in reader.pages)
    )


def test_what_paper_leaves_out_is_only_a_running_head_and_what_is_for_a_phone() -> None:
    tree = read_markup(page.body(CASES["three"][0](), room=paper.ROOM))
    left = {node.name for node in walked(tree) if node.name == "header" or "narrow" in node.classes}
    assert left == {"header", "div"}
