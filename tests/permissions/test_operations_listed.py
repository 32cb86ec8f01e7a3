"""No operation without its row in the table, and no row without a door."""

from collections.abc import Set
from typing import Final

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

import resolvers.photos  # noqa: F401 - its door is outside the schema
from domain import permissions
from domain.permissions import TABLE, Role
from resolvers.operations import GUARDED
from schema import service
from schema.execution import core
from schema.queries import Query
from schema.scalars import SCALARS
from tests.permissions.test_role_matrix import DOCUMENTS, DOWNLOADS


def root_fields(schema: GraphQLSchema) -> Set[str]:
    """Every query, mutation and subscription."""
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    return {name for root in roots if root for name in root.fields}


SCHEMA: Final = core(service.build())


def test_every_root_field_has_a_row_in_the_table() -> None:
    assert root_fields(SCHEMA) - set(TABLE) == set()


def test_every_row_is_a_root_field_or_a_download() -> None:
    assert set(TABLE) - root_fields(SCHEMA) == set(DOWNLOADS)


def test_every_row_has_a_door() -> None:
    assert set(TABLE) == GUARDED


def test_every_row_is_tried_in_the_matrix() -> None:
    assert set(TABLE) == set(DOCUMENTS) | set(DOWNLOADS)


def test_a_new_root_field_without_a_row_is_noticed() -> None:
    @strawberry.type
    class Wider(Query):
        everything: int = strawberry.field(default=1, description="Added in a hurry.")

    wider = strawberry.Schema(query=Wider, config=StrawberryConfig(scalar_map=SCALARS))

    assert root_fields(core(wider)) - set(TABLE) == {"everything"}


def test_an_operation_without_a_row_is_nobodys() -> None:
    assert not any(permissions.is_allowed("everything", role) for role in Role)


def test_no_row_names_the_api_client_as_a_role_but_those_that_everybody_has() -> None:
    for grant in TABLE.values():
        assert Role.API_CLIENT not in grant.roles or grant.roles == permissions.EVERYONE
