"""A released conversation review as a PDF: the page's own words, set on sheets."""

from __future__ import annotations

from datetime import UTC, tzinfo

from saidanddone.privacy.review import ReleasedReview
from saidanddone.report import paper
from saidanddone.report.review.page import PAPER, body, title

__all__ = ["render"]


def render(review: ReleasedReview, *, zone: tzinfo = UTC, sheet: str = "a4") -> bytes:
    """The review as the bytes of a PDF, the same bytes whenever it is the same review.

    Args:
        zone: the reader's, for dates. sheet: a key of ``report.paper.PAPERS``.

    Raises:
        NotReleased: privacy has not released it.
    """
    return paper.sheets(title(review, zone), body(review, zone=zone, room=PAPER), sheet)
