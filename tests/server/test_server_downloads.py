"""Files are sent to those who may have them at that moment, and not a second longer."""

import asyncio
import hashlib
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import asyncpg
import pytest

from db.ids import new_id
from db.models.exports import Export, ExportSubject, StoredFile
from db.storage import Storage
from domain import global_ids
from domain.exports import ExportFormat
from domain.global_ids import Kind
from domain.states import ExportState, ResultState
from domain.texts import Language
from server.embedded.postgres import PostgresUrls
from tests import factories
from tests.server.conftest import Api
from tests.services import API_KEY, superuser_url

MEMBER = "member@northbridge.example"
STRANGER = "primary@lakeside.example"
CANDIDATE = "candidate@demo.example"
BROWSER = {"accept": "text/html"}


class Kept:
    """An export of Northbridge that is ready, with one share in it."""

    def __init__(self, urls: PostgresUrls, storage: Storage, directory: Path) -> None:
        self.superuser = superuser_url(urls)
        self.storage = storage
        self.directory = directory
        self.share_id = self.organisation_id = UUID(int=0)

    async def make(self, content: bytes = b"a,b\r\n", **changes: Any) -> str:
        """Write it; the path of its download."""
        share = await self.one(
            "SELECT s.id, s.organisation_id, s.result_id FROM shares s"
            " JOIN organisations o ON o.id = s.organisation_id"
            " JOIN results r ON r.id = s.result_id JOIN photos p ON p.result_id = r.id"
            " WHERE o.email_domain = 'northbridge.example' AND s.state = 'ACTIVE'"
            " AND s.expires_at IS NULL AND s.includes_photo"
            " AND r.state = 'RELEASED' AND r.version = 1 LIMIT 1"
        )
        self.share_id, self.organisation_id = share["id"], share["organisation_id"]
        source = self.directory / "export"
        source.write_bytes(content)
        file_id = new_id()
        await self.storage.put_file(f"exports/{file_id.hex}.csv", source)
        file = StoredFile(
            id=file_id,
            organisation_id=self.organisation_id,
            storage_key=f"exports/{file_id.hex}.csv",
            size_bytes=len(content),
            sha256=hashlib.sha256(content).digest(),
            created_at=factories.now(),
            expires_at=changes.pop("expires_at", factories.now() + timedelta(days=1)),
        )
        state = changes.pop("state", ExportState.READY)
        export = Export(
            **{
                "id": new_id(),
                "organisation_id": self.organisation_id,
                "format": ExportFormat.CSV,
                "language": Language.EN,
                "columns": [],
                "state": state,
                "rows_total": 1,
                "rows_done": 1,
                "created_at": factories.now(),
                "file_id": file_id if state is ExportState.READY else None,
                **changes,
            }
        )
        subject = ExportSubject(
            export_id=export.id,
            position=0,
            organisation_id=self.organisation_id,
            share_id=self.share_id,
            version=1,
            result_state=ResultState.RELEASED,
        )
        await factories.save(self.superuser, file, export, subject)
        return f"/downloads/exports/{global_ids.encode(Kind.EXPORT, export.id)}"

    async def withdraw(self) -> None:
        await self.run(
            "UPDATE shares SET state = 'WITHDRAWN', ended_at = now() WHERE id = $1", self.share_id
        )

    async def one(self, sql: str, *values: object) -> Any:
        connection = await asyncpg.connect(self.superuser)
        try:
            return await connection.fetchrow(sql, *values)
        finally:
            await connection.close()

    async def run(self, sql: str, *values: object) -> None:
        connection = await asyncpg.connect(self.superuser)
        try:
            await connection.execute(sql, *values)
        finally:
            await connection.close()


