"""To what a key belongs, how long it holds, and what it answers when much has happened since."""

from typing import Final

from domain.states import ResultState
from resolvers.context import Viewer
from tests import api as apis
from tests.api import Answer, Api
from tests.usecases import lists, people

ENDPOINT: Final = """mutation ($url: String!, $types: [WebhookEventType!]!, $key: String) {
  createWebhookEndpoint(input: {url: $url, eventTypes: $types, idempotencyKey: $key}) {
    endpoint { id url } secret userErrors { code } } }"""
EXPORT: Final = """mutation ($format: ExportFormat!, $selection: ExportSelection!, $key: String) {
  createExport(input: {format: $format, selection: $selection, idempotencyKey: $key}) {
    export { id rowsTotal } userErrors { code } } }"""
URL: Final = "http://127.0.0.1:8099/in"


async def create_endpoint(api: Api, viewer: Viewer, key: str | None, url: str = URL) -> Answer:
    """What `createWebhookEndpoint` answers."""
    found = await api.data(ENDPOINT, viewer, url=url, types=["SHARE_CREATED"], key=key)
    payload: Answer = found["createWebhookEndpoint"]
    return payload


async def test_the_first_answer_comes_again_also_after_the_share_has_ended(api: Api) -> None:
    person = await people.person(api)
    organisation = await people.organisation(api)
    first = await people.share(api, person, organisation, key="k")
    await people.withdraw(api, person.viewer, first["share"]["id"])

    second = await people.share(api, person, organisation, key="k")

    assert second["userErrors"] == []
    assert second["share"]["id"] == first["share"]["id"]
    assert second["share"]["state"] == "WITHDRAWN"


async def test_a_key_belongs_to_its_account_and_mutation(
    api: Api, member: Viewer, primary: Viewer
) -> None:
    (share, *_) = await lists.walked(api, member)
    selection = {"ids": [share]}

    first = await api.data(EXPORT, member, format="CSV", selection=selection, key="k")
    second = await api.data(EXPORT, primary, format="CSV", selection=selection, key="k")
    endpoint = await create_endpoint(api, primary, "k")

    assert first["createExport"]["export"]["id"] != second["createExport"]["export"]["id"]
    assert endpoint["userErrors"] == []


async def test_the_secret_of_an_endpoint_is_blanked_in_the_second_answer(
    api: Api, primary: Viewer
) -> None:
    first = await create_endpoint(api, primary, "k")
    second = await create_endpoint(api, primary, "k")

    assert first["secret"].startswith("whsec_")
    assert second["secret"] is None
    assert second["endpoint"] == first["endpoint"]


async def test_a_repeated_export_is_the_same_after_the_next_sign_in(
    api: Api, member: Viewer
) -> None:
    selection = {"filter": {"examCodes": ["C1_ADVANCED"]}}
    first = await api.data(EXPORT, member, format="CSV", selection=selection, key="k")
    await api.sql("UPDATE users SET last_sign_in_at = now() WHERE id = $1", member.account_id)
    again = await api.viewer("member@northbridge.example")

    second = await api.data(EXPORT, again, format="CSV", selection=selection, key="k")
    error = await api.error(EXPORT, again, format="XLSX", selection=selection, key="k")

    assert first == second
    assert error["extensions"]["code"] == "CONFLICT"


async def test_a_refused_call_leaves_its_key_free(api: Api) -> None:
    person = await people.person(api, state=ResultState.WITHHELD)
    organisation = await people.organisation(api)

    refused = await people.share(api, person, organisation, key="k")
    await api.sql(
        "UPDATE results SET state = 'RELEASED' WHERE id = $1", people.uuid_of(person.result)
    )
    made = await people.share(api, person, organisation, key="k")

    assert people.codes(refused) == ["WITHHELD"]
    assert made["userErrors"] == []


async def test_a_key_that_is_older_than_a_day_names_a_new_call(api: Api, primary: Viewer) -> None:
    first = await create_endpoint(api, primary, "k")
    await api.sql("UPDATE idempotency_keys SET created_at = now() - interval '2 days'")

    second = await create_endpoint(api, primary, "k")

    assert second["endpoint"]["id"] != first["endpoint"]["id"]


async def test_of_twenty_endpoints_at_once_ten_are_made(api: Api, primary: Viewer) -> None:
    payloads = await apis.all_of(create_endpoint(api, primary, None) for _ in range(20))

    refused = [people.codes(payload) for payload in payloads if payload["userErrors"]]
    assert refused == [["LIMIT_REACHED"]] * 10
