"""The walls: who may read and write which rows, enforced by PostgreSQL itself.

`rvs_app` (the API and the workers) sees rows through policies that read transaction-local
settings, and results only through views of `rvs_reader`, which is under policies itself.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in (*open_tables(), *walled_tables(), *hidden_tables(), *views(), *ties()):
        op.execute(statement)


def setting(name: str, type: str = "uuid") -> str:
    """A setting of the transaction; NULL when it is not set (an ended one reads as '')."""
    return f"(SELECT nullif(current_setting('rvs.{name}', true), '')::{type})"


ORGANISATION = f"organisation_id = {setting('organisation_id')}"
RECIPIENT = f"organisation_id = {setting('recipient_id')}"
CANDIDATE = f"candidate_id = {setting('candidate_id')}"
USER = f"user_id = {setting('user_id')}"
TOLD = f"({ORGANISATION} OR {RECIPIENT})"
CREDENTIAL = setting("credential", "text")
STILL_ACTIVE = "s.state = 'ACTIVE' AND (s.expires_at IS NULL OR s.expires_at > now())"


def job(*names: str) -> str:
    """The transaction was opened by one of these jobs."""
    return f"{setting('job', 'text')} IN ({', '.join(repr(name) for name in names)})"


def open_tables() -> list[str]:
    """Tables without anything personal: readable by all."""
    names = ("organisations", "exam_periods", "centres")
    return [f"GRANT SELECT ON {name} TO rvs_app, rvs_reader" for name in names]


def wall(
    table: str, *, read: str = "", insert: str = "", update: str = "", columns: str = ""
) -> list[str]:
    """Forced row-level security on a table, and the login role's rights with their policies.

    `columns` limits what may be updated. A command without an expression has no right at all.
    """
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]
    if read:
        statements += [
            f"GRANT SELECT ON {table} TO rvs_app",
            f"CREATE POLICY app_reads ON {table} FOR SELECT TO rvs_app USING ({read})",
        ]
    if insert:
        statements += [
            f"GRANT INSERT ON {table} TO rvs_app",
            f"CREATE POLICY app_inserts ON {table} FOR INSERT TO rvs_app WITH CHECK ({insert})",
        ]
    if update:
        right = f"UPDATE ({columns})" if columns else "UPDATE"
        statements += [
            f"GRANT {right} ON {table} TO rvs_app",
            f"CREATE POLICY app_updates ON {table} FOR UPDATE TO rvs_app USING ({update})",
        ]
    return statements


def forgotten(table: str, condition: str) -> list[str]:
    """Rows that have had their day: the clock may see and delete them, and no others."""
    old = f"{job('clock')} AND {condition}"
    return [
        f"GRANT DELETE ON {table} TO rvs_app",
        f"CREATE POLICY clock_reads ON {table} FOR SELECT TO rvs_app USING ({old})",
        f"CREATE POLICY clock_deletes ON {table} FOR DELETE TO rvs_app USING ({old})",
    ]


def for_views(table: str, condition: str) -> list[str]:
    """What the views of `rvs_reader` may read of a walled table."""
    return [
        f"GRANT SELECT ON {table} TO rvs_reader",
        f"CREATE POLICY views_read ON {table} FOR SELECT TO rvs_reader USING ({condition})",
    ]


def walled_tables() -> list[str]:
    """Every table that the login role touches and that belongs to somebody."""
    own_user = f"id = {setting('user_id')}"
    by_email = f"email_key = {setting('email', 'text')}"
    own_session = f"encode(token_hash, 'hex') = {CREDENTIAL}"
    own_key = f"encode(key_hash, 'hex') = {CREDENTIAL}"
    own_try = f"encode(subject_hash, 'hex') = {CREDENTIAL}"
    own_account = f"account_id = {setting('account_id')}"
    expired = f"({ORGANISATION} AND expires_at <= now())"
    return [
        *wall(
            "organisation_counters",
            read=f"{TOLD} OR {job('mail')}",
            update=TOLD,
            columns="last_seq, active_shares",
        ),
        *wall(
            "users",
            read=f"{own_user} OR {ORGANISATION} OR {by_email}",
            update=own_user,
            columns="last_sign_in_at, language",
        ),
        *for_views(
            "users",
            "EXISTS (SELECT FROM sessions s WHERE s.user_id = users.id"
            f" AND s.token_hash = decode({CREDENTIAL}, 'hex'))",
        ),
        *wall("user_secrets", read=USER),
        *wall(
            "sessions",
            read=f"{USER} OR {own_session}",
            insert=USER,
            update=f"{USER} OR {own_session}",
            columns="last_seen_at, ended_at",
        ),
        *for_views("sessions", f"token_hash = decode({CREDENTIAL}, 'hex')"),
        *wall("sign_in_attempts", read=own_try, insert=own_try, update=own_try),
        *forgotten("sign_in_attempts", "last_failed_at < now() - interval '1 day'"),
        *wall(
            "shares",
            read=f"{ORGANISATION} OR {CANDIDATE}",
            update=f"{CANDIDATE} OR {expired}",
            columns="state, ended_at, family_name_key, first_name_key, exam_code, overall_score_key",
        ),
        *for_views("shares", f"{ORGANISATION} OR {CANDIDATE} OR {job('webhook', 'mail', 'clock')}"),
        *wall(
            "share_views",
            read=ORGANISATION,
            insert=f"{ORGANISATION} AND {USER}"
            " AND EXISTS (SELECT FROM shares s WHERE s.id = share_views.share_id)",
        ),
        *wall("events", read=f"{TOLD} OR {job('webhook', 'mail')}", insert=TOLD),
        *wall(
            "webhook_endpoints",
            read=f"{TOLD} OR {job('webhook')}",
            insert=ORGANISATION,
            update=f"{TOLD} OR {job('webhook')}",
            columns="state, last_sequence, failure",
        ),
        *wall(
            "webhook_deliveries",
            read=f"{ORGANISATION} OR {job('webhook')}",
            insert=f"{TOLD} AND EXISTS (SELECT FROM webhook_endpoints w"
            " WHERE w.id = webhook_deliveries.endpoint_id"
            " AND w.organisation_id = webhook_deliveries.organisation_id)",
            update=job("webhook"),
        ),
        *wall(
            "delivery_attempts",
            read=f"{ORGANISATION} OR {job('webhook')}",
            insert=job("webhook"),
            update=job("webhook"),
        ),
        *wall("stored_files", read=ORGANISATION, insert=ORGANISATION),
        *wall(
            "exports",
            read=f"{ORGANISATION} OR {job('export')}",
            insert=ORGANISATION,
            update=f"{ORGANISATION} OR {job('export')}",
        ),
        *wall("export_subjects", read=ORGANISATION, insert=ORGANISATION, update=ORGANISATION),
        *wall(
            "notification_preferences",
            read=f"{ORGANISATION} OR {job('mail')}",
            insert=f"{ORGANISATION} AND {USER}",
            update=f"({ORGANISATION} AND {USER}) OR {job('mail')}",
        ),
        *wall("mails", read=job("mail"), insert=job("mail"), update=job("mail")),
        *wall("api_clients", read=ORGANISATION),
        *for_views(
            "api_clients",
            "EXISTS (SELECT FROM api_keys k WHERE k.client_id = api_clients.id"
            f" AND k.key_hash = decode({CREDENTIAL}, 'hex'))",
        ),
        *wall("api_keys", read=f"{ORGANISATION} OR {own_key}"),
        *for_views("api_keys", f"key_hash = decode({CREDENTIAL}, 'hex')"),
        *wall("audit_rows", insert="true"),
        *wall("idempotency_keys", read=own_account, insert=own_account, update=own_account),
        *forgotten("idempotency_keys", "created_at < now() - interval '24 hours'"),
    ]


def hidden_tables() -> list[str]:
    """Tables on which the login role has no right: only the views below read them."""
    names = ("candidates", "results", "result_versions", "photos")
    return [f"GRANT SELECT ON {name} TO rvs_reader" for name in names]


def view(name: str, query: str) -> list[str]:
    """A view that reads with the rights of `rvs_reader` and is readable by the login role."""
    return [
        f"CREATE VIEW {name} AS {query}",
        f"GRANT SELECT ON {name} TO rvs_app",
        f"ALTER VIEW {name} OWNER TO rvs_reader",
    ]


RESULT_COLUMNS = """
  r.id AS result_id, r.reference_number, r.exam_code, r.exam_date, r.session_code,
  r.place_of_entry, e.number AS centre_number, e.name AS centre_name, r.state AS result_state,
  r.version,
  CASE r.state WHEN 'WITHHELD' THEN 'WITHHELD' ELSE v.outcome END AS outcome,
  CASE WHEN r.state IN ('RELEASED', 'AMENDED') THEN v.overall_score END AS overall_score,
  CASE WHEN r.state IN ('RELEASED', 'AMENDED') THEN v.grade END AS grade,
  CASE WHEN r.state IN ('RELEASED', 'AMENDED') THEN v.cefr_level END AS cefr_level,
  CASE WHEN r.state IN ('RELEASED', 'AMENDED') THEN v.skill_scores ELSE '{}'::jsonb END
    AS skill_scores"""

SHARED_RESULTS = f"""
SELECT s.id AS share_id, s.organisation_id, s.shared_at, s.expires_at, s.includes_photo,
  s.state AS stored_state,
  CASE WHEN s.state = 'ACTIVE' AND s.expires_at <= now() THEN 'EXPIRED' ELSE s.state END AS state,
  s.family_name_key, s.first_name_key, s.exam_code AS exam_key, s.overall_score_key,
  c.id AS candidate_id, c.first_name, c.family_name, c.date_of_birth, c.candidate_number,
  {RESULT_COLUMNS}
