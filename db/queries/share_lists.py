"""The list of an organisation's shares as SQL: which rows, in which order, from where on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from db.models.shares import ShareView
from db.pages import Key, Position, Window
from db.views import shared_results as view
from domain import names
from domain.states import ShareState

# A constant, not a parameter: only a constant lets a generic plan use the partial indexes.
ACTIVE: Final[ColumnElement[Any]] = literal_column("'ACTIVE'")


class OrderField(StrEnum):
    """What a list of shared results can be sorted by."""

    SHARED_AT = "SHARED_AT"
    FAMILY_NAME = "FAMILY_NAME"
    FIRST_NAME = "FIRST_NAME"
    EXAM = "EXAM"
    OVERALL_SCORE = "OVERALL_SCORE"


_KEYS: Final[Mapping[OrderField, str]] = {
    OrderField.SHARED_AT: "shared_at",
    OrderField.FAMILY_NAME: "family_name_key",
    OrderField.FIRST_NAME: "first_name_key",
    OrderField.EXAM: "exam_key",
    OrderField.OVERALL_SCORE: "overall_score_key",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which of an organisation's shares are asked for, by whom and in which order.

    `new_since` is the user's previous sign-in: shares after it are new to this user.
    """

    organisation_id: UUID
    user_id: UUID | None
    new_since: datetime | None
    order: OrderField = OrderField.SHARED_AT
    is_descending: bool = True
    state: ShareState = ShareState.ACTIVE
    shared_from: datetime | None = None
    shared_to: datetime | None = None
    exam_codes: tuple[str, ...] | None = None
    name: str | None = None
    unopened_only: bool = False
    new_only: bool = False

    @property
    def has_filter(self) -> bool:
        """Whether anything but 'all active shares' is asked for."""
        plain = Question(
            organisation_id=self.organisation_id,
            user_id=self.user_id,
            new_since=self.new_since,
            order=self.order,
            is_descending=self.is_descending,
        )
        return self != plain

    def scope(self) -> str:
        """What a cursor of this list is bound to: what decides which rows it has, in which order.

        A list without a personal filter is the same for every user and after every sign-in.
        """
        is_personal = self.unopened_only or self.new_only
        asked = replace(
            self,
            user_id=self.user_id if is_personal else None,
            new_since=self.new_since if self.new_only else None,
        )
        return f"sharedResults {asked!r}"


def rows(question: Question) -> Select[Any]:
    """Every column of a record; `viewed_at` and `is_new` are the asking user's own."""
    viewed = and_(
        col(ShareView.share_id) == view.c.share_id, col(ShareView.user_id) == question.user_id
    )
    return (
        select(
            view,
            col(ShareView.viewed_at).label("viewed_at"),
            _is_new(question).label("is_new"),
            key(question).label("order_key"),
        )
        .select_from(view)
        .outerjoin(ShareView, viewed)
    )


def filtered(statement: Select[Any], question: Question) -> Select[Any]:
    """The tenant first, then what the filter asks.

    An ended share is found by nothing of the result or the person, also before its keys are empty.
    """
    statement = statement.where(view.c.organisation_id == question.organisation_id)
    statement = statement.where(_in_state(question.state))
    if question.state is not ShareState.ACTIVE and (question.exam_codes or question.name):
        return statement.where(false())
    if question.shared_from is not None:
        statement = statement.where(view.c.shared_at >= question.shared_from)
    if question.shared_to is not None:
        statement = statement.where(view.c.shared_at < question.shared_to)
    if question.exam_codes is not None:
        statement = statement.where(view.c.exam_key.in_(question.exam_codes))
    if question.name is not None:
        statement = statement.where(_named(question.name))
    if question.new_only:
        statement = statement.where(_is_new(question))
    return statement.where(_unopened(question)) if question.unopened_only else statement


def directed(statement: Select[Any], question: Question, asked: Window) -> Select[Any]:
    """One row more than the window, from its position on, in its direction."""
    is_descending = question.is_descending != asked.is_backward
    if asked.position is not None:
        statement = statement.where(beyond(question, asked.position, is_descending))
    return statement.order_by(*order(question, is_descending)).limit(asked.size + 1)


def key(question: Question) -> ColumnElement[Any]:
    """What the list is ordered by; of ended shares nothing is left to sort by but the time."""
    is_active = question.state is ShareState.ACTIVE
    return view.c[_KEYS[question.order if is_active else OrderField.SHARED_AT]]


def key_type(question: Question) -> type[Key]:
    """The type of the keys in the list's cursors."""
    found: type[Key] = key(question).type.python_type
    return found


def order(question: Question, is_descending: bool) -> list[ColumnElement[Any]]:
    columns: list[ColumnElement[Any]] = [key(question), view.c.share_id]
    return [column.desc() if is_descending else column.asc() for column in columns]


def beyond(question: Question, position: Position, is_descending: bool) -> ColumnElement[bool]:
    """A row comparison, which an index answers (a pair of conditions with OR would not)."""
    here = tuple_(key(question), view.c.share_id)
    there = tuple_(literal(position.key, key(question).type), literal(position.id))
    return here < there if is_descending else here > there


def up_to(question: Question, position: Position) -> ColumnElement[bool]:
    """The rows before a position and its own, in the list's order.

    Not the negation of `beyond`: PostgreSQL cannot make a range of an index out of that.
    """
    here = tuple_(key(question), view.c.share_id)
    there = tuple_(literal(position.key, key(question).type), literal(position.id))
    return here >= there if question.is_descending else here <= there


def _in_state(state: ShareState) -> ColumnElement[bool]:
    """By the stored state and the clock: an active share whose time is up has expired."""
    stored, expires_at = view.c.stored_state, view.c.expires_at
    is_over = expires_at <= func.now()
    match state:
        case ShareState.ACTIVE:
            return and_(stored == ACTIVE, or_(expires_at.is_(None), ~is_over))
        case ShareState.EXPIRED:
            return or_(stored == state, and_(stored == ACTIVE, is_over))
        case ShareState.WITHDRAWN:
            return and_(stored == state)


def _named(text: str) -> ColumnElement[bool]:
    """The family name or the first name begins with the text, however it is typed."""
    lower, upper = names.prefix_range(names.search_key(text))
    keys = (view.c.family_name_key, view.c.first_name_key)
    return or_(*(and_(key >= lower, key < upper) for key in keys))


def _is_new(question: Question) -> ColumnElement[bool]:
    """Shared after the user's previous sign-in; everything is new to a first one."""
    if question.user_id is None:
        return literal(False)
    return literal(True) if question.new_since is None else view.c.shared_at > question.new_since


def _unopened(question: Question) -> ColumnElement[bool]:
    seen = aliased(ShareView)  # a page joins the table under its own name
    opened = select(literal(1)).where(
        col(seen.user_id) == question.user_id, col(seen.share_id) == view.c.share_id
    )
    return ~exists(opened)


def position(row: Any) -> Position:
    return Position(row.order_key, row.share_id)
