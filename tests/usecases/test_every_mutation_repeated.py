"""Every mutation with an idempotency key: one effect, the answer again, and conflicts in words."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
import pytest

from resolvers.context import Viewer
from schema import service
from schema.execution import core
from schema.idempotency import WITHOUT_KEY
from tests import api as apis
from tests import mutation_calls
from tests.api import Answer, Api
from tests.mutation_calls import NAMES, SECRETS, WITHOUT_CHOICE, MutationCall
from tests.services import superuser_url
from tests.usecases.test_statement_counts import counting
from tests.usecases.whole_database import digests

# Those that answer something once, the first time.
WITH_SECRETS: Final = frozenset(
    {"createWebhookEndpoint", "enableTotp", "confirmTotp", "renewRecoveryCodes"}
)
CONFLICT: Final = {"code": "CONFLICT", "field": ["idempotencyKey"]}


@pytest.fixture
async def calls(api: Api) -> dict[str, MutationCall]:
    """A valid call of each mutation."""
    return await mutation_calls.of_all(superuser_url(api.urls), api.services.keyring)


async def made(
    api: Api, call: MutationCall, key: str | None, given: dict[str, Any] | None = None
) -> Answer:
    """The whole answer of a call with this key, and with other input than its own if `given`."""
    viewer = await api.signed_in(call.bearer)
    return await _answer(api, viewer, call, key, given)


async def payload(
    api: Api, call: MutationCall, key: str | None, given: dict[str, Any] | None = None
) -> Answer:
    """The payload of a call that must be done."""
    answer = await made(api, call, key, given)
    assert "errors" not in answer, answer
    found: Answer = answer["data"][call.name]
    assert found["userErrors"] == []
    return found


def blanked(payload: Answer) -> Answer:
    """An answer as it comes again: what is shown once is not shown twice."""
    return {**payload, **dict.fromkeys(payload.keys() & SECRETS)}


def shows_secrets(payload: Answer) -> bool:
    """Whether an answer has something that is shown once."""
    return any(payload.get(name) for name in SECRETS)


def conflict(answer: Answer) -> dict[str, Any]:
    """What the only error of an answer says to programs, but for its correlation id."""
    (error,) = answer["errors"]
    return {key: error["extensions"][key] for key in error["extensions"].keys() - {"correlationId"}}


def test_every_mutation_that_takes_a_key_is_tried_here() -> None:
    mutations = core(service.build()).mutation_type
    assert mutations is not None

    assert set(NAMES) == mutations.fields.keys() - WITHOUT_KEY.keys()


@pytest.mark.parametrize("name", NAMES)
async def test_the_same_key_and_input_give_the_answer_again_and_change_nothing(
    api: Api, calls: dict[str, MutationCall], name: str
) -> None:
    before = await api.counts()
    first = await payload(api, calls[name], "k")
    counts, after = await api.counts(), await digests(api)

    second = await payload(api, calls[name], "k")

    assert second == blanked(first)
    assert await digests(api) == after
    grown = Counter(counts) - Counter(before)
    assert grown == {**calls[name].adds, "idempotency_keys": 1}
    assert await _outcomes(api, name) == ["OK", "REPEATED"]


def test_what_has_no_choice_has_no_other_input() -> None:
    types = core(service.build()).type_map
    members = {name: types[f"{name[0].upper()}{name[1:]}Input"].fields for name in NAMES}

    assert {name for name in NAMES if set(members[name]) == {"idempotencyKey"}} == WITHOUT_CHOICE


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT_CHOICE))
async def test_other_input_with_the_same_key_is_a_conflict_and_changes_nothing(
    api: Api, calls: dict[str, MutationCall], name: str
) -> None:
    call = calls[name]
    await payload(api, call, "k")
    after = await digests(api)

    answer = await made(api, call, "k", call.other)

    assert conflict(answer) == CONFLICT
    assert answer["errors"][0]["message"].startswith("This idempotency key was used with other")
    assert answer["data"] is None
    assert await digests(api) == after


@pytest.mark.parametrize("name", NAMES)
async def test_of_ten_calls_with_one_key_at_once_one_has_an_effect(
    api: Api, calls: dict[str, MutationCall], name: str
) -> None:
    call = calls[name]
    viewer = await api.signed_in(call.bearer)
    before = await api.counts()

    answers = await apis.all_of(_answer(api, viewer, call, "k") for _ in range(10))

    done = [answer["data"][name] for answer in answers if "errors" not in answer]
    refused = [conflict(answer) for answer in answers if "errors" in answer]
    assert len({str(blanked(payload)) for payload in done}) == 1
    assert sum(map(shows_secrets, done)) == (name in WITH_SECRETS)
    assert all(each == {**CONFLICT, "retryAfterSeconds": 1} for each in refused)
    grown = Counter(await api.counts()) - Counter(before)
    assert grown == {**call.adds, "idempotency_keys": 1}
    assert Counter(await _outcomes(api, name)) == Counter(OK=1, REPEATED=len(done) - 1)


@pytest.mark.parametrize("name", NAMES)
async def test_while_the_first_call_is_running_the_second_is_told_when_to_come_again(
    api: Api, calls: dict[str, MutationCall], name: str
) -> None:
    call = calls[name]
    viewer = await api.signed_in(call.bearer)
    async with _nothing_goes_on_record(api):
        first = asyncio.create_task(_answer(api, viewer, call, "k"))
        await _until_locked(api)
        refused = await _answer(api, viewer, call, "k")

    assert conflict(refused) == {**CONFLICT, "retryAfterSeconds": 1}
    assert "still running" in refused["errors"][0]["message"]
    done = (await first)["data"][name]
    assert await payload(api, call, "k") == blanked(done)


@pytest.mark.parametrize("key", ["", "k" * 201, "a\nb", "\ud800", "\0"], ids=ascii)
async def test_a_key_that_cannot_be_one_is_refused_and_nothing_is_done(
    api: Api, calls: dict[str, MutationCall], key: str
) -> None:
    before = await digests(api)

    for call in calls.values():
        answer = await made(api, call, key)
        assert conflict(answer) == {"code": "BAD_USER_INPUT", "field": ["idempotencyKey"]}

    assert await digests(api) == before


async def test_a_mutation_fails_as_a_whole_when_its_key_cannot_be_kept(
    api: Api, calls: dict[str, MutationCall]
) -> None:
    before = await digests(api)
    await api.sql("REVOKE INSERT ON idempotency_keys FROM rvs_app")

    for call in calls.values():
        assert conflict(await made(api, call, "k")) == {"code": "INTERNAL"}

    assert await digests(api) == before


@pytest.mark.parametrize("name", NAMES)
async def test_a_key_costs_three_statements_and_a_repetition_no_more(
    api: Api, calls: dict[str, MutationCall], name: str
) -> None:
    alike = (await mutation_calls.of_all(superuser_url(api.urls), api.services.keyring))[name]

    without = await _statements(api, calls[name], None)
    with_key = await _statements(api, alike, "k")
    repeated = await _statements(api, alike, "k")

    assert with_key == without + 3
    assert repeated <= with_key


async def test_without_a_key_every_call_counts(api: Api, calls: dict[str, MutationCall]) -> None:
    for name in ("createExport", "createWebhookEndpoint"):
        before = await api.counts()
        for _ in range(2):
            await payload(api, calls[name], None)
        grown = Counter(await api.counts()) - Counter(before)
        assert grown == {table: 2 * rows for table, rows in calls[name].adds.items()}


async def test_what_was_changed_since_is_answered_and_not_undone(
    api: Api, calls: dict[str, MutationCall]
) -> None:
    for name in ("updateProfile", "updateNotificationPreferences"):
        call = calls[name]
        await payload(api, call, "late")
        since = await payload(api, call, None, call.other)

        assert await payload(api, call, "late") == since


async def test_a_share_that_was_withdrawn_with_a_key_is_withdrawn_also_the_second_time(
    api: Api, calls: dict[str, MutationCall]
) -> None:
    call = calls["withdrawShare"]

    assert (await payload(api, call, "k"))["share"]["state"] == "WITHDRAWN"
    assert (await payload(api, call, "k"))["share"]["state"] == "WITHDRAWN"
    refused = (await made(api, call, "another"))["data"]["withdrawShare"]
    assert refused["userErrors"] == [{"field": ["id"], "code": "ALREADY_ENDED"}]


async def test_a_repeated_look_is_on_record_with_the_people_whom_it_shows(
    api: Api, calls: dict[str, MutationCall]
) -> None:
    call = calls["markViewed"]
    for _ in range(2):
        await payload(api, call, "k")

    rows = await api.sql("SELECT subject_ids FROM audit_rows WHERE operation = 'markViewed'")
    assert [len(row["subject_ids"]) for row in rows] == [2, 2]
    assert set(rows[0]["subject_ids"]) == set(rows[1]["subject_ids"])


async def test_what_is_gone_is_not_found_by_its_key(
    api: Api, calls: dict[str, MutationCall]
) -> None:
    call = calls["createExport"]
    await payload(api, call, "k")
    await api.sql("TRUNCATE exports CASCADE")

    refused = (await made(api, call, "k"))["data"]["createExport"]

    assert refused["userErrors"] == [{"field": ["idempotencyKey"], "code": "NOT_FOUND"}]


async def _answer(
    api: Api,
    viewer: Viewer,
    call: MutationCall,
    key: str | None,
    given: dict[str, Any] | None = None,
) -> Answer:
    whole = {**(given or call.input), "idempotencyKey": key}
    return await api.answer(call.document, viewer, input=whole)


async def _statements(api: Api, call: MutationCall, key: str | None) -> int:
    """How many SQL statements a call takes that is done."""
    viewer = await api.signed_in(call.bearer)
    with counting(api) as seen:
        answer = await _answer(api, viewer, call, key)
    assert answer["data"][call.name]["userErrors"] == []
    return len(seen)


async def _outcomes(api: Api, operation: str) -> list[str]:
    rows = await api.sql(
        "SELECT outcome FROM audit_rows WHERE operation = $1 ORDER BY occurred_at, id", operation
    )
    return [row["outcome"] for row in rows]


@asynccontextmanager
async def _nothing_goes_on_record(api: Api) -> AsyncIterator[None]:
    """Every mutation waits for its row in the audit log while the block lasts."""
    connection = await asyncpg.connect(superuser_url(api.urls))
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE audit_rows IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


async def _until_locked(api: Api) -> None:
    """Return when a call has its key and waits."""
    async with asyncio.timeout(10):
        while not await api.sql(_TAKEN):  # noqa: ASYNC110 - PostgreSQL knows it
            await asyncio.sleep(0.01)


_TAKEN: Final = """
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
