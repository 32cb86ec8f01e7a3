"""What schema and transport ask of the context of one operation."""

from collections.abc import Hashable
from typing import Protocol

from domain.texts import Language
from resolvers.progress import Progress


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
    def progress(self) -> Progress:
        """How far the stream of a subscription has come."""

    @property
    def session_changes(self) -> list[str | None]:
        """Session tokens to set as the cookie of the HTTP response; None clears it."""
