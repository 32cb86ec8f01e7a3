"""One-time links: opened by their own credential alone, and made for those whom they concern.

An invitation goes to an account that nobody has used yet, by whoever may see it. A link to reset
a password is made by a transaction that names the account's own address, a change of address by
the account itself. A link that is not about an account may be made by anybody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def setting(name: str, type: str = "text") -> str:
    return f"(SELECT nullif(current_setting('rvs.{name}', true), '')::{type})"


MOMENT = sa.DateTime(timezone=True)
OWN = f"token_hash = decode({setting('credential')}, 'hex')"
USER = f"user_id = {setting('user_id', 'uuid')}"
OLD = f"{setting('job')} = 'clock' AND expires_at < now() - interval '30 days'"
CONCERNED = f"""
  used_at IS NULL AND (
    user_id IS NULL
    OR (purpose = 'EMAIL_CHANGE' AND {USER})
    OR EXISTS (
      SELECT FROM users u WHERE u.id = links.user_id AND (
        (links.purpose = 'INVITATION' AND u.state = 'INVITED')
        OR (links.purpose = 'PASSWORD_RESET' AND u.state = 'ACTIVE'
            AND u.email_key = {setting("email")}))))"""

WALL = (
    "ALTER TABLE links ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE links FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, DELETE ON links TO rvs_app",
    "GRANT UPDATE (used_at) ON links TO rvs_app",
    f"CREATE POLICY app_reads ON links FOR SELECT TO rvs_app USING ({OWN} OR {USER})",
    f"CREATE POLICY app_inserts ON links FOR INSERT TO rvs_app WITH CHECK ({CONCERNED})",
    f"CREATE POLICY app_updates ON links FOR UPDATE TO rvs_app USING ({OWN} OR {USER})",
    f"CREATE POLICY clock_reads ON links FOR SELECT TO rvs_app USING ({OLD})",
    f"CREATE POLICY clock_deletes ON links FOR DELETE TO rvs_app USING ({OLD})",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"]),
        sa.CheckConstraint("user_id IS NULL OR subject_id IS NULL", name="links_about_one_thing"),
    )
    op.create_index("links_user", "links", ["user_id"])
    op.create_index("links_old", "links", ["expires_at"])
    for statement in WALL:
        op.execute(statement)
