"""How many SQL statements an operation takes at most: no page costs more for being longer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest
from sqlalchemy import event

from domain.duties import SecondFactorStanding
from resolvers.context import Viewer
from resolvers.second_factors import seed_place
from tests import mutation_calls
from tests.api import Api
from tests.permissions.test_operations_listed import SCHEMA, root_fields
from tests.services import PASSWORD
from tests.usecases import many_rows, people, streams
from tests.usecases.many_rows import Many

ROW: Final = """id state isNew viewedAt photoUrl standing { state } organisation { name }
  candidate { firstName familyName } result { referenceNumber exam { name } centre { name }
    overallScore skillScores { skill score } }"""
EXPORT_OF_A_NODE: Final = "exportState: state rowsDone downloadUrl createdBy { familyName }"
EXPORT: Final = "id state rowsDone downloadUrl sha256 createdBy { familyName }"
DELIVERY: Final = "id sequence event { cursor type } attempts { number status }"


@dataclass(frozen=True, slots=True)
class Stated:
    """The most that the richest selection of a root field takes, of a hundred rows.

    Each transaction begins with one statement that says for whom (but for nobody's). `given` are
    the variables, by their names in `Many`.
    """

    maximum: int
    document: str
    is_candidates: bool = False
    given: tuple[str, ...] = ()


# By root field, in the order in which they are tried. Who adds one counts it here.
STATED: Final[dict[str, Stated]] = {
    "node": Stated(5, f"""query ($share: ID!) {{ node(id: $share) {{
        ... on SharedResult {{ {ROW} }} }} }}""", given=("share",)),
    "nodes": Stated(20, f"""query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ id
        ... on SharedResult {{ {ROW} }} ... on Export {{ createdBy {{ familyName }} }}
        ... on WebhookDelivery {{ attempts {{ number }} }} ... on User {{ email }}
        ... on Organisation {{ name }} ... on WebhookEndpoint {{
          deliveries(first: 3) {{ edges {{ node {{ {DELIVERY} }} }} }} }} }} }}""", given=("ids",)),
    "service": Stated(0, "{ service { name isDemo version supportEmail termsVersion } }"),
    "viewer": Stated(9, """{ viewer { role user { email } organisation { name } eventCursor
        session { expiresAt confirmedUntil } notificationPreferences { isOn } duties
        secondFactor { isEnabled isDemanded recoveryCodesLeft } } }"""),
    "exams": Stated(0, "{ exams { code grades { code } cefrBands { level } } }"),
    "organisationDirectory": Stated(2, """{ organisationDirectory(search: "un", first: 100) {
        edges { cursor node { id name } } pageInfo { endCursor } } }""", is_candidates=True),
    "sharedResults": Stated(12, f"""query ($before: String) {{
        sharedResults(last: 100, before: $before) {{
        totalCount totalCountIsCapped pageInfo {{ endCursor }}
        pageCursors(size: 20) {{ around {{ number cursor }} last {{ cursor }} }}
        edges {{ node {{ {ROW} }} }} }} }}""", given=("before",)),
    "newShareCount": Stated(2, "{ newShareCount { count isCapped } }"),
    "auditLog": Stated(3, """query ($share: ID!) { auditLog(first: 100, filter: {
        subjectId: $share, occurredFrom: "2020-01-01T00:00:00Z"}) { pageInfo { endCursor }
        edges { cursor node { id actorName subjectIds isSealed } } } }""", given=("share",)),
    "myResults": Stated(6, """{ myResults(first: 100) { totalCount edges { node { canBeShared
        candidate { familyName } result { id exam { name } }
        shares { id openedAt organisation { name } } } } } }""", is_candidates=True),
    "exports": Stated(4, f"""{{ exports(first: 100) {{ totalCount
        edges {{ node {{ {EXPORT} }} }} }} }}"""),
    "webhookEndpoints": Stated(5, f"""{{ webhookEndpoints(first: 10) {{ totalCount
        edges {{ node {{ url deliveries(first: 40) {{
          edges {{ node {{ {DELIVERY} }} }} }} }} }} }} }}"""),
    "events": Stated(2, "{ events(first: 100) { edges { cursor node { id shareId } } } }"),
    "sessions": Stated(5, "{ sessions(first: 100) { totalCount edges { node { id device } } } }"),
    "revokeSession": Stated(9, """mutation ($session: ID!) { revokeSession(input: {
        id: $session, idempotencyKey: "k"}) { id userErrors { code } } }""", given=("session",)),
    "users": Stated(4, "{ users(first: 100) { totalCount edges { node { id email } } } }"),
    "addUser": Stated(22, """mutation { addUser(input: {firstName: "Ines", familyName: "Duarte",
        email: "ines@northbridge.example", idempotencyKey: "a"}) { user { id } userErrors { code } }
        }"""),
    "resendInvitation": Stated(22, """mutation ($invited: ID!) { resendInvitation(input: {
        id: $invited, idempotencyKey: "a"}) { user { id } userErrors { code } } }""",
        given=("invited",)),
    "updateUser": Stated(12, """mutation ($colleague: ID!) { updateUser(input: {id: $colleague,
        jobTitle: "Registrar", idempotencyKey: "a"}) { user { id } userErrors { code } } }""",
        given=("colleague",)),
    "disableUser": Stated(16, """mutation ($colleague: ID!) { disableUser(input: {id: $colleague,
        idempotencyKey: "a"}) { user { id } userErrors { code } } }""", given=("colleague",)),
    "enableUser": Stated(12, """mutation ($colleague: ID!) { enableUser(input: {id: $colleague,
        idempotencyKey: "a"}) { user { id } userErrors { code } } }""", given=("colleague",)),
    "transferPrimary": Stated(16, """mutation ($colleague: ID!) { transferPrimary(input: {
        id: $colleague, keepMine: true, idempotencyKey: "a"}) { user { id } userErrors { code } } }
        """, given=("colleague",)),
    "removeUser": Stated(15, """mutation ($colleague: ID!) { removeUser(input: {id: $colleague,
        idempotencyKey: "a"}) { id userErrors { code } } }""", given=("colleague",)),
    "requestPasswordReset": Stated(23, """mutation { requestPasswordReset(input: {
        email: "primary@northbridge.example"}) { userErrors { code } } }"""),
    "setPassword": Stated(23, """mutation ($reset: String!) { setPassword(input: {token: $reset,
        password: "maple river lantern 42"}) { email userErrors { code } } }""",
        given=("reset",)),
    "confirmEmailChange": Stated(8, """mutation ($newAddress: String!) {
        confirmEmailChange(input: {token: $newAddress}) { email userErrors { code } } }""",
        given=("newAddress",)),
    "requestEmailChange": Stated(36, f"""mutation {{ requestEmailChange(input: {{
        email: "new@northbridge.example", password: "{PASSWORD}"}}) {{
        userErrors {{ code }} }} }}"""),
    "signIn": Stated(20, f"""mutation {{ signIn(input: {{email: "primary@northbridge.example",
        password: "{PASSWORD}", wantsToken: true}}) {{ token user {{ id }} }} }}"""),
    "confirmIdentity": Stated(22, f"""mutation {{ confirmIdentity(input: {{
        password: "{PASSWORD}"}}) {{ session {{ confirmedUntil }} userErrors {{ code }} }} }}"""),
    "acceptTerms": Stated(7, """mutation { acceptTerms(input: {version: "1",
        idempotencyKey: "k"}) { duties userErrors { code } } }"""),
    "enableTotp": Stated(7, """mutation { enableTotp(input: {idempotencyKey: "k"}) {
        secret otpauthUri qrCode userErrors { code } } }""", is_candidates=True),
    "confirmTotp": Stated(8, """mutation ($code: String!) { confirmTotp(input: {code: $code,
        idempotencyKey: "k"}) { recoveryCodes duties userErrors { code } } }""",
        is_candidates=True, given=("code",)),
    "renewRecoveryCodes": Stated(7, """mutation { renewRecoveryCodes(input: {
        idempotencyKey: "k"}) { recoveryCodes userErrors { code } } }""", is_candidates=True),
    "disableTotp": Stated(6, """mutation { disableTotp(input: {idempotencyKey: "k"}) {
        userErrors { code } } }""", is_candidates=True),
    "shareResult": Stated(19, f"""mutation ($result: ID!, $organisation: ID!) {{
        shareResult(input: {{resultId: $result, organisationId: $organisation,
        idempotencyKey: "k"}}) {{ share {{ {ROW} }} userErrors {{ code }} }} }}""",
        is_candidates=True, given=("result", "organisation")),
    "withdrawShare": Stated(15, f"""mutation ($grant: ID!) {{
        withdrawShare(input: {{id: $grant}}) {{ share {{ {ROW} }} userErrors {{ code }} }} }}""",
        is_candidates=True, given=("grant",)),
    "markViewed": Stated(7, f"""mutation ($shares: [ID!]!) {{
        markViewed(input: {{ids: $shares}}) {{ sharedResults {{ {ROW} }} }} }}""",
        given=("shares",)),
    "createExport": Stated(9, f"""mutation ($shares: [ID!]!) {{ createExport(input: {{format: CSV,
        selection: {{ids: $shares}}, idempotencyKey: "k"}}) {{ export {{ {EXPORT} }} }} }}""",
        given=("shares",)),
    "createWebhookEndpoint": Stated(18, f"""mutation {{ createWebhookEndpoint(input: {{
        url: "http://127.0.0.1:8099/in", idempotencyKey: "k"}}) {{ secret endpoint {{ id
        deliveries(first: 100) {{ edges {{ node {{ {DELIVERY} }} }} }} }} }} }}"""),
    "updateNotificationPreferences": Stated(5, """mutation { updateNotificationPreferences(input: {
        isOn: true, everyCandidate: true, dailySummary: false, weeklySummary: false}) {
        preferences { isOn } } }"""),
    "updateProfile": Stated(7, """mutation { updateProfile(input: {language: FR,
        idempotencyKey: "k"}) { user { language } } }"""),
    "changePassword": Stated(36, f"""mutation {{ changePassword(input: {{
        currentPassword: "{PASSWORD}", newPassword: "maple river lantern 42"}}) {{
        userErrors {{ code }} }} }}"""),
    "resultShared": Stated(10, f"""subscription ($cursor: String) {{ resultShared(after: $cursor) {{
        cursor sharedResult {{ {ROW} }} }} }}""", given=("cursor",)),
    "shareChanged": Stated(10, f"""subscription ($cursor: String) {{ shareChanged(after: $cursor) {{
        cursor sharedResult {{ {ROW} }} }} }}""", given=("cursor",)),
    "organisationEvents": Stated(5, """subscription ($cursor: String) {
        organisationEvents(after: $cursor) { cursor event { id type shareId } } }""",
        given=("cursor",)),
    "exportProgress": Stated(2, f"""subscription ($export: ID!) {{
        exportProgress(id: $export) {{ {EXPORT} }} }}""", given=("export",)),
    "signOut": Stated(3, "mutation { signOut { userErrors { code } } }"),
}  # fmt: skip

# Of one document, with all its aliases.
MOST: Final = 250

# Each list with a page of `$n`, and whether a candidate asks for it.
LISTS: Final[dict[str, tuple[str, bool]]] = {
    "sharedResults": (f"sharedResults(first: $n) {{ edges {{ node {{ {ROW} }} }} }}", False),
    "exports": (f"exports(first: $n) {{ edges {{ node {{ {EXPORT} }} }} }}", False),
    "webhookEndpoints": ("webhookEndpoints(first: $n) { edges { node { url deliveries(first: 1)"
        " { edges { node { id } } } } } }", False),
    "deliveries": (f"""webhookEndpoints(first: 1) {{ edges {{ node {{
        deliveries(first: $n) {{ edges {{ node {{ {DELIVERY} }} }} }} }} }} }}""", False),
    "users": ("users(first: $n) { edges { node { email } } }", False),
    "events": ("events(first: $n) { edges { node { id } } }", False),
    "auditLog": ("auditLog(first: $n) { edges { node { id actorName } } }", False),
    "myResults": ("myResults(first: $n) { edges { node { shares { id organisation { name } } } } }",
        True),
    "organisationDirectory": ('organisationDirectory(search: "un", first: $n) {'
        " edges { node { name } } }", True),
}  # fmt: skip


@contextmanager
def counting(api: Api) -> Iterator[list[str]]:
    """The statements that are executed in the block."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = api.services.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
