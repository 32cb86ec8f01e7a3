"""People and organisations that a test brings along, with accounts that can sign in."""

from dataclasses import dataclass
from typing import Any

from db.models.organisations import Organisation
from db.models.results import Candidate, Result
from db.models.shares import Share
from db.models.users import User
from domain import names
from domain.permissions import Role
from tests import factories
from tests.browser import records
from tests.running import Running

_SOMEBODY = """
  SELECT password_hash FROM user_secrets JOIN users ON users.id = user_id
  WHERE email_key = 'candidate@demo.example'"""


@dataclass(frozen=True, slots=True)
class Member:
    """An approved organisation without a past, and its one user."""

    organisation: Organisation
    user: User


def member(service: Running, **changes: Any) -> Member:
    """Bring an organisation; `changes` are its own, but those of the user begin with `user_`."""
    of_user = {key[5:]: value for key, value in changes.items() if key.startswith("user_")}
    own = {key: value for key, value in changes.items() if not key.startswith("user_")}
    organisation = factories.organisation(**own)
    user = factories.user(organisation_id=organisation.id, **of_user)
    counter = factories.counter(organisation.id)
    accepted = factories.acceptance(user.id)
    records.save(service, organisation, counter, user, accepted, _secret(service, user))
    return Member(organisation, user)


@dataclass(frozen=True, slots=True)
class Sitter:
    """A candidate with an account and one released result."""

    candidate: Candidate
    result: Result
    user: User


def sitter(service: Running, **person: Any) -> Sitter:
    """Bring a candidate."""
    candidate = factories.candidate(**person)
    centre = factories.centre(name=person.get("family_name", "Porto"))
    result = factories.result(candidate.id, centre.id, place_of_entry=centre.name)
    user = factories.user(
        role=Role.CANDIDATE,
        candidate_id=candidate.id,
        first_name=candidate.first_name,
        family_name=candidate.family_name,
    )
    version = factories.result_version(result.id)
    records.save(service, candidate, centre, result, version, user, _secret(service, user))
    return Sitter(candidate, result, user)


def share(service: Running, of: Sitter, organisation: Organisation, **changes: Any) -> Share:
    """Let an organisation have the candidate's result since yesterday."""
    keys = {
        "first_name_key": names.search_key(of.candidate.first_name),
        "family_name_key": names.search_key(of.candidate.family_name),
    }
    made = factories.share(of.result, organisation.id, **keys, **changes)
    records.save(service, made)
    return made


def _secret(service: Running, user: User) -> Any:
    """The password of everybody in the sample data."""
    (found,) = records.rows(service, _SOMEBODY)
    return factories.user_secret(user.id, str(found["password_hash"]))
