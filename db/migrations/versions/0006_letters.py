"""Letters: e-mails about an account. Anybody's act may post one; only the mail job reads them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JOB = "(SELECT nullif(current_setting('rvs.job', true), ''))"
OLD = f"{JOB} = 'clock' AND finished_at < now() - interval '30 days'"
MOMENT = sa.DateTime(timezone=True)

WALL = (
    "ALTER TABLE letters ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE letters FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, DELETE ON letters TO rvs_app",
    "GRANT UPDATE (content, state, attempts, next_attempt_at, lease_token, lease_until, finished_at)"
    " ON letters TO rvs_app",
    "CREATE POLICY app_inserts ON letters FOR INSERT TO rvs_app"
    " WITH CHECK (state IN ('PENDING', 'CANCELLED') AND attempts = 0)",
    f"CREATE POLICY app_reads ON letters FOR SELECT TO rvs_app USING ({JOB} = 'mail')",
    f"CREATE POLICY app_updates ON letters FOR UPDATE TO rvs_app USING ({JOB} = 'mail')",
    f"CREATE POLICY clock_reads ON letters FOR SELECT TO rvs_app USING ({OLD})",
    f"CREATE POLICY clock_deletes ON letters FOR DELETE TO rvs_app USING ({OLD})",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("useful_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("language IN ('EN', 'FR')", name="language_known"),
        sa.CheckConstraint(
            "state IN ('PENDING', 'LEASED', 'SENT', 'DEAD', 'CANCELLED')", name="mailstate_known"
        ),
        sa.CheckConstraint("(state = 'LEASED') = (lease_token IS NOT NULL)", name="letters_lease"),
        sa.CheckConstraint(
            "(state IN ('PENDING', 'LEASED')) = (content IS NOT NULL)", name="letters_wiped"
        ),
        sa.CheckConstraint(
            "(state IN ('PENDING', 'LEASED')) = (finished_at IS NULL)", name="letters_finished"
        ),
    )
    op.create_index(
        "letters_due",
        "letters",
        ["next_attempt_at"],
        postgresql_where=sa.text("state IN ('PENDING', 'LEASED')"),
    )
    op.create_index("letters_old", "letters", ["finished_at"])
    for statement in WALL:
        op.execute(statement)
