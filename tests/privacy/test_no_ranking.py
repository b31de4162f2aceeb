"""Several leaders in one result are no ranking: nothing they are listed in goes by their figures (PRIVACY 1)."""

from __future__ import annotations

import re

import pytest
from report.units import diagnosis, finding, forecast

from saidanddone.privacy.release import ReleasedDiagnosis
from saidanddone.report import captions, charts, page, pictures, terminal
from saidanddone.report.sentences import by_caution, order_of

NAMES = ("Ana", "Bea", "Cy", "Dov", "Eli")


def company(kind: str, *, best_first: bool) -> ReleasedDiagnosis:
    """Five of a kind, the first by name the best of them or the worst."""
    shares = [0.95, 0.85, 0.7, 0.5, 0.3]
    figures = [forecast(mean=share, low=share - 0.04, high=share + 0.04, cautious=share - 0.04)
               for share in (shares if best_first else shares[::-1])]  # fmt: skip
    return diagnosis(*(finding(name, kind, trust) for name, trust in zip(NAMES, figures, strict=True)))


def named_in_order(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf"\b({'|'.join(NAMES)})\b", text)))


@pytest.mark.parametrize("kind", ["leader", "team"])
@pytest.mark.parametrize("best_first", [True, False])
def test_leaders_and_teams_stand_by_name_wherever_they_are_listed(kind: str, best_first: bool) -> None:
    out = company(kind, best_first=best_first)
    assert [unit.label for unit in by_caution(out.released)] == list(NAMES)
    listed = page.render(out).partition('id="all"')[2]
    assert named_in_order(listed) == list(NAMES)
    assert "surest" not in (page.render(out) + terminal.render(out)).casefold()
    table = terminal.render(out).partition("next kept")[2].partition("One thing to do")[0]
    assert named_in_order(table) == list(NAMES)
    assert named_in_order(str(charts.forecasts(out).to_dict())) == list(NAMES)
    timelines = [one.said for one in pictures.of_diagnosis(out) if one.name.startswith("timeline")]
    assert named_in_order(" ".join(timelines)) == list(NAMES)


@pytest.mark.parametrize("kind", ["leader", "team"])
def test_no_picture_in_words_names_the_best_or_the_worst_of_them(kind: str) -> None:
    assert named_in_order(captions.of_forecasts(company(kind, best_first=False), 12)) == []


def test_projects_are_still_told_surest_first() -> None:
    """MISSION T2: what may be ranked goes by the cautious end."""
    out = company("project", best_first=False)
    assert [unit.label for unit in by_caution(out.released)] == list(NAMES[::-1])
    assert named_in_order(captions.of_forecasts(out, 12)) == ["Eli", "Ana"]


def test_the_order_is_said_as_it_is() -> None:
    leaders, projects = company("leader", best_first=True).released, company("project", best_first=True).released
    assert order_of(leaders) == "by name"
    assert order_of(projects) == "surest first"
    assert order_of([*leaders, *projects]) == "leaders and teams by name, the rest surest first"
