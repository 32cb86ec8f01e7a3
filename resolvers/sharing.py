"""What a candidate does: see own results, share one, withdraw a share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox
from db.engine import Job
from db.ids import new_id
from db.models.organisations import Organisation
from db.models.shares import Share
from db.queries import organisations, results, shares
from db.queries.results import OwnResult
from domain import names
from domain.errors import (
    AlreadyEnded,
    AlreadyShared,
    InvalidInput,
    NotFound,
    NotShareable,
    Withheld,
)
from domain.events import EventType, NewEvent
from domain.states import SHOWN, ResultState, ShareState, may_become
from resolvers.context import Context
from resolvers.idempotency import Asked, Done, once
from resolvers.operations import operation


@dataclass(frozen=True, slots=True)
class Grant:
    """A share as its candidate sees it, with the result; None when that is not out (any more).

    `opened_at`: when somebody of the organisation opened it first.
    """

    share: Share
    organisation: Organisation
    own: OwnResult | None
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a candidate asks: this result, to this organisation, until then, with or without photo.

    `includes_photo` None: the default, which is yes for the exams that have a photo.
    """

    result_id: UUID
    organisation_id: UUID
    expires_at: datetime | None = None
    includes_photo: bool | None = None


class AlreadySharedWith(AlreadyShared):
    """Carries the share that exists."""

    def __init__(self, existing: Grant) -> None:
        super().__init__(("organisationId",))
        self.existing = existing


@operation("myResults")
async def my_results(context: Context) -> Sequence[tuple[OwnResult, list[Grant]]]:
    """The candidate's results that are out, each with all shares of it, newest first."""
    candidate_id = context.require_viewer().require_candidate()
    async with context.transaction() as session:
        own = await results.of_candidate(session, candidate_id)
        ids = [each.result.id for each in own]
        grants = await _grants(session, await shares.of_candidate(session, candidate_id, ids), own)
        await context.audit(session, "myResults", ids)
    return [
        (each, [grant for grant in grants if grant.share.result_id == each.result.id])
        for each in own
    ]


async def grants(context: Context, ids: Sequence[UUID]) -> list[Grant]:
    """Shares of the candidate's own by id, with the look on record."""
    candidate_id = context.require_viewer().require_candidate()
    async with context.transaction() as session:
        own = await results.of_candidate(session, candidate_id)
        found = await shares.by_ids(session, candidate_id, ids)
        await context.audit(session, "node", [share.id for share in found])
        return await _grants(session, found, own)


@operation("shareResult")
async def share(context: Context, wish: Wish, *, asked: Asked | None) -> Grant:
    """Give an organisation access to a result; one active share for each pair of them."""
    return await once(
        context,
        "shareResult",
        asked,
        first=partial(_share, context, wish),
        again=partial(_as_it_is, context),
        rings=(Job.WEBHOOK, Job.MAIL),
    )


@operation("withdrawShare")
async def withdraw(context: Context, share_id: UUID, *, asked: Asked | None) -> Grant:
    """End the organisation's access at once; every path reads the share's state again."""
    return await once(
        context,
        "withdrawShare",
        asked,
        first=partial(_withdraw, context, share_id),
        again=partial(_as_it_is, context),
        rings=(Job.WEBHOOK,),
    )


async def _share(context: Context, wish: Wish, session: AsyncSession) -> Done[Grant]:
    candidate_id = context.require_viewer().require_candidate()
    own = await _shareable(session, candidate_id, wish.result_id)
    organisation = await organisations.approved(session, wish.organisation_id)
    if organisation is None:
        raise NotFound(("organisationId",))
    await _end_overdue(context, session, candidate_id, wish)
    await outbox.count_shares(session, organisation.id, +1)  # now no other call can pass
    await _refuse_if_shared(session, own, wish)
    new = _new_share(context, own, organisation.id, wish)
    session.add(new)
    await session.flush()
    await _tell(session, new, EventType.SHARE_CREATED, own.result.version, new.shared_at)
    return Done(Grant(new, organisation, own), new.id, [new.id])


