"""What programs do beside the people in front of browsers: the same acts, over the wire.

The browser's driver keeps an event loop in this thread: everything here is plain calls.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests import parties
from tests.parties import CANDIDATE
from tests.running import Running
from tests.services import PASSWORD

_OWN_SHARES: Final = "{ myResults { edges { node { shares { id state } } } } }"


@dataclass(frozen=True, slots=True)
class Caller:
    """An account with a session of its own."""

    base_url: str
    token: str = field(repr=False)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The `data` of an operation; fails when there are errors."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": query, "variables": variables}
        answer = httpx.post(f"{self.base_url}/graphql", json=body, headers=headers, timeout=20)
        assert "errors" not in answer.json(), answer.json()
        return dict(answer.json()["data"])


def signed_in(service: Running, email: str) -> Caller:
    """Sign in with a token, as programs do."""
    wish = {"email": email, "password": PASSWORD, "wantsToken": True}
    answer = Caller(service.base_url, "").ask(parties.SIGN_IN, input=wish)
    return Caller(service.base_url, answer["signIn"]["token"])


@dataclass(frozen=True, slots=True)
class Sharer:
    """The demonstration's candidate, who has three results and shares them on demand."""

    caller: Caller
    # By the code of their exam.
    results: dict[str, str]

    def share(self, exam_code: str = "C1_ADVANCED", organisation: str = "northbridge") -> str:
        """Share the result with an organisation whose name begins so; the share's id."""
        wish = {"resultId": self.results[exam_code], "organisationId": self._id_of(organisation)}
        made = self.caller.ask(parties.SHARE, input=wish)["shareResult"]
        assert made["userErrors"] == []
        return str(made["share"]["id"])

    def withdraw(self, share_id: str) -> None:
        """End a share."""
        assert self.caller.ask(parties.WITHDRAW, id=share_id)["withdrawShare"]["userErrors"] == []

    def withdraw_everything(self) -> None:
        """End every share, however it was made: the next test begins as the first did."""
        edges = self.caller.ask(_OWN_SHARES)["myResults"]["edges"]
        for share in (share for edge in edges for share in edge["node"]["shares"]):
            if share["state"] == "ACTIVE":
                self.withdraw(share["id"])

    def _id_of(self, organisation: str) -> str:
        found = self.caller.ask(parties.DIRECTORY, search=organisation)["organisationDirectory"]
        (edge,) = found["edges"]
        return str(edge["node"]["id"])


def sharer(service: Running) -> Sharer:
    """The candidate, signed in."""
    caller = signed_in(service, CANDIDATE)
    nodes = [edge["node"] for edge in caller.ask(parties.OWN_RESULTS)["myResults"]["edges"]]
    results = {node["result"]["exam"]["code"]: node["result"]["id"] for node in nodes}
    return Sharer(caller, results)
