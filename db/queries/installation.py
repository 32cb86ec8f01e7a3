"""What a deployment must have right: the rights of the login role, and a database that is migrated.

Everything is read from PostgreSQL's own catalogue, which every role may read.
"""

from dataclasses import dataclass

from sqlalchemy import TableClause, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

import db.models  # noqa: F401 - fills the metadata
from db import views


@dataclass(frozen=True, slots=True)
class RolePowers:
    """What the walls would not hold against."""

    name: str
    is_superuser: bool
    bypasses_row_security: bool
    owns_tables: bool


async def role_powers(session: AsyncSession) -> RolePowers:
    """The powers of the login role, with those of the roles that it belongs to."""
    statement = text(
        """
        SELECT current_user AS name,
          bool_or(r.rolsuper) AS is_superuser,
          bool_or(r.rolbypassrls) AS bypasses_row_security,
          bool_or(EXISTS (
            SELECT FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
              AND c.relowner = r.oid)
            OR EXISTS (
              SELECT FROM pg_database d
              WHERE d.datname = current_database() AND d.datdba = r.oid)) AS owns_tables
        FROM pg_roles r
        WHERE pg_has_role(current_user, r.oid, 'MEMBER')
        """
    )
    row = (await session.execute(statement)).one()
    return RolePowers(row.name, row.is_superuser, row.bypasses_row_security, row.owns_tables)


async def missing_columns(session: AsyncSession) -> list[str]:
    """The columns (`table.column`) of tables and views that are needed and that are not there."""
    statement = text(
        """
        SELECT c.relname || '.' || a.attname
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
          AND a.attnum > 0 AND NOT a.attisdropped
        """
    )
    present = set((await session.execute(statement)).scalars())
    needed = {f"{table.name}.{column.name}" for table in _tables() for column in table.columns}
    return sorted(needed - present)


def _tables() -> list[TableClause]:
    """Every table and every view that the queries name."""
    named = [each for each in vars(views).values() if isinstance(each, TableClause)]
    return [*SQLModel.metadata.tables.values(), *named]
