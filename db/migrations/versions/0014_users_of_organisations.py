"""Primary users add, change, disable and remove the users of their organisation.

Their right is proved like that to a password: by the token of a live session, named by the
transaction as its credential. That a request says for which organisation it acts is not enough.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def setting(name: str, type: str = "text") -> str:
    return f"(SELECT nullif(current_setting('rvs.{name}', true), '')::{type})"


CREDENTIAL = f"decode({setting('credential')}, 'hex')"

ACTS_AS_PRIMARY = f"""
CREATE FUNCTION acts_as_primary(organisation uuid) RETURNS boolean
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM sessions x JOIN users u ON u.id = x.user_id
    WHERE x.token_hash = {CREDENTIAL} AND x.ended_at IS NULL AND x.expires_at > now()
      AND u.state = 'ACTIVE' AND u.role = 'PRIMARY' AND u.organisation_id = organisation)
$$"""

# Policies cannot compare a row with what it was.
GUARD = f"""
CREATE OR REPLACE FUNCTION users_prove_themselves() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $guard$
DECLARE
  is_removed boolean := NEW.state = 'REMOVED' AND NEW.email = OLD.email
    AND NEW.email_key = 'removed ' || OLD.id;
  joins boolean := OLD.state = 'INVITED' AND NEW.state = 'ACTIVE';
BEGIN
  IF current_user NOT IN ('rvs_app', 'rvs_issuer') THEN
    RETURN NEW;
  END IF;
  IF (NEW.email, NEW.email_key) IS DISTINCT FROM (OLD.email, OLD.email_key)
     AND OLD.state <> 'INVITED' AND NOT is_removed AND NOT EXISTS (
       SELECT FROM links l WHERE l.token_hash = {CREDENTIAL} AND l.user_id = OLD.id
         AND l.purpose = 'EMAIL_CHANGE' AND l.used_at IS NULL AND l.expires_at > now()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'an address changes by a link that was sent to it';
  END IF;
  IF joins AND NOT EXISTS (
       SELECT FROM links l WHERE l.token_hash = {CREDENTIAL} AND l.user_id = OLD.id
         AND l.purpose = 'INVITATION' AND l.used_at IS NULL AND l.expires_at > now()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'an account becomes active by its invitation';
  END IF;
  IF ((NEW.state <> OLD.state AND NOT joins) OR NEW.role <> OLD.role)
     AND NOT coalesce(acts_as_primary(OLD.organisation_id), false) THEN
    RAISE insufficient_privilege
      USING MESSAGE = 'a primary user of the organisation gives states and roles';
  END IF;
  RETURN NEW;
END
$guard$"""

HERE = (
    f"organisation_id = {setting('organisation_id', 'uuid')} AND acts_as_primary(organisation_id)"
)
COLUMNS = (
    "id, email, email_key, role, organisation_id, first_name, family_name, job_title, language,"
    " state, created_at"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("GRANT CREATE ON SCHEMA public TO rvs_search")
    op.get_bind().exec_driver_sql(ACTS_AS_PRIMARY)
    for statement in (
        "REVOKE ALL ON FUNCTION acts_as_primary FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION acts_as_primary TO rvs_app",
        "ALTER FUNCTION acts_as_primary OWNER TO rvs_search",
        "REVOKE CREATE ON SCHEMA public FROM rvs_search",
        GUARD,
        "DROP TRIGGER users_proof ON users",
        "CREATE TRIGGER users_proof BEFORE UPDATE OF email, email_key, state, role ON users"
        " FOR EACH ROW EXECUTE FUNCTION users_prove_themselves()",
        f"GRANT INSERT ({COLUMNS}) ON users TO rvs_app",
        "GRANT UPDATE (role, first_name, family_name, job_title) ON users TO rvs_app",
        "CREATE POLICY primary_inserts ON users FOR INSERT TO rvs_app"
        f" WITH CHECK (state = 'INVITED' AND role = 'MEMBER' AND {HERE})",
        "CREATE POLICY primary_updates ON users FOR UPDATE TO rvs_app"
        f" USING ({HERE}) WITH CHECK (role IN ('MEMBER', 'PRIMARY') AND {HERE})",
    ):
        op.get_bind().exec_driver_sql(statement)
