"""What the examples do when they were too slow, which takes a flood on the real service.

The endpoint is the real one; behind it is a small schema that says LAGGING as soon as it is asked.
"""

from collections.abc import AsyncGenerator
from pathlib import Path

import strawberry

from domain.errors import Forbidden
from schema.errors import Lagging
from schema.execution import Service
from schema.limits import Limits
from server.graphql import TransportLimits
from tests.conformance.examples import example_programs
from tests.conformance.examples.example_programs import Language
from tests.graphql import toy_service


@strawberry.type
class Exam:
    name: str = "An exam"


@strawberry.type
class Result:
    exam: Exam = strawberry.field(default_factory=Exam)
    overall_score: int = 180


@strawberry.type
class Candidate:
    first_name: str = "Ana"
    family_name: str = "Silva"


@strawberry.type
class Standing:
    state: str = "VERIFIED"


@strawberry.type
class SharedResult:
    id: strawberry.ID
    shared_at: str = "2026-09-01T09:30:00Z"
    candidate: Candidate = strawberry.field(default_factory=Candidate)
    result: Result = strawberry.field(default_factory=Result)
    standing: Standing = strawberry.field(default_factory=Standing)


@strawberry.type
class ResultShared:
    cursor: str
    shared_result: SharedResult


@strawberry.type
class Query:
    nothing: str = ""


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def result_shared(self, after: str | None) -> AsyncGenerator[ResultShared, None]:
        """Twice the reader is too slow, ten events behind; the third time it may not go on."""
        number = int(after or "0")
        yield ResultShared(
            cursor=str(number + 1), shared_result=SharedResult(id=strawberry.ID(f"share_{after}"))
        )
        if number < 30:
            raise Lagging(str(number + 10))
        raise Forbidden


def test_a_subscription_that_lagged_goes_on_from_the_cursor_of_the_error(
    language: Language, tmp_path: Path
) -> None:
    (tmp_path / "cursor").write_text("10", "utf-8")
    made = Service(
        strawberry.Schema(Query, subscription=Subscription), sensitive=frozenset(), limits=Limits()
    )
    with (
        toy_service.served(TransportLimits(), made=made) as address,
        example_programs.started(
            language, "subscribe", f"http://{address}", tmp_path, RVS_API_KEY="good"
        ) as example,
    ):
        assert example.process.wait(30) == 1

    assert example.shares() == ["share_10", "share_20", "share_30"]
    assert "FORBIDDEN" in example.errors.read_text("utf-8")
    assert (tmp_path / "cursor").read_text("utf-8").strip() == "31"
