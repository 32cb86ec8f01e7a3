"""Which of the system's Chromiums the browser tests run in."""

import shutil
from typing import Final

# The first is the same engine without windows: it starts sooner and works less.
NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser")


def installed() -> str | None:
    """The path of the best that is there; None: there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
