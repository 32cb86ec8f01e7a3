"""New ids: UUID version 7, made here because PostgreSQL before 18 has no `uuidv7()`."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A time-ordered UUID, so that new rows land at the end of an index."""
    return UUID(bytes=uuid_utils.uuid7().bytes)
