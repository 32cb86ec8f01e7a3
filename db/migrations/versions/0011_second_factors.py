"""Second factors: the seed of an app, codes for recovery, and organisations that demand them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

USER = "user_id = (SELECT nullif(current_setting('rvs.user_id', true), '')::uuid)"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "organisations",
        sa.Column("demands_second_factor", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR (seed IS NOT NULL AND last_step IS NOT NULL)",
            name="second_factors_confirmed_by_a_code",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.PrimaryKeyConstraint("user_id", "number"),
    )
    wall("second_factors", columns="seed, begun_at, confirmed_at, last_step")
    wall("recovery_codes", columns="fingerprint, created_at, used_at")


def wall(table: str, *, columns: str) -> None:
    """Forced row-level security: a person reads and writes only what is the own account's."""
    for statement in (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"GRANT SELECT, INSERT, UPDATE ({columns}) ON {table} TO rvs_app",
        f"CREATE POLICY app_reads ON {table} FOR SELECT TO rvs_app USING ({USER})",
        f"CREATE POLICY app_inserts ON {table} FOR INSERT TO rvs_app WITH CHECK ({USER})",
        f"CREATE POLICY app_updates ON {table} FOR UPDATE TO rvs_app USING ({USER})",
    ):
        op.execute(statement)
