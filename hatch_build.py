"""Build hook of the package: a release holds the built portal; an editable install does without."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PORTAL = "server/portal_files"


class PortalHook(BuildHookInterface):  # type: ignore[type-arg]
    """Packs what `make portal` has built, although git ignores it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """End the build with a sentence when there is no portal to pack."""
        if self.target_name == "wheel" and version == "editable":
            return
        if not (Path(self.root) / _PORTAL / "built").is_file():
            self.app.abort(
                "The portal has not been built, and a release holds it. Run `make portal` first."
            )
        build_data["artifacts"].append(f"/{_PORTAL}/")