async def many(api: Api, primary: Viewer) -> Many:
    """A hundred of everything, for somebody who has two-step sign-in."""
    made = await many_rows.made(api, primary)
    return replace(
        made,
        primary=replace(made.primary, second_factor=SecondFactorStanding(is_enabled=True)),
    )


def test_every_root_field_states_its_maximum() -> None:
    assert set(STATED) == root_fields(SCHEMA)


async def test_no_operation_takes_more_statements_than_stated(api: Api, many: Many) -> None:
    cursor = await cursor_of(api, many.primary)

    taken = {name: await taken_by(api, many, name, cursor) for name in STATED}

    assert {name: n for name, n in taken.items() if n > STATED[name].maximum} == {}


async def taken_by(api: Api, many: Many, name: str, cursor: str) -> int:
    """How many statements it takes; of a stream those to its first event."""
    stated = STATED[name]
    given = {each: await value(api, many, each, cursor) for each in stated.given}
    viewer = many.candidate if stated.is_candidates else many.primary
    with counting(api) as seen:
        if stated.document.startswith("subscription"):
            async with streams.opened(api, stated.document, viewer, **given) as stream:
                await stream.next()
                return len(seen)
        (payload,) = (await api.data(stated.document, viewer, **given)).values()
    assert "userErrors" not in payload or payload["userErrors"] == []
    return len(seen)


