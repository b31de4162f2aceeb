"""What people answered: items, the graded response model on an exact grid, agreement, episodes (MODEL §3).

The Python face is here, each part loaded when it is first used::

    import saidanddone

    found = saidanddone.survey.estimate(answers, (1, 5))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from saidanddone.survey.bank import Bank
    from saidanddone.survey.estimating import calibrate, estimate
    from saidanddone.survey.scale import Scale

__all__ = ["Bank", "Scale", "calibrate", "estimate"]

_WHERE = {"Bank": "bank", "Scale": "scale", "calibrate": "estimating", "estimate": "estimating"}


def __getattr__(name: str) -> Any:
    """Load a part of the face when it is first asked for (PEP 562)."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = part
    return part


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
