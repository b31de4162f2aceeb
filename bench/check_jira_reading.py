"""A large export of Jira, read by the verb: 100,000 issues of 67 columns, with descriptions over several lines."""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measure import finish, run, told

ISSUES, SEED = 100_000, 20261122
HEADER = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Project type",
    "Project lead", "Project lead id", "Project description", "Priority", "Resolution", "Assignee", "Assignee Id",
    "Reporter", "Reporter Id", "Creator", "Creator Id", "Created", "Updated", "Last Viewed", "Resolved", "Due date",
    "Votes", "Labels", "Labels", "Description", "Environment", "Watchers", "Watchers", "Watchers Id", "Watchers Id",
    "Original estimate", "Remaining Estimate", "Time Spent", "Work Ratio", "Σ Original Estimate",
    "Σ Remaining Estimate", "Σ Time Spent", "Security Level", "Attachment", "Custom field (Actual end)",
    "Custom field (Actual start)", "Custom field (Category)", "Custom field (Change reason)",
    "Custom field (Change risk)", "Custom field (Development)", "Custom field (Epic Color)", "Custom field (Epic Name)",
    "Custom field (Issue color)", "Custom field (Rank)", "Custom field (Request Type)", "Custom field (Start date)",
    "Custom field (Story point estimate)", "Custom field (Target end)", "Custom field (Target start)",
    "Custom field (Team)", "Custom field ([CHART] Date of First Response)", "Sprint", "Sprint", "Fix versions",
    "Affects versions", "Comment", "Comment", "Comment", "Status Category",
)  # fmt: skip
WORDS = (
    "the", "tide", "gauge", "reports", "twice", "when", "line", "drops,", "and", "nobody", "sees", "it", "until",
    '"later"', "as", "before;", "please", "look", "at", "logs", "for", "pier", "seven", "write", "down", "what", "was",
)  # fmt: skip
READ = "import sys, saidanddone; print(saidanddone.read(sys.argv[1]).counts['commitments'])"


def said(moment: datetime) -> str:
    """A time as Jira's cloud writes it: ``05/Jun/26 11:20 PM``."""
    return f"{moment:%d/%b/%y} {moment.hour % 12 or 12}:{moment:%M %p}"


def text(draw: random.Random, words: int) -> str:
    """So many words."""
    return " ".join(draw.choices(WORDS, k=words))


def write(path: Path, issues: int, seed: int) -> None:
    """An export of so many issues; the seed says which."""
    assert len(HEADER) == 67
    draw = random.Random(seed)
    people = [(f"Person Number {n}", f"712020:{n:08x}-6cf6-4de4-a115-45fec993d5ff") for n in range(400)]
    begin = datetime(2023, 1, 2, 8, tzinfo=UTC)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for number in range(issues):
            project = draw.randrange(40)
            created = begin + timedelta(minutes=draw.randrange(3 * 525_600))
            due = created + timedelta(days=draw.randrange(1, 60)) if draw.random() < 0.6 else None
            resolved = created + timedelta(minutes=draw.randrange(60 * 1440)) if draw.random() < 0.75 else None
            (assignee, account), (reporter, reporter_account) = draw.choices(people, k=2)
            comments = [
                f"{said(created + timedelta(hours=n))};{reporter_account};{text(draw, 15)}\n{text(draw, 10)}"
                for n in range(draw.randrange(4))
            ]
            row = {
                "Summary": text(draw, 8), "Issue key": f"PR{project}-{number + 1}", "Issue id": 100_000 + number,
                "Issue Type": draw.choice(("Task", "Bug", "Story")), "Status": "Done" if resolved else "In Progress",
                "Project key": f"PR{project}", "Project name": f"Project {project}", "Project type": "software",
                "Project lead": people[project][0], "Project lead id": people[project][1],
                "Project description": text(draw, 12),
                "Priority": draw.choice(("Highest", "High", "Medium", "Low")),
                "Resolution": draw.choice(("Done", "Done", "Done", "Won't Do")) if resolved else "",
                "Assignee": assignee, "Assignee Id": account, "Reporter": reporter, "Reporter Id": reporter_account,
                "Creator": reporter, "Creator Id": reporter_account, "Created": said(created),
                "Updated": said(resolved or created), "Last Viewed": said(resolved or created),
                "Resolved": said(resolved) if resolved else "",
                "Due date": said(due.replace(hour=0, minute=0)) if due else "", "Votes": 0,
                "Description": "\n".join(text(draw, 14) for _ in range(draw.randrange(1, 8))),
                "Original estimate": draw.choice(("", 14_400, 28_800)), "Custom field (Rank)": f"0|i{number:05x}:",
                "Custom field (Story point estimate)": draw.choice(("", 1, 2, 3, 5, 8)),
                "Status Category": "Done" if resolved else "In Progress",
            }  # fmt: skip
            cells = [row.get(name, "") for name in HEADER]
            for name, several in (
                ("Labels", ["tide", "pier"][: draw.randrange(3)]), ("Watchers", [reporter]),
                ("Watchers Id", [reporter_account]), ("Sprint", [f"Sprint {draw.randrange(60)}"]),
                ("Comment", comments),
            ):  # fmt: skip
                first = HEADER.index(name)
                cells[first : first + len(several)] = several
            out.writerow(cells)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "jira.csv"
        write(export, ISSUES, SEED)
        size = export.stat().st_size / 1e6
        taken = run(sys.executable, "-c", READ, str(export))
    within = told(f"read a Jira CSV ({ISSUES:,} issues, {size:.0f} MB)", taken, seconds=10, megabytes=600)
    print(f"  of the limits: {taken.seconds / 10:.0%} of the time, {taken.megabytes / 600:.0%} of the memory")
    finish(within)