async def value(api: Api, many: Many, name: str, cursor: str) -> Any:
    """The variable of this name."""
    if name == "code":
        return mutation_calls.code_of(await _begun_seed(api, many.candidate))
    known = {
        "share": many.shares[0],
        "shares": many.shares,
        "ids": many.one_of_each(),
        "result": many.result,
        "organisation": many.organisation,
        "grant": many.grants[0],
        "export": many.exports[0],
        "cursor": cursor,
        "before": many.last_cursor,
        "session": many.session,
        "reset": many.reset,
        "newAddress": many.new_address,
        "colleague": many.colleague,
        "invited": many.invited,
    }
    return known[name]


async def _begun_seed(api: Api, viewer: Viewer) -> str:
    """What an app was told by `enableTotp`."""
    sealed = await api.one("SELECT seed FROM second_factors WHERE user_id = $1", viewer.account_id)
    return api.services.keyring.open(seed_place(viewer.account_id), sealed["seed"])


async def cursor_of(api: Api, viewer: Viewer) -> str:
    """Where the events stand now."""
    cursor: str = (await api.data("{ viewer { eventCursor } }", viewer))["viewer"]["eventCursor"]
    return cursor


async def test_a_page_of_a_hundred_costs_what_a_page_of_one_costs(api: Api, many: Many) -> None:
    for name, (document, is_candidates) in LISTS.items():
        viewer = many.candidate if is_candidates else many.primary
        counts, lengths = [], []
        for size in (1, 100):
            with counting(api) as seen:
                data = await api.data(f"query ($n: Int!) {{ {document} }}", viewer, n=size)
            counts.append(len(seen))
            lengths.append(str(data).count("'node':"))

        assert counts[0] == counts[1], name
        assert lengths[0] < lengths[1], name


