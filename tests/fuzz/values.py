"""Values that fit, hardly fit and do not fit the schema's scalars and arguments."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import schemathesis
from graphql import IntValueNode, ListValueNode, NullValueNode, StringValueNode, ValueNode
from hypothesis import strategies as st

from tests.fuzz.orders import Groups

_GREATEST_EXACT: Final = 2**53 - 1
_DATES: Final = ("0001-01-01", "1999-12-31", "2000-02-29", "2026-11-23", "9999-12-31")
_NO_DATES: Final = (
    "", "2000-02-30", "2001-02-29", "2000-W01-1", "20000101", "2000-1-1", "0000-01-01",
    "10000-01-01", "2000-01-01T00:00:00Z", "２０００-01-01", "-2000-01-01",
    "2000-01-01\n", "2000-13-01",
)  # fmt: skip
_MOMENTS: Final = (
    "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2024-02-29T23:59:59.999999+14:00",
    "2026-11-23T12:00:00-23:59", "9999-12-31T23:59:59Z", "2026-11-23t12:00:00z",
)  # fmt: skip
_NO_MOMENTS: Final = (
    "", "2026-11-23", "2026-11-23T12:00:00", "2026-11-23T12:00Z", "2026-11-23 12:00:00Z",
    "2026-11-23T24:00:00Z", "2026-11-23T23:59:60Z", "2026-11-23T12:00:00.1234567Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-23T12:00:00+24:00",
    "2026-02-30T12:00:00Z", "now", "1763899200",
)  # fmt: skip
_SIZES: Final = (1, 2, 3, 10, 25)
_EDGES: Final = (0, -1, 100, 101, 2**31 - 1, -(2**31), 2**31, 2**63, 10**400)

# The arguments that say how long a page is.
SIZES: Final = frozenset({"first", "last", "size"})


def register() -> None:
    """Tell schemathesis of the service's own scalars."""
    schemathesis.graphql.scalar("Date", _text(_mostly(_dates(), _wrong(_NO_DATES))))
    schemathesis.graphql.scalar("DateTime", _text(_mostly(_moments(), _wrong(_NO_MOMENTS))))
    schemathesis.graphql.scalar("BigInt", _big_ints())


def sizes() -> st.SearchStrategy[ValueNode]:
    """Lengths of pages: mostly small, so that an answer can come of it."""
    return _mostly(st.sampled_from(_SIZES), st.sampled_from(_EDGES)).map(_int)


@st.composite
def texts(draw: st.DrawFn, groups: Groups) -> ValueNode:
    """One of the values, from one of the groups."""
    value = draw(st.sampled_from(draw(_group(groups))))
    return NullValueNode() if value is None else StringValueNode(value=value)


@st.composite
def lists(draw: st.DrawFn, groups: Groups) -> ValueNode:
    """A few values, mostly of one group: one that does not fit spoils the others."""
    chosen = groups if draw(st.integers(0, 3)) == 0 else [draw(_group(groups))]
    return ListValueNode(values=tuple(draw(st.lists(texts(chosen), min_size=1, max_size=5))))


def _group(groups: Groups) -> st.SearchStrategy[list[str | None]]:
    return st.sampled_from([group for group in groups if group])


def _dates() -> st.SearchStrategy[Any]:
    return st.dates().map(str) | st.sampled_from(_DATES)


def _moments() -> st.SearchStrategy[Any]:
    """Around now, since that is where the data are; and both ends of time."""
    now = datetime.now(UTC).replace(microsecond=0)
    recent = st.integers(-800, 800).map(lambda days: now + timedelta(days=days))
    return recent.map(datetime.isoformat) | st.sampled_from(_MOMENTS)


def _wrong(texts: Sequence[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from([*texts, 0, 20_260_101, 1_763_899_200])


def _big_ints() -> st.SearchStrategy[ValueNode]:
    ends = [0, _GREATEST_EXACT, -_GREATEST_EXACT, _GREATEST_EXACT + 1, 2**63, 10**400]
    numbers = st.integers(-_GREATEST_EXACT, _GREATEST_EXACT) | st.sampled_from(ends)
    return _text(_mostly(numbers, st.sampled_from(["", "1", "1e3", "0x10"])))


def _mostly(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Four of five times the usual: `|` would give both the same weight."""
    return st.sampled_from([usual, usual, usual, usual, odd]).flatmap(lambda chosen: chosen)


def _text(values: st.SearchStrategy[Any]) -> st.SearchStrategy[ValueNode]:
    """Texts as texts, numbers as numbers."""
    return values.map(lambda each: _int(each) if type(each) is int else StringValueNode(value=each))


def _int(value: int) -> ValueNode:
    return IntValueNode(value=str(value))
