"""Rows of the audit log are sealed by the clock, and read by primary users and auditors."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("audit_rows", sa.Column("seal", sa.BigInteger()))
    op.add_column("audit_rows", sa.Column("seal_position", sa.Integer()))
    tables()
    indexes()
    for statement in (*walls_of_rows(), *walls_of_seals(), *function()):
        op.execute(statement)


def tables() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("serial", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("previous_of_chain", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("serial"),
        sa.UniqueConstraint("chain_id", "number"),
    )
    op.create_table(
        "audit_chains",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id"),
    )


def indexes() -> None:
    """Two indexes hold a row that was just written, as before; the clock fills the others."""
    op.drop_index("audit_rows_organisation", "audit_rows")
    unsealed, sealed = sa.text("seal IS NULL"), sa.text("seal IS NOT NULL")
    named = {
        "audit_rows_of_organisation": ["organisation_id", "occurred_at", "id"],
        "audit_rows_by_time": ["occurred_at", "id"],
        "audit_rows_of_actor": ["actor_id", "occurred_at", "id"],
        "audit_rows_of_operation": ["operation", "occurred_at", "id"],
    }
    for name, columns in named.items():
        op.create_index(name, "audit_rows", columns, postgresql_where=sealed)
    op.create_index("audit_rows_unsealed", "audit_rows", ["id"], postgresql_where=unsealed)
    op.create_index(
        "audit_rows_sealed",
        "audit_rows",
        ["seal", "seal_position"],
        unique=True,
        postgresql_where=sealed,
    )
    op.create_index(
        "audit_rows_about",
        "audit_rows",
        ["subject_ids"],
        postgresql_using="gin",
        postgresql_where=sealed,
    )


def setting(name: str, type: str = "uuid") -> str:
    """A setting of the transaction; NULL when it is not set (an ended one reads as '')."""
    return f"(SELECT nullif(current_setting('rvs.{name}', true), '')::{type})"


CLOCK = f"{setting('job', 'text')} = 'clock'"
AUDITOR = f"{setting('staff_role', 'text')} = 'ISSUER_AUDITOR'"
READER = f"organisation_id = {setting('organisation_id')} OR {AUDITOR}"


def walls_of_rows() -> list[str]:
    """Nobody inserts a sealed row; the clock seals a row once, and sees none that is sealed.

    It must see what it writes until the seals are there, which it therefore inserts last.
    """
    newest = "SELECT s.serial FROM audit_seals s ORDER BY s.serial DESC LIMIT 1"
    fresh = f"seal IS NULL OR seal > coalesce(({newest}), 0)"
    return [
        "ALTER POLICY app_inserts ON audit_rows WITH CHECK (seal IS NULL AND seal_position IS NULL)",
        "GRANT SELECT ON audit_rows TO rvs_app",
        f"CREATE POLICY app_reads ON audit_rows FOR SELECT TO rvs_app USING ({READER})",
        "CREATE POLICY clock_reads ON audit_rows FOR SELECT TO rvs_app"
        f" USING ({CLOCK} AND ({fresh}))",
        "GRANT UPDATE (seal, seal_position) ON audit_rows TO rvs_app",
        "CREATE POLICY clock_seals ON audit_rows FOR UPDATE TO rvs_app"
        f" USING ({CLOCK} AND seal IS NULL) WITH CHECK ({CLOCK} AND seal IS NOT NULL)",
    ]


def walls_of_seals() -> list[str]:
    """Seals are written once; counters of chains move with them."""
    statements = []
    for table in ("audit_seals", "audit_chains"):
        statements += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"GRANT SELECT, INSERT ON {table} TO rvs_app",
            f"CREATE POLICY app_reads ON {table} FOR SELECT TO rvs_app USING ({CLOCK} OR {AUDITOR})",
            f"CREATE POLICY clock_inserts ON {table} FOR INSERT TO rvs_app WITH CHECK ({CLOCK})",
        ]
    return [
        *statements,
        "GRANT UPDATE (number, digest) ON audit_chains TO rvs_app",
        f"CREATE POLICY clock_moves ON audit_chains FOR UPDATE TO rvs_app USING ({CLOCK})",
    ]


# Behind a policy the index of subjects would not be used: `@>` is not leakproof.
ABOUT = f"""
CREATE FUNCTION audit_rows_about(subject uuid, at_most integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT found.id FROM (
    (SELECT id, occurred_at FROM audit_rows
     WHERE seal IS NOT NULL AND subject_ids @> ARRAY[subject] AND ({READER})
     ORDER BY occurred_at DESC, id DESC LIMIT at_most)
    UNION ALL
    (SELECT id, occurred_at FROM audit_rows
     WHERE seal IS NULL AND subject_ids @> ARRAY[subject] AND ({READER})
     ORDER BY occurred_at DESC, id DESC LIMIT at_most)
  ) found ORDER BY found.occurred_at DESC, found.id DESC LIMIT at_most
$$"""


def function() -> list[str]:
    """Which rows are about somebody: as `rvs_search`, which asks itself what the walls ask."""
    columns = "id, occurred_at, organisation_id, subject_ids, seal"
    return [
        f"GRANT SELECT ({columns}) ON audit_rows TO rvs_search",
        ABOUT,
        "REVOKE ALL ON FUNCTION audit_rows_about FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION audit_rows_about TO rvs_app",
        "GRANT CREATE ON SCHEMA public TO rvs_search",
        "ALTER FUNCTION audit_rows_about OWNER TO rvs_search",
        "REVOKE CREATE ON SCHEMA public FROM rvs_search",
    ]
