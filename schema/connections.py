"""What Relay's connections have in common."""

from collections.abc import Sequence
from typing import Any

import strawberry

from db.pages import Page


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = strawberry.field(description="Whether rows follow the last edge.")
    has_previous_page: bool = strawberry.field(description="Whether rows precede the first edge.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first edge; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last edge; null on an empty page."
    )


@strawberry.type(description="A numbered page and where it begins.")
class PageCursor:
    """One button of a pager."""

    number: int = strawberry.field(description="Counted from 1.")
    cursor: str | None = strawberry.field(
        description="Send it as `after`; null for the first page, which needs none."
    )
    is_current: bool = strawberry.field(description="Whether it is the page of this connection.")


@strawberry.type(description="The numbered pages near the current one, and both ends.")
class PageCursors:
    """What a pager with First, Previous, numbers, Next and Last needs."""

    first: PageCursor = strawberry.field(description="The first page.")
    previous: PageCursor | None = strawberry.field(
        description="The page before the current one; null on the first."
    )
    around: list[PageCursor] = strawberry.field(
        description="Up to four pages on either side of the current one, and itself."
    )
    last: PageCursor | None = strawberry.field(
        description="The last page; null when the count of the list is capped."
    )


def page_info(page: Page[Any], cursors: Sequence[str]) -> PageInfo:
    """The PageInfo of a page whose edges have these cursors."""
    return PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
