"""How leaders stand together, for whoever they answer to: three rounded figures, and nobody in them (PRIVACY 1)."""

from __future__ import annotations

from report.reading import Page, numbers
from report.units import together

from saidanddone.report import page, terminal
from saidanddone.report.bands import shown_width


def test_the_middle_one_and_the_middle_half_are_told_in_tenths_and_nobody_by_name() -> None:
    for said in (page.render(together()), " ".join(terminal.render(together()).split())):
        assert "Of five leaders, the middle one keeps about 80% of what is promised" in said
        assert "the middle half between 70% and 80%" in said
        assert "Leader 3" not in said
        assert "whoever the leaders answer to" in said


def test_no_other_figure_is_told_and_no_row() -> None:
    found = Page(page.render(together()))
    ours = [block for block in found.blocks if not {"footer", ".safety"} & set(block.around)]
    told = {n for block in ours for n in numbers(block.text) if "." not in n}
    assert told <= {"five", "three", "70", "80", "100", "10", "22", "2026"}
    assert not [block for block in found.blocks if block.links]
    assert "Our own record" not in page.render(together())


def test_the_band_says_in_words_what_it_shows_and_fits_a_terminal() -> None:
    label = next(told["aria-label"] for _, told in Page(page.render(together())).tags if told.get("role") == "img")
    assert label.startswith("Trust, five leaders together: the middle one at 80%")
    assert all(shown_width(line) <= 80 for line in terminal.render(together()).splitlines())