FROM shares s
LEFT JOIN results r ON r.id = s.result_id AND {STILL_ACTIVE} AND r.release_at <= now()
LEFT JOIN result_versions v ON v.result_id = r.id AND v.version = r.version
LEFT JOIN candidates c ON c.id = r.candidate_id
LEFT JOIN centres e ON e.id = r.centre_id
WHERE s.organisation_id = {setting("organisation_id")}"""

MY_RESULTS = f"""
SELECT r.candidate_id, c.first_name, c.family_name, c.date_of_birth, c.candidate_number,
  {RESULT_COLUMNS}
FROM results r
JOIN result_versions v ON v.result_id = r.id AND v.version = r.version
JOIN candidates c ON c.id = r.candidate_id
JOIN centres e ON e.id = r.centre_id
WHERE r.candidate_id = {setting("candidate_id")}
  AND r.state <> 'PENDING' AND r.release_at <= now()"""

SHARED_PHOTOS = f"""
SELECT s.id AS share_id, s.organisation_id, p.storage_key, p.size_bytes
FROM shares s
JOIN results r ON r.id = s.result_id AND r.release_at <= now()
JOIN photos p ON p.result_id = r.id
WHERE s.organisation_id = {setting("organisation_id")} AND s.includes_photo AND {STILL_ACTIVE}"""

SESSION_VIEWERS = f"""
SELECT x.id AS session_id, x.last_seen_at, x.expires_at, x.previous_sign_in_at,
  u.id AS user_id, u.role, u.organisation_id, u.candidate_id, u.language
