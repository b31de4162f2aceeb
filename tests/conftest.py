"""What every test may ask for: the real data, a browser, and nothing from the network."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parent.parent

# As the command line has it: small sums in several threads wait for one another, the more so beside other tests.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# --- What a test may need that a bare clone does not have -----------------------------------------------------------


def shared_folder() -> Path:
    """Where the real data lies: ``SAIDANDDONE_SHARED``, else beside the repository."""
    return Path(os.environ.get("SAIDANDDONE_SHARED") or REPOSITORY.parent / "shared")


def _shared() -> bool:
    return (shared_folder() / "data").is_dir()


def chromium() -> str | None:
    """The Chromium to look at pages with: ``SAIDANDDONE_CHROMIUM``, else the first found on the path."""
    named = os.environ.get("SAIDANDDONE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _postgres() -> bool:
    return shutil.which("postgres") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "shared": (
        _shared,
        "the real data is not beside this clone (SAIDANDDONE_SHARED)",
    ),
    "browser": (lambda: chromium() is not None, "no Chromium was found (SAIDANDDONE_CHROMIUM)"),
    "postgres": (_postgres, "no PostgreSQL server was found"),
    "java": (lambda: shutil.which("java") is not None, "no Java runtime was found"),
}
"""Marker -> (is it here, why not)."""


REQUIRED: pytest.StashKey[frozenset[str]] = pytest.StashKey()
"""What ``SAIDANDDONE_REQUIRE`` said when the run began: for these, a skip is a failure."""


def required() -> frozenset[str]:
    """What ``SAIDANDDONE_REQUIRE`` names, a list with commas."""
    named = frozenset(filter(None, (word.strip() for word in os.environ.get("SAIDANDDONE_REQUIRE", "").split(","))))
    if unknown := named - NEEDS.keys():
        raise pytest.UsageError(
            f"SAIDANDDONE_REQUIRE names {', '.join(sorted(unknown))}; known are {', '.join(NEEDS)}."
        )
    return named


def pytest_configure(config: pytest.Config) -> None:
    config.stash[REQUIRED] = required()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell's background job is deaf to interrupts, and so is whatever it starts; the tests' programs must not be.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, (is_here, why_not) in NEEDS.items():
        if item.get_closest_marker(name) is not None and not is_here():
            pytest.skip(f"{name}: {why_not}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    needed = [name for name in sorted(item.config.stash[REQUIRED]) if item.get_closest_marker(name) is not None]
    if report.skipped and needed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped, but SAIDANDDONE_REQUIRE asks for {', '.join(needed)}: {report.longrepr}"
        )
    return report


# --- Fixtures -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; for tests marked ``shared``."""
    return shared_folder()


@pytest.fixture(scope="session", autouse=True)
def offline() -> Iterator[None]:
    """Nothing a test does may reach beyond this machine."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost")):
            raise AssertionError("A test tried to reach the network.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    from playwright.sync_api import sync_playwright

    flags = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-quic", "--no-first-run",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield opened
        opened.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A fresh page that fails its test when it asks for anything beyond this machine, or when its script fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    beyond: list[str] = []
    broken: list[str] = []

    def only_from_here(route: Any) -> None:
        local = route.request.url.startswith(
            ("file:", "data:", "blob:", "about:", "http://127.0.0.1", "http://localhost")
        )
        if local:
            route.continue_()
        else:
            beyond.append(route.request.url)
            route.abort()

    page.route("**/*", only_from_here)
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert not beyond, f"the page asked for things beyond this machine: {beyond}"
    assert not broken, f"the page's own script failed: {broken}"
