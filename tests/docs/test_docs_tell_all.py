"""What is in the code is in the documentation, and the other way round."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast
from uuid import UUID

import pytest
import typer
from graphql import GraphQLSchema, build_schema, parse, validate

from db.storage import StorageFull
from domain.errors import DomainError
from domain.events import EventType
from domain.global_ids import Kind
from domain.permissions import Scope
from domain.states import DeliveryState
from schema.errors import LimitExceeded
from server import demo_accounts, demo_sheet
from server.cli import app
from server.demo_sheet import Sheet
from server.pages import welcome
from server.settings import Settings
from tests.docs import documents
from webhooks.answers import SendError
from workers import envelopes

NUMBERS: Final = {event_type: number for number, event_type in enumerate(EventType, 1)}


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    """The committed schema."""
    return build_schema(documents.text("schema.graphql"))


def operations() -> Iterator[Any]:
    """Every GraphQL operation that people are shown, each with its page."""
    for step in welcome.journey(demo_accounts.access()):
        yield pytest.param(step.operation, id=f"demo: {step.name}")
    for page in documents.pages():
        texts = [block.text for block in documents.blocks(page, "graphql")]
        texts += [body["query"] for body in documents.request_bodies(page)]
        for number, text in enumerate(texts, 1):
            yield pytest.param(text, id=f"{page.name}-{number}")


@pytest.mark.parametrize("operation", list(operations()))
def test_an_operation_that_is_shown_fits_the_schema(schema: GraphQLSchema, operation: str) -> None:
    assert validate(schema, parse(operation)) == []


def test_the_readme_shows_operations_to_try() -> None:
    assert len(documents.request_bodies(documents.ROOT / "README.md")) >= 3


def test_the_readme_shows_what_make_run_prints() -> None:
    access = demo_accounts.access()
    sheet = Sheet("http://127.0.0.1:8000", "rvs_key_…", access, has_portal=True)
    printed = "\n".join(demo_sheet.lines(Path(".data/demo.json"), sheet))

    [shown] = [
        block.text
        for block in documents.blocks(documents.ROOT / "README.md", "text")
        if block.text.startswith("$ make run\n")
    ]
    assert shown == f"$ make run{printed}\n"


def id_of(number: int) -> UUID:
    """Readable ids for samples."""
    return UUID(int=0x0198F5A2_0000_7000_8000_000000000000 + number)


def sample_row(event_type: EventType) -> Any:
    """A delivery of this type as the worker reads it."""
    is_share = event_type.value.startswith("share.")
    subject = {EventType.EXPORT_READY: 0x12, EventType.ENDPOINT_TEST: 0x13}.get(event_type, 0x10)
    return SimpleNamespace(
        event_id=id_of(NUMBERS[event_type]),
        type=event_type.value,
        occurred_at=datetime(2026, 9, 1, 9, 30, tzinfo=UTC),
        sequence=1 if event_type is EventType.ENDPOINT_TEST else NUMBERS[event_type] + 1,
        aggregate_id=id_of(subject),
        aggregate_version=1,
        share_id=id_of(0x10) if is_share else None,
        result_id=id_of(0x11) if is_share else None,
        codes={},
    )


@pytest.mark.parametrize("event_type", list(EventType), ids=str)
def test_every_type_of_event_is_told_with_a_body_as_it_is_sent(event_type: EventType) -> None:
    page = documents.text("docs/webhooks.md")
    section = re.search(rf"^### `{re.escape(event_type.value)}`$(.*?)(?=^##)", page, re.M | re.S)

    assert section is not None
    body = re.search(r"^```json\n(.*)\n```$", section[1], re.M)
    assert body is not None
    assert body[1] == envelopes.body(cast(Any, sample_row(event_type))).decode()


def codes(root: type[DomainError]) -> Iterator[str]:
    """The codes of a kind of refusals and of all that are derived from it."""
    if "code" in vars(root):
        yield root.code
    for kind in root.__subclasses__():
        yield from codes(kind)


def test_every_code_of_a_refusal_is_told() -> None:
    known = {*codes(DomainError), LimitExceeded.code, StorageFull.code, "INTERNAL"}

    assert known <= documents.code_spans("docs/api.md")


def test_every_scope_is_told() -> None:
    assert {scope.value for scope in Scope} <= documents.code_spans("docs/api.md")


def test_every_state_and_error_of_a_delivery_is_told() -> None:
    page = documents.text("docs/webhooks.md")

    for state in DeliveryState:
        assert f"| {state.value} |" in page
    for error in SendError:
        assert f"| `{error.value}` |" in page


def test_every_code_of_a_failed_export_is_told(schema: GraphQLSchema) -> None:
    export = cast(Any, schema.type_map["Export"])
    failures = set(re.findall(r"[A-Z]+_[A-Z]+|RENDERING", export.fields["failure"].description))

    assert failures
    assert failures <= documents.code_spans("docs/api.md")


def commands(group: typer.Typer, prefix: str) -> Iterator[str]:
    """The commands of a command line, as they are typed."""
    for command in group.registered_commands:
        yield f"{prefix} {command.name or cast(Any, command.callback).__name__}"
    for inner in group.registered_groups:
        yield from commands(cast(typer.Typer, inner.typer_instance), f"{prefix} {inner.name}")


def test_every_command_is_told_and_no_other() -> None:
    told = re.findall(r"^\| `(rvs [^`]+)` \|", documents.text("docs/operations.md"), re.M)

    assert sorted(told) == sorted(commands(app, "rvs"))


def test_every_target_of_make_is_told_and_no_other() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", documents.text("Makefile"), re.M)
    told = re.findall(r"^\| `make ([a-z-]+)` \|", documents.text("docs/operations.md"), re.M)

    assert sorted(told) == sorted(targets)


def test_every_setting_that_is_mentioned_exists() -> None:
    known = {name.upper() for name in Settings.model_fields}
    page = documents.text("docs/operations.md")
    rows = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", page, re.M)

    told = {name for row in rows for name in re.findall(r"[A-Z_]+", row)}
    assert "KEYS" in told
    assert told <= known


def test_every_kind_of_id_has_a_readable_prefix() -> None:
    for kind in Kind:
        assert re.fullmatch(r"[a-z]+", kind.value)
