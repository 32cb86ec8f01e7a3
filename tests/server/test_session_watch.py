"""Many open sessions are looked at together: the end of any is noticed within a second."""

import asyncio
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import asyncpg

from db.engine import NOBODY, Database
from db.ids import new_id
from db.queries import accounts, live_credentials
from domain.permissions import Role
from domain.texts import Language
from resolvers import authentication
from resolvers.context import Context, Viewer
from server.embedded.postgres import PostgresUrls
from server.session_watch import SessionWatch
from tests.services import API_KEY, superuser_url

SESSIONS = 1000
INSERT = """
    INSERT INTO sessions (id, user_id, token_hash, created_at, last_seen_at, expires_at)
    VALUES ($1, $2, $3, now(), now(), now() + interval '1 hour')"""


async def test_a_thousand_sessions_are_one_question_and_end_within_a_second(
    fresh_database: PostgresUrls,
):
    superuser = await asyncpg.connect(superuser_url(fresh_database))
    credentials = await _credentials(superuser)
    database = Database(fresh_database.app, pool_size=2)
    watch = SessionWatch(0.5)
    contexts = [_context(database, credential) for credential in credentials]
    waiting = [asyncio.create_task(watch.ended(context)) for context in contexts]
    await asyncio.sleep(0.6)
    assert not any(task.done() for task in waiting)

    await superuser.execute(
        "UPDATE sessions SET ended_at = now() WHERE encode(token_hash, 'hex') <> $1", credentials[0]
    )
    ended_at = time.monotonic()
    await asyncio.wait_for(asyncio.gather(*waiting[1:]), 5)

    assert time.monotonic() - ended_at < 1
    assert not waiting[0].done()
    await superuser.close()
    waiting[0].cancel()
    await watch.close()
    await database.close()


async def test_only_what_is_good_now_is_called_live(fresh_database: PostgresUrls):
    superuser = await asyncpg.connect(superuser_url(fresh_database))
    good, idle, unknown = *(await _credentials(superuser))[:2], "00" * 32
    key = authentication.hash_of(API_KEY).hex()
    change = "UPDATE sessions SET last_seen_at = now() - $2::interval WHERE token_hash = $1"
    await superuser.execute(change, bytes.fromhex(idle), authentication.IDLE + timedelta(seconds=5))
    await superuser.close()
    database = Database(fresh_database.app, pool_size=1)

    async with database.transaction(NOBODY) as session:
        asked = [good, idle, unknown, key]
        live = await live_credentials.among(session, asked, authentication.IDLE)
        left = await accounts.session_viewer(session)

    assert live == {good, key}
    assert left is None
    await database.close()


async def _credentials(superuser: asyncpg.Connection) -> Sequence[str]:
    user_id: UUID = await superuser.fetchval(
        "SELECT id FROM users WHERE email = 'auditor@issuer.example'"
    )
    tokens = [authentication.hash_of(secrets.token_hex()) for _ in range(SESSIONS)]
    await superuser.executemany(INSERT, [(new_id(), user_id, token) for token in tokens])
    return [token.hex() for token in tokens]


def _context(database: Database, credential: str) -> Context:
    viewer = Viewer(role=Role.ISSUER_AUDITOR, account_id=new_id(), credential=credential)
    return Context(
        services=SimpleNamespace(database=database),  # type: ignore[arg-type]
        viewer=viewer,
        language=Language.EN,
        correlation_id="test",
    )
