"""Takes the README's picture: the first screen of the demonstration's page for teams, as a browser shows it.

``python docs/take_picture.py`` writes ``docs/pictures/report.png``; it needs Chromium and the ``dev`` extra.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent / "pictures" / "report.png"
WIDTH, HEIGHT = 1100, 1170
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def main() -> None:
    """Make the demonstration, open its report, take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "saidanddone", "demo", "--into", folder], check=True, capture_output=True)
        page_of = Path(folder) / "organisation-team.html"
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(page_of.as_uri())
            PICTURE.parent.mkdir(exist_ok=True)
            page.screenshot(path=PICTURE)
            browser.close()
    print(f"docs/pictures/{PICTURE.name}")


if __name__ == "__main__":
    main()
