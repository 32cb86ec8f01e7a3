"""Arguments that several fields have, described once."""

from typing import Annotated, TypeAlias

import strawberry

First: TypeAlias = Annotated[
    int | None,
    strawberry.argument(description="How many rows from the front, 1 to 100; left out: 25."),
]
After: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="A cursor of this list: begin with the row that follows it; left out: with the"
        " first row."
    ),
]
Last: TypeAlias = Annotated[
    int | None,
    strawberry.argument(
        description="How many rows from the back, 1 to 100; not with `first`. Left out: the page"
        " is read from the front, or with `before` 25 from the back."
    ),
]
Before: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="A cursor of this list: end with the row that precedes it; left out: with the"
        " last row."
    ),
]
Resume: TypeAlias = Annotated[
    str | None,
    strawberry.argument(
        description="The cursor of the last event that you have: what came since is sent first."
        " Left out: from now on."
    ),
]
