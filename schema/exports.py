"""Exports as the API shows them."""

from datetime import datetime
from typing import Self

import strawberry

from db.queries.exports import ExportWithFile
from domain.exports import ExportFormat
from domain.global_ids import Kind
from domain.states import ExportState
from domain.texts import Language
from resolvers import exports
from resolvers.context import Context
from resolvers.exports import Order
from resolvers.operations import authorise
from schema import idempotency
from schema.connections import PageInfo, page_info
from schema.nodes import Node, all_required, global_id
from schema.scalars import BigInt
from schema.shared_results import SharedResultFilter, question
from schema.user_errors import Payload, mutation


@strawberry.type(description="The person who asked for an export.")
class ExportAuthor:
    """A colleague, who may have left since."""

    first_name: str = strawberry.field(description="First name.")
    family_name: str = strawberry.field(description="Family name.")


@strawberry.type(description="A file that is made in the background.")
class Export(Node):
    """The job and, once it is ready, the file."""

    state: ExportState = strawberry.field(description="How far it is.")
    format: ExportFormat = strawberry.field(description="The form of the file.")
    language: Language = strawberry.field(description="The language of headings and statements.")
    rows_done: int = strawberry.field(description="Results that are in the file so far.")
    rows_total: int = strawberry.field(description="Results that were asked for.")
    omitted_count: int = strawberry.field(
        description="Results that were left out, because they could not be shown any more."
    )
    created_at: datetime = strawberry.field(description="When it was asked for.")
    created_by: ExportAuthor | None = strawberry.field(
        description="Who asked for it; null if an API client did, if the account is gone, and to"
        " API clients."
    )
    finished_at: datetime | None = strawberry.field(description="When it ended; null before.")
    bytes: BigInt | None = strawberry.field(description="Size of the file; null before READY.")
    sha256: str | None = strawberry.field(
        description="SHA-256 of the file in hexadecimal; null before READY."
    )
    expires_at: datetime | None = strawberry.field(
        description="Until when it can be downloaded; null before READY."
    )
    download_url: str | None = strawberry.field(
        description="Path of the file, with the same credentials; who may see everything in it is"
        " looked up at each download. Null before READY."
    )
    failure: str | None = strawberry.field(
        description="Code of what went wrong: RENDERING, STORAGE_FULL, STORAGE_DAMAGED,"
        " NOTHING_LEFT, GAVE_UP; null unless FAILED."
    )

    @classmethod
    def of(cls, found: ExportWithFile) -> Self:
        """The view of an export and its file."""
        export, file = found.export, found.file
        export_id = global_id(Kind.EXPORT, export.id)
        is_ready = export.state is ExportState.READY
        return cls(
            id=export_id,
            state=export.state,
            format=export.format,
            language=export.language,
            rows_done=export.rows_done,
            rows_total=export.rows_total,
            omitted_count=export.omitted,
            created_at=export.created_at,
            created_by=_author(found),
            finished_at=export.finished_at,
            bytes=BigInt(file.size_bytes) if file else None,
            sha256=file.sha256.hex() if file else None,
            expires_at=file.expires_at if file else None,
            download_url=f"/downloads/exports/{export_id}" if is_ready else None,
            failure=export.failure,
        )


@strawberry.type(description="An export in the history.")
class ExportEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the row stands in the list.")
    node: Export = strawberry.field(description="The export.")


@strawberry.type(description="The organisation's exports, newest first.")
class ExportConnection:
    """Relay's connection."""

    edges: list[ExportEdge] = strawberry.field(description="The rows of the page.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")

    @strawberry.field(description="How many exports there are; counted only when asked for.")
    async def total_count(self, info: strawberry.Info) -> int:
        """The whole history."""
        return await exports.total(info.context)


@strawberry.input(one_of=True, description="Which shares: exactly one of the two must be given.")
class ExportSelection:
    """By id or by filter."""

    ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="Ids of shared results, at most 5 000, in this order."
    )
    filter: SharedResultFilter | None = strawberry.field(
        default=strawberry.UNSET, description="All that match, newest first, at most 5 000."
    )


@strawberry.input(description="What file to make.")
class CreateExportInput(idempotency.MutationInput):
    """Its form, its language and the shares in it."""

    format: ExportFormat = strawberry.field(description="The form of the file.")
    selection: ExportSelection = strawberry.field(description="Which shares.")
    language: Language | None = strawberry.field(
        default=None, description="Of headings and statements; left out: yours."
    )


@strawberry.type(description="The export that was queued.")
class CreateExportPayload(Payload):
    """Watch it by `exportProgress`."""

    export: Export | None = strawberry.field(
        default=None, description="The export; null after a refusal."
    )


@strawberry.type
class ExportMutation:
    """Mutations of exports."""

    @mutation(
        CreateExportPayload,
        "Make a file of shared results. NOT_FOUND if one of the ids is not your organisation's:"
        " then nothing is made. Results that end before the file is made are left out and counted.",
    )
    async def create_export(
        self, info: strawberry.Info, input: CreateExportInput
    ) -> CreateExportPayload:
        """Queue it; a worker makes it."""
        authorise(info.context, "createExport")  # before the ids are read
        order = _order(info.context, input)
        found = await exports.create(info.context, order, asked=idempotency.asked(input))
        return CreateExportPayload(export=Export.of(found))


async def connection(
    context: Context, first: int | None, after: str | None, last: int | None, before: str | None
) -> ExportConnection:
    """A page of the history."""
    page = await exports.page(context, first=first, after=after, last=last, before=before)
    edges = [
        ExportEdge(cursor=exports.cursor_of(found.export), node=Export.of(found))
        for found in page.rows
    ]
    return ExportConnection(edges=edges, page_info=page_info(page, [e.cursor for e in edges]))


def _author(found: ExportWithFile) -> ExportAuthor | None:
    author = found.author
    if author is None:
        return None
    return ExportAuthor(first_name=author.first_name, family_name=author.family_name)


def _order(context: Context, input: CreateExportInput) -> Order:
    ids, asked = input.selection.ids, input.selection.filter
    return Order(
        format=input.format,
        language=input.language or context.language,
        ids=all_required(Kind.SHARE, ids, "selection", "ids") if ids else None,
        question=question(context, asked, None) if asked else None,
    )
