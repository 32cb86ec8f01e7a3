"""The schema of the service, and the service that executes it."""

import strawberry
from graphql import GraphQLInputObjectType, GraphQLSchema, print_schema
from strawberry.schema.config import StrawberryConfig

from schema import enums  # noqa: F401 - names the enums before they are used
from schema.execution import Service, core
from schema.exports import Export
from schema.mutations import Mutation
from schema.organisations import Organisation, User
from schema.queries import Query
from schema.scalars import SCALARS
from schema.shared_results import SharedResult
from schema.subscriptions import Subscription
from schema.trusted_documents import TrustedDocuments
from schema.webhooks import WebhookDelivery, WebhookEndpoint

# At most one of these in a document: each tries a secret, or gives data away.
SENSITIVE = frozenset(
    {"signIn", "confirmIdentity", "confirmTotp", "shareResult"}
    | {"setPassword", "requestPasswordReset", "changePassword"}
    | {"requestEmailChange", "confirmEmailChange"}
)


def build() -> strawberry.Schema:
    """The schema, made once for a process."""
    schema = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[SharedResult, Organisation, User, Export, WebhookEndpoint, WebhookDelivery],
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    _declare_one_of(core(schema))
    return schema


def _declare_one_of(schema: GraphQLSchema) -> None:
    """Let generators of code see `@oneOf`, which strawberry checks and does not declare."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            definition = kind.extensions.get("strawberry-definition")
            kind.is_one_of = definition is not None and definition.is_one_of


def service(trusted: TrustedDocuments | None = None) -> Service:
    """What `/graphql` runs."""
    return Service(build(), sensitive=SENSITIVE, trusted=trusted)


def sdl() -> str:
    """The schema as text: `schema.graphql`."""
    return print_schema(core(build())) + "\n"
