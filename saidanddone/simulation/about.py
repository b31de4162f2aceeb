"""What lies in the folder of the organisation that never was, and what is true of it: a page for whoever opens it."""

from __future__ import annotations

from typing import Final

from saidanddone.simulation.calendars import PAIRS
from saidanddone.simulation.manners import MANNERS
from saidanddone.simulation.organisation import LEADERS, MEMBERS
from saidanddone.simulation.pulse import ANSWERED, FLATTERED, QUIET, likes

__all__ = ["FILE_NAME", "about"]

FILE_NAME: Final = "about.md"

_WORDS: Final = f"""# An organisation that never was

Every name, word and number in this folder is made up. The same seed makes the same organisation again, to the byte.

| here | what it is | written as |
| --- | --- | --- |
| `roster.csv` | {{people}} people on {{teams}} teams, {{leaders}} of them leaders | our own table |
| `jira/` | a year of promises and work: due dates, moves, ends | pages of Jira's search |
| `ledger.csv` | the same once more: give this or `jira/`, not both, or every promise counts twice | our own table |
| `meetings/` | what was said in each team's weekly meeting | Zoom's transcripts |
| `quayside-slack-export.zip` | what was written in each team's channel | an export of Slack |
| `pulse/paper/` | two rounds of a pulse, typed from paper | our own table |
| `pulse/limesurvey/` | a third round, asked online | responses as LimeSurvey exports them |
| `calendars/` | team meetings and one-to-ones of each leader | calendars as Google exports them |

## What is true of it

What a forecast finds can be held against this:

| team | promises to it that are kept | of what is said, met well |
| --- | --- | --- |
{{truth}}

Both as they stand by the end of the year. A quarter of the promises is taken to be due at a
quarter's end, when some keep less.

- **Answers and what happens part on {FLATTERED}, by design.** People there answer that speaking up is safe, as they
  answer that promises are kept; what was said aloud, and what they tell of and hold back, says otherwise.
- **Of {QUIET} {{least}} or {{most}} of {{members}} answer**, so nothing of their answers is told.
- **The teams' meetings in the calendars are those that were recorded**, and count once. One person on Cedar and half of
  Delta have no one-to-one with anybody who leads them. Half of one leader's on Beacon are called off, and more than
  half of that team's hours on Fridays.
"""


def about() -> str:
    """The page, in Markdown."""
    rows = [
        f"| {team} | {round(100 * kept)}% | {round(100 * met)}% |" for team in MANNERS for kept, met in [likes(team)]
    ]
    return _WORDS.format(
        people=len(LEADERS) + len(MEMBERS),
        teams=len(MANNERS),
        leaders=len(PAIRS),
        truth="\n".join(rows),
        least=min(ANSWERED[QUIET]),
        most=max(ANSWERED[QUIET]),
        members=sum(team == QUIET for _, _, team in MEMBERS),
    )
