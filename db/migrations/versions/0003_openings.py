"""A candidate learns when an organisation first opened a share: a view that says when, not who."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CANDIDATE = "(SELECT nullif(current_setting('rvs.candidate_id', true), '')::uuid)"

SHARE_OPENINGS = f"""
SELECT s.candidate_id, v.share_id, min(v.viewed_at) AS opened_at
FROM shares s
JOIN share_views v ON v.share_id = s.id
WHERE s.candidate_id = {CANDIDATE}
GROUP BY s.candidate_id, v.share_id"""

OWN = f"""EXISTS (
  SELECT FROM shares s WHERE s.id = share_views.share_id AND s.candidate_id = {CANDIDATE})"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index("share_views_share", "share_views", ["share_id", "viewed_at"])
    op.execute("GRANT SELECT ON share_views TO rvs_reader")
    op.execute(f"CREATE POLICY views_read ON share_views FOR SELECT TO rvs_reader USING ({OWN})")
    op.execute("GRANT CREATE ON SCHEMA public TO rvs_reader")
    op.execute(f"CREATE VIEW share_openings AS {SHARE_OPENINGS}")
    op.execute("GRANT SELECT ON share_openings TO rvs_app")
    op.execute("ALTER VIEW share_openings OWNER TO rvs_reader")
    op.execute("REVOKE CREATE ON SCHEMA public FROM rvs_reader")
