"""What stands ready in a service for the gallery: somebody for each screen, all states of things.

The workers find nothing to do in it: what is under way stays under way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.permissions import Role
from tests import factories
from tests.browser import newcomers, records, stage_work, wire
from tests.browser.wire import Caller, Sharer
from tests.browser.words import Language
from tests.parties import MEMBER, PRIMARY
from tests.running import Running

# People whom the sample data lack.
NEWCOMER: Final = "head@brookfield.example"
BUILDER: Final = "head@fernleigh.example"
UNTESTED: Final = "noor@people.example"

Node = Mapping[str, Any]

_LISTED: Final = """
  query ($after: String) {
    sharedResults(first: 100, after: $after) {
      pageInfo { endCursor hasNextPage }
      edges {
        node {
          id standing { state reasonCode }
          result { outcome overallScore exam { hasPhoto } }
        }
      }
    }
  }"""
_OWN_SHARES: Final = """
  { myResults { edges { node { result { id } shares { id state organisation { name } } } } } }"""
_PASSWORD: Final = """
  INSERT INTO user_secrets (user_id, password_hash, changed_at)
  SELECT $1, password_hash, changed_at FROM user_secrets JOIN users ON users.id = user_id
  WHERE email_key = 'candidate@demo.example' RETURNING user_id"""
_COME_BACK: Final = """
  UPDATE users SET language = $2, last_sign_in_at = now() - interval '1 day'
  WHERE email_key = $1 RETURNING id"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A service with everything in it; `ids` are the global ids of what has a screen of its own."""

    service: Running
    sharer: Sharer
    ids: Mapping[str, str]

    def come_back(self, email: str, language: Language) -> None:
        """Let a user be away since yesterday, and speak a language, which the screens follow."""
        assert records.rows(self.service, _COME_BACK, email, language.upper())

    def share_anew(self, exam_code: str, organisation: str) -> str:
        """The candidate shares a result that this organisation does not have, or not any more."""
        self.take_back(exam_code, organisation)
        return self.sharer.share(exam_code, organisation)

    def take_back(self, exam_code: str, organisation: str) -> None:
        """End the candidate's share of a result with an organisation whose name begins so."""
        for edge in self.sharer.caller.ask(_OWN_SHARES)["myResults"]["edges"]:
            own = edge["node"]
            for share in own["shares"]:
                name = share["organisation"]["name"].casefold()
                is_meant = own["result"]["id"] == self.sharer.results[exam_code]
                if is_meant and share["state"] == "ACTIVE" and name.startswith(organisation):
                    self.sharer.withdraw(share["id"])


def set_up(service: Running) -> Stage:
    """Bring everybody and everything, once for a service."""
    newcomers.member(
        service,
        name="Brookfield College",
        user_email=NEWCOMER,
        user_role=Role.PRIMARY,
        user_first_name="Edith",
        user_family_name="Sandoval",
    )
    builder = newcomers.member(
        service,
        name="Fernleigh University",
        user_email=BUILDER,
        user_role=Role.PRIMARY,
        user_first_name="Anselm",
        user_family_name="Quist",
    )
    _bring_untested(service)
    sharer = wire.sharer(service)
    stage_work.exports(service, PRIMARY, MEMBER)
    return Stage(
        service,
        sharer,
        {
            **_shared_by(sharer),
            **dict(_found(wire.signed_in(service, MEMBER))),
            "own": sharer.results["C1_ADVANCED"],
            "endpoint": stage_work.webhooks(service, builder.organisation.id),
            "nothing": "share_" + "0" * 32,
            "no_endpoint": "endpoint_" + "0" * 32,
        },
    )


def _shared_by(sharer: Sharer) -> dict[str, str]:
    """A share that lasts, and one that the candidate has ended."""
    ended = sharer.share("B2_FIRST", "northbridge")
    sharer.withdraw(ended)
    sharer.share("B2_FIRST", "lakeside")
    return {"verified": sharer.share("C1_ADVANCED", "northbridge"), "ended": ended}


def _bring_untested(service: Running) -> None:
    """A candidate who has no result yet."""
    candidate = factories.candidate(first_name="NOOR", family_name="HADDAD", email=UNTESTED)
    user = factories.user(
        role=Role.CANDIDATE,
        candidate_id=candidate.id,
        email=UNTESTED,
        first_name="Noor",
        family_name="Haddad",
    )
    records.save(service, candidate, user)
    assert records.rows(service, _PASSWORD, user.id)


# What the sample data have, among all that is shared with one organisation.
_STATES: Final[Mapping[str, Callable[[Node], bool]]] = {
    "without_photo": lambda node: _is_graded(node) and not node["result"]["exam"]["hasPhoto"],
    "without_scores": lambda node: (
        _is_graded(node)
        and node["result"]["overallScore"] is None
        and node["standing"]["reasonCode"] == "RELEASED"
    ),
    "absent": lambda node: _is_genuine(node) and node["result"]["outcome"] == "ABSENT_ALL",
    "amended": lambda node: node["standing"]["reasonCode"] == "AMENDED",
    "revoked": lambda node: node["standing"]["reasonCode"] == "REVOKED",
    "withheld": lambda node: node["standing"]["reasonCode"] == "WITHHELD",
}


def _found(officer: Caller) -> Iterator[tuple[str, str]]:
    listed = list(_listed(officer))
    for name, is_meant in _STATES.items():
        node = next(filter(is_meant, listed), None)
        assert node is not None, f"The sample data have no shared result that is {name}."
        yield name, str(node["id"])


def _listed(officer: Caller) -> Iterator[Node]:
    cursor: str | None = None
    while True:
        page = officer.ask(_LISTED, after=cursor)["sharedResults"]
        yield from (edge["node"] for edge in page["edges"])
        cursor = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return


def _is_genuine(node: Node) -> bool:
    return node["standing"]["state"] == "VERIFIED" and node["result"] is not None


def _is_graded(node: Node) -> bool:
    return _is_genuine(node) and node["result"]["outcome"] == "GRADED"
