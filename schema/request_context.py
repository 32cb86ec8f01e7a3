"""What schema and transport ask of the context of one operation."""

from collections.abc import Hashable
from typing import Protocol

from domain.texts import Language


class RequestContext(Protocol):
    """The part of the context that does not depend on what is asked."""

    @property
    def language(self) -> Language:
        """Language of the sentences that the viewer reads."""

    @property
    def correlation_id(self) -> str:
        """Stands in every error and every log line of the operation."""

    @property
    def viewer(self) -> object | None:
        """Who asks; None is a visitor."""

    @property
    def audience(self) -> Hashable:
        """What an answer about one and the same event may depend on, besides the user."""

    @property
    def places(self) -> list[str]:
        """Cursors of a stream: where it began, and behind what was sent. The last is to resume."""

    @property
    def session_changes(self) -> list[str | None]:
        """Session tokens to set as the cookie of the HTTP response; None clears it."""
