"""Where the specs of the package lie: inside it once it is installed, at top level in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

#: The folder of layouts, beside a spec or at the top of the package's.
FORMS = "forms"
#: The folder of rules of monitoring, in the same places.
MONITORING = "monitoring"
#: The folders whose files are no specs.
ASIDE = (FORMS, MONITORING)
_PACKAGED = Path(__file__).parents[1] / "indicator_specs"
_CHECKOUT = Path(__file__).parents[3] / "indicator_specs"


@cache
def package_specs() -> Path:
    """Return the folder of the specs that come with the package."""
    return next(filter(Path.is_dir, (_PACKAGED, _CHECKOUT)))
