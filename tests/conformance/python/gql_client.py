"""The service through gql: introspection, local validation, errors, and live shares."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from typing import Any, Final

from callers import (
    CANDIDATE,
    INSTITUTION,
    PRIMARY,
    SHARE,
    ask,
    by_http,
    by_socket,
    head,
    share,
    signed_in,
)
from checks import check, report
from gql import GraphQLRequest
from gql.transport.aiohttp_websockets import AIOHTTPWebsocketsTransport
from gql.transport.exceptions import TransportError, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from graphql import GraphQLError

PAGE: Final = """
  query ($first: Int!) { sharedResults(first: $first) { edges { cursor node { id } } } }"""
SHARED: Final = """
  subscription ($after: String) {
    resultShared(after: $after) { cursor sharedResult { id } }
  }"""


async def failure(doing: Awaitable[Any]) -> TransportError | GraphQLError:
    """With what something fails."""
    try:
        answer = await doing
    except (TransportError, GraphQLError) as error:
        return error
    raise AssertionError(answer)


def code(error: TransportError | GraphQLError) -> str:
    """The code of the first error of an answer."""
    assert isinstance(error, TransportQueryError), repr(error)
    assert error.errors is not None
    return str(error.errors[0]["extensions"]["code"])


async def a_query_is_answered() -> None:
    found = await ask(by_http(INSTITUTION), PAGE, first=2)
    assert len(found["sharedResults"]["edges"]) == 2


async def the_schema_is_fetched_with_a_token_and_not_without() -> None:
    client = by_http(await signed_in(PRIMARY), has_schema=True)
    found = await ask(client, PAGE, first=1)
    assert len(found["sharedResults"]["edges"]) == 1
    assert client.schema is not None
    assert client.schema.get_type("SharedResult") is not None
    refused = await failure(ask(by_http(None, has_schema=True), PAGE, first=1))
    assert "UNAUTHENTICATED" in str(refused)


async def a_document_is_validated_before_it_is_sent() -> None:
    async with by_http(INSTITUTION, has_schema=True) as session:
        error = await failure(session.execute(GraphQLRequest("{ nothing }")))
    assert type(error) is GraphQLError
    assert "nothing" in error.message


async def a_refusal_of_a_mutation_is_data() -> None:
    wish = {"resultId": "result_none", "organisationId": "organisation_none"}
    answer = await ask(by_http(await signed_in(CANDIDATE)), SHARE, input=wish)
    assert answer["shareResult"]["userErrors"][0]["code"] == "NOT_FOUND"


async def what_is_wrong_comes_with_its_code() -> None:
    candidate = by_http(await signed_in(CANDIDATE))
    assert code(await failure(ask(candidate, "{ newShareCount { count } }"))) == "FORBIDDEN"
    assert code(await failure(ask(candidate, "{ nothing }"))) == "BAD_USER_INPUT"
    assert code(await failure(ask(candidate, PAGE, first="two"))) == "BAD_USER_INPUT"


async def credentials_that_are_not_good_are_refused() -> None:
    over_http = await failure(ask(by_http("Bearer rvs_key_nobody"), "{ __typename }"))
    assert code(over_http) == "UNAUTHENTICATED"
    over_socket = await failure(
        ask(by_socket(authorization="Bearer rvs_key_nobody"), "{ __typename }")
    )
    assert "4403" in str(over_socket) or "4403" in str(over_socket.__cause__)


async def gets_a_share(kind: type) -> None:
    after = await head()
    async with by_socket(kind) as session:
        watch = session.subscribe(GraphQLRequest(SHARED, variable_values={"after": after}))
        made = await share(await signed_in(CANDIDATE))
        assert (await told(watch))["sharedResult"]["id"] == made
        await watch.aclose()


async def a_subscription_that_is_refused_comes_with_its_code() -> None:
    async with by_socket(authorization=await signed_in(CANDIDATE)) as session:
        error = await failure(anext(session.subscribe(GraphQLRequest(SHARED))))
    assert code(error) == "FORBIDDEN"


async def a_subscription_is_resumed_where_it_was() -> None:
    candidate = await signed_in(CANDIDATE)
    cursor = await head()
    made, seen = [], []
    for _ in range(2):
        made.append(await share(candidate))
        # A connection of its own each time: the cursor alone goes on.
        async with by_socket() as session:
            watch = session.subscribe(GraphQLRequest(SHARED, variable_values={"after": cursor}))
            event = await told(watch)
            await watch.aclose()
        cursor = event["cursor"]
        seen.append(event["sharedResult"]["id"])
    assert seen == made


async def told(watch: AsyncGenerator[Any, None]) -> dict[str, Any]:
    """The next event."""
    return dict((await anext(watch))["resultShared"])


async def main() -> None:
    """Every check; those with a real share use up one of the candidate's results each."""
    await check("a query over aiohttp", a_query_is_answered)
    await check(
        "the schema by introspection, with a token only",
        the_schema_is_fetched_with_a_token_and_not_without,
    )
    await check("validation before sending", a_document_is_validated_before_it_is_sent)
    await check("a refusal of a mutation is data", a_refusal_of_a_mutation_is_data)
    await check("errors come with their code", what_is_wrong_comes_with_its_code)
    await check("bad credentials", credentials_that_are_not_good_are_refused)
    await check("a real share over websockets", lambda: gets_a_share(WebsocketsTransport))
    await check("a real share over aiohttp", lambda: gets_a_share(AIOHTTPWebsocketsTransport))
    await check(
        "a refused subscription comes with its code",
        a_subscription_that_is_refused_comes_with_its_code,
    )
    await check("a subscription resumed by its cursor", a_subscription_is_resumed_where_it_was)
    report("gql", "aiohttp", "websockets")


asyncio.run(main())