@pytest.fixture
def kept(fresh_database: PostgresUrls, storage: Storage, tmp_path: Path) -> Kept:
    return Kept(fresh_database, storage, tmp_path)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def test_a_member_a_browser_and_a_client_get_the_file(api: Api, kept: Kept):
    path = await kept.make(b"a,b\r\n1,2\r\n")
    token = await api.token(MEMBER)

    answers = [
        await api.client.get(path, headers=bearer(token)),
        await api.client.get(path, headers=bearer(API_KEY)),
        await api.client.get(path, headers={"cookie": f"rvs_session={token}"}),
    ]

    for answer in answers:
        assert answer.status_code == 200
        assert answer.content == b"a,b\r\n1,2\r\n"
    headers = answers[0].headers
    day = factories.now().date().isoformat()
    assert headers["content-disposition"] == f'attachment; filename="shared-results-{day}.csv"'
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-length"] == "10"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


async def test_the_look_is_on_record_before_the_file_is_sent(api: Api, kept: Kept):
    path = await kept.make()
    answer = await api.client.get(path, headers=bearer(API_KEY))

    row = await kept.one("SELECT * FROM audit_rows WHERE operation = 'downloadExport'")
    assert row["correlation_id"] == answer.headers["x-request-id"]
    assert row["subject_ids"] == [kept.share_id]


async def test_a_name_with_accents_is_given_in_both_forms(api: Api, kept: Kept):
    path = await kept.make(language=Language.FR)
    answer = await api.client.get(path, headers=bearer(API_KEY))

    day = factories.now().date().isoformat()
    name = quote(f"résultats-partagés-{day}.csv")
    assert answer.headers["content-disposition"] == (
        f"attachment; filename=\"r_sultats-partag_s-{day}.csv\"; filename*=UTF-8''{name}"
    )


async def test_head_has_the_headers_and_no_body(api: Api, kept: Kept):
    answer = await api.client.head(await kept.make(), headers=bearer(API_KEY))

    assert answer.status_code == 200
    assert answer.headers["content-length"] == "5"
    assert answer.content == b""


async def test_a_visitor_is_asked_to_sign_in(api: Api, kept: Kept):
    answer = await api.client.get(await kept.make())

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_candidate_may_not_and_a_stranger_finds_nothing(api: Api, kept: Kept):
    path = await kept.make()

    candidate = await api.client.get(path, headers=bearer(await api.token(CANDIDATE)))
    stranger = await api.client.get(path, headers=bearer(await api.token(STRANGER)))
    absent = await api.client.get(
        f"/downloads/exports/{global_ids.encode(Kind.EXPORT, new_id())}",
        headers=bearer(await api.token(STRANGER)),
    )

    assert candidate.status_code == 403
    assert stranger.status_code == absent.status_code == 404
    assert stranger.json()["errors"][0]["message"] == absent.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "id", ["x", "export_", "export_xyz", "share_" + "0" * 32, "%00", "..%2f..", "a" * 3000]
)
async def test_an_id_that_is_none_is_not_found(api: Api, id: str):
    for kind in ("exports", "photos"):
        answer = await api.client.get(f"/downloads/{kind}/{id}", headers=bearer(API_KEY))
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"state": ExportState.QUEUED, "rows_done": 0},
        {"state": ExportState.FAILED, "rows_done": 0},
        {"expires_at": factories.now() - timedelta(seconds=1)},
    ],
)
async def test_a_file_that_is_not_ready_or_too_old_is_not_found(api: Api, kept: Kept, changes):
    answer = await api.client.get(await kept.make(**changes), headers=bearer(API_KEY))

    assert answer.status_code == 404


async def test_after_a_withdrawal_the_file_is_gone_for_programs_and_for_people(
    api: Api, kept: Kept
):
    path = await kept.make()
    await kept.withdraw()

    program = await api.client.get(path, headers=bearer(API_KEY))
    person = await api.client.get(path, headers={**bearer(API_KEY), **BROWSER})

    assert program.status_code == person.status_code == 410
    assert program.json()["errors"][0]["extensions"]["code"] == "ACCESS_ENDED"
    assert person.headers["x-request-id"] in person.text