async def test_a_hundred_objects_of_a_type_cost_what_one_costs(api: Api, many: Many) -> None:
    document = f"""query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ id
      ... on SharedResult {{ {ROW} }} ... on Export {{ {EXPORT_OF_A_NODE} }}
      ... on WebhookEndpoint {{ deliveries(first: 3) {{ edges {{
        node {{ {DELIVERY} }} }} }} }} }} }}"""
    for ids in (many.shares, many.exports, many.endpoints * 10, many.deliveries[:100]):
        counts = []
        for asked in (ids[:1], ids[:100]):
            with counting(api) as seen:
                found = await api.data(document, many.primary, ids=asked)
            counts.append(len(seen))
            assert None not in found["nodes"]

        assert counts[0] == counts[1], ids[0]


async def test_logs_of_different_lengths_are_read_once_for_each_length(
    api: Api, many: Many
) -> None:
    document = """{ webhookEndpoints(first: 10) { edges { node {
      a: deliveries(first: 1) { edges { node { id } } }
      b: deliveries(last: 2) { edges { node { id } } }
      c: deliveries(first: 1) { edges { node { sequence } } } } } } }"""

    with counting(api) as seen:
        data = await api.data(document, many.primary)

    for edge in data["webhookEndpoints"]["edges"]:
        assert [len(edge["node"][alias]["edges"]) for alias in "abc"] == [1, 2, 1]
    assert len(seen) == 2 + 1 + 2 * 2


