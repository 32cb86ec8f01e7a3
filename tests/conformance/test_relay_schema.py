"""Relay's specifications of objects and pages, by the types of the schema and by its answers."""

from collections.abc import AsyncIterator, Callable
from typing import Any, Final

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLSchema,
    build_client_schema,
    get_introspection_query,
)

from tests import parties
from tests.conformance import relay_rules
from tests.parties import Party
from tests.running import Running

NODE: Final = "query ($id: ID!) { node(id: $id) { __typename id } }"
NODES: Final = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
PAGE: Final = """
  query ($first: Int, $after: String, $last: Int, $before: String) {
    sharedResults(first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }"""
OF_PRIMARY: Final = """{
  viewer { user { __typename id } organisation { __typename id } }
  sessions(first: 1) { edges { node { __typename id } } }
  sharedResults(first: 1) { edges { node { __typename id } } }
  webhookEndpoints(first: 1) {
    edges { node { __typename id deliveries(first: 1) { edges { node { __typename id } } } } }
  }
}"""
EXPORT: Final = """
  mutation ($ids: [ID!]!) {
    createExport(input: { format: CSV, selection: { ids: $ids } }) { export { __typename id } }
  }"""


@pytest.fixture
async def primary(service: Running) -> AsyncIterator[Party]:
    """The primary user of an institution."""
    async with parties.connected(service.base_url) as client:
        yield await parties.signed_in(client, parties.PRIMARY)


@pytest.fixture
async def schema(primary: Party) -> GraphQLSchema:
    """The schema as the service tells it to those who may ask."""
    answer: Any = await primary.ask(get_introspection_query())
    return build_client_schema(answer)


async def test_the_schema_has_what_relay_asks_of_objects_and_pages(
    schema: GraphQLSchema, score: Callable[[str], None]
) -> None:
    found = relay_rules.of(schema)
    missing = [name for name, holds in found.items() if not holds]
    score(f"Relay's specifications: {len(missing)} types, fields or arguments that break a rule")

    assert missing == []
    assert {"sharedResults", "deliveries", "events"} <= {name.split(".")[-1] for name in found}


async def test_every_kind_of_node_is_found_again_by_its_id(
    schema: GraphQLSchema, primary: Party, score: Callable[[str], None]
) -> None:
    objects = await _one_of_each(primary)
    interface = schema.get_type("Node")
    assert isinstance(interface, GraphQLInterfaceType)
    kinds = {kind.name for kind in schema.get_possible_types(interface)}

    again = [(await primary.ask(NODE, id=each["id"]))["node"] for each in objects]
    found = {each["__typename"] for each in again if each in objects}
    score(f"Relay's Node: {len(found)} of {len(kinds)} kinds found again by their id")

    assert again == objects
    assert found == kinds
    ids = [each["id"] for each in objects]
    both_ways = (await primary.ask(NODES, ids=[*ids, "share_none", *reversed(ids)]))["nodes"]
    assert both_ways == [*objects, None, *reversed(objects)]


async def test_pages_follow_each_other_in_both_directions_without_gap_or_repetition(
    primary: Party,
) -> None:
    whole = (await primary.ask(PAGE, first=9))["sharedResults"]["edges"]
    cursors = [edge["cursor"] for edge in whole]
    assert len(set(cursors)) == 9

    for start in (0, 3, 6):
        after = cursors[start - 1] if start else None
        page = (await primary.ask(PAGE, first=3, after=after))["sharedResults"]
        assert page == _page(whole, start, start + 3)
    for end in (3, 6, 8):
        before = cursors[end]
        page = (await primary.ask(PAGE, last=3, before=before))["sharedResults"]
        assert page == _page(whole, end - 3, end)


def _page(whole: list[Any], start: int, end: int) -> dict[str, Any]:
    """A page within a longer list, as Relay wants it told."""
    return {
        "edges": whole[start:end],
        "pageInfo": {
            "hasNextPage": True,
            "hasPreviousPage": start > 0,
            "startCursor": whole[start]["cursor"],
            "endCursor": whole[end - 1]["cursor"],
        },
    }


async def _one_of_each(primary: Party) -> list[dict[str, str]]:
    # No worker runs, and so nothing is sent there.
    await primary.ask(parties.ENDPOINT, url="http://127.0.0.1:8080/hook")
    found = await primary.ask(OF_PRIMARY)
    (share,) = _nodes(found["sharedResults"])
    (session,) = _nodes(found["sessions"])
    (endpoint,) = _nodes(found["webhookEndpoints"])
    (delivery,) = _nodes(endpoint.pop("deliveries"))
    made = (await primary.ask(EXPORT, ids=[share["id"]]))["createExport"]
    viewer = found["viewer"]
    own = [viewer["user"], viewer["organisation"], session]
    return [*own, share, endpoint, delivery, made["export"]]


def _nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]