@pytest.mark.parametrize("state", ["WITHHELD", "REVOKED"])
async def test_a_result_that_does_not_stand_takes_the_file_with_it(
    api: Api, kept: Kept, state: str
):
    path = await kept.make()
    await kept.run(
        "UPDATE results SET state = $2 WHERE id = (SELECT result_id FROM shares WHERE id = $1)",
        kept.share_id,
        state,
    )

    assert (await api.client.get(path, headers=bearer(API_KEY))).status_code == 410


async def test_a_file_that_the_storage_has_lost_is_our_fault(api: Api, kept: Kept):
    path = await kept.make()
    file = await kept.one("SELECT storage_key FROM stored_files ORDER BY created_at DESC")
    await kept.storage.delete(file["storage_key"])

    answer = await api.client.get(path, headers=bearer(API_KEY))

    assert answer.status_code == 500
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "exports/" not in answer.text


@pytest.mark.parametrize("end", ["share", "session"])
async def test_a_transfer_is_cut_within_a_second_of_the_end_of_access(
    api: Api, kept: Kept, end: str
):
    path = await kept.make(b"0" * 60_000_000)
    token = await api.token(MEMBER)
    reader, writer = await asyncio.open_connection("127.0.0.1", api.settings.port, limit=2**16)
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
    writer.write(head.encode())
    assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")

    if end == "share":
        await kept.withdraw()
    else:
        await api.ask("mutation { signOut { userErrors { code } } }", token)
    ended_at = time.monotonic()
    received = 0
    while time.monotonic() - ended_at < 1.0:  # a slow client: it keeps the transfer alive
        received += len(await reader.read(1000))
        await asyncio.sleep(0.01)
    async with asyncio.timeout(5):
        while chunk := await reader.read(2**16):
            received += len(chunk)
    writer.close()

    assert received < 30_000_000


async def test_other_requests_are_answered_while_a_file_is_sent(api: Api, kept: Kept):
    path = await kept.make(b"0" * 20_000_000)
    sending = asyncio.create_task(api.client.get(path, headers=bearer(API_KEY)))
    started = time.monotonic()
    assert (await api.client.get("/healthz")).status_code == 200
    assert time.monotonic() - started < 1

    assert len((await sending).content) == 20_000_000


async def test_a_photo_is_shown_in_place(api: Api, kept: Kept):
    await kept.make()
    path = f"/downloads/photos/{global_ids.encode(Kind.SHARE, kept.share_id)}"

    answer = await api.client.get(path, headers=bearer(API_KEY))

    assert answer.status_code == 200
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["cache-control"] == "no-store"
    row = await kept.one("SELECT * FROM audit_rows WHERE operation = 'downloadPhoto'")
    assert row["subject_ids"] == [kept.share_id]


@pytest.mark.parametrize(
    "ending",
    [
        "UPDATE shares SET includes_photo = false WHERE id = $1",
        "UPDATE shares SET state = 'WITHDRAWN', ended_at = now() WHERE id = $1",
        "UPDATE shares SET expires_at = now() WHERE id = $1",
        "UPDATE results SET state = 'WITHHELD'"
        " WHERE id = (SELECT result_id FROM shares WHERE id = $1)",
    ],
)
async def test_a_photo_that_is_not_or_no_longer_given_is_not_found(
    api: Api, kept: Kept, ending: str
):
    await kept.make()
    await kept.run(ending, kept.share_id)
    path = f"/downloads/photos/{global_ids.encode(Kind.SHARE, kept.share_id)}"

    assert (await api.client.get(path, headers=bearer(API_KEY))).status_code == 404


async def test_a_photo_is_only_for_the_organisation_that_was_given_it(api: Api, kept: Kept):
    await kept.make()
    path = f"/downloads/photos/{global_ids.encode(Kind.SHARE, kept.share_id)}"

    stranger = await api.client.get(path, headers=bearer(await api.token(STRANGER)))
    candidate = await api.client.get(path, headers=bearer(await api.token(CANDIDATE)))

    assert stranger.status_code == 404
    assert candidate.status_code == 403
    assert (await api.client.get(path)).status_code == 401
