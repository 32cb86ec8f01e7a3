"""From a request to its answer: prepare (parse, validate, bound), then execute or stream.

graphql-core runs the operations directly: strawberry's own pipeline parses, validates and
reports errors in ways that the limits and the masking here would have to undo.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Hashable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Final, cast

import orjson
import strawberry
from graphql import ExecutionResult, GraphQLSchema, OperationType
from graphql.execution import (
    Executor,
    create_source_event_stream,
    execute_root_selection_set,
    execute_subscription_event,
)

from domain.errors import RequestError, Unauthenticated
from schema import cost, errors
from schema.answers import Answer, EventForMany, SharedAnswer
from schema.documents import Document, Documents, InvalidDocument, Part
from schema.limits import Limits
from schema.request_context import RequestContext
from schema.selections import inner_variables
from schema.trusted_documents import TrustedDocuments, UnknownDocument, UntrustedDocument

MAX_VARIABLE_ERRORS: Final = 10


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client asks for, in the words of GraphQL over HTTP: by text or by id, or both."""

    query: str | None
    variables: Mapping[str, Any]
    name: str | None = None
    extensions: Mapping[str, Any] | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that may run: once.

    `likeness` is equal for subscriptions to which one event gives one answer.
    """

    executor: Executor[Any]
    context: RequestContext
    cost: int
    shows_cost: bool
    likeness: Hashable = None

    @property
    def is_subscription(self) -> bool:
        """Whether the answer is a stream."""
        return self.executor.operation.operation is OperationType.SUBSCRIPTION


def is_signed_in(context: RequestContext) -> bool:
    """The default of who may introspect."""
    return context.viewer is not None


class Service:
    """One schema with its bounds and its cache of documents."""

    def __init__(
        self,
        schema: strawberry.Schema,
        *,
        sensitive: frozenset[str] = frozenset(),
        limits: Limits | None = None,
        trusted: TrustedDocuments | None = None,
        may_introspect: Callable[[RequestContext], bool] = is_signed_in,
    ) -> None:
        """`sensitive`: fields of which a document may hold one, such as `signIn`."""
        self.limits = limits or Limits()
        self._trusted = trusted or TrustedDocuments()
        self.documents = Documents(core(schema), self.limits, sensitive, trusted=self._trusted)
        self._schema = schema
        self._may_introspect = may_introspect

    def prepare(
        self, operation: Operation, context: RequestContext, *, trusted_only: bool = False
    ) -> Prepared:
        """Everything that can be refused before a resolver runs; raises `Refused`.

        `trusted_only`: if somebody asks, they may ask nothing but trusted documents.
        """
        try:
            text = self._trusted.text(operation.query, operation.document_id)
            if trusted_only and context.viewer is not None and text not in self._trusted:
                raise UntrustedDocument
            document = self.documents.get(text)
            if document.measures.introspects and not self._may_introspect(context):
                raise Unauthenticated
            return self._bounded(document, operation, context)
        except InvalidDocument as invalid:
            found = errors.of_document(invalid.errors, context)
            raise errors.Refused(found, is_document_error=True) from invalid
        except RequestError as refusal:
            found = [errors.of_exception(refusal, context)]
            is_unknown = isinstance(refusal, UnknownDocument)
            raise errors.Refused(found, is_document_error=is_unknown) from refusal

    async def execute(self, prepared: Prepared) -> Answer:
        """The answer of a query or mutation; cancelling the caller cancels its resolvers."""
        return await self._run(prepared, execute_root_selection_set, prepared.executor)

    async def stream(self, prepared: Prepared) -> AsyncGenerator[Answer, None]:
        """The answers of any operation; raises `Refused` when the stream itself fails."""
        if not prepared.is_subscription:
            yield await self.execute(prepared)
            return
        source = await self._source(prepared)
        async with aclosing(_events(source, prepared.context)) as events:
            async for event in events:
                yield await self._told(prepared, event)

    def _bounded(
        self, document: Document, operation: Operation, context: RequestContext
    ) -> Prepared:
        part = document.part(operation.name)
        executor = self._executor(part, operation, context)
        variables = executor.variable_values.coerced
        price = cost.total(part.costs, variables, self.limits.page)
        if price > self.limits.cost:
            raise errors.LimitExceeded("request.cost", cost=price, maximum=self.limits.cost)
        shows_cost = (operation.extensions or {}).get("cost") is True
        likeness = None
        if executor.operation.operation is OperationType.SUBSCRIPTION:
            likeness = (part, _inner(executor), shows_cost, context.audience)
        return Prepared(executor, context, price, shows_cost, likeness)

    def _executor(self, part: Part, operation: Operation, context: RequestContext) -> Executor[Any]:
        executor = self._schema.execution_context_class.build(
            core(self._schema),
            part.ast,
            context_value=context,
            raw_variable_values=dict(operation.variables),
            max_coercion_errors=MAX_VARIABLE_ERRORS,
            hide_suggestions=True,
        )
        if isinstance(executor, list):
            raise InvalidDocument(executor)
        return executor

    async def _told(self, prepared: Prepared, event: object) -> Answer:
        """The answer to one event. One for all who ask the same of it, if it is without errors."""
        if isinstance(event, EventForMany):
            shared = event.answers.get(prepared.likeness)
            if shared is None or shared.is_given_up:
                shared = SharedAnswer(asyncio.create_task(self._of_event(prepared, event)))
                event.answers[prepared.likeness] = shared
            answer = await shared.get()
            if "errors" not in answer:
                return answer
        return await self._of_event(prepared, event)

    async def _of_event(self, prepared: Prepared, event: object) -> Answer:
        executor = prepared.executor.build_per_event_executor(event)
        answer = await self._run(prepared, execute_subscription_event, executor)
        if isinstance(event, EventForMany):
            answer.cursor = event.resume_after
            answer.fresh_until = event.fresh_until
        return answer

    async def _run(
        self,
        prepared: Prepared,
        run: Callable[[Executor[Any]], Any],
        executor: Executor[Any],
    ) -> Answer:
        try:
            async with asyncio.timeout(self.limits.seconds):
                result = run(executor)
                result = await result if isawaitable(result) else result
        except TimeoutError:
            late = errors.LimitExceeded("request.seconds", maximum=self.limits.seconds)
            return Answer(errors=[errors.of_exception(late, prepared.context)], data=None)
        return self._answer(prepared, result)

    def _answer(self, prepared: Prepared, result: ExecutionResult) -> Answer:
        answer = Answer()
        if result.errors:
            answer["errors"] = errors.of_execution(result.errors, prepared.context)
        answer["data"] = result.data
        if prepared.shows_cost:
            answer["extensions"] = {"cost": {"asked": prepared.cost, "maximum": self.limits.cost}}
        return answer

    async def _source(self, prepared: Prepared) -> AsyncGenerator[Any, None]:
        try:
            async with asyncio.timeout(self.limits.seconds):
                source = create_source_event_stream(prepared.executor)
                source = await source if isawaitable(source) else source
        except TimeoutError as error:
            late = errors.LimitExceeded("request.seconds", maximum=self.limits.seconds)
            raise errors.Refused([errors.of_exception(late, prepared.context)]) from error
        if isinstance(source, ExecutionResult):
            raise errors.Refused(errors.of_execution(source.errors or (), prepared.context))
        return cast(AsyncGenerator[Any, None], source)


def core(schema: strawberry.Schema) -> GraphQLSchema:
    """graphql-core's schema inside strawberry's, for which there is no public name."""
    return schema._schema


def _inner(executor: Executor[Any]) -> bytes:
    """The values of the variables that what is selected depends on, as they were understood."""
    names = inner_variables(executor.operation, executor.fragment_definitions)
    values = executor.variable_values.coerced
    known = {name: values[name] for name in names if name in values}
    return orjson.dumps(known, default=repr, option=orjson.OPT_SORT_KEYS)


async def _events(
    source: AsyncGenerator[Any, None], context: RequestContext
) -> AsyncGenerator[Any, None]:
    """What a resolver yields; what it raises ends the stream with an error, not the socket."""
    try:
        async with aclosing(source):
            async for event in source:
                yield event
    except Exception as error:
        raise errors.Refused([errors.of_exception(error, context)]) from error
