"""One event, many readers: an answer is made once for those to whom it is the same."""

import asyncio
import math
from collections.abc import AsyncGenerator, Hashable
from typing import Any

import strawberry

from domain.texts import Language
from schema.answers import Answer, EventForMany, SharedAnswer
from schema.execution import Operation, Service
from tests.graphql.toy_service import ToyContext

made: list[str | None] = []


@strawberry.type
class Told(EventForMany):
    kept: strawberry.Private[dict[Hashable, Any]]

    @property
    def answers(self) -> dict[Hashable, SharedAnswer]:
        return self.kept

    @property
    def resume_after(self) -> str:
        return "here"

    @property
    def fresh_until(self) -> float:
        return math.inf

    @strawberry.field
    async def reader(self, info: strawberry.Info[ToyContext, None]) -> str | None:
        made.append(info.context.viewer)
        await asyncio.sleep(0.01)
        return info.context.viewer

    @strawberry.field
    def fails(self) -> int | None:
        made.append("fails")
        raise ValueError

    @strawberry.field
    def plus(self, number: int) -> int:
        return number + 1


@strawberry.type
class Query:
    nothing: int | None = None


EVENT = Told(kept={})


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def told(self, after: str | None = None) -> AsyncGenerator[Told, None]:
        yield EVENT


SERVICE = Service(strawberry.Schema(Query, subscription=Subscription))


async def answer(document: str, viewer: str, **variables: Any) -> Answer:
    """The first answer to a viewer; the toy's audience is the viewer."""
    context = ToyContext(Language.EN, f"correlation-{viewer}", viewer)
    prepared = SERVICE.prepare(Operation(document, variables), context)
    return await anext(SERVICE.stream(prepared))


async def answers(document: str, *viewers: str) -> list[Answer]:
    """The answers to several at once, of an event that nobody has asked about yet."""
    EVENT.kept.clear()
    made.clear()
    return await asyncio.gather(*(answer(document, viewer) for viewer in viewers))


async def test_who_is_alike_gets_one_answer_and_who_is_not_an_own_one() -> None:
    found = await answers("subscription { told { reader } }", "ana", "ana", "bea", "ana")

    assert [each["data"]["told"]["reader"] for each in found] == ["ana", "ana", "bea", "ana"]
    assert sorted(str(name) for name in made) == ["ana", "bea"]
    assert found[0].encoded() is found[3].encoded()


async def test_variables_of_the_selection_tell_readers_apart_and_the_cursor_does_not() -> None:
    document = (
        "subscription ($n: Int! = 5, $after: String) { told(after: $after) { plus(number: $n) } }"
    )
    EVENT.kept.clear()

    first = await answer(document, "ana", after="a")
    same = await answer(document, "ana", after="b", n=5)
    other = await answer(document, "ana", n=7)

    assert first is same
    assert [each["data"]["told"]["plus"] for each in (first, other)] == [6, 8]


async def test_an_answer_with_an_error_is_made_for_each_with_its_own_number() -> None:
    found = await answers("subscription { told { fails } }", "ana", "ana")

    ids = [each["errors"][0]["extensions"]["correlationId"] for each in found]
    assert ids == ["correlation-ana", "correlation-ana"]
    assert found[0] is not found[1]


async def test_who_comes_after_the_last_has_gone_gets_an_answer_all_the_same() -> None:
    EVENT.kept.clear()
    leaving = asyncio.create_task(answer("subscription { told { reader } }", "ana"))
    await asyncio.sleep(0.002)
    leaving.cancel()
    await asyncio.wait([leaving])

    found = await answer("subscription { told { reader } }", "ana")

    assert found["data"]["told"]["reader"] == "ana"
