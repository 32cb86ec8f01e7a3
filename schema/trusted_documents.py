"""The documents that our own pages were built with, by the SHA-256 of their texts.

A client may name one instead of sending it, in either of the two forms that clients use:
`documentId: "sha256:…"` of GraphQL over HTTP, and the bare hash of Apollo's persisted queries.
Nothing that a client sends is ever added.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

from domain.errors import BadUserInput, Forbidden, RequestError

PREFIX: Final = "sha256:"


class UnknownDocument(RequestError):
    """No trusted document has this id: the client may send the text instead."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class UntrustedDocument(Forbidden):
    """A browser session may ask only what our pages were built with."""

    reason = "request.untrusted"


class TrustedDocuments:
    """A fixed set of texts."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._by_hash = {hash_of(text): text for text in texts}
        self._texts = frozenset(self._by_hash.values())

    def __contains__(self, text: object) -> bool:
        return text in self._texts

    def text(self, query: str | None, id: str | None) -> str:
        """What is meant by a text, an id or both. Raises UnknownDocument or BadUserInput."""
        if query is None:
            return self._text_of(id or "")
        if id is not None and id.removeprefix(PREFIX) != hash_of(query):
            raise BadUserInput("request.other_document")
        return query

    def _text_of(self, id: str) -> str:
        text = self._by_hash.get(id.removeprefix(PREFIX))
        if text is None:
            # urql's exchange for persisted queries knows the refusal by its message alone.
            is_bare = not id.startswith(PREFIX)
            reason = "request.persisted_query_unknown" if is_bare else "request.document_unknown"
            raise UnknownDocument(reason)
        return text


def hash_of(text: str) -> str:
    """Lower-case hexadecimal digits, as both forms of ids have them."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
