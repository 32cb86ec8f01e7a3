"""Terms of Use: their versions, and an acceptance that is added and never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

USER = "user_id = (SELECT nullif(current_setting('rvs.user_id', true), '')::uuid)"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "terms_versions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("applies_from"),
    )
    op.create_table(
        "terms_acceptances",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.ForeignKeyConstraint(["version"], ["terms_versions.id"]),
        sa.PrimaryKeyConstraint("user_id", "version"),
    )
    for statement in (
        "GRANT SELECT ON terms_versions TO rvs_app, rvs_reader",
        "ALTER TABLE terms_acceptances ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE terms_acceptances FORCE ROW LEVEL SECURITY",
        "GRANT SELECT, INSERT ON terms_acceptances TO rvs_app",
        f"CREATE POLICY app_reads ON terms_acceptances FOR SELECT TO rvs_app USING ({USER})",
        f"CREATE POLICY app_inserts ON terms_acceptances FOR INSERT TO rvs_app WITH CHECK ({USER})",
    ):
        op.execute(statement)
