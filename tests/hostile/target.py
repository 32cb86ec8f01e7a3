"""The real service on the sample data, as somebody sees it who means it no good."""

import asyncio
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import httpx
from sqlmodel import SQLModel

from db.engine import plain_url
from domain import global_ids
from domain.global_ids import Kind
from resolvers import authentication
from tests import factories
from tests.running import ROOT, Running

EMAILS: Final = {
    "primary": "primary@northbridge.example",
    "member": "member@northbridge.example",
    "candidate": "candidate@demo.example",
}
CODES: Final = {
    "BAD_USER_INPUT", "COST_LIMIT", "UNAUTHENTICATED", "FORBIDDEN", "CONFLICT", "RATE_LIMITED",
    "DUTY_OPEN", "REAUTHENTICATION_REQUIRED",
}  # fmt: skip
# What nobody outside may read: places of this machine, and words of what the service is made of.
_INNER: Final = re.compile(
    re.escape(str(ROOT)) + r"|Traceback|site-packages|\.py\b|asyncpg|sqlalchemy|psycopg|strawberry"
    r"|rvs_app|SELECT |INSERT |<class|object at 0x|set_int_max|Exceeds the limit|unix://|/tmp/"
)
# Rows that are made by being asked: of every look, and of every try to sign in.
_BY_ASKING: Final = {"audit_rows", "sign_in_attempts"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


class Target:
    """Made once for all attacks: what one breaks, the next one sees."""

    def __init__(self, service: Running, tokens: dict[str, str], ids: dict[str, str]) -> None:
        self.service = service
        self.tokens = tokens
        self.ids = ids

    def headers(self, role: str = "") -> dict[str, str]:
        """What proves a role; empty: a visitor."""
        return {"authorization": f"Bearer {self.tokens[role]}"} if role else {}

    def client(self, role: str = "") -> httpx.AsyncClient:
        """A connection as this role."""
        return httpx.AsyncClient(
            base_url=self.service.base_url, timeout=15, headers=self.headers(role)
        )

    async def counts(self) -> dict[str, int]:
        """How many rows each table has, those left out that are made by being asked."""
        tables = sorted(SQLModel.metadata.tables.keys() - _BY_ASKING)
        totals = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in tables)
        connection = await asyncpg.connect(plain_url(self.service.superuser))
        try:
            return dict(await connection.fetchrow(f"SELECT {totals}") or {})
        finally:
            await connection.close()

    async def is_healthy(self) -> bool:
        """Whether it is ready, and serves those who mean well."""
        async with self.client("member") as client:
            ready = await client.get("/readyz")
            asked = {"query": "{ viewer { role } }"}
            answer = await client.post("/graphql", json=asked)
        told = {"data": {"viewer": {"role": "MEMBER"}}}
        return (ready.status_code, answer.json()) == (200, told) and self.service.all_run()

    async def raw(self, sent: bytes, *, seconds: float = 3.0) -> list[Answer]:
        """What comes back for these bytes, until the service hangs up or is silent for so long."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.service.port)
        try:
            writer.write(sent)
            received = bytearray()
            try:
                while chunk := await asyncio.wait_for(reader.read(65_536), seconds):
                    received += chunk
            except (TimeoutError, ConnectionResetError):
                pass
            return list(_answers(bytes(received)))
        finally:
            writer.close()


@contextmanager
def attack(case: str) -> Iterator[None]:
    """One of many in a loop: what fails in the block says which it was."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"The attack: {case}")
        raise


def check(answer: httpx.Response | Answer, *, statuses: range = range(200, 500)) -> list[str]:
    """What holds for the answer to every attack; the codes of its errors."""
    status = answer.status if isinstance(answer, Answer) else answer.status_code
    text = (answer.body if isinstance(answer, Answer) else answer.content).decode()
    assert status in statuses, (status, text)
    assert not _INNER.search(text), text
    errors = json.loads(text).get("errors", [])
    for error in errors:
        assert error["message"], text
        assert error["extensions"]["correlationId"] == answer.headers["x-request-id"], text
    return [error["extensions"]["code"] for error in errors]


def check_refused(answer: httpx.Response | Answer) -> list[str]:
    """The same for one that must be refused, and not as a bug."""
    codes = check(answer)
    assert codes, answer
    assert set(codes) <= CODES, codes
    return codes


def says_nothing_inner(text: str) -> bool:
    """Whether nobody learns from it what the service is made of."""
    return not _INNER.search(text)


async def opened(service: Running) -> Target:
    """The target, with a session for each role."""
    connection = await asyncpg.connect(plain_url(service.superuser))
    try:
        tokens = {role: await _token(service, connection, of) for role, of in EMAILS.items()}
        return Target(service, tokens, await _ids(connection))
    finally:
        await connection.close()


async def _token(service: Running, connection: Any, email: str) -> str:
    token = authentication.SESSION_PREFIX + secrets.token_urlsafe(32)
    user_id = await connection.fetchval("SELECT id FROM users WHERE email_key = $1", email)
    row = factories.session(user_id, token_hash=authentication.hash_of(token))
    await factories.save(service.superuser, row)
    return token


async def _ids(connection: Any) -> dict[str, str]:
    """Something real of each kind, so that an attack gets as far as it can."""
    share = await connection.fetchrow(
        "SELECT s.id, s.organisation_id FROM shares s JOIN organisations o"
        " ON o.id = s.organisation_id WHERE s.state = 'ACTIVE' AND o.email_domain = $1 LIMIT 1",
        "northbridge.example",
    )
    result = await connection.fetchval(
        "SELECT r.id FROM results r JOIN users u ON u.candidate_id = r.candidate_id"
        " WHERE r.state = 'RELEASED' LIMIT 1"
    )
    return {
        "share": global_ids.encode(Kind.SHARE, share["id"]),
        "organisation": global_ids.encode(Kind.ORGANISATION, share["organisation_id"]),
        "result": global_ids.encode(Kind.RESULT, result),
    }


def _answers(received: bytes) -> Iterator[Answer]:
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.partition(": ") for line in lines]
        headers = {name.lower(): value for name, _, value in pairs}
        assert first.startswith("HTTP/1.1 "), received[:200]
        length = int(headers.get("content-length", "0"))
        yield Answer(int(first.split()[1]), headers, rest[:length])
        received = rest[length:]
