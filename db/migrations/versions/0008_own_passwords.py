"""Who may change a password or an address: whoever proves to be the account's person, nobody else.

The proof is a token that only the person has, named by the transaction as its credential: that of
a live session of the account, or of a link that was sent to the account and is not used up. No
role, no organisation and no job can stand for it.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def setting(name: str, type: str = "text") -> str:
    return f"(SELECT nullif(current_setting('rvs.{name}', true), '')::{type})"


CREDENTIAL = f"decode({setting('credential')}, 'hex')"
USER = f"user_id = {setting('user_id', 'uuid')}"


def link(owner: str, *purposes: str) -> str:
    """The transaction holds a good link of this account, for one of these purposes."""
    listed = ", ".join(f"'{purpose}'" for purpose in purposes)
    return (
        f"EXISTS (SELECT FROM links l WHERE l.token_hash = {CREDENTIAL} AND l.user_id = {owner}"
        f" AND l.purpose IN ({listed}) AND l.used_at IS NULL AND l.expires_at > now())"
    )


def session(owner: str) -> str:
    """The transaction holds a live session of this account."""
    return (
        f"EXISTS (SELECT FROM sessions s WHERE s.token_hash = {CREDENTIAL} AND s.user_id = {owner}"
        " AND s.ended_at IS NULL AND s.expires_at > now())"
    )


BY_LINK = link("user_secrets.user_id", "INVITATION", "PASSWORD_RESET")
BY_SESSION = session("user_secrets.user_id")

# Policies cannot compare a row with what it was.
GUARD = f"""
CREATE FUNCTION users_prove_themselves() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $guard$
BEGIN
  IF current_user NOT IN ('rvs_app', 'rvs_issuer') THEN
    RETURN NEW;
  END IF;
  IF (NEW.email, NEW.email_key) IS DISTINCT FROM (OLD.email, OLD.email_key)
     AND OLD.state <> 'INVITED' AND NOT {link("OLD.id", "EMAIL_CHANGE")} THEN
    RAISE insufficient_privilege USING MESSAGE = 'an address changes by a link that was sent to it';
  END IF;
  IF OLD.state = 'INVITED' AND NEW.state = 'ACTIVE' AND NOT {link("OLD.id", "INVITATION")} THEN
    RAISE insufficient_privilege USING MESSAGE = 'an account becomes active by its invitation';
  END IF;
  RETURN NEW;
END
$guard$"""

WALL = (
    "GRANT INSERT (user_id, password_hash, changed_at), UPDATE (password_hash, changed_at)"
    " ON user_secrets TO rvs_app",
    f"CREATE POLICY app_inserts ON user_secrets FOR INSERT TO rvs_app WITH CHECK ({USER} AND {BY_LINK})",
    "CREATE POLICY app_updates ON user_secrets FOR UPDATE TO rvs_app"
    f" USING ({USER} AND ({BY_LINK} OR {BY_SESSION}))",
    GUARD,
    "CREATE TRIGGER users_proof BEFORE UPDATE OF email, email_key, state ON users"
    " FOR EACH ROW EXECUTE FUNCTION users_prove_themselves()",
    "GRANT UPDATE (email, email_key, state) ON users TO rvs_app",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in WALL:
        op.get_bind().exec_driver_sql(statement)
