"""The test house itself: what is required is not skipped, nothing reaches the network, a browser sees pages."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).with_name("conftest.py")


@pytest.fixture
def small_house(pytester: pytest.Pytester) -> pytest.Pytester:
    """A test folder with this conftest and one test that needs the real data."""
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.shared\ndef test_needs_data(shared):\n    assert shared.is_dir()\n"
    )
    pytester.makeini("[pytest]\nmarkers =\n    shared: needs data\n")
    return pytester


def test_without_the_real_data_a_test_is_skipped_by_name(
    small_house: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAIDANDDONE_SHARED", str(small_house.path / "nowhere"))
    monkeypatch.delenv("SAIDANDDONE_REQUIRE", raising=False)
    result = small_house.runpytest_subprocess("-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*shared: the real data is not beside this clone*"])


def test_a_skip_of_what_is_required_is_a_failure(small_house: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAIDANDDONE_SHARED", str(small_house.path / "nowhere"))
    monkeypatch.setenv("SAIDANDDONE_REQUIRE", "shared")
    result = small_house.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*SAIDANDDONE_REQUIRE asks for shared*"])


def test_with_the_real_data_there_the_test_runs(small_house: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    (small_house.path / "somewhere" / "data").mkdir(parents=True)
    monkeypatch.setenv("SAIDANDDONE_SHARED", str(small_house.path / "somewhere"))
    monkeypatch.setenv("SAIDANDDONE_REQUIRE", "shared")
    small_house.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_misspelt_requirement_is_refused(small_house: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAIDANDDONE_REQUIRE", "share")
    result = small_house.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*names share; known are*"])


def test_no_test_reaches_beyond_this_machine() -> None:
    with socket.socket() as outward, pytest.raises(AssertionError, match="reach the network"):
        outward.connect(("192.0.2.1", 80))


@pytest.mark.browser
def test_a_browser_sees_a_page(browser_page: Page, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>Said &amp; Done</title><p id=a>before</p><script>a.textContent = 'after'</script>", "utf-8")
    browser_page.goto(page.as_uri())
    assert browser_page.title() == "Said & Done"
    assert browser_page.inner_text("#a") == "after"
