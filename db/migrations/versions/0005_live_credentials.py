"""Which of many sessions and keys are good, in one question.

The views of one credential each take a question; five thousand open connections would make the
database ask itself for a fifth of a second. Who knows the hash of a credential learns no more
here than through those views: that it is good.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LIVE_CREDENTIALS = """
CREATE FUNCTION live_credentials(hashes bytea[], idle interval) RETURNS SETOF bytea
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT x.token_hash
  FROM sessions x
  JOIN users u ON u.id = x.user_id AND u.state = 'ACTIVE'
  LEFT JOIN organisations o ON o.id = u.organisation_id
  WHERE x.token_hash = ANY (hashes) AND x.ended_at IS NULL AND x.expires_at > now()
    AND x.last_seen_at >= now() - idle
    AND (u.organisation_id IS NULL OR o.state = 'APPROVED')
  UNION ALL
  SELECT k.key_hash
  FROM api_keys k
  JOIN api_clients c ON c.id = k.client_id AND c.state = 'APPROVED'
  JOIN organisations o ON o.id = c.organisation_id AND o.state = 'APPROVED'
  WHERE k.key_hash = ANY (hashes) AND k.revoked_at IS NULL AND k.expires_at > now()
$$"""

READ = {
    "sessions": "token_hash, user_id, ended_at, expires_at, last_seen_at",
    "users": "id, state, organisation_id",
    "organisations": "id, state",
    "api_keys": "key_hash, client_id, revoked_at, expires_at",
    "api_clients": "id, organisation_id, state",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table, columns in READ.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO rvs_search")
    op.execute("GRANT CREATE ON SCHEMA public TO rvs_search")
    op.get_bind().exec_driver_sql(LIVE_CREDENTIALS)
    op.execute("REVOKE ALL ON FUNCTION live_credentials FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION live_credentials TO rvs_app")
    op.execute("ALTER FUNCTION live_credentials OWNER TO rvs_search")
    op.execute("REVOKE CREATE ON SCHEMA public FROM rvs_search")