FROM sessions x
JOIN users u ON u.id = x.user_id AND u.state = 'ACTIVE'
LEFT JOIN organisations o ON o.id = u.organisation_id
WHERE x.token_hash = decode({CREDENTIAL}, 'hex') AND x.ended_at IS NULL AND x.expires_at > now()
  AND (u.organisation_id IS NULL OR o.state = 'APPROVED')"""

API_KEY_VIEWERS = f"""
SELECT k.id AS key_id, c.id AS client_id, c.organisation_id, c.scopes
FROM api_keys k
JOIN api_clients c ON c.id = k.client_id AND c.state = 'APPROVED'
JOIN organisations o ON o.id = c.organisation_id AND o.state = 'APPROVED'
WHERE k.key_hash = decode({CREDENTIAL}, 'hex') AND k.revoked_at IS NULL AND k.expires_at > now()"""

SHARE_ACCESS = f"""
SELECT s.id AS share_id, s.organisation_id, {STILL_ACTIVE} AS is_active
FROM shares s WHERE {job("webhook", "mail")}"""

SHARES_DUE = f"""
SELECT s.id AS share_id, s.organisation_id
FROM shares s WHERE s.state = 'ACTIVE' AND s.expires_at <= now() AND {job("clock")}"""


def views() -> list[str]:
    """The only ways to a result. Each has a test that a stranger reads nothing through it."""
    return [
        "GRANT CREATE ON SCHEMA public TO rvs_reader",
        *view("shared_results", SHARED_RESULTS),
        *view("my_results", MY_RESULTS),
        *view("shared_photos", SHARED_PHOTOS),
        *view("session_viewers", SESSION_VIEWERS),
        *view("api_key_viewers", API_KEY_VIEWERS),
        *view("share_access", SHARE_ACCESS),
        *view("shares_due_to_expire", SHARES_DUE),
        "REVOKE CREATE ON SCHEMA public FROM rvs_reader",
    ]


def ties() -> list[str]:
    """A candidate grants only an own result that is out: what `my_results` shows, nothing else."""
    own = "EXISTS (SELECT FROM my_results r WHERE r.result_id = shares.result_id)"
    return [
        "GRANT INSERT ON shares TO rvs_app",
        "CREATE POLICY app_inserts ON shares FOR INSERT TO rvs_app"
        f" WITH CHECK ({CANDIDATE} AND {own})",
    ]