async def _withdraw(context: Context, share_id: UUID, session: AsyncSession) -> Done[Grant]:
    candidate_id = context.require_viewer().require_candidate()
    ended = await shares.lock_for_candidate(session, candidate_id, share_id)
    if ended is None:
        raise NotFound(("id",))
    if not may_become(ended.state, ShareState.WITHDRAWN) or _is_over(context, ended):
        raise AlreadyEnded(("id",))
    await _end(session, ended, ShareState.WITHDRAWN, EventType.SHARE_WITHDRAWN, context.now())
    return Done((await _grants(session, [ended], []))[0], share_id, [share_id])


async def _as_it_is(context: Context, session: AsyncSession, share_id: UUID) -> Done[Grant] | None:
    """The share that the same call made or ended before."""
    candidate_id = context.require_viewer().require_candidate()
    found = await shares.by_ids(session, candidate_id, [share_id])
    if not found:
        return None
    own = await results.own(session, candidate_id, found[0].result_id)
    (grant,) = await _grants(session, found, [own] if own else [])
    return Done(grant, share_id, [share_id])


async def _shareable(session: AsyncSession, candidate_id: UUID, result_id: UUID) -> OwnResult:
    own = await results.own(session, candidate_id, result_id)
    if own is None:
        raise NotFound(("resultId",))
    if own.result.state is ResultState.WITHHELD:
        raise Withheld(("resultId",))
    if own.result.state not in SHOWN:
        raise NotShareable(("resultId",))
    return own


async def expire(session: AsyncSession, overdue: Share, now: datetime) -> None:
    """End a locked share whose time is up, and tell its organisation."""
    await _end(session, overdue, ShareState.EXPIRED, EventType.SHARE_EXPIRED, now)


async def _end_overdue(
    context: Context, session: AsyncSession, candidate_id: UUID, wish: Wish
) -> None:
    """A share whose time is up, but which the clock has not ended yet, makes room."""
    pair = (candidate_id, wish.result_id, wish.organisation_id)
    overdue = await shares.lock_overdue(session, *pair)
    if overdue is not None:
        await expire(session, overdue, context.now())


async def _refuse_if_shared(session: AsyncSession, own: OwnResult, wish: Wish) -> None:
    pair = (own.candidate.id, wish.result_id, wish.organisation_id)
    existing = await shares.active_one(session, *pair)
    if existing is not None:
        raise AlreadySharedWith((await _grants(session, [existing], [own]))[0])


async def _end(
    session: AsyncSession, share: Share, state: ShareState, type: EventType, now: datetime
) -> None:
    await shares.end(session, share, state, now)
    await outbox.count_shares(session, share.organisation_id, -1)
    await _tell(session, share, type, 1, now)


async def _tell(
    session: AsyncSession, told: Share, type: EventType, version: int, now: datetime
) -> None:
    event = NewEvent(
        organisation_id=told.organisation_id,
        type=type,
        aggregate_id=told.id,
        aggregate_version=version,
        ordering_key=told.result_id,
        occurred_at=now,
        share_id=told.id,
        result_id=told.result_id,
    )
    await outbox.append(session, event)


def _new_share(context: Context, own: OwnResult, organisation_id: UUID, wish: Wish) -> Share:
    candidate, result, now = own.candidate, own.result, context.now()
    if wish.expires_at is not None and wish.expires_at <= now:
        raise InvalidInput("reasons.expiry_in_the_past", ("expiresAt",))
    period = context.services.catalogue.period(result.exam_code, result.exam_date)
    has_photo = period is not None and period.has_photo
    score = result.overall_score
    return Share(
        id=new_id(),
        organisation_id=organisation_id,
        candidate_id=candidate.id,
        result_id=result.id,
        state=ShareState.ACTIVE,
        shared_at=now,
        expires_at=wish.expires_at,
        includes_photo=has_photo and wish.includes_photo is not False,
        family_name_key=names.search_key(candidate.family_name),
        first_name_key=names.search_key(candidate.first_name),
        exam_code=result.exam_code,
        overall_score_key=-1 if score is None else score,
    )


def _is_over(context: Context, share: Share) -> bool:
    return share.expires_at is not None and share.expires_at <= context.now()


async def _grants(
    session: AsyncSession, found: Sequence[Share], own: Sequence[OwnResult]
) -> list[Grant]:
    known = await organisations.by_ids(session, list({each.organisation_id for each in found}))
    opened = await shares.first_openings(session, [each.id for each in found])
    mine = {each.result.id: each for each in own}
    return [
        Grant(each, known[each.organisation_id], mine.get(each.result_id), opened.get(each.id))
        for each in found
    ]
