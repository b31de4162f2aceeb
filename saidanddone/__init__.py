"""Said & Done: will what was said get done (trust), and can what needs saying get said (psychological safety).

Two forecasts, kept apart. The product's verbs live here, each loaded when it is first used::

    import saidanddone

    diagnosis = saidanddone.diagnose("ledger.csv")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from saidanddone import survey
    from saidanddone.verbs.admit import admit
    from saidanddone.verbs.backtest import backtest
    from saidanddone.verbs.charts import charts
    from saidanddone.verbs.demo import demo
    from saidanddone.verbs.diagnose import diagnose
    from saidanddone.verbs.explain import explain
    from saidanddone.verbs.kept import kept
    from saidanddone.verbs.listen import listen
    from saidanddone.verbs.promise import promise
    from saidanddone.verbs.read import read
    from saidanddone.verbs.rehearse import rehearse
    from saidanddone.verbs.repair import repair
    from saidanddone.verbs.routine import routine
    from saidanddone.verbs.start import start

__version__ = "0.1.0"

__all__ = [
    "admit",
    "backtest",
    "charts",
    "demo",
    "diagnose",
    "explain",
    "kept",
    "listen",
    "promise",
    "read",
    "rehearse",
    "repair",
    "routine",
    "start",
    "survey",
]

_ROOMS = ("survey",)
"""What is no verb but a room of its own: ``saidanddone.survey.estimate``."""


def __getattr__(name: str) -> Any:
    """Load a verb when it is first asked for (PEP 562), so that importing the package stays quick."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    verb = getattr(import_module(f"{__name__}.verbs.{name}"), name)
    globals()[name] = verb
    return verb


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
