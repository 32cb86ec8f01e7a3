"""What a database holds, in short: whether anything was written, and into which tables."""

from sqlmodel import SQLModel

from tests.api import Api


async def digests(api: Api, *but: str) -> dict[str, str]:
    """One line for each table that changes with any of its rows.

    Two are left out: a call that is answered again is on record again, and tries are counted
    whatever becomes of them.
    """
    tables = sorted(SQLModel.metadata.tables.keys() - {"audit_rows", "sign_in_attempts", *but})
    sums = ", ".join(
        f"(SELECT concat(count(*), ' ', sum(hashtextextended(t::text, 0)::numeric)) FROM {name} t)"
        f" AS {name}"
        for name in tables
    )
    return dict(await api.one(f"SELECT {sums}"))
