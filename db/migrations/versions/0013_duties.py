"""Behind a session stands what its person owes, and when they last proved who they are."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CREDENTIAL = "decode((SELECT nullif(current_setting('rvs.credential', true), '')::text), 'hex')"

# The newest version of the Terms that applies, as one row or none.
NEWEST_TERMS = """SELECT t.id FROM terms_versions t
      WHERE t.applies_from <= (now() AT TIME ZONE 'UTC')::date
      ORDER BY t.applies_from DESC LIMIT 1"""

SESSION_VIEWERS = f"""
SELECT x.id AS session_id, x.last_seen_at, x.expires_at, x.previous_sign_in_at,
  u.id AS user_id, u.role, u.organisation_id, u.candidate_id, u.language,
  x.confirmed_at,
  EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
    AS has_second_factor,
  coalesce(o.demands_second_factor, false) AS demands_second_factor,
  u.organisation_id IS NOT NULL AND coalesce((
    SELECT NOT EXISTS (
      SELECT FROM terms_acceptances a WHERE a.user_id = u.id AND a.version = newest.id)
    FROM ({NEWEST_TERMS}) newest), false)
    AS owes_terms
FROM sessions x
JOIN users u ON u.id = x.user_id AND u.state = 'ACTIVE'
LEFT JOIN organisations o ON o.id = u.organisation_id
WHERE x.token_hash = {CREDENTIAL} AND x.ended_at IS NULL AND x.expires_at > now()
  AND (u.organisation_id IS NULL OR o.state = 'APPROVED')"""

LIVE_VIEWERS = f"""
CREATE FUNCTION live_viewers(hashes bytea[], idle interval)
RETURNS TABLE (hash bytea, organisation_id uuid, role text, scopes text[], duty text)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT live.hash, coalesce(u.organisation_id, c.organisation_id),
    coalesce(u.role, 'API_CLIENT'), coalesce(c.scopes, '{{}}'), CASE
    WHEN u.organisation_id IS NOT NULL AND EXISTS (
      SELECT FROM ({NEWEST_TERMS}) newest WHERE NOT EXISTS (
        SELECT FROM terms_acceptances a WHERE a.user_id = u.id AND a.version = newest.id))
      THEN 'ACCEPT_TERMS'
    WHEN o.demands_second_factor AND NOT EXISTS (
      SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
      THEN 'ENABLE_SECOND_FACTOR'
  END
  FROM live_credentials(hashes, idle) AS live(hash)
  LEFT JOIN sessions x ON x.token_hash = live.hash
  LEFT JOIN users u ON u.id = x.user_id
  LEFT JOIN organisations o ON o.id = u.organisation_id
  LEFT JOIN api_keys k ON k.key_hash = live.hash
  LEFT JOIN api_clients c ON c.id = k.client_id
$$"""

READ = {
    "organisations": "demands_second_factor",
    "users": "role",
    "api_clients": "scopes",
    "second_factors": "user_id, confirmed_at",
    "terms_versions": "id, applies_from",
    "terms_acceptances": "user_id, version",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # Sessions that began before, or of the version before, have to be confirmed once more.
    op.add_column(
        "sessions",
        sa.Column(
            "confirmed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("'epoch'"),
            nullable=False,
        ),
    )
    op.execute("GRANT UPDATE (confirmed_at) ON sessions TO rvs_app")
    for_the_view("second_factors", "user_id, confirmed_at")
    for_the_view("terms_acceptances", "user_id, version")
    op.execute("GRANT CREATE ON SCHEMA public TO rvs_reader")
    op.execute("SET LOCAL ROLE rvs_reader")
    op.execute(f"CREATE OR REPLACE VIEW session_viewers AS {SESSION_VIEWERS}")
    op.execute("RESET ROLE")
    op.execute("REVOKE CREATE ON SCHEMA public FROM rvs_reader")
    many_credentials()


def many_credentials() -> None:
    """The same for those who watch: one question for all of them."""
    for table, columns in READ.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO rvs_search")
    op.execute("GRANT CREATE ON SCHEMA public TO rvs_search")
    op.get_bind().exec_driver_sql(LIVE_VIEWERS)
    for statement in (
        "REVOKE ALL ON FUNCTION live_viewers FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION live_viewers TO rvs_app",
        "ALTER FUNCTION live_viewers OWNER TO rvs_search",
        "REVOKE CREATE ON SCHEMA public FROM rvs_search",
    ):
        op.execute(statement)


def for_the_view(table: str, columns: str) -> None:
    """The view reads these columns of the person behind the session, and nobody else's."""
    own = (
        f"EXISTS (SELECT FROM sessions s WHERE s.user_id = {table}.user_id"
        f" AND s.token_hash = {CREDENTIAL})"
    )
    op.execute(f"GRANT SELECT ({columns}) ON {table} TO rvs_reader")
    op.execute(f"CREATE POLICY views_read ON {table} FOR SELECT TO rvs_reader USING ({own})")
