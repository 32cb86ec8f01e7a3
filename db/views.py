"""The read views through which the service sees results (made in the migration of the walls)."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnClause,
    Date,
    DateTime,
    Integer,
    String,
    Uuid,
    column,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from db.columns import stored_enum
from domain.permissions import Role
from domain.shared_results import Outcome
from domain.states import ResultState, ShareState
from domain.texts import Language

_INSTANT = DateTime(timezone=True)
_KEY = String(collation="C")


def _candidate() -> list[ColumnClause[Any]]:
    return [
        column("candidate_id", Uuid),
        column("first_name", String),
        column("family_name", String),
        column("date_of_birth", Date),
        column("candidate_number", String),
    ]


def _result() -> list[ColumnClause[Any]]:
    return [
        column("result_id", Uuid),
        column("version", Integer),
        column("reference_number", String),
        column("exam_code", String),
        column("exam_date", Date),
        column("session_code", String),
        column("place_of_entry", String),
        column("centre_number", String),
        column("centre_name", String),
        column("result_state", stored_enum(ResultState)),
        column("outcome", stored_enum(Outcome)),
        column("overall_score", Integer),
        column("grade", String),
        column("cefr_level", String),
        column("skill_scores", JSONB),
    ]


# An organisation's shares with what they still give; NULL where access has ended.
shared_results = table(
    "shared_results",
    column("share_id", Uuid),
    column("organisation_id", Uuid),
    column("shared_at", _INSTANT),
    column("expires_at", _INSTANT),
    column("includes_photo", Boolean),
    column("stored_state", stored_enum(ShareState)),
    column("state", stored_enum(ShareState)),
    column("family_name_key", _KEY),
    column("first_name_key", _KEY),
    column("exam_key", _KEY),
    column("overall_score_key", BigInteger),  # what it is compared with comes from clients
    *_candidate(),
    *_result(),
)

# A candidate's own results, once they are out.
my_results = table("my_results", *_candidate(), *_result())

# Photos that an organisation was given.
shared_photos = table(
    "shared_photos",
    column("share_id", Uuid),
    column("organisation_id", Uuid),
    column("storage_key", String),
    column("size_bytes", Integer),
)

# When a candidate's own shares were opened first, whoever it was.
share_openings = table(
    "share_openings",
    column("candidate_id", Uuid),
    column("share_id", Uuid),
    column("opened_at", _INSTANT),
)

# The account behind a live session, with what it owes, and behind a live API key.
session_viewers = table(
    "session_viewers",
    column("session_id", Uuid),
    column("last_seen_at", _INSTANT),
    column("expires_at", _INSTANT),
    column("previous_sign_in_at", _INSTANT),
    column("user_id", Uuid),
    column("role", stored_enum(Role)),
    column("organisation_id", Uuid),
    column("candidate_id", Uuid),
    column("language", stored_enum(Language)),
    column("confirmed_at", _INSTANT),
    column("has_second_factor", Boolean),
    column("demands_second_factor", Boolean),
    column("owes_terms", Boolean),
)
api_key_viewers = table(
    "api_key_viewers",
    column("key_id", Uuid),
    column("client_id", Uuid),
    column("organisation_id", Uuid),
    column("scopes", ARRAY(String)),
)

# For jobs: whether a share still gives access, and which shares are to be ended by the clock.
share_access = table(
    "share_access",
    column("share_id", Uuid),
    column("organisation_id", Uuid),
    column("is_active", Boolean),
)
shares_due_to_expire = table(
    "shares_due_to_expire", column("share_id", Uuid), column("organisation_id", Uuid)
)