async def test_a_stream_that_catches_up_with_many_events_reads_them_together(
    api: Api, many: Many
) -> None:
    cursor = await cursor_of(api, many.primary)
    document = STATED["shareChanged"].document.replace("organisation { name }", "")
    for grant in many.grants[1:41]:
        await people.withdraw(api, many.candidate, grant)

    with counting(api) as seen:
        async with streams.opened(api, document, many.primary, cursor=cursor) as stream:
            told = [await stream.next() for _ in range(40)]

    assert [each["sharedResult"]["id"] for each in told] == many.grants[1:41]
    assert len(seen) < 30  # read again at most when half a second has passed


async def test_sharing_costs_no_more_than_stated_and_no_more_for_many_endpoints(
    api: Api, primary: Viewer
) -> None:
    organisation = await people.organisation(api)
    without, with_three = await people.people(api, 2)
    with counting(api) as seen:
        share = await people.shared(api, without, organisation)
    alone = len(seen)
    for _ in range(3):
        await api.data(
            """mutation { createWebhookEndpoint(input: {url: "http://127.0.0.1:8099/in"}) {
              endpoint { id } } }""",
            primary,
        )
    await api.sql("UPDATE webhook_endpoints SET state = 'ACTIVE'")
    with counting(api) as seen:
        await people.shared(api, with_three, organisation)

    assert alone <= 15
    assert len(seen) - alone <= 2  # however many there are
    with counting(api) as seen:
        await people.withdraw(api, without.viewer, share)
    assert len(seen) <= 15


async def test_the_most_that_the_bounds_let_through_stays_within_what_is_stated(
    api: Api, many: Many
) -> None:
    # Fifteen aliases of the dearest list, each with its pager, and every other list beside them.
    dearest = " ".join(
        f"a{n}: sharedResults(last: 1, before: $before) {{ totalCount pageCursors(size: 1) {{"
        " last { cursor } } edges { node { organisation { name } } } }"
        for n in range(15)
    )
    others = """viewer { notificationPreferences { isOn } eventCursor } newShareCount { count }
      exports(first: 1) { totalCount } events(first: 1) { edges { cursor } }
      webhookEndpoints(first: 1) { edges { node { deliveries(first: 1) { edges { cursor } } } } }"""

    with counting(api) as seen:
        query = f"query ($before: String) {{ {dearest} {others} }}"
        await api.data(query, many.primary, before=many.last_cursor)

    assert len(seen) <= MOST


async def test_an_empty_answer_for_a_malformed_id_costs_nothing(
    sample: Api, reader: Viewer
) -> None:
    with counting(sample) as seen:
        await sample.data('{ node(id: "nonsense") { id } }', reader)

    assert seen == []
